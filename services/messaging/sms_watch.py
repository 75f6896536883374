"""Watches over SMS whether or not a gateway runs: who waits in vain, and who was hit a minute ago and is alone.

Both follow from the time alone, so they are looked for every second, by small indexes; a job is written only when
there is something to write.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.domain.clock import Clock
from app.domain.gateway import Channel
from app.domain.ids import CaseId
from app.domain.message import Message, MessageState
from app.settings import Settings
from app.usecases.prepare_sms import SmsChannel
from app.usecases.queries import Reader
from app.usecases.store import JobUnit, Store, StoreUnavailable
from app.usecases.tell_signal import TellSignal, tell_signal
from app.usecases.tend_messages import SILENT_FOR, TendMessages, tend_messages

LOOK_EVERY_S: Final = 1.0
LOOKED_FOR: Final = timedelta(minutes=5)
"""Longer after the crash the text says nothing that helps; a service that was down for an hour does not catch up."""

_AGAIN_AFTER: Final = timedelta(seconds=5)
"""What kept the text back may change: the place becomes known."""

_MOST_READ: Final = 500


class SmsWatch:
    """Tends what waits, and tells drivers that their signal came in.

    Args:
        channel: How SMS leave now; it changes with the settings of the gateway.
        is_down: Whether the gateway that is set cannot be reached now.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        settings: Settings,
        channel: Callable[[], SmsChannel],
        is_down: Callable[[], bool] = bool,
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._channel = channel
        self._is_down = is_down
        self._again_at: dict[CaseId, datetime] = {}

    async def run(self) -> None:
        """Look every second until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Look once; what the database does not take is seen at the next look."""
        try:
            await self._tend()
            await self._tell()
        except StoreUnavailable:
            return  # the health in the ticks tells the desks

    async def _tend(self) -> None:
        """Ask the store itself whether a gateway is set: at the start of a service nobody else knows yet."""
        waiting, sending, is_automatic = await asyncio.to_thread(self._store.read, _waiting)
        queued, now = [one for one in waiting if one.state is MessageState.QUEUED], self._clock.now()
        is_silent = any(one.changed_at <= now - SILENT_FOR for one in sending)
        left_by = now - timedelta(seconds=self._settings.sms_by_hand_after_s) if self._is_down() else None
        is_in_vain = any(one.has_expired(now) or not is_automatic or _was_to_leave(one, left_by) for one in queued)
        if is_in_vain or is_silent:
            command = TendMessages(is_automatic, left_by, timedelta(seconds=self._settings.sms_again_s))
            job = self._store.submit(lambda unit: tend_messages(command, unit, self._clock), urgent=True)
            await asyncio.wrap_future(job)

    async def _tell(self) -> None:
        """Prepare the text so early that it leaves in time, with its seconds to be stopped in between."""
        channel = self._channel()
        if not channel.is_automatic or self._settings.signal_sms != "on":
            return
        alone = await asyncio.to_thread(self._store.read, self._alone)
        for case_id in alone:
            now = self._clock.now()
            if now >= self._again_at.get(case_id, now):
                job = self._store.submit(partial(_told, case_id, self._clock, channel), urgent=True)
                await asyncio.wrap_future(job)
                self._again_at[case_id] = now + _AGAIN_AFTER
        self._again_at = {case_id: at for case_id, at in self._again_at.items() if case_id in alone}

    def _alone(self, reader: Reader) -> tuple[CaseId, ...]:
        now = self._clock.now()
        before = timedelta(seconds=max(0.0, self._settings.signal_sms_s - self._settings.sms_stop_s))
        return reader.cases_without_help(now - before, now - before - LOOKED_FOR)


def _waiting(reader: Reader) -> tuple[tuple[Message, ...], tuple[Message, ...], bool]:
    is_automatic = any(one.channel is Channel.SMS for one in reader.gateways())
    return reader.messages_waiting(_MOST_READ), reader.messages_sending(), is_automatic


def _was_to_leave(message: Message, by: datetime | None) -> bool:
    return by is not None and message.leaves_at is not None and message.leaves_at <= by


def _told(case_id: CaseId, clock: Clock, channel: SmsChannel, unit: JobUnit) -> Message | None:
    return tell_signal(TellSignal(case_id), unit, clock, channel)
