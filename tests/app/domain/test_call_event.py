"""State and cause together say what became of a leg; one of them alone does not."""

import pytest

from app.domain.call_event import CallEvent, CallEventKind, CallLine, lines_of, outcome_of_leg
from app.domain.contact import CallOutcome
from app.domain.ids import CallId, CaseId
from tests.support.builders import NOON


@pytest.mark.parametrize(
    ("status", "causes", "outcome"),
    [
        ("BUSY", [17], CallOutcome.BUSY),
        ("NOANSWER", [1], CallOutcome.NOT_IN_USE),
        ("BUSY", [21], CallOutcome.DECLINED),
        ("NOANSWER", [0], CallOutcome.NO_ANSWER),
        ("NOANSWER", [0, 16], CallOutcome.NO_ANSWER),
        ("NOANSWER", [19], CallOutcome.NO_ANSWER),
        ("NOANSWER", [18], CallOutcome.UNREACHABLE),
        ("CHANUNAVAIL", [20], CallOutcome.UNREACHABLE),
        ("CHANUNAVAIL", [], CallOutcome.UNREACHABLE),
        ("CONGESTION", [38], CallOutcome.FAILED),
        ("CONGESTION", [34], CallOutcome.FAILED),
        ("CANCEL", [0], CallOutcome.CANCELLED),
        ("SOMETHING NEW", [99], CallOutcome.FAILED),
    ],
)
def test_a_leg_that_nobody_answered(status: str, causes: list[int], outcome: CallOutcome) -> None:
    assert outcome_of_leg(status, causes) is outcome


def event(sequence: int, kind: CallEventKind, call_id: str = "c1") -> CallEvent:
    return CallEvent(CallId(call_id), CaseId("k1"), sequence, kind, NOON, float(sequence), "ami")


def test_a_line_is_up_until_it_ended_or_was_taken_by_hand() -> None:
    begun = (event(1, CallEventKind.REQUESTED),)
    assert CallLine(begun).is_up
    assert CallLine((*begun, event(2, CallEventKind.LOST))).is_up
    assert not CallLine((*begun, event(2, CallEventKind.ENDED))).is_up
    assert not CallLine((*begun, event(2, CallEventKind.BY_HAND))).is_up
    assert not CallLine(()).is_up
    assert CallLine(()).stage is None


def test_events_are_told_apart_by_their_call() -> None:
    told = [event(2, CallEventKind.RINGING), event(1, CallEventKind.REQUESTED), event(1, CallEventKind.REQUESTED, "c2")]
    lines = lines_of(told)
    assert lines[CallId("c1")].stage is CallEventKind.RINGING
    assert lines[CallId("c2")].stage is CallEventKind.REQUESTED
