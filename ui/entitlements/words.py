"""Words of the cards: services, standings, figures, facts that are still to be found out."""

import re
from collections.abc import Callable, Iterator, Mapping

from app.api.cases import CardInfo, CardStatus
from app.api.entitlements import QuestionInfo, ServiceCard, ServiceStatus
from app.i18n import _, ngettext
from ui.entitlements.state import Ask, Card, Clause, Standing
from ui.words.contacts import LANGUAGES
from ui.words.crash import missing_text
from ui.words.ledger import counted
from ui.words.texts import text_of
from ui.words.times import number

STANDINGS: Mapping[Standing, Callable[[], str]] = {
    Standing.GRANTED: lambda: _("granted"),
    Standing.POSSIBLE: lambda: _("possible, VIVIUM decides"),
    Standing.REFUSED: lambda: _("refused"),
    Standing.ASK: lambda: _("to ask"),
    Standing.NOT_NOW: lambda: _("does not apply now"),
}

_OF_RULE: Mapping[CardStatus, Standing] = {
    CardStatus.GRANTED: Standing.GRANTED,
    CardStatus.REFUSED: Standing.REFUSED,
    CardStatus.UNKNOWN: Standing.ASK,
    CardStatus.NOT_TRIGGERED: Standing.NOT_NOW,
}

_OF_SERVICE: Mapping[ServiceStatus, Standing] = {
    ServiceStatus.GRANTED: Standing.GRANTED,
    ServiceStatus.POSSIBLE: Standing.POSSIBLE,
    ServiceStatus.REFUSED: Standing.REFUSED,
    ServiceStatus.UNKNOWN: Standing.ASK,
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
    """Return one rule of the E-call in the language of the screen."""
    title = _TITLES.get(info.clause)
    return Card(
        key=info.clause,
        title=title() if title is not None else info.clause,
        standing=_OF_RULE[info.status],
        standing_words=_status_words(info),
        figures=_UNIT.sub("\\1\u00a0g", ", ".join(_figures(info))),
        reason="",
        missing=tuple(_fact(fact) for fact in info.missing),
        notes="",
        spoken="",
        clauses=(Clause(info.clause, "", info.quote_nl),),
        is_open=False,
        ask=None,
        question=None,
    )


def service_key(service: ServiceCard) -> str:
    """Return what names a card of a service whatever is answered."""
    clauses = sorted(clause.clause for clause in service.clauses)
    return f"{service.family.value}:{service.title.nl}:{clauses[0] if clauses else ''}"


def service_of(service: ServiceCard) -> Card:
    """Return one service in the language of the screen, closed and with nothing asked."""
    standing = _OF_SERVICE[service.status]
    language = LANGUAGES[service.say_language]()
    said = _("Say ({language})").format(language=language)
    return Card(
        key=service_key(service),
        title=text_of(service.title),
        standing=standing,
        standing_words=STANDINGS[standing](),
        figures=" · ".join(part for part in (text_of(service.limit), _left(service), _until(service)) if part),
        reason=text_of(service.reason),
        missing=missing_of(service),
        notes=" ".join(_notes(service)),
        spoken=f"{said}: “{service.say}”" if service.say else "",
        clauses=tuple(
            Clause(
                clause.clause,
                " · ".join(part for part in (text_of(clause.title), STANDINGS[_OF_SERVICE[clause.status]]()) if part),
                clause.quote_nl,
            )
            for clause in service.clauses
        ),
        is_open=False,
        ask=None,
        question=None,
    )


def ask_of(question: QuestionInfo) -> Ask:
    """Return a question as it stands open in its card."""
    return Ask(
        fact=question.fact,
        text=text_of(question.text),
        spoken=question.say,
        kind=question.kind,
        unit=question.unit,
        choices=tuple((choice.code, text_of(choice.text)) for choice in question.choices),
    )


def missing_of(service: ServiceCard, without: str = "") -> tuple[str, ...]:
    """Return what could still change a service, by its questions; ``without``: the fact that is asked beside it."""
    texts = dict(zip(service.missing, service.missing_texts, strict=False))
    open_facts = [fact for fact in service.missing if fact != without]
    return tuple(text_of(texts[fact]) if fact in texts else _fact(fact) for fact in open_facts)


def _left(service: ServiceCard) -> str:
    """Say what is left of what is counted."""
    left = [counted(limit.left, limit.key) for limit in service.limits if limit.left is not None]
    return _("left: {figures}").format(figures=", ".join(left)) if left else ""


def _until(service: ServiceCard) -> str:
    """Say until when it is granted, and from which day that is counted."""
    if service.until is None or service.counted_from is None:
        return ""
    if service.start_assumed:
        words = _("until {day}, counted from {start}: the day of the entry, nobody said when it began")
    else:
        words = _("until {day}, counted from {start}")
    return words.format(day=service.until, start=service.counted_from)


def _notes(service: ServiceCard) -> Iterator[str]:
    if service.group:
        yield _("One of several: only one may be chosen.")
    if service.read_narrowly:
        doubts = " ".join(text_of(doubt) for doubt in service.read_narrowly)
        yield _("Read narrowly here; in doubt the law follows the insured: {doubts}").format(doubts=doubts)
    if service.repay_by is not None and service.start_assumed:
        words = _("The advance is to be paid back by {day}, counted from the entry: nobody said when it was given.")
        yield words.format(day=service.repay_by)
    elif service.repay_by is not None:
        yield _("The advance is to be paid back by {day}.").format(day=service.repay_by)
    if service.to_be_confirmed:
        doubts = " ".join(text_of(doubt) for doubt in service.to_be_confirmed)
        yield _("To be confirmed by VIVIUM: {doubts}").format(doubts=doubts)


def _status_words(info: CardInfo) -> str:
    """A rule that gives nothing applies; "granted" would say the opposite of its words."""
    if info.clause in _GIVES_NOTHING and info.status is CardStatus.GRANTED:
        return _("applies")
    return STANDINGS[_OF_RULE[info.status]]()


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
