"""What the tour writes down: one JSON that other programs read, stable and documented (design, section 8)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from app.api.cases import CaseDetail, PlaceInfo

FILE_NAME = "timeline.json"


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step. ``ok`` None: the rules forbid it for this case, so it was not tried.

    Attributes:
        at: When it ended, ISO 8601, UTC.
    """

    at: str
    name: str
    ok: bool | None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The case as it ended. Figures are None when they cannot be said; ``at_least`` makes delta-v a lower bound."""

    priority: int
    verdict: str
    peak_g: float | None
    delta_v_kmh: float | None
    at_least: bool
    saturated: bool
    place: str
    late: bool


@dataclass
class Timeline:
    """Grows while the tour runs."""

    case: CaseRecord | None = None
    steps: list[StepRecord] = field(default_factory=list)
    screenshots: list[str] = field(default_factory=list)

    def add(self, name: str, ended_at: datetime, *, ok: bool | None) -> None:
        """Write down how a step ended."""
        self.steps.append(StepRecord(ended_at.isoformat(timespec="milliseconds"), name, ok))

    @property
    def has_failed(self) -> bool:
        """Whether any step failed; one that the rules forbid did not."""
        return any(step.ok is False for step in self.steps)

    def write(self, folder: Path) -> None:
        """Write the file."""
        content = {
            "case": None if self.case is None else asdict(self.case),
            "steps": [asdict(step) for step in self.steps],
            "screenshots": self.screenshots,
        }
        (folder / FILE_NAME).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def case_record(detail: CaseDetail) -> CaseRecord:
    """Return what the timeline says of a case: of several crashes the hardest."""
    speeds = [ecall.delta_v_kmh for ecall in detail.ecalls if ecall.delta_v_kmh is not None]
    return CaseRecord(
        priority=int(detail.row.priority),
        verdict=detail.verdict.value,
        peak_g=detail.row.peak_g,
        delta_v_kmh=max(speeds, default=None),
        at_least=any(ecall.at_least for ecall in detail.ecalls),
        saturated=any(ecall.saturated for ecall in detail.ecalls),
        place=place_words(detail.place),
        late=detail.row.is_late,
    )


def place_words(place: PlaceInfo | None) -> str:
    """Return a place in one line: "Bertem (3060), BE"; "unknown" without one."""
    if place is None:
        return "unknown"
    name = place.municipality.nl if place.municipality is not None else place.nearest_place
    parts = [f"{name} ({place.postcode})" if name and place.postcode else name or "", _countries(place.country_codes)]
    return ", ".join(part for part in parts if part) or "unknown"


def _countries(codes: Sequence[str]) -> str:
    return " or ".join(codes)
