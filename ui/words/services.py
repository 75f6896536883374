"""Words of what is ordered from partners, and of how an order leaves for them."""

from collections.abc import Callable, Mapping

from app.domain.provider import Skill
from app.domain.sending import SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import DisclosureBasis, Recipient, ServiceKind
from app.i18n import _

SERVICES: Mapping[ServiceKind, Callable[[], str]] = {
    ServiceKind.TOW: lambda: _("tow truck"),
    ServiceKind.TAXI: lambda: _("taxi"),
    ServiceKind.HOTEL: lambda: _("hotel"),
    ServiceKind.RENTAL: lambda: _("rental car"),
    ServiceKind.REPATRIATION: lambda: _("way home from abroad"),
}

SKILLS: Mapping[Skill, Callable[[], str]] = {
    Skill.ELECTRIC: lambda: _("electric cars"),
    Skill.HEAVY: lambda: _("heavy vehicles"),
    Skill.TRAILER: lambda: _("trailers"),
    Skill.MOTORCYCLE: lambda: _("motorcycles"),
    Skill.WHEELCHAIR: lambda: _("wheelchairs"),
}

ROADS: Mapping[SendingChannel, Callable[[], str]] = {
    SendingChannel.MAIL: lambda: _("by e-mail"),
    SendingChannel.REST: lambda: _("straight into their system"),
}

SENDINGS: Mapping[SendingState, Callable[[], str]] = {
    SendingState.QUEUED: lambda: _("not left yet"),
    SendingState.SENDING: lambda: _("leaving now"),
    SendingState.ACCEPTED: lambda: _("taken by their side"),
    SendingState.DELIVERED: lambda: _("in their mailbox"),
    SendingState.FAILED: lambda: _("did not reach them: phone"),
    SendingState.STOPPED: lambda: _("stopped before it left"),
}

PURPOSES: Mapping[SendingPurpose, Callable[[], str]] = {
    SendingPurpose.OFFER: lambda: _("order"),
    SendingPurpose.CHANGE: lambda: _("changed order"),
    SendingPurpose.CANCEL: lambda: _("cancellation"),
}

RECIPIENTS: Mapping[Recipient, Callable[[], str]] = {
    Recipient.PARTNER: lambda: _("partner"),
    Recipient.FAMILY: lambda: _("family"),
    Recipient.EMPLOYER: lambda: _("employer"),
    Recipient.POLICE: lambda: _("police"),
    Recipient.EMERGENCY: lambda: _("emergency services"),
    Recipient.OTHER: lambda: _("somebody else"),
}

BASES: Mapping[DisclosureBasis, Callable[[], str]] = {
    DisclosureBasis.CONTRACT: lambda: _("for the contract"),
    DisclosureBasis.VITAL_INTERESTS: lambda: _("vital interests"),
    DisclosureBasis.CONSENT: lambda: _("with consent"),
    DisclosureBasis.LEGAL_OBLIGATION: lambda: _("by law"),
}

TOLD: Mapping[str, Callable[[], str]] = {
    "name": lambda: _("name"),
    "number": lambda: _("number"),
    "car": lambda: _("car"),
    "what_happened": lambda: _("what happened"),
    "driver_reached": lambda: _("whether the driver was reached"),
    "place": lambda: _("place"),
    "whereabouts": lambda: _("where they are"),
    "health": lambda: _("health"),
}
"""What somebody can be told of a person (``disclose_facts``)."""
