"""What a tow firm is told, line by line, in the language of the firm: to be read out or pasted into a mail.

A tower needs where, what car and who stands beside it. Nothing else of the person leaves the house: no contract, no
answer about anybody's body, no other number. What makes the car dangerous to load (its energy, that it rolled over,
that it smoked) is told, because the tower is a person too. Each line has a field name, so that the audit can say what
was disclosed; a line that says "unknown" disclosed nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from app.domain.answer import FIRE, ON_MOTORWAY, Answer, said, standing
from app.domain.box import Car
from app.domain.case import Case, CasePlace
from app.domain.contact import CallAttempt, CallPurpose, Disposition, wrong_numbers
from app.domain.errors import NotFound
from app.domain.ids import EcallId
from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import Language, Person
from app.i18n import colour_name, country_name, translator
from app.usecases.cars import car_of
from app.usecases.hand_over_words import compass_text, near_text
from app.usecases.phone_numbers import shown
from app.usecases.queries import CaseFile
from app.usecases.unit_of_work import UnitOfWork

CENTRE: Final = "VIVIUM Bijstand"

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class TowSubject:
    """Everything a tow firm may hear about.

    Attributes:
        order: Where it is fetched and brought, where a person said so; None = not ordered yet.
        rolled_over: None = not measured.
    """

    case: Case
    car: Car | None
    driver: Person | None
    calls: tuple[CallAttempt, ...]
    answers: tuple[Answer, ...]
    order: ServiceOrder | None
    rolled_over: bool | None = None


@dataclass(frozen=True, slots=True)
class TowLine:
    """One line. ``discloses``: names of what it tells about a person or a car; empty = nothing."""

    text: str
    discloses: tuple[str, ...] = ()


def subject_in_file(file: CaseFile) -> TowSubject:
    """Return what may be told of a case that is shown."""
    brief = file.brief
    running = [order for order in brief.orders if order.kind is ServiceKind.TOW and order.state.is_running]
    rolled = [one.measurement.rollover for one in file.ecalls if one.measurement is not None]
    return TowSubject(
        case=brief.case,
        car=brief.car,
        driver=None if brief.contract is None else brief.contract.driver,
        calls=brief.calls,
        answers=brief.standing,
        order=running[-1] if running else None,
        rolled_over=True if True in rolled else None,
    )


def subject_of(case: Case, order: ServiceOrder, uow: UnitOfWork) -> TowSubject:
    """Return what may be told of a case that is being changed."""
    box = uow.boxes.find(case.imei)
    contract = None if case.contract_id is None else uow.contracts.find(case.contract_id)
    return TowSubject(
        case=case,
        car=car_of(case, box, contract),
        driver=None if contract is None else contract.driver,
        calls=tuple(call for call in uow.calls.of_case(case.case_id) if not call.purpose.is_aside),
        answers=standing(uow.answers.of_case(case.case_id), case.struck_at),
        order=order,
        rolled_over=True if any(_rolled_over(ecall_id, uow) for ecall_id in case.ecall_ids) else None,
    )


def _rolled_over(ecall_id: EcallId, uow: UnitOfWork) -> bool:
    """Whether its trace says so; an E-call that is gone hinders no order."""
    with suppress(NotFound):
        measurement = uow.ecalls.get(ecall_id).measurement
        return measurement is not None and measurement.rollover is True
    return False


def tow_text(subject: TowSubject, language: Language, call_back_e164: str) -> str:
    """Return the whole text; ``call_back_e164``: of the centre, empty = not set."""
    return "\n".join(line.text for line in tow_lines(subject, language, call_back_e164))


def tow_lines(subject: TowSubject, language: Language, call_back_e164: str) -> Iterator[TowLine]:
    """Give the lines in the order in which a tower asks."""
    _ = translator(language)
    unknown, number = _("unknown"), subject.case.number
    yield TowLine(_("{centre}, reference {number}: please send a tow truck.").format(centre=CENTRE, number=number))
    yield from place_lines(subject, language, _)
    yield TowLine(*car_line(subject.car, language, unknown))
    for danger in _dangers(subject, _):
        yield TowLine(_("CAREFUL: {danger}").format(danger=danger), ("hazards",))
    yield TowLine(*person_line(subject, _, unknown))
    if subject.order is not None and subject.order.deliver_to:
        yield TowLine(_("BRING IT TO: {place}").format(place=subject.order.deliver_to), ("destination",))
    back = shown(call_back_e164) if call_back_e164 else unknown
    yield TowLine(
        _("CALL US: {number}, reference {reference}. When will you be there?").format(number=back, reference=number)
    )


def place_lines(subject: TowSubject, language: Language, _: Say) -> Iterator[TowLine]:
    """Give the place of the case, or of the police tower's drop-off, which alone counts then."""
    if subject.order is not None and subject.order.pick_up:
        is_towed = subject.order.kind is ServiceKind.TOW and _is_motorway(subject)
        words = _("PLACE: {place} (the police tower put it there)") if is_towed else _("PLACE: {place}")
        yield TowLine(words.format(place=subject.order.pick_up), ("pick_up",))
        return
    place = subject.case.place
    named = _named_or_told(_whereabouts(subject.case), _country_or_place(subject.case, language, _), _)
    yield TowLine(_("PLACE: {place}").format(place=named or _("unknown")), ("place",) if named else ())
    if place is None:
        yield TowLine(_("COORDINATES: {position}").format(position=_("unknown")))
    else:
        position = _("COORDINATES: {position}").format(position=_position(place, _))
        yield TowLine(position, ("coordinates",))
    road = {True: _("motorway"), False: _("no motorway"), None: _("unknown")}[said(subject.answers, ON_MOTORWAY)]
    yield TowLine(_("ROAD: {road}").format(road=road), () if road == _("unknown") else ("road",))


