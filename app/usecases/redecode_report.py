"""What today's decoder makes of the frames of the past, beside what was made of them then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.ids import UplinkId
from app.domain.uplink import StoredUplink


class Difference(StrEnum):
    """How a frame is read today."""

    READ_OTHERWISE = "read_otherwise"
    NO_LONGER_READ = "no_longer_read"
    READ_NOW = "read_now"


@dataclass(frozen=True, slots=True)
class ReadThen:
    """A stored frame, and the fingerprint of what it was read as; None = it was not, or that was not kept then."""

    uplink: StoredUplink
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """One frame that is read in another way today. ``code``: why it cannot be read; empty = it can."""

    uplink_id: UplinkId
    source: str
    received_at: datetime
    difference: Difference
    code: str


@dataclass
class RedecodeReport:
    """All frames of a store.

    Attributes:
        same: Read as then, or as unreadable as then.
        not_compared: Read today; what was made of them then was not kept.
    """

    frames: int = 0
    same: int = 0
    not_compared: int = 0
    differing: list[Differing] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether no frame is read in another way."""
        return not self.differing

    def as_json(self) -> Mapping[str, object]:
        """Return the report in the words of the command line."""
        return {
            "frames": self.frames,
            "same": self.same,
            "not_compared": self.not_compared,
            "differing": [
                {
                    "uplink_id": one.uplink_id,
                    "source": one.source,
                    "received_at": one.received_at.isoformat(),
                    "difference": one.difference.value,
                    "code": one.code,
                }
                for one in self.differing
            ],
        }
