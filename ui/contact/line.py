"""The line of a call at the exchange: where it is, in words, and what can be done with it.

The buttons are those that can do something now: nobody is offered to hang up what has ended, or keys that nobody hears.
"""

from collections.abc import Callable
from datetime import datetime

from app.api.cases import CallInfo, CaseDetail
from app.api.telephone import SendDigits, SetTelephone, TelephoneInfo
from app.domain.call_event import CallEventKind, HungUpBy
from app.domain.clock import age_s
from app.domain.contact import CallOutcome
from app.i18n import _
from ui.answers import CaseAnswers, Trouble
from ui.contact.state import LineState
from ui.contact.telephone import Telephone
from ui.offer import Offer
from ui.ports import LineService, Reply
from ui.words.times import clock_text

NO_LINE = LineState("", None, None, has_digits=False)

_HUNG_UP: dict[HungUpBy, Callable[[], str]] = {
    HungUpBy.DESK: lambda: _("hung up here"),
    HungUpBy.AGENT: lambda: _("hung up on your telephone"),
    HungUpBy.OTHER: lambda: _("they hung up"),
    HungUpBy.LIMIT: lambda: _("not taken in time"),
}


def held_call(detail: CaseDetail) -> CallInfo | None:
    """Return the newest call that the exchange still holds though it was said who it was."""
    return next((call for call in reversed(detail.calls) if call.is_line_up and call.outcome is not None), None)


def line_state(call: CallInfo, why_not: str) -> LineState:
    """Return where the line of a call is and what can be done with it; nothing of one without an exchange."""
    if call.line is None or call.line is CallEventKind.BY_HAND:
        return NO_LINE
    is_lost = call.line is CallEventKind.LOST
    return LineState(
        words=_words(call),
        hang_up=Offer(_("Hang up"), why_not) if call.is_on_line else None,
        by_hand=Offer(_("Dial without the exchange"), why_not) if is_lost and call.outcome is None else None,
        has_digits=call.is_line_up and call.line is CallEventKind.ANSWERED and not why_not,
        alarm=_alarm(call) if is_lost else "",
    )


def cut_offer(call: CallInfo, why_not: str) -> Offer | None:
    """Return how to say that the line was cut, of a call whose exchange is gone: nothing else is claimed of it."""
    is_lost = call.line is CallEventKind.LOST and call.outcome is None
    return Offer(_("The line was cut"), why_not) if is_lost else None


def _alarm(call: CallInfo) -> str:
    """Say that the exchange is gone, and what to do now; the number stands below once it is dialled by hand."""
    number = call.number_shown.replace(" ", "\u00a0")
    if call.answered_at is None:
        words = _("The exchange is gone. You hear nothing: dial {number} without it.")
    else:
        words = _("The exchange is gone. You still hear them: go on. You hear nothing: dial {number} without it.")
    return words.format(number=number)


def talk_clock(call: CallInfo, now: datetime) -> str:
    """Return how long both speak, or spoke."""
    if call.duration_s is not None:
        return clock_text(call.duration_s)
    since = call.answered_at or call.requested_at
    return clock_text(age_s(since, call.ended_at or now))


def end_words(call: CallInfo) -> str:
    """Return who hung up, and after how long; empty = the exchange did not say."""
    parts = []
    if call.duration_s is not None:
        parts.append(clock_text(call.duration_s))
    if call.hung_up_by is not None and call.outcome is not CallOutcome.CANCELLED:
        parts.append(_HUNG_UP[call.hung_up_by]())
    return ", ".join(parts)


def _words(call: CallInfo) -> str:
    if call.line is CallEventKind.ENDED:
        told = end_words(call)
        return _("The line is free: {how}").format(how=told) if told else _("The line is free")
    return _("On the line") if call.line is CallEventKind.ANSWERED else ""


class LineDesk:
    """What the panel asks of the exchange beside a call: its line, and the telephone of the desk."""

    def __init__(self, commands: LineService, answers: CaseAnswers, telephone: Telephone, trouble: Trouble) -> None:
        self._commands = commands
        self._answers = answers
        self._telephone = telephone
        self._trouble = trouble
        self._is_asked = False

    def ask_telephone(self) -> None:
        """Find out which telephone stands here, once there is an exchange that wants to know."""
        if self._is_asked or not self._telephone.has_exchange:
            return
        self._is_asked = True
        self._commands.telephone(self._reply())

    def set_telephone(self, endpoint: str) -> None:
        """Say which telephone stands here."""
        self._commands.set_telephone(SetTelephone(endpoint=endpoint.strip()), self._reply())

    def hang_up(self, call: CallInfo | None) -> None:
        """Hang up."""
        if call is not None and call.is_line_up:
            self._commands.hang_up(call.call_id, self._answers.reply())

    def press(self, call: CallInfo | None, digit: str) -> None:
        """Send a key."""
        if call is not None and call.is_line_up:
            self._commands.send_digits(call.call_id, SendDigits(digits=digit), self._answers.reply())

    def take_by_hand(self, call: CallInfo | None) -> None:
        """Dial this call without the exchange."""
        if call is not None and call.outcome is None:
            e164 = call.e164
            self._commands.take_by_hand(call.call_id, self._answers.reply(lambda _detail: self._telephone.dial(e164)))

    def _reply(self) -> Reply[TelephoneInfo]:
        return Reply(
            lambda told: self._telephone.use_endpoint(told.endpoint), self._trouble.refused, self._trouble.unavailable
        )
