"""What a shift hand-over says in the strip: what is offered, declined, accepted or taken, and what hinders it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from app.api.queue import QueueRow
from app.domain.ids import CaseId
from app.i18n import _, ngettext
from ui.actions import ActionId
from ui.session import Me
from ui.shell.state import Alert, Level
from ui.words.times import since_text


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
        elif row.is_on_call and me.holds(row):
            text = _("Say first how the call of case {number} ended: {name} cannot accept it before")
            yield Alert(Level.HIGH, text.format(name=offer.to, number=row.number), row.case_id)
    for name, count in offered.items():
        text = ngettext(
            "{name} hands {count} case over to you: accept it",
            "{name} hands {count} cases over to you: accept them",
            count,
        )
        yield Alert(Level.HIGH, text.format(name=name, count=count), ActionId.SHIFT)


def taken_alerts(rows: Iterable[QueueRow], accepted: Collection[CaseId], now: datetime) -> Iterator[Alert]:
    """Give one alert for each case of mine that somebody else has now; one that I had offered is good news."""
    for row in rows:
        if row.claim is None:
            continue
        is_wanted = row.case_id in accepted
        taken = _("Your case {number} was taken over by {name} at {desk}, {time}; open it to see why")
        text = _("{name} at {desk} has accepted your case {number}, {time}") if is_wanted else taken
        time = since_text(row.claim.claimed_at, now)
        said = text.format(number=row.number, name=row.claim.name, desk=row.claim.desk, time=time)
        yield Alert(Level.NOTICE if is_wanted else Level.HIGH, said, row.case_id)
