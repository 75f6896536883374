"""Say which language the person on the phone speaks."""

from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.subscription import Language
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SetCallLanguage:
    """The language of the call."""

    actor: Actor
    case_id: CaseId
    language: Language


def set_call_language(command: SetCallLanguage, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep the language.

    Raises:
        Conflict: ``closed``, ``not_claimed``, ``not_yours``.
    """
    raise NotImplementedError
