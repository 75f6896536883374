"""Which questions of the first minute make sense of a case.

Of a crash all of them. Of a breakdown that somebody phones about: whether it is a motorway, whether they stand safe and
how many they are; nobody asks of blood and fire what the caller would have said first. Of a theft or an illness abroad
none, because nobody stands beside a car. "Behind the barrier?" is asked once it is said to be a motorway, or nobody
could say whether it is: in a village street the question is foolish, and costs the seconds of the next one. What was
answered stays to be seen and taken back.
"""

from collections.abc import Iterable

from app.domain.answer import FIRST_MINUTE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS, Answer, answer_of
from app.domain.case import Case
from app.domain.phone_case import Incident
from app.usecases.earlier_cases import is_told


def first_questions(case: Case, answers: Iterable[Answer]) -> tuple[str, ...]:
    """Return the facts to ask, in the order of ``FIRST_MINUTE``."""
    given = tuple(answers)
    asked = [fact for fact in _asked_of(case) if fact != OUT_AND_SAFE or _may_have_barrier(given)]
    return tuple(fact for fact in FIRST_MINUTE if fact in asked or answer_of(given, fact) is not None)


def _asked_of(case: Case) -> tuple[str, ...]:
    report = case.report
    if report is None or not is_told(case) or report.incident is Incident.OTHER:
        return FIRST_MINUTE
    if not report.incident.is_of_car:
        return (HURT_OR_TRAPPED,) if report.incident.may_hurt else ()
    return FIRST_MINUTE if report.incident.may_hurt else (ON_MOTORWAY, OUT_AND_SAFE, PERSONS)


def _may_have_barrier(answers: Iterable[Answer]) -> bool:
    return any(one.fact == ON_MOTORWAY and (one.value is True or one.is_not_known) for one in answers)
