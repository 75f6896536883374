"""Calls and messages: what is dialled, what is asked afterwards, and what somebody sends by hand."""

from collections.abc import Callable

import pytest

from app.api.cases import CaseDetail, HandOverInfo, MessageInfo, PersonInfo
from app.api.commands import EndCall, SetCallLanguage, StartCall
from app.api.entitlements import AnswerInfo, TextInfo
from app.api.numbers import NumberInfo, ReadNumber
from app.api.service import ChannelState, RefusalInfo
from app.api.steps import NextStepInfo
from app.domain.account import Role
from app.domain.answer import EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.case import CaseState
from app.domain.contact import CallOutcome, ContactRole, Disposition, NumberKind
from app.domain.hand_over import HandOverId
from app.domain.ids import MessageId
from app.domain.message import MessageState, Template
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import (
    a_call,
    a_contract,
    a_full_case,
    a_message,
    a_person,
    a_queue_row,
    a_rung,
    ago,
    my_case,
)
from tests.support.cases import their_case as a_case_of_somebody_else
from tests.support.contract import NOW, a_tick, me
from ui.actions import ActionId, Actions
from ui.confirmation import Confirmation
from ui.contact.presenter import ContactPresenter
from ui.contact.state import CallStage, ContactState, Typed
from ui.contact.typed_number import e164_of
from ui.contact.words import ASKED
from ui.offer import Offer
from ui.ports import Unavailable


class Panel:
    def __init__(self) -> None:
        self.states: list[ContactState | None] = []
        self.did: list[str] = []

    def show_state(self, state: ContactState | None) -> None:
        self.states.append(state)

    def come_forward(self) -> None:
        self.did.append("forward")

    def focus_outcome(self) -> None:
        self.did.append("outcome")

    def say_digit(self, digit: str) -> None:
        self.did.append(f"digit {digit}")

    def focus_number(self) -> None:
        self.did.append("number")

    def focus_language(self) -> None:
        self.did.append("language")

    def focus_told(self) -> None:
        self.did.append("told")

    def focus_editor(self) -> None:
        self.did.append("editor")


class Box:
    """The NEXT box, as far as it is asked."""

    def __init__(self) -> None:
        self.asked: list[Confirmation] = []
        self.announced: list[str] = []

    def announce(self, sentence: str) -> None:
        self.announced.append(sentence)

    def ask(self, confirmation: Confirmation) -> None:
        self.asked.append(confirmation)

    def withdraw(self, confirmation: Confirmation) -> None:
        self.asked.remove(confirmation)


class Around:
    """Navigator and strip: shows answers to the presenter, keeps refusals."""

    def __init__(self) -> None:
        self.presenter: ContactPresenter | None = None
        self.refusals: list[str] = []

    def show(self, detail: CaseDetail) -> None:
        assert self.presenter is not None
        self.presenter.on_case(detail)

    def refused(self, refusal: RefusalInfo) -> None:
        self.refusals.append(refusal.code)

    def unavailable(self, unavailable: Unavailable) -> None:
        self.refusals.append(str(unavailable.reason))


class Contact:
    """A presenter with everything around it."""

    def __init__(self, detail: CaseDetail | None, **account: object) -> None:
        self.view, self.backend, self.box, self.around = Panel(), FakeBackend(), Box(), Around()
        self.scheduler, self.actions = FakeScheduler(), Actions()
        clock = self.scheduler.clock
        self.presenter = ContactPresenter(self.view, me(**account), self.backend, clock, self.around, self.around)
        self.around.presenter = self.presenter
        self.presenter.connect(self.actions, self.box, self.scheduler)
        self.presenter.on_case(detail)

    @property
    def state(self) -> ContactState:
        state = self.view.states[-1]
        assert state is not None
        return state

    def possible(self) -> set[ActionId]:
        mine = (ActionId.CALL, ActionId.CALL_OUTCOME, ActionId.SMS, ActionId.CALL_LANGUAGE)
        return {action for action in mine if self.actions.is_enabled(action)}


def calling(**call: object) -> Contact:
    return Contact(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(**call),)))


def test_who_can_be_phoned_stands_with_number_and_kind() -> None:
    contact = Contact(my_case())
    assert [(one.role, one.name, one.number, one.kind) for one in contact.state.people] == [
        ("Driver", "Jan Peeters", "+32 470 12 34 56", "mobile"),
        ("Subscriber", "Mia Janssens", "+32 16 12 34 56", "landline, takes no SMS"),
    ]
    assert [one.kind_needs_care for one in contact.state.people] == [False, True]
    assert contact.state.called_by_key == 0


