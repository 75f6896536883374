"""Who calls the centre now: in a queue or at a telephone of a desk, until he hangs up."""

from services.telephony.ami.callers import CallerBook, endpoint_of
from services.telephony.ami.messages import AmiMessage
from tests.support.builders import NOON

OUTSIDE, OURS = "1795652324.7", "a" * 32


def event(name: str, **fields: str) -> AmiMessage:
    return AmiMessage(
        (("Event", name), ("Uniqueid", OUTSIDE), ("Linkedid", OUTSIDE), ("CallerIDNum", "0470123456"), *fields.items())
    )


def a_book(*queues: str) -> CallerBook:
    return CallerBook(queues, lambda channel: channel == OURS, lambda endpoint: endpoint == "PJSIP/operator1")


def test_who_waits_in_a_queue_is_offered_until_he_hangs_up() -> None:
    book = a_book()
    assert book.hear(event("QueueCallerJoin", Queue="centre"), NOON)
    [caller] = book.callers
    assert (caller.number, caller.queue, caller.since, caller.answered_at) == ("0470123456", "centre", NOON, None)
    assert book.hear(event("Hangup"), NOON)
    assert book.callers == ()


def test_other_queues_do_not_count_when_some_are_named() -> None:
    book = a_book("centre")
    assert not book.hear(event("QueueCallerJoin", Queue="canteen"), NOON)
    assert book.hear(event("QueueCallerJoin", Queue="centre"), NOON)


def test_a_telephone_of_a_desk_rings_and_is_taken() -> None:
    book = a_book()
    book.hear(event("DialBegin", DestChannel="PJSIP/operator1-00000003"), NOON)
    assert [one.rings_at for one in book.callers] == [("PJSIP/operator1",)]
    book.hear(event("DialEnd", DestChannel="PJSIP/operator1-00000003", DialStatus="ANSWER"), NOON)
    assert [(one.rings_at, one.answered_by) for one in book.callers] == [((), "PJSIP/operator1")]


def test_one_telephone_that_is_not_taken_leaves_him_waiting() -> None:
    book = a_book()
    book.hear(event("QueueCallerJoin", Queue="centre"), NOON)
    book.hear(event("DialBegin", DestChannel="PJSIP/operator1-00000003"), NOON)
    book.hear(event("DialEnd", DestChannel="PJSIP/operator1-00000003", DialStatus="NOANSWER"), NOON)
    assert [(one.rings_at, one.answered_at) for one in book.callers] == [((), None)]


def test_calls_of_ours_and_calls_between_others_are_not_offered() -> None:
    book = a_book()
    assert not book.hear(event("DialBegin", DestChannel="PJSIP/canteen-00000003"), NOON)
    ours = AmiMessage(
        (("Event", "DialBegin"), ("Uniqueid", OURS), ("Linkedid", OURS), ("DestChannel", "PJSIP/operator1-1"))
    )
    assert not book.hear(ours, NOON)


def test_a_withheld_number_is_none() -> None:
    book = a_book()
    hidden = AmiMessage(
        (("Event", "QueueCallerJoin"), ("Uniqueid", OUTSIDE), ("Queue", "q"), ("CallerIDNum", "<unknown>"))
    )
    book.hear(hidden, NOON)
    assert [one.number for one in book.callers] == [""]


def test_a_channel_has_an_endpoint() -> None:
    assert endpoint_of("PJSIP/desk-3-0000002a") == "PJSIP/desk-3"
    assert endpoint_of("PJSIP") == "PJSIP"


def test_who_hangs_up_before_anybody_took_it_is_handed_on_once() -> None:
    book = a_book()
    book.hear(event("QueueCallerJoin", Queue="centre"), NOON)
    book.hear(event("DialBegin", DestChannel="PJSIP/operator1-00000003"), NOON)
    book.hear(event("DialEnd", DestChannel="PJSIP/operator1-00000003", DialStatus="CANCEL"), NOON)
    assert book.take_missed() == ()
    book.hear(event("Hangup"), NOON)
    assert [(one.number, one.since) for one in book.take_missed()] == [("0470123456", NOON)]
    assert book.take_missed() == ()


def test_who_was_spoken_with_is_not_missed() -> None:
    book = a_book()
    book.hear(event("QueueCallerJoin", Queue="centre"), NOON)
    book.hear(event("DialBegin", DestChannel="PJSIP/operator1-00000003"), NOON)
    book.hear(event("DialEnd", DestChannel="PJSIP/operator1-00000003", DialStatus="ANSWER"), NOON)
    book.hear(event("Hangup"), NOON)
    assert book.take_missed() == ()


def test_a_withheld_number_in_the_queue_is_missed_and_a_telephone_of_the_house_is_not() -> None:
    book = a_book()
    nobody = (("Uniqueid", OUTSIDE), ("Linkedid", OUTSIDE), ("CallerIDNum", "<unknown>"))
    for queue in (("Event", "QueueCallerJoin"), ("Queue", "centre")), (("Event", "Hangup"),):
        book.hear(AmiMessage((*nobody, *queue)), NOON)
    assert [one.number for one in book.take_missed()] == [""]
    inside = (("Uniqueid", "u9"), ("Linkedid", "u9"), ("CallerIDNum", "201"))
    ring = (("Event", "DialBegin"), ("DestChannel", "PJSIP/operator1-00000003"))
    book.hear(AmiMessage((*inside, *ring)), NOON)
    book.hear(AmiMessage((*inside, ("Event", "Hangup"))), NOON)
    assert book.take_missed() == ()
