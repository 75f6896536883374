"""Whether a case would be closed without anybody having been reached, and what was tried.

A closed case is looked at by nobody again, so that nobody spoke with whoever was in the car is said before it is
closed, confirmed and kept. After a hard impact, or one whose strength is not known, and after a call for help it needs
a reason as well; not where what it was means that there was nobody to be reached. A test call needs nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.answer import Answer
from app.domain.case import NOBODY_TO_REACH, Case, Outcome
from app.domain.contact import CallAttempt, Disposition
from app.domain.ecall import CrashMark
from app.usecases.contact_ladder import is_driver_reached, told_to_look_at

_CALLS_FOR_HELP: Final = (CrashMark.SOS, CrashMark.AUTOMATIC_MSD)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Nobody was reached since the last impact.

    Attributes:
        calls: How many were made in vain; 0 = nobody was called.
        looked_for: 112 or 101 was asked to go and look.
        is_grave: Closing it needs a reason, unless the outcome says that there was nobody to reach.
    """

    calls: int
    looked_for: bool
    is_grave: bool

    def needs_reason(self, outcome: Outcome) -> bool:
        """Whether closing it as this needs a reason."""
        return self.is_grave and outcome not in NOBODY_TO_REACH


def unreached(case: Case, calls: Iterable[CallAttempt], answers: Iterable[Answer]) -> Unreached | None:
    """Return what was tried in vain; None = somebody spoke with us, or it was a test."""
    since = case.struck_at
    tried = [call for call in calls if not call.purpose.is_aside and (since is None or call.requested_at >= since)]
    is_spoken = any(call.disposition is Disposition.THIRD_PARTY for call in tried)
    if case.is_test or is_spoken or is_driver_reached(case):
        return None
    is_grave = case.mark in _CALLS_FOR_HELP or (bool(case.ecall_ids) and case.verdict.above_tow is not False)
    return Unreached(len(tried), told_to_look_at(case, answers) is not None, is_grave)
