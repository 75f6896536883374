"""To whom a case is offered at the end of a shift."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("cases", sa.Column("shift_offer", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "shift_offer")
