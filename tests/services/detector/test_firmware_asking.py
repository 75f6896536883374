"""Boxes that came are asked what they run after a while, a few at a time, and those that hung up are not."""

from datetime import timedelta

import pytest

from app.domain.box_command import BoxAnswer, BoxCommandState, BoxRequest
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.hear_box import HearBox
from app.usecases.register_box import RegisterBox, register_box
from services.detector import firmware_asking as module
from services.detector.dispatcher import Dispatcher
from services.detector.firmware_asking import FirmwareAsking, Pace
from tests.services.detector.test_dispatcher import AStore
from tests.support.builders import AN_IMEI, a_box, a_case
from tests.support.clocks import StandingClock
from tests.support.intake import FakeLine

MINUTE = timedelta(minutes=1)
ANSWER = HearBox(AN_IMEI, BoxAnswer("Ver:1", firmware="1"), about=frozenset({BoxRequest.FIRMWARE}))
BOXES = [Imei(f"35609307000{number:04}") for number in range(5)]


class House:
    """A dispatcher that is curious, with boxes on record."""

    def __init__(self) -> None:
        self.store, self.clock = AStore(), StandingClock()
        for imei in (AN_IMEI, *BOXES):
            register_box(RegisterBox(SERVICE, a_box(imei=imei, contract_id=None)), self.store.unit, self.clock)
        asking = FirmwareAsking(self.store, self.clock, Pace(timedelta(days=30), MINUTE))  # type: ignore[arg-type]  # what it uses of it
        self.dispatcher = Dispatcher(self.store, self.clock, 60.0, asking)  # type: ignore[arg-type]  # as above

    def comes(self, imei: Imei = AN_IMEI, *, says_firmware: bool = False) -> FakeLine:
        line = FakeLine(says_firmware=says_firmware)
        self.dispatcher.connected(imei, line)
        return line

    async def looks(self, times: int = 2) -> None:
        """Once to store the question, once more to let it leave."""
        for _ in range(times):
            await self.dispatcher.look()

    def states(self) -> list[BoxCommandState]:
        return [one.state for one in self.store.unit.box_commands.commands.values()]


@pytest.fixture(name="house")
def a_house() -> House:
    return House()


async def test_a_box_is_asked_when_it_has_been_connected_for_a_while(house: House) -> None:
    line = house.comes()
    await house.looks()
    assert line.asked == []
    house.clock.advance(MINUTE)
    await house.looks()
    assert [one.order.request for one in line.asked] == [BoxRequest.FIRMWARE]
    house.dispatcher.heard(ANSWER)
    await house.looks()
    assert house.states() == [BoxCommandState.ANSWERED]
    assert house.store.unit.firmware.at(AN_IMEI, house.clock.now()) == "1"
    again = house.comes()
    house.clock.advance(MINUTE)
    await house.looks()
    assert again.asked == []


async def test_a_box_that_says_it_by_itself_or_hung_up_is_not_asked(house: House) -> None:
    house.comes(BOXES[0], says_firmware=True)
    house.dispatcher.gone(BOXES[1], house.comes(BOXES[1]))
    house.clock.advance(MINUTE)
    await house.looks()
    assert house.states() == []


async def test_a_box_that_came_again_counts_from_then_and_lets_others_pass(house: House) -> None:
    house.comes()
    house.clock.advance(MINUTE / 2)
    other, line = house.comes(BOXES[0]), house.comes()
    house.clock.advance(MINUTE / 2)
    await house.looks()
    assert (len(other.asked), len(line.asked)) == (0, 0)
    house.clock.advance(MINUTE / 2)
    await house.looks()
    assert (len(other.asked), len(line.asked)) == (1, 1)


async def test_few_questions_are_open_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OUTSTANDING", 3)
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    lines = {imei: house.comes(imei) for imei in (AN_IMEI, *BOXES)}
    house.clock.advance(MINUTE)
    counts = []
    for _ in range(3):
        await house.dispatcher.look()
        counts.append(len(house.states()))
    assert counts == [2, 3, 3]
    house.dispatcher.heard(ANSWER)
    await house.looks()
    assert house.states() == [BoxCommandState.ANSWERED, *[BoxCommandState.SENT] * 3]
    assert [len(line.asked) for line in lines.values()] == [1, 1, 1, 1, 0, 0]


async def test_a_crash_comes_before_the_question_that_waits(house: House) -> None:
    line = house.comes()
    house.clock.advance(MINUTE)
    await house.looks(1)
    case = a_case(imei=AN_IMEI)
    house.store.unit.cases.cases[case.case_id] = case
    await house.looks()
    assert line.asked == []
    assert house.states() == [BoxCommandState.WITHDRAWN]
