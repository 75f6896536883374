"""Who does something: the signed-in person at a workplace, or the service itself.

A small value made by the route from the session, so that handlers know nothing of sessions and tokens. Which *roles*
may call a handler is declared by its route; what depends on the case (who holds it) is decided by the handler.
"""

from dataclasses import dataclass
from typing import Final

from app.domain.account import Account, Role
from app.domain.audit import SERVICE_ACTOR
from app.domain.ids import AccountId


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. ``desk`` names the workplace, as others read it in "claimed by"."""

    account_id: AccountId
    name: str
    roles: frozenset[Role]
    desk: str

    @property
    def is_service(self) -> bool:
        """Whether nobody decided this, but the service or an adapter reported it."""
        return self.account_id == SERVICE_ACTOR

    @property
    def is_supervisor(self) -> bool:
        """Whether this person may act on what somebody else holds."""
        return Role.SUPERVISOR in self.roles


SERVICE: Final = Actor(AccountId(SERVICE_ACTOR), name="", roles=frozenset(), desk="")
"""The service: seeds, telephony adapters. The desk words the empty name."""


def actor_of(account: Account, desk: str) -> Actor:
    """Return the actor an account is at a workplace."""
    return Actor(account.account_id, account.name, account.roles, desk)
