"""Make an account, the very first one included."""

from dataclasses import dataclass

from app.domain.account import Account, Role
from app.domain.clock import Clock
from app.usecases.actor import Actor
from app.usecases.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Make an account.

    Attributes:
        actor: An admin, or None: whoever holds the service token, as long as there is no account at all.
        password_hash: From ``Passwords.hash``, made outside of the transaction.
    """

    actor: Actor | None
    login: str
    name: str
    roles: frozenset[Role]
    password_hash: str


def create_account(command: CreateAccount, uow: UnitOfWork, clock: Clock) -> Account:
    """Store the account. The first one gets the roles asked for, and admin whether asked for or not.

    Raises:
        Conflict: ``accounts_exist`` (no actor, but not the first), ``login_taken``.
        Forbidden: ``forbidden``: the actor is no admin.
        Refusal: ``invalid``: login or name is blank.
    """
    raise NotImplementedError
