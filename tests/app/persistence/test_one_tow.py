"""One car has one running tow in the database itself, whatever two connections that know nothing of each other do."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.domain.box import Car
from app.domain.errors import Conflict
from app.domain.ids import Imei
from app.persistence.engine import writer_engine
from app.persistence.schema import upgrade
from app.persistence.tables import orders
from app.persistence.unit_of_work import SqlUnitOfWork
from tests.support.builders import a_box, a_case, an_audit_record, an_order

OTHER_BOX = Imei("356093070000022")


def test_a_second_connection_stores_no_second_truck(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    one, other = writer_engine(file), writer_engine(file)
    upgrade(one)
    first, second = a_case(), a_case(imei=OTHER_BOX)
    with one.begin() as connection:
        unit = SqlUnitOfWork(connection)
        unit.boxes.put(a_box())
        unit.boxes.put(a_box(imei=OTHER_BOX))
        unit.audit.append(an_audit_record())
        for case in (first, second):
            unit.cases.add(case)
        unit.orders.put(an_order(first.case_id))
    with other.begin() as connection, pytest.raises(Conflict, match="tow_running"):
        SqlUnitOfWork(connection).orders.put(an_order(second.case_id))
    for engine in (one, other):
        engine.dispose()


def test_the_car_is_known_by_its_plate_however_it_is_spelt(tmp_path: Path) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    case = a_case()
    with engine.begin() as connection:
        unit = SqlUnitOfWork(connection)
        unit.boxes.put(a_box(car=Car("ab 123-cd", "", "", "")))
        unit.audit.append(an_audit_record())
        unit.cases.add(case)
        unit.orders.put(an_order(case.case_id))
        assert connection.execute(select(orders.c.car)).scalar() == "AB123CD"
    engine.dispose()


@pytest.mark.parametrize("same", ["imei", "car"])
def test_the_index_refuses_what_a_program_would_not_ask_about(tmp_path: Path, same: str) -> None:
    engine = writer_engine(tmp_path / "desk.sqlite3")
    upgrade(engine)
    case = a_case()
    with engine.begin() as connection:
        SqlUnitOfWork(connection).cases.add(case)
        SqlUnitOfWork(connection).orders.put(an_order(case.case_id))
        row = dict(connection.execute(orders.select()).mappings().one())
        fresh = {"order_id": "f" * 32, "imei": OTHER_BOX, "car": "2-XYZ-999", same: row[same]}
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(insert(orders).values({**row, **fresh}))
        connection.execute(insert(orders).values({**row, **fresh, "state": "done"}))
    engine.dispose()
