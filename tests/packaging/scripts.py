"""The scripts of ``packaging``, which is no package: each is loaded by its path."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tests.support.processes import ROOT

PACKAGING = ROOT / "packaging"


def script(place: str) -> ModuleType:
    """Load a script by its place below ``packaging``; scripts beside it are found as when it runs."""
    path = PACKAGING / place
    name = path.stem
    if name in sys.modules and Path(sys.modules[name].__file__ or "") == path:
        return sys.modules[name]
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module
