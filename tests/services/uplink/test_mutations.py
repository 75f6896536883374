"""Frames that are almost right: whatever is changed in a good one, a decoder reads it or refuses it in its own word.

Random bytes end at the first checksum; so half of the changed frames get a right one, and S2 payloads are changed
before they are sealed. No coverage guides it, there are many tries instead: a million at full size (``make soak``).
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from app.domain.device_key import DeviceKey, KeyState
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from services.detector.decoding import Decoding, fingerprint
from services.detector.key_vault import KeyVault
from services.uplink.decoders import DECODERS
from services.uplink.errors import UplinkError
from services.uplink.s2.link import DeviceAnnounced, S2Link
from services.uplink.s2.link import Waiting as S2Waiting
from services.uplink.teltonika.link import NEED_DATA, LoginRequested, TeltonikaLink
from tests.support.boxes import LOGIN, ARecord, a_crash, avl_data, command_data, crc16_arc, tcp, tcp_frame, udp_datagram
from tests.support.memory import InMemoryUnitOfWork
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, ROOT, AFrame
from tests.support.s2_box import a_crash_payload, a_trace_payload

TRIES = 1_000_000
FRAMES = Path(__file__).parents[2] / "frames"
BOX = Imei(IMEI)
AT = datetime(2026, 11, 25, tzinfo=UTC)
NOW_MS = 1_790_000_000_000
TRACE = ARecord(timestamp_ms=NOW_MS, io={247: b"\x05", 257: bytes(range(60)), 1: bytes(8)})
TCP = [
    tcp_frame(a_crash(), TRACE),
    tcp_frame(ARecord(), ARecord(speed_kmh=80), codec=0x08),
    tcp_frame(a_crash(io={247: b"\x06"}), codec=0x10),
    *(tcp(command_data(codec, 6, bytes(range(20)))) for codec in (0x0C, 0x0D, 0x0E, 0x0F)),
]
UDP = [udp_datagram(avl_data([a_crash(), TRACE])), udp_datagram(avl_data([ARecord()], 0x08))]
MSDS = [
    AnMsd(version=version, additional=more).write() for version in (1, 2, 3) for more in (None, (b"\x08\x01", bytes(5)))
]
PAYLOADS = [a_crash_payload(NOW_MS), a_trace_payload(NOW_MS)[:400], a_trace_payload(NOW_MS)]


class Mutator:
    """Changes bytes; the same seed changes them in the same way."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a test that can be repeated

    def pick(self, corpus: Sequence[bytes]) -> bytes:
        """One of them, changed in one to four places."""
        data = bytearray(self._random.choice(corpus))
        for _ in range(self._random.randint(1, 4)):
            self._change(data, corpus)
        return bytes(data)

    def chance(self) -> bool:
        """Half of the time."""
        return self._random.random() < 0.5

    def split(self, data: bytes) -> list[bytes]:
        """The same bytes in two pieces."""
        at = self._random.randint(0, len(data))
        return [data[:at], data[at:]]

    def number(self, most: int) -> int:
        """Any up to that."""
        return self._random.randint(0, most)

    def _change(self, data: bytearray, corpus: Sequence[bytes]) -> None:
        at = self._random.randrange(len(data)) if data else 0
        kind = self._random.randrange(6)
        if kind == 0 and data:
            data[at] ^= 1 << self._random.randrange(8)
        elif kind == 1 and data:
            data[at] = self._random.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF))
        elif kind == 2:
            del data[at : at + self._random.randint(1, 9)]
        elif kind == 3:
            data[at:at] = self._random.randbytes(self._random.randint(1, 9))
        elif kind == 4:
            other = self._random.choice(corpus)
            data[at : at + 8] = other[at : at + 8]
        else:
            del data[at:]


def with_checksum(frame: bytes) -> bytes:
    """The changed data part in a frame with a right length and checksum."""
    data = frame[8:-4]
    return bytes(4) + len(data).to_bytes(4) + data + crc16_arc(data).to_bytes(4)


def stored_as(payload: bytes, source: UplinkSource) -> RawUplink:
    return RawUplink(BOX, source, AT, payload, sha256(payload).hexdigest())


@pytest.fixture(name="decoding")
def a_decoding() -> Decoding:
    unit, vault = InMemoryUnitOfWork(), KeyVault(bytes(32))
    unit.device_keys.put(DeviceKey(BOX, 1, vault.seal(BOX, 1, ROOT), KeyState.ACTIVE, AT))
    return Decoding(vault, unit.device_keys, unit.s2)


@pytest.mark.soak_sized
@pytest.mark.timeout(3600)
def test_a_changed_frame_is_read_or_refused(decoding: Decoding, harness_size: Callable[[int], int]) -> None:
    seed = random.randrange(2**32)  # noqa: S311 - told when it fails
    mutator = Mutator(seed)
    for number in range(harness_size(TRIES) // 5):
        try:
            one_round(mutator, decoding)
        except Exception as fault:
            raise AssertionError(f"seed {seed}, round {number}: {fault!r}") from fault


def one_round(mutator: Mutator, decoding: Decoding) -> None:
    frame = mutator.pick(TCP)
    frame = with_checksum(frame) if mutator.chance() else frame
    asked("teltonika-tcp", frame)
    read(decoding, frame, UplinkSource.TELTONIKA_TCP)
    datagram = mutator.pick(UDP)
    datagram = len(datagram[2:]).to_bytes(2) + datagram[2:] if mutator.chance() else datagram
    asked("teltonika-udp", datagram)
    read(decoding, datagram, UplinkSource.TELTONIKA_UDP)
    msd = mutator.pick(MSDS)
    asked("ecall-msd", msd)
    read(decoding, msd, UplinkSource.MSD_FEED)
    payload = mutator.pick(PAYLOADS)[:16_000]
    kind, flags = mutator.number(7), mutator.number(31)
    sealed = AFrame(kind=kind, flags=flags, fragment=mutator.number(1), payload=payload).write()
    asked("s2", sealed)
    read(decoding, sealed, UplinkSource.S2_TCP)
    told(mutator.split(LOGIN + frame + frame), mutator.split(mutator.pick([sealed]) + sealed))


def asked(name: str, raw: bytes) -> None:
    try:
        DECODERS[name](raw)
    except UplinkError:
        return


def read(decoding: Decoding, raw: bytes, source: UplinkSource) -> None:
    try:
        records = decoding.records(stored_as(raw, source), None)
    except UplinkError:
        return
    fingerprint(records)


def told(teltonika: list[bytes], s2: list[bytes]) -> None:
    """Both conversations, the bytes in two pieces."""
    link, other = TeltonikaLink(), S2Link()
    for piece in teltonika:
        link.receive_data(piece)
        while (event := _next(link.next_event)) is not NEED_DATA and not link.is_closed:
            if isinstance(event, LoginRequested):
                link.accept()
    for piece in s2:
        other.receive_data(piece)
        while (said := _next(other.next_event)) is not S2Waiting.NEED_DATA and not other.is_closed:
            if isinstance(said, DeviceAnnounced):
                other.reject()


def _next(next_event: Callable[[], object]) -> object:
    try:
        return next_event()
    except UplinkError:
        return None
