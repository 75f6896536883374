"""Words for the course of a case: holds, outcomes, orders, what runs."""

from collections.abc import Callable, Mapping

from app.domain.case import Hold, Outcome
from app.domain.service_order import OrderState
from app.domain.subscription import ContractState
from app.i18n import _

HOLDS: Mapping[Hold, Callable[[], str]] = {
    Hold.LATE: lambda: _("the record came too late"),
    Hold.CLOCK_WRONG: lambda: _("the clock of the box is wrong"),
    Hold.OUTSIDE_BELGIUM: lambda: _("the car is outside Belgium"),
    Hold.PLACE_UNKNOWN: lambda: _("the place is not known"),
    Hold.CONTRACT_ENDED: lambda: _("the contract has ended"),
    Hold.TEST: lambda: _("it is a test"),
    Hold.REJECTED: lambda: _("the clauses say it is no E-call"),
}

OUTCOMES: Mapping[Outcome, Callable[[], str]] = {
    Outcome.TRUE_CRASH: lambda: _("True crash"),
    Outcome.KERB: lambda: _("Kerb"),
    Outcome.POTHOLE: lambda: _("Pothole"),
    Outcome.TOW: lambda: _("Car was being towed or loaded"),
    Outcome.INSTALLATION: lambda: _("Work on the box or the car"),
    Outcome.TAMPER: lambda: _("Somebody tampered with the box"),
    Outcome.TEST: lambda: _("Test"),
    Outcome.UNKNOWN: lambda: _("Not known"),
    Outcome.HELPED: lambda: _("A call that was helped"),
}

ORDERS: Mapping[OrderState, Callable[[], str]] = {
    OrderState.BY_HAND: lambda: _("to be ordered by phone"),
    OrderState.QUEUED: lambda: _("about to leave"),
    OrderState.OFFERED: lambda: _("offered, no answer yet"),
    OrderState.ACCEPTED: lambda: _("accepted"),
    OrderState.REFUSED: lambda: _("refused"),
    OrderState.EN_ROUTE: lambda: _("on its way"),
    OrderState.ON_SITE: lambda: _("with the car"),
    OrderState.DONE: lambda: _("done"),
    OrderState.UNSUCCESSFUL: lambda: _("came in vain"),
    OrderState.CANCELLED: lambda: _("cancelled"),
}

CONTRACTS: Mapping[ContractState, Callable[[], str]] = {
    ContractState.IN_FORCE: lambda: _("in force"),
    ContractState.ENDED: lambda: _("ended: act first, check after"),
    ContractState.UNKNOWN: lambda: _("not known: act first, check after"),
}


_REASONS_OF_THE_SERVICE: Mapping[str, Callable[[], str]] = {
    "motorway: police tow (F.A.S.T. / SIABIS+, by 101)": lambda: _("motorway: the police tow there (101)"),
    "no motorway after all": lambda: _("no motorway after all"),
    "another partner is asked": lambda: _("another partner is asked"),
    "no answer in time": lambda: _("no answer in time"),
    "the truck came all the same": lambda: _("the truck came all the same"),
}


def reason_text(reason: str) -> str:
    """Return a reason: the service's own in the language of the screen, a person's as it was typed."""
    words = _REASONS_OF_THE_SERVICE.get(reason)
    return reason if words is None else words()
