"""Check the anchors: their own chain, the entries they nail down, and the lines that were exported."""

from sqlalchemy import Connection, select

from app.persistence.anchors import ExportedAnchor, anchor_hash, read_line
from app.persistence.chain import GENESIS
from app.persistence.findings import Findings
from app.persistence.raw import instant_in, mapping_in, raw
from app.persistence.rows import AnyRow
from app.persistence.tables import anchors, audit_entries
from app.usecases.audit_report import FindingKind


def check_anchors(connection: Connection, findings: Findings, exported: list[str]) -> None:
    """Report every anchor, anchored entry and exported line that is not what it was."""
    columns = anchors.c
    plain = (columns.number, columns.through_sequence, columns.previous_hash, columns.anchor_hash)
    chosen = select(*plain, raw(columns.anchored_at), raw(columns.heads)).order_by(columns.number)
    hashes: dict[int, str] = {}
    for row in connection.execute(chosen).all():
        findings.anchors += 1
        _check_anchor(connection, findings, row, hashes)
        hashes[row.number] = row.anchor_hash
    _check_lines(findings, hashes, exported)


def _check_anchor(connection: Connection, findings: Findings, row: AnyRow, hashes: dict[int, str]) -> None:
    number = row.number
    if number != len(hashes) + 1:
        findings.add(FindingKind.ANCHOR_MISSING, f"before it there are {len(hashes)} anchors", entry=number)
    elif row.previous_hash != hashes.get(number - 1, GENESIS):
        findings.add(FindingKind.ANCHOR_CHANGED, "does not hold the hash of the anchor before", entry=number)
    try:
        heads = mapping_in(row.heads)
        at = instant_in(row.anchored_at)
        if anchor_hash(number, at, row.through_sequence, heads, row.previous_hash) != row.anchor_hash:
            findings.add(FindingKind.ANCHOR_CHANGED, "its content does not have its hash", entry=number)
        for chain, head in heads.items():
            _check_head(connection, findings, chain, head)
    except (ValueError, TypeError) as fault:
        findings.add(FindingKind.UNREADABLE, f"anchor: {fault}", entry=number)


def _check_head(connection: Connection, findings: Findings, chain: str, head: object) -> None:
    if not isinstance(head, list) or len(head) != 2:  # noqa: PLR2004 - number and hash
        raise ValueError(f"head of {chain}")
    place = (audit_entries.c.chain == chain, audit_entries.c.chain_sequence == head[0])
    if connection.execute(select(audit_entries.c.entry_hash).where(*place)).scalar() != head[1]:
        detail = "is not the entry that was anchored"
        findings.add(FindingKind.ANCHORED_ENTRY_CHANGED, detail, chain=chain, entry=head[0])


def _check_lines(findings: Findings, hashes: dict[int, str], exported: list[str]) -> None:
    """Every line must stand for an anchor, and every anchor but the last for a line: that one may be on its way."""
    whole = [line for line in exported if line.endswith("\n")]
    told: set[int] = set()
    for line in whole:
        said = read_line(line)
        if said is None:
            findings.add(FindingKind.UNREADABLE, "a line of the exported anchors cannot be read")
        else:
            told.add(said.number)
            _check_line(findings, hashes, said)
    for number in sorted(hashes.keys() - told - {max(hashes, default=0)}):
        findings.add(FindingKind.ANCHOR_MISSING, "was never exported, or its line is gone", entry=number)


def _check_line(findings: Findings, hashes: dict[int, str], said: ExportedAnchor) -> None:
    if said.number not in hashes:
        findings.add(FindingKind.ANCHOR_MISSING, "was exported and is not in the database", entry=said.number)
    elif hashes[said.number] != said.anchor_hash:
        findings.add(FindingKind.ANCHOR_CHANGED, "is not the one that was exported", entry=said.number)
