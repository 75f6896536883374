"""What 112 and 101 were told, with their own number, their operator and the moment they let us go."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_AT = ("voice_connected_at", "released_at", "called_back_at")


def upgrade() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("hand_over_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("told_to", sa.String(length=8), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("their_operator", sa.String(length=120), nullable=False),
        *[sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in _AT],
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_hand_overs_case_id_cases"),
        sa.PrimaryKeyConstraint("hand_over_id", name="pk_hand_overs"),
    )
    op.create_index("ix_hand_overs_case_id", "hand_overs", ["case_id"])


def downgrade() -> None:
    op.drop_table("hand_overs")
