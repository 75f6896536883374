"""A tow order of the rules is offered, and passed on, by itself; and one car never has two trucks."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import booleans, sampled_from

from app.domain.answer import ON_MOTORWAY
from app.domain.audit import AuditAction
from app.domain.case import CaseState, Hold, TowQuestion
from app.domain.errors import Refusal
from app.domain.promise import PromiseKind, PromiseState
from app.domain.provider import Area, Base, Provider, Province
from app.domain.sending import WAITS, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import SERVICE
from app.usecases.answer_fact import AnswerFact, answer_fact
from app.usecases.change_order import ChangeOrder, change_order
from app.usecases.offer_order import OfferOrder, StopOrder, offer_order, stop_order
from app.usecases.order_channels import DOWN_FOR, OrderChannels
from app.usecases.partner_word import PartnerWord, hear_partner
from app.usecases.pass_on_order import Moment, is_unanswered, offer_by_itself, pass_on
from app.usecases.sending_outcomes import NotSent, sending_accepted, sending_failed, take_sending
from app.usecases.tend_sendings import tend_sending
from tests.app.usecases.crashes import edition
from tests.app.usecases.people import AN, Desk
from tests.support.builders import an_answer, an_order
from tests.support.partners import ALL_ROADS, BY_PHONE, a_provider

FIRST = a_provider("First", base=Base(50.87, 4.63))
SECOND = a_provider("Second", base=Base(50.9, 4.7))
DOWN = replace(ALL_ROADS, down_roads=frozenset(SendingChannel))
_NAMED = (OrderState.OFFERED, OrderState.ACCEPTED)


class Centre(Desk):
    """Two partners that orders reach by themselves, and a fresh order of the rules."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.case_ = self.has_claimed(first_claimed_at=self.clock.now())
        self.order = an_order(self.case_.case_id, ordered_at=self.clock.now(), changed_at=self.clock.now())
        self.unit.orders.orders[self.order.order_id] = self.order
        self.unit.providers.stored = {one.provider_id: one for one in (SECOND, FIRST)}

    @property
    def moment(self) -> Moment:
        return Moment(self.unit, self.clock, ALL_ROADS)

    def offer(self) -> ServiceOrder | None:
        return offer_by_itself(self.order.order_id, self.moment)

    def leave(self) -> None:
        """Let everything that waits leave."""
        self.clock.advance(timedelta(seconds=30))
        for sending in self.unit.sendings.sendings_due(self.clock.now()):
            if take_sending(sending.sending_id, self.unit, self.clock) is not None:
                sending_accepted(sending.sending_id, "ok", self.unit, self.clock)

    def running(self) -> tuple[ServiceOrder, ...]:
        return self.unit.orders.running_for_box(self.case_.imei)

    def silence(self) -> ServiceOrder | None:
        """Let the time of the running order's partner be over, and the service look."""
        self.clock.advance(ALL_ROADS.answer_within)
        return pass_on(self.running()[0].order_id, self.moment)

    def why_the_next(self) -> tuple[str, str]:
        """Whom the last partner comes instead of, and what that one said, as the record has it."""
        chosen = [one.record for one in self.unit.audit.entries if one.record.action is AuditAction.PARTNER_CHOSEN]
        return chosen[-1].facts["instead_of"], chosen[-1].facts["first_said"]


@pytest.fixture(name="centre")
def a_centre() -> Centre:
    return Centre()


def test_the_recommended_partner_is_asked_and_it_is_on_record_that_nobody_decided(centre: Centre) -> None:
    offered = centre.offer()
    assert offered is not None
    assert (offered.state, offered.provider) == (OrderState.QUEUED, "First")
    record = centre.record(centre.case_.case_id, AuditAction.PARTNER_CHOSEN)
    assert (record.actor, record.facts["by_itself"]) == (SERVICE.account_id, "yes")
    assert float(record.facts["distance_km"]) == round(float(record.facts["distance_km"]), 1)
    assert record.facts["price_eur"] == "145.00", "to the cent, as it was agreed"
    centre.unit.check_audited()
    assert centre.offer() is None, "once"


