"""The first account needs nobody, every other one an admin."""

import pytest

from app.domain.account import Account, Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.ids import AccountId
from app.usecases.actor import SERVICE, Actor
from app.usecases.create_account import CreateAccount, create_account
from tests.app.usecases.people import AN, LUC, Desk
from tests.support.builders import an_account

ADMIN = Actor(AccountId("e" * 32), "Ada Admin", frozenset({Role.ADMIN}), "desk-2")
OPERATOR = frozenset({Role.OPERATOR})


def make(
    desk: Desk, actor: Actor | None, login: str = "jan", name: str = "Jan", roles: frozenset[Role] = OPERATOR
) -> Account:
    return create_account(CreateAccount(actor, login, name, roles, "$argon2id$hash"), desk.unit, desk.clock)


@pytest.mark.parametrize("roles", [frozenset(), OPERATOR, frozenset({Role.ADMIN, Role.SUPERVISOR})])
def test_the_first_account_is_an_admin_whatever_was_asked(desk: Desk, roles: frozenset[Role]) -> None:
    account = make(desk, None, " jan ", " Jan Peeters ", roles)
    assert len(account.account_id) == 32
    assert account == Account(
        account.account_id, "jan", "Jan Peeters", roles | {Role.ADMIN}, "$argon2id$hash", is_active=True
    )
    assert desk.unit.accounts.get(account.account_id) == account
    desk.unit.check_audited()
    record = desk.record(SYSTEM_CHAIN, AuditAction.ACCOUNT_CREATED)
    assert (record.actor, record.facts["is_first"]) == ("service", "yes")
    assert record.personal == {"login": "jan", "name": "Jan Peeters"}
    assert "hash" not in repr(record)


def test_without_an_actor_there_is_only_a_first(desk: Desk) -> None:
    desk.unit.accounts.add(an_account())
    with desk.refuses("accounts_exist"):
        make(desk, None)


@pytest.mark.parametrize("actor", [ADMIN, SERVICE], ids=["admin", "seed"])
def test_an_admin_makes_the_next(desk: Desk, actor: Actor) -> None:
    desk.unit.accounts.add(an_account())
    account = make(desk, actor, roles=frozenset({Role.OPERATOR, Role.AUDITOR}))
    assert account.roles == {Role.OPERATOR, Role.AUDITOR}
    record = desk.record(SYSTEM_CHAIN, AuditAction.ACCOUNT_CREATED)
    assert record.actor == actor.account_id
    assert record.facts == {"account_id": account.account_id, "roles": "auditor, operator", "is_first": "no"}


@pytest.mark.parametrize("actor", [AN, LUC], ids=["operator", "supervisor"])
def test_nobody_else_does(desk: Desk, actor: Actor) -> None:
    with desk.refuses("forbidden"):
        make(desk, actor)


@pytest.mark.parametrize("actor", [None, ADMIN], ids=["first", "next"])
@pytest.mark.parametrize(("login", "name"), [("", "Jan"), ("  ", "Jan"), ("jan", " ")])
def test_a_person_has_a_login_and_a_name(desk: Desk, actor: Actor | None, login: str, name: str) -> None:
    with desk.refuses("invalid"):
        make(desk, actor, login, name)


def test_an_account_may_do_something(desk: Desk) -> None:
    with desk.refuses("invalid"):
        make(desk, ADMIN, roles=frozenset())


def test_a_login_is_taken_once_however_it_is_written(desk: Desk) -> None:
    desk.unit.accounts.add(an_account(login="Jan"))
    with desk.refuses("login_taken"):
        make(desk, ADMIN, " JAN")
