"""One question at a time, in the order of the service; what is not known stays unknown."""

from datetime import timedelta

import pytest

from app import i18n
from app.api.cases import CaseDetail
from app.api.commands import AnswerFact
from app.domain.answer import FIRE, FIRST_MINUTE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS
from tests.support.answers import a_question, an_answer, an_asking_case, first_questions, in_vain
from tests.support.backend import FakeBackend, FakeClock
from tests.support.cases import a_full_case, their_case
from tests.support.contract import NOW, me
from tests.support.desk_parts import Shower
from ui.actions import ActionId, Actions
from ui.first_minute.presenter import FirstMinutePresenter
from ui.first_minute.state import FirstMinuteState

NO_FIRE = an_answer(FIRE, value=False, shown="no")
HURT = an_answer(HURT_OR_TRAPPED)


class View:
    def __init__(self) -> None:
        self.states: list[FirstMinuteState | None] = []
        self.focused, self.offered = 0, 0

    @property
    def state(self) -> FirstMinuteState:
        state = self.states[-1]
        assert state is not None
        return state

    def is_shown(self) -> bool:
        return self.states[-1] is not None

    def show_state(self, state: FirstMinuteState | None) -> None:
        self.states.append(state)

    def focus_strip(self) -> None:
        self.focused += 1

    def offer_focus(self) -> None:
        self.offered += 1


class Strip:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail | None = None) -> None:
        self.view, self.backend, self.clock, self.shower = View(), FakeBackend(), FakeClock(), Shower()
        self.actions, self.handed = Actions(), list[str]()
        self.presenter = FirstMinutePresenter(self.view, me(), self.backend, self.clock, self.shower, self.shower)
        self.shower.listeners.append(self.presenter)
        self.actions.connect(ActionId.HAND_OVER, lambda: self.handed.append("112"))
        self.presenter.connect(self.actions)
        self.presenter.on_case(detail or an_asking_case())
        self.clock.advance(1)

    def press(self, action_id: ActionId) -> AnswerFact | None:
        """Press a key; return what was sent."""
        before = len(self.backend.asked)
        self.actions.trigger(action_id)
        sent = self.backend.asked[before:]
        command = sent[0].command if sent else None
        assert command is None or isinstance(command, AnswerFact)
        return command


def test_the_first_question_comes_with_its_sentence_for_the_driver() -> None:
    state = Strip().view.state
    assert (state.fact, state.question) == (HURT_OR_TRAPPED, "Hurt or trapped?")
    assert state.spoken == "hurt_or_trapped, in het Nederlands?"
    assert state.spoken_language == "Dutch"
    assert state.answer.is_possible


@pytest.mark.parametrize(("action_id", "value"), [(ActionId.YES, True), (ActionId.NO, False)])
def test_a_key_answers_and_the_next_question_follows(action_id: ActionId, value: bool) -> None:
    strip = Strip()
    assert strip.press(action_id) == AnswerFact(fact=HURT_OR_TRAPPED, value=value)
    assert not strip.view.state.answer.is_possible, "it is on its way"
    strip.backend.last.done(an_asking_case(an_answer(HURT_OR_TRAPPED, value=value)))
    assert strip.view.state.fact == FIRE
    assert strip.view.state.answer.is_possible


def test_a_second_press_does_not_answer_what_has_just_come() -> None:
    strip = Strip()
    strip.press(ActionId.NO)
    strip.backend.last.done(an_asking_case(an_answer(HURT_OR_TRAPPED, value=False)))
    strip.clock.advance(0.2)
    assert strip.press(ActionId.NO) is None
    strip.clock.advance(0.3)
    assert strip.press(ActionId.NO) == AnswerFact(fact=FIRE, value=False)


