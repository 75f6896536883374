"""Partners for tests: a tow firm near Leuven that is always open, and what leaves for it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, cast

from app.domain.ids import ProviderId, SendingId, new_id
from app.domain.provider import Area, Base, Provider, Province, Skill
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import ServiceKind, ServiceOrder
from app.domain.subscription import Language
from app.usecases.order_channels import OrderChannels
from app.usecases.provider_hours import hours_of
from tests.support.builders import NOON

ALL_ROADS: Final = OrderChannels(frozenset(SendingChannel), "+32470000000")
BY_PHONE: Final = OrderChannels()


def a_provider(name: str = "Depannage Oefening", **changes: object) -> Provider:
    """Tows whatever it is, in Flemish Brabant, by mail."""
    provider = Provider(
        provider_id=ProviderId(new_id()),
        name=name,
        kinds=frozenset({ServiceKind.TOW}),
        phones=("+3216000001",),
        email="orders@oefening.example",
        languages=(Language.NL, Language.FR),
        hours=hours_of("always"),
        base=Base(50.8798, 4.7005),
        area=Area(provinces=frozenset({Province.FLEMISH_BRABANT})),
        skills=frozenset({Skill.ELECTRIC}),
        price_eur=Decimal("145.00"),
    )
    return replace(provider, **cast("Any", changes))  # replace() itself refuses a name that is no field


def a_sending(order: ServiceOrder, provider: Provider, **changes: object) -> Sending:
    """The first version, about to leave by mail."""
    sending = Sending(
        sending_id=SendingId(new_id()),
        order_id=order.order_id,
        case_id=order.case_id,
        provider_id=provider.provider_id,
        version=1,
        purpose=SendingPurpose.OFFER,
        channel=SendingChannel.MAIL,
        to=provider.email,
        language=Language.NL,
        document='{"purpose": "offer", "reference": "2026-000001", "version": 1, "language": "nl", "text": ["PLAATS"], '
        '"discloses": ["place"]}',
        state=SendingState.QUEUED,
        tries=0,
        created_at=NOON,
        changed_at=NOON,
        leaves_at=NOON + timedelta(seconds=10),
    )
    return replace(sending, **cast("Any", changes))