def test_the_ladder_says_who_was_tried_when_with_what_outcome_and_who_is_next() -> None:
    driver, second = a_person(), a_person(e164="+3216123457")
    mother = a_person(name="Mia Claes", e164="+33612345678", number_shown="+33 6 12 34 56 78", number_country="FR")
    mother = mother.model_copy(update={"number_kind": NumberKind.FOREIGN_MOBILE})
    ladder = (
        a_rung(ContactRole.DRIVER, driver, tried_at=ago(60), outcome=CallOutcome.NO_ANSWER),
        a_rung(ContactRole.DRIVER, second, is_wrong=True, tried_at=ago(50), outcome=CallOutcome.WRONG_NUMBER),
        a_rung(ContactRole.FAMILY, mother, is_next=True),
        a_rung(ContactRole.EMPLOYER, a_person(name="Transport Maes", e164=None, number_shown="", number_kind=None)),
    )
    people = Contact(my_case(ladder=ladder)).state.people
    assert [(one.role, one.is_next) for one in people] == [
        ("Driver", False),
        ("Driver", False),
        ("Family", True),
        ("Employer", False),
    ]
    assert people[0].tried.endswith(" · no answer")
    assert people[1].tried == "wrong number, not called again"
    assert people[2].kind == "foreign mobile · France"
    assert (people[3].number, people[3].call.why_not) == ("no number known", "No number is known.")


def test_a_voicemail_says_so_in_the_ladder_and_an_open_call_too() -> None:
    voicemail = a_rung(
        ContactRole.DRIVER,
        a_person(),
        tried_at=ago(60),
        outcome=CallOutcome.ANSWERED,
        disposition=Disposition.VOICEMAIL,
    )
    ringing = a_rung(ContactRole.SUBSCRIBER, a_contract().subscriber, tried_at=ago(5))
    first, second = Contact(my_case(ladder=(voicemail, ringing))).state.people
    assert first.tried.endswith(" · voicemail")
    assert second.tried.endswith(" · call is open")


def test_at_its_end_somebody_goes_and_looks() -> None:
    waiting = Contact(my_case()).state.last_rung
    assert waiting is not None
    assert (waiting.text, waiting.is_next) == ("If nobody is reached: ask 112 or 101 to go and look", False)
    due = Contact(my_case(NextKind.WELFARE_CHECK, nobody_reached=True))
    last = due.state.last_rung
    assert last is not None
    assert (last.text, last.is_next) == ("Nobody is reached: ask 112 or 101 to go and look", True)
    told_at = ago(30)
    told = HandOverInfo(
        hand_over_id=HandOverId("h1"),
        to=EmergencyNumber.POLICE_101,
        told_at=told_at,
        author="An",
        reference="",
        their_operator="",
        steps=(),
    )
    for hand_overs, number in (((told,), "101 was told at "), ((), "112 or 101 was told at ")):
        rung = Contact(my_case(looked_for_at=told_at, hand_overs=hand_overs)).state.last_rung
        assert rung is not None
        assert rung.text.startswith(number)
    opened: list[bool] = []
    due.actions.connect(ActionId.HAND_OVER, lambda: opened.append(True))
    due.presenter.show_hand_over()
    assert opened == [True]


def test_who_was_told_stands_at_its_end_and_a_driver_who_spoke_ends_it() -> None:
    told = Contact(my_case(looked_for_at=ago(0), nobody_reached=True)).state.last_rung
    assert told is not None
    assert told.text.startswith("112 or 101 was told at ")
    assert Contact(my_case(is_driver_reached=True)).state.last_rung is None


def test_before_another_impact_nobody_was_reached_and_nobody_told() -> None:
    words = TextInfo(nl="", fr="", de="", en="")
    said = AnswerInfo(fact="handed_over_101", value=True, shown=words, text=words, said_by="An", said_at=ago(60))
    spoken = a_call(outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO)
    last = Contact(my_case(calls=(spoken,), answers=(said,), is_driver_reached=False)).state.last_rung
    assert last is not None
    assert last.text == "If nobody is reached: ask 112 or 101 to go and look"


def test_the_ladder_counts_down_to_the_second_call() -> None:
    due_at = ago(-34)
    rung = a_rung(ContactRole.DRIVER, a_person(), tried_at=ago(26), is_next=True, not_before=due_at)
    contact = Contact(my_case(ladder=(rung,)))
    assert contact.state.people[0].due == "0:34"
    contact.scheduler.advance(33.0)
    assert contact.state.people[0].due == "0:01"
    contact.scheduler.advance(1.0)
    assert contact.state.people[0].due == ""


