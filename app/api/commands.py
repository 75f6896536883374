"""What a desk may ask for. Every one is a POST with an ``Idempotency-Key``; the same key twice acts once."""

from datetime import date

from pydantic import AwareDatetime, Field, JsonValue, SecretStr

from app.api.model import ApiModel
from app.domain.account import Role
from app.domain.answer import EmergencyNumber
from app.domain.case import Outcome
from app.domain.contact import CallOutcome, Disposition
from app.domain.hand_over import TpsStep
from app.domain.ids import CaseId
from app.domain.ledger import Payer
from app.domain.service_order import DisclosureWay, OrderState
from app.domain.subscription import Language
from app.domain.verdict import Priority


class CreateAccount(ApiModel):
    """POST /v1/accounts. With no account yet, the service token alone may create the first one, and it is an admin."""

    login: str = Field(min_length=1, max_length=64, examples=["an.verbeke"])
    name: str = Field(min_length=1, max_length=120, examples=["An Verbeke"])
    roles: tuple[Role, ...]
    password: SecretStr = Field(min_length=8, max_length=1024)


class SignIn(ApiModel):
    """POST /v1/sessions. ``desk`` names the workplace, as others will read it in "locked by"."""

    login: str = Field(max_length=64, examples=["an.verbeke"])
    password: SecretStr = Field(max_length=1024)
    desk: str = Field(min_length=1, max_length=64, examples=["desk-3"])


class TakeOverCase(ApiModel):
    """POST /v1/cases/{id}/take-over: only a stale claim, or by a supervisor; the reason is kept."""

    reason: str = Field(min_length=3, max_length=500, examples=["Her shift has ended."])


class RenewClaims(ApiModel):
    """POST /v1/claims/renew: the desk lives and still holds these; sent every 15 s."""

    case_ids: tuple[CaseId, ...]


class StartCall(ApiModel):
    """POST /v1/cases/{id}/calls. ``by_hand``: a person dials, though there may be an exchange."""

    e164: str = Field(pattern=r"^\+[1-9][0-9]{4,14}$", examples=["+32470123456"])
    person: str = Field(max_length=120, examples=["Jan Peeters"])
    by_hand: bool = False


class EndCall(ApiModel):
    """POST /v1/calls/{id}/outcome: how it ended, and who was it. ``disposition`` only with "answered"."""

    outcome: CallOutcome
    disposition: Disposition | None = None


class WriteSms(ApiModel):
    """POST /v1/cases/{id}/messages: a text an operator wrote and confirmed, as it leaves."""

    e164: str
    text: str


class SetCallLanguage(ApiModel):
    """POST /v1/cases/{id}/language."""

    language: Language


class OrderTow(ApiModel):
    """POST /v1/cases/{id}/tow.

    On a Belgian motorway refused with ``motorway`` without ``pick_up``, and with ``police_first`` before 101 was told.

    Attributes:
        pick_up: Where it is fetched; empty = at the place of the case.
        deliver_to: The garage; empty = not said.
    """

    pick_up: str = Field(default="", max_length=200)
    deliver_to: str = Field(default="", max_length=200)


class DeclineTow(ApiModel):
    """POST /v1/cases/{id}/no-tow. ``reason`` empty = not said; what is said is kept with the case."""

    reason: str = Field(default="", max_length=500)


class DiscloseTow(ApiModel):
    """POST /v1/orders/{id}/disclosure: the text was copied or read out; ``to`` empty = the order's firm."""

    way: DisclosureWay
    language: Language
    to: str = Field(default="", max_length=120)


class ChangeOrder(ApiModel):
    """POST /v1/orders/{id}/state: what the provider said.

    ``refused``, ``unsuccessful`` and ``cancelled`` need a reason; the same state again takes a new ``eta_at``.
    """

    state: OrderState
    provider: str = Field(default="", max_length=120)
    eta_at: AwareDatetime | None = None
    reason: str = Field(default="", max_length=500)


class WriteNote(ApiModel):
    """POST /v1/cases/{id}/notes."""

    text: str = Field(min_length=1, max_length=10_000, examples=["Out of the car, nobody hurt."])


class AnswerFact(ApiModel):
    """POST /v1/cases/{id}/answers: what the driver said. ``value`` null takes the answer back.

    ``is_not_known``: it was asked and nobody could say; the fact stays unknown, and NEXT does not ask it again.

    Refused with ``unknown_fact`` or ``wrong_value`` (detail: fact); ``QuestionInfo.kind`` says what a value is.
    """

    fact: str = Field(min_length=1, max_length=64, examples=["on_motorway"])
    value: JsonValue = Field(default=None, examples=[True])
    is_not_known: bool = False


class HandOver(ApiModel):
    """POST /v1/cases/{id}/hand-over: the case was told to 112 or 101 by voice; ticked, never dialled by itself.

    Attributes:
        text: What was said; kept in the timeline.
        reference: Their own incident number; empty = none given.
        their_operator: Who took it there; empty = not said.
    """

    to: EmergencyNumber
    text: str = Field(default="", max_length=10_000)
    reference: str = Field(default="", max_length=120)
    their_operator: str = Field(default="", max_length=120)


class CompleteHandOver(ApiModel):
    """POST /v1/hand-overs/{id}: what they gave us, and the ticked steps that were done."""

    reference: str = Field(default="", max_length=120)
    their_operator: str = Field(default="", max_length=120)
    done: tuple[TpsStep, ...] = ()


class RecordUse(ApiModel):
    """POST /v1/cases/{id}/uses: something was given under a clause (nights, days, euros).

    Refused with ``above_limit`` (detail: left, rest) until ``rest_paid_by`` says who pays what lies beyond; with
    ``nights_first``, ``unknown_limit`` or ``wrong_amount``. POST /v1/cases/{id}/uses/{use_id}/undo takes it back.

    Attributes:
        limit: A key of ``ServiceCard.room``.
        amount: Exact, in the unit of that key.
        since: The day it began, or the money was handed over, from which days are counted; None = not known. Refused
            with ``wrong_since`` before the event or more than a year ahead.
    """

    clause: str = Field(min_length=1, max_length=64, examples=["P2.C2.A2.1.hotel"])
    limit: str = Field(min_length=1, max_length=64, examples=["max_nights"])
    amount: str = Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$", examples=["2"])
    rest_paid_by: Payer | None = None
    since: date | None = None


class ChangePriority(ApiModel):
    """POST /v1/cases/{id}/priority: only a person lowers it, and says why.

    ``before``: the priority this person decided against; refused with ``changed`` when it is another by now.
    """

    priority: Priority
    reason: str = Field(min_length=3, max_length=500)
    before: Priority | None = None


class CloseCase(ApiModel):
    """POST /v1/cases/{id}/close.

    What still runs (tow, SMS, promises) must be named in ``keep``; refused with ``still_running`` otherwise. An order
    that nobody was asked for cannot be kept (``nobody_asked``): it is placed first, or cancelled. Where nobody was
    reached that must be said (``nobody_reached``), after a hard impact or a call for help with why (``reason``).
    """

    version: int
    outcome: Outcome
    keep: tuple[str, ...] = ()
    nobody_reached: bool = False
    reason: str = Field(default="", max_length=500)
