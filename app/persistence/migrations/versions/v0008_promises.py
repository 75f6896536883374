"""Promises as clocks with an owner; where a tow begins and ends, why it did not come, and the car it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_RUNNING = "state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("promise_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("addressee", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_promises_case_id_cases"),
        sa.PrimaryKeyConstraint("promise_id", name="pk_promises"),
    )
    op.create_index("ix_promises_case_id", "promises", ["case_id"])
    is_open = sa.text("state = 'open'")
    op.create_index("ix_promises_open", "promises", ["due_at"], sqlite_where=is_open, postgresql_where=is_open)
    for name, length in (("pick_up", 200), ("deliver_to", 200), ("reason", 500), ("car", 64)):
        op.add_column("orders", sa.Column(name, sa.String(length=length), nullable=True))
    is_running_tow = sa.text(f"kind = 'tow' AND {_RUNNING}")
    op.create_index(
        "uq_orders_running_tow_car",
        "orders",
        ["car"],
        unique=True,
        sqlite_where=is_running_tow,
        postgresql_where=is_running_tow,
    )


def downgrade() -> None:
    op.drop_index("uq_orders_running_tow_car", table_name="orders")
    for name in ("car", "reason", "deliver_to", "pick_up"):
        op.drop_column("orders", name)
    op.drop_table("promises")