def test_a_person_stops_it_and_it_stays_stopped(centre: Centre) -> None:
    centre.offer()
    stop_order(StopOrder(AN, centre.order.order_id), centre.unit, centre.clock)
    assert centre.offer() is None


@pytest.mark.parametrize(
    "changes", [{"state": OrderState.OFFERED}, {"automatic": False}, {"provider": "typed by hand"}]
)
def test_what_a_person_touched_is_left_to_people(centre: Centre, changes: dict[str, object]) -> None:
    touched = {"order_id": centre.order.order_id, "ordered_at": centre.clock.now(), **changes}
    centre.unit.orders.orders[centre.order.order_id] = an_order(centre.case_.case_id, **touched)
    with centre.changes_nothing():
        assert centre.offer() is None


def test_after_an_hour_without_the_service_a_person_decides(centre: Centre) -> None:
    centre.clock.advance(timedelta(minutes=11))
    with centre.changes_nothing():
        assert centre.offer() is None


def test_a_better_partner_that_must_be_phoned_is_not_passed_over(centre: Centre) -> None:
    by_phone = a_provider("Phone only", base=Base(50.8601, 4.6234), email="")
    centre.unit.providers.stored[by_phone.provider_id] = by_phone
    assert centre.offer() is None


@pytest.mark.parametrize("holds", [(Hold.LATE,), (Hold.OUTSIDE_BELGIUM,), (Hold.TEST,)])
def test_what_holds_automatic_steps_holds_this_one(centre: Centre, holds: tuple[Hold, ...]) -> None:
    case = centre.case(centre.case_.case_id)
    centre.unit.cases.cases[case.case_id] = replace(case, holds=holds)
    assert centre.offer() is None


def test_on_a_motorway_nobody_of_ours_is_asked(centre: Centre) -> None:
    centre.unit.answers.answers[centre.case_.case_id, ON_MOTORWAY] = an_answer(centre.case_.case_id, ON_MOTORWAY, True)
    assert centre.offer() is None


def test_without_a_road_or_a_partner_it_is_phoned(centre: Centre) -> None:
    assert offer_by_itself(centre.order.order_id, Moment(centre.unit, centre.clock, BY_PHONE)) is None
    far = a_provider("Far", area=Area(provinces=frozenset({Province.LIEGE})))
    centre.unit.providers.stored = {far.provider_id: far}
    assert centre.offer() is None


def test_whose_road_is_down_is_a_persons_to_phone_and_never_leaves_by_itself_any_more(centre: Centre) -> None:
    handed = offer_by_itself(centre.order.order_id, Moment(centre.unit, centre.clock, DOWN))
    centre.unit.check_audited()
    assert handed is not None
    assert (handed.state, handed.provider, handed.provider_id) == (OrderState.BY_HAND, "First", FIRST.provider_id)
    assert centre.record(centre.case_.case_id, AuditAction.PARTNER_CHOSEN).facts["way"] == "phone"
    with centre.changes_nothing():
        assert centre.offer() is None, "the line is back, and somebody may have phoned"
    command = OfferOrder(AN, centre.order.order_id, FIRST.provider_id)
    sent = offer_order(command, centre.unit, centre.clock, ALL_ROADS)
    assert sent.state is OrderState.QUEUED, "the operator may send it now"


def test_while_nobody_has_the_case_a_line_that_blinks_is_waited_for(centre: Centre) -> None:
    nobody = replace(centre.case(centre.case_.case_id), claim=None, first_claimed_at=None)
    centre.unit.cases.cases[nobody.case_id] = nobody
    down = Moment(centre.unit, centre.clock, DOWN)
    with centre.changes_nothing():
        assert offer_by_itself(centre.order.order_id, down) is None
    centre.clock.advance(DOWN_FOR)
    handed = offer_by_itself(centre.order.order_id, down)
    assert handed is not None
    assert handed.state is OrderState.BY_HAND
    assert centre.offer() is None


