"""The arithmetic of the chain, checked against a hash written out by hand."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit import AuditAction, AuditRecord
from app.persistence.chain import GENESIS, canonical_instant, entry_hash, new_salt, personal_digest

RECORD = AuditRecord(
    chain="c1",
    at=datetime(2026, 11, 24, 12, 0, 0, 5, tzinfo=UTC),
    actor="a1",
    actor_name="Élise",
    action=AuditAction.CASE_OPENED,
    facts={"b": "2", "a": "1"},
    personal={"name": "Jan"},
)


def test_the_hash_is_that_of_the_documented_bytes() -> None:
    spelled = (
        '{"action":"case_opened","actor":"a1","actor_name":"\\u00c9lise","at":"2026-11-24T12:00:00.000005+00:00",'
        '"chain":"c1","chain_sequence":3,"facts":{"a":"1","b":"2"},"personal_digest":"dd",'
        f'"previous_hash":"{GENESIS}"}}'
    )
    assert entry_hash(RECORD, 3, "dd", GENESIS) == hashlib.sha256(spelled.encode("ascii")).hexdigest()


def test_the_personal_part_enters_by_its_digest_alone() -> None:
    assert entry_hash(RECORD, 1, "dd", GENESIS) == entry_hash(replace(RECORD, personal={}), 1, "dd", GENESIS)


def test_the_digest_is_that_of_salt_and_part() -> None:
    salt = bytes(range(16))
    assert personal_digest(salt, {"name": "Jan"}) == hashlib.sha256(salt + b'{"name":"Jan"}').hexdigest()
    assert len(new_salt()) == 16
    assert new_salt() != new_salt()


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 12))
def test_equal_instants_are_equal_bytes(at: datetime, hours: int) -> None:
    if 2 <= at.year <= 9998:
        assert canonical_instant(at.astimezone(timezone(timedelta(hours=hours)))) == canonical_instant(at)
