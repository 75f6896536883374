"""Bring a database to the newest shape, in one transaction: killed while it migrates, it is found in the old shape."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class UnknownSchema(Exception):
    """The database was made by a newer version of this program; an older one must not touch it."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to a revision; does nothing when the database is there already.

    Raises:
        UnknownSchema: The database is at a revision that this program does not have.
    """
    with engine.begin() as connection:
        _refuse_unknown(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to a revision; "base" is an empty database."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database is at, or None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision this program works with."""
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def _refuse_unknown(connection: Connection) -> None:
    present = revision_of(connection)
    known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
    if present is not None and present not in known:
        raise UnknownSchema(f"the database is at revision {present}, this program knows up to {newest_revision()}")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
