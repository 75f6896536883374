"""Questions about the hand-over of a shift to the service; a part of the desk's ``Backend``, apart for its size."""

import json

from app.api.model import ApiModel
from app.api.shift import ColleagueInfo, OfferCase
from app.domain.ids import CaseId
from ui.ports import Reply
from ui.requests import Request, Requests


class RestShift:
    """``ShiftOffers`` over REST; whoever is one has the ``requests`` and tells."""

    requests: Requests

    def _tell(self, path: str, command: ApiModel | None, reply: Reply[None]) -> None:
        raise NotImplementedError

    def colleagues(self, reply: Reply[tuple[ColleagueInfo, ...]]) -> None:
        """Read who may take cases."""
        self.requests.send(Request("/v1/colleagues", None, _colleagues, reply))

    def offer_case(self, case_id: CaseId, command: OfferCase, reply: Reply[None]) -> None:
        """Offer a case to a colleague."""
        self._tell(f"/v1/cases/{case_id}/offer", command, reply)

    def accept_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Take a case that was offered to me."""
        self._tell(f"/v1/cases/{case_id}/offer/accept", None, reply)

    def decline_case(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Leave it where it is."""
        self._tell(f"/v1/cases/{case_id}/offer/decline", None, reply)

    def withdraw_offer(self, case_id: CaseId, reply: Reply[None]) -> None:
        """Keep a case that I offered."""
        self._tell(f"/v1/cases/{case_id}/offer/withdraw", None, reply)


def _colleagues(body: bytes) -> tuple[ColleagueInfo, ...]:
    return tuple(ColleagueInfo.model_validate(one) for one in json.loads(body))
