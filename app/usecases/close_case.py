"""Close a case with an outcome.

A case is never closed over something that still runs without anybody having said so: a truck under way, an SMS that
nobody has sent, or a promise is named to the operator, who ends it or lets it go on. A promise that follows a truck
goes with it and is not named twice. Nothing is cancelled by closing, because a truck that was called off by default is
one that somebody waits for. And no order goes on that nobody was asked for: it is placed first, or cancelled with a
reason, because nobody is coming and no one would look again. Nor is it closed without a word when nobody was reached
(``unreached``), or while somebody is still on a line of it: nobody could hang up afterwards. Only what waits to be
asked of the box is withdrawn: nobody may learn where a car is, a week later, for a case that is closed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import AuditAction
from app.domain.box_command import BoxCommandState
from app.domain.case import Case, CaseState, Outcome
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import CaseId
from app.domain.message import MessageState
from app.domain.promise import Promise, PromiseKind
from app.domain.service_order import OrderState, ServiceOrder
from app.usecases.actor import Actor
from app.usecases.calls import require_no_line_up, require_no_open_call
from app.usecases.case_changes import Entry, save_case, write_down, yes_or_no
from app.usecases.command_box import facts_of
from app.usecases.holding import require_holder
from app.usecases.reasons import require_reason
from app.usecases.unit_of_work import UnitOfWork
from app.usecases.unreached import unreached

_STILL_TO_LEAVE: Final = (MessageState.BY_HAND, MessageState.QUEUED, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Close a case, seen at this version.

    Attributes:
        keep: Ids of what goes on without it.
        though_unreached: It is closed although nobody was reached.
        reason: Why that is; only looked at then.
    """

    actor: Actor
    case_id: CaseId
    version: int
    outcome: Outcome
    keep: tuple[str, ...] = ()
    though_unreached: bool = False
    reason: str = ""


def close_case(command: CloseCase, uow: UnitOfWork, clock: Clock) -> Case:
    """Close the case and free its claim; what is named in ``keep`` goes on.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``, ``changed``, ``call_running``,
            ``still_running`` (running: "tow", "sms", "promise"; ids), ``nobody_asked`` (running, ids: orders),
            ``nobody_reached`` (calls, looked_for, needs_reason).
        Refusal: ``reason_missing``: nobody was reached after a hard impact or a call for help.
    """
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if case.version != command.version:
        raise Conflict("changed")
    require_no_open_call(uow, case.case_id)
    require_no_line_up(uow, case.case_id)
    running = _running(uow, case.case_id)
    unnamed = {what: kind for what, kind in running.items() if what not in command.keep}
    if unnamed:
        raise Conflict("still_running", running=_listed(unnamed.values()), ids=_listed(unnamed))
    orders = [one for one in uow.orders.of_case(case.case_id) if one.order_id in running]
    unasked = [one for one in orders if one.state.is_unasked]
    if unasked:
        raise Conflict(
            "nobody_asked", running=_listed(one.kind for one in unasked), ids=_listed(one.order_id for one in unasked)
        )
    in_vain = _in_vain(command, case, uow)
    now = clock.now()
    closed = replace(case, state=CaseState.CLOSED, outcome=command.outcome, closed_at=now, claim=None)
    _withdraw_questions(case, uow, command.actor, now)
    facts = {"outcome": command.outcome, **_left(running, orders), **in_vain.facts}
    return save_case(uow, closed, command.actor, now, Entry(AuditAction.CASE_CLOSED, facts, in_vain.personal))


def _in_vain(command: CloseCase, case: Case, uow: UnitOfWork) -> Entry:
    """Return what is kept of nobody having been reached; nothing where somebody was.

    Raises:
        Conflict: ``nobody_reached``.
        Refusal: ``reason_missing``.
    """
    found = unreached(case, uow.calls.of_case(case.case_id), uow.answers.of_case(case.case_id))
    if found is None:
        return Entry(AuditAction.CASE_CLOSED)
    needs_reason = found.needs_reason(command.outcome)
    tried = {"calls": str(found.calls), "looked_for": yes_or_no(found.looked_for)}
    if not command.though_unreached:
        raise Conflict("nobody_reached", **tried, needs_reason=yes_or_no(needs_reason))
    reason = require_reason(command.reason) if needs_reason else command.reason.strip()
    facts = {"unreached_calls": tried["calls"], "looked_for": tried["looked_for"]}
    return Entry(AuditAction.CASE_CLOSED, facts, {"reason": reason} if reason else {})


def _withdraw_questions(case: Case, uow: UnitOfWork, actor: Actor, now: datetime) -> None:
    """End what waits to be asked of the box for the case; what was asked may be answered, but is not asked again."""
    for asked in uow.box_commands.open_of(case.imei):
        if asked.case_id != case.case_id:
            continue
        if asked.state is BoxCommandState.SENT:
            uow.box_commands.put(replace(asked, expires_at=min(asked.expires_at, now)))
            continue
        ended = replace(asked, state=BoxCommandState.WITHDRAWN, ended_at=now)
        uow.box_commands.put(ended)
        facts = facts_of(ended) | {"box_state": ended.state.value}
        write_down(uow, case.case_id, actor, now, Entry(AuditAction.BOX_DID_NOT_ANSWER, facts, {"imei": case.imei}))


def _running(uow: UnitOfWork, case_id: CaseId) -> dict[str, str]:
    """Return what still runs, by id: orders by their kind, messages as "sms", then promises."""
    running: dict[str, str] = {one.order_id: one.kind for one in uow.orders.of_case(case_id) if one.state.is_running}
    running |= {one.message_id: "sms" for one in uow.messages.of_case(case_id) if one.state in _STILL_TO_LEAVE}
    with_truck = running.keys()
    promises = [one for one in uow.promises.of_case(case_id) if one.is_open]
    running |= {one.promise_id: "promise" for one in promises if not _rides_along(one, with_truck)}
    return running


def _left(running: dict[str, str], orders: Iterable[ServiceOrder]) -> dict[str, str]:
    """Return what goes on, apart: what somebody accepted, what was only asked for, and what a person has to do yet."""
    asked = {one.order_id for one in orders if one.state is OrderState.OFFERED}
    accepted = {one.order_id for one in orders} - asked
    return {
        "kept": _listed(what for key, what in running.items() if key in accepted),
        "not_accepted": _listed(what for key, what in running.items() if key in asked),
        "left_to_do": _listed(what for key, what in running.items() if key not in accepted | asked),
        "kept_ids": _listed(running),
    }


def _rides_along(promise: Promise, running: Collection[str]) -> bool:
    return promise.kind in (PromiseKind.TOW, PromiseKind.SERVICE) and promise.order_id in running


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
