"""What people answered: facts of a case that no box and no contract knows.

A fact has one answer at a time; answering again replaces it, and taking it back makes the fact unknown again. Which
facts there are and what a value may be is declared with the rules; who said what when is also in the case's chain.
What was said of people before another impact stays to be read, and decides nothing any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.ids import AccountId, CaseId

AnswerValue = bool | int | float | str | tuple[str, ...]
"""As JSON says it; codes in their order."""

HURT_OR_TRAPPED: Final = "hurt_or_trapped"
FIRE: Final = "fire"
OUT_AND_SAFE: Final = "out_and_safe"
ON_MOTORWAY: Final = "on_motorway"
PERSONS: Final = "persons_travelling"

FIRST_MINUTE: Final = (HURT_OR_TRAPPED, FIRE, ON_MOTORWAY, OUT_AND_SAFE, PERSONS)
"""Asked before any question about the contract, in this order; the barrier only where there may be one."""

FOR_112: Final = (HURT_OR_TRAPPED, FIRE)
"""A yes to one of these is handed over to 112 before anything else."""

OF_THE_LAST_IMPACT: Final = (HURT_OR_TRAPPED, FIRE, OUT_AND_SAFE)
"""What is true of people until the next blow; the road and how many there are stay as they were said."""


class EmergencyNumber(StrEnum):
    """Who a case is handed over to by voice; never dialled by itself."""

    EMERGENCY_112 = "112"
    POLICE_101 = "101"

    @property
    def fact(self) -> str:
        """The fact that it was done; ticked, and not asked."""
        return f"handed_over_{self.value}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Attributes:
        value: None = taken back, or asked and not known.
        author: Name of the account, as it was then.
        is_not_known: It was asked, and nobody could say. For the rules that is as if nobody had asked; NEXT and the
            strip of the first minute go on.
    """

    case_id: CaseId
    fact: str
    value: AnswerValue | None
    said_by: AccountId
    author: str
    said_at: datetime
    is_not_known: bool = False


def is_outdated(answer: Answer, struck_at: datetime | None) -> bool:
    """Whether it was said before the last impact and says nothing of what that one did; it is asked again."""
    return struck_at is not None and answer.fact in OF_THE_LAST_IMPACT and answer.said_at < struck_at


def standing(answers: Iterable[Answer], struck_at: datetime | None) -> tuple[Answer, ...]:
    """Return the answers by which anything is decided; ``struck_at``: of the case, None = it had one impact."""
    return tuple(one for one in answers if not is_outdated(one, struck_at))


def answer_of(answers: Iterable[Answer], fact: str) -> Answer | None:
    """Return the answer that stands; None = nobody said, or it was taken back."""
    return next((one for one in answers if one.fact == fact and one.value is not None), None)


def said(answers: Iterable[Answer], fact: str) -> bool | None:
    """Return what was answered to a yes-or-no question; None = not known."""
    found = answer_of(answers, fact)
    return found.value if found is not None and isinstance(found.value, bool) else None
