"""Records are found by any part of what they say now."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.domain.box import Car
from app.domain.ids import ContractId, Imei
from app.domain.subscription import Address, Person
from app.persistence.engine import writer_engine
from app.persistence.queries import SqlReader
from app.persistence.unit_of_work import SqlUnitOfWork
from tests.support.builders import a_box, a_contract
from tests.support.databases import copy_of, make_template

FIRST, SECOND = ContractId("1" * 32), ContractId("2" * 32)
CELINE = replace(
    a_contract(contract_id=FIRST, policy_number="58-0012345"),
    subscriber=Person("Céline d'Hoore-Müller", None, "+32470123456"),
    driver=None,
    address=Address("Chaussée de Wavre 12", "1050", "Ixelles"),
)
BOX = replace(a_box(), contract_id=FIRST, car=Car("1-ABC-234", "VW ID.3", "white", "electric"))
STRAY = replace(a_box(), imei=Imei("356307042441099"), contract_id=None, car=Car("2-XYZ-987", "Kia", "", ""))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def connection(template: Path, tmp_path: Path) -> Iterator[Connection]:
    engine = writer_engine(copy_of(template, tmp_path))
    with engine.connect() as connected, connected.begin():
        yield connected
    engine.dispose()


@pytest.fixture
def unit(connection: Connection) -> SqlUnitOfWork:
    return SqlUnitOfWork(connection)


@pytest.fixture
def reader(connection: Connection) -> SqlReader:
    return SqlReader(connection)


@pytest.fixture
def found(unit: SqlUnitOfWork, reader: SqlReader) -> Callable[[str], list[str]]:
    unit.records.put_many([CELINE, a_contract(contract_id=SECOND, policy_number="99-1")], [BOX, STRAY])

    def find(typed: str) -> list[str]:
        records = reader.find_records(typed, 10)
        return [record.boxes[0].imei if record.contract is None else record.contract.contract_id for record in records]

    return find


@pytest.mark.parametrize(
    "typed",
    [
        "1-ABC-234",
        "1abc234",
        "abc 234",
        "0470 12 34 56",
        "+32 470/12.34.56",
        "0032470123456",
        "12 34 56",
        "celine",
        "HOORE-mul",
        "celine ixelles",
        "d'hoore",
        "58-0012345",
        "0012345",
        "1050 ixelles",
        BOX.imei,
        BOX.imei[-6:],
    ],
)
def test_any_part_in_any_writing_finds_the_contract(found: Callable[[str], list[str]], typed: str) -> None:
    assert FIRST in found(typed)


@pytest.mark.parametrize("typed", ["", "x", '"', "OR AND NOT", "celine gent", "name:celine zzz", "'; --", "🚗🚗🚗"])
def test_what_nobody_has_finds_nobody_and_no_sign_is_an_operator(found: Callable[[str], list[str]], typed: str) -> None:
    assert found(typed) == []


def test_a_box_without_contract_is_found(found: Callable[[str], list[str]]) -> None:
    assert found("xyz987") == [STRAY.imei]


def test_a_record_is_found_by_what_it_says_now(unit: SqlUnitOfWork, found: Callable[[str], list[str]]) -> None:
    assert found("celine") == [FIRST]
    unit.contracts.put(replace(CELINE, subscriber=Person("Bart Jacobs", None, None)))
    unit.boxes.put(replace(BOX, contract_id=SECOND))
    unit.boxes.put(replace(STRAY, contract_id=FIRST))
    assert (found("celine"), found("bart")) == ([], [FIRST])
    assert (found("abc234"), found("xyz987")) == ([SECOND], [FIRST])


def test_what_was_stored_before_there_was_a_search_is_entered(
    connection: Connection, unit: SqlUnitOfWork, found: Callable[[str], list[str]]
) -> None:
    assert unit.records.not_entered(9) == ((), ())
    connection.exec_driver_sql("DELETE FROM record_search")
    connection.exec_driver_sql("DELETE FROM record_docs")
    assert found("celine") == []
    unit.records.enter(*unit.records.not_entered(9))
    assert (found("celine"), found("xyz987")) == ([FIRST], [STRAY.imei])
    assert unit.records.not_entered(9) == ((), ())


def test_the_car_of_a_policy_without_a_box_is_found(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    unit.contracts.put(replace(CELINE, car=Car("1-QQQ-111", "Kia", "", "")))
    (found,) = reader.find_records("qqq111", 10)
    assert found.contract is not None
    assert reader.records_of_plates(["1QQQ111"]) == (found,)


def test_an_exact_plate_stands_first(unit: SqlUnitOfWork, reader: SqlReader) -> None:
    longer = replace(STRAY, imei=Imei("356307042441000"), car=Car("1-ABC-2345", "", "", ""))
    unit.records.put_many([CELINE], [longer, BOX])
    first = reader.find_records("1 abc 234", 1)[0]
    assert first.boxes == (BOX,)


def test_a_database_without_the_search_of_sqlite_stores_and_finds_by_plate(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, unit: SqlUnitOfWork, reader: SqlReader
) -> None:
    connection.exec_driver_sql("DROP TABLE record_search")  # as the migration leaves another database
    monkeypatch.setattr(connection.dialect, "name", "postgresql")
    unit.records.put_many([CELINE], [BOX, STRAY])
    unit.boxes.put(replace(BOX, contract_id=None))
    assert [record.boxes for record in reader.find_records("2-xyz-987", 10)] == [(STRAY,)]
    assert reader.find_records("celine", 10) == ()
