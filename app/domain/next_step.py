"""NEXT: the one thing a case needs from a person now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NextKind(StrEnum):
    """What Space does; ``app.usecases.next_step`` decides which, the desk words it."""

    CLAIM = "claim"
    TAKE_OVER = "take_over"
    HAND_OVER_112 = "hand_over_112"
    CALL_101 = "call_101"
    CALL_OFF_TOW = "call_off_tow"
    CALL_DRIVER = "call_driver"
    SAY_OUTCOME = "say_outcome"
    SEND_SMS_BY_HAND = "send_sms_by_hand"
    ASK_TOW = "ask_tow"
    ASK_NEXT_FIRM = "ask_next_firm"
    PLACE_TOW_BY_HAND = "place_tow_by_hand"
    PLACE_ORDER_BY_HAND = "place_order_by_hand"
    PHONE_PARTNER = "phone_partner"
    FIND_NUMBER = "find_number"
    CALL_AGAIN = "call_again"
    CALL_BACK = "call_back"
    WELFARE_CHECK = "welfare_check"
    ASK_FIRST_MINUTE = "ask_first_minute"
    GO_THROUGH_SERVICES = "go_through_services"
    KEEP_PROMISE = "keep_promise"
    CLOSE = "close"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step and what it acts on.

    Attributes:
        target_id: Id of the call, message, order or promise it is about; empty when it is about the case itself.
        e164: Number to dial, where the step dials.
        not_before: Until then it is a countdown and needs nobody; None = now.
    """

    kind: NextKind
    target_id: str = ""
    e164: str = ""
    not_before: datetime | None = None
