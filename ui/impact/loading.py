"""What drawing a curve needs, loaded piece by piece: numpy and pyqtgraph cost 160 ms when they come in one go.

pyqtgraph looks at every name of Qt, each of which PySide makes when it is first looked at; looked at before, a hundred
at a time, they cost it nothing.
"""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType

from ui.pieces import Piece

THREADS = "OPENBLAS_NUM_THREADS"
"""No curve multiplies a matrix: numpy starts twice as fast where its library starts no threads for that."""

NAMES_AT_ONCE = 100
_SMALL = (
    "pydoc",
    "colorama",
    "subprocess",
    "secrets",
    "xml.etree.ElementTree",
    "multiprocessing.connection",
    "cProfile",
)
_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtOpenGLWidgets", "QtTest")


def pieces() -> Iterator[Piece]:
    """Give the pieces in their order; the longest are numpy and pyqtgraph themselves. Loaded once, there are none."""
    if "pyqtgraph" in sys.modules:
        return
    for name in _SMALL:
        yield partial(_load, name)
    for name in _QT:
        module = _load(f"PySide6.{name}")
        names = [] if module is None else dir(module)
        for first in range(0, len(names), NAMES_AT_ONCE):
            yield partial(_look_at, module, names[first : first + NAMES_AT_ONCE])
    os.environ.setdefault(THREADS, "1")
    yield partial(_load, "numpy")
    yield partial(_load, "pyqtgraph")


def _load(name: str) -> ModuleType | None:
    """Load a module; a package may come without one that the curve can do without.

    Nothing of it is garbage, and looking for some would take a tenth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return import_module(name)
    except ImportError:
        return None
    finally:
        if was_enabled:
            gc.enable()


def _look_at(module: ModuleType | None, names: Sequence[str]) -> None:
    for name in names:
        getattr(module, name, None)
