"""Promises in words, wherever they stand: row, strip, NEXT, timeline."""

from datetime import timedelta

import pytest

from app.api.promises import PromiseInfo
from app.api.queue import QueueRow
from app.domain.account import Role
from app.domain.audit import AuditAction
from app.domain.case import CaseState
from app.domain.ids import CaseNumber, OrderId
from app.domain.next_step import NextKind
from app.domain.promise import PromisedTo, PromiseKind
from app.domain.service_order import OrderState
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.cases import a_clock, a_promise, a_queue_row, ago, an_order, my_case
from tests.support.contract import NOW, a_claim, a_snapshot, me
from ui.queue.need import queue_order
from ui.queue.presenter import QueuePresenter
from ui.queue.state import Head, QueueState, Row, Section, Weight
from ui.shell.presenter import ShellPresenter
from ui.shell.state import Level, ShellState
from ui.timeline.words import details_text, sentence
from ui.words.promises import owner_text, promise_sentence, promised_text


@pytest.mark.parametrize(
    ("name", "short"), [("An Verbeke", "An V."), ("Cher", "Cher"), ("Jan Van den Berg", "Jan V."), ("", "nobody yet")]
)
def test_an_owner_fits_a_row(name: str, short: str) -> None:
    assert owner_text(name) == short


@pytest.mark.parametrize("kind", list(PromiseKind))
@pytest.mark.parametrize("to", list(PromisedTo))
def test_every_promise_has_words(kind: PromiseKind, to: PromisedTo) -> None:
    said = promised_text(kind, to, "the line dropped")
    assert said.endswith(": the line dropped")
    assert "{" not in said


class View:
    def __init__(self) -> None:
        self.queue: QueueState | None = None
        self.shell: ShellState | None = None

    def show_state(self, state: QueueState | ShellState) -> None:
        if isinstance(state, QueueState):
            self.queue = state
        else:
            self.shell = state

    def take_focus(self) -> None:
        """Nothing to see."""

    def open_case(self, case_id: object) -> None:
        """Nothing to see."""


def rows_of(*rows: QueueRow, role: Role = Role.OPERATOR) -> dict[str, tuple[Section, Row]]:
    view = View()
    queue = QueuePresenter(view, me(roles=(role,)), view, FakeClock(NOW))
    queue.on_snapshot(a_snapshot(*rows))
    assert view.queue is not None
    section, found = Section.WAITING, {}
    for line in view.queue.lines:
        if isinstance(line, Head):
            section = line.section
        elif isinstance(line, Row):
            found[str(line.case_id)] = (section, line)
    return found


def promised_row(case: str, due_s: float, **changes: object) -> QueueRow:
    promise = a_promise(f"p-{case}", due_at=ago(-due_s))
    held = {"claim": a_claim(), "promises": (a_clock(promise),), "due_at": promise.due_at}
    return a_queue_row(case, **{**held, **changes})


def test_a_row_has_the_clock_of_its_promise_with_its_owner() -> None:
    soon = rows_of(promised_row("c1", 600))["c1"][1].marks[0]
    due = (NOW + timedelta(minutes=10)).astimezone().strftime("%H:%M")
    assert (soon.text, soon.weight) == (f"promise {due} · An V.", Weight.QUIET)
    late = rows_of(promised_row("c1", -60))["c1"][1].marks[0]
    assert late.weight is Weight.CRITICAL
    assert "LATE · An V." in late.text


def test_of_several_the_first_is_shown_and_the_rest_counted() -> None:
    row = promised_row("c1", 600)
    row = row.model_copy(update={"promises": (*row.promises, a_clock(a_promise("p2", due_at=ago(-900))))})
    assert rows_of(row)["c1"][1].marks[0].text.endswith("An V. +1")


def test_a_closed_case_with_a_promise_is_follow_up_until_it_is_kept() -> None:
    closed = promised_row("c1", 600, state=CaseState.CLOSED, claim=None, has_running_tow=False)
    assert rows_of(closed)["c1"][0] is Section.FOLLOW_UP
    kept = closed.model_copy(update={"promises": (), "due_at": None})
    assert rows_of(kept).get("c1", (Section.CLOSED,))[0] is Section.CLOSED


