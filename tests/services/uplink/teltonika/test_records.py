from datetime import UTC, datetime

import pytest

from app.domain.ecall import BoxRecord, CrashMark, HarshDriving, HarshKind, Position, TraceFragment
from app.domain.ids import Imei
from services.uplink.teltonika.io_elements import COMMON, HEAVY, IoTable
from services.uplink.teltonika.messages import read_records
from services.uplink.teltonika.records import to_box_records
from tests.support.boxes import KNOWN_IMEI, ARecord, avl_data

SENT_AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
SAMPLE = bytes.fromhex("0064ff9c03e8")


def as_box_record(record: ARecord, table: IoTable = COMMON, codec: int = 0x8E) -> BoxRecord:
    (found,) = to_box_records(read_records(avl_data([record], codec)), Imei(KNOWN_IMEI), table)
    return found


def with_io(**io: bytes) -> BoxRecord:
    return as_box_record(ARecord(io={int(name[1:]): value for name, value in io.items()}))


def test_everything_sent_is_said() -> None:
    io = {
        247: b"\x01",
        240: b"\x00",
        239: b"\x01",
        252: b"\x01",
        246: b"\x00",
        66: b"\x30\x40",
        317: b"\x00\x07",
        257: SAMPLE,
    }
    record = as_box_record(ARecord(speed_kmh=21, io=io))

    place = Position(50.8601, 4.6234, 95, None, 11, SENT_AT)
    assert record == BoxRecord(
        imei=Imei(KNOWN_IMEI),
        device_at=SENT_AT,
        mark=CrashMark.CRASH,
        position=place,
        last_known=None,
        speed_kmh=21.0,
        movement=False,
        ignition=True,
        unplugged=True,
        towing=False,
        external_voltage_mv=12_352,
        crash_counter=7,
        trace=TraceFragment(SENT_AT, ((100, -100, 1000),)),
    )


def test_what_was_not_sent_stays_unknown() -> None:
    record = as_box_record(ARecord())

    silent = (record.mark, record.movement, record.ignition, record.unplugged, record.towing, record.trace)
    assert silent == (None,) * 6
    assert (record.external_voltage_mv, record.crash_counter) == (None, None)


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        (0, None),
        (1, CrashMark.CRASH),
        (2, CrashMark.TRACE_UNCALIBRATED),
        (3, CrashMark.TRACE),
        (4, CrashMark.TRACE_UNCALIBRATED),
        (5, CrashMark.TRACE),
        (6, CrashMark.CRASH_UNCALIBRATED),
        (9, CrashMark.CRASH_UNCALIBRATED),
    ],
)
def test_the_crash_element_says_crash_or_trace(value: int, mark: CrashMark | None) -> None:
    assert with_io(_247=bytes([value])).mark is mark


def test_the_alarm_button_is_an_sos_unless_it_is_released() -> None:
    assert with_io(_236=b"\x01").mark is CrashMark.SOS
    assert with_io(_236=b"\x00").mark is None
    assert with_io(_236=b"\x01", _247=b"\x01").mark is CrashMark.CRASH


def test_without_satellites_the_coordinates_are_a_memory() -> None:
    record = as_box_record(ARecord(satellites=0, speed_kmh=88))

    assert record.position is None
    assert record.last_known is not None
    assert record.last_known.latitude_deg == 50.8601
    assert record.speed_kmh is None


def test_a_box_that_never_had_a_fix_remembers_nothing() -> None:
    record = as_box_record(ARecord(satellites=0, latitude_1e7=0, longitude_1e7=0))

    assert (record.position, record.last_known) == (None, None)


def test_zero_degrees_with_satellites_is_a_place() -> None:
    assert as_box_record(ARecord(latitude_1e7=0, longitude_1e7=0)).position is not None


@pytest.mark.parametrize("beyond", [{"latitude_1e7": 900_000_001}, {"longitude_1e7": -1_800_000_001}])
def test_a_place_that_is_not_on_earth_is_no_place(beyond: dict[str, int]) -> None:
    record = as_box_record(ARecord(**beyond))  # type: ignore[arg-type]  # one integer field

    assert (record.position, record.last_known) == (None, None)


