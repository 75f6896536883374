"""Stored frames as neutral records, by the source they came from and the model of their box.

The only place that knows every format. An S2 message in fragments is read when its last missing fragment is there,
whichever fragment that is; until then its frames say nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256

from app.domain.box import BoxModel
from app.domain.box_command import wire_number_of
from app.domain.ecall import BoxRecord
from app.domain.uplink import RawUplink, UplinkSource
from app.usecases.hear_box import HearBox
from app.usecases.uplink_ports import DeviceKeyRepository, S2Log
from services.detector.key_vault import KeyVault
from services.uplink.errors import UplinkError, UplinkErrorCode
from services.uplink.msd.messages import read_msd
from services.uplink.msd.records import to_box_record as msd_to_box_record
from services.uplink.s2.fragments import joined
from services.uplink.s2.header import Header
from services.uplink.s2.keys import KeyRing
from services.uplink.s2.link import S2FrameReceived, open_frame
from services.uplink.s2.payload import Payload, read_payload
from services.uplink.s2.records import command_answer
from services.uplink.s2.records import to_box_records as s2_to_box_records
from services.uplink.teltonika.datagram import read_datagram
from services.uplink.teltonika.decode import decode_frame
from services.uplink.teltonika.io_elements import table_for
from services.uplink.teltonika.messages import AvlPacket
from services.uplink.teltonika.records import to_box_records as avl_to_box_records


@dataclass(frozen=True, slots=True)
class Reading:
    """What a frame says.

    Attributes:
        records: In the order sent.
        answer: What it answers to a question of ours; None = it answers none.
        firmware: Which version the box says it runs; None = it does not say.
    """

    records: tuple[BoxRecord, ...] = ()
    answer: HearBox | None = None
    firmware: str | None = None


class Decoding:
    """Reads stored frames inside one transaction (or one snapshot)."""

    def __init__(self, vault: KeyVault, keys: DeviceKeyRepository, s2: S2Log) -> None:
        self._vault = vault
        self._keys = keys
        self._s2 = s2

    def records(self, raw: RawUplink, model: BoxModel | None) -> tuple[BoxRecord, ...]:
        """Return the records of a frame, in the order sent; raises as ``read``."""
        return self.read(raw, model).records

    def read(self, raw: RawUplink, model: BoxModel | None) -> Reading:
        """Return everything a frame says.

        Raises:
            UplinkError: The frame is authentic but cannot be read today.
        """
        reading = self._read(raw, model)
        if raw.source.is_authenticated:
            proven = tuple(replace(record, authenticated=True) for record in reading.records)
            return replace(reading, records=proven)
        return reading

    def _read(self, raw: RawUplink, model: BoxModel | None) -> Reading:
        if raw.source.is_s2:
            message = self._s2_message(raw)
            return Reading() if message is None else _s2_reading(*message)
        if raw.source is UplinkSource.MSD_FEED:
            return Reading((msd_to_box_record(read_msd(raw.payload), raw.imei),))
        table = table_for("" if model is None else model.name)
        packet = _datagram(raw.payload) if raw.source is UplinkSource.TELTONIKA_UDP else decode_frame(raw.payload)
        return Reading(avl_to_box_records(packet, raw.imei, table))

    def _s2_message(self, raw: RawUplink) -> tuple[Header, Payload] | None:
        ring = self._vault.history_ring(raw.imei, self._keys.of_box(raw.imei))
        if ring is None:
            raise UplinkError(UplinkErrorCode.UNKNOWN_KEY, "no key of this box can be opened", raw=raw.payload)
        frame = open_frame(raw.payload, ring)
        if frame.error is not None:
            raise UplinkError(frame.error, "authentic, but its payload cannot be read", raw=raw.payload)
        if frame.payload is not None:
            return frame.header, frame.payload
        return self._joined(frame, ring)

    def _joined(self, frame: S2FrameReceived, ring: KeyRing) -> tuple[Header, Payload] | None:
        header = frame.header
        stored = self._s2.frames(header.imei, header.boot_id, header.sequence)
        opened = [open_frame(one.payload, ring) for one in stored]
        whole = joined({one.header.fragment: (one.header, one.clear) for one in opened})
        return None if whole is None else (opened[0].header, read_payload(whole))


def fingerprint(records: Sequence[BoxRecord]) -> str:
    """Return a digest of what a frame was read as; a field that says nothing (None) leaves no trace in it.

    A later decoder that knows more fields therefore differs only where a frame really has them.
    """
    digest = sha256()
    for record in records:
        digest.update(_said(record).encode())
    return digest.hexdigest()


def _said(value: object) -> str:
    if not is_dataclass(value):
        return repr(value)
    known = ((field.name, getattr(value, field.name)) for field in fields(value))
    return "{" + ",".join(f"{name}={_said(part)}" for name, part in known if part is not None) + "}"


def _s2_reading(header: Header, payload: Payload) -> Reading:
    return Reading(s2_to_box_records(header, payload), _answer(header, payload), payload.firmware)


def _answer(header: Header, payload: Payload) -> HearBox | None:
    said = payload.answered_command
    if said is None:
        return None
    number = wire_number_of(said.boot_id, said.sequence)
    return HearBox(header.imei, command_answer(said, payload), not said.is_done, wire_number=number)


def _datagram(payload: bytes) -> AvlPacket:
    datagram = read_datagram(payload)
    if datagram.error is not None:
        raise datagram.error
    if datagram.packet is None:
        raise UplinkError(UplinkErrorCode.UNKNOWN_CODEC, "a message carries no AVL records", raw=payload)
    return datagram.packet
