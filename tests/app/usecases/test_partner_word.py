"""What a partner's own interface says may leave nobody waiting for a truck that will not come."""

from datetime import timedelta

import pytest

from app.domain.case import TowQuestion
from app.domain.promise import PromiseKind, PromiseState
from app.domain.sending import SendingPurpose
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.partner_word import PartnerWord, hear_partner
from app.usecases.pass_on_order import pass_on
from tests.app.usecases.test_pass_on_order import Centre


@pytest.fixture(name="centre")
def a_centre() -> Centre:
    made = Centre()
    made.offer()
    made.leave()
    return made


def _says(centre: Centre, state: OrderState) -> ServiceOrder | None:
    sending = centre.unit.sendings.of_order(centre.order.order_id)[0]
    eta_at = centre.clock.now() + timedelta(minutes=20) if state is OrderState.ACCEPTED else None
    return hear_partner(PartnerWord(sending.sending_id, state, eta_at), centre.unit, centre.clock)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ((), OrderState.CANCELLED, OrderState.REFUSED),
        ((OrderState.ACCEPTED,), OrderState.CANCELLED, OrderState.REFUSED),
        ((OrderState.ACCEPTED, OrderState.EN_ROUTE), OrderState.CANCELLED, OrderState.UNSUCCESSFUL),
        ((OrderState.ACCEPTED, OrderState.EN_ROUTE), OrderState.REFUSED, OrderState.UNSUCCESSFUL),
        ((OrderState.ACCEPTED, OrderState.ON_SITE), OrderState.CANCELLED, OrderState.UNSUCCESSFUL),
    ],
)
def test_a_partner_that_gives_it_back_leaves_the_driver_waiting_for_another(
    centre: Centre, before: tuple[OrderState, ...], said: OrderState, after: OrderState
) -> None:
    for state in before:
        assert _says(centre, state) is not None
    order = _says(centre, said)
    centre.unit.check_audited()
    assert order is not None
    assert order.state is after
    assert order.reason
    assert centre.case(centre.case_.case_id).tow_question is TowQuestion.OPEN
    purposes = [one.purpose for one in centre.unit.sendings.of_order(order.order_id)]
    assert purposes == [SendingPurpose.OFFER], "who gave it back is not told that it is off"
    promises = centre.unit.promises.of_case(centre.case_.case_id)
    assert PromiseKind.CONFIRM_CANCELLATION not in [one.kind for one in promises]
    if before and OrderState.ON_SITE not in before:
        assert [one.state for one in promises] == [PromiseState.OPEN], "the driver still waits for one truck"


def test_after_a_cancelled_acceptance_the_next_partner_is_asked(centre: Centre) -> None:
    _says(centre, OrderState.ACCEPTED)
    order = _says(centre, OrderState.CANCELLED)
    assert order is not None
    passed = pass_on(order.order_id, centre.moment)
    assert passed is not None
    assert passed.provider == "Second"
