"""The figures in words, and as the file of a table."""

import csv
import io
from collections.abc import Callable

from app.api.outcomes import ClosedCaseInfo, OutcomeInfo
from app.domain.case import FALSE_ALARMS, Outcome
from app.i18n import _
from ui.outcomes.state import CaseLine, KindLine
from ui.words.cases import OUTCOMES
from ui.words.times import moment, number

FIGURES: tuple[Callable[[], str], ...] = (
    lambda: _("Box"),
    lambda: _("Firmware"),
    lambda: _("Confirmed"),
    lambda: _("False"),
    lambda: _("Not known"),
    lambda: _("Tests"),
    lambda: _("False of the known"),
)
"""Titles of the columns."""

_FORMULA = ("=", "+", "-", "@", "\t")


def kind_line(kind: OutcomeInfo) -> KindLine:
    """Return a kind of box as a line of the table."""
    false = [figure for figure in kind.figures if figure.outcome in FALSE_ALARMS]
    return KindLine(
        model=kind.box_model or _("not on record"),
        firmware=kind.firmware or _("not known"),
        confirmed=str(kind.confirmed),
        false_alarms=str(kind.false_alarms),
        unknown=str(kind.unknown),
        tests=str(kind.tests),
        share="–" if kind.false_share is None else _("{share} %").format(share=number(kind.false_share * 100)),
        parts=", ".join(f"{OUTCOMES[figure.outcome]()} {figure.count}" for figure in false),
    )


def kind_words(kind: OutcomeInfo) -> str:
    """Name a kind of box."""
    if kind.box_model is None:
        return _("Boxes not on record")
    return " ".join((kind.box_model, kind.firmware or _("(firmware not known)")))


def figure_title(column: int) -> str:
    """Name what a column counts; the first two stand for every case."""
    return FIGURES[column]() if column > 1 else _("all cases")


def case_line(case: ClosedCaseInfo) -> CaseLine:
    """Return a case as a line of the list."""
    return CaseLine(
        case_id=case.case_id,
        number=case.number,
        received=moment(case.received_at),
        closed="" if case.closed_at is None else moment(case.closed_at),
        outcome="" if case.outcome is None else OUTCOMES[case.outcome](),
    )


def table_file(kinds: tuple[OutcomeInfo, ...]) -> bytes:
    """Return the table as a file that a spreadsheet of this country opens: semicolons, UTF-8 with its mark."""
    text = io.StringIO()
    file = csv.writer(text, delimiter=";", lineterminator="\r\n")
    file.writerow([title() for title in FIGURES] + [OUTCOMES[outcome]() for outcome in Outcome])
    for kind in kinds:
        counts = {figure.outcome: figure.count for figure in kind.figures}
        cells = [*kind_line(kind).cells(), *(str(counts.get(outcome, 0)) for outcome in Outcome)]
        file.writerow([_harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
