"""Every sentence a person reads, in the language of that person.

Gettext catalogues, one domain for the whole product: the English sentence is the message id, so that the code stays
readable and a missing translation is still a sentence. The screen's language is the operator's; a text for a driver is
asked for in the driver's language through ``translator``.

Only sentences that stand literally inside ``_(...)`` or ``ngettext(...)`` are found by the extraction (``make
messages``).
"""

import gettext as _gettext
from collections.abc import Callable, Mapping
from functools import cache

from babel import Locale

from resources import catalogues

LANGUAGES = ("nl", "fr", "de", "en")

_screen_language = "en"


def set_language(language: str) -> None:
    """Choose the language of the screen for this process.

    Raises:
        ValueError: It is none of ``LANGUAGES``.
    """
    global _screen_language  # noqa: PLW0603 - the language of the screen is one per process, as the screen is
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; one of {', '.join(LANGUAGES)}")
    _screen_language = language


def language() -> str:
    """Return the language of the screen."""
    return _screen_language


def next_language() -> str:
    """Return the language after that of the screen, around and around."""
    return LANGUAGES[(LANGUAGES.index(_screen_language) + 1) % len(LANGUAGES)]


@cache
def _catalogue(language_code: str) -> _gettext.NullTranslations:
    if language_code == "en":
        return _gettext.NullTranslations()
    with catalogues.open_compiled(language_code) as file:
        return _gettext.GNUTranslations(file)


def translator(language_code: str) -> Callable[[str], str]:
    """Return the function that says a message in the given language."""
    return _catalogue(language_code).gettext


def _(message: str) -> str:
    """Say a message in the language of the screen."""
    return _catalogue(_screen_language).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Say a counted message in the language of the screen; ``{count}`` is left for the caller to fill."""
    return _catalogue(_screen_language).ngettext(singular, plural, count)


_TERRITORIES: Mapping[str, Mapping[str, str]] = {
    "CY-N": {"nl": "Noord-Cyprus", "fr": "Chypre du Nord", "de": "Nordzypern", "en": "Northern Cyprus"},
    "CY-SBA": {
        "nl": "Britse basissen op Cyprus",
        "fr": "Bases britanniques à Chypre",
        "de": "Britische Militärbasen auf Zypern",
        "en": "British bases in Cyprus",
    },
}
"""Territories that the contracts name and ISO 3166-1 does not."""


def country_name(code: str, language_code: str | None = None) -> str:
    """Return a territory by its code (``app.geography``) in a language, that of the screen if none is given.

    A code without a name is said as it is.
    """
    chosen = language_code or _screen_language
    if code in _TERRITORIES:
        return _TERRITORIES[code][chosen]
    return str(Locale.parse(chosen).territories.get(code, code))


def colour_name(word: str, language_code: str | None = None) -> str:
    """Return the colour of a car in a language, that of the screen if none is given.

    Colours come as English words; one that is not known here is said as it is stored.
    """
    _ = translator(language_code or _screen_language)
    words = {
        "white": _("white"),
        "black": _("black"),
        "grey": _("grey"),
        "gray": _("grey"),
        "silver": _("silver"),
        "blue": _("blue"),
        "red": _("red"),
        "green": _("green"),
        "yellow": _("yellow"),
        "orange": _("orange"),
        "brown": _("brown"),
        "beige": _("beige"),
        "purple": _("purple"),
    }
    return words.get(word.strip().casefold(), word)
