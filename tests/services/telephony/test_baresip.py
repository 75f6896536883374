"""The desk's telephone straight to the driver's, without an exchange: what the SIP status says is what the call was.

baresip is no part of the product (``services/telephony/README.md`` says why); here it stands for any SIP telephone, so
that what the statuses mean is known from a real one.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.contact import CallOutcome
from tests.support.exchange import free_port
from tests.support.telephones import Baresip, a_desk_telephone, a_driver

OF_SIP = {
    486: CallOutcome.BUSY,
    603: CallOutcome.DECLINED,
    404: CallOutcome.NOT_IN_USE,
    480: CallOutcome.UNREACHABLE,
    487: CallOutcome.CANCELLED,
}
pytestmark = pytest.mark.timeout(120)


def dialled(telephone: Baresip, port: int) -> None:
    telephone.ask("dial", f"sip:driver@127.0.0.1:{port}")


def outcome_of(closed: dict[str, Any], *, was_answered: bool) -> CallOutcome | None:
    """What a closed call was; None = ended by one of the two, which only the answer before tells apart."""
    status = re.match(r"(\d{3}) ", str(closed["param"]))
    if status is not None:
        return OF_SIP.get(int(status[1]), CallOutcome.FAILED)
    return CallOutcome.ANSWERED if was_answered else None


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [
        ("busy", CallOutcome.BUSY),
        ("declines", CallOutcome.DECLINED),
        ("wrong_number", CallOutcome.NOT_IN_USE),
        ("unreachable", CallOutcome.UNREACHABLE),
        ("overloaded", CallOutcome.FAILED),
    ],
)
def test_a_final_status_says_what_the_call_was(tmp_path: Path, manner: str, outcome: CallOutcome) -> None:
    port, own = free_port(), free_port()
    with a_driver(tmp_path, manner, port), a_desk_telephone(tmp_path, own) as telephone:
        dialled(telephone, port)
        assert outcome_of(telephone.wait_for("CALL_CLOSED"), was_answered=False) is outcome


def test_it_rings_until_we_give_up(tmp_path: Path) -> None:
    port, own = free_port(), free_port()
    with a_driver(tmp_path, "rings_out", port), a_desk_telephone(tmp_path, own) as telephone:
        dialled(telephone, port)
        telephone.wait_for("CALL_RINGING")
        telephone.ask("hangup")
        assert outcome_of(telephone.wait_for("CALL_CLOSED"), was_answered=False) is None
    assert "CALL_ESTABLISHED" not in [event["type"] for event in telephone.events]


@pytest.mark.parametrize("manner", ["answers_and_hangs_up", "answers"])
def test_answered_and_ended_by_either_side(tmp_path: Path, manner: str) -> None:
    port, own = free_port(), free_port()
    with a_driver(tmp_path, manner, port), a_desk_telephone(tmp_path, own) as telephone:
        dialled(telephone, port)
        telephone.wait_for("CALL_ESTABLISHED")
        if manner == "answers":
            telephone.ask("hangup")
        closed = telephone.wait_for("CALL_CLOSED")
    assert outcome_of(closed, was_answered=True) is CallOutcome.ANSWERED
