"""A package that is not ours is named before it can do harm."""

import sys
from pathlib import Path

import pytest

from app import integrity


def a_package(folder: Path, name: str) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    return folder


def test_all_four_stand_beside_each_other() -> None:
    assert integrity.foreign_packages() == ()


def test_a_package_from_elsewhere_is_named_with_both_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = a_package(tmp_path / "site", "bijstand_probe")
    monkeypatch.syspath_prepend(str(foreign))
    (sentence,) = integrity.foreign_packages(tmp_path / "ours", ["bijstand_probe"])
    assert "'bijstand_probe'" in sentence
    assert str(foreign) in sentence
    assert str(tmp_path / "ours") in sentence


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    assert "is missing" in integrity.foreign_packages(tmp_path, ["bijstand_nowhere"])[0]


def test_the_process_ends_with_exit_code_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(integrity, "foreign_packages", lambda: ("The package 'ui' is missing.",))
    with pytest.raises(SystemExit) as ended:
        integrity.refuse_foreign_packages()
    assert ended.value.code == 3
    assert "'ui'" in capsys.readouterr().err
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    integrity.refuse_foreign_packages()
