"""What is said to 112, line by line, in the order in which they ask.

The call of a centre arrives in its own province, so the first words ask for the one of the car. A place is said from
what is found fastest to what is exact: the road with its direction and kilometre point, the municipality and what is
near, the coordinates. Everything that is not known is said as unknown: a guess costs the time in which somebody looks
for it; what is known has its time. Instants stand as ‹ISO 8601›: the desk says them in the time of its screen, so that
the operator reads one clock; a clock time stays true for as long as the call lasts, an age does not. No trip, no
history, no score: what 112 needs and nothing else. The text is in the language of the centre where the car is; the
operator can choose another. Abroad the first line says so: Belgium cannot help there. 101 is told the same, but its
first words ask the police, and for what: on a motorway they send the tow.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.domain.answer import (
    FIRE,
    HURT_OR_TRAPPED,
    ON_MOTORWAY,
    OUT_AND_SAFE,
    PERSONS,
    EmergencyNumber,
    answer_of,
    said,
)
from app.domain.case import Case, CasePlace
from app.domain.contact import CallAttempt, CallPurpose, ContactRole, unused_numbers, wrong_numbers
from app.domain.ecall import CrashMark
from app.domain.provider import province_of
from app.domain.service_order import TowRegime
from app.domain.subscription import Language, Person
from app.i18n import colour_name, country_name, translator
from app.usecases.contact_ladder import is_driver_reached, nobody_reached, role_of
from app.usecases.hand_over_words import compass_text, near_text, province_text
from app.usecases.incident_words import incident_text
from app.usecases.phone_numbers import shown
from app.usecases.queries import CaseBrief, CaseFile
from app.usecases.tow_regime import is_police_tow, regime_of

CENTRE: Final = "VIVIUM Bijstand"
_MAY_BE_IN_THE_CAR: Final = (ContactRole.DRIVER, ContactRole.NOT_ON_RECORD)

Say = Callable[[str], str]


def hand_over_text(
    file: CaseFile,
    language: Language,
    call_back_e164: str,
    to: EmergencyNumber = EmergencyNumber.EMERGENCY_112,
) -> str:
    """Return the text; ``call_back_e164``: of the centre, empty = not set."""
    _ = translator(language)
    brief = file.brief
    number, unknown = brief.case.number, _("unknown")
    back = shown(call_back_e164) if call_back_e164 else unknown
    say = Sayer(brief, language, _)
    is_police = to is EmergencyNumber.POLICE_101
    lines = (
        say.to_the_police() if is_police else say.who(),
        *_welfare(brief, _),
        _("2 WHAT: {what}, at {time}.").format(what=_what(brief, _), time=_instant(brief.case.event_at)),
        say.road(),
        _("4 PLACE: {place}.").format(place=_told_where(brief.case, language, _) or unknown),
        _("5 GPS (WGS 84): {position}").format(position=say.position()),
        _("6 VEHICLE: {car}").format(car=_car(brief, language, _) or unknown),
        _("7 PEOPLE: {persons}. Hurt or trapped: {hurt}. Out of the car and safe: {out}.").format(
            persons=_persons(brief) or unknown, hurt=say.of_people(HURT_OR_TRAPPED), out=say.of_people(OUT_AND_SAFE)
        ),
        _("8 DANGER: fire or smoke: {fire}.").format(fire=say.of_people(FIRE)),
        _("9 DRIVER: {driver}").format(driver=say.driver()),
        _("10 CALL US BACK: {number}, reference {reference}").format(number=back, reference=number),
    )
    return "\n".join((*_abroad(brief.case, language, _), *lines))


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
    calls = _right(brief.calls)
    if not calls and unused_numbers(brief.calls):
        return (_("Please have somebody go and look: the number we have is not in use, says the exchange."),)
    if not calls and brief.calls:
        return (_("Please have somebody go and look: the number we have is wrong."),)
    if not calls:
        return (_("Please have somebody go and look: no number of anybody in the car is known."),)
    words = _("Please have somebody go and look: nobody answers (calls: {calls}, numbers: {numbers}).")
    alive = sum(call.outcome is not None and call.outcome.is_alive for call in calls)
    if alive:
        words = _(
            "Please have somebody go and look: nobody was spoken to (calls: {calls}, numbers: {numbers},"
            " engaged or declined: {engaged})."
        )
    numbers = {call.to_e164 for call in calls}
    return (words.format(calls=len(calls), numbers=len(numbers), engaged=alive),)


def _right(calls: Iterable[CallAttempt]) -> list[CallAttempt]:
    """Leave out the calls that rang at a stranger's, or nowhere: nobody of the car was called by them."""
    return [call for call in calls if not call.went_astray]


