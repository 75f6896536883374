"""The place of a case: a fix before a memory, and no new version while a car at rest wanders on the map."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.case import CasePlace, Names
from app.domain.ids import CaseId, CaseNumber, new_id
from app.domain.subscription import ContractState
from app.usecases.case_facts import Heard, apart_m, new_case, with_update
from tests.app.usecases.crashes import SETTINGS, Crash
from tests.support.builders import NOON, a_place

FIX = a_place()
MEMORY = a_place(is_last_known=True, latitude_deg=50.9, in_belgium=None)
METRE_DEG = 1 / 111_250
"""A metre to the north, in degrees, near Bertem."""

OTHERS = (
    replace(FIX, latitude_deg=50.8601 + 26 * METRE_DEG),
    replace(FIX, in_belgium=None),
    replace(FIX, country_codes=("BE", "NL")),
    replace(FIX, postcode="3061"),
    replace(FIX, municipality=Names("Leuven", "Louvain", "Löwen")),
)
"""Places that are not the one of ``FIX``."""


@pytest.mark.parametrize(
    ("known", "heard", "shown"),
    [
        (None, None, None),
        (None, FIX, FIX),
        (None, MEMORY, MEMORY),
        (FIX, None, FIX),
        (MEMORY, FIX, FIX),
        (FIX, MEMORY, FIX),
        (FIX, replace(FIX, latitude_deg=50.8601 + 24 * METRE_DEG), FIX),
        *((FIX, other, other) for other in OTHERS),
        (MEMORY, replace(MEMORY, fixed_at=NOON + timedelta(seconds=1)), MEMORY),
        (MEMORY, replace(MEMORY, latitude_deg=50.91), replace(MEMORY, latitude_deg=50.91)),
    ],
)
def test_the_place_shown(known: CasePlace | None, heard: CasePlace | None, shown: CasePlace | None) -> None:
    crash = Crash()

    def told(place: CasePlace | None) -> Heard:
        return Heard(crash.ecall, crash.verdict, place, None, ContractState.UNKNOWN)

    case = new_case(told(known), CaseId(new_id()), CaseNumber("2026-000001"), NOON, SETTINGS)
    assert case.place == known
    assert with_update(case, told(heard), SETTINGS).place == shown


@pytest.mark.parametrize(
    ("other", "distance_m"),
    [
        ({}, 0.0),
        ({"latitude_deg": 50.8701}, 1112.5),
        ({"longitude_deg": 4.6334}, 704.3),
        ({"latitude_deg": 50.8701, "longitude_deg": 4.6134}, 1316.7),
    ],
)
def test_the_distance_of_two_places(other: dict[str, object], distance_m: float) -> None:
    assert apart_m(FIX, a_place(**other)) == pytest.approx(distance_m, abs=0.5)
