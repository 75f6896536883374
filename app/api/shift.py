"""Handing over a shift: cases offered to a colleague, who accepts or declines each at his own desk."""

from datetime import datetime

from app.api.model import ApiModel
from app.domain.ids import AccountId


class OfferInfo(ApiModel):
    """A case is offered: by whom, from which desk, to whom. ``declined_at``: the colleague said no then."""

    by_id: AccountId
    by: str
    by_desk: str
    to_id: AccountId
    to: str
    offered_at: datetime
    declined_at: datetime | None = None


class ColleagueInfo(ApiModel):
    """GET /v1/colleagues: somebody who may take cases. ``desk``: where they sit now; empty = at none."""

    account_id: AccountId
    name: str
    desk: str


class OfferCase(ApiModel):
    """POST /v1/cases/{id}/offer: offer it to a colleague.

    Refused with ``not_a_colleague`` for oneself and whoever may not work on cases.
    """

    to: AccountId
