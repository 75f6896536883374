"""Firmware of boxes as a history.

Until now a column of the box that nothing ever filled: there is nothing to carry over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "box_firmware",
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("firmware", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("imei", "noted_at", name="pk_box_firmware"),
    )
    op.drop_column("boxes", "firmware")


def downgrade() -> None:
    op.add_column("boxes", sa.Column("firmware", sa.String(length=64), nullable=True))
    op.drop_table("box_firmware")
