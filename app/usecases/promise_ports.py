"""What the use cases of promises need from outside; part of ``app.usecases.ports`` in all but its file."""

from typing import Protocol

from app.domain.ids import CaseId, PromiseId
from app.domain.promise import Promise


class PromiseRepository(Protocol):
    """Promises, open and ended."""

    def put(self, promise: Promise) -> None:
        """Store or replace the promise."""
        ...

    def get(self, promise_id: PromiseId) -> Promise:
        """Return the promise.

        Raises:
            NotFound: There is none of that id.
        """
        ...

    def of_case(self, case_id: CaseId) -> tuple[Promise, ...]:
        """Return the promises of a case, in the order they were made."""
        ...
