"""The part of ``FakeBackend`` that is asked about the lines of the exchange."""

from typing import Any

from app.api.cases import CaseDetail
from app.api.model import ApiModel
from app.api.telephone import (
    CallEmergency,
    CallPartner,
    MissedCallDone,
    SendDigits,
    SetTelephone,
    TakeCallBack,
    TelephoneInfo,
)
from app.domain.ids import CallId, CaseId, OrderId
from ui.ports import Reply


class FakeLineService:
    """``LineService``; whoever is one keeps what was asked."""

    def _ask(self, what: str, about: str, command: ApiModel | None, reply: Reply[Any]) -> None:
        raise NotImplementedError

    def telephone(self, reply: Reply[TelephoneInfo]) -> None:
        self._ask("telephone", "", None, reply)

    def set_telephone(self, command: SetTelephone, reply: Reply[TelephoneInfo]) -> None:
        self._ask("set_telephone", "", command, reply)

    def hang_up(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        self._ask("hang_up", call_id, None, reply)

    def send_digits(self, call_id: CallId, command: SendDigits, reply: Reply[CaseDetail]) -> None:
        self._ask("send_digits", call_id, command, reply)

    def take_by_hand(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        self._ask("take_by_hand", call_id, None, reply)

    def call_emergency(self, case_id: CaseId, command: CallEmergency, reply: Reply[CaseDetail]) -> None:
        self._ask("call_emergency", case_id, command, reply)

    def take_call_back(self, case_id: CaseId, command: TakeCallBack, reply: Reply[CaseDetail]) -> None:
        self._ask("take_call_back", case_id, command, reply)

    def missed_call_done(self, missed_id: str, reply: Reply[MissedCallDone]) -> None:
        self._ask("missed_call_done", missed_id, None, reply)

    def call_partner(self, order_id: OrderId, command: CallPartner, reply: Reply[CaseDetail]) -> None:
        self._ask("call_partner", order_id, command, reply)