@pytest.mark.parametrize(
    ("role", "caution"),
    [
        (ContactRole.DRIVER, ""),
        (ContactRole.SUBSCRIBER, ""),
        (ContactRole.EMPLOYER, "Say no place, no crash and nothing of injuries: only that you look for the driver."),
    ],
)
def test_with_whom_some_things_are_not_said_it_stands_in_the_call(role: ContactRole, caution: str) -> None:
    for outcome in (None, CallOutcome.ANSWERED):
        detail = my_case(calls=(a_call(outcome=outcome),), ladder=(a_rung(role, a_person()),))
        contact = Contact(detail)
        assert contact.state.call.caution == caution
    no_sms = "No SMS goes to a contact person."
    ringing = Contact(my_case(calls=(a_call(),), ladder=(a_rung(role, a_person()),)))
    assert (ringing.state.call.hint == no_sms) is bool(caution)


@pytest.mark.parametrize(
    ("driver", "why_not"),
    [
        (a_person(e164=None, number_shown=""), "No number is known."),
        (a_person(number_kind=NumberKind.INVALID), "This is not a valid number."),
    ],
)
def test_a_number_that_cannot_be_dialled_says_why(driver: PersonInfo, why_not: str) -> None:
    ladder = (a_rung(ContactRole.DRIVER, driver),)
    assert Contact(my_case(ladder=ladder)).state.people[0].call.why_not == why_not


def test_f5_dials_the_number_next_names() -> None:
    contact = Contact(my_case())
    assert contact.actions.trigger(ActionId.CALL)
    assert contact.view.did == ["forward"]
    asked = contact.backend.last
    assert (asked.what, asked.about) == ("start_call", "c1")
    assert asked.command == StartCall(e164="+32470123456", person="Jan Peeters")


@pytest.mark.parametrize(
    ("rung", "kind", "dialled"),
    [
        ({"is_wrong": True}, NumberKind.MOBILE, "+32470000001"),
        ({}, NumberKind.INVALID, "+32470000001"),
        ({}, NumberKind.MOBILE, "+32470123456"),
    ],
)
def test_f5_dials_no_number_that_is_wrong(rung: dict[str, object], kind: NumberKind, dialled: str) -> None:
    driver, subscriber = a_person(number_kind=kind), a_person(e164="+32470000001")
    rungs = (a_rung(ContactRole.DRIVER, driver, **rung), a_rung(ContactRole.SUBSCRIBER, subscriber))
    contact = Contact(stepping(NextKind.CLOSE, driver=driver, ladder=rungs))
    assert contact.actions.trigger(ActionId.CALL)
    asked = contact.backend.last
    assert isinstance(asked.command, StartCall)
    assert asked.command.e164 == dialled


def test_where_next_is_to_find_a_number_f5_asks_for_one() -> None:
    contact = Contact(stepping(NextKind.FIND_NUMBER, ladder=(a_rung(ContactRole.DRIVER, a_person(), is_wrong=True),)))
    assert contact.actions.trigger(ActionId.CALL)
    assert contact.view.did == ["number"]
    assert contact.state.called_by_key is None


def stepping(kind: NextKind, **changes: object) -> CaseDetail:
    """A case of mine whose NEXT names no number."""
    detail = my_case().model_copy(update=changes)
    step = NextStepInfo(kind=kind)
    return detail.model_copy(update={"row": detail.row.model_copy(update={"next_step": step})})


def test_f5_dials_whom_the_ladder_names_while_next_is_something_else() -> None:
    mother = a_person(name="Maria Peeters", e164="+32470000007")
    ladder = (
        a_rung(ContactRole.DRIVER, a_person(), tried_at=ago(60)),
        a_rung(ContactRole.FAMILY, mother, is_next=True),
    )
    contact = Contact(stepping(NextKind.SEND_SMS_BY_HAND, ladder=ladder))
    assert contact.state.called_by_key == 1
    assert contact.actions.trigger(ActionId.CALL)
    assert contact.backend.last.command == StartCall(e164="+32470000007", person="Maria Peeters")


def test_without_a_number_f5_asks_for_one() -> None:
    nobody = a_queue_row("c1", claim=my_case().row.claim)
    contact = Contact(a_full_case(nobody, driver=None, contract=None, ladder=()))
    assert contact.actions.trigger(ActionId.CALL)
    assert contact.view.did == ["number"]
    assert contact.backend.asked == []
    assert contact.state.called_by_key is None


def test_each_person_has_a_button() -> None:
    contact = Contact(my_case())
    contact.presenter.call_person(1)
    assert contact.backend.last.command == StartCall(e164="+3216123456", person="Mia Janssens")


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+33612345678", "+33612345678"),
        ("470123456", None),
        ("0", None),
        ("+0123456", None),
        ("bel mij", None),
        ("", None),
        ("+" + "1" * 16, None),
    ],
)
def test_a_typed_number_is_read_as_it_is_dialled(typed: str, e164: str | None) -> None:
    assert e164_of(typed) == e164


def test_a_typed_number_is_dialled_or_told_what_is_wrong() -> None:
    contact = Contact(my_case())
    contact.presenter.call_number("bel mij")
    assert "country code" in contact.state.problem
    assert contact.backend.asked == []
    contact.presenter.call_number("0470 12 34 57")
    assert contact.backend.last.command == StartCall(e164="+32470123457", person="")
    assert contact.state.problem == ""


