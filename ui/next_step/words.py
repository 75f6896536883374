"""The words of the NEXT box that are its own: its buttons, its quiet states, a case in one line."""

import math
from collections.abc import Callable, Mapping

from app.api.cases import CaseDetail, MessageInfo, RungInfo
from app.api.queue import QueueRow
from app.domain.case import CaseState
from app.domain.next_step import NextKind
from app.i18n import _
from ui.next_step.state import NextState
from ui.offer import Offer
from ui.session import Me
from ui.words.incidents import head_of, incident_of
from ui.words.places import countries_text, municipality_name
from ui.words.steps import SHORT
from ui.words.times import clock_text

BUTTONS: Mapping[NextKind, Callable[[], str]] = {
    NextKind.CLAIM: lambda: _("Claim"),
    NextKind.TAKE_OVER: lambda: _("Take over"),
    NextKind.HAND_OVER_112: lambda: _("Show what to say"),
    NextKind.CALL_101: lambda: _("Show what to say"),
    NextKind.CALL_OFF_TOW: lambda: _("It is done"),
    NextKind.CALL_DRIVER: lambda: _("Call"),
    NextKind.SAY_OUTCOME: lambda: _("Say it"),
    NextKind.SEND_SMS_BY_HAND: lambda: _("Show the SMS"),
    NextKind.ASK_TOW: lambda: _("Yes, send one"),
    NextKind.ASK_NEXT_FIRM: lambda: _("Ask the next firm"),
    NextKind.PLACE_TOW_BY_HAND: lambda: _("Write down"),
    NextKind.PLACE_ORDER_BY_HAND: lambda: _("Choose a partner"),
    NextKind.PHONE_PARTNER: lambda: _("Ask another partner"),
    NextKind.FIND_NUMBER: lambda: _("Type a number"),
    NextKind.CALL_AGAIN: lambda: _("Call again"),
    NextKind.CALL_BACK: lambda: _("Call back"),
    NextKind.GO_THROUGH_SERVICES: lambda: _("Show the services"),
    NextKind.KEEP_PROMISE: lambda: _("It is done"),
    NextKind.WELFARE_CHECK: lambda: _("Show what to say"),
    NextKind.ASK_FIRST_MINUTE: lambda: _("Ask"),
    NextKind.CLOSE: lambda: _("Close"),
}


def quiet(sentence: str, why: str, *, act: Offer | None = None, needs_person: bool = False) -> NextState:
    """Return a box that only says something, or has one button."""
    return NextState(
        sentence=sentence,
        why=why,
        spoken="",
        spoken_language="",
        act=act,
        beside=None,
        confirm_title="",
        confirm_lines=(),
        confirm=None,
        can_copy=False,
        needs_person=needs_person,
        waiting="",
    )


def offered(row: QueueRow, me: Me, mine_before: QueueRow | None = None) -> NextState:
    """Return the box that offers another case: one to claim, mine, a silent desk's, or what a closed one left.

    ``mine_before``: the earlier case of the same car, where this desk has it; the driver knows this person.
    """
    number, case = row.number, row_words(row)
    if row.state is CaseState.CLOSED:
        sentence = _("Open case {number}: it left something to do by hand").format(number=number)
        return quiet(sentence, case, act=Offer(_("Open")), needs_person=True)
    if row.claim is None:
        sentence = _("Open and claim: {case}").format(case=case)
        why = _("It needs somebody first.") if mine_before is None else same_car_words(mine_before)
        return quiet(sentence, why, act=Offer(_("Open and claim")), needs_person=True)
    if me.holds(row):
        words = _("Open your case {number}: {step}")
        return quiet(
            words.format(number=number, step=SHORT[row.next_step.kind]()),
            case,
            act=Offer(_("Open")),
            needs_person=True,
        )
    sentence = _("Open case {number}: the desk of {name} is silent").format(number=number, name=row.claim.name)
    return quiet(sentence, case, act=Offer(_("Open")), needs_person=True)


def pause_sentence(rung: RungInfo | None, left_s: float) -> str:
    """Return the countdown to the next call; ``rung``: None = the driver's."""
    time = clock_text(math.ceil(left_s))
    if rung is None:
        return _("Call the driver again in {time}").format(time=time)
    return _("Call {name} again in {time}").format(name=rung.person.name, time=time)


def pause_why(detail: CaseDetail) -> str:
    """Return why nobody calls yet."""
    if detail.messages:
        return _("The SMS may be seen first, and answered with a call. F5 calls at once.")
    return _("A moment to call back. F5 calls at once.")


def same_car_words(mine: QueueRow) -> str:
    """Return why a case is offered to this desk before all others."""
    words = _("The same car as your case {number}: it is offered to you first, because its driver knows you.")
    return words.format(number=mine.number)


def owners_words(kind: NextKind, detail: CaseDetail) -> str:
    """Return what is next for the colleague who has the case, where nothing is for this desk; empty = nothing is."""
    row = detail.row
    is_theirs = kind is NextKind.NOTHING and row.claim is not None and row.state is CaseState.OPEN
    if not is_theirs or row.claim is None or row.next_step.kind is NextKind.NOTHING:
        return ""
    return _("{name} has this case: {step}").format(name=row.claim.name, step=SHORT[row.next_step.kind]())


def unread_words(message: MessageInfo | None) -> str:
    """Return why a person sends what a gateway had; empty = it had not."""
    if message is None or not message.state.failed:
        return ""
    return _("The gateway had it and nobody has read it: send it from the centre's phone, then confirm.")


def given_back_words() -> str:
    """Return how an SMS that was left to people leaves now that a gateway is up again."""
    return _("The gateway is up again: send it by the gateway under Contact, or from the centre's phone, then confirm.")


def row_words(row: QueueRow) -> str:
    """Return a waiting case in one line: how hard, who, where."""
    place = countries_text(row.country_codes) if row.municipality is None else municipality_name(row.municipality)
    parts = (
        " ".join(part for part in (head_of(row), incident_of(row)) if part),
        row.plate or _("plate unknown"),
        place or _("place unknown"),
    )
    return " · ".join(parts)
