"""Real databases for tests: migrated once, copied for each test that wants one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.persistence.engine import writer_engine
from app.persistence.schema import upgrade
from app.persistence.unit_of_work import SqlUnitOfWork


def make_template(folder: Path) -> Path:
    """Migrate an empty database and return its file, closed and whole."""
    file = folder / "template.sqlite3"
    engine = writer_engine(file)
    upgrade(engine)
    engine.dispose()
    return file


def copy_of(template: Path, folder: Path) -> Path:
    """A data folder's database like the template."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(template, folder / "desk.sqlite3"))


@contextmanager
def sql_unit(file: Path) -> Iterator[SqlUnitOfWork]:
    """A unit of work on the file, committed at the end."""
    engine = writer_engine(file)
    with engine.connect() as connection, connection.begin():
        yield SqlUnitOfWork(connection)
    engine.dispose()
