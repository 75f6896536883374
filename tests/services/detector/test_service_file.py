"""``service.json`` is whole, of this user, and there only while there is a service."""

import os
from pathlib import Path

import pytest

from app.api.service import ServiceFile
from services.detector.service_file import FILE_NAME, new_token, remove_service_file, write_service_file

CONTENT = ServiceFile(version=1, url="http://127.0.0.1:1", pid=2, token="t", listeners={"teltonika_tcp": 3})


def test_it_takes_the_place_of_an_older_one_in_one_step(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("of a killed service", encoding="utf-8")
    (tmp_path / f"{FILE_NAME}.new").write_text("torn", encoding="utf-8")
    write_service_file(tmp_path, CONTENT)
    assert ServiceFile.model_validate_json((tmp_path / FILE_NAME).read_bytes()) == CONTENT
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_it_is_its_users_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_service_file(tmp_path, CONTENT)
    finally:
        os.umask(before)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_it_is_gone_after_the_service(tmp_path: Path) -> None:
    write_service_file(tmp_path, CONTENT)
    remove_service_file(tmp_path)
    remove_service_file(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_two_tokens_are_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100
