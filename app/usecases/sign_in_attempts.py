"""Slow down whoever guesses passwords, without ever locking anybody out for good.

A desk that cannot be signed in to is an alarm nobody takes, so the longest wait is a minute. Logins that do not exist
are counted like those that do: otherwise the wait would tell which is which. An attempt counts as failed from its
beginning, so that a hundred at the same time are not a hundred free guesses. Kept in memory: it starts anew with the
service.
"""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.clock import Clock, age_s
from app.domain.errors import Refusal

_FREE_ATTEMPTS: Final = 5
_WAITS_S: Final = (5.0, 10.0, 20.0, 40.0, 60.0)
_FORGOTTEN_AFTER_S: Final = 900.0
_MOST_LOGINS: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    last_at: datetime


class SignInAttempts:
    """Counts failed sign-ins by login. One per service; may be used from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def begin(self, login: str) -> None:
        """Admit an attempt and count it as failed until ``succeeded`` is told.

        Raises:
            Refusal: ``too_many_attempts`` with ``wait_s``.
        """
        now = self._clock.now()
        key = _key(login)
        with self._lock:
            count = self._count(key, now)
            self._failures[key] = _Failures(count + 1, now)
            self._failures.move_to_end(key)
            if len(self._failures) > _MOST_LOGINS:
                self._failures.popitem(last=False)

    def succeeded(self, login: str) -> None:
        """Forget the failures of a login."""
        with self._lock:
            self._failures.pop(_key(login), None)

    def _count(self, key: str, now: datetime) -> int:
        """Return how many failures still count, unless it is too early for another attempt."""
        known = self._failures.get(key)
        if known is None:
            return 0
        passed_s = age_s(known.last_at, now)
        if passed_s > _FORGOTTEN_AFTER_S:
            return 0
        left_s = min(_wait_s(known.count) - passed_s, _WAITS_S[-1])
        if left_s > 0:
            raise Refusal("too_many_attempts", wait_s=str(math.ceil(left_s)))
        return known.count


def _wait_s(failures: int) -> float:
    if failures < _FREE_ATTEMPTS:
        return 0.0
    return _WAITS_S[min(failures - _FREE_ATTEMPTS, len(_WAITS_S) - 1)]


def _key(login: str) -> str:
    return login.strip().casefold()
