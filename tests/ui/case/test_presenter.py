"""The head of a case says everything known in words, and says what is not known."""

from datetime import timedelta

import pytest

from app.api.cases import CallerInfo, CaseDetail, ReportInfo
from app.api.queue import NamesInfo, NearbyInfo, QueueRow
from app.domain.case import CaseState as Course
from app.domain.case import Hold, Outcome
from app.domain.contact import ContactRole, NumberKind
from app.domain.ecall import CrashMark, PulseNote
from app.domain.ids import CaseId, CaseNumber
from app.domain.phone_case import CallerRelation, Incident
from app.domain.subscription import ContractState
from app.domain.verdict import Priority, ReasonCode, VerdictKind
from tests.support.backend import FakeScheduler
from tests.support.cases import (
    a_car,
    a_contract,
    a_full_case,
    a_person,
    a_place,
    a_queue_row,
    a_reason,
    a_rung,
    ago,
    an_ecall,
    my_case,
)
from tests.support.contract import NOW
from ui.actions import ActionId, Actions
from ui.case.presenter import CasePresenter, case_state, holds_text, reasons_text
from ui.case.state import CaseState, Fact, Tone
from ui.words.times import moment

OPEN_RECORD = "Open [Ctrl+R]"


class Head:
    def __init__(self) -> None:
        self.states: list[CaseState | None] = []

    def show_state(self, state: CaseState | None) -> None:
        self.states.append(state)


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


class Screen:
    """A presenter with everything around it."""

    def __init__(self) -> None:
        self.view, self.opener, self.scheduler = Head(), Opener(), FakeScheduler()
        self.presenter = CasePresenter(self.view, self.opener, self.scheduler.clock, self.scheduler)


def state_of(**changes: object) -> CaseState:
    return case_state(a_full_case(None, **changes), NOW)


def fact(state: CaseState, label: str) -> Fact:
    return next(fact for fact in state.facts if fact.label == label)


def words(state: CaseState, label: str) -> list[str]:
    return [phrase.text for phrase in fact(state, label).phrases]


def loud(state: CaseState, label: str) -> list[str]:
    return [phrase.text for phrase in fact(state, label).phrases if phrase.tone is Tone.ATTENTION]


def chips(row: QueueRow) -> list[str]:
    return [chip.text for chip in case_state(a_full_case(row), NOW).chips]


def test_a_known_case_reads_from_top_to_bottom() -> None:
    state = state_of()
    assert (state.priority, state.priority_words, state.verdict) == (
        Priority.ONE,
        "Priority 1, critical",
        "E-call, tow at once",
    )
    assert state.headline == ("6.3 g", "Δv 38 km/h", "front, 11 o'clock")
    assert [fact.label for fact in state.facts] == ["Car", "Driver", "Place", "Contract", "Box"]
    assert words(state, "Car") == ["1-ABC-234", "VW ID.3 white", "ELECTRIC"]
    assert words(state, "Driver") == ["Jan Peeters", "(Dutch)", "+32 470 12 34 56", "mobile"]
    contract = ["30.123.456", "in force", "subscriber Mia Janssens", "+32 16 12 34 56", OPEN_RECORD]
    assert words(state, "Contract") == contract
    assert words(state, "Box") == ["Teltonika FMC640", "356307042441013"]


def test_the_place_says_name_coordinates_accuracy_and_age() -> None:
    assert words(state_of(), "Place") == [
        "Bertem (3060), Belgium",
        "50.86412 4.62981",
        "±8 m",
        "fix 10 s old",
        "heading east (92°)",
    ]


def test_a_car_without_plate_is_not_known() -> None:
    state = case_state(a_full_case(a_queue_row("c1", plate=None), car=None), NOW)
    assert loud(state, "Car") == ["car not known"]


