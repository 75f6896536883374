"""What the impact panel shows."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import EcallId
from ui.offer import Offer
from ui.ports import CurveData


class CurveStage(StrEnum):
    """Where the curve is."""

    NO_ECALL = "no_ecall"
    NONE_YET = "none_yet"
    LOADING = "loading"
    SHOWN = "shown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImpactChoice:
    """One crash of several."""

    ecall_id: EcallId
    text: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn.

    Attributes:
        is_horizontal: The magnitude is that of the horizontal plane, as the clauses measure it: the box knows its axes.
        peak: The measured peak as the case says it ("≥ 8.0 g"); empty = none.
        standstill_s: From when on the car stands still, in seconds after the crash; None = not known, or it drove on.
    """

    data: CurveData
    is_horizontal: bool
    peak: str
    standstill_s: float | None = None


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """A picture of a curve to be saved.

    Attributes:
        heading: Which case, which impact; nothing of a person.
        figures: What was measured, in a line.
    """

    heading: str
    figures: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the force came from, to be drawn on a car.

    Attributes:
        pdof_deg: 0 = front, clockwise seen from above.
        sector_deg: From the first to the second, clockwise, it came for all that is known.
        caption: Under the car: direction and margins.
        words: The whole of it, for a tool tip and for who does not see.
    """

    pdof_deg: float
    sector_deg: tuple[float, float]
    caption: str
    words: str


@dataclass(frozen=True, slots=True)
class ImpactState:
    """The panel.

    Attributes:
        sentence: What happened, for somebody who is no engineer.
        figures: Label and value.
        blows: Every impact of the crash in a line, when there is more than one.
        direction: None = not known, and nothing is drawn.
        notes: What an engineer must know before trusting a figure.
        choices: The crashes of the case; empty while there is only one.
        curve: None while there is nothing to draw.
        stage_words: Why there is no curve, or that it is being read; empty = it is shown.
        retry: Reads it again; None = no need.
        save: Saves the curve as a picture; None = there is none.
    """

    sentence: str
    figures: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    choices: tuple[ImpactChoice, ...]
    curve: Curve | None
    stage: CurveStage
    stage_words: str
    retry: Offer | None
    blows: tuple[str, ...] = ()
    direction: Direction | None = None
    save: Offer | None = None
