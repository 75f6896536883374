"""NEXT does what the service says is next, through the table of actions, and confirms what leaves the house."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.api.cases import CallInfo, CaseDetail
from app.api.queue import QueueRow
from app.api.steps import NextStepInfo
from app.domain.account import Role
from app.domain.answer import ON_MOTORWAY, OUT_AND_SAFE
from app.domain.case import CaseState as Course
from app.domain.contact import CallOutcome, Disposition
from app.domain.ids import CaseId
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from app.domain.verdict import Priority
from app.i18n import translator
from tests.support.answers import an_answer
from tests.support.backend import FakeClock
from tests.support.cases import a_call, a_full_case, a_message, a_queue_row, my_case, their_case
from tests.support.contract import NOW, a_claim, a_snapshot, an_event, me
from ui.actions import ActionId, Actions
from ui.confirmation import Confirmation, FirmAdvice
from ui.next_step.presenter import ACTION_OF, NextPresenter
from ui.next_step.state import NextState
from ui.offer import Offer
from ui.queue.need import comes_before
from ui.rights import why_no_cases


class Box:
    def __init__(self) -> None:
        self.states: list[NextState] = []
        self.focused = 0
        self.copied = ""

    def show_state(self, state: NextState) -> None:
        self.states.append(state)

    def focus_confirm(self) -> None:
        self.focused += 1

    def copy(self, text: str) -> None:
        self.copied = text


class Queue:
    def __init__(self, row: QueueRow | None) -> None:
        self.row = row
        self.mine: QueueRow | None = None

    def top_waiting(self) -> QueueRow | None:
        return self.row

    def first_before(self, at_hand: QueueRow) -> QueueRow | None:
        return self.row if self.row is not None and comes_before(self.row, at_hand) else None

    def mine_before(self, row: QueueRow) -> QueueRow | None:
        return self.mine if row.linked_case_id is not None else None

    def first_in_need(self, besides: CaseId | None = None) -> QueueRow | None:
        row = self.top_waiting()
        return None if row is None or row.case_id == besides else row


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


class Next:
    """A presenter with everything around it; every action is possible and is written down."""

    def __init__(self, detail: CaseDetail | None = None, waiting: QueueRow | None = None, **account: object) -> None:
        self.view, self.clock, self.opener, self.queue = Box(), FakeClock(), Opener(), Queue(waiting)
        self.actions, self.done = Actions(), list[ActionId]()
        self.presenter = NextPresenter(self.view, me(**account), self.clock, self.opener, self.queue)
        for action_id in {*ACTION_OF.values(), ActionId.NO_TOW}:
            self.actions.connect(action_id, self._does(action_id))
        self.presenter.connect(self.actions)
        self.presenter.on_case(detail)
        self.clock.advance(5)

    @property
    def state(self) -> NextState:
        return self.view.states[-1]

    def press(self) -> list[ActionId]:
        self.done.clear()
        self.actions.trigger(ActionId.NEXT)
        return list(self.done)

    def _does(self, action_id: ActionId) -> Callable[[], None]:
        return lambda: self.done.append(action_id)


def sms(next_step: Next, sent: list[str], *, shown_by_asker: bool = False) -> Confirmation:
    confirmation = Confirmation(
        title="Send it",
        lines=("+32 470 12 34 56", "Bel ons"),
        button="Sent",
        act=lambda: sent.append("sent"),
        copy="Bel ons",
        shown_by_asker=shown_by_asker,
    )
    next_step.presenter.ask(confirmation)
    return confirmation


@pytest.mark.parametrize("kind", [kind for kind in NextKind if kind is not NextKind.NOTHING])
def test_space_does_what_the_service_says(kind: NextKind) -> None:
    next_step = Next(my_case(kind))
    assert next_step.press() == [ACTION_OF[kind]]
    assert next_step.state.act is not None
    assert next_step.state.act.is_possible
    assert next_step.state.needs_person


def test_it_says_that_a_case_is_mine_first_because_i_have_the_earlier_one_of_the_car() -> None:
    again = a_queue_row("n1", linked_case_id=CaseId("old"))
    next_step = Next(waiting=again)
    assert next_step.state.why == "It needs somebody first."
    next_step.queue.mine = a_queue_row("old", number="2031-000007")
    next_step.presenter.refresh()
    words = "The same car as your case 2031-000007: it is offered to you first, because its driver knows you."
    assert next_step.state.why == words
    next_step.presenter.on_case(a_full_case(again))
    assert (next_step.state.sentence, next_step.state.why) == ("Claim this case", words)


def test_every_step_says_what_and_why() -> None:
    said = {(state.sentence, state.why) for state in (Next(my_case(kind)).state for kind in NextKind)}
    assert len(said) == len(NextKind)
    assert all(sentence and why for sentence, why in said)


SPOKE = a_call(outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO)


@pytest.mark.parametrize(
    ("calls", "says"),
    [
        ((), False),
        ((a_call(outcome=CallOutcome.BUSY),), False),
        ((a_call(outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL),), False),
        ((SPOKE,), True),
        ((SPOKE, a_call(outcome=CallOutcome.NO_ANSWER)), False),
        ((a_call(),), True),
    ],
)
def test_a_sentence_about_the_truck_is_only_for_somebody_on_the_phone(calls: tuple[CallInfo, ...], says: bool) -> None:
    state = Next(my_case(NextKind.ASK_TOW, calls=calls)).state
    assert bool(state.spoken) is says


def test_nothing_to_do_has_no_button() -> None:
    next_step = Next(my_case(NextKind.NOTHING))
    assert next_step.state.act is None
    assert not next_step.state.needs_person
    assert next_step.press() == []


def test_an_impossible_step_is_grey_and_says_why() -> None:
    next_step = Next(my_case(NextKind.CALL_DRIVER))
    next_step.actions.set_enabled(ActionId.CALL, enabled=False)
    assert next_step.state.act is not None
    assert next_step.state.act.why_not == "Not possible now."
    assert next_step.press() == []


def test_what_has_just_appeared_under_the_finger_is_not_pressed() -> None:
    next_step = Next(my_case(NextKind.CALL_DRIVER))
    next_step.presenter.on_case(my_case(NextKind.CLOSE))
    next_step.clock.advance(0.4)
    assert next_step.press() == []
    next_step.clock.advance(0.2)
    assert next_step.press() == [ActionId.CLOSE_CASE]
    assert next_step.press() == [], "a second press within a second"


def test_a_repaint_of_the_same_step_does_not_delay_the_key() -> None:
    next_step = Next(my_case(NextKind.CALL_DRIVER))
    next_step.presenter.on_case(my_case(NextKind.CALL_DRIVER))
    assert next_step.press() == [ActionId.CALL]


def test_with_no_case_open_space_opens_and_claims_the_one_that_waits() -> None:
    row = a_queue_row("w1")
    next_step = Next(waiting=row)
    next_step.presenter.on_snapshot(a_snapshot(row))
    assert next_step.state.sentence == "Open and claim: 6.3 g · 1-ABC-234 · Bertem"
    next_step.clock.advance(1)
    assert next_step.press() == []
    assert next_step.opener.opened == ["w1"]
    next_step.presenter.on_case(a_full_case(row))
    assert next_step.done == [ActionId.CLAIM]


def test_a_case_that_somebody_took_meanwhile_is_not_claimed() -> None:
    next_step = Next(waiting=a_queue_row("w1"))
    next_step.presenter.act()
    next_step.presenter.on_case(a_full_case(a_queue_row("w1", claim=a_claim(account_id="a2"))))
    assert next_step.done == []


def test_a_case_opened_by_hand_later_is_not_claimed() -> None:
    next_step = Next(waiting=a_queue_row("w1"))
    next_step.presenter.act()
    next_step.clock.advance(11)
    next_step.presenter.on_case(a_full_case(a_queue_row("w1")))
    assert next_step.done == []


@pytest.mark.parametrize(
    "detail",
    [
        None,
        a_full_case(a_queue_row("c1", state=Course.CLOSED)),
        my_case(NextKind.NOTHING),
        their_case(),
    ],
)
def test_who_has_nothing_to_do_here_is_sent_to_who_waits(detail: CaseDetail | None) -> None:
    next_step = Next(detail, waiting=a_queue_row("w1"))
    assert next_step.state.sentence.startswith("Open and claim: ")


@pytest.mark.parametrize(
    "detail", [None, a_full_case(a_queue_row("c1", state=Course.CLOSED)), my_case(NextKind.NOTHING)]
)
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (my_case(NextKind.CALL_DRIVER).row, "Open your case {number}: call the driver"),
        (their_case(is_stale=True).row, "Open case {number}: the desk of A. Peters is silent"),
        (a_queue_row("f1", state=Course.CLOSED, by_hand=1), "Open case {number}: it left something to do by hand"),
    ],
)
def test_space_opens_the_case_that_needs_me_and_claims_nothing(
    detail: CaseDetail | None, row: QueueRow, sentence: str
) -> None:
    row = row.model_copy(update={"case_id": CaseId("n1")})
    next_step = Next(detail, waiting=row)
    assert next_step.state.sentence == sentence.format(number=row.number)
    assert next_step.press() == []
    assert next_step.opener.opened == ["n1"]
    next_step.presenter.on_case(a_full_case(row))
    assert ActionId.CLAIM not in next_step.done


def test_what_one_closed_case_left_is_not_dropped_for_another() -> None:
    other = a_queue_row("f2", state=Course.CLOSED, by_hand=1)
    next_step = Next(a_full_case(a_queue_row("f1", state=Course.CLOSED, next_step=LEFT)), waiting=other)
    assert next_step.press() == [ActionId.SMS]


LEFT = NextStepInfo(kind=NextKind.SEND_SMS_BY_HAND, target_id="m1")


@pytest.mark.parametrize(
    "detail", [my_case(NextKind.NOTHING), a_full_case(a_queue_row("c1", state=Course.CLOSED, next_step=LEFT))]
)
def test_what_leaves_the_house_is_shown_before_it_leaves_although_somebody_waits(detail: CaseDetail) -> None:
    next_step = Next(detail, waiting=a_queue_row("w1"))
    next_step.presenter.ask(Confirmation(title="T", lines=("L",), button="B", act=lambda: None))
    assert (next_step.state.confirm_title, next_step.state.confirm_lines) == ("T", ("L",))
    next_step.presenter.dismiss()
    assert next_step.state.sentence.startswith("Open and claim: ")


def test_who_waits_is_said_beside_the_work_at_hand() -> None:
    next_step = Next(my_case(NextKind.CALL_DRIVER), waiting=a_queue_row("w1", plate=None, municipality=None))
    assert next_step.state.sentence == "Call the driver"
    assert next_step.state.waiting == "Waiting: 6.3 g · plate unknown · Belgium"
    next_step.queue.row = None
    next_step.presenter.on_change(an_event(1))
    assert next_step.state.waiting == ""


@pytest.mark.parametrize("kind", [NextKind.CALL_AGAIN, NextKind.FIND_NUMBER, NextKind.CLOSE])
def test_a_call_in_vain_does_not_stand_before_a_crash_that_nobody_called(kind: NextKind) -> None:
    next_step = Next(my_case(kind), waiting=a_queue_row("w1"))
    assert next_step.state.sentence.startswith("Open and claim: ")
    assert next_step.state.waiting == ""
    next_step = Next(my_case(kind), waiting=my_case(NextKind.CALL_DRIVER).row.model_copy(update={"case_id": "m2"}))
    assert next_step.state.sentence.startswith("Open your case")


def test_what_is_less_urgent_or_was_called_does_not_go_before_the_case_at_hand() -> None:
    at_hand = my_case(NextKind.CALL_AGAIN)
    for row in (
        a_queue_row("w2", priority=Priority.TWO),
        my_case(NextKind.CALL_AGAIN).row.model_copy(update={"case_id": "m2"}),
    ):
        assert not Next(at_hand, waiting=row).state.sentence.startswith("Open ")
    on_call = at_hand.model_copy(update={"row": at_hand.row.model_copy(update={"is_on_call": True})})
    assert not Next(on_call, waiting=a_queue_row("w1")).state.sentence.startswith("Open ")


def test_the_open_case_itself_is_not_said_to_wait() -> None:
    row = a_queue_row("c1")
    assert Next(a_full_case(row), waiting=row).state.waiting == ""


def test_who_may_only_look_is_not_asked_to_claim() -> None:
    next_step = Next(waiting=a_queue_row("w1"), roles=(Role.AUDITOR,))
    assert next_step.state.sentence == "No case is open"
    assert next_step.press() == []


def test_who_sees_no_cases_is_not_sent_to_the_queue() -> None:
    assert Next(roles=(Role.ADMIN,)).state.why == why_no_cases(me(roles=(Role.ADMIN,)))
    assert Next(roles=(Role.AUDITOR,)).state.why == "Choose a case in the queue."


@pytest.mark.parametrize("kind", [NextKind.SEND_SMS_BY_HAND, NextKind.PLACE_TOW_BY_HAND, NextKind.PHONE_PARTNER])
def test_what_a_closed_case_left_to_do_by_hand_is_next(kind: NextKind) -> None:
    step = NextStepInfo(kind=kind, target_id="x1")
    next_step = Next(a_full_case(a_queue_row("c1", state=Course.CLOSED, next_step=step)))
    assert next_step.press() == [ACTION_OF[kind]]
    assert next_step.state.needs_person


def test_a_closed_case_says_so() -> None:
    assert Next(a_full_case(a_queue_row("c1", state=Course.CLOSED))).state.sentence == "This case is closed"


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        (their_case(), "Nothing to do in this case now"),
        (their_case(is_stale=True), "Take over this case: its desk is silent"),
    ],
)
def test_the_step_of_somebody_else_is_not_mine(detail: CaseDetail, sentence: str) -> None:
    assert Next(detail).state.sentence == sentence


def test_send_a_tow_has_two_answers() -> None:
    next_step = Next(my_case(NextKind.ASK_TOW))
    assert next_step.state.beside is not None
    next_step.presenter.act_beside()
    assert next_step.done == [ActionId.NO_TOW]
    next_step.actions.set_enabled(ActionId.NO_TOW, enabled=False)
    assert next_step.state.beside is not None
    assert not next_step.state.beside.is_possible
    assert Next(my_case(NextKind.CLOSE)).state.beside is None


@pytest.mark.parametrize(
    ("languages", "name", "words"),
    [
        ({"call_language": Language.FR}, "French", "Bonsoir"),
        ({"suggested_language": Language.DE}, "German, by the contract", "Guten Abend"),
        ({"suggested_language": None}, "language not known", "Good evening"),
    ],
)
def test_what_is_said_is_in_the_drivers_language(languages: dict[str, object], name: str, words: str) -> None:
    state = Next(my_case(NextKind.CALL_DRIVER, "", **languages)).state
    assert state.spoken_language == name
    assert state.spoken.startswith(words)


def test_only_the_holder_is_told_what_to_say() -> None:
    row = a_queue_row("c1", next_step=NextStepInfo(kind=NextKind.CALL_DRIVER))
    assert Next(a_full_case(row)).state.spoken == ""


def test_what_leaves_the_house_is_shown_and_needs_enter() -> None:
    next_step, sent = Next(my_case(NextKind.SEND_SMS_BY_HAND)), list[str]()
    assert not next_step.actions.trigger(ActionId.CONFIRM)
    sms(next_step, sent)
    assert next_step.view.focused == 1
    assert (next_step.state.confirm_title, next_step.state.confirm_lines) == (
        "Send it",
        ("+32 470 12 34 56", "Bel ons"),
    )
    assert next_step.state.can_copy
    assert sent == []
    assert next_step.actions.trigger(ActionId.CONFIRM)
    assert sent == ["sent"]
    assert not next_step.actions.trigger(ActionId.CONFIRM), "once"
    assert next_step.state.confirm is None


def test_the_text_can_be_copied() -> None:
    next_step = Next(my_case(NextKind.SEND_SMS_BY_HAND))
    next_step.presenter.copy()
    assert next_step.view.copied == ""
    sms(next_step, [])
    next_step.presenter.copy()
    assert next_step.view.copied == "Bel ons"


def test_a_question_can_be_dropped() -> None:
    next_step, sent = Next(my_case(NextKind.SEND_SMS_BY_HAND)), list[str]()
    sms(next_step, sent)
    next_step.presenter.dismiss()
    assert not next_step.actions.trigger(ActionId.CONFIRM)
    assert sent == []


@pytest.mark.parametrize(
    ("detail", "stays"),
    [
        (my_case(NextKind.SEND_SMS_BY_HAND), True),
        (my_case(NextKind.SEND_SMS_BY_HAND, "m2"), False),
        (my_case(NextKind.CLOSE), False),
        (a_full_case(a_queue_row("c2")), False),
        (None, False),
    ],
)
def test_a_question_falls_away_when_it_is_about_the_past(detail: CaseDetail | None, stays: bool) -> None:
    next_step, sent = Next(my_case(NextKind.SEND_SMS_BY_HAND)), list[str]()
    sms(next_step, sent)
    next_step.presenter.on_case(detail)
    assert next_step.actions.trigger(ActionId.CONFIRM) is stays
    assert sent == ["sent"] * stays


def test_a_screen_that_shows_its_question_itself_only_borrows_the_action() -> None:
    next_step, sent = Next(my_case(NextKind.CLOSE)), list[str]()
    lent = sms(next_step, sent, shown_by_asker=True)
    assert next_step.view.focused == 0
    assert next_step.state.confirm is None
    next_step.presenter.withdraw(lent)
    assert not next_step.actions.trigger(ActionId.CONFIRM)
    sms(next_step, sent, shown_by_asker=True)
    next_step.presenter.withdraw(lent)
    assert next_step.actions.trigger(ActionId.CONFIRM), "another question stands"


class BusyQueue(Queue):
    """Somebody waits, and a case of mine is more pressing."""

    def __init__(self, waits: QueueRow, mine: QueueRow) -> None:
        super().__init__(waits)
        self.mine = mine

    def first_in_need(self, besides: CaseId | None = None) -> QueueRow | None:
        del besides
        return self.mine


def test_who_waits_is_said_beside_my_case_that_comes_first() -> None:
    waits = a_queue_row("w1", plate=None, municipality=None)
    mine = my_case(NextKind.KEEP_PROMISE).row
    closed = a_full_case(a_queue_row("f1", state=Course.CLOSED))
    for detail in (None, closed):
        next_step = Next()
        next_step.presenter = NextPresenter(
            next_step.view, me(), next_step.clock, next_step.opener, BusyQueue(waits, mine)
        )
        next_step.presenter.on_case(detail)
        assert next_step.state.sentence.startswith("Open your case ")
        assert next_step.state.waiting == "Waiting: 6.3 g · plate unknown · Belgium"


def test_the_case_that_is_offered_is_not_said_twice() -> None:
    assert Next(waiting=a_queue_row("w1")).state.waiting == ""


def a_pause(seconds: float = 43.0, **changes: object) -> CaseDetail:
    """My case with a second call in so many seconds after now."""
    case = my_case(NextKind.CALL_AGAIN).model_copy(update=changes)
    step = NextStepInfo(kind=NextKind.CALL_AGAIN, e164="+32470123456", not_before=NOW + timedelta(seconds=seconds))
    return case.model_copy(update={"row": case.row.model_copy(update={"next_step": step})})


def test_a_call_whose_time_has_not_come_is_a_countdown_that_space_does_not_end() -> None:
    next_step = Next(a_pause(48.0, messages=(a_message(),)))
    assert next_step.state.sentence == "Call the driver again in 0:48"
    next_step.presenter.refresh()
    assert next_step.state.sentence == "Call the driver again in 0:43", "five seconds later"
    assert next_step.state.why == "The SMS may be seen first, and answered with a call. F5 calls at once."
    assert (next_step.state.act, next_step.state.spoken, next_step.state.needs_person) == (None, "", False)
    assert next_step.press() == []
    next_step.clock.advance(43)
    next_step.presenter.refresh()
    assert next_step.state.sentence == "Call the driver again"
    next_step.clock.advance(1)
    assert next_step.press() == [ActionId.CALL]


def test_meanwhile_a_case_that_needs_somebody_is_offered() -> None:
    next_step = Next(a_pause(), waiting=a_queue_row("w1", priority=Priority.TWO))
    assert next_step.state.sentence.startswith("Open and claim")
    next_step.clock.advance(43)
    next_step.presenter.refresh()
    assert next_step.state.sentence == "Call the driver again"


def test_a_pause_of_another_desk_is_no_countdown_here() -> None:
    theirs = a_pause()
    row = theirs.row.model_copy(update={"claim": a_claim(account_id="a2")})
    state = Next(theirs.model_copy(update={"row": row})).state
    assert (state.sentence, state.act) == ("An Verbeke has this case: call again", None)


def test_people_in_the_traffic_of_a_motorway_are_told_to_get_out_before_anything_else() -> None:
    on_it = (an_answer(OUT_AND_SAFE, value=False, shown="no"), an_answer(ON_MOTORWAY))
    next_step = Next(my_case(NextKind.CALL_101, answers=on_it))
    assert next_step.state.sentence == "First say: out of the car, and behind the barrier"
    assert next_step.state.why == "Then: Tell the police: 101"
    assert next_step.state.act is not None, "the step keeps its key"
    assert Next(my_case(NextKind.CALL_101, answers=on_it[1:])).state.sentence == "Tell the police: 101"
    assert not Next(my_case(NextKind.HAND_OVER_112, answers=on_it)).state.sentence.startswith("First say")


def test_the_way_out_of_the_traffic_is_said_in_their_language_with_its_meaning_under_it() -> None:
    on_it = (an_answer(OUT_AND_SAFE, value=False, shown="no"), an_answer(ON_MOTORWAY))
    case = my_case(NextKind.CALL_101, answers=on_it, call_language=Language.FR, driver=None)
    state = Next(case).state
    assert state.spoken == translator("fr")(state.spoken_meaning)
    assert state.spoken_meaning.startswith("Get out on the side away from the traffic")
    assert state.spoken_language == "French"
    same = Next(case.model_copy(update={"call_language": Language.EN})).state
    assert (same.spoken, same.spoken_meaning) == (state.spoken_meaning, "")


def test_space_goes_to_the_question_that_stands_and_does_nothing_else() -> None:
    next_step, sent = Next(my_case(NextKind.PLACE_TOW_BY_HAND)), list[str]()
    sms(next_step, sent)
    next_step.clock.advance(5)
    assert (next_step.press(), next_step.view.focused, sent) == ([], 2, [])
    next_step.presenter.dismiss()
    next_step.clock.advance(5)
    assert next_step.press() == [ActionId.TOW]


def test_the_bar_of_who_waits_leads_to_the_case_it_speaks_of() -> None:
    next_step = Next(my_case(NextKind.CALL_DRIVER), waiting=a_queue_row("w1"))
    next_step.presenter.open_waiting()
    assert next_step.opener.opened == ["w1"]
    assert next_step.done == []
    next_step.queue.row = None
    next_step.presenter.refresh()
    next_step.presenter.open_waiting()
    assert next_step.opener.opened == ["w1"]


def test_next_names_the_firm_that_is_recommended_and_the_way_that_reaches_it() -> None:
    next_step = Next(my_case(NextKind.PLACE_TOW_BY_HAND, "o1"))
    assert next_step.state.sentence == "Phone a tow firm"
    next_step.presenter.advise(FirmAdvice("o1", "Ask Near for a tow truck, by e-mail", "Enter.", "Show the order"))
    state = next_step.state
    assert (state.sentence, state.why, state.act) == (
        "Ask Near for a tow truck, by e-mail",
        "Enter.",
        Offer("Show the order"),
    )
    next_step.presenter.advise(FirmAdvice("o2", "Ask Near for a tow truck, by e-mail"))
    assert next_step.state.sentence == "Phone a tow firm", "that is another order"
