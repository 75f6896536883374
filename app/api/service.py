"""The service about itself: health, sessions, refusals, the tick."""

from datetime import datetime
from enum import StrEnum

from app.api.gateways import GatewayHealth
from app.api.model import ApiModel
from app.api.queue import QueueRow, RejectedRow
from app.api.telephone import WaitingCallerInfo
from app.domain.account import Role
from app.domain.events import EventKind
from app.domain.gateway import Channel, GatewayCondition
from app.domain.ids import AccountId, CaseId, EcallId, Imei


class ChannelState(StrEnum):
    """Whether phone, SMS or tow has an automatic channel; the first screen says which has none."""

    BY_HAND = "by_hand"
    AUTOMATIC = "automatic"
    SIMULATED = "simulated"


class ListenerState(StrEnum):
    """Whether boxes can reach us on this listener."""

    LISTENING = "listening"
    FAILED = "failed"
    OFF = "off"


class StoreState(StrEnum):
    """Whether the database takes writes now; while it does not, nothing is acknowledged."""

    OK = "ok"
    LOCKED = "locked"
    FULL = "full"
    FAILED = "failed"


class ListenerHealth(ApiModel):
    """One box listener, or one feed that sent something (port 0).

    ``delay_s``: how long after its sender had it the last data of a feed came here.
    """

    name: str
    host: str
    port: int
    state: ListenerState
    connections: int
    frames: int
    refused: int
    last_frame_at: datetime | None
    delay_s: float | None = None


class StrangerInfo(ApiModel):
    """An IMEI without a box record that tried to log in; answered 00."""

    imei: Imei
    seen_at: datetime


class Health(ApiModel):
    """GET /v1/health (service token or session).

    ``forged``: boxes in whose name somebody sent what no honest box sends; nothing of it was stored.
    ``insurer_fault``: file, line and doubt, where the insurer's readings cannot be used; empty = nothing is wrong.
    ``last_heard_at``: when a box was last heard by any service on this database; None = never. A listener only knows
    since its own start.
    ``names_call_back``: whether texts to drivers name a number of the centre; otherwise they call back who texted.
    """

    api_version: int
    version: str
    pid: int
    started_at: datetime
    now: datetime
    is_training: bool
    has_accounts: bool
    store: StoreState
    store_message: str
    listeners: tuple[ListenerHealth, ...]
    phone: ChannelState
    sms: ChannelState
    tow: ChannelState
    quarantined: int
    strangers: tuple[StrangerInfo, ...]
    names_call_back: bool = True
    forged: tuple[StrangerInfo, ...] = ()
    last_heard_at: datetime | None = None
    insurer_fault: str = ""
    gateways: tuple[GatewayHealth, ...] = ()

    def condition_of(self, channel: Channel) -> GatewayCondition:
        """Return how the gateway of a channel is; one that nobody set is worked by hand."""
        return next((one.condition for one in self.gateways if one.channel is channel), GatewayCondition.BY_HAND)

    @property
    def boxes_heard_at(self) -> datetime | None:
        """When a box was last heard, by what listens now or by an earlier service; None = never."""
        heard = (self.last_heard_at, *(one.last_frame_at for one in self.listeners))
        return max((at for at in heard if at is not None), default=None)


class AccountInfo(ApiModel):
    """Who is signed in."""

    account_id: AccountId
    login: str
    name: str
    roles: tuple[Role, ...]


class MapTiles(ApiModel):
    """Where a centre's own map comes from. ``address`` has {z}, {x} and {y} in it; ``credit`` stands on the map."""

    address: str
    credit: str


class SessionInfo(ApiModel):
    """Answer to a sign-in; ``token`` goes into ``Authorization: Bearer``.

    ``map_tiles``: None = the map has only the ground it was shipped with, and no network. ``interpreter``: number of
    the centre's interpreter line as people write it; empty = there is none.
    """

    token: str
    account: AccountInfo
    expires_at: datetime
    map_tiles: MapTiles | None = None
    interpreter: str = ""


class RefusalInfo(ApiModel):
    """Body of every 4xx: a stable code and the values its sentence needs."""

    code: str
    detail: dict[str, str]


class EventInfo(ApiModel):
    """One event of ``GET /v1/events`` (SSE: ``id`` = sequence, ``data`` = this as JSON).

    A case event carries the row as it was after the change; a row older than the one on screen (by version) is ignored.
    One of the same version stands: a claim became stale, or its desk was heard again.
    ``accepted``: an E-call that stood among the rejected and is part of this case now.
    """

    sequence: int
    at: datetime
    kind: EventKind
    case_id: CaseId | None
    row: QueueRow | None
    rejected: RejectedRow | None
    rings: bool
    accepted: EcallId | None = None


class SeatInfo(ApiModel):
    """Another desk at which the same person is signed in now, and since when."""

    desk: str
    since: datetime


class Tick(ApiModel):
    """SSE event ``tick``, every 2 s: the link lives, and this is the service's own time and health.

    ``elsewhere``: the other desks at which whoever hears this is signed in.
    ``callers``: who calls the centre now, for whoever sees cases.
    """

    now: datetime
    health: Health
    elsewhere: tuple[SeatInfo, ...] = ()
    callers: tuple[WaitingCallerInfo, ...] = ()


class ServiceFile(ApiModel):
    """``service.json`` in the data folder, readable by its user only: how a desk finds its service."""

    version: int
    url: str
    pid: int
    token: str
    listeners: dict[str, int]
