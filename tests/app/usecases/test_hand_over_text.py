"""What 112 is told: nothing guessed, nothing too much, at most twelve lines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.answer import AnswerValue, EmergencyNumber
from app.domain.case import Names, NearbyCase
from app.domain.contact import CallOutcome, Disposition
from app.domain.ecall import CrashMark
from app.domain.ids import CaseId, CaseNumber
from app.domain.subscription import Language
from app.usecases.hand_over_text import hand_over_text
from app.usecases.queries import CaseBrief, CaseFile
from tests.support.builders import NOON, a_box, a_call, a_case, a_contract, a_place, an_answer, an_ecall

NOW = NOON + timedelta(minutes=4, seconds=30)
NUMBERS = [str(number) for number in range(1, 11)]
BOTH = ("+32470123456", "+32470000001")


def told(
    language: Language = Language.EN,
    *,
    call_back: str = "+3224060000",
    to: EmergencyNumber = EmergencyNumber.EMERGENCY_112,
    **brief: object,
) -> str:
    known = CaseBrief(a_case(), a_box(), a_contract(), (), (), (), peak_g=6.3, peak_capped=False)
    file = CaseFile(replace(known, **brief), (an_ecall(),), (), ())  # type: ignore[arg-type]
    return hand_over_text(file, language, call_back, to)


def test_it_says_who_what_where_and_whom_to_call_back() -> None:
    case = a_case()
    said: dict[str, AnswerValue] = {"hurt_or_trapped": True, "fire": False, "persons_travelling": 2}
    answers = tuple(an_answer(case.case_id, fact, value) for fact, value in said.items())
    calls = (a_call(case.case_id, outcome=CallOutcome.NO_ANSWER),)
    text = told(case=case, answers=answers, calls=calls)
    lines = text.splitlines()
    assert len(lines) <= 12
    assert [line.split()[0] for line in lines] == NUMBERS
    assert lines[0].startswith("1 Please connect me with the 112 centre of Flemish Brabant. VIVIUM Bijstand, reference")
    assert case.number in lines[0]
    assert "not the victim" in lines[0]
    assert f"impact of 6.3 g detected by the car, at ‹{NOON.isoformat()}›." in lines[1]
    assert "Motorway: unknown. The car drove: east (95°)." in lines[2]
    assert lines[3] == "4 PLACE: Bertem (3060), near Leuven (5600 m from there, to the west)."
    assert f"50.86010, 4.62340, accuracy 8 m, at ‹{NOON.isoformat()}›" in lines[4]
    assert "VW ID.3, white, 1-ABC-234, ELECTRIC" in lines[5]
    assert lines[6].startswith("7 PEOPLE: 2. Hurt or trapped: YES (‹")
    assert lines[6].endswith("›). Out of the car and safe: unknown.")
    assert "fire or smoke: NO (‹" in lines[7]
    assert "Jan Peeters, mobile +32 470 12 34 56; called 1 x, answered: NO; last call at ‹" in lines[8]
    assert " ago" not in text, "an age that is read out is wrong a minute later"
    assert "+32 2 406 00 00" in lines[9]


def test_what_was_said_before_another_impact_is_told_as_such() -> None:
    case = a_case(struck_at=NOON + timedelta(minutes=3))
    said: dict[str, AnswerValue] = {"hurt_or_trapped": True, "on_motorway": True, "out_and_safe": True}
    answers = [an_answer(case.case_id, fact, value) for fact, value in said.items()]
    answers[2] = replace(answers[2], said_at=NOON + timedelta(minutes=4))
    text = told(case=case, answers=tuple(answers))
    assert "Hurt or trapped: unknown; before the last impact: YES. Out of the car and safe: YES (‹" in text
    assert "Motorway: YES" in text
    assert "fire or smoke: unknown." in text


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    text = told(case=a_case(place=None, is_test=True), box=None, contract=None, peak_g=None, call_back="")
    for line in (
        "strength unknown",
        "centre for this place: unknown",
        "84): unknown",
        "VEHICLE: unknown",
        "PEOPLE: unknown",
    ):
        assert line in text
    assert "unknown, mobile unknown; called 0 x, answered: unknown" in text
    assert "CALL US BACK: unknown" in text


def test_a_remembered_place_and_an_sos_are_said_as_such() -> None:
    place = a_place(is_last_known=True, accuracy_m=None, heading_deg=None, municipality=None, country_codes=("FR",))
    text = told(case=a_case(mark=CrashMark.SOS, place=place))
    assert "the driver pressed SOS" in text
    assert "last known 50.86010, 4.62340, accuracy unknown, at ‹" in text
    assert "The car drove: unknown" in text
    assert "4 PLACE: France" in text


@pytest.mark.parametrize("language", Language)
def test_it_has_the_same_lines_in_every_language(language: Language) -> None:
    assert [line.split()[0] for line in told(language).splitlines()] == NUMBERS


@pytest.mark.parametrize(
    ("language", "propulsion", "said"),
    [
        (Language.FR, "electric", "ÉLECTRIQUE"),
        (Language.NL, "gasoline", "BENZINE"),
        (Language.DE, "hydrogen", "WASSERSTOFF"),
        (Language.NL, "steam", "STEAM"),
    ],
)
def test_the_propulsion_is_said_in_the_language_of_the_call(language: Language, propulsion: str, said: str) -> None:
    box = a_box()
    assert box.car is not None
    car = replace(box.car, propulsion=propulsion)
    assert told(language, box=replace(box, car=car)).splitlines()[5].endswith(f", 1-ABC-234, {said}")


def test_when_nobody_is_reached_it_asks_somebody_to_go_and_look() -> None:
    first = told(contract=None).splitlines()[1]
    assert first == "Please have somebody go and look: no number of anybody in the car is known."
    case = a_case()
    calls = tuple(a_call(case.case_id, outcome=CallOutcome.NO_ANSWER, to_e164=one) for one in (BOTH[0], *BOTH))
    text = told(case=case, calls=calls)
    assert text.splitlines()[0].startswith("1 Please connect me")
    assert text.splitlines()[1] == "Please have somebody go and look: nobody answers (calls: 3, numbers: 2)."
    assert "called 2 x, answered: NO" in text
    engaged = (replace(calls[0], outcome=CallOutcome.BUSY), replace(calls[0], outcome=CallOutcome.DECLINED), calls[2])
    (_who, line, *_others) = told(case=case, calls=engaged).splitlines()
    assert line.endswith("look: nobody was spoken to (calls: 3, numbers: 2, engaged or declined: 2).")
    assert "Please have" not in told(case=case, calls=calls[:1])


def test_only_the_driver_has_answered_when_the_driver_spoke() -> None:
    case = a_case()
    voicemail = a_call(case.case_id, outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL)
    third = a_call(case.case_id, outcome=CallOutcome.ANSWERED, disposition=Disposition.THIRD_PARTY, to_e164=BOTH[1])
    assert "called 1 x, answered: NO" in told(case=case, calls=(voicemail, third))
    assert "answered: YES" in told(case=replace(case, driver_reached_at=NOW), calls=(voicemail,))


def test_outside_belgium_the_first_line_says_so() -> None:
    abroad = a_place(in_belgium=False, municipality=None, country_codes=("FR",))
    first = told(case=a_case(place=abroad)).splitlines()[0]
    assert first == "This is not Belgium: the car is in France; the emergency service there must be reached."
    for in_belgium in (True, None):
        assert told(case=a_case(place=a_place(in_belgium=in_belgium))).startswith("1 Please connect me")


@pytest.mark.parametrize(
    ("postcode", "municipality", "centre"),
    [("1000", "Brussel", "Brussels"), ("4000", "Luik", "the province of Liège")],
)
def test_the_centre_of_the_province_is_asked_for_first(postcode: str, municipality: str, centre: str) -> None:
    place = a_place(postcode=postcode, municipality=Names(municipality, municipality, municipality))
    assert f"112 centre of {centre}." in told(case=a_case(place=place)).splitlines()[0]


@pytest.mark.parametrize(
    ("heading", "words"),
    [(0, "north"), (22, "north"), (23, "north-east"), (180, "south"), (338, "north"), (315, "north-west")],
)
def test_the_heading_decides_the_carriageway(heading: int, words: str) -> None:
    assert f"The car drove: {words} (" in told(case=a_case(place=a_place(heading_deg=heading)))


def test_abroad_the_centre_is_named_without_an_article() -> None:
    abroad = a_case(place=a_place(in_belgium=False, municipality=None, country_codes=("DE",)))
    assert "centre for this place: Germany." in told(case=abroad)
    assert "de Allemagne" not in told(Language.FR, case=abroad)
    unknown = a_place(postcode=None, municipality=Names("Aarlen", "Arlon", "Arel"))
    assert "centre for this place: Aarlen." in told(case=a_case(place=unknown))


def test_a_peak_that_the_sensor_cut_off_is_at_least_that() -> None:
    assert "impact of at least 8.0 g detected by the car: its sensor measures no more" in told(
        peak_g=8.0, peak_capped=True
    )
    assert "impact of 8.0 g" in told(peak_g=8.0, peak_capped=False)
    assert "8,0 g" in told(Language.NL, peak_g=8.0)


def test_a_number_that_is_known_to_be_wrong_is_told_to_nobody() -> None:
    case = a_case()
    text = told(case=case, calls=(a_call(case.case_id, outcome=CallOutcome.WRONG_NUMBER, to_e164=BOTH[0]),))
    assert "mobile unknown (the number we have is wrong); called 0 x, answered: unknown" in text
    assert "+32 470 12 34 56" not in text
    nobody = told(contract=None, calls=(a_call(case.case_id, outcome=CallOutcome.WRONG_NUMBER, to_e164=BOTH[0]),))
    assert nobody.splitlines()[1] == "Please have somebody go and look: the number we have is wrong."
    both = tuple(
        a_call(case.case_id, outcome=outcome, to_e164=number)
        for outcome, number in (
            (CallOutcome.WRONG_NUMBER, BOTH[0]),
            (CallOutcome.NO_ANSWER, BOTH[1]),
            (CallOutcome.NO_ANSWER, BOTH[1]),
        )
    )
    assert "nobody answers (calls: 2, numbers: 1)." in told(case=case, calls=both)


def test_a_number_that_rang_after_all_is_told_again() -> None:
    case = a_case()
    wrong = a_call(case.case_id, outcome=CallOutcome.WRONG_NUMBER, to_e164=BOTH[0])
    later = a_call(case.case_id, outcome=CallOutcome.NO_ANSWER, to_e164=BOTH[0])
    assert "mobile +32 470 12 34 56; called 1 x, answered: NO" in told(case=case, calls=(wrong, later))


def test_a_number_that_the_exchange_does_not_know_is_told_as_such() -> None:
    """It may be the route: 112 can have another one."""
    case = a_case()
    calls = (a_call(case.case_id, outcome=CallOutcome.NOT_IN_USE, to_e164=BOTH[0]),)
    text = told(case=case, calls=calls)
    assert "mobile +32 470 12 34 56 (not in use, says the exchange); called 0 x, answered: unknown" in text
    nobody = told(contract=None, calls=calls).splitlines()[1]
    assert nobody == "Please have somebody go and look: the number we have is not in use, says the exchange."
    reached = a_call(case.case_id, outcome=CallOutcome.NO_ANSWER, to_e164=BOTH[0])
    assert "not in use" not in told(case=case, calls=(*calls, reached))


def test_the_number_on_which_they_spoke_is_the_one_that_is_told() -> None:
    case = a_case(driver_reached_at=NOW)
    spoke = a_call(
        case.case_id, to_e164="+32475999999", outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO
    )
    wrong = a_call(case.case_id, outcome=CallOutcome.WRONG_NUMBER, to_e164=BOTH[0])
    text = told(case=case, calls=(wrong, spoke))
    assert "Jan Peeters, mobile +32 475 99 99 99; called 1 x, answered: YES" in text


def test_where_no_driver_is_named_the_subscriber_is_told_as_such() -> None:
    case = a_case()
    calls = (a_call(case.case_id, outcome=CallOutcome.NO_ANSWER, to_e164=BOTH[1]),)
    text = told(case=case, contract=a_contract(driver=None), calls=calls)
    assert "9 DRIVER: unknown; subscriber: " in text
    assert "mobile +32 470 00 00 01; called 1 x, answered: NO" in text


def test_the_police_are_asked_for_the_tow_and_for_no_centre() -> None:
    case = a_case(nearby=(NearbyCase(CaseId("c2"), CaseNumber("2031-000002")),))
    road = (an_answer(case.case_id, "on_motorway", True),)
    text = told(to=EmergencyNumber.POLICE_101, case=case, answers=road)
    first, second, *_others = text.splitlines()
    assert first.startswith("1 VIVIUM Bijstand, reference")
    assert first.endswith("We ask for the F.A.S.T. tow of a car that is immobilised on the motorway.")
    assert "112 centre" not in text
    assert "other cars crashed beside it, known to us: 1" in second
    walloon = replace(case, place=a_place(postcode="4000"))
    assert "SIABIS+" in told(to=EmergencyNumber.POLICE_101, case=walloon, answers=road)
    assert "We ask for the police." in told(to=EmergencyNumber.POLICE_101, case=case)


def test_a_colour_is_said_in_the_language_of_the_text() -> None:
    box = a_box()
    assert box.car is not None
    odd = replace(box, car=replace(box.car, colour="grijs metaal"))
    assert "grijs metaal" in told(Language.FR, box=odd)
    assert ", white, " in told()
