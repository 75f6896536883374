"""Colleagues and offers as a service tells of them, and the part of ``FakeBackend`` that is asked about them."""

from typing import Any

from app.api.model import ApiModel
from app.api.shift import ColleagueInfo, OfferCase, OfferInfo
from app.domain.ids import AccountId, CaseId
from tests.support.contract import NOW, me
from ui.ports import Reply

BO = ColleagueInfo(account_id=AccountId("bo"), name="Bo Claes", desk="Luik-2")
CY = ColleagueInfo(account_id=AccountId("cy"), name="Cy Maes", desk="")


class FakeShiftService:
    """``ShiftOffers``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def colleagues(self, reply: Reply[tuple[ColleagueInfo, ...]]) -> None:
        self._ask("colleagues", "", None, reply)

    def offer_case(self, case_id: CaseId, command: OfferCase, reply: Reply[None]) -> None:
        self._ask("offer_case", case_id, command, reply)

    def accept_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        self._ask("accept_case", case_id, None, reply)

    def decline_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        self._ask("decline_case", case_id, None, reply)

    def withdraw_offer(self, case_id: CaseId, reply: Reply[None]) -> None:
        self._ask("withdraw_offer", case_id, None, reply)


def offered_by_me(to: ColleagueInfo = BO, **changes: object) -> OfferInfo:
    """I offer it to a colleague."""
    offer = OfferInfo(
        by_id=me().account.account_id,
        by=me().account.name,
        by_desk=me().desk,
        to_id=to.account_id,
        to=to.name,
        offered_at=NOW,
    )
    return offer.model_copy(update=changes)


def offered_to_me(by: ColleagueInfo = BO, **changes: object) -> OfferInfo:
    """A colleague offers it to me."""
    offer = OfferInfo(
        by_id=by.account_id,
        by=by.name,
        by_desk=by.desk,
        to_id=me().account.account_id,
        to=me().account.name,
        offered_at=NOW,
    )
    return offer.model_copy(update=changes)
