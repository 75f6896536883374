"""The lines of the case: car, driver, contract, place, box. What is not known is said to be not known."""

from collections.abc import Iterator
from datetime import datetime

from app.api.cases import CallerInfo, CarInfo, CaseDetail, PersonInfo, PlaceInfo
from app.domain.clock import age_s
from app.domain.contact import NumberKind
from app.domain.subscription import ContractState
from app.i18n import _, colour_name
from ui.case.state import Fact, Phrase, Tone
from ui.words.cars import PROPULSIONS
from ui.words.cases import CONTRACTS
from ui.words.contacts import LANGUAGES, NUMBER_KINDS
from ui.words.impacts import impact_line, only_presses
from ui.words.incidents import CALLERS
from ui.words.places import border_doubt, compass_text, coordinates_text, countries_text, place_name
from ui.words.times import age_text, moment

OLD_FIX_S = 60.0
"""From here on the age of the fix needs a look; the map may show where the car was."""

FUTURE_FIX_S = 5.0
"""Clocks may differ by this much; a fix further in the future says nothing about its age."""

_RECORD_KEY = "Ctrl+R"

_RESCUERS_ASK = ("electric", "hydrogen", "hybrid", "cng", "lpg")


def facts(detail: CaseDetail, now: datetime) -> Iterator[Fact]:
    """Give the lines from top to bottom."""
    yield Fact(_("Car"), _car(detail.car, detail.row.plate))
    yield Fact(_("Driver"), _driver(detail))
    if detail.callers:
        yield Fact(_("Caller"), tuple(_caller(detail.callers[-1])))
    yield Fact(_("Place"), tuple(_where(detail, now)))
    yield Fact(_("Contract"), (*_contract(detail), *_record(detail)))
    if len(detail.ecalls) > 1:
        words = _("SOS") if only_presses(detail.ecalls) else _("Impacts")
        for position, ecall in enumerate(detail.ecalls, start=1):
            yield Fact(words if position == 1 else "", (Phrase(impact_line(position, ecall)),))
    yield Fact(_("Box"), tuple(_box(detail)))


def _car(car: CarInfo | None, plate: str | None) -> tuple[Phrase, ...]:
    if car is None:
        known = Phrase(plate, strong=True, copy=plate) if plate else Phrase(_("car not known"), Tone.ATTENTION)
        return (known,)
    phrases = [Phrase(car.plate or _("plate unknown"), strong=True, copy=car.plate)]
    words = " ".join(part for part in (car.make_model, colour_name(car.colour)) if part)
    if words:
        phrases.append(Phrase(words))
    phrases.append(_propulsion(car.propulsion))
    return tuple(phrases)


def _propulsion(word: str) -> Phrase:
    if not word:
        return Phrase(_("propulsion not known"), Tone.MUTED)
    text = PROPULSIONS[word]() if word in PROPULSIONS else word
    if word in _RESCUERS_ASK:
        return Phrase(text, Tone.ATTENTION, strong=True, hint=_("Tell the fire brigade and the tow firm."))
    return Phrase(text)


def _driver(detail: CaseDetail) -> tuple[Phrase, ...]:
    driver = detail.driver
    if driver is None:
        return (Phrase(_("driver not known: ask the subscriber"), Tone.ATTENTION),)
    is_wrong = any(rung.is_wrong and rung.person.e164 == driver.e164 for rung in detail.ladder)
    wrong = (Phrase(_("wrong number"), Tone.ATTENTION, strong=True),) if is_wrong and driver.e164 else ()
    return (*person_phrases(driver), *wrong)


def person_phrases(person: PersonInfo) -> Iterator[Phrase]:
    """Say who somebody is and how to reach them."""
    yield Phrase(person.name or _("name not known"), strong=True)
    language = _("language not known") if person.language is None else LANGUAGES[person.language]()
    yield Phrase(f"({language})", Tone.MUTED)
    if person.e164 is None and not person.number_shown:
        yield Phrase(_("no number known"), Tone.ATTENTION)
        return
    yield Phrase(person.number_shown, strong=True, copy=person.e164 or "")
    yield _number_kind(person.number_kind)


def _number_kind(kind: NumberKind | None) -> Phrase:
    if kind is None:
        return Phrase(_("number not checked"), Tone.MUTED)
    tone = Tone.MUTED if kind is NumberKind.MOBILE else Tone.ATTENTION
    return Phrase(NUMBER_KINDS[kind](), tone)


def _caller(caller: CallerInfo) -> Iterator[Phrase]:
    """Who called in last."""
    yield Phrase(caller.name or _("name not known"), strong=True)
    yield Phrase(f"({CALLERS[caller.relation]()})", Tone.MUTED)
    if caller.e164:
        yield Phrase(caller.number_shown, strong=True, copy=caller.e164)
    yield Phrase(_("called at {time}").format(time=moment(caller.called_at)), Tone.MUTED)


