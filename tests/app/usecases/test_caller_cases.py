"""Which case somebody may be calling about, by whatever they say; and countries by name."""

from datetime import timedelta
from typing import Final

import pytest

from app.domain.box import Car
from app.domain.case import CaseState
from app.domain.ids import AccountId, CallerId
from app.domain.phone_case import Caller, CallerRelation, Incident, PhoneReport
from app.domain.subscription import ContactPerson, Language, Person, Relation
from app.usecases.caller_cases import MatchedBy, callers_cases
from app.usecases.countries import countries_of
from app.usecases.queries import CaseBrief
from tests.support.builders import NOON, a_box, a_call, a_case, a_contract, a_place

MIA: Final = ContactPerson(Person("Mia Maës", Language.FR, "+32470000002"), Relation.FAMILY)


def a_brief(**changes: object) -> CaseBrief:
    """A crash near Bertem of a car under contract; ``changes`` are of the case."""
    case = a_case(place=a_place(), **changes)
    caller = Caller(
        CallerId("k"), case.case_id, CallerRelation.PASSENGER, "Els Goossens", "+33612345678", NOON, AccountId("a")
    )
    return CaseBrief(
        case=case,
        box=a_box(),
        contract=a_contract(contact_persons=(MIA,), car=Car("1-ABC-234", "VW", "white", "")),
        calls=(a_call(case_id=case.case_id, to_e164="+32499000000"),),
        messages=(),
        orders=(),
        peak_g=None,
        peak_capped=False,
        callers=(caller,),
    )


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("1abc234", MatchedBy.PLATE),
        ("1-ABC", MatchedBy.PLATE),
        ("abc", MatchedBy.PLATE),
        ("0470 12 34 56", MatchedBy.PHONE),
        ("+32 470/12.34.56", MatchedBy.PHONE),
        ("470000002", MatchedBy.PHONE),
        ("0499 00 00 00", MatchedBy.PHONE),
        ("+33612345678", MatchedBy.PHONE),
        ("peeters jan", MatchedBy.NAME),
        ("JANSSENS", MatchedBy.NAME),
        ("maes", MatchedBy.NAME),
        ("goossens", MatchedBy.NAME),
        ("58-00123", MatchedBy.POLICY),
        ("bertem", MatchedBy.PLACE),
        ("3060", MatchedBy.PLACE),
        ("leuven", MatchedBy.PLACE),
        ("ring oost", MatchedBy.PLACE),
    ],
)
def test_a_case_is_found_by_whatever_is_said_first(text: str, by: MatchedBy) -> None:
    brief = a_brief(report=PhoneReport(Incident.DEFECT, whereabouts="Ring Brussel, uitrit Oost"))
    (found,) = callers_cases(text, [brief])
    assert found.by is by


@pytest.mark.parametrize("text", ["", "ab", "99999", "Antwerpen", "Peeters Piet", "0470 99 99 99", "😀😀😀", "---"])
def test_what_stands_nowhere_finds_nothing(text: str) -> None:
    assert not callers_cases(text, [a_brief()])


def test_a_case_number_is_found_whole() -> None:
    brief = a_brief()
    (found,) = callers_cases(brief.case.number, [brief])
    assert found.by is MatchedBy.NUMBER


def test_unreached_drivers_come_first_then_newest_and_closed_ones_last() -> None:
    old, new = NOON - timedelta(minutes=9), NOON
    reached = a_brief(driver_reached_at=NOON, received_at=new)
    older, newer = a_brief(received_at=old), a_brief(received_at=new)
    closed = a_brief(state=CaseState.CLOSED, received_at=new)
    found = callers_cases("bertem", [closed, reached, older, newer])
    assert [one.brief for one in found] == [newer, older, reached, closed]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("België", ("BE",)),
        ("belgie", ("BE",)),
        ("Tyskland", ()),
        ("allemagne", ("DE",)),
        ("Verenigd Konink", ("GB",)),
        ("fr", ("FR",)),
        ("xx", ()),
        ("kosovo", ("XK",)),
        ("Oostenrijk", ("AT",)),
        ("1", ()),
    ],
)
def test_countries_are_read_by_name_and_code(text: str, codes: tuple[str, ...]) -> None:
    assert countries_of(text) == codes
