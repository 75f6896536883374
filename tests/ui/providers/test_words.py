"""What is wrong with a list of partners, and where a partner comes, as people read it."""

import pytest

from app.api.providers import LineFaults
from app.domain.provider import Province
from tests.ui.providers.test_presenter import a_provider
from ui.providers.words import area_text, fault_sentences, province_name


def test_a_fault_says_the_line_what_stands_there_and_what_to_do() -> None:
    line = LineFaults(
        line=2,
        faults={"kinds": "unknown_word", "email": "not_a_mail_address", "": "too_many_cells"},
        cells={"kinds": "boat", "email": "orders at home"},
    )
    assert fault_sentences(line) == (
        "line 2, Services “boat”: One of these words is not known. (tow; taxi; hotel; rental; repatriation)",
        "line 2, E-mail for orders “orders at home”: This is no e-mail address.",
        "line 2: This line has more cells than there are columns.",
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "not known"),
        ({"provinces": "BRU; VBR"}, "Brussels, Flemish Brabant"),
        ({"provinces": "VBR", "postcodes": "3060; 3000"}, "Flemish Brabant or 3060, 3000"),
        ({"radius_km": "40"}, "40 km around"),
        ({"provinces": "VBR; BRU", "radius_km": "60"}, "Flemish Brabant, Brussels, and within 60 km"),
    ],
)
def test_where_it_comes_is_said_in_names_and_a_radius_beside_them_is_a_limit(cells: dict[str, str], said: str) -> None:
    assert area_text(a_provider("A", **cells)) == said


def test_every_province_has_a_name() -> None:
    assert all(province_name(one.value) != one.value for one in Province)
