"""The two pages of a call that comes in, joined: the case it is about (F4), or the case it becomes (F2)."""

from collections.abc import Callable
from functools import partial

from app.domain.clock import Clock
from app.i18n import _
from ui.actions import ActionId, Actions
from ui.caller.presenter import CallerPresenter
from ui.caller.view import CallerView
from ui.navigator import Navigator
from ui.new_case.presenter import NewCasePresenter
from ui.new_case.view import NewCaseView
from ui.ports import Backend, Scheduler
from ui.session import Me
from ui.shell.presenter import ShellPresenter
from ui.shell.slots import Page
from ui.widgets.screen import Screen

AddPage = Callable[[Page, Screen, Callable[[], str], Callable[[], None]], None]


class PhonePages:
    """Makes them for who takes calls.

    Attributes:
        caller: Its ``prefill`` takes the number that an exchange tells.
    """

    def __init__(self, backend: Backend, opener: Navigator, clock: Clock, scheduler: Scheduler) -> None:
        self._views = NewCaseView(), CallerView()
        self._tell: Callable[[str], None] = lambda _words: None
        self._start: Callable[[], object] = lambda: None
        new_view, caller_view = self._views
        self.new_case = NewCasePresenter(new_view, backend, opener, scheduler, self._say)
        self.caller = CallerPresenter(caller_view, backend, opener, clock, scheduler)
        new_view.connect_to(self.new_case)
        caller_view.connect_to(self.caller)

    def join(self, me: Me, add_page: AddPage, actions: Actions, shell: ShellPresenter) -> None:
        """Put the pages where a person who takes calls comes to them."""
        self._tell = shell.tell
        new_view, caller_view = self._views
        if not me.works_on_cases:
            new_view.deleteLater()  # nothing else would: they never get a parent
            caller_view.deleteLater()
            return

        self._start = partial(actions.trigger, ActionId.NEW_CASE)
        self.caller.offer_new_case(self._start)
        add_page(Page.NEW_CASE, new_view, lambda: _("New case by phone"), self._begin)
        add_page(Page.CALLER, caller_view, lambda: _("Somebody calls in"), self.caller.opened)

    def begin(self, car: str, place: str) -> None:
        """Begin a new case for a car or a place that was found by searching."""
        self._start()
        self.new_case.prefill(car=car, place=place)

    def _begin(self) -> None:
        """A person came to the new case; a call that found no case goes on there."""
        told = self.caller.hand_over()
        self.new_case.prefill(told.number, told.car, told.place)
        self.new_case.prefill_said(told.name, told.words)
        self.new_case.opened()

    def _say(self, words: str) -> None:
        self._tell(words)

    @property
    def begun(self) -> str:
        """Why leaving now would lose something; empty = it would not."""
        if self.new_case.draft.is_empty:
            return ""
        return _("A new case was begun and is not open yet (F2). Leave again to drop it.")
