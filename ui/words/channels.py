"""What waits for a gateway, and that one takes nothing, in one sentence for strip and page."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.gateways import GatewayHealth
from app.domain.gateway import Channel
from app.i18n import _, ngettext
from ui.words.faults import reason_text
from ui.words.times import since_text

_WAITING: Mapping[Channel, Callable[[int], str]] = {
    Channel.PHONE: lambda count: ngettext(
        "{count} call waits for the exchange since {time}", "{count} calls wait for the exchange since {time}", count
    ),
    Channel.SMS: lambda count: ngettext(
        "{count} SMS waits for the gateway since {time}", "{count} SMS wait for the gateway since {time}", count
    ),
    Channel.MAIL: lambda count: ngettext(
        "{count} e-mail waits to be sent since {time}", "{count} e-mails wait to be sent since {time}", count
    ),
    Channel.PARTNERS: lambda count: ngettext(
        "{count} order waits for the link to partners since {time}",
        "{count} orders wait for the link to partners since {time}",
        count,
    ),
}

_REFUSING: Mapping[Channel, Callable[[], str]] = {
    Channel.PHONE: lambda: _("Phone exchange refuses calls since {time} ({why}): dial by hand"),
    Channel.SMS: lambda: _("SMS gateway refuses since {time} ({why}): call, or send them by hand"),
    Channel.MAIL: lambda: _("Mail server refuses orders since {time} ({why}): phone the firm"),
    Channel.PARTNERS: lambda: _("{host} refuses orders since {time} ({why}): phone the firm"),
}


def refusal_text(gateway: GatewayHealth, now: datetime) -> str:
    """Say of a gateway that can be reached that it takes nothing, since when, and why; empty = it does."""
    if gateway.refused_since is None:
        return ""
    text = _REFUSING[gateway.channel]().format(
        time=since_text(gateway.refused_since, now), why=reason_text(gateway.refusal), host=gateway.refusing
    )
    more = gateway.refusing_others
    others = ngettext("{count} other refuses as well", "{count} others refuse as well", more).format(count=more)
    return f"{text} · {others}" if more else text


def backlog_text(gateway: GatewayHealth, now: datetime) -> str:
    """Say what waits for a gateway, and since when; empty = nothing does."""
    if not gateway.backlog:
        return ""
    text = _WAITING[gateway.channel](gateway.backlog)
    return text.format(count=gateway.backlog, time=since_text(gateway.backlog_since or gateway.since, now))
