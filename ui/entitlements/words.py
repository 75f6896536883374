"""Words of the cards: services, statuses, figures, facts that are still to be found out."""

import re
from collections.abc import Callable, Iterator, Mapping

from app.api.cases import CardInfo, CardStatus
from app.i18n import _, ngettext
from ui.entitlements.state import Card
from ui.words.crash import missing_text
from ui.words.times import number

STATUSES: Mapping[CardStatus, Callable[[], str]] = {
    CardStatus.GRANTED: lambda: _("granted"),
    CardStatus.REFUSED: lambda: _("refused"),
    CardStatus.UNKNOWN: lambda: _("not yet known"),
    CardStatus.NOT_TRIGGERED: lambda: _("does not apply now"),
}

_UNIT = re.compile(r"(\d) g\b")
"""A figure and its unit stay on one line."""

_TITLES: Mapping[str, Callable[[], str]] = {
    "S2.ECALL.signal": lambda: _("The box sends the place"),
    "S2.ECALL.call": lambda: _("Call to the mobile at once"),
    "S2.ECALL.sms": lambda: _("SMS asking to call back"),
    "S2.ECALL.tow": lambda: _("Tow truck at once"),
    "S2.ECALL.services": lambda: _("Emergency services, tow, onward transport, warning others"),
    "S2.ECALL.gsm": lambda: _("No assistance without a known mobile"),
}

_GIVES_NOTHING = ("S2.ECALL.gsm",)

_FACTS: Mapping[str, Callable[[], str]] = {
    "call_answered": lambda: _("whether the call is answered"),
    "gsm_reachable": lambda: _("whether the driver has a mobile with a known number"),
    "events": lambda: _("what happened"),
}


def _counted_sms(value: str) -> str:
    if not value.isdecimal():
        return value
    return ngettext("{count} SMS", "{count} SMS", int(value)).format(count=value)


def _g(value: str, *, always: bool = False) -> str:
    """Return a figure in g: a limit as the clause writes it ("4", "2.5"), a measurement always with its tenths."""
    try:
        figure = float(value)
    except ValueError:
        return value
    return number(figure, 1) if always or figure != round(figure) else number(figure)


_FIGURES: Mapping[str, Callable[[str], str]] = {
    "sends": lambda value: _("sends the place") if value == "location" else value,
    "immediate": lambda _value: _("at once"),
    "free": lambda _value: _("free of charge"),
    "signal_g": lambda value: _("from {limit} g").format(limit=_g(value)),
    "tow_g": lambda value: _("above {limit} g").format(limit=_g(value)),
    "impact_g": lambda value: _("measured {peak} g").format(peak=_g(value, always=True)),
    "messages": _counted_sms,
    "sms": _counted_sms,
}


_AT_LEAST: Mapping[str, Callable[[str], str]] = {
    "impact_g": lambda value: _("measured at least {peak} g").format(peak=_g(value, always=True)),
}
"""For a figure that is only a lower bound."""


def card_of(info: CardInfo) -> Card:
    """Return one card in the language of the screen."""
    title = _TITLES.get(info.clause)
    return Card(
        clause=info.clause,
        title=title() if title is not None else info.clause,
        status=info.status,
        status_words=_status_words(info),
        quote_nl=info.quote_nl,
        figures=_UNIT.sub("\\1\u00a0g", ", ".join(_figures(info))),
        missing=", ".join(_fact(fact) for fact in info.missing),
    )


def _status_words(info: CardInfo) -> str:
    """A rule that gives nothing applies; "granted" would say the opposite of its words."""
    if info.clause in _GIVES_NOTHING and info.status is CardStatus.GRANTED:
        return _("applies")
    return STATUSES[info.status]()


def _fact(fact: str) -> str:
    words = _FACTS.get(fact)
    return words() if words is not None else missing_text(fact)


def _figures(info: CardInfo) -> Iterator[str]:
    """Give the figures in words; one that has no words yet is said as it came, rather than hidden."""
    for key, value in info.limits.items():
        if value.lower() == "false":
            continue
        words = _AT_LEAST.get(key) if key in info.at_least else _FIGURES.get(key)
        yield words(value) if words is not None else f"{key.replace('_', ' ')} {value}"
