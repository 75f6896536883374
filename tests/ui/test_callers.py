"""Who calls the centre: said, and taken with one key; nothing opens by itself."""

from app.api.cases import CaseDetail
from app.api.service import RefusalInfo
from app.api.telephone import CallersCaseInfo, MissedCallDone, TakeCallBack, WaitingCallerInfo
from app.domain.ids import CaseId, CaseNumber
from tests.support.backend import FakeBackend
from tests.support.contract import NOW, a_case, a_tick, me
from ui.actions import ActionId, Actions
from ui.callers import Callers
from ui.ports import LinkState, Unavailable

JAN = CallersCaseInfo(case_id=CaseId("c1"), number=CaseNumber("2031-000001"), person="Jan Peeters", is_reached=False)


def a_caller(**changes: object) -> WaitingCallerInfo:
    caller = WaitingCallerInfo(
        caller_id="u1",
        e164="+32470123456",
        number_shown="+32 470 12 34 56",
        since=NOW,
        answered_at=None,
        desk="",
        cases=(JAN,),
    )
    return caller.model_copy(update=changes)


class Desk:
    """The callers of a desk with everything around them."""

    def __init__(self) -> None:
        self.backend, self.actions = FakeBackend(), Actions()
        self.opened: list[str] = []
        self.said: list[str] = []
        self.asked: list[str] = []
        self.callers = Callers(me(), self.backend, self, self, lambda said: setattr(self, "said", list(said)))
        self.callers.connect(self.actions, self.asked.append)

    def tick(self, *callers: WaitingCallerInfo) -> None:
        self.callers.on_tick(a_tick().model_copy(update={"callers": callers}))

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)

    def show(self, detail: CaseDetail) -> None:
        self.opened.append(f"shown {detail.row.case_id}")

    def refused(self, refusal: RefusalInfo) -> None:
        self.said.append(refusal.code)

    def unavailable(self, unavailable: Unavailable) -> None:
        raise AssertionError(unavailable)


def test_a_caller_is_said_with_his_case_and_opens_nothing() -> None:
    desk = Desk()
    assert not desk.actions.is_enabled(ActionId.TAKE_CALLER)
    desk.tick(a_caller())
    [sentence] = desk.said
    assert "+32 470 12 34 56" in sentence
    assert "2031-000001" in sentence
    assert desk.opened == []
    assert desk.actions.is_enabled(ActionId.TAKE_CALLER)
    desk.tick()
    assert (desk.said, desk.actions.is_enabled(ActionId.TAKE_CALLER)) == ([], False)


def test_one_key_opens_his_case_and_puts_the_call_into_it() -> None:
    desk = Desk()
    desk.tick(a_caller())
    desk.actions.trigger(ActionId.TAKE_CALLER)
    assert desk.opened == ["c1"]
    asked = desk.backend.last
    assert (asked.what, asked.about, asked.command) == ("take_call_back", "c1", TakeCallBack(caller_id="u1"))
    desk.actions.trigger(ActionId.TAKE_CALLER)
    assert len(desk.backend.asked) == 1, "one answer at a time"
    asked.done(a_case())
    assert desk.opened[-1] == "shown c1"


def test_the_caller_on_this_desks_telephone_is_meant_before_who_waits_longer() -> None:
    desk = Desk()
    other = CallersCaseInfo(case_id=CaseId("c2"), number=CaseNumber("2031-000002"), person="Els", is_reached=True)
    desk.tick(a_caller(), a_caller(caller_id="u2", desk="desk-1", answered_at=NOW, cases=(other,)))
    assert "Els" in desk.said[0]
    desk.actions.trigger(ActionId.TAKE_CALLER)
    assert desk.opened == ["c2"]


def test_who_speaks_with_somebody_else_already_is_not_offered() -> None:
    desk = Desk()
    desk.tick(a_caller(desk="desk-9", answered_at=NOW))
    assert desk.said == []


def test_a_caller_without_a_case_is_asked_about() -> None:
    desk = Desk()
    desk.tick(a_caller(cases=(), e164="", number_shown=""))
    desk.actions.trigger(ActionId.TAKE_CALLER)
    assert desk.asked == [""]
    assert desk.backend.asked == []


def test_without_a_link_nobody_calls() -> None:
    desk = Desk()
    desk.tick(a_caller())
    desk.callers.on_link(LinkState(alive=False, heard_at=NOW))
    assert desk.said == []


def missed(**changes: object) -> WaitingCallerInfo:
    return a_caller(**{"caller_id": "m1", "cases": (), "missed_at": NOW, **changes})


def test_a_missed_call_is_said_after_who_calls_now_and_leads_to_the_page_of_callers() -> None:
    desk = Desk()
    desk.tick(missed(), a_caller())
    live, gone = desk.said
    assert "Els" not in live
    assert gone == f"Missed call at {NOW.astimezone():%H:%M}: +32 470 12 34 56"
    desk.tick(missed())
    desk.actions.trigger(ActionId.TAKE_CALLER)
    assert desk.asked == ["+32470123456"]
    assert desk.opened == []


def test_a_missed_call_stands_until_somebody_says_it_is_dealt_with() -> None:
    desk = Desk()
    desk.tick(missed())
    desk.actions.trigger(ActionId.MISSED_CALL_DONE)
    asked = desk.backend.last
    assert (asked.what, asked.about) == ("missed_call_done", "m1")
    assert not desk.actions.is_enabled(ActionId.MISSED_CALL_DONE), "one answer at a time"
    asked.done(MissedCallDone(missed_id="m1"))
    assert (desk.said, desk.actions.is_enabled(ActionId.MISSED_CALL_DONE)) == ([], False)


def test_a_missed_call_that_could_not_be_ticked_stands() -> None:
    desk = Desk()
    desk.tick(missed(number_shown=""))
    desk.actions.trigger(ActionId.MISSED_CALL_DONE)
    desk.backend.last.refused("signed_out")
    assert desk.actions.is_enabled(ActionId.MISSED_CALL_DONE)
