"""What the spec puts into the bundle fits the product: nothing named that is not there, nothing forgotten."""

import ast
import importlib.util
import re
from keyword import iskeyword
from pathlib import Path

import pytest

from app.__main__ import COMMANDS
from app.commands.desk import service_command
from services.detector.training import simulator_program
from tests.packaging.scripts import PACKAGING, script
from tests.support.processes import ROOT

contents = script("freeze/contents.py")
SPEC = (PACKAGING / "freeze" / "bijstand.spec").read_text(encoding="utf-8")
GIT_KEPT = re.compile(r"__pycache__|\.pyc$")


def frozen_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Return the programs that the product looks for beside itself."""
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "bijstand"))
    return [Path(command[0]).name for command in (service_command(tmp_path), simulator_program())]


@pytest.mark.parametrize("name", contents.hidden_imports())
def test_every_hidden_import_exists(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_every_command_is_in_the_bundle() -> None:
    modules = {f"app.commands.{word}_" if iskeyword(word) else f"app.commands.{word}" for word in COMMANDS}
    assert modules < set(contents.hidden_imports())


def test_what_the_screens_load_late_is_named() -> None:
    assert {"ui.map.web_map", "ui.map.drawn_map"} <= set(contents.hidden_imports())


def test_the_programs_that_the_product_looks_for_are_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = {one.name for one in contents.EXECUTABLES}
    assert set(frozen_names(monkeypatch, tmp_path)) <= made
    assert {"bijstand-desk", "bijstand"} <= made


def test_only_the_desk_has_no_console_and_the_service_has_no_qt() -> None:
    assert [one.name for one in contents.EXECUTABLES if one.is_windowed] == ["bijstand-desk"]
    assert {one.name for one in contents.EXECUTABLES if not one.has_qt} == {"bijstand-detector", "bijstand-simulator"}


@pytest.mark.parametrize("one", contents.EXECUTABLES, ids=lambda one: str(one.name))
def test_every_program_has_its_entry(one: object) -> None:
    entry = str(getattr(one, "entry", ""))
    tree = ast.parse((PACKAGING / "freeze" / "entries" / f"{entry}.py").read_text(encoding="utf-8"))
    [imported] = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert importlib.util.find_spec(imported.module or "") is not None


def test_every_resource_is_in_the_bundle_by_its_path() -> None:
    shipped = {Path(source).relative_to(ROOT / "resources").as_posix() for source, _ in contents.data_files()
               if Path(source).is_relative_to(ROOT / "resources")}  # fmt: skip
    there = {
        path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and not GIT_KEPT.search(str(path)) and path.suffix not in (".py", ".po")
    }
    assert shipped == there
    assert len(shipped) > 80


def test_every_migration_is_in_the_bundle_as_a_file() -> None:
    versions = ROOT / "app" / "persistence" / "migrations" / "versions"
    shipped = {Path(source).name for source, folder in contents.data_files() if folder.endswith("versions")}
    assert shipped == {path.name for path in versions.glob("*.py")}


def test_what_migrations_import_is_in_the_bundle() -> None:
    """They are data to the analysis, which does not read them."""
    folder = ROOT / "app" / "persistence" / "migrations"
    lines = [line for path in folder.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()]
    imported = {line.split()[1] for line in lines if re.match(r"(from|import) ", line)}
    assert {"sqlalchemy", "alembic"} <= imported <= set(contents.hidden_imports())


def test_the_checkout_comes_first_and_nothing_is_packed() -> None:
    assert "contents.root_first()" in SPEC
    assert "pathex=[str(contents.ROOT)]" in SPEC
    assert "upx=True" not in SPEC
    assert "collect_data_files" not in SPEC


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/Qt6Charts.dll",
        "PySide6/Qt/lib/libQt6Quick3D.so.6",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so",
        "PySide6/translations/qtbase_pl.qm",
        "PySide6\\translations\\qt_nl.qm",
        "PySide6/Qt/translations/qtwebengine_locales/pl.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "babel/locale-data/zh.dat",
        "avcodec-61.dll",
    ],
)
def test_what_we_may_not_or_need_not_give_away_stays_out(name: str) -> None:
    assert not contents.is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
        "PySide6/Qt6Quick.dll",
        "PySide6/Qt6Multimedia.dll",
        "PySide6/Qt/translations/qtbase_nl.qm",
        "PySide6/translations/qtwebengine_locales/fr.pak",
        "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/opengl32sw.dll",
        "babel/locale-data/nl_BE.dat",
        "resources/rules/S2-FAQ/edition.yaml",
        "app/persistence/migrations/versions/v0001_first_tables.py",
        "tzdata/zoneinfo/Europe/Brussels",
    ],
)
def test_what_the_product_needs_stays_in(name: str) -> None:
    assert contents.is_kept(name)


def test_tools_of_ours_stay_out_and_libraries_of_the_product_stay_in() -> None:
    out = set(contents.not_locked())
    assert {"pytest", "hypothesis", "mypy"} <= out
    assert not {"PySide6", "sqlalchemy", "numpy", "uvicorn", "yaml"} & out


def test_the_service_runs_without_what_makes_qt_start() -> None:
    found = [("pyi_rth_pyside6", "", ""), ("pyi_rth_inspect", "", ""), ("console", "", ""), ("detector", "", "")]
    detector, console = (
        next(one for one in contents.EXECUTABLES if one.entry == name) for name in ("detector", "console")
    )
    assert [name for name, *_ in contents.scripts_of(detector, found)] == ["pyi_rth_inspect", "detector"]
    assert [name for name, *_ in contents.scripts_of(console, found)] == [
        "pyi_rth_pyside6",
        "pyi_rth_inspect",
        "console",
    ]


def test_the_archive_of_the_service_has_no_desk() -> None:
    modules = [
        (name, "", "") for name in ("PySide6.QtCore", "ui.queue.view", "ui", "uvicorn", "app.commands.desk", "app.logs")
    ]
    assert [name for name, *_ in contents.without_qt(modules)] == ["uvicorn", "app.logs"]


def test_one_runtime_of_c_wins_and_it_is_the_newest(tmp_path: Path) -> None:
    (tmp_path / "vcruntime140.dll").write_bytes(b"newer")
    entries = [("VCRUNTIME140.dll", "C:/python/VCRUNTIME140.dll", "BINARY"), ("PySide6/x.dll", "C:/x.dll", "BINARY")]
    assert contents.one_runtime(entries, tmp_path) == [
        ("VCRUNTIME140.dll", str(tmp_path / "vcruntime140.dll"), "BINARY"), entries[1],
    ]  # fmt: skip
