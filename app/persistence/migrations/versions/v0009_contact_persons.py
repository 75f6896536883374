"""Second numbers and contact persons of a contract, in the order in which they are asked; until when an SMS waits."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("contracts", sa.Column("subscriber_second_e164", sa.String(length=16), nullable=True))
    op.add_column("contracts", sa.Column("driver_second_e164", sa.String(length=16), nullable=True))
    op.add_column("contracts", sa.Column("contact_persons", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("messages", sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))
    queued = sa.text("state = 'queued'")
    op.create_index("ix_messages_queued", "messages", ["leaves_at"], sqlite_where=queued, postgresql_where=queued)


def downgrade() -> None:
    op.drop_index("ix_messages_queued", table_name="messages")
    op.drop_column("messages", "leaves_at")
    op.drop_column("contracts", "contact_persons")
    op.drop_column("contracts", "driver_second_e164")
    op.drop_column("contracts", "subscriber_second_e164")
