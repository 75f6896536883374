"""What leaves the house, or is started, by itself: each with its figure, whether it is on, and where that is set.

This is the one list of it. Whoever adds something that nobody has to ask for each time adds it here too.
"""

from collections.abc import Iterator
from typing import Final

from app.api.gateways import AutomaticInfo, AutomaticKind, SetWhere
from app.domain.gateway import Channel
from services.detector.composition import Composition

SUPERVISOR_AFTER_S: Final = 30.0
"""Every desk of a supervisor says so; the figure of the design is no setting."""


def automatic(parts: Composition) -> tuple[AutomaticInfo, ...]:
    """Return everything that goes out by itself, as it is set now."""
    return (*_of_sms(parts), *_of_orders(parts), *_of_the_house(parts))


def _of_sms(parts: Composition) -> Iterator[AutomaticInfo]:
    settings, is_sent = parts.settings, parts.sms.is_automatic
    is_told = is_sent and settings.signal_sms == "on"
    yield _one(AutomaticKind.SMS_AFTER_CALL, SetWhere.CLAUSE, "S2.ECALL.sms", is_on=is_sent)
    yield _one(AutomaticKind.SMS_UNCLAIMED, SetWhere.SETTINGS, "signal_sms", settings.signal_sms_s, is_on=is_told)
    for kind, name, figure in (
        (AutomaticKind.SMS_STOP, "sms_stop_s", settings.sms_stop_s),
        (AutomaticKind.SMS_AGAIN, "sms_again_s", settings.sms_again_s),
        (AutomaticKind.SMS_VALID, "sms_valid_s", settings.sms_valid_s),
        (AutomaticKind.SMS_BY_HAND, "sms_by_hand_after_s", settings.sms_by_hand_after_s),
    ):
        yield _one(kind, SetWhere.SETTINGS, name, figure, is_on=is_sent)


def _of_orders(parts: Composition) -> Iterator[AutomaticInfo]:
    settings, thresholds = parts.settings, parts.thresholds
    yield _one(AutomaticKind.TOW_AT_ONCE, SetWhere.CLAUSE, "S2.ECALL.tow", thresholds.tow_g)
    yield _one(AutomaticKind.TOW_TOO_OLD, SetWhere.SETTINGS, "late_after_s", settings.late_after_s)
    for kind, channel in ((AutomaticKind.ORDER_MAIL, Channel.MAIL), (AutomaticKind.ORDER_PARTNER, Channel.PARTNERS)):
        yield _one(kind, SetWhere.GATEWAY, channel.value, is_on=parts.gateways.is_automatic(channel))
    is_sent = any(parts.gateways.is_automatic(channel) for channel in (Channel.MAIL, Channel.PARTNERS))
    yield _one(AutomaticKind.ORDER_STOP, SetWhere.SETTINGS, "order_stop_s", settings.order_stop_s, is_on=is_sent)
    yield _one(AutomaticKind.NEXT_PARTNER, SetWhere.SETTINGS, "order_answer_s", settings.order_answer_s, is_on=is_sent)


def _of_the_house(parts: Composition) -> Iterator[AutomaticInfo]:
    yield _one(AutomaticKind.SUPERVISOR_ALERT, SetWhere.FIXED, "", SUPERVISOR_AFTER_S)
    yield _one(AutomaticKind.FIRMWARE_ASKED, SetWhere.SETTINGS, "firmware_again_d", parts.settings.firmware_again_d)


def _one(
    kind: AutomaticKind, where: SetWhere, name: str, value: float | None = None, *, is_on: bool = True
) -> AutomaticInfo:
    return AutomaticInfo(kind=kind, is_on=is_on, value=value, where=where, name=name)
