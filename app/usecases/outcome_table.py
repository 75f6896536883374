"""What the alarms of each kind of box turned out to be: confirmed, false, not known.

A box that cries wolf is found here, and so is a firmware that brought it. Only what a person said at the end counts, so
the table can be no better than the closings; that is why every figure can be opened down to its cases. Tests were meant
and are kept apart; what nobody could tell stays unknown and is counted as that, never as false.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.domain.case import CONFIRMED, FALSE_ALARMS, Outcome


@dataclass(frozen=True, slots=True)
class BoxKind:
    """Boxes of one model and firmware. None = not on record."""

    model_name: str | None
    firmware: str | None


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many closed cases of a kind of box ended so."""

    kind: BoxKind
    outcome: Outcome
    cases: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One kind of box with its figures.

    Attributes:
        by_outcome: Each outcome that came, most frequent first; what the other figures are sums of.
    """

    kind: BoxKind
    confirmed: int
    false_alarms: int
    unknown: int
    tests: int
    by_outcome: tuple[tuple[Outcome, int], ...]

    @property
    def false_share(self) -> float | None:
        """Share of false alarms among those that are known to be one or the other; None = none is known."""
        known = self.confirmed + self.false_alarms
        return self.false_alarms / known if known else None


def outcome_table(counts: Iterable[OutcomeCount]) -> tuple[OutcomeRow, ...]:
    """Return one row for each kind of box, by model and firmware, those not on record last."""
    ordered = sorted(counts, key=lambda count: _order(count.kind))
    return tuple(_row(kind, tuple(group)) for kind, group in groupby(ordered, key=lambda count: count.kind))


def _row(kind: BoxKind, counts: tuple[OutcomeCount, ...]) -> OutcomeRow:
    return OutcomeRow(
        kind=kind,
        confirmed=sum(count.cases for count in counts if count.outcome in CONFIRMED),
        false_alarms=sum(count.cases for count in counts if count.outcome in FALSE_ALARMS),
        unknown=sum(count.cases for count in counts if count.outcome is Outcome.UNKNOWN),
        tests=sum(count.cases for count in counts if count.outcome is Outcome.TEST),
        by_outcome=tuple(
            (count.outcome, count.cases)
            for count in sorted(counts, key=lambda count: (-count.cases, count.outcome.value))
        ),
    )


def _order(kind: BoxKind) -> tuple[bool, str, bool, str]:
    return kind.model_name is None, kind.model_name or "", kind.firmware is None, kind.firmware or ""
