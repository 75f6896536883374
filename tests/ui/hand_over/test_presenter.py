"""What is said, what they gave us, and the call: nothing is dialled without two clicks, no figure moves a tick."""

from datetime import datetime, timedelta

import pytest

from app.api.cases import CallInfo, HandOverInfo, StepInfo
from app.api.commands import CompleteHandOver, HandOver
from app.api.service import ChannelState
from app.api.telephone import CallEmergency, SendDigits
from app.domain.answer import EmergencyNumber
from app.domain.call_event import CallEventKind
from app.domain.contact import CallPurpose
from app.domain.hand_over import HandOverId, TpsStep
from app.domain.ids import CallId
from app.domain.subscription import Language
from tests.support.answers import an_asking_case
from tests.support.backend import FakeBackend, FakeClock
from tests.support.contract import NOW, a_tick, me
from tests.support.desk_parts import Asker, Shower
from ui.actions import ActionId, Actions
from ui.hand_over.presenter import BESIDES, ROAD, HandOverPresenter
from ui.hand_over.state import HandOverState
from ui.hand_over.words import key_of, local_text

TEXT = f"2 WHAT: impact, at ‹{NOW.isoformat()}› (4 min ago).\n3 WHERE: unknown.\n10 CALL US BACK: +32 2 406 00 00"
TOLD = HandOverInfo(
    hand_over_id=HandOverId("h1"),
    to=EmergencyNumber.EMERGENCY_112,
    told_at=NOW,
    author="An Verbeke",
    reference="112-77",
    their_operator="",
    steps=tuple(StepInfo(step=step, done_at=None if step.is_ticked else NOW) for step in TpsStep),
)


def a_call(line: CallEventKind) -> CallInfo:
    return CallInfo(
        call_id=CallId("k1"),
        person="112",
        e164="112",
        number_shown="112",
        requested_at=NOW,
        answered_at=None,
        ended_at=None,
        outcome=None,
        disposition=None,
        source="ami",
        purpose=CallPurpose.EMERGENCY,
        line=line,
        is_line_up=line is not CallEventKind.ENDED,
    )


class Panel:
    """The panel, painted nowhere."""

    def __init__(self) -> None:
        self.state: HandOverState | None = None
        self.known = ("", "")
        self.backend, self.actions = FakeBackend(), Actions()
        shower = Shower()
        self.presenter = HandOverPresenter(self, me(), self.backend, FakeClock(), shower, shower)
        self.presenter.connect(self.actions, Asker())
        self.case()
        self.actions.trigger(ActionId.HAND_OVER)

    def case(self, text: str = TEXT, **changes: object) -> None:
        self.presenter.on_case(an_asking_case(hand_over_text=text, **changes))

    def show_state(self, state: HandOverState | None) -> None:
        self.state = state

    def show_known(self, reference: str, their_operator: str) -> None:
        self.known = (reference, their_operator)

    def focus_lines(self) -> None:
        """Nothing has a focus here."""

    def copy(self, text: str) -> None:
        raise AssertionError(text)

    def shown(self) -> HandOverState:
        assert self.state is not None
        return self.state


@pytest.fixture(name="panel")
def a_panel() -> Panel:
    return Panel()


def test_instants_are_said_in_the_time_of_the_screen(panel: Panel) -> None:
    assert NOW.astimezone().strftime("at %H:%M:%S (4 min ago)") in panel.shown().lines[0].text
    assert local_text("at ‹nonsense›") == "at nonsense"


def test_a_tick_stays_with_its_line_while_the_figures_move_on(panel: Panel) -> None:
    panel.presenter.tick("2", is_said=True)
    said = panel.shown().lines[0].text
    panel.case(TEXT.replace("4 min", "5 min"))
    assert (panel.shown().lines[0].is_said, panel.shown().lines[0].text) == (True, said)
    panel.presenter.submit()
    command = panel.backend.last.command
    assert isinstance(command, HandOver)
    assert command.text == said, "what was said, not what would be said now"


def test_lines_are_known_by_their_number_or_their_first_words() -> None:
    assert [key_of(line) for line in ("10 CALL", "Please have somebody go and look", "1 a")] == [
        "10",
        "Please have somebody",
        "1",
    ]


def test_road_and_what_else_was_said_are_lines_like_the_others(panel: Panel) -> None:
    panel.presenter.typed_line(ROAD, " E40 to Liège, km 23.4 ")
    panel.presenter.typed_line(BESIDES, "Two children")
    assert [line.key for line in panel.shown().lines] == ["2", ROAD, "3", "10", BESIDES]
    panel.presenter.tick(ROAD, is_said=True)
    panel.presenter.typed_line(ROAD, "E40 to Liège, km 23.5")
    assert panel.shown().lines[1].text.endswith("km 23.5")
    panel.presenter.tick_all()
    assert all(line.is_said for line in panel.shown().lines)


