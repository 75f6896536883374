"""What boxes were asked, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "box_commands",
        sa.Column("command_id", sa.String(length=32), nullable=False),
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("request", sa.String(length=16), nullable=False),
        sa.Column("parameter", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("period_s", sa.Integer(), nullable=True),
        sa.Column("checks_imei", sa.Boolean(), nullable=False),
        sa.Column("wire_number", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_box_commands_case_id_cases"),
        sa.PrimaryKeyConstraint("command_id", name="pk_box_commands"),
    )
    op.create_index("ix_box_commands_imei_asked_at", "box_commands", ["imei", "asked_at"])
    op.create_index("ix_box_commands_case_id", "box_commands", ["case_id"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_box_commands_open", "box_commands", ["asked_at"], sqlite_where=is_open, postgresql_where=is_open
    )


def downgrade() -> None:
    op.drop_table("box_commands")
