"""What leaves the house, or is started, by itself: each with its figure, whether it is on, and where that is set.

This is the one list of it. Whoever adds something that nobody has to ask for each time adds it here too.
"""

from collections.abc import Iterator

from app.api.gateways import AutomaticInfo, AutomaticKind, SetWhere
from app.domain.gateway import Channel
from services.detector.composition import Composition


def automatic(parts: Composition) -> tuple[AutomaticInfo, ...]:
    """Return everything that goes out by itself, as it is set now."""
    return (*_of_sms(parts), *_of_orders(parts), *_of_the_house(parts))


def _of_sms(parts: Composition) -> Iterator[AutomaticInfo]:
    settings, is_sent = parts.settings, parts.sms.is_automatic
    yield _one(AutomaticKind.SMS_AFTER_CALL, SetWhere.CLAUSE, "S2.ECALL.sms")
    yield _one(AutomaticKind.SMS_STOP, SetWhere.SETTINGS, "sms_stop_s", settings.sms_stop_s, is_on=is_sent)


def _of_orders(parts: Composition) -> Iterator[AutomaticInfo]:
    settings, thresholds = parts.settings, parts.thresholds
    yield _one(AutomaticKind.TOW_AT_ONCE, SetWhere.CLAUSE, "S2.ECALL.tow", thresholds.tow_g)
    yield _one(AutomaticKind.TOW_TOO_OLD, SetWhere.SETTINGS, "late_after_s", settings.late_after_s)
    for kind, channel in ((AutomaticKind.ORDER_MAIL, Channel.MAIL), (AutomaticKind.ORDER_PARTNER, Channel.PARTNERS)):
        yield _one(kind, SetWhere.GATEWAY, channel.value, is_on=parts.gateways.is_automatic(channel))


def _of_the_house(parts: Composition) -> Iterator[AutomaticInfo]:
    yield _one(AutomaticKind.FIRMWARE_ASKED, SetWhere.SETTINGS, "firmware_again_d", parts.settings.firmware_again_d)


def _one(
    kind: AutomaticKind, where: SetWhere, name: str, value: float | None = None, *, is_on: bool = True
) -> AutomaticInfo:
    return AutomaticInfo(kind=kind, is_on=is_on, value=value, where=where, name=name)
