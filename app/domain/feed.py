"""Others who send us what boxes said: a data provider, a third-party centre. Each has a token of its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import FeedId


class FeedKind(StrEnum):
    """What a feed may send, and nothing else."""

    S2 = "s2"
    MSD = "msd"


@dataclass(frozen=True, slots=True)
class Feed:
    """One sender. Only the digest of its token is kept."""

    feed_id: FeedId
    name: str
    kind: FeedKind
    token_digest: str
    is_active: bool
    created_at: datetime
