"""What is said to whom: nobody but the people of the car hears of a crash, a place or a wound."""

import re

import pytest

from app import i18n
from app.domain.contact import CallOutcome, ContactRole
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from tests.support.cases import a_call, a_person, a_rung, my_case
from ui.words.relations import CALL_SENTENCES, CAUTIONS, ROLES, call_sentence, called_rung, caution, spoken_to

OTHERS = (ContactRole.FAMILY, ContactRole.EMPLOYER, ContactRole.OTHER)
TOO_MUCH = re.compile(
    r"crash|accident|impact|hurt|injur|wound|hospital|trapped|fire|motorway|place|near|"
    r"ongeval|botsing|schok|gewond|ziekenhuis|brand|snelweg|plaats|"
    r"choc|collision|bless|hôpital|incendie|autoroute|lieu|"
    r"unfall|aufprall|verletz|krankenhaus|brennt|autobahn|\bort\b",
    re.IGNORECASE,
)


def told(role: ContactRole, language: Language = Language.EN, *, is_off_hours: bool = False, **changes: object) -> str:
    """What is said to somebody of this role in a case of Jan Peeters."""
    detail = my_case().model_copy(update=changes)
    return spoken_to(a_rung(role, a_person(), is_off_hours=is_off_hours), detail, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("role", OTHERS)
def test_a_contact_person_hears_of_no_crash_no_place_and_no_wound(role: ContactRole, language: Language) -> None:
    said = told(role, language)
    assert "Jan Peeters" in said
    assert not TOO_MUCH.search(said), said
    again = told(role, language, is_driver_reached=True)
    assert again != said, "nobody is looked for any more"
    assert not TOO_MUCH.search(again), again


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("is_reached", [True, False])
def test_outside_working_hours_an_employer_hears_of_the_vehicle_alone(language: Language, is_reached: bool) -> None:
    said = told(ContactRole.EMPLOYER, language, is_off_hours=True, is_driver_reached=is_reached)
    assert "1-ABC-234" in said
    assert "Jan Peeters" not in said
    assert not TOO_MUCH.search(said), said


def test_a_vehicle_without_a_plate_is_one_of_theirs() -> None:
    said = told(ContactRole.EMPLOYER, is_off_hours=True, car=None)
    assert said == "There was an incident with one of your vehicles. The driver has not been reached yet."
    rung = a_rung(ContactRole.EMPLOYER, a_person(), is_off_hours=True)
    assert caution(rung).startswith("Outside working hours")


def test_the_employer_is_told_of_no_alarm_either() -> None:
    assert "alarm" not in told(ContactRole.EMPLOYER, driver=None)
    assert "the driver" in told(ContactRole.EMPLOYER, driver=None)


def test_each_relation_has_its_own_sentence() -> None:
    said = {told(role) for role in (ContactRole.SUBSCRIBER, *OTHERS)}
    assert len(said) == 4
    assert set(ROLES) == set(ContactRole)
    assert set(CAUTIONS) == set(OTHERS)
    assert set(CALL_SENTENCES) == {ContactRole.SUBSCRIBER, *OTHERS}


@pytest.mark.parametrize("kind", [NextKind.CALL_DRIVER, NextKind.CALL_AGAIN, NextKind.SAY_OUTCOME, NextKind.CALL_BACK])
@pytest.mark.parametrize("role", ContactRole)
def test_only_who_is_not_of_the_car_is_spoken_to_differently(role: ContactRole, kind: NextKind) -> None:
    driver = a_rung(ContactRole.DRIVER, a_person(e164="+32470000009"))
    rung = a_rung(role, a_person())
    dials = kind in (NextKind.CALL_DRIVER, NextKind.CALL_AGAIN)
    detail = my_case(kind, "l1", calls=(a_call(outcome=CallOutcome.NO_ANSWER),), ladder=(driver, rung))
    found = called_rung(kind, detail)
    is_of_the_car = role in (ContactRole.DRIVER, ContactRole.NOT_ON_RECORD)
    assert found == (None if is_of_the_car else rung)
    assert bool(call_sentence(kind, found)) is (not is_of_the_car and dials)
    assert bool(caution(found)) is (role in OTHERS)


def test_a_subscriber_of_whom_nobody_knows_who_drives_is_asked_as_the_driver_is() -> None:
    rung = a_rung(ContactRole.SUBSCRIBER, a_person())
    assert called_rung(NextKind.CALL_DRIVER, my_case(ladder=(rung,))) is None


def test_a_step_that_calls_nobody_speaks_to_nobody() -> None:
    rung = a_rung(ContactRole.EMPLOYER, a_person())
    assert called_rung(NextKind.NOTHING, my_case(ladder=(rung,))) is None
    assert called_rung(NextKind.SAY_OUTCOME, my_case(NextKind.SAY_OUTCOME, "gone", ladder=(rung,))) is None


def test_next_names_who_is_called() -> None:
    i18n.set_language("en")
    rung = a_rung(ContactRole.FAMILY, a_person(name="Mia Claes"))
    assert call_sentence(NextKind.CALL_AGAIN, rung) == "Call the family: Mia Claes"
