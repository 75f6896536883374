"""Requests about the lines of the exchange; the part of ``HttpBackend`` that stands apart for its size."""

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
from ui.requests import Request, Requests


class RestLines:
    """``LineService`` over REST; whoever is one has the ``requests``."""

    requests: Requests

    def telephone(self, reply: Reply[TelephoneInfo]) -> None:
        """Ask which telephone stands at this desk."""
        self.requests.send(Request("/v1/telephone", None, TelephoneInfo.model_validate_json, reply))

    def set_telephone(self, command: SetTelephone, reply: Reply[TelephoneInfo]) -> None:
        """Say which telephone stands at this desk."""
        body = command.model_dump_json().encode()
        self.requests.send(Request("/v1/telephone", body, TelephoneInfo.model_validate_json, reply))

    def hang_up(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        """Let the exchange end a call."""
        self._line(f"/v1/calls/{call_id}/hangup", None, reply)

    def send_digits(self, call_id: CallId, command: SendDigits, reply: Reply[CaseDetail]) -> None:
        """Send keys to whoever was called."""
        self._line(f"/v1/calls/{call_id}/digits", command, reply)

    def take_by_hand(self, call_id: CallId, reply: Reply[CaseDetail]) -> None:
        """Go on with a call without the exchange."""
        self._line(f"/v1/calls/{call_id}/by-hand", None, reply)

    def call_emergency(self, case_id: CaseId, command: CallEmergency, reply: Reply[CaseDetail]) -> None:
        """Let 112 or 101 ring, because a person asked for it."""
        self._line(f"/v1/cases/{case_id}/emergency-calls", command, reply)

    def take_call_back(self, case_id: CaseId, command: TakeCallBack, reply: Reply[CaseDetail]) -> None:
        """Put a caller into his case."""
        self._line(f"/v1/cases/{case_id}/call-backs", command, reply)

    def missed_call_done(self, missed_id: str, reply: Reply[MissedCallDone]) -> None:
        """Say that a call which nobody took needs nobody any more."""
        path = f"/v1/missed-calls/{missed_id}/done"
        self.requests.send(Request(path, b"{}", MissedCallDone.model_validate_json, reply))

    def call_partner(self, order_id: OrderId, command: CallPartner, reply: Reply[CaseDetail]) -> None:
        """Let the firm of an order ring, or have it written down that this desk dials it."""
        self._line(f"/v1/orders/{order_id}/calls", command, reply)

    def _line(self, path: str, command: ApiModel | None, reply: Reply[CaseDetail]) -> None:
        body = b"{}" if command is None else command.model_dump_json().encode()
        self.requests.send(Request(path, body, CaseDetail.model_validate_json, reply))
