"""The editions of the rules that decide cases, loaded once: those of the conditions and those of the S2 Pack."""

from collections.abc import Mapping
from datetime import date

from app.rules.clauses import Edition, load_edition
from app.rules.editions import CONDITIONS, S2_PACK, in_force
from resources.editions import edition_names, read_edition


class Rulebook:
    """Says which editions decide an event."""

    def __init__(self, editions: Mapping[str, Edition]) -> None:
        self._editions = editions

    @classmethod
    def load(cls) -> "Rulebook":
        """Read every edition that is shipped.

        Raises:
            RuleError: One of them contradicts itself.
        """
        return cls({name: load_edition(read_edition(name)) for name in edition_names()})

    def of_day(self, event_day: date) -> tuple[Edition, ...]:
        """Return the editions that decide an event of a day; a series older than its first edition is left out."""
        return tuple(edition for series in (CONDITIONS, S2_PACK) for edition in self._of(series, event_day))

    def _of(self, series: str, event_day: date) -> tuple[Edition, ...]:
        try:
            return (self._editions[in_force(self._editions.values(), series, event_day)],)
        except LookupError:
            return ()
