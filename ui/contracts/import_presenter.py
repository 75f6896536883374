"""A file on its way: sent in pieces, checked, looked over by a person, put in place.

Nothing on record changes before somebody has seen what would and pressed the button that says so. The service goes on
without this desk; the desk asks twice a second how far it is.
"""

from collections.abc import Callable
from pathlib import Path

from app.api.imports import MOST_PART_BYTES, ColumnsInfo, ImportInfo
from app.api.service import RefusalInfo
from app.domain.imports import ImportKind, ImportStage
from app.i18n import _, ngettext
from ui.contracts.ports import FileReader
from ui.contracts.state import FaultLine, ImportState
from ui.contracts.words import advice, column_name, fault_place, refusal_words
from ui.errors import unavailable_sentence
from ui.offer import Offer
from ui.ports import ImportService, Reply, Scheduler, Unavailable
from ui.saving import Draft, FileKind, Saving

LOOK_EVERY_S = 0.5
MOST_LINES = 500


class ImportPresenter:
    """``changed`` is called whenever ``state`` says something else."""

    def __init__(
        self,
        service: ImportService,
        files: FileReader,
        scheduler: Scheduler,
        saving: Saving,
        changed: Callable[[], None],
    ) -> None:
        self._service = service
        self._files = files
        self._scheduler = scheduler
        self._saving = saving
        self._changed = changed
        self._path = Path()
        self._size = 0
        self._info: ImportInfo | None = None
        self._trouble: Callable[[], str] | None = None

    @property
    def is_moving(self) -> bool:
        """Whether something goes on that a person should see to its end."""
        info = self._info
        return self._trouble is None and info is not None and info.stage in _ON_THE_WAY

    def choose(self, path: Path, kind: ImportKind) -> None:
        """A person chose a file: send it and have it checked; one chosen before is forgotten."""
        self.leave()
        self._path = path
        try:
            self._size = self._files.size_of(path)
        except OSError as fault:
            self._fail(_unreadable(path, fault))
            return
        self._service.begin_import(kind, self._size, self._reply(self._send_next))
        self._changed()

    def apply(self) -> None:
        """A person has seen what would change and wants it."""
        if self._info is not None and self._info.stage is ImportStage.CHECKED and not self._info.fault_count:
            self._service.apply_import(self._info.import_id, self._reply(self._on_info))

    def leave(self) -> None:
        """Forget the import, as far as it is not decided."""
        info, self._info, self._trouble = self._info, None, None
        if info is not None and not info.stage.is_moving:
            self._service.drop_import(info.import_id, Reply(lambda _info: None, lambda _no: None, lambda _no: None))

    def save_template(self, kind: ImportKind) -> None:
        """Save a file with every column and one made-up row."""

        def make(_kind: FileKind, ready: Callable[[bytes], None]) -> None:
            def done(columns: ColumnsInfo) -> None:
                ready(columns.template.encode("utf-8-sig"))

            self._service.import_columns(kind, Reply(done, self._on_refused, self._on_unavailable))

        self._saving.save(Draft(kind.value, (FileKind.CSV,), make))

    def state(self) -> ImportState:
        """Return it in words."""
        info, is_still = self._info, not self.is_moving
        is_good = info is not None and info.stage is ImportStage.CHECKED and not info.fault_count
        title, lines = _lines(info)
        return ImportState(
            words=self._words(),
            is_trouble=self._trouble is not None or bool(info and (info.fault_count or info.failure)),
            progress=self._progress(),
            lines_title=title,
            lines=lines,
            choose=Offer(_("Choose a file of contracts …")) if is_still else None,
            choose_boxes=Offer(_("Choose a file of boxes …")) if is_still else None,
            template=Offer(_("Save a template …")) if is_still else None,
            apply=Offer(_("Put in place")) if is_good and info and info.to_place else None,
            leave=Offer(_("Close"), "" if is_still else _("The import goes on; wait for its end.")),
        )

    def _reply(self, done: Callable[[ImportInfo], None]) -> Reply[ImportInfo]:
        return Reply(done, self._on_refused, self._on_unavailable)

    def _send_next(self, info: ImportInfo) -> None:
        self._info = info
        self._changed()
        if info.received_bytes >= self._size:
            self._service.check_import(info.import_id, self._reply(self._on_info))
            return
        try:
            piece = self._files.read(self._path, info.received_bytes, MOST_PART_BYTES)
        except OSError as fault:
            self._fail(_unreadable(self._path, fault))
            return
        if not piece:
            self._fail(lambda: _("The file became shorter while it was read. Choose it again."))
            return
        self._service.send_part(info.import_id, info.received_bytes, piece, self._reply(self._send_next))

    def _on_info(self, info: ImportInfo) -> None:
        self._info = info
        self._changed()
        if info.stage.is_moving:
            self._scheduler.after(LOOK_EVERY_S, self._look)

    def _look(self) -> None:
        if self._info is not None:
            self._service.read_import(self._info.import_id, self._reply(self._on_info))

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._fail(lambda: refusal_words(refusal))

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._fail(lambda: unavailable_sentence(trouble))

    def _fail(self, why: Callable[[], str]) -> None:
        self._trouble = why
        self._changed()

    def _progress(self) -> float | None:
        info = self._info
        if info is None or not self.is_moving:
            return None
        if info.stage is ImportStage.RECEIVING:
            return info.received_bytes / max(1, self._size)
        if info.stage is ImportStage.CHECKING:
            return min(1.0, info.rows / max(1, info.rows_expected))
        return info.placed / max(1, info.to_place)

    def _words(self) -> str:
        info = self._info
        if self._trouble is not None:
            return self._trouble()
        if info is None:
            return _("CSV or JSON. The file is checked first; nothing changes before you have seen what would.")
        if info.failure:
            return _("It failed: {why}. Send the file again.").format(why=info.failure)
        if info.stage is ImportStage.RECEIVING:
            return _("The file is being sent …")
        if info.stage is ImportStage.CHECKING:
            return _("Checked: {rows} rows …").format(rows=f"{info.rows:,}")
        return _counts(info)


