"""The first minute: five questions about life, one at a time, before anything about the contract.

The service says which questions there are and in which order, and what an answer leads to; here only one thing is
decided, which of them is asked now. "Not known" is written down and answers nothing: the fact stays unknown, and the
next question comes, here and at a desk that takes the case over; it is asked again when a later call may have reached
somebody who knows (so the service says), or when F3 asks for it. What was said stays in sight when all is settled, and
can be taken back; what was said before another impact is shown as such beside the question that is open again. A key
acts only on a question that has stood for a moment, so that a second press of Y does not answer the question that has
just come.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from pydantic import JsonValue

from app.api.cases import CaseDetail
from app.api.commands import AnswerFact
from app.api.entitlements import AnswerInfo, NotKnownInfo, QuestionInfo, QuestionKind
from app.domain.answer import FOR_112, OUT_AND_SAFE, EmergencyNumber
from app.domain.case import CaseState
from app.domain.clock import Clock
from app.domain.contact import CallOutcome, CallPurpose
from app.domain.ids import CallId
from app.domain.next_step import NextKind
from app.i18n import _
from ui.actions import ActionId, Actions, SteadyKey
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.first_minute.state import FirstMinuteState, Said
from ui.first_minute.words import question_words
from ui.offer import Offer
from ui.ports import CaseCommands
from ui.rights import why_not_act
from ui.session import Me
from ui.words.contacts import LANGUAGES
from ui.words.dangers import stays_on_motorway
from ui.words.texts import text_of
from ui.words.times import since_text

STEADY_S = 0.4
_HANDED_OVER = EmergencyNumber.EMERGENCY_112.fact


class FirstMinuteView(Protocol):
    """The strip."""

    def show_state(self, state: FirstMinuteState | None) -> None:
        """Paint it; None = there is nothing to ask, and nothing was."""

    def focus_strip(self) -> None:
        """Let the keys answer, or take an answer back: a person asked for it."""

    def offer_focus(self) -> None:
        """Let the keys answer, unless a person is in a field or on a button."""


class FirstMinutePresenter:
    """Between the first questions of the open case and the strip. A ``CaseListener``."""

    def __init__(
        self,
        view: FirstMinuteView,
        me: Me,
        commands: CaseCommands,
        clock: Clock,
        shower: CaseShower,
        trouble: Trouble,
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._clock = clock
        self._key = SteadyKey(clock, steady_s=STEADY_S, repeat_s=STEADY_S)
        self._actions = Actions()
        self._detail: CaseDetail | None = None
        self._asks_again: frozenset[str] = frozenset()
        self._asked = ("", "")

    def connect(self, actions: Actions) -> None:
        """Take the keys of the strip."""
        self._actions = actions
        actions.connect(ActionId.FIRST_MINUTE, self.open_strip)
        actions.connect(ActionId.YES, lambda: self._by_key(self.yes))
        actions.connect(ActionId.NO, lambda: self._by_key(self.no))
        actions.connect(ActionId.NOT_KNOWN, lambda: self._by_key(self.not_known))
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Ask what is still to be asked in this case; one that has just become mine, or is being called, has the keys.

        Whoever clicks on "Call" has the focus wherever they clicked before, and asks the questions now.
        """
        was_asking = self._asking() is not None
        before, self._detail = self._detail, detail
        same = detail is not None and before is not None and detail.row.case_id == before.row.case_id
        is_calling = same and before is not None and detail is not None and bool(_open(detail) - _open(before))
        if not same:
            self._asks_again = frozenset()
        self.refresh()
        if self._asking() is not None and (is_calling or not (same and was_asking)):
            self._view.offer_focus()

    def open_strip(self) -> None:
        """Let the keys answer, or reach the answers; with nothing else to ask, what was not known is asked again."""
        detail = self._detail
        if detail is not None and self._asking() is None:
            self._asks_again = frozenset(one.fact for one in detail.not_known)
            self.refresh()
        self._view.focus_strip()

    def yes(self) -> None:
        """Answer yes."""
        self._answer_yes_no(value=True)

    def no(self) -> None:
        """Answer no."""
        self._answer_yes_no(value=False)

    def count(self, count: int) -> None:
        """Answer how many."""
        question = self._asking()
        if question is not None and question.kind is QuestionKind.NUMBER:
            self._send(question.fact, count)

    @property
    def leaves_digits(self) -> bool:
        """Whether a digit says how a call ended, as NEXT asks: it must never answer another question."""
        detail = self._detail
        if detail is None or detail.row.next_step.kind is not NextKind.SAY_OUTCOME:
            return False
        unsaid = (None, CallOutcome.ANSWERED)
        return any(call.outcome in unsaid and call.disposition is None for call in detail.calls)

    def not_known(self) -> None:
        """Have it written down that nobody can say, and go on."""
        question = self._asking()
        if question is not None:
            self._send(question.fact, None, is_not_known=True)

    def take_back(self, fact: str) -> None:
        """Ask again: take the answer, or that it was not known, back."""
        self._send(fact, None)

    def hand_over(self) -> None:
        """Go to the hand-over to 112."""
        self._actions.trigger(ActionId.HAND_OVER)

    def refresh(self) -> None:
        """Paint what is known now, and keep the keys in step."""
        question, possible = self._asking(), not self._why_not()
        is_yes_no = question is not None and question.kind is QuestionKind.YES_NO
        self._actions.set_enabled(ActionId.FIRST_MINUTE, enabled=self._stands())
        self._actions.set_enabled(ActionId.YES, enabled=is_yes_no and possible)
        self._actions.set_enabled(ActionId.NO, enabled=is_yes_no and possible)
        self._actions.set_enabled(ActionId.NOT_KNOWN, enabled=question is not None and possible)
        detail = self._detail
        asked = ("", "") if detail is None or question is None else (detail.row.case_id, question.fact)
        if asked != self._asked:
            self._asked = asked
            self._key.changed()
        self._view.show_state(None if detail is None or not self._stands() else self._state(detail, question))

    def _by_key(self, act: Callable[[], None]) -> None:
        if self._key.may_act():
            act()

    def _answer_yes_no(self, *, value: bool) -> None:
        question = self._asking()
        if question is not None and question.kind is QuestionKind.YES_NO:
            self._send(question.fact, value)

    def _send(self, fact: str, value: JsonValue, *, is_not_known: bool = False) -> None:
        detail = self._detail
        if detail is None or not self._is_mine(detail) or self._why_not():
            return
        self._asks_again -= {fact}
        command = AnswerFact(fact=fact, value=value, is_not_known=is_not_known)
        self._commands.answer_fact(detail.row.case_id, command, self._answers.reply())

    def _asking(self) -> QuestionInfo | None:
        """The question of now: only for who works on the case, and only while it is open."""
        detail = self._detail
        if detail is None or not self._is_mine(detail):
            return None
        settled = {answer.fact for answer in detail.answers} | set(self._in_vain(detail))
        return next((question for question in _first(detail) if question.fact not in settled), None)

    def _is_mine(self, detail: CaseDetail) -> bool:
        return detail.row.state is CaseState.OPEN and self._me.holds(detail.row)

    def _stands(self) -> bool:
        """Whether something is to be asked here, or was: what was said can be seen and taken back."""
        detail = self._detail
        return detail is not None and self._is_mine(detail) and bool(_first(detail))

    def _state(self, detail: CaseDetail, question: QuestionInfo | None) -> FirstMinuteState:
        return FirstMinuteState(
            fact="" if question is None else question.fact,
            question="" if question is None else question_words(question),
            spoken="" if question is None else question.say,
            spoken_language="" if question is None else LANGUAGES[question.say_language](),
            counts=question is not None and question.kind is QuestionKind.NUMBER,
            answer=Offer("", self._why_not()),
            said=tuple(self._said(detail)),
            hand_over=self._hand_over_offer() if _calls_for_112(detail) else None,
        )

    def _hand_over_offer(self) -> Offer:
        possible = self._actions.is_enabled(ActionId.HAND_OVER)
        return Offer(_("112 is needed: hand over now"), "" if possible else _("Not possible now."))

    def _said(self, detail: CaseDetail) -> list[Said]:
        chips = [self._chip(question, detail) for question in _first(detail)]
        return [chip for chip in chips if chip is not None]

    def _chip(self, question: QuestionInfo, detail: CaseDetail) -> Said | None:
        """What was said last to a question, as far as anything was."""
        fact, words, take_back = question.fact, question_words(question), Offer(_("Ask again"), self._why_not())
        answer, earlier = _of(fact, detail.answers), _of(fact, detail.earlier_answers)
        in_vain = self._in_vain(detail).get(fact)
        if answer is not None:
            alarms = _alarms(answer) or (fact == OUT_AND_SAFE and stays_on_motorway(detail.answers))
            return Said(fact, f"{text_of(answer.shown)} · {words}", alarms, take_back)
        if in_vain is not None:
            time = since_text(in_vain.said_at, self._clock.now())
            shown = _("not known, {time}").format(time=time)
            return Said(fact, f"{shown} · {words}", alarms=False, take_back=take_back)
        if earlier is None:
            return None
        shown = _("{answer}, before").format(answer=text_of(earlier.shown))
        outdated = Offer(
            _("Ask again"), _("Said before the last impact, it says nothing of what that did: ask it again.")
        )
        return Said(fact, f"{shown} · {words}", _alarms(earlier), outdated, is_outdated=True)

    def _in_vain(self, detail: CaseDetail) -> dict[str, NotKnownInfo]:
        """What was asked and nobody knew, as far as it is not being asked again here."""
        return {one.fact: one for one in detail.not_known if one.fact not in self._asks_again}

    def _why_not(self) -> str:
        busy = _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
        return why_not_act(self._me, self._detail) or busy


def _open(detail: CaseDetail) -> set[CallId]:
    """The calls that a person of this house made and nobody ended yet."""
    calls = [call for call in detail.calls if call.purpose is CallPurpose.REACH and call.outcome is None]
    return {call.call_id for call in calls}


def _first(detail: CaseDetail) -> list[QuestionInfo]:
    return [question for question in detail.questions if question.first_minute]


def _of(fact: str, answers: Iterable[AnswerInfo]) -> AnswerInfo | None:
    return next((answer for answer in answers if answer.fact == fact), None)


def _alarms(answer: AnswerInfo) -> bool:
    return answer.fact in FOR_112 and answer.value is True


def _calls_for_112(detail: CaseDetail) -> bool:
    """An answer calls for 112, and nobody has handed the case over since it was said."""
    told = _of(_HANDED_OVER, detail.answers)
    dangers = [answer.said_at for answer in (*detail.earlier_answers, *detail.answers) if _alarms(answer)]
    return bool(dangers) and (told is None or told.said_at < max(dangers))
