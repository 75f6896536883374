"""Asks for the figures each time a person comes to them, and for the cases behind the one that is chosen.

A figure that cannot be opened down to its cases is not believed. The table counts a case with the firmware its box ran
on that day; what a box ran before it first said so is not known, and the page says that where it matters.
"""

from collections.abc import Callable
from typing import Protocol

from app.api.outcomes import ClosedCaseInfo, OutcomeInfo
from app.api.service import RefusalInfo
from app.domain.case import CONFIRMED, FALSE_ALARMS, OF_ALARMS, Outcome
from app.domain.clock import Clock
from app.domain.ids import CaseId
from app.i18n import _, ngettext
from ui.actions import ActionId, Actions
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.outcomes.state import CaseLine, OutcomesState
from ui.outcomes.words import case_line, figure_title, kind_line, kind_words, table_file
from ui.ports import Oversight, Reply, Unavailable
from ui.saving import Draft, FileKind, Saving

OF_COLUMN = {
    2: tuple(sorted(CONFIRMED)),
    3: tuple(sorted(FALSE_ALARMS)),
    4: (Outcome.UNKNOWN,),
    5: (Outcome.TEST,),
    6: tuple(sorted(CONFIRMED | FALSE_ALARMS)),
}
"""Which ends a column counts; the columns before count all."""


class OutcomesView(Protocol):
    """The page."""

    def show_state(self, state: OutcomesState) -> None:
        """Paint it."""


class CaseOpener(Protocol):
    """The navigator, as far as this page needs it."""

    def open_case(self, case_id: CaseId) -> None:
        """Open a case because a person asked for it."""


class OutcomesPresenter:
    """Between the service's figures and the page."""

    def __init__(
        self, view: OutcomesView, service: Oversight, opener: CaseOpener, clock: Clock, saving: Saving
    ) -> None:
        self._view = view
        self._service = service
        self._opener = opener
        self._clock = clock
        self._saving = saving
        self._kinds: tuple[OutcomeInfo, ...] | None = None
        self._trouble: Callable[[], str] | None = None
        self._chosen: tuple[OutcomeInfo, int] | None = None
        self._cases: tuple[ClosedCaseInfo, ...] | None = None
        self._cases_trouble: Callable[[], str] | None = None

    def connect(self, actions: Actions) -> None:
        """Take the action that saves the table."""
        actions.connect(ActionId.SAVE_TABLE, self.save)

    def opened(self) -> None:
        """A person came: read the figures anew; what was shown stays until they are there."""
        self._trouble = None
        self._service.outcomes(Reply(self._on_kinds, self._on_refused, self._on_unavailable))
        self.refresh()

    def choose(self, row: int, column: int) -> None:
        """A person wants the cases behind a figure."""
        if self._kinds is None or row >= len(self._kinds):
            return
        kind = self._kinds[row]
        self._chosen, self._cases, self._cases_trouble = (kind, column), None, None
        chosen = self._chosen

        def done(cases: tuple[ClosedCaseInfo, ...]) -> None:
            if self._chosen == chosen:
                self._cases = cases
                self.refresh()

        def failed(why: Callable[[], str]) -> None:
            if self._chosen == chosen:
                self._cases_trouble = why
                self.refresh()

        reply = Reply(
            done,
            lambda refusal: failed(lambda: refusal_sentence(refusal)),
            lambda trouble: failed(lambda: unavailable_sentence(trouble)),
        )
        self._service.outcome_cases(kind, OF_COLUMN.get(column, OF_ALARMS), reply)
        self.refresh()

    def open_case(self, case_id: CaseId) -> None:
        """A person wants a case of the list on the screen."""
        self._opener.open_case(case_id)

    def save(self) -> None:
        """Save the table as it is shown."""
        kinds = self._kinds
        if kinds:
            day = self._clock.now().astimezone().strftime("%Y-%m-%d")
            content = table_file(kinds)
            self._saving.save(Draft(f"outcomes-{day}", (FileKind.CSV,), lambda _kind, ready: ready(content)))

    def refresh(self) -> None:
        """Paint what is known now; also after a change of language."""
        kinds = self._kinds or ()
        self._view.show_state(
            OutcomesState(
                kinds=tuple(kind_line(kind) for kind in kinds),
                words=self._words(),
                cases_title=self._cases_title(),
                cases=self._case_lines(),
                cases_words=self._cases_words(),
                retry=None if self._trouble is None else Offer(_("Read again")),
                save=Offer(_("Save the table …")) if kinds else None,
            )
        )

    def _words(self) -> str:
        if self._trouble is not None:
            return _("The figures could not be read: {why}").format(why=self._trouble())
        if self._kinds is None:
            return _("The figures are being read …")
        if not self._kinds:
            return _("No case was closed yet. Each closed case counts here with what it turned out to be.")
        if any(kind.firmware is None and kind.box_model is not None for kind in self._kinds):
            return _("Firmware counts as of the day of the case; before a box first named it, it is not known.")
        return ""

    def _cases_title(self) -> str:
        if self._chosen is None:
            return ""
        kind, column = self._chosen
        return " · ".join((kind_words(kind), figure_title(column)))

    def _cases_words(self) -> str:
        if self._chosen is None:
            return _("Choose a figure to see its cases.") if self._kinds else ""
        if self._cases_trouble is not None:
            return _("The cases could not be read: {why}").format(why=self._cases_trouble())
        if self._cases is None:
            return _("The cases are being read …")
        counted = self._counted()
        if len(self._cases) < counted:
            text = ngettext("The newest {shown} of {count} case", "The newest {shown} of {count} cases", counted)
            return text.format(shown=len(self._cases), count=counted)
        return "" if self._cases else _("No case ended so.")

    def _counted(self) -> int:
        if self._chosen is None:
            return 0
        kind, column = self._chosen
        return sum(figure.count for figure in kind.figures if figure.outcome in OF_COLUMN.get(column, OF_ALARMS))

    def _case_lines(self) -> tuple[CaseLine, ...]:
        return tuple(case_line(case) for case in self._cases or ())

    def _on_kinds(self, kinds: tuple[OutcomeInfo, ...]) -> None:
        self._kinds = kinds
        self.refresh()

    def _on_refused(self, refusal: RefusalInfo) -> None:
        self._trouble = lambda: refusal_sentence(refusal)
        self.refresh()

    def _on_unavailable(self, trouble: Unavailable) -> None:
        self._trouble = lambda: unavailable_sentence(trouble)
        self.refresh()
