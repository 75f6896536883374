"""Write down what the family, an employer, the police or somebody else was told of a person: fields, basis, way.

What is said to an employer is the least of all: that something happened to a car and whether its driver was reached.
Where somebody is, and how they are, is theirs to tell (decision of the Belgian authority of 25 March 2025), so the
place and every medical word to an employer need the person's consent.
"""

from dataclasses import dataclass
from typing import Final

from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.domain.ids import CaseId
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, save_case
from app.usecases.holding import require_finisher
from app.usecases.unit_of_work import UnitOfWork

FIELDS: Final = frozenset(
    {"name", "number", "place", "car", "what_happened", "health", "driver_reached", "whereabouts"}
)
_NOT_TO_EMPLOYERS: Final = frozenset({"place", "health", "whereabouts"})


@dataclass(frozen=True, slots=True)
class DiscloseFacts:
    """Somebody was told this. ``to``: who, as typed; a person's name is personal."""

    actor: Actor
    case_id: CaseId
    recipient: Recipient
    to: str
    fields: tuple[str, ...]
    basis: DisclosureBasis
    way: DisclosureWay


def disclose_facts(command: DiscloseFacts, uow: UnitOfWork, clock: Clock) -> Case:
    """Keep what was told.

    Raises:
        Conflict: ``not_claimed``, ``not_yours``.
        Refusal: ``unknown_field``; ``not_to_employer``: place or health without the person's consent.
    """
    case = uow.cases.get(command.case_id)
    require_finisher(case, command.actor)
    fields = tuple(dict.fromkeys(command.fields))
    if not fields or not FIELDS.issuperset(fields):
        raise Refusal("unknown_field")
    has_consent = command.basis is DisclosureBasis.CONSENT
    if command.recipient is Recipient.EMPLOYER and _NOT_TO_EMPLOYERS.intersection(fields) and not has_consent:
        raise Refusal("not_to_employer")
    facts = {
        "recipient": command.recipient,
        "fields": ", ".join(fields),
        "basis": command.basis,
        "way": command.way,
    }
    to = command.to.strip()
    entry = Entry(AuditAction.DISCLOSED, facts, {"to": to} if to else {})
    return save_case(uow, case, command.actor, clock.now(), entry)
