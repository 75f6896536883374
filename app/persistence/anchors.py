"""Nail the chains down once a day.

A chain proves that nothing in it was changed, but not that it was not made anew from the start by somebody who can
write to the database. So once a day the heads of the chains are written into an anchor, each anchor holds the hash of
the one before, and a line with its hash goes into a file that a centre copies elsewhere. Only chains that grew since
the last anchor are named: with a million closed cases the day's anchor stays small, and every entry is still under
the first anchor after it.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, insert, select

from app.persistence.chain import GENESIS, canonical, canonical_instant, content_hash
from app.persistence.rows import AnyRow
from app.persistence.tables import anchors, audit_entries, audit_heads

EXPORT_NAME: Final = "audit-anchors.jsonl"


class ExportedAnchor(NamedTuple):
    """The two parts of an exported line that prove something."""

    number: int
    anchor_hash: str


def anchor_if_due(connection: Connection, at: datetime) -> bool:
    """Anchor every chain that grew, unless that was done today (UTC) or none grew; return whether it was done now."""
    last = connection.execute(select(anchors).order_by(anchors.c.number.desc()).limit(1)).first()
    if last is not None and last.anchored_at.date() >= at.date():
        return False
    since = 0 if last is None else last.through_sequence
    grown = select(audit_entries.c.chain).where(audit_entries.c.sequence > since).distinct()
    heads = {
        row.chain: [row.chain_sequence, row.entry_hash]
        for row in connection.execute(select(audit_heads).where(audit_heads.c.chain.in_(grown)))
    }
    if not heads:
        return False
    number, previous = (1, GENESIS) if last is None else (last.number + 1, last.anchor_hash)
    through = connection.execute(select(func.max(audit_entries.c.sequence))).scalar_one()
    row = {
        "number": number,
        "anchored_at": at,
        "through_sequence": through,
        "heads": heads,
        "previous_hash": previous,
        "anchor_hash": anchor_hash(number, canonical_instant(at), through, heads, previous),
    }
    connection.execute(insert(anchors).values(**row))
    return True


def anchor_hash(number: int, anchored_at: str, through_sequence: int, heads: object, previous_hash: str) -> str:
    """Return the hash of an anchor, in hexadecimal; ``anchored_at`` as ``canonical_instant`` spells it."""
    content = {
        "number": number,
        "anchored_at": anchored_at,
        "through_sequence": through_sequence,
        "heads": heads,
        "previous_hash": previous_hash,
    }
    return content_hash(content)


def anchor_lines(connection: Connection, after: int) -> list[str]:
    """Return the lines to export of the anchors after the given one, oldest first."""
    found = select(anchors).where(anchors.c.number > after).order_by(anchors.c.number)
    return [_line(row) for row in connection.execute(found)]


def last_exported(file: Path) -> int:
    """Return the number of the last anchor that was exported whole; 0 = none."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True) if file.exists() else []
    numbers = [exported.number for exported in map(read_line, lines) if exported is not None]
    return max(numbers, default=0)


def read_line(line: str) -> ExportedAnchor | None:
    """Return what a line of the exported file says; None when it is torn or not one of ours."""
    try:
        content = json.loads(line) if line.endswith("\n") else {}
        return ExportedAnchor(int(content["number"]), str(content["anchor_hash"]))
    except (ValueError, KeyError, TypeError):
        return None


def export(file: Path, lines: list[str]) -> None:
    """Append lines to the exported file, on the disk when this returns; a line torn by a crash is taken away first."""
    if not lines:
        return
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as out:
        whole = out.read().rpartition(b"\n")
        out.seek(len(whole[0]) + len(whole[1]))
        out.truncate()
        out.write("".join(f"{line}\n" for line in lines).encode())
        out.flush()
        os.fsync(out.fileno())


def _line(row: AnyRow) -> str:
    content = {
        "number": row.number,
        "anchored_at": canonical_instant(row.anchored_at),
        "through_sequence": row.through_sequence,
        "chains": len(row.heads),
        "anchor_hash": row.anchor_hash,
    }
    return canonical(content).decode()
