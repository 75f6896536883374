"""Who may tow where: the police on the motorways of the country, everybody elsewhere.

Flanders has F.A.S.T., Wallonia SIABIS+, both by 101; of Brussels nothing but that the police decide could be found.
The region follows from the postcode of the place; a place that is not known has the number of the police all the same.
"""

from collections.abc import Iterable
from typing import Final

from app.domain.answer import ON_MOTORWAY, Answer, said
from app.domain.case import Case, CasePlace
from app.domain.service_order import TowRegime
from app.domain.subscription import Language

_BRUSSELS: Final = range(1000, 1300)
_WALLOON: Final = (range(1300, 1500), range(4000, 8000))
_GERMAN_SPEAKING: Final = range(4700, 4800)
_ABROAD: Final = {
    "FR": Language.FR,
    "MC": Language.FR,
    "LU": Language.FR,
    "NL": Language.NL,
    "DE": Language.DE,
    "AT": Language.DE,
    "LI": Language.DE,
}


def is_police_tow(case: Case, answers: Iterable[Answer]) -> bool:
    """Whether the police decide who tows: on a motorway that is not known to be abroad."""
    return said(answers, ON_MOTORWAY) is True and case.in_belgium is not False


def regime_of(place: CasePlace | None) -> TowRegime:
    """Return the regime of the motorways there; ``POLICE`` for Brussels and where the region is not known."""
    code = _postcode(place)
    if code is None or code in _BRUSSELS:
        return TowRegime.POLICE
    return TowRegime.SIABIS if any(code in part for part in _WALLOON) else TowRegime.FAST


def language_of(place: CasePlace | None) -> Language:
    """Return the language in which a firm there is most likely spoken to."""
    code = _postcode(place)
    if code is None:
        return Language.NL
    if code in _GERMAN_SPEAKING:
        return Language.DE
    return Language.FR if any(code in part for part in _WALLOON) else Language.NL


def centre_language(case: Case) -> Language | None:
    """Return the language of the emergency centre where the car is; None = Dutch or French, as the operator likes.

    The driver's language does not count here: the centre listens, not the driver.
    """
    if case.in_belgium is False:
        return next((_ABROAD[code] for code in case.country_codes if code in _ABROAD), Language.EN)
    code = _postcode(case.place)
    return None if code is None or code in _BRUSSELS else language_of(case.place)


def _postcode(place: CasePlace | None) -> int | None:
    if place is None or place.in_belgium is False or place.postcode is None or not place.postcode.isdecimal():
        return None
    return int(place.postcode)
