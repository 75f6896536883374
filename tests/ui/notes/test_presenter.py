"""Nothing that was typed is lost: not by another case, not by a refusal, not by a service that does not answer."""

import pytest

from app.api.cases import CaseDetail
from app.api.commands import WriteNote
from app.domain.account import Role
from app.domain.ids import NoteId
from tests.support.backend import FakeBackend, FakeScheduler
from tests.support.cases import a_full_case, a_note, a_queue_row, my_case, their_case
from tests.support.contract import a_claim, me
from tests.support.desk_parts import Asker, Shower
from ui.actions import ActionId, Actions
from ui.notes.presenter import LONGEST, NotesPresenter
from ui.notes.state import NotesState
from ui.words.times import time_of_day


class View:
    def __init__(self) -> None:
        self.states: list[NotesState | None] = []
        self.focused = 0

    @property
    def state(self) -> NotesState:
        state = self.states[-1]
        assert state is not None
        return state

    def show_state(self, state: NotesState | None) -> None:
        self.states.append(state)

    def focus_text(self) -> None:
        self.focused += 1


class Notes:
    """A presenter with everything around it; the case c1 is mine and open."""

    def __init__(self, detail: CaseDetail | None = None, **account: object) -> None:
        self.view, self.backend, self.scheduler = View(), FakeBackend(), FakeScheduler()
        self.shower, self.asker, self.actions = Shower(), Asker(), Actions()
        self.presenter = NotesPresenter(self.view, me(**account), self.backend, self.scheduler.clock, self.shower)
        self.shower.listeners.append(self.presenter)
        self.presenter.connect(self.actions, self.asker, self.scheduler)
        self.presenter.on_case(detail or my_case())

    def sent(self) -> str:
        command = self.backend.last.command
        assert isinstance(command, WriteNote)
        return command.text


def another_case() -> CaseDetail:
    return a_full_case(a_queue_row("c2", claim=a_claim()))


def test_f9_puts_the_cursor_into_the_field() -> None:
    notes = Notes()
    assert notes.actions.trigger(ActionId.NOTE)
    assert notes.view.focused == 1


def test_a_note_is_stored_and_then_the_field_is_empty() -> None:
    notes = Notes()
    notes.presenter.typed("  Staat achter de vangrail.\n")
    notes.presenter.save()
    assert notes.sent() == "Staat achter de vangrail."
    assert notes.view.state.draft == "  Staat achter de vangrail.\n", "until it is stored"
    assert notes.view.state.kept == "Being saved …"
    assert not notes.view.state.save.is_possible
    notes.backend.last.done(my_case(notes=(a_note("Staat achter de vangrail."),)))
    assert notes.view.state.draft == ""
    assert [line.text for line in notes.view.state.lines if line.text] == ["Staat achter de vangrail."]


def test_confirm_saves_what_is_typed_and_nothing_else() -> None:
    notes = Notes()
    notes.presenter.typed("ja")
    notes.asker.confirm()
    assert notes.sent() == "ja"
    notes.presenter.typed("   ")
    assert notes.asker.asked is None, "nothing to save"


def test_the_screen_that_asks_shows_it_itself() -> None:
    notes = Notes()
    notes.presenter.typed("x")
    assert notes.asker.asked is not None
    assert notes.asker.asked.shown_by_asker


@pytest.mark.parametrize("fails", ["refused", "unavailable"])
def test_a_save_that_fails_keeps_the_text_and_says_so(fails: str) -> None:
    notes = Notes()
    notes.presenter.typed("lange tekst")
    notes.presenter.save()
    if fails == "refused":
        notes.backend.last.refused("not_yours")
    else:
        notes.backend.last.unavailable()
    assert notes.view.state.draft == "lange tekst"
    assert notes.view.state.problem.endswith("The text is still here.")
    assert notes.view.state.save.is_possible
    notes.presenter.typed("lange tekst!")
    assert notes.view.state.save.is_possible


def test_what_is_typed_while_saving_stays() -> None:
    notes = Notes()
    notes.presenter.typed("eerste")
    notes.presenter.save()
    notes.presenter.typed("eerste\ntweede")
    notes.backend.last.done(my_case())
    assert notes.view.state.draft == "tweede"


