"""One channel and the gateway that works it now: made, started, watched, stopped, and made anew after a pause.

The gateway itself may hang, lie or break; what is said here about it never does. While a first attempt runs the channel
is "starting"; once something was wrong it stays "down" until a gateway says that it is well, so that a desk does not
blink with every attempt.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from app.domain.clock import Clock
from app.domain.gateway import (
    NO_BACKLOG,
    Backlog,
    Channel,
    GatewayCondition,
    GatewayRefusal,
    GatewaySettings,
    GatewayState,
)
from app.logs import about
from app.usecases.gateway_ports import NOTICED_WITHIN_S, Gateway, GatewayFault


@dataclass(frozen=True, slots=True)
class Pace:
    """How long everything may take; a test has less patience.

    Attributes:
        noticed_s: An attempt to start that runs on after this is shown as down.
        steady_s: A gateway that went well for so long starts with the shortest pause again.
    """

    look_s: float = 1.0
    watch_s: float = 0.25
    noticed_s: float = NOTICED_WITHIN_S
    start_s: float = 15.0
    stop_s: float = 5.0
    trial_s: float = 10.0
    shortest_pause_s: float = 2.0
    longest_pause_s: float = 30.0
    steady_s: float = 60.0


DESIGN: Final = Pace()

Make = Callable[[GatewaySettings], Gateway]
"""Returns the gateway of these settings, not yet started; raises ``GatewayFault``."""


class GatewayLine:
    """One channel. Used in one event loop; ``state`` in any thread.

    Args:
        make: Makes its gateways.
    """

    def __init__(self, channel: Channel, clock: Clock, make: Make, pace: Pace = DESIGN) -> None:
        self.state = GatewayState(channel, "", GatewayCondition.BY_HAND, clock.now())
        self.gateway: Gateway | None = None
        self._settings: GatewaySettings | None = None
        self._clock = clock
        self._make = make
        self._pace = pace
        self._task: asyncio.Task[None] | None = None
        self._log = about(__name__, channel=channel.value)

    def follow(self, settings: GatewaySettings | None, backlog: Backlog = NO_BACKLOG) -> None:
        """Work by these settings from now on; None = by hand. What ran by others is stopped first."""
        self.state = replace(self.state, backlog=backlog)
        if settings == self._settings:
            return
        self._settings = settings
        before = self._task
        if before is not None:
            before.cancel()
        adapter = "" if settings is None else settings.adapter
        condition = GatewayCondition.BY_HAND if settings is None else GatewayCondition.STARTING
        self.state = replace(self.state, adapter=adapter)
        self._say(condition)
        self._task = asyncio.create_task(self._keep(settings, before))

    async def stop(self) -> None:
        """Stop what runs; the state stays as it was last."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _keep(self, settings: GatewaySettings | None, before: "asyncio.Task[None] | None") -> None:
        """Let one gateway after the other work, until cancelled."""
        if before is not None:
            await asyncio.wait({before})
        loop, pause_s = asyncio.get_running_loop(), self._pace.shortest_pause_s
        while settings is not None:
            began_s = loop.time()
            self._say(GatewayCondition.DOWN, await self._attend(settings))
            if loop.time() - began_s >= self._pace.steady_s:
                pause_s = self._pace.shortest_pause_s
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, self._pace.longest_pause_s)

    async def _attend(self, settings: GatewaySettings) -> str:
        """Let one gateway work and return why it ended, in technical words."""
        try:
            gateway = self._make(settings)
        except GatewayFault as fault:
            return str(fault)
        try:
            await self._start(gateway)
            self.gateway = gateway
            return await self._watch(gateway)
        except GatewayFault as fault:
            return str(fault)
        except TimeoutError:
            return f"no answer in {self._pace.start_s:.0f} s"
        except Exception as fault:  # whatever it is, the next attempt must still be made
            self._log.exception("a gateway failed in a way that was not foreseen")
            return type(fault).__name__
        finally:
            self.gateway = None
            await self._end(gateway)

    async def _start(self, gateway: Gateway) -> None:
        """Let it start; ``asyncio.wait`` because ``wait_for`` loses a cancellation that comes with the result."""
        starting = asyncio.ensure_future(gateway.start())
        starting.add_done_callback(_heard)
        try:
            done, _ = await asyncio.wait({starting}, timeout=self._pace.noticed_s)
            if not done:
                self._say(GatewayCondition.DOWN, "no answer yet")
                done, _ = await asyncio.wait({starting}, timeout=self._pace.start_s - self._pace.noticed_s)
            if not done:
                raise TimeoutError
            starting.result()
        finally:
            starting.cancel()

    async def _watch(self, gateway: Gateway) -> str:
        while (condition := gateway.condition) is not GatewayCondition.DOWN:
            if condition is GatewayCondition.OK or self.state.condition is not GatewayCondition.DOWN:
                self._say(condition, gateway.message)
                self._follow_refusal(gateway.refusal)
            await asyncio.sleep(self._pace.watch_s)
        return gateway.message

    async def _end(self, gateway: Gateway) -> None:
        try:
            async with asyncio.timeout(self._pace.stop_s):
                await gateway.stop()
        except TimeoutError:
            self._log.info("a gateway did not stop in time and was left")
        except Exception:
            self._log.exception("a gateway failed while it was stopped")

    def _follow_refusal(self, refusal: GatewayRefusal | None) -> None:
        was = self.state.refusal
        self.state = replace(self.state, refusal=refusal)
        if (was is None) is not (refusal is None):
            facts = {"adapter": self.state.adapter, "why": "" if refusal is None else refusal.reason}
            words = "a gateway takes again what it is given" if refusal is None else "a gateway takes nothing"
            self._log.info(words, extra={"facts": facts})

    def _say(self, condition: GatewayCondition, message: str = "") -> None:
        before = self.state
        since = before.since if condition is before.condition else self._clock.now()
        refusal = before.refusal if condition is GatewayCondition.OK else None
        self.state = replace(before, condition=condition, since=since, message=message, refusal=refusal)
        if condition is not before.condition:
            facts = {"adapter": before.adapter, "condition": condition.value, "message": message}
            self._log.info("a gateway changed", extra={"facts": facts})


def _heard(started: "asyncio.Future[None]") -> None:
    """Take note of how it ended, also when nobody waits for it any more."""
    if not started.cancelled():
        started.exception()
