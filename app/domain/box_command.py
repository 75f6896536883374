"""What was asked of a box, and what became of it.

A box is asked over the connection it keeps open; one that is not connected is asked at its next login, as long as the
question is worth asking. At most one question of a box is open at a time, because the answers of most boxes do not say
what they answer. Every question ends: answered, refused by the box, never delivered, or delivered and never answered.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import randbits
from typing import Final

from app.domain.ids import BoxCommandId, CaseId, Imei

_SEQUENCE_BITS: Final = 32


class BoxRequest(StrEnum):
    """What a box can be asked for."""

    POSITION = "position"
    TRACKING = "tracking"
    PARAMETER = "parameter"
    FIRMWARE = "firmware"


class BoxCommandState(StrEnum):
    """How far a question got.

    ``expired``: the box did not come in time. ``unanswered``: it was sent, and the box said nothing.
    ``withdrawn``: nobody wants to know any more.
    """

    WAITING = "waiting"
    SENT = "sent"
    ANSWERED = "answered"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it without anybody doing anything."""
        return self in (BoxCommandState.WAITING, BoxCommandState.SENT)


@dataclass(frozen=True, slots=True)
class BoxOrder:
    """What to say to the box, in words that no maker owns.

    Attributes:
        parameter: PARAMETER: its number.
        value: PARAMETER: what it is set to.
        period_s: TRACKING: a record every so many seconds while the car moves.
        checks_imei: The box does it only when its IMEI is the one that was meant, and says so when it is not.
    """

    request: BoxRequest
    parameter: int | None = None
    value: str | None = None
    period_s: int | None = None
    checks_imei: bool = False


@dataclass(frozen=True, slots=True)
class BoxAnswer:
    """What the box said.

    Attributes:
        text: In its own words.
        latitude_deg: WGS 84, with ``longitude_deg``; None = no place in it, or one without a fix.
        fixed_at: When it was there; None = it did not say.
        firmware: The version in the answer; None = none in it.
    """

    text: str
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    fixed_at: datetime | None = None
    firmware: str | None = None


@dataclass(frozen=True, slots=True)
class BoxCommand:
    """One question to one box.

    Attributes:
        wire_number: What its frame is numbered by where frames have numbers (S2); see ``new_wire_number``.
        case_id: The case it was asked for; None = for the box itself.
        asked_by: Name of the person.
        expires_at: It is not sent any more after this.
        sent_at: When it last left; None = not yet.
        ended_at: When it was answered, refused or given up.
    """

    command_id: BoxCommandId
    imei: Imei
    order: BoxOrder
    wire_number: int
    case_id: CaseId | None
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: BoxCommandState = BoxCommandState.WAITING
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    answer: BoxAnswer | None = None


def new_wire_number(at: datetime) -> int:
    """Return a number that no other frame to a box has: the second in the upper half, chance in the lower.

    A counter in the database would repeat after a restore from backup, and an encrypted frame must never: two with one
    number give their key away. The second lets a box refuse what is older than what it did last.
    """
    return int(at.timestamp()) << _SEQUENCE_BITS | max(1, randbits(_SEQUENCE_BITS))


def wire_parts(wire_number: int) -> tuple[int, int]:
    """Return the boot id and the sequence of a wire number."""
    return wire_number >> _SEQUENCE_BITS, wire_number & (1 << _SEQUENCE_BITS) - 1


def wire_number_of(boot_id: int, sequence: int) -> int:
    """Return the wire number of a boot id and a sequence."""
    return boot_id << _SEQUENCE_BITS | sequence
