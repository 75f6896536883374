"""The JSON that other programs read: its keys, and how unknown is said."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.api.cases import EcallInfo, PlaceInfo
from app.api.queue import NamesInfo
from app.domain.ecall import CrashMark
from app.domain.ids import EcallId, Imei
from tests.support.contract import NOW, a_case, a_row
from ui.tour.timeline import FILE_NAME, Timeline, case_record, place_words

BERTEM = PlaceInfo(
    latitude_deg=50.86,
    longitude_deg=4.63,
    accuracy_m=8,
    heading_deg=90,
    fixed_at=NOW,
    is_last_known=False,
    in_belgium=True,
    country_codes=("BE",),
    municipality=NamesInfo(nl="Bertem", fr="Bertem", de="Bertem"),
    postcode="3060",
    nearest_place=None,
    distance_to_border_m=None,
)


def crash(**changes: object) -> EcallInfo:
    crash = EcallInfo(
        ecall_id=EcallId("e1"),
        imei=Imei("356307042441013"),
        mark=CrashMark.CRASH,
        occurred_at=NOW,
        received_at=NOW,
        calibrated=None,
        peak_g=None,
        filter_class=None,
        delta_v_kmh=None,
        at_least=False,
        duration_ms=None,
        pdof_deg=None,
        clock_direction=None,
        asi=None,
        impacts=1,
        rollover=None,
        saturated=False,
        sample_rate_hz=None,
        full_scale_g=None,
        notes=(),
        standstill=None,
        standstill_since=None,
        speed_before_kmh=None,
        approach_speed_kmh=None,
        unplugged=None,
        has_curve=False,
    )
    return crash.model_copy(update=changes)


def test_the_file_has_the_documented_keys(tmp_path: Path) -> None:
    timeline = Timeline()
    timeline.add("claim", datetime(2031, 3, 9, 22, 14, 7, 123456, tzinfo=UTC), ok=None)
    timeline.screenshots.append("01.png")
    timeline.case = case_record(a_case(place=BERTEM, ecalls=(crash(delta_v_kmh=38.2, at_least=True),)))
    timeline.write(tmp_path)
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8")) == {
        "case": {
            "priority": 1,
            "verdict": "tow_at_once",
            "peak_g": 6.3,
            "delta_v_kmh": 38.2,
            "at_least": True,
            "saturated": False,
            "place": "Bertem (3060), BE",
            "late": False,
        },
        "steps": [{"at": "2031-03-09T22:14:07.123+00:00", "name": "claim", "ok": None}],
        "screenshots": ["01.png"],
    }


def test_of_several_crashes_the_hardest_counts() -> None:
    crashes = (crash(delta_v_kmh=12.0), crash(delta_v_kmh=30.0, saturated=True), crash(delta_v_kmh=None))
    record = case_record(a_case(ecalls=crashes))
    assert (record.delta_v_kmh, record.saturated) == (30.0, True)


def test_unknown_stays_unknown() -> None:
    record = case_record(a_case(a_row(peak_g=None), ecalls=(crash(delta_v_kmh=None),)))
    assert (record.peak_g, record.delta_v_kmh, record.place) == (None, None, "unknown")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Bertem (3060), BE"),
        ({"postcode": None}, "Bertem, BE"),
        ({"municipality": None, "postcode": None, "nearest_place": "Aachen", "country_codes": ("DE",)}, "Aachen, DE"),
        ({"municipality": None, "postcode": None, "country_codes": ("BE", "NL")}, "BE or NL"),
        ({"municipality": None, "postcode": None, "country_codes": ()}, "unknown"),
    ],
)
def test_places_in_one_line(changes: dict[str, object], words: str) -> None:
    assert place_words(BERTEM.model_copy(update=changes)) == words


def test_without_a_case_the_file_says_so(tmp_path: Path) -> None:
    Timeline().write(tmp_path)
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))["case"] is None
