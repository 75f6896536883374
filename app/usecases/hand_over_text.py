"""What is said to 112, line by line, in the order in which they ask.

Everything that is not known is said as unknown: a guess costs the time in which somebody looks for it. Times are local
with their age. No trip, no history, no score: what 112 needs and nothing else. The text is in the language of the call,
because who speaks with the driver speaks with the province too. Abroad the first line says so: Belgium
cannot help there. A colour is said as it is stored: it is data, not a word of ours.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS, answer_of, said
from app.domain.case import Case, CasePlace
from app.domain.contact import CallAttempt, CallPurpose, ContactRole
from app.domain.ecall import CrashMark
from app.domain.subscription import Language
from app.i18n import country_name, translator
from app.usecases.contact_ladder import is_driver_reached, nobody_reached, role_of
from app.usecases.holds import BELGIAN_TIME
from app.usecases.incident_words import incident_text
from app.usecases.phone_numbers import shown
from app.usecases.queries import CaseBrief, CaseFile

CENTRE: Final = "VIVIUM Bijstand"
_MAY_BE_IN_THE_CAR: Final = (ContactRole.DRIVER, ContactRole.NOT_ON_RECORD)

Say = Callable[[str], str]


def hand_over_text(file: CaseFile, now: datetime, language: Language, call_back_e164: str) -> str:
    """Return the text; ``call_back_e164``: of the centre, empty = not set."""
    _ = translator(language)
    brief = file.brief
    number, unknown = brief.case.number, _("unknown")
    back = shown(call_back_e164) if call_back_e164 else unknown
    lines = (
        _("1 {centre}, reference {number}. I am an assistance centre, not the victim. The car is in {place}.").format(
            centre=CENTRE, number=number, place=_municipality(brief.case.place, language) or unknown
        ),
        _("2 WHAT: {what}, at {time} ({minutes} min ago).").format(
            what=_what(brief, _), time=_local(brief.case.event_at), minutes=_minutes(brief.case.event_at, now)
        ),
        _("3 WHERE: {place}. Motorway: {motorway}.").format(
            place=_told_where(brief.case, language) or unknown, motorway=_yes_no(said(brief.standing, ON_MOTORWAY), _)
        ),
        _("4 GPS: {position}").format(position=_position(brief.case.place, _)),
        _("5 VEHICLE: {car}").format(car=_car(brief, _) or unknown),
        _("6 PEOPLE: {persons}. Hurt or trapped: {hurt}. Out of the car and safe: {out}.").format(
            persons=_persons(brief) or unknown,
            hurt=_of_people(brief, HURT_OR_TRAPPED, _),
            out=_of_people(brief, OUT_AND_SAFE, _),
        ),
        _("7 DANGER: fire or smoke: {fire}.").format(fire=_of_people(brief, FIRE, _)),
        _("8 DRIVER: {driver}").format(driver=_driver(brief, _)),
        _("9 CALL US BACK: {number}, reference {reference}").format(number=back, reference=number),
    )
    return "\n".join((*_abroad(brief.case, language, _), *_welfare(brief, _), *lines))


def _abroad(case: Case, language: Language, _: Say) -> tuple[str, ...]:
    """The line before all others when it is certain that the car is not in Belgium."""
    if case.in_belgium is not False:
        return ()
    words = _("This is not Belgium: the car is in {place}; the emergency service there must be reached.")
    named = ", ".join(country_name(code, language) for code in case.country_codes)
    return (words.format(place=named or _("unknown")),)


def _welfare(brief: CaseBrief, _: Say) -> tuple[str, ...]:
    """What is asked of them when nobody could be reached: to go and look."""
    if not nobody_reached(brief):
        return ()
    if not brief.calls:
        return (_("Please have somebody go and look: no number of anybody in the car is known."),)
    words = _("Please have somebody go and look: nobody answers ({calls} calls to {numbers} numbers).")
    alive = sum(call.outcome is not None and call.outcome.is_alive for call in brief.calls)
    if alive:
        words = _(
            "Please have somebody go and look: nobody was spoken to ({calls} calls to {numbers} numbers, {engaged} of"
            " them engaged or declined)."
        )
    numbers = {call.to_e164 for call in brief.calls}
    return (words.format(calls=len(brief.calls), numbers=len(numbers), engaged=alive),)


def _yes_no(answer: bool | None, _: Say) -> str:  # noqa: FBT001 - the answer is what is said
    if answer is None:
        return _("unknown")
    return _("YES") if answer else _("NO")


def _of_people(brief: CaseBrief, fact: str, _: Say) -> str:
    """What was said since the last impact; where nothing was, also what was said before it, as such."""
    now, ever = said(brief.standing, fact), said(brief.answers, fact)
    if now is not None or ever is None:
        return _yes_no(now, _)
    return _("unknown; before the last impact: {answer}").format(answer=_yes_no(ever, _))


def _what(brief: CaseBrief, _: Say) -> str:
    if brief.case.mark is CrashMark.PHONE and brief.case.report is not None:
        return _("told on the phone: {what}").format(what=incident_text(brief.case.report.incident, _))
    if brief.case.mark is CrashMark.SOS:
        return _("the driver pressed SOS")
    if brief.peak_g is None:
        return _("impact reported by the car, strength unknown")
    return _("impact of {peak} g detected by the car").format(peak=f"{brief.peak_g:.1f}")


def _municipality(place: CasePlace | None, language: Language) -> str:
    if place is None or place.municipality is None:
        return ", ".join(country_name(code, language) for code in place.country_codes) if place is not None else ""
    names = place.municipality
    named = {Language.FR: names.fr, Language.DE: names.de}.get(language, names.nl)
    return f"{named} ({place.postcode})" if place.postcode else named


def _where(place: CasePlace | None, language: Language) -> str:
    if place is None:
        return ""
    near = (
        f"{place.nearest_place} ({place.nearest_place_m:.0f} m)"
        if place.nearest_place and place.nearest_place_m
        else ""
    )
    return ", ".join(part for part in (_municipality(place, language), near) if part)


def _told_where(case: Case, language: Language) -> str:
    """The place with what a caller said of the road; the country alone where nothing else is known."""
    known = _where(case.place, language) or ", ".join(country_name(code, language) for code in case.country_codes)
    told = "" if case.report is None else case.report.whereabouts
    return ", ".join(part for part in (told, known) if part)


def _position(place: CasePlace | None, _: Say) -> str:
    if place is None:
        return _("unknown")
    accuracy = _("unknown") if place.accuracy_m is None else f"{place.accuracy_m:.0f} m"
    heading = _("unknown") if place.heading_deg is None else f"{place.heading_deg}°"
    found = f"{place.latitude_deg:.5f}, {place.longitude_deg:.5f}"
    if place.is_told:
        return _("{position}, told on the phone and not measured").format(position=found)
    sentence = (
        _("last known {position}, accuracy {accuracy}, at {time}, heading {heading}")
        if place.is_last_known
        else _("{position}, accuracy {accuracy}, at {time}, heading {heading}")
    )
    return sentence.format(position=found, accuracy=accuracy, time=_local(place.fixed_at), heading=heading)


def _car(brief: CaseBrief, _: Say) -> str:
    car = brief.car
    parts = () if car is None else (car.make_model, car.colour, car.plate, _propulsion(car.propulsion, _))
    return ", ".join(part for part in parts if part)


def _propulsion(word: str, _: Say) -> str:
    """What firemen ask first; in capitals, a word that is not known as it was stored."""
    words = {
        "gasoline": _("petrol"),
        "diesel": _("diesel"),
        "cng": _("CNG gas"),
        "lpg": _("LPG gas"),
        "electric": _("ELECTRIC"),
        "hydrogen": _("HYDROGEN"),
        "hybrid": _("HYBRID"),
        "other": _("other propulsion"),
    }
    return words.get(word, word).upper()


def _persons(brief: CaseBrief) -> str:
    found = answer_of(brief.standing, PERSONS)
    return "" if found is None else str(found.value)


def _driver(brief: CaseBrief, _: Say) -> str:
    driver = None if brief.contract is None else brief.contract.driver
    mobile = None if driver is None else driver.mobile_e164
    number = _("unknown") if mobile is None else shown(mobile)
    name = _("unknown") if driver is None else driver.name
    made = [call for call in brief.calls if call.purpose is not CallPurpose.CALL_BACK]
    calls = [call for call in made if role_of(brief.contract, call.to_e164) in _MAY_BE_IN_THE_CAR]
    return _("{name}, mobile {number}; called {count} x, answered: {answered}").format(
        name=name, number=number, count=len(calls), answered=_yes_no(_answered(brief.case, calls), _)
    )


def _answered(case: Case, calls: Sequence[CallAttempt]) -> bool | None:
    """A voicemail is no answer, and neither is the mother of the driver."""
    if is_driver_reached(case):
        return True
    return False if any(call.outcome is not None for call in calls) else None


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(BELGIAN_TIME):%H:%M:%S}"


def _minutes(instant: datetime, now: datetime) -> int:
    return max(int((now - instant).total_seconds() // 60), 0)
