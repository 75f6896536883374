"""The service as the desk's ``Backend`` port: one method per route of the contract.

Only names, paths and models stand here; how a request travels, waits and is tried again is in ``ui.requests``.
"""

import json
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import SecretStr
from PySide6.QtCore import QObject, Signal

from app.api.cases import CaseDetail, CurveHeader
from app.api.commands import (
    AnswerFact,
    ChangeOrder,
    ChangePriority,
    CloseCase,
    CompleteHandOver,
    CreateAccount,
    DeclineTow,
    DiscloseTow,
    EndCall,
    HandOver,
    OrderTow,
    RecordUse,
    RenewClaims,
    SetCallLanguage,
    SignIn,
    StartCall,
    TakeOverCase,
    WriteNote,
    WriteSms,
)
from app.api.model import ApiModel
from app.api.numbers import NumberInfo, ReadNumber
from app.api.outcomes import ClosedCaseInfo, OutcomeInfo
from app.api.promises import MakePromise, MovePromise, WithdrawPromise
from app.api.providers import DiscloseFacts
from app.api.queue import QueueSnapshot
from app.api.senders import FrameInfo, QuarantinedInfo, ReleaseFrame, UplinkInfo
from app.api.service import AccountInfo, Health, SessionInfo
from app.domain.case import Outcome
from app.domain.hand_over import HandOverId
from app.domain.ids import CallId, CaseId, EcallId, MessageId, OrderId, PromiseId, UplinkId, UseId
from ui.gateway_calls import RestGateways
from ui.line_backend import RestLines
from ui.partner_calls import RestPartners
from ui.phone_backend import RestPhoneCases
from ui.ports import CurveData, Reply
from ui.registry import RestRegistry
from ui.requests import Patience, Request, Requests
from ui.shift_calls import RestShift

M = TypeVar("M", bound=ApiModel)
MOST_CASES = 1000
"""So many cases behind one figure are listed."""


