"""Callers in a list."""

from app.domain.ids import CaseId
from app.domain.phone_case import Caller
from app.persistence.obligation import Obligation


class InMemoryCallerRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.callers: list[Caller] = []

    def add(self, caller: Caller) -> None:
        self._obligation.changed("caller", caller.case_id)
        self.callers.append(caller)

    def of_case(self, case_id: CaseId) -> tuple[Caller, ...]:
        found = [one for one in self.callers if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.called_at, one.caller_id)))