def test_overdue_promises_rise_among_cases_of_one_priority() -> None:
    without = a_queue_row("none", claim=a_claim(), received_at=ago(9000))
    rows = [without, promised_row("later", 900), promised_row("late", -300), promised_row("soon", 60)]
    assert [row.case_id for row in sorted(rows, key=queue_order)] == ["late", "soon", "later", "none"]


def alerts_of(*rows: QueueRow, role: Role) -> list[tuple[Level, str]]:
    view, scheduler = View(), FakeScheduler(FakeClock(NOW))
    shell = ShellPresenter(view, me(roles=(role,)), scheduler.clock, scheduler)
    shell.on_snapshot(a_snapshot(*rows))
    scheduler.advance(61)
    assert view.shell is not None
    return [(alert.level, alert.text) for alert in view.shell.alerts]


def test_next_names_the_firm_to_be_called_off() -> None:
    firm = a_promise("p1", kind=PromiseKind.CONFIRM_CANCELLATION, to=PromisedTo.FIRM, text="Depannage Maes")
    case = my_case(NextKind.CALL_OFF_TOW, "p1", promises=(firm,))
    assert promise_sentence(case) == "Phone Depannage Maes and call the truck off"
    nameless = my_case(NextKind.CALL_OFF_TOW, "p1", promises=(firm.model_copy(update={"text": ""}),))
    assert promise_sentence(nameless) == ""


def test_next_names_the_number_of_the_firm_that_is_to_be_phoned() -> None:
    order = an_order(provider="Depannage Maes", phones=("+32 16 00 00 21",))
    firm = a_promise("p1", to=PromisedTo.FIRM, text="Depannage Maes", order_id=order.order_id)
    off = my_case(NextKind.CALL_OFF_TOW, "p1", promises=(firm,), orders=(order,))
    assert promise_sentence(off) == "Phone Depannage Maes (+32 16 00 00 21) and call the truck off"
    place = my_case(NextKind.PLACE_TOW_BY_HAND, order.order_id, orders=(order,))
    assert promise_sentence(place) == "Phone Depannage Maes (+32 16 00 00 21) for a tow truck"
    assert promise_sentence(my_case(NextKind.PLACE_TOW_BY_HAND, "o1", orders=(an_order(),))) == ""


def _silent_firm() -> PromiseInfo:
    """Its order was cancelled by the service, because it did not answer: the call to it is due at once."""
    kind, order_id = PromiseKind.CONFIRM_CANCELLATION, OrderId("o1")
    return a_promise("p1", kind=kind, to=PromisedTo.FIRM, text="Maes", order_id=order_id, due_at=ago(60))


def test_next_says_that_the_service_asks_another_firm_and_whom_to_phone() -> None:
    maes = an_order(state=OrderState.CANCELLED, provider="Maes", phones=("+32 16 00 00 21",))
    other = an_order(order_id=OrderId("o2"), state=OrderState.OFFERED, provider="Peeters")
    case = my_case(NextKind.KEEP_PROMISE, "p1", promises=(_silent_firm(),), orders=(maes, other))
    assert promise_sentence(case) == (
        "Maes did not answer; Peeters is asked now. Confirm the cancellation by phone with Maes (+32 16 00 00 21)"
    )
    alone = my_case(NextKind.KEEP_PROMISE, "p1", promises=(_silent_firm(),), orders=(maes,))
    assert promise_sentence(alone) == "Confirm the cancellation by phone with Maes (+32 16 00 00 21)"
    later = _silent_firm().model_copy(update={"due_at": ago(0)})
    moved = my_case(NextKind.KEEP_PROMISE, "p1", promises=(later,), orders=(maes, other))
    assert "did not answer" not in promise_sentence(moved), "an operator who cancelled it knows why"


