"""Words of the list of partners: what speaks for one, what against, and what it would be told."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from babel.numbers import format_currency

from app.api.cases import CaseDetail, OrderInfo
from app.api.providers import CandidateInfo, PartnersInfo
from app.domain.case import CaseState
from app.domain.provider import WhyNot
from app.domain.sending import SendingChannel
from app.domain.service_order import OrderState, ServiceKind
from app.domain.subscription import Language
from app.i18n import _
from app.i18n import language as language_of_screen
from ui.confirmation import FirmAdvice
from ui.words.services import ROADS, SERVICES, SKILLS
from ui.words.times import number

WHY_NOT: Mapping[WhyNot, Callable[[], str]] = {
    WhyNot.STOPPED: lambda: _("its contract does not run today"),
    WhyNot.TRIED: lambda: _("said no to this case, or nothing"),
    WhyNot.LACKS_SKILL: lambda: _("cannot do this"),
    WhyNot.OUT_OF_AREA: lambda: _("does not come there"),
    WhyNot.CLOSED: lambda: _("closed now"),
    WhyNot.FULL: lambda: _("takes no order more at this moment"),
    WhyNot.PLACE_UNKNOWN: lambda: _("nobody knows where to go"),
}


def title_of(found: PartnersInfo) -> str:
    """Return the heading of the list, which says when nobody can be recommended."""
    if not found.is_place_known:
        return _("Whom to ask? Nobody knows the place yet: ask for it first.")
    if not found.ranked:
        return _("Nobody is recommended; choose with why not.")
    return _("Whom to ask: {service}").format(service=SERVICES[found.kind]())


def may_ask_another(order: OrderInfo, detail: CaseDetail) -> bool:
    """Whether somebody was asked and has not accepted; one that refused is asked after once only."""
    if order.state in (OrderState.QUEUED, OrderState.OFFERED):
        return True
    runs = any(one.kind is order.kind and one.state.is_running for one in detail.orders)
    return order.state is OrderState.REFUSED and not runs and detail.row.state is CaseState.OPEN


def advice_of(order: OrderInfo, one: CandidateInfo) -> FirmAdvice:
    """Return whom NEXT names for a tow that nobody has yet: by the way that works, else by phone."""
    if one.way is None:
        firm = f"{one.name} ({one.phones[0]})" if one.phones else one.name
        return FirmAdvice(order.order_id, _("Phone {firm} for a tow truck").format(firm=firm))
    sentence = _("Ask {firm} for a tow truck, {road}").format(firm=one.name, road=ROADS[one.way]())
    return FirmAdvice(order.order_id, sentence, _("Space shows the order; it leaves with Enter."), _("Show the order"))


def instead_title(found: PartnersInfo, order: OrderInfo) -> str:
    """Return the heading of the list of those who may be asked instead."""
    if not any(one.provider_id != order.provider_id for one in found.ranked):
        return _("Nobody else is recommended; choose with why not.")
    return _("Whom to ask instead of {partner}?").format(partner=order.provider)


def called_off_lines(order: OrderInfo) -> tuple[str, ...]:
    """Return what the first partner hears before another is asked; one that refused has nothing to hear."""
    if order.state is OrderState.REFUSED:
        return ()
    if order.state is OrderState.QUEUED and not (order.sending and order.sending.tries):
        return (_("It has not left for {partner}: they hear nothing.").format(partner=order.provider),)
    off = _("First the order with {partner} is cancelled, so that never two come.").format(partner=order.provider)
    if order.sending is None:
        return (off, _("Phone them that it is off; the call is promised within 10 minutes."))
    told = _("They are told {road}; that they confirm is promised within 10 minutes.")
    return (off, told.format(road=ROADS[order.sending.channel]()))


def facts_text(one: CandidateInfo) -> str:
    """Return what speaks for a partner, and what is not known of it."""
    return " · ".join(_facts(one))


def why_not_text(one: CandidateInfo) -> str:
    """Return what speaks against a partner; empty = nothing."""
    words = [WHY_NOT[why]() for why in one.why_not if why is not WhyNot.LACKS_SKILL]
    lacks = ", ".join(SKILLS[skill]() for skill in one.lacks)
    return " · ".join([_("not for {skills}").format(skills=lacks), *words] if lacks else words)


def asking_lines(one: CandidateInfo, order: OrderInfo, detail: CaseDetail) -> tuple[str, ...]:
    """Return what happens when this partner is asked: how, and the words."""
    if one.way is None:
        how = _("Nothing leaves by itself: phone {numbers}.").format(numbers=", ".join(one.phones) or _("unknown"))
    else:
        how = _("It leaves {road}; for some seconds it can be stopped.").format(road=ROADS[one.way]())
    against = why_not_text(one)
    text = _text(order, detail, one.languages[0] if one.languages else None)
    return (how, *((_("But: {why_not}").format(why_not=against),) if against else ()), *text.splitlines())


def _text(order: OrderInfo, detail: CaseDetail, language: Language | None) -> str:
    """Return the words, in the language of the place or else of the partner; an order's own service knows better."""
    ways = detail.tow_ways
    spoken = language or (Language.NL if ways is None else ways.language)
    texts = order.texts if order.kind is not ServiceKind.TOW or ways is None else ways.texts
    return texts.get(spoken, "")


def _facts(one: CandidateInfo) -> Iterator[str]:
    if one.phones:
        yield ", ".join(one.phones)
    if one.distance_km is not None:
        yield _("{figure} km in a straight line").format(figure=number(one.distance_km, 1))
    else:
        yield _("distance not known")
    yield {True: _("open now"), False: _("closed now"), None: _("hours not known")}[one.is_open]
    if one.in_area is None:
        yield _("area not known")
    if one.skills:
        yield ", ".join(SKILLS[skill]() for skill in one.skills)
    if one.free is not None:
        yield _("{count} free").format(count=one.free)
    if one.price_eur is not None:
        yield format_currency(Decimal(one.price_eur), "EUR", locale=language_of_screen())
    yield _road(one.way)
    yield from one.phones[:1]


def _road(way: SendingChannel | None) -> str:
    return _("by phone") if way is None else ROADS[way]()
