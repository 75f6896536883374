"""Every column and every fault has words, and the form has every column of an import."""

import re
from pathlib import Path

import pytest

from app.api.imports import ImportFault
from app.domain.imports import ImportKind
from app.usecases.import_cells import day
from app.usecases.import_columns import COLUMNS, columns_of
from ui.contracts.words import FAULTS, GROUPS, HINTS, advice, column_name, fault_sentence, meaning_of

ROOT = Path(__file__).parents[3]
_RAISED = re.compile(r'(?:CellFault|FileFault|RowFault)\(\s*"(\w+)"')


def test_every_column_has_a_name() -> None:
    assert {one.name for one in COLUMNS if column_name(one.name) == one.name} == set()
    assert column_name("contact_2_phone_2") == "Contact person 2: second phone"
    assert column_name("naam") == "naam"


def test_the_form_has_every_column_once() -> None:
    fields = [column for _title, columns in GROUPS for column in columns]
    assert sorted(fields) == sorted(one.name for one in columns_of(ImportKind.CONTRACTS))


def test_every_fault_the_service_finds_has_a_sentence() -> None:
    files = [*(ROOT / "app/usecases").glob("import_*.py"), ROOT / "app/usecases/mend_record.py"]
    said = "".join(path.read_text(encoding="utf-8") for path in files)
    found = set(_RAISED.findall(said)) | {
        "needed",
        "twice",
        "unknown_column",
        "column_of_other_kind",
        "plate_on_record",
    }
    assert len(found) > 20
    assert found - set(FAULTS) == set()


@pytest.mark.parametrize("code", FAULTS)
def test_every_sentence_stands_without_its_details(code: str) -> None:
    assert "{" not in advice(code, {})


def test_a_fault_is_one_line_that_says_where_what_and_what_to_do() -> None:
    fault = ImportFault(line=4, column="driver_phone", shown="0470 1", code="no_phone", detail={})
    said = fault_sentence(fault)
    assert said.startswith("line 4, Driver: phone \u201c0470 1\u201d: ")
    assert "+32470123456" in said
    whole = fault_sentence(ImportFault(line=0, column="", shown="", code="utf_16", detail={}))
    assert whole == "the file: The file is UTF-16. Save it as CSV UTF-8."
    assert advice("of_tomorrow", {}) == "of_tomorrow"


def test_a_day_is_hinted_in_the_form_in_which_it_is_shown() -> None:
    for column in ("starts_on", "ends_on"):
        assert day(HINTS[column]().split(";")[0]) == HINTS[column]().split(";")[0]


def test_a_code_is_explained_in_words() -> None:
    assert (
        meaning_of("covers", "persons|s2_pack|vehicle") == "assistance to persons, S2 pack, assistance to the vehicle"
    )
    assert (meaning_of("propulsion", "electric"), meaning_of("contact_1_relation", "family")) == ("ELECTRIC", "family")
    assert (meaning_of("covers", "moon"), meaning_of("plate", "1-ABC-234"), meaning_of("covers", "")) == ("", "", "")
