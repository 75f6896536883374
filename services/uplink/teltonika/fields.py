"""Teltonika frames in the field names of ``python -m app decode``: numbers as sent, element values in hexadecimal."""

from services.uplink.answers import Answer, Decoded, FieldValue, Incomplete
from services.uplink.teltonika.codecs import RECORD_CODECS
from services.uplink.teltonika.commands import CommandMessage, read_command
from services.uplink.teltonika.datagram import acknowledge_datagram, is_keep_alive, read_datagram
from services.uplink.teltonika.frames import CHECKSUM_BYTES, HEADER_BYTES, KEEP_ALIVE, FrameReader, checksum
from services.uplink.teltonika.io_elements import COMMON
from services.uplink.teltonika.link import acknowledgement
from services.uplink.teltonika.login import ACCEPT, LOGIN_BYTES, read_login
from services.uplink.teltonika.messages import AvlPacket, AvlRecord, read_records
from services.uplink.teltonika.records import samples_mg

_KEEP_ALIVE = Decoded({"kind": "keep_alive"})


def login_fields(received: bytes) -> Answer:
    """Read the login of a TCP connection.

    Raises:
        UplinkError: It is none.
    """
    imei = read_login(received)
    if imei is None:
        return Incomplete(LOGIN_BYTES - len(received))
    return Decoded({"kind": "imei", "imei": imei, "leftover": len(received) - LOGIN_BYTES}, ACCEPT)


def tcp_fields(received: bytes) -> Answer:
    """Read the first frame of a piece of a TCP stream (behind the login); signs of life before it are passed over.

    Raises:
        UplinkError: It is damaged or cannot be read.
    """
    reader = FrameReader(at_most_bytes=len(received))
    reader.feed(received)
    frame = reader.next_frame()
    while frame is not None and frame[0] == KEEP_ALIVE:
        if not reader.held_bytes:
            return _KEEP_ALIVE
        frame = reader.next_frame()
    if frame is None:
        return Incomplete(reader.needed_bytes)
    data = frame[HEADER_BYTES:-CHECKSUM_BYTES]
    around: dict[str, FieldValue] = {
        "kind": "tcp",
        "codec": f"{data[0]:02x}",
        "crc_ok": True,
        "crc_calc": f"{checksum(data):04x}",
        "leftover": reader.held_bytes,
    }
    if data[0] not in RECORD_CODECS:
        return Decoded(around | _message_fields(read_command(data)))
    return Decoded(around | _packet_fields(read_records(data)), acknowledgement(data[1]))


def udp_fields(received: bytes) -> Answer:
    """Read one UDP datagram.

    Raises:
        UplinkError: It is damaged or cannot be read.
    """
    if is_keep_alive(received):
        return _KEEP_ALIVE
    datagram = read_datagram(received)
    if datagram.error is not None:
        raise datagram.error
    content: dict[str, FieldValue] = {}
    if datagram.packet is not None:
        content = _packet_fields(datagram.packet)
    if datagram.message is not None:
        content = _message_fields(datagram.message)
    around: dict[str, FieldValue] = {
        "kind": "udp",
        "packet_id": f"{datagram.packet_id:04x}",
        "avl_packet_id": datagram.avl_packet_id,
        "imei": datagram.imei,
        "codec": f"{datagram.codec:02x}",
        "leftover": 0,
    }
    return Decoded(around | content, acknowledge_datagram(datagram))


def _packet_fields(packet: AvlPacket) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {
        "records_n": len(packet.records),
        "count_match": True,
        "records": [_record_fields(record) for record in packet.records],
    }
    trace = [list[FieldValue](sample) for record in packet.records for sample in samples_mg(record, COMMON) or ()]
    return fields | {"crash_trace_mg": list[FieldValue](trace)} if trace else fields


def _record_fields(record: AvlRecord) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {
        "timestamp_ms": record.timestamp_ms,
        "priority": record.priority,
        "lon_1e7": record.longitude_1e7,
        "lat_1e7": record.latitude_1e7,
        "altitude_m": record.altitude_m,
        "angle_deg": record.angle_deg,
        "satellites": record.satellites,
        "speed_kmh": record.speed_kmh,
        "event_io": record.event_io,
        "io": {str(number): value.hex() for number, value in record.io.items()},
    }
    return fields if record.generation_type is None else fields | {"generation_type": record.generation_type}


def _message_fields(message: CommandMessage) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {
        "quantity": message.quantity,
        "type": message.type,
        "payload_hex": message.payload.hex(),
    }
    if message.timestamp_s is not None:
        fields["timestamp_s"] = message.timestamp_s
    if message.imei_bcd is not None:
        fields["imei_bcd"] = message.imei_bcd
    return fields
