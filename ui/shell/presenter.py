"""What the frame of the window says: channels, alerts, link, clock.

The alert strip lists what needs attention until it is over. Nothing in it is a toast: an alarm that disappears by
itself was never seen. Fault first, then work to do by hand, then what is only worth knowing.
"""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.queue import QueueRow, QueueSnapshot
from app.api.service import (
    EventInfo,
    Health,
    ListenerState,
    RefusalInfo,
    SeatInfo,
    StoreState,
    Tick,
)
from app.domain.clock import Clock, age_s
from app.domain.ids import CaseId
from app.i18n import _, ngettext
from ui.actions import ActionId, Actions
from ui.errors import refusal_sentence, unavailable_sentence
from ui.ports import CaseReads, LinkState, Scheduler, Unavailable
from ui.rows import Rows
from ui.session import Me
from ui.shell.channels import channel_alerts, channel_words
from ui.shell.live_call import LiveCalls
from ui.shell.shift_alerts import shift_alerts, taken_alerts
from ui.shell.state import Alert, Level, ShellState, StatusWord
from ui.shell.strangers import Strangers
from ui.words.promises import is_silent_firm, owner_text, promised_text
from ui.words.times import age_text, number, since_text

SENTENCE_STANDS_S = 20.0
STOP_SERVICE = f"{'bijstand-detector' if getattr(sys, 'frozen', False) else 'python -m services.detector'} --stop"
"""The desk starts it again by itself."""
SUPERVISOR_AFTER_S = 30.0
TENTHS_BELOW_S, MINUTES_FROM_S = 10, 120
LATE_FEED_S = 30.0


class ShellView(Protocol):
    """The frame of the window."""

    def show_state(self, state: ShellState) -> None:
        """Paint it."""


