"""Files of an edition: exact numbers, no silent repeats, and file and line for whatever is wrong."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.commands.assess import main as assess
from app.commands.rules import main as rules
from resources import editions
from resources.editions import EditionFileError, edition_headers, edition_names, read_edition, read_folders

SHIPPED = Path(editions.__file__).parent / "rules"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_numbers_are_exact_and_every_entry_knows_its_line(tmp_path: Path) -> None:
    data = read_folders(folder(tmp_path, a="limits:\n  mass: {value: 5.5}\n", b="limits:\n  age: {value: 21}\n"))
    assert data["limits"] == {"mass": {"value": Decimal("5.5")}, "age": {"value": 21}}
    assert data["origins"] == {"limits/mass": f"{tmp_path.name}/a.yaml:2", "limits/age": f"{tmp_path.name}/b.yaml:2"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": "limits: [1"}, "a.yaml: "),
        ({"a": "- limits"}, "a.yaml:1: not a mapping of sections of entries"),
        ({"a": ""}, "a.yaml:1: not a mapping"),
        ({"a": "limits:\n  age: {value: 1, value: 2}\n"}, "a.yaml:2: 'value' stands twice"),
        ({"a": "lists:\n  x: [{k: 1, k: 2}]\n"}, "a.yaml:2: 'k' stands twice"),
        ({"a": "limits:\n  age: {value: 1}\n", "b": "limits:\n  age: {value: 2}\n"}, "age already stands in"),
        ({"a": "limits:\n  age: {value: 1}\n  age: {value: 2}\n"}, "a.yaml:3: age already stands in"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(EditionFileError, match=r"yaml:?\d*") as fault:
        read_folders(folder(tmp_path, **files))
    assert said in str(fault.value)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped rules in a folder where they may be damaged."""
    place = tmp_path / "rules"
    shutil.copytree(SHIPPED, place, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    monkeypatch.setattr("resources.editions._FOLDER", place)
    for cached in (read_edition, edition_headers):
        cached.cache_clear()
    yield place
    monkeypatch.undo()
    for cached in (read_edition, edition_headers):
        cached.cache_clear()


def test_an_edition_is_a_folder(copied: Path) -> None:
    assert edition_names() == ("000058-1001202-20240301", "S2-FAQ")
    with pytest.raises(FileNotFoundError, match="no edition 'x'"):
        read_edition("x")
    shutil.copytree(copied / "S2-FAQ", copied / "S2-2")
    with pytest.raises(EditionFileError, match="S2-2/edition.yaml: the header wants the folder's name"):
        edition_headers()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    series: s2_pack\n", "", "the header wants"),
        ("  header:\n", "  head:\n", "there is no header"),
        ("valid_from: 2015-01-01", "valid_from: once", "the header wants"),
    ],
)
def test_a_header_without_what_it_needs(copied: Path, old: str, new: str, said: str) -> None:
    file = copied / "S2-FAQ" / "edition.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(EditionFileError, match=said):
        edition_headers()


def test_damaged_rules_of_the_product_exit_3(copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied / "S2-FAQ" / "clauses-ecall.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("needs: [signal]", "needs: [signals]", 1), encoding="utf-8"
    )
    case = tmp_path / "case.json"
    case.write_text('{"facts": {"edition": "S2-FAQ"}}', encoding="utf-8")
    assert assess([str(case)]) == 3
    assert rules(["cards", str(tmp_path / "cards"), "--no-pdf"]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("S2-FAQ/clauses-ecall.yaml:3 S2.ECALL.signal: there is no 'signals'") == 2
    (copied / "S2-FAQ" / "edition.yaml").write_text("edition: [", encoding="utf-8")
    edition_headers.cache_clear()
    assert assess([str(case)]) == 3
    assert "S2-FAQ/edition.yaml" in capsys.readouterr().err