def test_not_known_is_written_down_and_the_next_question_follows() -> None:
    strip = Strip()
    assert strip.press(ActionId.NOT_KNOWN) == AnswerFact(fact=HURT_OR_TRAPPED, value=None, is_not_known=True)
    assert strip.view.state.fact == HURT_OR_TRAPPED, "it is on its way"
    strip.backend.last.done(an_asking_case(not_known=(in_vain(HURT_OR_TRAPPED),)))
    assert strip.view.state.fact == FIRE
    time = NOW.astimezone().strftime("%H:%M")
    assert [said.text for said in strip.view.state.said] == [f"not known, {time} · Hurt or trapped?"]
    strip.presenter.take_back(HURT_OR_TRAPPED)
    assert strip.backend.last.command == AnswerFact(fact=HURT_OR_TRAPPED, value=None)


def test_whoever_takes_the_case_over_sees_what_was_asked_in_vain() -> None:
    assert Strip(an_asking_case(not_known=(in_vain(HURT_OR_TRAPPED),))).view.state.fact == FIRE


def test_its_key_asks_again_what_was_not_known() -> None:
    answers = tuple(an_answer(fact) for fact in FIRST_MINUTE[1:])
    asked = an_asking_case(*answers, not_known=(in_vain(HURT_OR_TRAPPED),))
    strip = Strip(asked)
    assert not strip.view.state.asks
    strip.actions.trigger(ActionId.FIRST_MINUTE)
    assert strip.view.state.fact == HURT_OR_TRAPPED
    assert strip.view.focused == 1
    assert strip.backend.asked == []
    strip.clock.advance(1)
    assert strip.press(ActionId.NOT_KNOWN) == AnswerFact(fact=HURT_OR_TRAPPED, value=None, is_not_known=True)
    strip.backend.last.done(asked)
    assert not strip.view.state.asks


def test_what_was_said_before_another_impact_is_shown_and_asked_again() -> None:
    earlier = (an_answer(HURT_OR_TRAPPED, value=False, shown="no"), NO_FIRE)
    strip = Strip(an_asking_case(HURT, earlier_answers=earlier))
    assert strip.view.state.fact == FIRE
    hurt, fire = strip.view.state.said
    assert (hurt.text, hurt.alarms) == ("yes · Hurt or trapped?", True)
    assert (fire.text, fire.alarms) == ("no, before · Fire?", False)
    assert not fire.take_back.is_possible, "there is nothing to take back: it was true then"


def test_112_that_was_told_before_is_needed_again() -> None:
    later = NOW + timedelta(minutes=3)
    told = an_answer("handed_over_112", said_at=NOW + timedelta(minutes=1))
    assert Strip(an_asking_case(told, earlier_answers=(HURT,))).view.state.hand_over is None
    assert Strip(an_asking_case(earlier_answers=(HURT,))).view.state.hand_over is not None
    again = an_answer(HURT_OR_TRAPPED, said_at=later)
    assert Strip(an_asking_case(told, again, earlier_answers=(HURT,))).view.state.hand_over is not None


def test_how_many_takes_a_number_and_no_yes() -> None:
    answers = (an_answer(fact, value=False, shown="no") for fact in FIRST_MINUTE[:-1])
    strip = Strip(an_asking_case(*answers))
    assert strip.view.state.counts
    assert strip.press(ActionId.YES) is None
    strip.presenter.yes()
    assert strip.backend.asked == []
    strip.presenter.count(3)
    assert strip.backend.last.command == AnswerFact(fact=PERSONS, value=3)


def test_a_number_does_not_answer_yes_or_no() -> None:
    strip = Strip()
    strip.presenter.count(3)
    assert strip.backend.asked == []


def test_hurt_says_at_once_what_happens() -> None:
    strip = Strip(an_asking_case(HURT))
    offer = strip.view.state.hand_over
    assert offer is not None
    assert (offer.text, offer.is_possible) == ("112 is needed: hand over now", True)
    assert [said.alarms for said in strip.view.state.said] == [True]
    strip.presenter.hand_over()
    assert strip.handed == ["112"]
    strip.shower.show(an_asking_case(HURT, an_answer("handed_over_112")))
    assert strip.view.state.hand_over is None


