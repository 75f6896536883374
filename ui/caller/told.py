"""What was typed while looking for a caller's case, sorted for the form of a new one.

The one field of the search takes whatever is said: a number, a plate, a place. In the form each has its own field: a
number in the field of the car is on no case. A text that nothing tells apart goes to the car, as before.
"""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(\+|0)[\d\s./()-]*")
_FEWEST_DIGITS = 8
_PLACE = re.compile(r"\d{4}(\s+[^\W\d_].*)?|-?\d{1,3}[.,]\d+[\s,;]+-?\d{1,3}[.,]\d+")
"""A postcode, alone or with the name after it; or coordinates."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a caller; ``words`` is what has no field of its own."""

    number: str = ""
    name: str = ""
    car: str = ""
    place: str = ""
    words: str = ""


def told_of(text: str, number: str, name: str) -> Told:
    """Sort what was searched, beside the number and the name that were typed as such."""
    if _is_number(text):
        other = "" if not number or _digits(number)[-_FEWEST_DIGITS:] == _digits(text)[-_FEWEST_DIGITS:] else text
        return Told(number=number or text, name=name, words=other)
    if _PLACE.fullmatch(text):
        return Told(number=number, name=name, place=text)
    return Told(number=number, name=name, car=text)


def _is_number(text: str) -> bool:
    """Whether a text can only be a telephone number."""
    return _NUMBER.fullmatch(text) is not None and len(_digits(text)) >= _FEWEST_DIGITS


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
