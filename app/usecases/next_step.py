"""NEXT: the one thing a case needs from a person now, in the order of who is in need.

0. Life: what was said of people hurt, trapped or of fire is handed over to 112 before the call is even ended.
1. Somebody has to have the case: claim it, or take it over when its desk is silent. Without a holder nothing is done.
2. Who is on the phone is dealt with before anything else: say how the open call ended.
   On a motorway 101 is told, and then the firm whose truck may not come there is called off: it drives until it knows.
   Then whoever called us and gave up is called back, once.
   Then whether anybody is hurt, and whether it burns, is asked of a driver who was reached, before any truck; a box
   that was only tested hurts nobody, and where there was no crash only the first of the two is left.
3. "Send tow?" comes before the call: it is one key, and it is asked only when a truck may be due and the rules alone
   may not send it. Whoever cannot say yet calls first; the question waits. While nobody knows where the car is, the
   first call comes before it: a truck needs a place to drive to. After a call in vain the SMS goes before it: somebody
   sits in the dark and knows of nobody.
4. The driver is called. Only then comes what stands in for him: the SMS that asks to call back (it takes a moment, and
   he may be able to read when he cannot speak), then the truck whose firm refused, which is decided, so the next firm
   is asked, or that has to be phoned for; in the first priority, when
   no number is left that reaches anybody, after whoever goes and looks: nobody knows how the people are.
   Then what was promised for a time that has come: somebody waits for it, and looks at a clock.
5. While nobody has spoken with the driver: the next rung of the ladder (``app.usecases.contact_ladder``), or the
   countdown to it; with every rung tried, somebody who goes and looks (the welfare check by 112 or 101); told so, the
   first again, or find one.
6. Who phoned for help and got none yet is helped: the services of the contract are gone through.
7. When something is still on its way or promised, nothing; else close.

A closed case asks for nothing but what was left to do by hand, a firm that was asked and does not answer, and what was
promised. A second impact makes the calls
before it count no more.
"""

from datetime import datetime, timedelta
from typing import Final

from app.domain.answer import FIRST_MINUTE, FOR_112, HURT_OR_TRAPPED, ON_MOTORWAY, EmergencyNumber, answer_of, said
from app.domain.case import CaseState, TowQuestion
from app.domain.contact import Disposition
from app.domain.message import Message
from app.domain.next_step import NextKind, NextStep
from app.domain.promise import PromiseKind, first_due, running_clocks
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder, refused_tow
from app.domain.verdict import Priority
from app.settings import Settings
from app.usecases.asked_in_vain import asked_in_vain
from app.usecases.contact_ladder import is_driver_reached, looked_for_at, next_call, nobody_reached
from app.usecases.earlier_cases import is_told
from app.usecases.miss_call import call_back_now
from app.usecases.owed_messages import owed_by_hand
from app.usecases.queries import CaseBrief
from app.usecases.tow_regime import is_police_tow

_CALL_OFF: Final = PromiseKind.CONFIRM_CANCELLATION


_NO_SERVICE = frozenset({*FIRST_MINUTE, *(number.fact for number in EmergencyNumber)})
"""Answers that ask for no service of the contract."""


def next_step(brief: CaseBrief, now: datetime, settings: Settings) -> NextStep:
    """Return the step, and the call, message, order or number it is about."""
    case = brief.case
    if case.state is CaseState.CLOSED:
        return (
            _sms_by_hand(brief)
            or _order_by_hand(brief)
            or _silent_partner(brief, now, settings)
            or _overdue_promise(brief, now)
            or NextStep(NextKind.NOTHING)
        )
    if case.claim is None:
        return NextStep(NextKind.CLAIM)
    if case.claim.is_stale(now, settings.claim_stale_s):
        return NextStep(NextKind.TAKE_OVER)
    return (
        _hand_over_112(brief)
        or _open_call(brief)
        or _police_tow(brief)
        or _call_off(brief)
        or call_back_now(brief)
        or _life_to_ask(brief)
        or (_sms_by_hand(brief) if _was_tried(brief) else None)
        or (_tow_to_decide(brief) if _is_place_known(brief) else None)
        or _first_call(brief)
        or _tow_to_decide(brief)
        or _sms_by_hand(brief)
        or _look_before_order(brief)
        or _next_firm(brief)
        or _order_by_hand(brief)
        or _silent_partner(brief, now, settings)
        or _overdue_promise(brief, now)
        or _another_call(brief, now, settings)
        or _services_to_ask(brief)
        or _ending(brief)
    )