class CaseOpener(Protocol):
    """The navigator, as far as the strip needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class ShellPresenter:
    """Keeps the frame true. A ``FeedListener`` and ``CaseListener``, and the ``CaseTrouble`` of the navigator."""

    def __init__(self, view: ShellView, me: Me, clock: Clock, scheduler: Scheduler) -> None:
        self._view = view
        self._me = me
        self._clock = clock
        self._rows = Rows()
        self._health: Health | None = None
        self._link: LinkState | None = None
        self._elsewhere: tuple[SeatInfo, ...] = ()
        self._taken: tuple[QueueRow, ...] = ()
        self._accepted: frozenset[CaseId] = frozenset()
        self._callers: tuple[str, ...] = ()
        self._sound_fault = False
        self._misled: Callable[[], str] | None = None
        self._release: tuple[str, str] | None = None
        self._said: Alert | None = None
        self._said_at: datetime | None = None
        self._actions = Actions()
        self._opener: CaseOpener | None = None
        self._live = LiveCalls()
        self._strangers = Strangers()
        scheduler.every(1.0, self.refresh)

    def connect(self, actions: Actions, opener: CaseOpener, reads: CaseReads | None = None) -> None:
        """Let alerts lead to cases, pages and screens, and read what was left while somebody was on the phone."""
        self._actions, self._opener = actions, opener
        self._live = LiveCalls(reads)

    def on_case(self, detail: CaseDetail | None) -> None:
        """Know whose call goes on when another case is opened."""
        self._live.on_case(detail)
        self.refresh()

    def follow(self, leads_to: CaseId | ActionId) -> None:
        """Go where an alert leads, because a person asked for it."""
        if leads_to is ActionId.CONTRACTS:
            self._strangers.look()
        if isinstance(leads_to, ActionId):
            self._actions.trigger(leads_to)
        elif self._opener is not None:
            self._opener.open_case(leads_to)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Count anew."""
        self._rows.replace(snapshot)
        self.refresh()

    def on_change(self, event: EventInfo) -> None:
        """Count what changed."""
        self._rows.apply(event)
        self._live.on_change(event)
        self.refresh()

    def on_tick(self, tick: Tick) -> None:
        """Know how the service is."""
        self._health, self._elsewhere = tick.health, tick.elsewhere
        self.refresh()

    def on_link(self, link: LinkState) -> None:
        """Say that the link died, or is back."""
        self._link = link
        self._misled = None if link.alive else self._misled
        self.refresh()

    def on_misled(self, sentence: Callable[[], str]) -> None:
        """Keep what a person does when the link is dead and the address of the service leads nowhere."""
        is_news, self._misled = self._misled is None, sentence
        if is_news:  # it is told ten times a second
            self.refresh()

    def set_sound_fault(self, *, faulty: bool) -> None:
        """Say that this machine cannot sound, or can again."""
        self._sound_fault = faulty
        self.refresh()

    def show_release(self, version: str, page: str) -> None:
        """Tell a new version, and where to read about it; only while this person has no case in hand."""
        self._release = (version, page)
        self.refresh()

    def show_callers(self, sentences: tuple[str, ...]) -> None:
        """Say who calls the centre now; the action that takes them is one key."""
        self._callers = sentences
        self.refresh()

    def show_taken(self, rows: Iterable[QueueRow], accepted: Collection[CaseId] = ()) -> None:
        """Say which cases of this person somebody else has now; ``accepted``: those that were offered to them."""
        self._taken, self._accepted = tuple(rows), frozenset(accepted)
        self.refresh()

    def refused(self, refusal: RefusalInfo) -> None:
        """Say a refusal in the strip."""
        self.say(refusal_sentence(refusal))

    def unavailable(self, unavailable: Unavailable) -> None:
        """Say an outage in the strip."""
        self.say(unavailable_sentence(unavailable))

    def say(self, sentence: str, leads_to: CaseId | ActionId | None = None) -> None:
        """Say a sentence in the strip; it stands for 20 s or until the next one."""
        self._say(Level.HIGH, sentence, leads_to)

    def tell(self, sentence: str) -> None:
        """Say a sentence that is only worth knowing, as long."""
        self._say(Level.NOTICE, sentence)

    def _say(self, level: Level, sentence: str, leads_to: CaseId | ActionId | None = None) -> None:
        self._said, self._said_at = Alert(level, sentence, leads_to, is_hint=True), self._clock.now()
        self.refresh()

    def refresh(self) -> None:
        """Paint the frame as it is now; also after a change of language."""
        now = self._clock.now()
        lost = self._lost_since()
        state = ShellState(
            words=tuple(self._words(now)),
            operator=self._me.account.name,
            clock=now.astimezone().strftime("%H:%M:%S"),
            alerts=tuple(sorted(self._alerts(now), key=lambda alert: alert.level)),
            link_lost=_("No link with the service since {time}. The queue is as it was then.").format(time=lost)
            if lost
            else "",
            not_confirmed=_("Not confirmed since {time}").format(time=lost) if lost else "",
            training=self._health is not None and self._health.is_training,
        )
        self._view.show_state(state)

    def _lost_since(self) -> str:
        if self._link is None or self._link.alive:
            return ""
        heard_at = self._link.heard_at
        return _("the start") if heard_at is None else heard_at.astimezone().strftime("%H:%M:%S")

    def _words(self, now: datetime) -> Iterator[StatusWord]:
        if self._health is None:
            return
        yield _boxes_word(self._health, now)
        yield from channel_words(self._health, now)

    def _alerts(self, now: datetime) -> Iterator[Alert]:
        lost = self._lost_since()
        if lost:
            yield Alert(Level.CRITICAL, _("No link with the service since {time}").format(time=lost))
            if self._misled is not None:
                yield Alert(Level.CRITICAL, self._misled())
        for sentence in self._callers:  # a person; nothing else may fold them away
            yield Alert(Level.CRITICAL, sentence, ActionId.TAKE_CALLER)
        yield from _health_alerts(self._health, now)
        if self._health is not None:
            yield from self._strangers.alerts(self._health)
        if self._health is not None and self._me.mends:
            yield from _quarantine_alerts(self._health)
        if self._sound_fault:
            yield Alert(Level.HIGH, _("No sound: this machine has no working sound device. Watch the queue."))
        yield from taken_alerts(self._taken, self._accepted, now)
        for seat in self._elsewhere:
            yield Alert(Level.HIGH, self._elsewhere_text(seat, now))
        yield from self._live.alerts(self._rows.open_rows(), self._me, now)
        yield from self._case_alerts(now)
        if self._release is not None and not any(self._me.holds(row) for row in self._rows.open_rows()):
            version, page = self._release
            text = _("There is a new version, {version}: {page}").format(version=version, page=page)
            yield Alert(Level.NOTICE, text, ActionId.WORKPLACE)
        is_fresh = self._said_at is not None and age_s(self._said_at, now) < SENTENCE_STANDS_S
        if self._said is not None and is_fresh:
            yield self._said

    def _elsewhere_text(self, seat: SeatInfo, now: datetime) -> str:
        since = since_text(seat.since, now)
        if seat.desk == self._me.desk:
            text = _("You are also signed in in another window of this workplace, since {time}: both hold your cases")
            return text.format(time=since)
        return _("You are also signed in at {desk}, since {time}").format(desk=seat.desk, time=since)

    def _case_alerts(self, now: datetime) -> Iterator[Alert]:
        by_hand = [row for row in self._rows.all_rows() if row.by_hand]
        if by_hand:
            count = sum(row.by_hand for row in by_hand)
            text = ngettext("{count} thing to do by hand", "{count} things to do by hand", count)
            yield Alert(Level.CRITICAL, text.format(count=count), self._first_of(by_hand).case_id)
        late = [row for row in self._rows.waiting() if age_s(row.waits_since, now) >= SUPERVISOR_AFTER_S]
        if late and self._me.is_supervisor:
            text = ngettext("{count} case waits longer than 30 s", "{count} cases wait longer than 30 s", len(late))
            yield Alert(Level.CRITICAL, text.format(count=len(late)), late[0].case_id)
        yield from _promise_alerts(self._rows.all_rows(), now)
        yield from shift_alerts(self._rows.all_rows(), self._me)
        for row in self._rows.open_rows():
            if row.claim is not None and row.claim.is_stale:
                text = _("Case {number}: the desk of {name} is silent")
                yield Alert(Level.HIGH, text.format(number=row.number, name=row.claim.name), row.case_id)

    def _first_of(self, rows: Sequence[QueueRow]) -> QueueRow:
        """Of several cases that one alert speaks of: mine first, then the most urgent and oldest."""
        return min(rows, key=lambda row: (not self._me.holds(row), row.priority, row.received_at, row.case_id))


