"""What to say to the driver, in the driver's language: the screen's language is the operator's, not the caller's.

The first sentence says who calls and why; the questions come in the order of life first. 112 is always said, never
dialled by the desk.
"""

from collections.abc import Callable
from datetime import datetime

from app.api.cases import CaseDetail, RungInfo
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.i18n import translator
from ui.words.relations import spoken_to

Say = Callable[[str], str]
NOON_HOUR, EVENING_HOUR, MORNING_HOUR = 12, 18, 5


def spoken(
    kind: NextKind, language: Language, now: datetime, *, is_sos: bool = False, on_motorway: bool | None = None
) -> str:
    """Return what to say on the phone at this step; empty = nothing. ``is_sos``: no crash, a call for help."""
    say = translator(language.value)
    questions = _questions(say, on_motorway=on_motorway)
    if kind in (NextKind.CALL_DRIVER, NextKind.CALL_AGAIN):
        return f"{_greeting(say, now.astimezone().hour)} {_opening(say, is_sos=is_sos)} {questions}"
    if kind is NextKind.SAY_OUTCOME:
        return questions
    if kind is NextKind.ASK_TOW:
        return _tow(say)
    return ""


def spoken_to_other(kind: NextKind, rung: RungInfo, detail: CaseDetail, language: Language, now: datetime) -> str:
    """Return what to say to somebody who is not the driver."""
    words = spoken_to(rung, detail, language)
    if kind is NextKind.SAY_OUTCOME:
        return words
    return f"{_greeting(translator(language.value), now.astimezone().hour)} {words}"


def _greeting(_: Say, hour: int) -> str:
    if MORNING_HOUR <= hour < NOON_HOUR:
        return _("Good morning, this is VIVIUM Bijstand.")
    if NOON_HOUR <= hour < EVENING_HOUR:
        return _("Good afternoon, this is VIVIUM Bijstand.")
    return _("Good evening, this is VIVIUM Bijstand.")


def _opening(_: Say, *, is_sos: bool) -> str:
    if is_sos:
        return _("You pressed SOS in your car.")
    return _("Your car has reported a crash.")


def _questions(_: Say, *, on_motorway: bool | None) -> str:
    """The barrier is asked for where there is one; before that, whether it is such a road."""
    if on_motorway is None:
        return _("Is anybody hurt or trapped? Is there smoke or fire? Are you on a motorway?")
    if not on_motorway:
        return _("Is anybody hurt or trapped? Is there smoke or fire?")
    return _("Is anybody hurt or trapped? Is there smoke or fire? Are you out of the car and behind the barrier?")


def _tow(_: Say) -> str:
    return _("Can the car still drive? Shall I send a tow truck? Are you on a motorway?")
