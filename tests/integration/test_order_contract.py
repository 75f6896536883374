"""Partners, orders to them and what leaves for them: what every adapter of their ports promises."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.domain.case import Case
from app.domain.errors import Conflict, NotFound
from app.domain.ids import ProviderId, SendingId, new_id
from app.domain.provider import Area, Province, Skill
from app.domain.sending import SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.usecases.provider_hours import hours_of
from tests.support.builders import NOON, a_case, an_order
from tests.support.partners import a_provider, a_sending
from tests.support.units import AnyUnit

SECOND = timedelta(seconds=1)


@pytest.fixture(name="case")
def a_stored_case(unit: AnyUnit) -> Case:
    case = a_case()
    unit.cases.add(case)
    return case


def stored(unit: AnyUnit, case: Case, **changes: object) -> ServiceOrder:
    order = an_order(case.case_id, **changes)
    unit.orders.put(order)
    return order


def test_a_partner_comes_back_as_it_was_put_last(unit: AnyUnit) -> None:
    bare = a_provider(
        email="", phones=(), languages=(), hours=(), base=None, area=Area(), skills=frozenset(), price_eur=None
    )
    whole = replace(
        bare,
        kinds=frozenset(ServiceKind),
        rest_url="https://partner.example",
        hours=hours_of("fri 20:00-06:00; hol 10:00-12:00"),
        area=Area(frozenset({"3060"}), frozenset({"Bertem"}), frozenset({Province.LIEGE}), 12.5),
        skills=frozenset(Skill),
        capacity=2,
        price_eur=Decimal("145.50"),
        since=date(2026, 1, 1),
        stopped_on=date(2027, 1, 1),
    )
    for provider in (bare, whole):
        unit.providers.put(provider)
        assert unit.providers.provider(provider.provider_id) == provider
    assert unit.providers.provider(ProviderId("nobody")) is None


def test_partners_are_by_name_and_a_name_is_taken_once(unit: AnyUnit) -> None:
    for name in ("zeta", "Alpha"):
        unit.providers.put(a_provider(name))
    assert [one.name for one in unit.providers.providers()] == ["Alpha", "zeta"]
    with pytest.raises(Conflict, match="name_taken"):
        unit.providers.put(a_provider("ALPHA"))


def test_running_orders_are_counted_at_their_partner(unit: AnyUnit, case: Case) -> None:
    one, other = a_provider("One"), a_provider("Other")
    stored(unit, case, provider_id=one.provider_id, kind=ServiceKind.TAXI)
    stored(unit, case, provider_id=one.provider_id, kind=ServiceKind.HOTEL, state=OrderState.ACCEPTED)
    stored(unit, case, provider_id=other.provider_id, kind=ServiceKind.TAXI, state=OrderState.DONE)
    assert dict(unit.providers.orders_running_at()) == {one.provider_id: 2}


def test_an_order_keeps_its_words_and_version(unit: AnyUnit, case: Case) -> None:
    order = stored(
        unit,
        case,
        kind=ServiceKind.TAXI,
        need="3 people",
        wanted_at=NOON,
        offered_at=NOON + SECOND,
        version=3,
        provider_id=ProviderId("p"),
    )
    assert unit.orders.get(order.order_id) == order


def test_two_taxis_run_beside_a_truck_and_two_trucks_do_not(unit: AnyUnit, case: Case) -> None:
    stored(unit, case)
    for _ in range(2):
        stored(unit, case, kind=ServiceKind.TAXI)
    with pytest.raises(Conflict, match="tow_running"):
        stored(unit, case)
    assert [one.kind for one in unit.orders.running_for_box(case.imei)] == [ServiceKind.TOW]


def test_a_sending_comes_back_as_it_was_put_last(unit: AnyUnit, case: Case) -> None:
    provider = a_provider()
    unit.providers.put(provider)
    order = stored(unit, case)
    sending = a_sending(order, provider)
    for one in (
        sending,
        replace(sending, state=SendingState.ACCEPTED, tries=2, reference="250", fault="x", may_have_arrived=True),
    ):
        unit.sendings.put(one)
        assert unit.sendings.get(one.sending_id) == one
    with pytest.raises(NotFound):
        unit.sendings.get(SendingId("none"))
    with pytest.raises(Conflict, match="already_sent"):
        unit.sendings.put(replace(sending, sending_id=SendingId(new_id())))
    cancel = replace(sending, sending_id=SendingId(new_id()), version=2, purpose=SendingPurpose.CANCEL)
    unit.sendings.put(cancel)
    assert [one.version for one in unit.sendings.of_order(order.order_id)] == [1, 2]
