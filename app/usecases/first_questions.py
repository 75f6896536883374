"""Which questions of the first minute make sense of a case.

Of a crash all of them. Of a breakdown that somebody phones about: whether they stand safe, whether it is a motorway and
how many they are; nobody asks of blood and fire what the caller would have said first. Of a theft or an illness abroad
none, because nobody stands beside a car. What was answered stays to be seen and taken back.
"""

from collections.abc import Iterable

from app.domain.answer import FIRST_MINUTE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS, Answer, answer_of
from app.domain.case import Case
from app.domain.phone_case import Incident
from app.usecases.earlier_cases import is_told


def first_questions(case: Case, answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return the facts to ask, in the order of ``FIRST_MINUTE``."""
    given = tuple(answers)
    asked = _asked_of(case)
    return tuple(fact for fact in FIRST_MINUTE if fact in asked or answer_of(given, fact) is not None)


def _asked_of(case: Case) -> tuple[str, ...]:
    report = case.report
    if report is None or not is_told(case) or report.incident is Incident.OTHER:
        return FIRST_MINUTE
    if not report.incident.is_of_car:
        return (HURT_OR_TRAPPED,) if report.incident.may_hurt else ()
    return FIRST_MINUTE if report.incident.may_hurt else (OUT_AND_SAFE, ON_MOTORWAY, PERSONS)
