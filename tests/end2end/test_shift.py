"""A shift handed over between two real desks on one real service: offered here, said there, accepted there by name."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.api.cases import CaseDetail
from app.api.commands import WriteNote
from app.api.queue import QueueRow
from app.domain.ids import CaseId
from services.simulator.training import TRAINING_BOXES
from tests.support.detector import Detector, a_detector
from tests.support.real_desk import AN, LUC, RealDesk, crashes
from ui.actions import ActionId
from ui.ports import Reply
from ui.shift.view import ShiftView

Ask = Callable[[Reply[Any]], None]


@pytest.fixture
def desks(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Detector, RealDesk, RealDesk]]:
    with a_detector(tmp_path / "data") as service:
        an = RealDesk(qtbot, service, AN, "desk-1")
        with closing(an), closing(RealDesk(qtbot, service, LUC, "desk-2")) as luc:
            yield service, an, luc


def claimed(service: Detector, an: RealDesk) -> CaseId:
    with crashes(service, TRAINING_BOXES[1]):
        an.wait(lambda: bool(an.waiting()))
    case_id = an.waiting()[0].case_id
    note = WriteNote(text="his wife waits at home")
    claimed: Ask = partial(an.backend.claim_case, case_id)
    noted: Ask = partial(an.backend.write_note, case_id, note)
    for ask in (claimed, noted):
        assert isinstance(an.ask(ask), CaseDetail)
    an.wait(lambda: an.row(case_id).claim is not None)
    return case_id


def page_of(desk: RealDesk) -> ShiftView:
    desk.actions.trigger(ActionId.SHIFT)
    page = desk.window.findChild(ShiftView)
    assert isinstance(page, ShiftView)
    return page


def offered(an: RealDesk, luc: RealDesk, case_id: CaseId) -> None:
    page = page_of(an)
    an.wait(lambda: page.colleague.findData(luc.me.account.account_id) >= 0)
    row = page.colleague.findData(luc.me.account.account_id)
    assert page.colleague.itemText(row).endswith("at desk-2")
    page.colleague.activated.emit(row)
    page.give_all.click()
    an.wait(lambda: an.row(case_id).offer is not None)


def holder(row: QueueRow) -> str:
    return "" if row.claim is None else row.claim.desk


def test_accepted_it_is_the_colleagues_with_its_notes(desks: tuple[Detector, RealDesk, RealDesk]) -> None:
    service, an, luc = desks
    case_id = claimed(service, an)
    offered(an, luc, case_id)
    assert holder(an.row(case_id)) == "desk-1"  # until it is accepted
    luc.strip_when(lambda strip: f"{an.me.account.name} hands 1 case over to you" in strip)
    page = page_of(luc)
    page.accept_all.click()
    for desk in (luc, an):
        desk.wait(_is_held(desk, case_id, "desk-2"))
    look: Ask = partial(luc.backend.view_case, case_id)
    seen = luc.ask(look)
    assert isinstance(seen, CaseDetail)
    assert [note.text for note in seen.notes] == ["his wife waits at home"]
    luc.strip_when(lambda strip: "over to you" not in strip)


def test_declined_it_stays_and_its_holder_is_told(desks: tuple[Detector, RealDesk, RealDesk]) -> None:
    service, an, luc = desks
    case_id = claimed(service, an)
    offered(an, luc, case_id)
    page = page_of(luc)
    luc.wait(page.decline.isEnabled)
    page.decline.click()
    number = an.row(case_id).number
    an.strip_when(lambda strip: f"{luc.me.account.name} declined case {number}" in strip)
    assert holder(an.row(case_id)) == "desk-1"


def _is_held(desk: RealDesk, case_id: CaseId, at: str) -> Callable[[], bool]:
    return lambda: holder(desk.row(case_id)) == at
