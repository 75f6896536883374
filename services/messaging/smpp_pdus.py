"""SMPP 3.4 as bytes and as words: the PDUs that we send and read, without a socket.

``smpplib`` packs and unpacks the bodies. The header is read here: a PDU with an error status may carry a body of any
kind, or none, and what it says stands in its header already; and a body that cannot be read must cost its own answer
and not the line. The library shortens what is too long without a word (a password beyond 8 characters, a user beyond
15), so lengths are checked before.
"""

import logging
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from smpplib import consts, smpp
from smpplib.client import SimpleSequenceGenerator

from app.domain.message import MessageState
from app.domain.sms_text import encoded
from services.messaging.wire import OutgoingSms

for _name in ("smpplib", "smpplib.command"):
    logging.getLogger(_name).disabled = True  # it logs whole PDUs: numbers and texts of people

OK: Final = 0
TEMPORARY: Final = 0x64  # ESME_RX_T_APPN: say it again later
PERMANENT: Final = 0x65  # ESME_RX_P_APPN: do not say it again
HEADER_BYTES: Final = 16
MOST_BYTES: Final = 65_536
LONGEST_USER: Final = 15
LONGEST_PASSWORD: Final = 8
LONGEST_TYPE: Final = 12
_RESPONSE: Final = 0x80000000
_RECEIPT: Final = 0x04
_KIND_OF_MESSAGE: Final = 0x3C
_UDHI: Final = 0x40
_REPLACE: Final = 0x40

REASONS: Final = {
    0x05: "bound_already", 0x08: "system_error", 0x0A: "wrong_sender", 0x0B: "bad_number", 0x0D: "bind_failed",
    0x0E: "wrong_password", 0x0F: "unknown_user", 0x14: "queue_full", 0x45: "submit_failed", 0x50: "bad_number",
    0x51: "bad_number", 0x53: "wrong_system_type", 0x58: "throttled", 0x61: "wrong_time", 0x62: "wrong_time",
}  # fmt: skip
TRY_LATER: Final = frozenset({0x14, 0x58})
"""The gateway has not taken it and says that it may later; every other refusal is its last word."""

_TOLD: Final = {
    2: MessageState.DELIVERED, 3: MessageState.EXPIRED, 4: MessageState.UNDELIVERED, 5: MessageState.UNDELIVERED,
    8: MessageState.REJECTED,
}  # fmt: skip
_WRITTEN: Final = {"DELIVRD": 2, "EXPIRED": 3, "DELETED": 4, "UNDELIV": 5, "ACCEPTD": 6, "UNKNOWN": 7, "REJECTD": 8}
_NOBODY: Final = SimpleSequenceGenerator()
"""``smpplib`` numbers also what it only reads."""

_ID: Final = re.compile(rb"\bid:([^ \0]+)", re.IGNORECASE)
_STAT: Final = re.compile(rb"\bstat:([A-Za-z]+)", re.IGNORECASE)
_ERR: Final = re.compile(rb"\berr:([0-9A-Za-z]+)", re.IGNORECASE)


class LineBroken(Exception):
    """What came cannot be the beginning of a PDU, so nothing behind it can be read."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to what we sent; ``provider_id`` of a text that was taken."""

    command: str
    sequence: int
    status: int
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a text; ``reason`` is a technical word of the network."""

    sequence: int
    provider_id: str
    state: MessageState
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A text of a person, or a receipt that cannot be read: nobody here reads it, and the gateway is told so."""

    sequence: int


@dataclass(frozen=True, slots=True)
class Request:
    """Something else the gateway asks; ``command``: "enquire_link", "unbind", or one that we do not know."""

    command: str
    sequence: int


Pdu: TypeAlias = Response | Told | Unread | Request


