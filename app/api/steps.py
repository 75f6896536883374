"""NEXT: the one thing this case needs from a person now. Decided by the service, worded by the desk."""

from enum import StrEnum

from app.api.model import ApiModel


class NextKind(StrEnum):
    """What Space does. The order here is not a ranking; ``app.usecases.next_step`` ranks."""

    CLAIM = "claim"
    CALL_DRIVER = "call_driver"
    SAY_OUTCOME = "say_outcome"
    SEND_SMS_BY_HAND = "send_sms_by_hand"
    ASK_TOW = "ask_tow"
    PLACE_TOW_BY_HAND = "place_tow_by_hand"
    FIND_NUMBER = "find_number"
    CALL_AGAIN = "call_again"
    CLOSE = "close"
    NOTHING = "nothing"


class NextStep(ApiModel):
    """The step and what it acts on.

    Attributes:
        target_id: Id of the call, message or order it is about; empty when it is about the case.
        e164: Number to dial, where the step dials.
    """

    kind: NextKind
    target_id: str = ""
    e164: str = ""