def test_what_rescuers_must_know_of_the_car_is_stressed() -> None:
    electric = fact(state_of(), "Car").phrases[-1]
    assert (electric.text, electric.tone, electric.strong) == ("ELECTRIC", Tone.ATTENTION, True)
    assert "fire brigade" in electric.hint
    diesel = fact(state_of(car=a_car(propulsion="diesel")), "Car").phrases[-1]
    assert (diesel.text, diesel.tone) == ("diesel", Tone.PLAIN)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"car": None}, ["1-ABC-234"]),
        ({"car": a_car(plate="", make_model="", colour="", propulsion="")}, ["plate unknown", "propulsion not known"]),
        ({"car": a_car(propulsion="steam")}, ["1-ABC-234", "VW ID.3 white", "steam"]),
    ],
)
def test_an_unknown_car_is_said(known: dict[str, object], said: list[str]) -> None:
    assert words(state_of(**known), "Car") == said


@pytest.mark.parametrize(
    ("driver", "said", "stressed"),
    [
        (None, ["driver not known: ask the subscriber"], True),
        (a_person(e164=None, number_shown="", number_kind=None), ["Jan Peeters", "(Dutch)", "no number known"], True),
        (
            a_person(name="", language=None, number_kind=None),
            ["name not known", "(language not known)", "+32 470 12 34 56", "number not checked"],
            False,
        ),
        (
            a_person(number_kind=NumberKind.LANDLINE),
            ["Jan Peeters", "(Dutch)", "+32 470 12 34 56", "landline, takes no SMS"],
            True,
        ),
    ],
)
def test_a_driver_who_cannot_be_reached_is_said(driver: object, said: list[str], stressed: bool) -> None:
    state = state_of(driver=driver)
    assert words(state, "Driver") == said
    assert bool(loud(state, "Driver")) is stressed


def test_a_number_that_is_known_to_be_wrong_is_marked_as_wrong() -> None:
    driver = a_person()
    state = state_of(driver=driver, ladder=(a_rung(ContactRole.DRIVER, driver, is_wrong=True),))
    assert words(state, "Driver")[-1] == "wrong number"
    assert "wrong number" in loud(state, "Driver")


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        (None, ["no contract known: act first, check after"]),
        (a_contract(state=ContractState.ENDED), ["ended: act first, check after"]),
        (a_contract(state=ContractState.UNKNOWN), ["not known: act first, check after"]),
    ],
)
def test_no_contract_delays_nothing(contract: object, said: list[str]) -> None:
    assert loud(state_of(contract=contract), "Contract") == said


def test_the_subscriber_is_named_only_when_it_is_somebody_else() -> None:
    contract = a_contract(subscriber=a_person())
    assert words(state_of(contract=contract), "Contract") == ["30.123.456", "in force", OPEN_RECORD]


def test_no_fix_is_a_place_unknown() -> None:
    assert loud(state_of(place=None), "Place") == ["place unknown: the box has sent no position"]


def test_a_last_known_place_says_so_with_its_age() -> None:
    state = state_of(place=a_place(is_last_known=True, fixed_at=ago(3 * 3600)))
    assert words(state, "Place")[0] == "place unknown, last known 3 h 0 min ago:"
    assert not any("fix" in text for text in words(state, "Place"))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"in_belgium": False, "municipality": None, "country_codes": ("FR",)}, ["outside Belgium"]),
        (
            {"in_belgium": None, "distance_to_border_m": 41.6, "country_codes": ("BE", "FR")},
            ["42 m from the border: the country is not certain"],
        ),
        ({"in_belgium": None, "distance_to_border_m": None}, ["the country is not certain"]),
        ({"fixed_at": ago(61)}, ["fix 1 min old"]),
        (
            {"fixed_at": NOW + timedelta(seconds=6)},
            [f"age of the fix not known: its time, {moment(NOW + timedelta(seconds=6))}, is in the future"],
        ),
    ],
)
def test_a_doubtful_place_needs_a_look(place: dict[str, object], said: list[str]) -> None:
    assert loud(state_of(place=a_place(**place)), "Place") == said


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ({"postcode": None}, "Bertem, Belgium"),
        ({"municipality": None}, "near Leefdaal, Belgium"),
        (
            {"municipality": None, "nearest_place": None, "country_codes": ()},
            "municipality not known, country not known",
        ),
        ({"municipality": NamesInfo(nl="Luik", fr="Liège", de="Lüttich")}, "Luik / Liège (3060), Belgium"),
    ],
)
def test_a_place_is_named_as_well_as_it_is_known(place: dict[str, object], name: str) -> None:
    assert words(state_of(place=a_place(**place)), "Place")[0] == name


