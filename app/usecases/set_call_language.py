"""Say which language the person on the phone speaks."""

from dataclasses import dataclass, replace

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.domain.subscription import Language
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_holder
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
    case = uow.cases.get(command.case_id)
    require_holder(case, command.actor)
    if case.call_language is command.language:
        return case
    entry = Entry(AuditAction.LANGUAGE_SET, {"language": command.language})
    return save_case(uow, replace(case, call_language=command.language), command.actor, clock.now(), entry)
