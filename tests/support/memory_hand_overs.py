"""Hand-overs in a dictionary, for ``memory.InMemoryUnitOfWork``."""

from app.domain.errors import NotFound
from app.domain.hand_over import HandOverId, HandOverRecord
from app.domain.ids import CaseId
from app.persistence.obligation import Obligation


class InMemoryHandOverRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.hand_overs: dict[HandOverId, HandOverRecord] = {}

    def put(self, hand_over: HandOverRecord) -> None:
        self._obligation.changed("hand-over", hand_over.case_id)
        self.hand_overs[hand_over.hand_over_id] = hand_over

    def get(self, hand_over_id: HandOverId) -> HandOverRecord:
        if hand_over_id not in self.hand_overs:
            raise NotFound("not_found", what="hand_over")
        return self.hand_overs[hand_over_id]

    def of_case(self, case_id: CaseId) -> tuple[HandOverRecord, ...]:
        found = [one for one in self.hand_overs.values() if one.case_id == case_id]
        return tuple(sorted(found, key=lambda one: (one.told_at, one.hand_over_id)))
