"""While the exchange holds a call NEXT says where it is, and asks for nothing."""

import pytest

from app.api.cases import CaseDetail
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome
from app.domain.next_step import NextKind
from tests.support.cases import a_call, my_case
from tests.ui.next_step.test_presenter import Next
from ui.actions import ActionId
from ui.next_step.on_phone import on_phone


def calling(line: CallEventKind | None, **changes: object) -> CaseDetail:
    """A case whose call is at this place."""
    is_up = line not in (None, CallEventKind.ENDED, CallEventKind.BY_HAND)
    return my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(line=line, is_line_up=is_up, **changes),))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (CallEventKind.AGENT_RINGING, "Your telephone rings: take it, then Jan Peeters is called"),
        (CallEventKind.RINGING, "It rings at Jan Peeters"),
        (CallEventKind.ANSWERED, "On the line: Jan Peeters"),
    ],
)
def test_space_asks_for_no_outcome_while_the_exchange_holds_the_call(line: CallEventKind, sentence: str) -> None:
    next_step = Next(calling(line))
    assert (next_step.state.sentence, next_step.state.act) == (sentence, None)
    assert next_step.press() == []


@pytest.mark.parametrize("line", [None, CallEventKind.BY_HAND, CallEventKind.LOST])
def test_what_no_exchange_sees_is_said_by_the_operator(line: CallEventKind | None) -> None:
    detail = calling(line)
    assert on_phone(NextKind.SAY_OUTCOME, detail) is None
    next_step = Next(detail)
    assert next_step.state.act is not None
    assert next_step.press() == [ActionId.CALL_OUTCOME]


def test_after_they_hung_up_the_key_leads_to_who_it_was() -> None:
    next_step = Next(calling(CallEventKind.ENDED, outcome=CallOutcome.ANSWERED))
    assert next_step.state.sentence == "Say who it was: Jan Peeters"
    assert next_step.state.spoken == "", "nobody hears it any more"
    assert next_step.press() == [ActionId.CALL_OUTCOME]


def test_another_step_says_nothing_of_a_call() -> None:
    assert on_phone(NextKind.CLOSE, calling(CallEventKind.RINGING)) is None
