"""Says every 15 s that this desk lives and still works on its cases.

A claim is a lease: a desk that dies stops renewing, and after 45 s others see the claim as stale. Nothing is renewed
for a case that the service no longer counts as ours.
"""

from app.api.commands import RenewClaims
from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, RefusalInfo, Tick
from ui.ports import CaseCommands, LinkState, Reply, Scheduler, Unavailable
from ui.rows import Rows
from ui.session import Me

HEARTBEAT_S = 15.0


class ClaimKeeper:
    """Renews the claims of this desk. A ``FeedListener``."""

    def __init__(self, me: Me, commands: CaseCommands, scheduler: Scheduler) -> None:
        self._me = me
        self._commands = commands
        self._rows = Rows()
        scheduler.every(HEARTBEAT_S, self._renew)

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Know what is ours, and renew it at once: the desk may have been away."""
        self._rows.replace(snapshot)
        self._renew()

    def on_change(self, event: EventInfo) -> None:
        """Know what is ours."""
        self._rows.apply(event)

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do: the link itself is shown by the shell."""

    def _renew(self) -> None:
        mine = tuple(sorted(row.case_id for row in self._rows.open_rows() if self._me.holds(row)))
        if mine:
            self._commands.renew_claims(RenewClaims(case_ids=mine), Reply(_renewed, _refused, _unavailable))


def _renewed(nothing: None) -> None:
    """The lease runs again."""


def _refused(refusal: RefusalInfo) -> None:
    """The case is not ours any more: its event says so in the queue, with the name of who took it."""


def _unavailable(unavailable: Unavailable) -> None:
    """The link is dead: the shell says so, and the next heartbeat tries again."""
