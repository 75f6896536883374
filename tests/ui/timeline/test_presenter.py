"""The timeline is the case's chain in words: nothing left out, nothing said that is not there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import i18n
from app.domain.audit import AuditAction
from app.domain.service_order import OrderState
from tests.support.answers import a_text
from tests.support.cases import a_full_case, ago, an_entry
from ui.timeline.presenter import TimelinePresenter, line_of, timeline_state
from ui.timeline.state import TimelineState
from ui.timeline.words import SENTENCES, TOW_SENTENCES, details_text, sentence
from ui.words.times import time_of_day


class View:
    def __init__(self) -> None:
        self.states: list[TimelineState | None] = []

    def show_state(self, state: TimelineState | None) -> None:
        self.states.append(state)


@pytest.mark.parametrize("action", AuditAction)
def test_every_action_has_a_sentence(action: AuditAction) -> None:
    assert sentence(action, {})
    assert set(SENTENCES) == set(AuditAction)


@pytest.mark.parametrize("state", OrderState)
def test_every_state_of_a_tow_has_a_sentence(state: OrderState) -> None:
    said = sentence(AuditAction.TOW_CHANGED, {"state": state, "provider": "Depannage Noels"})
    assert said
    assert ("on its way" in said) is (state is OrderState.EN_ROUTE), "only a provider's word says so"
    assert set(TOW_SENTENCES) == set(OrderState)


@given(
    action=st.sampled_from(list(AuditAction)),
    details=st.dictionaries(
        st.sampled_from(
            ["state", "outcome", "disposition", "priority", "eta_at", "peak_g", "holds", "kept", "new_key"]
        ),
        st.text(max_size=12),
        max_size=4,
    ),
)
def test_whatever_an_old_entry_holds_it_can_be_read(action: AuditAction, details: dict[str, str]) -> None:
    assert isinstance(sentence(action, details), str)
    assert isinstance(details_text(action, details), str)


def test_lines_are_in_order_with_local_times_and_a_heading_for_each_day() -> None:
    detail = a_full_case(
        timeline=(
            an_entry(AuditAction.CASE_OPENED, 1).model_copy(update={"at": ago(0) - timedelta(days=1)}),
            an_entry(AuditAction.CASE_CLAIMED, 2, 5),
            an_entry(AuditAction.CALL_REQUESTED, 3, 4),
        )
    )
    lines = timeline_state(detail).lines
    assert [line.is_heading for line in lines] == [True, False, True, False, False]
    assert lines[0].stamp < lines[2].stamp
    assert [line.text for line in lines if line.text] == ["Case opened", "Case claimed", "Call dialled"]
    assert lines[3].stamp == time_of_day(ago(5))
    assert lines[3].beside == "An Verbeke"


def test_the_service_has_a_name_and_routine_is_faint() -> None:
    entry = an_entry(AuditAction.UPLINK_RECEIVED).model_copy(update={"actor_name": ""})
    assert line_of(entry).beside == "the service"
    assert line_of(entry).is_faint
    assert not line_of(an_entry(AuditAction.CASE_OPENED)).is_faint


def test_an_erased_person_is_said_to_be_erased() -> None:
    entry = an_entry(AuditAction.CALL_REQUESTED).model_copy(update={"personal_erased": True})
    assert "erased on request" in line_of(entry).beside
    assert "erased" not in line_of(an_entry(AuditAction.CALL_REQUESTED)).beside


def test_ids_and_technical_values_are_left_out_and_unknown_ones_said() -> None:
    details = {"order_id": "o1", "kept_ids": "a, b", "pid": "12", "colour": "white", "reason": ""}
    assert details_text(AuditAction.CASE_OPENED, details) == "colour white"


def test_figures_and_times_are_local() -> None:
    eta = ago(-600)
    said = details_text(AuditAction.TOW_CHANGED, {"state": "accepted", "eta_at": eta.isoformat()})
    assert said == f"promised for {time_of_day(eta)}"
    assert details_text(AuditAction.CASE_OPENED, {"peak_g": "6.31"}) == "6.3 g"
    assert details_text(AuditAction.CASE_OPENED, {"peak_g": "?"}) == "?"
    assert details_text(AuditAction.CASE_OPENED, {"peak_at_least_g": "8.00"}) == "≥ 8.0 g"


def test_the_language_of_the_screen_is_followed() -> None:
    try:
        i18n.set_language("nl")
        assert details_text(AuditAction.CALL_ENDED, {"peak_g": "6.3"}) == "6,3 g"
    finally:
        i18n.set_language("en")


def test_no_case_shows_nothing() -> None:
    view = View()
    presenter = TimelinePresenter(view)
    presenter.on_case(a_full_case())
    presenter.on_case(None)
    shown = view.states[0]
    assert shown is not None
    assert shown.case_id == "c1"
    assert view.states[-1] is None


def test_an_answer_is_said_by_its_question_in_the_language_of_the_screen() -> None:
    answered = an_entry(AuditAction.FACT_ANSWERED, fact="hurt_or_trapped", value="yes")
    known = answered.model_copy(update={"asked": a_text("Is anybody hurt?"), "shown": a_text("Yes")})
    assert line_of(known).beside == "An Verbeke · Is anybody hurt? · Yes"
    assert line_of(answered).beside == "An Verbeke · hurt_or_trapped · yes"
    try:
        i18n.set_language("fr")
        assert line_of(known).beside.endswith("Is anybody hurt? (fr) · Yes (fr)")
    finally:
        i18n.set_language("en")
