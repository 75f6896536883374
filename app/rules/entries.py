"""One entry of a rule file, read strictly: what is missing, misspelt or of another type is said with file and line.

A key that is silently ignored would be a condition that silently does not count.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.rules.errors import RuleError
from app.rules.facts import Texts

LANGUAGES: Final = ("nl", "fr", "de", "en")
"""Every sentence a person hears exists in each of them."""


class Entry:
    """A mapping of a rule file with its place in it."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise RuleError(f"{data!r} is not a mapping", where)
        self._data: Mapping[str, object] = data
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def only(self, allowed: Iterable[str]) -> "Entry":
        """Return itself, sure to hold no other keys than these."""
        if unknown := sorted(set(map(str, self._data)) - set(allowed)):
            raise RuleError(f"unknown key {', '.join(unknown)}", self.where)
        return self

    def raw(self, key: str) -> object:
        """Return the value of a key that must be there."""
        if key not in self._data:
            raise RuleError(f"{key} is missing", self.where)
        return self._data[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; one without a default must be there and not be empty."""
        value = default if key not in self._data and default is not None else self.raw(key)
        if not isinstance(value, str) or (not value and default is None):
            raise RuleError(f"{key} is {value!r}, not a text", self.where)
        return value

    def flag(self, key: str) -> bool:
        """Return a yes or no that is no when it is not there."""
        value = self._data.get(key, False)
        if not isinstance(value, bool):
            raise RuleError(f"{key} is {value!r}, not true or false", self.where)
        return value

    def number(self, key: str, default: Decimal) -> Decimal:
        """Return an exact number."""
        return exact(self._data.get(key, default), key, self.where)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that is empty when it is not there."""
        return as_names(self._data.get(key, []), key, self.where)

    def texts(self, key: str) -> Texts:
        """Return a sentence in every language."""
        return as_texts(self.raw(key), key, self.where)

    def items(self) -> Iterable[tuple[str, object]]:
        """Return keys and values."""
        return self._data.items()


def exact(value: object, key: str, where: str) -> Decimal:
    """Return an integer or Decimal as Decimal."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise RuleError(f"{key} is {value!r}, not a number", where)
    return Decimal(value)


def as_names(value: object, key: str, where: str) -> tuple[str, ...]:
    """Return a list of texts."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise RuleError(f"{key} is {value!r}, not a list of texts", where)
    return tuple(value)


def as_texts(value: object, key: str, where: str) -> Texts:
    """Return a sentence that exists in every language and in no other."""
    texts = Entry(value, f"{where} {key}").only(LANGUAGES)
    return MappingProxyType({language: texts.text(language) for language in LANGUAGES})
