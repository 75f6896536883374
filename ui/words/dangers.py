"""What is dangerous where the people are, and what they are told to do about it."""

from collections.abc import Iterable

from app.api.entitlements import AnswerInfo
from app.domain.answer import ON_MOTORWAY, OUT_AND_SAFE
from app.i18n import _


def stays_on_motorway(answers: Iterable[AnswerInfo]) -> bool:
    """Whether somebody said that they are on a motorway and not behind the barrier."""
    said = {answer.fact: answer.value for answer in answers}
    return said.get(ON_MOTORWAY) is True and said.get(OUT_AND_SAFE) is False


def get_out_words() -> str:
    """Return what they do now."""
    return _("Say: get out on the side away from the traffic, and behind the barrier. If that is impossible: 112.")
