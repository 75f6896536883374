"""Every table, as the newest migration leaves it; a test holds the two together.

Names are plural because ``case`` is a word of SQL. What is asked for by its parts has columns; what is only ever read
whole (a verdict, a track, a measurement) is JSON. Nothing here is SQLite's own: partial unique indexes, JSON and
foreign keys mean the same on PostgreSQL. Ids of E-calls and contracts are not foreign keys in cases and boxes,
because nothing may delay a case: not even the order in which its parts are written.
"""

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

from app.domain.case import CaseState
from app.domain.contact import CallPurpose
from app.domain.message import MessageState
from app.domain.service_order import OrderState, ServiceKind
from app.domain.uplink import UplinkState
from app.persistence.columns import BigId, Instant

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


def _is(column: Column[Any], word: StrEnum) -> ColumnElement[bool]:
    """Compare with a word written into the statement: with a bound one, SQLite could not use a partial index."""
    return column == literal_column(f"'{word.value}'")


def _partial_index(name: str, column: Column[Any], where: ColumnElement[bool], *, unique: bool = False) -> None:
    Index(name, column, unique=unique, sqlite_where=where, postgresql_where=where)


# -- what boxes sent ---------------------------------------------------------------------------------------------------

uplinks: Final = Table(
    "uplinks",
    metadata,
    Column("uplink_id", BigId, primary_key=True),
    Column("imei", String(15), nullable=False),
    Column("source", String(32), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text),
    Column("fingerprint", String(64)),
    UniqueConstraint("imei", "digest"),
    sqlite_autoincrement=True,
)
Index("ix_uplinks_imei_received_at", uplinks.c.imei, uplinks.c.received_at)
UPLINK_PENDING: Final = _is(uplinks.c.state, UplinkState.STORED)
UPLINK_QUARANTINED: Final = _is(uplinks.c.state, UplinkState.QUARANTINED)
_partial_index("ix_uplinks_pending", uplinks.c.uplink_id, UPLINK_PENDING)
_partial_index("ix_uplinks_quarantined", uplinks.c.uplink_id, UPLINK_QUARANTINED)