def by_hand(brief: CaseBrief) -> int:
    """Count what only a person can do now: SMS to send, tows to phone for."""
    return len(_messages_by_hand(brief)) + len(_orders_by_hand(brief))


def _hand_over_112(brief: CaseBrief) -> NextStep | None:
    """A danger of before another impact that nobody was told of is one still; what is said after it is told anew."""
    dangers = [answer_of(brief.answers, fact) for fact in FOR_112]
    said_at = [one.said_at for one in dangers if one is not None and one.value is True]
    return _untold(brief, EmergencyNumber.EMERGENCY_112, max(said_at), NextKind.HAND_OVER_112) if said_at else None


def _police_tow(brief: CaseBrief) -> NextStep | None:
    """101 sends the tower on a Belgian motorway; abroad it is another number, and another regime."""
    road = answer_of(brief.standing, ON_MOTORWAY)
    if road is None or road.value is not True or brief.case.in_belgium is False:
        return None
    return _untold(brief, EmergencyNumber.POLICE_101, road.said_at, NextKind.CALL_101)


def _call_off(brief: CaseBrief) -> NextStep | None:
    """The firm that accepted before the motorway was known; once its order is cancelled, only its word is awaited."""
    if not is_police_tow(brief.case, brief.standing):
        return None
    coming = {order.order_id for order in brief.orders if order.state.is_running}
    off = [one for one in running_clocks(brief.promises) if one.kind is _CALL_OFF and one.order_id in coming]
    return NextStep(NextKind.CALL_OFF_TOW, target_id=off[0].promise_id) if off else None


def _untold(brief: CaseBrief, number: EmergencyNumber, said_at: datetime, kind: NextKind) -> NextStep | None:
    """The step, unless they were told after it was said."""
    told = answer_of(brief.answers, number.fact)
    return None if told is not None and told.said_at >= said_at else NextStep(kind)


def _open_call(brief: CaseBrief) -> NextStep | None:
    """How it ended, or, of one that an exchange saw answered and ended, who it was."""
    unsaid = [call for call in brief.calls_since_impact if call.is_who_unsaid]
    ringing = [call for call in brief.calls if call.outcome is None] or unsaid
    return NextStep(NextKind.SAY_OUTCOME, target_id=ringing[-1].call_id) if ringing else None


def _tow_to_decide(brief: CaseBrief) -> NextStep | None:
    is_open = brief.case.tow_question is TowQuestion.OPEN and refused_tow(brief.orders) is None
    return NextStep(NextKind.ASK_TOW) if is_open else None


def _next_firm(brief: CaseBrief) -> NextStep | None:
    """Whether a truck is sent was decided where one was wanted and its firm said no."""
    refused = refused_tow(brief.orders) if brief.case.tow_question is TowQuestion.OPEN else None
    return None if refused is None else NextStep(NextKind.ASK_NEXT_FIRM, target_id=refused.order_id)


def _is_place_known(brief: CaseBrief) -> bool:
    place = brief.case.place
    return place is not None and not place.is_last_known


def _first_call(brief: CaseBrief) -> NextStep | None:
    """The call nobody has made yet; a number that has to be found first makes nothing else wait."""
    call = next_call(brief, 0.0)
    if call is None or is_driver_reached(brief.case) or _was_tried(brief):
        return None
    return NextStep(NextKind.CALL_DRIVER, e164=call.rung.e164 or "")


def _sms_by_hand(brief: CaseBrief) -> NextStep | None:
    messages = _messages_by_hand(brief)
    return NextStep(NextKind.SEND_SMS_BY_HAND, target_id=messages[0].message_id) if messages else None


def _look(brief: CaseBrief) -> NextStep | None:
    """Somebody who goes and looks, while nobody is reached and nobody was asked to."""
    return NextStep(NextKind.WELFARE_CHECK) if nobody_reached(brief) and not _was_looked_for(brief) else None


def _look_before_order(brief: CaseBrief) -> NextStep | None:
    is_owed = bool(_orders_by_hand(brief)) or _next_firm(brief) is not None
    is_urgent = brief.case.priority is Priority.ONE and is_owed
    return _look(brief) if is_urgent else None


