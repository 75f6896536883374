"""Whether this computer has a program for ``tel:`` is asked of the computer, and never waited for."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from ui.contact.tel_dialler import TelDialler, is_registered

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks xdg-mime, which only Linux has")

CHOICE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
PHONE = "phone.desktop"


@pytest.fixture(name="computer")
def a_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer of its own: what is found is what the test puts there."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "share" / "applications").mkdir(parents=True)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    return tmp_path


def xdg_mime(computer: Path, does: str) -> None:
    script = computer / "bin" / "xdg-mime"
    script.write_text(f'#!/bin/sh\n[ "$*" = "query default x-scheme-handler/tel" ] && {does}\n')
    script.chmod(0o755)


def found(qtbot: QtBot, *, look_for_ms: int = 60_000) -> bool:
    told: list[bool] = []
    dialler = TelDialler(look_for_ms=look_for_ms)
    dialler.look(told.append)
    assert told == [], "nobody waits for it"
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    return told[0]


def test_a_program_that_is_named_and_there_is_found(computer: Path, qtbot: QtBot) -> None:
    xdg_mime(computer, f"echo {PHONE}")
    assert not found(qtbot), "named, but its file is gone"
    (computer / "share" / "applications" / PHONE).write_text("[Desktop Entry]\nType=Application\nName=Phone\n")
    assert found(qtbot)


@pytest.mark.usefixtures("computer")
def test_without_the_tool_that_would_name_it_there_is_none(qtbot: QtBot) -> None:
    assert not found(qtbot)


@pytest.mark.parametrize("does", ["echo", "exit 4"])
def test_where_none_is_named_there_is_none(computer: Path, qtbot: QtBot, does: str) -> None:
    xdg_mime(computer, does)
    assert not found(qtbot)


def test_one_that_never_answers_is_none(computer: Path, qtbot: QtBot) -> None:
    xdg_mime(computer, "exec /bin/sleep 600")
    assert not found(qtbot, look_for_ms=20)


@pytest.mark.parametrize(
    ("registry", "is_there"),
    [
        ({}, False),
        ({(CHOICE, "ProgId"): "Softphone.tel"}, False),
        (
            {
                (CHOICE, "ProgId"): "Softphone.tel",
                (r"HKEY_CLASSES_ROOT\Softphone.tel\shell\open\command", "."): "phone.exe",
            },
            True,
        ),
        (
            {
                (CHOICE, "ProgId"): "AppX1",
                (r"HKEY_CLASSES_ROOT\AppX1\shell\open\command", "DelegateExecute"): "{4ED3A719}",
            },
            True,
        ),
        ({(r"HKEY_CLASSES_ROOT\tel\shell\open\command", "."): "phone.exe"}, True),
        (
            {
                (CHOICE, "ProgId"): "Gone.tel",
                (r"HKEY_CLASSES_ROOT\tel\shell\open\command", "."): "phone.exe",
            },
            False,
        ),
    ],
)
def test_windows_knows_it_by_the_registry(registry: dict[tuple[str, str], str], is_there: bool) -> None:
    assert is_registered(lambda key, name: registry.get((key, name), "")) is is_there


class Handler(QObject):
    """Takes what would go to the operating system."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.mark.usefixtures("qapp")
def test_the_number_is_opened_as_tel() -> None:
    handler = Handler()
    QDesktopServices.setUrlHandler("tel", handler, "open")  # type: ignore[arg-type]  # the stub says bytes, Qt takes str
    try:
        TelDialler().dial("+32470123456")
    finally:
        QDesktopServices.unsetUrlHandler("tel")
    assert handler.opened == ["tel:+32470123456"]
