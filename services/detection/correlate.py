"""One crash = one E-call, whatever the box sends and in whatever order.

``detect`` is a function of the records of a frame and of the E-calls already open for the box. It keeps nothing: the
state of a detection is the ``Ecall`` itself, stored in the transaction of its case, so that a killed service continues
exactly where it was and the same frame processed twice changes nothing.

Nothing is corrected here. A device time in the future or years back is kept as sent; whether the record is late is for
the use case to say, which knows the clock.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from app.domain.box import BoxModel
from app.domain.ecall import BoxRecord, Ecall
from app.domain.ids import EcallId
from services.detection.assemble import Gathered, assemble, gathered_from, is_around
from services.detection.belonging import Kinship
from services.detection.thresholds import Thresholds

_COMPARED: Final = tuple(item.name for item in fields(Ecall) if item.name not in {"ecall_id", "received_at"})


@dataclass(frozen=True, slots=True)
class NewEcall:
    """A crash not heard of before."""

    ecall: Ecall


@dataclass(frozen=True, slots=True)
class UpdatedEcall:
    """More became known of a crash.

    Attributes:
        changed: Names of the fields of ``Ecall`` that are different now.
    """

    ecall: Ecall
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Records of a known crash that said nothing new."""

    ecall_id: EcallId


Decision = NewEcall | UpdatedEcall | Unchanged


def detect(  # noqa: PLR0913, PLR0917 - one frame, what is known of its box, and where an id comes from; a bundle would only hide it
    records: Sequence[BoxRecord],
    recent: Sequence[BoxRecord],
    open_ecalls: Sequence[Ecall],
    model: BoxModel | None,
    received_at: datetime,
    thresholds: Thresholds,
    new_ecall_id: Callable[[], EcallId],
) -> tuple[Decision, ...]:
    """Return what the records of one frame mean, one decision for each E-call they concern, oldest crash first.

    Args:
        records: The frame, any order.
        recent: Records of the same box from earlier frames of the last minutes: the approach of a crash that is only
            now reported. Marked ones among them are in ``open_ecalls`` already and are not looked at again.
        open_ecalls: E-calls of the box whose crash lies within 30 minutes of any of the records' device times, and of
            others that may be the same car (``services.detector.same_car``).
        model: Of the box; None = not known.
        received_at: When the frame was stored; becomes that of a new E-call.
        thresholds: Figures of the edition in force.
        new_ecall_id: Gives an id; asked once for each new E-call.
    """
    groups = [gathered_from(ecall) for ecall in open_ecalls]
    touched = [_place(record, groups) for record in _openers_first(records)]
    plain = {record for record in records if record.mark is None}
    approach = {record for record in recent if record.mark is None}
    decisions = []
    for group in sorted(groups, key=lambda group: group.occurred_at):
        occurred_at = group.occurred_at
        around = {record for record in plain if is_around(record, occurred_at)}
        if around or any(group is other for other in touched):
            group.plain |= around | approach
            decisions.append(_decide(group, model, received_at, thresholds, new_ecall_id))
    return tuple(decisions)


def _openers_first(records: Iterable[BoxRecord]) -> Sequence[BoxRecord]:
    """Marked records, each once: those that open an E-call before the traces that look for one."""
    marked = {record for record in records if record.mark is not None}
    return sorted(
        marked, key=lambda record: (not (record.mark and record.mark.opens_ecall), record.device_at, repr(record.mark))
    )


def _place(record: BoxRecord, groups: list[Gathered]) -> Gathered:
    """Put a marked record with its crash, opening a new one when there is none, and return that."""
    bare = replace(record, trace=None)
    group = _home(bare, groups)
    if group is None:
        group = Gathered(Kinship(bare), {bare})
        groups.append(group)
    elif bare not in group.marked:
        group.kin.add(bare)
        group.marked.add(bare)
    if record.trace is not None:
        group.fragments.add(record.trace)
    return group


def _home(bare: BoxRecord, groups: Iterable[Gathered]) -> Gathered | None:
    known = [group for group in groups if bare in group.marked]
    fitting = known or [group for group in groups if group.kin.takes(bare)]
    return min(
        fitting,
        key=lambda group: (group.kin.chief.imei != bare.imei, abs(group.occurred_at - bare.device_at)),
        default=None,
    )


def _decide(
    group: Gathered,
    model: BoxModel | None,
    received_at: datetime,
    thresholds: Thresholds,
    new_ecall_id: Callable[[], EcallId],
) -> Decision:
    stored = group.ecall
    if stored is None:
        return NewEcall(assemble(group, new_ecall_id(), received_at, model, thresholds))
    ecall = assemble(group, stored.ecall_id, stored.received_at, model, thresholds)
    changed = frozenset(name for name in _COMPARED if getattr(ecall, name) != getattr(stored, name))
    return UpdatedEcall(ecall, changed) if changed else Unchanged(stored.ecall_id)
