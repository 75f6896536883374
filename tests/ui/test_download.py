"""A small file is fetched; anything else is as good as none."""

from pathlib import Path

from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from ui.download import LARGEST, Downloader


def fetched(qtbot: QtBot, address: str) -> bytes | None:
    found: list[bytes | None] = []
    downloader = Downloader()
    downloader.fetch(address, found.append)
    qtbot.waitUntil(lambda: bool(found), timeout=30_000)
    return found[0]


def test_a_file_of_a_share_is_fetched(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "versions.json").write_bytes(b"{}")
    assert fetched(qtbot, QUrl.fromLocalFile(str(tmp_path / "versions.json")).toString()) == b"{}"


def test_what_is_not_there_or_far_too_large_is_none(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (LARGEST * 40))
    for name in ("missing", "large"):
        assert fetched(qtbot, QUrl.fromLocalFile(str(tmp_path / name)).toString()) is None, name


def test_nobody_listening_is_none(qtbot: QtBot) -> None:
    assert fetched(qtbot, "http://127.0.0.1:1/versions.json") is None
