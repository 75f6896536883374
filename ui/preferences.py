"""What a person at this workplace prefers: language, theme, the last login.

Of a case only the id of the one that was worked on, so that whoever comes back lands in it.
A small JSON file in the data folder. A file that cannot be read or written costs the preferences, not the desk.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from app.i18n import LANGUAGES

FILE_NAME = "desk.json"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Chosen at this workplace.

    Attributes:
        language: Empty = not chosen yet: the machine's.
        case_in_hand: Id of the case that ``login`` held and had on the screen; empty = none.
        versions_looked_at: When the list of versions was last looked at, ISO 8601; empty = never.
        versions_serial: The number of the newest list seen; an older one is not believed.
    """

    language: str = ""
    is_dark: bool = False
    login: str = ""
    case_in_hand: str = ""
    versions_looked_at: str = ""
    versions_serial: int = 0


class PreferencesFile:
    """Keeps the preferences of one data folder."""

    def __init__(self, data_folder: Path) -> None:
        self._path = data_folder / FILE_NAME
        self.chosen = self._read()

    def change(self, chosen: Preferences) -> None:
        """Keep these from now on."""
        self.chosen = chosen
        fresh = self._path.with_suffix(".new")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(asdict(self.chosen)), encoding="utf-8")
            fresh.replace(self._path)

    def _read(self) -> Preferences:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Preferences()
        known = {field.name: type(getattr(Preferences(), field.name)) for field in fields(Preferences)}
        if not isinstance(found, dict):
            return Preferences()
        return Preferences(**{name: found[name] for name, kind in known.items() if isinstance(found.get(name), kind)})


def language_of(preferences: Preferences, system_locale: str) -> str:
    """Return the language of the screen: the chosen one, else the machine's ("nl_BE"), else English."""
    for candidate in (preferences.language, system_locale[:2]):
        if candidate in LANGUAGES:
            return candidate
    return "en"
