"""Somebody calls the centre: the desks hear it with his case, and one command puts the call into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.api.cases import CaseDetail
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.contact import CallPurpose
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo
from app.logs import about
from app.settings import Settings
from app.usecases.gateway_ports import GatewayGiven
from app.usecases.prepare_sms import SmsChannel
from app.usecases.store import JobUnit
from services.detector.callers_shown import CallersShown
from services.telephony.ami.exchange import AmiExchange
from tests.support.ami_server import SECRET, USER, AmiServer, an_ami_server
from tests.support.builders import an_audit_record
from tests.support.house import House, a_house
from tests.support.wait import until

CALLER = "1795652324.7"
KEY = "0b6c1d6e-0000-4000-8000-000000000001"


class Centre:
    """A house with an exchange that says what the test lets it say."""

    def __init__(self, house: House, server: AmiServer) -> None:
        self.house, self.server = house, server
        values = {"host": "127.0.0.1", "port": str(server.port), "user": USER, "context": "desk", "ring_s": "25"}
        given = GatewayGiven(house.parts.store, house.clock, Settings(), values, about("test"), SECRET)
        self.exchange = AmiExchange(given, lambda: SmsChannel(""))
        object.__setattr__(house.parts, "telephony", self.exchange)
        self.callers = CallersShown(house.parts)

    async def rings(self, number: str) -> None:
        """A caller in the queue of the centre, taken at desk-3 at once."""
        told = f"Uniqueid: {CALLER}\nLinkedid: {CALLER}\nCallerIDNum: {number}"
        self.server.tell(f"Event: QueueCallerJoin\n{told}\nQueue: centre")
        end = f"DestChannel: PJSIP/operator1-0000002a\n{told}"
        self.server.tell(f"Event: DialBegin\n{end}")
        self.server.tell(f"Event: DialEnd\n{end}\nDialStatus: ANSWER")
        await until(lambda: any(one.answered_at for one in self.exchange.callers))

    async def gives_up(self, number: str) -> None:
        """A caller in the queue whom nobody took."""
        told = f"Uniqueid: {CALLER}\nLinkedid: {CALLER}\nCallerIDNum: {number}"
        kept = self.exchange.missed_kept
        self.server.tell(f"Event: QueueCallerJoin\n{told}\nQueue: centre")
        self.server.tell(f"Event: Hangup\n{told}\nCause: 16")
        await until(lambda: self.exchange.missed_kept > kept)

    async def hangs_up(self) -> None:
        self.server.tell(f"Event: Hangup\nUniqueid: {CALLER}\nLinkedid: {CALLER}\nCause: 16")
        await until(lambda: not self.exchange.callers)


@pytest.fixture(name="centre")
async def a_centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with an_ami_server() as server, a_house(tmp_path) as house:

        def knows(unit: JobUnit) -> None:
            unit.desk_telephones.put("desk-3", "PJSIP/operator1")
            unit.audit.append(an_audit_record("system"))

        house.submit(knows)
        centre = Centre(house, server)
        await centre.exchange.start()
        yield centre
        await centre.exchange.stop()


def detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def test_a_driver_who_calls_back_is_put_into_his_case(centre: Centre) -> None:
    case = centre.house.open_case()
    desk, path = centre.house.person(Role.OPERATOR, at="desk-3"), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    await desk.post(f"{path}/claim")
    await centre.rings("0470123456")
    [caller] = centre.callers()
    assert (caller.e164, caller.desk) == ("+32470123456", "desk-3")
    [known] = caller.cases
    assert (known.case_id, known.person, known.is_reached) == (case.case_id, "Jan Peeters", False)
    taken = detail(await desk.post(f"{path}/call-backs", {"caller_id": CALLER}, key=KEY))
    [call] = taken.calls
    assert (call.purpose, call.person, call.answered_at is not None) == (CallPurpose.CALL_BACK, "Jan Peeters", True)
    assert taken.row.next_step.kind is NextKind.SAY_OUTCOME
    said = {"outcome": "answered", "disposition": "driver_spoken_to"}
    reached = detail(await desk.post(f"/v1/calls/{call.call_id}/outcome", said))
    assert reached.calls[0].disposition is not None
    [again] = centre.callers()
    assert again.cases[0].is_reached
    await centre.hangs_up()
    assert centre.callers() == ()
    gone = await desk.post(f"{path}/call-backs", {"caller_id": CALLER})
    assert (gone.status_code, gone.json()["code"]) == (409, "caller_gone")
    repeated = detail(await desk.post(f"{path}/call-backs", {"caller_id": CALLER}, key=KEY))
    assert [one.call_id for one in repeated.calls] == [call.call_id], "the answer was lost, what was stored was not"


@pytest.mark.parametrize(("number", "e164"), [("", ""), ("0475999999", "+32475999999"), ("anonymous", "")])
async def test_a_caller_nobody_knows_has_no_case(centre: Centre, number: str, e164: str) -> None:
    centre.house.open_case()
    await centre.rings(number)
    [caller] = centre.callers()
    assert (caller.e164, caller.cases) == (e164, ())
    desk = centre.house.person(Role.OPERATOR, at="desk-3")
    if not e164:
        case = centre.house.open_case()
        await desk.post(f"/v1/cases/{case.case_id}/views")
        refused = await desk.post(f"/v1/cases/{case.case_id}/call-backs", {"caller_id": CALLER})
        assert refused.json()["code"] == "invalid_number"


@pytest.mark.parametrize("number", ["0475999999", ""])
async def test_a_driver_on_a_phone_nobody_knows_ends_the_ladder(centre: Centre, number: str) -> None:
    case = centre.house.open_case()
    desk, path = centre.house.person(Role.OPERATOR, at="desk-3"), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    before = detail(await desk.post(f"{path}/claim"))
    assert [rung.is_next for rung in before.ladder] == [True, *[False] * (len(before.ladder) - 1)]
    await centre.rings(number)
    [caller] = centre.callers()
    said = {"relation": "driver", "name": "Jan Peeters", "number": caller.e164}
    after = detail(await desk.post(f"{path}/callers", {"caller": said}))
    assert after.is_driver_reached
    assert not any(rung.is_next for rung in after.ladder)
    assert after.row.next_step.kind not in (NextKind.CALL_DRIVER, NextKind.CALL_AGAIN, NextKind.FIND_NUMBER)
    [again] = centre.callers()
    assert [(one.case_id, one.is_reached) for one in again.cases] == [(case.case_id, True)] * bool(number)


async def test_a_driver_who_gave_up_is_called_back(centre: Centre) -> None:
    case = centre.house.open_case()
    desk, path = centre.house.person(Role.OPERATOR, at="desk-3"), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    await desk.post(f"{path}/claim")
    await centre.gives_up("0470123456")
    seen = detail(await desk.get(path))
    assert (seen.row.next_step.kind, seen.row.next_step.e164) == (NextKind.CALL_BACK, "+32470123456")
    [promise] = seen.promises
    assert (promise.text, promise.to) == ("+32 470 12 34 56", PromisedTo.DRIVER)
    assert AuditAction.CALL_MISSED in [entry.action for entry in seen.timeline]


@pytest.mark.parametrize(("number", "e164"), [("0475999999", "+32475999999"), ("", "")])
async def test_who_gave_up_and_belongs_to_no_case_stands_until_somebody_dealt_with_it(
    centre: Centre, number: str, e164: str
) -> None:
    await centre.gives_up(number)
    [missed] = centre.callers()
    assert (missed.e164, missed.missed_at) == (e164, centre.house.clock.now())
    [after_a_restart] = CallersShown(centre.house.parts)()
    assert after_a_restart == missed
    desk = centre.house.person(Role.OPERATOR, at="desk-3")
    done = await desk.post(f"/v1/missed-calls/{missed.caller_id}/done")
    assert done.status_code == 200
    centre.callers.dealt_with()
    assert centre.callers() == CallersShown(centre.house.parts)() == ()
    await centre.gives_up(number)
    assert len(centre.callers()) == 1, "who tries once more is missed once more"


async def test_who_was_spoken_with_since_is_not_missed_any_more(centre: Centre) -> None:
    await centre.gives_up("0475999999")
    await centre.gives_up("0475999999")
    assert len(centre.callers()) == 1
    case = centre.house.open_case()
    desk, path = centre.house.person(Role.OPERATOR, at="desk-3"), f"/v1/cases/{case.case_id}"
    await desk.post(f"{path}/views")
    said = {"relation": "passer_by", "name": "Els", "number": "+32475999999"}
    detail(await desk.post(f"{path}/callers", {"caller": said}))
    assert CallersShown(centre.house.parts)() == ()
