"""Channels, adapters, their fields and what goes out by itself, as people read them.

Adapters name their fields by keys; here stand the words for each. A key that has none is shown as it is, which is
readable and tells whoever added it what is missing (a test names it).
"""

from collections.abc import Callable, Mapping
from typing import Final

from app.api.gateways import AutomaticInfo, AutomaticKind, GatewayHealth, GatewayTrialInfo, SetWhere
from app.domain.gateway import Channel, GatewayCondition, TrialVerdict
from app.i18n import _, ngettext
from ui.gateways.state import AutomaticLine
from ui.words.faults import reason_text, said_text
from ui.words.times import age_text, number

Words = Callable[[], str]

CHANNELS: Final[Mapping[Channel, Words]] = {
    Channel.PHONE: lambda: _("Phone"),
    Channel.SMS: lambda: _("SMS"),
    Channel.MAIL: lambda: _("E-mail"),
    Channel.PARTNERS: lambda: _("Partners"),
}

CONDITIONS: Final[Mapping[GatewayCondition, Words]] = {
    GatewayCondition.BY_HAND: lambda: _("by hand"),
    GatewayCondition.STARTING: lambda: _("… connects"),
    GatewayCondition.OK: lambda: _("● works"),
    GatewayCondition.DOWN: lambda: _("▲ down"),
}

TARGETS: Final[Mapping[Channel, Words]] = {
    Channel.PHONE: lambda: _("Telephone to ring (extension, or a number)"),
    Channel.SMS: lambda: _("Mobile number that gets the test"),
    Channel.MAIL: lambda: _("Address that gets a test mail (empty: only ask the server)"),
    Channel.PARTNERS: lambda: _("Address of the partner's system to ask (https://…)"),
}

ADAPTERS: Final[Mapping[str, Words]] = {
    "smpp": lambda: _("SMS centre (SMPP 3.4)"),
    "http": lambda: _("SMS provider (HTTP)"),
    "ami": lambda: _("Asterisk exchange (AMI)"),
    "smtp": lambda: _("Mail server (SMTP)"),
    "rest": lambda: _("Partners' service (REST)"),
}

FIELDS: Final[Mapping[str, Words]] = {
    "host": lambda: _("Host"),
    "port": lambda: _("Port"),
    "user": lambda: _("User"),
    "password": lambda: _("Password"),
    "secret": lambda: _("Secret"),
    "secret_host": lambda: _("Host of one partner, to set its key"),
    "partner_key": lambda: _("Key of that partner (empty: forget it)"),
    "sender": lambda: _("Sender"),
    "imap_host": lambda: _("Host of the mailbox (IMAP), for reports; may stay empty"),
    "imap_port": lambda: _("Port of the mailbox"),
    "imap_user": lambda: _("User of the mailbox (empty: the same; same password)"),
    "system_type": lambda: _("System type"),
    "encryption": lambda: _("Encryption"),
    "window": lambda: _("At once, at most"),
    "url": lambda: _("Web address"),
    "method": lambda: _("Method"),
    "body": lambda: _("Form of the request"),
    "template": lambda: _("Content of the request"),
    "header": lambda: _("Header with the secret"),
    "key_header": lambda: _("Header against doubles"),
    "id_path": lambda: _("Where the answer has its id"),
    "status_url": lambda: _("Web address of the state"),
    "status_path": lambda: _("Where the answer has the state"),
    "delivered_words": lambda: _("Words for delivered"),
    "undelivered_words": lambda: _("Words for not delivered"),
    "expired_words": lambda: _("Words for expired"),
    "rejected_words": lambda: _("Words for rejected"),
    "context": lambda: _("Context (dial plan)"),
    "dial": lambda: _("Dial string with {number} in it (no context)"),
    "number_format": lambda: _("Numbers begin with"),
    "desk_ring_s": lambda: _("The telephone of the desk rings for, at most (s)"),
    "queues": lambda: _("Queues whose callers are shown (empty: all)"),
    "caller_id": lambda: _("Number shown to the person called"),
    "ring_s": lambda: _("Rings for, at most (s)"),
}

CHOICES: Final[Mapping[str, Words]] = {
    "none": lambda: _("none"),
    "tls": lambda: _("TLS"),
    "starttls": lambda: _("STARTTLS"),
    "zeros": lambda: "00",
    "plus": lambda: "+",
}

