"""What the command line of the desk asks for: which service, which folder, who signs in."""

import os
import sys
from pathlib import Path

import pytest

from app.bootstrap import DeskOptions
from app.commands import desk


def options(*arguments: str) -> DeskOptions:
    return desk.desk_options(desk.parser().parse_args(arguments), lambda _text: None)


def test_the_desk_starts_the_service_of_its_folder_and_leaves_it(tmp_path: Path) -> None:
    place = options("--data", str(tmp_path)).place
    assert place.data_folder == tmp_path
    assert place.command == (sys.executable, "-m", "services.detector", "--data", str(tmp_path))
    assert not place.ends_with_desk


@pytest.mark.parametrize(("role", "login"), [("operator", "an.verbeke"), ("supervisor", "luc.supervisor")])
def test_training_has_a_folder_of_its_own_and_a_made_up_person(tmp_path: Path, role: str, login: str) -> None:
    chosen = options("--data", str(tmp_path), "--training", "--as", role)
    assert chosen.training_login == login
    assert chosen.place.data_folder == tmp_path / "training"
    assert chosen.place.command[-1] == "--training"
    assert str(tmp_path / "training") in chosen.place.command
    assert chosen.place.ends_with_desk


def test_a_service_elsewhere_is_never_started_and_its_token_is_not_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(desk.TOKEN_VARIABLE, "secret")
    place = options("--data", str(tmp_path), "--service", "http://127.0.0.1:8000").place
    assert (place.url, place.token, place.command) == ("http://127.0.0.1:8000", "secret", ())


def test_without_a_folder_it_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert options().place.data_folder == desk.default_data_folder()
    assert "vivium-bijstand" in str(desk.default_data_folder())


def test_frozen_the_service_is_the_sibling_executable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bijstand-desk.exe"))
    assert desk.service_command(tmp_path)[:2] == (str(tmp_path / "bijstand-detector.exe"), "--data")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
    ],
)
def test_a_screen_is_looked_for_before_qt_is(platform: str, environment: dict[str, str], *, expected: bool) -> None:
    assert desk.has_display(platform, environment) is expected


def test_without_a_display_it_is_said_and_not_a_crash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert desk.main([]) == 1
    assert "no display" in capsys.readouterr().err


@pytest.mark.parametrize("more", [(), ("--training",), ("--service", "http://127.0.0.1:8000")])
def test_a_thin_client_can_do_without_the_map_engine(tmp_path: Path, more: tuple[str, ...]) -> None:
    assert not options("--data", str(tmp_path), *more).workplace.is_on("plain_map")
    assert options("--data", str(tmp_path), "--plain-map", *more).workplace.is_on("plain_map")


@pytest.mark.parametrize(("uid", "frozen", "is_off"), [(0, False, True), (0, True, False), (1000, False, False)])
def test_only_a_developer_who_is_root_runs_the_map_engine_without_its_sandbox(
    monkeypatch: pytest.MonkeyPatch, uid: int, *, frozen: bool, is_off: bool
) -> None:
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: uid, raising=False)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    desk.prepare_qt()
    assert ("QTWEBENGINE_DISABLE_SANDBOX" in os.environ) is is_off
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
