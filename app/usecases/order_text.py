"""What a partner is told, line by line, in the partner's language.

Name, number, place and, where it is about a car, the car: nothing else of a person leaves the house. For a tow truck
these are the lines of ``tow_text``; a taxi or a hotel hears of no car and no road. Each line has the names of what it
tells, so that the audit can say what was disclosed. What the operator typed as the need goes out as it stands.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.i18n import translator
from app.usecases.holds import BELGIAN_TIME
from app.usecases.phone_numbers import shown
from app.usecases.reasons import ANSWERED_TOO_LATE, ON_POLICE_ROAD
from app.usecases.tow_text import CENTRE, Say, TowLine, TowSubject, car_line, person_line, place_lines, tow_lines

_ABOUT_CAR: Final = frozenset({ServiceKind.RENTAL, ServiceKind.REPATRIATION})

_ASKS: Mapping[ServiceKind, Callable[[Say], str]] = {
    ServiceKind.TAXI: lambda _: _("{centre}, reference {number}: please send a taxi."),
    ServiceKind.HOTEL: lambda _: _("{centre}, reference {number}: please keep a hotel room."),
    ServiceKind.RENTAL: lambda _: _("{centre}, reference {number}: please provide a rental car."),
    ServiceKind.REPATRIATION: lambda _: _("{centre}, reference {number}: please bring car or people home."),
}

_WHY_OFF: Mapping[str, Callable[[Say], str]] = {
    ANSWERED_TOO_LATE: lambda _: _("WHY: you did not answer in time."),
    ON_POLICE_ROAD: lambda _: _("WHY: it is on a motorway, where the police send the truck."),
}


def order_lines(subject: TowSubject, order: ServiceOrder, language: Language, call_back_e164: str) -> Iterator[TowLine]:
    """Give the lines in the order in which a partner asks; ``call_back_e164``: of the centre, empty = not set."""
    _ = translator(language)
    if order.kind is ServiceKind.TOW:
        yield from tow_lines(subject, language, call_back_e164)
        yield from _wanted(order, _)
        return
    unknown, number = _("unknown"), subject.case.number
    yield TowLine(_ASKS[order.kind](_).format(centre=CENTRE, number=number))
    yield from place_lines(subject, language, _)
    if order.kind in _ABOUT_CAR:
        yield TowLine(*car_line(subject.car, language, unknown))
    yield TowLine(*person_line(subject, _, unknown))
    if order.deliver_to:
        yield TowLine(_("BRING THEM TO: {place}").format(place=order.deliver_to), ("destination",))
    yield from _wanted(order, _)
    back = shown(call_back_e164) if call_back_e164 else unknown
    yield TowLine(_("CALL US: {number}, reference {reference}.").format(number=back, reference=number))


def cancel_lines(reference: str, language: Language, call_back_e164: str, why: str) -> Iterator[TowLine]:
    """Give what calls an order off: that nobody comes, which order, why, and whom to phone.

    ``why``: a reason that the centre's own rules gave. What a person typed stays in the house: it may tell of somebody.
    """
    _ = translator(language)
    yield TowLine(_("Do not come for order {number} of {centre}.").format(number=reference, centre=CENTRE))
    yield TowLine(_WHY_OFF[why](_) if why in _WHY_OFF else _("WHY: you are no longer needed for it."))
    back = shown(call_back_e164) if call_back_e164 else _("unknown")
    yield TowLine(_("CALL US: {number}, reference {reference}.").format(number=back, reference=reference))


def told_fields(subject: TowSubject, order: ServiceOrder) -> tuple[str, ...]:
    """Return the names of what the lines tell, in their order."""
    lines = order_lines(subject, order, Language.EN, "")
    return tuple(dict.fromkeys(field for line in lines for field in line.discloses))


def _wanted(order: ServiceOrder, _: Say) -> Iterator[TowLine]:
    if order.need:
        yield TowLine(_("NEEDED: {need}").format(need=order.need), ("need",))
    if order.wanted_at is not None:
        local = order.wanted_at.astimezone(BELGIAN_TIME)
        yield TowLine(_("WHEN: {time}").format(time=f"{local:%d/%m/%Y %H:%M}"), ("time",))
