"""F6 writes an SMS: to whom, how long, what Enter shows, and what comes of it in the tray."""

import pytest

from app.api.commands import WriteSms
from app.domain.contact import ContactRole, NumberKind
from app.domain.message import MessageState
from tests.support.cases import a_contract, a_full_case, a_message, a_person, a_queue_row, a_rung, ago, my_case
from tests.ui.contact.test_presenter import Contact
from ui.actions import ActionId
from ui.contact.sms_state import SmsEditorState
from ui.offer import Offer

MOTHER = a_person(name="Mia Claes", e164="+32470999999", number_shown="+32 470 99 99 99")
LADDER = (
    a_rung(ContactRole.SUBSCRIBER, a_contract().subscriber),
    a_rung(ContactRole.DRIVER, a_person()),
    a_rung(ContactRole.FAMILY, MOTHER),
    a_rung(ContactRole.OTHER, a_person(e164="+32470888888"), is_wrong=True),
)


def writing() -> Contact:
    contact = Contact(my_case(ladder=LADDER))
    assert contact.actions.trigger(ActionId.SMS)
    return contact


def editor(contact: Contact) -> SmsEditorState:
    state = contact.state.editor
    assert state is not None
    return state


def test_f6_writes_to_whom_next_would_call_and_only_mobiles_are_offered() -> None:
    contact = writing()
    assert contact.view.did == ["editor"]
    assert [one.e164 for one in editor(contact).recipients] == ["+32470123456", "+32470999999"]
    assert editor(contact).recipients[0].text == "Driver · Jan Peeters · +32 470 12 34 56"
    assert (editor(contact).chosen, editor(contact).text) == (0, "")
    assert editor(contact).send.why_not == "Write the text first."
    assert contact.backend.asked == []


def test_what_is_typed_is_counted_and_what_doubles_its_length_is_named() -> None:
    contact = writing()
    contact.presenter.editor.typed("We zijn er.")
    assert editor(contact).length == "1 SMS · GSM-7 letters · 149 more fit"
    assert (editor(contact).foreign, editor(contact).plain) == ("", None)
    contact.presenter.editor.typed("Ça va être réglé")
    assert editor(contact).length == "1 SMS · UCS-2: half as many letters fit · 54 more fit"
    assert editor(contact).foreign == "These letters double the length: ê"
    assert editor(contact).plain == Offer("Write it in plain letters")
    contact.presenter.editor.make_plain()
    assert editor(contact).text == "Ça va etre réglé"
    assert editor(contact).length.startswith("1 SMS · GSM-7 letters")


def test_nothing_leaves_before_it_was_shown_and_confirmed() -> None:
    contact = writing()
    contact.presenter.editor.typed("  De takelwagen komt om 14:20.\n")
    contact.presenter.ask_written()
    [asked] = contact.box.asked
    assert asked.lines[:2] == ("Driver · Jan Peeters · +32 470 12 34 56", "De takelwagen komt om 14:20.")
    assert contact.backend.asked == []
    asked.act()
    assert contact.backend.last.command == WriteSms(e164="+32470123456", text="De takelwagen komt om 14:20.")
    contact.backend.last.done(my_case(ladder=LADDER))
    assert contact.state.editor is None
    contact.actions.trigger(ActionId.SMS)
    assert editor(contact).text == ""


def test_what_was_refused_is_still_there() -> None:
    contact = writing()
    contact.presenter.editor.typed("Tot zo.")
    contact.presenter.ask_written()
    contact.box.asked[-1].act()
    contact.backend.last.refused("takes_no_sms")
    assert editor(contact).text == "Tot zo."


def test_a_contact_person_is_written_to_with_care() -> None:
    contact = writing()
    assert editor(contact).caution == ""
    contact.presenter.choose_recipient(1)
    assert editor(contact).chosen == 1
    assert editor(contact).caution


def test_another_case_closes_it_and_coming_back_finds_the_draft() -> None:
    contact = writing()
    contact.presenter.editor.typed("Tot zo.")
    contact.presenter.on_case(a_full_case(a_queue_row("c2")))
    assert contact.state.editor is None
    contact.presenter.on_case(my_case(ladder=LADDER))
    assert contact.state.editor is None
    contact.actions.trigger(ActionId.SMS)
    assert editor(contact).text == "Tot zo."
    contact.presenter.editor.dismiss()
    assert contact.state.editor is None


def test_a_text_that_is_too_long_says_so() -> None:
    contact = writing()
    contact.presenter.editor.typed("x" * (6 * 153 + 1))
    contact.presenter.ask_written()
    assert editor(contact).send.why_not == "The text is longer than 6 SMS."
    assert contact.box.asked == []


@pytest.mark.parametrize(
    ("state", "changes", "said"),
    [
        (MessageState.REJECTED, {"reason": "bad_number"}, "Rejected by the gateway · the number does not exist"),
        (MessageState.DELIVERED, {"copies": 2}, "Delivered · sent twice"),
        (MessageState.QUEUED, {"reason": "throttled"}, "Queued · the gateway takes no more for a moment"),
        (
            MessageState.UNKNOWN,
            {"reason": "smpp_00000099"},
            "Perhaps sent, not known · the gateway does not accept it (99)",
        ),
    ],
)
def test_the_tray_says_why(state: MessageState, changes: dict[str, object], said: str) -> None:
    contact = Contact(my_case(messages=(a_message(state=state, **changes),)))
    assert contact.state.messages[0].state == said


def test_what_waits_for_a_gateway_can_be_sent_by_hand() -> None:
    contact = Contact(my_case(messages=(a_message(state=MessageState.QUEUED, leaves_at=ago(60)),)))
    [line] = contact.state.messages
    assert (line.leaves, line.by_hand) == ("Waits for the gateway", Offer("Send it by hand"))
    contact.presenter.leave_to_hand(line.message_id)
    assert (contact.backend.last.what, contact.backend.last.about) == ("leave_to_hand", "m1")


def test_what_was_perhaps_sent_says_when_it_is_sent_once_more() -> None:
    contact = Contact(my_case(messages=(a_message(state=MessageState.UNKNOWN, leaves_at=ago(-30)),)))
    [line] = contact.state.messages
    assert line.leaves == "Sent once more in 30 s, unless the gateway answers"
    assert (line.cancel, line.by_hand) == (Offer("Do not send it again"), None)
    contact.presenter.cancel_message(line.message_id)
    assert (contact.backend.last.what, contact.backend.last.about) == ("cancel_message", "m1")


def test_a_number_of_no_known_kind_is_not_written_to() -> None:
    unread = a_rung(ContactRole.DRIVER, a_person(number_kind=None))
    foreign = a_rung(ContactRole.DRIVER, a_person(number_kind=NumberKind.FOREIGN))
    assert not Contact(my_case(ladder=(unread, foreign))).actions.is_enabled(ActionId.SMS)
