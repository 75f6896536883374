"""When the last of several impacts was heard of, since when nobody has a case, and what was asked and is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("cases", sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("answers", sa.Column("is_not_known", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE cases SET struck_at = attention_at WHERE case_id IN"
        " (SELECT case_id FROM case_ecalls GROUP BY case_id HAVING count(*) > 1)"
    )


def downgrade() -> None:
    op.drop_column("answers", "is_not_known")
    op.drop_column("cases", "waiting_since")
    op.drop_column("cases", "struck_at")
