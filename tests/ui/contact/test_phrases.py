"""Sentences for whom nobody here can speak with: only what is so is offered to be said."""

from app.domain.answer import EmergencyNumber
from resources.phrases import read_phrases
from tests.support.answers import an_answer, an_asking_case
from ui.contact.phrases import phrases_state

TOLD = "112 knows where you are."


def test_nothing_is_said_before_a_language_is_chosen() -> None:
    state = phrases_state(an_asking_case(), "", "")
    assert ([code for code, _name in state.languages], state.lines) == (list(read_phrases().languages), ())


def test_that_112_knows_is_only_said_once_they_were_told() -> None:
    before = phrases_state(an_asking_case(), "pl", "")
    assert TOLD not in [line.meaning for line in before.lines]
    told = an_answer(EmergencyNumber.EMERGENCY_112.fact)
    after = phrases_state(an_asking_case(told), "pl", "")
    assert TOLD in [line.meaning for line in after.lines]


def test_an_interpreter_is_announced_where_there_is_one() -> None:
    without, with_one = (
        phrases_state(an_asking_case(), "uk", ""),
        phrases_state(an_asking_case(), "uk", "+32 2 555 00 00"),
    )
    assert len(with_one.lines) == len(without.lines) + 1
    assert "+32 2 555 00 00" in with_one.interpreter
    assert all(line.say for line in with_one.lines)
