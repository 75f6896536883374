"""Authenticated frames on a real socket of a real service: one case, proven sender, and a restart changes nothing."""

import asyncio
from dataclasses import replace
from pathlib import Path

import cbor2

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case
from app.domain.clock import SystemClock
from app.domain.ecall import Ecall
from app.domain.verdict import VerdictKind
from app.persistence.verification import verify
from app.usecases.store import JobUnit
from services.detector.s2_frames import milliseconds
from services.simulator.training import TOUR_BOX
from tests.support.boxes import a_crash, avl_data, udp_datagram
from tests.support.boxes_on_record import read_after
from tests.support.datagrams import a_sender
from tests.support.detector import Detector, a_detector
from tests.support.s2 import AFrame, answered
from tests.support.s2_box import BERTEM, a_crash_payload, a_trace_payload, register_s2_boxes
from tests.support.wait import until_so
from tests.support.wire import a_wire


def now_ms() -> int:
    return milliseconds(SystemClock().now())


def only_case(folder: Path) -> tuple[Case, Ecall]:
    def read(unit: JobUnit) -> tuple[Case, Ecall]:
        (case,) = unit.cases.open_cases()
        (ecall_id,) = case.ecall_ids
        return case, unit.ecalls.get(ecall_id)

    return read_after(folder, read)


async def say(service: Detector, *frames: bytes) -> list[tuple[int, dict[int, int]]]:
    async with a_wire(service.file.listeners["s2_tcp"]) as box:
        await box.send(b"".join(frames))
        return [await answered(box) for _ in frames]


async def test_event_and_fragmented_trace_are_one_case_with_its_own_rate(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    register_s2_boxes(folder)
    at = now_ms()
    event = AFrame(sequence=1, payload=a_crash_payload(at)).write()
    trace = a_trace_payload(at)
    parts = [
        AFrame(kind=3, flags=3, sequence=2, payload=trace[:2000]).write(),
        AFrame(kind=3, sequence=2, fragment=1, payload=trace[2000:]).write(),
    ]
    at_rest = {4: BERTEM, 5: {1: 0.0, 3: 11, 4: True}, 17: {1: False}}
    fixes = [
        AFrame(kind=4, sequence=3 + number, payload=cbor2.dumps({1: at + 400 * number, **at_rest})).write()
        for number in range(3)
    ]
    with a_detector(folder, ()) as service:
        said = await say(service, event, parts[1])
        assert [answer[31] for _, answer in said] == [1, 1]
        service.kill()
    with a_detector(folder, ()) as service:
        said = await say(service, event, *parts, *fixes)
        assert [answer[31] for _, answer in said] == [1, 2, 2, 3, 4, 5]
        assert service.stop() == 0
    case, ecall = only_case(folder)
    assert case.verdict.kind is VerdictKind.TOW_AT_ONCE
    assert ecall.authenticated
    assert ecall.measurement is not None
    assert (ecall.measurement.sample_rate_hz, ecall.measurement.full_scale_g) == (400.0, 24.0)
    assert ecall.measurement.clock_direction == 12
    assert verify(folder).is_intact


async def test_the_same_number_with_other_bytes_is_a_security_event(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    register_s2_boxes(folder)
    first = AFrame(kind=4, sequence=1, payload=a_crash_payload(now_ms()))
    other = replace(first, payload=a_crash_payload(now_ms() - 5000))
    with a_detector(folder, ()) as service:
        assert (await say(service, first.write()))[0][0] == 0x80
        async with a_wire(service.file.listeners["s2_tcp"]) as box:
            await box.send(other.write() + replace(first, sequence=2).write())
            assert (await answered(box))[1][31] == 2
        until_so(lambda: "frames that no honest box sends" in service.log)
        assert service.stop() == 0
    entries = read_after(folder, lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))
    kinds = [one.record.facts["kind"] for one in entries if one.record.action is AuditAction.SECURITY_EVENT]
    assert kinds == ["conflicting"]


async def test_an_authentic_frame_of_a_later_type_is_acknowledged_and_kept_for_a_person(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    register_s2_boxes(folder)
    with a_detector(folder, ()) as service:
        assert (await say(service, AFrame(kind=0x30).write()))[0][1][31] == 1
        until_so(lambda: service.health().quarantined == 1)


async def test_a_crash_by_datagram_is_a_case_of_an_unproven_sender(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    datagram = udp_datagram(avl_data([a_crash(timestamp_ms=now_ms())]), imei=TOUR_BOX.imei)
    with a_detector(folder) as service:
        async with a_sender(service.file.listeners["teltonika_udp"]) as box:
            box.send(datagram)
            async with asyncio.timeout(30):
                assert await box.answers(1) == [bytes.fromhex("0005cafe010701")]
        assert service.stop() == 0
    _, ecall = only_case(folder)
    assert not ecall.authenticated
