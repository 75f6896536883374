"""Cases that begin with a phone call: what was said, and who called in."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("cases", sa.Column("report", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    op.create_table(
        "callers",
        sa.Column("caller_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("e164", sa.String(length=16), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_callers_case_id_cases"),
        sa.PrimaryKeyConstraint("caller_id", name="pk_callers"),
    )
    op.create_index("ix_callers_case_id", "callers", ["case_id"])


def downgrade() -> None:
    op.drop_table("callers")
    op.drop_index("ix_cases_closed_at", "cases")
    op.drop_column("cases", "report")
