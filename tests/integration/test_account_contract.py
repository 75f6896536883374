"""Accounts, sessions and the audit: what every adapter of their ports promises, and what a change owes the audit."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.case import Case
from app.domain.errors import Conflict, NotFound
from app.domain.ids import AccountId, new_id
from app.persistence.chain import GENESIS, entry_hash
from app.persistence.obligation import UnauditedChange
from tests.support.builders import (
    NOON,
    a_box,
    a_call,
    a_case,
    a_claim,
    a_contract,
    a_message,
    a_note,
    a_rejected,
    a_session,
    an_account,
    an_audit_record,
    an_ecall,
    an_order,
    an_uplink,
)
from tests.support.units import AnyUnit


def test_an_account_is_found_whatever_the_case_of_its_login(unit: AnyUnit) -> None:
    assert not unit.accounts.any_account()
    account = an_account(login="Éloïse", roles=frozenset({Role.ADMIN, Role.AUDITOR}), is_active=False)
    unit.accounts.add(account)
    assert unit.accounts.any_account()
    assert unit.accounts.find_login("éLOÏSE") == account
    assert unit.accounts.find_login("eloise") is None
    assert unit.accounts.get(account.account_id) == account
    with pytest.raises(NotFound):
        unit.accounts.get(AccountId(new_id()))


def test_a_login_is_taken_once(unit: AnyUnit) -> None:
    unit.accounts.add(an_account(login="Groß"))
    with pytest.raises(Conflict, match="login_taken"):
        unit.accounts.add(an_account(login="GROSS"))
    assert unit.accounts.find_login("gross") is not None


def test_accounts_are_listed_by_login(unit: AnyUnit) -> None:
    piet, an, Zoe = an_account(login="piet"), an_account(login="an"), an_account(login="Zoe")  # noqa: N806 - a name
    for account in (piet, Zoe, an):
        unit.accounts.add(account)
    assert unit.accounts.all_accounts() == (an, piet, Zoe)


def test_a_session_lives_until_it_is_ended(unit: AnyUnit) -> None:
    account = an_account()
    unit.accounts.add(account)
    session = a_session(account.account_id)
    unit.accounts.add_session(session)
    assert unit.accounts.find_session(session.token_digest) == session
    assert unit.accounts.find_session("0" * 64) is None
    unit.accounts.end_session(session.session_id)
    assert unit.accounts.find_session(session.token_digest) is None


def test_entries_of_a_chain_hold_the_hash_of_the_one_before(unit: AnyUnit) -> None:
    records = [an_audit_record("one", facts={"n": str(number)}) for number in range(3)]
    for record in records:
        unit.audit.append(record)
        unit.audit.append(an_audit_record("two"))
    entries = unit.audit.of_chain("one")
    assert [entry.record for entry in entries] == records
    assert [entry.chain_sequence for entry in entries] == [1, 2, 3]
    assert [entry.sequence for entry in entries] == [1, 3, 5]
    before = GENESIS
    for entry in entries:
        assert entry.previous_hash == before
        assert entry.entry_hash == entry_hash(entry.record, entry.chain_sequence, entry.personal_digest, before)
        before = entry.entry_hash


def test_equal_personal_parts_have_unequal_digests(unit: AnyUnit) -> None:
    unit.audit.append(an_audit_record("one"))
    unit.audit.append(an_audit_record("one"))
    first, second = unit.audit.of_chain("one")
    assert first.personal_digest != second.personal_digest


def test_a_view_is_known_by_case_account_and_time(unit: AnyUnit) -> None:
    case = a_case()
    viewer = AccountId("a" * 32)
    unit.audit.append(an_audit_record(case.case_id, action=AuditAction.CASE_VIEWED, actor=viewer, at=NOON))
    assert unit.audit.has_viewed(case.case_id, viewer, NOON)
    assert not unit.audit.has_viewed(case.case_id, viewer, NOON + timedelta(seconds=1))
    assert not unit.audit.has_viewed(case.case_id, AccountId("b" * 32), NOON)
    assert not unit.audit.has_viewed(a_case().case_id, viewer, NOON)


OF_CASE: list[Callable[[AnyUnit, Case], object]] = [
    lambda unit, case: unit.cases.save(case),
    lambda unit, case: unit.calls.put(a_call(case.case_id)),
    lambda unit, case: unit.messages.put(a_message(case.case_id)),
    lambda unit, case: unit.orders.put(an_order(case.case_id)),
    lambda unit, case: unit.notes.add(a_note(case.case_id)),
]


@pytest.mark.parametrize("change", OF_CASE)
def test_a_change_of_a_case_owes_an_entry_in_its_own_chain(
    unit: AnyUnit, change: Callable[[AnyUnit, Case], object]
) -> None:
    case = a_case(claim=a_claim())
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()
    change(unit, case)
    unit.audit.append(an_audit_record(SYSTEM_CHAIN))
    unit.audit.append(an_audit_record("some other case"))
    with pytest.raises(UnauditedChange, match=case.case_id):
        unit.check_audited()
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()


@pytest.mark.parametrize(
    "change",
    [
        lambda unit: unit.boxes.put(a_box()),
        lambda unit: unit.contracts.put(a_contract()),
        lambda unit: unit.accounts.add(an_account()),
    ],
)
def test_a_change_of_master_data_owes_an_entry_somewhere(unit: AnyUnit, change: Callable[[AnyUnit], None]) -> None:
    change(unit)
    with pytest.raises(UnauditedChange):
        unit.check_audited()
    unit.audit.append(an_audit_record("any"))
    unit.check_audited()


def test_frames_measurements_renewals_and_sessions_owe_nothing(unit: AnyUnit) -> None:
    account, claim = an_account(), a_claim()
    case = a_case(claim=claim)
    unit.accounts.add(account)
    unit.cases.add(case)
    unit.audit.append(an_audit_record(case.case_id))
    unit.check_audited()
    assert unit.cases.renew_claim(case.case_id, claim.account_id, claim.desk, NOON)
    unit.accounts.add_session(a_session(account.account_id))
    unit.uplinks.append(an_uplink())
    unit.ecalls.put(an_ecall())
    unit.ecalls.put_rejected(a_rejected())
    unit.check_audited()
