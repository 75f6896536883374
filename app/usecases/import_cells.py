"""One cell of an import, from what somebody typed into a spreadsheet to what is kept, or why it cannot be meant.

Nothing is guessed: a date with two digits for its year, a number a spreadsheet has rounded or a formula is said to be
what it is. An empty cell is "not known" and never reaches a reader of this module. A reader gives text or a number that
JSON can hold, because checked rows wait in a file until they are put in place.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from app.domain.spelling import key_of
from app.domain.subscription import Cover, Language, Relation
from app.usecases.phone_numbers import e164_of

CellValue = str | float | tuple[str, ...]

PROPULSIONS: Final = ("gasoline", "diesel", "cng", "lpg", "electric", "hydrogen", "hybrid", "other")
"""Words of EN 15722's propulsion storage."""

SHOWN_CHARACTERS: Final = 40

_FORMULA_SIGNS: Final = ("=", "@", "+", "-", "\t", "\r")
_DATE_FORMS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_LOOKS_ROUNDED: Final = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_PLATE_AS_KEPT: Final = re.compile(r"[1-9]-[A-Z]{3}-[0-9]{3}")
_BELGIAN_PLATES: Final = (re.compile(r"([1-9])([A-Z]{3})(\d{3})"), re.compile(r"([A-Z]{3})(\d{3})"))
_PLATE_LENGTH: Final = 16
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER: Final = "\u200d"
"""Between the parts of one emoji, the one format sign that may stand in a text."""


class CellFault(Exception):
    """What was typed cannot be meant.

    Args:
        code: Stable snake_case word; ``ui.contracts.words`` has the sentence that says what to do.
        detail: What the sentence needs.
    """

    def __init__(self, code: str, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail: Mapping[str, str] = detail


def text_up_to(longest: int) -> Callable[[str], str]:
    """Return a reader of plain text of at most so many characters."""

    def read(typed: str) -> str:
        return _plain(typed, longest)

    return read


def key_text_up_to(longest: int) -> Callable[[str], str]:
    """Return a reader of a number that people read out: printable, without pictures."""

    def read(typed: str) -> str:
        plain = _plain(typed, longest)
        if not key_of(plain) or any(unicodedata.category(sign).startswith("S") for sign in plain):
            raise CellFault("not_a_number_of_ours")
        return plain

    return read


@lru_cache(maxsize=4096)
def phone(typed: str) -> str:
    """Return a telephone number in E.164."""
    if typed.startswith(("=", "@")):
        raise CellFault("formula")
    if _LOOKS_ROUNDED.fullmatch(typed):
        raise CellFault("rounded")
    number = e164_of(typed) if len(typed) <= SHOWN_CHARACTERS else None
    if number is None:
        raise CellFault("no_phone")
    return number


@lru_cache(maxsize=4096)
def day(typed: str) -> str:
    """Return a day as ISO 8601; read are 2026-12-31 and 31/12/2026, also with dots or dashes."""
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        pass
    for form in _DATE_FORMS:
        try:
            read = datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day of a contract has no zone
        except ValueError:
            continue
        if read.year >= 1000:  # noqa: PLR2004 - "%Y" takes "26" for the year 26 on some systems
            return read.isoformat()
    raise CellFault("no_date")


def plate(typed: str) -> str:
    """Return a plate in capitals, a Belgian one with its dashes; a foreign one as it is written."""
    if _PLATE_AS_KEPT.fullmatch(typed):
        return typed
    plain = _plain(" ".join(typed.upper().split()), _PLATE_LENGTH)
    key = key_of(plain)
    if not key or not key.isalnum() or any(not (sign.isalnum() or sign in "-. ·") for sign in plain):
        raise CellFault("no_plate")
    for form in _BELGIAN_PLATES:
        found = form.fullmatch(key)
        if found is not None:
            return "-".join(found.groups())
    return plain


def imei(typed: str) -> str:
    """Return the 15 digits of a box."""
    digits = typed.replace(" ", "")
    if _LOOKS_ROUNDED.fullmatch(digits):
        raise CellFault("rounded")
    if len(digits) != 15 or not (digits.isascii() and digits.isdigit()):  # noqa: PLR2004 - an IMEI has 15 digits
        raise CellFault("no_imei")
    return digits


def figure(typed: str) -> float:
    """Return a number above zero; a comma may stand for the point."""
    try:
        read = float(typed.replace(",", "."))
    except ValueError:
        raise CellFault("no_figure") from None
    if not 0 < read < 1e6:  # noqa: PLR2004 - no sensor has a million of anything
        raise CellFault("no_figure")
    return read


def word_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one of these words, in whatever letters."""

    def read(typed: str) -> str:
        word = typed.casefold()
        if word not in words:
            raise CellFault("no_such_word", words=", ".join(words))
        return word

    return read


language: Final = word_of(tuple(Language))
relation: Final = word_of(tuple(Relation))
propulsion: Final = word_of(PROPULSIONS)


@lru_cache(maxsize=4096)
def covers(typed: str) -> tuple[str, ...]:
    """Return the covers named, in one order."""
    named = {word for word in re.split(r"[\s|,+/]+", typed.casefold()) if word}
    if not named <= set(Cover):
        raise CellFault("no_such_word", words=", ".join(Cover))
    return tuple(sorted(named))


def shown_safely(typed: str) -> str:
    """Return what was typed so that a screen, a log of a shell or a spreadsheet can show it: short, no unseen signs."""
    cut = typed if len(typed) <= SHOWN_CHARACTERS else f"{typed[:SHOWN_CHARACTERS]}… ({len(typed)})"
    bare = "".join(sign if unicodedata.category(sign) not in _UNSEEN else "\N{REPLACEMENT CHARACTER}" for sign in cut)
    return f"'{bare}" if bare.startswith(_FORMULA_SIGNS) else bare


def _plain(typed: str, longest: int) -> str:
    if len(typed) <= longest and typed.isascii() and typed.isprintable() and typed[:1] not in _FORMULA_SIGNS:
        return typed  # what nearly every cell is
    if typed.startswith(_FORMULA_SIGNS):
        raise CellFault("formula")
    if len(typed) > longest:
        raise CellFault("too_long", longest=str(longest), length=str(len(typed)))
    if not typed.isprintable() and (typed.isascii() or not _is_seen(typed)):
        raise CellFault("unseen_signs")
    return unicodedata.normalize("NFC", typed)


def _is_seen(typed: str) -> bool:
    return all(sign == _JOINER or unicodedata.category(sign) not in _UNSEEN for sign in typed)
