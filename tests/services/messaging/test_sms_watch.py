"""What is watched whether or not a gateway runs: SMS that wait in vain, and drivers whom nobody helps."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.gateway import Channel, GatewaySettings
from app.domain.message import Message, MessageState, Template
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit
from app.usecases.take_message import TakeMessage, take_message
from services.messaging.sms_watch import SmsWatch
from tests.services.messaging.house import House, a_house
from tests.support.builders import NOON, a_case, a_contract, an_audit_record
from tests.support.clocks import StandingClock
from tests.support.jobs import open_case

AUTOMATIC = SmsChannel("+3224060000", is_automatic=True)
SECOND = timedelta(seconds=1)


class Watched:
    """A house with a clock that stands, and the watch over it."""

    def __init__(self, house: House, clock: StandingClock) -> None:
        self.house = house
        self.clock = clock
        self.channel = AUTOMATIC
        self.is_down = False

    def watch(self, **settings: str) -> SmsWatch:
        changed = replace(Settings(), **settings)  # type: ignore[arg-type] # what a test names
        return SmsWatch(self.house.store, self.clock, changed, lambda: self.channel, lambda: self.is_down)

    def sets_gateway(self) -> None:
        def job(unit: JobUnit) -> None:
            unit.gateways.put(GatewaySettings(Channel.SMS, "smpp", {}, NOON, "An"))
            unit.audit.append(an_audit_record())

        self.house.store.submit(job).result()

    def crash(self, **changes: object) -> Case:
        known = {"claim": None, "first_claimed_at": None, "holds": (), "received_at": self.clock.now()}

        def job(unit: JobUnit) -> Case:
            unit.contracts.put(a_contract())
            return open_case(a_case(number=unit.cases.next_number(2026), **{**known, **changes}))(unit)

        return self.house.store.submit(job).result()

    def sms_of(self, case: Case) -> tuple[Message, ...]:
        return self.house.store.submit(lambda unit: unit.messages.of_case(case.case_id)).result()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    clock = StandingClock()
    with a_house(tmp_path / "data", clock=clock) as house:
        yield Watched(house, clock)


async def test_a_driver_alone_is_told_a_minute_after_the_crash_and_once(watched: Watched) -> None:
    watched.sets_gateway()
    case, watch = watched.crash(), watched.watch()
    watched.clock.advance(49 * SECOND)
    await watch.look()
    assert watched.sms_of(case) == ()
    watched.clock.advance(SECOND)
    for _ in range(3):
        await watch.look()
        watched.clock.advance(6 * SECOND)
    [message] = watched.sms_of(case)
    assert message.template is Template.WE_HAVE_YOUR_SIGNAL
    assert message.leaves_at == case.received_at + 60 * SECOND


async def test_off_is_off_and_by_hand_is_nobody(watched: Watched) -> None:
    case = watched.crash()
    watched.clock.advance(60 * SECOND)
    await watched.watch(signal_sms="off").look()
    watched.channel = SmsChannel("")
    await watched.watch().look()
    assert watched.sms_of(case) == ()


async def test_what_becomes_known_later_is_told_then_and_what_is_old_is_not(watched: Watched) -> None:
    watched.sets_gateway()
    case = watched.crash(is_late=True)
    old = watched.crash(received_at=watched.clock.now() - timedelta(minutes=30))
    watch = watched.watch()
    watched.clock.advance(55 * SECOND)
    await watch.look()
    watched.house.store.submit(_on_time(case)).result()
    watched.clock.advance(2 * SECOND)
    await watch.look()
    assert watched.sms_of(case) == ()
    watched.clock.advance(4 * SECOND)
    await watch.look()
    assert len(watched.sms_of(case)) == 1
    assert watched.sms_of(old) == ()


def _on_time(case: Case) -> Callable[[JobUnit], None]:
    def job(unit: JobUnit) -> None:
        unit.cases.save(replace(unit.cases.get(case.case_id), is_late=False))
        unit.audit.append(an_audit_record(case.case_id))

    return job


async def test_without_a_gateway_what_waits_becomes_work_for_a_person(watched: Watched) -> None:
    message = watched.house.queue("+32470123450")
    watched.sets_gateway()
    await watched.watch().look()
    assert watched.house.message(message.message_id).state is MessageState.QUEUED
    watched.house.store.submit(_without_gateway).result()
    await watched.watch().look()
    assert watched.house.message(message.message_id).state is MessageState.BY_HAND


async def test_a_gateway_that_is_down_for_a_minute_leaves_what_waits_to_a_person(watched: Watched) -> None:
    message = watched.house.queue("+32470123450")
    watched.sets_gateway()
    watch, watched.is_down = watched.watch(), True
    watched.clock.advance(59 * SECOND)
    await watch.look()
    assert watched.house.message(message.message_id).state is MessageState.QUEUED
    watched.is_down = False
    watched.clock.advance(timedelta(minutes=10))
    await watch.look()
    assert watched.house.message(message.message_id).state is MessageState.QUEUED  # the gateway is back and takes it
    watched.is_down = True
    await watch.look()
    assert watched.house.message(message.message_id).state is MessageState.BY_HAND


def _without_gateway(unit: JobUnit) -> None:
    unit.gateways.remove(Channel.SMS)
    unit.audit.append(an_audit_record())


async def test_what_is_too_late_expires_while_the_gateway_is_away(watched: Watched) -> None:
    message = watched.house.queue("+32470123450")
    watched.sets_gateway()
    watched.clock.advance(timedelta(minutes=46))
    await watched.watch().look()
    assert watched.house.message(message.message_id).state is MessageState.EXPIRED


async def test_what_was_left_half_sent_is_said_to_be_perhaps_sent_without_any_gateway(watched: Watched) -> None:
    message = watched.house.queue("+32470123450", Template.BATTERY_DROP)
    watched.house.store.submit(lambda unit: _sending(unit, message, watched.clock)).result()
    watch = watched.watch()
    watched.clock.advance(29 * SECOND)
    await watch.look()
    assert watched.house.message(message.message_id).state is MessageState.SENDING
    watched.clock.advance(SECOND)
    await watch.look()
    assert watched.house.message(message.message_id).state is MessageState.UNKNOWN


def _sending(unit: JobUnit, message: Message, clock: StandingClock) -> None:
    take_message(TakeMessage(SERVICE, message.message_id), unit, clock)
