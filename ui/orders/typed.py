"""What was typed about one order and not yet written down, and a time that was typed where the firm stands.

F7 stands in the field of the firm with its name selected; who hears "twenty-five minutes" there types "+25" over it. A
time is never the name of a firm: it goes beside it, and the firm that is known stays.
Enter there without either accepts nothing: that a silent firm comes is said by its button, or with a time.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.api.cases import OrderInfo
from app.domain.service_order import OrderState
from app.i18n import _

_TIME: Final = re.compile(r"\+\s*\d{1,3}|\d{1,2}[:h]\d{2}")


@dataclass
class Typed:
    """What was typed about one order; None = nothing, what is known stands."""

    provider: str | None = None
    eta: str = ""
    asks_reason: OrderState | None = None
    problem: str = ""


@dataclass
class TypedDropOff:
    """What was typed about the follow-up; it belongs to the case."""

    place: str = ""
    garage: str = ""
    problem: str = ""


def firm_of(order: OrderInfo, typed: Typed) -> str:
    """Return the firm that is meant; empty = none is known."""
    return order.provider if typed.provider is None else typed.provider.strip()


def lacks_time(order: OrderInfo, typed: Typed) -> bool:
    """Whether Enter says nothing yet: the firm was asked and stands there as it was, and no time was typed."""
    is_as_asked = firm_of(order, typed) == order.provider != ""
    return order.state is OrderState.OFFERED and is_as_asked and not typed.eta.strip()


def time_wanted() -> str:
    """Say how a promised time is typed."""
    return _("Type the promised time as 14:20, or +25 for in 25 minutes.")


def put_right(order: OrderInfo, typed: Typed) -> bool:
    """Put a time that was typed over the firm where it belongs; False = no firm is known, and a person is told."""
    if _TIME.fullmatch((typed.provider or "").strip()) is None:
        return True
    if not order.provider:
        typed.problem = _("That is a time: type the firm here, and the time beside it.")
        return False
    typed.eta, typed.provider = typed.eta or (typed.provider or "").strip(), None
    return True
