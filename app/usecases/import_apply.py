"""Put an import in place: decided in one transaction, carried out in many short ones.

All or nothing is decided before anything is written: every row was found good, and the decision is stored. From then
on the rows are put in place a few hundred at a time, so that no box waits for its acknowledgement, and whatever is
switched off meanwhile they are put in place to the end. Each is laid over what is on record *then*: what a person
mended between the check and now stays, unless the file says it too. The same rows twice change nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict
from app.domain.ids import AccountId, ContractId
from app.domain.imports import ImportKind
from app.settings import Settings
from app.usecases.actor import Actor
from app.usecases.case_changes import Entry, write_down
from app.usecases.follow_records import follow_records
from app.usecases.import_check import Findings, OnRecord
from app.usecases.import_merge import RowFault
from app.usecases.import_rows import Placed, ReadRow
from app.usecases.record_ports import ImportDecided, ImportState
from app.usecases.unit_of_work import UnitOfWork

_IMPORT_DIGITS: Final = 22


@dataclass(frozen=True, slots=True)
class DecideImport:
    """Decide that a checked file is put in place."""

    actor: Actor
    import_id: str
    digest: str
    size_bytes: int
    added: int
    changed: int
    unchanged: int


def note_check(actor: Actor, import_id: str, found: Findings, uow: UnitOfWork, now: datetime) -> None:
    """Write down that a file was checked, and whose records its dry run shows as they are."""
    facts = {
        "import_id": import_id,
        "rows": str(found.rows),
        "faults": str(found.fault_count),
        "added": str(found.added),
        "changed": str(found.changed),
    }
    shown = {"shown": ", ".join(one.policy for one in found.changes)} if found.changes else {}
    write_down(uow, SYSTEM_CHAIN, actor, now, Entry(AuditAction.IMPORT_CHECKED, facts, shown))


def decide_import(command: DecideImport, uow: UnitOfWork, clock: Clock) -> ImportDecided:
    """Store the decision. With nothing to change it is over at once.

    Raises:
        Conflict: ``import_running``: another one is being put in place.
    """
    if uow.records.running_import() is not None:
        raise Conflict("import_running")
    now = clock.now()
    is_over = command.added + command.changed == 0
    decided = ImportDecided(
        import_id=command.import_id,
        state=ImportState.DONE if is_over else ImportState.APPLYING,
        account_id=AccountId(command.actor.account_id),
        actor_name=command.actor.name,
        desk=command.actor.desk,
        digest=command.digest,
        size_bytes=command.size_bytes,
        added=command.added,
        changed=command.changed,
        unchanged=command.unchanged,
        decided_at=now,
        ended_at=now if is_over else None,
    )
    uow.records.put_import(decided)
    write_down(uow, SYSTEM_CHAIN, command.actor, now, Entry(AuditAction.IMPORT_DECIDED, _facts(decided)))
    return decided


def put_in_place(
    rows: Sequence[ReadRow], kind: ImportKind, decided: ImportDecided, uow: UnitOfWork, clock: Clock, settings: Settings
) -> None:
    """Put some rows of a decided import in place; one that was changed away meanwhile is counted and left."""
    on_record = OnRecord.of(rows, uow.records)
    placed, left = _laid(rows, kind, on_record, decided.import_id)
    contracts = [one.contract for _, one in placed if one.contract is not None]
    boxes = [one.box for _, one in placed if one.box is not None]
    if not contracts and not boxes and not left:
        return
    uow.records.put_many(contracts, boxes)
    actor = Actor(decided.account_id, decided.actor_name, frozenset(), decided.desk)
    facts = {
        "import_id": decided.import_id,
        "contracts": str(len(contracts)),
        "boxes": str(len(boxes)),
        "lines": f"{rows[0].line}-{rows[-1].line}",
    }
    if left:
        facts["left"] = ",".join(left)
    changed = {row.policy or row.imei or "": ", ".join(one.changed) for row, one in placed if not one.is_new}
    write_down(uow, SYSTEM_CHAIN, actor, clock.now(), Entry(AuditAction.IMPORT_APPLIED, facts, changed))
    ids, imeis = [one.contract_id for one in contracts], [one.imei for one in boxes]
    follow_records(ids, imeis, actor, uow, clock, settings)


def end_import(decided: ImportDecided, uow: UnitOfWork, now: datetime) -> ImportDecided:
    """Store that every row is in place."""
    ended = replace(decided, state=ImportState.DONE, ended_at=now)
    uow.records.put_import(ended)
    actor = Actor(decided.account_id, decided.actor_name, frozenset(), decided.desk)
    write_down(uow, SYSTEM_CHAIN, actor, now, Entry(AuditAction.IMPORT_DONE, _facts(ended)))
    return ended


def give_up_import(decided: ImportDecided, placed: int, why: str, uow: UnitOfWork, now: datetime) -> ImportDecided:
    """Store that the rest of its rows cannot be put in place; what is in place stays."""
    failed = replace(decided, state=ImportState.FAILED, ended_at=now)
    uow.records.put_import(failed)
    actor = Actor(decided.account_id, decided.actor_name, frozenset(), decided.desk)
    facts = {**_facts(failed), "rows_placed": str(placed), "why": why}
    write_down(uow, SYSTEM_CHAIN, actor, now, Entry(AuditAction.IMPORT_FAILED, facts))
    return failed


def _laid(
    rows: Sequence[ReadRow], kind: ImportKind, on_record: OnRecord, import_id: str
) -> tuple[list[tuple[ReadRow, Placed]], list[str]]:
    placed, left = [], []
    for row in rows:
        try:
            one = on_record.place(row, kind, _contract_id(import_id, row))
        except RowFault:
            left.append(str(row.line))
            continue
        if one.changed:
            placed.append((row, one))
    return placed, left


def _contract_id(import_id: str, row: ReadRow) -> ContractId:
    """Return the id of a new contract: those of one file follow each other, so that their indexes grow at one end.

    Ids in no order would have every turn of an import change pages all over the database.
    """
    return ContractId(f"{import_id[:_IMPORT_DIGITS]}{row.line:010x}")


def _facts(decided: ImportDecided) -> dict[str, str]:
    return {
        "import_id": decided.import_id,
        "file_sha256": decided.digest,
        "size_bytes": str(decided.size_bytes),
        "added": str(decided.added),
        "changed": str(decided.changed),
        "unchanged": str(decided.unchanged),
    }
