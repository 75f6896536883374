"""Countries as people say them: by name in the languages of the centre, by the start of a name, or by code."""

from functools import cache
from typing import Final

from babel import Locale

from app.usecases.record_text import folded

LANGUAGES: Final = ("nl", "fr", "de", "en")
SHORTEST: Final = 3
MOST: Final = 5

_CODE_LENGTH: Final = 2
_NO_COUNTRIES: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def countries_of(text: str) -> tuple[str, ...]:
    """Return the codes of the countries that a text may name, those named whole first; at most a few."""
    wanted = folded(text).strip()
    if len(wanted) == _CODE_LENGTH:
        code = wanted.upper()
        return (code,) if code in _names() else ()
    if len(wanted) < SHORTEST:
        return ()
    whole = [code for code, names in _names().items() if wanted in names]
    begun = [code for code, names in _names().items() if any(name.startswith(wanted) for name in names)]
    return tuple(dict.fromkeys((*whole, *begun)))[:MOST]


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the names of each country, folded."""
    spoken = [{str(code): str(name) for code, name in Locale.parse(one).territories.items()} for one in LANGUAGES]
    codes = [code for code in spoken[0] if len(code) == _CODE_LENGTH and code.isalpha() and code not in _NO_COUNTRIES]
    return {code: frozenset(folded(names[code]) for names in spoken if code in names) for code in codes}
