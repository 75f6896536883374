"""Who a number of the ladder belongs to, and what may be said to them.

A contact person is first asked who is speaking. Nobody but the people of the car is told of a crash, a place or a
wound: the employer is asked to help to find the driver while at work, and hears outside working hours of an incident
with the vehicle and whether the driver was reached, and nothing that the driver might rather say there himself. Once he
was reached, nobody is told any more that he is looked for. The sentences are in the language of who is called.
"""

from collections.abc import Callable, Mapping

from app.api.cases import CaseDetail, RungInfo
from app.domain.contact import ContactRole
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.i18n import _, translator

ROLES: Mapping[ContactRole, Callable[[], str]] = {
    ContactRole.DRIVER: lambda: _("Driver"),
    ContactRole.SUBSCRIBER: lambda: _("Subscriber"),
    ContactRole.FAMILY: lambda: _("Family"),
    ContactRole.EMPLOYER: lambda: _("Employer"),
    ContactRole.OTHER: lambda: _("Contact person"),
    ContactRole.NOT_ON_RECORD: lambda: _("Number of this case"),
}

CALLS = (NextKind.CALL_DRIVER, NextKind.CALL_AGAIN, NextKind.CALL_BACK)
"""The steps that dial; who calls back says so in a sentence of its own (``promise_sentence``)."""

CALL_SENTENCES: Mapping[ContactRole, Callable[[], str]] = {
    ContactRole.SUBSCRIBER: lambda: _("Call the subscriber: {name}"),
    ContactRole.FAMILY: lambda: _("Call the family: {name}"),
    ContactRole.EMPLOYER: lambda: _("Call the employer: {name}"),
    ContactRole.OTHER: lambda: _("Call the contact person: {name}"),
}
"""NEXT for somebody who is not the driver."""

CAUTIONS: Mapping[ContactRole, Callable[[], str]] = {
    ContactRole.FAMILY: lambda: _("Ask first who is speaking. Say no place, and nothing of injuries."),
    ContactRole.EMPLOYER: lambda: _(
        "Say no place, no crash and nothing of injuries: only that you look for the driver."
    ),
    ContactRole.OTHER: lambda: _("Ask first who is speaking. Say no place, no crash and nothing of injuries."),
}
"""What to mind with somebody who is not of the contract."""


def called_rung(kind: NextKind, detail: CaseDetail) -> RungInfo | None:
    """Return whom NEXT calls, or who is on the phone, where that is not somebody of the car; None = the driver."""
    step = detail.row.next_step
    if kind is NextKind.SAY_OUTCOME:
        e164 = next((call.e164 for call in detail.calls if call.call_id == step.target_id), "")
    elif kind in CALLS:
        e164 = step.e164
    else:
        return None
    rung = next((one for one in detail.ladder if one.person.e164 == e164), None)
    if rung is None or rung.role in (ContactRole.DRIVER, ContactRole.NOT_ON_RECORD):
        return None
    has_driver = any(one.role is ContactRole.DRIVER for one in detail.ladder)
    return rung if has_driver or rung.role is not ContactRole.SUBSCRIBER else None


def driver_name(detail: CaseDetail) -> str:
    """Return the name of the driver; empty = not known."""
    return "" if detail.driver is None else detail.driver.name


def call_sentence(kind: NextKind, rung: RungInfo | None) -> str:
    """Return NEXT for a call to somebody who is not the driver; empty = it is none."""
    is_named = kind in CALLS and kind is not NextKind.CALL_BACK
    return CALL_SENTENCES[rung.role]().format(name=rung.person.name) if rung is not None and is_named else ""


def caution(rung: RungInfo | None) -> str:
    """Return what to mind with them; empty = nothing but the reason of the step."""
    if rung is not None and rung.is_off_hours:
        return _("Outside working hours: say only that there was an incident, and whether the driver was reached.")
    return CAUTIONS[rung.role]() if rung is not None and rung.role in CAUTIONS else ""


def spoken_to(rung: RungInfo, detail: CaseDetail, language: Language) -> str:
    """Return what to say to somebody who is not the driver."""
    say, role = translator(language.value), rung.role
    name = driver_name(detail) or _the_driver(say)
    if role is ContactRole.EMPLOYER and (detail.is_driver_reached or rung.is_off_hours):
        return _incident(say, "" if detail.car is None else detail.car.plate, is_reached=detail.is_driver_reached)
    if detail.is_driver_reached:
        return _reached(say, name)
    if role is ContactRole.SUBSCRIBER:
        return _to_subscriber(say)
    sentences = {ContactRole.FAMILY: _to_family, ContactRole.EMPLOYER: _to_employer}
    return sentences.get(role, _to_other)(say, name)


def _the_driver(_: Callable[[str], str]) -> str:
    return _("the driver")


def _incident(_: Callable[[str], str], plate: str, *, is_reached: bool) -> str:
    vehicle = _("There was an incident with the vehicle {plate}.").format(plate=plate)
    if not plate:
        vehicle = _("There was an incident with one of your vehicles.")
    said = _("The driver has been reached.") if is_reached else _("The driver has not been reached yet.")
    return f"{vehicle} {said}"


def _reached(_: Callable[[str], str], name: str) -> str:
    words = _("With whom am I speaking, please? We have spoken with {name}, who will tell you more.")
    return words.format(name=name)


def _to_subscriber(_: Callable[[str], str]) -> str:
    return _(
        "Your car has sent us an alarm and we do not reach the driver. Who is driving it, and on which number can we"
        " reach them?"
    )


def _to_family(_: Callable[[str], str], name: str) -> str:
    words = _(
        "With whom am I speaking, please? The car of {name} has sent us an alarm and we do not reach {name}. We know"
        " nothing more yet. Is {name} with you, or do you have another number?"
    )
    return words.format(name=name)


def _to_employer(_: Callable[[str], str], name: str) -> str:
    words = _(
        "We are looking for {name}, about a vehicle. Could you ask {name} to call us back, or give us another number?"
    )
    return words.format(name=name)


def _to_other(_: Callable[[str], str], name: str) -> str:
    words = _("With whom am I speaking, please? We are looking for {name}. Do you have another number for {name}?")
    return words.format(name=name)
