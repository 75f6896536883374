"""What S2 frames and minimum sets of data lead to: one case for one crash, whoever tells of it and in which order."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import permutations

import cbor2
import pytest

from app.domain.box_command import (
    BoxAnswer,
    BoxCommand,
    BoxCommandState,
    BoxOrder,
    BoxRequest,
    wire_number_of,
)
from app.domain.device_key import DeviceKey, KeyState
from app.domain.ecall import CrashMark
from app.domain.ids import BoxCommandId, Imei, new_id
from app.domain.uplink import RawUplink, UplinkSource, UplinkState
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store_s2_frame import store_s2_frame
from services.detection.thresholds import Thresholds
from services.detector.key_vault import KeyVault
from services.detector.processing import Judges, process
from services.detector.s2_frames import milliseconds, store_command
from services.uplink.s2.keys import KeyRing
from services.uplink.s2.link import open_frame
from tests.support.builders import NOON, a_box
from tests.support.clocks import StandingClock
from tests.support.house import Nowhere, the_edition
from tests.support.memory import InMemoryUnitOfWork
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, ROOT, AFrame
from tests.support.s2_box import BERTEM, a_crash_payload, a_trace_payload

BOX = Imei(IMEI)
VAULT = KeyVault(bytes(32))
AT_MS = milliseconds(NOON - timedelta(seconds=4))
MSD = AnMsd(timestamp_s=AT_MS // 1000 + 2, latitude_mas=183_096_360, longitude_mas=16_644_240).write()
EVENT = AFrame(sequence=1, payload=a_crash_payload(AT_MS))
TRACE = AFrame(kind=3, sequence=2, payload=a_trace_payload(AT_MS))
IN_FRAME = AFrame(kind=6, sequence=3, payload=cbor2.dumps({18: MSD}))


class Desk:
    """A unit of work with one S2 box, and what its frames lead to."""

    def __init__(self) -> None:
        self.unit, self.clock = InMemoryUnitOfWork(), StandingClock()
        edition = the_edition()
        thresholds = Thresholds.from_edition(edition)
        self.judges = Judges(self.clock, Settings(), edition, thresholds, Nowhere(), VAULT)
        box = a_box(imei=BOX, car=None, contract_id=None)
        register_box(RegisterBox(SERVICE, box), self.unit, self.clock)
        self.unit.device_keys.put(DeviceKey(BOX, 1, VAULT.seal(BOX, 1, ROOT), KeyState.ACTIVE, NOON))

    def hear(self, *frames: AFrame) -> None:
        ring = KeyRing(BOX, {1: ROOT})
        for frame in frames:
            command = store_command(open_frame(frame.write(), ring), UplinkSource.S2_TCP, self.clock.now())
            store_s2_frame(command, self.unit)
            self.follow()

    def hear_centre(self, msd: bytes, imei: Imei = BOX) -> None:
        digest = sha256(msd).hexdigest()
        self.unit.uplinks.append(RawUplink(imei, UplinkSource.MSD_FEED, self.clock.now(), msd, digest))
        self.follow()

    def follow(self) -> None:
        for uplink in self.unit.uplinks.pending(10):
            process(uplink, self.unit, self.judges)


@pytest.mark.parametrize("frames", list(permutations([EVENT, TRACE, IN_FRAME])))
def test_event_trace_and_msd_of_one_crash_are_one_case_in_any_order(frames: Sequence[AFrame]) -> None:
    desk = Desk()
    desk.hear(*frames)
    (case,) = desk.unit.cases.open_cases()
    assert case.impacts == 1
    (ecall,) = desk.unit.ecalls.ecalls.values()
    assert ecall.authenticated
    assert ecall.measurement is not None
    assert ecall.measurement.sample_rate_hz == 400.0
    assert {one.state for one in desk.unit.uplinks.stored.values()} == {UplinkState.PROCESSED}
    assert all(desk.unit.uplinks.fingerprints.values())


def test_an_automatic_msd_of_a_centre_is_a_case_of_priority_1_and_a_manual_one_an_sos() -> None:
    desk = Desk()
    desk.hear_centre(MSD)
    (case,) = desk.unit.cases.open_cases()
    assert (case.mark, case.priority.value, case.is_test) == (CrashMark.AUTOMATIC_MSD, 1, False)
    sos = Desk()
    sos.hear_centre(AnMsd(automatic=False, timestamp_s=AT_MS // 1000).write())
    (case,) = sos.unit.cases.open_cases()
    assert case.mark is CrashMark.SOS


@pytest.mark.parametrize("source", ["frame", "msd", "centre"])
def test_a_test_call_is_a_test_case(source: str) -> None:
    desk = Desk()
    msd = AnMsd(test_call=True, timestamp_s=AT_MS // 1000).write()
    if source == "frame":
        desk.hear(AFrame(flags=9, payload=a_crash_payload(AT_MS)))
    elif source == "msd":
        desk.hear(AFrame(kind=6, payload=cbor2.dumps({18: msd})))
    else:
        desk.hear_centre(msd)
    (case,) = desk.unit.cases.open_cases()
    assert case.is_test


def test_a_frame_that_cannot_be_read_is_put_aside_and_the_crash_behind_it_is_not() -> None:
    desk = Desk()
    desk.hear(AFrame(sequence=1, payload=b"\xff"), AFrame(sequence=2, payload=a_crash_payload(AT_MS)))
    assert desk.unit.uplinks.reasons == {1: "bad_record"}
    assert len(desk.unit.cases.open_cases()) == 1


def test_what_a_box_answers_stands_with_its_question_and_its_version_with_the_box() -> None:
    desk = Desk()
    number = wire_number_of(1_790_000_000, 77)
    order = BoxOrder(BoxRequest.POSITION)
    question = BoxCommand(BoxCommandId(new_id()), BOX, order, number, None, "An", NOON, NOON, sent_at=NOON)
    desk.unit.box_commands.put(question)
    answered = {0: 1_790_000_000, 1: 77, 2: True, 3: "here"}
    facts = {1: AT_MS, 4: BERTEM, 5: {4: True}, 42: answered, 43: "1.4.2"}
    desk.hear(AFrame(kind=4, payload=cbor2.dumps({**facts, 42: {**answered, 1: 78}})))
    assert desk.unit.box_commands.commands[question.command_id] == question
    desk.hear(AFrame(kind=4, sequence=2, payload=cbor2.dumps(facts)))
    ended = desk.unit.box_commands.commands[question.command_id]
    at = NOON - timedelta(seconds=4)
    assert ended.answer == BoxAnswer("here", 183_096_360 / 3_600_000, 16_644_240 / 3_600_000, at, "1.4.2")
    assert (ended.state, ended.ended_at) == (BoxCommandState.ANSWERED, NOON)
    assert desk.unit.firmware.at(BOX, NOON) == "1.4.2"


def test_a_box_that_does_not_do_it_and_has_no_fix_says_so() -> None:
    desk = Desk()
    order = BoxOrder(BoxRequest.POSITION)
    number = wire_number_of(1, 2)
    question = BoxCommand(BoxCommandId(new_id()), BOX, order, number, None, "An", NOON, NOON, sent_at=NOON)
    desk.unit.box_commands.put(question)
    desk.hear(AFrame(kind=5, payload=cbor2.dumps({4: BERTEM, 5: {4: False}, 42: {0: 1, 1: 2, 2: False}})))
    ended = desk.unit.box_commands.commands[question.command_id]
    assert (ended.state, ended.answer) == (BoxCommandState.REFUSED, BoxAnswer(""))
