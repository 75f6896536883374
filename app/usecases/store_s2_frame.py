"""Keep an authenticated frame once, and know which messages of its box are stored whole.

One job, whose commit the answer waits for. A box that got no answer repeats the same bytes and is answered again;
nothing new is made of it. The same place with other bytes cannot come from an honest box, whose nonce would have been
used twice: that is a security event and never answered as if it were stored. A message in fragments counts as stored
when its last missing fragment is, because a box forgets all of what the answer names.
"""

from dataclasses import dataclass
from enum import Enum, auto

from app.domain.uplink import RawUplink, S2Place, S2Window
from app.usecases.unit_of_work import UnitOfWork


class Novelty(Enum):
    """What a frame is to those already stored."""

    NEW = auto()
    REPEATED = auto()
    CONFLICTING = auto()


@dataclass(frozen=True, slots=True)
class StoreS2Frame:
    """Keep an authentic frame.

    Attributes:
        key_id: The key it was made with.
        oldest_held: The oldest message the box still holds, if it said so.
    """

    raw: RawUplink
    place: S2Place
    key_id: int
    oldest_held: int | None = None


@dataclass(frozen=True, slots=True)
class S2Stored:
    """What became of a frame, and what may be acknowledged of its boot id."""

    novelty: Novelty
    window: S2Window


def store_s2_frame(command: StoreS2Frame, uow: UnitOfWork) -> S2Stored:
    """Append the frame to the uplink log, unless its place is taken."""
    raw, place = command.raw, command.place
    stored = uow.s2.digest_at(place)
    before = uow.s2.window(place.imei, place.boot_id)
    if stored is not None and stored != raw.digest:
        return S2Stored(Novelty.CONFLICTING, before)
    if stored is None:
        uow.uplinks.append(raw)
        uow.s2.add(place, raw.digest)
        uow.device_keys.note_used(place.imei, command.key_id, raw.received_at)
    window = before if command.oldest_held is None else before.starting_at(command.oldest_held)
    if _is_whole(place, uow):
        window = window.with_stored(place.sequence)
    if window != before:
        uow.s2.put_window(place.imei, place.boot_id, window)
    return S2Stored(Novelty.NEW if stored is None else Novelty.REPEATED, window)


def _is_whole(place: S2Place, uow: UnitOfWork) -> bool:
    """Whether every fragment of the message is stored."""
    if place.is_last and place.fragment == 0:
        return True
    fragments = uow.s2.fragments(place.imei, place.boot_id, place.sequence)
    last = next((number for number, is_last in fragments.items() if is_last), None)
    return last is not None and set(fragments) >= set(range(last + 1))
