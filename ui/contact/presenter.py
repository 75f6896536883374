"""Calls and messages: dial, run the clock, say how it ended and who it was, tick or stop an SMS.

The technical outcome and who was on the phone are asked one after the other: voicemail answers too, so "answered" never
means "driver reached". An unanswered call is said with one press, because the SMS waits for it. A call is dialled by
this computer only after the service has stored it, and only where the house has no exchange.
"""

from typing import Protocol

from app.api.cases import CallInfo, CaseDetail, MessageInfo, PersonInfo, RungInfo
from app.api.commands import EndCall, SetCallLanguage, StartCall
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.clock import Clock
from app.domain.contact import CallOutcome, ContactRole, Disposition
from app.domain.gateway import Channel, GatewayCondition
from app.domain.ids import CallId, MessageId
from app.domain.next_step import NextKind
from app.domain.sms_text import sms_text
from app.domain.subscription import Language
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.confirmation import Confirmation, NextBox
from ui.contact.line import LineDesk, held_call
from ui.contact.phrases import phrases_state
from ui.contact.sms_editor import SmsEditor
from ui.contact.state import CallState, ContactState
from ui.contact.telephone import Dialler, Telephone
from ui.contact.told import Told, tell_offer
from ui.contact.typed_number import TypedNumber
from ui.contact.words import (
    CallFacts,
    attempt_line,
    call_state,
    can_be_dialled,
    held_up,
    held_up_words,
    is_to_send,
    language_choices,
    last_rung,
    leaving,
    leaving_words,
    message_line,
    no_call,
    open_call,
    people,
    talking,
    typed_number,
)
from ui.ports import ContactService, LinkState, Scheduler
from ui.rights import why_not_act, why_not_finish
from ui.session import Me
from ui.words.sms import length_text

ATTEMPTS_SHOWN = 3


class ContactView(Protocol):
    """The panel."""

    def show_state(self, state: ContactState | None) -> None:
        """Paint it; None = no case is open."""

    def come_forward(self) -> None:
        """Be seen: a person calls."""

    def focus_outcome(self) -> None:
        """Let the person say how the call ended, without a button under the finger yet."""

    def say_digit(self, digit: str) -> None:
        """Take the answer of a digit, where its button is seen."""

    def focus_number(self) -> None:
        """Let the person type a number."""

    def focus_editor(self) -> None:
        """Let the person write an SMS."""

    def focus_language(self) -> None:
        """Let the person choose the language of the call."""

    def focus_told(self) -> None:
        """Let the person say what was told."""


