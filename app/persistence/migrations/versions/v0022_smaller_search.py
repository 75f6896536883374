"""A search index without positions: a third of the size and a quarter of the time to write.

What it finds is looked at again anyway (``app.persistence.search``), so that it need not know where in a text three
letters stand. The service fills it again after the start, beside its work: ``Imports.start``.
"""

from alembic import op

revision = "0022"
down_revision = "0021"

_COLUMNS = "policy, plate, phone, name, box, place, tokenize = 'trigram case_sensitive 1'"


def upgrade() -> None:
    _make_anew(f"{_COLUMNS}, detail = none")


def downgrade() -> None:
    _make_anew(_COLUMNS)


def _make_anew(columns: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE record_search")
        op.execute(f"CREATE VIRTUAL TABLE record_search USING fts5({columns})")
        op.execute("DELETE FROM record_docs")
