"""What the socket for S2 boxes does: stored, then answered; forged, damaged and repeated frames each in their way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import cbor2
import pytest

from app.domain.box_command import BoxCommand, BoxOrder, BoxRequest, wire_number_of
from app.domain.ids import BoxCommandId, Imei, new_id
from app.domain.uplink import UplinkSource
from app.usecases.report_security_event import SecurityKind
from app.usecases.store import StoreCondition, StoreUnavailable
from services.detector.listeners.conversation import Line
from services.detector.listeners.intake import Patience, Unaskable
from services.detector.listeners.listener import Place
from services.detector.listeners.s2_conversation import S2Conversation
from services.detector.listeners.tcp import TcpListener
from services.detector.s2_frames import milliseconds
from services.uplink.s2.keys import KeyRing
from tests.conftest import WarningsSeen
from tests.support.clocks import StandingClock
from tests.support.intake import FakeDispatch, FakeIntake, surroundings
from tests.support.s2 import IMEI, ROOT, AFrame, answered, open_independently
from tests.support.wait import until
from tests.support.wire import LOOPBACK, a_wire

BOX = Imei(IMEI)
HELLO = AFrame(kind=1, flags=0, sequence=1, payload=cbor2.dumps({}))
EVENT = AFrame(sequence=2)
SECOND_ROOT = bytes(range(32, 64))


def an_intake() -> FakeIntake:
    return FakeIntake(rings={BOX: KeyRing(BOX, {1: ROOT, 2: SECOND_ROOT})})


@asynccontextmanager
async def listening(
    intake: FakeIntake, patience: Patience | None = None, dispatch: FakeDispatch | None = None
) -> AsyncIterator[TcpListener]:
    given = surroundings(intake, patience, dispatch)
    listener = TcpListener("s2_tcp", S2Conversation, Place(LOOPBACK, 0), given)
    await listener.start()
    try:
        yield listener
    finally:
        await listener.stop()


async def test_frames_are_answered_after_they_are_kept_with_what_is_stored() -> None:
    intake = an_intake()
    intake.gate = asyncio.Event()
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write() + EVENT.write() + replace(EVENT, sequence=4).write())
        answer = asyncio.create_task(answered(box))
        await until(lambda: intake.asked == 1)
        assert not answer.done()
        intake.open_gate()
        assert await answer == (0x80, {1: milliseconds(StandingClock().now()), 30: 12, 31: 1, 32: 0})
        assert (await answered(box))[1][31] == 2
        fourth = (await answered(box))[1]
        assert (fourth[31], fourth[32]) == (2, 0b10)
        assert listener.health().frames == 3
    assert [urgent for _, urgent in intake.kept] == [False, True, True]
    assert {raw.source for raw, _ in intake.kept} == {UplinkSource.S2_TCP}


async def test_a_repeated_frame_is_answered_again_and_kept_once() -> None:
    intake = an_intake()
    async with listening(intake) as listener:
        for _ in range(2):
            async with a_wire(listener.port) as box:
                await box.send(replace(EVENT, sequence=1).write())
                kind, said = await answered(box)
                assert (kind, said[31]) == (0x80, 1)
    assert len(intake.unit.uplinks.stored) == 1


async def test_the_same_place_with_other_bytes_is_reported_and_never_answered() -> None:
    intake = an_intake()
    other = replace(EVENT, sequence=1, payload=cbor2.dumps({1: 5}))
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write() + other.write() + EVENT.write())
        assert (await answered(box))[1][31] == 1
        assert (await answered(box))[1][31] == 2
        assert listener.health().refused == 1
    assert intake.reported == [(SecurityKind.CONFLICTING, BOX)]
    assert len(intake.unit.uplinks.stored) == 2


async def test_bytes_may_come_one_at_a_time_and_fragments_in_any_order() -> None:
    intake = an_intake()
    whole = cbor2.dumps({1: 1_790_000_000_000, 15: 7}, canonical=True)
    last = replace(EVENT, sequence=1, fragment=1, payload=whole[5:])
    first = replace(EVENT, sequence=1, flags=3, payload=whole[:5])
    async with listening(intake) as listener, a_wire(listener.port) as box:
        for byte in last.write() + first.write():
            await box.send(bytes([byte]))
        assert [(await answered(box))[1][31] for _ in range(2)] == [0, 1]


async def test_a_forged_frame_is_reported_and_told_no(expected_log: WarningsSeen) -> None:
    intake = an_intake()
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(replace(HELLO, root=bytes(32)).write())
        kind, said = await answered(box)
        assert (kind, said[35], said[33]) == (0x81, 4, 1)
        await box.send(replace(HELLO, key_id=9).write())
        assert (await answered(box))[1][35] == 4
        await box.send(replace(HELLO, imei="356093070009027").write())
        assert (await answered(box))[1][35] == 6
        await box.send(replace(HELLO, key_id=2, root=SECOND_ROOT).write())
        assert (await answered(box))[0] == 0x80
        assert listener.health().refused == 3
    assert intake.reported == [(SecurityKind.FORGED, BOX)]
    assert expected_log.sentences() == ["bytes were refused and not acknowledged"]


async def test_damage_and_a_frame_too_long_are_said(expected_log: WarningsSeen) -> None:
    intake = an_intake()
    good = EVENT.write()
    damaged = good[:40] + bytes([good[40] ^ 1]) + good[41:]
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write() + damaged)
        assert (await answered(box))[0] == 0x80
        kind, said = await answered(box)
        assert (kind, said[35], said[33]) == (0x81, 2, 2)
        await box.send(AFrame(sequence=3, flags=0, payload=bytes(16_400)).header())
        assert (await answered(box))[1][35] == 3
        await box.send(b"noise" + good)
        assert (await answered(box))[0] == 0x80
    assert expected_log.sentences() == ["bytes were refused and not acknowledged"]


async def test_a_later_version_is_told_no_and_kept_a_few_times_for_a_person(expected_log: WarningsSeen) -> None:
    intake = an_intake()
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write())
        await answered(box)
        for sequence in range(2, 8):
            await box.send(replace(EVENT, version=2, sequence=sequence).write())
            assert (await answered(box))[1][35] == 5
    assert [raw.payload[2] for raw, _ in intake.kept] == [1, 2, 2, 2]
    assert expected_log.sentences()


async def test_a_stranger_is_told_no_without_a_signature() -> None:
    intake = FakeIntake()
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write())
        answer = await box.ended()
        assert answer[3] == 0x81
        assert answer[-20:-4] == bytes(16)
        assert listener.health().refused == 1
    assert intake.strangers == [BOX]


async def test_a_store_that_takes_nothing_is_said_and_nothing_is_acknowledged() -> None:
    intake = an_intake()
    async with listening(intake) as listener, a_wire(listener.port) as box:
        await box.send(HELLO.write())
        await answered(box)
        intake.fault = StoreUnavailable(StoreCondition.LOCKED, "locked")
        await box.send(EVENT.write())
        kind, said = await answered(box)
        assert (kind, said[35], said[36]) == (0x81, 1, 5)
        intake.fault = None
        await box.send(EVENT.write())
        assert (await answered(box))[1][31] == 2


async def test_the_newer_connection_of_a_box_wins_but_not_a_forged_one(expected_log: WarningsSeen) -> None:
    intake = an_intake()
    async with listening(intake) as listener, a_wire(listener.port) as old:
        await old.send(HELLO.write())
        await answered(old)
        async with a_wire(listener.port) as forger:
            await forger.send(replace(EVENT, root=bytes(32)).write())
            await answered(forger)
            await old.send(EVENT.write())
            assert (await answered(old))[0] == 0x80
        async with a_wire(listener.port) as new:
            await new.send(replace(EVENT, sequence=3).write())
            await answered(new)
            assert await old.ended() == b""
    assert expected_log.sentences()


async def test_a_silent_one_is_cut() -> None:
    async with listening(an_intake(), Patience(login_s=0.05)) as listener, a_wire(listener.port) as box:
        assert await box.ended() == b""


async def test_a_box_is_asked_in_a_frame_that_only_it_can_read_under_the_key_it_spoke_with() -> None:
    dispatch, order = FakeDispatch(), BoxOrder(BoxRequest.TRACKING, period_s=5)
    asked_at, number = StandingClock().now(), wire_number_of(1_790_000_000, 77)
    question = BoxCommand(BoxCommandId(new_id()), BOX, order, number, None, "An", asked_at, asked_at)
    async with listening(an_intake(), dispatch=dispatch) as listener:
        async with a_wire(listener.port) as box:
            await box.send(replace(HELLO, key_id=2, root=SECOND_ROOT).write())
            await answered(box, SECOND_ROOT)
            line = dispatch.lines[BOX]
            for _ in range(2):
                line.ask(question)
            head = await box.answer(32)
            raw = head + await box.answer(int.from_bytes(head[28:30]) + 20)
            assert await box.answer(len(raw)) == raw
        await until(lambda: BOX not in dispatch.lines)
        with pytest.raises(Unaskable):
            line.ask(question)
    opened = open_independently(raw, {2: SECOND_ROOT})
    assert (opened.kind, opened.flags, opened.key_id, opened.sequence) == (0x82, 1, 2, 77)
    at_ms = milliseconds(asked_at)
    assert cbor2.loads(opened.clear) == {1: at_ms, 40: "tracking", 41: {2: 5}, 44: at_ms}


async def test_a_box_that_has_shown_no_key_cannot_be_asked() -> None:
    early: list[S2Conversation] = []

    class Told(S2Conversation):
        def __init__(self, line: Line) -> None:
            super().__init__(line)
            early.append(self)

    asked_at = StandingClock().now()
    question = BoxCommand(BoxCommandId(new_id()), BOX, BoxOrder(BoxRequest.POSITION), 7, None, "An", asked_at, asked_at)
    listener = TcpListener("s2_tcp", Told, Place(LOOPBACK, 0), surroundings(an_intake()))
    await listener.start()
    async with a_wire(listener.port):
        await until(lambda: bool(early))
        with pytest.raises(Unaskable):
            early[0].ask(question)
    await listener.stop()
