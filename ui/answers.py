"""What happens with the answer to a command, the same for every screen.

While a command is on its way its screen offers nothing: a second click would be a second command. The answer is the
whole case, which the navigator shows to all panels; what was refused is said in the strip, and the case is read again
by the event that changed it.
"""

from collections.abc import Callable
from typing import Protocol

from app.api.cases import CaseDetail
from app.api.service import RefusalInfo
from ui.ports import Reply, Unavailable


class CaseShower(Protocol):
    """The navigator, as far as answers need it."""

    def show(self, detail: CaseDetail) -> None:
        """Show this to every panel."""


class Trouble(Protocol):
    """The alert strip, as far as answers need it."""

    def refused(self, refusal: RefusalInfo) -> None:
        """Say a refusal."""

    def unavailable(self, unavailable: Unavailable) -> None:
        """Say an outage."""


class CaseAnswers:
    """Makes replies for the commands of one screen, and knows whether one is on its way."""

    def __init__(self, shower: CaseShower, trouble: Trouble, changed: Callable[[], None]) -> None:
        self._shower = shower
        self._trouble = trouble
        self._changed = changed
        self._under_way = 0

    @property
    def is_busy(self) -> bool:
        """Whether a command of this screen waits for its answer."""
        return self._under_way > 0

    def reply(
        self,
        then: Callable[[CaseDetail], None] = lambda _detail: None,
        asks_back: Callable[[RefusalInfo], bool] = lambda _refusal: False,
    ) -> Reply[CaseDetail]:
        """Return the reply for a command that is sent now.

        Args:
            then: Called after the case is shown.
            asks_back: Given a refusal that the screen may turn into a question; True = it does, the strip is quiet.
        """
        self._under_way += 1
        self._changed()

        def done(detail: CaseDetail) -> None:
            self._under_way -= 1
            self._shower.show(detail)
            self._changed()
            then(detail)

        def refused(refusal: RefusalInfo) -> None:
            is_asked_back = asks_back(refusal)
            self._end()
            if not is_asked_back:
                self._trouble.refused(refusal)

        def unavailable(trouble: Unavailable) -> None:
            self._end()
            self._trouble.unavailable(trouble)

        return Reply(done, refused, unavailable)

    def _end(self) -> None:
        self._under_way -= 1
        self._changed()
