"""S2 boxes and feeds: where a frame stands, keys, who may feed us; what a frame was read as; the sensor of a trace."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("uplinks", sa.Column("fingerprint", sa.String(length=64), nullable=True))
    op.add_column("trace_fragments", sa.Column("rate_hz", sa.Float(), nullable=True))
    op.add_column("trace_fragments", sa.Column("full_scale_g", sa.Float(), nullable=True))
    _create_s2()
    _create_keys()


def downgrade() -> None:
    for table in ("feeds", "device_keys", "s2_windows", "s2_frames"):
        op.drop_table(table)
    op.drop_column("trace_fragments", "full_scale_g")
    op.drop_column("trace_fragments", "rate_hz")
    op.drop_column("uplinks", "fingerprint")


def _create_s2() -> None:
    op.create_table(
        "s2_frames",
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("boot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fragment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("imei", "boot_id", "sequence", "fragment", name="pk_s2_frames"),
    )
    op.create_table(
        "s2_windows",
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("boot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("highest", sa.BigInteger(), nullable=False),
        sa.Column("bitmap", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("imei", "boot_id", name="pk_s2_windows"),
    )


def _create_keys() -> None:
    op.create_table(
        "device_keys",
        sa.Column("imei", sa.String(length=15), nullable=False),
        sa.Column("key_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("imei", "key_id", name="pk_device_keys"),
    )
    op.create_table(
        "feeds",
        sa.Column("feed_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("feed_id", name="pk_feeds"),
        sa.UniqueConstraint("token_digest", name="uq_feeds_token_digest"),
    )