def _promise_alerts(rows: Iterable[QueueRow], now: datetime) -> Iterator[Alert]:
    """Every promise whose time has come, whoever made it and whether or not its case is closed, the latest first."""
    late = [(clock, row) for row in rows for clock in row.promises if now >= clock.due_at]
    for clock, row in sorted(late, key=lambda one: one[0].due_at):
        text = _("Overdue in case {number}: {promise}, {time} · {owner}")
        what = promised_text(clock.kind, clock.to)
        time, owner = since_text(clock.due_at, now), owner_text(clock.owner)
        if is_silent_firm(clock):
            text = _(
                "Case {number}: a firm did not answer, another was asked; confirm the cancellation by phone · {owner}"
            )
        said = text.format(number=row.number, promise=what, time=time, owner=owner)
        yield Alert(Level.CRITICAL, said, row.case_id)


def _boxes_word(health: Health, now: datetime) -> StatusWord:
    states = [listener.state for listener in health.listeners]
    if ListenerState.FAILED in states or not states:
        return StatusWord(_("boxes: no reception"), is_fault=True, hint=_("Boxes cannot reach us on a listener."))
    heard_at = health.boxes_heard_at
    if heard_at is None:
        return StatusWord(_("boxes: none yet"), is_fault=False, hint=_("Listening; no box has sent anything yet."))
    age = _age_text(age_s(heard_at, now))
    return StatusWord(_("boxes {age}").format(age=age), is_fault=False, hint=_("Since a box last sent something."))


def _age_text(seconds: float) -> str:
    if seconds < TENTHS_BELOW_S:
        return f"{number(max(0.0, seconds), 1)} s"
    return f"{seconds:.0f} s" if seconds < MINUTES_FROM_S else age_text(seconds)


def _health_alerts(health: Health | None, now: datetime) -> Iterator[Alert]:
    if health is None:
        return
    yield from _store_alerts(health)
    for listener in health.listeners:
        if listener.state is ListenerState.FAILED:
            text = _("Boxes cannot reach us: {name} on port {port} failed. Call the administrator.")
            yield Alert(Level.CRITICAL, text.format(name=listener.name, port=listener.port))
    for forged in health.forged:
        text = _("Somebody pretends to be box {imei}: refused. Tell the administrator.").format(imei=forged.imei)
        yield Alert(Level.HIGH, text)
    for listener in health.listeners:
        if listener.delay_s is not None and listener.delay_s >= LATE_FEED_S:
            text = _("Data of {name} came {age} late").format(name=listener.name, age=_age_text(listener.delay_s))
            yield Alert(Level.NOTICE, text)
    yield from _notice_alerts(health, now)


def _quarantine_alerts(health: Health) -> Iterator[Alert]:
    """Count what waits for a person, for those who may do something about it; its page is in the menu."""
    if health.quarantined:
        text = ngettext(
            "{count} message of a box could not be read and is kept aside",
            "{count} messages of boxes could not be read and are kept aside",
            health.quarantined,
        )
        yield Alert(Level.HIGH, text.format(count=health.quarantined), ActionId.QUARANTINE)


def _store_alerts(health: Health) -> Iterator[Alert]:
    sentences: dict[StoreState, Callable[[], str]] = {
        StoreState.LOCKED: lambda: _("The database is locked by another program: nothing is stored, boxes try again"),
        StoreState.FULL: lambda: _("The disk is full: nothing is stored, boxes try again"),
        StoreState.FAILED: lambda: _("The database takes nothing: nothing is stored, boxes try again"),
    }
    if health.store in sentences:
        yield Alert(Level.CRITICAL, sentences[health.store]())


def _notice_alerts(health: Health, now: datetime) -> Iterator[Alert]:
    yield from channel_alerts(health, now)
    if health.insurer_fault:
        text = _("How VIVIUM reads the doubts of its conditions cannot be used; the usual reading holds. {fault}")
        yield Alert(Level.HIGH, text.format(fault=health.insurer_fault))
    if not health.names_call_back:
        text = _(
            "SMS to drivers name no number to call back. Set call_back_number in settings.toml, then restart the "
            "service: {command}"
        )
        yield Alert(Level.NOTICE, text.format(command=STOP_SERVICE))