def _where(detail: CaseDetail, now: datetime) -> Iterator[Phrase]:
    """The place, and what a caller said of the road, which is nearer to the car than any name."""
    report = detail.report
    if report is not None and report.whereabouts:
        yield Phrase(report.whereabouts, strong=True, copy=report.whereabouts)
    if detail.place is not None or report is None:
        yield from _place(detail.place, now)
        return
    country = countries_text(detail.row.country_codes)
    yield Phrase(country, strong=True) if country else Phrase(_("place not said yet: ask"), Tone.ATTENTION, strong=True)
    if country and detail.row.country_codes != ("BE",):
        yield Phrase(_("outside Belgium"), Tone.ATTENTION)


def _place(place: PlaceInfo | None, now: datetime) -> Iterator[Phrase]:
    if place is None:
        yield Phrase(_("place unknown: the box has sent no position"), Tone.ATTENTION, strong=True)
        return
    if place.is_last_known:
        age = age_text(age_s(place.fixed_at, now))
        words = _("place unknown, last known {age} ago:").format(age=age)
        yield Phrase(words, Tone.ATTENTION, strong=True)
    yield Phrase(place_name(place), strong=True)
    doubt = border_doubt(place)
    if doubt:
        yield Phrase(doubt, Tone.ATTENTION)
    if place.is_told:
        yield Phrase(_("told on the phone, not measured"), Tone.ATTENTION)
    coordinates = coordinates_text(place)
    yield Phrase(coordinates, Tone.MUTED, copy=coordinates)
    yield _accuracy(place)
    if not place.is_last_known and not place.is_told:
        yield _fix_age(place, now)
    if place.heading_deg is not None:
        words = _("heading {point} ({degrees}°)")
        yield Phrase(words.format(point=compass_text(place.heading_deg), degrees=place.heading_deg), Tone.MUTED)


def _fix_age(place: PlaceInfo, now: datetime) -> Phrase:
    age_seconds = age_s(place.fixed_at, now)
    if age_seconds < -FUTURE_FIX_S:
        words = _("age of the fix not known: its time, {time}, is in the future")
        return Phrase(words.format(time=moment(place.fixed_at)), Tone.ATTENTION)
    tone = Tone.ATTENTION if age_seconds > OLD_FIX_S else Tone.MUTED
    return Phrase(_("fix {age} old").format(age=age_text(age_seconds)), tone)


def _accuracy(place: PlaceInfo) -> Phrase:
    if place.accuracy_m is None:
        return Phrase(_("accuracy not known"), Tone.MUTED)
    return Phrase(f"±{place.accuracy_m:.0f} m", Tone.MUTED)


def _contract(detail: CaseDetail) -> Iterator[Phrase]:
    contract = detail.contract
    if contract is None:
        yield Phrase(_("no contract known: act first, check after"), Tone.ATTENTION)
        return
    yield Phrase(contract.policy_number, strong=True, copy=contract.policy_number)
    tone = Tone.PLAIN if contract.state is ContractState.IN_FORCE else Tone.ATTENTION
    yield Phrase(CONTRACTS[contract.state](), tone)
    subscriber = contract.subscriber
    if detail.driver is None or subscriber.name != detail.driver.name:
        yield Phrase(_("subscriber {name}").format(name=subscriber.name))
        if subscriber.number_shown:
            yield Phrase(subscriber.number_shown, copy=subscriber.e164 or "")


def _record(detail: CaseDetail) -> Iterator[Phrase]:
    """The way to what is on record of the car, with its key; a box has a record without a contract too."""
    if detail.contract is not None or (detail.box_model is not None and detail.imei is not None):
        opening = _("Open")
        yield Phrase(f"{opening} [{_RECORD_KEY}]", Tone.MUTED, hint=_("Contract of this case"), opens_record=True)


def _box(detail: CaseDetail) -> Iterator[Phrase]:
    model = detail.box_model
    if detail.imei is None:
        yield Phrase(_("no box known for this car"), Tone.MUTED)
        return
    yield Phrase(model, Tone.MUTED) if model else Phrase(_("model not known"), Tone.MUTED)
    yield Phrase(detail.imei, Tone.MUTED, copy=detail.imei)
    if any(ecall.authenticated is False for ecall in detail.ecalls):
        hint = _("This kind of box cannot prove who it is: its number is a claim. Compare with what the driver says.")
        yield Phrase(_("unauthenticated source"), Tone.MUTED, hint=hint)
    if any(ecall.unplugged for ecall in detail.ecalls):
        yield Phrase(_("box lost its power supply"), Tone.ATTENTION)
