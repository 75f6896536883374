"""``python -m app key`` and ``feed`` against a running service: what is printed, refused, and never printed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.commands import feed, key, user
from tests.support.detector import Detector, a_detector
from tests.support.s2_box import BOX, register_s2_boxes

GIVEN = "cd" * 32
PASSWORD = "first password"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Detector]:
    """A service with an admin and one box, whose first key is there."""
    folder = tmp_path_factory.mktemp("key") / "data"
    register_s2_boxes(folder)
    with a_detector(folder, ()) as detector:
        made = ["add", "an", "--name", "An", "--roles", "admin", "--data", str(folder)]
        assert user.main(made, answering(PASSWORD)) == 0
        yield detector


def answering(*words: str) -> Callable[[str], str]:
    """Somebody who types these, one after the other."""
    waiting = list(words)
    return lambda _prompt: waiting.pop(0)


def run(
    command: Callable[[list[str], Callable[[str], str]], int],
    folder: Path,
    *arguments: str,
    words: tuple[str, ...] = (),
) -> int:
    return command([*arguments, "--as", "an", "--data", str(folder)], answering(PASSWORD, *words))


def test_a_key_is_rotated_and_listed_without_its_secret(service: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(key.main, service.folder, "provision", BOX) == 1
    assert "key rotate" in capsys.readouterr().err
    assert run(key.main, service.folder, "rotate", BOX, "--given", words=(GIVEN,)) == 0
    assert json.loads(capsys.readouterr().out) == {"imei": BOX, "key_id": 2, "root_hex": GIVEN}
    assert run(key.main, service.folder, "rotate", BOX, "--finish") == 1
    assert "not used its new key" in capsys.readouterr().err
    assert run(key.main, service.folder, "list", BOX) == 0
    listed = capsys.readouterr().out
    assert [one["key_id"] for one in json.loads(listed)] == [1, 2]
    assert GIVEN not in listed
    assert GIVEN not in service.log


def test_a_key_of_no_box_is_refused(service: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for imei, says in (("356093079999999", "no such box"), ("../x", "no such"), ("x" * 15, "imei")):
        assert run(key.main, service.folder, "provision", imei) == 1
        assert says in capsys.readouterr().err


def test_a_wrong_password_is_said(service: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    asked = ["list", BOX, "--as", "an", "--data", str(service.folder)]
    assert key.main(asked, answering("wrong password")) == 1
    assert "password is wrong" in capsys.readouterr().err


def test_a_feed_is_opened_listed_and_closed(service: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(feed.main, service.folder, "open", "Centre", "--kind", "msd") == 0
    opened = json.loads(capsys.readouterr().out)
    assert len(opened["token"]) >= 43
    assert run(feed.main, service.folder, "close", opened["feed"]["feed_id"]) == 0
    capsys.readouterr()
    assert run(feed.main, service.folder, "list") == 0
    assert [(one["name"], one["is_active"]) for one in json.loads(capsys.readouterr().out)] == [("Centre", False)]
    assert run(feed.main, service.folder, "close", "f" * 32) == 1
    assert "no such feed" in capsys.readouterr().err