def test_a_second_call_waits_for_the_end_of_the_first() -> None:
    contact = calling()
    assert contact.possible() == {ActionId.CALL_OUTCOME, ActionId.CALL_LANGUAGE, ActionId.SMS}
    assert contact.state.people[0].call.why_not == "A call is still open: say first how it ended."
    contact.presenter.call_person(0)
    contact.presenter.call_number("0470123456")
    assert contact.backend.asked == []


def test_a_command_on_its_way_is_not_sent_twice() -> None:
    contact = Contact(my_case())
    contact.actions.trigger(ActionId.CALL)
    assert not contact.actions.trigger(ActionId.CALL)
    assert contact.state.people[0].call.why_not == "One moment: the service has not answered yet."
    contact.backend.last.refused("invalid_number")
    assert contact.around.refusals == ["invalid_number"]
    assert contact.actions.is_enabled(ActionId.CALL)


def test_no_sms_is_promised_where_none_can_arrive() -> None:
    subscriber = a_contract().subscriber
    landline = my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(e164=subscriber.e164),))
    assert Contact(landline).state.call.hint == "No SMS goes to this number: it is no mobile."
    assert calling().state.call.hint.endswith("prepares the SMS at once.")


def test_the_clock_of_the_call_runs() -> None:
    contact = calling()
    assert contact.state.call.stage is CallStage.ASK_OUTCOME
    assert contact.state.call.sentence.startswith("Calling Jan Peeters · ")
    assert contact.state.call.clock == "0:12"
    contact.scheduler.advance(3)
    assert contact.state.call.clock == "0:15"


def test_once_answered_it_counts_from_there() -> None:
    contact = calling(answered_at=ago(5), source="simulated")
    assert contact.state.call.sentence.startswith("Answered: who was it? Jan Peeters")
    assert contact.state.call.clock == "0:05"
    assert contact.state.call.stage is CallStage.ASK_DISPOSITION
    assert not contact.state.call.can_go_back, "the exchange said so"
    contact.presenter.say_disposition(Disposition.THIRD_PARTY)
    command = EndCall(outcome=CallOutcome.ANSWERED, disposition=Disposition.THIRD_PARTY)
    assert contact.backend.last.command == command


class Program:
    """This computer's phone program, as the test wants it."""

    def __init__(self) -> None:
        self.looks: list[Callable[[bool], None]] = []
        self.dialled: list[str] = []

    def look(self, found: Callable[[bool], None]) -> None:
        self.looks.append(found)

    def dial(self, e164: str) -> None:
        self.dialled.append(e164)


def with_a_program(contact: Contact, *, is_there: bool, **health: object) -> Program:
    program = Program()
    contact.presenter.use_dialler(program)
    contact.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND, **health))
    for found in program.looks:
        found(is_there)
    return program


def test_a_call_goes_to_the_phone_program_only_when_it_is_stored() -> None:
    contact = Contact(my_case())
    program = with_a_program(contact, is_there=True)
    assert contact.state.telephone == "Calls are handed to the phone program of this computer."
    contact.actions.trigger(ActionId.CALL)
    assert program.dialled == [], "nobody dials what nobody remembers"
    contact.backend.last.done(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)))
    assert program.dialled == ["+32470123456"]
    assert contact.state.call.sentence == "Given to the phone program: Jan Peeters"
    assert contact.state.call.to_dial == "+32 470 12 34 56", "it may still not ring"


def lost(**changes: object) -> CaseDetail:
    """A call whose exchange went away."""
    call = a_call(source="ami", line=CallEventKind.LOST, is_line_up=True, **changes)
    return my_case(NextKind.SAY_OUTCOME, "l1", calls=(call,))


def test_after_a_talk_that_was_cut_another_call_is_dialled_by_hand() -> None:
    contact = Contact(lost(answered_at=NOW))
    contact.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND))
    call = contact.state.call
    assert (call.stage, call.to_dial) == (CallStage.ASK_DISPOSITION, "+32 470 12 34 56")
    assert call.cut is not None
    contact.actions.trigger(ActionId.CALL_BY_HAND)
    ends = [one.command for one in contact.backend.asked if one.what == "end_call"]
    assert ends == [EndCall(outcome=CallOutcome.UNKNOWN)], "nothing is claimed of it"
    cut = a_call(outcome=CallOutcome.UNKNOWN, answered_at=NOW, line=CallEventKind.LOST)
    contact.backend.last.done(my_case(NextKind.CALL_AGAIN, "l2", calls=(cut,)))
    assert contact.backend.last.command == StartCall(e164=cut.e164, person=cut.person, by_hand=True)
    anew = a_call(call_id="k2", line=None)
    contact.backend.last.done(my_case(NextKind.SAY_OUTCOME, "l3", calls=(cut, anew)))
    assert contact.state.call.to_dial == "+32 470 12 34 56"
    assert contact.state.call.stage is CallStage.ASK_OUTCOME


