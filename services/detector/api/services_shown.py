"""The services of a case as cards, the questions that come next, and what was answered.

A card shows the best that one of its clauses says; of two that say the same, the one that stands first in the table. A
clause that is not at issue is silent; a service that always has a card is then "not at issue", never refused.

The clauses say what the contract pays, so they grant nothing of one that had ended, had not begun, or is not known: the
help is given first (P1.TRUST), and whether it is covered is to be asked. Nobody on a road hears "covered" before that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from babel.numbers import format_decimal

from app.api.entitlements import ClauseInfo, LimitInfo, ServiceCard, ServiceFamily, ServiceStatus, TextInfo
from app.domain.subscription import ContractState, Language
from app.rules.amounts import Limits, LimitValue
from app.rules.answer import narrow_doubts
from app.rules.assess import Assessment, ClauseResult, assess
from app.rules.clauses import ClauseKind, Edition, Status
from app.rules.errors import FactError
from app.rules.facts import Texts
from app.usecases.queries import CaseFile
from services.detector.api.ledger_shown import CaseLedger, with_ledger
from services.detector.known_facts import case_facts, known_facts

_FAQ: Final = "S2.ECALL.services"
_SHOWN_ELSEWHERE: Final = "S2.ECALL."
_CARDS: Final[Mapping[ServiceFamily, tuple[str, ...]]] = {
    ServiceFamily.EMERGENCY: (_FAQ,),
    ServiceFamily.TOW: (
        *("P2.C2.A1.1.b", "P2.C2.A1.2.b", "P2.C3.A1.1.b", "P2.C3.A1.2.b", "P2.C4.A1.1.b", "P2.C4.A1.2.b"),
        *("P2.C4.A1.3.tow", "P2.C4.A1.4.tow", "P2.C4.A1.5.tow", "P2.C4.A1.6.tow", "P2.C4.A1.7.towstation"),
        *("P2.C4.A1.7.wrong", "P2.C4.A1.8.tow", "S2.ECALL.tow", _FAQ),
    ),
    ServiceFamily.ONWARD: (
        *("P2.C2.A2.1.onward", "P2.C2.A2.1.return", "P2.C3.A2.2", "P2.C3.A2.1", "P2.C4.A2.2", "P2.C4.A2.1"),
        *("P2.C2.A3.onward", _FAQ),
    ),
    ServiceFamily.FAMILY: ("P3.A3.3.g", _FAQ),
    ServiceFamily.LODGING: ("P2.C2.A2.1.hotel", "P2.C3.A2.3", "P2.C4.A2.3"),
    ServiceFamily.CAR: (
        *("P2.C2.A2.1.car", "P2.C3.A2.4", "P2.C4.A2.4", "P2.C3.A2.4.plate", "P2.C3.A2.4.ext5", "P2.C3.A2.4.late30"),
    ),
    ServiceFamily.REPATRIATION: ("P2.C2.A1.2.c", "P2.C3.A1.2.c", "P2.C4.A1.2.c", "P3.A3.1.a"),
}
_RANK: Final = (ServiceStatus.GRANTED, ServiceStatus.POSSIBLE, ServiceStatus.UNKNOWN, ServiceStatus.REFUSED)
_PROMISED: Final = (ServiceStatus.GRANTED, ServiceStatus.POSSIBLE)
_NOTHING: Final = TextInfo(nl="", fr="", de="", en="")
_COUNTED: Final = (
    *("eur_per_night_per_person", "hotel_eur_per_night", "max_nights", "hotel_max_nights", "max_days", "extra_days"),
    *("max_months", "max_kg", "max_sessions", "max_eur", "hotel_max_eur", "max_eur_per_insured"),
)

Found = tuple[ClauseResult, Assessment]


def assessments_of(file: CaseFile, editions: Iterable[Edition], contract: ContractState) -> tuple[Assessment, ...]:
    """Return what each edition says; answers that the case itself contradicts are left out, so it can be opened."""
    return tuple(_assessed(file, edition, contract) for edition in editions)


def service_cards(
    assessments: Sequence[Assessment],
    language: Language,
    ledger: CaseLedger,
    contract: ContractState = ContractState.IN_FORCE,
) -> tuple[ServiceCard, ...]:
    """Return the cards: those that always stand, then every other service that is at issue; with their ledger.

    ``contract``: on the day of the event.
    """
    return tuple(
        with_ledger(card, assessments, ledger, _CARDS.get(card.family) or [clause.clause for clause in card.clauses])
        for card in _checked(_cards(assessments, language), contract, assessments, language)
    )


def _checked(
    cards: Iterable[ServiceCard], contract: ContractState, assessments: Sequence[Assessment], language: Language
) -> Iterator[ServiceCard]:
    """Yield the cards, without a promise of a contract that nobody knows to have been in force; 112 needs none."""
    for card in cards:
        is_promise = card.status in _PROMISED and card.family is not ServiceFamily.EMERGENCY
        if contract is ContractState.IN_FORCE or not is_promise:
            yield card
            continue
        texts, asked = assessments[0].edition.texts, ServiceStatus.UNKNOWN
        yield card.model_copy(
            update={
                "status": asked,
                "reason": text(texts[f"because.contract_{contract}"]),
                "say": _said(card.title, asked, _NOTHING, texts, language),
                "clauses": tuple(
                    one.model_copy(update={"status": asked}) if one.status in _PROMISED else one for one in card.clauses
                ),
            }
        )


def _cards(assessments: Sequence[Assessment], language: Language) -> tuple[ServiceCard, ...]:
    if not assessments:
        return ()
    found = {name: (result, one) for one in assessments for name, result in one.results.items()}
    texts = assessments[0].edition.texts
    always = [_always(family, names, found, texts, language) for family, names in _CARDS.items()]
    taken = {name for names in _CARDS.values() for name in names}
    others = [
        _card(ServiceFamily.OTHER, text(result.clause.title), [(result, one)], texts, language)
        for name, (result, one) in found.items()
        if name not in taken
        and not name.startswith(_SHOWN_ELSEWHERE)
        and result.clause.kind is ClauseKind.GUARANTEE
        and result.status is not Status.NOT_TRIGGERED
    ]
    return (*always, *sorted(others, key=lambda card: _RANK.index(card.status)))


def text(texts: Texts) -> TextInfo:
    """Return a sentence as it travels."""
    return TextInfo(nl=texts["nl"], fr=texts["fr"], de=texts["de"], en=texts["en"])


def _assessed(file: CaseFile, edition: Edition, contract: ContractState) -> Assessment:
    try:
        return assess(edition, known_facts(file, edition, contract))
    except FactError:
        return assess(edition, case_facts(file, edition, contract))


def _always(
    family: ServiceFamily,
    names: Sequence[str],
    found: Mapping[str, Found],
    texts: Mapping[str, Texts],
    language: Language,
) -> ServiceCard:
    title = text(texts[f"service.{family}"])
    at_issue = [found[name] for name in names if name in found and found[name][0].status is not Status.NOT_TRIGGERED]
    if family is ServiceFamily.EMERGENCY:
        at_issue = [one for one in at_issue if one[0].status is Status.GRANTED]
        reason, status = text(texts["because.emergency"]), ServiceStatus.GRANTED
    else:
        reason, status = text(texts["because.silent"]), ServiceStatus.UNKNOWN
    if at_issue and family is not ServiceFamily.EMERGENCY:
        return _card(family, title, at_issue, texts, language)
    return ServiceCard(
        family=family,
        title=title,
        status=status,
        limit=_NOTHING,
        limits=(),
        reason=reason,
        clauses=tuple(_clause(one[0]) for one in at_issue),
        say=_said(title, status, _NOTHING, texts, language),
        say_language=language,
        missing=(),
    )


def _card(
    family: ServiceFamily,
    title: TextInfo,
    at_issue: Sequence[Found],
    texts: Mapping[str, Texts],
    language: Language,
) -> ServiceCard:
    ordered = sorted(at_issue, key=lambda one: _RANK.index(_status(one[0])))
    result, one = ordered[0]
    status, clause = _status(result), result.clause
    limit = _limit(result.limits, texts)
    doubts = (*clause.ambiguities, *(doubt for need in result.reasons for doubt in need.ambiguities))
    asked = [one.edition.ambiguities[name] for name in dict.fromkeys(doubts)]
    missing = result.missing or result.limits.open_facts
    return ServiceCard(
        family=family,
        title=title,
        status=status,
        limit=limit,
        limits=_figures(result),
        reason=_reason(result, one.edition, texts),
        clauses=tuple(_clause(each[0]) for each in ordered),
        say=_said(title, status, limit, texts, language),
        say_language=language,
        missing=missing,
        group=clause.group,
        to_be_confirmed=tuple(text(doubt.text) for doubt in asked if doubt.ask_insurer),
        read_narrowly=tuple(text(doubt.text) for doubt in narrow_doubts(result, one) if not doubt.ask_insurer),
        missing_texts=tuple(text(one.edition.facts[name].question) for name in missing),
    )


def _status(result: ClauseResult) -> ServiceStatus:
    if result.status is Status.GRANTED:
        return ServiceStatus.POSSIBLE if result.clause.is_discretionary else ServiceStatus.GRANTED
    return ServiceStatus.REFUSED if result.status is Status.REFUSED else ServiceStatus.UNKNOWN


def _clause(result: ClauseResult) -> ClauseInfo:
    clause = result.clause
    title = text(clause.title)
    return ClauseInfo(
        clause=clause.clause_id, title=title, status=_status(result), quote_nl=clause.quote, source=clause.source
    )


def _reason(result: ClauseResult, edition: Edition, texts: Mapping[str, Texts]) -> TextInfo:
    status = _status(result)
    if status is ServiceStatus.REFUSED:
        return text(result.reasons[0].sentence)
    if status is ServiceStatus.UNKNOWN:
        question = edition.facts[(result.trigger_missing or result.missing)[0]].question
        return text({code: f"{ask} {question[code]}" for code, ask in texts["because.ask"].items()})
    if status is ServiceStatus.GRANTED and result.clause.payer:
        return text(edition.texts[result.clause.payer])
    return text(texts[f"because.{status}"])


def _said(
    title: TextInfo, status: ServiceStatus, limit: TextInfo, texts: Mapping[str, Texts], language: Language
) -> str:
    """Return the sentence for the driver: what it is, whether it is paid, and how much at most."""
    sentence = f"{getattr(title, language)}: {texts[f'say.{status}'][language]}"
    most = getattr(limit, language)
    return f"{sentence} ({most})" if most else sentence


def _figures(result: ClauseResult) -> tuple[LimitInfo, ...]:
    return tuple(LimitInfo(key=key, value=_plain(value)) for key, value in result.limits.values.items())


def _limit(limits: Limits, texts: Mapping[str, Texts]) -> TextInfo:
    return text({language: ", ".join(_amounts(limits, texts, language)) for language in texts["limit.most"]})


def _amounts(limits: Limits, texts: Mapping[str, Texts], language: str) -> Iterator[str]:
    known = {key: value for key, value in limits.values.items() if isinstance(value, Decimal)}
    whole, rate, nights = (known.get(key) for key in ("max_eur", "eur_per_night_per_person", "max_nights"))
    if whole and rate and nights:
        persons = f"{_number(whole / (rate * nights), language)} {texts['limit.persons'][language]}"
        length = f"{_number(nights, language)} {texts['limit.max_nights'][language]}"
        yield f"{persons} x {_number(rate, language)} EUR x {length} = {_number(whole, language)} EUR"
        return
    for key in _COUNTED:
        if key in known:
            most = "" if key == "extra_days" else f"{texts['limit.most'][language]} "
            yield f"{most}{_number(known[key], language)} {texts[f'limit.{key}'][language]}"


def _number(value: Decimal, language: str) -> str:
    return format_decimal(value.normalize(), locale=language)


def _plain(value: LimitValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return ", ".join(value) if isinstance(value, tuple) else value or ""