class HttpBackend(RestPhoneCases, RestRegistry, RestGateways, RestPartners, RestLines, RestShift, QObject):
    """The ``Backend`` port over HTTP. Lives on the thread of the screen and never blocks it."""

    signed_out = Signal()
    """The session has ended; every further request is refused until somebody signs in."""

    def __init__(self, parent: QObject | None = None, patience: Patience | None = None) -> None:
        super().__init__(parent)
        self.requests = Requests(self, patience)
        self.requests.signed_out.connect(self.signed_out)

    def set_service(self, url: str, token: str) -> None:
        """Talk to this service from now on."""
        self.requests.set_service(url, token)

    def close(self) -> None:
        """Forget every request under way."""
        self.requests.close()

    def health(self, reply: Reply[Health]) -> None:
        """Ask how the service is."""
        self._get("/v1/health", Health, reply)

    def create_account(self, command: CreateAccount, reply: Reply[AccountInfo]) -> None:
        """Create an account; with none yet, the first one, an admin."""
        self._post("/v1/accounts", command, AccountInfo, reply)

    def sign_in(self, command: SignIn, reply: Reply[SessionInfo]) -> None:
        """Sign in; the session's token goes with every later request."""

        def done(session: SessionInfo) -> None:
            self.requests.set_session(session.token)
            reply.done(session)

        request = Request(
            "/v1/sessions",
            _body(command),
            SessionInfo.model_validate_json,
            Reply(done, reply.refused, reply.unavailable),
            with_service_token=True,
        )
        self.requests.send(request)

    def sign_out(self, reply: Reply[None]) -> None:
        """End the session."""

        def done(nothing: None) -> None:
            self.requests.set_session("")
            reply.done(nothing)

        self._tell("/v1/sessions/current/end", None, Reply(done, reply.refused, reply.unavailable))

    def queue(self, reply: Reply[QueueSnapshot]) -> None:
        """Read the whole queue and its cursor."""
        self._get("/v1/queue", QueueSnapshot, reply)

    def view_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Open a case (audited)."""
        self._case(f"{case_id}/views", None, reply)

    def read_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Read a case again."""
        self._get(f"/v1/cases/{case_id}", CaseDetail, reply)

    def curve(self, ecall_id: EcallId, reply: Reply[CurveData]) -> None:
        """Read the crash curve."""
        self.requests.send(Request(f"/v1/ecalls/{ecall_id}/curve", None, curve_of, reply))

    def claim_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Take the case."""
        self._case(f"{case_id}/claim", None, reply)

    def take_over_case(self, case_id: CaseId, command: TakeOverCase, reply: Reply[CaseDetail]) -> None:
        """Take a case from a silent desk."""
        self._case(f"{case_id}/take-over", command, reply)

    def release_case(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Give the case back."""
        self._case(f"{case_id}/release", None, reply)

    def renew_claims(self, command: RenewClaims, reply: Reply[None]) -> None:
        """Say that this desk still holds these cases."""
        self._tell("/v1/claims/renew", command, reply)

    def start_call(self, case_id: CaseId, command: StartCall, reply: Reply[CaseDetail]) -> None:
        """Dial."""
        self._case(f"{case_id}/calls", command, reply)

    def end_call(self, call_id: CallId, command: EndCall, reply: Reply[CaseDetail]) -> None:
        """Say how the call ended."""
        self._post(f"/v1/calls/{call_id}/outcome", command, CaseDetail, reply)

    def set_call_language(self, case_id: CaseId, command: SetCallLanguage, reply: Reply[CaseDetail]) -> None:
        """Say which language the person on the phone speaks."""
        self._case(f"{case_id}/language", command, reply)

    def mark_sent_by_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Tick an SMS of the tray."""
        self._post(f"/v1/messages/{message_id}/sent-by-hand", None, CaseDetail, reply)

    def cancel_message(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Drop an SMS that has not left."""
        self._post(f"/v1/messages/{message_id}/cancel", None, CaseDetail, reply)

    def leave_to_hand(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Send by hand what waits for a gateway."""
        self._post(f"/v1/messages/{message_id}/by-hand", None, CaseDetail, reply)

    def give_to_gateway(self, message_id: MessageId, reply: Reply[CaseDetail]) -> None:
        """Send by the gateway what was left to people."""
        self._post(f"/v1/messages/{message_id}/by-gateway", None, CaseDetail, reply)

    def write_sms(self, case_id: CaseId, command: WriteSms, reply: Reply[CaseDetail]) -> None:
        """Send a text that was written and confirmed."""
        self._case(f"{case_id}/messages", command, reply)

    def read_number(self, command: ReadNumber, reply: Reply[NumberInfo]) -> None:
        """Say what a typed text is as a number."""
        self._post("/v1/numbers/read", command, NumberInfo, reply)

    def order_tow(self, case_id: CaseId, reply: Reply[CaseDetail]) -> None:
        """Order a tow truck."""
        self._case(f"{case_id}/tow", None, reply)

    def order_tow_from(self, case_id: CaseId, command: OrderTow, reply: Reply[CaseDetail]) -> None:
        """Order a tow truck to where the car was put."""
        self._case(f"{case_id}/tow", command, reply)

    def disclose_tow(self, order_id: OrderId, command: DiscloseTow, reply: Reply[CaseDetail]) -> None:
        """Write down that a firm was told."""
        self._post(f"/v1/orders/{order_id}/disclosure", command, CaseDetail, reply)

    def disclose_facts(self, case_id: CaseId, command: DiscloseFacts, reply: Reply[CaseDetail]) -> None:
        """Write down what somebody was told."""
        self._case(f"{case_id}/disclosures", command, reply)

    def decline_tow(self, case_id: CaseId, command: DeclineTow, reply: Reply[CaseDetail]) -> None:
        """Answer "Send tow?" with no."""
        self._case(f"{case_id}/no-tow", command, reply)

    def answer_fact(self, case_id: CaseId, command: AnswerFact, reply: Reply[CaseDetail]) -> None:
        """Write down what the driver answered, or take it back."""
        self._case(f"{case_id}/answers", command, reply)

    def record_use(self, case_id: CaseId, command: RecordUse, reply: Reply[CaseDetail]) -> None:
        """Enter what was given under a clause."""
        self._case(f"{case_id}/uses", command, reply)

    def undo_use(self, case_id: CaseId, use_id: UseId, reply: Reply[CaseDetail]) -> None:
        """Take a wrong entry of the ledger back."""
        self._case(f"{case_id}/uses/{use_id}/undo", None, reply)

    def complete_hand_over(self, hand_over_id: HandOverId, command: CompleteHandOver, reply: Reply[CaseDetail]) -> None:
        """Write down what 112 or 101 gave us."""
        self._post(f"/v1/hand-overs/{hand_over_id}", command, CaseDetail, reply)

    def hand_over(self, case_id: CaseId, command: HandOver, reply: Reply[CaseDetail]) -> None:
        """Write down that the case was told to 112 or 101."""
        self._case(f"{case_id}/hand-over", command, reply)

    def change_order(self, order_id: OrderId, command: ChangeOrder, reply: Reply[CaseDetail]) -> None:
        """Write down what the provider said."""
        self._post(f"/v1/orders/{order_id}/state", command, CaseDetail, reply)

    def make_promise(self, case_id: CaseId, command: MakePromise, reply: Reply[CaseDetail]) -> None:
        """Promise something for a time."""
        self._case(f"{case_id}/promises", command, reply)

    def keep_promise(self, promise_id: PromiseId, reply: Reply[CaseDetail]) -> None:
        """Tick a promise that was kept."""
        self._post(f"/v1/promises/{promise_id}/keep", None, CaseDetail, reply)

    def move_promise(self, promise_id: PromiseId, command: MovePromise, reply: Reply[CaseDetail]) -> None:
        """Give a promise another time."""
        self._post(f"/v1/promises/{promise_id}/move", command, CaseDetail, reply)

    def withdraw_promise(self, promise_id: PromiseId, command: WithdrawPromise, reply: Reply[CaseDetail]) -> None:
        """Take a promise back."""
        self._post(f"/v1/promises/{promise_id}/withdraw", command, CaseDetail, reply)

    def write_note(self, case_id: CaseId, command: WriteNote, reply: Reply[CaseDetail]) -> None:
        """Add a note."""
        self._case(f"{case_id}/notes", command, reply)

    def change_priority(self, case_id: CaseId, command: ChangePriority, reply: Reply[CaseDetail]) -> None:
        """Change the priority, with a reason."""
        self._case(f"{case_id}/priority", command, reply)

    def close_case(self, case_id: CaseId, command: CloseCase, reply: Reply[CaseDetail]) -> None:
        """Close with an outcome."""
        self._case(f"{case_id}/close", command, reply)

    def outcomes(self, reply: Reply[tuple[OutcomeInfo, ...]]) -> None:
        """Read how the alarms of each kind of box ended."""
        self._list("/v1/outcomes?newest=0", OutcomeInfo, reply)

    def outcome_cases(
        self, of: OutcomeInfo, outcomes: tuple[Outcome, ...], reply: Reply[tuple[ClosedCaseInfo, ...]]
    ) -> None:
        """Read the closed cases of a kind of box that ended in one of these ways, newest first."""
        wanted = [("outcome", outcome.value) for outcome in outcomes]
        kind = {"box_model": of.box_model, "firmware": of.firmware}
        wanted += [(name, word) for name, word in kind.items() if word is not None]
        self._list(f"/v1/outcomes/cases?{urlencode([*wanted, ('limit', MOST_CASES)])}", ClosedCaseInfo, reply)

    def quarantine(self, reply: Reply[tuple[QuarantinedInfo, ...]]) -> None:
        """Read which messages wait for a person, oldest first."""
        self._list("/v1/quarantine", QuarantinedInfo, reply)

    def view_frame(self, uplink_id: UplinkId, reply: Reply[FrameInfo]) -> None:
        """See what is in one (audited)."""
        self._post(f"/v1/quarantine/{uplink_id}/views", None, FrameInfo, reply)

    def decode_again(self, uplink_id: UplinkId, reply: Reply[UplinkInfo]) -> None:
        """Let today's decoder read it."""
        self._post(f"/v1/quarantine/{uplink_id}/decode", None, UplinkInfo, reply)

    def release_frame(self, uplink_id: UplinkId, command: ReleaseFrame, reply: Reply[UplinkInfo]) -> None:
        """Say that it was dealt with."""
        self._post(f"/v1/quarantine/{uplink_id}/release", command, UplinkInfo, reply)

    def _list(self, path: str, model: type[M], reply: Reply[tuple[M, ...]]) -> None:
        def parse(body: bytes) -> tuple[M, ...]:
            return tuple(model.model_validate(item) for item in json.loads(body))

        self.requests.send(Request(path, None, parse, reply))

    def _get(self, path: str, model: type[M], reply: Reply[M]) -> None:
        self.requests.send(Request(path, None, model.model_validate_json, reply))

    def _post(self, path: str, command: ApiModel | None, model: type[M], reply: Reply[M]) -> None:
        self.requests.send(Request(path, _body(command), model.model_validate_json, reply))

    def _tell(self, path: str, command: ApiModel | None, reply: Reply[None]) -> None:
        self.requests.send(Request(path, _body(command), lambda _body: None, reply))

    def _case(self, path: str, command: ApiModel | None, reply: Reply[CaseDetail]) -> None:
        self._post(f"/v1/cases/{path}", command, CaseDetail, reply)


def _body(command: ApiModel | None) -> bytes:
    """Return the JSON of a command, its passwords in clear: this is the one place where they leave the desk."""
    return b"{}" if command is None else revealed(command).encode()


def revealed(command: ApiModel) -> str:
    """Return a command as JSON with its secrets readable."""
    fields = command.model_dump(mode="json")
    secrets = {name: value.get_secret_value() for name, value in command if isinstance(value, SecretStr)}
    return json.dumps({**fields, **secrets})


def curve_of(body: bytes) -> CurveData:
    """Split the answer of the curve route into header and samples.

    Raises:
        ValueError: The header cannot be read, or the samples are not as many as it says.
    """
    line, _, samples = body.partition(b"\n")
    header = CurveHeader.model_validate_json(line)
    if len(samples) != 2 * header.count * len(header.channels):
        raise ValueError(f"{len(samples)} bytes of samples for {header.count} x {len(header.channels)}")
    return CurveData(header, samples)