def test_each_case_keeps_its_own_draft() -> None:
    notes = Notes()
    notes.presenter.typed("over c1")
    notes.presenter.on_case(another_case())
    assert notes.view.state.draft == ""
    assert notes.asker.asked is None, "Enter must not save into a case that is not shown"
    notes.presenter.typed("over c2")
    notes.presenter.on_case(my_case())
    assert notes.view.state.draft == "over c1"
    assert notes.presenter.unsaved


def test_an_answer_for_another_case_changes_only_its_own_draft() -> None:
    notes = Notes()
    notes.presenter.typed("over c1")
    notes.presenter.save()
    answer = notes.backend.last
    notes.presenter.on_case(another_case())
    notes.presenter.typed("over c2")
    answer.done(another_case())
    assert notes.view.state.draft == "over c2"
    notes.presenter.on_case(my_case())
    assert notes.view.state.draft == ""


def test_the_draft_is_kept_every_two_seconds_and_said_to_be_unsaved() -> None:
    notes = Notes()
    notes.presenter.typed("half")
    assert notes.view.state.kept == ""
    notes.scheduler.advance(2)
    kept_at = time_of_day(notes.scheduler.clock.now())
    assert notes.view.state.kept == f"Draft kept on this desk at {kept_at}, not saved yet"
    notes.scheduler.advance(10)
    assert kept_at in notes.view.state.kept, "nothing new was typed"


def test_leaving_the_field_keeps_the_draft_and_takes_enter_away() -> None:
    notes = Notes()
    notes.presenter.typed("half")
    notes.presenter.leave()
    assert notes.asker.asked is None
    assert notes.view.state.draft == "half"
    assert notes.view.state.kept


def test_why_not_is_said() -> None:
    notes = Notes()
    assert notes.view.state.save.why_not == "Nothing is written yet."
    notes.presenter.typed("x" * (LONGEST + 1))
    assert "at most 10000" in notes.view.state.save.why_not
    assert notes.asker.asked is None


def test_who_does_not_hold_the_case_cannot_write_but_a_supervisor_can() -> None:
    notes = Notes(their_case())
    assert not notes.view.state.can_write
    assert not notes.actions.is_enabled(ActionId.NOTE)
    supervised = Notes(their_case(), roles=(Role.SUPERVISOR,))
    assert supervised.view.state.can_write
    assert supervised.actions.is_enabled(ActionId.NOTE)


def test_a_draft_of_a_case_that_was_lost_can_still_be_read() -> None:
    notes = Notes()
    notes.presenter.typed("half")
    notes.presenter.on_case(their_case())
    assert notes.view.state.draft == "half"
    assert notes.view.state.can_write, "to copy it out"
    assert not notes.view.state.save.is_possible


def test_notes_are_lines_with_author_and_time_under_their_day() -> None:
    notes = Notes(my_case(notes=(a_note("een"), a_note("twee", note_id=NoteId("n2")))))
    heading, first, second = notes.view.state.lines
    assert heading.is_heading
    assert (first.text, first.beside) == ("een", "An Verbeke")
    assert second.key == "n2"


def test_without_a_case_there_is_nothing_to_write() -> None:
    notes = Notes()
    notes.presenter.on_case(None)
    notes.presenter.typed("x")
    notes.presenter.save()
    assert notes.view.states[-1] is None
    assert notes.backend.asked == []


def test_which_notes_would_be_lost_is_reported_until_they_are_saved() -> None:
    notes, reported = Notes(), list[str]()
    notes.presenter.report_drafts(reported.append)
    notes.presenter.typed("out of the car")
    notes.scheduler.advance(2)
    notes.scheduler.advance(2)
    assert reported == [my_case().row.number]
    notes.presenter.save()
    notes.backend.last.done(my_case())
    assert reported == [my_case().row.number, ""]


def test_a_draft_that_is_dropped_is_reported_no_more() -> None:
    notes, reported = Notes(), list[str]()
    notes.presenter.report_drafts(reported.append)
    notes.presenter.typed("out of the car")
    notes.presenter.keep()
    notes.presenter.drop_drafts()
    assert not notes.presenter.unsaved
    assert reported[-1] == ""
