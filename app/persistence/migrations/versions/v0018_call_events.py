"""What exchanges told of calls, why a call was made, and which telephone stands at which desk."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "call_events",
        sa.Column("call_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("monotonic_s", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("hung_up_by", sa.String(length=16), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_call_events_call_id_calls"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_call_events_case_id_cases"),
        sa.PrimaryKeyConstraint("call_id", "sequence", name="pk_call_events"),
    )
    op.create_index("ix_call_events_case_id", "call_events", ["case_id"])
    op.create_table(
        "desk_telephones",
        sa.Column("desk", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("desk", name="pk_desk_telephones"),
    )
    op.add_column("calls", sa.Column("purpose", sa.String(length=16), nullable=True))
    is_on = sa.text("ended_at IS NULL")
    op.create_index("ix_calls_not_ended", "calls", ["requested_at"], sqlite_where=is_on, postgresql_where=is_on)


def downgrade() -> None:
    op.drop_index("ix_calls_not_ended", table_name="calls")
    op.drop_column("calls", "purpose")
    op.drop_table("desk_telephones")
    op.drop_table("call_events")
