"""Who is on the phone stays in sight while another case is open."""

from app.api.cases import CallInfo, CaseDetail
from app.domain.call_event import CallEventKind
from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from tests.support.backend import FakeBackend
from tests.support.cases import a_call, a_full_case, a_queue_row, ago, my_case
from tests.support.contract import NOW, a_claim, an_event, me
from ui.shell.live_call import LiveCalls

TALKING = a_call(line=CallEventKind.ANSWERED, is_line_up=True, answered_at=ago(42))
OTHER = a_full_case(a_queue_row("c2"))


def mine(*calls: CallInfo, on_call: bool = True) -> CaseDetail:
    detail = my_case(NextKind.SAY_OUTCOME, "l1", calls=calls)
    return detail.model_copy(update={"row": detail.row.model_copy(update={"is_on_call": on_call})})


def said(live: LiveCalls, detail: CaseDetail) -> list[tuple[str, object]]:
    return [(alert.text, alert.leads_to) for alert in live.alerts((detail.row, OTHER.row), me(), NOW)]


def left(detail: CaseDetail, backend: FakeBackend | None = None) -> LiveCalls:
    """The case was open, and another one is."""
    live = LiveCalls(backend)
    live.on_case(detail)
    live.on_case(OTHER)
    return live


def test_a_call_is_said_while_another_case_is_open_and_leads_back() -> None:
    detail = mine(TALKING)
    number = detail.row.number
    assert said(left(detail), detail) == [(f"On the line: Jan Peeters, 0:42 (case {number})", CaseId("c1"))]
    [alert] = left(detail).alerts((detail.row,), me(), NOW)
    assert alert.is_hint, "it has its place however many alerts there are"


def test_nothing_is_said_in_its_own_case_or_of_somebody_elses() -> None:
    live = LiveCalls()
    live.on_case(mine(TALKING))
    assert said(live, mine(TALKING)) == []
    taken = mine(TALKING)
    row = taken.row.model_copy(update={"claim": a_claim(account_id="a2", desk="Luik-2")})
    assert said(left(taken), taken.model_copy(update={"row": row})) == []


def test_what_only_rings_or_was_lost_is_not_said_to_be_on_the_line() -> None:
    for call in (a_call(), TALKING.model_copy(update={"line": CallEventKind.LOST})):
        [(words, _where)] = said(left(mine(call)), mine(call))
        assert words.startswith("Call still open: Jan Peeters, 0:")


def test_it_stands_after_it_was_said_who_it_was_until_they_hang_up() -> None:
    who = {"outcome": CallOutcome.ANSWERED, "disposition": Disposition.DRIVER_SPOKEN_TO}
    still, backend = mine(TALKING.model_copy(update=who), on_call=False), FakeBackend()
    live = left(still, backend)
    assert len(said(live, still)) == 1
    live.on_change(an_event(9, still.row))
    over = TALKING.model_copy(update={**who, "is_line_up": False, "line": CallEventKind.ENDED})
    backend.last.done(mine(over, on_call=False))
    assert backend.names() == ["read_case"]
    assert said(live, still) == []


def test_a_desk_that_was_started_again_knows_it_from_the_queue() -> None:
    live, detail = LiveCalls(), mine(TALKING)
    live.on_case(OTHER)
    assert said(live, detail) == [(f"A call of case {detail.row.number} is still open", CaseId("c1"))]


def test_the_open_case_is_not_read_by_the_strip() -> None:
    backend, detail = FakeBackend(), mine(TALKING)
    live = LiveCalls(backend)
    live.on_case(detail)
    live.on_change(an_event(9, detail.row))
    assert backend.names() == []
