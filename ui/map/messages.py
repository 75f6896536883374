"""What the desk tells the page of the map, as JSON; ``resources/map/desk.js`` is the other side.

Every message carries a number, which the page says back when it stands on the screen.
"""

import json
from dataclasses import asdict
from typing import Any

from app.domain.verdict import Priority
from ui.map.colours import map_colours
from ui.map.state import CREDITS, Focus, MapMove, OtherCase
from ui.theme.tokens import Tokens

NIGHT = "brightness(0.7) contrast(1.05)"
"""What tiles, which are made for the day, look like on a dark desk."""


def look_message(number: int, tokens: Tokens, credit: str = "") -> str:
    """Say how everything is painted, and whose data the background is. ``credit``: of the centre's tiles, "" = none."""
    ground = map_colours(tokens)
    colours = {
        "ground": asdict(ground),
        "page": {
            "sea": ground.sea,
            "text": tokens.text,
            "muted": tokens.muted,
            "panel": tokens.panel,
            "frame": tokens.border,
            "glass": f"{tokens.panel}D0",
        },
        "priority": {int(priority): tokens.priority(priority) for priority in Priority},
        "track": tokens.focus,
        "ring": tokens.focus,
        "halo": ground.halo,
        "tiles": NIGHT if tokens.is_dark else "none",
    }
    credits = " · ".join(name for name in (CREDITS, credit) if name)
    return _text(number, colours=colours, credits=credits, has_tiles=bool(credit))


def cases_message(number: int, others: tuple[OtherCase, ...]) -> str:
    """Say where the other open cases are; whoever is missing is open no more."""
    return _text(number, cases=[_other(other) for other in others])


def focus_message(number: int, focus: Focus | None) -> str:
    """Say where the open case is; None = nowhere."""
    return _text(number, case=None if focus is None else _focus(focus))


def move_message(number: int, move: MapMove) -> str:
    """Move the map."""
    return _text(number, where=move.value)


def _other(other: OtherCase) -> dict[str, Any]:
    latitude, longitude = other.near
    return {
        "case": other.case_id,
        "priority": int(other.priority),
        "latitude": latitude,
        "longitude": longitude,
        "text": other.text,
    }


def _focus(focus: Focus) -> dict[str, Any]:
    latitude, longitude = focus.place
    return {
        "case": focus.case_id,
        "priority": int(focus.priority),
        "latitude": latitude,
        "longitude": longitude,
        "ring_m": focus.ring_m,
        "heading_deg": focus.heading_deg,
        "track": focus.track,
        "label": focus.label,
        "is_doubtful": focus.is_doubtful,
    }


def _text(number: int, **message: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps({"number": number, **message}, ensure_ascii=False, separators=(",", ":"))
