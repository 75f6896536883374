"""The finished bundle: what seals it, and what is found wrong with it."""

import hashlib
from pathlib import Path

import pytest

from app.commands.self_check import wholeness
from app.commands.self_check.report import Wrong
from tests.packaging.scripts import script

contents = script("freeze/contents.py")
tree = script("freeze/tree.py")

QT = (
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/imageformats/libqsvg.so",
    "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/libexec/QtWebEngineProcess",
    "PySide6/Qt/resources/icudtl.dat",
    "PySide6/Qt/resources/qtwebengine_resources.pak",
    "PySide6/Qt/translations/qtwebengine_locales/nl.pak",
    "PySide6/Qt/translations/qtbase_nl.qm",
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Something with the names of a bundle, and the real data of ours."""
    inside = tmp_path / "bundle" / tree.INSIDE
    for source, folder in contents.data_files():
        target = inside / folder / Path(source).name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(source).read_bytes())
    for name in (*(f"../{one.name}" for one in contents.EXECUTABLES), *QT):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text(name)
    return tmp_path / "bundle"


def test_a_whole_bundle_has_no_fault(bundle: Path) -> None:
    assert tree.faults(bundle, "linux") == []


@pytest.mark.parametrize(
    "name", ["bijstand-detector", f"{tree.INSIDE}/resources/rules/S2-FAQ/edition.yaml", f"{tree.INSIDE}/{QT[0]}"]
)
def test_what_is_missing_is_said(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    [fault] = tree.faults(bundle, "linux")
    assert Path(name).name.split(".")[0] in fault


def test_what_is_gpl_only_is_said(bundle: Path) -> None:
    (bundle / tree.INSIDE / "libQt6Charts.so.6").write_text("")
    assert tree.faults(bundle, "linux") == [f"{tree.INSIDE}/libQt6Charts.so.6 is of a module of Qt that is GPL only"]


def test_a_path_too_long_for_windows_is_said(bundle: Path) -> None:
    (bundle / ("x" * 150)).write_text("")
    [fault] = tree.faults(bundle, "linux")
    assert "a path of 150 characters" in fault


def test_the_seal_is_what_the_self_check_reads(bundle: Path) -> None:
    inside = bundle / tree.INSIDE
    sealed = tree.seal(bundle)
    assert wholeness.files(inside, sealed=True)["sealed"] == sealed
    style = inside / "resources" / "styles" / "desk.qss"
    style.write_text("changed")
    with pytest.raises(Wrong, match=r"resources/styles/desk\.qss"):
        wholeness.files(inside, sealed=True)


def test_a_migration_is_sealed_too(bundle: Path) -> None:
    tree.seal(bundle)
    next((bundle / tree.INSIDE).glob("app/persistence/migrations/versions/v0001*")).unlink()
    with pytest.raises(Wrong, match="v0001"):
        wholeness.files(bundle / tree.INSIDE, sealed=True)


def test_two_trees_are_compared_by_content_and_by_links(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same").write_text("same")
        (tmp_path / name / "other").write_text(name)
        (tmp_path / name / "link").symlink_to("same" if name == "a" else "other")
    (tmp_path / "a" / "only").write_text("")
    assert tree.differences(tmp_path / "a", tmp_path / "b") == ["link", "only", "other"]
    assert tree.described(tmp_path / "a")["same"] == hashlib.sha256(b"same").hexdigest()