def test_a_call_that_was_cut_while_it_rang_is_dialled_by_hand_as_it_is() -> None:
    contact = Contact(lost())
    assert contact.state.call.cut is not None
    contact.actions.trigger(ActionId.CALL_BY_HAND)
    assert contact.backend.last.what == "take_by_hand"
    taken = a_call(line=CallEventKind.BY_HAND)
    contact.backend.last.done(my_case(NextKind.SAY_OUTCOME, "l2", calls=(taken,)))
    assert contact.state.call.to_dial == "+32 470 12 34 56"


@pytest.mark.parametrize("answer", ["refused", "unavailable"])
def test_what_was_not_stored_is_not_dialled(answer: str) -> None:
    contact = Contact(my_case())
    program = with_a_program(contact, is_there=True)
    contact.actions.trigger(ActionId.CALL)
    if answer == "refused":
        contact.backend.last.refused("call_running")
    else:
        contact.backend.last.unavailable()
    assert program.dialled == []


def test_a_computer_without_a_phone_program_says_so_and_is_asked_again_with_the_next_call() -> None:
    contact = Contact(my_case())
    program = with_a_program(contact, is_there=False)
    assert contact.state.telephone == "No program takes phone calls here: dial by hand."
    contact.actions.trigger(ActionId.CALL)
    contact.backend.last.done(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)))
    assert program.dialled == []
    assert contact.state.call.sentence == "Dial on your telephone: Jan Peeters"
    assert len(program.looks) == 2
    program.looks[-1](True)
    assert contact.state.telephone == "Calls are handed to the phone program of this computer."


@pytest.mark.parametrize("health", [{"is_training": True}, {"phone": ChannelState.SIMULATED}])
def test_in_a_drill_or_beside_an_exchange_this_computer_is_not_even_asked(health: dict[str, object]) -> None:
    contact = Contact(my_case())
    program = Program()
    contact.presenter.use_dialler(program)
    contact.presenter.on_tick(a_tick(**{"phone": ChannelState.BY_HAND, **health}))
    contact.actions.trigger(ActionId.CALL)
    contact.backend.last.done(my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)))
    assert (program.looks, program.dialled, contact.state.telephone) == ([], [], "")


def a_leaving_sms(**changes: object) -> MessageInfo:
    return a_message(state=MessageState.QUEUED, leaves_at=ago(-7), **changes)


def test_an_sms_that_leaves_by_itself_counts_down_in_panel_and_next() -> None:
    contact = Contact(my_case(messages=(a_leaving_sms(),)))
    [line] = contact.state.messages
    assert (line.leaves, line.cancel) == ("Leaves in 7 s", Offer("Stop it"))
    assert contact.box.announced[-1].replace("\u00a0", " ") == "The SMS to +32 470 12 34 56 leaves in 7 s"
    contact.scheduler.advance(3)
    assert contact.state.messages[0].leaves == "Leaves in 4 s"
    assert contact.box.announced[-1].endswith("leaves in 4 s")
    contact.scheduler.advance(4)
    assert contact.state.messages[0].leaves == "Waits for the gateway"
    assert contact.box.announced[-1] == ""
    assert not contact.actions.trigger(ActionId.STOP_SMS)


def test_one_key_stops_it() -> None:
    contact = Contact(my_case(messages=(a_message(message_id=MessageId("m0")), a_leaving_sms())))
    assert contact.actions.trigger(ActionId.STOP_SMS)
    assert (contact.backend.last.what, contact.backend.last.about) == ("cancel_message", "m1")
    contact.backend.last.done(my_case(messages=(a_message(state=MessageState.CANCELLED),)))
    assert contact.box.announced[-1] == ""


def test_another_case_takes_the_countdown_away_and_who_only_reads_cannot_stop() -> None:
    contact = Contact(my_case(messages=(a_leaving_sms(),)))
    contact.presenter.on_case(None)
    assert contact.box.announced[-1] == ""
    reader = Contact(a_case_of_somebody_else().model_copy(update={"messages": (a_leaving_sms(),)}))
    assert reader.box.announced[-1].endswith("leaves in 7 s")
    assert not reader.actions.trigger(ActionId.STOP_SMS)


