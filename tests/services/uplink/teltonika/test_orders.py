"""What a box is asked leaves as one message, in the maker's words."""

import pytest

from app.domain.box_command import BoxOrder, BoxRequest
from app.domain.ids import Imei
from services.uplink.teltonika.commands import write_command
from services.uplink.teltonika.orders import message_of
from tests.support.boxes import command_data, tcp

BOX = Imei("356093070000014")


@pytest.mark.parametrize(
    ("order", "text"),
    [
        (BoxOrder(BoxRequest.POSITION), b"getgps"),
        (BoxOrder(BoxRequest.FIRMWARE), b"getver"),
        (BoxOrder(BoxRequest.TRACKING, period_s=5), b"setparam 10050:5;10055:5"),
        (BoxOrder(BoxRequest.PARAMETER, parameter=2001, value="internet.be"), b"setparam 2001:internet.be"),
    ],
)
def test_every_request_is_one_command_of_codec_12(order: BoxOrder, text: bytes) -> None:
    assert write_command(message_of(order, BOX)) == tcp(command_data(0x0C, 5, text))


def test_a_box_that_is_to_check_its_imei_gets_it_in_codec_14() -> None:
    order = BoxOrder(BoxRequest.POSITION, checks_imei=True)
    assert write_command(message_of(order, BOX)) == tcp(
        command_data(0x0E, 5, bytes.fromhex("0356093070000014") + b"getgps")
    )
