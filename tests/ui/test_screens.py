"""Every state of the desk can be drawn, and no two of them look alike."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.support.qt import colours_of
from tests.support.screens import SIZES, draw_all, pictures

SMALL = "1366x768"
STATES = {
    "empty", "waiting", "mine", "offline", "late", "no-contract", "no-fix", "abroad", "second-impact", "rejected",
    "stale", "closed", "anothers",
}  # fmt: skip


def test_no_state_is_missing() -> None:
    assert set(pictures()) >= STATES


def test_every_state_looks_like_itself(qapp: QApplication, tmp_path: Path) -> None:
    names = ["empty", "mine", "offline", "rejected"]
    files = draw_all(qapp, tmp_path, names, [SMALL])
    assert [path.stem for path in files] == [f"{name}-{SMALL}-{look}" for look in ("light", "dark") for name in names]
    shots = [QImage(str(path)) for path in files]
    assert all(shot.size() == SIZES[SMALL] and len(colours_of(shot, 7)) > 8 for shot in shots)
    assert all(one != other for at, one in enumerate(shots) for other in shots[at + 1 :])
    qapp.setStyleSheet("")
