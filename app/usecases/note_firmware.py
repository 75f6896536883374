"""Remember which firmware a box runs, each time it says so: its alarms are counted by the version of their day.

Whoever hears a version (an answer to a question, a status frame) calls this in the transaction of what was heard. Said
again, nothing is written; a version that a late frame tells of an earlier day takes its place in between.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.firmware import LONGEST_VERSION, FirmwareNote
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NoteFirmware:
    """A box said which firmware it runs.

    Attributes:
        firmware: The version as the box wrote it; blank says nothing.
        at: When it ran that, by its own word or by ours; one in the future counts as now.
    """

    imei: Imei
    firmware: str
    at: datetime


def note_firmware(command: NoteFirmware, uow: UnitOfWork, clock: Clock) -> FirmwareNote | None:
    """Store what is new in it, and return that; None when nothing is."""
    now = clock.now()
    note = FirmwareNote(command.imei, command.firmware.strip()[:LONGEST_VERSION], min(command.at, now))
    if not note.firmware or uow.firmware.at(note.imei, note.at) == note.firmware:
        return None
    uow.firmware.add(note)
    facts = {"firmware": note.firmware, "since": note.at.isoformat()}
    write_down(uow, SYSTEM_CHAIN, SERVICE, now, Entry(AuditAction.BOX_FIRMWARE_NOTED, facts, {"imei": note.imei}))
    return note
