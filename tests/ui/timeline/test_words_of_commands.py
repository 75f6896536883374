"""What the commands of people leave in the timeline is said in words, and nothing of it as a raw key."""

import pytest

from app.domain.audit import AuditAction
from ui.timeline.words import details_text, sentence

ENTRIES = [
    (
        AuditAction.CALL_REQUESTED,
        {"order_id": "o1", "to": "Noels", "number": "+3216"},
        "Call dialled",
        "Noels · +3216",
    ),
    (
        AuditAction.ORDER_NOT_SENT,
        {"purpose": "offer", "provider": "Noels", "fault": "SMTPConnectError"},
        "order did not reach Noels: phone",
        "nobody answers at that address",
    ),
    (
        AuditAction.CALL_REQUESTED,
        {"call_id": "c1", "number_kind": "landline", "person": "Jan", "number": "+3216"},
        "Call dialled",
        "landline, takes no SMS · Jan · +3216",
    ),
    (
        AuditAction.CALL_ENDED,
        {"call_id": "c1", "outcome": "no_answer", "disposition": "", "source": "simulated", "sms": "prepared"},
        "Call ended: no answer",
        "said by the simulated phone",
    ),
    (
        AuditAction.CALL_ENDED,
        {"outcome": "busy", "source": "operator", "sms": "no_mobile", "number": "+3216"},
        "Call ended: line engaged",
        "no SMS: it is no mobile number · +3216",
    ),
    (
        AuditAction.CALL_ENDED,
        {"outcome": "answered", "disposition": "driver_spoken_to", "source": "operator"},
        "Call answered: driver spoken to",
        "",
    ),
    (
        AuditAction.HANDED_OVER,
        {"to": "112", "reference": "INC-4471", "their_operator": "Els"},
        "Handed over by voice: 112",
        "their number INC-4471 · with Els",
    ),
    (
        AuditAction.HAND_OVER_COMPLETED,
        {"to": "101", "steps": "called_back,released"},
        "Hand-over completed",
        "101 · They called us back, They let us go",
    ),
    (
        AuditAction.TOW_ORDERED,
        {"order_id": "o2", "automatic": "no", "after": "0a1b2c3d"},
        "Tow truck to be ordered: nobody has been asked yet",
        "decided by an operator",
    ),
    (
        AuditAction.CASE_TAKEN_OVER,
        {"desk": "desk-4", "from_desk": "desk-3", "was_stale": "yes", "taken_from": "An", "reason": "she went home"},
        "Case taken over",
        "desk desk-4 · that desk was silent · taken over from An · she went home",
    ),
    (
        AuditAction.PRIORITY_CHANGED,
        {"priority": "1", "before": "2", "because": "injured"},
        "Priority changed to 1",
        "before: Priority 2, high · somebody is hurt",
    ),
    (
        AuditAction.CASE_REOPENED,
        {"because": "called_again"},
        "Case opened again",
        "somebody called about it again",
    ),
    (
        AuditAction.TOW_CHANGED,
        {"order_id": "o1", "state": "cancelled", "state_before": "by_hand", "provider": "", "reason": "police came"},
        "Tow order cancelled",
        "police came",
    ),
    (
        AuditAction.SMS_PREPARED,
        {"message_id": "m1", "template": "call_us_back", "attempt": "1", "language": "", "number": "+324", "text": "x"},
        "SMS prepared, not sent yet",
        "+324",
    ),
    (
        AuditAction.SERVICE_USED,
        {"clause": "P3.A3.1.f", "limit": "max_eur_per_insured:2", "amount": "1200", "since": "2026-03-01"},
        "Given: 1200 EUR · insured person 2",
        "P3.A3.1.f · since 2026-03-01",
    ),
    (
        AuditAction.BOX_ASKED,
        {"command_id": "b1", "request": "tracking", "period_s": "5", "imei": "356307042441013"},
        "Box asked to send its place often",
        "",
    ),
    (
        AuditAction.BOX_ASKED,
        {"command_id": "b1", "request": "parameter", "parameter": "2001", "set_to": "internet.be"},
        "Box told to change a setting",
        "setting 2001 · internet.be",
    ),
    (
        AuditAction.BOX_ANSWERED,
        {"command_id": "b1", "request": "position", "box_state": "answered", "imei": "3563", "answer": "GPS:1 Sat:7"},
        "The box answered",
        "GPS:1 Sat:7",
    ),
    (
        AuditAction.BOX_DID_NOT_ANSWER,
        {"command_id": "b1", "request": "position", "box_state": "expired"},
        "The box did not connect in time and was not asked",
        "",
    ),
    (
        AuditAction.BOX_DID_NOT_ANSWER,
        {"command_id": "b1", "request": "position", "box_state": "withdrawn"},
        "The box is not asked any more: the case was closed",
        "",
    ),
    (
        AuditAction.SECOND_IMPACT,
        {"impacts": "2", "mark": "sos"},
        "The driver pressed SOS again",
        "the driver pressed SOS",
    ),
    (
        AuditAction.SECOND_IMPACT,
        {"impacts": "2", "mark": "crash"},
        "The same car was hit again",
        "impact 2 · crash reported by the box",
    ),
    (
        AuditAction.SHIFT_OFFERED,
        {"desk": "1", "to_account": "7e762f46", "offered_to": "Sofie Super"},
        "Offered to a colleague",
        "desk 1 · to Sofie Super",
    ),
    (
        AuditAction.ORDER_SENT,
        {"purpose": "offer", "state": "accepted", "channel": "mail", "provider": "Noels"},
        "order for Noels: accepted by the mail server, no answer of the firm yet",
        "by e-mail",
    ),
    (
        AuditAction.ORDER_SENT,
        {"purpose": "cancel", "state": "accepted", "channel": "rest", "provider": "Noels"},
        "cancellation taken by Noels",
        "straight into their system",
    ),
    (
        AuditAction.PARTNER_CHOSEN,
        {"kind": "tow", "provider": "Noels", "instead_of": "Maes", "first_said": "nothing", "by_itself": "yes"},
        "Maes did not answer; Noels is asked",
        "by itself",
    ),
    (
        AuditAction.PARTNER_CHOSEN,
        {"kind": "tow", "provider": "Noels", "instead_of": "Maes", "first_said": "refused", "by_itself": "yes"},
        "Maes refused; Noels is asked",
        "by itself",
    ),
    (AuditAction.NOTE_WRITTEN, {"note_id": "n1", "length": "4", "text": "note"}, "Note written", ""),
    (
        AuditAction.CASE_CLOSED,
        {"outcome": "kerb", "kept": "tow, sms", "kept_ids": "o1, m1"},
        "Case closed: Kerb",
        "goes on: tow truck, SMS",
    ),
    (
        AuditAction.CASE_CLOSED,
        {"outcome": "kerb", "kept": "taxi", "not_accepted": "tow", "left_to_do": "sms, promise", "kept_ids": "o1"},
        "Case closed: Kerb",
        "goes on: taxi · asked, not accepted yet: tow truck · still to do: SMS, promise",
    ),
]


@pytest.mark.parametrize(("action", "details", "said", "beside"), ENTRIES)
def test_an_entry_is_said_in_words(action: AuditAction, details: dict[str, str], said: str, beside: str) -> None:
    assert (sentence(action, details), details_text(action, details)) == (said, beside)
