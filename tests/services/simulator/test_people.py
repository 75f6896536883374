"""The made-up people: always the same, as many as wanted, and an import that has no fault."""

import io
from pathlib import Path

from app.domain.imports import ImportKind
from app.usecases.import_columns import columns_of
from services.simulator.people import MOST, made_up, write_csv
from tests.support.clocks import StandingClock
from tests.support.import_files import Importer
from tests.support.memory import InMemoryUnitOfWork


def _file(count: int) -> bytes:
    file = io.StringIO()
    write_csv(file, count)
    return file.getvalue().encode()


def test_they_are_always_the_same_and_fewer_are_the_first_of_more() -> None:
    assert _file(50) == _file(50)
    assert list(made_up(50))[:20] == list(made_up(20))


def test_they_can_be_imported(tmp_path: Path) -> None:
    importer = Importer(tmp_path, InMemoryUnitOfWork(), StandingClock())
    findings = importer.put(_file(300))
    assert (findings.added, findings.unchanged) == (300, 0)
    assert importer.put(_file(300)).unchanged == 300


def test_every_plate_policy_and_box_is_of_one_and_spells_exercise() -> None:
    for column in ("plate", "policy_number", "imei"):
        assert len({row[column] for row in made_up(MOST)}) == MOST
    some = list(made_up(2000))
    assert all("-OE" in row["plate"] and "OEF" not in row["plate"] for row in some)
    assert all(row["subscriber_phone"].startswith("0470 00 ") for row in some)


def test_their_columns_are_columns_of_an_import() -> None:
    assert set(next(made_up(1))) <= {column.name for column in columns_of(ImportKind.CONTRACTS)}
