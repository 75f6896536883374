"""A sending that was given up keeps whether it may have arrived: who may have an order is called off."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("sendings", sa.Column("may_have_arrived", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("sendings", "may_have_arrived")
