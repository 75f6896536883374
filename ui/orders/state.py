"""What the orders panel shows."""

from dataclasses import dataclass

from app.domain.ids import OrderId, ProviderId
from app.domain.service_order import OrderState, ServiceKind
from app.domain.subscription import Language
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class TowQuestionState:
    """Whether to send a tow truck, put to the operator because the rules alone may not send one.

    ``reason``: what was typed about why none is sent.
    """

    sentence: str
    yes: Offer
    no: Offer
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order.

    Attributes:
        heading: What was ordered, by whom, when.
        state: How far it got, in words that follow facts: "offered to Depannage Noels at 14:03, no answer yet".
        needs_person: A person has to do something with it now.
        road: Says that the road is not known, and what to ask; empty = it is known.
        provider: The firm; what was typed and not yet written down stands first.
        eta: The promised time as typed; empty = nothing typed.
        can_edit: Whether firm and time can be typed: while somebody may still be asked or coming.
        steps: What the provider may have said, in the order of the road.
        places: Where it is fetched and brought where that was said, and why it did not come; empty = as usual.
        sent: How its last version left, or did not, and until when an answer is due; empty = told by phone.
        stop: Keeps it back while it has not left; None = there is nothing to stop.
        change: Opens its words, to say another place or time; None = they are there, or it is over.
        another: Asks another partner, and calls this one off; None = nobody was asked, or somebody accepted.
        reason: Asked for before it will not come: hint and button; None = not asked.
        problem: What is wrong with what was typed; empty = nothing.
    """

    order_id: OrderId
    heading: str
    state: str
    needs_person: bool
    road: str
    provider: str
    eta: str
    can_edit: bool
    steps: tuple[tuple[OrderState, Offer], ...]
    reason: tuple[str, Offer] | None
    problem: str
    places: str = ""
    sent: str = ""
    stop: Offer | None = None
    change: Offer | None = None
    another: Offer | None = None


@dataclass(frozen=True, slots=True)
class FirmCall:
    """What phones a firm, or hangs up; ``words``: what the exchange does now."""

    press: Offer
    words: str


@dataclass(frozen=True, slots=True)
class FirmText:
    """What a firm is told, in its language.

    Attributes:
        copy: Puts it on the clipboard for a mail, which is written down as told.
    """

    language: Language
    text: str
    copy: Offer


@dataclass(frozen=True, slots=True)
class DropOff:
    """A motorway: who tows, and from where our own truck comes.

    Attributes:
        sentence: Who sends the tower, and what to do now.
        asks: Whether it can be typed where the tower put the car: 101 was told, and no truck of ours runs.
        problem: What is wrong with what was typed; empty = nothing.
    """

    sentence: str
    asks: bool
    place: str
    garage: str
    problem: str
    order: Offer


@dataclass(frozen=True, slots=True)
class OrdersState:
    """The panel.

    Attributes:
        question: "Send a tow truck?"; None = nobody asks.
        order: Orders one all the same; None while one runs or the question stands.
        cards: Orders, the running one first.
        firm_text: What to read or mail to the firm; None while no order runs.
        drop_off: The motorway's own way; None = it is none.
    """

    question: TowQuestionState | None
    order: Offer | None
    cards: tuple[OrderCard, ...]
    firm_text: FirmText | None
    drop_off: DropOff | None = None


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner that may be asked.

    Attributes:
        facts: What speaks for it, and what is not known of it.
        why_not: What speaks against it; empty = nothing.
        is_first: It is recommended.
    """

    provider_id: ProviderId
    name: str
    facts: str
    why_not: str
    is_first: bool
    ask: Offer


@dataclass(frozen=True, slots=True)
class PartnersState:
    """Whom to ask for the order that nobody has. ``more``: shows the others; None = there are none."""

    order_id: OrderId
    title: str
    rows: tuple[PartnerRow, ...]
    more: Offer | None
    keep: Offer | None = None


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """The form of an order that is no tow truck, or of what an order says from now on, as it was typed."""

    kind: ServiceKind
    title: str
    pick_up: str
    deliver_to: str
    need: str
    wanted: str
    problem: str
    order: Offer
