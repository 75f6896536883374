"""The other boxes of a car are asked for with every order, by plate; those of its contract have an index already."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_boxes_plate", "boxes", ["plate"])


def downgrade() -> None:
    op.drop_index("ix_boxes_plate", table_name="boxes")
