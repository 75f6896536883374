"""What is on record, joined: the page of contracts, the way to it from a case, and the search bar for everything."""

from collections.abc import Callable

from app.api.records import OpenRecord
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.contracts.case_record import CaseRecord
from ui.contracts.disk import DiskReader
from ui.contracts.presenter import ContractsPresenter
from ui.contracts.view import ContractsView
from ui.navigator import Navigator
from ui.ports import Backend, Scheduler
from ui.saving import Saving
from ui.search.presenter import SearchPresenter, Ways
from ui.search.view import SearchView
from ui.session import Me
from ui.shell.slots import Page
from ui.shell.view import MainWindow
from ui.widgets.screen import Screen

AddPage = Callable[[Page, Screen, Callable[[], str], Callable[[], None]], None]


class RecordPages:
    """Makes them for every role: each sees and may what the service lets it."""

    def __init__(
        self, me: Me, backend: Backend, actions: Actions, navigator: Navigator, scheduler: Scheduler, saving: Saving
    ) -> None:
        self._backend = backend
        self._actions = actions
        self._navigator = navigator
        self._view = ContractsView()
        self.contracts = ContractsPresenter(self._view, me, backend, DiskReader(), scheduler, saving)
        self._view.connect_to(self.contracts)

    def join(self, window: MainWindow, add_page: AddPage, begin_case: Callable[[str, str], None] | None) -> None:
        """Put page and bar into the window; ``begin_case`` None = this person opens no case."""
        add_page(Page.CONTRACTS, self._view, lambda: _("Contracts"), self.contracts.opened)

        def open_record(which: OpenRecord) -> None:
            self._actions.trigger(ActionId.CONTRACTS)
            self.contracts.open(which)

        of_case = CaseRecord(self._actions, open_record)
        self._navigator.add_listener(of_case)
        bar = SearchView()
        ways = Ways(self._navigator.open_case, open_record, begin_case)
        search = SearchPresenter(bar, self._backend, self._actions, ways)
        bar.connect_to(search)
        search.connect()
        window.place_search(bar)
