import pytest

from services.uplink.teltonika.events import is_event
from services.uplink.teltonika.messages import read_records
from tests.support.boxes import ARecord, avl_data


@pytest.mark.parametrize(
    ("record", "urgent"),
    [
        (ARecord(), False),
        (ARecord(io={247: b"\x00", 236: b"\x00", 66: b"\x30\x40"}), False),
        (ARecord(priority=1), False),
        (ARecord(priority=2), True),
        (ARecord(io={247: b"\x01"}), True),
        (ARecord(io={247: b"\x05"}), True),
        (ARecord(io={236: b"\x01"}), True),
    ],
)
def test_crash_alarm_and_panic_are_urgent(record: ARecord, urgent: bool) -> None:
    assert is_event(read_records(avl_data([ARecord(), record]))) is urgent
