"""Every file of a bundle has an owner, and the licence page has its words."""

import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.scripts import script
from tests.support.processes import ROOT

owners = script("freeze/owners.py")
licences = script("freeze/licences.py")
lane = script("freeze/lane.py")

SITE = Path(sysconfig.get_path("purelib"))
VERSIONS = {"qt": "6.11.3", "chromium": "140.0", "pyinstaller": "6.22.3"}


def built(work: Path, collected: list[tuple[str, str, str]], modules: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Return the components of a build that left these tables of contents, by name."""
    (work / "COLLECT-00.toc").write_text(repr((collected, "bijstand-desk")), encoding="utf-8")
    (work / "PYZ-00.toc").write_text(repr(("desk.pyz", modules)), encoding="utf-8")
    found = owners.components(owners.Build(work, SITE, "3.11.7", VERSIONS))
    return {one.name: one for one in found}


def test_each_kind_of_file_finds_its_owner(tmp_path: Path) -> None:
    collected = [
        ("numpy/_core/_multiarray_umath.so", str(SITE / "numpy" / "__init__.py"), "EXTENSION"),
        ("PySide6/QtCore.abi3.so", str(SITE / "PySide6" / "__init__.py"), "EXTENSION"),
        ("resources/leaflet/leaflet.js", str(ROOT / "resources" / "leaflet" / "leaflet.js"), "DATA"),
        ("resources/styles/desk.qss", str(ROOT / "resources" / "styles" / "desk.qss"), "DATA"),
        ("bijstand", str(tmp_path / "bijstand"), "EXECUTABLE"),
        ("base_library.zip", str(tmp_path / "base_library.zip"), "DATA"),
        ("libx.so", "libqt/libx.so", "SYMLINK"),
    ]
    found = built(tmp_path, collected, [("uvicorn.main", str(SITE / "uvicorn" / "main.py"), "PYMODULE")])
    assert found["numpy"].files == ["numpy/_core/_multiarray_umath.so"]
    assert found["pyside6-essentials"].licence == "LGPL-3.0-only"
    assert found["leaflet"].licence == "BSD-2-Clause"
    assert found["bijstand-desk"].files == ["resources/styles/desk.qss", "bijstand"]
    assert found["cpython"].files == ["base_library.zip"]
    assert found["uvicorn"].modules == 1
    assert {"qt", "chromium", "pyinstaller-bootloader"} <= set(found)


def test_a_file_of_nobody_ends_the_packaging(tmp_path: Path) -> None:
    with pytest.raises(owners.Unknown, match="belongs to nobody"):
        built(tmp_path, [("secret.txt", "/somewhere/secret.txt", "DATA")], [])


def test_a_file_beside_a_library_that_its_record_does_not_name_ends_it_too(tmp_path: Path) -> None:
    with pytest.raises(owners.Unknown, match="named by no RECORD"):
        built(tmp_path, [("numpy/extra.so", str(SITE / "numpy" / "extra.so"), "BINARY")], [])


def test_a_module_counts_once_though_two_archives_hold_it(tmp_path: Path) -> None:
    (tmp_path / "PYZ-01.toc").write_text(repr(("x", [("h11", str(SITE / "h11" / "__init__.py"), "PYMODULE")])))
    found = built(tmp_path, [], [("h11", str(SITE / "h11" / "__init__.py"), "PYMODULE")])
    assert found["h11"].modules == 1


def test_places_of_wine_are_places_of_this_machine(tmp_path: Path) -> None:
    source = "Z:" + str(SITE / "h11" / "__init__.py").replace("/", "\\")
    assert built(tmp_path, [("h11\\__init__.py", source, "DATA")], [])["h11"].files == ["h11/__init__.py"]


def test_what_is_in_no_list_is_named(tmp_path: Path) -> None:
    found = built(tmp_path, [("a.so", str(SITE / "h11" / "__init__.py"), "BINARY")], [])
    assert owners.unlisted(["a.so", "b.so"], found.values()) == ["b.so"]


def test_the_page_has_every_notice_and_how_qt_is_replaced(tmp_path: Path) -> None:
    found = built(tmp_path, [], [("h11", str(SITE / "h11" / "__init__.py"), "PYMODULE")])
    page = licences.write(tmp_path, list(found.values())).read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page
    assert "replace them by your own build" in page
    assert "Nathaniel J. Smith" in page  # of h11
    assert "bijstand-desk" not in page.partition("<table>")[2]


def test_a_component_whose_terms_nobody_read_ends_the_packaging(tmp_path: Path) -> None:
    unread = owners.Component("found-in-the-street", "1", "pypi", "MIT")
    with pytest.raises(lane.Stop, match="found-in-the-street"):
        licences.write(tmp_path, [unread])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages are asked for on Linux alone")
def test_a_library_of_the_system_is_of_a_package_or_of_nobody(tmp_path: Path) -> None:
    with pytest.raises(owners.Unknown, match="of no package"):
        built(tmp_path, [("libnone.so", "/usr/lib/libnone-such.so", "BINARY")], [])
