"""NEXT and its one key, and the one place where what leaves the house is confirmed.

The service decides what is next; this box words it and points at the action that does it. It has no way of its own of
doing anything, so Space can never do what a button cannot. With no case open it offers the one that needs somebody
first: one press opens and claims it. A step whose time has not come is a countdown: it needs nobody, so another case
that does is offered meanwhile, and Space does not dial; F5 does. Nor does a call to a number that was called before, or
the closing of a case, stand before a case of the first priority that nobody has called yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from app.api.cases import CaseDetail, RungInfo
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.account import Role
from app.domain.case import CaseState as Course
from app.domain.clock import Clock, age_s
from app.domain.contact import CallOutcome, Disposition
from app.domain.gateway import Channel, GatewayCondition
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.i18n import _, language
from ui.actions import ActionId, Actions, SteadyKey
from ui.confirmation import Confirmation, FirmAdvice
from ui.next_step.on_phone import on_phone
from ui.next_step.spoken import spoken, spoken_to_other
from ui.next_step.state import NextState
from ui.next_step.words import (
    BUTTONS,
    given_back_words,
    offered,
    owners_words,
    pause_sentence,
    pause_why,
    quiet,
    row_words,
    same_car_words,
    unread_words,
)
from ui.offer import Offer
from ui.ports import LinkState
from ui.rights import why_no_cases, why_not_finish
from ui.session import Me
from ui.words.contacts import LANGUAGES
from ui.words.dangers import get_out_words, road_said, stays_on_motorway
from ui.words.impacts import is_press
from ui.words.promises import promise_sentence
from ui.words.relations import CALLS, call_sentence, called_rung, caution
from ui.words.steps import SENTENCES, WHY

ACTION_OF: Mapping[NextKind, ActionId] = {
    NextKind.CLAIM: ActionId.CLAIM,
    NextKind.TAKE_OVER: ActionId.TAKE_OVER,
    NextKind.HAND_OVER_112: ActionId.HAND_OVER,
    NextKind.CALL_101: ActionId.HAND_OVER,
    NextKind.CALL_OFF_TOW: ActionId.KEEP_PROMISE,
    NextKind.CALL_DRIVER: ActionId.CALL,
    NextKind.SAY_OUTCOME: ActionId.CALL_OUTCOME,
    NextKind.SEND_SMS_BY_HAND: ActionId.SMS,
    NextKind.ASK_TOW: ActionId.TOW,
    NextKind.ASK_NEXT_FIRM: ActionId.ASK_ANOTHER,
    NextKind.PLACE_TOW_BY_HAND: ActionId.TOW,
    NextKind.PLACE_ORDER_BY_HAND: ActionId.TOW,
    NextKind.PHONE_PARTNER: ActionId.ASK_ANOTHER,
    NextKind.FIND_NUMBER: ActionId.CALL,
    NextKind.CALL_AGAIN: ActionId.CALL,
    NextKind.CALL_BACK: ActionId.CALL,
    NextKind.WELFARE_CHECK: ActionId.HAND_OVER,
    NextKind.GO_THROUGH_SERVICES: ActionId.SERVICES,
    NextKind.KEEP_PROMISE: ActionId.KEEP_PROMISE,
    NextKind.ASK_FIRST_MINUTE: ActionId.FIRST_MINUTE,
    NextKind.CLOSE: ActionId.CLOSE_CASE,
}
"""What Space does; ``NOTHING`` has no action."""

LEFT_BY_A_CLOSED_CASE = (
    NextKind.SEND_SMS_BY_HAND,
    NextKind.PLACE_TOW_BY_HAND,
    NextKind.PLACE_ORDER_BY_HAND,
    NextKind.PHONE_PARTNER,
    NextKind.KEEP_PROMISE,
)
"""What was kept when the case was closed, to be done by whoever may work."""

CLAIM_WITHIN_S = 10.0
"""A case that Space opens is claimed when it comes; one that comes later was opened by hand, to look at."""


@dataclass(frozen=True, slots=True)
class _Say:
    """What to say, in which language, and what it means in that of the screen."""

    words: str
    language: str
    meaning: str = ""


class NextView(Protocol):
    """The box."""

    def show_state(self, state: NextState) -> None:
        """Paint it."""

    def focus_confirm(self) -> None:
        """Let Enter confirm: a person asked for it."""

    def copy(self, text: str) -> None:
        """Put a text on the clipboard."""


class Waiting(Protocol):
    """The queue, as far as NEXT needs it."""

    def top_waiting(self) -> QueueRow | None:
        """Return the case that nobody has and that needs somebody first."""

    def first_in_need(self, besides: CaseId | None = None) -> QueueRow | None:
        """Return the case that needs this desk first, mine or anybody's."""

    def first_before(self, at_hand: QueueRow) -> QueueRow | None:
        """Return the case that nobody called yet and that comes before what is next in the one at hand."""

    def mine_before(self, row: QueueRow) -> QueueRow | None:
        """Return the earlier case of the same car that this desk has; None = it has none, or it is not open."""


