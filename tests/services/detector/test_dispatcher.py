"""A box that is connected is asked once, a box that is not when it comes back, and silence is said to be silence."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from app.domain.box_command import BoxAnswer, BoxCommand, BoxCommandState, BoxOrder, BoxRequest
from app.domain.ids import BoxCommandId, Imei, new_id
from app.usecases.hear_box import HearBox
from app.usecases.store import JobUnit, StoreCondition, StoreUnavailable
from services.detector import dispatcher as module
from services.detector.dispatcher import Dispatcher
from tests.conftest import WarningsSeen
from tests.support.builders import AN_IMEI
from tests.support.clocks import StandingClock
from tests.support.intake import FakeLine
from tests.support.memory import InMemoryUnitOfWork
from tests.support.wait import until

OTHER = Imei("356307042441021")
HERE = HearBox(AN_IMEI, BoxAnswer("GPS:1"), about=frozenset({BoxRequest.POSITION}))

T = TypeVar("T")


class Questions:
    """The reader of ``AStore``."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        self._unit = unit

    def open_box_commands(self) -> tuple[BoxCommand, ...]:
        return tuple(one for one in self._unit.box_commands.commands.values() if one.state.is_open)


class AStore:
    """Runs jobs at once in a unit of work of dictionaries, unless it is told to take nothing."""

    def __init__(self) -> None:
        self.unit = InMemoryUnitOfWork()
        self.fault: StoreUnavailable | None = None

    def submit(self, job: Callable[[JobUnit], T], *, urgent: bool = False) -> "Future[T]":  # noqa: ARG002 - the port's words
        done: Future[T] = Future()
        if self.fault is not None:
            done.set_exception(self.fault)
        else:
            done.set_result(job(self.unit))
            self.unit.check_audited()
        return done

    def read(self, job: Callable[[Questions], T]) -> T:
        return job(Questions(self.unit))


class House:
    """A dispatcher with its store, and a way to ask."""

    def __init__(self) -> None:
        self.store, self.clock, self.line = AStore(), StandingClock(), FakeLine()
        self.dispatcher = Dispatcher(self.store, self.clock, answer_s=60.0)  # type: ignore[arg-type]  # what it uses of it

    def asks(self, request: BoxRequest = BoxRequest.POSITION, imei: Imei = AN_IMEI) -> BoxCommandId:
        asked_at = self.clock.now() + timedelta(milliseconds=len(self.store.unit.box_commands.commands))
        command = BoxCommand(
            BoxCommandId(new_id()), imei, BoxOrder(request), 7, None, "An", asked_at, asked_at + timedelta(hours=1)
        )
        self.store.unit.box_commands.commands[command.command_id] = command
        return command.command_id

    def state(self, command_id: BoxCommandId) -> BoxCommandState:
        return self.store.unit.box_commands.commands[command_id].state

    def asked(self, line: FakeLine | None = None) -> list[BoxCommandId]:
        return [one.command_id for one in (line or self.line).asked]


@pytest.fixture(name="house")
def a_house() -> House:
    return House()


async def test_a_connected_box_is_asked_once_and_its_answer_kept(house: House) -> None:
    house.dispatcher.connected(AN_IMEI, house.line)
    mine, others = house.asks(), house.asks(imei=OTHER)
    for _ in range(3):
        await house.dispatcher.look()
    assert house.asked() == [mine]
    assert (house.state(mine), house.state(others)) == (BoxCommandState.SENT, BoxCommandState.WAITING)
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.state(mine) is BoxCommandState.ANSWERED


async def test_the_next_question_leaves_when_the_first_is_answered(house: House) -> None:
    first, second = house.asks(), house.asks(BoxRequest.FIRMWARE)
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    assert house.asked() == [first]
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.asked() == [first, second]


async def test_a_box_that_comes_later_is_asked_then(house: House) -> None:
    command_id = house.asks()
    await house.dispatcher.look()
    house.clock.advance(timedelta(minutes=59))
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    assert house.asked() == [command_id]


async def test_a_box_that_comes_too_late_is_not_asked(house: House) -> None:
    command_id = house.asks()
    house.clock.advance(timedelta(hours=1))
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    assert house.asked() == []
    assert house.state(command_id) is BoxCommandState.EXPIRED


async def test_a_silent_box_is_given_up_and_asked_the_next_thing(house: House) -> None:
    first, second = house.asks(), house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    house.clock.advance(timedelta(seconds=59))
    await house.dispatcher.look()
    assert house.state(first) is BoxCommandState.SENT
    house.clock.advance(timedelta(seconds=1))
    await house.dispatcher.look()
    assert house.state(first) is BoxCommandState.UNANSWERED
    assert house.asked() == [first, second]


@pytest.mark.parametrize("after_s", [5, 600])
async def test_what_left_over_a_connection_that_was_dead_leaves_again(house: House, after_s: int) -> None:
    command_id, newer = house.asks(), FakeLine()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    house.clock.advance(timedelta(seconds=after_s))
    await house.dispatcher.look()
    house.dispatcher.connected(AN_IMEI, newer)
    house.dispatcher.gone(AN_IMEI, house.line)
    await house.dispatcher.look()
    assert house.asked(newer) == [command_id]
    assert house.state(command_id) is BoxCommandState.SENT
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED
    house.dispatcher.gone(AN_IMEI, newer)
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED


