"""Who sits at which desk now: the streams that are open, so that nobody is signed in twice without being told.

Two desks of one person are allowed (a second screen in another room), but a forgotten one is a door left open, and two
operators who share an account cannot be told apart. A seat is an open stream, not a session: a session lives for hours
after its desk was switched off. Kept in memory: after a restart every desk sits down again by itself. Of several
services each knows its own desks.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.api.service import SeatInfo
from app.domain.account import DeskSession
from app.domain.ids import AccountId


class Seats:
    """The open streams by session. Used inside one event loop."""

    def __init__(self) -> None:
        self._taken: Counter[DeskSession] = Counter()

    @contextmanager
    def taken(self, session: DeskSession) -> Iterator[None]:
        """Sit there as long as the context lasts; a desk that reconnects may sit twice for a moment."""
        self._taken[session] += 1
        try:
            yield
        finally:
            self._taken[session] -= 1
            if not self._taken[session]:
                del self._taken[session]

    def desks(self) -> dict[AccountId, tuple[str, ...]]:
        """Return who sits where now, each person's oldest desk first."""
        found: dict[AccountId, list[str]] = {}
        for one in sorted(self._taken, key=lambda one: (one.started_at, one.session_id)):
            found.setdefault(one.account_id, []).append(one.desk)
        return {account_id: tuple(dict.fromkeys(desks)) for account_id, desks in found.items()}

    def elsewhere(self, session: DeskSession) -> tuple[SeatInfo, ...]:
        """Return the other desks at which this person is signed in now, the oldest first."""
        others = [one for one in self._taken if one.account_id == session.account_id and one != session]
        others.sort(key=lambda one: (one.started_at, one.session_id))
        return tuple(SeatInfo(desk=one.desk, since=one.started_at) for one in others)
