"""The cases of a contract are found without reading every case."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_index("ix_cases_contract_id_received_at", "cases", ["contract_id", "received_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_contract_id_received_at", table_name="cases")
