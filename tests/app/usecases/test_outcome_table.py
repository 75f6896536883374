"""Closings as figures by kind of box: what is false, what is confirmed, and what nobody knows."""

import pytest

from app.domain.case import CONFIRMED, FALSE_ALARMS, Outcome
from app.usecases.outcome_table import BoxKind, OutcomeCount, outcome_table

OLD, NEW = BoxKind("FMC640", "1.0"), BoxKind("FMC640", "2.0")
UNNAMED, STRANGER = BoxKind("FMC640", None), BoxKind(None, None)


def test_every_outcome_is_one_thing() -> None:
    of_boxes = [outcome for outcome in Outcome if outcome is not Outcome.HELPED]
    (row,) = outcome_table(OutcomeCount(OLD, outcome, 1) for outcome in of_boxes)
    assert row.confirmed + row.false_alarms + row.unknown + row.tests == len(of_boxes)
    assert (row.confirmed, row.false_alarms, row.unknown, row.tests) == (1, 5, 1, 1)
    assert not CONFIRMED & FALSE_ALARMS


def test_a_row_sums_what_was_counted_and_keeps_the_parts() -> None:
    (row,) = outcome_table(
        [
            OutcomeCount(OLD, Outcome.TRUE_CRASH, 3),
            OutcomeCount(OLD, Outcome.KERB, 4),
            OutcomeCount(OLD, Outcome.POTHOLE, 5),
            OutcomeCount(OLD, Outcome.UNKNOWN, 2),
        ]
    )
    assert (row.confirmed, row.false_alarms, row.unknown) == (3, 9, 2)
    assert row.false_share == 0.75
    assert [outcome for outcome, _ in row.by_outcome] == ["pothole", "kerb", "true_crash", "unknown"]


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.TEST])
def test_what_is_not_known_and_what_was_meant_make_no_share(outcome: Outcome) -> None:
    (row,) = outcome_table([OutcomeCount(OLD, outcome, 7)])
    assert row.false_share is None


def test_a_firmware_is_a_row_and_what_is_not_on_record_comes_last() -> None:
    counts = [OutcomeCount(kind, Outcome.KERB, 1) for kind in (STRANGER, UNNAMED, NEW, OLD)]
    assert [row.kind for row in outcome_table(counts)] == [OLD, NEW, UNNAMED, STRANGER]
    assert outcome_table([]) == ()
