"""What is set for this desk and by whom, in words. Nothing is changed here: it is read, to support, over the phone."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from app.i18n import _
from app.workplace import NO, OFF, YES, Fault, Source, Workplace
from ui.workplace.state import SettingLine, WorkplaceState

_WHAT: Final[Mapping[str, tuple[Callable[[], str], Callable[[], str]]]] = {
    "service": (lambda: _("Service"), lambda: _("Address of the centre's service")),
    "data": (lambda: _("Data"), lambda: _("Folder in which the service of this machine keeps its data")),
    "starts_service": (lambda: _("Starts the service"), lambda: _("Whether the desk starts it when none runs")),
    "language": (lambda: _("Language"), lambda: _("Language of the screen")),
    "plain_map": (lambda: _("Plain map"), lambda: _("Draw the map without the web engine (thin clients)")),
    "updates": (lambda: _("New versions"), lambda: _("Address of the signed list of versions")),
    "update_channel": (lambda: _("Channel of versions"), lambda: _("Which versions are told here")),
}
_SET_BY: Final[Mapping[Source, Callable[[], str]]] = {
    Source.MACHINE_POLICY: lambda: _("your administrator (policy of this machine)"),
    Source.USER_POLICY: lambda: _("your administrator (policy of your account)"),
    Source.COMMAND_LINE: lambda: _("the command line"),
    Source.MACHINE_FILE: lambda: _("your administrator (file of this machine)"),
    Source.USER_FILE: lambda: _("your own file"),
    Source.DEFAULT: lambda: _("nobody"),
}
_NOT_SET: Final[Mapping[str, Callable[[], str]]] = {
    "service": lambda: _("of this machine"),
    "data": lambda: _("folder of this user"),
    "language": lambda: _("chosen at the desk"),
    "updates": lambda: _("not looked for"),
}
_VALUES: Final[Mapping[str, Callable[[], str]]] = {
    YES: lambda: _("yes"),
    NO: lambda: _("no"),
    OFF: lambda: _("never"),
}


class WorkplaceView(Protocol):
    """The page."""

    def show_state(self, state: WorkplaceState) -> None:
        """Paint it."""


class WorkplacePresenter:
    """Words what counts at this desk."""

    def __init__(self, view: WorkplaceView, workplace: Workplace) -> None:
        self._view = view
        self._workplace = workplace

    def refresh(self) -> None:
        """Paint it in the language of the screen."""
        lines = tuple(
            SettingLine(
                what(), _value(name, self._workplace.value(name)), _SET_BY[given.source](), f"{does()} ({name})"
            )
            for name, (what, does) in _WHAT.items()
            for given in (self._workplace.given[name],)
        )
        self._view.show_state(WorkplaceState(lines, tuple(_passed_over(fault) for fault in self._workplace.faults)))


def _value(name: str, value: str) -> str:
    if not value:
        return _NOT_SET[name]()
    return _VALUES[value]() if value in _VALUES else value


def _passed_over(fault: Fault) -> str:
    set_by = _SET_BY[fault.source]()
    if fault.is_known:
        text = _("“{value}” for {name}, set by {set_by}, cannot be meant and counts for nothing.")
        return text.format(value=fault.value, name=fault.name, set_by=set_by)
    text = _("{name}, set by {set_by}, is no setting of this version and counts for nothing.")
    return text.format(name=fault.name, set_by=set_by)
