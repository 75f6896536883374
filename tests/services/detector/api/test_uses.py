"""The ledger of a case over the API: entered, counted down, asked about beyond the limit, taken back."""

from datetime import timedelta

import httpx

from app.api.cases import CaseDetail
from app.api.entitlements import ServiceCard, ServiceFamily
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.ledger import Payer
from app.rules.duration import Duration
from app.rules.ledger import after
from tests.services.detector.api.test_services_shown import INSURED
from tests.support.builders import NOON
from tests.support.clocks import StandingClock
from tests.support.house import Desk, House

HOTEL = "P2.C2.A2.1.hotel"


def _detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def _granted(house: House) -> tuple[Desk, str]:
    """A claimed case in which the hotel is granted to three people."""
    desk, case = house.person(Role.OPERATOR), house.open_case()
    path = f"/v1/cases/{case.case_id}"
    _detail(await desk.post(f"{path}/claim"))
    for fact, value in {**INSURED, "persons_travelling": 3}.items():
        _detail(await desk.post(f"{path}/answers", {"fact": fact, "value": value}))
    return desk, path


def _lodging(detail: CaseDetail) -> ServiceCard:
    return next(card for card in detail.services if card.family is ServiceFamily.LODGING)


def _left(detail: CaseDetail, family: ServiceFamily = ServiceFamily.LODGING) -> dict[str, str | None]:
    card = next(card for card in detail.services if card.family is family)
    return {room.key: room.left for room in card.room}


async def test_what_is_entered_is_counted_down_and_taken_back(house: House) -> None:
    desk, path = await _granted(house)
    nights = {"clause": HOTEL, "limit": "max_nights", "amount": "2"}
    used = _detail(await desk.post(f"{path}/uses", nights))
    (entry,) = _lodging(used).uses
    assert (entry.clause, entry.key, entry.amount, entry.rest) == (HOTEL, "max_nights", "2", "0")
    assert _left(used) == {"max_nights": "3", "max_eur": "420"}
    limits = {limit.key: limit for limit in _lodging(used).limits}
    assert (limits["max_nights"].value, limits["max_nights"].left, limits["max_eur"].left) == ("5", "3", "630")
    assert used.timeline[-1].action is AuditAction.SERVICE_USED
    back = _detail(await desk.post(f"{path}/uses/{entry.use_id}/undo"))
    assert (_lodging(back).uses, _left(back)["max_nights"]) == ((), "5")


async def test_beyond_the_limit_somebody_has_to_pay(house: House) -> None:
    desk, path = await _granted(house)
    nights = {"clause": HOTEL, "limit": "max_nights", "amount": "7"}
    refused = await desk.post(f"{path}/uses", nights)
    assert (refused.status_code, refused.json()) == (
        422,
        {"code": "above_limit", "detail": {"left": "5", "rest": "2"}},
    )
    paid = _detail(await desk.post(f"{path}/uses", {**nights, "rest_paid_by": "driver"}))
    (entry,) = _lodging(paid).uses
    assert (entry.rest, entry.rest_paid_by) == ("2", Payer.DRIVER)


async def test_of_several_services_the_one_that_was_given_leaves_nothing_of_the_others(house: House) -> None:
    desk, path = await _granted(house)
    before = _detail(await desk.post(f"{path}/views"))
    assert _left(before, ServiceFamily.ONWARD)["eur"] is None
    used = _detail(await desk.post(f"{path}/uses", {"clause": HOTEL, "limit": "max_nights", "amount": "1"}))
    assert _left(used, ServiceFamily.ONWARD)["eur"] == "0"


async def test_days_are_counted_from_the_event_and_from_the_first_entry(house: House) -> None:
    desk, path = await _granted(house)
    before = _lodging(_detail(await desk.post(f"{path}/views")))
    assert (before.counted_from, before.until) == (NOON.date(), NOON.date() + timedelta(days=4))
    clock = house.parts.clock
    assert isinstance(clock, StandingClock)
    clock.advance(timedelta(hours=11, minutes=30))
    used = _detail(await desk.post(f"{path}/uses", {"clause": HOTEL, "limit": "max_nights", "amount": "1"}))
    assert _lodging(used).counted_from == NOON.date() + timedelta(days=1), "in Belgium it is after midnight"
    assert _lodging(used).repay_by is None


async def test_an_advance_is_due_a_month_after_it_was_given(house: House) -> None:
    desk, path = await _granted(house)
    facts = {"place": "FR", "parts_unavailable_locally": True, "parts_needed_for_safe_operation": True}
    for fact, value in facts.items():
        _detail(await desk.post(f"{path}/answers", {"fact": fact, "value": value}))
    parts = {"clause": "P2.C2.A1.2.f", "limit": "eur", "amount": "310.40"}
    used = _detail(await desk.post(f"{path}/uses", parts))
    (card,) = [card for card in used.services if card.uses]
    assert card.repay_by == after(NOON.date(), Duration(1, 0))
    assert (card.until, card.counted_from) == (None, None)


async def test_a_late_bill_counts_from_the_day_it_began(house: House) -> None:
    desk, path = await _granted(house)
    clock = house.parts.clock
    assert isinstance(clock, StandingClock)
    clock.advance(timedelta(hours=11, minutes=30))
    began = NOON.date()
    nights = {"clause": HOTEL, "limit": "max_nights", "amount": "1"}
    told = _lodging(_detail(await desk.post(f"{path}/uses", {**nights, "since": began.isoformat()})))
    assert (told.counted_from, told.until, told.start_assumed) == (began, began + timedelta(days=4), False)
    assert told.uses[0].since == began
    told = _lodging(_detail(await desk.post(f"{path}/uses", nights)))
    assert (told.counted_from, told.start_assumed) == (began, True), "of one of them nobody said when"
    refused = await desk.post(f"{path}/uses", {**nights, "since": "2020-01-01"})
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_since")


async def test_where_nobody_said_when_it_began_the_card_says_so(house: House) -> None:
    desk, path = await _granted(house)
    assert not _lodging(_detail(await desk.post(f"{path}/views"))).start_assumed, "nothing was given"
    nights = {"clause": HOTEL, "limit": "max_nights", "amount": "1"}
    told = _lodging(_detail(await desk.post(f"{path}/uses", nights)))
    assert (told.counted_from, told.start_assumed) == (NOON.date(), True)


async def test_an_entry_outlives_the_grant(house: House) -> None:
    desk, path = await _granted(house)
    _detail(await desk.post(f"{path}/uses", {"clause": HOTEL, "limit": "max_nights", "amount": "2"}))
    refused = _detail(await desk.post(f"{path}/answers", {"fact": "repair_hours", "value": 1}))
    assert [entry.amount for entry in _lodging(refused).uses] == ["2"]
    assert _left(refused) == {"eur": "0"}


async def test_a_wrong_amount_is_refused_by_the_contract(house: House) -> None:
    desk, path = await _granted(house)
    for amount in ("-1", "1,5", "1.005", "x"):
        answer = await desk.post(f"{path}/uses", {"clause": HOTEL, "limit": "max_eur", "amount": amount})
        assert answer.json()["code"] == "invalid"
