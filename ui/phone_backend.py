"""Questions about cases by phone and callers; the part of ``HttpBackend`` that stands apart for its size."""

from typing import TypeVar

from app.api.cases import CaseDetail
from app.api.model import ApiModel
from app.api.phone_cases import (
    AttachCaller,
    CallersCases,
    CarCases,
    CarNamed,
    FindCallersCase,
    FindPlaces,
    OpenPhoneCase,
    PlacesFound,
)
from app.domain.ids import CaseId
from ui.ports import Reply
from ui.requests import Request, Requests

M = TypeVar("M", bound=ApiModel)


class RestPhoneCases:
    """``PhoneCases`` over REST; whoever is one has the ``requests``."""

    requests: Requests

    def open_phone_case(self, command: OpenPhoneCase, reply: Reply[CaseDetail]) -> None:
        """Open a case with what was said."""
        self._send("/v1/phone-cases", command, CaseDetail, reply)

    def attach_caller(self, case_id: CaseId, command: AttachCaller, reply: Reply[CaseDetail]) -> None:
        """Attach the call to a case."""
        self._send(f"/v1/cases/{case_id}/callers", command, CaseDetail, reply)

    def car_cases(self, command: CarNamed, reply: Reply[CarCases]) -> None:
        """Ask for the open cases of a car."""
        self._send("/v1/phone-cases/car", command, CarCases, reply)

    def find_places(self, command: FindPlaces, reply: Reply[PlacesFound]) -> None:
        """Read a text as coordinates or a country."""
        self._send("/v1/places/find", command, PlacesFound, reply)

    def find_callers_case(self, command: FindCallersCase, reply: Reply[CallersCases]) -> None:
        """Find which case somebody may be calling about."""
        self._send("/v1/callers/find", command, CallersCases, reply)

    def _send(self, path: str, command: ApiModel, model: type[M], reply: Reply[M]) -> None:
        body = command.model_dump_json().encode()
        self.requests.send(Request(path, body, model.model_validate_json, reply))