def test_accuracy_and_heading_may_be_unknown() -> None:
    said = words(state_of(place=a_place(accuracy_m=None, heading_deg=None)), "Place")
    assert said[-2:] == ["accuracy not known", "fix 10 s old"]


def test_a_box_that_cannot_prove_itself_is_said() -> None:
    state = state_of(ecalls=(an_ecall(authenticated=False, unplugged=True),), box_model=None)
    assert words(state, "Box") == [
        "model not known",
        "356307042441013",
        "unauthenticated source",
        "box lost its power supply",
    ]
    assert "claim" in fact(state, "Box").phrases[2].hint
    assert "unauthenticated source" not in words(state_of(), "Box")


def test_two_impacts_are_listed_one_by_one() -> None:
    second = an_ecall("e2", peak_g=None, delta_v_kmh=None, calibrated=False, occurred_at=ago(2))
    state = case_state(a_full_case(a_queue_row("c1", impacts=2), ecalls=(an_ecall(), second)), NOW)
    first, last = [fact for fact in state.facts if fact.phrases[0].text.startswith("impact ")]
    assert (first.label, last.label) == ("Impacts", "")
    assert first.phrases[0].text.endswith("6.3 g · Δv 38 km/h · front, 11 o'clock")
    assert last.phrases[0].text.endswith("g ? · direction not known")
    assert "IMPACT 2" in [chip.text for chip in state.chips]


@pytest.mark.parametrize(
    ("row", "chip"),
    [
        ({"is_late": True, "event_at": ago(86_400 * 1156)}, "LATE: box time 3 y 1 m ago"),
        ({"is_test": True}, "TEST"),
        ({"holds": (Hold.CLOCK_WRONG,), "event_at": ago(0)}, f"BOX CLOCK WRONG: {moment(NOW)}"),
        ({"state": Course.CLOSED, "outcome": Outcome.KERB}, "CLOSED: Kerb"),
        ({"state": Course.CLOSED, "outcome": None}, "CLOSED: outcome not known"),
    ],
)
def test_what_is_not_as_usual_is_a_mark(row: dict[str, object], chip: str) -> None:
    assert chips(a_queue_row("c1", **row)) == [chip]


def test_a_possible_false_alarm_is_only_a_mark() -> None:
    [chip] = state_of(ecalls=(an_ecall(notes=(PulseNote.POSSIBLE_FALSE_ALARM,)),)).chips
    assert (chip.text, chip.tone) == ("POSSIBLE FALSE ALARM", Tone.MUTED)


def test_a_usual_case_has_no_marks() -> None:
    assert chips(a_queue_row("c1")) == []


def test_reasons_stand_with_their_clause_and_their_numbers() -> None:
    assert reasons_text(a_full_case()) == (
        "S2.ECALL.signal: impact 6.3 g, the limit is 2.5 g; the car stands still; in Belgium. "
        "S2.ECALL.tow: impact 6.3 g, above 4 g: tow at once."
    )


def test_a_reason_without_clause_and_a_missing_fact_are_said_too() -> None:
    detail = a_full_case(
        reasons=(a_reason(ReasonCode.BOX_CRASH_FLAG, clause=""),), missing=("impact_g", "vehicle_at_standstill")
    )
    assert reasons_text(detail) == (
        "The box itself reported a crash. Could still change it: the impact in g, whether the car stands still."
    )