class PduStream:
    """The bytes of one connection as PDUs. Feed ``receive_data`` pieces of any size."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def receive_data(self, data: bytes) -> Iterator[Pdu]:
        """Give the PDUs that are whole now.

        Raises:
            LineBroken: A length that none has.
        """
        self._buffer += data
        while len(self._buffer) >= HEADER_BYTES:
            (length,) = struct.unpack_from(">L", self._buffer)
            if not HEADER_BYTES <= length <= MOST_BYTES:
                raise LineBroken(f"a PDU of {length} bytes")
            if len(self._buffer) < length:
                return
            raw = bytes(self._buffer[:length])
            del self._buffer[:length]
            yield _read(raw)


class PduWriter:
    """Makes the PDUs of one connection, each with a number of its own."""

    def __init__(self) -> None:
        self._numbers = SimpleSequenceGenerator()

    def bind(self, user: str, password: str, system_type: str) -> bytes:
        """Ask to be let in as a transceiver."""
        _sequence, data = self._made(
            "bind_transceiver",
            system_id=user,
            password=password,
            system_type=system_type,
            addr_ton=0,
            addr_npi=0,
            address_range="",
        )
        return data

    def enquire_link(self) -> bytes:
        """Ask whether somebody is there."""
        return self._made("enquire_link")[1]

    def unbind(self) -> bytes:
        """Say that we go."""
        return self._made("unbind")[1]

    def submit(self, sms: OutgoingSms, number: int, sender: str) -> tuple[int, bytes]:
        """Return number and bytes of the PDU with one part of a text; a receipt is asked for every part."""
        is_split = len(sms.parts) > 1
        header = bytes((5, 0, 3, sms.reference, len(sms.parts), number)) if is_split else b""
        source_ton, source_npi, source = address(sender)
        ton, npi, to = address(sms.to_e164)
        return self._made(
            "submit_sm",
            service_type="",
            source_addr_ton=source_ton,
            source_addr_npi=source_npi,
            source_addr=source,
            dest_addr_ton=ton,
            dest_addr_npi=npi,
            destination_addr=to,
            esm_class=_UDHI if is_split else 0,
            protocol_id=_REPLACE | sms.replaces if sms.replaces else 0,
            priority_flag=0,
            schedule_delivery_time="",
            validity_period="" if sms.valid_s is None else period(sms.valid_s),
            registered_delivery=1,
            replace_if_present_flag=0,
            data_coding=consts.SMPP_ENCODING_ISO10646 if sms.encoding == "ucs_2" else consts.SMPP_ENCODING_DEFAULT,
            sm_default_msg_id=0,
            short_message=header + encoded(sms.parts[number - 1], sms.encoding),
        )

    def _made(self, command: str, **fields: object) -> tuple[int, bytes]:
        pdu = smpp.make_pdu(command, client=self._numbers, **fields)
        return int(pdu.sequence), bytes(pdu.generate())


def answer(command: str, sequence: int, status: int = OK) -> bytes:
    """Return the answer to a request of the gateway."""
    body = b"\0" if command == "deliver_sm_resp" else b""
    code = _CODES[command]
    return struct.pack(">LLLL", HEADER_BYTES + len(body), code, status, sequence) + body


def address(number: str) -> tuple[int, int, str]:
    """Return type, numbering plan and digits of an address: an international number, a short code, or a name."""
    if number.startswith("+"):
        return consts.SMPP_TON_INTL, consts.SMPP_NPI_ISDN, number[1:]
    if number.isdecimal():
        return consts.SMPP_TON_NWSPEC, consts.SMPP_NPI_UNK, number
    return (consts.SMPP_TON_ALNUM if number else consts.SMPP_TON_UNK), consts.SMPP_NPI_UNK, number


def period(seconds: float) -> str:
    """Return a time from now as SMPP writes it, to the second and below a month: "000000004500000R"."""
    minutes, second = divmod(min(round(seconds), 28 * 86_400), 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return f"0000{day:02}{hour:02}{minute:02}{second:02}000R"


def reason_of(status: int) -> str:
    """Return the word for a refusal; its number where it has none."""
    return REASONS.get(status, f"smpp_{status:08x}")


_CODES: Final = {
    "generic_nack": _RESPONSE, "submit_sm_resp": _RESPONSE | 0x04, "deliver_sm_resp": _RESPONSE | 0x05,
    "unbind_resp": _RESPONSE | 0x06, "bind_transceiver_resp": _RESPONSE | 0x09, "enquire_link_resp": _RESPONSE | 0x15,
    "unbind": 0x06, "enquire_link": 0x15, "deliver_sm": 0x05,
}  # fmt: skip
_COMMANDS: Final = {code: name for name, code in _CODES.items()}


def _read(raw: bytes) -> Pdu:
    _length, code, status, sequence = struct.unpack_from(">LLLL", raw)
    command = _COMMANDS.get(code, f"{code:08x}")
    if code & _RESPONSE:
        provider_id = _text(raw[HEADER_BYTES:]) if command == "submit_sm_resp" and status == OK else ""
        return Response(command, sequence, status, provider_id)
    return _delivered(raw, sequence) if command == "deliver_sm" else Request(command, sequence)


def _delivered(raw: bytes, sequence: int) -> Told | Unread:
    try:
        pdu: Any = smpp.parse_pdu(raw, client=_NOBODY, allow_unknown_opt_params=True)  # smpplib has no types
        if pdu.esm_class & _KIND_OF_MESSAGE != _RECEIPT:
            return Unread(sequence)
        return _told(pdu, sequence)
    except Exception:  # smpplib raises anything for a body that is not what it says it is
        return Unread(sequence)


def _told(pdu: Any, sequence: int) -> Told | Unread:  # noqa: ANN401 - smpplib has no types
    """The optional parameters go before the text, whose form no standard fixes."""
    text = pdu.short_message or pdu.message_payload or b""
    named, stat, err = _ID.search(text), _STAT.search(text), _ERR.search(text)
    name = _text(pdu.receipted_message_id or (named[1] if named is not None else b""))
    written = "" if stat is None else stat[1].decode("ascii").upper()
    code = pdu.message_state if pdu.message_state is not None else _WRITTEN.get(written)
    if not name or (code is None and not written):
        return Unread(sequence)
    state = _TOLD.get(code or 0, MessageState.ACCEPTED)  # any other word: it is still on its way
    is_why = err is not None and state not in (MessageState.ACCEPTED, MessageState.DELIVERED)
    return Told(sequence, name, state, f"network_{err[1].decode('ascii')}" if err is not None and is_why else "")


def _text(raw: bytes) -> str:
    """Return a name up to its zero byte; letters beyond ASCII are kept apart, whatever they are."""
    return raw.partition(b"\0")[0].decode("latin-1")[:120]
