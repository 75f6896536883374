"""Boxes of the test put on record before its service starts, and what is stored looked at after it has ended."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.domain.box import Box
from app.domain.clock import SystemClock
from app.domain.ids import Imei
from app.persistence.store import SqliteStore
from app.usecases.actor import SERVICE
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store import JobUnit
from services.simulator.training import TOUR_BOX, training_imei
from tests.support.builders import a_box

T = TypeVar("T")


@contextmanager
def the_store(folder: Path) -> Iterator[SqliteStore]:
    """The store of a folder in which no service runs."""
    store = SqliteStore.open(folder, SystemClock())
    try:
        yield store
    finally:
        store.close()


def register_boxes(folder: Path, count: int) -> list[Imei]:
    """Put that many boxes on record, of the model that simulated boxes are, without car or contract."""
    imeis = [training_imei(number) for number in range(1, count + 1)]
    with the_store(folder) as store:
        store.submit(lambda unit: _register(imeis, unit), urgent=True).result()
    return imeis


def register_unknown_cars(folder: Path, first: int, count: int) -> list[Imei]:
    """Put boxes with these numbers on record, each of a car of its own: no two crashes are of one case."""
    imeis = [Imei(str(first + number)) for number in range(count)]
    with the_store(folder) as store:
        for imei in imeis:
            store.submit(partial(_register_as, a_box(imei=imei, car=None, contract_id=None)))
    return imeis


def read_after(folder: Path, job: Callable[[JobUnit], T]) -> T:
    """Return what a job reads in a folder in which no service runs."""
    with the_store(folder) as store:
        return store.submit(job, urgent=True).result()


def _register(imeis: Iterable[Imei], unit: JobUnit) -> None:
    model = replace(
        a_box().model,
        name=TOUR_BOX.model_name,
        trace_rate_hz=TOUR_BOX.trace_rate_hz,
        full_scale_g=TOUR_BOX.full_scale_g,
    )
    for imei in imeis:
        _register_as(a_box(imei=imei, model=model, car=None, contract_id=None), unit)


def _register_as(box: Box, unit: JobUnit) -> None:
    register_box(RegisterBox(SERVICE, box), unit, SystemClock())
