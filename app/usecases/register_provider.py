"""Put a partner on record, or mend one: the cells of one row, typed by a person.

Whoever mends says which version was looked at, and somebody who was faster wins. A partner is never removed: orders
name it. One that is not to be asked any more has a day on which it was stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict, NotFound, Refusal
from app.domain.ids import ProviderId, new_id
from app.domain.provider import Provider
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.provider_cells import CellsRefused, cells_of, provider_of
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RegisterProvider:
    """What a person typed.

    Attributes:
        provider_id: The partner looked at; None = a new one.
        version: Of the partner looked at (``version_of``).
        cells: All of them; a column that is absent is not known any more.
    """

    actor: Actor
    provider_id: ProviderId | None
    version: str
    cells: Mapping[str, str]


def register_provider(command: RegisterProvider, uow: UnitOfWork, clock: Clock) -> Provider:
    """Store what was typed and return the partner; nothing is written when it says nothing new.

    Raises:
        Conflict: ``changed``: it is not any more what was looked at; ``name_taken``.
        NotFound: There is no such partner.
        Refusal: ``cells_refused``: the detail has a code for each column that cannot be meant.
    """
    before = None if command.provider_id is None else uow.providers.provider(command.provider_id)
    if command.provider_id is not None and before is None:
        raise NotFound("not_found", what="provider")
    if before is not None and version_of(before) != command.version:
        raise Conflict("changed")
    try:
        after = provider_of(command.provider_id or ProviderId(new_id()), command.cells)
    except CellsRefused as fault:
        raise Refusal("cells_refused", **fault.faults) from fault
    if after != before:
        uow.providers.put(after)
        write_down(uow, SYSTEM_CHAIN, command.actor, clock.now(), _entry(before, after))
    return after


def version_of(provider: Provider) -> str:
    """Return what tells two states of a partner apart."""
    told = "\n".join(f"{column}={text}" for column, text in cells_of(provider).items())
    return sha256(told.encode()).hexdigest()[:16]


def _entry(before: Provider | None, after: Provider) -> Entry:
    """Name what changed; the words of a firm may be those of a person, and can be erased."""
    old, new = {} if before is None else cells_of(before), cells_of(after)
    changed = sorted(column for column in old.keys() | new.keys() if old.get(column) != new.get(column))
    facts = {"provider_id": after.provider_id, "columns": ", ".join(changed)}
    return Entry(AuditAction.PROVIDER_REGISTERED, facts, {column: new.get(column, "") for column in changed})
