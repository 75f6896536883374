"""The directory of partners, the numbered versions of orders, and what leaves for partners."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_WAITS = sa.text("state IN ('queued', 'sending')")


def upgrade() -> None:
    op.create_table(
        "providers",
        sa.Column("provider_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_folded", sa.String(length=240), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("provider_id", name="pk_providers"),
        sa.UniqueConstraint("name_folded", name="uq_providers_name_folded"),
    )
    op.add_column("orders", sa.Column("provider_id", sa.String(length=32), nullable=True))
    op.add_column("orders", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("need", sa.String(length=500), nullable=True))
    op.add_column("orders", sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "sendings",
        sa.Column("sending_id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("provider_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("to_address", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("fault", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_sendings_case_id_cases"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name="fk_sendings_order_id_orders"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.provider_id"], name="fk_sendings_provider_id_providers"),
        sa.PrimaryKeyConstraint("sending_id", name="pk_sendings"),
        sa.UniqueConstraint("order_id", "version", name="uq_sendings_order_id"),
    )
    op.create_index("ix_sendings_case_id", "sendings", ["case_id"])
    op.create_index("ix_sendings_waiting", "sendings", ["leaves_at"], sqlite_where=_WAITS, postgresql_where=_WAITS)


def downgrade() -> None:
    op.drop_table("sendings")
    for name in ("offered_at", "wanted_at", "need", "version", "provider_id"):
        op.drop_column("orders", name)
    op.drop_table("providers")
