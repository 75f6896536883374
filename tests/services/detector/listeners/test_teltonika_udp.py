"""What the datagram port does with good boxes, strangers, noise and floods."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.api.service import ListenerState
from app.domain.uplink import UplinkSource
from app.usecases.store import StoreCondition, StoreUnavailable
from services.detector.listeners.intake import Patience
from services.detector.listeners.listener import Place
from services.detector.listeners.teltonika_udp import TeltonikaUdpListener
from tests.conftest import WarningsSeen
from tests.support.boxes import ARecord, a_crash, avl_data, command_data, udp_datagram
from tests.support.clocks import StandingClock
from tests.support.datagrams import Sender, a_sender
from tests.support.intake import STRANGER, FakeDispatch, FakeIntake, surroundings
from tests.support.wait import until
from tests.support.wire import LOOPBACK

GOOD = udp_datagram(avl_data([ARecord(), ARecord(timestamp_ms=1_790_000_001_000)]))
ANSWER = bytes.fromhex("0005cafe010702")


@asynccontextmanager
async def listening(
    intake: FakeIntake, patience: Patience | None = None, dispatch: FakeDispatch | None = None
) -> AsyncIterator[tuple[TeltonikaUdpListener, Sender]]:
    listener = TeltonikaUdpListener("teltonika_udp", Place(LOOPBACK, 0), surroundings(intake, patience, dispatch))
    await listener.start()
    try:
        async with a_sender(listener.port) as sender:
            yield listener, sender
    finally:
        await listener.stop()


async def test_a_datagram_is_answered_after_it_is_kept_and_again_when_repeated() -> None:
    intake = FakeIntake(gate=asyncio.Event())
    async with listening(intake) as (listener, box):
        box.send(GOOD)
        await until(lambda: intake.asked == 1)
        assert box.received == []
        intake.open_gate()
        assert await box.answers(1) == [ANSWER]
        box.send(GOOD)
        assert await box.answers(2) == [ANSWER, ANSWER]
        assert listener.health().frames == 2
        assert listener.health().last_frame_at == StandingClock().now()
    uplink, urgent = intake.kept[0]
    assert (uplink.payload, uplink.source, urgent) == (GOOD, UplinkSource.TELTONIKA_UDP, False)


async def test_a_crash_is_urgent() -> None:
    intake = FakeIntake()
    async with listening(intake) as (_, box):
        box.send(udp_datagram(avl_data([a_crash()])))
        await box.answers(1)
    assert [urgent for _, urgent in intake.kept] == [True]


async def test_what_is_damaged_or_nobodys_is_not_answered(expected_log: WarningsSeen) -> None:
    intake = FakeIntake()
    async with listening(intake) as (listener, box):
        bad = [GOOD[:-1], GOOD + b"\x00", b"\xff", GOOD[:20], b"\x00" * 1400, avl_data([ARecord()])]
        for datagram in (*bad, udp_datagram(avl_data([ARecord()]), imei=STRANGER)):
            box.send(datagram)
        box.send(udp_datagram(command_data(0x0C, 6, b"ver: 1")))
        box.send(GOOD)
        assert await box.answers(1) == [ANSWER]
        await until(lambda: listener.health().connections == 0)
        assert listener.health().refused == len(bad) + 1  # without the keep-alive, with the stranger and the message
        assert box.received == [ANSWER]
    assert intake.strangers == [STRANGER]
    assert len(intake.kept) == 1
    assert set(expected_log.sentences()) == {"bytes were refused and not acknowledged"}


async def test_nothing_is_answered_while_the_store_takes_nothing(expected_log: WarningsSeen) -> None:
    intake = FakeIntake()
    async with listening(intake) as (listener, box):
        intake.fault = StoreUnavailable(StoreCondition.FULL, "full")
        box.send(GOOD)
        await until(lambda: listener.health().refused == 1)
        intake.fault = None
        box.send(GOOD)
        assert await box.answers(1) == [ANSWER]
        assert box.received == [ANSWER]
    assert expected_log.sentences() == ["a datagram was not stored and not acknowledged"]


async def test_a_flood_costs_a_bounded_number_of_datagrams() -> None:
    intake = FakeIntake(gate=asyncio.Event())
    async with listening(intake, Patience(datagrams=3)) as (listener, box):
        for _ in range(10):
            box.send(GOOD)
        await until(lambda: listener.health().refused == 7)
        assert listener.health().connections == 3
        intake.open_gate()
        assert await box.answers(3) == [ANSWER] * 3


async def test_a_box_that_sends_more_than_its_share_waits_for_its_crash_only() -> None:
    intake = FakeIntake()
    async with listening(intake, Patience(frames_per_s=0.001, frames_at_once=1)) as (listener, box):
        box.send(GOOD)
        await box.answers(1)
        box.send(GOOD)
        await until(lambda: listener.health().refused == 1)
        box.send(udp_datagram(avl_data([a_crash()])))
        assert len(await box.answers(2)) == 2


async def test_whoever_writes_an_imei_on_a_datagram_answers_no_question() -> None:
    dispatch = FakeDispatch()
    async with listening(FakeIntake(), dispatch=dispatch) as (listener, box):
        box.send(udp_datagram(command_data(0x0C, 6, b"GPS:1 Sat:7 Lat:50.86 Long:4.63")))
        box.send(GOOD)
        assert await box.answers(1) == [ANSWER]
        await until(lambda: listener.health().connections == 0)
        assert listener.health().refused == 1
    assert dispatch.said == []


async def test_a_taken_port_is_said_and_tried_again(
    expected_log: WarningsSeen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.detector.listeners.listener.TRY_AGAIN_S", 0.01)
    async with listening(FakeIntake()) as (first, _):
        second = TeltonikaUdpListener("second", Place(LOOPBACK, first.port), surroundings(FakeIntake()))
        await second.start()
        assert second.health().state is ListenerState.FAILED
        await first.stop()
        await until(lambda: second.health().state is ListenerState.LISTENING)
        await second.stop()
    assert len(expected_log.sentences()) == 1
