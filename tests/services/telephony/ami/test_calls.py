"""What an exchange tells, event by event as a real one did, and what becomes of a call by it."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_event import CallEventKind, HungUpBy
from app.domain.contact import CallOutcome
from app.domain.ids import CallId
from services.telephony.ami.calls import ANOTHER_LEG_WITHIN_S, CallBook, Told
from services.telephony.ami.messages import AmiMessage

CALL = CallId("a" * 32)
LEG, SECOND = "1795652324.1", "1795652324.2"
LIMIT_S = 25.0


def event(name: str, **fields: str) -> AmiMessage:
    return AmiMessage((("Event", name), *fields.items()))


def agent(name: str, **fields: str) -> AmiMessage:
    return event(name, Uniqueid=CALL, Linkedid=CALL, **fields)


def dial(name: str, leg: str = LEG, **fields: str) -> AmiMessage:
    return event(name, Uniqueid=CALL, Linkedid=CALL, DestUniqueid=leg, DestLinkedid=CALL, **fields)


def gone(cause: str = "16", leg: str = LEG) -> AmiMessage:
    return event("Hangup", **{"Uniqueid": leg, "Linkedid": CALL, "Cause": cause, "Cause-txt": "words"})


AGENT_UP = (
    agent("Newchannel", ChannelState="0"),
    agent("Newstate", ChannelState="5"),
    agent("Newstate", ChannelState="6"),
)
RINGING = (*AGENT_UP, dial("DialBegin"), event("Newstate", Uniqueid=LEG, Linkedid=CALL, ChannelState="5"))
ANSWERED = (*RINGING, dial("DialEnd", DialStatus="ANSWER"))


class Heard:
    """A book with one call, one event a second."""

    def __init__(self, *events: AmiMessage) -> None:
        self.book, self.now_s = CallBook(), 0.0
        self.book.begin(CALL, LIMIT_S)
        self.told: list[Told] = []
        self.hear(*events)

    def hear(self, *events: AmiMessage) -> "Heard":
        for one in events:
            self.now_s += 1
            self.told += self.book.hear(one, self.now_s)
        return self

    @property
    def kinds(self) -> list[CallEventKind]:
        return [one.kind for one in self.told]

    @property
    def end(self) -> Told:
        assert self.kinds.count(CallEventKind.ENDED) == 1
        assert CALL not in self.book
        return self.told[-1]


def test_the_agents_telephone_then_the_other_one_then_both() -> None:
    heard = Heard(*ANSWERED)
    assert heard.kinds == [
        CallEventKind.AGENT_RINGING,
        CallEventKind.AGENT_ANSWERED,
        CallEventKind.RINGING,
        CallEventKind.ANSWERED,
    ]
    assert heard.book.callee_channel(CALL) == LEG


def test_the_duration_is_that_of_the_second_leg() -> None:
    end = Heard(*ANSWERED, event("HangupRequest", Uniqueid=LEG, Linkedid=CALL), gone()).end
    assert (end.outcome, end.duration_s, end.hung_up_by) == (CallOutcome.ANSWERED, 2.0, HungUpBy.OTHER)


def test_the_agent_hangs_up() -> None:
    end = Heard(*ANSWERED, agent("HangupRequest"), gone(), agent("Hangup", Cause="16")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.ANSWERED, HungUpBy.AGENT)


def test_the_button_of_the_desk_hangs_up() -> None:
    heard = Heard(*ANSWERED)
    heard.book.hang_up_of_ours(CALL, HungUpBy.DESK)
    end = heard.hear(agent("SoftHangupRequest"), agent("Hangup", Cause="16")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.ANSWERED, HungUpBy.DESK)


def test_a_number_that_nobody_has_is_told_by_its_cause() -> None:
    end = Heard(*AGENT_UP, dial("DialBegin"), dial("DialEnd", DialStatus="NOANSWER"), gone("1"), agent("Hangup")).end
    assert end.outcome is CallOutcome.NOT_IN_USE
    assert "NOANSWER" in end.cause


def test_state_and_cause_may_come_in_either_order() -> None:
    end = Heard(*AGENT_UP, dial("DialBegin"), gone("21"), dial("DialEnd", DialStatus="NOANSWER"), agent("Hangup")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.DECLINED, None)


def test_the_agents_channel_may_be_gone_before_the_other_ones() -> None:
    end = Heard(*AGENT_UP, dial("DialBegin"), dial("DialEnd", DialStatus="NOANSWER"), agent("Hangup"), gone("1")).end
    assert end.outcome is CallOutcome.NOT_IN_USE


def test_no_answer_at_once_and_without_a_ring_is_unreachable() -> None:
    end = Heard(*AGENT_UP, dial("DialBegin"), dial("DialEnd", DialStatus="NOANSWER"), gone("19"), agent("Hangup")).end
    assert end.outcome is CallOutcome.UNREACHABLE


def test_what_the_exchange_rang_out_is_no_answer() -> None:
    heard = Heard(*RINGING)
    heard.now_s += LIMIT_S
    end = heard.hear(dial("DialEnd", DialStatus="NOANSWER"), gone("0"), agent("Hangup")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.NO_ANSWER, HungUpBy.LIMIT)


def test_what_rings_longer_than_it_may_is_hung_up_by_us() -> None:
    heard = Heard(*RINGING)
    assert heard.book.overdue(heard.now_s + LIMIT_S) == ()
    assert heard.book.overdue(heard.now_s + LIMIT_S + 1) == (CALL,)
    assert heard.book.overdue(heard.now_s + LIMIT_S + 2) == (), "once"
    end = heard.hear(dial("DialEnd", DialStatus="CANCEL"), gone("0"), agent("Hangup")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.NO_ANSWER, HungUpBy.LIMIT)


def test_the_agent_who_hangs_up_while_it_rings_cancels() -> None:
    end = Heard(*RINGING, agent("HangupRequest"), dial("DialEnd", DialStatus="CANCEL"), gone("0"), agent("Hangup")).end
    assert (end.outcome, end.hung_up_by) == (CallOutcome.CANCELLED, HungUpBy.AGENT)


def test_nobody_takes_the_telephone_of_the_desk() -> None:
    end = Heard(*AGENT_UP[:2], agent("Hangup", Cause="19")).end
    assert end.outcome is CallOutcome.AGENT_NO_ANSWER


def test_the_own_leg_of_an_originate_says_nothing_of_the_other() -> None:
    heard = Heard(
        agent("Newchannel", ChannelState="0"), dial("DialBegin", CALL), dial("DialEnd", CALL, DialStatus="ANSWER")
    )
    assert heard.told == []


def test_a_second_trunk_is_waited_for() -> None:
    heard = Heard(*AGENT_UP, dial("DialBegin"), dial("DialEnd", DialStatus="CONGESTION"), gone("34"))
    assert list(heard.book.given_up(heard.now_s)) == []
    heard.hear(dial("DialBegin", SECOND), dial("DialEnd", SECOND, DialStatus="ANSWER"))
    assert heard.kinds[-1] is CallEventKind.ANSWERED


def test_without_a_second_trunk_the_call_ends_though_the_agent_still_listens() -> None:
    heard = Heard(*AGENT_UP, dial("DialBegin"), dial("DialEnd", DialStatus="BUSY"), gone("17"))
    heard.told += heard.book.given_up(heard.now_s + ANOTHER_LEG_WITHIN_S)
    assert heard.end.outcome is CallOutcome.BUSY


def test_a_number_the_dialplan_does_not_know_fails() -> None:
    assert Heard(*AGENT_UP, agent("Hangup", Cause="0")).end.outcome is CallOutcome.FAILED


def test_a_refused_originate_ends_the_call_but_not_one_that_rings() -> None:
    assert [one.outcome for one in Heard().book.refused(CALL, "0", is_agents=True)] == [CallOutcome.AGENT_NO_ANSWER]
    assert [one.outcome for one in Heard().book.refused(CALL, "no", is_agents=False)] == [CallOutcome.FAILED]
    assert list(Heard(*AGENT_UP).book.refused(CALL, "0", is_agents=True)) == [], (
        "a duplicate is refused, the first rings"
    )


def test_what_is_missing_when_we_come_back_is_unknown() -> None:
    book = CallBook()
    book.resume(CALL, LIMIT_S, [CallEventKind.REQUESTED, CallEventKind.RINGING, CallEventKind.LOST])
    [told] = book.reconcile([], 5.0)
    assert (told.kind, told.outcome) == (CallEventKind.ENDED, CallOutcome.UNKNOWN)


def test_what_is_still_there_goes_on() -> None:
    book = CallBook()
    book.resume(CALL, LIMIT_S, [CallEventKind.AGENT_RINGING, CallEventKind.AGENT_ANSWERED, CallEventKind.RINGING])
    channels = [
        event("CoreShowChannel", Uniqueid=CALL, Linkedid=CALL, ChannelState="6", BridgeId="b"),
        event("CoreShowChannel", Uniqueid=LEG, Linkedid=CALL, ChannelState="6", BridgeId="b"),
    ]
    assert [one.kind for one in book.reconcile(channels, 5.0)] == [CallEventKind.ANSWERED]
    assert [one.outcome for one in book.hear(gone(), 9.0)] == [CallOutcome.ANSWERED]


def test_a_call_of_a_moment_ago_may_not_have_its_channel_yet() -> None:
    assert list(Heard().book.reconcile([], 1.0)) == []


EVENTS = st.lists(
    st.builds(
        lambda name, unique, dest, status, state, cause: event(
            name, Uniqueid=unique, Linkedid=CALL, DestUniqueid=dest, DialStatus=status, ChannelState=state, Cause=cause
        ),
        st.sampled_from(
            ["Newchannel", "Newstate", "DialBegin", "DialState", "DialEnd", "Hangup", "HangupRequest", "Other"]
        ),
        st.sampled_from([CALL, LEG, SECOND, ""]),
        st.sampled_from([CALL, LEG, SECOND, ""]),
        st.sampled_from(["", "ANSWER", "BUSY", "NOANSWER", "CANCEL", "RINGING"]),
        st.sampled_from(["0", "5", "6", "x"]),
        st.sampled_from(["", "0", "1", "16", "17", "?"]),
    ),
    max_size=25,
)


@given(EVENTS)
def test_whatever_is_told_each_thing_is_news_once_and_nothing_follows_the_end(events: list[AmiMessage]) -> None:
    heard = Heard(*events)
    heard.told += heard.book.given_up(1_000.0)
    assert len(set(heard.kinds)) == len(heard.kinds)
    assert CallEventKind.ENDED not in heard.kinds[:-1]