def _yes_no(answer: bool | None, _: Say) -> str:  # noqa: FBT001 - the answer is what is said
    if answer is None:
        return _("unknown")
    return _("YES") if answer else _("NO")


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says what needs case and language at once."""

    brief: CaseBrief
    language: Language
    translate: Say

    def who(self) -> str:
        """Ask for the centre of the province first, then say who speaks."""
        _, case = self.translate, self.brief.case
        words = _("Please connect me with the 112 centre of {place}.")
        place = self._province()
        if not place:
            words = _("Please connect me with the emergency centre for this place: {place}.")
            place = _municipality(case.place, self.language) or _("unknown")
        return f"1 {words.format(place=place)} {self._ourselves()}"

    def to_the_police(self) -> str:
        """Say who speaks, and what is asked of the police: on a motorway the tow that they alone can send."""
        _, case = self.translate, self.brief.case
        asked = _("We ask for the police.")
        if is_police_tow(case, self.brief.standing):
            asked = {
                TowRegime.FAST: _("We ask for the F.A.S.T. tow of a car that is immobilised on the motorway."),
                TowRegime.SIABIS: _("We ask for the SIABIS+ tow of a car that is immobilised on the motorway."),
                TowRegime.POLICE: _("We ask for the police tow of a car that is immobilised on the motorway."),
            }[regime_of(case.place)]
        return f"1 {self._ourselves()} {asked}"

    def _ourselves(self) -> str:
        _ = self.translate
        who = _("{centre}, reference {number}: an assistance centre, not the victim.")
        return who.format(centre=CENTRE, number=self.brief.case.number)

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
            _("last known {position}, accuracy {accuracy}, at {time}")
            if place.is_last_known
            else _("{position}, accuracy {accuracy}, at {time}")
        )
        return sentence.format(position=found, accuracy=accuracy, time=_instant(place.fixed_at))

    def of_people(self, fact: str) -> str:
        """What was said since the last impact, and when; else what was said before it, as such."""
        _ = self.translate
        now, ever = said(self.brief.standing, fact), said(self.brief.answers, fact)
        answer = answer_of(self.brief.answers, fact)
        if now is not None and answer is not None:
            return f"{_yes_no(now, _)} ({_instant(answer.said_at)})"
        if ever is None:
            return _yes_no(None, _)
        return _("unknown; before the last impact: {answer}").format(answer=_yes_no(ever, _))

    def driver(self) -> str:
        """Say the number on which they spoke, else the one on record, how often it was called, and when last.

        Where no driver is named, the subscriber may be who drove, and is said to be no more than that.
        """
        _, brief = self.translate, self.brief
        made = [call for call in _right(brief.calls) if call.purpose is not CallPurpose.CALL_BACK]
        calls = [call for call in made if role_of(brief.contract, call.to_e164) in self._in_the_car()]
        wrong = wrong_numbers(brief.calls)
        number = self._number(wrong)
        text = _("{name}, mobile {number}; called {count} x, answered: {answered}").format(
            name=self._name(),
            number=_unknown_number(wrong, _) if number is None else self._shown(number),
            count=len(calls),
            answered=_yes_no(_answered(brief.case, calls), _),
        )
        if not calls:
            return text
        last = _("last call at {time}").format(time=_instant(calls[-1].requested_at))
        return f"{text}; {last}"

    def _person(self) -> Person | None:
        """Who drove, as far as the contract tells."""
        contract = self.brief.contract
        return None if contract is None else contract.driver or contract.subscriber

    def _name(self) -> str:
        _, contract, person = self.translate, self.brief.contract, self._person()
        if person is None or contract is None:
            return _("unknown")
        return person.name if contract.driver is not None else _("unknown; subscriber: {name}").format(name=person.name)

    def _number(self, wrong: Collection[str]) -> str | None:
        """Where somebody of the car spoke, else the mobile on record; not one that is somebody else's."""
        spoken = [call for call in self.brief.calls if call.disposition is not None and call.disposition.driver_reached]
        person = self._person()
        found = [call.to_e164 for call in spoken if call.to_e164 and call.to_e164 not in wrong]
        on_record = None if person is None or person.mobile_e164 in wrong else person.mobile_e164
        return found[-1] if found else on_record

    def _shown(self, e164: str) -> str:
        """A number that the exchange does not know is told all the same: it may be the route."""
        _ = self.translate
        if e164 in unused_numbers(self.brief.calls):
            return _("{number} (not in use, says the exchange)").format(number=shown(e164))
        return shown(e164)

    def _in_the_car(self) -> Collection[ContactRole]:
        contract = self.brief.contract
        is_named = contract is None or contract.driver is not None
        return _MAY_BE_IN_THE_CAR if is_named else (*_MAY_BE_IN_THE_CAR, ContactRole.SUBSCRIBER)

    def _province(self) -> str:
        """The province of the car, which has one centre; empty = abroad, or the postcode does not tell."""
        place = self.brief.case.place
        province = None if place is None or not place.postcode else province_of(place.postcode)
        if province is None or (place is not None and place.in_belgium is False):
            return ""
        return province_text(province, self.translate)

    def _heading(self) -> str:
        _, place = self.translate, self.brief.case.place
        if place is None or place.heading_deg is None:
            return _("unknown")
        return f"{compass_text(place.heading_deg, _)} ({place.heading_deg}°)"


