"""The frame says every fault, and keeps saying it until it is over."""

from datetime import timedelta

import pytest

from app import i18n
from app.api.service import ChannelState, ListenerState, RefusalInfo, SeatInfo, StoreState, StrangerInfo
from app.domain.account import Role
from app.domain.case import CaseState
from app.domain.ids import CaseId, Imei
from app.domain.verdict import Priority
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.contract import NOW, a_claim, a_listener, a_row, a_snapshot, a_tick, an_event, me
from ui.actions import ActionId, Actions
from ui.ports import LinkState, Unavailable, UnavailableReason
from ui.shell.presenter import ShellPresenter
from ui.shell.state import Level, ShellState


class View:
    def __init__(self) -> None:
        self.state: ShellState | None = None

    def show_state(self, state: ShellState) -> None:
        self.state = state


class Frame:
    def __init__(self, *roles: Role) -> None:
        self.view, self.scheduler = View(), FakeScheduler(FakeClock(NOW))
        self.shell = ShellPresenter(self.view, me(roles=roles), self.scheduler.clock, self.scheduler)
        self.shell.refresh()

    @property
    def state(self) -> ShellState:
        assert self.view.state is not None
        return self.view.state

    def alerts(self) -> list[tuple[Level, str]]:
        return [(alert.level, alert.text) for alert in self.state.alerts]


@pytest.fixture
def frame() -> Frame:
    return Frame(Role.OPERATOR)


def quiet(**changes: object) -> dict[str, object]:
    """A health with nothing to say but what the test names."""
    simulated = dict.fromkeys(("phone", "sms", "tow"), ChannelState.SIMULATED)
    return {**simulated, **changes}


def test_the_first_screen_says_which_channel_is_by_hand(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(phone=ChannelState.SIMULATED))
    assert [word.text for word in frame.state.words] == ["boxes 0.0 s", "phone simulated", "SMS by hand", "tow by hand"]
    assert frame.alerts() == [(Level.NOTICE, "By hand, no automatic channel: SMS, tow")]


def test_operator_clock_and_training(frame: Frame) -> None:
    seen = [frame.state.training]
    frame.shell.on_tick(a_tick(is_training=True))
    assert [*seen, frame.state.training] == [False, True]
    assert frame.state.operator == "An Verbeke"
    assert frame.state.clock == NOW.astimezone().strftime("%H:%M:%S")


@pytest.mark.parametrize(("seconds", "word"), [(0.2, "boxes 0.2 s"), (42, "boxes 42 s"), (600, "boxes 10 min")])
def test_the_age_of_the_last_box_is_shown(frame: Frame, seconds: float, word: str) -> None:
    frame.shell.on_tick(a_tick())
    frame.scheduler.clock.advance(seconds)
    frame.shell.refresh()
    assert frame.state.words[0].text == word


def test_the_age_has_the_decimal_sign_of_the_screen(frame: Frame) -> None:
    i18n.set_language("nl")
    try:
        frame.shell.on_tick(a_tick())
        frame.scheduler.clock.advance(0.2)
        frame.shell.refresh()
        assert frame.state.words[0].text.endswith(" 0,2 s")
    finally:
        i18n.set_language("en")


def test_a_failed_listener_is_a_fault_in_bar_and_strip(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(**quiet(listeners=(a_listener(state=ListenerState.FAILED),))))
    assert (frame.state.words[0].text, frame.state.words[0].is_fault) == ("boxes: no reception", True)
    assert frame.alerts() == [
        (Level.CRITICAL, "Boxes cannot reach us: teltonika_tcp on port 5027 failed. Call the administrator.")
    ]


def test_no_box_yet_is_no_fault(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(listeners=(a_listener(last_frame_at=None),)))
    assert (frame.state.words[0].text, frame.state.words[0].is_fault) == ("boxes: none yet", False)
    frame.shell.on_tick(a_tick(listeners=(a_listener(last_frame_at=None),), last_heard_at=NOW - timedelta(hours=2)))
    assert frame.state.words[0].text == "boxes 2 h 0 min", "heard before the service was started again"


