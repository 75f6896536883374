"""By which roads an order leaves by itself now, and the figures that go with it.

A partner's interface comes before its mailbox: its answer is an answer. Who has neither, or whose road is not set up,
is phoned, which is always possible.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.domain.provider import Provider
from app.domain.sending import SendingChannel

DOWN_FOR: Final = timedelta(seconds=15)
"""A line that blinks is back by then; whoever stands beside a road is not left to a gateway that is down."""


@dataclass(frozen=True, slots=True)
class OrderChannels:
    """What the house can do by itself.

    Attributes:
        open_roads: Channels whose gateway is set, whether or not it can be reached now.
        call_back_e164: Number of the centre, named to partners; empty = not set.
        stop_s: How long an order may still be stopped before it leaves.
        answer_s: How long a partner may take to accept before somebody phones, or the next one is asked.
        down_roads: Open roads whose gateway cannot be reached now: what is queued there waits.
    """

    open_roads: frozenset[SendingChannel] = frozenset()
    call_back_e164: str = ""
    stop_s: float = 10.0
    answer_s: float = 300.0
    down_roads: frozenset[SendingChannel] = frozenset()

    def road_to(self, provider: Provider) -> SendingChannel | None:
        """Return how an order reaches this partner by itself; None = somebody phones. A road that is up goes first."""
        addresses = {SendingChannel.REST: provider.rest_url, SendingChannel.MAIL: provider.email}
        roads = [road for road, to in addresses.items() if to and road in self.open_roads]
        return min(roads, key=lambda road: road in self.down_roads, default=None)

    def leaves_now(self, provider: Provider) -> bool:
        """Whether an order would reach this partner by itself at this moment, and not when a gateway is back."""
        road = self.road_to(provider)
        return road is not None and road not in self.down_roads

    @property
    def stop_for(self) -> timedelta:
        """How long it may still be stopped."""
        return timedelta(seconds=self.stop_s)

    @property
    def answer_within(self) -> timedelta:
        """How long a partner may take."""
        return timedelta(seconds=self.answer_s)
