"""Words of the tow truck. They follow facts: "on its way" is said only after a provider has said it."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from app.api.cases import CarInfo, CaseDetail, OrderInfo, PlaceInfo
from app.domain.service_order import OrderState, may_become
from app.i18n import _
from ui.words.cases import ORDERS
from ui.words.places import compass_text, countries_text, distant_name, municipality_name
from ui.words.times import number, since_text

STEPS: Mapping[OrderState, Callable[[], str]] = {
    OrderState.OFFERED: lambda: _("Offered"),
    OrderState.ACCEPTED: lambda: _("Accepted"),
    OrderState.REFUSED: lambda: _("Refused"),
    OrderState.EN_ROUTE: lambda: _("On its way"),
    OrderState.ON_SITE: lambda: _("With the car"),
    OrderState.DONE: lambda: _("Done"),
    OrderState.UNSUCCESSFUL: lambda: _("Came in vain"),
    OrderState.CANCELLED: lambda: _("Cancel …"),
}
"""Buttons, in the order of the road."""

_WITH_PROVIDER: Mapping[OrderState, Callable[[], str]] = {
    OrderState.OFFERED: lambda: _("offered to {provider} at {time}, no answer yet"),
    OrderState.ACCEPTED: lambda: _("accepted by {provider} at {time}"),
    OrderState.REFUSED: lambda: _("refused by {provider} at {time}"),
    OrderState.EN_ROUTE: lambda: _("{provider} is on its way, said at {time}"),
    OrderState.ON_SITE: lambda: _("{provider} is with the car since {time}"),
    OrderState.DONE: lambda: _("done by {provider} at {time}"),
    OrderState.UNSUCCESSFUL: lambda: _("{provider} came in vain, said at {time}"),
    OrderState.CANCELLED: lambda: _("cancelled at {time}; {provider} had it"),
}

_PROMISED = (OrderState.OFFERED, OrderState.ACCEPTED, OrderState.EN_ROUTE)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]?([0-5]\d)")
_MINUTES = re.compile(r"\+\s*(\d{1,3})")
LATE_AT_MOST = timedelta(hours=1)
"""A time of day that was longer ago is the one to come."""


def order_text(order: OrderInfo, now: datetime) -> str:
    """Return how far an order got, and what was promised."""
    time = since_text(order.changed_at, now)
    if order.state is OrderState.BY_HAND:
        return _("to be placed by hand: nobody has been asked yet")
    if order.provider:
        text = _WITH_PROVIDER[order.state]().format(provider=order.provider, time=time)
    else:
        text = _("{state} at {time}").format(state=ORDERS[order.state](), time=time)
    if order.eta_at is not None and order.state in _PROMISED:
        promised = _("promised for {time}").format(time=since_text(order.eta_at, now))
        return f"{text}, {promised}"
    return text


def heading_text(order: OrderInfo, now: datetime) -> str:
    """Return what was ordered, by whom and when."""
    words = _("Tow truck, by the rules at {time}") if order.automatic else _("Tow truck, by an operator at {time}")
    return words.format(time=since_text(order.ordered_at, now))


def steps_of(state: OrderState) -> tuple[OrderState, ...]:
    """Return what may follow, in the order of the road."""
    return tuple(following for following in STEPS if may_become(state, following))


def eta_of(typed: str, now: datetime) -> datetime | None:
    """Return the instant of a typed time: "14:20", "1420", "14h20", "+25" (minutes from now); None = it is none.

    A time of day is the nearest one that was not more than an hour ago.
    """
    typed = typed.strip()
    minutes = _MINUTES.fullmatch(typed)
    if minutes is not None:
        return now + timedelta(minutes=int(minutes[1]))
    clock = _CLOCK.fullmatch(typed)
    if clock is None:
        return None
    local = now.astimezone()
    at = local.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    days = (at + timedelta(days=day) for day in (-1, 0, 1))
    return next(day for day in days if day >= local - LATE_AT_MOST)


def read_out(detail: CaseDetail) -> Iterator[tuple[str, str]]:
    """Give what a provider has to hear, with a label each; what is not known is said to be not known."""
    yield _("Plate"), detail.car.plate if detail.car is not None else detail.row.plate or _("not known")
    yield _("Car"), _car(detail.car)
    yield _("Place"), _place(detail.place)
    yield _("Coordinates"), _coordinates(detail.place)
    driver = detail.driver
    if driver is not None and driver.number_shown:
        unbroken = driver.number_shown.replace(" ", "\u00a0")
        yield _("Driver"), " · ".join(part for part in (driver.name, unbroken) if part)
    else:
        yield _("Driver"), _("no number known")
    yield _("Case"), detail.row.number


def _car(car: CarInfo | None) -> str:
    if car is None:
        return _("not known")
    parts = [car.make_model, car.colour]
    if car.propulsion in _CARE:
        parts.append(_CARE[car.propulsion]())
    return ", ".join(part for part in parts if part) or _("not known")


_CARE: Mapping[str, Callable[[], str]] = {
    "electric": lambda: _("ELECTRIC"),
    "hybrid": lambda: _("HYBRID"),
    "hydrogen": lambda: _("HYDROGEN"),
    "cng": lambda: _("CNG gas"),
    "lpg": lambda: _("LPG gas"),
}
"""What a tower has to bring other gear for."""


def _place(place: PlaceInfo | None) -> str:
    if place is None:
        return _("not known")
    parts = []
    if place.municipality is not None:
        name = municipality_name(place.municipality)
        parts.append(f"{name} ({place.postcode})" if place.postcode else name)
    if place.nearest_place:
        parts.append(_("near {place}").format(place=distant_name(place.nearest_place, place.nearest_place_m)))
    if place.country_codes and place.country_codes != ("BE",):
        parts.append(countries_text(place.country_codes))
    if place.heading_deg is not None:
        parts.append(_("heading {direction}").format(direction=compass_text(place.heading_deg)))
    return ", ".join(parts) or _("not known")


def _coordinates(place: PlaceInfo | None) -> str:
    if place is None:
        return _("not known")
    text = f"{place.latitude_deg:.5f}, {place.longitude_deg:.5f}"
    if place.is_last_known:
        return _("{coordinates} (last known, the car may be elsewhere)").format(coordinates=text)
    return text if place.accuracy_m is None else f"{text} (±{number(place.accuracy_m)} m)"
