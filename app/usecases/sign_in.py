"""Open a session for somebody who proved who they are.

A sign-in is three steps, because the slow one must not hold up the writer's transaction, in which E-calls are stored:
``SignInAttempts.begin`` admits the attempt, ``Passwords.is_right`` compares the password in a thread of its own (and
takes as long for a login that does not exist), and this handler stores what came of it. The hash that matched travels
with the command, so that a password changed in between does not open a session.

A refusal is returned and not raised: raising would undo the transaction, and with it the entry that somebody tried.
The reply must never be kept for a repeated command (``app.usecases.replies``): it holds the token.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.domain.account import Account, DeskSession
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import Clock
from app.domain.errors import Forbidden, Refusal
from app.domain.ids import SessionId, new_id
from app.usecases.actor import SERVICE, actor_of
from app.usecases.case_changes import Entry, write_down
from app.usecases.unit_of_work import UnitOfWork

SESSION_LENGTH: Final = timedelta(hours=12)
_TOKEN_BYTES: Final = 32


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


def sign_in(
    command: SignIn, uow: UnitOfWork, clock: Clock, *, length: timedelta = SESSION_LENGTH
) -> SignedIn | Refusal:
    """Open a session, or return (not raise) the refusal, so that its audit entry is kept.

    Refusals: ``wrong_password`` (also for a login that does not exist), ``account_inactive``.
    """
    account = uow.accounts.find_login(command.login.strip())
    if account is None or not _is_proved(command, account):
        return _refuse(command, uow, clock, account, "wrong_password")
    if not account.is_active:
        return _refuse(command, uow, clock, account, "account_inactive")
    return _open_session(account, command.desk, uow, clock.now(), length)


def token_digest(token: str) -> str:
    """Return what is stored of a session token. The token is random, so a plain digest cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_proved(command: SignIn, account: Account) -> bool:
    if command.by_token:
        return True
    verified = command.verified_hash
    return verified is not None and hmac.compare_digest(verified.encode(), account.password_hash.encode())


def _refuse(command: SignIn, uow: UnitOfWork, clock: Clock, account: Account | None, code: str) -> Refusal:
    """Write down that somebody tried. What was typed as login is not kept: it may have been a password."""
    facts = {"desk": command.desk, "code": code, "account_id": "" if account is None else account.account_id}
    write_down(uow, SYSTEM_CHAIN, SERVICE, clock.now(), Entry(AuditAction.SIGN_IN_REFUSED, facts))
    return Forbidden(code)


def _open_session(account: Account, desk: str, uow: UnitOfWork, now: datetime, length: timedelta) -> SignedIn:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session = DeskSession(
        session_id=SessionId(new_id()),
        account_id=account.account_id,
        desk=desk,
        token_digest=token_digest(token),
        started_at=now,
        expires_at=now + length,
    )
    uow.accounts.add_session(session)
    facts = {"desk": desk, "session_id": session.session_id}
    write_down(uow, SYSTEM_CHAIN, actor_of(account, desk), now, Entry(AuditAction.SIGNED_IN, facts))
    return SignedIn(token, session, account)
