"""The directory of partners: a list that is filtered while one types, and the form of the chosen one.

The list is small and read whole each time the page opens. Operators read; supervisors and admins mend. What was typed
stays until it is stored or another partner is chosen; the service says what cannot be meant, field by field.
"""

from collections.abc import Mapping
from typing import Protocol

from app.api.providers import ProviderInfo, ProviderList, RegisterProvider
from app.api.service import RefusalInfo
from app.i18n import _
from ui.errors import refusal_sentence, unavailable_sentence
from ui.offer import Offer
from ui.ports import PartnerService, Reply, Unavailable
from ui.providers.state import FieldState, FormState, PartnerLine, ProvidersState
from ui.providers.words import HINTS, LABELS, area_text, fault_text, hours_text, kinds_text, running_text, way_text
from ui.session import Me


class ProvidersView(Protocol):
    """The page."""

    def show_state(self, state: ProvidersState) -> None:
        """Paint it."""

    def focus_form(self) -> None:
        """Let the person type."""


class ProvidersPresenter:
    """Between the directory and the page."""

    def __init__(self, view: ProvidersView, me: Me, service: PartnerService) -> None:
        self._view = view
        self._me = me
        self._service = service
        self._rows: tuple[ProviderInfo, ...] = ()
        self._text = ""
        self._chosen: ProviderInfo | None = None
        self._is_new = False
        self._cells: dict[str, str] = {}
        self._faults: Mapping[str, str] = {}
        self._said, self._is_trouble = "", False
        self._is_busy = False

    def opened(self) -> None:
        """Read the directory; what is being typed stays."""
        self._is_busy = True
        self.refresh()
        self._service.providers(Reply(self._read, self._refused, self._unavailable))

    def find(self, text: str) -> None:
        """Show the partners in which every word stands."""
        self._text = text
        self.refresh()

    def choose(self, row: int) -> None:
        """Look at one partner."""
        found = self._found()
        if row < len(found):
            self._look_at(found[row])

    def begin(self) -> None:
        """Put a new partner on record."""
        if self._me.mends:
            self._chosen, self._is_new, self._cells, self._faults = None, True, {}, {}
            self._say("")
            self._view.focus_form()

    def typed(self, column: str, text: str) -> None:
        """Take what was typed; its fault is no longer said."""
        self._cells[column] = text
        self._faults = {one: code for one, code in self._faults.items() if one != column}
        self.refresh()

    def save(self) -> None:
        """Store what was typed."""
        if self._why_not_save():
            return
        self._is_busy = True
        cells = {column: text.strip() for column, text in self._cells.items() if text.strip()}
        chosen = self._chosen
        command = RegisterProvider(
            provider_id=None if chosen is None else chosen.provider_id,
            version="" if chosen is None else chosen.version,
            cells=cells,
        )
        self.refresh()
        self._service.register_provider(command, Reply(self._stored, self._refused, self._unavailable))

    def refresh(self) -> None:
        """Paint what is known now."""
        found = self._found()
        nothing = _("No partner is found.") if self._rows else _("No partner is on record yet.")
        self._view.show_state(
            ProvidersState(
                text=self._text,
                lines=tuple(_line(one) for one in found),
                chosen=None if self._chosen is None else self._chosen.provider_id,
                words="" if found or self._is_busy else nothing,
                new=Offer(_("New partner"), self._why_not_mend()),
                form=self._form(),
            )
        )

    def _form(self) -> FormState | None:
        if self._chosen is None and not self._is_new:
            return None
        title = _("New partner") if self._chosen is None else self._chosen.cells.get("name", "")
        return FormState(
            title=title,
            fields=tuple(self._field(column) for column in LABELS),
            can_edit=self._me.mends,
            save=Offer(_("Store"), self._why_not_save()),
            words=self._said,
            is_trouble=self._is_trouble,
        )

    def _field(self, column: str) -> FieldState:
        hint = HINTS[column]() if column in HINTS else ""
        text, fault = self._cells.get(column, ""), fault_text(self._faults.get(column, ""))
        return FieldState(column, LABELS[column](), text, hint, fault)

    def _found(self) -> tuple[ProviderInfo, ...]:
        words = self._text.casefold().split()
        return tuple(one for one in self._rows if all(word in _text_of(one) for word in words))

    def _look_at(self, info: ProviderInfo) -> None:
        self._chosen, self._is_new, self._cells, self._faults = info, False, dict(info.cells), {}
        self._say("")

    def _read(self, found: ProviderList) -> None:
        self._is_busy = False
        self._rows = found.rows
        chosen = self._chosen
        fresh = next((one for one in found.rows if chosen is not None and one.provider_id == chosen.provider_id), None)
        if fresh is not None and chosen is not None and self._cells == dict(chosen.cells):
            self._chosen, self._cells = fresh, dict(fresh.cells)
        self.refresh()

    def _stored(self, info: ProviderInfo) -> None:
        self._look_at(info)
        self._say(_("Stored."))
        self.opened()

    def _refused(self, refusal: RefusalInfo) -> None:
        self._is_busy = False
        self._faults = dict(refusal.detail) if refusal.code == "cells_refused" else {}
        said = _("Somebody changed this partner meanwhile. Choose it again.")
        self._say(said if refusal.code == "changed" else refusal_sentence(refusal), is_trouble=True)

    def _unavailable(self, trouble: Unavailable) -> None:
        self._is_busy = False
        self._say(unavailable_sentence(trouble), is_trouble=True)

    def _say(self, words: str, *, is_trouble: bool = False) -> None:
        self._said, self._is_trouble = words, is_trouble
        self.refresh()

    def _why_not_mend(self) -> str:
        return "" if self._me.mends else _("A supervisor or an administrator mends partners.")

    def _why_not_save(self) -> str:
        if self._is_busy:
            return _("One moment: the service has not answered yet.")
        return self._why_not_mend()


def _line(info: ProviderInfo) -> PartnerLine:
    return PartnerLine(
        provider_id=info.provider_id,
        name=info.cells.get("name", ""),
        kinds=kinds_text(info),
        comes_to=area_text(info),
        hours=hours_text(info),
        way=way_text(info),
        running=running_text(info),
    )


def _text_of(info: ProviderInfo) -> str:
    return " ".join((*info.cells.values(), kinds_text(info))).casefold()
