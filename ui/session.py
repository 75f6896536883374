"""Who sits here: the signed-in person and the name of the workplace."""

from dataclasses import dataclass

from app.api.queue import ClaimInfo, QueueRow
from app.api.service import AccountInfo, MapTiles
from app.domain.account import Role


@dataclass(frozen=True, slots=True)
class Me:
    """This person at this desk.

    Attributes:
        desk: The name others read in "claimed by".
        map_tiles: The map of their centre; None = it has none.
        interpreter: Number of the interpreter line of their centre; empty = it has none.
    """

    account: AccountInfo
    desk: str
    map_tiles: MapTiles | None = None
    interpreter: str = ""

    def holds(self, row: QueueRow) -> bool:
        """Whether the case is claimed by this person from this desk."""
        return row.claim is not None and self.is_claim_of(row.claim)

    def is_claim_of(self, claim: ClaimInfo) -> bool:
        """Whether it is this person's, from this desk."""
        return claim.account_id == self.account.account_id and claim.desk == self.desk

    @property
    def sees_cases(self) -> bool:
        """Whether a role of this person shows cases; the service sends the others none."""
        return bool({Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR} & set(self.account.roles))

    @property
    def oversees(self) -> bool:
        """Whether this person sees what alarms turned out to be."""
        return bool({Role.SUPERVISOR, Role.AUDITOR} & set(self.account.roles))

    @property
    def sees_kept_messages(self) -> bool:
        """Whether this person sees which messages of boxes could not be read."""
        return self.mends or Role.AUDITOR in self.account.roles

    @property
    def mends(self) -> bool:
        """Whether this person may have such a message read again."""
        return bool({Role.SUPERVISOR, Role.ADMIN} & set(self.account.roles))

    @property
    def works_on_cases(self) -> bool:
        """Whether this person may claim cases, and so hand them over."""
        return bool({Role.OPERATOR, Role.SUPERVISOR} & set(self.account.roles))

    @property
    def sets_gateways(self) -> bool:
        """Whether this person may set by what calls, SMS and orders leave."""
        return Role.ADMIN in self.account.roles

    @property
    def is_supervisor(self) -> bool:
        """Whether this person may take over a claim that is not stale."""
        return Role.SUPERVISOR in self.account.roles
