"""What boxes are asked: for a case by its holder, for the box itself by who installs it.

An installer sees no live place, so a box by itself is not asked where it is, and what it was asked for a case is not
shown to him. What a setting was set to is not read back by anybody: it may be a number or a password.
"""

import re
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path
from fastapi.concurrency import run_in_threadpool

from app.api.box_commands import AskBox, AskBoxOfCase, BoxAnswerInfo, BoxCommandInfo
from app.api.senders import IMEI_PATTERN
from app.domain.account import Role
from app.domain.box_command import BoxAnswer, BoxCommand, BoxOrder
from app.domain.errors import Conflict, NotFound
from app.domain.ids import BoxCommandId, CaseId, Imei
from app.usecases.command_box import CommandBox, command_box
from app.usecases.queries import Reader
from services.detector.api.access import Caller, CaseReader, Parts, Person
from services.detector.api.commands import Command, CommandGate, WorkerCommand

MOST_SHOWN: Final = 100
UNREADABLE: Final = "***"

INSTALLERS: Final = (Role.ADMIN, Role.INSTALLER)
Installer = Annotated[Caller, Depends(Person(*INSTALLERS))]
InstallerCommand = Annotated[Command, Depends(CommandGate(*INSTALLERS))]
BoxImei = Annotated[str, Path(pattern=IMEI_PATTERN)]

router = APIRouter(prefix="/v1", tags=["boxes"])


@router.post("/cases/{case_id}/box-commands", summary="Ask the box of a case something")
async def post_case_command(case_id: CaseId, body: AskBoxOfCase, command: WorkerCommand) -> BoxCommandInfo:
    """Ask; the answer stands in the timeline when it comes. The same command twice asks once."""
    order = BoxOrder(body.request, period_s=body.period_s, checks_imei=body.checks_imei)
    return await _ask(command, CommandBox(command.actor, Imei(""), case_id, order, _within(body.within_s, command)))


@router.get("/cases/{case_id}/box-commands", summary="What the box was asked for a case")
def get_case_commands(case_id: CaseId, parts: Parts, caller: CaseReader) -> list[BoxCommandInfo]:
    """Return the questions, newest first, to a session that has opened the case."""

    def read(reader: Reader) -> list[BoxCommandInfo]:
        reader.brief(case_id)
        if not reader.has_viewed(case_id, caller.account.account_id, caller.session.started_at):
            raise Conflict("view_first")
        return [_info(one) for one in reader.case_box_commands(case_id)]

    return parts.store.read(read)


@router.post("/boxes/{imei}/commands", summary="Change a setting of a box, or ask for its version")
async def post_box_command(imei: BoxImei, body: AskBox, command: InstallerCommand) -> BoxCommandInfo:
    """Ask a box something for its own sake."""
    order = BoxOrder(body.request, body.parameter, body.value, checks_imei=body.checks_imei)
    return await _ask(command, CommandBox(command.actor, Imei(imei), None, order, _within(body.within_s, command)))


@router.get("/boxes/{imei}/commands", summary="What a box was asked for its own sake")
def get_box_commands(imei: BoxImei, parts: Parts, _caller: Installer) -> list[BoxCommandInfo]:
    """Return the questions, newest first; none that was asked for a case."""

    def read(reader: Reader) -> list[BoxCommandInfo]:
        if reader.box(imei) is None:
            raise NotFound("not_found", what="box")
        asked = reader.box_commands(Imei(imei), MOST_SHOWN)
        return [_info(one) for one in asked if one.case_id is None]

    return parts.store.read(read)


async def _ask(command: Command, question: CommandBox) -> BoxCommandInfo:
    parts = command.parts
    command_id = BoxCommandId(await command.once(lambda unit: str(command_box(question, unit, parts.clock).command_id)))
    parts.dispatcher.wake()
    found = await run_in_threadpool(parts.store.read, lambda reader: reader.box_command(command_id))
    if found is None:
        raise NotFound("not_found", what="box command")
    return _info(found)


def _within(asked_s: int | None, command: Command) -> timedelta:
    return timedelta(seconds=command.parts.settings.box_question_s if asked_s is None else asked_s)


def _info(command: BoxCommand) -> BoxCommandInfo:
    order = command.order
    return BoxCommandInfo(
        command_id=command.command_id,
        imei=command.imei,
        case_id=command.case_id,
        request=order.request,
        parameter=order.parameter,
        value=None if order.value is None else UNREADABLE,
        period_s=order.period_s,
        state=command.state,
        asked_by=command.asked_by,
        asked_at=command.asked_at,
        expires_at=command.expires_at,
        sent_at=command.sent_at,
        ended_at=command.ended_at,
        answer=None if command.answer is None else _answer_info(command.answer, order.value),
    )


def _answer_info(answer: BoxAnswer, value: str | None) -> BoxAnswerInfo:
    return BoxAnswerInfo(
        text=answer.text if value is None else _without(value, answer.text),
        latitude_deg=answer.latitude_deg,
        longitude_deg=answer.longitude_deg,
        fixed_at=answer.fixed_at,
        firmware=answer.firmware,
    )


def _without(value: str, text: str) -> str:
    """Return the text with the value masked where it stands as a word; boxes repeat what they were set to."""
    return re.sub(rf"(?<![^\s:=,;]){re.escape(value.strip())}(?![^\s,;])", UNREADABLE, text) if value.strip() else text