async def test_what_left_and_is_not_worth_asking_any_more_does_not_leave_again(house: House) -> None:
    command_id, newer = house.asks(), FakeLine()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    commands = house.store.unit.box_commands.commands
    commands[command_id] = replace(commands[command_id], expires_at=house.clock.now())
    house.dispatcher.gone(AN_IMEI, house.line)
    house.dispatcher.connected(AN_IMEI, newer)
    await house.dispatcher.look()
    assert house.asked(newer) == []
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED


async def test_a_box_that_hangs_up_whenever_it_is_asked_is_left_alone(house: House) -> None:
    command_id, lines = house.asks(), [FakeLine() for _ in range(6)]
    for line in lines:
        house.dispatcher.connected(AN_IMEI, line)
        await house.dispatcher.look()
        house.dispatcher.gone(AN_IMEI, line)
        await house.dispatcher.look()
    assert [len(line.asked) for line in lines] == [1, 1, 1, 0, 0, 0]
    house.clock.advance(timedelta(seconds=60))
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.UNANSWERED


async def test_a_box_that_hung_up_is_not_asked(house: House) -> None:
    house.dispatcher.connected(AN_IMEI, house.line)
    house.dispatcher.gone(AN_IMEI, house.line)
    house.asks()
    await house.dispatcher.look()
    assert house.asked() == []


async def test_a_connection_that_takes_nothing_is_tried_once_and_the_next_one_after_it(house: House) -> None:
    house.line.is_deaf = True
    command_id, newer = house.asks(), FakeLine()
    house.dispatcher.connected(AN_IMEI, house.line)
    for _ in range(2):
        await house.dispatcher.look()
    house.dispatcher.gone(AN_IMEI, house.line)
    house.dispatcher.connected(AN_IMEI, newer)
    await house.dispatcher.look()
    assert house.asked(newer) == [command_id]


async def test_what_could_not_leave_waits_and_leaves_later_over_the_same_connection(house: House) -> None:
    house.line.is_deaf = True
    command_id = house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    for _ in range(7):
        await house.dispatcher.look()
        waiting = house.store.unit.box_commands.commands[command_id]
        assert (waiting.state, waiting.sent_at) == (BoxCommandState.WAITING, None)
        house.clock.advance(timedelta(seconds=10))
    assert house.line.refused == 7
    house.line.is_deaf = False
    await house.dispatcher.look()
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED


async def test_a_question_that_could_not_be_noted_leaves_when_the_store_takes_it(house: House) -> None:
    command_id = house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    house.store.fault = StoreUnavailable(StoreCondition.FULL, "full")
    await house.dispatcher.look()
    assert house.asked() == []
    house.store.fault = None
    await house.dispatcher.look()
    assert house.asked() == [command_id]


async def test_a_connection_that_takes_nothing_is_not_tried_every_second(house: House) -> None:
    house.line.is_deaf = True
    house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    for _ in range(9):
        await house.dispatcher.look()
        house.clock.advance(timedelta(seconds=1))
    assert house.line.refused == 1


async def test_a_service_that_starts_anew_asks_again_what_was_not_answered(house: House) -> None:
    command_id = house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    again, line = Dispatcher(house.store, house.clock, answer_s=60.0), FakeLine()  # type: ignore[arg-type]  # as above
    again.connected(AN_IMEI, line)
    await again.look()
    assert house.asked(line) == [command_id]


async def test_a_store_that_takes_nothing_loses_no_answer(house: House) -> None:
    command_id = house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    house.dispatcher.heard(HERE)
    house.store.fault = StoreUnavailable(StoreCondition.FULL, "full")
    await house.dispatcher.look()
    house.store.fault = None
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED


async def test_an_answer_that_cannot_be_kept_does_not_stop_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch, expected_log: WarningsSeen
) -> None:
    command_id = house.asks()
    house.dispatcher.connected(AN_IMEI, house.line)
    await house.dispatcher.look()
    with monkeypatch.context() as broken:
        broken.setattr(house.store, "submit", lambda *_, **__: 1 / 0)
        house.dispatcher.heard(HERE)
        await house.dispatcher.look()
    assert ["not foreseen" in one for one in expected_log.sentences()] == [True]
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert house.state(command_id) is BoxCommandState.ANSWERED


async def test_it_looks_when_it_is_woken_and_every_second(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.01)
    running = asyncio.create_task(house.dispatcher.run())
    house.dispatcher.connected(AN_IMEI, house.line)
    command_id = house.asks()
    await until(lambda: house.asked() == [command_id])
    house.dispatcher.heard(HERE)
    await until(lambda: house.state(command_id) is BoxCommandState.ANSWERED)
    running.cancel()


async def test_noise_does_not_become_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_HEARD", 1)
    first, second = house.asks(), house.asks(BoxRequest.FIRMWARE)
    house.dispatcher.connected(AN_IMEI, house.line)
    for _ in range(5):
        house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    house.dispatcher.heard(HERE)
    await house.dispatcher.look()
    assert (house.state(first), house.state(second)) == (BoxCommandState.ANSWERED, BoxCommandState.SENT)
