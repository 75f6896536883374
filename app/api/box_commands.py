"""Asking something of a box, and what it said."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.api.model import ApiModel
from app.domain.box_command import BoxCommandState, BoxRequest
from app.domain.ids import BoxCommandId, CaseId, Imei

LONGEST_S = 7 * 24 * 3600


class AskBoxOfCase(ApiModel):
    """POST /v1/cases/{case_id}/box-commands: for the holder of the case.

    ``period_s``: for ``tracking``, a record every so many seconds while the car moves. ``within_s``: how long a box
    that is not connected is worth asking; absent = the setting. ``checks_imei``: a Teltonika box does it only when its
    IMEI is the one meant.
    """

    request: Literal[BoxRequest.POSITION, BoxRequest.TRACKING, BoxRequest.FIRMWARE]
    period_s: int | None = Field(default=None, ge=1, le=2_592_000)
    within_s: int | None = Field(default=None, ge=10, le=LONGEST_S)
    checks_imei: bool = False


class AskBox(ApiModel):
    """POST /v1/boxes/{imei}/commands: for whoever installs boxes; nothing that tells where the car is."""

    request: Literal[BoxRequest.PARAMETER, BoxRequest.FIRMWARE]
    parameter: int | None = Field(default=None, ge=1, le=999_999)
    value: str | None = Field(default=None, max_length=200)
    within_s: int | None = Field(default=None, ge=10, le=LONGEST_S)
    checks_imei: bool = False


class BoxAnswerInfo(ApiModel):
    """What a box said, in its own words; a place only if it had a fix. ``fixed_at``: by the clock of the box."""

    text: str
    latitude_deg: float | None
    longitude_deg: float | None
    fixed_at: datetime | None
    firmware: str | None


class BoxCommandInfo(ApiModel):
    """A question and how far it got.

    ``waiting``: the box is not connected, or has another question open; ``sent``: it was asked; ``unanswered``: it was
    and said nothing in time; ``expired``: it did not connect in time; ``withdrawn``: its case was closed before it was
    asked (or, for what the service asks by itself, opened). ``value``: masked, in the answer too.
    """

    command_id: BoxCommandId
    imei: Imei
    case_id: CaseId | None
    request: BoxRequest
    parameter: int | None
    value: str | None
    period_s: int | None
    state: BoxCommandState
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    answer: BoxAnswerInfo | None
