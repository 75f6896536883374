"""The queue is in the order of need, never moves what a person chose, and loses nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.queue import NearbyInfo, QueueRow, QueueSnapshot
from app.api.service import EventInfo, ListenerState
from app.api.steps import NextStepInfo
from app.domain.account import Role
from app.domain.case import CaseState, Hold, Outcome
from app.domain.ecall import CrashMark
from app.domain.events import EventKind
from app.domain.ids import CaseId, CaseNumber
from app.domain.next_step import NextKind
from app.domain.verdict import Priority, ReasonCode
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.cases import LIEGE, a_full_case, a_queue_row, a_rejected_row, ago
from tests.support.contract import NOW, a_claim, a_listener, a_snapshot, a_tick, an_event, me
from ui.actions import ActionId, Actions
from ui.ports import LinkState
from ui.queue.presenter import QueuePresenter
from ui.queue.state import Head, Hint, QueueState, Row, Section, Weight


class ListView:
    def __init__(self) -> None:
        self.states: list[QueueState] = []
        self.focused = 0

    @property
    def state(self) -> QueueState:
        return self.states[-1]

    def show_state(self, state: QueueState) -> None:
        self.states.append(state)

    def take_focus(self) -> None:
        self.focused += 1


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


class Queue:
    """A presenter with everything around it."""

    def __init__(self, *rows: QueueRow, **account: object) -> None:
        self.view, self.opener, self.clock = ListView(), Opener(), FakeClock()
        self.presenter = QueuePresenter(self.view, me(**account), self.opener, self.clock)
        self.presenter.on_snapshot(a_snapshot(*rows))

    def heads(self) -> dict[Section, int]:
        return {line.section: line.count for line in self.view.state.lines if isinstance(line, Head)}

    def rows(self) -> list[Row]:
        return [line for line in self.view.state.lines if isinstance(line, Row)]

    def keys(self) -> list[str]:
        return [row.key for row in self.rows()]

    def row(self, case: str) -> Row:
        return next(row for row in self.rows() if row.key == f"case:{case}")

    def hint(self) -> str:
        return next(line.text for line in self.view.state.lines if isinstance(line, Hint))

    def unfold(self, section: Section) -> None:
        self.presenter.toggle(section)


def others_claim(**changes: object) -> object:
    return a_claim(**{"account_id": "a2", "name": "A. Peters", "desk": "Luik-2", **changes})


def closed(case: str, **changes: object) -> QueueRow:
    known: dict[str, object] = {"outcome": Outcome.KERB, "next_step": NextStepInfo(kind=NextKind.NOTHING)}
    return a_queue_row(case, state=CaseState.CLOSED, **{**known, **changes})


def test_sections_stand_in_a_fixed_order_with_their_counts() -> None:
    queue = Queue(
        closed("f1", has_running_tow=True),
        a_queue_row("o1", claim=others_claim()),
        a_queue_row("m1", claim=a_claim()),
        a_queue_row("w1"),
        a_queue_row("w2"),
    )
    assert list(queue.heads().items()) == [
        (Section.WAITING, 2),
        (Section.MINE, 1),
        (Section.OTHERS, 1),
        (Section.FOLLOW_UP, 1),
    ]


def test_priority_then_least_time_left_then_oldest() -> None:
    soon, later = NOW + timedelta(seconds=3), NOW + timedelta(seconds=9)
    rows = [
        a_queue_row("p3", priority=Priority.THREE, target_at=soon),
        a_queue_row("p1-later", target_at=later),
        a_queue_row("p1-soon-young", target_at=soon, received_at=ago(5)),
        a_queue_row("p1-soon-old", target_at=soon, received_at=ago(50)),
        a_queue_row("p2", priority=Priority.TWO, target_at=soon),
    ]
    ordered = ["p1-soon-old", "p1-soon-young", "p1-later", "p2", "p3"]
    assert Queue(*rows).keys() == [f"case:{name}" for name in ordered]


@given(st.permutations(range(6)))
def test_the_order_of_arrival_decides_nothing(order: list[int]) -> None:
    rows = [
        a_queue_row(f"c{number}", priority=Priority(number % 3 + 1), target_at=NOW + timedelta(seconds=number // 2))
        for number in range(6)
    ]
    assert Queue(*[rows[number] for number in order]).keys() == Queue(*rows).keys()


def test_the_same_event_twice_changes_nothing() -> None:
    queue = Queue(a_queue_row("w1"))
    event = an_event(1, a_queue_row("w1", version=2, impacts=2))
    queue.presenter.on_change(event)
    painted = len(queue.view.states)
    queue.presenter.on_change(event)
    assert len(queue.view.states) == painted


def test_an_older_event_changes_nothing() -> None:
    queue = Queue(a_queue_row("w1", version=5, impacts=2))
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=4, impacts=1)))
    assert [mark.text for mark in queue.row("w1").marks] == ["impact 2"]


def test_a_claim_that_became_stale_is_shown_without_a_new_version() -> None:
    queue = Queue(a_queue_row("c1", version=3, claim=others_claim()))
    queue.presenter.on_change(an_event(1, a_queue_row("c1", version=3, claim=others_claim(is_stale=True))))
    assert marks(queue, "c1") == [("desk silent", Weight.HIGH)]


def test_a_row_that_arrives_changes_neither_the_choice_nor_the_open_case() -> None:
    queue = Queue(a_queue_row("w1", priority=Priority.TWO))
    queue.presenter.open_row("case:w1")
    queue.presenter.on_case(a_full_case(a_queue_row("w1")))
    queue.presenter.on_change(an_event(1, a_queue_row("w0"), rings=True))
    assert queue.keys() == ["case:w0", "case:w1"]
    assert queue.view.state.selected_key == "case:w1"
    assert queue.row("w1").is_open
    assert not queue.row("w0").is_open
    assert queue.opener.opened == ["w1"]
    assert queue.view.focused == 0


def test_a_claimed_row_moves_and_stays_chosen() -> None:
    queue = Queue(a_queue_row("w1"), a_queue_row("w2"))
    queue.presenter.select("case:w1")
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=2, claim=others_claim())))
    assert queue.heads() == {Section.WAITING: 1, Section.MINE: 0, Section.OTHERS: 1}
    assert queue.view.state.selected_key == "case:w1"


def test_a_case_that_somebody_closed_stays_under_closed() -> None:
    queue = Queue(a_queue_row("w1"))
    queue.presenter.on_change(an_event(1, closed("w1", version=2)))
    assert queue.heads() == {Section.WAITING: 0, Section.MINE: 0, Section.CLOSED: 1}
    assert queue.rows() == [], "closed cases are folded away"
    queue.unfold(Section.CLOSED)
    assert queue.row("w1").detail == "Bertem · Kerb"


def test_a_case_that_ended_while_the_desk_was_away_stays_too() -> None:
    queue = Queue(a_queue_row("w1"), a_queue_row("w2"))
    queue.presenter.on_snapshot(a_snapshot(a_queue_row("w2")))
    queue.unfold(Section.CLOSED)
    assert queue.row("w1").detail == "Bertem · ended while this desk was away"
    queue.presenter.on_snapshot(a_snapshot(a_queue_row("w1"), a_queue_row("w2")))
    assert Section.CLOSED not in queue.heads()


@pytest.mark.parametrize(
    "left",
    [{"has_running_tow": True}, {"by_hand": 1}, {"next_step": NextStepInfo(kind=NextKind.PHONE_PARTNER)}],
)
def test_closed_with_something_running_is_follow_up(left: dict[str, object]) -> None:
    queue = Queue(closed("f1", **left))
    assert queue.heads()[Section.FOLLOW_UP] == 1


def test_a_closed_case_says_that_its_firm_stays_silent() -> None:
    step = NextStepInfo(kind=NextKind.PHONE_PARTNER, target_id="o1")
    marks = Queue(closed("f1", has_running_tow=True, next_step=step)).row("f1").marks
    assert [(mark.text, mark.weight) for mark in marks] == [("no answer: phone", Weight.CRITICAL)]


@pytest.mark.parametrize(
    ("known", "peak"),
    [
        ({"peak_g": 6.3}, "6.3 g"),
        ({"peak_g": 8.0, "peak_capped": True}, "≥ 8.0 g"),
        ({"peak_g": None}, "g ?"),
        ({"peak_g": None, "mark": CrashMark.SOS}, "SOS"),
        ({"peak_g": 3.2, "mark": CrashMark.SOS}, "3.2 g"),
    ],
)
def test_the_peak_is_never_softer_than_known(known: dict[str, object], peak: str) -> None:
    assert Queue(a_queue_row("w1", **known)).row("w1").peak == peak


@pytest.mark.parametrize(
    ("known", "place"),
    [
        ({}, "Bertem"),
        ({"municipality": LIEGE}, "Luik / Liège"),
        ({"municipality": None, "country_codes": ("FR",)}, "France"),
        ({"municipality": None, "country_codes": ("BE", "LU")}, "Belgium or Luxembourg"),
        ({"municipality": None, "country_codes": ()}, "place unknown"),
    ],
)
def test_the_place_is_said_or_said_to_be_unknown(known: dict[str, object], place: str) -> None:
    assert Queue(a_queue_row("w1", **known)).row("w1").detail == place


def test_another_impact_leaves_the_waiting_clock_alone() -> None:
    queue = Queue(a_queue_row("w1", impacts=2, attention_at=ago(6), waits_since=ago(515)))
    assert queue.row("w1").clock == "8:35"


def test_the_waiting_clock_runs() -> None:
    queue = Queue(a_queue_row("w1"))
    scheduler = FakeScheduler(queue.clock)
    queue.presenter.connect(Actions(), scheduler)
    assert queue.row("w1").clock == "0:07"
    scheduler.advance(60)
    assert queue.row("w1").clock == "1:07"


def test_a_row_past_its_target_is_overdue() -> None:
    queue = Queue(a_queue_row("w1", target_at=NOW))
    assert not queue.row("w1").is_overdue
    queue.clock.advance(0.1)
    queue.presenter.refresh()
    assert queue.row("w1").is_overdue


def marks(queue: Queue, case: str) -> list[tuple[str, Weight]]:
    return [(mark.text, mark.weight) for mark in queue.row(case).marks]


@pytest.mark.parametrize(("numbers", "mark"), [((7,), "near 2031-000007"), ((7, 8, 9), "near 2031-000007 +2")])
def test_a_case_that_may_be_of_a_pile_up_names_the_others(numbers: tuple[int, ...], mark: str) -> None:
    nearby = tuple(NearbyInfo(case_id=CaseId(f"n{one}"), number=CaseNumber(f"2031-{one:06}")) for one in numbers)
    assert marks(Queue(a_queue_row("c1", nearby=nearby)), "c1") == [(mark, Weight.QUIET)]


@pytest.mark.parametrize(
    ("known", "mark"),
    [
        ({"impacts": 2}, ("impact 2", Weight.HIGH)),
        ({"impacts": 2, "mark": CrashMark.SOS, "peak_g": None}, ("SOS 2 x", Weight.HIGH)),
        ({"by_hand": 2}, ("2 by hand", Weight.CRITICAL)),
        ({"is_late": True, "event_at": ago(86_400 * 1156)}, ("LATE 3 y 1 m", Weight.HIGH)),
        ({"is_test": True}, ("TEST", Weight.QUIET)),
        ({"holds": (Hold.CLOCK_WRONG,)}, ("box clock wrong", Weight.HIGH)),
        ({"claim": others_claim(is_stale=True)}, ("desk silent", Weight.HIGH)),
    ],
)
def test_what_is_not_as_usual_is_marked(known: dict[str, object], mark: tuple[str, Weight]) -> None:
    assert marks(Queue(a_queue_row("c1", **known)), "c1") == [mark]


def test_only_rows_that_nobody_claimed_may_flash() -> None:
    queue = Queue(a_queue_row("w1"), a_queue_row("m1", claim=a_claim()), a_queue_row("o1", claim=others_claim()))
    assert [row.key for row in queue.rows() if row.flashes] == ["case:w1"]


def test_my_rows_say_what_is_next() -> None:
    step = NextStepInfo(kind=NextKind.CALL_DRIVER)
    assert Queue(a_queue_row("m1", claim=a_claim(), next_step=step)).row("m1").detail == "Bertem · call the driver"


def test_rows_of_others_say_who_since_when_and_where() -> None:
    queue = Queue(a_queue_row("o1", claim=others_claim(claimed_at=ago(660))))
    since = ago(660).astimezone().strftime("%H:%M")
    assert queue.row("o1").detail == f"Bertem · A. Peters since {since}, Luik-2"


def test_the_same_person_at_another_desk_is_somebody_else() -> None:
    queue = Queue(a_queue_row("o1", claim=a_claim(desk="desk-2")))
    assert queue.heads()[Section.OTHERS] == 1


def test_rejected_events_are_folded_and_say_why() -> None:
    queue = Queue()
    queue.presenter.on_snapshot(QueueSnapshot(cursor=0, now=NOW, rows=(), rejected=(a_rejected_row(),)))
    assert queue.heads()[Section.REJECTED] == 1
    assert queue.rows() == []
    queue.unfold(Section.REJECTED)
    [row] = queue.rows()
    assert (row.peak, row.plate, row.detail, row.clock) == ("2.1 g", "1-XYZ-987", "impact below the limit", "5 min")
    assert row.case_id is None


def test_a_rejected_event_arrives_once_and_opens_nothing() -> None:
    queue = Queue()
    rejected = a_rejected_row(plate=None, peak_g=None, reasons=(ReasonCode.MOVING,))
    event = EventInfo(
        sequence=3, at=NOW, kind=EventKind.ECALL_REJECTED, case_id=None, row=None, rejected=rejected, rings=False
    )
    queue.presenter.on_change(event)
    queue.presenter.on_change(event)
    queue.unfold(Section.REJECTED)
    [row] = queue.rows()
    assert (row.peak, row.plate, row.detail) == ("g ?", "box 356307042441013", "the car drove on")
    queue.presenter.open_row(row.key)
    assert queue.opener.opened == []


def test_a_rejected_event_that_became_a_case_leaves_the_rejected_ones_at_once() -> None:
    queue = Queue()
    rejected = a_rejected_row()
    queue.presenter.on_snapshot(QueueSnapshot(cursor=0, now=NOW, rows=(), rejected=(rejected, a_rejected_row("e8"))))
    event = an_event(1, a_queue_row("w1"), rings=True)
    queue.presenter.on_change(event.model_copy(update={"accepted": rejected.ecall_id}))
    assert queue.heads()[Section.REJECTED] == 1
    assert queue.keys() == ["case:w1"]


def test_folding_is_the_persons_until_a_new_case_waits() -> None:
    queue = Queue(a_queue_row("w1"))
    queue.unfold(Section.WAITING)
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=2)))
    queue.presenter.on_change(an_event(1, a_queue_row("c1", claim=others_claim())))
    assert queue.keys() == ["case:c1"]
    queue.presenter.on_change(an_event(2, a_queue_row("w2")))
    assert queue.keys() == ["case:w1", "case:w2", "case:c1"]


def test_a_case_that_is_given_back_or_was_missed_unfolds_what_waits_too() -> None:
    queue = Queue(a_queue_row("w1", claim=others_claim()), a_queue_row("w2"))
    queue.unfold(Section.WAITING)
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=2)))
    assert queue.keys() == ["case:w1", "case:w2"]
    queue.unfold(Section.WAITING)
    queue.presenter.on_snapshot(a_snapshot(a_queue_row("w1", version=2), a_queue_row("w2")))
    assert queue.keys() == []
    queue.presenter.on_snapshot(a_snapshot(a_queue_row("w1", version=2), a_queue_row("w2"), a_queue_row("w3")))
    assert queue.keys() == ["case:w1", "case:w2", "case:w3"]


def test_the_choice_follows_the_case_that_was_opened() -> None:
    queue = Queue(a_queue_row("w1"), a_queue_row("w2"))
    queue.presenter.open_row("case:w1")
    queue.presenter.on_case(a_full_case(a_queue_row("w2")))
    assert queue.view.state.selected_key == "case:w2", "Enter would open the other one again"
    queue.presenter.select("case:w1")
    queue.presenter.on_case(a_full_case(a_queue_row("w2", version=2)))
    assert queue.view.state.selected_key == "case:w1", "the same case as before moves nothing"
    queue.presenter.on_case(None)
    assert queue.view.state.selected_key == "case:w1"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INSTALLER])
def test_who_sees_no_cases_is_told_which_roles_do(role: Role) -> None:
    queue = Queue(roles=(role,))
    (line,) = queue.view.state.lines
    assert isinstance(line, Hint)
    assert line.text == "Your account shows no cases. Operators, supervisors and auditors see them."


def test_nobody_waits_says_when_a_box_was_last_heard() -> None:
    queue = Queue()
    assert queue.hint() == "No one is waiting. Boxes: not known yet."
    queue.presenter.on_tick(a_tick(listeners=(a_listener(last_frame_at=ago(0.2)),)))
    assert queue.hint() == "No one is waiting. Boxes: last frame 0.2\u00a0s ago."
    queue.presenter.on_tick(a_tick(listeners=(a_listener(last_frame_at=None),)))
    assert queue.hint() == "No one is waiting. Boxes: listening, nothing received yet."
    queue.presenter.on_tick(a_tick(listeners=(a_listener(state=ListenerState.FAILED),)))
    assert queue.hint() == "No one is waiting. Boxes cannot reach us."


def test_a_lost_link_is_said_and_keeps_the_rows() -> None:
    queue = Queue(a_queue_row("w1"))
    queue.presenter.on_link(LinkState(alive=False, heard_at=ago(60)))
    heard = ago(60).astimezone().strftime("%H:%M")
    assert queue.view.state.not_confirmed == f"not confirmed since {heard}"
    assert queue.keys() == ["case:w1"]
    queue.presenter.on_link(LinkState(alive=True, heard_at=NOW))
    assert queue.view.state.not_confirmed == ""


def test_a_lost_link_does_not_say_that_nobody_waits() -> None:
    queue = Queue()
    queue.presenter.on_link(LinkState(alive=False, heard_at=None))
    assert queue.hint() == "No one was waiting when the link was lost."
    assert queue.view.state.not_confirmed == "not confirmed yet"


def test_keys_move_the_choice_and_enter_opens_it() -> None:
    queue = Queue(a_queue_row("w1"), a_queue_row("w2"), a_queue_row("m1", claim=a_claim()))
    actions = Actions()
    queue.presenter.connect(actions, FakeScheduler(queue.clock))
    chosen = []
    for action in [ActionId.QUEUE_UP, *[ActionId.QUEUE_DOWN] * 3, ActionId.QUEUE_UP]:
        actions.trigger(action)
        chosen.append(queue.view.state.selected_key)
    assert chosen == ["case:w1", "case:w2", "case:m1", "case:m1", "case:w2"]
    assert queue.view.focused == 5
    assert queue.opener.opened == [], "moving opens nothing: opening is audited"
    actions.trigger(ActionId.OPEN_CASE)
    assert queue.opener.opened == ["w2"]


def test_moving_in_an_empty_queue_does_nothing() -> None:
    queue = Queue()
    queue.presenter.move(1)
    assert queue.view.state.selected_key == ""
    assert queue.view.focused == 0


def test_the_answer_to_a_command_counts_as_news() -> None:
    queue = Queue(a_queue_row("w1"))
    queue.presenter.on_case(a_full_case(a_queue_row("w1", version=2, claim=a_claim())))
    assert queue.heads()[Section.MINE] == 1
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=1)))
    assert queue.heads()[Section.MINE] == 1


def test_a_screen_reader_hears_the_whole_row() -> None:
    queue = Queue(a_queue_row("w1", impacts=2))
    spoken = "Priority 1, critical, 6.3 g, 1-ABC-234, Bertem, impact 2, waiting 0:07"
    assert queue.row("w1").spoken == spoken


def test_who_needs_help_first() -> None:
    queue = Queue(a_queue_row("w2", priority=Priority.TWO), a_queue_row("w1"), a_queue_row("m1", claim=a_claim()))
    top = queue.presenter.top_waiting()
    assert top is not None
    assert top.case_id == "w1"
    assert Queue().presenter.top_waiting() is None


def mine(case: str, kind: NextKind = NextKind.CALL_DRIVER, **changes: object) -> QueueRow:
    return a_queue_row(case, claim=a_claim(), next_step=NextStepInfo(kind=kind), **changes)


def left(case: str, **changes: object) -> QueueRow:
    return closed(case, next_step=NextStepInfo(kind=NextKind.SEND_SMS_BY_HAND, target_id="m1"), by_hand=1, **changes)


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([a_queue_row("w2", priority=Priority.TWO), mine("m1")], "m1"),
        ([a_queue_row("w1"), mine("m1")], "m1"),
        ([a_queue_row("w1"), mine("m1", NextKind.CALL_AGAIN)], "w1"),
        ([mine("m2"), mine("m1", NextKind.CALL_AGAIN)], "m2"),
        ([a_queue_row("w2", priority=Priority.TWO), mine("m1", NextKind.CALL_AGAIN)], "m1"),
        ([a_queue_row("w1"), mine("m2", priority=Priority.TWO)], "w1"),
        ([a_queue_row("w1", claim=others_claim()), mine("m2", priority=Priority.TWO)], "m2"),
        ([a_queue_row("o1", claim=others_claim(is_stale=True)), mine("m2", priority=Priority.TWO)], "o1"),
        ([a_queue_row("o1", claim=others_claim(is_stale=True)), a_queue_row("w1")], "w1"),
        ([a_queue_row("w2", priority=Priority.TWO), mine("m1", NextKind.PLACE_TOW_BY_HAND)], "w2"),
        ([a_queue_row("w3", priority=Priority.THREE), mine("m1", NextKind.PLACE_TOW_BY_HAND)], "m1"),
        ([a_queue_row("w1"), mine("m1", NextKind.KEEP_PROMISE)], "w1"),
        ([a_queue_row("w1"), mine("m2", NextKind.CLOSE, priority=Priority.TWO, is_on_call=True)], "m2"),
        ([mine("m1", NextKind.CLOSE), a_queue_row("w3", priority=Priority.THREE)], "w3"),
        ([mine("m1", NextKind.CLOSE), left("f1")], "m1"),
        ([left("f1"), closed("f2"), mine("m1", NextKind.NOTHING)], "f1"),
        ([closed("f2"), mine("m1", NextKind.NOTHING), a_queue_row("o1", claim=others_claim())], None),
    ],
)
def test_next_goes_to_who_is_in_need_first_mine_or_not(rows: list[QueueRow], first: str | None) -> None:
    for order in (rows, rows[::-1]):
        found = Queue(*order).presenter.first_in_need()
        assert (None if found is None else found.case_id) == first


@pytest.mark.parametrize(
    ("others", "first"),
    [
        ([a_queue_row("w1")], "w1"),
        ([mine("m2", NextKind.SEND_SMS_BY_HAND), a_queue_row("w1")], "w1"),
        ([mine("m2", NextKind.PLACE_TOW_BY_HAND), mine("m3"), a_queue_row("w1")], "m3"),
        ([mine("m2", NextKind.KEEP_PROMISE), a_queue_row("w1")], "w1"),
        ([mine("m2", NextKind.KEEP_PROMISE, priority=Priority.TWO), a_queue_row("w1")], "w1"),
        ([mine("m2", NextKind.KEEP_PROMISE), mine("m3", NextKind.SEND_SMS_BY_HAND)], None),
        ([a_queue_row("w1", priority=Priority.TWO), a_queue_row("o1", claim=others_claim())], None),
        ([], None),
    ],
)
def test_a_second_call_yields_to_a_first_one_whatever_else_i_have_to_do(
    others: list[QueueRow], first: str | None
) -> None:
    at_hand = mine("m1", NextKind.CALL_AGAIN)
    for rows in (others, others[::-1]):
        found = Queue(at_hand, *rows).presenter.first_before(at_hand)
        assert (None if found is None else found.case_id) == first
    busy = at_hand.model_copy(update={"is_on_call": True})
    assert Queue(busy, *others).presenter.first_before(busy) is None


def again(case: str, **changes: object) -> QueueRow:
    return a_queue_row(case, linked_case_id=CaseId("old"), **changes)


def test_a_later_crash_of_the_car_is_offered_first_to_who_holds_the_earlier_case() -> None:
    holder = Queue(again("n1"), a_queue_row("w1", target_at=ago(1)), mine("m1"), mine("old", NextKind.NOTHING))
    other = Queue(
        again("n1"), a_queue_row("w2", priority=Priority.TWO), a_queue_row("old", claim=others_claim(name="A. Peters"))
    )
    assert first_of(holder) == "n1"
    earlier = holder.presenter.mine_before(again("n1"))
    assert earlier is not None
    assert earlier.case_id == "old"
    assert other.presenter.mine_before(again("n1")) is None
    assert marks(holder, "n1") == [("again: your case", Weight.HIGH)]
    assert first_of(other) == "w2"
    assert marks(other, "n1") == [("first to A. Peters", Weight.HIGH)]
    assert other.keys()[0] == "case:n1", "the row stands where its priority puts it"
    other.clock.advance(9)
    assert first_of(other) == "n1", "somebody must take it"


def test_it_is_offered_to_whoever_is_there_when_nobody_else_waits() -> None:
    assert first_of(Queue(again("n1"), a_queue_row("old", claim=others_claim()))) == "n1"


@pytest.mark.parametrize(
    "old", [a_queue_row("old", claim=others_claim(is_stale=True)), closed("old"), a_queue_row("x")]
)
def test_nobody_is_waited_for_who_does_not_hold_the_earlier_case(old: QueueRow) -> None:
    queue = Queue(again("n1"), old)
    assert marks(queue, "n1") == []
    assert first_of(queue) == "n1"


def first_of(queue: Queue) -> str | None:
    found = queue.presenter.first_in_need()
    return None if found is None else found.case_id


def test_the_case_on_the_screen_is_not_offered_again() -> None:
    found = Queue(mine("m1"), a_queue_row("w1")).presenter.first_in_need(CaseId("m1"))
    assert found is not None
    assert found.case_id == "w1"


def late(case: str, **changes: object) -> QueueRow:
    return a_queue_row(case, is_late=True, event_at=ago(86_400), **changes)


def test_what_comes_late_waits_in_its_own_section_and_still_rings() -> None:
    queue = Queue(late("l1"), late("l2", claim=a_claim()), a_queue_row("w1", priority=Priority.TWO))
    assert queue.heads() == {Section.WAITING: 1, Section.MINE: 1, Section.LATE: 1}
    assert queue.keys() == ["case:w1", "case:l2", "case:l1"]
    assert queue.row("l1").flashes
    assert queue.row("l1").clock == "0:07"
    assert queue.row("l1").spoken.endswith("waiting 0:07")


def test_a_crash_of_now_needs_somebody_before_one_that_comes_late() -> None:
    now, before = a_queue_row("w1", priority=Priority.THREE), late("l1", priority=Priority.ONE)
    top = Queue(before, now).presenter.top_waiting()
    assert top is not None
    assert top.case_id == "w1"
    top = Queue(before).presenter.top_waiting()
    assert top is not None
    assert top.case_id == "l1"


def test_a_late_case_that_nobody_takes_rises_after_those_of_now_of_its_priority() -> None:
    queue = Queue(
        late("l1"),
        a_queue_row("w1", target_at=NOW + timedelta(seconds=99)),
        a_queue_row("w2", priority=Priority.TWO),
        closed("f1", has_running_tow=True),
    )
    assert queue.keys() == ["case:w1", "case:w2", "case:f1", "case:l1"]
    queue.clock.advance(8.1)
    queue.presenter.refresh()
    assert queue.keys() == ["case:w1", "case:l1", "case:w2", "case:f1"]
    assert queue.row("l1").flashes
    queue.presenter.on_change(an_event(1, a_queue_row("w1", version=2, claim=others_claim())))
    found = queue.presenter.first_in_need()
    assert found is not None
    assert found.case_id == "l1"


def test_nobody_waits_is_not_said_while_a_late_record_does() -> None:
    assert Queue(late("l1")).hint() == "Only a late record waits, below."


def test_enter_on_a_head_folds_and_unfolds() -> None:
    queue = Queue(a_queue_row("w1"))
    queue.presenter.select("head:waiting")
    queue.presenter.open_selected()
    assert queue.rows() == []
    queue.presenter.open_selected()
    assert queue.keys() == ["case:w1"]
    assert queue.opener.opened == []


def paused(case: str, seconds: float) -> QueueRow:
    step = NextStepInfo(kind=NextKind.CALL_AGAIN, not_before=NOW + timedelta(seconds=seconds))
    return mine(case, NextKind.CALL_AGAIN).model_copy(update={"next_step": step})


def test_a_row_counts_down_to_its_next_call_and_needs_nobody_until_then() -> None:
    queue = Queue(paused("m1", 43), a_queue_row("w1", priority=Priority.THREE))
    assert "call again in 0:43" in queue.row("m1").detail
    assert first_of(queue) == "w1"
    queue.clock.advance(43)
    queue.presenter.refresh()
    assert queue.row("m1").detail.endswith("call again")
    assert first_of(queue) == "m1"
