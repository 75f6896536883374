"""``python -m app decode``: read frames of boxes, one hexadecimal string a line in, one JSON object a line out.

Needs no service and no database: it is how a support engineer reads what a box sent, and how other programs check our
decoders. Exit code 0: every line was read or is the beginning of something; 1: a line was refused; 2: wrong use.
"""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from services.uplink.answers import Answer, Decoder, FieldValue

FORMATS: Final = ("teltonika-tcp", "teltonika-udp", "teltonika-imei", "ecall-msd", "s2")
BAD_HEX: Final = "bad_hex"

Line = Mapping[str, "FieldValue"]


def main(arguments: list[str]) -> int:
    """Decode standard input to standard output; return the exit code."""
    parser = argparse.ArgumentParser(prog="app decode", description="Decode uplinks, one hexadecimal string a line.")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--keys", type=Path, metavar="FILE", help="root keys of S2 boxes (JSON)")
    options = parser.parse_args(arguments)
    try:
        decoder = _decoder(options.format, options.keys)
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"{options.keys}: {fault}\n")
        return 2
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a byte that is no text is a line that is no hexadecimal
    return decode_lines(sys.stdin, sys.stdout, decoder)


def decode_lines(lines: Iterable[str], out: TextIO, decoder: "Decoder") -> int:
    """Write one JSON object for each line, at once: who asks may wait for it. Return 1 if any was refused, else 0."""
    refused = False
    for line in lines:
        answer = _answer(line, decoder)
        refused = refused or answer["ok"] is False
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return int(refused)


def _decoder(name: str, keys: Path | None) -> "Decoder":
    from services.uplink.decoders import DECODERS

    if keys is None or name != "s2":
        return DECODERS[name]
    from services.uplink.s2.fields import decoder_with_keys

    return decoder_with_keys(keys.read_text(encoding="utf-8"))


def _answer(line: str, decoder: "Decoder") -> Line:
    from services.uplink.errors import UplinkError

    try:
        received = bytes.fromhex(line.strip().removeprefix("0x"))
    except ValueError as fault:
        return _refusal(BAD_HEX, str(fault))
    try:
        return _as_line(decoder(received))
    except UplinkError as error:
        return _refusal(error.code, error.message)


def _as_line(answer: "Answer") -> Line:
    from services.uplink.answers import Incomplete

    if isinstance(answer, Incomplete):
        return {"ok": None, "need": answer.needed_bytes}
    acknowledgement = answer.acknowledgement
    return {
        "ok": True,
        "fields": dict(answer.fields),
        "ack_hex": None if acknowledgement is None else acknowledgement.hex(),
    }


def _refusal(code: str, message: str) -> Line:
    return {"ok": False, "error": {"code": code, "message": message}}