@pytest.mark.parametrize(
    ("store", "words"),
    [(StoreState.LOCKED, "locked"), (StoreState.FULL, "disk is full"), (StoreState.FAILED, "takes nothing")],
)
def test_a_store_that_takes_nothing_is_critical(frame: Frame, store: StoreState, words: str) -> None:
    frame.shell.on_tick(a_tick(**quiet(store=store)))
    [(level, text)] = frame.alerts()
    assert level is Level.CRITICAL
    assert words in text
    frame.shell.on_tick(a_tick(**quiet()))
    assert frame.alerts() == []


def test_strangers_are_named(frame: Frame) -> None:
    stranger = StrangerInfo(imei=Imei("356307042441013"), seen_at=NOW)
    frame.shell.on_tick(a_tick(**quiet(strangers=(stranger,))))
    assert frame.alerts() == [(Level.HIGH, "Unknown box 356307042441013 was turned away")]
    frame.shell.follow(ActionId.CONTRACTS)
    frame.shell.refresh()
    assert frame.alerts() == [(Level.NOTICE, "Unknown box 356307042441013 was turned away")]


@pytest.mark.parametrize(
    ("role", "is_told"),
    [(Role.SUPERVISOR, True), (Role.ADMIN, True), (Role.AUDITOR, False), (Role.OPERATOR, False)],
)
def test_messages_kept_aside_are_counted_for_who_may_do_something_about_them(role: Role, *, is_told: bool) -> None:
    frame = Frame(role)
    frame.shell.on_tick(a_tick(**quiet(quarantined=1)))
    told = [(Level.HIGH, "1 message of a box could not be read and is kept aside")]
    assert frame.alerts() == (told if is_told else [])


def test_what_is_only_worth_knowing_is_said_quietly_and_not_for_ever(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(**quiet()))
    frame.shell.tell("Saved as x.png")
    assert frame.alerts() == [(Level.NOTICE, "Saved as x.png")]
    frame.scheduler.clock.advance(21)
    frame.shell.refresh()
    assert frame.alerts() == []


def test_who_pretends_to_be_a_box_and_a_late_feed_are_named(frame: Frame) -> None:
    forged = StrangerInfo(imei=Imei("356307042441013"), seen_at=NOW)
    late, prompt = a_listener(name="Centre", port=0, delay_s=185.0), a_listener(name="Provider", port=0, delay_s=2.0)
    frame.shell.on_tick(a_tick(**quiet(forged=(forged,), listeners=(late, prompt))))
    assert frame.alerts() == [
        (Level.HIGH, "Somebody pretends to be box 356307042441013: refused. Tell the administrator."),
        (Level.NOTICE, "Data of Centre came 3 min late"),
    ]


def test_a_dead_link_stands_in_queue_case_and_strip_until_it_is_back(frame: Frame) -> None:
    frame.shell.on_link(LinkState(alive=True, heard_at=NOW))
    assert (frame.state.link_lost, frame.state.not_confirmed) == ("", "")
    frame.shell.on_link(LinkState(alive=False, heard_at=NOW))
    since = NOW.astimezone().strftime("%H:%M:%S")
    assert frame.state.link_lost == f"No link with the service since {since}. The queue is as it was then."
    assert frame.state.not_confirmed == f"Not confirmed since {since}"
    assert frame.alerts() == [(Level.CRITICAL, f"No link with the service since {since}")]
    frame.scheduler.advance(600)
    assert len(frame.alerts()) == 1
    frame.shell.on_link(LinkState(alive=True, heard_at=NOW))
    assert frame.alerts() == []


def test_no_sound_is_a_fault(frame: Frame) -> None:
    frame.shell.set_sound_fault(faulty=True)
    assert frame.alerts() == [(Level.HIGH, "No sound: this machine has no working sound device. Watch the queue.")]
    frame.shell.set_sound_fault(faulty=False)
    assert frame.alerts() == []


def test_what_is_to_do_by_hand_is_counted_until_done(frame: Frame) -> None:
    frame.shell.on_snapshot(a_snapshot(a_row(by_hand=2), a_row(case_id=CaseId("c2"), by_hand=1)))
    assert frame.alerts() == [(Level.CRITICAL, "3 things to do by hand")]
    frame.shell.on_change(an_event(1, a_row(version=2, by_hand=0)))
    assert frame.alerts() == [(Level.CRITICAL, "1 thing to do by hand")]


def test_what_a_closed_case_left_to_do_counts_too(frame: Frame) -> None:
    frame.shell.on_snapshot(a_snapshot(a_row(state=CaseState.CLOSED, by_hand=1)))
    assert frame.alerts() == [(Level.CRITICAL, "1 thing to do by hand")]
    frame.shell.on_change(an_event(1, a_row(state=CaseState.CLOSED, version=2)))
    assert frame.alerts() == []


