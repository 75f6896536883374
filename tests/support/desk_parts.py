"""What stands around a presenter of a case screen: navigator, alert strip and NEXT, written by hand."""

from typing import Protocol

from app.api.cases import CaseDetail
from app.api.service import RefusalInfo
from ui.confirmation import Confirmation
from ui.ports import Unavailable


class OnCase(Protocol):
    """A ``CaseListener``."""

    def on_case(self, detail: CaseDetail | None) -> None:
        """Show this."""


class Shower:
    """The navigator and the alert strip: tells the listeners, keeps what went wrong."""

    def __init__(self) -> None:
        self.listeners: list[OnCase] = []
        self.shown: list[CaseDetail] = []
        self.trouble: list[str] = []

    def show(self, detail: CaseDetail) -> None:
        self.shown.append(detail)
        for listener in self.listeners:
            listener.on_case(detail)

    def refused(self, refusal: RefusalInfo) -> None:
        self.trouble.append(refusal.code)

    def unavailable(self, unavailable: Unavailable) -> None:
        self.trouble.append(unavailable.reason)


class Asker:
    """The NEXT box as ``Confirmations``: one question at a time, which ``confirm`` answers with Enter."""

    def __init__(self) -> None:
        self.asked: Confirmation | None = None

    def ask(self, confirmation: Confirmation) -> None:
        self.asked = confirmation

    def withdraw(self, confirmation: Confirmation) -> None:
        if self.asked is confirmation:
            self.asked = None

    def confirm(self) -> None:
        """Press Enter."""
        asked, self.asked = self.asked, None
        assert asked is not None, "nothing waits for Enter"
        asked.act()
