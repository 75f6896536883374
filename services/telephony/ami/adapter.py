"""The Asterisk exchange as one way to work the channel "phone": what it has to be told, and who makes it."""

from collections.abc import Callable
from typing import Final

from app.domain.gateway import Channel, FieldKind, GatewayField
from app.usecases.gateway_ports import Gateway, GatewayAdapter, GatewayGiven
from app.usecases.prepare_sms import SmsChannel
from services.telephony.ami.exchange import SOURCE, AmiExchange

_FIELDS: Final = (
    GatewayField("host", is_required=True),
    GatewayField("port", FieldKind.NUMBER, default="5038", lowest=1, highest=65_535),
    GatewayField("encryption", FieldKind.CHOICE, default="none", choices=("none", "tls")),
    GatewayField("user", is_required=True),
    GatewayField("password", FieldKind.SECRET, is_required=True),
    GatewayField("context"),
    GatewayField("dial"),
    GatewayField("number_format", FieldKind.CHOICE, default="zeros", choices=("zeros", "plus")),
    GatewayField("caller_id"),
    GatewayField("desk_ring_s", FieldKind.NUMBER, default="20", lowest=5, highest=60),
    GatewayField("ring_s", FieldKind.NUMBER, default="28", lowest=5, highest=60),
    GatewayField("queues"),
)


def ami(sms: Callable[[], SmsChannel]) -> GatewayAdapter:
    """Return the adapter; ``sms``: how an SMS leaves now, because one may follow a call."""

    def make(given: GatewayGiven) -> Gateway:
        return AmiExchange(given, sms)

    return GatewayAdapter(Channel.PHONE, SOURCE, _FIELDS, make)
