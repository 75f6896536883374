"""Boxes that prove who they are, others who feed us, and frames that wait for a person."""

from datetime import datetime
from enum import StrEnum

from pydantic import Base64Bytes, Field, SecretStr

from app.api.model import ApiModel
from app.domain.device_key import KeyState
from app.domain.feed import FeedKind
from app.domain.ids import FeedId, Imei, UplinkId
from app.domain.uplink import UplinkSource, UplinkState

IMEI_PATTERN = r"^[0-9]{15}$"


class IssueKey(ApiModel):
    """POST /v1/boxes/{imei}/keys: the first key of a box, or with ``rotation`` the next one.

    ``root_hex``: a key the maker has written into the box already; absent = a fresh one is made.
    """

    rotation: bool = False
    root_hex: SecretStr | None = Field(default=None, min_length=64, max_length=64)


class IssuedKey(ApiModel):
    """What is written into the box. It is shown here and nowhere else."""

    imei: Imei
    key_id: int
    root_hex: str


class DeviceKeyInfo(ApiModel):
    """A key without its secret. ``used_at``: since when the box is known to have it."""

    imei: Imei
    key_id: int
    state: KeyState
    created_at: datetime
    used_at: datetime | None


class OpenFeed(ApiModel):
    """POST /v1/feeds."""

    name: str = Field(min_length=1, max_length=120, examples=["Third-party centre"])
    kind: FeedKind


class FeedInfo(ApiModel):
    """Somebody who may feed us."""

    feed_id: FeedId
    name: str
    kind: FeedKind
    is_active: bool
    created_at: datetime


class OpenedFeed(ApiModel):
    """``token`` is shown once; None when this answers a repeated command."""

    feed: FeedInfo
    token: str | None


class FedFrame(ApiModel):
    """One S2 frame as the box made it. ``collected_at``: when the provider had it."""

    frame: Base64Bytes = Field(max_length=22_000)
    collected_at: datetime | None = None


class S2Batch(ApiModel):
    """POST /v1/intake/s2 (token of a feed): at most 64 frames, in any order; the same twice is stored once."""

    frames: tuple[FedFrame, ...] = Field(min_length=1, max_length=64)


class FedOutcome(StrEnum):
    """What became of a frame. ``conflicting`` and ``refused`` were not stored and never will be as they are."""

    STORED = "stored"
    REPEATED = "repeated"
    CONFLICTING = "conflicting"
    REFUSED = "refused"


class FedAnswer(ApiModel):
    """For one frame, in the order sent.

    ``answer``: the S2 frame (base64) to hand to the box; ``code``: why it was refused.
    """

    outcome: FedOutcome
    answer: str | None = None
    code: str | None = None


class S2BatchAnswer(ApiModel):
    """Sent after everything that is called stored is on the disk."""

    frames: tuple[FedAnswer, ...]


class FedMsd(ApiModel):
    """POST /v1/intake/msd (token of a feed): one minimum set of data, EN 15722, byte for byte.

    ``imei``: of the box, where the centre knows it; absent = the car is known by the VIN in the message only.
    """

    msd: Base64Bytes = Field(max_length=1024)
    imei: str | None = Field(default=None, pattern=IMEI_PATTERN)
    collected_at: datetime | None = None


class FedMsdAnswer(ApiModel):
    """``is_readable`` False: stored, and a person will look at it."""

    imei: Imei
    is_readable: bool


class QuarantinedInfo(ApiModel):
    """A frame that waits for a person. ``reason``: a technical word."""

    uplink_id: UplinkId
    imei: Imei
    source: UplinkSource
    received_at: datetime
    reason: str
    bytes: int


class FrameInfo(ApiModel):
    """POST /v1/quarantine/{id}/views: what is in a frame. ``hex``: its bytes, two digits each."""

    uplink_id: UplinkId
    hex: str


class UplinkInfo(ApiModel):
    """A frame after something was done about it."""

    uplink_id: UplinkId
    state: UplinkState


class ReleaseFrame(ApiModel):
    """POST /v1/quarantine/{id}/release: nothing is made of it; the reason is kept."""

    reason: str = Field(min_length=3, max_length=500, examples=["Test frame of the maker."])
