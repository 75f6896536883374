"""Promises over the API, on a real database: clocks in the row, kept after the case is closed, passed on with it."""

from datetime import timedelta

import httpx

from app.api.cases import CaseDetail
from app.api.queue import QueueRow, QueueSnapshot
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import CaseState
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind, PromiseState
from services.detector.api.rows import describer
from services.detector.promise_watch import LOOK_EVERY_S, PromiseWatch
from tests.support.builders import NOON, a_case
from tests.support.house import Desk, House

AT_20 = NOON + timedelta(minutes=20)
CALL_BACK = {"due_at": AT_20.isoformat(), "text": "the line dropped"}


def _detail(answer: httpx.Response) -> CaseDetail:
    assert answer.status_code == 200, answer.text
    return CaseDetail.model_validate_json(answer.content)


async def _promised(house: House, body: object = CALL_BACK) -> tuple[Desk, str, CaseDetail]:
    case = house.open_case(a_case(driver_reached_at=NOON))
    desk = house.person(Role.OPERATOR, name="An")
    path = f"/v1/cases/{case.case_id}"
    _detail(await desk.post(f"{path}/claim"))
    return desk, path, _detail(await desk.post(f"{path}/promises", body))


async def _rows(desk: Desk) -> list[QueueRow]:
    return list(QueueSnapshot.model_validate_json((await desk.get("/v1/queue")).content).rows)


async def test_a_promise_is_a_clock_with_its_owner_in_the_row_and_whole_in_the_case(house: House) -> None:
    _desk, _path, detail = await _promised(house)
    (promise,) = detail.promises
    assert (promise.kind, promise.to, promise.text) == (PromiseKind.CALL_BACK, PromisedTo.DRIVER, "the line dropped")
    other = house.person(Role.OPERATOR, name="Piet")
    (row,) = await _rows(other)
    assert [(one.promise_id, one.owner) for one in row.promises] == [(promise.promise_id, "An")]
    assert "the line dropped" not in row.model_dump_json()
    assert row.due_at == AT_20
    assert [entry.action for entry in detail.timeline][-1] is AuditAction.PROMISE_MADE


async def test_a_time_without_its_zone_is_refused(house: House) -> None:
    desk, path, detail = await _promised(house)
    naive = AT_20.replace(tzinfo=None).isoformat()
    order_id = _detail(await desk.post(f"{path}/tow")).orders[0].order_id
    for asked, body in (
        (f"{path}/promises", {"due_at": naive}),
        (f"/v1/promises/{detail.promises[0].promise_id}/move", {"due_at": naive, "reason": "busy"}),
        (f"/v1/orders/{order_id}/state", {"state": "accepted", "provider": "Noels", "eta_at": naive}),
    ):
        assert (await desk.post(asked, body)).status_code == 422, asked


async def test_it_is_moved_kept_and_withdrawn(house: House) -> None:
    desk, path, detail = await _promised(house)
    promise_id = detail.promises[0].promise_id
    later = (AT_20 + timedelta(minutes=5)).isoformat()
    assert (await desk.post(f"/v1/promises/{promise_id}/move", {"due_at": later})).status_code == 422
    moved = _detail(await desk.post(f"/v1/promises/{promise_id}/move", {"due_at": later, "reason": "busy"}))
    assert moved.promises[0].due_at == AT_20 + timedelta(minutes=5)
    kept = _detail(await desk.post(f"/v1/promises/{promise_id}/keep"))
    assert [one.state for one in kept.promises] == [PromiseState.KEPT]
    again = await desk.post(f"/v1/promises/{promise_id}/keep")
    assert (again.status_code, again.json()["code"]) == (409, "promise_ended")
    second = _detail(await desk.post(f"{path}/promises", CALL_BACK)).promises[0]
    gone = _detail(await desk.post(f"/v1/promises/{second.promise_id}/withdraw", {"reason": "she called us"}))
    assert {one.state for one in gone.promises} == {PromiseState.KEPT, PromiseState.WITHDRAWN}
    assert gone.row.promises == ()


async def test_an_overdue_promise_is_next_and_every_desk_is_told_once(house: House) -> None:
    await _promised(house)
    watch = PromiseWatch(house.parts.store, house.clock)

    def told() -> list[NextKind]:
        describe = describer(house.clock.now, house.parts.settings)
        events = house.parts.store.read(lambda reader: describe(reader, reader.events_after(0, 99)))
        return [event.row.next_step.kind for event in events if event.row is not None]

    house.clock.advance(timedelta(minutes=20, seconds=-LOOK_EVERY_S))
    before = len(told())
    await watch.look()
    assert len(told()) == before
    house.clock.advance(timedelta(seconds=LOOK_EVERY_S))
    for _ in range(3):
        await watch.look()
    assert len(told()) == before + 1
    (row,) = await _rows(house.person(Role.OPERATOR, name="Piet"))
    assert row.promises[0].due_at == house.clock.now()


async def test_kept_when_the_case_is_closed_it_stays_in_the_queue_until_it_is_done(house: House) -> None:
    desk, path, detail = await _promised(house)
    promise_id = detail.promises[0].promise_id
    close = {"version": detail.row.version, "outcome": "true_crash"}
    refused = await desk.post(f"{path}/close", close)
    assert (refused.json()["code"], refused.json()["detail"]["running"]) == ("still_running", "promise")
    closed = _detail(
        await desk.post(f"{path}/close", {**close, "keep": [promise_id], "nobody_reached": True, "reason": "police"})
    )
    assert closed.row.state is CaseState.CLOSED
    piet = house.person(Role.OPERATOR, name="Piet")
    assert [row.promises[0].promise_id for row in await _rows(piet)] == [promise_id]
    house.clock.advance(timedelta(minutes=30))
    (row,) = await _rows(piet)
    assert (row.next_step.kind, row.next_step.target_id) == (NextKind.KEEP_PROMISE, promise_id)
    await piet.post(f"{path}/views")
    _detail(await piet.post(f"/v1/promises/{promise_id}/keep"))
    assert await _rows(piet) == []


async def test_taking_over_takes_the_promise(house: House) -> None:
    _desk, path, _before = await _promised(house)
    luc = house.person(Role.SUPERVISOR, name="Luc")
    taken = _detail(await luc.post(f"{path}/take-over", {"reason": "her shift has ended"}))
    assert [one.owner for one in taken.promises] == ["Luc"]
    (entry,) = (one for one in taken.timeline if one.action is AuditAction.PROMISES_PASSED_ON)
    assert entry.details["passed_from"] == "An"