def test_a_typed_number_is_read_by_the_service_a_moment_after_the_last_key() -> None:
    contact = Contact(my_case())
    for text in ("0", "04", "0470", "0470 12 34 57"):
        contact.presenter.number_edited(text)
        contact.scheduler.advance(0.1)
    assert contact.backend.asked == []
    assert contact.state.typed is None
    contact.scheduler.advance(0.2)
    assert [asked.command for asked in contact.backend.asked] == [ReadNumber(text="0470 12 34 57")]
    info = NumberInfo(e164="+32470123457", shown="+32 470 12 34 57", kind=NumberKind.MOBILE, country="")
    contact.backend.last.done(info)
    assert contact.state.typed == Typed("+32\u00a0470\u00a012\u00a034\u00a057 · mobile", needs_care=False)


@pytest.mark.parametrize(
    ("info", "text"),
    [
        (
            NumberInfo(e164="+3216123456", shown="+32 16", kind=NumberKind.LANDLINE, country=""),
            "landline, takes no SMS",
        ),
        (
            NumberInfo(e164="+3361", shown="+33", kind=NumberKind.FOREIGN_MOBILE, country="FR"),
            "foreign mobile · France",
        ),
        (NumberInfo(e164="+32999", shown="+32 9", kind=NumberKind.INVALID, country=""), "not a valid number"),
        (NumberInfo(e164=None, shown="047", kind=NumberKind.INVALID, country=""), "cannot be a number yet"),
    ],
)
def test_whatever_a_typed_number_is_it_is_said(info: NumberInfo, text: str) -> None:
    contact = Contact(my_case())
    contact.presenter.number_edited("0123")
    contact.scheduler.advance(0.3)
    contact.backend.last.done(info)
    assert contact.state.typed is not None
    assert contact.state.typed.text.endswith(text)
    assert contact.state.typed.needs_care


def test_an_answer_about_what_no_longer_stands_there_is_dropped() -> None:
    contact = Contact(my_case())
    contact.presenter.number_edited("0470 12")
    contact.scheduler.advance(0.3)
    first = contact.backend.last
    contact.presenter.number_edited("0470 12 34 57")
    first.done(NumberInfo(e164=None, shown="0470 12", kind=NumberKind.INVALID, country=""))
    seen = [contact.state.typed]
    contact.scheduler.advance(0.3)
    contact.backend.last.unavailable()
    seen.append(contact.state.typed)
    assert seen[0] is None
    assert seen[1] == Typed("not checked: the service does not answer", needs_care=True)
    contact.presenter.call_number("0470 12 34 57")
    assert contact.backend.last.command == StartCall(e164="+32470123457", person="")


def test_what_the_service_read_is_what_is_dialled() -> None:
    contact = Contact(my_case())
    contact.presenter.number_edited("(0)470-123457")
    contact.scheduler.advance(0.3)
    contact.backend.last.done(
        NumberInfo(e164="+32470123457", shown="+32 470 12 34 57", kind=NumberKind.MOBILE, country="")
    )
    contact.presenter.call_number("(0)470-123457")
    assert contact.backend.last.command == StartCall(e164="+32470123457", person="")


def test_without_a_telephone_the_operator_dials() -> None:
    contact = calling()
    assert contact.state.call.to_dial == "", "not known yet whether there is one"
    contact.presenter.on_tick(a_tick(phone=ChannelState.BY_HAND))
    assert contact.state.call.to_dial == "+32 470 12 34 56"
    assert contact.state.call.sentence == "Dial on your telephone: Jan Peeters"
    contact.presenter.on_tick(a_tick(phone=ChannelState.SIMULATED))
    assert contact.state.call.to_dial == ""
    assert contact.state.call.sentence.startswith("Calling Jan Peeters")


def test_a_digit_at_rest_is_an_answer_only_while_next_asks_for_one() -> None:
    contact = calling()
    contact.presenter.digit_pressed("2")
    assert contact.view.did == ["digit 2"]
    contact.presenter.on_case(my_case(NextKind.CLOSE))
    contact.presenter.digit_pressed("2")
    assert contact.view.did == ["digit 2"]


@pytest.mark.parametrize("role", [ContactRole.DRIVER, ContactRole.SUBSCRIBER, ContactRole.FAMILY, ContactRole.EMPLOYER])
def test_a_digit_means_the_same_whoever_was_called(role: ContactRole) -> None:
    contact = calling()
    ladder = (a_rung(role, a_person()),)
    contact.presenter.on_case(
        my_case(NextKind.SAY_OUTCOME, "l1", calls=(a_call(),)).model_copy(update={"ladder": ladder})
    )
    contact.presenter.say_outcome(CallOutcome.ANSWERED)
    asked = [who for who, _offer in contact.state.call.dispositions]
    assert asked == list(Disposition)


def test_a_call_that_ended_stands_still() -> None:
    contact = calling(ended_at=ago(2))
    contact.scheduler.advance(10)
    assert contact.state.call.clock == "0:10"


def test_every_end_that_can_be_heard_is_offered() -> None:
    contact = calling()
    assert [outcome for outcome, _offer in contact.state.call.outcomes] == list(ASKED)
    assert contact.state.call.outcomes[1][1].text == "No answer"


