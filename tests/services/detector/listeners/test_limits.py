"""Who asks too often is slowed down, and forgets nothing but the oldest."""

import pytest

from services.detector.listeners import limits
from services.detector.listeners.limits import Limiter


class Now:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_tokens_run_out_and_come_back() -> None:
    now = Now()
    limiter = Limiter(2, 3, now)
    assert [limiter.allows("a") for _ in range(4)] == [True, True, True, False]
    assert limiter.allows("b")
    now.s = 0.5
    assert [limiter.allows("a") for _ in range(2)] == [True, False]
    now.s = 1000
    assert [limiter.allows("a") for _ in range(4)] == [True, True, True, False]


def test_whoever_waits_is_told_how_long() -> None:
    limiter = Limiter(2, 1, Now())
    assert [limiter.wait_s("a") for _ in range(3)] == [0.0, 0.5, 1.0]


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BUCKETS", 2)
    limiter = Limiter(0.001, 1, Now())
    assert all(limiter.allows(name) for name in "abc")
    assert limiter.allows("a")
    assert not limiter.allows("c")
