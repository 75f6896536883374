"""What waits for a gateway, in one sentence for strip and page."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.api.gateways import GatewayHealth
from app.domain.gateway import Channel
from app.i18n import ngettext
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


def backlog_text(gateway: GatewayHealth, now: datetime) -> str:
    """Say what waits for a gateway, and since when; empty = nothing does."""
    if not gateway.backlog:
        return ""
    text = _WAITING[gateway.channel](gateway.backlog)
    return text.format(count=gateway.backlog, time=since_text(gateway.backlog_since or gateway.since, now))
