"""Who calls the centre now: said in the strip, and put into a case with one key, never by itself.

A call that comes in takes no focus and covers nothing: whoever sits here may be speaking with somebody else. Of several
callers the one on this desk's telephone is meant, else the one who waits the longest.

Whoever gave up before anybody took the call, and belongs to no case, is said after them: the same key asks on the page
of callers whose case it is, with the number filled in, and another one says that it is dealt with.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Protocol

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from app.api.telephone import CallersCaseInfo, MissedCallDone, TakeCallBack, WaitingCallerInfo
from app.domain.ids import CaseId
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseAnswers, CaseShower, Trouble
from ui.ports import LineService, LinkState, Reply, Unavailable
from ui.session import Me
from ui.words.times import since_text


class CaseOpener(CaseShower, Protocol):
    """The navigator, as far as a caller needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class Callers:
    """A ``FeedListener``. ``say``: puts the sentences of the callers into the strip."""

    def __init__(
        self,
        me: Me,
        commands: LineService,
        opener: CaseOpener,
        trouble: Trouble,
        say: Callable[[tuple[str, ...]], None],
    ) -> None:
        self._me = me
        self._commands = commands
        self._opener = opener
        self._say = say
        self._trouble = trouble
        self._dealing = ""
        self._heard_at: datetime | None = None
        self._answers = CaseAnswers(opener, trouble, self.refresh)
        self._actions = Actions()
        self._ask_who: Callable[[str], None] = lambda _e164: None
        self._callers: tuple[WaitingCallerInfo, ...] = ()

    def connect(self, actions: Actions, ask_who: Callable[[str], None]) -> None:
        """Take the action; ``ask_who`` is given the number of a caller whose case is not known."""
        self._actions, self._ask_who = actions, ask_who
        actions.connect(ActionId.TAKE_CALLER, self.take)
        actions.connect(ActionId.MISSED_CALL_DONE, self.dealt_with)
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know who calls."""
        self._heard_at = tick.now
        if tick.callers != self._callers:
            self._callers = tick.callers
            self.refresh()

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Nothing to do: callers come with ticks."""

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do: callers come with ticks."""

    def on_link(self, link: LinkState) -> None:
        """Without a link nobody knows who calls."""
        if not link.alive and self._callers:
            self._callers = ()
            self.refresh()

    def take(self) -> None:
        """Put the caller into his case; without one, ask which it is."""
        caller = self._meant()
        if caller is None or self._answers.is_busy:
            return
        case = next(iter(caller.cases), None)
        if case is None:
            self._ask_who(caller.e164)
            return
        self._opener.open_case(case.case_id)
        command = TakeCallBack(caller_id=caller.caller_id)
        self._commands.take_call_back(case.case_id, command, self._answers.reply())

    def dealt_with(self) -> None:
        """Say that the missed call which stands first needs nobody any more."""
        missed = next(self._missed(), None)
        if missed is None or self._dealing:
            return
        self._dealing = missed.caller_id
        reply = Reply(self._is_dealt_with, self._is_refused, self._is_unavailable)
        self._commands.missed_call_done(missed.caller_id, reply)
        self.refresh()

    def _is_dealt_with(self, done: MissedCallDone) -> None:
        self._callers = tuple(one for one in self._callers if one.caller_id != done.missed_id)
        self._dealing = ""
        self.refresh()

    def _is_refused(self, refusal: RefusalInfo) -> None:
        self._dealing = ""
        self._trouble.refused(refusal)
        self.refresh()

    def _is_unavailable(self, unavailable: Unavailable) -> None:
        self._dealing = ""
        self._trouble.unavailable(unavailable)
        self.refresh()

    def refresh(self) -> None:
        """Say who calls, and keep the action in step."""
        self._actions.set_enabled(ActionId.TAKE_CALLER, enabled=self._meant() is not None and not self._answers.is_busy)
        has_missed = next(self._missed(), None) is not None and not self._dealing
        self._actions.set_enabled(ActionId.MISSED_CALL_DONE, enabled=has_missed and self._me.works_on_cases)
        self._say(tuple(map(self._sentence, self._in_order())))

    def _in_order(self) -> Iterator[WaitingCallerInfo]:
        """Whoever is on the telephone of this desk first; who speaks with somebody else already, not at all."""
        live = [one for one in self._callers if one.missed_at is None]
        mine = [one for one in live if one.desk == self._me.desk]
        yield from sorted(mine, key=lambda one: one.answered_at is None)
        yield from (one for one in live if one not in mine and one.answered_at is None)
        yield from self._missed()

    def _missed(self) -> Iterator[WaitingCallerInfo]:
        return (one for one in self._callers if one.missed_at is not None)

    def _meant(self) -> WaitingCallerInfo | None:
        return next(self._in_order(), None)

    def _sentence(self, caller: WaitingCallerInfo) -> str:
        number = caller.number_shown or _("number withheld")
        if caller.missed_at is not None:
            time = since_text(caller.missed_at, self._heard_at or caller.missed_at)
            return _("Missed call at {time}: {number}").format(time=time, number=number)
        if caller.desk == self._me.desk:
            words = _("On your telephone: {who}") if caller.answered_at else _("Your telephone rings: {who}")
        else:
            words = _("Somebody calls: {who}")
        who = " · ".join((number, *map(_case_words, caller.cases[:1])))
        return words.format(who=who)


def _case_words(case: CallersCaseInfo) -> str:
    reached = "" if case.is_reached else _("not reached yet")
    parts = (case.person, _("case {number}").format(number=case.number), reached)
    return ", ".join(part for part in parts if part)
