"""Many desks on one case, through the real service: one winner, nobody works on what is another's, nothing is lost."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import AnswerFact, ChangePriority, StartCall, TakeOverCase, WriteNote
from app.api.service import RefusalInfo, SessionInfo
from app.api.version import IDEMPOTENCY_HEADER
from app.domain.answer import HURT_OR_TRAPPED
from app.domain.audit import AuditAction
from app.domain.ids import CaseId
from app.domain.verdict import Priority
from app.persistence.store import DATABASE_NAME
from services.simulator.training import TRAINING_BOXES
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.detector import Detector, a_detector
from tests.support.real_desk import AN, LUC, RealDesk, crashes
from ui.actions import ActionId
from ui.queue.state import Section

DESKS = 16
BOX = TRAINING_BOXES[1]
"""Its driver picks up."""


@contextmanager
def a_service(folder: Path, **settings: float) -> Iterator[Detector]:
    folder.mkdir()
    lines = [f"{name} = {value}" for name, value in settings.items()]
    (folder / "settings.toml").write_text("\n".join(lines), encoding="utf-8")
    with a_detector(folder) as service:
        yield service


@pytest.fixture
def seat(qtbot: QtBot) -> Iterator[Callable[..., RealDesk]]:
    """Makes desks, and closes those that are still open at the end."""
    made: list[RealDesk] = []

    def sit(service: Detector, login: str, desk: str, *, is_silent: bool = False) -> RealDesk:
        scheduler = FakeScheduler(FakeClock()) if is_silent else None
        made.append(RealDesk(qtbot, service, login, desk, scheduler))
        return made[-1]

    yield sit
    for desk in made:
        if desk.is_open:
            desk.close()


def the_case(service: Detector, *desks: RealDesk) -> CaseId:
    """Let a car crash, and wait until every desk shows it."""
    with crashes(service, BOX):
        for desk in desks:
            desk.wait(lambda desk=desk: bool(desk.waiting()))  # type: ignore[misc]
    return desks[0].waiting()[0].case_id


def opened(desk: RealDesk, case_id: CaseId) -> None:
    desk.navigator.open_case(case_id)
    desk.wait(lambda: desk.navigator.detail is not None and desk.navigator.detail.row.case_id == case_id)


def claimed(desk: RealDesk, case_id: CaseId) -> None:
    opened(desk, case_id)
    assert desk.actions.trigger(ActionId.CLAIM)
    desk.wait(lambda: desk.me.holds(shown(desk).row))


def shown(desk: RealDesk) -> CaseDetail:
    assert desk.navigator.detail is not None
    return desk.navigator.detail


async def _race(service: Detector, case_id: CaseId) -> list[tuple[str, httpx.Response]]:
    """Sixteen desks claim at the same moment."""
    desks = [f"desk-{number:02}" for number in range(DESKS)]
    async with httpx.AsyncClient(base_url=service.url, timeout=30, trust_env=False) as client:
        tokens = [await _token(client, service, desk, (AN, LUC)[at % 2]) for at, desk in enumerate(desks)]
        headers = [{"Authorization": f"Bearer {token}", IDEMPOTENCY_HEADER: token} for token in tokens]
        claims = [client.post(f"/v1/cases/{case_id}/claim", headers=one) for one in headers]
        return list(zip(desks, await asyncio.gather(*claims), strict=True))


async def _token(client: httpx.AsyncClient, service: Detector, desk: str, login: str) -> str:
    headers = {"Authorization": f"Bearer {service.file.token}", IDEMPOTENCY_HEADER: desk}
    body = {"login": login, "password": service.file.token, "desk": desk}
    answer = await client.post("/v1/sessions", json=body, headers=headers)
    return SessionInfo.model_validate_json(answer.content).token


def test_of_sixteen_desks_one_wins_and_fifteen_are_told_who(seat: Callable[..., RealDesk], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_service(folder) as service:
        watcher = seat(service, AN, "watcher")
        case_id = the_case(service, watcher)
        answers = asyncio.run(_race(service, case_id))
        watcher.wait(lambda: watcher.row(case_id).claim is not None)
        claim = watcher.row(case_id).claim
    assert Counter(answer.status_code for _desk, answer in answers) == {200: 1, 409: DESKS - 1}
    [winner] = [desk for desk, answer in answers if answer.status_code == 200]
    refusals = [RefusalInfo.model_validate_json(one.content) for _desk, one in answers if one.status_code == 409]
    assert {(one.code, one.detail["desk"]) for one in refusals} == {("already_claimed", winner)}
    assert claim is not None
    assert claim.desk == winner
    assert {one.detail["name"] for one in refusals} == {claim.name}
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as database:
        [(claims,)] = database.execute("SELECT count(*) FROM audit_entries WHERE action = 'case_claimed'")
    assert claims == 1


def test_the_second_desk_sees_every_change_pushed_and_may_not_act(
    seat: Callable[..., RealDesk], tmp_path: Path
) -> None:
    with a_service(tmp_path / "data") as service:
        an, other = seat(service, AN, "desk-1"), seat(service, AN, "desk-2")
        case_id = the_case(service, an, other)
        opened(other, case_id)
        claimed(an, case_id)
        other.wait(lambda: shown(other).row.claim is not None)
        assert "An Verbeke works on it since" in other.case_line
        assert other.section_of(case_id) is Section.OTHERS
        assert not other.actions.is_enabled(ActionId.CALL)
        assert "You are also signed in at desk-1" in other.strip_when(lambda text: "also signed in" in text)
        an.ask(lambda reply: an.backend.write_note(case_id, WriteNote(text="wacht op de vrouw"), reply))
        other.wait(lambda: [note.text for note in shown(other).notes] == ["wacht op de vrouw"])
        answer = AnswerFact(fact=HURT_OR_TRAPPED, value=True)
        an.ask(lambda reply: an.backend.answer_fact(case_id, answer, reply))
        other.wait(lambda: any(one.fact == HURT_OR_TRAPPED for one in shown(other).answers))
        refused = other.ask(lambda reply: other.backend.answer_fact(case_id, answer, reply))
        assert isinstance(refused, RefusalInfo)
        assert refused.code == "not_yours"


def test_a_silent_desk_is_relieved_and_whoever_comes_back_lands_in_the_case(
    seat: Callable[..., RealDesk], tmp_path: Path
) -> None:
    remembered: list[str] = []
    with a_service(tmp_path / "data", claim_stale_s=1.0) as service:
        an, luc = seat(service, AN, "desk-1", is_silent=True), seat(service, LUC, "desk-2")
        an.desk.returning.start("", remembered.append)
        case_id = the_case(service, an, luc)
        claimed(an, case_id)
        driver = shown(an).driver
        assert driver is not None
        call = StartCall(e164=driver.e164 or "", person=driver.name)
        an.ask(lambda reply: an.backend.start_call(case_id, call, reply))
        an.ask(lambda reply: an.backend.write_note(case_id, WriteNote(text="ligt in de berm"), reply))
        an.close()
        opened(luc, case_id)
        luc.wait(lambda: "desk-1" in luc.case_line and "silent" in luc.case_line)
        assert f"An Verbeke was on the phone with {driver.name} since" in luc.case_line
        too_short = luc.ask(lambda reply: luc.backend.take_over_case(case_id, TakeOverCase(reason="   "), reply))
        assert isinstance(too_short, RefusalInfo)
        reason = TakeOverCase(reason="her desk is silent")
        taken = luc.ask(lambda reply: luc.backend.take_over_case(case_id, reason, reply))
        assert isinstance(taken, CaseDetail)
        assert remembered == [case_id]
        back = seat(service, AN, "desk-1", is_silent=True)
        back.desk.returning.start(remembered[-1], remembered.append)
        back.stream.start()
        back.wait(lambda: back.navigator.detail is not None)
        assert shown(back).row.case_id == case_id
        assert [note.text for note in shown(back).notes] == ["ligt in de berm"]
        text = back.strip_when(lambda text: "taken over" in text)
        assert f"Your case {shown(back).row.number} was taken over by Luc Maes at desk-2" in text
        [entry] = [one for one in shown(back).timeline if one.action is AuditAction.CASE_TAKEN_OVER]
        assert (entry.actor_name, entry.details["reason"]) == ("Luc Maes", "her desk is silent")


def test_two_who_write_at_once_lose_nothing(seat: Callable[..., RealDesk], tmp_path: Path) -> None:
    with a_service(tmp_path / "data") as service:
        an, luc = seat(service, AN, "desk-1"), seat(service, LUC, "desk-2")
        case_id = the_case(service, an, luc)
        claimed(an, case_id)
        opened(luc, case_id)
        for desk, text in ((an, "van An"), (luc, "van Luc")):
            desk.to_front()
            desk.actions.trigger(ActionId.NOTE)
            desk.type(text)
        assert luc.actions.trigger(ActionId.CONFIRM)
        an.wait(lambda: [note.text for note in shown(an).notes] == ["van Luc"])
        assert an.desk.notes.unsaved, "what An types is not touched by what Luc saved"
        assert an.actions.trigger(ActionId.CONFIRM)
        luc.wait(lambda: [note.text for note in shown(luc).notes] == ["van Luc", "van An"])
        before = shown(luc).row.priority
        mine, theirs = (one for one in Priority if one is not before)
        luc.to_front()
        luc.actions.trigger(ActionId.PRIORITY)
        luc.type("driver is well")
        change = ChangePriority(priority=mine, reason="is hurt after all")
        changed = an.ask(lambda reply: an.backend.change_priority(case_id, change, reply))
        assert isinstance(changed, CaseDetail)
        luc.wait(lambda: shown(luc).row.priority is mine)
        luc.choose_priority(theirs)
        luc.press(Qt.Key.Key_Return)
        luc.wait(lambda: "Somebody else changed the priority" in luc.reason_problem)
        assert luc.typed_reason == "driver is well"
        assert shown(luc).row.priority is mine, "nobody's decision is overwritten unseen"
        luc.press(Qt.Key.Key_Return)
        an.wait(lambda: shown(an).row.priority is theirs)