def test_that_the_service_asks_another_firm_is_an_alert_and_no_late_promise() -> None:
    row = promised_row("c1", 60, number=CaseNumber("2031-000001"))
    row = row.model_copy(update={"promises": (a_clock(_silent_firm()),)})
    (said,) = [one for one in alerts_of(row, role=Role.OPERATOR) if "did not answer" in one[1]]
    assert said == (
        Level.CRITICAL,
        "Case 2031-000001: a firm did not answer, another was asked; confirm the cancellation by phone · An V.",
    )
    marks = [mark.text for mark in rows_of(row)["c1"][1].marks]
    assert "phone the silent firm · An V." in marks


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_an_overdue_promise_stands_in_the_strip_of_every_desk_also_of_a_closed_case(role: Role) -> None:
    mine = promised_row("c1", 60, number=CaseNumber("2031-000001"))
    closed = promised_row("c2", 30, number=CaseNumber("2031-000002"), state=CaseState.CLOSED, claim=None)
    later = promised_row("c3", 600, number=CaseNumber("2031-000003"))
    said = [text for level, text in alerts_of(mine, closed, later, role=role) if "Overdue" in text]
    assert [text.split(":")[0] for text in said] == ["Overdue in case 2031-000002", "Overdue in case 2031-000001"]
    assert all("Call the driver back" in text and "An V." in text for text in said)


def test_next_names_the_promise_and_its_time() -> None:
    detail = my_case(NextKind.KEEP_PROMISE, "p1", promises=(a_promise("p1", text="the line dropped"),))
    time = ago(-600).astimezone().strftime("%H:%M")
    assert promise_sentence(detail) == f"Keep the promise of {time}: Call the driver back: the line dropped"
    assert promise_sentence(my_case(NextKind.KEEP_PROMISE, "gone", promises=())) == ""
    assert promise_sentence(my_case(NextKind.CLOSE, "p1", promises=(a_promise("p1"),))) == ""


def test_next_says_who_called_in_vain_and_when() -> None:
    missed = a_promise("p1", text="+32 470 12 34 56", due_at=ago(60))
    time = ago(60).astimezone().strftime("%H:%M")
    said = promise_sentence(my_case(NextKind.CALL_BACK, "p1", promises=(missed,)))
    assert said.replace("\u00a0", " ") == f"Call the driver back: +32 470 12 34 56, missed at {time}"
    assert promise_sentence(my_case(NextKind.CALL_BACK, "gone", promises=())) == ""


FACTS = {"promise_id": "p1", "kind": "call_back", "to": "driver", "due_at": NOW.isoformat(), "text": "the hotel"}


@pytest.mark.parametrize(
    ("action", "more", "words", "rest"),
    [
        (AuditAction.PROMISE_MADE, {}, "Promised for {time}: Call the driver back: the hotel", ""),
        (AuditAction.PROMISE_KEPT, {"late_s": "180"}, "Promise of {time} kept: ", "3 min late"),
        (AuditAction.PROMISE_MOVED, {"reason": "busy"}, "Promise moved to {time}: ", "busy"),
        (AuditAction.PROMISE_WITHDRAWN, {"reason": "she called"}, "Promise of {time} withdrawn: ", "she called"),
    ],
)
def test_the_timeline_says_which_promise(action: AuditAction, more: dict[str, str], words: str, rest: str) -> None:
    time = NOW.astimezone().strftime("%H:%M")
    assert sentence(action, {**FACTS, **more}).startswith(words.format(time=time))
    assert details_text(action, {**FACTS, **more}) == rest
    assert sentence(action, {"kind": "of another version"})


@pytest.mark.parametrize("late_s", ["", "soon", "nan", "inf"])
def test_a_figure_that_is_none_is_read_all_the_same(late_s: str) -> None:
    assert isinstance(details_text(AuditAction.PROMISE_KEPT, {**FACTS, "late_s": late_s}), str)


def test_the_timeline_says_who_passed_promises_on_and_what_a_firm_was_told() -> None:
    passed = details_text(AuditAction.PROMISES_PASSED_ON, {"count": "2", "passed_from": "An", "promise_ids": "a, b"})
    assert passed == "2 open · until now of An"
    told = {"fields": "place, car, name", "disclosed_to": "Noels", "way": "mail", "language": "fr"}
    assert details_text(AuditAction.TOW_DISCLOSED, told) == "place, car, name · Noels · by mail · French"
