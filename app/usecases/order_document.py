"""An order as it leaves the house: one JSON document, made once and kept with its sending.

Mail carries it as an attachment beside a page for people (``app.reporting``), a partner's interface gets it as it is;
its members are documented in ``services/ordering/README.md``. It is written when the sending is made, so that what is
sent again after a crash is byte for byte the same.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from app.domain.case import CasePlace
from app.domain.ids import SendingId
from app.domain.sending import SendingPurpose
from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.usecases.order_text import cancel_lines, order_lines
from app.usecases.phone_numbers import e164_of
from app.usecases.tow_text import CENTRE, TowLine, TowSubject, number_of

SCHEMA: Final = "vivium-order/1"
_WITH_CAR: Final = frozenset({ServiceKind.TOW, ServiceKind.RENTAL, ServiceKind.REPATRIATION})

Document = Mapping[str, object]


def order_document(
    sending_id: SendingId,
    order: ServiceOrder,
    subject: TowSubject,
    language: Language,
    call_back_e164: str,
) -> Document:
    """Return what is sent to offer the order, or to change it; unknown is null, never left out."""
    place, driver = subject.case.place, subject.driver
    lines = tuple(order_lines(subject, order, language, call_back_e164))
    return {
        "schema": SCHEMA,
        "id": sending_id,
        "order": order.order_id,
        "version": order.version,
        "purpose": SendingPurpose.OFFER.value,
        "reference": subject.case.number,
        "kind": order.kind.value,
        "centre": CENTRE,
        "call_back": e164_of(call_back_e164) or call_back_e164 or None,
        "language": language.value,
        "wanted_at": None if order.wanted_at is None else order.wanted_at.isoformat(),
        "need": order.need or None,
        "place": _place(place, order),
        "deliver_to": order.deliver_to or None,
        "person": {"name": None if driver is None else driver.name or None, "phone": number_of(subject)},
        "car": _car(subject) if order.kind in _WITH_CAR else None,
        "text": [line.text for line in lines],
        "discloses": list(_disclosed(lines)),
    }


def changed(document: Document, sending_id: SendingId, version: int, purpose: SendingPurpose) -> Document:
    """Return the document of a later version that says the same things for another purpose."""
    return {**document, "id": sending_id, "version": version, "purpose": purpose.value}


def called_off(document: Document, sending_id: SendingId, version: int, why: str) -> Document:
    """Return the document that calls an order off; of person, place and car it says nothing any more."""
    back, language = str(document["call_back"] or ""), Language(str(document["language"]))
    lines = cancel_lines(str(document["reference"]), language, back, why)
    off = dict.fromkeys(("wanted_at", "need", "place", "deliver_to", "car"))
    nobody = {"person": {"name": None, "phone": None}, "text": [line.text for line in lines], "discloses": []}
    return {**changed(document, sending_id, version, SendingPurpose.CANCEL), **off, **nobody}


def as_text(document: Document) -> str:
    """Return it as it is stored and sent."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_document(text: str) -> Document:
    """Return what was stored."""
    document: Document = json.loads(text)
    return document


def lines_of(document: Document) -> tuple[str, ...]:
    """Return what people read in it."""
    text = document["text"]
    return tuple(str(line) for line in text) if isinstance(text, list) else ()


def fields_of(document: Document) -> tuple[str, ...]:
    """Return the names of what it tells of a person or a car."""
    fields = document["discloses"]
    return tuple(str(name) for name in fields) if isinstance(fields, list) else ()


def _disclosed(lines: tuple[TowLine, ...]) -> Iterator[str]:
    yield from dict.fromkeys(field for line in lines for field in line.discloses)


def _place(place: CasePlace | None, order: ServiceOrder) -> Document | None:
    if order.pick_up:
        return {"text": order.pick_up, "latitude_deg": None, "longitude_deg": None, "accuracy_m": None, "at": None}
    if place is None:
        return None
    names = () if place.municipality is None else (place.postcode or "", place.municipality.nl)
    return {
        "text": " ".join(part for part in names if part) or None,
        "latitude_deg": round(place.latitude_deg, 5),
        "longitude_deg": round(place.longitude_deg, 5),
        "accuracy_m": place.accuracy_m,
        "at": _instant(place.fixed_at),
    }


def _instant(at: datetime) -> str:
    return at.isoformat()


def _car(subject: TowSubject) -> Document | None:
    car = subject.car
    if car is None:
        return None
    return {
        "plate": car.plate or None,
        "make_model": car.make_model or None,
        "colour": car.colour or None,
        "propulsion": car.propulsion or None,
    }