_WHAT: Final[Mapping[AutomaticKind, Words]] = {
    AutomaticKind.SMS_AFTER_CALL: lambda: _("SMS after a call that nobody answered"),
    AutomaticKind.SMS_UNCLAIMED: lambda: _("SMS “we have your signal” to a driver whom nobody helps yet"),
    AutomaticKind.SMS_STOP: lambda: _("An SMS may still be stopped for"),
    AutomaticKind.SMS_AGAIN: lambda: _("SMS to a driver in need once more, when nobody knows whether it left"),
    AutomaticKind.SMS_VALID: lambda: _("SMS to a driver in need is worth sending for"),
    AutomaticKind.SMS_BY_HAND: lambda: _("An SMS that the gateway does not take is work by hand after"),
    AutomaticKind.TOW_AT_ONCE: lambda: _("Tow truck at once, above"),
    AutomaticKind.TOW_TOO_OLD: lambda: _("Nothing by itself for a crash older than"),
    AutomaticKind.ORDER_MAIL: lambda: _("Orders to firms by e-mail"),
    AutomaticKind.ORDER_PARTNER: lambda: _("Orders to partners over their service"),
    AutomaticKind.ORDER_STOP: lambda: _("An order may still be stopped for"),
    AutomaticKind.NEXT_PARTNER: lambda: _("Next firm when one does not answer, after"),
    AutomaticKind.SUPERVISOR_ALERT: lambda: _("Supervisor is alerted to a case that waits, after"),
    AutomaticKind.FIRMWARE_ASKED: lambda: _("Boxes are asked what they run, every"),
}

_WHERE: Final[Mapping[SetWhere, Words]] = {
    SetWhere.CLAUSE: lambda: _("clause {name}"),
    SetWhere.SETTINGS: lambda: _("{name} in settings.toml"),
    SetWhere.GATEWAY: lambda: _("this page: {name}"),
    SetWhere.FIXED: lambda: _("not to be set"),
}

_VERDICTS: Final[Mapping[TrialVerdict, Words]] = {
    TrialVerdict.RUNNING: lambda: _("Test under way …"),
    TrialVerdict.ACCEPTED: lambda: _("{time}: accepted by the gateway"),
    TrialVerdict.REFUSED: lambda: _("{time}: refused by the gateway"),
    TrialVerdict.NO_ANSWER: lambda: _("{time}: no answer in 10 s"),
    TrialVerdict.NOT_RUNNING: lambda: _("{time}: not tested, the gateway does not run"),
}

_NOT_THERE: Final = ("not_reached", "nobody_listens")
"""Nobody refused anything."""


def adapter_words(health: GatewayHealth) -> str:
    """Say by what a channel is worked."""
    return adapter_name(health.adapter) if health.adapter else _("by hand")


def condition_words(health: GatewayHealth) -> str:
    """Say how it is; one that answers works only when it took what it was given last."""
    if health.condition is GatewayCondition.OK and health.refused:
        return _("▲ answers, and takes nothing")
    if health.condition is GatewayCondition.OK and health.message == "not_tried":
        return _("● answers, not tried yet")
    return CONDITIONS[health.condition]()


def message_words(health: GatewayHealth) -> str:
    """Say what it says of itself: its name or what hinders it a little while it is well, else why it is down."""
    return said_text(health.message) if health.condition is GatewayCondition.OK else reason_text(health.message)


def adapter_name(name: str) -> str:
    """Say an adapter."""
    return ADAPTERS[name]() if name in ADAPTERS else name


def field_label(key: str) -> str:
    """Say a field."""
    return FIELDS[key]() if key in FIELDS else key.replace("_", " ")


def choice_words(value: str) -> str:
    """Say one of the choices of a field."""
    return CHOICES[value]() if value in CHOICES else value


def trial_words(trial: GatewayTrialInfo | None) -> str:
    """Say what came of a test, in the far side's words where it had some; empty = there was none."""
    if trial is None:
        return ""
    is_lost = trial.verdict is TrialVerdict.REFUSED and trial.message in _NOT_THERE
    words = _("{time}: the gateway was not reached") if is_lost else _VERDICTS[trial.verdict]()
    text = words.format(time=trial.at.astimezone().strftime("%H:%M:%S"))
    said = said_text if trial.verdict is TrialVerdict.ACCEPTED else reason_text
    return f"{text} ({said(trial.message)})" if trial.message and not is_lost else text


def automatic_line(one: AutomaticInfo) -> AutomaticLine:
    """Return one thing that goes out by itself as a line."""
    name = CHANNELS[Channel(one.name)]() if one.where is SetWhere.GATEWAY else one.name
    return AutomaticLine(
        what=_WHAT[one.kind](),
        figure=_figure(one),
        is_on=_("on") if one.is_on else _("off"),
        where=_WHERE[one.where]().format(name=name),
    )


def _figure(one: AutomaticInfo) -> str:
    if one.value is None:
        return ""
    if one.kind is AutomaticKind.TOW_AT_ONCE:
        return _("{amount} g").format(amount=number(one.value, 1))
    if one.kind is AutomaticKind.FIRMWARE_ASKED:
        days = round(one.value)
        return ngettext("{count} day", "{count} days", days).format(count=days)
    return age_text(one.value)
