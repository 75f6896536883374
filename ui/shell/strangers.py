"""Boxes without a record that were turned away: one alert that stands until somebody looked, then only worth knowing.

Nothing of such a box is received, a crash neither. Whoever follows the alert comes to the page where a box is put on
record, and has looked at all that were turned away until then; a box that tries again is not new. However many there
are, they take one place in the strip: somebody who makes boxes up must not push a case out of it.
"""

from collections.abc import Iterator

from app.api.service import Health
from app.domain.ids import Imei
from app.i18n import _, ngettext
from ui.actions import ActionId
from ui.shell.state import Alert, Level


class Strangers:
    """What somebody at this desk has looked at."""

    def __init__(self) -> None:
        self._shown: frozenset[Imei] = frozenset()
        self._looked: frozenset[Imei] = frozenset()

    def look(self) -> None:
        """A person looks at what is shown."""
        self._looked = self._shown

    def alerts(self, health: Health) -> Iterator[Alert]:
        """Give the new ones in one alert, and those that were looked at."""
        self._shown = frozenset(one.imei for one in health.strangers)
        fresh = [one for one in health.strangers if one.imei not in self._looked]
        if len(fresh) == 1:
            yield Alert(Level.HIGH, _words(fresh[0].imei), ActionId.CONTRACTS)
        elif fresh:
            text = ngettext(
                "{count} unknown box was turned away, the last one is {imei}",
                "{count} unknown boxes were turned away, the last one is {imei}",
                len(fresh),
            )
            yield Alert(Level.HIGH, text.format(count=len(fresh), imei=fresh[0].imei), ActionId.CONTRACTS)
        for one in health.strangers:
            if one.imei in self._looked:
                yield Alert(Level.NOTICE, _words(one.imei))


def _words(imei: Imei) -> str:
    return _("Unknown box {imei} was turned away").format(imei=imei)