def test_why_no_automatic_step_is_taken_is_said() -> None:
    assert holds_text(a_full_case()) == ""
    row = a_queue_row("c1", holds=(Hold.LATE, Hold.OUTSIDE_BELGIUM))
    assert holds_text(a_full_case(row)) == (
        "No automatic step: the record came too late; the car is outside Belgium. You decide."
    )


def test_every_hold_has_words_of_its_own() -> None:
    said = {holds_text(a_full_case(a_queue_row("c1", holds=(hold,)))) for hold in Hold}
    assert len(said) == len(Hold)


@pytest.mark.parametrize(
    ("detail", "clock", "counts"),
    [
        (a_full_case(a_queue_row("c1")), "0:07", "waiting"),
        (my_case(), "0:07", "since it was received"),
        (
            a_full_case(a_queue_row("c1", state=Course.CLOSED, received_at=ago(7200))),
            "2 h 0 min",
            "since it was received",
        ),
    ],
)
def test_the_clock_says_what_it_counts(detail: CaseDetail, clock: str, counts: str) -> None:
    state = case_state(detail, NOW)
    assert (state.clock, state.clock_words) == (clock, counts)


def test_verdicts_have_words() -> None:
    said = {state_of(verdict=kind).verdict for kind in VerdictKind}
    assert said == {"E-call", "E-call, tow at once", "Suspected E-call", "No E-call", "By phone"}


def test_a_case_by_phone_says_who_called_and_what_was_told() -> None:
    full = a_full_case()
    assert full.place is not None
    told = full.model_copy(
        update={
            "row": full.row.model_copy(update={"incident": Incident.FLAT_TYRE, "peak_g": None, "impacts": 0}),
            "verdict": VerdictKind.TOLD,
            "ecalls": (),
            "imei": None,
            "report": ReportInfo(incident=Incident.FLAT_TYRE, whereabouts="E40, km 22", country_code=""),
            "callers": (
                CallerInfo(
                    relation=CallerRelation.PASSENGER,
                    name="Els Maes",
                    e164="+32470987654",
                    number_shown="+32 470 98 76 54",
                    called_at=NOW,
                ),
            ),
            "place": full.place.model_copy(update={"is_told": True}),
        }
    )
    state = case_state(told, NOW)
    assert (state.verdict, state.headline) == ("By phone", ("Flat tyre",))
    assert "passenger Els Maes" in state.sentence
    facts = {fact.label: [phrase.text for phrase in fact.phrases] for fact in state.facts}
    assert facts["Caller"][:3] == ["Els Maes", "(passenger)", "+32 470 98 76 54"]
    assert facts["Place"][0] == "E40, km 22"
    assert "told on the phone, not measured" in facts["Place"]
    assert facts["Box"] == ["no box known for this car"]
    nowhere = told.model_copy(update={"place": None, "row": told.row.model_copy(update={"country_codes": ("FR",)})})
    facts = {fact.label: [phrase.text for phrase in fact.phrases] for fact in case_state(nowhere, NOW).facts}
    assert facts["Place"] == ["E40, km 22", "France", "outside Belgium"]


def test_it_is_painted_when_something_changed_and_not_otherwise() -> None:
    screen = Screen()
    screen.presenter.on_case(a_full_case())
    painted = len(screen.view.states)
    screen.presenter.refresh()
    assert len(screen.view.states) == painted
    screen.scheduler.advance(1)
    state = screen.view.states[-1]
    assert state is not None
    assert (len(screen.view.states), state.clock) == (painted + 1, "0:08")


def test_no_case_is_no_state_and_stays_none() -> None:
    screen = Screen()
    screen.presenter.on_case(a_full_case())
    screen.presenter.on_case(None)
    screen.scheduler.advance(3)
    assert screen.view.states[-1] is None