@pytest.mark.parametrize("was_claimed", [True, False])
def test_what_an_operator_was_told_to_phone_never_leaves_by_itself(centre: Centre, was_claimed: bool) -> None:
    if not was_claimed:
        nobody = replace(centre.case(centre.case_.case_id), claim=None, first_claimed_at=None)
        centre.unit.cases.cases[nobody.case_id] = nobody
    assert offer_by_itself(centre.order.order_id, Moment(centre.unit, centre.clock, BY_PHONE)) is None
    centre.clock.advance(timedelta(minutes=2))
    offered = centre.offer()
    assert (offered is None) is was_claimed


def test_whom_an_operator_was_told_to_phone_loses_the_order_to_nobody(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    centre.clock.advance(ALL_ROADS.answer_within)
    assert pass_on(centre.order.order_id, Moment(centre.unit, centre.clock, DOWN)) is None
    centre.clock.advance(timedelta(minutes=2))
    with centre.changes_nothing():
        assert pass_on(centre.order.order_id, centre.moment) is None
    assert is_unanswered(centre.running()[0], centre.clock.now(), ALL_ROADS)


def test_after_a_refusal_the_question_that_a_person_was_asked_stays_theirs(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    hear_partner(PartnerWord(sending.sending_id, OrderState.REFUSED), centre.unit, centre.clock)
    assert pass_on(centre.order.order_id, Moment(centre.unit, centre.clock, DOWN)) is None
    centre.clock.advance(timedelta(minutes=2))
    with centre.changes_nothing():
        assert pass_on(centre.order.order_id, centre.moment) is None


def test_no_answer_in_time_goes_to_the_next_and_the_first_is_called_off(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    first = centre.running()[0]
    assert not is_unanswered(first, centre.clock.now(), ALL_ROADS)
    assert pass_on(first.order_id, centre.moment) is None, "it still has time"
    passed = centre.silence()
    centre.unit.check_audited()
    assert passed is not None
    assert (passed.provider, passed.state, passed.automatic) == ("Second", OrderState.QUEUED, True)
    assert centre.unit.orders.get(first.order_id).state is OrderState.CANCELLED
    assert centre.running() == (passed,)
    off = [one for one in centre.unit.sendings.of_order(first.order_id) if one.purpose is SendingPurpose.CANCEL]
    (offer,) = centre.unit.sendings.of_order(passed.order_id)
    assert off[0].leaves_at < offer.leaves_at, "the first hears that it is off before the second is asked"
    (promise,) = centre.unit.promises.of_case(centre.case_.case_id)
    assert (promise.kind, promise.owner_id) == (PromiseKind.CONFIRM_CANCELLATION, AN.account_id)
    assert (promise.text, promise.due_at) == ("First", centre.clock.now()), "nobody decided it: a person hears at once"
    assert centre.why_the_next() == ("First", "nothing")


def test_the_next_one_that_is_silent_too_leaves_it_to_people(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    centre.silence()
    centre.leave()
    assert centre.silence() is None
    assert len(centre.running()) == 1


def test_an_explicit_refusal_goes_to_the_next_at_once(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    refused = hear_partner(PartnerWord(sending.sending_id, OrderState.REFUSED), centre.unit, centre.clock)
    assert refused is not None
    passed = pass_on(refused.order_id, centre.moment)
    centre.unit.check_audited()
    assert passed is not None
    assert passed.provider == "Second"
    assert centre.case(centre.case_.case_id).tow_question is TowQuestion.NOT_ASKED
    assert centre.why_the_next() == ("First", "refused")
    assert pass_on(refused.order_id, centre.moment) is None, "once"


def test_after_a_refusal_a_person_who_decided_has_the_last_word(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    change_order(
        ChangeOrder(AN, centre.order.order_id, OrderState.REFUSED, reason="too far"), centre.unit, centre.clock
    )
    case = centre.case(centre.case_.case_id)
    centre.unit.cases.cases[case.case_id] = replace(case, tow_question=TowQuestion.NO)
    assert pass_on(centre.order.order_id, centre.moment) is None


def test_a_closed_case_sends_nobody(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    case = centre.case(centre.case_.case_id)
    centre.unit.cases.cases[case.case_id] = replace(case, state=CaseState.CLOSED)
    assert centre.silence() is None


def test_a_partner_that_accepts_is_believed_and_its_time_is_promised(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    at = centre.clock.now() + timedelta(minutes=30)
    accepted = hear_partner(PartnerWord(sending.sending_id, OrderState.ACCEPTED, at), centre.unit, centre.clock)
    assert accepted is not None
    assert (accepted.state, accepted.eta_at, accepted.provider) == (OrderState.ACCEPTED, at, "First")
    with centre.changes_nothing():
        assert hear_partner(PartnerWord(sending.sending_id, OrderState.ACCEPTED, at), centre.unit, centre.clock) is None
    assert centre.silence() is None
    (promise,) = centre.unit.promises.of_case(centre.case_.case_id)
    assert promise.kind is PromiseKind.TOW


def test_a_partner_that_was_called_off_is_not_believed_but_its_confirmation_is_kept(centre: Centre) -> None:
    centre.offer()
    centre.leave()
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    centre.silence()
    assert hear_partner(PartnerWord(sending.sending_id, OrderState.ACCEPTED), centre.unit, centre.clock) is None
    off = centre.unit.sendings.of_order(centre.order.order_id)[-1]
    hear_partner(PartnerWord(off.sending_id, OrderState.CANCELLED), centre.unit, centre.clock)
    centre.unit.check_audited()
    assert centre.unit.promises.of_case(centre.case_.case_id)[0].state is PromiseState.KEPT


@pytest.mark.parametrize("has_left", [False, True])
def test_a_motorway_takes_back_what_was_offered_by_itself(centre: Centre, has_left: bool) -> None:
    centre.offer()
    if has_left:
        centre.leave()
    answer_fact(AnswerFact(AN, centre.case_.case_id, ON_MOTORWAY, True), centre.unit, centre.clock, [edition()])
    centre.unit.check_audited()
    assert centre.running() == ()
    purposes = [(one.purpose, one.state) for one in centre.unit.sendings.of_order(centre.order.order_id)]
    if has_left:
        assert purposes[1] == (SendingPurpose.CANCEL, SendingState.QUEUED)
        assert [one.kind for one in centre.unit.promises.of_case(centre.case_.case_id)] == [
            PromiseKind.CONFIRM_CANCELLATION
        ]
    else:
        assert purposes == [(SendingPurpose.OFFER, SendingState.STOPPED)]
        assert centre.unit.promises.of_case(centre.case_.case_id) == ()
    assert pass_on(centre.order.order_id, centre.moment) is None, "the police send theirs"


def _fails(centre: Centre, *, is_final: bool = False, may_have_arrived: bool = True) -> None:
    """Let the wire fail until the offer is given up."""
    for _ in range(20):
        centre.clock.advance(timedelta(seconds=30))
        for sending in centre.unit.sendings.sendings_due(centre.clock.now()):
            if take_sending(sending.sending_id, centre.unit, centre.clock) is not None:
                command = NotSent(sending.sending_id, "fault", is_final, may_have_arrived)
                sending_failed(command, centre.unit, centre.clock)


def _is_off(centre: Centre) -> None:
    """The first partner is told that it is off, by its road and by a call that somebody promised."""
    centre.unit.check_audited()
    last = [one for one in centre.unit.sendings.of_order(centre.order.order_id) if one.provider_id == FIRST.provider_id]
    assert last[-1].purpose is SendingPurpose.CANCEL
    promises = centre.unit.promises.of_case(centre.case_.case_id)
    calls = [one for one in promises if one.kind is PromiseKind.CONFIRM_CANCELLATION]
    assert [(one.state, one.text) for one in calls] == [(PromiseState.OPEN, "First")]


def test_an_offer_given_up_that_may_have_arrived_is_called_off_when_another_firm_comes(centre: Centre) -> None:
    centre.offer()
    _fails(centre)
    at = centre.clock.now() + timedelta(minutes=30)
    change_order(ChangeOrder(AN, centre.order.order_id, OrderState.ACCEPTED, "Other", at), centre.unit, centre.clock)
    _is_off(centre)
    change_order(ChangeOrder(AN, centre.order.order_id, OrderState.ON_SITE), centre.unit, centre.clock)
    _is_off(centre)


def test_an_offer_given_up_that_may_have_arrived_is_called_off_when_another_partner_is_asked(centre: Centre) -> None:
    centre.offer()
    _fails(centre)
    command = OfferOrder(AN, centre.order.order_id, SECOND.provider_id)
    offered = offer_order(command, centre.unit, centre.clock, ALL_ROADS)
    _is_off(centre)
    assert (offered.state, offered.provider) == (OrderState.QUEUED, "Second")
    (cancel,) = centre.unit.sendings.sendings_due(centre.clock.now())
    take_sending(cancel.sending_id, centre.unit, centre.clock)
    sending_accepted(cancel.sending_id, "ok", centre.unit, centre.clock)
    assert centre.unit.orders.get(offered.order_id).state is OrderState.QUEUED, "the other one has not got it yet"
    hear_partner(PartnerWord(cancel.sending_id, OrderState.CANCELLED), centre.unit, centre.clock)
    assert [one.state for one in centre.unit.promises.of_case(centre.case_.case_id)] == [PromiseState.KEPT]


def test_an_offer_that_surely_never_arrived_is_not_called_off(centre: Centre) -> None:
    centre.offer()
    _fails(centre, may_have_arrived=False)
    change_order(ChangeOrder(AN, centre.order.order_id, OrderState.ACCEPTED, "Other"), centre.unit, centre.clock)
    assert centre.unit.promises.of_case(centre.case_.case_id) == ()
    assert [one.purpose for one in centre.unit.sendings.of_order(centre.order.order_id)] == [SendingPurpose.OFFER]


def test_who_may_have_an_order_that_is_stopped_is_phoned_too(centre: Centre) -> None:
    centre.offer()
    centre.clock.advance(timedelta(seconds=30))
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    take_sending(sending.sending_id, centre.unit, centre.clock)
    sending_failed(NotSent(sending.sending_id, "timeout", False, True), centre.unit, centre.clock)
    stop_order(StopOrder(AN, centre.order.order_id), centre.unit, centre.clock)
    _is_off(centre)
    again = offer_order(OfferOrder(AN, centre.order.order_id, SECOND.provider_id), centre.unit, centre.clock, ALL_ROADS)
    assert again.version == centre.unit.sendings.of_order(centre.order.order_id)[-1].version


def test_what_a_person_offered_by_phone_is_not_taken_from_that_firm(centre: Centre) -> None:
    centre.offer()
    _fails(centre, is_final=True)
    change_order(ChangeOrder(AN, centre.order.order_id, OrderState.OFFERED, "Phoned"), centre.unit, centre.clock)
    assert centre.silence() is None
    assert [one.provider for one in centre.running()] == ["Phoned"]


def test_whose_mail_bounced_is_not_asked_by_mail_again(centre: Centre) -> None:
    centre.offer()
    _fails(centre, is_final=True, may_have_arrived=False)
    third = a_provider("Third", base=Base(50.9, 4.75))
    centre.unit.providers.stored = {one.provider_id: one for one in (FIRST, SECOND, third)}
    offer_order(OfferOrder(AN, centre.order.order_id, SECOND.provider_id), centre.unit, centre.clock, ALL_ROADS)
    centre.leave()
    passed = centre.silence()
    assert passed is not None
    assert passed.provider == "Third"


@pytest.mark.parametrize("state", [OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE])
def test_another_name_does_not_take_the_order_from_its_partner(centre: Centre, state: OrderState) -> None:
    centre.offer()
    centre.leave()
    (sending,) = centre.unit.sendings.of_order(centre.order.order_id)
    for said in (OrderState.ACCEPTED, OrderState.EN_ROUTE):
        if centre.running()[0].state is not state:
            hear_partner(PartnerWord(sending.sending_id, said), centre.unit, centre.clock)
    at = centre.clock.now() + timedelta(minutes=25)
    following = OrderState.ACCEPTED if state is OrderState.OFFERED else state
    with centre.refuses("other_partner"):
        command = ChangeOrder(AN, centre.order.order_id, following, "First (Jan)", at)
        change_order(command, centre.unit, centre.clock)
    moved = change_order(ChangeOrder(AN, centre.order.order_id, following, " first", at), centre.unit, centre.clock)
    assert (moved.provider, moved.provider_id, moved.eta_at) == ("First", FIRST.provider_id, at)
    assert len(centre.unit.sendings.of_order(centre.order.order_id)) == 1


class OneTruck(RuleBasedStateMachine):
    """Whatever partners, wires, people and time do, in any order."""

    @initialize()
    def begin(self) -> None:
        self.centre = Centre()
        self.channels = ALL_ROADS
        self.at = self.centre.case_.case_id
        self.centre.offer()

    @property
    def moment(self) -> Moment:
        return Moment(self.centre.unit, self.centre.clock, self.channels)

    def _order(self) -> ServiceOrder | None:
        return next(iter(self.centre.running()), None)

    @rule()
    def look(self) -> None:
        by_phone = [one for one in self.centre.running() if one.provider == "Phoned"]
        by_hand = [one.order_id for one in self.centre.running() if one.state is OrderState.BY_HAND]
        for order in list(self.centre.unit.orders.orders.values()):
            offer_by_itself(order.order_id, self.moment)
            pass_on(order.order_id, self.moment)
        for sending in list(self.centre.unit.sendings.sendings.values()):
            tend_sending(sending.sending_id, self.moment)
        assert all(one in self.centre.running() for one in by_phone), "who was phoned keeps its order"
        states = {self.centre.unit.orders.get(one).state for one in by_hand}
        assert states <= {OrderState.BY_HAND}, "what a person has to phone never leaves by itself"

    @rule(channels=sampled_from((ALL_ROADS, DOWN, BY_PHONE)))
    def road_changes(self, channels: OrderChannels) -> None:
        self.channels = channels

    @precondition(lambda self: self.channels == ALL_ROADS)
    @rule()
    def wire_takes(self) -> None:
        self.centre.leave()

    @precondition(lambda self: self.channels == ALL_ROADS)
    @rule(seconds=sampled_from((15, 200)), is_final=booleans(), may_have_arrived=booleans())
    def wire_breaks(self, seconds: int, is_final: bool, may_have_arrived: bool) -> None:
        self.centre.clock.advance(timedelta(seconds=seconds))
        for sending in self.centre.unit.sendings.sendings_due(self.centre.clock.now()):
            if take_sending(sending.sending_id, self.centre.unit, self.centre.clock) is not None:
                command = NotSent(sending.sending_id, "broken", is_final, may_have_arrived)
                sending_failed(command, self.centre.unit, self.centre.clock)

    @precondition(lambda self: self.channels == ALL_ROADS)
    @rule()
    def service_is_killed(self) -> None:
        self.centre.clock.advance(timedelta(seconds=15))
        for sending in self.centre.unit.sendings.sendings_due(self.centre.clock.now()):
            take_sending(sending.sending_id, self.centre.unit, self.centre.clock)

    @rule()
    def time_passes(self) -> None:
        self.centre.clock.advance(timedelta(minutes=6))

    @precondition(lambda self: self._order() is not None)
    @rule(said=sampled_from((OrderState.ACCEPTED, OrderState.EN_ROUTE, OrderState.REFUSED, OrderState.CANCELLED)))
    def partner_says(self, said: OrderState) -> None:
        order = self._order()
        assert order is not None
        for sending in self.centre.unit.sendings.of_order(order.order_id):
            if sending.state is not SendingState.ACCEPTED or sending.purpose is SendingPurpose.CANCEL:
                continue
            heard = hear_partner(PartnerWord(sending.sending_id, said), self.centre.unit, self.centre.clock)
            assert heard is None or heard.state is not OrderState.CANCELLED, "only we call an order off"
            if heard is not None and not heard.state.is_running:
                assert self.centre.case(self.at).tow_question is TowQuestion.OPEN, "somebody still waits"

    @precondition(lambda self: self._order() is not None)
    @rule(name=sampled_from(("Phoned", "first", "Second", "First (Jan)")), state=sampled_from(_NAMED))
    def person_phones(self, name: str, state: OrderState) -> None:
        order = self._order()
        assert order is not None
        with suppress(Refusal):
            change_order(ChangeOrder(AN, order.order_id, state, name), self.centre.unit, self.centre.clock)
        sendings = self.centre.unit.sendings.of_order(order.order_id)
        is_theirs = any(one.state is SendingState.ACCEPTED and one.version == order.version for one in sendings)
        if is_theirs and order.provider_id is not None:
            assert self.centre.unit.orders.get(order.order_id).provider_id == order.provider_id, "a name is no firm"

    @precondition(lambda self: self._order() is not None)
    @rule(partner=sampled_from((FIRST, SECOND)))
    def person_offers(self, partner: Provider) -> None:
        order = self._order()
        assert order is not None
        command = OfferOrder(AN, order.order_id, partner.provider_id)
        with suppress(Refusal):
            offer_order(command, self.centre.unit, self.centre.clock, self.channels)

    @precondition(lambda self: self._order() is not None)
    @rule()
    def person_stops(self) -> None:
        order = self._order()
        assert order is not None
        with suppress(Refusal):
            stop_order(StopOrder(AN, order.order_id), self.centre.unit, self.centre.clock)

    @precondition(lambda self: self._order() is not None)
    @rule()
    def person_cancels(self) -> None:
        order = self._order()
        assert order is not None
        command = ChangeOrder(AN, order.order_id, OrderState.CANCELLED, reason="drove off")
        with suppress(Refusal):
            change_order(command, self.centre.unit, self.centre.clock)

    @invariant()
    def one_truck(self) -> None:
        if hasattr(self, "centre"):
            assert len(self.centre.running()) <= 1
            self.centre.unit.check_audited()
            for order in self.centre.unit.orders.orders.values():
                for partner in (FIRST, SECOND):
                    self._is_called_off(order, partner)

    @invariant()
    def nothing_leaves_for_what_is_over(self) -> None:
        if hasattr(self, "centre"):
            for sending in self.centre.unit.sendings.sendings.values():
                order = self.centre.unit.orders.get(sending.order_id)
                if sending.state is SendingState.QUEUED and sending.purpose is not SendingPurpose.CANCEL:
                    assert order.state.is_running
                    assert order.provider_id == sending.provider_id

    @invariant()
    def what_waits_has_something_to_wait_for(self) -> None:
        if hasattr(self, "centre"):
            for order in self.centre.running():
                waiting = [one for one in self.centre.unit.sendings.of_order(order.order_id) if one.state in WAITS]
                if order.state is OrderState.QUEUED:
                    assert any(one.provider_id == order.provider_id for one in waiting)

    def _is_called_off(self, order: ServiceOrder, partner: Provider) -> None:
        """A partner that may have an order that is not its any more has a cancellation, and somebody calls it."""
        sendings = self.centre.unit.sendings.of_order(order.order_id)
        there = [one for one in sendings if one.provider_id == partner.provider_id]
        arrived = [
            one
            for one in there
            if one.purpose is not SendingPurpose.CANCEL and (one.state is SendingState.ACCEPTED or one.may_have_arrived)
        ]
        is_its = order.provider_id == partner.provider_id and order.state is not OrderState.CANCELLED
        if not arrived or is_its:
            return
        assert any(one.purpose is SendingPurpose.CANCEL and one.version > arrived[-1].version for one in there)
        promises = self.centre.unit.promises.of_case(order.case_id)
        calls = [one for one in promises if one.kind is PromiseKind.CONFIRM_CANCELLATION]
        assert any((one.order_id, one.text) == (order.order_id, partner.name) for one in calls)


OneTruck.TestCase.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
TestOneTruck = OneTruck.TestCase
