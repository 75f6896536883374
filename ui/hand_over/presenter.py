"""The hand-over by voice: what to say, what was said, what they gave us for it, and that it was done.

112 and 101 are dialled by nobody but the operator: on a telephone, or over the exchange with one click and a second one
that confirms it. Only ticked lines are written down as said, in the words that stood there when they were ticked; an
operator who ticked nothing is asked once, because a timeline that says more than was said is worth nothing later.
"""

from dataclasses import dataclass, field
from typing import Protocol

from app.api.cases import CallInfo, CaseDetail, HandOverInfo
from app.api.commands import CompleteHandOver, HandOver
from app.api.queue import QueueSnapshot
from app.api.service import ChannelState, EventInfo, Tick
from app.api.telephone import CallEmergency, SendDigits
from app.domain.answer import EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.clock import Clock
from app.domain.gateway import Channel, GatewayCondition
from app.domain.hand_over import TpsStep
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.i18n import _
from app.i18n import language as language_of_screen
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, Confirmations
from ui.hand_over.state import Dialling, HandOverState, SpokenLine
from ui.hand_over.words import MENU, earlier_words, key_of, line_words, local_text, step_lines
from ui.offer import Offer
from ui.ports import ContactService, LinkState
from ui.rights import why_not_act
from ui.session import Me
from ui.words.times import since_text

ROAD, BESIDES = "road", "besides"
"""Keys of the two lines a person writes."""


