"""A crash of a car without contract, without mobile, or whose contract has ended: act first, check after.

From the crash to the welfare check, with the real store and the real API.
"""

from datetime import date, timedelta
from typing import Any, Final

import httpx

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.answer import EmergencyNumber
from app.domain.case import Hold, TowQuestion
from app.domain.contact import ContactRole
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from app.domain.subscription import ContactPerson, ContractState, Language, Person, Relation
from app.domain.verdict import Priority
from app.settings import Settings
from app.usecases.record_ecall import record_ecall
from tests.app.usecases.crashes import Crash
from tests.support.builders import a_box, a_contract, an_audit_record
from tests.support.house import Desk, House

HARD: Final = Crash(peak_g=6.3)
HOLDER: Final = Person("An Janssens", Language.NL, "+32470000001")
NOBODYS_MOBILE: Final = a_contract(
    subscriber=HOLDER,
    driver=Person("Jan Peeters", Language.NL, None),
    contact_persons=(ContactPerson(Person("Mia Maes", Language.FR, "+32470000002"), Relation.FAMILY),),
)


def detail_of(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def crashed(house: House, contract: Any, **box: object) -> tuple[Desk, CaseDetail]:  # noqa: ANN401 - or None
    """Let the car crash, and claim its case."""

    def job(unit: Any) -> str:  # noqa: ANN401 - whatever unit the store hands in
        if contract is not None:
            unit.contracts.put(contract)
        unit.boxes.put(a_box(**box))
        unit.audit.append(an_audit_record())
        case = record_ecall(HARD.command, unit, house.clock, Settings())
        assert case is not None
        return case.case_id

    case_id = house.submit(job)
    desk = house.person(Role.OPERATOR)
    return desk, detail_of(await desk.post(f"/v1/cases/{case_id}/claim"))


async def called_in_vain(desk: Desk, detail: CaseDetail) -> CaseDetail:
    """Call whom NEXT names, and nobody answers."""
    step = detail.row.next_step
    body = {"e164": step.e164, "person": ""}
    called = detail_of(await desk.post(f"/v1/cases/{detail.row.case_id}/calls", body))
    (ringing,) = (call for call in called.calls if call.outcome is None)
    return detail_of(await desk.post(f"/v1/calls/{ringing.call_id}/outcome", {"outcome": "no_answer"}))


async def ticked_by_hand(desk: Desk, detail: CaseDetail) -> CaseDetail:
    """Do what is to be done by hand."""
    while detail.row.next_step.kind in (NextKind.SEND_SMS_BY_HAND, NextKind.PLACE_TOW_BY_HAND):
        step = detail.row.next_step
        if step.kind is NextKind.SEND_SMS_BY_HAND:
            detail = detail_of(await desk.post(f"/v1/messages/{step.target_id}/sent-by-hand"))
        else:
            said = {"state": "accepted", "provider": "Depannage Leuven", "reason": ""}
            detail = detail_of(await desk.post(f"/v1/orders/{step.target_id}/state", said))
    return detail


async def later(house: House, desk: Desk, detail: CaseDetail) -> CaseDetail:
    """Let the pause between two calls pass, the case in hand."""
    house.clock.advance(timedelta(seconds=Settings().second_call_s + 1))
    await desk.post("/v1/claims/renew", {"case_ids": [detail.row.case_id]})
    await desk.post(f"/v1/cases/{detail.row.case_id}/views")
    return detail_of(await desk.get(f"/v1/cases/{detail.row.case_id}"))


async def test_without_a_contract_the_truck_leaves_and_somebody_goes_to_look(house: House) -> None:
    desk, detail = await crashed(house, None, contract_id=None, car=None)
    assert (detail.contract, detail.row.holds, detail.row.priority) == (None, (), Priority.ONE)
    assert [(order.automatic, order.state) for order in detail.orders] == [(True, OrderState.BY_HAND)]
    assert detail.ladder == ()
    assert detail.nobody_reached
    detail = await ticked_by_hand(desk, detail)
    assert detail.row.next_step.kind is NextKind.WELFARE_CHECK
    assert detail.hand_over_text.splitlines()[1].startswith("Gelieve iemand te laten kijken"), "right after who asks"
    body = {"to": EmergencyNumber.POLICE_101, "text": detail.hand_over_text, "reference": "K-1"}
    detail = detail_of(await desk.post(f"/v1/cases/{detail.row.case_id}/hand-over", body))
    assert detail.row.next_step.kind is NextKind.PLACE_TOW_BY_HAND, "somebody goes and looks before a truck is phoned"
    detail = await ticked_by_hand(desk, detail)
    assert detail.row.next_step.kind is NextKind.FIND_NUMBER


async def test_without_a_mobile_the_policy_holder_then_the_contact_person_then_somebody_looks(house: House) -> None:
    desk, detail = await crashed(house, NOBODYS_MOBILE)
    assert [(rung.role, rung.person.e164) for rung in detail.ladder] == [
        (ContactRole.DRIVER, None),
        (ContactRole.SUBSCRIBER, "+32470000001"),
        (ContactRole.FAMILY, "+32470000002"),
    ]
    assert detail.row.next_step.e164 == "+32470000001"
    rung: list[str] = []
    for _step in range(12):
        detail = await ticked_by_hand(desk, detail)
        if detail.row.next_step.kind is NextKind.WELFARE_CHECK:
            break
        if detail.row.next_step.e164:
            rung.append(detail.row.next_step.e164)
            detail = await called_in_vain(desk, detail)
        else:
            detail = await later(house, desk, detail)
    assert list(dict.fromkeys(rung)) == ["+32470000001", "+32470000002"]
    assert detail.row.next_step.kind is NextKind.WELFARE_CHECK


async def test_a_contract_that_is_known_to_have_ended_is_asked_and_a_person_decides(house: House) -> None:
    desk, detail = await crashed(house, a_contract(ends_on=date(2025, 6, 30)))
    assert detail.contract is not None
    assert detail.contract.state is ContractState.ENDED
    assert detail.row.holds == (Hold.CONTRACT_ENDED,)
    assert (detail.orders, detail.tow_question) == ((), TowQuestion.OPEN)
    assert detail.row.next_step.kind is NextKind.ASK_TOW
    detail = detail_of(await desk.post(f"/v1/cases/{detail.row.case_id}/tow"))
    assert [(order.automatic, order.state) for order in detail.orders] == [(False, OrderState.BY_HAND)]
    assert detail.tow_question is TowQuestion.YES


async def test_a_contract_whose_first_day_nobody_entered_delays_nothing(house: House) -> None:
    _desk, detail = await crashed(house, a_contract(starts_on=None))
    assert detail.contract is not None
    assert detail.contract.state is ContractState.UNKNOWN
    assert [order.automatic for order in detail.orders] == [True]


async def test_a_contract_that_turns_out_to_be_known_later_changes_no_truck(house: House) -> None:
    desk, detail = await crashed(house, None, contract_id=None, car=None)
    before = [order.order_id for order in detail.orders]

    def joined(unit: Any) -> None:  # noqa: ANN401 - whatever unit the store hands in
        unit.contracts.put(a_contract(ends_on=date(2025, 6, 30)))
        unit.boxes.put(a_box())
        unit.audit.append(an_audit_record())

    house.submit(joined)
    await desk.post(f"/v1/cases/{detail.row.case_id}/views")
    after = detail_of(await desk.get(f"/v1/cases/{detail.row.case_id}"))
    assert [order.order_id for order in after.orders] == before
