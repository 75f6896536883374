"""What 112 or 101 was told by voice, and what they gave us for it.

Their reference, their operator and the moment they let us go come minutes after the telling, so a hand-over is kept
when it is told and completed later; every completion is an entry of its own. The steps are those of a third-party eCall
service (EN 16102, as ITS Belgium lists them): most follow from what was done in the case, three are ticked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.domain.answer import EmergencyNumber
from app.domain.ids import AccountId, CaseId

HandOverId = NewType("HandOverId", str)


class TpsStep(StrEnum):
    """One step of a third-party eCall service, in the order in which they come."""

    DATA_RECEIVED = "data_received"
    CAR_CALLED = "car_called"
    CENTRE_CALLED = "centre_called"
    TOLD = "told"
    VOICE_CONNECTED = "voice_connected"
    RELEASED = "released"
    CALLED_BACK = "called_back"

    @property
    def is_ticked(self) -> bool:
        """Whether a person says that it was done; the others follow from the case."""
        return self in (TpsStep.VOICE_CONNECTED, TpsStep.RELEASED, TpsStep.CALLED_BACK)


@dataclass(frozen=True, slots=True)
class HandOverRecord:
    """One telling.

    Attributes:
        text: What was said.
        reference: Their own incident number; empty = none given yet.
        their_operator: Who took it there; empty = not said.
        voice_connected_at: When they spoke with the people of the car; None = they did not, as far as is known.
        released_at: When they let us go.
        called_back_at: When they called us back.
    """

    hand_over_id: HandOverId
    case_id: CaseId
    to: EmergencyNumber
    told_at: datetime
    account_id: AccountId
    author: str
    text: str
    reference: str = ""
    their_operator: str = ""
    voice_connected_at: datetime | None = None
    released_at: datetime | None = None
    called_back_at: datetime | None = None