def test_the_earlier_case_can_be_opened() -> None:
    screen = Screen()
    screen.presenter.open_linked()
    screen.presenter.on_case(a_full_case())
    screen.presenter.open_linked()
    assert screen.opener.opened == []
    screen.presenter.on_case(a_full_case(linked_case_id=CaseId("c0")))
    screen.presenter.open_linked()
    assert screen.opener.opened == ["c0"]
    state = screen.view.states[-1]
    assert state is not None
    assert state.linked is not None
    assert state.linked.is_possible


def test_an_sos_without_a_crash_record_still_reads() -> None:
    row = a_queue_row("c1", mark=CrashMark.SOS, peak_g=None)
    state = case_state(a_full_case(row, ecalls=()), NOW)
    assert state.headline == ("SOS",)
    assert state.sentence == "No crash record belongs to this case."


def near(*numbers: int) -> tuple[NearbyInfo, ...]:
    return tuple(NearbyInfo(case_id=CaseId(f"n{one}"), number=CaseNumber(f"2031-{one}")) for one in numbers)


def test_one_key_goes_round_the_cases_of_a_pile_up() -> None:
    screen, actions = Screen(), Actions()
    screen.presenter.connect(actions)
    assert not actions.trigger(ActionId.OPEN_NEARBY)
    for own, others in ((5, (4, 7)), (7, (4, 5)), (4, (5, 7))):
        screen.presenter.on_case(a_full_case(a_queue_row(f"{own}", nearby=near(*others))))
        assert actions.trigger(ActionId.OPEN_NEARBY)
    assert screen.opener.opened == ["n7", "n4", "n5"]
    screen.presenter.on_case(a_full_case(a_queue_row("9")))
    assert not actions.is_enabled(ActionId.OPEN_NEARBY)
    screen.presenter.open_nearby()
    assert len(screen.opener.opened) == 3


@pytest.mark.parametrize(
    ("changes", "has_record"),
    [({}, True), ({"contract": None}, True), ({"contract": None, "box_model": None}, False)],
)
def test_what_is_on_record_is_one_press_from_the_line_of_the_contract(
    changes: dict[str, object], has_record: bool
) -> None:
    screen, actions, opened = Screen(), Actions(), list[bool]()
    actions.connect(ActionId.CASE_CONTRACT, lambda: opened.append(True))
    screen.presenter.connect(actions)
    detail = a_full_case().model_copy(update=changes)
    (line,) = [fact for fact in case_state(detail, NOW).facts if fact.label == "Contract"]
    assert any(phrase.opens_record for phrase in line.phrases) is has_record
    screen.presenter.open_record()
    assert opened == [True]


def test_a_pile_up_is_a_question_with_the_other_numbers() -> None:
    state = case_state(a_full_case(a_queue_row("5", nearby=near(4, 7))), NOW)
    assert state.nearby is not None
    assert state.nearby.text == "Open 2031-7"
    assert [(chip.text, chip.hint) for chip in state.chips] == [
        ("PILE-UP?", "Other cars that crashed here at the same time: 2031-4, 2031-7. Each is a case of its own.")
    ]
    assert state_of().nearby is None


def test_a_hard_crash_abroad_does_not_read_as_no_emergency() -> None:
    abroad = a_reason(ReasonCode.OUTSIDE_BELGIUM)
    assert state_of(verdict=VerdictKind.REJECTED, reasons=(abroad,)).verdict.endswith("help all the same")
    assert state_of(verdict=VerdictKind.REJECTED, reasons=()).verdict == "No E-call"


def test_a_peak_the_sensor_cut_off_is_at_least_in_its_reason() -> None:
    capped = a_queue_row("c1", peak_g=8.0, peak_capped=True)
    reason = a_reason(ReasonCode.PEAK_AT_LEAST, figure="8.0", threshold="4")
    assert "impact ≥ 8.0 g, the limit is 4 g" in reasons_text(a_full_case(row=capped, reasons=(reason,)))
