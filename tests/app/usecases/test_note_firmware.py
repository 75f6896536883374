"""What a box runs is known from the moment it said so, once, and in the order of its days."""

from datetime import timedelta

import pytest

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.firmware import LONGEST_VERSION, FirmwareNote
from app.usecases.note_firmware import NoteFirmware, note_firmware
from tests.app.usecases.people import Desk
from tests.support.builders import AN_IMEI, NOON

DAY = timedelta(days=1)


def note(desk: Desk, firmware: str, days_ago: int = 0) -> FirmwareNote | None:
    return note_firmware(NoteFirmware(AN_IMEI, firmware, NOON - days_ago * DAY), desk.unit, desk.clock)


def test_a_new_version_is_kept_with_its_day_and_its_entry(desk: Desk) -> None:
    assert note(desk, " 03.28.07.Rev.12 ") == FirmwareNote(AN_IMEI, "03.28.07.Rev.12", NOON)
    (*_, entry) = desk.unit.audit.of_chain(SYSTEM_CHAIN)
    assert entry.record.action is AuditAction.BOX_FIRMWARE_NOTED
    assert entry.record.facts == {"firmware": "03.28.07.Rev.12", "since": NOON.isoformat()}
    assert entry.record.personal == {"imei": AN_IMEI}
    desk.unit.check_audited()


@pytest.mark.parametrize("said", ["1.0", " ", ""])
def test_what_is_known_and_what_says_nothing_is_not_written(desk: Desk, said: str) -> None:
    note(desk, "1.0", days_ago=3)
    entries = len(desk.unit.audit.of_chain(SYSTEM_CHAIN))
    assert note(desk, said) is None
    assert len(desk.unit.audit.of_chain(SYSTEM_CHAIN)) == entries


def test_a_late_word_of_an_earlier_day_stands_in_between(desk: Desk) -> None:
    note(desk, "1.0", days_ago=9)
    note(desk, "3.0", days_ago=1)
    note(desk, "2.0", days_ago=5)
    at = desk.unit.firmware.at
    assert [at(AN_IMEI, NOON - days * DAY) for days in (10, 9, 6, 5, 2, 1, 0)] == [
        None,
        "1.0",
        "1.0",
        "2.0",
        "2.0",
        "3.0",
        "3.0",
    ]


def test_a_clock_ahead_of_ours_counts_as_now_and_a_long_word_is_cut(desk: Desk) -> None:
    kept = note(desk, "x" * 99, days_ago=-400)
    assert kept == FirmwareNote(AN_IMEI, "x" * LONGEST_VERSION, NOON)