def test_a_silent_desk_of_a_colleague_is_named(frame: Frame) -> None:
    frame.shell.on_snapshot(a_snapshot(a_row(claim=a_claim(name="Luc", is_stale=True))))
    assert frame.alerts() == [(Level.HIGH, "Case 2031-000001: the desk of Luc is silent")]


def test_only_the_supervisor_is_told_of_long_waits() -> None:
    for role, told in ((Role.OPERATOR, []), (Role.SUPERVISOR, [(Level.CRITICAL, "1 case waits longer than 30 s")])):
        frame = Frame(role)
        frame.shell.on_snapshot(a_snapshot(a_row()))
        frame.scheduler.advance(29)
        assert frame.alerts() == []
        frame.scheduler.advance(1)
        assert frame.alerts() == told


def test_another_impact_makes_nobody_wait_less_long() -> None:
    frame = Frame(Role.SUPERVISOR)
    frame.shell.on_snapshot(a_snapshot(a_row()))
    frame.scheduler.advance(40)
    hit_again = a_row(version=2, impacts=2, attention_at=frame.scheduler.clock.now(), waits_since=NOW)
    frame.shell.on_change(an_event(1, hit_again))
    assert frame.alerts() == [(Level.CRITICAL, "1 case waits longer than 30 s")]


def test_a_sentence_stands_for_twenty_seconds(frame: Frame) -> None:
    frame.shell.refused(RefusalInfo(code="not_found", detail={}))
    assert frame.alerts() == [(Level.HIGH, "It does not exist any more. Look at the queue again.")]
    frame.shell.unavailable(Unavailable(UnavailableReason.STORE_FULL, tries=3))
    assert "disk is full" in frame.alerts()[0][1]
    frame.scheduler.advance(19)
    assert len(frame.alerts()) == 1
    frame.scheduler.advance(1)
    assert frame.alerts() == []


def test_a_desk_that_its_address_leads_nowhere_any_more_is_told_what_to_do(frame: Frame) -> None:
    frame.shell.on_link(LinkState(alive=False, heard_at=NOW))
    frame.shell.on_misled(lambda: "Read service.json there.")
    assert (Level.CRITICAL, "Read service.json there.") in frame.alerts()
    frame.shell.on_link(LinkState(alive=True, heard_at=NOW))
    assert frame.alerts() == []


def test_a_centre_whose_texts_name_no_number_is_told_how_to_set_one(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(names_call_back=False))
    said = (
        Level.NOTICE,
        "SMS to drivers name no number to call back. Set call_back_number in settings.toml, then restart the service: "
        "python -m services.detector --stop",
    )
    assert said in frame.alerts()
    frame.shell.on_tick(a_tick())
    assert said not in frame.alerts()


def test_readings_of_the_insurer_that_cannot_be_used_are_said(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(insurer_fault="data/insurer.yaml:4 A12: 'never' is no reading of it"))
    (said,) = [text for level, text in frame.alerts() if level is Level.HIGH]
    assert said.endswith("the usual reading holds. data/insurer.yaml:4 A12: 'never' is no reading of it")


def test_critical_comes_first() -> None:
    frame = Frame(Role.SUPERVISOR)
    frame.shell.on_tick(a_tick(quarantined=2, store=StoreState.FULL))
    frame.shell.on_snapshot(a_snapshot(a_row(by_hand=1)))
    assert [level for level, _text in frame.alerts()] == sorted(level for level, _text in frame.alerts())


def test_who_calls_or_called_stands_before_everything_else(frame: Frame) -> None:
    frame.shell.on_tick(a_tick(store=StoreState.FULL))
    frame.shell.show_callers(("Calls now: +32 470 00 00 02", "Missed call at 14:02: +32 470 00 00 03"))
    frame.shell.refresh()
    assert [alert.leads_to for alert in frame.state.alerts[:2]] == [ActionId.TAKE_CALLER] * 2
    assert frame.state.alerts[2].level is Level.CRITICAL


