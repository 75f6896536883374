"""The secret of one S2 box, as it is kept: sealed, numbered, and never forgotten.

Two may be good at the same time, so that a box can be given a new one without a moment in which neither works. A
retired one opens nothing that arrives, but what was stored under it must stay readable.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import Imei

FIRST_KEY_ID = 1
LAST_KEY_ID = 255
MOST_ACTIVE = 2


class KeyState(StrEnum):
    """What a key may still do."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """One root key of one box.

    Attributes:
        key_id: The number a frame names it by, 1 to 255.
        sealed: The root key encrypted; what opens it is not in the database.
        used_at: When the first authentic frame under it arrived; None = the box has not shown that it has it.
    """

    imei: Imei
    key_id: int
    sealed: bytes
    state: KeyState
    created_at: datetime
    used_at: datetime | None = None