def _unknown_number(wrong: Collection[str], _: Say) -> str:
    return _("unknown (the number we have is wrong)") if wrong else _("unknown")


def _what(brief: CaseBrief, _: Say) -> str:
    """What happened; and that other cars of ours crashed there too, as far as is known."""
    others, happened = len(brief.case.nearby), _happened(brief, _)
    if not others:
        return happened
    beside = _("other cars crashed beside it, known to us: {count}").format(count=others)
    return f"{happened}; {beside}"


def _happened(brief: CaseBrief, _: Say) -> str:
    if brief.case.mark is CrashMark.PHONE and brief.case.report is not None:
        return _("told on the phone: {what}").format(what=incident_text(brief.case.report.incident, _))
    if brief.case.mark is CrashMark.SOS:
        return _("the driver pressed SOS")
    if brief.peak_g is None:
        return _("impact reported by the car, strength unknown")
    words = _("impact of {peak} g detected by the car")
    if brief.peak_capped:
        words = _("impact of at least {peak} g detected by the car: its sensor measures no more")
    whole, _point, fraction = f"{brief.peak_g:.1f}".partition(".")
    return words.format(peak=_("{whole}.{fraction}").format(whole=whole, fraction=fraction))


def _municipality(place: CasePlace | None, language: Language) -> str:
    if place is None or place.municipality is None:
        return ", ".join(country_name(code, language) for code in place.country_codes) if place is not None else ""
    names = place.municipality
    named = {Language.FR: names.fr, Language.DE: names.de}.get(language, names.nl)
    return f"{named} ({place.postcode})" if place.postcode else named


def _where(place: CasePlace | None, language: Language, _: Say) -> str:
    if place is None:
        return ""
    return ", ".join(part for part in (_municipality(place, language), near_text(place, _)) if part)


def _told_where(case: Case, language: Language, _: Say) -> str:
    """Municipality and what is near; the country alone where nothing else is known."""
    return _where(case.place, language, _) or ", ".join(country_name(code, language) for code in case.country_codes)


def _car(brief: CaseBrief, language: Language, _: Say) -> str:
    car = brief.car
    if car is None:
        return ""
    parts = (car.make_model, colour_name(car.colour, language), car.plate, _propulsion(car.propulsion, _))
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
