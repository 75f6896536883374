"""The part of ``FakeBackend`` that is asked about cases by phone and callers."""

from typing import Any

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


class FakePhoneCases:
    """``PhoneCases``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def open_phone_case(self, command: OpenPhoneCase, reply: Reply[CaseDetail]) -> None:
        self._ask("open_phone_case", "", command, reply)

    def attach_caller(self, case_id: CaseId, command: AttachCaller, reply: Reply[CaseDetail]) -> None:
        self._ask("attach_caller", case_id, command, reply)

    def car_cases(self, command: CarNamed, reply: Reply[CarCases]) -> None:
        self._ask("car_cases", command.contract_id or command.plate, command, reply)

    def find_places(self, command: FindPlaces, reply: Reply[PlacesFound]) -> None:
        self._ask("find_places", command.text, command, reply)

    def find_callers_case(self, command: FindCallersCase, reply: Reply[CallersCases]) -> None:
        self._ask("find_callers_case", command.text, command, reply)
