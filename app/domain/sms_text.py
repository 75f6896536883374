"""How a text fits into SMS: which alphabet it needs, how many parts it takes, and what would make it shorter.

The alphabet is the default one of 3GPP TS 23.038 (6.2.1 and its extension table): 160 characters in one SMS, 153 in
each part of a longer one. One letter outside of it (ê, ç, a curly quotation mark) makes the whole text UCS-2: 70, and
67 a part. A part is cut here and nowhere else, so that what the editor counts is what leaves: never between the two
halves of an extension character or of a surrogate pair.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ESCAPE: Final = 0x1B
_HIGHEST_UNIT: Final = 0xFFFF
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
GSM_7: Final = {letter: bytes([code]) for code, letter in enumerate(_BASIC) if code != ESCAPE} | {
    letter: bytes([ESCAPE, code]) for letter, code in _EXTENSION.items()
}
"""Each letter as its septets, one a byte; those of the extension table take two."""

_PLAIN: Final = {
    "œ": "oe", "Œ": "OE", "ĳ": "ij", "Ĳ": "IJ", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th",
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "`": "'",
    "´": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "×": "x", "°": "o", "\t": " ",
}  # fmt: skip
"""What letters and signs become that have no accent to drop."""


class Encoding(StrEnum):
    """Alphabet of an SMS."""

    GSM_7 = "gsm_7"
    UCS_2 = "ucs_2"

    @property
    def room_alone(self) -> int:
        """Units of one SMS that is not split."""
        return 160 if self is Encoding.GSM_7 else 70

    @property
    def room_in_part(self) -> int:
        """Units of a part; the rest says which part of which text it is."""
        return 153 if self is Encoding.GSM_7 else 67


@dataclass(frozen=True, slots=True)
class SmsText:
    """A text as it leaves.

    Attributes:
        units: Septets, or 16-bit units, of the whole text.
        parts: The text, cut; one when it fits alone. An empty text has one empty part.
        room: Units that still fit before there is another part.
        foreign: The letters that are not in the GSM alphabet, each once, in the order they stand in the text.
    """

    encoding: Encoding
    units: int
    parts: tuple[str, ...]
    room: int
    foreign: tuple[str, ...]


def sms_text(text: str) -> SmsText:
    """Return how a text leaves."""
    foreign = tuple(dict.fromkeys(letter for letter in text if letter not in GSM_7))
    encoding = Encoding.UCS_2 if foreign else Encoding.GSM_7
    units = sum(_units(letter, encoding) for letter in text)
    if units <= encoding.room_alone:
        return SmsText(encoding, units, (text,), encoding.room_alone - units, foreign)
    parts = tuple(_cut(text, encoding))
    room = encoding.room_in_part - sum(_units(letter, encoding) for letter in parts[-1])
    return SmsText(encoding, units, parts, room, foreign)


def plain(text: str) -> str:
    """Return the text in the GSM alphabet where its letters have a plain form; what has none stays as it is."""
    return "".join(_plain(letter) for letter in unicodedata.normalize("NFC", text))


def encoded(part: str, encoding: Encoding) -> bytes:
    """Return a part as the bytes of ``short_message``: a septet a byte, or UTF-16 with the high byte first."""
    if encoding is Encoding.UCS_2:
        return part.encode("utf-16-be", errors="replace")
    return b"".join(GSM_7[letter] for letter in part)


def _units(letter: str, encoding: Encoding) -> int:
    return len(GSM_7[letter]) if encoding is Encoding.GSM_7 else 1 + (ord(letter) > _HIGHEST_UNIT)


def _cut(text: str, encoding: Encoding) -> Iterator[str]:
    part, used = "", 0
    for letter in text:
        units = _units(letter, encoding)
        if used + units > encoding.room_in_part:
            yield part
            part, used = "", 0
        part, used = part + letter, used + units
    yield part


def _plain(letter: str) -> str:
    if letter in GSM_7:
        return letter
    if letter in _PLAIN:
        return _PLAIN[letter]
    bare = "".join(one for one in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(one))
    return bare if bare and all(one in GSM_7 for one in bare) else letter
