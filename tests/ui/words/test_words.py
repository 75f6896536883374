"""Every word of the domain has a word on the screen, in four languages."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

from app import i18n
from app.api.queue import NamesInfo
from app.domain.case import Hold, Outcome
from app.domain.contact import CallOutcome, Disposition, NumberKind
from app.domain.ecall import CrashMark, PulseNote
from app.domain.message import MessageState
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from app.domain.subscription import ContractState, Language
from app.domain.verdict import Priority, ReasonCode, VerdictKind
from tests.support.cases import LIEGE, a_place, ago
from tests.support.contract import NOW
from ui.words import cases, contacts, crash, places, steps, times

TABLES: list[tuple[type[Enum], Mapping[Any, Callable[[], str]]]] = [
    (CrashMark, crash.MARKS),
    (VerdictKind, crash.VERDICTS),
    (Priority, crash.PRIORITIES),
    (PulseNote, crash.NOTES),
    (ReasonCode, crash.SHORT_REASONS),
    (NumberKind, contacts.NUMBER_KINDS),
    (CallOutcome, contacts.OUTCOMES),
    (Disposition, contacts.DISPOSITIONS),
    (MessageState, contacts.MESSAGES),
    (Language, contacts.LANGUAGES),
    (Hold, cases.HOLDS),
    (Outcome, cases.OUTCOMES),
    (OrderState, cases.ORDERS),
    (ContractState, cases.CONTRACTS),
    (NextKind, steps.SHORT),
    (NextKind, steps.SENTENCES),
    (NextKind, steps.WHY),
]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.mark.parametrize(("kind", "table"), TABLES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_member_has_its_own_words(
    kind: type[Enum], table: Mapping[Any, Callable[[], str]], language: str
) -> None:
    i18n.set_language(language)
    texts = [table[member]() for member in kind]
    assert all(texts)
    assert len(set(texts)) == len(texts), "two facts with the same words"


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_finding_is_a_phrase(code: ReasonCode) -> None:
    assert "{" not in crash.reason_text(code, "6.3", "2.5")
    assert "{" not in crash.reason_text(code)


def test_figures_take_the_decimal_sign_of_the_language() -> None:
    assert crash.peak_text(6.31, CrashMark.CRASH, capped=False) == "6.3 g"
    i18n.set_language("nl")
    assert crash.peak_text(6.31, CrashMark.CRASH, capped=True) == "≥ 6,3 g"
    assert "6,3" in crash.reason_text(ReasonCode.PEAK_AT_LEAST, "6.3", "2.5")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "0.0 s"),
        (0.24, "0.2 s"),
        (41.4, "41 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600 * 3 + 300, "3 h 5 min"),
        (86_400 * 2 + 3600 * 4, "2 d 4 h"),
        (86_400 * 65, "2 m 4 d"),
        (86_400 * 1156, "3 y 1 m"),
    ],
)
def test_ages_say_their_two_largest_units(seconds: float, text: str) -> None:
    assert times.age_text(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(-1, "0:00"), (7.9, "0:07"), (761, "12:41"), (3600 + 123, "1:02:03")])
def test_clocks_run_in_minutes_and_seconds(seconds: float, text: str) -> None:
    assert times.clock_text(seconds) == text


def test_another_day_is_said() -> None:
    assert times.since_text(ago(60), NOW) == ago(60).astimezone().strftime("%H:%M")
    assert times.since_text(ago(86_400 * 2), NOW) == ago(86_400 * 2).astimezone().strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("language", "name"), [("nl", "Luik"), ("fr", "Liège"), ("de", "Lüttich"), ("en", "Luik / Liège")]
)
def test_a_municipality_has_the_name_of_the_language(language: str, name: str) -> None:
    i18n.set_language(language)
    assert places.municipality_name(LIEGE) == name


def test_one_name_is_said_once() -> None:
    assert places.municipality_name(NamesInfo(nl="Bertem", fr="Bertem", de="Bertem")) == "Bertem"


def test_a_country_we_have_no_name_for_is_said_by_its_code() -> None:
    assert places.countries_text(("BE", "XK", "X-1")) == "Belgium or Kosovo or X-1"


@pytest.mark.parametrize(
    ("distance_m", "language", "text"),
    [
        (None, "en", "Bertem"),
        (42.0, "en", "Bertem (0 m)"),
        (597.3, "nl", "Bertem (600 m)"),
        (960.0, "en", "Bertem (1.0 km)"),
        (12_345.0, "nl", "Bertem (12,3 km)"),
    ],
)
def test_a_place_with_how_far_it_is(distance_m: float | None, language: str, text: str) -> None:
    i18n.set_language(language)
    assert places.distant_name("Bertem", distance_m) == text


@pytest.mark.parametrize(("heading", "point"), [(0, "north"), (92, "east"), (337, "north-west"), (338, "north")])
def test_the_compass(heading: int, point: str) -> None:
    assert places.compass_text(heading) == point


def test_unknown_codes_are_said_as_they_are() -> None:
    assert crash.missing_text("repair_hours") == "a fact without a name here (repair_hours)"


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({}, ""),
        ({"in_belgium": False, "country_codes": ("FR",)}, "outside Belgium"),
        ({"in_belgium": None, "distance_to_border_m": 80.4}, "80 m from the border: the country is not certain"),
        ({"in_belgium": None, "distance_to_border_m": 32_205.0}, "32 km from the border: the country is not certain"),
        ({"in_belgium": None, "distance_to_border_m": None}, "the country is not certain"),
        (
            {"country_codes": ("BE", "FR"), "distance_to_border_m": 80.0},
            "80 m from the border: the country is not certain",
        ),
    ],
)
def test_a_doubt_about_the_country(known: dict[str, object], text: str) -> None:
    assert places.border_doubt(a_place(**known)) == text
