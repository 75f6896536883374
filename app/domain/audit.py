"""What happened, in an order nobody can change silently.

Entries are append-only and chained per case (chain "system" for sign-ins, settings, keys): each holds the hash of the
one before. The personal part (names, numbers, notes) is hashed with a salt of its own, and only that digest enters the
chain, so erasing the part for a person who asks leaves every other entry provable. The timeline an operator reads *is*
the case's chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SYSTEM_CHAIN = "system"
SERVICE_ACTOR = "service"


class AuditAction(StrEnum):
    """Past tense; the desk has a sentence for each."""

    UPLINK_RECEIVED = "uplink_received"
    UPLINK_QUARANTINED = "uplink_quarantined"
    UPLINK_DECODED_AGAIN = "uplink_decoded_again"
    UPLINK_RELEASED = "uplink_released"
    UPLINK_VIEWED = "uplink_viewed"
    CASE_OPENED = "case_opened"
    CASE_OPENED_BY_PHONE = "case_opened_by_phone"
    CALLER_ATTACHED = "caller_attached"
    ECALL_JOINED = "ecall_joined"
    ECALL_UPDATED = "ecall_updated"
    ECALL_REJECTED = "ecall_rejected"
    CASE_REOPENED = "case_reopened"
    SECOND_IMPACT = "second_impact"
    NEARBY_CASE = "nearby_case"
    PRIORITY_CHANGED = "priority_changed"
    CASE_VIEWED = "case_viewed"
    CASE_CLAIMED = "case_claimed"
    CASE_TAKEN_OVER = "case_taken_over"
    CASE_RELEASED = "case_released"
    CALL_REQUESTED = "call_requested"
    CALL_ANSWERED = "call_answered"
    CALL_ENDED = "call_ended"
    CALL_PROGRESSED = "call_progressed"
    CALL_TAKEN_BY_HAND = "call_taken_by_hand"
    CALLED_BACK = "called_back"
    CALL_MISSED = "call_missed"
    MISSED_CALL_DONE = "missed_call_done"
    DESK_TELEPHONE_SET = "desk_telephone_set"
    LANGUAGE_SET = "language_set"
    SMS_PREPARED = "sms_prepared"
    SMS_SENT_BY_HAND = "sms_sent_by_hand"
    SMS_CANCELLED = "sms_cancelled"
    SMS_TAKEN = "sms_taken"
    SMS_ACCEPTED = "sms_accepted"
    SMS_DELIVERED = "sms_delivered"
    SMS_UNDELIVERED = "sms_undelivered"
    SMS_EXPIRED = "sms_expired"
    SMS_REJECTED = "sms_rejected"
    SMS_UNKNOWN = "sms_unknown"
    SMS_PUT_BACK = "sms_put_back"
    SMS_PART_TOLD = "sms_part_told"
    SMS_NOT_REPEATED = "sms_not_repeated"
    SMS_LEFT_TO_PEOPLE = "sms_left_to_people"
    SMS_GIVEN_BACK = "sms_given_back"
    TOW_ORDERED = "tow_ordered"
    TOW_HELD = "tow_held"
    TOW_DECLINED = "tow_declined"
    TOW_CHANGED = "tow_changed"
    TOW_DISCLOSED = "tow_disclosed"
    SERVICE_ORDERED = "service_ordered"
    ORDER_CHANGED = "order_changed"
    ORDER_REVISED = "order_revised"
    PARTNER_CHOSEN = "partner_chosen"
    ORDER_QUEUED = "order_queued"
    ORDER_STOPPED = "order_stopped"
    ORDER_SENT = "order_sent"
    ORDER_NOT_SENT = "order_not_sent"
    DISCLOSED = "disclosed"
    FACT_ANSWERED = "fact_answered"
    ANSWER_TAKEN_BACK = "answer_taken_back"
    FACT_NOT_KNOWN = "fact_not_known"
    HANDED_OVER = "handed_over"
    HAND_OVER_COMPLETED = "hand_over_completed"
    SERVICE_USED = "service_used"
    USE_UNDONE = "use_undone"
    NOTE_WRITTEN = "note_written"
    PROMISE_MADE = "promise_made"
    PROMISE_KEPT = "promise_kept"
    PROMISE_MOVED = "promise_moved"
    PROMISE_WITHDRAWN = "promise_withdrawn"
    PROMISES_PASSED_ON = "promises_passed_on"
    CASE_CLOSED = "case_closed"
    ACCOUNT_CREATED = "account_created"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    SERVICE_STARTED = "service_started"
    SERVICE_STOPPED = "service_stopped"
    BOX_REGISTERED = "box_registered"
    BOX_FIRMWARE_NOTED = "box_firmware_noted"
    CONTRACT_REGISTERED = "contract_registered"
    BOX_KEY_ISSUED = "box_key_issued"
    BOX_KEY_RETIRED = "box_key_retired"
    BOX_ASKED = "box_asked"
    BOX_ANSWERED = "box_answered"
    BOX_DID_NOT_ANSWER = "box_did_not_answer"
    FEED_OPENED = "feed_opened"
    FEED_CLOSED = "feed_closed"
    SECURITY_EVENT = "security_event"
    RECORD_VIEWED = "record_viewed"
    RECORD_CHANGED = "record_changed"
    IMPORT_CHECKED = "import_checked"
    IMPORT_DECIDED = "import_decided"
    IMPORT_APPLIED = "import_applied"
    IMPORT_DONE = "import_done"
    IMPORT_FAILED = "import_failed"
    PROVIDER_REGISTERED = "provider_registered"
    PROVIDERS_IMPORTED = "providers_imported"
    GATEWAY_SET = "gateway_set"
    GATEWAY_CLEARED = "gateway_cleared"
    GATEWAY_TESTED = "gateway_tested"
    SHIFT_OFFERED = "shift_offered"
    SHIFT_ACCEPTED = "shift_accepted"
    SHIFT_DECLINED = "shift_declined"
    SHIFT_WITHDRAWN = "shift_withdrawn"


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What a use case wants remembered; the chain adds number, salt and hashes.

    Attributes:
        chain: A case id, or ``SYSTEM_CHAIN``.
        actor: Account id, or ``SERVICE_ACTOR``.
        facts: Not personal; stays readable for ever.
        personal: Names, numbers, free text; may be erased later.
    """

    chain: str
    at: datetime
    actor: str
    actor_name: str
    action: AuditAction
    facts: Mapping[str, str]
    personal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A record in its chain. ``personal`` is None once erased; its digest stays."""

    sequence: int
    chain_sequence: int
    record: AuditRecord
    personal_digest: str
    previous_hash: str
    entry_hash: str
    personal_erased: bool
