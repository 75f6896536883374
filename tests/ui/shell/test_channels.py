"""Top bar and strip say of phone, SMS and tow whether they leave by themselves, and of a fault what is to be done."""

from datetime import timedelta

import pytest

from app.api.gateways import GatewayHealth
from app.api.service import ChannelState
from app.domain.gateway import Channel, GatewayCondition
from tests.support.contract import NOW, a_health
from tests.support.gateway_screen import a_gateway
from ui.actions import ActionId
from ui.shell.channels import channel_alerts, channel_words
from ui.shell.state import Level

OK, DOWN, STARTING, BY_HAND = (
    GatewayCondition.OK,
    GatewayCondition.DOWN,
    GatewayCondition.STARTING,
    GatewayCondition.BY_HAND,
)
AUTOMATIC = ChannelState.AUTOMATIC


def words(**told: object) -> list[tuple[str, bool]]:
    return [(word.text, word.is_fault) for word in channel_words(a_health(**told), NOW)]


def alerts(*gateways: GatewayHealth, **told: object) -> list[tuple[Level, str]]:
    health = a_health(gateways=gateways, **told)
    return [(alert.level, alert.text) for alert in channel_alerts(health, NOW + timedelta(seconds=10))]


def test_by_hand_is_a_way_to_work_and_no_fault() -> None:
    assert words() == [("phone by hand", False), ("SMS by hand", False), ("tow by hand", False)]
    assert alerts() == [(Level.NOTICE, "By hand, no automatic channel: phone, SMS, tow")]


@pytest.mark.parametrize(
    ("condition", "text", "is_fault"),
    [(OK, "SMS ok", False), (STARTING, "SMS connects", False), (DOWN, "SMS down", True)],
)
def test_a_gateway_is_said_as_it_is(condition: GatewayCondition, text: str, is_fault: bool) -> None:
    assert words(sms=AUTOMATIC, gateways=(a_gateway(Channel.SMS, condition),))[1] == (text, is_fault)


def test_of_two_ways_to_a_tow_firm_the_worse_one_is_said() -> None:
    gateways = (a_gateway(Channel.MAIL, OK), a_gateway(Channel.PARTNERS, DOWN))
    assert words(tow=AUTOMATIC, gateways=gateways)[2] == ("tow down", True)
    gateways = (a_gateway(Channel.MAIL, OK), a_gateway(Channel.PARTNERS, BY_HAND))
    assert words(tow=AUTOMATIC, gateways=gateways)[2] == ("tow ok", False)


def test_what_has_an_automatic_channel_is_not_said_to_be_by_hand() -> None:
    told = alerts(a_gateway(Channel.SMS, OK), sms=AUTOMATIC)
    assert told == [(Level.NOTICE, "By hand, no automatic channel: phone, tow")]
    assert not alerts(phone=AUTOMATIC, sms=AUTOMATIC, tow=AUTOMATIC)


def test_a_gateway_that_is_down_says_since_when_and_what_to_do() -> None:
    for channel, todo in (
        (Channel.PHONE, "dial by hand"),
        (Channel.SMS, "SMS wait; call, or send them by hand"),
        (Channel.MAIL, "orders wait; phone the firm"),
        (Channel.PARTNERS, "orders wait; phone the firm"),
    ):
        (level, text) = alerts(a_gateway(channel, DOWN))[0]
        assert level is Level.HIGH
        assert text.endswith(todo)
        assert NOW.astimezone().strftime("%H:%M") in text


def test_what_waits_is_counted_and_critical() -> None:
    since = NOW - timedelta(minutes=2)
    told = alerts(a_gateway(Channel.SMS, DOWN, backlog=4, backlog_since=since))
    assert told[0][0] is Level.CRITICAL
    assert told[0][1].endswith(f" · 4 SMS wait for the gateway since {since.astimezone().strftime('%H:%M')}")
    assert ["SMS" in text for _level, text in told] == [True, True], "the channel once, and what is worked by hand"


def test_a_gateway_that_is_well_has_a_moment_to_take_what_waits() -> None:
    fresh = a_gateway(Channel.SMS, OK, backlog=1, backlog_since=NOW)
    assert [text for _level, text in alerts(fresh)] == ["By hand, no automatic channel: phone, SMS, tow"]
    stuck = a_gateway(Channel.SMS, OK, backlog=1, backlog_since=NOW - timedelta(minutes=1))
    assert alerts(stuck)[0][1].startswith("1 SMS waits for the gateway since")


def test_what_waits_leads_to_the_case_that_waits_longest_and_a_gateway_to_its_page() -> None:
    waits = a_gateway(Channel.SMS, DOWN, backlog=1, backlog_since=NOW, backlog_case_id="c")
    gateways = (waits, a_gateway(Channel.MAIL, DOWN))
    told = [alert.leads_to for alert in channel_alerts(a_health(gateways=gateways), NOW)]
    assert told == ["c", ActionId.GATEWAYS, ActionId.GATEWAYS]


@pytest.mark.parametrize(
    ("channel", "told", "said"),
    [
        (Channel.PHONE, {"refusal": "Permission denied"}, "Phone exchange refuses calls since {time} (the exchange"),
        (Channel.SMS, {"refusal": "http_401"}, "SMS gateway refuses since {time} (the gateway does not know our key"),
        (Channel.MAIL, {"refusal": "no_answer"}, "Mail server refuses orders since {time} (the gateway did not"),
        (Channel.PARTNERS, {"refusal": "no_answer", "refusing": "a.example"}, "a.example refuses orders since {time}"),
    ],
)
def test_a_gateway_that_answers_and_takes_nothing_is_not_ok(channel: Channel, told: dict[str, str], said: str) -> None:
    refusing = a_gateway(channel, OK, refused=2, refused_since=NOW, refusing_others=1, **told)
    level, text = alerts(refusing, sms=AUTOMATIC)[0]
    assert level is Level.HIGH
    assert text.startswith(said.format(time=NOW.astimezone().strftime("%H:%M")))
    assert text.endswith(" · 1 other refuses as well")


def test_the_head_does_not_call_it_well() -> None:
    refusing = a_gateway(Channel.SMS, OK, refused=1, refused_since=NOW)
    assert words(sms=AUTOMATIC, gateways=(refusing,))[1] == ("SMS refused", True)
