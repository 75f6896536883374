"""What was given under the clauses: the ledger of each case."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "service_uses",
        sa.Column("use_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("clause", sa.String(length=64), nullable=False),
        sa.Column("limit_key", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.String(length=32), nullable=False),
        sa.Column("rest", sa.String(length=32), nullable=False),
        sa.Column("rest_paid_by", sa.String(length=16), nullable=True),
        sa.Column("undoes", sa.String(length=32), nullable=True),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_service_uses_case_id_cases"),
        sa.ForeignKeyConstraint(["undoes"], ["service_uses.use_id"], name="fk_service_uses_undoes_service_uses"),
        sa.PrimaryKeyConstraint("use_id", name="pk_service_uses"),
        sa.UniqueConstraint("undoes", name="uq_service_uses_undoes"),
    )
    op.create_index("ix_service_uses_case_id", "service_uses", ["case_id"])


def downgrade() -> None:
    op.drop_table("service_uses")
