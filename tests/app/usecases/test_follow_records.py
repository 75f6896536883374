"""Act first, check after: what is not known of a contract delays nothing, and what becomes known of it is seen at once.

A truck leaves above 4 g for a car without contract and for one without a mobile; for a contract known to have ended a
person is asked, until the record says otherwise.
"""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.audit import AuditAction
from app.domain.box import Box
from app.domain.case import Case, Hold, TowQuestion
from app.domain.ids import ContractId
from app.domain.subscription import Contract, Person
from app.usecases.actor import SERVICE
from app.usecases.follow_records import follow_records
from tests.app.usecases.crashes import SETTINGS, Crash, Desk
from tests.support.builders import AN_IMEI, a_contract

HARD = Crash(peak_g=6.3)
ENDED = a_contract(ends_on=date(2025, 6, 30))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def _follow(desk: Desk, contract: Contract) -> Case:
    desk.unit.contracts.contracts[contract.contract_id] = contract
    follow_records([contract.contract_id], [AN_IMEI], SERVICE, desk.unit, desk.clock, SETTINGS)
    desk.unit.check_audited()
    return desk.case(HARD)


@pytest.mark.parametrize(
    ("contract", "on_record"),
    [
        (None, {"contract_id": None}),
        (None, {"contract_id": None, "car": None}),
        (None, {}),
        (a_contract(starts_on=None), {}),
        (a_contract(driver=None), {}),
        (a_contract(driver=Person("Jan Peeters", None, None)), {}),
        (a_contract(driver=Person("Jan Peeters", None, "+3287000001")), {}),
    ],
    ids=[
        "no contract",
        "no car either",
        "contract not on record",
        "no first day",
        "no driver",
        "no number",
        "landline",
    ],
)
def test_what_is_not_known_delays_no_truck(desk: Desk, contract: Contract | None, on_record: dict[str, object]) -> None:
    desk.knows(contract, **on_record)
    case = desk.opens(HARD)
    assert (case.holds, len(desk.orders())) == ((), 1)


def test_a_contract_known_to_have_ended_is_asked_about(desk: Desk) -> None:
    desk.knows(ENDED)
    case = desk.opens(HARD)
    assert (case.holds, case.tow_question, desk.orders()) == ((Hold.CONTRACT_ENDED,), TowQuestion.OPEN, [])


def test_a_contract_that_turns_out_to_run_sends_the_truck_that_waited(desk: Desk) -> None:
    desk.knows(ENDED)
    desk.opens(HARD)
    case = _follow(desk, replace(ENDED, ends_on=None))
    assert (case.holds, case.tow_question, len(desk.orders())) == ((), TowQuestion.NOT_ASKED, 1)
    assert AuditAction.RECORD_CHANGED in desk.actions(case)
    assert desk.rang()[-1]


def test_a_contract_that_turns_out_to_have_ended_takes_no_truck_back(desk: Desk) -> None:
    desk.opens(HARD)
    case = _follow(desk, ENDED)
    assert (case.holds, len(desk.orders())) == ((Hold.CONTRACT_ENDED,), 1)


def test_a_case_gets_the_contract_its_box_gets(desk: Desk) -> None:
    desk.knows(None, contract_id=None, car=None)
    desk.opens(HARD)
    contract = a_contract()
    box = desk.unit.boxes.boxes[AN_IMEI]
    desk.unit.boxes.boxes[AN_IMEI] = Box(box.imei, box.model, box.car, contract.contract_id)
    assert _follow(desk, contract).contract_id == contract.contract_id


def test_a_case_goes_over_to_the_contract_that_its_box_is_mended_to(desk: Desk) -> None:
    desk.knows(ENDED)
    before = desk.opens(HARD)
    box = desk.unit.boxes.boxes[AN_IMEI]
    other = a_contract(contract_id=ContractId("b" * 32))
    desk.unit.boxes.boxes[AN_IMEI] = replace(box, contract_id=other.contract_id)
    after = _follow(desk, other)
    assert after.contract_id == other.contract_id != before.contract_id
    assert (after.holds, len(desk.orders())) == ((), 1), "the truck that waited for it leaves"
    assert _follow(desk, other).version == after.version, "what is followed once is followed"


def test_a_box_that_loses_its_contract_leaves_the_case_its_own(desk: Desk) -> None:
    case = desk.opens(HARD)
    box = desk.unit.boxes.boxes[AN_IMEI]
    desk.unit.boxes.boxes[AN_IMEI] = replace(box, contract_id=None)
    assert _follow(desk, a_contract()).contract_id == case.contract_id is not None


def test_what_a_box_sends_later_does_not_move_a_case_to_another_contract(desk: Desk) -> None:
    case = desk.opens(HARD)
    box = desk.unit.boxes.boxes[AN_IMEI]
    desk.unit.boxes.boxes[AN_IMEI] = replace(box, contract_id=ContractId("b" * 32))
    desk.hears(HARD)
    assert desk.case(HARD).contract_id == case.contract_id


def test_another_number_is_told_to_the_desks_in_silence_and_without_a_new_version(desk: Desk) -> None:
    before = desk.opens(HARD)
    after = _follow(desk, a_contract(driver=Person("Jan Peeters", None, "+32470999999")))
    assert after.version == before.version
    assert not desk.rang()[-1]
    assert desk.actions(after)[-1] is AuditAction.RECORD_CHANGED


def test_a_closed_case_hears_nothing(desk: Desk) -> None:
    case = desk.opens(HARD)
    desk.has_now(replace(case, state=type(case.state).CLOSED))
    entries = len(desk.actions(case))
    follow_records([a_contract().contract_id], [AN_IMEI], SERVICE, desk.unit, desk.clock, SETTINGS)
    assert len(desk.actions(case)) == entries
