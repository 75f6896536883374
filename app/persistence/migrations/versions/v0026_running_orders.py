"""An order that waits in the outbox runs too: no second truck beside it, and found without reading every order."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_BEFORE = "state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"
_NOW = "state IN ('by_hand', 'queued', 'offered', 'accepted', 'en_route', 'on_site')"
_TOW = "kind = 'tow' AND "
_INDEXES = (
    ("ix_orders_running", "case_id", "", False),
    ("uq_orders_running_tow", "imei", _TOW, True),
    ("uq_orders_running_tow_car", "car", _TOW, True),
)


def upgrade() -> None:
    _index_again(_NOW)
    running = sa.text(_NOW)
    op.create_index("ix_orders_running_state", "orders", ["state"], sqlite_where=running, postgresql_where=running)


def downgrade() -> None:
    op.drop_index("ix_orders_running_state", table_name="orders")
    _index_again(_BEFORE)


def _index_again(running: str) -> None:
    for name, column, kind, unique in _INDEXES:
        where = sa.text(kind + running)
        op.drop_index(name, table_name="orders")
        op.create_index(name, "orders", [column], unique=unique, sqlite_where=where, postgresql_where=where)
