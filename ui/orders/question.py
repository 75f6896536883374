"""Whether to send a tow truck, and what to ask first; where one was wanted and its firm said no, whom to ask next."""

from app.api.cases import CaseDetail, OrderInfo
from app.domain.service_order import refused_tow
from app.i18n import _
from ui.offer import Offer
from ui.orders.state import TowQuestionState
from ui.orders.words import capital


def asks_next_firm(detail: CaseDetail) -> bool:
    """Whether yes means the next firm: the one that was asked said no."""
    return refused_tow(detail.orders) is not None


def tow_question(detail: CaseDetail, why_not: str, reason: str) -> TowQuestionState:
    """Return the question; ``reason``: what was typed about why none is sent."""
    refused = refused_tow(detail.orders)
    return TowQuestionState(
        sentence=_sentence(refused),
        yes=Offer(_("Yes, send one") if refused is None else _("Ask the next firm"), why_not),
        no=Offer(_("No tow truck"), why_not),
        reason=reason,
    )


def road_not_known() -> str:
    """Return what is asked before a truck of ours may end on a motorway."""
    return _("Road not known: ask first whether it is a motorway.")


def place_not_known(detail: CaseDetail) -> str:
    """Return what is asked before a truck is sent to nowhere; empty = it is known. A bare figure names no road."""
    if detail.place is not None:
        return ""
    if detail.report is None:
        return capital(_("place unknown: the box has sent no position"))
    is_told = any(letter.isalpha() for letter in detail.report.whereabouts)
    return "" if is_told else capital(_("place not said yet: ask"))


def _sentence(refused: OrderInfo | None) -> str:
    if refused is None:
        return _("Send a tow truck? The rules alone may not send one here; you decide.")
    if not refused.provider:
        return _("The tow firm refused: ask the next one")
    return _("{firm} refused: ask the next firm, or send no truck.").format(firm=refused.provider)
