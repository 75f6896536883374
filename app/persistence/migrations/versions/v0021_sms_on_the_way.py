"""How far an SMS got: its tries, its parts, the names gateways gave them, and receipts that came too early."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_TO_LEAVE = "state IN ('queued', 'unknown')"
_PARTIAL = {
    "ix_messages_to_leave": ("leaves_at", _TO_LEAVE),
    "ix_messages_sending": ("created_at", "state = 'sending'"),
    "ix_messages_accepted": ("changed_at", "state = 'accepted'"),
}


def upgrade() -> None:
    op.add_column("messages", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("tries", sa.Integer(), nullable=True))
    op.add_column("messages", sa.Column("copies", sa.Integer(), nullable=True))
    op.add_column("messages", sa.Column("gateway", sa.String(length=120), nullable=True))
    op.add_column("messages", sa.Column("parts", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("messages", sa.Column("reason", sa.String(length=64), nullable=True))
    op.drop_index("ix_messages_queued", table_name="messages")
    for name, (column, where) in _PARTIAL.items():
        op.create_index(name, "messages", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "message_names",
        sa.Column("gateway", sa.String(length=120), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("gateway", "provider_id", name="pk_message_names"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.message_id"], name="fk_message_names_message_id_messages"),
    )
    op.create_table(
        "held_receipts",
        sa.Column("gateway", sa.String(length=120), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("gateway", "provider_id", name="pk_held_receipts"),
    )
    op.create_index("ix_held_receipts_received_at", "held_receipts", ["received_at"])


def downgrade() -> None:
    op.drop_table("held_receipts")
    op.drop_table("message_names")
    for name in _PARTIAL:
        op.drop_index(name, table_name="messages")
    where = sa.text("state = 'queued'")
    op.create_index("ix_messages_queued", "messages", ["leaves_at"], sqlite_where=where, postgresql_where=where)
    for column in ("reason", "parts", "gateway", "copies", "tries", "expires_at"):
        op.drop_column("messages", column)