def test_the_poles_and_the_date_line_are_places() -> None:
    record = as_box_record(ARecord(latitude_1e7=-900_000_000, longitude_1e7=1_800_000_000, angle_deg=360))

    assert record.position is not None
    assert (record.position.latitude_deg, record.position.longitude_deg) == (-90.0, 180.0)
    assert record.position.heading_deg == 360


def test_an_impossible_heading_is_unknown() -> None:
    record = as_box_record(ARecord(angle_deg=361))

    assert record.position is not None
    assert record.position.heading_deg is None


def test_a_trace_of_many_samples_keeps_their_order_and_sign() -> None:
    assert with_io(_257=SAMPLE * 3 + bytes.fromhex("80007fff0000")).trace == TraceFragment(
        SENT_AT, ((100, -100, 1000),) * 3 + ((-32_768, 32_767, 0),)
    )


def test_a_trace_record_without_packed_samples_carries_one() -> None:
    axes = {"_17": b"\x01\x00", "_18": b"\xff\xff", "_19": b"\x03\xe8"}

    assert with_io(_247=b"\x05", **axes).trace == TraceFragment(SENT_AT, ((256, -1, 1000),))
    assert with_io(_247=b"\x05", _17=b"\x01\x00").trace is None


def test_the_axes_of_a_crash_record_are_not_its_peak() -> None:
    assert with_io(_247=b"\x01", _17=b"\x00\x01", _18=b"\x00\x01", _19=b"\x03\xe8").trace is None


@pytest.mark.parametrize("value", [b"\x00", b"\x03\xe8", bytes(4), bytes(8), bytes(7), b""])
def test_an_element_257_of_another_family_is_no_trace(value: bytes) -> None:
    assert with_io(_257=value).trace is None


def test_an_element_of_another_width_is_somebody_elses() -> None:
    record = with_io(_240=b"\x00\x01", _66=b"\x0c", _247=b"\x00\x01")

    assert (record.movement, record.external_voltage_mv, record.mark) == (None, None, None)


def test_a_family_without_crash_elements_reports_none() -> None:
    io = {247: b"\x01", 236: b"\x01", 257: SAMPLE, 17: b"\x00\x01", 240: b"\x01"}
    record = as_box_record(ARecord(io=io), HEAVY)

    assert (record.mark, record.trace, record.movement) == (None, None, True)


def test_a_family_whose_axes_are_unknown_has_no_single_samples() -> None:
    table = IoTable(COMMON.crash, None, None, None, None, None, None, None, None, None)

    assert as_box_record(ARecord(io={247: b"\x05", 17: b"\x00\x01"}), table).trace is None


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (b"\x01", b"\x23", HarshDriving(HarshKind.ACCELERATION, 0.35)),
        (b"\x02", b"\x00", HarshDriving(HarshKind.BRAKING, 0.0)),
        (b"\x03", None, HarshDriving(HarshKind.CORNERING, None)),
        (b"\x04", b"\x23", None),
        (b"\x00", b"\x23", None),
        (None, b"\x23", None),
    ],
)
def test_harsh_driving_is_said_as_far_as_it_is_known(
    kind: bytes | None, value: bytes | None, said: HarshDriving | None
) -> None:
    io = {number: sent for number, sent in ((253, kind), (254, value)) if sent is not None}
    assert as_box_record(ARecord(io=io)).harsh == said
    assert as_box_record(ARecord(io=io), HEAVY).harsh is None


def test_battery_and_odometer_are_said_in_their_units() -> None:
    record = with_io(_67=b"\x0f\xa0", _68=b"\x00\x05", _16=b"\x00\x01\x00\x00")
    assert (record.battery_voltage_mv, record.battery_current_ma, record.odometer_m) == (4000, 5, 65536)
    assert with_io(_67=b"\x01").battery_voltage_mv is None
