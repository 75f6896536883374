"""Who may sit at a desk, and what each role may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import AccountId, SessionId


class Role(StrEnum):
    """Design section 3; one person may hold several."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    INSTALLER = "installer"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Account:
    """A named person. ``password_hash`` is argon2id's own string, salt and cost inside."""

    account_id: AccountId
    login: str
    name: str
    roles: frozenset[Role]
    password_hash: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A signed-in desk. Only the digest of its token is kept."""

    session_id: SessionId
    account_id: AccountId
    desk: str
    token_digest: str
    started_at: datetime
    expires_at: datetime