s2_frames: Final = Table(
    "s2_frames",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("boot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("fragment", Integer, primary_key=True, autoincrement=False),
    Column("is_last", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),
)

s2_windows: Final = Table(
    "s2_windows",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("boot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("highest", BigInteger, nullable=False),
    Column("bitmap", String(16), nullable=False),
)

device_keys: Final = Table(
    "device_keys",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("key_id", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
)

feeds: Final = Table(
    "feeds",
    metadata,
    Column("feed_id", String(32), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

ecalls: Final = Table(
    "ecalls",
    metadata,
    Column("ecall_id", String(32), primary_key=True),
    Column("imei", String(15), nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("mark", String(32), nullable=False),
    Column("crash_counter", Integer),
    Column("calibrated", Boolean),
    Column("position", JSON(none_as_null=True)),
    Column("last_known", JSON(none_as_null=True)),
    Column("track", JSON, nullable=False),
    Column("measurement", JSON(none_as_null=True)),
    Column("peak_g", Float),
    Column("peak_capped", Boolean, nullable=False),
    Column("standstill", Boolean),
    Column("standstill_since", Instant),
    Column("speed_before_kmh", Float),
    Column("approach_speed_kmh", Float),
    Column("unplugged", Boolean),
)
Index("ix_ecalls_imei_occurred_at", ecalls.c.imei, ecalls.c.occurred_at)
Index("ix_ecalls_imei_received_at", ecalls.c.imei, ecalls.c.received_at)
Index("ix_ecalls_occurred_at", ecalls.c.occurred_at)

trace_fragments: Final = Table(
    "trace_fragments",
    metadata,
    Column("ecall_id", String(32), ForeignKey("ecalls.ecall_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("starts_at", Instant, nullable=False),
    Column("sample_bytes", Integer, nullable=False),
    Column("samples_mg", LargeBinary, nullable=False),
    Column("rate_hz", Float),
    Column("full_scale_g", Float),
)

rejected_ecalls: Final = Table(
    "rejected_ecalls",
    metadata,
    Column("ecall_id", String(32), primary_key=True),
    Column("imei", String(15), nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("peak_g", Float),
    Column("verdict", JSON, nullable=False),
)
Index("ix_rejected_ecalls_received_at", rejected_ecalls.c.received_at)

# -- boxes and contracts -----------------------------------------------------------------------------------------------

boxes: Final = Table(
    "boxes",
    metadata,
    Column("imei", String(15), primary_key=True),
    Column("model_name", String(120), nullable=False),
    Column("trace_rate_hz", Float),
    Column("full_scale_g", Float),
    Column("sae_x", String(2), nullable=False),
    Column("sae_y", String(2), nullable=False),
    Column("sae_z", String(2), nullable=False),
    Column("plate", String(32)),
    Column("make_model", String(120)),
    Column("colour", String(64)),
    Column("propulsion", String(32)),
    Column("contract_id", String(32), index=True),
    Column("plate_key", String(32), index=True),
)

contracts: Final = Table(
    "contracts",
    metadata,
    Column("contract_id", String(32), primary_key=True),
    Column("policy_number", String(64), nullable=False, index=True),
    Column("subscriber_name", String(200), nullable=False),
    Column("subscriber_language", String(2)),
    Column("subscriber_mobile_e164", String(16)),
    Column("driver_name", String(200)),
    Column("driver_language", String(2)),
    Column("driver_mobile_e164", String(16)),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("subscriber_second_e164", String(16)),
    Column("driver_second_e164", String(16)),
    Column("contact_persons", JSON(none_as_null=True)),
    Column("street", String(200)),
    Column("postcode", String(16)),
    Column("municipality", String(120)),
    Column("covers", JSON(none_as_null=True)),
    Column("car", JSON(none_as_null=True)),
    Column("plate_key", String(32), index=True),
)

# -- cases -------------------------------------------------------------------------------------------------------------

cases: Final = Table(
    "cases",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("ranked", Integer, nullable=False),
    Column("imei", String(15), nullable=False),
    Column("contract_id", String(32)),
    Column("mark", String(32), nullable=False),
    Column("verdict", JSON, nullable=False),
    Column("holds", JSON, nullable=False),
    Column("tow_question", String(16), nullable=False),
    Column("place", JSON(none_as_null=True)),
    Column("event_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("attention_at", Instant, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("is_test", Boolean, nullable=False),
    Column("call_language", String(2)),
    Column("claim_account_id", String(32)),
    Column("claim_name", String(200)),
    Column("claim_desk", String(64)),
    Column("claim_claimed_at", Instant),
    Column("claim_renewed_at", Instant),
    Column("first_claimed_at", Instant),
    Column("driver_reached_at", Instant),
    Column("linked_case_id", String(32)),
    Column("closed_at", Instant),
    Column("outcome", String(16)),
    Column("nearby", JSON(none_as_null=True)),
    Column("firmware", String(64)),
    Column("struck_at", Instant),
    Column("waiting_since", Instant),
    Column("report", JSON(none_as_null=True)),
    Column("shift_offer", JSON(none_as_null=True)),
)
Index("ix_cases_outcome_imei_firmware", cases.c.outcome, cases.c.imei, cases.c.firmware)
Index("ix_cases_closed_at", cases.c.closed_at)
Index("ix_cases_imei_received_at", cases.c.imei, cases.c.received_at)
Index("ix_cases_contract_id_received_at", cases.c.contract_id, cases.c.received_at)
CASE_OPEN: Final = _is(cases.c.state, CaseState.OPEN)
_partial_index("ix_cases_open", cases.c.received_at, CASE_OPEN)

case_ecalls: Final = Table(
    "case_ecalls",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.case_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("ecall_id", String(32), nullable=False, unique=True),
)

case_numbers: Final = Table(
    "case_numbers",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

calls: Final = Table(
    "calls",
    metadata,
    Column("call_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("account_id", String(32), nullable=False),
    Column("to_e164", String(16), nullable=False),
    Column("person", String(200), nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(32)),
    Column("disposition", String(32)),
    Column("source", String(64), nullable=False),
    Column("purpose", String(16)),
)
CALL_OPEN: Final = calls.c.outcome.is_(None)
CALL_ASIDE: Final = func.coalesce(calls.c.purpose, "").in_([one.value for one in CallPurpose if one.is_aside])
"""With 112, 101 or a firm: no attempt to reach anybody of the car."""
_partial_index("ix_calls_open", calls.c.requested_at, CALL_OPEN)
CALL_NOT_ENDED: Final = calls.c.ended_at.is_(None)
_partial_index("ix_calls_not_ended", calls.c.requested_at, CALL_NOT_ENDED)

messages: Final = Table(
    "messages",
    metadata,
    Column("message_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False),
    Column("template", String(32), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("to_e164", String(16), nullable=False),
    Column("language", String(2)),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("leaves_at", Instant),
    Column("expires_at", Instant),
    Column("tries", Integer),
    Column("copies", Integer),
    Column("gateway", String(120)),
    Column("parts", JSON(none_as_null=True)),
    Column("reason", String(64)),
    UniqueConstraint("case_id", "template", "to_e164", "attempt"),
)
MESSAGE_TO_DO: Final = _is(messages.c.state, MessageState.BY_HAND)
MESSAGE_TO_LEAVE: Final = messages.c.state.in_(
    [literal_column(f"'{state}'") for state in (MessageState.QUEUED, MessageState.UNKNOWN)]
)
"""With ``leaves_at`` it leaves then; one that was perhaps sent and has none is left alone."""
MESSAGE_SENDING: Final = _is(messages.c.state, MessageState.SENDING)
MESSAGE_ACCEPTED: Final = _is(messages.c.state, MessageState.ACCEPTED)
_partial_index("ix_messages_to_do", messages.c.case_id, MESSAGE_TO_DO)
_partial_index("ix_messages_to_leave", messages.c.leaves_at, MESSAGE_TO_LEAVE)
_partial_index("ix_messages_sending", messages.c.created_at, MESSAGE_SENDING)
_partial_index("ix_messages_accepted", messages.c.changed_at, MESSAGE_ACCEPTED)

orders: Final = Table(
    "orders",
    metadata,
    Column("order_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("imei", String(15), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("road_known", Boolean, nullable=False),
    Column("provider", String(120), nullable=False),
    Column("eta_at", Instant),
    Column("ordered_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("pick_up", String(200)),
    Column("deliver_to", String(200)),
    Column("reason", String(500)),
    Column("car", String(64)),
    Column("provider_id", String(32)),
    Column("version", Integer),
    Column("need", String(500)),
    Column("wanted_at", Instant),
    Column("offered_at", Instant),
)
ORDER_RUNNING: Final = orders.c.state.in_([literal_column(f"'{state}'") for state in OrderState if state.is_running])
_partial_index("ix_orders_running", orders.c.case_id, ORDER_RUNNING)
_partial_index("ix_orders_running_state", orders.c.state, ORDER_RUNNING)
TOW_RUNNING: Final = _is(orders.c.kind, ServiceKind.TOW) & ORDER_RUNNING
_partial_index("uq_orders_running_tow", orders.c.imei, TOW_RUNNING, unique=True)
_partial_index("uq_orders_running_tow_car", orders.c.car, TOW_RUNNING, unique=True)

notes: Final = Table(
    "notes",
    metadata,
    Column("note_id", String(32), primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("account_id", String(32), nullable=False),
    Column("author", String(200), nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("text", Text, nullable=False),
)

answers: Final = Table(
    "answers",
    metadata,
    Column("case_id", String(32), ForeignKey("cases.case_id"), primary_key=True),
    Column("fact", String(64), primary_key=True),
    Column("value", JSON(none_as_null=True)),
    Column("said_by", String(32), nullable=False),
    Column("author", String(200), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("is_not_known", Boolean),
)

# -- people at desks ---------------------------------------------------------------------------------------------------

accounts: Final = Table(
    "accounts",
    metadata,
    Column("account_id", String(32), primary_key=True),
    Column("login", String(64), nullable=False),
    Column("login_folded", String(128), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("is_active", Boolean, nullable=False),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("session_id", String(32), primary_key=True),
    Column("account_id", String(32), ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("desk", String(64), nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("started_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

replies: Final = Table(
    "replies",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("stored_at", Instant, nullable=False, index=True),
)

# -- the record --------------------------------------------------------------------------------------------------------

audit_entries: Final = Table(
    "audit_entries",
    metadata,
    Column("sequence", BigId, primary_key=True),
    Column("chain", String(32), nullable=False),
    Column("chain_sequence", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("actor_name", String(200), nullable=False),
    Column("action", String(32), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("personal_digest", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("entry_hash", String(64), nullable=False),
    UniqueConstraint("chain", "chain_sequence"),
    sqlite_autoincrement=True,
)

audit_personal: Final = Table(
    "audit_personal",
    metadata,
    Column("sequence", BigId, ForeignKey("audit_entries.sequence"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary, nullable=False),
    Column("personal", JSON, nullable=False),
)

audit_heads: Final = Table(
    "audit_heads",
    metadata,
    Column("chain", String(32), primary_key=True),
    Column("chain_sequence", Integer, nullable=False),
    Column("entry_hash", String(64), nullable=False),
)

anchors: Final = Table(
    "anchors",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("anchored_at", Instant, nullable=False),
    Column("through_sequence", BigId, nullable=False),
    Column("heads", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("anchor_hash", String(64), nullable=False),
)

events: Final = Table(
    "events",
    metadata,
    Column("sequence", BigId, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("case_id", String(32)),
    Column("ecall_id", String(32)),
    Column("rings", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

probes: Final = Table(
    "probes",
    metadata,
    Column("probe_id", Integer, primary_key=True, autoincrement=False),
    Column("probed_at", Instant, nullable=False),
    Column("filler", LargeBinary, nullable=False),
)
