"""Ask something of a box: where it is, to send its place often, to change a setting, which version it runs.

Asked here, said by whoever holds the box's connection (``services.detector.dispatcher``), so that a person never waits
for a network: the question is stored and audited first, and a box that is not there is asked when it comes back. For a
case only its holder asks; a box by itself is the business of who installs it.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.box_command import BoxCommand, BoxOrder, BoxRequest, new_wire_number
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import BoxCommandId, CaseId, Imei, new_id
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case, write_down
from app.usecases.holding import require_holder
from app.usecases.unit_of_work import UnitOfWork

MOST_OPEN: Final = 20
"""Questions that may wait for one box."""
LONGEST_PERIOD_S: Final = 2_592_000
LAST_PARAMETER: Final = 999_999
LONGEST_VALUE: Final = 200
_SEPARATORS: Final = frozenset(";:")
"""They would end the setting and begin another."""


@dataclass(frozen=True, slots=True)
class CommandBox:
    """Ask something of a box.

    Attributes:
        imei: Of the box; ignored when it is asked for a case, which knows its box.
        case_id: The case it is asked for; None = for the box itself.
        within: How long the question is worth asking.
    """

    actor: Actor
    imei: Imei
    case_id: CaseId | None
    order: BoxOrder
    within: timedelta


def command_box(command: CommandBox, uow: UnitOfWork, clock: Clock) -> BoxCommand:
    """Store the question; it leaves when the box is connected.

    Raises:
        NotFound: ``not_found``: no such case, or the box is not on record.
        Conflict: ``closed``, ``not_claimed``, ``not_yours``; ``box_busy``: too many questions wait for it.
        Refusal: ``invalid``: no box can be asked this.
    """
    _require_sayable(command.order)
    case = None if command.case_id is None else uow.cases.get(command.case_id)
    if case is not None:
        require_holder(case, command.actor)
    imei = command.imei if case is None else case.imei
    if uow.boxes.find(imei) is None:
        raise NotFound("not_found", what="box")
    if len(uow.box_commands.open_of(imei)) >= MOST_OPEN:
        raise Conflict("box_busy")
    now = clock.now()
    asked = BoxCommand(
        command_id=BoxCommandId(new_id()),
        imei=imei,
        order=command.order,
        wire_number=new_wire_number(now),
        case_id=command.case_id,
        asked_by=command.actor.name,
        asked_at=now,
        expires_at=now + command.within,
    )
    uow.box_commands.put(asked)
    entry = Entry(AuditAction.BOX_ASKED, facts_of(asked), _personal_of(asked))
    if case is None:
        write_down(uow, SYSTEM_CHAIN, command.actor, now, entry)
    else:
        save_case(uow, case, command.actor, now, entry)
    return asked


def facts_of(command: BoxCommand) -> dict[str, str]:
    """Return what an entry says of a question; nothing of it is personal."""
    order = command.order
    said = {"command_id": command.command_id, "request": order.request.value}
    if order.parameter is not None:
        said["parameter"] = str(order.parameter)
    return said if order.period_s is None else said | {"period_s": str(order.period_s)}


def _personal_of(command: BoxCommand) -> dict[str, str]:
    """Return what may be erased: a setting may be a phone number, or the password of a network."""
    value = command.order.value
    return {"imei": command.imei} if value is None else {"imei": command.imei, "set_to": value}


def _require_sayable(order: BoxOrder) -> None:
    """Pass when the order has what its request needs, and nothing that would end it and begin another."""
    parameter, value = order.parameter, order.value
    if (parameter is not None) != (order.request is BoxRequest.PARAMETER) or (parameter is None) != (value is None):
        raise Refusal("invalid", fields="parameter, value")
    if parameter is not None and not 0 < parameter <= LAST_PARAMETER:
        raise Refusal("invalid", fields="parameter")
    if value is not None and (len(value) > LONGEST_VALUE or not _is_plain(value)):
        raise Refusal("invalid", fields="value")
    if (order.period_s is not None) != (order.request is BoxRequest.TRACKING):
        raise Refusal("invalid", fields="period_s")
    if order.period_s is not None and not 0 < order.period_s <= LONGEST_PERIOD_S:
        raise Refusal("invalid", fields="period_s")


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and not _SEPARATORS & set(value)
