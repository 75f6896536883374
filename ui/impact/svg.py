"""The few elements of SVG that the picture of a curve is made of; only what both browsers and Qt can draw."""

from dataclasses import dataclass
from html import escape

from ui.theme.tokens import LIGHT

Point = tuple[float, float]
SMALL, LARGE = 21, 30


@dataclass(frozen=True, slots=True)
class Type:
    """How words look. ``anchor``: start, middle or end; ``halo``: on a rim in the colour of the ground."""

    colour: str = LIGHT.text
    anchor: str = "start"
    size: int = SMALL
    is_bold: bool = False
    halo: bool = False


PLAIN = Type()


def line(start: Point, end: Point, colour: str, *, width: float = 1, dashes: str = "") -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"{dashed}/>'


def area(corner: Point, size: Point, colour: str, *, opacity: float = 1.0) -> str:
    """Return a filled rectangle."""
    place = f'x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}"'
    return f'<rect {place} fill="{colour}" fill-opacity="{opacity}"/>'


def ring(centre: Point, radius: float, colour: str) -> str:
    """Return a circle that is not filled."""
    place = f'cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="{radius}"'
    return f'<circle {place} fill="none" stroke="{colour}" stroke-width="3"/>'


def path(steps: str, colour: str) -> str:
    """Return a line through many points."""
    return f'<path d="{steps}" fill="none" stroke="{colour}" stroke-width="1"/>'


def text(at: Point, words: str, kind: Type = PLAIN) -> str:
    """Return words; their base line begins, stands in the middle or ends at that point."""
    weight = ' font-weight="600"' if kind.is_bold else ""
    place = f'x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{kind.anchor}" font-size="{kind.size}"{weight}'
    written = f'<text {place} fill="{kind.colour}">{escape(words)}</text>'
    if not kind.halo:
        return written
    rim = f'fill="{LIGHT.field}" stroke="{LIGHT.field}" stroke-width="7" stroke-linejoin="round"'
    return f"<text {place} {rim}>{escape(words)}</text>{written}"
