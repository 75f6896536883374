"""A text that reached nobody is work for a person; one that was read, replaced or never wanted by hand is not."""

from dataclasses import replace

import pytest

from app.domain.case import CaseState
from app.domain.ids import CaseId
from app.domain.message import Message, MessageState, Template
from app.domain.next_step import NextKind
from app.usecases.next_step import by_hand, next_step
from app.usecases.owed_messages import owed_by_hand
from tests.app.usecases.crashes import SETTINGS
from tests.app.usecases.test_next_step import REACHED, UNANSWERED, a_brief
from tests.support.builders import NOON, a_message

FAILED = [state for state in MessageState if state.failed]


def lost(state: MessageState = MessageState.REJECTED, **changes: object) -> Message:
    return a_message(CaseId("c"), state=state, **changes)


@pytest.mark.parametrize("state", FAILED)
def test_a_text_that_reached_no_driver_is_next_and_counted(state: MessageState) -> None:
    message = lost(state)
    brief = replace(a_brief(**UNANSWERED), messages=(message,))
    step = next_step(brief, NOON, SETTINGS)
    assert (step.kind, step.target_id) == (NextKind.SEND_SMS_BY_HAND, message.message_id)
    assert by_hand(brief) == 1


@pytest.mark.parametrize("state", FAILED)
def test_a_driver_who_spoke_needs_no_text_any_more(state: MessageState) -> None:
    assert owed_by_hand(a_brief(**REACHED).case, [lost(state)]) == []


def test_what_an_operator_wrote_and_the_gateway_refused_is_still_to_send() -> None:
    written = lost(template=Template.OPERATORS_TEXT)
    assert owed_by_hand(a_brief(**REACHED).case, [written]) == [written]


def test_a_later_one_stands_for_it() -> None:
    first, second = lost(), lost(MessageState.QUEUED)
    assert owed_by_hand(a_brief().case, [first, second]) == []
    failed = replace(second, state=MessageState.REJECTED)
    assert owed_by_hand(a_brief().case, [first, failed]) == [failed]


def test_a_closed_case_and_a_text_that_nobody_sends_by_hand_want_none() -> None:
    closed = replace(a_brief().case, state=CaseState.CLOSED)
    assert owed_by_hand(closed, [lost()]) == []
    assert owed_by_hand(a_brief().case, [lost(template=Template.WE_HAVE_YOUR_SIGNAL)]) == []
