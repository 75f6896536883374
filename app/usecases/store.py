"""The store as the service sees it: one writer, many readers, and a word for each way in which it can fail.

A job is a function of an open unit of work. It is handed in, runs in the writer's thread, and its future tells the
result only when the commit is on the disk: what waits on it (an acknowledgement to a box, an answer to a desk) can
therefore be sent at once. A job must not wait for anything but the database.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from app.usecases.queries import Reader
from app.usecases.replies import ReplyLog
from app.usecases.unit_of_work import UnitOfWork

T = TypeVar("T")

ASIDE_WITHIN_S: Final = 0.25
"""After which work that gives way to everything else goes on all the same."""

CommitListener = Callable[[Sequence[int]], None]
"""Told the event numbers of a commit, in order, in the writer's thread; must return at once."""


class StoreCondition(StrEnum):
    """Whether the store takes writes, and if not, why."""

    OK = "ok"
    LOCKED = "locked"
    FULL = "full"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoreState:
    """How the store is.

    Attributes:
        message: Technical words for the log and the health page; empty while it is well.
        last_commit_s: How long the last commit took, jobs included; None before the first.
    """

    condition: StoreCondition
    message: str
    last_commit_s: float | None


class StoreUnavailable(Exception):
    """Nothing of the job was kept, because the database took nothing. The same job may be handed in again.

    Args:
        condition: Never ``OK``.
        message: Technical words.
    """

    def __init__(self, condition: StoreCondition, message: str) -> None:
        super().__init__(f"{condition}: {message}")
        self.condition = condition
        self.message = message


class StoreInUse(Exception):
    """Another service works in this folder.

    Args:
        pid: Its process; None when it could not be read.
    """

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"another service (process {'unknown' if pid is None else pid}) uses this data folder")
        self.pid = pid


class JobUnit(UnitOfWork, Protocol):
    """What a job works in: a unit of work, and the replies given to commands."""

    @property
    def replies(self) -> ReplyLog:
        """Replies kept for repeated commands."""
        ...


class Store(Protocol):
    """One writer, many readers."""

    @property
    def state(self) -> StoreState:
        """How the store is now."""
        ...

    def submit(self, job: Callable[[JobUnit], T], *, urgent: bool = False) -> "Future[T]":
        """Queue a job for the writer; the future resolves after the commit.

        Args:
            job: Runs in a savepoint of its own: if it raises, it alone is undone and the future gets what it raised.
            urgent: Commit at once instead of waiting a moment for company.

        The future gets ``StoreUnavailable`` when the database took nothing.
        """
        ...

    def submit_aside(self, job: Callable[[JobUnit], T]) -> "Future[T]":
        """Queue a job that nobody waits for, of an import or a clean-up.

        It is begun when no other job is queued and, for a moment after an urgent one, held back: what an E-call sets
        off is several jobs, one after the other. It commits alone, so it must be short. However much else there is, one
        such job is begun every ``ASIDE_WITHIN_S``.
        """
        ...

    def give_way(self) -> None:
        """Return when no urgent job is under way, after ``ASIDE_WITHIN_S`` at most; for who computes at length."""
        ...

    def read(self, job: Callable[[Reader], T]) -> T:
        """Run a read on a consistent snapshot, in the calling thread.

        Raises:
            StoreUnavailable: The database could not be read.
        """
        ...

    def add_listener(self, listener: CommitListener) -> None:
        """Call the listener after every commit that told the desks something."""
        ...

    def close(self) -> None:
        """Finish every job handed in, then stop. Jobs handed in later get ``StoreUnavailable``."""
        ...
