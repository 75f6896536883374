"""What operators write down: a field that loses nothing, and the notes of the case.

A text that was begun stays with its case until the service has stored it: while another case is open, while the
service does not answer, and when saving is refused. The draft is this desk's own and in memory; every two seconds the
panel says that it is kept and that nobody else can read it yet, and the number of the case is reported, so that a desk
that is killed can say what was lost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.api.cases import CaseDetail, NoteInfo
from app.api.commands import WriteNote
from app.api.service import RefusalInfo
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.answers import CaseShower
from ui.confirmation import Confirmation, Confirmations
from ui.errors import refusal_sentence, unavailable_sentence
from ui.log_line import LogLine
from ui.notes.state import NotesState
from ui.offer import Offer
from ui.ports import CaseCommands, Reply, Scheduler, Unavailable
from ui.rights import why_not_write
from ui.session import Me
from ui.words.times import time_of_day

KEEP_EVERY_S = 2.0
LONGEST = 10_000
"""Of ``WriteNote.text``."""


class NotesView(Protocol):
    """The panel."""

    def show_state(self, state: NotesState | None) -> None:
        """Paint it; None = no case is open."""

    def focus_text(self) -> None:
        """Let the person type."""


@dataclass
class _Draft:
    """What was begun in the case of this number. ``sending`` is the text on its way; "" = none."""

    number: str = ""
    text: str = ""
    kept_at: datetime | None = None
    sending: str = ""
    problem: str = ""


class NotesPresenter:
    """Between the notes of the open case and the panel. A ``CaseListener``."""

    def __init__(self, view: NotesView, me: Me, commands: CaseCommands, clock: Clock, shower: CaseShower) -> None:
        self._view = view
        self._me = me
        self._commands = commands
        self._clock = clock
        self._shower = shower
        self._drafts: dict[CaseId, _Draft] = {}
        self._detail: CaseDetail | None = None
        self._actions = Actions()
        self._confirmations: Confirmations | None = None
        self._asked: Confirmation | None = None
        self._report: Callable[[str], None] = lambda numbers: None  # noqa: ARG005 - nobody listens yet
        self._reported = ""
        self._open_case: Callable[[CaseId], None] | None = None
        self._wanted: CaseId | None = None

    def connect(self, actions: Actions, confirmations: Confirmations, scheduler: Scheduler) -> None:
        """Take F9, let "confirm" save what is typed, and keep the draft every two seconds."""
        self._actions = actions
        self._confirmations = confirmations
        actions.connect(ActionId.NOTE, self.write)
        scheduler.every(KEEP_EVERY_S, self.keep)
        self.refresh()

    @property
    def unsaved(self) -> str:
        """Numbers of the cases in which something was typed at this desk that is stored nowhere yet; "" = none."""
        return ", ".join(draft.number for _case_id, draft in self._begun())

    def lead_to(self, open_case: Callable[[CaseId], None]) -> None:
        """Let the next F9 open the case of the first note that is not saved: the person was told of it."""
        self._open_case = open_case
        self.refresh()

    def write(self) -> None:
        """F9: type in this case, or in the one whose note is not saved, if that was said just now."""
        open_case, elsewhere = self._open_case, self._elsewhere()
        self._open_case = self._wanted = None
        if open_case is None or elsewhere is None:
            self._view.focus_text()
            return
        self._wanted = elsewhere
        open_case(elsewhere)

    def report_drafts(self, report: Callable[[str], None]) -> None:
        """Report which cases have a note that is not saved, by their numbers, whenever that changes; "" = none."""
        self._report = report

    def drop_drafts(self) -> None:
        """Forget what is not saved: the person was told, and leaves."""
        self._drafts.clear()
        self._report_unsaved()

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show the notes of this case, and what was begun in it."""
        self.keep()
        if detail is None or self._detail is None or detail.row.case_id != self._detail.row.case_id:
            self._withdraw()
            wanted, self._wanted = self._wanted, None
        else:
            wanted = None
        self._detail = detail
        self.refresh()
        if detail is not None and detail.row.case_id == wanted:
            self._view.focus_text()

    def typed(self, text: str) -> None:
        """Take what stands in the field now."""
        draft = self._draft()
        if self._detail is None or text == draft.text:
            return
        before = (self._offer(), draft.problem, draft.kept_at)
        draft.text, draft.problem, draft.kept_at = text, "", None
        self._lend_confirm()
        if before != (self._offer(), draft.problem, draft.kept_at):
            self.refresh()

    def keep(self) -> None:
        """Say that the draft is kept; called every two seconds."""
        draft = self._draft()
        if self._detail is not None and draft.text and draft.kept_at is None:
            draft.kept_at = self._clock.now()
            self.refresh()
        self._report_unsaved()

    def leave(self) -> None:
        """Stop typing; the draft stays, and nothing is confirmed by accident."""
        self.keep()
        self._withdraw()

    @property
    def begun(self) -> Offer | None:
        """Saving the note that is begun in the open case; None = nothing is begun."""
        return self._offer() if self._draft().text.strip() else None

    def save(self) -> None:
        """Store the text with the case; it stays in the field until it is stored."""
        self._save(self._shower.show)

    def save_for(self, reply: Reply[CaseDetail]) -> None:
        """Store it for somebody who goes on with the answer, and shows the case."""
        self._save(reply.done, reply)

    def _save(self, then: Callable[[CaseDetail], None], asker: Reply[CaseDetail] | None = None) -> None:
        draft, detail = self._draft(), self._detail
        if detail is None or not self._offer().is_possible:
            return
        self._withdraw()
        draft.sending, draft.problem = draft.text, ""
        command = WriteNote(text=draft.text.strip())
        self._commands.write_note(detail.row.case_id, command, self._reply(draft, then, asker))
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known now, and keep the action in step."""
        detail = self._detail
        self._actions.set_enabled(ActionId.NOTE, enabled=not why_not_write(self._me, detail) or self._leads())
        self._view.show_state(None if detail is None else self._state(detail))

    def _state(self, detail: CaseDetail) -> NotesState:
        draft = self._draft()
        return NotesState(
            case_id=detail.row.case_id,
            lines=tuple(_lines(detail.notes)),
            draft=draft.text,
            save=self._offer(),
            kept=_kept_text(draft),
            problem=draft.problem,
            can_write=not why_not_write(self._me, detail) or bool(draft.text),
        )

    def _offer(self) -> Offer:
        draft = self._draft()
        why_not = why_not_write(self._me, self._detail)
        if draft.sending:
            why_not = why_not or _("One moment: the service has not answered yet.")
        elif not draft.text.strip():
            why_not = why_not or _("Nothing is written yet.")
        elif len(draft.text) > LONGEST:
            why_not = why_not or _("Too long: at most {count} characters.").format(count=LONGEST)
        return Offer(_("Save the note"), why_not)

    def _draft(self) -> _Draft:
        if self._detail is None:
            return _Draft()
        row = self._detail.row
        return self._drafts.setdefault(row.case_id, _Draft(row.number))

    def _begun(self) -> list[tuple[CaseId, _Draft]]:
        begun = [(case_id, draft) for case_id, draft in self._drafts.items() if draft.text.strip()]
        return sorted(begun, key=lambda one: one[1].number)

    def _elsewhere(self) -> CaseId | None:
        """The case of the first note that is not saved; None = there is none, or the open case has one."""
        case_ids = [case_id for case_id, _draft in self._begun()]
        is_here = self._detail is not None and self._detail.row.case_id in case_ids
        return None if is_here or not case_ids else case_ids[0]

    def _leads(self) -> bool:
        return self._open_case is not None and self._elsewhere() is not None

    def _report_unsaved(self) -> None:
        unsaved = self.unsaved
        if unsaved != self._reported:
            self._reported = unsaved
            self._report(unsaved)

    def _lend_confirm(self) -> None:
        """Let "confirm" of menu, key and tour save; the field itself shows what."""
        if self._confirmations is None:
            return
        if not self._offer().is_possible:
            self._withdraw()
            return
        title = _("Save the note")
        self._asked = Confirmation(title, lines=(), button=title, act=self.save, shown_by_asker=True)
        self._confirmations.ask(self._asked)

    def _withdraw(self) -> None:
        if self._confirmations is not None and self._asked is not None:
            self._confirmations.withdraw(self._asked)
        self._asked = None

    def _reply(
        self, draft: _Draft, then: Callable[[CaseDetail], None], asker: Reply[CaseDetail] | None
    ) -> Reply[CaseDetail]:
        def done(detail: CaseDetail) -> None:
            draft.text = draft.text.removeprefix(draft.sending).lstrip()
            draft.sending, draft.kept_at = "", None
            self._report_unsaved()
            self.refresh()
            then(detail)

        def failed(what: str) -> None:
            draft.sending = ""
            draft.problem = _("{what} The text is still here.").format(what=what)
            self.refresh()

        def refused(refusal: RefusalInfo) -> None:
            failed(refusal_sentence(refusal))
            if asker is not None:
                asker.refused(refusal)

        def unavailable(trouble: Unavailable) -> None:
            failed(unavailable_sentence(trouble))
            if asker is not None:
                asker.unavailable(trouble)

        return Reply(done, refused, unavailable)


def _kept_text(draft: _Draft) -> str:
    if draft.sending:
        return _("Being saved …")
    if not draft.text or draft.kept_at is None:
        return ""
    return _("Draft kept on this desk at {time}, not saved yet").format(time=time_of_day(draft.kept_at))


def _lines(notes: tuple[NoteInfo, ...]) -> Iterator[LogLine]:
    day = ""
    for note in notes:
        of_day = f"{note.written_at.astimezone():%Y-%m-%d}"
        if of_day != day:
            day = of_day
            yield LogLine(key=f"day:{day}", stamp=day, text="", is_heading=True)
        yield LogLine(key=note.note_id, stamp=time_of_day(note.written_at), text=note.text, beside=note.author)
