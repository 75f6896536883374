"""Keeps the gateways going: what was set for a channel runs, is watched, and is started anew after every fault.

How an adapter is written stands in ``app.usecases.gateway_ports``; here nothing is known of any. Every channel has a
line of its own (``gateway_line``), so one that hangs in a connect holds up nobody: no other channel, no desk, no box.
Settings are looked at every second, because another service of the centre may have changed them; a route of this one
asks to look again at once. In training nothing is ever started.

``running`` gives others the gateway of a channel (an exchange is asked to dial); it may be gone the moment after.
``is_automatic`` says whether something leaves without a person, and holds while the gateway is down.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.clock import Clock
from app.domain.gateway import (
    NO_BACKLOG,
    Backlog,
    Channel,
    FieldKind,
    GatewayCondition,
    GatewaySettings,
    GatewayState,
    GatewayTrial,
    TrialVerdict,
)
from app.logs import about
from app.settings import Settings
from app.usecases.gateway_ports import Gateway, GatewayAdapter, GatewayFault, GatewayGiven
from app.usecases.queries import Reader
from app.usecases.store import Store, StoreUnavailable
from services.detector.gateway_line import DESIGN, GatewayLine, Pace
from services.detector.key_vault import KeyUnreadable, KeyVault

Adapters = Mapping[tuple[Channel, str], GatewayAdapter]


@dataclass(frozen=True, slots=True)
class Premises:
    """What every gateway is given.

    Attributes:
        vault: Opens the secrets.
    """

    store: Store
    clock: Clock
    settings: Settings
    vault: KeyVault
    is_training: bool = False


class Gateways:
    """The supervisor of every channel. Lives in one event loop; ``states``, ``is_automatic``, ``tell`` in any thread.

    Args:
        adapters: Every adapter this program has.
    """

    def __init__(self, premises: Premises, adapters: Iterable[GatewayAdapter], pace: Pace = DESIGN) -> None:
        self._premises = premises
        self._adapters: Adapters = {(one.channel, one.name): one for one in adapters}
        self._loop = asyncio.get_running_loop()
        self._pace = pace
        self._looking = asyncio.Lock()
        self._log = about(__name__)
        self._trials: dict[Channel, GatewayTrial] = {}
        self._trying: set[asyncio.Task[None]] = set()
        self._lines = {channel: GatewayLine(channel, premises.clock, self._make, pace) for channel in Channel}

    @property
    def adapters(self) -> Adapters:
        """Every adapter this program has."""
        return self._adapters

    def running(self, channel: Channel) -> Gateway | None:
        """Return the gateway of a channel that takes something now, or None."""
        gateway = self._lines[channel].gateway
        return gateway if gateway is not None and gateway.condition is GatewayCondition.OK else None

    def is_automatic(self, channel: Channel) -> bool:
        """Whether something is set for the channel; also while its gateway is down."""
        return self._lines[channel].state.is_automatic

    def is_down(self, channel: Channel) -> bool:
        """Whether the gateway of a channel cannot be reached now; by hand is not down."""
        return self._lines[channel].state.condition is GatewayCondition.DOWN

    def states(self) -> tuple[GatewayState, ...]:
        """Return how every channel is now, in the order of ``Channel``."""
        return tuple(line.state for line in self._lines.values())

    def wake(self, channel: Channel) -> None:
        """Ring the bell of a channel's gateway; in any thread."""
        self._soon(lambda: self._ring(channel))

    def tell(self, sequences: Sequence[int]) -> None:
        """Ring every bell: something was committed. A ``CommitListener``."""
        del sequences
        self._soon(lambda: self._ring(*Channel))

    async def run(self) -> None:
        """Follow the settings until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._pace.look_s)

    async def stop(self) -> None:
        """Stop every gateway; ``run`` was cancelled before."""
        for task in self._trying:
            task.cancel()
        await asyncio.gather(*(line.stop() for line in self._lines.values()))

    async def look(self) -> None:
        """Start, change and stop what the settings say; while they cannot be read, what runs goes on."""
        if self._premises.is_training:
            return
        async with self._looking:  # or what was read before a change might be followed after it
            try:
                known, backlogs = await asyncio.to_thread(self._premises.store.read, self._read)
            except StoreUnavailable:
                return  # the health tells the desks
            for channel, line in self._lines.items():
                line.follow(known.get(channel), backlogs.get(channel, NO_BACKLOG))

    def last_trial(self, channel: Channel) -> GatewayTrial | None:
        """Return the last test of a channel since the start of this service, or None."""
        return self._trials.get(channel)

    def begin_trial(self, channel: Channel, trial_id: str, target: str) -> None:
        """Let one harmless thing leave; what comes of it is the ``last_trial``, within ten seconds."""
        self._tried(channel, trial_id, TrialVerdict.RUNNING)
        task = self._loop.create_task(self._try(channel, trial_id, target))
        self._trying.add(task)
        task.add_done_callback(self._trying.discard)

    async def _try(self, channel: Channel, trial_id: str, target: str) -> None:
        gateway = self.running(channel)
        if gateway is None:
            return self._tried(channel, trial_id, TrialVerdict.NOT_RUNNING, self._lines[channel].state.message)
        try:
            async with asyncio.timeout(self._pace.trial_s):
                said = await gateway.test(target)
        except TimeoutError:
            return self._tried(channel, trial_id, TrialVerdict.NO_ANSWER)
        except GatewayFault as fault:
            return self._tried(channel, trial_id, TrialVerdict.REFUSED, str(fault))
        except Exception as fault:  # an adapter that fails in its test says so to whoever asked for it
            self._log.exception("the test of a gateway failed in a way that was not foreseen")
            return self._tried(channel, trial_id, TrialVerdict.REFUSED, type(fault).__name__)
        return self._tried(channel, trial_id, TrialVerdict.ACCEPTED, said)

    def _tried(self, channel: Channel, trial_id: str, verdict: TrialVerdict, message: str = "") -> None:
        self._trials[channel] = GatewayTrial(trial_id, verdict, self._premises.clock.now(), message)

    def _soon(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _ring(self, *channels: Channel) -> None:
        for channel in channels:
            gateway = self._lines[channel].gateway
            if gateway is not None:
                gateway.wake()

    def _read(self, reader: Reader) -> tuple[Mapping[Channel, GatewaySettings], Mapping[Channel, Backlog]]:
        known = {one.channel: one for one in reader.gateways()}
        return known, {channel: self._backlog(one, reader) for channel, one in known.items()}

    def _backlog(self, settings: GatewaySettings, reader: Reader) -> Backlog:
        adapter = self._adapters.get((settings.channel, settings.adapter))
        return NO_BACKLOG if adapter is None else adapter.backlog(reader, self._premises.clock.now())

    def _make(self, settings: GatewaySettings) -> Gateway:
        adapter = self._adapters.get((settings.channel, settings.adapter))
        if adapter is None:
            raise GatewayFault(f"this program has no adapter {settings.adapter!r}")
        defaults = {one.key: one.default for one in adapter.fields if one.kind is not FieldKind.SECRET and one.default}
        given = GatewayGiven(
            store=self._premises.store,
            clock=self._premises.clock,
            settings=self._premises.settings,
            values={**defaults, **settings.values},
            log=about(f"gateway.{settings.channel}", channel=settings.channel.value, adapter=settings.adapter),
            secret=self._secret(settings),
        )
        return adapter.make(given)

    def _secret(self, settings: GatewaySettings) -> str | None:
        if settings.sealed is None:
            return None
        try:
            return self._premises.vault.open_secret(settings.channel, settings.sealed)
        except KeyUnreadable:
            raise GatewayFault("the secret was sealed under another key file: set it again") from None
