"""A COMMAND is a frame that only its box can read, as an independent receiver reads it."""

from datetime import timedelta

import cbor2
import pytest

from app.domain.box_command import BoxCommand, BoxOrder, BoxRequest, wire_number_of
from app.domain.ids import BoxCommandId, Imei
from services.uplink.s2.keys import Direction, derive_keys
from services.uplink.s2.orders import command_frame
from tests.support.builders import NOON
from tests.support.s2 import IMEI, ROOT, open_independently

BOX = Imei(IMEI)
AT_MS = round(NOON.timestamp() * 1000)
KEYS = derive_keys(ROOT, BOX, Direction.DOWN)


def a_command(order: BoxOrder, sequence: int = 5) -> BoxCommand:
    number = wire_number_of(1_790_000_000, sequence)
    return BoxCommand(BoxCommandId("c"), BOX, order, number, None, "An", NOON, NOON + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("order", "parameters"),
    [
        (BoxOrder(BoxRequest.POSITION), {}),
        (BoxOrder(BoxRequest.FIRMWARE), {}),
        (BoxOrder(BoxRequest.TRACKING, period_s=5), {2: 5}),
        (BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="internet.be"), {0: 2001, 1: "internet.be"}),
    ],
)
def test_what_is_asked_is_what_the_box_reads(order: BoxOrder, parameters: dict[int, object]) -> None:
    opened = open_independently(command_frame(a_command(order), 1, KEYS), {1: ROOT})
    assert (opened.kind, opened.flags, opened.key_id, opened.fragment) == (0x82, 1, 1, 0)
    assert (opened.sequence, opened.event_id) == (5, 0)
    said = {1: AT_MS, 40: order.request.value, 41: parameters, 44: AT_MS + 600_000}
    assert cbor2.loads(opened.clear) == said


def test_the_same_question_is_the_same_bytes_and_another_is_none_of_them() -> None:
    order = BoxOrder(BoxRequest.POSITION)
    once, again = (command_frame(a_command(order), 1, KEYS) for _ in range(2))
    assert once == again
    assert command_frame(a_command(order, sequence=6), 1, KEYS)[32:48] != once[32:48]
