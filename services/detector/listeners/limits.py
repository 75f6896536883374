"""How often one address or one box may ask something of us: a bucket of tokens for each, and not too many buckets.

A box that comes back after a day without network has a day to tell, so the buckets are deep; who empties one is slowed
down, not shut out: the frame behind the flood may be a crash.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MOST_BUCKETS: Final = 20_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at_s: float


class Limiter:
    """Buckets by name. Whoever was silent longest is forgotten first, which does them a favour.

    Args:
        per_s: How many are allowed in the long run.
        at_once: How many are allowed without a pause.
        now_s: A clock that only goes forward, such as that of the event loop.
    """

    def __init__(self, per_s: float, at_once: float, now_s: Callable[[], float]) -> None:
        self._per_s = per_s
        self._at_once = at_once
        self._now_s = now_s
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_s(self, name: str) -> float:
        """Take a token; return how long to wait before acting on it, 0 = at once."""
        bucket = self._bucket(name)
        bucket.tokens -= 1
        return max(0.0, -bucket.tokens / self._per_s)

    def allows(self, name: str) -> bool:
        """Take a token if there is one."""
        bucket = self._bucket(name)
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def _bucket(self, name: str) -> _Bucket:
        now_s = self._now_s()
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._buckets[name] = _Bucket(self._at_once, now_s)
            if len(self._buckets) > MOST_BUCKETS:
                self._buckets.popitem(last=False)
            return bucket
        self._buckets.move_to_end(name)
        bucket.tokens = min(self._at_once, bucket.tokens + (now_s - bucket.filled_at_s) * self._per_s)
        bucket.filled_at_s = now_s
        return bucket
