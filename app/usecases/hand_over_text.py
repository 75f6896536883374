"""What is said to 112, line by line, in the order in which they ask.

The call of a centre arrives in its own province, so the first words ask for the one of the car. A place is said from
what is found fastest to what is exact: the road with its direction and kilometre point, the municipality and what is
near, the coordinates. Everything that is not known is said as unknown: a guess costs the time in which somebody looks
for it; what is known has its age. Instants stand as ‹ISO 8601›: the desk says them in the time of its screen, so that
the operator reads one clock. No trip, no history, no score: what 112 needs and nothing else. The text is in the
language of the call, because who speaks with the driver speaks with the province too. Abroad the first line says so:
Belgium cannot help there. A colour is said as it is stored: it is data, not a word of ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.answer import FIRE, HURT_OR_TRAPPED, ON_MOTORWAY, OUT_AND_SAFE, PERSONS, answer_of, said
from app.domain.case import Case, CasePlace
from app.domain.contact import CallAttempt, CallPurpose, ContactRole
from app.domain.ecall import CrashMark
from app.domain.provider import province_of
from app.domain.subscription import Language
from app.i18n import country_name, translator
from app.usecases.contact_ladder import is_driver_reached, nobody_reached, role_of
from app.usecases.hand_over_words import ago, compass_text, province_text
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
    say = Sayer(brief, now, language, _)
    lines = (
        say.who(),
        _("2 WHAT: {what}, at {time} ({age}).").format(
            what=_what(brief, _), time=_instant(brief.case.event_at), age=ago(brief.case.event_at, now, _)
        ),
        say.road(),
        _("4 PLACE: {place}.").format(place=_told_where(brief.case, language) or unknown),
        _("5 GPS (WGS 84): {position}").format(position=say.position()),
        _("6 VEHICLE: {car}").format(car=_car(brief, _) or unknown),
        _("7 PEOPLE: {persons}. Hurt or trapped: {hurt}. Out of the car and safe: {out}.").format(
            persons=_persons(brief) or unknown, hurt=say.of_people(HURT_OR_TRAPPED), out=say.of_people(OUT_AND_SAFE)
        ),
        _("8 DANGER: fire or smoke: {fire}.").format(fire=say.of_people(FIRE)),
        _("9 DRIVER: {driver}").format(driver=say.driver()),
        _("10 CALL US BACK: {number}, reference {reference}").format(number=back, reference=number),
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


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says what needs case, time and language at once."""

    brief: CaseBrief
    now: datetime
    language: Language
    translate: Say

    def who(self) -> str:
        """Ask for the centre of the province first, then say who speaks."""
        _, case = self.translate, self.brief.case
        centre = _("Please connect me with the 112 centre of {place}.").format(place=self._province() or _("unknown"))
        who = _("{centre}, reference {number}: an assistance centre, not the victim.")
        return f"1 {centre} {who.format(centre=CENTRE, number=case.number)}"

    def road(self) -> str:
        """Say road, direction and kilometre point as somebody told them, and which way the car drove."""
        _, case = self.translate, self.brief.case
        told = case.report.whereabouts if case.report is not None else ""
        road = told or _("road, direction and kilometre point unknown")
        motorway = _yes_no(said(self.brief.standing, ON_MOTORWAY), _)
        words = _("3 WHERE: {road}. Motorway: {motorway}. The car drove: {heading}.")
        return words.format(road=road, motorway=motorway, heading=self._heading())

    def position(self) -> str:
        """Say the coordinates, how good and how old they are."""
        _, place = self.translate, self.brief.case.place
        if place is None:
            return _("unknown")
        found = f"{place.latitude_deg:.5f}, {place.longitude_deg:.5f}"
        if place.is_told:
            return _("{position}, told on the phone and not measured").format(position=found)
        accuracy = _("unknown") if place.accuracy_m is None else f"{place.accuracy_m:.0f} m"
        sentence = (
            _("last known {position}, accuracy {accuracy}, at {time} ({age})")
            if place.is_last_known
            else _("{position}, accuracy {accuracy}, at {time} ({age})")
        )
        age = ago(place.fixed_at, self.now, _)
        return sentence.format(position=found, accuracy=accuracy, time=_instant(place.fixed_at), age=age)

    def of_people(self, fact: str) -> str:
        """What was said since the last impact, and how long ago; else what was said before it, as such."""
        _ = self.translate
        now, ever = said(self.brief.standing, fact), said(self.brief.answers, fact)
        answer = answer_of(self.brief.answers, fact)
        if now is not None and answer is not None:
            return f"{_yes_no(now, _)} ({ago(answer.said_at, self.now, _)})"
        if ever is None:
            return _yes_no(None, _)
        return _("unknown; before the last impact: {answer}").format(answer=_yes_no(ever, _))

    def driver(self) -> str:
        """Say whose number it is, how often it was called, and when last."""
        _, brief = self.translate, self.brief
        driver = None if brief.contract is None else brief.contract.driver
        mobile = None if driver is None else driver.mobile_e164
        made = [call for call in brief.calls if call.purpose is not CallPurpose.CALL_BACK]
        calls = [call for call in made if role_of(brief.contract, call.to_e164) in _MAY_BE_IN_THE_CAR]
        text = _("{name}, mobile {number}; called {count} x, answered: {answered}").format(
            name=_("unknown") if driver is None else driver.name,
            number=_("unknown") if mobile is None else shown(mobile),
            count=len(calls),
            answered=_yes_no(_answered(brief.case, calls), _),
        )
        if not calls:
            return text
        last = _("last call {age}").format(age=ago(calls[-1].requested_at, self.now, _))
        return f"{text}; {last}"

    def _province(self) -> str:
        """The province of the car; its municipality where the postcode does not tell."""
        place = self.brief.case.place
        province = None if place is None or not place.postcode else province_of(place.postcode)
        if province is None or (place is not None and place.in_belgium is False):
            return _municipality(place, self.language)
        return province_text(province, self.translate)

    def _heading(self) -> str:
        _, place = self.translate, self.brief.case.place
        if place is None or place.heading_deg is None:
            return _("unknown")
        return f"{compass_text(place.heading_deg, _)} ({place.heading_deg}°)"


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
    """Municipality and what is near; the country alone where nothing else is known."""
    return _where(case.place, language) or ", ".join(country_name(code, language) for code in case.country_codes)


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


def _answered(case: Case, calls: Sequence[CallAttempt]) -> bool | None:
    """A voicemail is no answer, and neither is the mother of the driver."""
    if is_driver_reached(case):
        return True
    return False if any(call.outcome is not None for call in calls) else None


def _instant(instant: datetime) -> str:
    """An instant for the desk to say in the time of its screen."""
    return f"‹{instant.isoformat(timespec='seconds')}›"
