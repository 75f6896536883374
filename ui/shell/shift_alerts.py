"""What a shift hand-over says in the strip: to whom something is offered, and whose offer was declined."""

from collections.abc import Iterable, Iterator

from app.api.queue import QueueRow
from app.i18n import _, ngettext
from ui.actions import ActionId
from ui.session import Me
from ui.shell.state import Alert, Level


def shift_alerts(rows: Iterable[QueueRow], me: Me) -> Iterator[Alert]:
    """Give one alert for each person who offers me something, and one for each case somebody did not take of me."""
    offered: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.number):
        offer = row.offer
        if offer is None:
            continue
        if offer.to_id == me.account.account_id and offer.declined_at is None:
            offered[offer.by] = offered.get(offer.by, 0) + 1
        if offer.declined_at is not None and (offer.by_id, offer.by_desk) == (me.account.account_id, me.desk):
            text = _("{name} declined case {number}: it is still yours")
            yield Alert(Level.HIGH, text.format(name=offer.to, number=row.number), ActionId.SHIFT)
    for name, count in offered.items():
        text = ngettext(
            "{name} hands {count} case over to you: accept it",
            "{name} hands {count} cases over to you: accept them",
            count,
        )
        yield Alert(Level.HIGH, text.format(name=name, count=count), ActionId.SHIFT)
