"""The questions of the first minute in few words; the sentence for the driver comes from the service."""

from collections.abc import Callable, Mapping

from app.api.entitlements import QuestionInfo
from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS
from app.i18n import _
from ui.words.texts import text_of

_QUESTIONS: Mapping[str, Callable[[], str]] = {
    HURT_OR_TRAPPED: lambda: _("Hurt or trapped?"),
    FIRE: lambda: _("Fire?"),
    OUT_AND_SAFE: lambda: _("Out, behind the barrier?"),
    ON_MOTORWAY: lambda: _("Motorway?"),
    PERSONS: lambda: _("How many people?"),
}


def question_words(question: QuestionInfo) -> str:
    """Return a question in few words; one that has none yet is said as it came."""
    words = _QUESTIONS.get(question.fact)
    return words() if words is not None else text_of(question.text)
