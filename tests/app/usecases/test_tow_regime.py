"""The police tow on the motorways of the country, each region its own way."""

import pytest

from app.domain.answer import ON_MOTORWAY
from app.domain.case import CasePlace
from app.domain.service_order import TowRegime
from app.domain.subscription import Language
from app.usecases.tow_regime import centre_language, is_police_tow, language_of, regime_of
from tests.support.builders import a_case, a_place, an_answer


@pytest.mark.parametrize(
    ("postcode", "regime", "language"),
    [
        ("3060", TowRegime.FAST, Language.NL),
        ("1500", TowRegime.FAST, Language.NL),
        ("1999", TowRegime.FAST, Language.NL),
        ("2000", TowRegime.FAST, Language.NL),
        ("3798", TowRegime.FAST, Language.NL),
        ("8000", TowRegime.FAST, Language.NL),
        ("9992", TowRegime.FAST, Language.NL),
        ("1300", TowRegime.SIABIS, Language.FR),
        ("1499", TowRegime.SIABIS, Language.FR),
        ("4000", TowRegime.SIABIS, Language.FR),
        ("4700", TowRegime.SIABIS, Language.DE),
        ("4800", TowRegime.SIABIS, Language.FR),
        ("7999", TowRegime.SIABIS, Language.FR),
        ("1000", TowRegime.POLICE, Language.NL),
        ("1299", TowRegime.POLICE, Language.NL),
        (None, TowRegime.POLICE, Language.NL),
        ("", TowRegime.POLICE, Language.NL),
        ("B-30", TowRegime.POLICE, Language.NL),
    ],
)
def test_the_region_follows_from_the_postcode(postcode: str | None, regime: TowRegime, language: Language) -> None:
    place = a_place(postcode=postcode)
    assert (regime_of(place), language_of(place)) == (regime, language)


@pytest.mark.parametrize("place", [None, a_place(in_belgium=False, postcode="59000")], ids=["unknown", "abroad"])
def test_where_no_region_is_known_it_is_the_police(place: CasePlace | None) -> None:
    assert regime_of(place) is TowRegime.POLICE
    assert language_of(place) is Language.NL


@pytest.mark.parametrize(
    ("road", "in_belgium", "police"),
    [
        (True, True, True),
        (True, None, True),
        (True, False, False),
        (False, True, False),
        (None, True, False),
    ],
)
def test_the_police_tow_on_a_motorway_that_is_not_abroad(
    road: bool | None, in_belgium: bool | None, police: bool
) -> None:
    case = a_case(place=a_place(in_belgium=in_belgium))
    assert is_police_tow(case, (an_answer(case.case_id, ON_MOTORWAY, road),)) is police
    assert is_police_tow(a_case(place=None), (an_answer(case.case_id, ON_MOTORWAY, True),))


@pytest.mark.parametrize(
    ("place", "language"),
    [
        (a_place(postcode="3060"), Language.NL),
        (a_place(postcode="4000"), Language.FR),
        (a_place(postcode="4700"), Language.DE),
        (a_place(postcode="1000"), None),
        (a_place(postcode=None), None),
        (None, None),
        (a_place(in_belgium=False, country_codes=("DE",)), Language.DE),
        (a_place(in_belgium=False, country_codes=("FR",)), Language.FR),
        (a_place(in_belgium=False, country_codes=("ES",)), Language.EN),
    ],
)
def test_the_centre_is_told_in_its_own_language(place: CasePlace | None, language: Language | None) -> None:
    assert centre_language(a_case(place=place)) is language
