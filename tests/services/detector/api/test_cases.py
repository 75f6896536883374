"""A case over the API: one winner of many who claim, each command once, and the whole case as every answer."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from app.api.cases import CaseDetail, CurveHeader
from app.api.queue import QueueSnapshot
from app.api.service import Health
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import CaseState, TowQuestion
from app.domain.ids import CaseId, EcallId, new_id
from app.domain.next_step import NextKind
from app.domain.service_order import OrderState
from app.usecases.queries import Reader
from app.usecases.store import CommitListener, JobUnit, Store, StoreCondition, StoreState, StoreUnavailable
from services.detection.curve import MISSING_COUNT
from tests.support.builders import a_case, a_fragment, a_message, an_audit_record, an_ecall
from tests.support.house import Desk, FakeTelephony, House, a_house

T = TypeVar("T")

NUMBER = {"e164": "+32470123456", "person": "Jan Peeters"}
UNREACHED = {"nobody_reached": True, "reason": "police are there"}


class RefusingStore:
    """A store that can be read and takes nothing."""

    def __init__(self, store: Store, condition: StoreCondition) -> None:
        self._store = store
        self.state = StoreState(condition, "a secret path", None)

    def submit(self, job: Callable[[JobUnit], T], *, urgent: bool = False) -> "Future[T]":
        del job, urgent
        future: Future[T] = Future()
        future.set_exception(StoreUnavailable(self.state.condition, self.state.message))
        return future

    def submit_aside(self, job: Callable[[JobUnit], T]) -> "Future[T]":
        return self.submit(job)

    def give_way(self) -> None:
        """Nothing is under way."""

    def read(self, job: Callable[[Reader], T]) -> T:
        return self._store.read(job)

    def add_listener(self, listener: CommitListener) -> None:
        """Never tells anything."""

    def close(self) -> None:
        """Nothing to close."""


def _detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def _claimed(house: House, **changes: object) -> tuple[Desk, str]:
    """A case claimed by somebody; returns who, and the path of the case."""
    case = house.open_case(a_case(**changes)) if changes else house.open_case()
    desk = house.person(Role.OPERATOR)
    path = f"/v1/cases/{case.case_id}"
    _detail(await desk.post(f"{path}/claim"))
    return desk, path


def _actions(detail: CaseDetail) -> list[AuditAction]:
    return [entry.action for entry in detail.timeline]


async def test_sixteen_desks_race_for_a_case_and_one_has_it(house: House) -> None:
    case = house.open_case()
    desks = [house.person(Role.OPERATOR, name=f"P{number}", at=f"desk-{number}") for number in range(16)]
    path = f"/v1/cases/{case.case_id}/claim"
    answers = await asyncio.gather(*(desk.post(path) for desk in desks))
    won = [answer for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    winner = _detail(won[0]).row.claim
    assert winner is not None
    for answer in answers:
        if answer is not won[0]:
            assert (answer.status_code, answer.json()["code"]) == (409, "already_claimed")
            assert answer.json()["detail"]["name"] == winner.name
    assert _actions(_detail(won[0])).count(AuditAction.CASE_CLAIMED) == 1


async def test_what_is_answered_is_on_the_disk(house: House) -> None:
    desk, path = await _claimed(house)
    detail = _detail(await desk.post(f"{path}/notes", {"text": "out of the car"}))
    stored = house.parts.store.read(lambda reader: reader.file(detail.row.case_id))
    assert [note.text for note in stored.notes] == ["out of the car"] == [note.text for note in detail.notes]
    assert detail.row.version == stored.brief.case.version


async def test_the_same_command_twice_acts_once(house: House) -> None:
    desk, path = await _claimed(house)
    for _ in range(3):
        detail = _detail(await desk.post(f"{path}/notes", {"text": "once"}, key="k1"))
        assert [note.text for note in detail.notes] == ["once"]


async def test_the_same_command_at_the_same_time_acts_once(house: House) -> None:
    desk, path = await _claimed(house)
    answers = await asyncio.gather(*(desk.post(f"{path}/notes", {"text": "once"}, key="k1") for _ in range(8)))
    assert {len(_detail(answer).notes) for answer in answers} == {1}


async def test_a_command_sent_again_to_the_next_service_acts_once(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        desk, path = await _claimed(house)
        _detail(await desk.post(f"{path}/notes", {"text": "the answer to this is lost"}, key="k1"))
    assert desk.signed_in is not None
    async with a_house(tmp_path) as house:
        same = house.desk(desk.signed_in.token)
        detail = _detail(await same.post(f"{path}/notes", {"text": "the answer to this is lost"}, key="k1"))
    assert len(detail.notes) == 1


async def test_a_key_stands_for_one_command_of_one_person(house: House) -> None:
    desk, path = await _claimed(house)
    _detail(await desk.post(f"{path}/notes", {"text": "one"}, key="k1"))
    reused = await desk.post(f"{path}/notes", {"text": "two"}, key="k1")
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency_key_reused")
    supervisor = house.person(Role.SUPERVISOR)
    assert len(_detail(await supervisor.post(f"{path}/notes", {"text": "two"}, key="k1")).notes) == 2


@pytest.mark.parametrize("key", [None, "", "k" * 201])
async def test_a_command_without_a_usable_key_is_refused(house: House, key: str | None) -> None:
    desk = house.person(Role.OPERATOR)
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = await desk.client.post("/v1/claims/renew", json={"case_ids": []}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_missing")


async def test_a_refusal_is_decided_again_when_asked_again(house: House) -> None:
    desk, path = await _claimed(house)
    other = house.person(Role.OPERATOR, at="desk-9")
    refused = await other.post(f"{path}/notes", {"text": "mine"}, key="k1")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    _detail(await desk.post(f"{path}/release"))
    _detail(await other.post(f"{path}/claim"))
    assert len(_detail(await other.post(f"{path}/notes", {"text": "mine"}, key="k1")).notes) == 1


async def test_opening_a_case_is_written_down_once_a_session(house: House) -> None:
    case = house.open_case()
    path = f"/v1/cases/{case.case_id}"
    desk = house.person(Role.AUDITOR, name="Nora")
    first = await desk.get(path)
    assert (first.status_code, first.json()["code"]) == (409, "view_first")
    detail = _detail(await desk.post(f"{path}/views"))
    assert (detail.timeline[-1].action, detail.timeline[-1].actor_name) == (AuditAction.CASE_VIEWED, "Nora")
    assert _detail(await desk.post(f"{path}/views")).timeline == detail.timeline
    assert _detail(await desk.get(path)) == detail
    assert (await house.person(Role.OPERATOR).get(path)).status_code == 409


@pytest.mark.parametrize("path", ["views", "claim", "release", "tow", "no-tow", "notes"])
async def test_a_case_that_does_not_exist(house: House, path: str) -> None:
    bodies = {"notes": {"text": "x"}}
    answer = await house.person(Role.OPERATOR).post(f"/v1/cases/{new_id()}/{path}", bodies.get(path))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_supervisor_takes_over_and_an_operator_only_from_a_silent_desk(house: House) -> None:
    _, path = await _claimed(house)
    body = {"reason": "she went home"}
    operator = house.person(Role.OPERATOR, at="desk-9")
    refused = await operator.post(f"{path}/take-over", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_stale")
    house.clock.advance(timedelta(seconds=46))
    claim = _detail(await operator.post(f"{path}/take-over", body)).row.claim
    assert claim is not None
    assert (claim.desk, claim.is_stale) == ("desk-9", False)
    claim = _detail(await house.person(Role.SUPERVISOR, at="desk-1").post(f"{path}/take-over", body)).row.claim
    assert claim is not None
    assert claim.desk == "desk-1"


async def test_a_renewed_claim_does_not_become_stale(house: House) -> None:
    desk, path = await _claimed(house)
    for _ in range(4):
        house.clock.advance(timedelta(seconds=15))
        renewed = await desk.post("/v1/claims/renew", {"case_ids": [path.rpartition("/")[2], new_id()]})
        assert (renewed.status_code, renewed.content) == (204, b"")
    row = (await desk.get("/v1/queue")).json()["rows"][0]
    assert row["claim"]["is_stale"] is False


async def test_a_call_is_kept_and_then_dialled_and_dialled_again_only_while_it_may_ring(tmp_path: Path) -> None:
    phone = FakeTelephony()
    async with a_house(tmp_path, telephony=phone) as house:
        desk, path = await _claimed(house)
        detail = _detail(await desk.post(f"{path}/calls", NUMBER, key="k1"))
        (call,) = detail.calls
        assert (call.number_shown, call.outcome, call.source) == ("+32 470 12 34 56", None, "fake")
        assert phone.dialled == [(call.call_id, "+32470123456")]
        _detail(await desk.post(f"{path}/calls", NUMBER, key="k1"))
        assert phone.dialled == [(call.call_id, "+32470123456")] * 2  # the same call id rings once, says the port
        ended = _detail(await desk.post(f"/v1/calls/{call.call_id}/outcome", {"outcome": "no_answer"}))
        assert [message.number_shown for message in ended.messages] == ["+32 470 12 34 56"]
        assert ended.row.by_hand == 1
        assert phone.hung_up == [call.call_id], "nobody is to pick up now"
        _detail(await desk.post(f"{path}/calls", NUMBER, key="k1"))
        assert len(phone.dialled) == 2


async def test_a_refused_call_rings_nowhere(tmp_path: Path) -> None:
    phone = FakeTelephony()
    async with a_house(tmp_path, telephony=phone) as house:
        case = house.open_case()
        answer = await house.person(Role.OPERATOR).post(f"/v1/cases/{case.case_id}/calls", NUMBER)
        assert (answer.status_code, answer.json()["code"]) == (409, "not_claimed")
    assert phone.dialled == []


async def test_from_claim_to_close(house: House) -> None:
    desk, path = await _claimed(house, tow_question=TowQuestion.OPEN)
    _detail(await desk.post(f"{path}/language", {"language": "fr"}))
    (call,) = _detail(await desk.post(f"{path}/calls", NUMBER)).calls
    _detail(await desk.post(f"/v1/calls/{call.call_id}/outcome", {"outcome": "busy"}))
    towed = _detail(await desk.post(f"{path}/tow"))
    assert (towed.call_language, towed.tow_question, towed.row.has_running_tow) == ("fr", TowQuestion.YES, True)
    twice = await desk.post(f"{path}/tow")
    assert (twice.status_code, twice.json()["code"]) == (409, "tow_running")
    (message,), (order,) = towed.messages, towed.orders
    _detail(await desk.post(f"/v1/messages/{message.message_id}/sent-by-hand"))
    told = {"state": "accepted", "provider": "Depannage Janssens", "eta_at": "2026-11-24T12:40:00Z"}
    assert _detail(await desk.post(f"/v1/orders/{order.order_id}/state", told)).orders[0].state is OrderState.ACCEPTED
    raised = _detail(await desk.post(f"{path}/priority", {"priority": 2, "reason": "nobody hurt"}))
    still = await desk.post(f"{path}/close", {"version": raised.row.version, "outcome": "true_crash"})
    assert (still.status_code, still.json()["code"]) == (409, "still_running")
    body = {"version": raised.row.version, "outcome": "true_crash", "keep": [order.order_id]}
    unsaid = await desk.post(f"{path}/close", body)
    assert (unsaid.status_code, unsaid.json()["code"], unsaid.json()["detail"]["calls"]) == (409, "nobody_reached", "1")
    unexplained = await desk.post(f"{path}/close", {**body, "nobody_reached": True})
    assert unexplained.json()["code"] == "reason_missing"
    assert raised.unreached is not None
    assert (raised.unreached.calls, raised.unreached.is_grave) == (1, True)
    closed = _detail(await desk.post(f"{path}/close", {**body, **UNREACHED}))
    assert (closed.row.state, closed.row.outcome, closed.row.has_running_tow) == (CaseState.CLOSED, "true_crash", True)
    rows = (await desk.get("/v1/queue")).json()["rows"]
    assert [row["case_id"] for row in rows] == [closed.row.case_id]  # its truck still drives


async def test_what_a_closed_case_kept_stays_in_the_queue_until_anybody_ends_it(house: House) -> None:
    desk, path = await _claimed(house)
    (call,) = _detail(await desk.post(f"{path}/calls", NUMBER)).calls
    (message,) = _detail(await desk.post(f"/v1/calls/{call.call_id}/outcome", {"outcome": "no_answer"})).messages
    (order,) = (towed := _detail(await desk.post(f"{path}/tow"))).orders
    keep = [message.message_id, order.order_id]
    close = {"version": towed.row.version, "outcome": "true_crash", "keep": keep, **UNREACHED}
    unasked = await desk.post(f"{path}/close", close)
    assert (unasked.status_code, unasked.json()["code"]) == (409, "nobody_asked")
    asked = {"state": "offered", "provider": "Depannage Janssens"}
    version = _detail(await desk.post(f"/v1/orders/{order.order_id}/state", asked)).row.version
    _detail(await desk.post(f"{path}/close", {**close, "version": version}))
    other = house.person(Role.OPERATOR, name="Bo", at="desk-9")
    (row,) = QueueSnapshot.model_validate_json((await other.get("/v1/queue")).content).rows
    assert (row.state, row.by_hand, row.next_step.kind) == (CaseState.CLOSED, 1, NextKind.SEND_SMS_BY_HAND)
    ticked = _detail(await other.post(f"/v1/messages/{message.message_id}/sent-by-hand")).row
    assert (ticked.by_hand, ticked.next_step.kind) == (0, NextKind.NOTHING)
    told = {"state": "accepted", "provider": "Depannage Janssens"}
    assert _detail(await other.post(f"/v1/orders/{order.order_id}/state", told)).row.state is CaseState.CLOSED
    done = {"state": "done"}
    ended = _detail(await other.post(f"/v1/orders/{order.order_id}/state", done)).row
    assert (ended.by_hand, ended.next_step.kind, ended.version) == (0, NextKind.NOTHING, ticked.version + 2)
    assert (await other.get("/v1/queue")).json()["rows"] == []


async def test_a_firm_that_says_no_puts_a_closed_case_back_into_the_queue(house: House) -> None:
    desk, path = await _claimed(house)
    (order,) = _detail(await desk.post(f"{path}/tow")).orders
    asked = {"state": "offered", "provider": "Depannage Janssens"}
    version = _detail(await desk.post(f"/v1/orders/{order.order_id}/state", asked)).row.version
    close = {"version": version, "outcome": "true_crash", "keep": [order.order_id], **UNREACHED}
    assert _detail(await desk.post(f"{path}/close", close)).row.state is CaseState.CLOSED
    other = house.person(Role.OPERATOR, name="Bo", at="desk-9")
    refused = {"state": "refused", "reason": "no truck is free"}
    risen = _detail(await other.post(f"/v1/orders/{order.order_id}/state", refused))
    assert (risen.row.state, risen.row.outcome, risen.row.next_step.kind) == (CaseState.OPEN, None, NextKind.CLAIM)
    assert risen.tow_question is TowQuestion.OPEN
    assert risen.timeline[-1].details["because"] == "nobody_comes"
    (row,) = QueueSnapshot.model_validate_json((await other.get("/v1/queue")).content).rows
    assert (row.state, row.claim) == (CaseState.OPEN, None)
    claimed = _detail(await other.post(f"{path}/claim"))
    assert claimed.row.next_step.kind is NextKind.CALL_DRIVER, "nobody ever called; then the next firm is asked"


async def test_no_to_a_tow_and_to_an_sms(house: House) -> None:
    desk, path = await _claimed(house, tow_question=TowQuestion.OPEN)
    assert _detail(await desk.post(f"{path}/no-tow", {"reason": "the car drives"})).tow_question is TowQuestion.NO
    case_id = CaseId(path.rpartition("/")[2])
    message = a_message(case_id)

    def prepare(unit: JobUnit) -> None:
        unit.messages.put(message)
        unit.audit.append(an_audit_record(case_id))

    house.submit(prepare)
    assert _detail(await desk.post(f"/v1/messages/{message.message_id}/cancel")).messages[0].state == "cancelled"


async def test_the_curve_is_a_header_and_as_many_samples_as_it_says(house: House) -> None:
    ecall = an_ecall(fragments=(a_fragment(),))
    case = house.open_case(a_case(ecall_ids=(ecall.ecall_id,)), ecall)
    desk = house.person(Role.OPERATOR)
    path = f"/v1/ecalls/{ecall.ecall_id}/curve"
    assert (await desk.get(path)).json()["code"] == "view_first"
    await desk.post(f"/v1/cases/{case.case_id}/views")
    answer = await desk.get(path)
    line, _, samples = answer.content.partition(b"\n")
    header = CurveHeader.model_validate_json(line)
    assert (header.ecall_id, header.signal_g, header.tow_g, header.count) == (ecall.ecall_id, 2.5, 4.0, 4)
    assert header.channels[:3] == ("x", "y", "z")
    assert len(header.lsb) == len(header.channels)
    assert len(samples) == 2 * header.count * len(header.channels)
    first = int.from_bytes(samples[:2], "little", signed=True)
    assert first != MISSING_COUNT


async def test_a_curve_nobody_sent(house: House) -> None:
    ecall = an_ecall(fragments=(), measurement=None)
    case = house.open_case(a_case(ecall_ids=(ecall.ecall_id,)), ecall)
    desk = house.person(Role.OPERATOR)
    await desk.post(f"/v1/cases/{case.case_id}/views")
    answer = await desk.get(f"/v1/ecalls/{ecall.ecall_id}/curve")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_curve")
    assert (await desk.get(f"/v1/ecalls/{EcallId(new_id())}/curve")).json()["code"] == "not_found"


@pytest.mark.parametrize("condition", [StoreCondition.LOCKED, StoreCondition.FULL, StoreCondition.FAILED])
async def test_a_store_that_takes_nothing_decides_nothing(house: House, condition: StoreCondition) -> None:
    desk, path = await _claimed(house)

    house.app.state.composition = replace(house.parts, store=RefusingStore(house.parts.store, condition))
    answer = await desk.post(f"{path}/notes", {"text": "x"}, key="k1")
    assert (answer.status_code, answer.json()) == (503, {"code": "unavailable", "detail": {"store": condition.value}})
    house.app.state.composition = house.parts
    assert len(_detail(await desk.post(f"{path}/notes", {"text": "x"}, key="k1")).notes) == 1


async def test_a_mistake_of_ours_is_said_to_be_one_and_says_nothing_else(house: House) -> None:
    def broken() -> Health:
        raise RuntimeError("secret")

    house.app.state.composition = replace(house.parts, health=broken)
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:47011") as client:
        answer = await client.get("/v1/health", headers={"Authorization": f"Bearer {house.parts.token}"})
    assert (answer.status_code, answer.json()["code"]) == (500, "service_error")
    assert "secret" not in answer.text


async def test_an_answer_changes_the_cards_the_next_step_and_is_taken_back(house: House) -> None:
    desk, path = await _claimed(house)
    before = _detail(await desk.post(f"{path}/answers", {"fact": "persons_travelling", "value": 2}))
    hurt = _detail(await desk.post(f"{path}/answers", {"fact": "hurt_or_trapped", "value": True}))
    assert hurt.row.next_step.kind is NextKind.HAND_OVER_112
    assert "+32 2 406 00 00" in hurt.hand_over_text, "the number that SMS name is the one 112 calls back"
    assert [one.fact for one in hurt.answers] == ["hurt_or_trapped", "persons_travelling"]
    said = [one for one in hurt.timeline if one.details.get("fact") == "hurt_or_trapped"][-1]
    assert said.asked is not None
    assert said.shown is not None
    assert (said.asked.en[-1], said.shown.en, said.shown.nl) == ("?", "yes", "ja")
    told = _detail(await desk.post(f"{path}/hand-over", {"to": "112", "text": hurt.hand_over_text}))
    assert told.row.next_step.kind is NextKind.CALL_DRIVER
    assert told.timeline[-1].details["text"] == hurt.hand_over_text.strip()
    back = _detail(await desk.post(f"{path}/answers", {"fact": "hurt_or_trapped", "value": None}))
    assert "hurt_or_trapped" not in [one.fact for one in back.answers]
    assert [one.fact for one in before.answers] == ["persons_travelling"]


async def test_an_answer_that_cannot_be_is_refused_by_name(house: House) -> None:
    desk, path = await _claimed(house)
    for body, code in (
        ({"fact": "shoe_size", "value": 42}, "unknown_fact"),
        ({"fact": "on_motorway", "value": "maybe"}, "wrong_value"),
    ):
        answer = await desk.post(f"{path}/answers", body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["detail"]["fact"] == body["fact"]


async def test_what_is_not_known_is_kept_for_whoever_takes_the_case_over(house: House) -> None:
    desk, path = await _claimed(house)
    asked = _detail(await desk.post(f"{path}/answers", {"fact": "fire", "is_not_known": True}))
    (in_vain,) = asked.not_known
    assert (in_vain.fact, in_vain.text.en, in_vain.said_at) == ("fire", "Is there fire or smoke?", house.clock.now())
    assert asked.answers == ()
    assert asked.timeline[-1].action is AuditAction.FACT_NOT_KNOWN
    back = _detail(await desk.post(f"{path}/answers", {"fact": "fire", "value": False}))
    assert (back.not_known, [one.fact for one in back.answers]) == ((), ["fire"])
