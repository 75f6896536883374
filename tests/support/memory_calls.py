"""What exchanges told, and the telephones of desks, in dictionaries, for ``memory.InMemoryUnitOfWork``."""

from typing import Protocol

from app.domain.call_event import CallEvent
from app.domain.contact import CallAttempt
from app.domain.ids import CallId, CaseId
from app.persistence.obligation import Obligation


class Calls(Protocol):
    """Where the calls are."""

    calls: dict[CallId, CallAttempt]


class InMemoryCallEventLog:
    def __init__(self, obligation: Obligation, calls: Calls) -> None:
        self._obligation = obligation
        self._calls = calls
        self.events: list[CallEvent] = []

    def append(self, event: CallEvent) -> None:
        self._obligation.changed("call event", event.case_id)
        self.events.append(event)

    def of_call(self, call_id: CallId) -> tuple[CallEvent, ...]:
        return tuple(one for one in self._in_order() if one.call_id == call_id)

    def of_case(self, case_id: CaseId) -> tuple[CallEvent, ...]:
        return tuple(one for one in self._in_order() if one.case_id == case_id)

    def of_open_calls(self) -> tuple[CallEvent, ...]:
        on = {call.call_id for call in self._calls.calls.values() if call.ended_at is None}
        return tuple(one for one in self._in_order() if one.call_id in on)

    def _in_order(self) -> list[CallEvent]:
        return sorted(self.events, key=lambda one: (one.call_id, one.sequence))


class InMemoryDeskTelephones:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.endpoints: dict[str, str] = {}

    def find(self, desk: str) -> str:
        return self.endpoints.get(desk, "")

    def put(self, desk: str, endpoint: str) -> None:
        self._obligation.changed("desk telephone")
        self.endpoints[desk] = endpoint
        if not endpoint:
            del self.endpoints[desk]
