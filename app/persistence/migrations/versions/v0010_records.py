"""Addresses and covers of contracts, plates that compare, what records are found by, and imports of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_SEARCH = "fts5(policy, plate, phone, name, box, place, tokenize = 'trigram case_sensitive 1')"


def upgrade() -> None:
    op.add_column("boxes", sa.Column("plate_key", sa.String(length=32), nullable=True))
    op.execute("UPDATE boxes SET plate_key = upper(replace(replace(replace(plate, '-', ''), ' ', ''), '.', ''))")
    op.create_index("ix_boxes_plate_key", "boxes", ["plate_key"])
    op.create_index("ix_boxes_contract_id", "boxes", ["contract_id"])
    for name, length in (("street", 200), ("postcode", 16), ("municipality", 120)):
        op.add_column("contracts", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("contracts", sa.Column("covers", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_contracts_policy_number", "contracts", ["policy_number"])
    _search()
    _imports()


def _search() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "record_docs",
        sa.Column("doc_id", number, nullable=False),
        sa.Column("contract_id", sa.String(length=32), nullable=True),
        sa.Column("imei", sa.String(length=15), nullable=True),
        sa.PrimaryKeyConstraint("doc_id", name="pk_record_docs"),
        sa.UniqueConstraint("contract_id", name="uq_record_docs_contract_id"),
        sa.UniqueConstraint("imei", name="uq_record_docs_imei"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE VIRTUAL TABLE record_search USING {_SEARCH}")


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("import_id", name="pk_imports"),
    )
    op.create_index("ix_imports_state", "imports", ["state"])


def downgrade() -> None:
    op.drop_index("ix_imports_state", table_name="imports")
    op.drop_table("imports")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE record_search")
    op.drop_table("record_docs")
    op.drop_index("ix_contracts_policy_number", table_name="contracts")
    for column in ("covers", "municipality", "postcode", "street"):
        op.drop_column("contracts", column)
    op.drop_index("ix_boxes_contract_id", table_name="boxes")
    op.drop_index("ix_boxes_plate_key", table_name="boxes")
    op.drop_column("boxes", "plate_key")
