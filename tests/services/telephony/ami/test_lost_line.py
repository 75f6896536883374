"""A call that is asked for while the line to the exchange is down: who asked is told, and calls by hand."""

from pathlib import Path

from app.domain.call_event import CallEventKind, CallLine
from app.domain.contact import CallPurpose
from app.domain.gateway import GatewayCondition
from app.domain.ids import AccountId
from app.logs import about
from app.settings import Settings
from app.usecases.call_ports import Originate
from app.usecases.gateway_ports import GatewayGiven
from app.usecases.prepare_sms import SmsChannel
from app.usecases.start_call import Exchange, StartCall, start_call
from services.telephony.ami.exchange import SOURCE, AmiExchange
from tests.app.usecases.people import AN
from tests.support.ami_server import SECRET, USER, an_ami_server
from tests.support.builders import a_case, a_claim
from tests.support.house import a_house
from tests.support.wait import until

NUMBER = "+32470123456"


async def test_a_call_that_cannot_be_asked_for_is_lost_and_not_still_asked(tmp_path: Path) -> None:
    async with an_ami_server() as server, a_house(tmp_path) as house:
        values = {"host": "127.0.0.1", "port": str(server.port), "user": USER, "context": "desk", "ring_s": "25"}
        given = GatewayGiven(house.parts.store, house.clock, Settings(), values, about("test"), SECRET)
        exchange = AmiExchange(given, lambda: SmsChannel(""))
        await exchange.start()
        server.hang_up()
        await until(lambda: exchange.condition is GatewayCondition.DOWN)
        case = house.open_case(a_case(claim=a_claim()))
        asked = StartCall(AN, case.case_id, NUMBER, "Jan", Exchange(SOURCE, 0.0))
        call = house.submit(lambda unit: start_call(asked, unit, house.clock))
        account = AccountId(AN.account_id)
        exchange.originate(
            Originate(call.call_id, case.case_id, account, "PJSIP/operator1", NUMBER, CallPurpose.REACH, 25.0)
        )
        await until(
            lambda: CallLine(house.submit(lambda u: u.call_events.of_call(call.call_id))).stage is CallEventKind.LOST
        )
        await exchange.stop()