@pytest.mark.parametrize("outcome", [outcome for outcome in ASKED if outcome is not CallOutcome.ANSWERED])
def test_an_unanswered_call_is_one_press(outcome: CallOutcome) -> None:
    contact = calling()
    contact.presenter.say_outcome(outcome)
    asked = contact.backend.last
    assert (asked.what, asked.about, asked.command) == ("end_call", "l1", EndCall(outcome=outcome))


def test_answered_is_not_reached_until_it_is_said_who_it_was() -> None:
    contact = calling()
    contact.presenter.say_outcome(CallOutcome.ANSWERED)
    assert contact.backend.asked == []
    assert contact.view.did == ["outcome"]
    assert contact.state.call.stage is CallStage.ASK_DISPOSITION
    assert [who for who, _offer in contact.state.call.dispositions] == list(Disposition)
    contact.presenter.say_disposition(Disposition.VOICEMAIL)
    assert contact.backend.last.command == EndCall(outcome=CallOutcome.ANSWERED, disposition=Disposition.VOICEMAIL)


def test_answered_can_be_taken_back_before_it_is_sent() -> None:
    contact = calling()
    contact.presenter.say_outcome(CallOutcome.ANSWERED)
    assert contact.state.call.can_go_back
    contact.presenter.not_answered()
    assert contact.state.call.stage is CallStage.ASK_OUTCOME


def test_what_the_network_answered_cannot_be_taken_back() -> None:
    contact = calling(outcome=CallOutcome.ANSWERED, answered_at=ago(4))
    assert contact.state.call.stage is CallStage.ASK_DISPOSITION
    assert not contact.state.call.can_go_back


def test_without_an_open_call_there_is_nothing_to_say() -> None:
    contact = Contact(my_case())
    contact.presenter.say_outcome(CallOutcome.BUSY)
    contact.presenter.say_disposition(Disposition.INJURED)
    assert contact.backend.asked == []
    assert contact.state.call.stage is CallStage.NONE


def test_the_last_attempts_are_told_newest_first() -> None:
    ended = tuple(
        a_call(call_id=f"l{place}", requested_at=ago(100 - place), outcome=outcome)
        for place, outcome in enumerate([CallOutcome.BUSY, CallOutcome.NO_ANSWER, CallOutcome.DECLINED])
    )
    spoken = a_call(call_id="l9", outcome=CallOutcome.ANSWERED, disposition=Disposition.DRIVER_SPOKEN_TO)
    attempts = Contact(my_case(calls=(*ended, spoken))).state.attempts
    assert [line.rsplit(" · ", 1)[1] for line in attempts] == ["driver spoken to", "declined", "no answer"]


def test_an_sms_to_send_by_hand_stands_first_with_its_text() -> None:
    sent = a_message(message_id=MessageId("m0"), state=MessageState.DONE_BY_HAND)
    contact = Contact(my_case(messages=(sent, a_message())))
    first, second = contact.state.messages
    assert (first.message_id, first.is_to_do, first.state) == ("m1", True, "To be sent by hand")
    assert first.text == a_message().text
    assert first.heading == "SMS to +32 470 12 34 56 (Dutch)"
    assert (second.sent, second.cancel) == (None, None)


def test_what_the_gateway_refused_is_to_be_sent_by_hand_with_the_reason() -> None:
    refused = a_message(state=MessageState.REJECTED, reason="http_400", is_owed=True)
    contact = Contact(my_case(NextKind.SEND_SMS_BY_HAND, "m1", messages=(refused,)))
    [line] = contact.state.messages
    assert line.is_to_do
    assert line.sent is not None
    assert "(400)" in line.state
    assert contact.actions.trigger(ActionId.SMS)
    assert contact.box.asked[-1].copy == refused.text


@pytest.mark.parametrize(("role", "asks"), [(Role.ADMIN, False), (Role.OPERATOR, True)])
def test_only_whoever_works_on_cases_asks_for_the_telephone_of_the_desk(role: Role, *, asks: bool) -> None:
    contact = Contact(None, roles=(role,))
    contact.presenter.on_tick(a_tick(phone=ChannelState.AUTOMATIC))
    assert ("telephone" in contact.backend.names()) is asks


def test_an_sms_of_several_languages_says_so() -> None:
    [line] = Contact(my_case(messages=(a_message(language=None),))).state.messages
    assert line.heading == "SMS to +32 470 12 34 56 (several languages)"
    written = a_message(language=None, template=Template.OPERATORS_TEXT)
    [line] = Contact(my_case(messages=(written,))).state.messages
    assert line.heading == "SMS to +32 470 12 34 56 (written by hand)"


