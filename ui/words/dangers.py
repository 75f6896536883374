"""What is dangerous where the people are, and what they are told to do about it."""

from collections.abc import Iterable

from app.api.entitlements import AnswerInfo
from app.domain.answer import ON_MOTORWAY, OUT_AND_SAFE
from app.domain.subscription import Language
from app.i18n import language, translator


def road_said(answers: Iterable[AnswerInfo]) -> bool | None:
    """Return whether somebody said that it is a motorway; None = nobody said."""
    value = next((answer.value for answer in answers if answer.fact == ON_MOTORWAY), None)
    return value if isinstance(value, bool) else None


def stays_on_motorway(answers: Iterable[AnswerInfo]) -> bool:
    """Whether somebody said that they are on a motorway and not behind the barrier."""
    said = {answer.fact: answer.value for answer in answers}
    return said.get(ON_MOTORWAY) is True and said.get(OUT_AND_SAFE) is False


def get_out_words(spoken_with: Language) -> tuple[str, str]:
    """Return what they are told now, in their language, and what that means; "" where it is that of the screen."""
    said = _get_out(spoken_with)
    return said, "" if spoken_with.value == language() else _get_out(Language(language()))


def _get_out(spoken_with: Language) -> str:
    _ = translator(spoken_with.value)
    return _("Get out on the side away from the traffic and stand behind the barrier. If you cannot, call 112.")
