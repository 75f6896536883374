"""Confirmed and false alarms of each kind of box over the API, down to the cases."""

from dataclasses import replace
from datetime import timedelta

from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.box import BoxModel
from app.domain.case import CaseState, Outcome
from app.domain.ids import CaseId, CaseNumber, Imei, new_id
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.note_firmware import NoteFirmware, note_firmware
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store import JobUnit
from tests.support.builders import NOON, a_box, a_case
from tests.support.house import House

KNOWN, OTHER, STRANGER = Imei("356093070000101"), Imei("356093070000102"), Imei("001234567890123")
MODEL = BoxModel("FMC640", 100.0, 16.0)


def closed(house: House, *ended: tuple[Imei, Outcome | None]) -> None:
    """Have two boxes on record and cases that ended so; None = still open."""

    def job(unit: JobUnit) -> None:
        for imei in (KNOWN, OTHER):
            register_box(RegisterBox(SERVICE, a_box(imei=imei, model=MODEL, contract_id=None)), unit, house.clock)
        note_firmware(NoteFirmware(KNOWN, "2.0", NOON - timedelta(hours=1)), unit, house.clock)
        for place, (imei, outcome) in enumerate(ended):
            case = a_case(
                case_id=CaseId(new_id()),
                number=CaseNumber(f"2031-{place:06}"),
                imei=imei,
                state=CaseState.OPEN if outcome is None else CaseState.CLOSED,
                outcome=outcome,
                event_at=NOON + timedelta(minutes=place, seconds=-5),
                received_at=NOON + timedelta(minutes=place),
            )
            unit.cases.add(replace(case, closed_at=None if outcome is None else NOON + timedelta(hours=1)))
            write_down(unit, case.case_id, SERVICE, house.clock.now(), Entry(AuditAction.CASE_OPENED))

    house.submit(job)


async def test_figures_stand_by_model_and_firmware_with_their_cases(house: House) -> None:
    closed(
        house,
        (KNOWN, Outcome.KERB),
        (KNOWN, Outcome.TRUE_CRASH),
        (KNOWN, Outcome.KERB),
        (KNOWN, Outcome.TRUE_CRASH),
        (KNOWN, Outcome.KERB),
        (KNOWN, None),
        (OTHER, Outcome.UNKNOWN),
        (STRANGER, Outcome.TEST),
    )
    known, other, stranger = (await house.person(Role.SUPERVISOR).get("/v1/outcomes")).json()
    assert (known["box_model"], known["firmware"]) == ("FMC640", "2.0")
    assert (known["confirmed"], known["false_alarms"], known["unknown"], known["false_share"]) == (2, 3, 0, 0.6)
    assert known["figures"] == [
        {"outcome": "kerb", "count": 3, "newest": ["2031-000004", "2031-000002", "2031-000000"]},
        {"outcome": "true_crash", "count": 2, "newest": ["2031-000003", "2031-000001"]},
    ]
    assert (other["box_model"], other["firmware"], other["unknown"]) == ("FMC640", None, 1)
    assert (stranger["box_model"], stranger["firmware"], stranger["tests"]) == (None, None, 1)


async def test_a_case_counts_with_the_firmware_of_its_day(house: House) -> None:
    def new_version(unit: JobUnit) -> None:
        note_firmware(NoteFirmware(KNOWN, "3.0", NOON + timedelta(minutes=1, seconds=-2)), unit, house.clock)

    closed(house, *[(KNOWN, Outcome.KERB)] * 3)
    house.clock.advance(timedelta(hours=1))
    house.submit(new_version)
    supervisor = house.person(Role.SUPERVISOR)
    old, new = (await supervisor.get("/v1/outcomes")).json()
    assert [(row["firmware"], row["false_alarms"]) for row in (old, new)] == [("2.0", 2), ("3.0", 1)]
    behind = (await supervisor.get("/v1/outcomes/cases?outcome=kerb&box_model=FMC640&firmware=2.0")).json()
    assert [case["number"] for case in behind] == ["2031-000001", "2031-000000"]


async def test_a_late_word_of_an_earlier_day_moves_the_cases_of_that_day(house: House) -> None:
    def late_word(unit: JobUnit) -> None:
        note_firmware(NoteFirmware(KNOWN, "2.1", NOON + timedelta(seconds=30)), unit, house.clock)

    closed(house, *[(KNOWN, Outcome.KERB)] * 3)
    house.clock.advance(timedelta(hours=1))
    house.submit(late_word)
    old, new = (await house.person(Role.SUPERVISOR).get("/v1/outcomes?newest=0")).json()
    assert [(row["firmware"], row["false_alarms"]) for row in (old, new)] == [("2.0", 1), ("2.1", 2)]
    assert old["figures"] == [{"outcome": "kerb", "count": 1, "newest": []}]


async def test_a_case_from_before_its_box_said_anything_has_no_firmware(house: House) -> None:
    def closed_earlier(unit: JobUnit) -> None:
        case = a_case(
            case_id=CaseId(new_id()),
            number=CaseNumber("2031-000009"),
            imei=KNOWN,
            state=CaseState.CLOSED,
            outcome=Outcome.KERB,
            event_at=NOON - timedelta(hours=2),
        )
        unit.cases.add(replace(case, closed_at=NOON))
        write_down(unit, case.case_id, SERVICE, house.clock.now(), Entry(AuditAction.CASE_OPENED))

    closed(house)
    house.submit(closed_earlier)
    (row,) = (await house.person(Role.SUPERVISOR).get("/v1/outcomes")).json()
    assert (row["box_model"], row["firmware"]) == ("FMC640", None)


async def test_every_case_behind_a_figure_can_be_asked_for(house: House) -> None:
    kerbs = [(imei, Outcome.KERB) for imei in (KNOWN, OTHER, STRANGER, KNOWN)]
    closed(house, *kerbs, (KNOWN, Outcome.TRUE_CRASH))
    auditor = house.person(Role.AUDITOR)
    asked = "/v1/outcomes/cases?outcome=kerb"
    for query, numbers in (
        ("&box_model=FMC640&firmware=2.0", ["2031-000003", "2031-000000"]),
        ("&box_model=FMC640&firmware=2.0&limit=1", ["2031-000003"]),
        ("&box_model=FMC640", ["2031-000001"]),
        ("", ["2031-000002"]),
        ("&outcome=true_crash&box_model=FMC640&firmware=2.0", ["2031-000004", "2031-000003", "2031-000000"]),
    ):
        found = (await auditor.get(asked + query)).json()
        assert [case["number"] for case in found] == numbers
    assert (await auditor.get("/v1/outcomes/cases?outcome=bad")).status_code == 422
    assert (await auditor.get(asked + "&limit=0")).status_code == 422


async def test_without_a_closed_case_there_is_nothing_to_count(house: House) -> None:
    assert (await house.person(Role.SUPERVISOR).get("/v1/outcomes")).json() == []
