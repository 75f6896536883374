"""``python -m app user``: against a running service, and with one of its own; what is said, and the exit codes."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.commands.user import main
from services.detector.client import ServiceTrouble, service_of
from tests.support.detector import Detector, a_detector
from tests.support.processes import ROOT

FIRST = ["--name", "An Verbeke", "--roles", "operator,supervisor"]
JAN = ["--name", "Jan", "--roles", "operator"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Detector]:
    """A service without accounts, for all tests of the module."""
    with a_detector(tmp_path_factory.mktemp("user") / "data", ()) as detector:
        yield detector


@pytest.fixture
def admin(service: Detector) -> Detector:
    """The service, with An Verbeke as its first account."""
    main(["add", "an", *FIRST, "--data", str(service.folder)], answering("first password"))
    return service


def answering(*words: str) -> Callable[[str], str]:
    """Somebody who types these, one after the other."""
    waiting = list(words)
    return lambda _prompt: waiting.pop(0)


def _accounts(service: Detector, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    capsys.readouterr()
    assert main(["list", "--as", "an", "--data", str(service.folder)], answering("first password")) == 0
    return {account["login"]: account["roles"] for account in json.loads(capsys.readouterr().out)}


def test_the_first_account_is_an_admins_and_the_next_ones_need_one(
    admin: Detector, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _accounts(admin, capsys)["an"] == ["admin", "operator", "supervisor"]
    folder = ["--data", str(admin.folder)]
    assert main(["add", "eva", *JAN, *folder], answering("whatever it is")) == 1
    assert "--as" in capsys.readouterr().err
    assert main(["add", "eva", *JAN, "--as", "an", *folder], answering("first password", "evas password")) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["login"], said["name"], said["roles"]) == ("eva", "Jan", ["operator"])
    assert "evas password" not in json.dumps(said)
    assert "eva" in _accounts(admin, capsys)


@pytest.mark.parametrize(
    ("login", "words", "says"),
    [
        ("an", ("first password", "evas password"), "login"),
        ("tim", ("wrong password", "tims password"), "wrong"),
        ("tim", ("first password", "short"), "at least 8"),
    ],
)
def test_what_is_refused_says_why_and_exits_1(
    admin: Detector, capsys: pytest.CaptureFixture[str], login: str, words: tuple[str, ...], says: str
) -> None:
    capsys.readouterr()
    assert main(["add", login, *JAN, "--as", "an", "--data", str(admin.folder)], answering(*words)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert not any(word in told.err for word in words)
    assert "tim" not in _accounts(admin, capsys)


def test_a_list_needs_an_admin(admin: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--data", str(admin.folder)]) == 1
    assert "--as" in capsys.readouterr().err


def test_somebody_who_is_no_admin_is_refused(admin: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--data", str(admin.folder)]
    main(["add", "kim", *JAN, "--as", "an", *folder], answering("first password", "kims password"))
    assert main(["add", "joe", *JAN, "--as", "kim", *folder], answering("kims password", "joes password")) == 1
    assert "not an admin" in capsys.readouterr().err


@pytest.mark.parametrize("roles", ["", "boss", "operator,boss", ","])
def test_a_role_that_is_none_is_wrong_use(roles: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["add", "an", "--name", "An", "--roles", roles])
    assert ended.value.code == 2
    assert "choose from operator" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["add"], ["add", "an"], ["remove", "an"]])
def test_wrong_use_exits_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_running_service_is_left_running(admin: Detector, capsys: pytest.CaptureFixture[str]) -> None:
    _accounts(admin, capsys)
    assert admin.process.poll() is None
    assert admin.health().pid == admin.process.pid


def test_without_a_service_one_is_started_and_stopped_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(sys, "stdin", io.StringIO("a long password\n"))
    folder = tmp_path / "data"
    assert main(["add", "an", *FIRST, "--data", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["login"] == "an"
    assert not (folder / "service.json").exists()
    assert (folder / "desk.sqlite3").exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["add", "jan", *JAN, "--as", "an", "--data", str(folder)]) == 1
    assert "standard input" in capsys.readouterr().err


def test_a_service_that_does_not_start_is_said(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; sys.exit('no')")
    with pytest.raises(ServiceTrouble, match=r"exit code 1.*service-start\.log"), service_of(tmp_path, command):
        pass
    assert "no" in (tmp_path / "service-start.log").read_text(encoding="utf-8")


def test_a_file_of_a_dead_service_is_not_believed(tmp_path: Path) -> None:
    dead = {"version": 1, "url": "http://127.0.0.1:9", "pid": os.getpid(), "token": "t", "listeners": {}}
    (tmp_path / "service.json").write_text(json.dumps(dead), encoding="utf-8")
    command = (sys.executable, "-c", "pass")
    with pytest.raises(ServiceTrouble, match="exit code 0"), service_of(tmp_path, command):
        pass
