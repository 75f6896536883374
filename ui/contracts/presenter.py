"""Look a contract up, read it, mend it, put a new one on record, import a file of them.

What a person typed is searched when they stop typing; an answer to an older text is dropped. Opening a record is
audited, walking over the list is not.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from app.api.records import FoundRecords, OpenRecord, RecordDetail, RecordRow
from app.api.service import RefusalInfo
from app.domain.account import Role
from app.domain.imports import ImportKind
from app.i18n import _
from ui.contracts.form import CELLS_REFUSED, Form, form_state
from ui.contracts.import_presenter import ImportPresenter
from ui.contracts.ports import FileReader
from ui.contracts.state import ContractsState, FormState, RowLine
from ui.contracts.words import refusal_words
from ui.errors import unavailable_sentence
from ui.offer import Offer
from ui.ports import Cancel, ImportService, Registry, Reply, Scheduler, Unavailable
from ui.saving import Saving
from ui.session import Me
from ui.words.records import not_whole

SHORTEST = 3
SEARCH_AFTER_S = 0.2

_MENDERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
_IMPORTERS = frozenset({Role.SUPERVISOR, Role.ADMIN})


class ContractsView(Protocol):
    """The page."""

    def show_state(self, state: ContractsState) -> None:
        """Paint it."""

    def ask_file(self, chosen: Callable[[Path], None]) -> None:
        """Let a person choose a file."""


class RecordService(Registry, ImportService, Protocol):
    """Everything the page asks."""


class ContractsPresenter:
    """Between the records of the service and the page."""

    def __init__(
        self,
        view: ContractsView,
        me: Me,
        service: RecordService,
        files: FileReader,
        scheduler: Scheduler,
        saving: Saving,
    ) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._scheduler = scheduler
        self._import = ImportPresenter(service, files, scheduler, saving, self.refresh)
        self._text = ""
        self._waiting: Cancel | None = None
        self._found: FoundRecords | None = None
        self._search_trouble: Callable[[], str] | None = None
        self._form: Form | None = None
        self._form_words: Callable[[], str] | None = None
        self._is_trouble = False
        self._asks_to_drop = False
        self._is_busy = False
        self._imports = False

    def opened(self) -> None:
        """A person came."""
        self.refresh()

    def typed(self, text: str) -> None:
        """Search when the person stops typing."""
        self._text = text.strip()
        if self._waiting is not None:
            self._waiting()
            self._waiting = None
        if len(self._text) >= SHORTEST:
            self._waiting = self._scheduler.after(SEARCH_AFTER_S, self._search)
            return
        self._found, self._search_trouble = None, None
        self.refresh()

    def choose(self, row: int) -> None:
        """Open the record of this row."""
        if self._found is None or row >= len(self._found.rows) or self._is_busy or self._keeps_typed():
            return
        one = self._found.rows[row]
        self.open(OpenRecord(contract_id=one.contract_id, imei=None if one.contract_id is not None else one.imei))

    def open(self, which: OpenRecord) -> None:
        """Open a record, found here or anywhere else; what was typed and not stored stays instead."""
        if self._is_busy or self._keeps_typed():
            return
        self._imports = False
        self._service.open_record(which, Reply(self._on_opened, self._on_refused, self._on_unavailable))

    def new(self) -> None:
        """Begin a new record; an installer one of a box."""
        if self._keeps_typed():
            return
        self._imports = False
        self._form, self._form_words = Form(only_box=not self._me_mends()), None
        self.refresh()

    def show_box(self, box: int) -> None:
        """Show another box of the same car in the fields."""
        if self._form is not None and not self._is_busy and not self._keeps_typed():
            self._form, self._form_words = replace(self._form, box=box), None
        self.refresh()

    def edit(self, column: str, text: str) -> None:
        """Something was typed into a field."""
        if self._form is not None:
            self._form = self._form.with_typed(column, text)
            self._form_words, self._asks_to_drop = None, False
            self.refresh()

    def save(self) -> None:
        """Store what was typed."""
        if self._form is None or not self._form.changed or self._is_busy or self._why_not():
            return
        self._is_busy = True
        command = self._form.command()
        self._service.mend_record(command, Reply(self._on_stored, self._on_refused, self._on_unavailable))
        self.refresh()

    def close_form(self) -> None:
        """Leave the record; what was typed and not stored is dropped when the person says so twice."""
        if self._has_typed() and not self._asks_to_drop:
            self._say(lambda: _("What was typed is not stored. Close again to drop it."))
            self._asks_to_drop = True
            return
        self._form, self._form_words, self._asks_to_drop = None, None, False
        self.refresh()

    def show_import(self) -> None:
        """Show where a file is chosen."""
        if self._keeps_typed():
            return
        self._form, self._imports = None, True
        self.refresh()

    def choose_file(self, kind: ImportKind) -> None:
        """Let the person choose a file of this kind."""
        self._view.ask_file(lambda path: self._import.choose(path, kind))

    def save_template(self) -> None:
        """Save a file to fill in."""
        self._import.save_template(ImportKind.CONTRACTS)

    def apply_import(self) -> None:
        """Put the checked file in place."""
        self._import.apply()

    def leave_import(self) -> None:
        """Leave the import, when nothing of it goes on."""
        if not self._import.is_moving:
            self._import.leave()
            self._imports = False
            self.refresh()

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        rows = self._found.rows if self._found is not None else ()
        may_import = bool(_IMPORTERS & set(self._me.account.roles))
        self._view.show_state(
            ContractsState(
                words=self._words(),
                rows=tuple(_line(one) for one in rows),
                new=Offer(_("New contract") if self._me_mends() else _("New box"), self._why_not()),
                import_=Offer(_("Import a file")) if may_import else None,
                form=None if self._form is None else self._form_state(self._form),
                file=self._import.state() if self._imports else None,
            )
        )

    def _form_state(self, form: Form) -> FormState:
        words = "" if self._form_words is None else self._form_words()
        return form_state(
            form, words, is_trouble=self._is_trouble, why_not=self._why_not_this(form), busy=self._is_busy
        )

    def _search(self) -> None:
        asked = self._text

        def done(found: FoundRecords) -> None:
            if asked == self._text:
                self._found, self._search_trouble = found, None
                self.refresh()

        def failed(why: Callable[[], str]) -> None:
            if asked == self._text:
                self._search_trouble = why
                self.refresh()

        reply = Reply(
            done,
            lambda refusal: failed(lambda: refusal_words(refusal)),
            lambda trouble: failed(lambda: unavailable_sentence(trouble)),
        )
        self._service.find_records(asked, reply)

    def _words(self) -> str:
        if self._search_trouble is not None:
            return self._search_trouble()
        if self._found is None:
            return _("Type three letters or digits: plate, name, phone, policy, place or box.")
        if not self._found.is_whole:
            return not_whole()
        if not self._found.rows:
            return _("Nothing on record has this in it. Try a part of the plate or the name.")
        return _("More than is shown here; type more of it.") if self._found.more else ""

    def _why_not(self) -> str:
        may = (_MENDERS | {Role.INSTALLER}) & set(self._me.account.roles)
        return "" if may else _("Your account has no right to do this. Ask a supervisor.")

    def _why_not_this(self, form: Form) -> str:
        is_contract = form.detail is not None and form.detail.contract_id is not None
        if is_contract and not self._me_mends():
            return _("Your account has no right to do this. Ask a supervisor.")
        return self._why_not()

    def _me_mends(self) -> bool:
        return bool(_MENDERS & set(self._me.account.roles))

    def _has_typed(self) -> bool:
        return self._form is not None and bool(self._form.changed)

    def _keeps_typed(self) -> bool:
        """Whether something is typed and not stored; then it stays, and the person is told."""
        if self._has_typed():
            self._say(lambda: _("Store what was typed, or close it without storing."))
        return self._has_typed()

    def _on_opened(self, detail: RecordDetail) -> None:
        if self._has_typed():
            return  # typed while it was being read
        self._form, self._form_words, self._is_trouble = Form(detail), None, False
        self.refresh()

    def _on_stored(self, detail: RecordDetail) -> None:
        self._is_busy, self._is_trouble = False, False
        box = self._form.box if self._form is not None and self._form.box < len(detail.boxes) else 0
        self._form, self._form_words = Form(detail, box), lambda: _("Stored.")
        self.refresh()
        if len(self._text) >= SHORTEST:
            self._search()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._is_busy = False
        if refusal.code == CELLS_REFUSED and self._form is not None:
            self._form = self._form.with_refusal(refusal)
            self._say(lambda: _("Nothing was stored. Look at the marked fields."))
            return
        self._say(lambda: refusal_words(refusal))

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._is_busy = False
        self._say(lambda: unavailable_sentence(trouble))

    def _say(self, words: Callable[[], str]) -> None:
        self._is_trouble, self._asks_to_drop = True, False
        if self._form is None:
            self._search_trouble = words
        else:
            self._form_words = words
        self.refresh()


def _line(row: RecordRow) -> RowLine:
    return RowLine(
        plate=row.plate or "–",
        name=row.name or _("no contract"),
        driver=row.driver if row.driver != row.name else "",
        policy=row.policy_number,
        place=row.municipality,
        car=row.car,
    )