def _named_or_told(told: str, named: str, _: Say) -> str:
    """Return where it is; a bare figure (a postcode typed as the road) is passed on, and no place by itself."""
    if told and not named and not any(letter.isalpha() for letter in told):
        return ", ".join((_("unknown"), told))
    return ", ".join(part for part in (told, named) if part)


def _whereabouts(case: Case) -> str:
    """What a caller said of the road, which is nearer to the car than any name."""
    return "" if case.report is None else case.report.whereabouts


def _country_or_place(case: Case, language: Language, _: Say) -> str:
    if case.place is not None:
        return _named(case.place, language, _)
    return ", ".join(country_name(code, language) for code in case.country_codes)


def _is_motorway(subject: TowSubject) -> bool:
    return said(subject.answers, ON_MOTORWAY) is True


def _named(place: CasePlace, language: Language, _: Say) -> str:
    parts = []
    if place.municipality is not None:
        names = place.municipality
        name = {Language.FR: names.fr, Language.DE: names.de}.get(language, names.nl)
        parts.append(f"{name} ({place.postcode})" if place.postcode else name)
    near = near_text(place, _)
    if near:
        parts.append(near)
    if place.country_codes and place.country_codes != ("BE",):
        parts.append(", ".join(country_name(code, language) for code in place.country_codes))
    if place.heading_deg is not None:
        point = compass_text(place.heading_deg, _)
        parts.append(_("heading {point} ({degrees}°)").format(point=point, degrees=place.heading_deg))
    return ", ".join(parts)


def _position(place: CasePlace, _: Say) -> str:
    found = f"{place.latitude_deg:.5f}, {place.longitude_deg:.5f}"
    if place.is_last_known:
        return _("{coordinates} (last known, the car may be elsewhere)").format(coordinates=found)
    if place.is_told:
        return _("{coordinates} (told on the phone, not measured)").format(coordinates=found)
    return found if place.accuracy_m is None else f"{found} (±{place.accuracy_m:.0f} m)"


def car_line(car: Car | None, language: Language, unknown: str) -> tuple[str, tuple[str, ...]]:
    """Return the car in words, and what that tells."""
    _ = translator(language)
    parts = () if car is None else (car.plate, car.make_model, colour_name(car.colour, language))
    known = ", ".join(part for part in parts if part)
    return _("CAR: {car}").format(car=known or unknown), ("car",) if known else ()


def _dangers(subject: TowSubject, _: Say) -> Iterator[str]:
    """What a tower has to bring other gear for, or keep away from."""
    energies: Mapping[str, str] = {
        "electric": _("ELECTRIC, high voltage: load it, do not tow it on its wheels"),
        "hybrid": _("HYBRID, high voltage: load it, do not tow it on its wheels"),
        "hydrogen": _("HYDROGEN under pressure"),
        "cng": _("CNG gas under pressure"),
        "lpg": _("LPG gas under pressure"),
    }
    if subject.car is not None and subject.car.propulsion in energies:
        yield energies[subject.car.propulsion]
    if subject.rolled_over:
        yield _("it may have rolled over")
    if said(subject.answers, FIRE):
        yield _("fire or smoke was reported")


def number_of(subject: TowSubject) -> str | None:
    """Return the number on which the driver is reached: where somebody spoke with him, else his mobile.

    None where that mobile was found to be somebody else's: no partner is to call a stranger.
    """
    spoken = [call.to_e164 for call in _spoken(subject)]
    mobile = None if subject.driver is None else subject.driver.mobile_e164
    if spoken:
        return spoken[-1]
    return None if _is_wrong(subject, mobile) else mobile


def _is_wrong(subject: TowSubject, e164: str | None) -> bool:
    return e164 in wrong_numbers(subject.calls)


def _spoken(subject: TowSubject) -> list[CallAttempt]:
    calls = [call for call in subject.calls if call.to_e164]
    return [call for call in calls if call.disposition is Disposition.DRIVER_SPOKEN_TO]


def person_line(subject: TowSubject, _: Say, unknown: str) -> tuple[str, tuple[str, ...]]:
    """Return who stands beside it: who called from there, else the driver on record; and what that tells."""
    called = [call.person for call in _spoken(subject)[-1:] if call.purpose is CallPurpose.CALL_BACK]
    name = next((person for person in called if person), "" if subject.driver is None else subject.driver.name)
    number = number_of(subject)
    missing = unknown
    if subject.driver is not None and _is_wrong(subject, subject.driver.mobile_e164):
        missing = _("unknown (the number we have is wrong)")
    text = _("ON THE SPOT: {name}, {number}").format(name=name or unknown, number=shown(number) if number else missing)
    return text, tuple(field for field, known in (("name", name), ("number", number)) if known)
