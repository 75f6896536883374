"""Coordinates as people type, read out or copy them, as degrees.

Callers read from a telephone ("50 graden 51"), copy a link of a map, or send a pair of numbers with commas for points.
What is not clearly a position is none: a place is then looked for by its name. Two numbers without letters are taken
the other way round where only that is a place in or around Europe; what was understood is shown before it is kept.
"""

import re
from typing import Final
from urllib.parse import unquote

MOST_TEXT: Final = 300

_NUMBER: Final = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_PAIR: Final = re.compile(rf"^\s*({_NUMBER})\s*[,;/|\s]\s*({_NUMBER})\s*$")
_LINK: Final = re.compile(
    r"(?:@|[?&](?:q|ll|query|mlat|center)=|geo:|/)(-?\d{1,2}\.\d+)(?:,|&mlon=)\s*(-?\d{1,3}\.\d+)"
)
_DEGREES: Final = r"(\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|d|deg|\s|$)\s*"
_MINUTES: Final = r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:'|′|’|m|\s|$)\s*)?"
_SECONDS: Final = r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|s)?\s*)?"
_ANGLE: Final = _DEGREES + _MINUTES + _SECONDS
_AFTER: Final = re.compile(rf"^\s*{_ANGLE}([NSZ])[\s,;]*{_ANGLE}([EOW])\s*$")
_BEFORE: Final = re.compile(rf"^\s*([NSZ])\s*{_ANGLE}[\s,;]*([EOW])\s*{_ANGLE}$")
_LINKED: Final = ("http", "geo:", "www.")
_SOUTH, _WEST = ("S", "Z"), ("W",)
_POLE, _DATE_LINE, _SIXTY = 90.0, 180.0, 60.0
_EUROPE_NORTH, _EUROPE_EAST = (27.0, 72.0), (-32.0, 26.9)

Degrees = tuple[float, float]


def read_coordinates(text: str) -> Degrees | None:
    """Return latitude and longitude in degrees WGS 84; None = the text is no position."""
    plain = unquote(text[:MOST_TEXT]).strip()
    if plain.lower().startswith(_LINKED) or "@" in plain:
        return _linked(plain)
    return _pair(plain) or _lettered(plain.upper())


def _linked(text: str) -> Degrees | None:
    found = _LINK.search(text)
    return None if found is None else _on_globe(float(found[1]), float(found[2]))


def _pair(text: str) -> Degrees | None:
    """Two decimal numbers; commas may be points, so each split that leaves two of them is tried."""
    for found in (_PAIR.match(text), _PAIR.match(text.replace(", ", " ; ")), _PAIR.match(_commas_apart(text))):
        if found is not None and any(sign in found[0] for sign in ".,"):
            one, two = (float(part.replace(",", ".")) for part in found.groups())
            return _on_globe(*_turned(one, two))
    return None


def _commas_apart(text: str) -> str:
    """Return "50,85,4,35" as "50,85 4,35": four groups of digits are two numbers."""
    parts = re.split(r"\s*,\s*", text)
    whole, *_rest = parts
    is_four = len(parts) == 4 and all(re.fullmatch(r"[-+]?\d+", part) for part in parts)  # noqa: PLR2004 - two each
    return f"{whole}.{parts[1]} {parts[2]}.{parts[3]}" if is_four else text


def _turned(one: float, two: float) -> Degrees:
    is_other_way = _is_within(two, _EUROPE_NORTH) and _is_within(one, _EUROPE_EAST)
    return (two, one) if is_other_way and not _is_within(one, _EUROPE_NORTH) else (one, two)


def _is_within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _lettered(text: str) -> Degrees | None:
    spaced = re.sub(r"([NSZEOW])", r" \1 ", text)
    after, before = _AFTER.match(spaced), _BEFORE.match(spaced)
    if after is not None:
        north, east = _angle(after.group(1, 2, 3)), _angle(after.group(5, 6, 7))
        letters = after[4], after[8]
    elif before is not None:
        north, east = _angle(before.group(2, 3, 4)), _angle(before.group(6, 7, 8))
        letters = before[1], before[5]
    else:
        return None
    if north is None or east is None:
        return None
    return _on_globe(-north if letters[0] in _SOUTH else north, -east if letters[1] in _WEST else east)


def _angle(parts: tuple[str | None, ...]) -> float | None:
    degrees, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in parts)
    if minutes >= _SIXTY or seconds >= _SIXTY:
        return None
    return degrees + minutes / 60 + seconds / 3600


def _on_globe(latitude_deg: float, longitude_deg: float) -> Degrees | None:
    is_there = abs(latitude_deg) <= _POLE and abs(longitude_deg) <= _DATE_LINE
    return (latitude_deg, longitude_deg) if is_there else None
