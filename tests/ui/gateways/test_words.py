"""Whatever an adapter asks for and whatever goes out by itself has words."""

from datetime import UTC, datetime

import pytest

from app.api.gateways import AutomaticInfo, AutomaticKind, GatewayTrialInfo, SetWhere
from app.domain.gateway import Channel, GatewayCondition, TrialVerdict
from app.usecases.prepare_sms import SmsChannel
from services.detector.bootstrap import _adapters
from tests.support.gateway_screen import a_gateway
from ui.gateways.words import ADAPTERS, CHOICES, FIELDS, automatic_line, condition_words, trial_words

ADAPTERS_HERE = _adapters(lambda: SmsChannel(""))


def test_every_adapter_and_every_field_has_words() -> None:
    adapters = ADAPTERS_HERE
    assert {one.name for one in adapters} <= set(ADAPTERS)
    fields = [field for one in adapters for field in one.fields]
    assert {field.key for field in fields} <= set(FIELDS)


def test_every_choice_that_is_a_word_has_words() -> None:
    choices = {choice for one in ADAPTERS_HERE for field in one.fields for choice in field.choices}
    assert {choice for choice in choices if choice.islower() and choice not in CHOICES} <= {"json", "form"}


def test_everything_that_goes_out_by_itself_has_words() -> None:
    for kind in AutomaticKind:
        for where in SetWhere:
            name = Channel.MAIL.value if where is SetWhere.GATEWAY else "x"
            line = automatic_line(AutomaticInfo(kind=kind, is_on=True, value=3.0, where=where, name=name))
            assert line.what
            assert "{" not in line.where


@pytest.mark.parametrize(
    ("verdict", "message", "said"),
    [
        (TrialVerdict.REFUSED, "not_reached", "the gateway was not reached"),
        (
            TrialVerdict.REFUSED,
            "http_401",
            "(the gateway does not know our key or password (401))",
        ),
        (TrialVerdict.NOT_RUNNING, "ConnectionRefusedError", "does not run (nobody answers at that address)"),
    ],
)
def test_what_came_of_a_test_is_said_in_words(verdict: TrialVerdict, message: str, said: str) -> None:
    at = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert trial_words(GatewayTrialInfo(trial_id="t", verdict=verdict, at=at, message=message)).endswith(said)


@pytest.mark.parametrize(
    ("told", "how"),
    [
        ({}, "● works"),
        ({"message": "not_tried"}, "● answers, not tried yet"),
        ({"refused": 3, "refusal": "http_401"}, "▲ answers, and takes nothing"),
    ],
)
def test_a_gateway_works_only_when_it_takes_what_it_gets(told: dict[str, object], how: str) -> None:
    assert condition_words(a_gateway(Channel.SMS, GatewayCondition.OK, **told)) == how
