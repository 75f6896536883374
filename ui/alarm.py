"""When the desk sounds, and how: repeated until claimed, soft while this desk is on a call, the supervisor after 30 s.

A desk that is on a call hears one soft tone every ten seconds, because the alarm of a new crash must not drown the
voice of the last one; the other desks sound fully. Sound never decides anything and never stands alone: the queue and
the alert strip say the same, and a machine without sound is a fault in the strip.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from app.domain.account import Role
from app.domain.clock import Clock, age_s
from app.domain.ids import CaseId
from ui.ports import LinkState, Scheduler
from ui.rows import Rows
from ui.session import Me


class Sound(StrEnum):
    """The three sounds, by their file names."""

    NEW_CASE = "new_case"
    SOFT = "soft"
    SUPERVISOR = "supervisor"


PERIOD_S = {Sound.NEW_CASE: 2.0, Sound.SOFT: 10.0, Sound.SUPERVISOR: 3.0}
SUPERVISOR_AFTER_S = 30.0
IMPACT_RINGS_S = 6.0
"""A second impact of a case that somebody already holds: it sounds again, three times."""


class Bell(Protocol):
    """What makes the noise."""

    def play(self, sound: Sound) -> None:
        """Play it once."""

    def call_attention(self) -> None:
        """Mark the window in the task bar."""


class AlarmPresenter:
    """Decides once a second, and at once when something rings, which sound is due. A ``FeedListener``."""

    def __init__(self, me: Me, bell: Bell, clock: Clock, scheduler: Scheduler) -> None:
        self._me = me
        self._bell = bell
        self._clock = clock
        self._rows = Rows()
        self._rung: dict[CaseId, datetime] = {}
        self._played_at: dict[Sound, datetime] = {}
        self._listens = bool({Role.OPERATOR, Role.SUPERVISOR} & set(me.account.roles))
        scheduler.every(1.0, self._consider)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Sound for what waits."""
        self._rows.replace(snapshot)
        self._consider()

    def on_change(self, event: EventInfo) -> None:
        """Sound at once for what is new; fall silent at once for what was claimed."""
        self._rows.apply(event)
        if event.rings and event.case_id is not None and self._listens:
            self._rung[event.case_id] = self._clock.now()
            self._bell.call_attention()
        self._consider()

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: without a link what waited still waits."""

    def _consider(self) -> None:
        sound = self._due()
        if sound is None:
            return
        now = self._clock.now()
        played_at = self._played_at.get(sound)
        if played_at is None or now - played_at >= timedelta(seconds=PERIOD_S[sound]):
            self._played_at[sound] = now
            self._bell.play(sound)

    def _due(self) -> Sound | None:
        if not self._listens or not (self._rows.waiting() or self._impact_rings()):
            self._played_at.clear()
            return None
        if self._is_on_call():
            return Sound.SOFT
        return Sound.SUPERVISOR if self._is_supervisors() else Sound.NEW_CASE

    def _impact_rings(self) -> bool:
        now = self._clock.now()
        return any(age_s(at, now) < IMPACT_RINGS_S for at in self._rung.values())

    def _is_on_call(self) -> bool:
        return any(self._me.holds(row) and row.is_on_call for row in self._rows.open_rows())

    def _is_supervisors(self) -> bool:
        waiting = self._rows.waiting()
        if not waiting or not self._me.is_supervisor:
            return False
        return age_s(waiting[0].waits_since, self._clock.now()) >= SUPERVISOR_AFTER_S