def _order_by_hand(brief: CaseBrief) -> NextStep | None:
    orders = _orders_by_hand(brief)
    if not orders:
        return None
    is_tow = orders[0].kind is ServiceKind.TOW
    kind = NextKind.PLACE_TOW_BY_HAND if is_tow else NextKind.PLACE_ORDER_BY_HAND
    return NextStep(kind, target_id=orders[0].order_id)


def _silent_partner(brief: CaseBrief, now: datetime, settings: Settings) -> NextStep | None:
    """A partner that had the time to accept and did not: phone it, or ask another."""
    within = timedelta(seconds=settings.order_answer_s)
    offered = [one for one in brief.orders if one.state is OrderState.OFFERED and one.offered_at is not None]
    silent = [one for one in offered if one.offered_at is not None and one.offered_at + within <= now]
    return NextStep(NextKind.PHONE_PARTNER, target_id=silent[0].order_id) if silent else None


def _overdue_promise(brief: CaseBrief, now: datetime) -> NextStep | None:
    promise = first_due(brief.promises)
    is_due = promise is not None and promise.is_overdue(now)
    return NextStep(NextKind.KEEP_PROMISE, target_id=promise.promise_id) if promise is not None and is_due else None


def _another_call(brief: CaseBrief, now: datetime, settings: Settings) -> NextStep | None:
    """The next rung; one whose time has not come yet is a countdown, and needs nobody until it has."""
    if is_driver_reached(brief.case):
        return None
    look = _look(brief)
    if look is not None:
        return look
    call = next_call(brief, settings.second_call_s)
    if call is None:
        return NextStep(NextKind.FIND_NUMBER)
    waits = call.not_before is not None and call.not_before > now
    not_before = call.not_before if waits else None
    return NextStep(NextKind.CALL_AGAIN, e164=call.rung.e164 or "", not_before=not_before)


def _was_looked_for(brief: CaseBrief) -> bool:
    """Whether 112 or 101 was asked to go and look since the last impact. For a test of a box nobody is sent out."""
    return brief.case.is_test or looked_for_at(brief) is not None


def _life_to_ask(brief: CaseBrief) -> NextStep | None:
    """What nobody asked a driver who was reached.

    Asked and not known, it stays unknown and is not asked again (``in_vain``). Of a tyre or a theft that somebody
    phoned about, nobody asks it.
    """
    if not is_driver_reached(brief.case):
        return None
    if is_told(brief.case) and brief.case.report is not None and not brief.case.report.incident.may_hurt:
        return None
    spoke = [
        call.disposition for call in brief.calls if call.disposition is not None and call.disposition.driver_reached
    ]
    is_false_alarm = bool(spoke) and spoke[-1] is Disposition.FALSE_ALARM
    in_vain = {one.fact for one in asked_in_vain(brief)}
    open_facts = [fact for fact in FOR_112 if said(brief.standing, fact) is None and fact not in in_vain]
    is_asked = HURT_OR_TRAPPED in open_facts if is_false_alarm else bool(open_facts)
    return NextStep(NextKind.ASK_FIRST_MINUTE) if is_asked and not brief.case.is_test else None


def _services_to_ask(brief: CaseBrief) -> NextStep | None:
    """Somebody phoned for help: until something was ordered, promised or asked for it, the cards are gone through."""
    was_asked = any(one.fact not in _NO_SERVICE for one in brief.answers)
    if not is_told(brief.case) or brief.orders or brief.promises or was_asked:
        return None
    return NextStep(NextKind.GO_THROUGH_SERVICES)


def _ending(brief: CaseBrief) -> NextStep:
    is_running = any(order.state.is_running for order in brief.orders) or first_due(brief.promises) is not None
    is_queued = any(message.is_under_way for message in brief.messages)
    return NextStep(NextKind.NOTHING if is_running or is_queued else NextKind.CLOSE)


def _was_tried(brief: CaseBrief) -> bool:
    """Whether a call since the last impact rang where it should."""
    return any(not call.went_astray for call in brief.calls_since_impact)


def _messages_by_hand(brief: CaseBrief) -> list[Message]:
    return owed_by_hand(brief.case, brief.messages)


def _orders_by_hand(brief: CaseBrief) -> list[ServiceOrder]:
    """The tow first: somebody stands beside a road."""
    by_hand = [order for order in brief.orders if order.state is OrderState.BY_HAND]
    return sorted(by_hand, key=lambda order: order.kind is not ServiceKind.TOW)