class ContactPresenter:
    """Between the people of the open case and the panel. A ``CaseListener`` and ``FeedListener``."""

    def __init__(
        self, view: ContactView, me: Me, commands: ContactService, clock: Clock, shower: CaseShower, trouble: Trouble
    ) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._answers = CaseAnswers(shower, trouble, self.refresh)
        self._detail: CaseDetail | None = None
        self._answered: CallId | None = None
        self._problem = ""
        self._has_sms = False
        self._actions = Actions()
        self._next_box: NextBox | None = None
        self._typed = TypedNumber(commands, self.refresh)
        self._telephone = Telephone(self.refresh)
        self.editor = SmsEditor(commands, self._answers, self.refresh)
        self.told = Told(commands, self._answers, self.refresh)
        self._lines = LineDesk(commands, self._answers, self._telephone, trouble)
        self._announced = ""
        self._sms_is_down = False
        self._foreign = ""
        self._shown: ContactState | None = None

    def connect(self, actions: Actions, next_box: NextBox, scheduler: Scheduler) -> None:
        """Take the actions of phone and SMS, and let the clock of the call run."""
        self._actions = actions
        self._next_box = next_box
        self._typed.connect(scheduler)
        self.editor.connect(next_box)
        actions.connect(ActionId.CALL, self.call_next)
        actions.connect(ActionId.CALL_BY_HAND, self.call_next_by_hand)
        actions.connect(ActionId.HANG_UP, self.hang_up)
        actions.connect(ActionId.CALL_OUTCOME, self._view.focus_outcome)
        actions.connect(ActionId.SMS, self.ask_sms)
        actions.connect(ActionId.STOP_SMS, self.stop_leaving)
        actions.connect(ActionId.CALL_LANGUAGE, self._view.focus_language)
        actions.connect(ActionId.TOLD, self.begin_told)
        scheduler.every(1.0, self.refresh)
        self.refresh()

    def use_dialler(self, dialler: Dialler) -> None:
        """Hand numbers to this computer's phone program, where nothing else dials them."""
        self._telephone.use(dialler)

    def dial_here(self, e164: str) -> None:
        """Hand a number that no exchange dials to this computer's phone program."""
        self._telephone.dial(e164)

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the people, calls and messages of this case."""
        if detail is None or self._detail is None or detail.row.case_id != self._detail.row.case_id:
            self._problem, self._answered, self._foreign = "", None, ""
            self._typed.typed("")
        self._detail = detail
        self.editor.on_case(detail)
        self.told.on_case(detail)
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know whether a telephone is connected; without one the operator dials."""
        self._telephone.on_health(tick.health)
        sms = tick.health.condition_of(Channel.SMS)
        self._sms_is_down, self._has_sms = sms is GatewayCondition.DOWN, sms is GatewayCondition.OK
        if self._me.works_on_cases:
            self._lines.ask_telephone()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do: the navigator tells."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: the navigator tells."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: the shell says so."""

    def call_next(self) -> None:
        """Dial the number NEXT names, or else the first of the ladder; without any, ask for one."""
        self._call_next(is_by_hand=False)

    def call_next_by_hand(self) -> None:
        """The same without the exchange; a call that it lost goes on by hand."""
        lost = self._open_call()
        if lost is not None and lost.is_line_up and lost.answered_at is not None:
            self._call_anew(lost)
        elif lost is not None and lost.is_line_up:
            self._lines.take_by_hand(lost)
        else:
            self._call_next(is_by_hand=True)

    def _call_anew(self, cut: CallInfo) -> None:
        """Dial again without the exchange after it went away under a talk: of that one nothing more is claimed."""
        again = self._answers.reply(lambda _detail: self._start(cut.e164, cut.person, is_by_hand=True))
        self._commands.end_call(cut.call_id, EndCall(outcome=CallOutcome.UNKNOWN), again)

    def hang_up(self) -> None:
        """Let the exchange end the call."""
        self._lines.hang_up(self._line_call())

    def press(self, digit: str) -> None:
        """Send a key to whoever was called."""
        self._lines.press(self._line_call(), digit)

    def set_telephone(self, endpoint: str) -> None:
        """Say which telephone of the exchange stands at this desk."""
        self._lines.set_telephone(endpoint)

    def _call_next(self, *, is_by_hand: bool) -> None:
        detail = self._detail
        if detail is None:
            return
        e164 = self._next_number(detail)
        if not e164:
            self._view.focus_number()
            return
        self._view.come_forward()
        name = next((person.name for person in _persons(detail) if person.e164 == e164), "")
        self._start(e164, name, is_by_hand=is_by_hand)

    def call_person(self, place: int) -> None:
        """Dial the person at this place of the list."""
        if self._detail is None:
            return
        person = _persons(self._detail)[place]
        if person.e164 is not None:
            self._start(person.e164, person.name)

    def number_edited(self, text: str) -> None:
        """Say what the number is while it is typed."""
        self._problem = ""
        self._typed.typed(text)

    def call_number(self, typed: str) -> None:
        """Dial a typed number; Belgian numbers may be typed as they are printed."""
        e164 = self._typed.e164(typed)
        if e164 is None:
            self._problem = _("Type it with country code (+32 470 12 34 56) or as it is dialled in Belgium (0470 …).")
            self.refresh()
            return
        self._problem = ""
        self._start(e164, "")

    def say_outcome(self, outcome: CallOutcome) -> None:
        """Say what the network did; after "answered" it is asked who it was."""
        call = self._open_call()
        if call is None:
            return
        if outcome is CallOutcome.ANSWERED:
            self._answered = call.call_id
            self.refresh()
            self._view.focus_outcome()
            return
        self._commands.end_call(call.call_id, EndCall(outcome=outcome), self._answers.reply())

    def digit_pressed(self, digit: str) -> None:
        """Take a digit that no panel took, while NEXT is to say how the call ended."""
        if self._detail is not None and self._detail.row.next_step.kind is NextKind.SAY_OUTCOME:
            self._view.say_digit(digit)

    def say_disposition(self, disposition: Disposition) -> None:
        """Say who it was."""
        call = self._open_call()
        if call is not None:
            command = EndCall(outcome=CallOutcome.ANSWERED, disposition=disposition)
            self._commands.end_call(call.call_id, command, self._answers.reply())

    def not_answered(self) -> None:
        """Take "answered" back, before anything was sent."""
        self._answered = None
        self.refresh()

    def ask_sms(self) -> None:
        """Show the first SMS that somebody has to send, and wait for Enter; without one, let an SMS be written."""
        if self._to_do():
            self.ask_prepared()
            return
        held = self._held_up()
        if held is not None and not self._why_not_finish():
            self.leave_to_hand(held.message_id)
            return
        detail = self._detail
        if detail is not None and not self._why_not() and self.editor.can_open(detail):
            self.editor.open(detail, self._next_number(detail))
            self._view.focus_editor()

    def ask_prepared(self) -> None:
        """Show the first SMS that somebody has to send; what was begun stays, an editor without a word closes."""
        for message in self._to_do():
            self.editor.drop_empty()
            self.ask_sent(message.message_id)
            return

    def choose_recipient(self, place: int) -> None:
        """Choose to whom the written SMS goes."""
        if self._detail is not None:
            self.editor.choose(place, self._detail)

    def ask_written(self) -> None:
        """Show the written SMS, and wait for Enter."""
        if self._detail is not None and not self._why_not():
            self.editor.ask(self._detail)

    def begin_told(self) -> None:
        """Let the person say what was told to whoever was phoned last."""
        if self._detail is not None and not self._why_not_finish():
            self.told.begin(self._detail)
            self._view.focus_told()

    def choose_told(self, place: int) -> None:
        """Choose who was told."""
        if self._detail is not None:
            self.told.choose(place, self._detail)

    def write_told(self) -> None:
        """Write down what was told."""
        if self._detail is not None:
            self.told.write(self._detail, self._why_not_finish())

    def leave_to_hand(self, message_id: MessageId) -> None:
        """Send by hand what waits for a gateway."""
        self._commands.leave_to_hand(message_id, self._answers.reply())

    def give_to_gateway(self, message_id: MessageId) -> None:
        """Send by the gateway what was left to people while it was down."""
        self._commands.give_to_gateway(message_id, self._answers.reply())

    def ask_sent(self, message_id: MessageId) -> None:
        """Show an SMS of the tray and wait for Enter: it was sent by hand."""
        message = next((message for message in self._to_do() if message.message_id == message_id), None)
        if message is None or self._next_box is None:
            return
        confirmation = Confirmation(
            title=_("Send this SMS from the centre's phone"),
            lines=(message.number_shown, message.text, length_text(sms_text(message.text))),
            button=_("I have sent it"),
            act=lambda: self._commands.mark_sent_by_hand(message_id, self._answers.reply()),
            copy=message.text,
        )
        self._next_box.ask(confirmation)

    def cancel_message(self, message_id: MessageId) -> None:
        """Do not send it."""
        self._commands.cancel_message(message_id, self._answers.reply())

    def stop_leaving(self) -> None:
        """Stop the SMS that is about to leave."""
        message = None if self._detail is None else leaving(self._detail, self._clock.now())
        message = self._held_up() or message
        if message is not None and not self._why_not_finish():
            self.cancel_message(message.message_id)

    def show_hand_over(self) -> None:
        """Show what to say to 112 or 101."""
        self._actions.trigger(ActionId.HAND_OVER)

    def choose_foreign(self, code: str) -> None:
        """Show what can be said in a language nobody here speaks; empty = none."""
        self._foreign = code
        self.refresh()

    def choose_language(self, language: Language) -> None:
        """Say which language the person on the phone speaks."""
        if self._detail is not None and not self._why_not():
            command = SetCallLanguage(language=language)
            self._commands.set_call_language(self._detail.row.case_id, command, self._answers.reply())

    def refresh(self) -> None:
        """Paint what is known now, and keep the actions in step."""
        why_not = self._why_not()
        call = self._open_call()
        can_end = not self._why_not_finish()
        can_call = not why_not and not self._call_runs()
        self._actions.set_enabled(ActionId.CALL, enabled=can_call)
        is_lost = call is not None and call.is_line_up and call.outcome is None
        self._actions.set_enabled(ActionId.CALL_BY_HAND, enabled=can_call or (is_lost and not why_not))
        self._actions.set_enabled(ActionId.HANG_UP, enabled=not why_not and self._line_call() is not None)
        self._actions.set_enabled(ActionId.CALL_OUTCOME, enabled=not why_not and call is not None)
        has_sms = bool(self._to_do()) or self._held_up() is not None
        can_write = not why_not and self.editor.can_open(self._detail)
        self._actions.set_enabled(ActionId.SMS, enabled=(can_end and has_sms) or can_write)
        self._actions.set_enabled(ActionId.CALL_LANGUAGE, enabled=not why_not)
        self._actions.set_enabled(ActionId.TOLD, enabled=can_end)
        self._announce(can_stop=can_end)
        state = None if self._detail is None else self._state(self._detail, why_not)
        if state != self._shown or state is None:
            self._shown = state
            self._view.show_state(state)

    def _announce(self, *, can_stop: bool) -> None:
        """Count down in the NEXT box what leaves by itself."""
        now = self._clock.now()
        message, held = None if self._detail is None else leaving(self._detail, now), self._held_up()
        self._actions.set_enabled(ActionId.STOP_SMS, enabled=can_stop and (message or held) is not None)
        sentence = "" if message is None else leaving_words(message, now)
        sentence = sentence if held is None else held_up_words()
        if sentence != self._announced and self._next_box is not None:
            self._announced = sentence
            self._next_box.announce(sentence)

    def _state(self, detail: CaseDetail, why_not: str) -> ContactState:
        why_no_call = why_not
        if self._call_runs():
            why_no_call = why_no_call or _("A call is still open: say first how it ended.")
        said = self._open_call()
        ended = [call for call in reversed(detail.calls) if call is not said]
        messages = sorted(detail.messages, key=lambda message: not is_to_send(message))
        called, now = self._next_number(detail), self._clock.now()
        why_not_end = self._why_not_finish()
        typed = typed_number(self._typed.info, is_unchecked=self._typed.is_unchecked)
        return ContactState(
            case_key=detail.row.case_id,
            called_by_key=next((at for at, one in enumerate(_persons(detail)) if called and one.e164 == called), None),
            people=tuple(people(detail, why_no_call, now)),
            why_no_number=why_no_call,
            problem=self._problem,
            typed=typed,
            last_rung=last_rung(detail, why_not),
            telephone=self._telephone.notice,
            endpoint=self._telephone.endpoint if self._telephone.has_exchange else None,
            call=self._call(why_not),
            attempts=tuple(attempt_line(call) for call in ended[:ATTEMPTS_SHOWN]),
            messages=tuple(message_line(message, why_not_end, now, has_gateway=self._has_sms) for message in messages),
            languages=language_choices(detail),
            language_why_not=why_not,
            phrases=phrases_state(detail, self._foreign, self._me.interpreter),
            editor=self.editor.state(detail, why_not),
            tell=tell_offer(detail, why_not_end),
            told=self.told.state(detail, why_not_end),
        )

    def _call(self, why_not: str) -> CallState:
        call = self._open_call()
        if call is None:
            held = None if self._detail is None else held_call(self._detail)
            return no_call() if held is None else talking(held, self._clock.now(), why_not)
        answered = call.call_id == self._answered
        rung = self._rung_of(call)
        kind = None if rung is None else rung.person.number_kind
        facts = CallFacts(
            answered=answered,
            way=self._telephone.way_of(call),
            role=ContactRole.NOT_ON_RECORD if rung is None else rung.role,
            takes_sms=kind is None or kind.takes_sms,
            why_not=why_not,
        )
        return call_state(call, self._clock.now(), facts)

    def _start(self, e164: str, person: str, *, is_by_hand: bool = False) -> None:
        if self._detail is not None and not self._why_not() and not self._call_runs():
            self._problem = ""
            command = StartCall(e164=e164, person=person, by_hand=is_by_hand)
            self._commands.start_call(self._detail.row.case_id, command, self._answers.reply(self._dial_here))

    def _dial_here(self, detail: CaseDetail) -> None:
        """Dial what no exchange does; the service decides, because it knows first that one is down."""
        call = open_call(detail)
        if call is not None and call.line is None:
            self._telephone.dial(call.e164)

    def _line_call(self) -> CallInfo | None:
        """The call whose line the buttons are for."""
        call = self._open_call()
        if call is None and self._detail is not None:
            return held_call(self._detail)
        return call if call is not None and call.is_line_up else None

    def _rung_of(self, call: CallInfo) -> RungInfo | None:
        rungs = () if self._detail is None else self._detail.ladder
        return next((rung for rung in rungs if rung.person.e164 == call.e164), None)

    def _next_number(self, detail: CaseDetail) -> str:
        """The number the key dials: what NEXT names, else the next of the ladder, else the first that is none wrong.

        Empty = there is none.
        """
        step = detail.row.next_step
        if step.e164 or step.kind is NextKind.FIND_NUMBER:
            return step.e164
        rungs = sorted(detail.ladder, key=lambda rung: not rung.is_next)
        return next((one.person.e164 for one in rungs if one.person.e164 and can_be_dialled(one)), "")

    def _open_call(self) -> CallInfo | None:
        return None if self._detail is None else open_call(self._detail)

    def _call_runs(self) -> bool:
        call = self._open_call()
        return call is not None and call.outcome is None

    def _held_up(self) -> MessageInfo | None:
        """The SMS that waits for a gateway that is known to be down: nothing counts down to its leaving."""
        return held_up(self._detail) if self._sms_is_down and self._detail is not None else None

    def _to_do(self) -> tuple[MessageInfo, ...]:
        if self._detail is None:
            return ()
        return tuple(message for message in self._detail.messages if is_to_send(message))

    def _why_not(self) -> str:
        return why_not_act(self._me, self._detail) or self._busy()

    def _why_not_finish(self) -> str:
        """An SMS that was kept when the case was closed is ended by whoever may work, as a truck is."""
        return why_not_finish(self._me, self._detail) or self._busy()

    def _busy(self) -> str:
        return _("One moment: the service has not answered yet.") if self._answers.is_busy else ""


def _persons(detail: CaseDetail) -> list[PersonInfo]:
    """The people of the panel, in its order."""
    return [rung.person for rung in detail.ladder]
