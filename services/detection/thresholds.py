"""The two figures detection needs from the clauses: what counts as a signal, and above what a tow truck leaves at once.

They live in the rule files and nowhere else. Detection only measures with them (time above the signal threshold,
impacts that reach it, lines on the curve); whether they are met is for the clauses to say.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from app.rules.clauses import Edition

SIGNAL_CLAUSE: Final = "S2.ECALL.signal"
TOW_CLAUSE: Final = "S2.ECALL.tow"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Figures of one edition of the rules.

    Attributes:
        signal_g: S2.ECALL.signal; exactly this is in.
        tow_g: S2.ECALL.tow; exactly this is out.
    """

    signal_g: float
    tow_g: float

    @classmethod
    def from_edition(cls, edition: "Edition") -> Self:
        """Return the figures of an edition that has the S2 clauses."""
        return cls(float(edition.limit("signal_g")), float(edition.limit("tow_g")))
