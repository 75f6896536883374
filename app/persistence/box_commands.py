"""What boxes were asked, and what they said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.ids import BoxCommandId, CaseId, Imei
from app.persistence.command_tables import IS_OPEN, box_commands
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row

MOST_SENT: Final = 40


class SqlBoxCommandRepository:
    """``BoxCommandRepository`` in the table ``box_commands``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, command: BoxCommand) -> None:
        """Store a question, or what became of it."""
        self._obligation.changed("box command")
        put_row(self._connection, box_commands, _row(command))

    def note_sent(self, command_id: BoxCommandId, at: datetime) -> None:
        """Remember that it left for the box."""
        left = update(box_commands).where(box_commands.c.command_id == command_id, IS_OPEN)
        self._connection.execute(left.values(state=BoxCommandState.SENT.value, sent_at=at))

    def note_unsent(self, command_id: BoxCommandId, sent_at: datetime | None) -> None:
        """Let it wait again as before ``note_sent``: it did not leave after all."""
        unsent = update(box_commands).where(box_commands.c.command_id == command_id, IS_OPEN)
        self._connection.execute(unsent.values(state=BoxCommandState.WAITING.value, sent_at=sent_at))

    def take_back(self, command_id: BoxCommandId, at: datetime) -> None:
        """Let it wait again, its connection having ended before an answer."""
        is_unanswered = box_commands.c.state.in_([BoxCommandState.SENT.value, BoxCommandState.UNANSWERED.value])
        mine = update(box_commands).where(box_commands.c.command_id == command_id, is_unanswered)
        still = mine.where(box_commands.c.expires_at > at)
        self._connection.execute(still.values(state=BoxCommandState.WAITING.value, ended_at=None))

    def open_of(self, imei: Imei) -> tuple[BoxCommand, ...]:
        """Return the open questions of a box, oldest first."""
        return find_open(self._connection, box_commands.c.imei == imei)

    def sent_to(self, imei: Imei) -> tuple[BoxCommand, ...]:
        """Return the questions that were ever sent to a box, newest first, at most a few dozen."""
        was_sent = and_(box_commands.c.imei == imei, box_commands.c.sent_at.is_not(None))
        return find_newest(self._connection, was_sent, MOST_SENT)

    def overdue(self, now: datetime, silent_since: datetime) -> tuple[BoxCommand, ...]:
        """Return open questions that wait beyond their time, or were sent before ``silent_since``; oldest first."""
        waits = and_(box_commands.c.state == BoxCommandState.WAITING.value, box_commands.c.expires_at <= now)
        sent = and_(box_commands.c.state == BoxCommandState.SENT.value, box_commands.c.sent_at <= silent_since)
        return find_open(self._connection, or_(waits, sent))


def find_open(connection: Connection, *where: ColumnElement[bool]) -> tuple[BoxCommand, ...]:
    """Return the open questions that fit, oldest first."""
    found = select(box_commands).where(IS_OPEN, *where).order_by(box_commands.c.asked_at, box_commands.c.command_id)
    return tuple(_command(row) for row in connection.execute(found))


def find_newest(connection: Connection, where: ColumnElement[bool], limit: int) -> tuple[BoxCommand, ...]:
    """Return the questions that fit, newest first."""
    newest = (box_commands.c.asked_at.desc(), box_commands.c.command_id)
    found = select(box_commands).where(where).order_by(*newest).limit(limit)
    return tuple(_command(row) for row in connection.execute(found))


def find_box_command(connection: Connection, command_id: BoxCommandId) -> BoxCommand | None:
    """Return one question, or None."""
    row = connection.execute(select(box_commands).where(box_commands.c.command_id == command_id)).first()
    return None if row is None else _command(row)


def _row(command: BoxCommand) -> dict[str, object]:
    order = command.order
    return {
        "command_id": command.command_id,
        "imei": command.imei,
        "request": order.request.value,
        "parameter": order.parameter,
        "value": order.value,
        "period_s": order.period_s,
        "checks_imei": order.checks_imei,
        "wire_number": f"{command.wire_number:016x}",
        "case_id": command.case_id,
        "asked_by": command.asked_by,
        "asked_at": command.asked_at,
        "expires_at": command.expires_at,
        "state": command.state.value,
        "sent_at": command.sent_at,
        "ended_at": command.ended_at,
        "answer": None if command.answer is None else _answer_row(command.answer),
    }


def _command(row: AnyRow) -> BoxCommand:
    return BoxCommand(
        command_id=BoxCommandId(row.command_id),
        imei=Imei(row.imei),
        order=BoxOrder(BoxRequest(row.request), row.parameter, row.value, row.period_s, row.checks_imei),
        wire_number=int(row.wire_number, 16),
        case_id=None if row.case_id is None else CaseId(row.case_id),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        state=BoxCommandState(row.state),
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        answer=None if row.answer is None else _answer(row.answer),
    )


def _answer_row(answer: BoxAnswer) -> dict[str, object]:
    return {
        "text": answer.text,
        "latitude_deg": answer.latitude_deg,
        "longitude_deg": answer.longitude_deg,
        "fixed_at": None if answer.fixed_at is None else answer.fixed_at.isoformat(),
        "firmware": answer.firmware,
    }


def _answer(stored: Mapping[str, Any]) -> BoxAnswer:  # JSON, written by the function above
    fixed_at = stored["fixed_at"]
    return BoxAnswer(
        text=stored["text"],
        latitude_deg=stored["latitude_deg"],
        longitude_deg=stored["longitude_deg"],
        fixed_at=None if fixed_at is None else datetime.fromisoformat(fixed_at),
        firmware=stored["firmware"],
    )
