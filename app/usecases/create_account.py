"""Make an account, the very first one included.

A fresh service has nobody who could sign in. As long as that is so, whoever can read ``service.json`` (and therefore
owns the data folder) may make one account without signing in, and that account is an admin whatever roles were asked
for: otherwise nobody could ever make the second. The other roles asked for are given too, so that on a single
workstation one person can administer and take calls.
"""

from dataclasses import dataclass
from typing import Final

from app.domain.account import Account, Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Conflict, Forbidden, Refusal
from app.domain.ids import AccountId, new_id
from app.usecases.actor import SERVICE, Actor
from app.usecases.case_changes import Entry, write_down, yes_or_no
from app.usecases.unit_of_work import UnitOfWork

NO_PASSWORD: Final = "!"
"""In place of a hash: no password belongs to it. The made-up people of the training set have it."""


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Make an account.

    Attributes:
        actor: An admin, or None: whoever holds the service token, as long as there is no account at all. ``SERVICE``
            is the training seed.
        password_hash: From ``Passwords.hash``, made outside of the transaction; or ``NO_PASSWORD``.
    """

    actor: Actor | None
    login: str
    name: str
    roles: frozenset[Role]
    password_hash: str


def create_account(command: CreateAccount, uow: UnitOfWork, clock: Clock) -> Account:
    """Store the account. Without an actor it is the first one: it gets the roles asked for, and admin in any case.

    Raises:
        Conflict: ``accounts_exist`` (no actor, but not the first), ``login_taken``.
        Forbidden: ``forbidden``: the actor is no admin.
        Refusal: ``invalid``: login or name is blank, or there is no role.
    """
    roles = _roles(command, uow)
    login, name = command.login.strip(), command.name.strip()
    if not (login and name and roles):
        raise Refusal("invalid")
    if uow.accounts.find_login(login) is not None:
        raise Conflict("login_taken")
    account = Account(AccountId(new_id()), login, name, roles, command.password_hash, is_active=True)
    uow.accounts.add(account)
    write_down(uow, SYSTEM_CHAIN, command.actor or SERVICE, clock.now(), _entry(command, account))
    return account


def _roles(command: CreateAccount, uow: UnitOfWork) -> frozenset[Role]:
    """Return the roles the account gets, once it is certain that the actor may give them."""
    if command.actor is None:
        if uow.accounts.any_account():
            raise Conflict("accounts_exist")
        return command.roles | {Role.ADMIN}
    if Role.ADMIN not in command.actor.roles and not command.actor.is_service:
        raise Forbidden("forbidden")
    return command.roles


def _entry(command: CreateAccount, account: Account) -> Entry:
    facts = {
        "account_id": account.account_id,
        "roles": ", ".join(sorted(account.roles)),
        "is_first": yes_or_no(command.actor is None),
    }
    return Entry(AuditAction.ACCOUNT_CREATED, facts, {"login": account.login, "name": account.name})
