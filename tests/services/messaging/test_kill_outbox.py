"""kill -9 at random instants while 600 SMS leave: none of the life cycle twice, none of an emergency more than twice.

The SMS centre runs beside it all the time and remembers every text that came, also those whose answer was never heard.
So the two books can be compared: nothing came twice that may not, and whatever did not come is said to be doubtful and
never lost without a word. Half of the texts are of each kind.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.message import Message, MessageState, Template
from tests.services.messaging.house import House, a_house
from tests.support.processes import python_module, said
from tests.support.smsc import Smsc, an_smsc, why_no_smsc
from tests.support.wait import until_so

TEXTS = 600
MOST_BETWEEN_KILLS = 60
LONGEST_DELAY_S = 0.02
TOOK_WHOLE = (MessageState.ACCEPTED, MessageState.DELIVERED)


@pytest.mark.soak_sized
@pytest.mark.timeout(900)
def test_kill_9_doubles_no_text_that_may_not_be_doubled_and_loses_none(
    tmp_path: Path, request: pytest.FixtureRequest, harness_size: Callable[[int], int]
) -> None:
    if reason := why_no_smsc():
        pytest.skip(f"{request.node.name}: needs the SMS centre of npm: {reason}")
    folder, texts = tmp_path / "data", harness_size(TEXTS)
    with a_house(folder) as house:
        queued = [_queue(house, number) for number in range(texts)]
    with an_smsc("--plain", "--delay", "8") as smsc:
        kills = _kill_until_all_left(folder, smsc, texts)
        came = Counter(one["to"] for one in smsc.texts)
    with a_house(folder) as house:
        now = [house.message(one.message_id) for one in queued]
        doubts = [one for one in now if one.state is MessageState.UNKNOWN]
        print(_figures(now, came, kills))  # noqa: T201 - the figures of `make soak`
        _assert_none_doubled_and_none_lost(now, came)
        for one in doubts:
            assert "sms_unknown" in house.actions(one)
    assert kills >= (10 if texts == TEXTS else 2)


def _queue(house: House, number: int) -> Message:
    template = Template.BATTERY_DROP if number % 2 else Template.CALL_US_BACK
    return house.queue(f"+3247{number:07}", template)


def _kill_until_all_left(folder: Path, smsc: Smsc, texts: int) -> int:
    """Start the outbox again and again, kill it after some texts more, and let the last one finish."""
    kills = 0
    while len(smsc.texts) < texts * 9 // 10:
        with python_module("tests.support.outbox_process", str(folder), str(smsc.port)) as process:
            assert said(process, 1) == ["ready"]
            enough = len(smsc.texts) + random.randint(1, max(2, min(MOST_BETWEEN_KILLS, texts // 4)))  # noqa: S311
            until_so(lambda: len(smsc.texts) >= min(enough, texts), give_up_s=120)  # noqa: B023 - waits here and now
            threading.Event().wait(random.uniform(0, LONGEST_DELAY_S))  # noqa: S311 - where it is killed
            process.kill()
            process.wait()
        kills += 1
    with python_module("tests.support.outbox_process", str(folder), str(smsc.port)) as process:
        assert said(process, 1) == ["ready"]
        until_so(lambda: _is_quiet(smsc), give_up_s=120)
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    return kills


def _is_quiet(smsc: Smsc) -> bool:
    """Whether no text came for longer than a second copy waits."""
    before = len(smsc.texts)
    threading.Event().wait(2.0)
    return len(smsc.texts) == before


def _assert_none_doubled_and_none_lost(now: list[Message], came: Counter[str]) -> None:
    for one in now:
        times = came[one.to_e164.removeprefix("+")]
        assert times <= (1 if one.template is Template.BATTERY_DROP else 2)
        if one.state in TOOK_WHOLE:
            assert times >= 1
        else:
            assert one.state is MessageState.UNKNOWN
            assert one.leaves_at is None
    assert {one.state for one in now if one.template is Template.CALL_US_BACK} <= {*TOOK_WHOLE, MessageState.UNKNOWN}


def _figures(now: list[Message], came: Counter[str], kills: int) -> str:
    of = {one.to_e164.removeprefix("+"): one for one in now}
    doubled = Counter(of[to].template.value for to, times in came.items() if times > 1)
    states = Counter((one.template.value, one.state.value) for one in now)
    arrived = sum(1 for one in now if one.state is MessageState.UNKNOWN and came[one.to_e164.removeprefix("+")])
    return (
        f"{kills} kills, {len(came)} distinct came, twice: {dict(doubled)}, {dict(states)}, unknown but came: {arrived}"
    )
