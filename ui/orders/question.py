"""Whether to send a tow truck, or, where one was wanted and its firm said no, whom to ask next."""

from app.api.cases import CaseDetail, OrderInfo
from app.domain.service_order import OrderState, ServiceKind
from app.i18n import _
from ui.offer import Offer
from ui.orders.state import TowQuestionState


def refused_tow(detail: CaseDetail) -> OrderInfo | None:
    """Return the newest tow order, if its firm said no."""
    tows = [order for order in detail.orders if order.kind is ServiceKind.TOW]
    last = max(tows, key=lambda order: order.ordered_at, default=None)
    return last if last is not None and last.state is OrderState.REFUSED else None


def tow_question(detail: CaseDetail, why_not: str, reason: str) -> TowQuestionState:
    """Return the question; ``reason``: what was typed about why none is sent."""
    refused = refused_tow(detail)
    return TowQuestionState(
        sentence=_sentence(refused),
        yes=Offer(_("Yes, send one") if refused is None else _("Ask the next firm"), why_not),
        no=Offer(_("No tow truck"), why_not),
        reason=reason,
    )


def _sentence(refused: OrderInfo | None) -> str:
    if refused is None:
        return _("Send a tow truck? The rules alone may not send one here; you decide.")
    if not refused.provider:
        return _("The tow firm refused: ask the next one")
    return _("{firm} refused: ask the next firm, or send no truck.").format(firm=refused.provider)
