"""The editions of the rules that decide cases, loaded once, as the insurer reads them.

How he settles the doubts of the text stands in ``insurer.yaml`` of the data folder (``app/rules/README.md``). An E-call
waits for no settings file: one that is damaged is refused whole, said in the log and in the desk's alert strip with
file, line and doubt, and the readings of the edition hold meanwhile, each of them "to be confirmed" on its card. So
nobody takes a reading for the insurer's that is not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from app.rules.clauses import Edition, load_edition
from app.rules.editions import CONDITIONS, S2_PACK, in_force
from app.rules.errors import RuleError
from resources.editions import EditionFileError, edition_names, read_edition, read_readings

INSURER_FILE: Final = "insurer.yaml"

Readings = Mapping[str, Mapping[str, str]]


class Rulebook:
    """Says which editions decide an event.

    Attributes:
        insurer_fault: Why the insurer's readings are not in force; empty = they are, or he has none.
    """

    def __init__(self, editions: Mapping[str, Edition], insurer_fault: str = "") -> None:
        self._editions = editions
        self.insurer_fault = insurer_fault

    @classmethod
    def load(cls, folder: Path | None = None) -> "Rulebook":
        """Read every edition that is shipped, as the insurer's file in the data folder reads it.

        Raises:
            RuleError: An edition contradicts itself, whatever the insurer says.
        """
        path = None if folder is None else folder / INSURER_FILE
        if path is None or not path.exists():
            return cls(_loaded({}))
        try:
            return cls(_loaded(_known(read_readings(path), edition_names())))
        except OSError as fault:
            return cls(_loaded({}, is_insurer_heard=False), f"{INSURER_FILE}: {fault.strerror}")
        except (EditionFileError, RuleError) as fault:
            return cls(_loaded({}, is_insurer_heard=False), str(fault))

    def of_day(self, event_day: date) -> tuple[Edition, ...]:
        """Return the editions that decide an event of a day; a series older than its first edition is left out."""
        return tuple(edition for series in (CONDITIONS, S2_PACK) for edition in self._of(series, event_day))

    def _of(self, series: str, event_day: date) -> tuple[Edition, ...]:
        try:
            return (self._editions[in_force(self._editions.values(), series, event_day)],)
        except LookupError:
            return ()


def _known(readings: Readings, editions: Iterable[str]) -> Readings:
    for edition in readings:
        if edition not in editions:
            where = getattr(edition, "where", INSURER_FILE)
            raise EditionFileError(f"{where}: there is no edition {edition!r}; there are {', '.join(editions)}")
    return readings


def _loaded(readings: Readings, *, is_insurer_heard: bool = True) -> Mapping[str, Edition]:
    return {
        name: load_edition(read_edition(name), readings.get(name), is_insurer_heard=is_insurer_heard)
        for name in edition_names()
    }
