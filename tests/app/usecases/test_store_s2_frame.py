"""An authenticated frame is kept once; what is answered names whole messages only."""

from app.domain.device_key import DeviceKey, KeyState
from app.domain.uplink import S2Place, S2Window
from app.usecases.store_s2_frame import Novelty, S2Stored, StoreS2Frame, store_s2_frame
from tests.support.builders import AN_IMEI, NOON, an_uplink
from tests.support.memory import InMemoryUnitOfWork


def keep(
    unit: InMemoryUnitOfWork, sequence: int, payload: bytes = b"", fragment: int = 0, *, is_last: bool = True
) -> S2Stored:
    raw = an_uplink(payload or f"{sequence}/{fragment}".encode())
    return store_s2_frame(StoreS2Frame(raw, S2Place(AN_IMEI, 12, sequence, fragment, is_last), 1), unit)


def test_a_frame_is_stored_once_and_answered_again() -> None:
    unit = InMemoryUnitOfWork()
    assert keep(unit, 1) == S2Stored(Novelty.NEW, S2Window(1, 0))
    assert keep(unit, 3) == S2Stored(Novelty.NEW, S2Window(1, 0b10))
    assert keep(unit, 3) == S2Stored(Novelty.REPEATED, S2Window(1, 0b10))
    assert keep(unit, 2) == S2Stored(Novelty.NEW, S2Window(3, 0))
    assert len(unit.uplinks.stored) == 3


def test_the_same_place_with_other_bytes_is_no_repetition() -> None:
    unit = InMemoryUnitOfWork()
    keep(unit, 1, b"first")
    assert keep(unit, 1, b"other") == S2Stored(Novelty.CONFLICTING, S2Window(1, 0))
    assert [one.raw.payload for one in unit.uplinks.stored.values()] == [b"first"]


def test_a_message_counts_when_its_last_missing_fragment_is_there() -> None:
    unit = InMemoryUnitOfWork()
    assert keep(unit, 1, fragment=2, is_last=True).window == S2Window()
    assert keep(unit, 1, fragment=0, is_last=False).window == S2Window()
    assert keep(unit, 1, fragment=1, is_last=False).window == S2Window(1, 0)


def test_a_frame_too_far_ahead_is_stored_and_named_when_it_is_sent_again() -> None:
    unit = InMemoryUnitOfWork()
    assert keep(unit, 66).window == S2Window()
    for sequence in range(1, 66):
        keep(unit, sequence)
    assert keep(unit, 66) == S2Stored(Novelty.REPEATED, S2Window(66, 0))


def test_a_box_may_say_what_it_no_longer_holds() -> None:
    unit = InMemoryUnitOfWork()
    keep(unit, 1003)
    place = S2Place(AN_IMEI, 12, 1001, 0, is_last=True)
    hello = StoreS2Frame(an_uplink(b"hello"), place, 1, oldest_held=1001)
    assert store_s2_frame(hello, unit).window == S2Window(1001, 0)
    assert keep(unit, 1003).window == S2Window(1001, 0b10)
    assert S2Window(5, 0b1010).starting_at(8) == S2Window(7, 0b10)
    assert S2Window(5, 0b110).starting_at(7) == S2Window(8, 0)


def test_a_restart_of_the_box_begins_anew() -> None:
    unit = InMemoryUnitOfWork()
    keep(unit, 1)
    place = S2Place(AN_IMEI, 13, 1, 0, is_last=True)
    assert store_s2_frame(StoreS2Frame(an_uplink(b"13"), place, 1), unit) == S2Stored(Novelty.NEW, S2Window(1, 0))


def test_the_first_frame_under_a_key_shows_that_the_box_has_it() -> None:
    unit = InMemoryUnitOfWork()
    unit.device_keys.put(DeviceKey(AN_IMEI, 1, b"sealed", KeyState.ACTIVE, NOON))
    keep(unit, 1)
    (key,) = unit.device_keys.of_box(AN_IMEI)
    assert key.used_at == NOON
