"""What the datagram port for S2 boxes does: an authentic frame is kept and answered, everything else hears nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import cbor2

from app.domain.ids import Imei
from app.domain.uplink import UplinkSource
from app.usecases.report_security_event import SecurityKind
from app.usecases.store import StoreCondition, StoreUnavailable
from services.detector.listeners.intake import Patience
from services.detector.listeners.listener import Place
from services.detector.listeners.s2_udp import S2UdpListener
from services.uplink.s2.keys import KeyRing
from tests.conftest import WarningsSeen
from tests.support.datagrams import Sender, a_sender
from tests.support.intake import FakeIntake, surroundings
from tests.support.s2 import IMEI, ROOT, AFrame, open_independently
from tests.support.wait import until
from tests.support.wire import LOOPBACK

BOX = Imei(IMEI)
EVENT = AFrame(sequence=1)
POSITION = AFrame(kind=4, sequence=1)


def an_intake() -> FakeIntake:
    return FakeIntake(rings={BOX: KeyRing(BOX, {1: ROOT})})


@asynccontextmanager
async def listening(
    intake: FakeIntake, patience: Patience | None = None
) -> AsyncIterator[tuple[S2UdpListener, Sender]]:
    listener = S2UdpListener("s2_udp", Place(LOOPBACK, 0), surroundings(intake, patience))
    await listener.start()
    try:
        async with a_sender(listener.port) as sender:
            yield listener, sender
    finally:
        await listener.stop()


def said(answer: bytes) -> tuple[int, dict[int, int]]:
    opened = open_independently(answer, {1: ROOT})
    return opened.kind, cbor2.loads(opened.clear)


async def test_a_frame_is_kept_and_answered_and_a_repeated_one_answered_again() -> None:
    intake = an_intake()
    async with listening(intake) as (listener, box):
        for count in (1, 2):
            box.send(EVENT.write())
            kind, facts = said((await box.answers(count))[-1])
            assert (kind, facts[31]) == (0x80, 1)
        assert listener.health().frames == 2
    assert [(raw.source, urgent) for raw, urgent in intake.kept] == [(UplinkSource.S2_UDP, True)] * 2
    assert len(intake.unit.uplinks.stored) == 1


async def test_who_is_not_known_or_has_not_the_key_hears_nothing(expected_log: WarningsSeen) -> None:
    intake = an_intake()
    async with listening(intake) as (listener, box):
        box.send(AFrame(imei="356307042441013").write())
        box.send(replace(EVENT, root=bytes(32)).write())
        box.send(EVENT.write()[:-1])
        box.send(EVENT.write() + b"\x00")
        box.send(b"S2")
        box.send(POSITION.write())
        (answer,) = await box.answers(1)
        assert said(answer)[0] == 0x80
        assert (listener.health().refused, listener.health().frames) == (4, 1)
    assert intake.strangers == [Imei("356307042441013")]
    assert intake.reported == [(SecurityKind.FORGED, BOX)]
    assert all("refused and not acknowledged" in sentence for sentence in expected_log.sentences())


async def test_other_bytes_at_the_same_place_are_reported_and_not_answered() -> None:
    intake = an_intake()
    async with listening(intake) as (listener, box):
        box.send(EVENT.write())
        await box.answers(1)
        box.send(replace(EVENT, payload=cbor2.dumps({1: 5})).write())
        await until(lambda: listener.health().refused == 1)
        assert len(box.received) == 1
    assert intake.reported == [(SecurityKind.CONFLICTING, BOX)]


async def test_a_store_that_takes_nothing_says_busy() -> None:
    intake = an_intake()
    async with listening(intake) as (_, box):
        intake.keep_fault = StoreUnavailable(StoreCondition.FULL, "full")
        box.send(EVENT.write())
        kind, facts = said((await box.answers(1))[0])
        assert (kind, facts[35]) == (0x81, 1)
        intake.keep_fault = None
        box.send(EVENT.write())
        assert said((await box.answers(2))[1])[0] == 0x80


async def test_a_box_beyond_its_share_waits_and_its_crash_does_not() -> None:
    intake = an_intake()
    async with listening(intake, Patience(frames_per_s=0.001, frames_at_once=1)) as (listener, box):
        for sequence in (1, 2):
            box.send(replace(POSITION, sequence=sequence).write())
        await until(lambda: listener.health().refused == 1)
        box.send(replace(EVENT, sequence=3).write())
        assert said((await box.answers(2))[1])[1][32] == 0b10
