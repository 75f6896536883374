"""A list of partners is put in place whole or not at all, and what is wrong has its line and column."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.ids import ProviderId
from app.domain.provider import MINUTES_A_DAY, Opening, OpenOn
from app.usecases.import_cells import CellFault
from app.usecases.import_providers import ImportProviders, ProvidersReport, import_providers, template
from app.usecases.provider_cells import CellsRefused, cells_of, provider_of
from app.usecases.provider_hours import hours_of, hours_text
from app.usecases.register_provider import RegisterProvider, register_provider, version_of
from tests.app.usecases.people import LUC, Desk
from tests.support.partners import a_provider

HEAD = "name,kinds,email,phones\n"


@pytest.fixture(name="desk")
def an_empty_desk() -> Desk:
    return Desk()


def imported(desk: Desk, text: str, *, is_dry_run: bool = False) -> ProvidersReport:
    return import_providers(ImportProviders(LUC, text, is_dry_run), desk.unit, desk.clock)


def test_the_template_can_be_imported_and_again_changes_nothing(desk: Desk) -> None:
    first = imported(desk, template())
    assert (first.added, first.changed, first.unchanged, first.is_done) == (1, 0, 0, True)
    desk.unit.check_audited()
    assert desk.record(SYSTEM_CHAIN, AuditAction.PROVIDERS_IMPORTED).facts["added"] == "1"
    again = imported(desk, template())
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)


def test_a_dry_run_says_what_would_happen_and_does_nothing(desk: Desk) -> None:
    with desk.changes_nothing():
        report = imported(desk, template(), is_dry_run=True)
    assert (report.added, report.is_done, report.faults) == (1, False, [])


def test_one_fault_and_nothing_is_put_in_place(desk: Desk) -> None:
    text = HEAD + "Good,tow,,\nBad,boat,nobody,12\n,tow,,\nGood,taxi,,\n"
    with desk.changes_nothing():
        report = imported(desk, text)
    assert {one.line: dict(one.faults) for one in report.faults} == {
        3: {"kinds": "unknown_word", "email": "not_a_mail_address", "phones": "not_a_phone"},
        4: {"name": "missing"},
        5: {"name": "twice_in_file"},
    }


@pytest.mark.parametrize(
    ("text", "line", "faults"),
    [
        ("", 1, {"": "wrong_heading"}),
        ("name,boat\n", 1, {"boat": "unknown_column"}),
        ("name,name\n", 1, {"": "wrong_heading"}),
        ("name,kinds\nA,tow,extra\n", 2, {"": "too_many_cells"}),
    ],
)
def test_a_file_that_is_none_is_said_to_be(desk: Desk, text: str, line: int, faults: dict[str, str]) -> None:
    (one,) = imported(desk, text).faults
    assert (one.line, dict(one.faults)) == (line, faults)


def test_a_spreadsheet_of_the_country_separates_by_semicolons(desk: Desk) -> None:
    assert imported(desk, '\ufeffname;kinds;skills\nA;"tow; taxi";\n').added == 1


def test_a_column_that_is_absent_keeps_what_is_known(desk: Desk) -> None:
    before = a_provider("Noels")
    desk.unit.providers.stored[before.provider_id] = before
    report = imported(desk, "name,capacity\nNOELS,2\n")
    assert (report.added, report.changed) == (0, 1)
    after = desk.unit.providers.stored[before.provider_id]
    assert (after.capacity, after.email, after.price_eur) == (2, before.email, before.price_eur)


def test_a_partner_comes_back_from_its_cells() -> None:
    before = a_provider()
    assert provider_of(before.provider_id, cells_of(before)) == before


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("rest_url", "http://partner.example", "not_https"),
        ("rest_url", "https://xn--/", "not_https"),
        ("rest_url", "https://a..b/", "not_https"),
        ("rest_url", "https://user@partner.example", "not_https"),
        ("hours", "mon 25:00-26:00", "not_hours"),
        ("hours", "monday 8-18", "not_hours"),
        ("hours", "mon-hol 08:00-18:00", "not_hours"),
        ("latitude", "91", "out_of_range"),
        ("postcodes", "30600", "not_a_postcode"),
        ("radius_km", "far", "not_a_number"),
        ("capacity", "0", "not_a_number"),
        ("price_eur", "12.345", "not_an_amount"),
        ("since", "1/2/2026", "not_a_day"),
        ("skills", "flying", "unknown_word"),
        ("languages", "xx", "unknown_word"),
        ("colour", "red", "unknown_column"),
    ],
)
def test_a_cell_that_cannot_be_meant_has_its_code(column: str, typed: str, code: str) -> None:
    cells = {**cells_of(a_provider()), column: typed}
    with pytest.raises(CellsRefused) as refused:
        provider_of(ProviderId("p"), cells)
    assert refused.value.faults[column] == code


def test_half_a_place_and_a_radius_round_nowhere_are_faults() -> None:
    with pytest.raises(CellsRefused) as half:
        provider_of(ProviderId("p"), {"name": "A", "kinds": "tow", "latitude": "50.8"})
    assert half.value.faults == {"longitude": "half_a_place"}
    with pytest.raises(CellsRefused) as nowhere:
        provider_of(ProviderId("p"), {"name": "A", "kinds": "tow", "radius_km": "5"})
    assert nowhere.value.faults == {"radius_km": "needs_place"}


_OPENINGS = st.builds(
    Opening, st.sampled_from(OpenOn), st.integers(0, MINUTES_A_DAY - 1), st.integers(1, MINUTES_A_DAY)
)


@given(st.lists(_OPENINGS, min_size=1, max_size=12))
def test_hours_come_back_from_their_text(openings: list[Opening]) -> None:
    hours = tuple(sorted(set(openings), key=lambda one: (list(OpenOn).index(one.on), one.from_min, one.to_min)))
    assert hours_of(hours_text(hours)) == hours


@given(st.text(max_size=30))
def test_whatever_is_typed_is_hours_or_a_fault(typed: str) -> None:
    with suppress(CellFault):
        hours_of(typed)


def test_a_person_puts_a_partner_on_record_and_mends_it(desk: Desk) -> None:
    cells = {"name": "Taxi Oefening", "kinds": "taxi"}
    new = register_provider(RegisterProvider(LUC, None, "", cells), desk.unit, desk.clock)
    desk.unit.check_audited()
    record = desk.record(SYSTEM_CHAIN, AuditAction.PROVIDER_REGISTERED)
    assert record.facts["columns"] == "kinds, name"
    mend = RegisterProvider(LUC, new.provider_id, version_of(new), {**cells, "phones": "02 700 00 01"})
    assert register_provider(mend, desk.unit, desk.clock).phones == ("+3227000001",)
    with desk.refuses("changed"):
        register_provider(mend, desk.unit, desk.clock)
    with desk.refuses("cells_refused", kinds="unknown_word"):
        register_provider(RegisterProvider(LUC, None, "", {"name": "B", "kinds": "x"}), desk.unit, desk.clock)
    with desk.refuses("not_found"):
        register_provider(RegisterProvider(LUC, ProviderId("x"), "", cells), desk.unit, desk.clock)
    with desk.refuses("name_taken"):
        register_provider(RegisterProvider(LUC, None, "", cells), desk.unit, desk.clock)


def test_the_hours_of_the_template_are_open_at_night() -> None:
    assert a_provider().is_open(datetime(2026, 11, 26, 3, 0, tzinfo=UTC))
