"""Slow work in pieces, one in a turn of the loop, so that the screen answers in between.

It begins when nobody waits for it and pauses between its pieces. Who needs all of it says so: then it hurries, and
still no turn is longer than one piece.
"""

from collections.abc import Callable, Iterable

from app.api.queue import QueueSnapshot
from app.api.service import EventInfo, Tick
from ui.ports import Cancel, LinkState, Scheduler

PAUSE_S = 0.02
Piece = Callable[[], object]


class Pieces:
    """Work that is done once, piece by piece."""

    def __init__(self, scheduler: Scheduler, pieces: Iterable[Piece]) -> None:
        self._scheduler = scheduler
        self._pieces = iter(pieces)
        self._waiting: list[Piece] = []
        self._is_done = False
        self._next: Cancel | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self._is_done

    def begin(self) -> None:
        """Do it in the moments in which nothing else is done."""
        if self._next is None and not self._is_done:
            self._next = self._scheduler.after(PAUSE_S, self._step)

    def pause(self) -> None:
        """Do no more until it is begun again; whoever waits for all of it still gets it."""
        if self._next is not None and not self._waiting:
            self._next()
            self._next = None

    def when_done(self, act: Piece) -> None:
        """Do this after the last piece, which now comes as soon as it can; at once when all is done already."""
        if self._is_done:
            act()
            return
        self._waiting.append(act)
        if self._next is not None:
            self._next()
        self._next = self._scheduler.after(0, self._step)

    def _step(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            self._is_done = True
            self._next = None
            waiting, self._waiting = self._waiting, []
            for act in waiting:
                act()
            return
        self._next = self._scheduler.after(0 if self._waiting else PAUSE_S, self._step)
        piece()


class Loader:
    """Begins to load once the queue is on the screen. A ``FeedListener``, and the last of them."""

    def __init__(self, loading: Pieces) -> None:
        self._loading = loading

    def on_snapshot(self, snapshot: QueueSnapshot) -> None:
        """Begin."""
        del snapshot
        self._loading.begin()

    def on_change(self, event: EventInfo) -> None:
        """Nothing to do."""

    def on_tick(self, tick: Tick) -> None:
        """Nothing to do."""

    def on_link(self, link: LinkState) -> None:
        """Nothing to do."""
