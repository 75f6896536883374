"""The four top-level names are ours alone: app, ui, services, resources (packaging/README.md tells why)."""

import sys
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES
from tests.support.processes import ROOT


@pytest.mark.parametrize("name", PACKAGES)
def test_one_place_on_the_path_provides_the_name(name: str) -> None:
    places = {Path(entry or ".").resolve() for entry in sys.path}
    providers = [place for place in places if (place / name).is_dir() or (place / f"{name}.py").is_file()]
    assert providers == [ROOT]


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