def test_a_second_desk_of_the_same_person_is_said_as_long_as_it_is_there(frame: Frame) -> None:
    seats = (SeatInfo(desk="Luik-2", since=NOW - timedelta(minutes=11)), SeatInfo(desk="desk-1", since=NOW))
    frame.shell.on_tick(a_tick().model_copy(update={"elsewhere": seats}))
    since, now = ((at.astimezone().strftime("%H:%M")) for at in (seats[0].since, NOW))
    words = f"You are also signed in in another window of this workplace, since {now}: both hold your cases"
    assert (Level.HIGH, f"You are also signed in at Luik-2, since {since}") in frame.alerts()
    assert (Level.HIGH, words) in frame.alerts()
    frame.shell.on_tick(a_tick())
    assert not any("also signed in" in text for _level, text in frame.alerts())


def test_a_case_that_was_taken_over_is_said_with_who_has_it(frame: Frame) -> None:
    taken = a_row(claim=a_claim(name="A. Peters", desk="Luik-2", claimed_at=NOW - timedelta(minutes=6)))
    frame.shell.show_taken((taken,))
    at = (NOW - timedelta(minutes=6)).astimezone().strftime("%H:%M")
    words = f"Your case 2031-000001 was taken over by A. Peters at Luik-2, {at}; open it to see why"
    assert (Level.HIGH, words) in frame.alerts()
    frame.shell.show_taken((taken,), {taken.case_id})
    assert (Level.NOTICE, f"A. Peters at Luik-2 has accepted your case 2031-000001, {at}") in frame.alerts()
    frame.shell.show_taken(())
    assert not any("taken over" in text for _level, text in frame.alerts())


class Opener:
    def __init__(self) -> None:
        self.opened: list[CaseId] = []

    def open_case(self, case_id: CaseId) -> None:
        self.opened.append(case_id)


def leads(frame: Frame) -> list[object]:
    return [alert.leads_to for alert in frame.state.alerts if alert.leads_to is not None]


def test_an_alert_of_a_case_leads_there(frame: Frame) -> None:
    opener, actions = Opener(), Actions()
    frame.shell.connect(actions, opener)
    stale = a_row(case_id=CaseId("c1"), claim=a_claim(is_stale=True))
    frame.shell.on_snapshot(
        a_snapshot(
            stale, a_row(case_id=CaseId("c2"), priority=Priority.TWO, by_hand=1), a_row(case_id=CaseId("c3"), by_hand=2)
        )
    )
    assert leads(frame) == ["c3", "c1"], "of several, the most urgent"
    for lead in frame.state.alerts:
        if lead.leads_to is not None:
            frame.shell.follow(lead.leads_to)
    assert opener.opened == ["c3", "c1"]


def test_what_i_have_to_do_by_hand_comes_before_what_others_have(frame: Frame) -> None:
    mine = a_row(case_id=CaseId("c9"), priority=Priority.TWO, by_hand=1, claim=a_claim())
    frame.shell.on_snapshot(a_snapshot(a_row(case_id=CaseId("c1"), by_hand=1), mine))
    assert leads(frame) == ["c9"]


def test_an_alert_of_a_page_leads_there() -> None:
    frame, gone, actions = Frame(Role.SUPERVISOR), list[str](), Actions()
    actions.connect(ActionId.QUARANTINE, lambda: gone.append("quarantine"))
    frame.shell.connect(actions, Opener())
    frame.shell.on_tick(a_tick(**quiet(quarantined=3)))
    assert leads(frame) == [ActionId.QUARANTINE]
    frame.shell.follow(ActionId.QUARANTINE)
    assert gone == ["quarantine"]


def test_a_sentence_may_lead_to_what_it_speaks_of(frame: Frame) -> None:
    frame.shell.say("not saved", ActionId.NOTE)
    assert leads(frame) == [ActionId.NOTE]


def test_a_new_version_is_told_to_who_has_no_case_in_hand(frame: Frame) -> None:
    frame.shell.on_snapshot(a_snapshot(a_row(claim=a_claim())))
    frame.shell.show_release("0.2.0", "https://bijstand.example/new")
    assert not any("0.2.0" in text for _, text in frame.alerts())
    frame.shell.on_snapshot(a_snapshot(a_row(claim=None)))
    told = [alert for alert in frame.state.alerts if "0.2.0" in alert.text]
    assert [(alert.level, alert.leads_to) for alert in told] == [(Level.NOTICE, ActionId.WORKPLACE)]
    assert "https://bijstand.example/new" in told[0].text
