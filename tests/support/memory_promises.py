"""Promises in a dictionary."""

from app.domain.errors import NotFound
from app.domain.ids import CaseId, PromiseId
from app.domain.promise import Promise
from app.persistence.obligation import Obligation


class InMemoryPromiseRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.promises: dict[PromiseId, Promise] = {}

    def put(self, promise: Promise) -> None:
        self._obligation.changed("promise", promise.case_id)
        self.promises[promise.promise_id] = promise

    def get(self, promise_id: PromiseId) -> Promise:
        if promise_id not in self.promises:
            raise NotFound("not_found", what="promise")
        return self.promises[promise_id]

    def of_case(self, case_id: CaseId) -> tuple[Promise, ...]:
        found = [one for one in self.promises.values() if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.made_at, one.promise_id)))
