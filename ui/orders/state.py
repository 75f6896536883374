"""What the orders panel shows."""

from dataclasses import dataclass

from app.domain.ids import OrderId
from app.domain.service_order import OrderState
from ui.offer import Offer


@dataclass(frozen=True, slots=True)
class TowQuestionState:
    """Whether to send a tow truck, put to the operator because the rules alone may not send one."""

    sentence: str
    yes: Offer
    no: Offer


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
        reason: Asked for before it is cancelled; None = not asked.
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
    reason: Offer | None
    problem: str


@dataclass(frozen=True, slots=True)
class OrdersState:
    """The panel.

    Attributes:
        question: "Send a tow truck?"; None = nobody asks.
        order: Orders one all the same; None while one runs or the question stands.
        cards: Orders, the running one first.
        read_out: Lines to read to the provider: label and value; empty while no order runs.
        copy: The same as one text.
    """

    question: TowQuestionState | None
    order: Offer | None
    cards: tuple[OrderCard, ...]
    read_out: tuple[tuple[str, str], ...]
    copy: str
