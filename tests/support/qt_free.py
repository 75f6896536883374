"""Which tests need no Qt: those of ``app`` and ``services``, of presenters, and of whatever else of ``ui`` promises it.

``make test`` runs these with Qt blocked (``tests.support.without_qt``) and, at the same time, the others
(``pytest --rest``), so that each test runs once. Plain ``pytest`` runs all of them.
"""

from pathlib import Path
from typing import Final

FOLDERS: Final = ("app", "services", "ui")
NEED_QT: Final = ("app/test_bootstrap.py", "app/commands/test_desk.py", "services/detector/api/test_real_desk.py")
"""Tests that compose the desk."""

SCREEN_TESTS: Final = ("test_presenter", "test_state", "test_words", "test_actions", "test_navigator", "test_rows")
"""How the names of test modules of ``ui`` begin that need no Qt."""


def runs_without_qt(path: Path) -> bool:
    """Whether a test module runs with Qt blocked."""
    name = path.as_posix().rpartition("/tests/")[2]
    folder = name.partition("/")[0]
    if folder not in FOLDERS or name in NEED_QT or not (path.name.startswith("test_") and path.suffix == ".py"):
        return False
    return folder != "ui" or path.name.startswith(SCREEN_TESTS)
