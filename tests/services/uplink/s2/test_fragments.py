import pytest

from services.uplink.errors import UplinkError
from services.uplink.s2.fragments import joined
from services.uplink.s2.header import Header, read_header
from tests.support.s2 import AFrame


def fragments(*numbers: int, last: int) -> dict[int, tuple[Header, bytes]]:
    return {
        number: (read_header(AFrame(flags=0 if number == last else 2, fragment=number).write()), bytes([number]))
        for number in numbers
    }


def test_fragments_join_in_their_order_however_they_came() -> None:
    assert joined(fragments(2, 0, 1, last=2)) == b"\x00\x01\x02"
    assert joined(fragments(0, last=0)) == b"\x00"


@pytest.mark.parametrize("numbers", [(), (0, 1), (0, 2), (1, 2)])
def test_a_message_waits_for_its_fragments(numbers: tuple[int, ...]) -> None:
    assert joined(fragments(*numbers, last=2)) is None


@pytest.mark.parametrize(
    "wrong",
    [fragments(0, last=0) | fragments(1, last=1), fragments(0, 1, last=0), fragments(64, last=64)],
)
def test_fragments_that_do_not_belong_together_are_refused(wrong: dict[int, tuple[Header, bytes]]) -> None:
    with pytest.raises(UplinkError, match="belong together"):
        joined(wrong)
