"""Accounts and the sessions of signed-in desks."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.domain.account import Account, DeskSession, Role
from app.domain.errors import Conflict, NotFound
from app.domain.ids import AccountId, SessionId
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow
from app.persistence.tables import accounts, sessions


class SqlAccountRepository:
    """``AccountRepository`` in ``accounts`` and ``sessions``.

    Logins are compared folded by Python, because SQLite folds only A to Z.
    """

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def add(self, account: Account) -> None:
        """Store a new account; a login that exists is a ``Conflict``."""
        row = {
            "account_id": account.account_id,
            "login": account.login,
            "login_folded": account.login.casefold(),
            "name": account.name,
            "roles": sorted(role.value for role in account.roles),
            "password_hash": account.password_hash,
            "is_active": account.is_active,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(accounts).values(**row))
        except IntegrityError as fault:
            raise Conflict("login_taken") from fault
        self._obligation.changed("account")

    def find_login(self, login: str) -> Account | None:
        """Return the account with this login (case does not matter), or None."""
        row = self._connection.execute(select(accounts).where(accounts.c.login_folded == login.casefold())).first()
        return None if row is None else account_from(row)

    def get(self, account_id: AccountId) -> Account:
        """Return the account, or raise ``NotFound``."""
        row = self._connection.execute(select(accounts).where(accounts.c.account_id == account_id)).first()
        if row is None:
            raise NotFound("not_found", what="account")
        return account_from(row)

    def all_accounts(self) -> tuple[Account, ...]:
        """Return every account, by login."""
        return find_accounts(self._connection)

    def any_account(self) -> bool:
        """Whether there is one at all."""
        return has_account(self._connection)

    def add_session(self, session: DeskSession) -> None:
        """Store a session."""
        row = {
            "session_id": session.session_id,
            "account_id": session.account_id,
            "desk": session.desk,
            "token_digest": session.token_digest,
            "started_at": session.started_at,
            "expires_at": session.expires_at,
        }
        self._connection.execute(insert(sessions).values(**row))

    def find_session(self, token_digest: str) -> DeskSession | None:
        """Return the session of a token, or None."""
        row = self._connection.execute(select(sessions).where(sessions.c.token_digest == token_digest)).first()
        return None if row is None else session_from(row)

    def end_session(self, session_id: SessionId) -> None:
        """Forget a session."""
        self._connection.execute(delete(sessions).where(sessions.c.session_id == session_id))

    def prune_sessions(self, expired_before: datetime) -> None:
        """Forget sessions that ended by themselves."""
        self._connection.execute(delete(sessions).where(sessions.c.expires_at < expired_before))


def find_accounts(connection: Connection) -> tuple[Account, ...]:
    """Return every account, by login."""
    return tuple(map(account_from, connection.execute(select(accounts).order_by(accounts.c.login_folded))))


def has_account(connection: Connection) -> bool:
    """Whether there is an account at all."""
    return connection.execute(select(accounts.c.account_id).limit(1)).first() is not None


def account_from(row: AnyRow) -> Account:
    """Map a row of ``accounts``."""
    return Account(
        account_id=AccountId(row.account_id),
        login=row.login,
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles),
        password_hash=row.password_hash,
        is_active=row.is_active,
    )


def session_from(row: AnyRow) -> DeskSession:
    """Map a row of ``sessions``."""
    return DeskSession(
        session_id=SessionId(row.session_id),
        account_id=AccountId(row.account_id),
        desk=row.desk,
        token_digest=row.token_digest,
        started_at=row.started_at,
        expires_at=row.expires_at,
    )