def test_112_is_called_by_two_clicks_and_only_over_an_exchange(panel: Panel) -> None:
    assert panel.shown().dialling.call is None
    panel.presenter.call()
    assert panel.backend.asked == []
    panel.presenter.on_tick(a_tick(phone=ChannelState.SIMULATED))
    assert panel.shown().dialling.call is not None
    panel.presenter.call()
    assert panel.backend.asked == [], "the first click only asks"
    sure = panel.shown().dialling.call
    assert sure is not None
    assert sure.text != "Call 112 with your telephone"
    panel.presenter.call()
    assert (panel.backend.last.what, panel.backend.last.command) == (
        "call_emergency",
        CallEmergency(to=EmergencyNumber.EMERGENCY_112),
    )


def test_their_menu_is_there_while_somebody_hears_it(panel: Panel) -> None:
    panel.presenter.on_tick(a_tick(phone=ChannelState.SIMULATED))
    panel.case(emergency_calls=(a_call(CallEventKind.RINGING),))
    assert (panel.shown().dialling.keys, panel.shown().dialling.words) == ((), "It rings at 112")
    panel.case(emergency_calls=(a_call(CallEventKind.ANSWERED),))
    assert panel.shown().dialling.keys == (("1", "ambulance, fire"), ("2", "police"))
    assert panel.shown().dialling.call is None, "not a second time"
    panel.presenter.press("1")
    assert (panel.backend.last.what, panel.backend.last.command) == ("send_digits", SendDigits(digits="1"))
    panel.backend.last.done(an_asking_case(hand_over_text=TEXT))
    panel.case(emergency_calls=(a_call(CallEventKind.ANSWERED),))
    panel.presenter.hang_up()
    assert panel.backend.last.what == "hang_up"
    panel.backend.last.done(an_asking_case(hand_over_text=TEXT))
    panel.case(emergency_calls=(a_call(CallEventKind.ENDED),))
    assert (panel.shown().dialling.hang_up, panel.shown().dialling.keys) == (None, ())


def test_a_call_whose_exchange_is_gone_is_an_alarm_and_cannot_be_hung_up(panel: Panel) -> None:
    panel.case(emergency_calls=(a_call(CallEventKind.LOST),))
    dialling = panel.shown().dialling
    assert (dialling.words, dialling.is_lost) == ("The exchange does not answer: dial 112 yourself", True)
    assert dialling.hang_up is None
    panel.case(emergency_calls=(a_call(CallEventKind.ANSWERED),))
    assert not panel.shown().dialling.is_lost


def test_what_they_gave_is_saved_with_the_steps_that_were_done(panel: Panel) -> None:
    panel.presenter.dismiss()
    panel.case(hand_overs=(TOLD,))
    panel.actions.trigger(ActionId.HAND_OVER)
    assert panel.known == ("112-77", "")
    assert panel.shown().save is None, "nothing is new"
    assert [step.is_done for step in panel.shown().steps] == [not step.is_ticked for step in TpsStep]
    assert [step.tick is not None for step in panel.shown().steps] == [step.is_ticked for step in TpsStep]
    panel.presenter.typed_operator("B12")
    panel.presenter.tick_step(TpsStep.RELEASED, is_done=True)
    assert panel.shown().save is not None
    panel.presenter.save()
    wanted = CompleteHandOver(reference="112-77", their_operator="B12", done=(TpsStep.RELEASED,))
    assert (panel.backend.last.about, panel.backend.last.command) == ("h1", wanted)


def test_who_told_them_stands_over_the_lines(panel: Panel) -> None:
    panel.case(hand_overs=(TOLD.model_copy(update={"their_operator": "B12"}),))
    for part in ("An Verbeke", "112-77", "B12"):
        assert part in panel.shown().earlier


def test_a_time_of_another_day_is_said_with_its_day(panel: Panel) -> None:
    earlier: datetime = NOW - timedelta(days=2)
    panel.case(hand_overs=(TOLD.model_copy(update={"told_at": earlier}),))
    assert earlier.astimezone().strftime("%Y-%m-%d") in panel.shown().earlier


def test_it_is_said_in_the_language_of_the_centre_until_another_is_chosen() -> None:
    panel = Panel()
    texts = {language: f"1 Hello {language}\nGo and look {language}" for language in Language}
    panel.case(TEXT, hand_over_texts=texts, hand_over_language=Language.FR)
    assert panel.state is not None
    assert (panel.state.language, panel.state.lines[0].text) == (Language.FR, "1 Hello fr")
    panel.presenter.tick_all()
    panel.presenter.speak(Language.EN)
    assert panel.state.language is Language.EN
    assert [line.text for line in panel.state.lines] == ["1 Hello fr", "Go and look fr"], "it was said in French"
    assert all(line.is_said for line in panel.state.lines)
    panel.case(TEXT, hand_over_texts=texts, hand_over_language=None)
    assert panel.state.language is Language.EN


def test_without_a_language_of_the_place_it_is_dutch_or_french() -> None:
    panel = Panel()
    texts = {language: f"1 Hello {language}" for language in Language}
    panel.case(TEXT, hand_over_texts=texts, call_language=Language.FR)
    assert panel.state is not None
    shown = [panel.state.language]
    panel.case(TEXT, hand_over_texts=texts, call_language=Language.DE)
    assert [*shown, panel.state.language] == [Language.FR, Language.NL]
