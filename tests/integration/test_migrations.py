"""The migrations build what the tables say, go back to nothing, and refuse what a newer version made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from app.domain.ids import Imei
from app.persistence.engine import writer_engine
from app.persistence.schema import UnknownSchema, downgrade, newest_revision, revision_of, upgrade
from app.persistence.tables import metadata
from app.persistence.unit_of_work import SqlUnitOfWork
from tests.support.builders import a_box, a_case, an_audit_record, an_order

ROOT = Path(__file__).parents[2]


def _objects(connection: Connection) -> set[tuple[str, str, str]]:
    """Everything in the database but Alembic's own table and the guards, which metadata does not know."""
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    found = {(row.type, row.name, " ".join(row.sql.split())) for row in rows}
    return {one for one in found if one[1] not in ("alembic_version", "sqlite_sequence") and one[0] != "trigger"}


def _columns(engine: Engine) -> dict[str, set[tuple[str, str, bool]]]:
    inspector = inspect(engine)
    return {
        table: {
            (column["name"], str(column["type"]), bool(column["nullable"])) for column in inspector.get_columns(table)
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_build_what_the_tables_say(tmp_path: Path) -> None:
    migrated, declared = writer_engine(tmp_path / "migrated"), writer_engine(tmp_path / "declared")
    upgrade(migrated)
    metadata.create_all(declared)
    assert _columns(migrated) == _columns(declared)
    with migrated.connect() as left, declared.connect() as right:
        indexes = {one for one in _objects(left) if one[0] == "index"}
        assert indexes == {one for one in _objects(right) if one[0] == "index"}
        assert {one[1] for one in _objects(left)} == {one[1] for one in _objects(right)}
        assert _constraints(left) == _constraints(right)


def _constraints(connection: Connection) -> set[str]:
    """Keys, uniqueness and references, whatever order a CREATE TABLE names them in."""
    tables = [one[2] for one in _objects(connection) if one[0] == "table"]
    parts = (sql.partition("CONSTRAINT")[2] for sql in tables)
    return {part.strip(" ,)") for sql in parts for part in sql.split("CONSTRAINT") if part.strip()}


def test_up_down_and_up_again(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    with engine.connect() as connection:
        first = _objects(connection)
        assert revision_of(connection) == newest_revision()
    downgrade(engine, "base")
    with engine.connect() as connection:
        assert _objects(connection) == set()
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert _objects(connection) == first


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE events (oops TEXT)"))
    with pytest.raises(Exception, match="events already exists"):
        upgrade(engine)
    with engine.connect() as connection:
        assert {one[1] for one in _objects(connection)} == {"events"}
        assert revision_of(connection) is None


def test_a_database_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchema, match="9999"):
        upgrade(engine)


def test_migrations_are_found_from_any_folder(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from app.persistence.engine import writer_engine; "
        "from app.persistence.schema import upgrade; upgrade(writer_engine(Path('desk.sqlite3')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True, timeout=60)
    assert (tmp_path / "desk.sqlite3").stat().st_size > 0


def test_what_is_only_added_to_cannot_be_changed_through_sql(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    with engine.connect() as connection:
        SqlUnitOfWork(connection).audit.append(an_audit_record())
        for statement in ("UPDATE audit_entries SET actor = 'me'", "DELETE FROM audit_entries"):
            with pytest.raises(Exception, match="append-only"):
                connection.execute(text(statement))


def test_what_is_older_than_the_key_of_a_plate_gets_it(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    first, second = a_case(), a_case(imei=Imei("356093070000022"))
    with engine.begin() as connection:
        unit = SqlUnitOfWork(connection)
        unit.audit.append(an_audit_record())
        unit.boxes.put(a_box())
        for case in (first, second):
            unit.cases.add(case)
            unit.orders.put(an_order(case.case_id))
    downgrade(engine, "0013")
    with engine.begin() as connection:
        connection.execute(text("UPDATE boxes SET plate = '1-été-234', plate_key = '1éTé234'"))
        for case, plate in ((first, "1-été-234"), (second, "1 ÉTÉ 234")):
            older = {"car": plate, "case_id": case.case_id}
            connection.execute(text("UPDATE orders SET car = :car WHERE case_id = :case_id"), older)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT plate_key FROM boxes")).scalar() == "1ÉTÉ234"
        cars = connection.execute(text("SELECT car FROM orders")).scalars()
        assert len(set(cars) - {"1ÉTÉ234"}) == 1
    engine.dispose()
