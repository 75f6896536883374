"""How calls, SMS, mail and orders leave the house: by what, how that is now, and what leaves by itself."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field, SecretStr

from app.api.model import ApiModel
from app.domain.gateway import Channel, FieldKind, GatewayCondition, TrialVerdict
from app.domain.ids import CaseId


class GatewayHealth(ApiModel):
    """How a channel is now; in every tick.

    ``adapter``: empty = worked by hand. ``message``: technical words. ``backlog``: what waits though its time to leave
    has come, the oldest since ``backlog_since``, which is of ``backlog_case_id``. ``refused``: how many things in a row
    it did not take although it can be reached, the first at ``refused_since``; ``refusal``: why, in a technical word;
    ``refusing``: which of several far sides, and how many more.
    """

    channel: Channel
    adapter: str
    condition: GatewayCondition
    since: datetime
    message: str = ""
    backlog: int = 0
    backlog_since: datetime | None = None
    backlog_case_id: CaseId | None = None
    refused: int = 0
    refused_since: datetime | None = None
    refusal: str = ""
    refusing: str = ""
    refusing_others: int = 0

    @property
    def is_automatic(self) -> bool:
        """Whether something leaves without a person, now or as soon as the gateway can be reached."""
        return self.condition is not GatewayCondition.BY_HAND


class GatewayFieldInfo(ApiModel):
    """One thing an adapter has to be told; ``default`` holds where it is left empty."""

    key: str
    kind: FieldKind
    is_required: bool
    default: str
    choices: tuple[str, ...]
    lowest: float
    highest: float


class GatewayAdapterInfo(ApiModel):
    """One way to work a channel that this service has."""

    name: str
    fields: tuple[GatewayFieldInfo, ...]


class GatewayTrialInfo(ApiModel):
    """The last test of a channel; ``message``: what the far side said, in technical words."""

    trial_id: str
    verdict: TrialVerdict
    at: datetime
    message: str = ""


class GatewayInfo(ApiModel):
    """A channel, whole. The secret is never shown; ``has_secret`` says that one is kept.

    ``values``, ``trial`` and ``secret_names`` (whose keys are kept, where it is several) are for an admin; others get
    none.
    """

    health: GatewayHealth
    adapters: tuple[GatewayAdapterInfo, ...]
    values: dict[str, str]
    has_secret: bool
    secret_names: tuple[str, ...] = ()
    changed_at: datetime | None
    changed_by: str
    trial: GatewayTrialInfo | None = None


class AutomaticKind(StrEnum):
    """What the service does without being told each time."""

    SMS_AFTER_CALL = "sms_after_call"
    SMS_UNCLAIMED = "sms_unclaimed"
    SMS_STOP = "sms_stop"
    SMS_AGAIN = "sms_again"
    SMS_VALID = "sms_valid"
    SMS_BY_HAND = "sms_by_hand"
    TOW_AT_ONCE = "tow_at_once"
    TOW_TOO_OLD = "tow_too_old"
    ORDER_MAIL = "order_mail"
    ORDER_PARTNER = "order_partner"
    ORDER_STOP = "order_stop"
    NEXT_PARTNER = "next_partner"
    SUPERVISOR_ALERT = "supervisor_alert"
    FIRMWARE_ASKED = "firmware_asked"


class SetWhere(StrEnum):
    """Where something is set."""

    CLAUSE = "clause"
    SETTINGS = "settings"
    GATEWAY = "gateway"
    FIXED = "fixed"


class AutomaticInfo(ApiModel):
    """One thing that goes out, or is started, by itself.

    ``value``: its figure: seconds, but g for ``tow_at_once``, days for ``firmware_asked``; None = it has none.
    ``name``: the clause, or the key in ``settings.toml``, or the channel.
    """

    kind: AutomaticKind
    is_on: bool
    value: float | None
    where: SetWhere
    name: str


class GatewaysInfo(ApiModel):
    """GET /v1/gateways."""

    channels: tuple[GatewayInfo, ...]
    automatic: tuple[AutomaticInfo, ...]


class SetGateway(ApiModel):
    """POST /v1/gateways/{channel}: work it by this adapter. Answered by ``GatewayInfo``.

    ``secret`` absent = the one that is kept stays.
    """

    adapter: str = Field(min_length=1, max_length=32, examples=["smpp"])
    values: dict[str, str] = Field(max_length=64)
    secret: SecretStr | None = Field(default=None, min_length=1, max_length=1000)


class TryGateway(ApiModel):
    """POST /v1/gateways/{channel}/trials. ``target`` as the channel has it: a number, an address, an extension."""

    target: str = Field(max_length=200)
