"""When what was given began: bills come late, and days count from the day it began."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("service_uses", sa.Column("since", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("service_uses", "since")
