"""Read one whole Teltonika frame that was stored earlier, without a conversation around it."""

from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.teltonika.codecs import RECORD_CODECS
from services.uplink.teltonika.frames import checked_data
from services.uplink.teltonika.messages import AvlPacket, read_records


def decode_frame(raw: bytes) -> AvlPacket:
    """Return the records of one TCP frame, preamble to checksum.

    Raises:
        UplinkError: The frame is damaged, cannot be read, or carries a command instead of records.
    """
    data = checked_data(raw)
    if data[0] not in RECORD_CODECS:
        raise UplinkError(UplinkErrorCode.UNKNOWN_CODEC, f"codec {data[0]:02x} carries no AVL records", raw=raw)
    return read_records(data)