@pytest.mark.parametrize("state", MessageState)
def test_only_what_has_not_left_can_be_stopped(state: MessageState) -> None:
    [line] = Contact(my_case(messages=(a_message(state=state),))).state.messages
    assert (line.cancel is not None) is (state in (MessageState.BY_HAND, MessageState.QUEUED))
    assert (line.sent is not None) is (state is MessageState.BY_HAND)


def test_sent_by_hand_is_shown_and_confirmed_first() -> None:
    contact = Contact(my_case(NextKind.SEND_SMS_BY_HAND, "m1", messages=(a_message(),)))
    assert contact.actions.trigger(ActionId.SMS)
    [asked] = contact.box.asked
    assert asked.lines == ("+32 470 12 34 56", a_message().text, "1 SMS · GSM-7 letters · 79 more fit")
    assert asked.copy == a_message().text
    assert contact.backend.asked == []
    asked.act()
    assert (contact.backend.last.what, contact.backend.last.about) == ("mark_sent_by_hand", "m1")


def test_without_an_sms_to_send_and_anybody_to_write_to_f6_is_dead() -> None:
    landline = a_rung(ContactRole.SUBSCRIBER, a_contract().subscriber)
    contact = Contact(my_case(messages=(a_message(state=MessageState.DELIVERED),), ladder=(landline,)))
    assert not contact.actions.trigger(ActionId.SMS)
    contact.presenter.ask_sent(MessageId("m1"))
    assert contact.box.asked == []


def test_an_sms_can_be_dropped() -> None:
    contact = Contact(my_case(messages=(a_message(),)))
    contact.presenter.cancel_message(MessageId("m1"))
    assert (contact.backend.last.what, contact.backend.last.about) == ("cancel_message", "m1")


def test_the_language_is_of_the_call() -> None:
    contact = Contact(my_case())
    assert [(one.language, one.is_chosen, one.is_suggested) for one in contact.state.languages][0] == (
        Language.NL,
        False,
        True,
    )
    contact.presenter.choose_language(Language.FR)
    assert contact.backend.last.command == SetCallLanguage(language=Language.FR)
    contact.backend.last.done(my_case(call_language=Language.FR))
    assert [one.language for one in contact.state.languages if one.is_chosen] == [Language.FR]
    assert not any(one.is_suggested for one in contact.state.languages)
    assert contact.actions.trigger(ActionId.CALL_LANGUAGE)
    assert contact.view.did == ["language"]


@pytest.mark.parametrize(
    ("detail", "why_not"),
    [
        (a_full_case(), "Claim the case first."),
        (a_case_of_somebody_else(), "A. Peters at Luik-2 works on this case."),
    ],
)
def test_who_does_not_hold_the_case_reads_only(detail: CaseDetail, why_not: str) -> None:
    contact = Contact(detail)
    assert contact.possible() == set()
    assert contact.state.why_no_number == why_not
    assert contact.state.language_why_not == why_not
    contact.presenter.choose_language(Language.FR)
    contact.presenter.call_number("0470123456")
    assert contact.backend.asked == []


def test_another_case_forgets_what_was_said_of_this_one() -> None:
    contact = calling()
    contact.presenter.call_number("x")
    contact.presenter.say_outcome(CallOutcome.ANSWERED)
    other = a_full_case(a_queue_row("c2", claim=my_case().row.claim), calls=(a_call(),))
    contact.presenter.on_case(other)
    assert contact.state.problem == ""
    assert contact.state.call.stage is CallStage.ASK_OUTCOME


def test_without_a_case_there_is_nothing() -> None:
    contact = Contact(None)
    contact.presenter.call_next()
    contact.presenter.call_person(0)
    contact.presenter.ask_sms()
    assert contact.view.states[-1] is None
    assert contact.possible() == set()
    assert contact.backend.asked == []


def test_it_is_painted_only_when_it_looks_different() -> None:
    contact = Contact(my_case())
    painted = len(contact.view.states)
    contact.scheduler.advance(5)
    assert len(contact.view.states) == painted


def test_an_sms_kept_by_a_closed_case_is_ended_by_whoever_may_work() -> None:
    kept = a_full_case(a_queue_row("c1", state=CaseState.CLOSED), messages=(a_message(),))
    contact = Contact(kept)
    [line] = contact.state.messages
    assert (line.sent, line.cancel) == (Offer("I have sent it"), Offer("Do not send"))
    assert contact.actions.trigger(ActionId.SMS)
    assert contact.box.asked[-1].lines[:2] == ("+32 470 12 34 56", a_message().text)
    contact.presenter.cancel_message(MessageId("m1"))
    assert contact.backend.last.what == "cancel_message"
    assert not contact.actions.is_enabled(ActionId.CALL)
    reader = Contact(kept, roles=(Role.AUDITOR,))
    assert reader.state.messages[0].sent == Offer("I have sent it", "Your account may look at cases, not change them.")
    assert not reader.actions.trigger(ActionId.SMS)
