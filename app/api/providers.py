"""Partners: the directory, whom to ask for an order, and how an order leaves for them."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import AwareDatetime, Field

from app.api.model import ApiModel
from app.domain.ids import ProviderId, SendingId
from app.domain.provider import Skill, WhyNot
from app.domain.sending import SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import DisclosureBasis, DisclosureWay, Recipient, ServiceKind
from app.domain.subscription import Language


class ProviderInfo(ApiModel):
    """One partner, as the cells of a row of the import; what is not known is absent.

    Attributes:
        version: To be sent back when it is mended.
        is_open: Now; None = its hours are not known.
        works_now: Its contract runs today.
        running: Our orders that run there now.
    """

    provider_id: ProviderId
    version: str
    cells: dict[str, str]
    is_open: bool | None
    works_now: bool
    running: int


class ProviderList(ApiModel):
    """GET /v1/providers: every partner, by name; and what each column is."""

    rows: tuple[ProviderInfo, ...]
    columns: dict[str, str]


class RegisterProvider(ApiModel):
    """POST /v1/providers: all cells of a partner; without ``provider_id`` a new one.

    Refused with ``cells_refused`` (detail: a code for each column), ``name_taken``, ``changed``.
    """

    provider_id: ProviderId | None = None
    version: str = Field(default="", max_length=32)
    cells: Mapping[str, str] = Field(max_length=64)


class ImportProviders(ApiModel):
    """POST /v1/providers/import: the text of a CSV file. ``is_dry_run``: only say what would happen."""

    text: str = Field(max_length=4_000_000)
    is_dry_run: bool = True


class LineFaults(ApiModel):
    """What is wrong with a line of the file: a code by column, and what stands there; column "" is the line itself."""

    line: int
    faults: dict[str, str]
    cells: dict[str, str] = {}


class ProvidersImported(ApiModel):
    """What the file says; nothing was changed unless ``is_done``. One fault and nothing is."""

    added: int
    changed: int
    unchanged: int
    faults: tuple[LineFaults, ...]
    is_done: bool


class CandidateInfo(ApiModel):
    """One partner for an order.

    Attributes:
        distance_km: In a straight line from where it drives off; None = not known.
        is_open: When it is needed; None = its hours are not known.
        in_area: None = no area was agreed, or nobody knows the place.
        free: How many orders more it takes; None = no number was agreed.
        lacks: What it cannot do and the car needs.
        why_not: Empty = nothing speaks against it.
        price_eur: Exact; None = not agreed.
        way: By which road an order leaves for it by itself; None = it is phoned.
    """

    provider_id: ProviderId
    name: str
    phones: tuple[str, ...]
    languages: tuple[Language, ...]
    distance_km: float | None
    is_open: bool | None
    in_area: bool | None
    free: int | None
    skills: tuple[Skill, ...]
    lacks: tuple[Skill, ...]
    why_not: tuple[WhyNot, ...]
    price_eur: str | None
    way: SendingChannel | None


class PartnersInfo(ApiModel):
    """GET /v1/cases/{id}/partners?kind=: whom to ask, the best first, then everybody else with why not.

    ``is_place_known``: without a place nobody is recommended, and the others are by name.
    """

    kind: ServiceKind
    is_place_known: bool
    ranked: tuple[CandidateInfo, ...]
    others: tuple[CandidateInfo, ...]


class SendingInfo(ApiModel):
    """One version of an order that leaves, or left, by itself.

    ``leaves_at``: until then it may be stopped, while ``state`` is "queued" and ``tries`` is 0.
    """

    sending_id: SendingId
    version: int
    purpose: SendingPurpose
    channel: SendingChannel
    state: SendingState
    tries: int
    changed_at: datetime
    leaves_at: datetime
    fault: str


class OrderService(ApiModel):
    """POST /v1/cases/{id}/orders: a taxi, a hotel, a rental car, a way home. A tow truck: POST .../tow.

    Attributes:
        provider_id: Whom to ask at once; None = nobody was chosen yet.
        pick_up: Empty = at the place of the case.
        need: What exactly, such as "3 people, 1 child seat". It goes out as it stands.
        wanted_at: None = at once.
    """

    kind: ServiceKind
    provider_id: ProviderId | None = None
    pick_up: str = Field(default="", max_length=200)
    deliver_to: str = Field(default="", max_length=200)
    need: str = Field(default="", max_length=500)
    wanted_at: AwareDatetime | None = None


class OfferOrder(ApiModel):
    """POST /v1/orders/{id}/offer: ask this partner. POST /v1/orders/{id}/stop keeps it back while it has not left.

    POST /v1/orders/{id}/another: not the one that was asked but this one; the first is called off in the same step.
    """

    provider_id: ProviderId


class ReviseOrder(ApiModel):
    """POST /v1/orders/{id}/words: what the order says from now on, all of it; the next version, sent again."""

    pick_up: str = Field(default="", max_length=200)
    deliver_to: str = Field(default="", max_length=200)
    need: str = Field(default="", max_length=500)
    wanted_at: AwareDatetime | None = None


class DiscloseFacts(ApiModel):
    """POST /v1/cases/{id}/disclosures: somebody was told something of a person; it is written down.

    Refused with ``unknown_field``, and with ``not_to_employer`` for place or health without consent.

    Attributes:
        fields: Of name, number, place, car, what_happened, health, driver_reached, whereabouts.
        to: Who, as typed.
    """

    recipient: Recipient
    to: str = Field(default="", max_length=120)
    fields: tuple[str, ...] = Field(min_length=1, max_length=16)
    basis: DisclosureBasis
    way: DisclosureWay
