"""The two figures detection needs from the clauses: what counts as a signal, and above what a tow truck leaves at once.

They live in the rule files and nowhere else. Detection only measures with them (time above the signal threshold,
impacts that reach it, lines on the curve); whether they are met is for the clauses to say.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Figures of one edition of the rules.

    Attributes:
        signal_g: S2.ECALL.signal; exactly this is in.
        tow_g: S2.ECALL.tow; exactly this is out.
    """

    signal_g: float
    tow_g: float
