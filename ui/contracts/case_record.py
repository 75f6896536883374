"""From the open case to what is on record of its car, by one key; Esc goes back to the case.

What is mended there reaches the case by itself: the service tells every desk that its record changed.
"""

from collections.abc import Callable

from app.api.cases import CaseDetail
from app.api.records import OpenRecord
from ui.actions import ActionId, Actions


class CaseRecord:
    """Knows which record is that of the open case. A ``CaseListener``."""

    def __init__(self, actions: Actions, open_record: Callable[[OpenRecord], None]) -> None:
        self._actions = actions
        self._open_record = open_record
        self._which: OpenRecord | None = None
        actions.connect(ActionId.CASE_CONTRACT, self.open)
        actions.set_enabled(ActionId.CASE_CONTRACT, enabled=False)

    def on_case(self, detail: CaseDetail | None) -> None:
        """Follow the open case; without contract and box there is no record to open."""
        self._which = None if detail is None else _record_of(detail)
        self._actions.set_enabled(ActionId.CASE_CONTRACT, enabled=self._which is not None)

    def open(self) -> None:
        """Show the record in the place of the case."""
        if self._which is not None:
            self._open_record(self._which)


def _record_of(detail: CaseDetail) -> OpenRecord | None:
    if detail.contract is not None:
        return OpenRecord(contract_id=detail.contract.contract_id)
    return OpenRecord(imei=detail.imei) if detail.box_model is not None and detail.imei is not None else None
