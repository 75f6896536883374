"""The firmware of a box at an instant: what every adapter of its port promises."""

from datetime import timedelta

from app.domain.firmware import FirmwareNote
from app.domain.ids import Imei
from tests.support.builders import AN_IMEI, NOON
from tests.support.units import AnyUnit

DAY = timedelta(days=1)
OTHER_IMEI = Imei("356093070000022")


def test_a_version_holds_from_its_note_to_the_next(unit: AnyUnit) -> None:
    for firmware, at in (("2.0", NOON), ("1.0", NOON - 2 * DAY)):
        unit.firmware.add(FirmwareNote(AN_IMEI, firmware, at))
    unit.firmware.add(FirmwareNote(OTHER_IMEI, "9.9", NOON - 3 * DAY))
    known = [unit.firmware.at(AN_IMEI, NOON + days * DAY) for days in (-3, -2, -1, 0, 1)]
    assert known == [None, "1.0", "1.0", "2.0", "2.0"]


def test_of_two_notes_of_one_instant_the_later_stored_stands(unit: AnyUnit) -> None:
    for firmware in ("1.0", "1.1"):
        unit.firmware.add(FirmwareNote(AN_IMEI, firmware, NOON))
    assert unit.firmware.at(AN_IMEI, NOON) == "1.1"