_ON_THE_WAY = frozenset({ImportStage.RECEIVING, ImportStage.CHECKING, ImportStage.APPLYING})


def _counts(info: ImportInfo) -> str:
    if info.fault_count:
        text = ngettext(
            "{count} thing is wrong; nothing was changed.",
            "{count} things are wrong; nothing was changed.",
            info.fault_count,
        )
        return text.format(count=f"{info.fault_count:,}")
    counts = {"added": f"{info.added:,}", "changed": f"{info.changed:,}", "same": f"{info.unchanged:,}"}
    if info.stage is ImportStage.APPLYING:
        words = _("Being put in place: {placed} of {all} …")
        return words.format(placed=f"{info.placed:,}", all=f"{info.to_place:,}")
    if info.stage is ImportStage.DONE:
        return _("Done: {added} added, {changed} changed, {same} as they were.").format(**counts)
    if not info.to_place:
        return _("Nothing would change: 0 changed, {same} as they are.").format(**counts)
    return _("Nothing is wrong. {added} would be added, {changed} changed, {same} stay as they are.").format(**counts)


def _lines(info: ImportInfo | None) -> tuple[str, tuple[FaultLine, ...]]:
    if info is None:
        return "", ()
    if info.faults:
        lines = tuple(FaultLine(fault_place(one), one.shown, advice(one.code, one.detail)) for one in info.faults)
        return _("What is wrong"), lines[:MOST_LINES]
    changes = [
        FaultLine(f"{one.key} · {column_name(cell.column)}", cell.before or "–", cell.after or "–")
        for one in info.changes
        for cell in one.cells
    ]
    return (_("What changes") if changes else ""), tuple(changes[:MOST_LINES])


def _unreadable(path: Path, fault: OSError) -> Callable[[], str]:
    why = fault.strerror or type(fault).__name__
    return lambda: _("{file} cannot be read ({why}). Choose another file.").format(file=path.name, why=why)
