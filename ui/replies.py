"""Where the answer to a request goes, and what it is when there is none; part of ``ui.ports`` in all but its file."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from app.api.service import RefusalInfo

T = TypeVar("T")


class UnavailableReason(StrEnum):
    """Why a request could not be decided at all. The same command may be sent again."""

    NO_ANSWER = "no_answer"
    STORE_LOCKED = "store_locked"
    STORE_FULL = "store_full"
    STORE_FAILED = "store_failed"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The request was tried again until patience ran out. ``tries`` counts the attempts."""

    reason: UnavailableReason
    tries: int


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """Where the answer to one request goes; exactly one of the three is called, once, on the thread of the screen.

    Attributes:
        done: It happened (or was read).
        refused: Understood and refused; ``ui.errors.refusal_sentence`` words it.
        unavailable: No answer in time; ``ui.errors.unavailable_sentence`` words it.
    """

    done: Callable[[T], None]
    refused: Callable[[RefusalInfo], None]
    unavailable: Callable[[Unavailable], None]
