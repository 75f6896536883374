"""Cases that may be one pile-up, outcomes by box model and firmware, and crashes of every box at one time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("boxes", sa.Column("firmware", sa.String(length=64), nullable=True))
    op.add_column("cases", sa.Column("nearby", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_ecalls_occurred_at", "ecalls", ["occurred_at"])
    op.create_index("ix_cases_outcome_imei", "cases", ["outcome", "imei"])


def downgrade() -> None:
    op.drop_index("ix_cases_outcome_imei", table_name="cases")
    op.drop_index("ix_ecalls_occurred_at", table_name="ecalls")
    op.drop_column("cases", "nearby")
    op.drop_column("boxes", "firmware")