class CaseOpener(Protocol):
    """The navigator, as far as NEXT needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class NextPresenter:
    """Between what is next and the table of actions: a ``CaseListener`` and ``FeedListener``, both after the queue.

    It is the ``Confirmations`` of all screens too.
    """

    def __init__(self, view: NextView, me: Me, clock: Clock, opener: CaseOpener, waiting: Waiting) -> None:
        self._view = view
        self._me = me
        self._clock = clock
        self._opener = opener
        self._waiting = waiting
        self._key = SteadyKey(clock)
        self._actions = Actions()
        self._detail: CaseDetail | None = None
        self._claim_when_open: CaseId | None = None
        self._claim_asked_at = clock.now()
        self._confirmation: Confirmation | None = None
        self._confirming_for = ("", "")
        self._leaving = ""
        self._has_sms = False
        self._advice: FirmAdvice | None = None
        self._waits_shown: CaseId | None = None
        self._stood_for: tuple[str, str, str] | None = None
        self._shown: NextState | None = None

    def connect(self, actions: Actions) -> None:
        """Take Space and Enter, and watch what is possible."""
        self._actions = actions
        actions.connect(ActionId.NEXT, self.press)
        actions.connect(ActionId.CONFIRM, self.confirm)
        actions.observe(self._on_action_changed)
        self.refresh()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Say what is next in this case; a question about another case, or an older step, is withdrawn."""
        self._detail = detail
        if self._confirmation is not None and self._confirming_for != self._subject():
            self._confirmation = None
        self.refresh()
        if detail is not None and detail.row.case_id == self._claim_when_open:
            self._claim_when_open = None
            is_fresh = age_s(self._claim_asked_at, self._clock.now()) < CLAIM_WITHIN_S
            if is_fresh and detail.row.claim is None and detail.row.state is Course.OPEN:
                self._actions.trigger(ActionId.CLAIM)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Say who waits now."""
        del snapshot
        self.refresh()

    def on_change(self, event: EventInfo) -> None:
        """Say who waits now."""
        del event
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know whether a gateway could send an SMS that was left to people."""
        has_sms = tick.health.condition_of(Channel.SMS) is GatewayCondition.OK
        if has_sms is not self._has_sms:
            self._has_sms = has_sms
            self.refresh()

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: without a link what is next was next."""

    def ask(self, confirmation: Confirmation) -> None:
        """Show what leaves the house and wait for Enter."""
        self._confirmation = confirmation
        self._confirming_for = self._subject()
        self.refresh()
        if not confirmation.shown_by_asker:
            self._view.focus_confirm()

    def withdraw(self, confirmation: Confirmation) -> None:
        """Ask no more, if this is what is asked."""
        if self._confirmation is confirmation:
            self.dismiss()

    def dismiss(self) -> None:
        """Do not do it."""
        self._confirmation = None
        self.refresh()

    def advise(self, advice: FirmAdvice | None) -> None:
        """Name the firm to ask, and the way that reaches it, in the step of its order."""
        if advice != self._advice:
            self._advice = advice
            self.refresh()

    def announce(self, sentence: str) -> None:
        """Say what leaves by itself; empty = nothing does."""
        self._leaving = sentence
        self.refresh()

    def stop(self) -> None:
        """Stop what is about to leave."""
        self._actions.trigger(ActionId.STOP_SMS)

    def confirm(self) -> None:
        """Enter: do what is shown, once."""
        confirmation = self._confirmation
        if confirmation is None:
            return
        self._confirmation = None
        self.refresh()
        confirmation.act()

    def copy(self) -> None:
        """Put what leaves the house on the clipboard."""
        if self._confirmation is not None and self._confirmation.copy:
            self._view.copy(self._confirmation.copy)

    def press(self) -> None:
        """Space, if what it does has stood for half a second and was not pressed within the last one.

        While a question stands it goes to that question: Enter answers it, and nothing else takes the keys away.
        """
        if not self._key.may_act():
            return
        if self._shown_confirmation() is None:
            self.act()
        else:
            self._view.focus_confirm()

    def act(self) -> None:
        """Do what is next."""
        target = self._target()
        if target is not None:
            self._claim_when_open, self._claim_asked_at = target.case_id, self._clock.now()
            self._opener.open_case(target.case_id)
            return
        if self._detail is None or self._waits(self._detail) or self._talks(self._detail):
            return
        action_id = ACTION_OF.get(self._kind(self._detail))
        if action_id is not None:
            self._actions.trigger(action_id)

    def open_waiting(self) -> None:
        """Look at the case that the bar says waits."""
        if self._waits_shown is not None:
            self._opener.open_case(self._waits_shown)

    def act_beside(self) -> None:
        """Give the other answer."""
        self._actions.trigger(ActionId.NO_TOW)

    def refresh(self) -> None:
        """Paint what is next, if it looks different."""
        state = self._state()
        stands_for = (self._detail_id(), state.sentence, state.act.text if state.act else "")
        if stands_for != self._stood_for:
            self._stood_for = stands_for
            self._key.changed()
        self._actions.set_enabled(ActionId.CONFIRM, enabled=self._confirmation is not None)
        if state != self._shown:
            self._shown = state
            self._view.show_state(state)

    def _on_action_changed(self, action_id: ActionId) -> None:
        if action_id in ACTION_OF.values() or action_id is ActionId.NO_TOW:
            self.refresh()

    def _target(self) -> QueueRow | None:
        """The case Space opens, and claims if nobody has it: only while nothing is open that needs this person."""
        if self._shown_confirmation() is not None or not {Role.OPERATOR, Role.SUPERVISOR} & set(self._me.account.roles):
            return None
        detail = self._detail
        is_open = detail is not None and detail.row.state is Course.OPEN
        if detail is not None and is_open and not self._rests(detail):
            return self._waiting.first_before(detail.row) if self._me.holds(detail.row) else None
        target = self._waiting.first_in_need(None if detail is None else detail.row.case_id)
        has_left_something = detail is not None and self._kind(detail) is not NextKind.NOTHING
        return None if has_left_something and target is not None and target.state is Course.CLOSED else target

    def _state(self) -> NextState:
        target = self._target()
        if target is not None:
            box = offered(target, self._me, self._waiting.mine_before(target))
            return replace(box, waiting=self._who_waits(target.case_id))
        if self._detail is None:
            return quiet(_("No case is open"), why_no_cases(self._me) or _("Choose a case in the queue."))
        if self._detail.row.state is Course.CLOSED and self._kind(self._detail) is NextKind.NOTHING:
            return quiet(_("This case is closed"), _("No one is waiting."))
        return self._step(self._detail)

    def _step(self, detail: CaseDetail) -> NextState:
        kind = self._kind(detail)
        confirmation = self._shown_confirmation()
        rung, waits = called_rung(kind, detail), self._waits(detail)
        say = self._say(kind, detail, rung)
        return NextState(
            sentence=self._sentence(kind, detail, rung),
            why=pause_why(detail) if waits else caution(rung) or self._why(kind, detail),
            spoken=say.words if self._me.holds(detail.row) and not waits else "",
            spoken_language=say.language,
            spoken_meaning=say.meaning,
            act=None if waits or self._talks(detail) else self._offer(kind, detail),
            beside=self._beside(kind),
            confirm_title="" if confirmation is None else confirmation.title,
            confirm_lines=() if confirmation is None else confirmation.lines,
            confirm_warning="" if confirmation is None else confirmation.warning,
            confirm=None if confirmation is None else Offer(confirmation.button),
            can_copy=confirmation is not None and bool(confirmation.copy),
            needs_person=kind is not NextKind.NOTHING and not waits,
            waiting=self._who_waits(detail.row.case_id),
            leaving=self._leaving,
            stop=self._stop_offer(),
        )

    def _say(self, kind: NextKind, detail: CaseDetail, rung: RungInfo | None) -> _Say:
        """What to say at this step, to whom it is about; to people in the traffic nothing else before that."""
        speaks, language_words = self._language(detail)
        now, is_sos = self._clock.now(), is_press(detail.row.mark, detail.row.peak_g)
        if self._is_in_traffic(kind, detail):
            words, meaning = get_out_words(speaks)
            return _Say(words, language_words, meaning)
        phone = on_phone(kind, detail)
        if phone is not None and phone.can_say:
            return _Say("", language_words)  # they hung up: nobody hears it
        if rung is not None:
            speaks = rung.person.language or speaks
            return _Say(spoken_to_other(kind, rung, detail, speaks, now), LANGUAGES[speaks]())
        if kind is NextKind.ASK_TOW and not _speaks(detail):
            return _Say("", language_words)
        road = road_said(detail.answers)
        return _Say(spoken(kind, speaks, now, is_sos=is_sos, on_motorway=road), language_words)

    def _sentence(self, kind: NextKind, detail: CaseDetail, rung: RungInfo | None) -> str:
        if self._is_in_traffic(kind, detail):
            return _("First say: out of the car, and behind the barrier")
        phone, at = on_phone(kind, detail), detail.row.next_step.not_before
        if phone is not None:
            return phone.sentence
        if at is not None and self._waits(detail):
            return pause_sentence(rung, age_s(self._clock.now(), at))
        words = owners_words(kind, detail) or call_sentence(kind, rung) or promise_sentence(detail)
        advice = self._advice_of(kind, detail)
        return words or (SENTENCES[kind]() if advice is None else advice.sentence)

    def _advice_of(self, kind: NextKind, detail: CaseDetail) -> FirmAdvice | None:
        """Whom to ask, where this step is about the order that asks for it."""
        advice = self._advice if kind is NextKind.PLACE_TOW_BY_HAND else None
        return advice if advice is not None and advice.order_id == detail.row.next_step.target_id else None

    def _is_in_traffic(self, kind: NextKind, detail: CaseDetail) -> bool:
        """Whether the people still stand on a motorway: that is said before the step, whose key stays."""
        is_said = kind not in (NextKind.HAND_OVER_112, NextKind.CLOSE) and self._me.holds(detail.row)
        return is_said and stays_on_motorway(detail.answers)

    def _waits(self, detail: CaseDetail) -> bool:
        """Whether it is this desk's, and its time has not come yet."""
        return self._me.holds(detail.row) and detail.row.next_step.waits(self._clock.now())

    def _talks(self, detail: CaseDetail) -> bool:
        """Whether the exchange holds the call that NEXT is about: nothing is asked of it yet."""
        phone = on_phone(self._kind(detail), detail)
        return phone is not None and not phone.can_say

    def _rests(self, detail: CaseDetail) -> bool:
        """Whether the case needs nobody here now."""
        return self._kind(detail) is NextKind.NOTHING or self._waits(detail)

    def _why(self, kind: NextKind, detail: CaseDetail) -> str:
        if self._is_in_traffic(kind, detail):
            phone = on_phone(kind, detail)
            return _("Then: {step}").format(step=SENTENCES[kind]() if phone is None else phone.sentence)
        if owners_words(kind, detail):
            return _("Shown for your information: whoever has the case does it.")
        phone = on_phone(kind, detail)
        if phone is not None:
            return phone.why
        advice = self._advice_of(kind, detail)
        if advice is not None and advice.why:
            return advice.why
        if kind is NextKind.SEND_SMS_BY_HAND:
            sms = next((one for one in detail.messages if one.message_id == detail.row.next_step.target_id), None)
            return unread_words(sms) or (given_back_words() if self._has_sms else WHY[kind]())
        mine_before = self._waiting.mine_before(detail.row) if kind is NextKind.CLAIM else None
        return WHY[kind]() if mine_before is None else same_car_words(mine_before)

    def _stop_offer(self) -> Offer | None:
        if not self._leaving:
            return None
        possible = self._actions.is_enabled(ActionId.STOP_SMS)
        return Offer(_("Stop it"), "" if possible else _("Not possible now."))

    def _shown_confirmation(self) -> Confirmation | None:
        asked = self._confirmation
        return None if asked is None or asked.shown_by_asker else asked

    def _kind(self, detail: CaseDetail) -> NextKind:
        """The service's word for it; what only the holder can do is nothing for others, who may take over."""
        kind = detail.row.next_step.kind
        if detail.row.state is Course.CLOSED:
            return kind if kind in LEFT_BY_A_CLOSED_CASE else NextKind.NOTHING
        claim = detail.row.claim
        if claim is None or self._me.holds(detail.row):
            return kind
        return NextKind.TAKE_OVER if claim.is_stale or kind is NextKind.TAKE_OVER else NextKind.NOTHING

    def _offer(self, kind: NextKind, detail: CaseDetail) -> Offer | None:
        if kind not in ACTION_OF:
            return None
        is_other = called_rung(kind, detail) is not None and kind in CALLS and kind is not NextKind.CALL_BACK
        advice = self._advice_of(kind, detail)
        button = BUTTONS[kind]() if advice is None or not advice.button else advice.button
        text = _("Call") if is_other else button
        if self._actions.is_enabled(ACTION_OF[kind]):
            return Offer(text)
        return Offer(text, why_not_finish(self._me, detail) or _("Not possible now."))

    def _beside(self, kind: NextKind) -> Offer | None:
        if kind not in (NextKind.ASK_TOW, NextKind.ASK_NEXT_FIRM):
            return None
        possible = self._actions.is_enabled(ActionId.NO_TOW)
        return Offer(_("No tow truck"), "" if possible else _("Not possible now."))

    def _language(self, detail: CaseDetail) -> tuple[Language, str]:
        if detail.call_language is not None:
            return detail.call_language, LANGUAGES[detail.call_language]()
        if detail.suggested_language is not None:
            words = _("{language}, by the contract").format(language=LANGUAGES[detail.suggested_language]())
            return detail.suggested_language, words
        return Language(language()), _("language not known")

    def _who_waits(self, besides: CaseId) -> str:
        row = self._waiting.top_waiting()
        self._waits_shown = None if row is None or row.case_id == besides else row.case_id
        if row is None or self._waits_shown is None:
            return ""
        return _("Waiting: {case}").format(case=row_words(row))

    def _subject(self) -> tuple[str, str]:
        """What a confirmation is about: it falls away when the case or its step becomes another."""
        return self._detail_id(), "" if self._detail is None else repr(self._detail.row.next_step)

    def _detail_id(self) -> str:
        return "" if self._detail is None else self._detail.row.case_id


def _speaks(detail: CaseDetail) -> bool:
    """Whether somebody is on the phone, or was on the last call."""
    last = detail.calls[-1] if detail.calls else None
    is_open = last is not None and last.outcome in (None, CallOutcome.ANSWERED)
    return is_open and last is not None and last.disposition is not Disposition.VOICEMAIL
