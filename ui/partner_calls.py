"""Questions about partners and orders to the service; a part of the desk's ``Backend``, apart for its size."""

from typing import TypeVar
from urllib.parse import urlencode

from app.api.cases import CaseDetail
from app.api.model import ApiModel
from app.api.providers import (
    OfferOrder,
    OrderService,
    PartnersInfo,
    ProviderInfo,
    ProviderList,
    RegisterProvider,
    ReviseOrder,
)
from app.domain.ids import CaseId, OrderId
from app.domain.service_order import ServiceKind
from ui.ports import Reply

M = TypeVar("M", bound=ApiModel)


class RestPartners:
    """``PartnerService`` over REST; whoever is one gets and posts."""

    def _get(self, path: str, model: type[M], reply: Reply[M]) -> None:
        raise NotImplementedError

    def _post(self, path: str, command: ApiModel | None, model: type[M], reply: Reply[M]) -> None:
        raise NotImplementedError

    def partners(self, case_id: CaseId, kind: ServiceKind, reply: Reply[PartnersInfo]) -> None:
        """Read whom to ask."""
        self._get(f"/v1/cases/{case_id}/partners?{urlencode({'kind': kind.value})}", PartnersInfo, reply)

    def order_service(self, case_id: CaseId, command: OrderService, reply: Reply[CaseDetail]) -> None:
        """Order something that is no tow truck."""
        self._post(f"/v1/cases/{case_id}/orders", command, CaseDetail, reply)

    def offer_order(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        """Ask a partner."""
        self._post(f"/v1/orders/{order_id}/offer", command, CaseDetail, reply)

    def ask_another(self, order_id: OrderId, command: OfferOrder, reply: Reply[CaseDetail]) -> None:
        """Ask this partner instead."""
        self._post(f"/v1/orders/{order_id}/another", command, CaseDetail, reply)

    def stop_order(self, order_id: OrderId, reply: Reply[CaseDetail]) -> None:
        """Keep back what has not left."""
        self._post(f"/v1/orders/{order_id}/stop", None, CaseDetail, reply)

    def revise_order(self, order_id: OrderId, command: ReviseOrder, reply: Reply[CaseDetail]) -> None:
        """Change what an order says."""
        self._post(f"/v1/orders/{order_id}/words", command, CaseDetail, reply)

    def providers(self, reply: Reply[ProviderList]) -> None:
        """Read the directory."""
        self._get("/v1/providers", ProviderList, reply)

    def register_provider(self, command: RegisterProvider, reply: Reply[ProviderInfo]) -> None:
        """Put a partner on record, or mend one."""
        self._post("/v1/providers", command, ProviderInfo, reply)
