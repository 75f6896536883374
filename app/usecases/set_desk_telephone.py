"""Say which telephone stands at a desk, as the exchange knows it ("PJSIP/operator1").

It belongs to the desk and not to the person, because it stands there; whoever works there says so, and the audit keeps
who. Only a plain endpoint is taken: one with a number behind a trunk could be made to ring anybody.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork

_ENDPOINT: Final = re.compile(r"(?:PJSIP|SIP|IAX2|SCCP|DAHDI)/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class SetDeskTelephone:
    """The telephone of the actor's desk; an empty ``endpoint``: there is none."""

    actor: Actor
    endpoint: str


def is_endpoint(text: str) -> bool:
    """Whether it is a plain endpoint, and no number behind a trunk."""
    return _ENDPOINT.fullmatch(text) is not None


def set_desk_telephone(command: SetDeskTelephone, uow: UnitOfWork, clock: Clock) -> str:
    """Store it and return it.

    Raises:
        Refusal: ``no_endpoint``: it is no plain endpoint.
    """
    endpoint = command.endpoint.strip()
    if endpoint and not is_endpoint(endpoint):
        raise Refusal("no_endpoint")
    uow.desk_telephones.put(command.actor.desk, endpoint)
    facts = {"desk": command.actor.desk, "endpoint": endpoint}
    write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), Entry(AuditAction.DESK_TELEPHONE_SET, facts))
    return endpoint
