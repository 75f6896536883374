"""The first tables: what boxes send, cases and what was done about them, accounts, the audit chain, events.

A migration says what it does in its own words and imports nothing of the house: it must do the same in ten years,
when the tables of the day look different.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")

TABLES = (
    "uplinks",
    "ecalls",
    "trace_fragments",
    "rejected_ecalls",
    "boxes",
    "contracts",
    "cases",
    "case_ecalls",
    "case_numbers",
    "calls",
    "messages",
    "orders",
    "notes",
    "accounts",
    "sessions",
    "replies",
    "audit_entries",
    "audit_personal",
    "audit_heads",
    "anchors",
    "events",
    "probes",
)
"""In an order in which each stands behind what it refers to."""

APPEND_ONLY = ("audit_entries", "anchors")


def upgrade() -> None:
    _create_received()
    _create_subscriptions()
    _create_cases()
    _create_contact()
    _create_desks()
    _create_record()
    _guard_record()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_received() -> None:
    op.create_table(
        "uplinks",
        sa.Column("uplink_id", BIG_ID, nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("uplink_id", name="pk_uplinks"),
        sa.UniqueConstraint("imei", "digest", name="uq_uplinks_imei_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uplinks_imei_received_at", "uplinks", ["imei", "received_at"])
    op.create_index(
        "ix_uplinks_pending",
        "uplinks",
        ["uplink_id"],
        sqlite_where=sa.text("state = 'stored'"),
        postgresql_where=sa.text("state = 'stored'"),
    )
    op.create_index(
        "ix_uplinks_quarantined",
        "uplinks",
        ["uplink_id"],
        sqlite_where=sa.text("state = 'quarantined'"),
        postgresql_where=sa.text("state = 'quarantined'"),
    )
    op.create_table(
        "ecalls",
        sa.Column("ecall_id", sa.String(length=32), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("crash_counter", sa.Integer(), nullable=True),
        sa.Column("calibrated", sa.Boolean(), nullable=True),
        sa.Column("position", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("last_known", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("track", sa.JSON(), nullable=False),
        sa.Column("measurement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("peak_g", sa.Float(), nullable=True),
        sa.Column("peak_capped", sa.Boolean(), nullable=False),
        sa.Column("standstill", sa.Boolean(), nullable=True),
        sa.Column("standstill_since", INSTANT, nullable=True),
        sa.Column("speed_before_kmh", sa.Float(), nullable=True),
        sa.Column("approach_speed_kmh", sa.Float(), nullable=True),
        sa.Column("unplugged", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("ecall_id", name="pk_ecalls"),
    )
    op.create_index("ix_ecalls_imei_occurred_at", "ecalls", ["imei", "occurred_at"])
    op.create_index("ix_ecalls_imei_received_at", "ecalls", ["imei", "received_at"])
    op.create_table(
        "trace_fragments",
        sa.Column("ecall_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("sample_bytes", sa.Integer(), nullable=False),
        sa.Column("samples_mg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ecall_id"], ["ecalls.ecall_id"], name="fk_trace_fragments_ecall_id_ecalls"),
        sa.PrimaryKeyConstraint("ecall_id", "number", name="pk_trace_fragments"),
    )
    op.create_table(
        "rejected_ecalls",
        sa.Column("ecall_id", sa.String(length=32), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("peak_g", sa.Float(), nullable=True),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ecall_id", name="pk_rejected_ecalls"),
    )
    op.create_index("ix_rejected_ecalls_received_at", "rejected_ecalls", ["received_at"])


def _create_subscriptions() -> None:
    op.create_table(
        "boxes",
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("model_name", sa.String(length=120), nullable=False),
        sa.Column("trace_rate_hz", sa.Float(), nullable=True),
        sa.Column("full_scale_g", sa.Float(), nullable=True),
        sa.Column("sae_x", sa.String(length=2), nullable=False),
        sa.Column("sae_y", sa.String(length=2), nullable=False),
        sa.Column("sae_z", sa.String(length=2), nullable=False),
        sa.Column("plate", sa.String(length=32), nullable=True),
        sa.Column("make_model", sa.String(length=120), nullable=True),
        sa.Column("colour", sa.String(length=64), nullable=True),
        sa.Column("propulsion", sa.String(length=32), nullable=True),
        sa.Column("contract_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("imei", name="pk_boxes"),
    )
    op.create_table(
        "contracts",
        sa.Column("contract_id", sa.String(length=32), nullable=False),
        sa.Column("policy_number", sa.String(length=64), nullable=False),
        sa.Column("subscriber_name", sa.String(length=200), nullable=False),
        sa.Column("subscriber_language", sa.String(length=2), nullable=True),
        sa.Column("subscriber_mobile_e164", sa.String(length=16), nullable=True),
        sa.Column("driver_name", sa.String(length=200), nullable=True),
        sa.Column("driver_language", sa.String(length=2), nullable=True),
        sa.Column("driver_mobile_e164", sa.String(length=16), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("contract_id", name="pk_contracts"),
    )


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("ranked", sa.Integer(), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("contract_id", sa.String(length=32), nullable=True),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.Column("tow_question", sa.String(length=16), nullable=False),
        sa.Column("place", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("event_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("attention_at", INSTANT, nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("call_language", sa.String(length=2), nullable=True),
        sa.Column("claim_account_id", sa.String(length=32), nullable=True),
        sa.Column("claim_name", sa.String(length=200), nullable=True),
        sa.Column("claim_desk", sa.String(length=64), nullable=True),
        sa.Column("claim_claimed_at", INSTANT, nullable=True),
        sa.Column("claim_renewed_at", INSTANT, nullable=True),
        sa.Column("first_claimed_at", INSTANT, nullable=True),
        sa.Column("driver_reached_at", INSTANT, nullable=True),
        sa.Column("linked_case_id", sa.String(length=32), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("case_id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
    )
    op.create_index("ix_cases_imei_received_at", "cases", ["imei", "received_at"])
    op.create_index(
        "ix_cases_open",
        "cases",
        ["received_at"],
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "case_ecalls",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ecall_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_ecalls_case_id_cases"),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_case_ecalls"),
        sa.UniqueConstraint("ecall_id", name="uq_case_ecalls_ecall_id"),
    )
    op.create_table(
        "case_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_case_numbers"),
    )


def _create_contact() -> None:
    op.create_table(
        "calls",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("to_e164", sa.String(length=16), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("disposition", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_calls_case_id_cases"),
        sa.PrimaryKeyConstraint("call_id", name="pk_calls"),
    )
    op.create_index("ix_calls_case_id", "calls", ["case_id"])
    op.create_index(
        "ix_calls_open",
        "calls",
        ["requested_at"],
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "messages",
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("to_e164", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_messages_case_id_cases"),
        sa.PrimaryKeyConstraint("message_id", name="pk_messages"),
        sa.UniqueConstraint(
            "case_id", "template", "to_e164", "attempt", name="uq_messages_case_id_template_to_e164_attempt"
        ),
    )
    op.create_index(
        "ix_messages_to_do",
        "messages",
        ["case_id"],
        sqlite_where=sa.text("state = 'by_hand'"),
        postgresql_where=sa.text("state = 'by_hand'"),
    )
    op.create_table(
        "orders",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("road_known", sa.Boolean(), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("eta_at", INSTANT, nullable=True),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_orders_case_id_cases"),
        sa.PrimaryKeyConstraint("order_id", name="pk_orders"),
    )
    op.create_index("ix_orders_case_id", "orders", ["case_id"])
    op.create_index(
        "ix_orders_running",
        "orders",
        ["case_id"],
        sqlite_where=sa.text("state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"),
        postgresql_where=sa.text("state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"),
    )
    op.create_index(
        "uq_orders_running_tow",
        "orders",
        ["imei"],
        unique=True,
        sqlite_where=sa.text("kind = 'tow' AND state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"),
        postgresql_where=sa.text("kind = 'tow' AND state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"),
    )
    op.create_table(
        "notes",
        sa.Column("note_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_notes_case_id_cases"),
        sa.PrimaryKeyConstraint("note_id", name="pk_notes"),
    )
    op.create_index("ix_notes_case_id", "notes", ["case_id"])


def _create_desks() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("login_folded", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sa.UniqueConstraint("login_folded", name="uq_accounts_login_folded"),
    )
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("desk", sa.String(length=64), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name="fk_sessions_account_id_accounts"),
        sa.PrimaryKeyConstraint("session_id", name="pk_sessions"),
        sa.UniqueConstraint("token_digest", name="uq_sessions_token_digest"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"])
    op.create_table(
        "replies",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_replies"),
    )
    op.create_index("ix_replies_stored_at", "replies", ["stored_at"])


def _create_record() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("sequence", BIG_ID, nullable=False),
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("chain_sequence", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("personal_digest", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_entries"),
        sa.UniqueConstraint("chain", "chain_sequence", name="uq_audit_entries_chain_chain_sequence"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_personal",
        sa.Column("sequence", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("personal", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["audit_entries.sequence"], name="fk_audit_personal_sequence_audit_entries"
        ),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_personal"),
    )
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("chain_sequence", sa.Integer(), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_heads"),
    )
    op.create_table(
        "anchors",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("anchored_at", INSTANT, nullable=False),
        sa.Column("through_sequence", BIG_ID, nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("anchor_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_anchors"),
    )
    op.create_table(
        "events",
        sa.Column("sequence", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("ecall_id", sa.String(length=32), nullable=True),
        sa.Column("rings", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_at", "events", ["at"])
    op.create_table(
        "probes",
        sa.Column("probe_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("probed_at", INSTANT, nullable=False),
        sa.Column("filler", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("probe_id", name="pk_probes"),
    )


def _guard_record() -> None:
    """Let the database itself refuse to change what is only ever added to. PostgreSQL does the same by rights."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
