"""Ask a box by itself which firmware it runs, because nobody else does: without it, alarms count for no version.

Most boxes say their version only when they are asked. One is asked when it has been connected for a while, so that a
crash it came to tell has opened its case: a box with an open case has better things to do. Once in ``again_after``,
whatever came of it: a box that cannot answer is not bothered at each login.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.case import CaseState
from app.domain.clock import Clock
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.command_box import MOST_OPEN, CommandBox, command_box, facts_of
from app.usecases.unit_of_work import UnitOfWork

WORTH_ASKING: Final = timedelta(days=1)
_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AskFirmware:
    """Boxes that are connected. ``again_after``: how long an answer, or an attempt, is good for."""

    imeis: tuple[Imei, ...]
    again_after: timedelta


def ask_firmware(command: AskFirmware, uow: UnitOfWork, clock: Clock) -> tuple[BoxCommand, ...]:
    """Store a question to each box that is to be asked, and return those."""
    since = clock.now() - command.again_after
    order = BoxOrder(BoxRequest.FIRMWARE)
    wanted = [imei for imei in command.imeis if _is_wanted(imei, since, uow, clock)]
    return tuple(command_box(CommandBox(SERVICE, imei, None, order, WORTH_ASKING), uow, clock) for imei in wanted)


def is_of_service(asked: BoxCommand) -> bool:
    """Say whether the service asked that by itself."""
    return asked.case_id is None and asked.asked_by == SERVICE.name and asked.order.request is BoxRequest.FIRMWARE


def withdraw_in_need(asked: BoxCommand, uow: UnitOfWork, clock: Clock) -> bool:
    """Withdraw a question of the service whose box has got a case meanwhile; say whether it was."""
    if not is_of_service(asked) or not _has_open_case(asked.imei, uow):
        return False
    ended = replace(asked, state=BoxCommandState.WITHDRAWN, ended_at=clock.now())
    uow.box_commands.put(ended)
    facts = facts_of(ended) | {"box_state": ended.state.value}
    entry = Entry(AuditAction.BOX_DID_NOT_ANSWER, facts, {"imei": ended.imei})
    write_down(uow, SYSTEM_CHAIN, SERVICE, clock.now(), entry)
    return True


def _is_wanted(imei: Imei, since: datetime, uow: UnitOfWork, clock: Clock) -> bool:
    if uow.boxes.find(imei) is None or _is_known(imei, since, uow, clock) or _has_open_case(imei, uow):
        return False
    waiting = uow.box_commands.open_of(imei)
    return len(waiting) < MOST_OPEN and not _was_asked((*waiting, *uow.box_commands.sent_to(imei)), since)


def _is_known(imei: Imei, since: datetime, uow: UnitOfWork, clock: Clock) -> bool:
    """Say whether the box was first heard to run its version since then; a version said again is not noted again."""
    now_runs = uow.firmware.at(imei, clock.now())
    return now_runs is not None and now_runs != uow.firmware.at(imei, since)


def _was_asked(questions: Iterable[BoxCommand], since: datetime) -> bool:
    return any(one.order.request is BoxRequest.FIRMWARE and one.asked_at > since for one in questions)


def _has_open_case(imei: Imei, uow: UnitOfWork) -> bool:
    return any(case.state is CaseState.OPEN for case in uow.cases.of_box(imei, _EVER))
