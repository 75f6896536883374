"""Key sentences in languages the centre does not speak, read from ``resources/sentences``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

_FILE: Final = Path(__file__).parent / "sentences" / "phrases.yaml"
_KEY, _WHEN = "key", "when"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence in one language. ``say``: how to read it aloud; empty = as it stands."""

    text: str
    say: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing to say.

    Attributes:
        when: The fact that must be true before it is said; empty = it may always be.
        spoken: By language code.
    """

    key: str
    when: str
    spoken: Mapping[str, Spoken]


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Every sentence. ``languages``: code -> what the language calls itself."""

    languages: Mapping[str, str]
    phrases: tuple[Phrase, ...]


@cache
def read_phrases() -> PhraseBook:
    """Return the sentences that are shipped, read once."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    languages: Mapping[str, str] = data["languages"]
    phrases = []
    for one in data["phrases"]:
        spoken = {code: Spoken(one[code]["text"], one[code].get("say", "")) for code in languages}
        phrases.append(Phrase(one[_KEY], one.get(_WHEN, ""), spoken))
    return PhraseBook(languages, tuple(phrases))
