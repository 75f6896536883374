"""How the service is now, for the desks: what listens, whether the database takes writes, what a person must do.

It must answer above all when something is wrong, so a database that cannot even be read costs nothing but the freshness
of two counts.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.api.gateways import GatewayHealth
from app.api.service import ChannelState, Health, ListenerHealth, StoreState, StrangerInfo
from app.api.version import API_VERSION
from app.domain.clock import Clock
from app.domain.gateway import Channel, GatewayRefusal, GatewayState
from app.usecases.queries import Reader
from app.usecases.store import Store, StoreUnavailable

ROADS_EVERY: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Gauges:
    """What is not in the database; each may be read in any thread.

    Attributes:
        names_call_back: Whether texts to drivers name a number of the centre.
        gateways: How every channel is.
        insurer_fault: Why the insurer's readings of the rules are not in force; empty = they are.
    """

    listeners: Callable[[], tuple[ListenerHealth, ...]]
    strangers: Callable[[], tuple[StrangerInfo, ...]]
    names_call_back: bool = True
    forged: Callable[[], tuple[StrangerInfo, ...]] = tuple
    insurer_fault: str = ""
    gateways: Callable[[], tuple[GatewayState, ...]] = tuple


@dataclass(frozen=True, slots=True)
class _Counts:
    has_accounts: bool
    quarantined: int
    last_heard_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Roads:
    channels: frozenset[Channel]
    read_at: datetime | None


class HealthSource:
    """Call it for the health of the service."""

    def __init__(self, store: Store, clock: Clock, gauges: Gauges, version: str, *, is_training: bool) -> None:
        self._store = store
        self._clock = clock
        self._gauges = gauges
        self._version = version
        self._is_training = is_training
        self._started_at = clock.now()
        self._counts = _Counts(has_accounts=True, quarantined=0)
        self._roads = _Roads(frozenset(), None)

    def __call__(self) -> Health:
        """Return the health; never fails."""
        counts = self._read_counts()
        state = self._store.state
        gateways = tuple(map(gateway_health, self._gauges.gateways()))
        automatic = frozenset(one.channel for one in gateways if one.is_automatic)
        return Health(
            api_version=API_VERSION,
            version=self._version,
            pid=os.getpid(),
            started_at=self._started_at,
            now=self._clock.now(),
            is_training=self._is_training,
            has_accounts=counts.has_accounts,
            store=StoreState(state.condition.value),
            store_message=state.message,
            listeners=self._gauges.listeners(),
            phone=ChannelState.SIMULATED if self._is_training else _worked(automatic & {Channel.PHONE}),
            sms=_worked(automatic & {Channel.SMS}),
            tow=_worked(automatic & self._read_roads(automatic)),
            gateways=gateways,
            quarantined=counts.quarantined,
            last_heard_at=counts.last_heard_at,
            strangers=self._gauges.strangers(),
            forged=self._gauges.forged(),
            names_call_back=self._gauges.names_call_back,
            insurer_fault=self._gauges.insurer_fault,
        )

    def _read_roads(self, automatic: frozenset[Channel]) -> frozenset[Channel]:
        """Return by which channels orders reach a partner; every desk asks, the directory is read now and then."""
        now, read_at = self._clock.now(), self._roads.read_at
        is_fresh = read_at is not None and now - read_at < ROADS_EVERY
        if is_fresh or not automatic & {Channel.MAIL, Channel.PARTNERS}:
            return self._roads.channels
        try:
            self._roads = _Roads(self._store.read(_roads_of), now)
        except StoreUnavailable:
            return self._roads.channels
        return self._roads.channels

    def _read_counts(self) -> _Counts:
        try:
            self._counts = self._store.read(_counts)
        except StoreUnavailable:
            return self._counts
        return self._counts


def _worked(automatic: frozenset[Channel]) -> ChannelState:
    return ChannelState.AUTOMATIC if automatic else ChannelState.BY_HAND


def _roads_of(reader: Reader) -> frozenset[Channel]:
    """Return by which channels a partner has an address."""
    partners = reader.providers()
    has_mail, has_rest = any(one.email for one in partners), any(one.rest_url for one in partners)
    known = {Channel.MAIL: has_mail, Channel.PARTNERS: has_rest}
    return frozenset(channel for channel, is_known in known.items() if is_known)


def gateway_health(state: GatewayState) -> GatewayHealth:
    """Return how a channel is, as ticks carry it."""
    refusal = state.refusal
    health = GatewayHealth(
        channel=state.channel,
        adapter=state.adapter,
        condition=state.condition,
        since=state.since,
        message=state.message,
        backlog=state.backlog.count,
        backlog_since=state.backlog.since,
        backlog_case_id=state.backlog.case_id,
    )
    return health if refusal is None else health.model_copy(update=_refused(refusal))


def _refused(refusal: GatewayRefusal) -> dict[str, object]:
    return {
        "refused": refusal.count,
        "refused_since": refusal.since,
        "refusal": refusal.reason,
        "refusing": refusal.far,
        "refusing_others": refusal.others,
    }


def _counts(reader: Reader) -> _Counts:
    return _Counts(reader.any_account(), reader.quarantined_count(), reader.last_heard_at())
