"""A number reaches the exchange as it was set, and an emergency number only when somebody asked for it as one."""

import pytest

from app.domain.contact import CallPurpose
from app.domain.ids import AccountId, CallId, CaseId
from app.usecases.call_ports import Originate
from app.usecases.gateway_ports import GatewayFault
from services.telephony.ami.dialling import Dialling


def a_call(number: str = "+32470123456", purpose: CallPurpose = CallPurpose.REACH) -> Originate:
    return Originate(CallId("c" * 32), CaseId("k"), AccountId("o"), "PJSIP/operator1", number, purpose, 25.0)


def test_through_the_dialplan() -> None:
    fields = dict(Dialling.of_values({"context": "from-desk", "desk_ring_s": "12"}).fields(a_call()))
    assert (fields["Channel"], fields["ChannelId"], fields["Timeout"]) == ("PJSIP/operator1", "c" * 32, "12000")
    assert (fields["Context"], fields["Exten"], fields["Priority"]) == ("from-desk", "0032470123456", "1")
    assert fields["Variable"] == "BIJSTAND_RING_LIMIT=25"


def test_by_the_application() -> None:
    values = {"dial": "PJSIP/{number}@trunk", "number_format": "plus", "caller_id": "+3224060000"}
    fields = dict(Dialling.of_values(values).fields(a_call()))
    assert (fields["Application"], fields["Data"]) == ("Dial", "PJSIP/+32470123456@trunk,25")
    assert fields["CallerID"] == "+3224060000"


@pytest.mark.parametrize("values", [{}, {"dial": "PJSIP/trunk"}])
def test_one_of_the_two_must_be_set(values: dict[str, str]) -> None:
    with pytest.raises(GatewayFault):
        Dialling.of_values(values)


@pytest.mark.parametrize("number", ["112", "101"])
def test_an_emergency_number_is_dialled_as_it_is_and_only_when_asked_for(number: str) -> None:
    dialling = Dialling.of_values({"context": "x"})
    assert dialling.number(a_call(number, CallPurpose.EMERGENCY)) == number
    with pytest.raises(GatewayFault):
        dialling.number(a_call(number))


@pytest.mark.parametrize("number", ["+32470&SIP/x", "+", "0470123456", "+32 470", "+٣٢", "118"])
def test_what_is_no_number_is_never_given_to_the_exchange(number: str) -> None:
    dialling = Dialling.of_values({"context": "x"})
    for purpose in CallPurpose:
        with pytest.raises(GatewayFault):
            dialling.number(a_call(number, purpose))
