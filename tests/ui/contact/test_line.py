"""The line of a call, as far as the exchange told, and what can be done with it now."""

from datetime import timedelta

import pytest

from app.api.cases import CallInfo
from app.domain.call_event import CallEventKind, HungUpBy
from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import CallId
from tests.support.contract import NOW, a_case
from ui.contact.line import cut_offer, end_words, held_call, line_state, talk_clock
from ui.words.lines import sentence_of


def a_call(line: CallEventKind | None, **changes: object) -> CallInfo:
    call = CallInfo(
        call_id=CallId("k1"),
        person="Jan Peeters",
        e164="+32470123456",
        number_shown="+32 470 12 34 56",
        requested_at=NOW,
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source="ami",
        line=line,
        is_line_up=line not in (None, CallEventKind.ENDED, CallEventKind.BY_HAND),
    )
    return call.model_copy(update=changes)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (CallEventKind.AGENT_RINGING, "Your telephone rings: take it, then Jan is called"),
        (CallEventKind.AGENT_ANSWERED, "Calling Jan"),
        (CallEventKind.RINGING, "It rings at Jan"),
        (CallEventKind.ANSWERED, ""),
        (None, ""),
    ],
)
def test_every_step_has_its_sentence(line: CallEventKind | None, words: str) -> None:
    assert sentence_of(a_call(line), "Jan") == words


def test_without_an_exchange_there_is_no_line() -> None:
    for line in (None, CallEventKind.BY_HAND):
        state = line_state(a_call(line), "")
        assert (state.words, state.hang_up, state.by_hand, state.has_digits) == ("", None, None, False)


def test_a_line_can_be_hung_up_and_keys_are_heard_once_it_was_answered() -> None:
    ringing, answered = line_state(a_call(CallEventKind.RINGING), ""), line_state(a_call(CallEventKind.ANSWERED), "")
    assert ringing.hang_up is not None
    assert (ringing.has_digits, answered.has_digits) == (False, True)
    assert not line_state(a_call(CallEventKind.ANSWERED), "not yours").has_digits


def test_a_lost_line_says_that_the_exchange_is_gone_and_what_to_do() -> None:
    ringing, talking = a_call(CallEventKind.LOST), a_call(CallEventKind.LOST, answered_at=NOW)
    number = "+32\u00a0470\u00a012\u00a034\u00a056"
    assert line_state(ringing, "").alarm == f"The exchange is gone. You hear nothing: dial {number} without it."
    assert line_state(talking, "").alarm == (
        f"The exchange is gone. You still hear them: go on. You hear nothing: dial {number} without it."
    )
    assert line_state(a_call(CallEventKind.ANSWERED), "").alarm == ""


def test_of_a_lost_line_it_can_be_said_that_it_was_cut() -> None:
    assert cut_offer(a_call(CallEventKind.LOST, answered_at=NOW), "") is not None
    said = a_call(CallEventKind.LOST, outcome=CallOutcome.ANSWERED)
    assert cut_offer(said, "") is None
    assert cut_offer(a_call(CallEventKind.ANSWERED), "") is None


def test_a_lost_line_goes_on_by_hand() -> None:
    state = line_state(a_call(CallEventKind.LOST), "")
    assert state.by_hand is not None
    assert state.hang_up is None


def test_how_it_ended_says_how_long_and_by_whom() -> None:
    call = a_call(CallEventKind.ENDED, duration_s=42.4, hung_up_by=HungUpBy.OTHER, outcome=CallOutcome.ANSWERED)
    assert end_words(call) == "0:42, they hung up"
    assert talk_clock(call, NOW + timedelta(hours=1)) == "0:42"
    assert line_state(call, "").words == "The line is free: 0:42, they hung up"


def test_a_line_that_is_up_though_everything_was_said_can_still_be_hung_up() -> None:
    up = a_call(CallEventKind.ANSWERED, outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL)
    assert held_call(a_case(calls=(up,))) == up
    assert held_call(a_case(calls=(up.model_copy(update={"is_line_up": False}),))) is None
