"""What the contract suite runs against: the unit of work in dictionaries and the one on a real file, by turns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import copy_of, make_template, sql_unit
from tests.support.memory import InMemoryUnitOfWork
from tests.support.units import AnyUnit


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(params=["memory", "sqlite"])
def unit(request: pytest.FixtureRequest) -> Iterator[AnyUnit]:
    if request.param == "memory":
        yield InMemoryUnitOfWork()
        return
    folder: Path = request.getfixturevalue("tmp_path")
    with sql_unit(copy_of(request.getfixturevalue("template"), folder)) as sql:
        yield sql
