"""The insured car of a contract, box or no box."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("contracts", sa.Column("car", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("contracts", sa.Column("plate_key", sa.String(length=32), nullable=True))
    op.create_index("ix_contracts_plate_key", "contracts", ["plate_key"])


def downgrade() -> None:
    op.drop_index("ix_contracts_plate_key", table_name="contracts")
    op.drop_column("contracts", "plate_key")
    op.drop_column("contracts", "car")
