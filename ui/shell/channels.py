"""Phone, SMS and tow in the frame: whether each leaves by itself, and what is to be done while its gateway is down.

By hand is a way to work and only worth knowing; down is a fault, and says since when, what waits for it and what to do
instead. Both stand until they are over.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from app.api.gateways import GatewayHealth
from app.api.service import ChannelState, Health
from app.domain.clock import age_s
from app.domain.gateway import Channel, GatewayCondition
from app.i18n import _
from ui.actions import ActionId
from ui.shell.state import Alert, Level, StatusWord
from ui.words.channels import backlog_text, refusal_text
from ui.words.times import since_text

WAITS_LONG_S: Final = 30.0
"""What a gateway that is well has not taken after this is said."""

_WORST_FIRST: Final = (GatewayCondition.DOWN, GatewayCondition.STARTING, GatewayCondition.OK)

_DOWN: Mapping[Channel, Callable[[], str]] = {
    Channel.PHONE: lambda: _("Phone exchange down since {time}: dial by hand"),
    Channel.SMS: lambda: _("SMS gateway down since {time}: SMS wait; call, or send them by hand"),
    Channel.MAIL: lambda: _("E-mail down since {time}: orders wait; phone the firm"),
    Channel.PARTNERS: lambda: _("Link to partners down since {time}: orders wait; phone the firm"),
}


def channel_words(health: Health, now: datetime) -> Iterator[StatusWord]:
    """Give the words of phone, SMS and tow in the top bar."""
    for name, state, channels in (
        (_("phone"), health.phone, (Channel.PHONE,)),
        (_("SMS"), health.sms, (Channel.SMS,)),
        (_("tow"), health.tow, (Channel.MAIL, Channel.PARTNERS)),
    ):
        if state is ChannelState.AUTOMATIC:
            yield _gateway_word(name, [one for one in health.gateways if one.channel in channels], now)
        else:
            yield _hand_word(name, state)


def channel_alerts(health: Health, now: datetime) -> Iterator[Alert]:
    """Give what is wrong with gateways, and which of phone, SMS and tow is worked by hand."""
    for gateway in health.gateways:
        yield from _gateway_alert(gateway, now)
    channels = ((_("phone"), health.phone), (_("SMS"), health.sms), (_("tow"), health.tow))
    by_hand = [name for name, state in channels if state is ChannelState.BY_HAND]
    if by_hand:
        text = _("By hand, no automatic channel: {names}").format(names=", ".join(by_hand))
        yield Alert(Level.NOTICE, text, ActionId.GATEWAYS)


def _gateway_alert(gateway: GatewayHealth, now: datetime) -> Iterator[Alert]:
    """Give one sentence, also where something waits: it leads to the case that has waited longest."""
    is_down = gateway.condition is GatewayCondition.DOWN
    down = _DOWN[gateway.channel]().format(time=since_text(gateway.since, now)) if is_down else ""
    waiting = backlog_text(gateway, now) if gateway.backlog and _is_late(gateway, now) else ""
    words = [text for text in (down, refusal_text(gateway, now), waiting) if text]
    if words:
        leads_to = gateway.backlog_case_id if waiting else None
        yield Alert(Level.CRITICAL if waiting else Level.HIGH, " · ".join(words), leads_to or ActionId.GATEWAYS)


def _is_late(gateway: GatewayHealth, now: datetime) -> bool:
    is_down = gateway.condition is GatewayCondition.DOWN
    waits_since = gateway.backlog_since
    return is_down or (waits_since is not None and age_s(waits_since, now) >= WAITS_LONG_S)


def _hand_word(name: str, state: ChannelState) -> StatusWord:
    if state is ChannelState.SIMULATED:
        text, hint = _("{name} simulated"), _("Training: nothing leaves the house.")
    else:
        text, hint = _("{name} by hand"), _("No automatic channel: NEXT says when to do it.")
    return StatusWord(text.format(name=name), is_fault=False, hint=hint)


def _gateway_word(name: str, gateways: Sequence[GatewayHealth], now: datetime) -> StatusWord:
    """Say how the worst of the gateways is that are set."""
    conditions = [one.condition for one in gateways if one.is_automatic]
    worst = next((one for one in _WORST_FIRST if one in conditions), GatewayCondition.STARTING)
    since = min((one.since for one in gateways if one.condition is worst), default=now)
    if worst is GatewayCondition.DOWN:
        text, hint = _("{name} down"), _("The gateway does not answer since {time}.")
    elif worst is GatewayCondition.STARTING:
        text, hint = _("{name} connects"), _("The gateway is being called.")
    elif any(one.refused for one in gateways):
        return StatusWord(
            _("{name} refused").format(name=name), is_fault=True, hint=_("It answers, and takes nothing.")
        )
    else:
        text, hint = _("{name} ok"), _("The gateway answers since {time}.")
    is_fault = worst is GatewayCondition.DOWN
    return StatusWord(text.format(name=name), is_fault=is_fault, hint=hint.format(time=since_text(since, now)))
