"""Words of the ledger: what is counted, and who pays what lies beyond a limit."""

from collections.abc import Callable, Mapping

from app.domain.ledger import Payer, insured_of
from app.i18n import _
from ui.words.times import number

_UNITS: Mapping[str, Callable[[], str]] = {
    "eur": lambda: "EUR",
    "km": lambda: "km",
    "kg": lambda: "kg",
    "nights": lambda: _("nights"),
    "days": lambda: _("days"),
    "months": lambda: _("months"),
    "sessions": lambda: _("sessions"),
}
"""By a part of the key of the limit."""

PAYERS: Mapping[Payer, Callable[[], str]] = {
    Payer.DRIVER: lambda: _("the driver pays"),
    Payer.EX_GRATIA: lambda: _("VIVIUM pays ex gratia"),
    Payer.OTHER_INSURER: lambda: _("another insurer or a third party pays"),
}


def unit_of(limit: str) -> str:
    """Return what a limit counts; empty where there is no word for it."""
    return next((words() for part, words in _UNITS.items() if part in limit.split("_")), "")


def whose(limit: str) -> str:
    """Return which insured a limit is of; empty where it names nobody."""
    number = insured_of(limit)
    return "" if number is None else _("insured person {number}").format(number=number)


def payer_of(value: str) -> str:
    """Return who pays; a value of another version is said as it is."""
    try:
        return PAYERS[Payer(value)]()
    except ValueError:
        return value


def counted(amount: str, limit: str) -> str:
    """Return an amount with its unit: "2 nights", "210,50 EUR"."""
    try:
        value = float(amount)
    except ValueError:
        return amount
    return f"{number(value, 0 if value == round(value) else 2)} {unit_of(limit)}".strip()
