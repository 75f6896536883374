"""A pytest plugin under which Qt does not exist: ``pytest -p no:pytest-qt -p tests.support.without_qt``.

Collects what has to work without Qt (app, services, every presenter and every other module of ``ui`` that promises it)
and refuses every import of PySide6, so that a view cannot creep into a rule, a use case or a presenter.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.qt_free import runs_without_qt

BLOCKED = ("PySide6", "shiboken6", "pyqtgraph", "pytestqt")


class NoQt(MetaPathFinder):
    """Refuses Qt."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise for Qt, leave the rest to the others."""
        del path, target
        if fullname.partition(".")[0] in BLOCKED:
            raise ImportError(f"{fullname}: there is no Qt in this run")
        return None


sys.meta_path.insert(0, NoQt())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the settings of pytest-qt, which is not there."""
    for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
        parser.addini(name, "of pytest-qt, which is not there", type="linelist")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what needs Qt."""
    if collection_path.is_dir() or collection_path.suffix != ".py":
        return None
    return None if collection_path.name == "__init__.py" or runs_without_qt(collection_path) else True
