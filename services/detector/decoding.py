"""Stored frames as neutral records, by the source they came from and the model of their box."""

from app.domain.box import BoxModel
from app.domain.ecall import BoxRecord
from app.domain.uplink import RawUplink
from services.uplink.teltonika.decode import decode_frame
from services.uplink.teltonika.io_elements import table_for
from services.uplink.teltonika.records import to_box_records


def box_records(raw: RawUplink, model: BoxModel | None) -> tuple[BoxRecord, ...]:
    """Return the records of a frame, in the order sent.

    Raises:
        UplinkError: The frame is authentic but cannot be read today.
    """
    table = table_for("" if model is None else model.name)
    return to_box_records(decode_frame(raw.payload), raw.imei, table)
