"""The telephone exchange, as far as a desk uses it: its own telephone, the line of a call, and who calls the centre."""

from datetime import datetime

from pydantic import Field

from app.api.model import ApiModel
from app.domain.answer import EmergencyNumber
from app.domain.ids import CaseId, CaseNumber


class TelephoneInfo(ApiModel):
    """GET and POST /v1/telephone: the telephone of the desk one sits at. ``endpoint`` empty = none is known."""

    desk: str
    endpoint: str


class SetTelephone(ApiModel):
    """POST /v1/telephone. Refused with ``no_endpoint`` when it is no plain one ("PJSIP/operator1")."""

    endpoint: str = Field(default="", max_length=80, examples=["PJSIP/operator1"])


class SendDigits(ApiModel):
    """POST /v1/calls/{id}/digits: keys for a menu, such as that of 112."""

    digits: str = Field(pattern=r"^[0-9*#]{1,16}$", examples=["1"])


class CallEmergency(ApiModel):
    """POST /v1/cases/{id}/emergency-calls: a person asked for it. Refused with ``no_exchange`` where there is none."""

    to: EmergencyNumber


class TakeCallBack(ApiModel):
    """POST /v1/cases/{id}/call-backs: this caller is about that case. Refused with ``caller_gone``."""

    caller_id: str = Field(min_length=1, max_length=80)


class CallPartner(ApiModel):
    """POST /v1/orders/{id}/calls: phone its firm. Refused with ``changed`` when the number is another one by now.

    ``place``: which of its numbers; ``e164``: as the person saw it, empty = not said; ``by_hand``: a person dials.
    """

    place: int = Field(default=0, ge=0, le=9)
    e164: str = Field(default="", max_length=20, examples=["+3216123456"])
    by_hand: bool = False


class CallersCaseInfo(ApiModel):
    """An open case that a number belongs to; ``person``: whose number it is there."""

    case_id: CaseId
    number: CaseNumber
    person: str
    is_reached: bool


class WaitingCallerInfo(ApiModel):
    """Somebody who calls the centre now, or gave up before anybody took the call.

    Attributes:
        e164: Empty = withheld, or none that can be read.
        answered_at: None = he waits.
        desk: Which desk took the call, or rings; empty = none that is known.
        cases: Open cases of that number, those whose driver was not reached first.
        missed_at: When they gave up, of a number that belongs to no case; None = they call now.
    """

    caller_id: str
    e164: str
    number_shown: str
    since: datetime
    answered_at: datetime | None
    desk: str
    cases: tuple[CallersCaseInfo, ...] = ()
    missed_at: datetime | None = None


class MissedCallDone(ApiModel):
    """POST /v1/missed-calls/{id}/done: this missed call needs nobody any more."""

    missed_id: str
