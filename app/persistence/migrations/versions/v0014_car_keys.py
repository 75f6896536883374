"""A car is known by the letters and digits of its plate, however it is spelt; older records get that key."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_RUNNING = "state IN ('by_hand', 'offered', 'accepted', 'en_route', 'on_site')"


def upgrade() -> None:
    op.drop_index("ix_boxes_plate", table_name="boxes")
    _boxes()
    _orders()


def _boxes() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT imei, plate, plate_key FROM boxes WHERE plate IS NOT NULL"))
    wrong = [{"imei": row.imei, "key": _key(row.plate)} for row in found if row.plate_key != _key(row.plate)]
    if wrong:
        connection.execute(sa.text("UPDATE boxes SET plate_key = :key WHERE imei = :imei"), wrong)


def _orders() -> None:
    """Of two trucks that run for one car already, which they may, the older alone has the key."""
    connection = op.get_bind()
    chosen = f"SELECT order_id, car FROM orders WHERE {_RUNNING} AND car IS NOT NULL ORDER BY ordered_at, order_id"
    found = connection.execute(sa.text(chosen)).all()
    taken = {row.car for row in found}
    for row in found:
        key = _key(row.car)
        if key and key not in taken:
            taken.add(key)
            renamed = {"key": key, "order_id": row.order_id}
            connection.execute(sa.text("UPDATE orders SET car = :key WHERE order_id = :order_id"), renamed)


def _key(plate: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", plate).upper() if one.isalnum())


def downgrade() -> None:
    op.create_index("ix_boxes_plate", "boxes", ["plate"])