class HandOverView(Protocol):
    """The panel."""

    def show_state(self, state: HandOverState | None) -> None:
        """Paint it; None = nothing is being handed over."""

    def show_known(self, reference: str, their_operator: str) -> None:
        """Put what they gave into its fields, because another hand-over is shown."""

    def focus_lines(self) -> None:
        """Let the person tick from the first line on."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""


@dataclass
class _HandingOver:
    """What was ticked and typed.

    Attributes:
        said: Ticked lines, by their keys, in the words that stood there then.
        typed: The two lines of a person, by their keys.
        ticked: Steps of the last hand-over; None = as they are stored.
        is_sure: The next click calls.
        may_be_all: Enter again means that everything was said.
        language: Chosen by the operator; None = that of the centre there.
    """

    to: EmergencyNumber
    said: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    their_operator: str = ""
    ticked: frozenset[TpsStep] | None = None
    problem: str = ""
    is_sure: bool = False
    may_be_all: bool = False
    language: Language | None = None


class HandOverPresenter:
    """Between the text for 112 and the panel. A ``CaseListener`` and ``FeedListener``."""

    def __init__(
        self, view: HandOverView, me: Me, commands: ContactService, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._lent: Confirmation | None = None
        self._detail: CaseDetail | None = None
        self._under_way: _HandingOver | None = None
        self._has_exchange = False

    def connect(self, actions: Actions, confirmations: Confirmations) -> None:
        """Take F8, and let "confirm" write the hand-over down."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.HAND_OVER, self.open)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Go on only in the same case, while it may be handed over here; ticks stay with their lines."""
        before, self._detail = self._detail, detail
        same = detail is not None and before is not None and detail.row.case_id == before.row.case_id
        if not same or why_not_act(self._me, detail):
            self._forget()
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know whether an exchange can dial."""
        answers = tick.health.condition_of(Channel.PHONE) is GatewayCondition.OK
        has_exchange = tick.health.phone is ChannelState.SIMULATED or answers
        if has_exchange != self._has_exchange:
            self._has_exchange = has_exchange
            self.refresh()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do: the navigator tells."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: the navigator tells."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: the shell says so."""

    def open(self) -> None:
        """F8: show what to say; to the police when that is what is next."""
        detail = self._detail
        if detail is None or self._why_not():
            return
        is_police = detail.row.next_step.kind is NextKind.CALL_101
        to = EmergencyNumber.POLICE_101 if is_police else EmergencyNumber.EMERGENCY_112
        if self._under_way is None or self._under_way.to is not to:
            self._under_way = _HandingOver(to)
            known = self._last_told(to)
            if known is not None:
                self._under_way.reference, self._under_way.their_operator = known.reference, known.their_operator
            self._view.show_known(self._under_way.reference, self._under_way.their_operator)
        self._lend_confirm()
        self.refresh()
        self._view.focus_lines()

    def dismiss(self) -> None:
        """Esc: not now; what was ticked is forgotten."""
        self._forget()
        self.refresh()

    def tick(self, key: str, *, is_said: bool) -> None:
        """Take that a line was said, or not."""
        under_way = self._under_way
        if under_way is None:
            return
        under_way.said.pop(key, None)
        if is_said:
            under_way.said |= {one: text for one, text in self._lines() if one == key}
        under_way.problem, under_way.may_be_all = "", False
        self.refresh()

    def tick_all(self) -> None:
        """Take that every line was said."""
        under_way = self._under_way
        if under_way is not None:
            under_way.said, under_way.problem = dict(self._lines()) | under_way.said, ""
            self.refresh()

    def speak(self, language: Language) -> None:
        """Say it in another language; what was ticked stays in the words in which it was said."""
        under_way = self._under_way
        if under_way is None:
            return
        before = [key for key, _text in self._lines()]
        under_way.language = language
        keys = dict(zip(before, (key for key, _text in self._lines()), strict=True))
        under_way.said = {keys.get(key, key): text for key, text in under_way.said.items()}
        self.refresh()

    def tick_step(self, step: TpsStep, *, is_done: bool) -> None:
        """Take that a step was done, or not."""
        under_way = self._under_way
        if under_way is not None:
            steps = self._ticked(under_way)
            under_way.ticked = steps | {step} if is_done else steps - {step}
            self.refresh()

    def typed_reference(self, text: str) -> None:
        """Take their own incident number."""
        if self._under_way is not None:
            self._under_way.reference = text
            self.refresh()

    def typed_operator(self, text: str) -> None:
        """Take who of theirs it is."""
        if self._under_way is not None:
            self._under_way.their_operator = text
            self.refresh()

    def typed_line(self, key: str, text: str) -> None:
        """Take a line of the operator's own: the road as the driver says it, or what else was said."""
        under_way = self._under_way
        if under_way is not None:
            under_way.typed[key] = text.strip()
            if under_way.said.pop(key, None) is not None and text.strip():
                under_way.said |= {one: words for one, words in self._lines() if one == key}
            self.refresh()

    def call(self) -> None:
        """Ask whether to call; asked again, let the operator's telephone ring and then theirs."""
        detail, under_way = self._detail, self._under_way
        if detail is None or under_way is None or self._why_not() or not self._has_exchange:
            return
        if not under_way.is_sure:
            under_way.is_sure = True
            self.refresh()
            return
        under_way.is_sure = False
        command = CallEmergency(to=under_way.to)
        self._commands.call_emergency(detail.row.case_id, command, self._answers.reply())

    def hang_up(self) -> None:
        """End the call with them."""
        call = self._their_call()
        if call is not None and call.is_line_up:
            self._commands.hang_up(call.call_id, self._answers.reply())

    def press(self, key: str) -> None:
        """Choose in their menu."""
        call = self._their_call()
        if call is not None and call.is_line_up:
            self._commands.send_digits(call.call_id, SendDigits(digits=key), self._answers.reply())

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        if self._lines():
            self._view.copy("\n".join(text for _key, text in self._lines()))

    def submit(self) -> None:
        """Enter: write down that it was handed over, and what was said."""
        detail, under_way = self._detail, self._under_way
        if detail is None or under_way is None or self._why_not():
            return
        lines = self._lines()
        if lines and not under_way.said and not under_way.may_be_all:
            under_way.may_be_all = True
            under_way.problem = _("Tick what you said; Enter again means that you said all of it.")
            self.refresh()
            return
        said = [under_way.said.get(key, text) for key, text in lines if key in under_way.said or under_way.may_be_all]
        command = HandOver(
            to=under_way.to,
            text="\n".join(said),
            reference=under_way.reference.strip(),
            their_operator=under_way.their_operator.strip(),
        )
        self._commands.hand_over(detail.row.case_id, command, self._answers.reply(lambda _detail: self.dismiss()))

    def save(self) -> None:
        """Write down what they gave us for the last hand-over, and the steps that were done."""
        under_way = self._under_way
        told = None if under_way is None else self._last_told(under_way.to)
        if under_way is None or told is None or self._why_not():
            return
        command = CompleteHandOver(
            reference=under_way.reference.strip(),
            their_operator=under_way.their_operator.strip(),
            done=tuple(step for step in TpsStep if step in self._ticked(under_way)),
        )
        reply = self._answers.reply(lambda _detail: self._saved())
        self._commands.complete_hand_over(told.hand_over_id, command, reply)

    def refresh(self) -> None:
        """Paint what is known now, and keep the action in step."""
        self._actions.set_enabled(ActionId.HAND_OVER, enabled=not self._why_not())
        under_way = self._under_way
        self._view.show_state(None if under_way is None else self._state(under_way))

    def _saved(self) -> None:
        if self._under_way is not None:
            self._under_way.ticked = None
            self.refresh()

    def _state(self, under_way: _HandingOver) -> HandOverState:
        is_police = under_way.to is EmergencyNumber.POLICE_101
        why_not, now, told = self._why_not(), self._clock.now(), self._last_told(under_way.to)
        call = self._their_call()
        is_up = call is not None and call.is_line_up
        dial = _("Dial {number} yourself and read out; tick what you said.")
        steps = () if told is None else tuple(step_lines(told, self._ticked(under_way), why_not, now))
        return HandOverState(
            title=_("Tell the police: 101") if is_police else _("Hand over to 112"),
            hint="" if is_up else dial.format(number=under_way.to.value),
            dialling=self._dialling(under_way, why_not),
            earlier=self._earlier(under_way.to),
            lines=tuple(
                SpokenLine(key, under_way.said.get(key, text), key in under_way.said) for key, text in self._lines()
            ),
            steps=steps,
            copy=Offer(_("Copy the text"), "" if self._lines() else _("There is no text for this case.")),
            all_said=Offer(_("All said")),
            done=Offer(_("Handed over"), why_not),
            save=Offer(_("Save what they gave"), why_not)
            if told is not None and self._is_new(under_way, told)
            else None,
            problem=under_way.problem,
            language=self._language() if self._texts() else None,
        )

    def _dialling(self, under_way: _HandingOver, why_not: str) -> Dialling:
        call, number = self._their_call(), under_way.to.value
        is_up = call is not None and call.is_line_up
        words = _("Yes, call {number} now") if under_way.is_sure else _("Call {number} with your telephone")
        offer = Offer(words.format(number=number), why_not) if self._has_exchange and not is_up else None
        hears = call is not None and is_up and call.line is CallEventKind.ANSWERED
        is_on_line = call is not None and call.is_on_line
        return Dialling(
            call=offer,
            words="" if call is None else line_words(call),
            hang_up=Offer(_("Hang up"), why_not) if is_on_line else None,
            keys=tuple((key, said()) for key, said in MENU[under_way.to]) if hears and not why_not else (),
            is_lost=is_up and not is_on_line,
        )

    def _earlier(self, to: EmergencyNumber) -> str:
        now, told = self._clock.now(), self._last_told(to)
        if told is not None:
            return earlier_words(told, now)
        answers = () if self._detail is None else self._detail.answers
        done = next((answer for answer in answers if answer.fact == to.fact), None)
        if done is None:
            return ""
        return _("Handed over by {name} at {time}").format(name=done.said_by, time=since_text(done.said_at, now))

    def _last_told(self, to: EmergencyNumber) -> HandOverInfo | None:
        told = () if self._detail is None else self._detail.hand_overs
        return next((one for one in reversed(told) if one.to is to), None)

    def _their_call(self) -> CallInfo | None:
        """The newest call with them over the exchange."""
        if self._detail is None or self._under_way is None:
            return None
        number = self._under_way.to.value
        return next((call for call in reversed(self._detail.emergency_calls) if call.e164 == number), None)

    def _ticked(self, under_way: _HandingOver) -> frozenset[TpsStep]:
        told = self._last_told(under_way.to)
        stored = (
            frozenset(one.step for one in told.steps if one.done_at and one.step.is_ticked) if told else frozenset()
        )
        return stored if under_way.ticked is None else under_way.ticked

    def _is_new(self, under_way: _HandingOver, told: HandOverInfo) -> bool:
        """Whether something stands on the screen that is not stored."""
        given = (under_way.reference.strip(), under_way.their_operator.strip())
        stored = frozenset(one.step for one in told.steps if one.done_at and one.step.is_ticked)
        return given != (told.reference, told.their_operator) or self._ticked(under_way) != stored

    def _lines(self) -> list[tuple[str, str]]:
        """The lines by their keys, those of the operator in their places: the road after what happened."""
        known = "" if self._detail is None else self._detail.hand_over_text
        text = self._texts().get(self._language(), known)
        lines = [local_text(line.strip()) for line in text.splitlines() if line.strip()]
        found = [(key_of(line), line) for line in lines]
        typed = {} if self._under_way is None else self._under_way.typed
        if typed.get(ROAD):
            at = next((place for place, (key, _line) in enumerate(found) if key == "3"), len(found))
            words = _("ROAD: {road}").format(road=typed[ROAD])
            found.insert(at, (ROAD, words))
        if typed.get(BESIDES):
            found.append((BESIDES, typed[BESIDES]))
        return found

    def _texts(self) -> dict[Language, str]:
        """What they are told, by language; empty = the service knows one language only."""
        detail, under_way = self._detail, self._under_way
        if detail is None or under_way is None:
            return {}
        return detail.police_texts if under_way.to is EmergencyNumber.POLICE_101 else detail.hand_over_texts

    def _language(self) -> Language:
        """The operator's choice, else that of the centre there; where either serves, that of the screen or the call."""
        chosen = None if self._under_way is None else self._under_way.language
        there = None if self._detail is None else self._detail.hand_over_language
        of_call = None if self._detail is None else self._detail.call_language
        either = [one for one in (Language(language_of_screen()), of_call) if one in (Language.NL, Language.FR)]
        return chosen or there or next(iter(either), Language.NL)

    def _lend_confirm(self) -> None:
        if self._confirmations is None:
            return
        self._lent = Confirmation(
            title=_("Hand over to 112"), lines=(), button=_("Handed over"), act=self._confirmed, shown_by_asker=True
        )
        self._confirmations.ask(self._lent)

    def _confirmed(self) -> None:
        """Enter of menu or tour: write it down, and lend it again while something is still to be said."""
        self.submit()
        if self._under_way is not None and not self._answers.is_busy:
            self._lend_confirm()

    def _forget(self) -> None:
        self._under_way = None
        lent, self._lent = self._lent, None
        if self._confirmations is not None and lent is not None:
            self._confirmations.withdraw(lent)

    def _why_not(self) -> str:
        busy = _("One moment: the service has not answered yet.") if self._answers.is_busy else ""
        return why_not_act(self._me, self._detail) or busy
