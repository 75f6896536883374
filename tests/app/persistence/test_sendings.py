"""What the outbox and the watch read: the same from the dictionaries and from the database."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from app.domain.ids import SendingId, new_id
from app.domain.sending import Sending, SendingChannel, SendingPurpose, SendingState
from app.domain.service_order import OrderState, ServiceKind, ServiceOrder
from app.persistence.store import SqliteStore
from app.usecases.order_ports import SendingReader
from app.usecases.store import JobUnit
from tests.support.builders import NOON, a_case, an_audit_record, an_order
from tests.support.clocks import StandingClock
from tests.support.memory import InMemoryUnitOfWork
from tests.support.partners import a_provider, a_sending

Rows = Mapping[str, object]
T = TypeVar("T")

LATER = NOON + timedelta(minutes=10)
PROVIDER = a_provider()


class Both:
    """The same rows in both."""

    def __init__(self, folder: Path) -> None:
        self.memory = InMemoryUnitOfWork()
        self.store = SqliteStore.open(folder, StandingClock(), group_commit_s=0.001)

    def put(self, *, imei: str, order: Rows, sendings: tuple[Rows, ...] = ()) -> str:
        case = a_case(imei=imei)
        one = an_order(case.case_id, **order)
        rows = [a_sending(one, PROVIDER, **{"sending_id": SendingId(new_id()), **each}) for each in sendings]

        def job(unit: JobUnit) -> None:
            if unit.providers.provider(PROVIDER.provider_id) is None:
                unit.providers.put(PROVIDER)
            unit.cases.add(case)
            unit.orders.put(one)
            for row in rows:
                unit.sendings.put(row)
            unit.audit.append(an_audit_record(case.case_id))

        job(self.memory)
        self.store.submit(job).result()
        return one.order_id

    def read(self, ask: Callable[[SendingReader], T]) -> T:
        """Ask both and return the answer, which is the same."""
        expected = ask(self.memory.sendings)
        assert self.store.read(ask) == expected
        return expected


@pytest.fixture(name="both")
def both_stores(tmp_path: Path) -> Iterator[Both]:
    made = Both(tmp_path / "data")
    yield made
    made.store.close()


def _ids(found: Iterable[Sending | ServiceOrder]) -> list[str]:
    return [one.order_id for one in found]


def test_what_is_due_is_what_waits_and_whose_time_has_come(both: Both) -> None:
    due = both.put(imei="356093070000101", order={}, sendings=({"leaves_at": NOON},))
    killed = both.put(imei="356093070000102", order={}, sendings=({"leaves_at": NOON, "state": SendingState.SENDING},))
    both.put(imei="356093070000103", order={}, sendings=({"leaves_at": LATER},))
    both.put(imei="356093070000104", order={}, sendings=({"leaves_at": NOON, "state": SendingState.STOPPED},))
    assert set(_ids(both.read(lambda reader: reader.sendings_due(NOON)))) == {due, killed}


def test_the_last_accepted_version_of_each_running_order_is_followed(both: Both) -> None:
    taken: Rows = {"channel": SendingChannel.REST, "state": SendingState.ACCEPTED}
    followed = both.put(
        imei="356093070000111",
        order={"state": OrderState.OFFERED},
        sendings=({**taken}, {**taken, "version": 2, "purpose": SendingPurpose.CHANGE}),
    )
    both.put(imei="356093070000112", order={"state": OrderState.DONE}, sendings=(taken,))
    both.put(imei="356093070000113", order={"state": OrderState.OFFERED}, sendings=({"state": SendingState.ACCEPTED},))
    found = both.read(lambda reader: reader.sendings_followed())
    assert _ids(found) == [followed]
    assert [one.version for one in found] == [2]


def test_only_untouched_tows_of_the_rules_are_to_be_offered(both: Both) -> None:
    fresh = both.put(imei="356093070000121", order={})
    touched: tuple[Rows, ...] = (
        {"automatic": False},
        {"provider": "typed"},
        {"state": OrderState.OFFERED},
        {"kind": ServiceKind.TAXI},
    )
    for number, order in enumerate(touched):
        both.put(imei=f"35609307000013{number}", order=order)
    both.put(imei="356093070000141", order={}, sendings=({"state": SendingState.STOPPED},))
    assert _ids(both.read(lambda reader: reader.orders_to_offer())) == [fresh]


def test_refusals_and_silence_are_found(both: Both) -> None:
    refused = both.put(
        imei="356093070000151",
        order={"state": OrderState.REFUSED, "changed_at": LATER},
        sendings=({"state": SendingState.ACCEPTED},),
    )
    both.put(imei="356093070000152", order={"state": OrderState.REFUSED, "changed_at": LATER})
    silent = both.put(imei="356093070000153", order={"state": OrderState.OFFERED, "offered_at": NOON})
    both.put(imei="356093070000154", order={"state": OrderState.OFFERED, "offered_at": LATER})
    both.put(imei="356093070000155", order={"state": OrderState.OFFERED})
    assert _ids(both.read(lambda reader: reader.orders_refused(NOON))) == [refused]
    assert _ids(both.read(lambda reader: reader.orders_refused(LATER + timedelta(seconds=1)))) == []
    assert _ids(both.read(lambda reader: reader.orders_unanswered(NOON))) == [silent]
