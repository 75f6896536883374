"""What the fuzzer drives. Every target promises the same: bytes are read, or refused with ``UplinkError``.

A fuzzer does not guess checksums and does not forge tags, so most targets take the bytes inside of them and close the
frame themselves; the first byte says whether they do. Streams are fed whole and in two pieces, which must mean the
same.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from app.domain.device_key import DeviceKey, KeyState
from app.domain.ids import Imei
from app.domain.uplink import RawUplink, UplinkSource
from services.detector.decoding import Decoding, fingerprint
from services.detector.key_vault import KeyVault
from services.uplink.decoders import DECODERS
from services.uplink.errors import UplinkError
from services.uplink.s2.fields import decoder_with_keys
from services.uplink.s2.header import DOWNLINK, MAX_FRAME_BYTES
from services.uplink.s2.keys import KeyRing
from services.uplink.s2.link import DeviceAnnounced, S2Link
from services.uplink.s2.link import Waiting as S2Waiting
from services.uplink.teltonika.codecs import Codec
from services.uplink.teltonika.commands import CommandMessage
from services.uplink.teltonika.link import NEED_DATA, LoginRequested, TeltonikaLink
from services.uplink.teltonika.replies import read_reply
from tests.support.boxes import LOGIN, crc16_arc
from tests.support.memory import InMemoryUnitOfWork
from tests.support.s2 import IMEI, ROOT, AFrame

BOX: Final = Imei(IMEI)
AT: Final = datetime(2026, 11, 25, tzinfo=UTC)
_MOST: Final = 2000
"""Bytes of one input; longer ones teach nothing and slow everything down."""


def teltonika_tcp(data: bytes) -> None:
    """A stream behind its login."""
    stream = data[1:] if data[:1] >= b"\x80" else _closed(data[1:])
    _decode("teltonika-tcp", stream)
    _read(stream, UplinkSource.TELTONIKA_TCP)
    at = len(LOGIN) + len(stream) // 2
    whole, pieces = LOGIN + stream + stream, [LOGIN + stream[: at - len(LOGIN)], stream[at - len(LOGIN) :] + stream]
    if _said_by_teltonika([whole]) != _said_by_teltonika(pieces):
        raise AssertionError("another split, another meaning")


def teltonika_udp(data: bytes) -> None:
    """One datagram."""
    datagram = data[1:] if data[:1] >= b"\x80" else len(data[1:]).to_bytes(2) + data[1:]
    _decode("teltonika-udp", datagram)
    _read(datagram, UplinkSource.TELTONIKA_UDP)


def teltonika_imei(data: bytes) -> None:
    """A login."""
    _decode("teltonika-imei", data)


def teltonika_reply(data: bytes) -> None:
    """What a box says when it was asked something."""
    reply = read_reply(CommandMessage(Codec.CODEC_12, data[0] if data else 6, 1, None, None, data[1:]))
    if not reply.answer.text.isascii():
        raise AssertionError("it cannot be shown")


def ecall_msd(data: bytes) -> None:
    """A minimum set of data."""
    _decode("ecall-msd", data)
    _read(data, UplinkSource.MSD_FEED)


def s2_payload(data: bytes) -> None:
    """The clear payload of an authentic frame; the first two bytes are its type and flags."""
    kind, flags, payload = data[:1] or b"\x02", data[1:2] or b"\x01", data[2:]
    frame = AFrame(kind=kind[0], flags=flags[0], fragment=flags[0] >> 7, payload=payload).write()
    _decode("s2", frame)
    _look(frame)
    if kind[0] in DOWNLINK:
        _look(AFrame(kind=kind[0], flags=flags[0] & 1, direction=1, payload=payload).write())
    _read(frame, UplinkSource.S2_TCP)
    if _said_by_s2([frame + frame]) != _said_by_s2([frame[:40], frame[40:] + frame]):
        raise AssertionError("another split, another meaning")


def s2_stream(data: bytes) -> None:
    """Anything at all on an S2 connection."""
    _decode("s2", data)
    _look(data)
    middle = len(data) // 2
    if _said_by_s2([data]) != _said_by_s2([data[:middle], data[middle:]]):
        raise AssertionError("another split, another meaning")


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {
        target.__name__: target
        for target in (teltonika_tcp, teltonika_udp, teltonika_imei, teltonika_reply, ecall_msd, s2_payload, s2_stream)
    }
)


def run(name: str, data: bytes) -> None:
    """Give bytes to a target."""
    TARGETS[name](data[:_MOST])


def _closed(data: bytes) -> bytes:
    """The data part of a Teltonika frame in a whole one; counts made equal, since nobody guesses them either."""
    data = data + data[1:2] if len(data) > 1 else data
    return bytes(4) + len(data).to_bytes(4) + data + crc16_arc(data).to_bytes(4)


def _decode(name: str, raw: bytes) -> None:
    try:
        DECODERS[name](raw)
    except UplinkError:
        return


def _look(raw: bytes) -> None:
    """Read it as an engineer with the keys reads it."""
    try:
        _WITH_KEYS(raw)
    except UplinkError:
        return


def _decoding() -> Decoding:
    unit, vault = InMemoryUnitOfWork(), KeyVault(bytes(32))
    unit.device_keys.put(DeviceKey(BOX, 1, vault.seal(BOX, 1, ROOT), KeyState.ACTIVE, AT))
    return Decoding(vault, unit.device_keys, unit.s2)


_DECODING: Final = _decoding()
_WITH_KEYS: Final = decoder_with_keys(json.dumps({IMEI: {"1": ROOT.hex()}}))
_RING: Final = KeyRing(BOX, {1: ROOT})


def _read(raw: bytes, source: UplinkSource) -> None:
    """Read it as the service reads what it stored."""
    try:
        records = _DECODING.records(RawUplink(BOX, source, AT, raw, sha256(raw).hexdigest()), None)
    except UplinkError:
        return
    fingerprint(records)


def _said_by_teltonika(pieces: list[bytes]) -> list[object]:
    link, said = TeltonikaLink(), list[object]()
    for piece in pieces:
        link.receive_data(piece)
        while (event := _next(link.next_event)) is not NEED_DATA:
            said.append(event)
            if isinstance(event, LoginRequested):
                link.accept()
    return said


def _said_by_s2(pieces: list[bytes]) -> list[object]:
    link, said = S2Link(), list[object]()
    for piece in pieces:
        if len(piece) <= MAX_FRAME_BYTES:
            link.receive_data(piece)
        while (event := _next(link.next_event)) is not S2Waiting.NEED_DATA:
            said.append(event)
            if isinstance(event, DeviceAnnounced):
                link.accept(_RING)
    return said


def _next(next_event: Callable[[], object]) -> object:
    try:
        return next_event()
    except UplinkError as error:
        return error.code
