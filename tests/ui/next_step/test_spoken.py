"""What is said on the phone is in the driver's language, and asks for life first."""

from datetime import datetime, timedelta

import pytest

from app.domain.next_step import NextKind
from app.domain.subscription import Language
from tests.support.contract import NOW
from ui.next_step.spoken import spoken


def at(hour: int) -> datetime:
    """An instant at which the clock on this wall says this hour."""
    midnight = NOW.astimezone().replace(hour=0, minute=30)
    return midnight + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(4, "evening"), (5, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")],
)
def test_the_greeting_follows_the_clock_on_the_wall(hour: int, greeting: str) -> None:
    assert spoken(NextKind.CALL_DRIVER, Language.EN, at(hour)).startswith(f"Good {greeting}, this is VIVIUM Bijstand.")


@pytest.mark.parametrize("language", Language)
def test_every_language_has_its_own_words(language: Language) -> None:
    english = spoken(NextKind.CALL_AGAIN, Language.EN, NOW)
    words = spoken(NextKind.CALL_AGAIN, language, NOW)
    assert "VIVIUM Bijstand" in words
    assert (words == english) is (language is Language.EN)


def test_life_comes_first() -> None:
    words = spoken(NextKind.CALL_DRIVER, Language.EN, NOW)
    assert words.index("hurt") < words.index("fire") < words.index("motorway")
    assert "barrier" not in words
    on_motorway = spoken(NextKind.CALL_DRIVER, Language.EN, NOW, on_motorway=True)
    assert on_motorway.index("hurt") < on_motorway.index("fire") < on_motorway.index("barrier")
    elsewhere = spoken(NextKind.SAY_OUTCOME, Language.EN, NOW, on_motorway=False)
    assert elsewhere.endswith("Is there smoke or fire?")


@pytest.mark.parametrize(
    ("kind", "word"),
    [(NextKind.SAY_OUTCOME, "hurt"), (NextKind.ASK_TOW, "motorway"), (NextKind.CLOSE, ""), (NextKind.CLAIM, "")],
)
def test_each_step_has_its_words_or_none(kind: NextKind, word: str) -> None:
    words = spoken(kind, Language.EN, NOW)
    assert bool(words) is bool(word)
    assert word in words


@pytest.mark.parametrize("kind", [NextKind.CALL_DRIVER, NextKind.CALL_AGAIN])
def test_who_pressed_sos_is_not_told_of_a_crash(kind: NextKind) -> None:
    words = spoken(kind, Language.EN, NOW, is_sos=True)
    assert "You pressed SOS in your car." in words
    assert "crash" not in words
    assert "crash" not in spoken(kind, Language.NL, NOW, is_sos=True)
    assert spoken(kind, Language.NL, NOW, is_sos=True) != spoken(kind, Language.NL, NOW)
