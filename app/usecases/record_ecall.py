"""Make of an E-call what the clauses ask for: a case, a second impact, an update, a rejection; and the tow truck.

Everything happens in the unit of work of the frame that brought the fact, so that a case is never without its tow and a
tow never without its reason, whatever the service is killed in the middle of.
"""

from dataclasses import dataclass

from app.domain.case import Case, CasePlace
from app.domain.clock import Clock
from app.domain.ecall import Ecall
from app.domain.verdict import Verdict
from app.settings import Settings
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordEcall:
    """Record a crash as it is known now, new or updated; what is stored of it already says which.

    Attributes:
        place: Of this E-call: its fix, or the last known one; None = neither.
    """

    ecall: Ecall
    verdict: Verdict
    place: CasePlace | None


def record_ecall(command: RecordEcall, uow: UnitOfWork, clock: Clock, settings: Settings) -> Case | None:
    """Store the E-call and do what follows from it; return its case, or None when it is rejected.

    The same command twice changes nothing the second time.
    """
    raise NotImplementedError
