from datetime import UTC, datetime

import pytest

from app.domain.ecall import BoxRecord, CrashMark, Position
from app.domain.ids import Imei
from services.uplink.msd.messages import POSITION_UNKNOWN, read_msd
from services.uplink.msd.records import to_box_record
from tests.support.boxes import KNOWN_IMEI
from tests.support.msd import AnMsd

SENT_AT = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
PLACE = Position(50.8601, 4.6234, 94, 150.0, None, SENT_AT)


def record_of(sent: AnMsd) -> BoxRecord:
    return to_box_record(read_msd(sent.write()), Imei(KNOWN_IMEI))


@pytest.mark.parametrize(
    ("sent", "mark"),
    [
        (AnMsd(), CrashMark.AUTOMATIC_MSD),
        (AnMsd(automatic=False), CrashMark.SOS),
        (AnMsd(test_call=True), CrashMark.TEST),
    ],
)
def test_the_control_flags_say_why_it_was_sent(sent: AnMsd, mark: CrashMark) -> None:
    record = record_of(sent)

    assert record.mark is mark
    assert record.device_at == SENT_AT


def test_a_trusted_position_is_the_place() -> None:
    record = record_of(AnMsd())

    assert (record.position, record.last_known) == (PLACE, None)
    assert (record.speed_kmh, record.trace, record.crash_counter) == (None, None, None)


def test_an_untrusted_position_is_a_memory() -> None:
    record = record_of(AnMsd(trusted=False, direction=255))

    assert record.position is None
    assert record.last_known is not None
    assert (record.last_known.accuracy_m, record.last_known.heading_deg) == (None, None)


def test_the_poles_and_the_date_line_are_places() -> None:
    record = record_of(AnMsd(latitude_mas=-324_000_000, longitude_mas=648_000_000, direction=179))

    assert record.position is not None
    assert (record.position.latitude_deg, record.position.longitude_deg) == (-90.0, 180.0)
    assert record.position.heading_deg == 358


@pytest.mark.parametrize("unknown", [{"latitude_mas": POSITION_UNKNOWN}, {"longitude_mas": 648_000_001}])
def test_an_unknown_or_impossible_position_is_none(unknown: dict[str, int]) -> None:
    record = record_of(AnMsd(**unknown))  # type: ignore[arg-type]  # one integer field

    assert (record.position, record.last_known) == (None, None)
