"""Open a session for somebody who proved who they are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.domain.account import Account, DeskSession
from app.domain.clock import Clock
from app.domain.errors import Refusal
from app.usecases.unit_of_work import UnitOfWork

SESSION_LENGTH: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in at a workplace.

    Attributes:
        verified_hash: The hash the password was found to belong to, outside of this transaction; None = it was wrong.
        by_token: The password was the service's own token. Set by the composition, and only in training: the made-up
            people sign in so.
    """

    login: str
    desk: str
    verified_hash: str | None
    by_token: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session. ``token`` is told once and stored nowhere; the session has its digest."""

    token: str
    session: DeskSession
    account: Account


def sign_in(command: SignIn, uow: UnitOfWork, clock: Clock) -> SignedIn | Refusal:
    """Open a session, or return (not raise) the refusal, so that its audit entry is kept.

    Refusals: ``wrong_password`` (also for a login that does not exist), ``account_inactive``.
    """
    raise NotImplementedError


def token_digest(token: str) -> str:
    """Return what is stored of a session token."""
    raise NotImplementedError
