import pytest

from services.uplink.teltonika.commands import write_command
from services.uplink.teltonika.orders import ask_position, send_every, set_parameter
from tests.support.boxes import command_data, tcp


def test_a_question_for_the_place_is_a_command_of_codec_12() -> None:
    assert write_command(ask_position()) == tcp(command_data(0x0C, 5, b"getgps"))


def test_tracking_is_two_parameters() -> None:
    assert [order.payload for order in send_every(5)] == [b"setparam 10050:5", b"setparam 10055:5"]


def test_a_longest_and_a_shortest_period() -> None:
    assert [send_every(period_s)[0].payload for period_s in (1, 2_592_000)] == [
        b"setparam 10050:1",
        b"setparam 10050:2592000",
    ]
    for period_s in (0, 2_592_001):
        with pytest.raises(ValueError, match="no period"):
            send_every(period_s)


@pytest.mark.parametrize(("number", "value"), [(-1, "5"), (10050, "5;"), (10050, "5\r\n"), (10050, "é")])
def test_a_value_cannot_smuggle_a_second_command(number: int, value: str) -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        set_parameter(number, value)
