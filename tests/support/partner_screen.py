"""The part of the fake backend that is about partners, and what it answers."""

from typing import Any

from app.api.cases import CaseDetail
from app.api.model import ApiModel
from app.api.providers import (
    CandidateInfo,
    OfferOrder,
    OrderService,
    PartnersInfo,
    ProviderInfo,
    ProviderList,
    RegisterProvider,
    ReviseOrder,
)
from app.domain.ids import CaseId, OrderId, ProviderId
from app.domain.sending import SendingChannel
from app.domain.service_order import ServiceKind
from app.domain.subscription import Language
from ui.ports import Reply


class FakePartnerService:
    """``PartnerService``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def partners(self, case_id: CaseId, kind: ServiceKind, reply: Reply[PartnersInfo]) -> None:
        self._ask("partners", f"{case_id} {kind.value}", None, reply)

    def order_service(self, case_id: CaseId, command: OrderService, reply: Reply[CaseDetail]) -> None:
        self._ask("order_service", case_id, command, reply)

    def offer_order(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        self._ask("offer_order", order_id, command, reply)

    def ask_another(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        self._ask("ask_another", order_id, command, reply)

    def stop_order(self, order_id: OrderId, reply: Reply[CaseDetail]) -> None:
        self._ask("stop_order", order_id, None, reply)

    def revise_order(self, order_id: OrderId, command: ReviseOrder, reply: Reply[CaseDetail]) -> None:
        self._ask("revise_order", order_id, command, reply)

    def providers(self, reply: Reply[ProviderList]) -> None:
        self._ask("providers", "", None, reply)

    def register_provider(self, command: RegisterProvider, reply: Reply[ProviderInfo]) -> None:
        self._ask("register_provider", "", command, reply)


def a_candidate(name: str = "Depannage Oefening", **changes: object) -> CandidateInfo:
    """Open, 5.9 km away, by e-mail."""
    candidate = CandidateInfo(
        provider_id=ProviderId(name.casefold().replace(" ", "-")),
        name=name,
        phones=("+3216000001",),
        languages=(Language.NL,),
        distance_km=5.94,
        is_open=True,
        in_area=True,
        free=2,
        skills=(),
        lacks=(),
        why_not=(),
        price_eur="145.00",
        way=SendingChannel.MAIL,
    )
    return candidate.model_copy(update=changes)


def a_partners(*ranked: CandidateInfo, others: tuple[CandidateInfo, ...] = (), **changes: object) -> PartnersInfo:
    """Whom to ask for a tow."""
    info = PartnersInfo(kind=ServiceKind.TOW, is_place_known=True, ranked=ranked, others=others)
    return info.model_copy(update=changes)
