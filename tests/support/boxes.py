"""Traffic of boxes for tests: frames written from the protocol, bit by bit where that is a check in itself.

Neither the decoder nor the simulator is imported: a mistake they share with each other would not be shared with this
file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.ids import Imei

KNOWN_IMEI = Imei("356093070000014")
LOGIN = bytes.fromhex("000f") + KNOWN_IMEI.encode()


@dataclass(frozen=True, slots=True)
class ARecord:
    """An AVL record with harmless defaults: a car at rest near Bertem, nothing to report."""

    timestamp_ms: int = 1_790_000_000_000
    priority: int = 0
    longitude_1e7: int = 46_234_000
    latitude_1e7: int = 508_601_000
    altitude_m: int = 60
    angle_deg: int = 95
    satellites: int = 11
    speed_kmh: int = 0
    event_io: int = 0
    generation_type: int = 5
    io: Mapping[int, bytes] = field(default_factory=dict)


def crc16_arc(data: bytes) -> int:
    """CRC-16/ARC one bit at a time: polynomial A001 reflected, start 0."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def avl_data(records: Sequence[ARecord], codec: int = 0x8E, *, count_after: int | None = None) -> bytes:
    """Codec, count, records, count."""
    body = b"".join(_record(record, codec) for record in records)
    last = len(records) if count_after is None else count_after
    return bytes([codec, len(records)]) + body + bytes([last])


def tcp(data: bytes) -> bytes:
    """Preamble, length, data, checksum."""
    return bytes(4) + len(data).to_bytes(4) + data + crc16_arc(data).to_bytes(4)


def tcp_frame(*records: ARecord, codec: int = 0x8E) -> bytes:
    """A good TCP frame of these records."""
    return tcp(avl_data(records or (ARecord(),), codec))


def udp_datagram(data: bytes, *, packet_id: int = 0xCAFE, avl_packet_id: int = 7, imei: str = KNOWN_IMEI) -> bytes:
    """A good UDP datagram around codec..count."""
    rest = packet_id.to_bytes(2) + b"\x01" + bytes([avl_packet_id]) + len(imei).to_bytes(2) + imei.encode() + data
    return len(rest).to_bytes(2) + rest


def command_data(codec: int, message_type: int, body: bytes) -> bytes:
    """Data part of codecs 12 to 15; ``body`` with the time and IMEI the codec wants."""
    return bytes([codec, 1, message_type]) + len(body).to_bytes(4) + body + b"\x01"


def a_crash(**changes: object) -> ARecord:
    """A crash record of a calibrated box."""
    fields = {"priority": 2, "event_io": 247, "speed_kmh": 21, "io": {247: b"\x01", 317: b"\x00\x01"}} | changes
    return ARecord(**fields)  # type: ignore[arg-type]  # a test names the field it changes


def _record(record: ARecord, codec: int) -> bytes:
    wide = codec != 0x08
    head = (
        record.timestamp_ms.to_bytes(8)
        + bytes([record.priority])
        + record.longitude_1e7.to_bytes(4, signed=True)
        + record.latitude_1e7.to_bytes(4, signed=True)
        + record.altitude_m.to_bytes(2, signed=True)
        + record.angle_deg.to_bytes(2)
        + bytes([record.satellites])
        + record.speed_kmh.to_bytes(2)
        + record.event_io.to_bytes(2 if wide else 1)
    )
    if codec == 0x10:
        head += bytes([record.generation_type])
    count_bytes = 2 if codec == 0x8E else 1
    head += len(record.io).to_bytes(count_bytes)
    for width in (1, 2, 4, 8):
        group = {number: value for number, value in record.io.items() if len(value) == width}
        head += len(group).to_bytes(count_bytes)
        head += b"".join(number.to_bytes(2 if wide else 1) + value for number, value in group.items())
    if codec == 0x8E:
        group = {number: value for number, value in record.io.items() if len(value) not in (1, 2, 4, 8)}
        head += len(group).to_bytes(2)
        head += b"".join(number.to_bytes(2) + len(value).to_bytes(2) + value for number, value in group.items())
    return head
