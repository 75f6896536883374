"""The health answers above all when something is wrong."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from app.api.service import ChannelState, Health, StoreState
from app.api.version import API_VERSION
from app.domain.gateway import Channel, GatewayCondition, GatewayState
from app.persistence.store import DATABASE_NAME, SqliteStore
from app.usecases.quarantine_uplink import QuarantineUplink, quarantine_uplink
from app.usecases.queries import Reader
from app.usecases.store import CommitListener, JobUnit, Store, StoreCondition, StoreUnavailable
from app.usecases.store import StoreState as StoreState_
from app.usecases.store_uplink import StoreUplink, store_uplink
from services.detector.health import Gauges, HealthSource
from tests.conftest import WarningsSeen
from tests.support.builders import an_account, an_audit_record, an_uplink
from tests.support.clocks import StandingClock
from tests.support.partners import a_provider

T = TypeVar("T")

NOTHING = Gauges(lambda: (), lambda: ())


def source(store: SqliteStore, clock: StandingClock, *, is_training: bool = False) -> HealthSource:
    return HealthSource(store, clock, NOTHING, "1.2.3", is_training=is_training)


def test_it_says_what_a_desk_asks(store: SqliteStore, clock: StandingClock) -> None:
    started_at = clock.now()
    health = source(store, clock)
    clock.advance(timedelta(minutes=5))
    said = health()
    assert (said.api_version, said.version, said.started_at) == (API_VERSION, "1.2.3", started_at)
    assert said.now == clock.now()
    assert (said.store, said.store_message) == (StoreState.OK, "")
    assert not said.has_accounts
    assert (said.phone, said.sms, said.tow) == (ChannelState.BY_HAND,) * 3
    assert Health.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize("is_named", [True, False])
def test_whether_texts_name_a_number_is_said(store: SqliteStore, clock: StandingClock, *, is_named: bool) -> None:
    gauges = Gauges(lambda: (), lambda: (), is_named)
    assert HealthSource(store, clock, gauges, "1.2.3", is_training=False)().names_call_back is is_named


def test_readings_of_the_insurer_that_cannot_be_used_are_said(store: SqliteStore, clock: StandingClock) -> None:
    gauges = Gauges(lambda: (), lambda: (), insurer_fault="insurer.yaml:4 A12")
    assert HealthSource(store, clock, gauges, "1.2.3", is_training=False)().insurer_fault == "insurer.yaml:4 A12"


def test_in_training_the_phone_is_simulated(store: SqliteStore, clock: StandingClock) -> None:
    assert source(store, clock, is_training=True)().phone is ChannelState.SIMULATED


def test_accounts_and_frames_put_aside_are_counted(store: SqliteStore, clock: StandingClock) -> None:
    def job(unit: JobUnit) -> None:
        unit.accounts.add(an_account())
        unit.audit.append(an_audit_record())
        store_uplink(StoreUplink(an_uplink()), unit)
        (uplink,) = unit.uplinks.pending(1)
        quarantine_uplink(QuarantineUplink(uplink, "bad_record"), unit, clock)

    health = source(store, clock)
    assert health().last_heard_at is None
    store.submit(job, urgent=True).result()
    said = health()
    assert said.has_accounts
    assert said.quarantined == 1
    assert said.last_heard_at == said.boxes_heard_at == an_uplink().received_at, "also after a restart"


def test_a_locked_database_is_said(
    store: SqliteStore, clock: StandingClock, tmp_path: Path, expected_log: WarningsSeen
) -> None:
    health = source(store, clock)
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE_NAME, isolation_level=None)) as foreign:
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            store.submit(lambda unit: store_uplink(StoreUplink(an_uplink()), unit), urgent=True).result()
        said = health()
    assert said.store is StoreState.LOCKED
    assert said.store_message
    assert expected_log.sentences()


class SickStore:
    """A store that can be read until it breaks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.state = StoreState_(StoreCondition.OK, "", None)

    def break_down(self) -> None:
        self.state = StoreState_(StoreCondition.FAILED, "disk I/O error", None)

    def read(self, job: Callable[[Reader], T]) -> T:
        if self.state.condition is not StoreCondition.OK:
            raise StoreUnavailable(self.state.condition, self.state.message)
        return self._store.read(job)

    def submit(self, job: Callable[[JobUnit], T], *, urgent: bool = False) -> "Future[T]":
        return self._store.submit(job, urgent=urgent)

    def submit_aside(self, job: Callable[[JobUnit], T]) -> "Future[T]":
        return self._store.submit_aside(job)

    def give_way(self) -> None:
        self._store.give_way()

    def add_listener(self, listener: CommitListener) -> None:
        self._store.add_listener(listener)

    def close(self) -> None:
        self._store.close()


def test_a_database_that_cannot_be_read_costs_only_the_freshness_of_the_counts(
    store: SqliteStore, clock: StandingClock
) -> None:
    sick = SickStore(store)
    health = HealthSource(sick, clock, NOTHING, "1.2.3", is_training=False)
    assert not health().has_accounts
    sick.break_down()
    said = health()
    assert (said.store, said.store_message) == (StoreState.FAILED, "disk I/O error")
    assert not said.has_accounts


@pytest.mark.parametrize(
    ("channel", "addresses", "said"),
    [
        (Channel.MAIL, {"email": "", "rest_url": ""}, ChannelState.BY_HAND),
        (Channel.MAIL, {"email": "", "rest_url": "https://partner.example"}, ChannelState.BY_HAND),
        (Channel.MAIL, {"email": "orders@oefening.example"}, ChannelState.AUTOMATIC),
        (Channel.PARTNERS, {"email": "orders@oefening.example"}, ChannelState.BY_HAND),
        (Channel.PARTNERS, {"rest_url": "https://partner.example"}, ChannelState.AUTOMATIC),
    ],
)
def test_a_tow_is_automatic_only_where_a_partner_can_be_reached_so(
    store: SqliteStore, clock: StandingClock, channel: Channel, addresses: dict[str, str], said: ChannelState
) -> None:
    def job(unit: JobUnit) -> None:
        unit.providers.put(a_provider(**addresses))
        unit.audit.append(an_audit_record("system"))

    is_set = GatewayState(channel, "any", GatewayCondition.OK, clock.now())
    health = HealthSource(store, clock, replace(NOTHING, gateways=lambda: (is_set,)), "1.2.3", is_training=False)
    assert health().tow is ChannelState.BY_HAND, "there is no partner"
    store.submit(job).result()
    clock.advance(timedelta(seconds=10))
    assert health().tow is said
