"""The audit chain in the database.

Entries are only ever inserted; triggers of the first migration refuse anything else, so that a slip of our own code
cannot pass for tampering. The personal part with its salt stands in a table of its own and can be deleted without
touching an entry. The head of each chain is kept beside the entries: it is what the next entry builds on, and what
shows that an end was cut off.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.audit import AuditAction, AuditEntry, AuditRecord
from app.domain.errors import NotFound
from app.domain.ids import AccountId, CaseId
from app.persistence.anchors import anchor_if_due
from app.persistence.chain import GENESIS, entry_hash, new_salt, personal_digest
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import audit_entries, audit_heads, audit_personal


class SqlAuditLog:
    """``AuditLog`` in ``audit_entries``, ``audit_personal`` and ``audit_heads``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def append(self, record: AuditRecord) -> None:
        """Add a record to its chain, in this transaction."""
        head = self._connection.execute(
            select(audit_heads).where(audit_heads.c.chain == record.chain).with_for_update()
        ).first()
        number, previous = (1, GENESIS) if head is None else (head.chain_sequence + 1, head.entry_hash)
        salt = new_salt()
        digest = personal_digest(salt, record.personal)
        this_hash = entry_hash(record, number, digest, previous)
        entry = insert(audit_entries).values(
            chain=record.chain,
            chain_sequence=number,
            at=record.at,
            actor=record.actor,
            actor_name=record.actor_name,
            action=record.action.value,
            facts=dict(record.facts),
            personal_digest=digest,
            previous_hash=previous,
            entry_hash=this_hash,
        )
        key = self._connection.execute(entry).inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave an audit entry no number")
        personal = insert(audit_personal).values(sequence=key[0], salt=salt, personal=dict(record.personal))
        self._connection.execute(personal)
        new_head = {"chain": record.chain, "chain_sequence": number, "entry_hash": this_hash}
        put_row(self._connection, audit_heads, new_head)
        self._obligation.audited(record.chain)

    def of_chain(self, chain: str) -> tuple[AuditEntry, ...]:
        """Return the entries of a chain in order."""
        return find_entries(self._connection, audit_entries.c.chain == chain)

    def has_viewed(self, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
        """Whether this account has an audited view of the case since then."""
        return has_viewed(self._connection, case_id, actor, since)

    def anchor_if_due(self, at: datetime) -> bool:
        """Anchor every chain that grew, once a day; return whether it was done now."""
        return anchor_if_due(self._connection, at)

    def erase_personal(self, sequence: int) -> None:
        """Forget the personal part of one entry and its salt; the chain stays valid.

        Raises:
            NotFound: There is no such entry. Erasing twice is no fault.
        """
        columns = audit_entries.c
        if self._connection.execute(select(columns.sequence).where(columns.sequence == sequence)).first() is None:
            raise NotFound("not_found", what="audit_entry")
        self._obligation.changed("personal part of an audit entry")
        self._connection.execute(delete(audit_personal).where(audit_personal.c.sequence == sequence))


def find_entries(connection: Connection, where: ColumnElement[bool]) -> tuple[AuditEntry, ...]:
    """Return entries in the order in which they were written."""
    return tuple(_entry_from(row) for row in entry_rows(connection, where))


def entry_rows(connection: Connection, where: ColumnElement[bool]) -> Iterable[AnyRow]:
    """Read entries with salt and personal part, where these are still there."""
    both = audit_entries.outerjoin(audit_personal, audit_personal.c.sequence == audit_entries.c.sequence)
    chosen = select(audit_entries, audit_personal.c.salt, audit_personal.c.personal).select_from(both).where(where)
    return connection.execute(chosen.order_by(audit_entries.c.sequence))


def record_from(row: AnyRow) -> AuditRecord:
    """Map the part of an entry that a use case wrote; an erased personal part is empty."""
    return AuditRecord(
        chain=row.chain,
        at=row.at,
        actor=row.actor,
        actor_name=row.actor_name,
        action=AuditAction(row.action),
        facts=row.facts,
        personal={} if row.personal is None else row.personal,
    )


def has_viewed(connection: Connection, case_id: CaseId, actor: AccountId, since: datetime) -> bool:
    """Whether this account has an audited view of the case since then."""
    columns = audit_entries.c
    view = select(columns.sequence).where(
        columns.chain == case_id,
        columns.action == AuditAction.CASE_VIEWED.value,
        columns.actor == actor,
        columns.at >= since,
    )
    return connection.execute(view.limit(1)).first() is not None


def _entry_from(row: AnyRow) -> AuditEntry:
    return AuditEntry(
        sequence=row.sequence,
        chain_sequence=row.chain_sequence,
        record=record_from(row),
        personal_digest=row.personal_digest,
        previous_hash=row.previous_hash,
        entry_hash=row.entry_hash,
        personal_erased=row.salt is None,
    )
