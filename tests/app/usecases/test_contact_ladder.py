"""Whom to call, one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.contact import CallAttempt, CallOutcome, ContactRole, Disposition
from app.domain.ids import CallerId, EcallId, new_id
from app.domain.phone_case import Caller, CallerRelation
from app.domain.subscription import ContactPerson, Contract, Language, Person, Relation
from app.usecases.contact_ladder import ladder, next_call, nobody_reached, role_of
from app.usecases.queries import CaseBrief
from tests.app.usecases.people import AN
from tests.support.builders import NOON, a_box, a_call, a_case, a_claim, a_contract

DRIVER, SECOND, SUBSCRIBER = "+32470123456", "+3216123456", "+32470000001"
MOTHER, BOSS, TYPED = "+32470000011", "+3223456789", "+32475999999"
NOT_IN_THE_PLAN = "+32999123456"
NO_ANSWER, WRONG, UNREACHABLE = CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER, CallOutcome.UNREACHABLE
NOT_IN_USE = CallOutcome.NOT_IN_USE
MINUTE = timedelta(minutes=1)


def a_full_contract() -> Contract:
    """A driver with two numbers, a subscriber, a mother and an employer."""
    return a_contract(
        driver=Person("Jan Peeters", Language.NL, DRIVER, SECOND),
        contact_persons=(
            ContactPerson(Person("Mia Claes", Language.NL, MOTHER), Relation.FAMILY),
            ContactPerson(Person("Transport Maes", Language.FR, BOSS), Relation.EMPLOYER),
        ),
    )


def brief_of(contract: Contract | None, calls: Sequence[tuple[str, CallOutcome]] = (), **changes: object) -> CaseBrief:
    """A claimed case with these calls, a minute apart."""
    case = a_case(claim=a_claim(), **changes)
    made: list[CallAttempt] = []
    for place, (e164, outcome) in enumerate(calls):
        made.append(a_call(case.case_id, to_e164=e164, outcome=outcome, requested_at=NOON + place * MINUTE))
    return CaseBrief(case, a_box(), contract, tuple(made), (), (), peak_g=6.3, peak_capped=False)


def next_number(brief: CaseBrief) -> str | None:
    call = next_call(brief, 60.0)
    return None if call is None else call.rung.e164


def next_at(brief: CaseBrief) -> datetime | None:
    call = next_call(brief, 60.0)
    assert call is not None
    return call.not_before


def test_the_rungs_are_driver_second_number_subscriber_and_contact_persons() -> None:
    rungs = ladder(brief_of(a_full_contract(), [(TYPED, NO_ANSWER)]))
    assert [(rung.role, rung.e164) for rung in rungs] == [
        (ContactRole.DRIVER, DRIVER),
        (ContactRole.DRIVER, SECOND),
        (ContactRole.SUBSCRIBER, SUBSCRIBER),
        (ContactRole.FAMILY, MOTHER),
        (ContactRole.EMPLOYER, BOSS),
        (ContactRole.NOT_ON_RECORD, TYPED),
    ]


def test_a_number_is_one_rung_under_the_first_who_has_it() -> None:
    contract = a_full_contract()
    shared = replace(contract, subscriber=Person("An Janssens", None, DRIVER))
    assert [rung.e164 for rung in ladder(brief_of(shared))].count(DRIVER) == 1
    alone = replace(contract, subscriber=contract.driver or contract.subscriber, contact_persons=())
    assert [rung.role for rung in ladder(brief_of(alone))] == [ContactRole.DRIVER, ContactRole.DRIVER]


def test_who_has_no_number_is_shown_and_never_next() -> None:
    nobody = a_contract(driver=Person("Jan Peeters", None, None), subscriber=Person("An Janssens", None, None))
    brief = brief_of(nobody)
    assert [(rung.person.name, rung.e164) for rung in ladder(brief)] == [("Jan Peeters", None), ("An Janssens", None)]
    assert next_call(brief, 60.0) is None
    assert nobody_reached(brief)


def test_the_car_is_called_twice_before_anybody_else_and_then_every_rung_once() -> None:
    order = [DRIVER, SECOND, DRIVER, SUBSCRIBER, MOTHER, BOSS]
    for tried in range(len(order)):
        brief = brief_of(a_full_contract(), [(number, NO_ANSWER) for number in order[:tried]])
        assert next_number(brief) == order[tried]
        assert not nobody_reached(brief)
    brief = brief_of(a_full_contract(), [(number, NO_ANSWER) for number in order])
    assert next_number(brief) == DRIVER
    assert nobody_reached(brief)


@pytest.mark.parametrize("outcome", [WRONG, NOT_IN_USE, UNREACHABLE, NO_ANSWER])
def test_whatever_came_of_a_call_the_next_person_is_next(outcome: CallOutcome) -> None:
    assert next_number(brief_of(a_full_contract(), [(DRIVER, outcome)])) == SECOND


def test_a_wrong_number_is_never_called_again_and_an_unreachable_one_after_all_others() -> None:
    calls = [(DRIVER, WRONG), (SUBSCRIBER, UNREACHABLE)]
    assert next_number(brief_of(a_contract(), calls)) == SUBSCRIBER
    calls = [(DRIVER, UNREACHABLE), (SECOND, NO_ANSWER)]
    assert next_number(brief_of(a_full_contract(), calls)) == SECOND, "the second call goes where it rings"
    calls = [(DRIVER, UNREACHABLE), (DRIVER, UNREACHABLE), (SUBSCRIBER, NO_ANSWER)]
    assert next_number(brief_of(a_contract(), calls)) == SUBSCRIBER
    assert next_call(brief_of(a_contract(driver=None), [(SUBSCRIBER, WRONG)]), 60.0) is None


@pytest.mark.parametrize("outcome", [CallOutcome.BUSY, CallOutcome.DECLINED])
def test_who_was_engaged_or_declined_is_called_once_more_before_somebody_goes_and_looks(outcome: CallOutcome) -> None:
    """There is somebody at the other end."""
    calls = [(DRIVER, NO_ANSWER), (DRIVER, NO_ANSWER), (SUBSCRIBER, outcome)]
    assert next_number(brief_of(a_contract(), calls[2:])) == DRIVER, "every other number comes first"
    once = brief_of(a_contract(), calls)
    assert next_number(once) == SUBSCRIBER
    assert not nobody_reached(once)
    twice = brief_of(a_contract(), [*calls, (SUBSCRIBER, outcome)])
    assert nobody_reached(twice)
    assert next_number(twice) == DRIVER
    assert nobody_reached(brief_of(a_contract(), [*calls, (SUBSCRIBER, WRONG)]))


@pytest.mark.parametrize("rang", [NO_ANSWER, CallOutcome.BUSY, CallOutcome.DECLINED, CallOutcome.ANSWERED])
def test_a_wrong_number_that_rang_later_is_good_again(rang: CallOutcome) -> None:
    brief = brief_of(a_contract(), [(DRIVER, WRONG), (DRIVER, rang)])
    rung = ladder(brief)[0]
    assert (rung.is_wrong, rung.can_be_dialled) == (False, True)


@pytest.mark.parametrize("silent", [UNREACHABLE, NOT_IN_USE, CallOutcome.CANCELLED, CallOutcome.FAILED, None])
def test_what_rang_nowhere_takes_no_word_back(silent: CallOutcome | None) -> None:
    made = a_call(a_case().case_id, to_e164=DRIVER, outcome=silent, requested_at=NOON + MINUTE)
    brief = brief_of(a_contract(), [(DRIVER, WRONG)])
    assert ladder(replace(brief, calls=(*brief.calls, made)))[0].is_wrong


def test_a_number_that_the_exchange_does_not_know_is_passed_over_and_not_wrong() -> None:
    """It is what became of one call: a wrong route answers so too."""
    brief = brief_of(a_contract(), [(DRIVER, NOT_IN_USE)])
    assert not ladder(brief)[0].is_wrong
    assert next_number(brief) == SUBSCRIBER
    assert next_at(brief) is None, "no second call to it first"
    both = brief_of(a_contract(), [(DRIVER, NOT_IN_USE), (SUBSCRIBER, NOT_IN_USE)])
    assert next_number(both) is None
    assert nobody_reached(both)
    again = brief_of(a_contract(), [(DRIVER, NOT_IN_USE), (SUBSCRIBER, NO_ANSWER), (DRIVER, NO_ANSWER)])
    assert next_number(again) == DRIVER
    assert not ladder(again)[0].is_not_in_use


def test_whose_call_was_cut_is_called_again_at_once() -> None:
    """Nothing is claimed of a call whose exchange went away under it."""
    cut = brief_of(a_full_contract(), [(SECOND, NO_ANSWER), (DRIVER, CallOutcome.UNKNOWN)])
    assert (next_number(cut), next_at(cut)) == (DRIVER, None)
    everybody = [(number, NO_ANSWER) for number in (DRIVER, SECOND, SECOND, SUBSCRIBER, MOTHER, BOSS)]
    assert nobody_reached(brief_of(a_full_contract(), everybody))
    assert not nobody_reached(brief_of(a_full_contract(), [*everybody, (DRIVER, CallOutcome.UNKNOWN)]))


def test_a_number_that_no_plan_knows_is_never_next() -> None:
    contract = a_contract(driver=Person("Jan Peeters", None, NOT_IN_THE_PLAN))
    assert next_number(brief_of(contract)) == SUBSCRIBER


def test_a_second_impact_starts_the_ladder_again_but_forgets_no_wrong_number() -> None:
    two = {"ecall_ids": (EcallId(new_id()), EcallId(new_id())), "struck_at": NOON + 10 * MINUTE}
    brief = brief_of(a_full_contract(), [(DRIVER, WRONG), (SECOND, NO_ANSWER)], **two)
    assert next_number(brief) == SECOND
    assert not nobody_reached(brief)


def test_somebody_else_who_spoke_can_say_more_than_the_police_would_find() -> None:
    calls = [(DRIVER, NO_ANSWER), (DRIVER, NO_ANSWER), (SUBSCRIBER, CallOutcome.ANSWERED)]
    brief = brief_of(a_contract(), calls)
    spoke = replace(brief.calls[2], disposition=Disposition.THIRD_PARTY)
    assert not nobody_reached(replace(brief, calls=(*brief.calls[:2], spoke)))
    voicemail = replace(brief.calls[2], disposition=Disposition.VOICEMAIL)
    assert nobody_reached(replace(brief, calls=(*brief.calls[:2], voicemail)))


def test_a_driver_who_has_spoken_ends_it() -> None:
    assert not nobody_reached(brief_of(None, driver_reached_at=NOON))


def test_the_role_of_a_number_is_that_of_its_rung() -> None:
    contract = a_full_contract()
    assert role_of(contract, SECOND) is ContactRole.DRIVER
    assert role_of(contract, BOSS) is ContactRole.EMPLOYER
    assert role_of(contract, TYPED) is ContactRole.NOT_ON_RECORD
    assert role_of(None, DRIVER) is ContactRole.NOT_ON_RECORD


def test_the_second_call_has_a_time_of_its_own() -> None:
    """The SMS that followed the first needs a moment to be seen; anybody else is called at once."""
    once = brief_of(a_contract(), [(DRIVER, NO_ANSWER)])
    assert (next_number(once), next_at(once)) == (DRIVER, NOON + MINUTE)
    ended = replace(once.calls[0], ended_at=NOON + MINUTE / 2)
    assert next_at(replace(once, calls=(ended,))) == NOON + 3 * MINUTE / 2
    twice = brief_of(a_contract(), [(DRIVER, NO_ANSWER), (DRIVER, NO_ANSWER)])
    assert (next_number(twice), next_at(twice)) == (SUBSCRIBER, None)
    two_numbers = brief_of(a_full_contract(), [(DRIVER, NO_ANSWER)])
    assert (next_number(two_numbers), next_at(two_numbers)) == (SECOND, None)


def test_whoever_was_engaged_in_the_car_gets_the_second_call() -> None:
    brief = brief_of(a_full_contract(), [(DRIVER, NO_ANSWER), (SECOND, CallOutcome.BUSY)])
    assert next_number(brief) == SECOND


def test_the_subscriber_is_the_car_where_no_driver_is_named() -> None:
    brief = brief_of(a_contract(driver=None), [(SUBSCRIBER, NO_ANSWER)])
    assert (next_number(brief), next_at(brief)) == (SUBSCRIBER, NOON + MINUTE)
    assert not nobody_reached(brief)


def test_a_number_that_was_typed_may_be_the_drivers() -> None:
    brief = brief_of(None, [(TYPED, NO_ANSWER)])
    assert (next_number(brief), next_at(brief)) == (TYPED, NOON + MINUTE)


def test_somebody_else_on_the_drivers_phone_makes_a_second_call_needless() -> None:
    brief = brief_of(a_contract(), [(DRIVER, CallOutcome.ANSWERED)])
    spoke = replace(brief.calls[0], disposition=Disposition.THIRD_PARTY)
    assert next_number(replace(brief, calls=(spoke,))) == SUBSCRIBER


def called_in(brief: CaseBrief, relation: CallerRelation, e164: str = TYPED) -> CaseBrief:
    """The same case, about which somebody called in."""
    caller = Caller(CallerId(new_id()), brief.case.case_id, relation, "Eva Maes", e164, NOON, AN.account_id)
    return replace(brief, callers=(*brief.callers, caller))


@pytest.mark.parametrize("relation", CallerRelation)
def test_only_who_may_be_in_the_car_is_called_before_the_driver_because_they_called_in(
    relation: CallerRelation,
) -> None:
    """After a second impact the driver is looked for; the employer and a passer-by are asked when nobody answers."""
    brief = called_in(brief_of(a_full_contract(), struck_at=NOON + MINUTE), relation)
    assert next_number(brief) == (TYPED if relation.is_in_car else DRIVER)
    assert TYPED in [rung.e164 for rung in ladder(brief)]


def test_a_subscriber_who_called_in_is_who_is_looked_for_where_no_driver_is_named() -> None:
    brief = called_in(brief_of(a_contract(driver=None)), CallerRelation.SUBSCRIBER)
    assert next_number(brief) == TYPED


def test_who_called_in_from_beside_the_road_is_asked_before_somebody_goes_and_looks() -> None:
    tried = [(number, NO_ANSWER) for number in (DRIVER, SECOND, DRIVER, SUBSCRIBER, MOTHER, BOSS)]
    brief = called_in(brief_of(a_full_contract(), tried), CallerRelation.PASSER_BY)
    assert next_number(brief) == TYPED
    assert not nobody_reached(brief)