def test_no_is_no_alarm() -> None:
    strip = Strip(an_asking_case(NO_FIRE, an_answer(OUT_AND_SAFE)))
    assert strip.view.state.hand_over is None
    assert not any(said.alarms for said in strip.view.state.said)


def test_an_answer_is_taken_back_with_one_click() -> None:
    strip = Strip(an_asking_case(NO_FIRE))
    assert [said.text for said in strip.view.state.said] == ["no · Fire?"]
    strip.presenter.take_back(FIRE)
    assert strip.backend.last.command == AnswerFact(fact=FIRE, value=None)


def test_what_was_said_stays_in_sight_when_all_five_are_settled() -> None:
    answers = (an_answer(fact) for fact in FIRST_MINUTE[:4])
    strip = Strip(an_asking_case(*answers, not_known=(in_vain(PERSONS),)))
    assert (strip.view.state.fact, strip.view.state.question, strip.view.state.spoken) == ("", "", "")
    assert not strip.view.state.asks
    assert [said.fact for said in strip.view.state.said] == list(FIRST_MINUTE)
    assert not strip.actions.is_enabled(ActionId.NOT_KNOWN)
    assert strip.actions.is_enabled(ActionId.FIRST_MINUTE)
    strip.presenter.take_back(FIRE)
    assert strip.backend.last.command == AnswerFact(fact=FIRE, value=None)


def test_nothing_to_ask_and_nothing_said_is_no_strip() -> None:
    strip = Strip(an_asking_case(questions=()))
    assert not strip.view.is_shown()
    assert not strip.actions.is_enabled(ActionId.FIRST_MINUTE)


def test_what_the_service_calls_urgent_stands_where_it_put_it() -> None:
    questions = sorted(first_questions(), key=lambda question: question.fact != ON_MOTORWAY)
    assert Strip(an_asking_case(questions=tuple(questions))).view.state.fact == ON_MOTORWAY


@pytest.mark.parametrize("detail", [a_full_case(questions=first_questions()), None])
def test_it_asks_only_who_works_on_the_case(detail: CaseDetail | None) -> None:
    strip = Strip()
    strip.presenter.on_case(detail)
    assert not strip.view.is_shown()
    strip.presenter.on_case(their_case().model_copy(update={"questions": first_questions()}))
    assert not strip.view.is_shown()
    strip.presenter.not_known()
    strip.presenter.take_back(FIRE)
    assert strip.backend.asked == []


def test_it_offers_its_keys_once_and_takes_them_when_asked() -> None:
    strip = Strip()
    assert strip.view.offered == 1
    strip.shower.show(an_asking_case(NO_FIRE))
    assert strip.view.offered == 1, "an answer takes no focus"
    strip.actions.trigger(ActionId.FIRST_MINUTE)
    assert strip.view.focused == 1


def test_a_question_of_the_contract_is_not_asked_here_and_new_ones_are_said_as_they_come() -> None:
    strip = Strip(an_asking_case(questions=(a_question(), a_question("water", first_minute=True))))
    assert (strip.view.state.fact, strip.view.state.question) == ("water", "Can the car still drive?")


def test_chips_are_in_the_language_of_the_screen() -> None:
    i18n.set_language("nl")
    try:
        assert Strip(an_asking_case(HURT)).view.state.said[0].text.startswith("yes (nl)")
    finally:
        i18n.set_language("en")


@pytest.mark.parametrize(("motorway", "alarms"), [(True, True), (False, False), (None, False)])
def test_not_out_of_the_car_on_a_motorway_is_a_danger(motorway: bool | None, alarms: bool) -> None:
    said = [an_answer(OUT_AND_SAFE, value=False, shown="no")]
    said += [] if motorway is None else [an_answer(ON_MOTORWAY, value=motorway)]
    strip = Strip(an_asking_case(*said))
    (out,) = (chip for chip in strip.view.state.said if chip.fact == OUT_AND_SAFE)
    assert out.alarms is alarms
    assert strip.view.state.hand_over is None, "112 only where it is impossible"
