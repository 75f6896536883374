"""Who a number of the ladder belongs to, and what may be said to them.

A contact person is first asked who is speaking. Nobody but the people of the car is told of a crash, a place or a
wound: the employer hears of an incident with the vehicle and that the driver was not reached yet, and nothing that the
driver might rather say there himself. The sentences are in the language of the person who is called.
"""

from collections.abc import Callable, Mapping

from app.domain.contact import ContactRole
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

CALL_SENTENCES: Mapping[ContactRole, Callable[[], str]] = {
    ContactRole.SUBSCRIBER: lambda: _("Call the subscriber: {name}"),
    ContactRole.FAMILY: lambda: _("Call the family: {name}"),
    ContactRole.EMPLOYER: lambda: _("Call the employer: {name}"),
    ContactRole.OTHER: lambda: _("Call the contact person: {name}"),
    ContactRole.NOT_ON_RECORD: lambda: _("Call the number of this case again"),
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


def speaks_for_the_car(role: ContactRole) -> bool:
    """Whether whoever answers is asked about the crash itself."""
    return role in (ContactRole.DRIVER, ContactRole.NOT_ON_RECORD)


def spoken_to(role: ContactRole, driver: str, language: Language) -> str:
    """Return what to say to somebody who is not the driver; ``driver``: name, empty = not known."""
    say = translator(language.value)
    name = driver or _the_driver(say)
    if role is ContactRole.SUBSCRIBER:
        return _to_subscriber(say)
    sentences = {ContactRole.FAMILY: _to_family, ContactRole.EMPLOYER: _to_employer}
    return sentences.get(role, _to_other)(say, name)


def _the_driver(_: Callable[[str], str]) -> str:
    return _("the driver")


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
