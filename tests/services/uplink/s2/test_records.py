import struct
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.box_command import BoxAnswer
from app.domain.ecall import BoxRecord, CrashMark
from services.uplink.errors import UplinkError
from services.uplink.s2.header import read_header
from services.uplink.s2.payload import CommandAnswer, read_payload, typed_array, write_payload
from services.uplink.s2.records import command_answer, to_box_record, to_box_records
from tests.support.msd import AnMsd
from tests.support.s2 import IMEI, AFrame

SENT_MS = 1_790_000_000_000
SENT_AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
BERTEM: dict[int, object] = {4: {0: 183_096_360, 1: 16_644_240}}
CHANNELS = ["10VEHCCG0000ACXP", "10VEHCCG0000ACYP", "10VEHCCG0000ACZP"]
ATTRIBUTES = {0: CHANNELS, 1: 10_000, 2: -20_000, 3: 0.004}
SAMPLES = typed_array(struct.pack("<6h", -3000, 10, -250, 25, 0, -250))


def record_of(facts: dict[int, object], *, kind: int = 2, flags: int = 0, event_id: int = 7) -> BoxRecord:
    header = read_header(AFrame(kind=kind, flags=flags, event_id=event_id).write())
    return to_box_record(header, read_payload(write_payload({1: SENT_MS} | facts)))


def test_everything_said_is_in_the_record() -> None:
    facts = BERTEM | {5: {0: 95, 1: 21, 3: 11, 4: True}, 13: {0: 12_352, 2: True, 3: False}, 14: {0: True}, 15: 9}
    record = record_of(facts | {17: {0: True, 1: False}})

    assert (record.imei, record.device_at, record.mark) == (IMEI, SENT_AT, CrashMark.CRASH)
    assert record.position is not None
    assert (record.position.latitude_deg, record.position.heading_deg) == (50.8601, 95)
    assert (record.speed_kmh, record.movement, record.ignition) == (21.0, False, True)
    assert (record.unplugged, record.towing, record.external_voltage_mv) == (True, False, 12_352)
    assert (record.crash_counter, record.trace, record.last_known) == (9, None, None)


def test_the_event_id_is_the_crash_counter_unless_zero() -> None:
    assert record_of({}).crash_counter == 7
    assert record_of({}, event_id=0).crash_counter is None


@pytest.mark.parametrize(
    ("facts", "kind", "flags", "mark"),
    [
        ({}, 2, 0, CrashMark.CRASH_UNCALIBRATED),
        ({14: {0: True}}, 2, 0, CrashMark.CRASH),
        ({2: {1: True}, 14: {0: True}}, 2, 0, CrashMark.CRASH),
        ({2: {1: False}}, 2, 0, CrashMark.SOS),
        ({2: {2: True}}, 2, 0, CrashMark.TEST),
        ({}, 2, 8, CrashMark.TEST),
        ({}, 3, 0, CrashMark.TRACE_UNCALIBRATED),
        ({14: {0: True}}, 3, 0, CrashMark.TRACE),
        ({}, 4, 0, None),
        ({}, 5, 0, None),
    ],
)
def test_type_and_control_say_why_it_was_sent(
    facts: dict[int, object], kind: int, flags: int, mark: CrashMark | None
) -> None:
    assert record_of(facts, kind=kind, flags=flags).mark is mark


def test_without_a_fix_the_place_is_a_memory() -> None:
    record = record_of(BERTEM | {5: {1: 88, 4: False}}, kind=4)

    assert (record.position, record.speed_kmh) == (None, None)
    assert record.last_known is not None


@pytest.mark.parametrize("place", [{}, {0: 1}, {0: 2**31 - 1, 1: 0}, {0: 324_000_001, 1: 0}, {0: 0, 1: -648_000_001}])
def test_no_place_or_an_impossible_one_is_none(place: dict[int, int]) -> None:
    record = record_of({4: place})

    assert (record.position, record.last_known) == (None, None)


def test_the_poles_and_the_date_line_are_places() -> None:
    record = record_of({4: {0: -324_000_000, 1: 648_000_000}})

    assert record.position is not None
    assert (record.position.latitude_deg, record.position.longitude_deg) == (-90.0, 180.0)


def test_samples_are_turned_to_the_axes_of_the_car() -> None:
    turned = {1: [0, -1, 0, 1, 0, 0, 0, 0, 1]}
    plain = record_of({11: ATTRIBUTES, 12: SAMPLES}, kind=3).trace
    matrix = record_of({11: ATTRIBUTES, 12: SAMPLES, 14: turned}, kind=3).trace

    assert plain is not None
    assert matrix is not None
    assert plain.starts_at == SENT_AT - timedelta(milliseconds=20)
    assert plain.samples_mg == ((-12_000, 40, -1000), (100, 0, -1000))
    assert matrix.samples_mg == ((-40, -12_000, -1000), (0, 100, -1000))


def test_a_trace_of_fewer_than_three_axes_gives_no_samples() -> None:
    assert record_of({11: ATTRIBUTES | {0: CHANNELS[:2]}, 12: SAMPLES}, kind=3).trace is None


def test_an_msd_is_read_as_one() -> None:
    assert record_of({18: AnMsd().write()}, kind=6).mark is CrashMark.AUTOMATIC_MSD
    with pytest.raises(UplinkError, match="without an MSD"):
        record_of({}, kind=6)


def test_a_message_without_its_time_is_refused() -> None:
    with pytest.raises(UplinkError, match="without its time"):
        to_box_record(read_header(AFrame().write()), read_payload(write_payload({})))


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, BoxAnswer("here")),
        ({43: "1.4"}, BoxAnswer("here", firmware="1.4")),
        ({1: 0, 4: {0: 3_600_000, 1: -3_600_000}}, BoxAnswer("here", 1.0, -1.0, datetime(1970, 1, 1, tzinfo=UTC))),
        ({4: {0: 3_600_000, 1: -3_600_000}}, BoxAnswer("here", 1.0, -1.0)),
        ({4: {0: 3_600_000, 1: -3_600_000}, 5: {4: False}}, BoxAnswer("here")),
        ({4: {0: 0x7FFFFFFF, 1: 0}}, BoxAnswer("here")),
    ],
)
def test_an_answer_has_a_place_only_where_the_box_has_a_fix(facts: dict[int, object], answer: BoxAnswer) -> None:
    payload = read_payload(write_payload(facts))
    assert command_answer(CommandAnswer(1, 2, True, "here"), payload) == answer


def test_a_greeting_without_its_time_says_nothing_and_a_later_type_is_refused() -> None:
    def records(kind: int, facts: dict[int, object]) -> tuple[BoxRecord, ...]:
        return to_box_records(read_header(AFrame(kind=kind).write()), read_payload(write_payload(facts)))

    assert records(1, {}) == ()
    assert len(records(5, {1: SENT_MS})) == 1
    with pytest.raises(UplinkError, match="later version"):
        records(0x30, {1: SENT_MS})
    with pytest.raises(UplinkError, match="without its time"):
        records(2, {})
