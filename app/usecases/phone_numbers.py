"""Telephone numbers: one spelling inside, a readable one outside, and which of them take an SMS.

The number plan is that of ``phonenumbers``. A number it calls impossible is refused; one that is possible but in no
range of its country is dialled all the same, because plans change faster than libraries, and gets no SMS.
"""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from app.domain.contact import NumberKind

_HOME: Final = "BE"
_HOME_CODE: Final = 32
_NO_COUNTRY: Final = "001"
"""What the plan says of numbers that belong to the whole world."""
_HOME_WRITTEN: Final = re.compile(r"(?:\+32|0032|0)(4[5-9][0-9]{7}|[1-9][0-9]{7})")
"""The two lengths a Belgian number has, as people write it: most numbers by far, and no need to ask the plan."""
_BETWEEN_DIGITS: Final = {ord(sign): None for sign in " ./-"}
_MOBILE: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def e164_of(text: str) -> str | None:
    """Return a typed or printed number as "+32470123456" (Belgium where no country is given); None = no number."""
    home = _HOME_WRITTEN.fullmatch(text.translate(_BETWEEN_DIGITS))
    if home is not None:
        return f"+32{home[1]}"
    number = _parsed(text)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def kind_of(e164: str) -> NumberKind:
    """Say what the number plan says of a number. Where a plan does not tell mobiles apart (+1), it may be one."""
    number = _parsed(e164)
    if number is None or not phonenumbers.is_valid_number(number):
        return NumberKind.INVALID
    is_mobile = phonenumbers.number_type(number) in _MOBILE
    if number.country_code == _HOME_CODE:
        return NumberKind.MOBILE if is_mobile else NumberKind.LANDLINE
    return NumberKind.FOREIGN_MOBILE if is_mobile else NumberKind.FOREIGN


@lru_cache(maxsize=4096)
def country_of(e164: str) -> str:
    """Return the code of the country of a foreign number ("FR"); empty = Belgium, or no one country ("+800")."""
    number = _parsed(e164)
    region = None if number is None else phonenumbers.region_code_for_number(number)
    return "" if region is None or region in (_HOME, _NO_COUNTRY) else region


@lru_cache(maxsize=4096)
def shown(e164: str) -> str:
    """Return a number as people write it: "+32 470 12 34 56"; what cannot be read stays as it is."""
    number = _parsed(e164)
    return e164 if number is None else phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, _HOME)
    except NumberParseException:
        return None
