"""The arithmetic of the audit chain: what is hashed, in which bytes, and nothing else.

Kept free of any database so that a stranger can recompute it from an export with these forty lines and a SHA-256. An
entry's hash covers everything that stays readable for ever (the name of the employee who acted too: who did what is
the point of the record) and the *digest* of what may be erased. That digest is salted with 16 random bytes that are
erased together with the personal part: without the salt a digest of a telephone number could be reversed by trying
all numbers.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from app.domain.audit import AuditRecord

GENESIS: Final = "0" * 64
"""``previous_hash`` of the first entry of every chain."""

SALT_BYTES: Final = 16


def new_salt() -> bytes:
    """Return a fresh salt for one personal part."""
    return secrets.token_bytes(SALT_BYTES)


def canonical(value: Mapping[str, object]) -> bytes:
    """Return the one spelling of a mapping that is hashed: JSON, keys sorted, no blanks, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def canonical_instant(at: datetime) -> str:
    """Spell an instant in UTC with microseconds, so that equal instants are equal bytes."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def personal_digest(salt: bytes, personal: Mapping[str, object]) -> str:
    """Return the salted SHA-256 of a personal part, in hexadecimal."""
    return hashlib.sha256(salt + canonical(personal)).hexdigest()


def entry_hash(record: AuditRecord, chain_sequence: int, digest: str, previous_hash: str) -> str:
    """Return the hash of an entry in hexadecimal; ``record.personal`` enters by its digest only."""
    content = {
        "chain": record.chain,
        "chain_sequence": chain_sequence,
        "at": canonical_instant(record.at),
        "actor": record.actor,
        "actor_name": record.actor_name,
        "action": record.action.value,
        "facts": dict(record.facts),
        "personal_digest": digest,
        "previous_hash": previous_hash,
    }
    return content_hash(content)


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a canonical mapping, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
