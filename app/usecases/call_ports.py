"""What calls need from outside: the exchange, what it told, and which telephone stands at which desk.

Part of ``app.usecases.ports`` in all but its file. An exchange is told only after the attempt is stored and reports
through ``report_call``; the desk's own ``tel:`` and the operator's hand need no port.
"""

from dataclasses import dataclass
from typing import Protocol

from app.domain.call_event import CallEvent
from app.domain.contact import CallPurpose
from app.domain.ids import AccountId, CallId, CaseId


@dataclass(frozen=True, slots=True)
class Originate:
    """Let the agent's telephone ring, and when it is taken the other one.

    Attributes:
        call_id: Also the id of the call at the exchange: the same one cannot ring twice, whatever crashes.
        operator: Who asked for it.
        agent_endpoint: The operator's telephone as the exchange knows it ("PJSIP/operator1").
        to_e164: Number to ring; "112" or "101" with the purpose ``EMERGENCY``, and only then.
        ring_timeout_s: How long the other telephone may ring; ours, whatever the network would allow.
    """

    call_id: CallId
    case_id: CaseId
    operator: AccountId
    agent_endpoint: str
    to_e164: str
    purpose: CallPurpose
    ring_timeout_s: float


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an exchange can do for a call."""

    progress: bool = False
    duration: bool = False
    hangup: bool = False
    dtmf: bool = False
    conference: bool = False


class Telephony(Protocol):
    """Makes calls. Every method returns at once; what comes of it is reported through ``report_call``."""

    @property
    def source(self) -> str:
        """Name of the adapter, as it stands in ``CallAttempt.source``."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def originate(self, call: Originate) -> None:
        """Ring. The same call id twice rings once."""
        ...

    def hangup(self, call_id: CallId) -> None:
        """End the call; one that has ended stays as it is."""
        ...

    def dtmf(self, call_id: CallId, digits: str) -> None:
        """Send these keys to whoever was called."""
        ...

    def reconcile(self) -> None:
        """Look what became of every open call; one that the exchange does not know ends as ``unknown``."""
        ...


class CallEventLog(Protocol):
    """What exchanges told, append-only."""

    def append(self, event: CallEvent) -> None:
        """Store a new event."""
        ...

    def of_call(self, call_id: CallId) -> tuple[CallEvent, ...]:
        """Return the events of a call in their order."""
        ...

    def of_case(self, case_id: CaseId) -> tuple[CallEvent, ...]:
        """Return the events of every call of a case, those of one call in their order."""
        ...

    def of_open_calls(self) -> tuple[CallEvent, ...]:
        """Return the events of every call that has not ended, those of one call in their order."""
        ...


class DeskTelephones(Protocol):
    """Which telephone stands at which desk."""

    def find(self, desk: str) -> str:
        """Return the endpoint; empty = none is known."""
        ...

    def put(self, desk: str, endpoint: str) -> None:
        """Store it in place of the one before; empty forgets it."""
        ...
