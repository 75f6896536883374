"""Check the entries of every chain: their hashes, their links, their numbers, and that no end was cut off."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select, text

from app.persistence.chain import GENESIS, content_hash, personal_digest
from app.persistence.findings import Findings
from app.persistence.raw import instant_in, mapping_in, raw
from app.persistence.rows import AnyRow
from app.persistence.tables import audit_entries, audit_heads, audit_personal
from app.usecases.audit_report import FindingKind


class _Before(NamedTuple):
    chain_sequence: int = 0
    sequence: int = 0
    entry_hash: str = GENESIS


def check_chains(connection: Connection, findings: Findings) -> None:
    """Report every entry that is not what was written, or not where."""
    for chain, rows in groupby(_rows(connection), key=lambda row: str(row.chain)):
        findings.chains += 1
        _check_chain(findings, chain, rows)
    _check_heads(connection, findings)
    _check_count(connection, findings)


def _rows(connection: Connection) -> Iterator[AnyRow]:
    entry, personal, head = audit_entries.c, audit_personal.c, audit_heads.c
    joined = audit_entries.outerjoin(audit_personal, personal.sequence == entry.sequence)
    joined = joined.outerjoin(audit_heads, head.chain == entry.chain)
    chosen: Select[Any] = select(  # read by name below
        *(entry.sequence, entry.chain, entry.chain_sequence, entry.actor, entry.actor_name, entry.action),
        *(entry.personal_digest, entry.previous_hash, entry.entry_hash, personal.salt),
        *(head.chain_sequence.label("head_sequence"), head.entry_hash.label("head_hash")),
        *(raw(entry.at), raw(entry.facts), raw(personal.personal)),
    )
    ordered = chosen.select_from(joined).order_by(entry.chain, entry.chain_sequence)
    yield from connection.execution_options(yield_per=1000).execute(ordered)


def _check_chain(findings: Findings, chain: str, rows: Iterator[AnyRow]) -> None:
    before = _Before()
    for row in rows:
        findings.entries += 1
        _check_place(findings, row, before)
        _check_content(findings, row)
        before = _Before(row.chain_sequence, row.sequence, row.entry_hash)
    if (row.head_sequence, row.head_hash) != (before.chain_sequence, before.entry_hash):
        detail = f"the chain once ended at entry {row.head_sequence}"
        findings.add(FindingKind.END_CUT_OFF, detail, chain=chain, entry=before.chain_sequence)


def _check_place(findings: Findings, row: AnyRow, before: _Before) -> None:
    number = row.chain_sequence
    if number != before.chain_sequence + 1:
        detail = f"after entry {before.chain_sequence} comes {number}"
        findings.add(FindingKind.ENTRY_MISSING, detail, chain=row.chain, entry=before.chain_sequence + 1)
    elif row.previous_hash != before.entry_hash:
        detail = "does not hold the hash of the entry before"
        findings.add(FindingKind.LINK_BROKEN, detail, chain=row.chain, entry=number)
    if row.sequence <= before.sequence:
        detail = f"was written before entry {before.chain_sequence}"
        findings.add(FindingKind.ENTRY_OUT_OF_ORDER, detail, chain=row.chain, entry=number)


def _check_content(findings: Findings, row: AnyRow) -> None:
    place = {"chain": row.chain, "entry": row.chain_sequence}
    try:
        if _hash_of(row) != row.entry_hash:
            findings.add(FindingKind.ENTRY_CHANGED, "its content does not have its hash", **place)
        if row.salt is None:
            findings.erased += 1
        elif _digest_of(row) != row.personal_digest:
            findings.add(FindingKind.PERSONAL_PART_CHANGED, "the personal part does not have its digest", **place)
    except (ValueError, TypeError) as fault:
        findings.add(FindingKind.UNREADABLE, str(fault), **place)


def _hash_of(row: AnyRow) -> str:
    content = {
        "chain": row.chain,
        "chain_sequence": row.chain_sequence,
        "at": instant_in(row.at),
        "actor": row.actor,
        "actor_name": row.actor_name,
        "action": row.action,
        "facts": mapping_in(row.facts),
        "personal_digest": row.personal_digest,
        "previous_hash": row.previous_hash,
    }
    return content_hash(content)


def _digest_of(row: AnyRow) -> str:
    return personal_digest(row.salt, mapping_in(row.personal))


def _check_heads(connection: Connection, findings: Findings) -> None:
    chains = select(audit_entries.c.chain).where(audit_entries.c.chain == audit_heads.c.chain)
    for row in connection.execute(select(audit_heads).where(~chains.exists())):
        findings.add(FindingKind.END_CUT_OFF, "every entry of the chain is gone", chain=row.chain, entry=1)


def _check_count(connection: Connection, findings: Findings) -> None:
    """Entries are numbered without holes over all chains, and SQLite remembers the last number it gave."""
    count, last = connection.execute(select(func.count(), func.max(audit_entries.c.sequence))).one()
    given = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entries'")).scalar()
    if count != (last or 0) or (last or 0) != (given or 0):
        findings.add(
            FindingKind.ENTRY_MISSING, f"{given or 0} entries were written, {count} are there, last {last or 0}"
        )
