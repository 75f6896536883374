"""What somebody typed is found in any writing, and with one slip of a finger in it."""

from dataclasses import replace

import pytest

from app.domain.box import Car
from app.domain.ids import ContractId
from app.domain.subscription import Address, Person
from app.usecases.record_text import found_by
from app.usecases.search_text import Likeness, exact_fit, near_fit, slipped, slips, sought, trigrams
from tests.support.builders import a_box, a_contract

LUT = replace(
    a_contract(contract_id=ContractId("1" * 32), policy_number="58-0012345"),
    subscriber=Person("Lut Van den Berghe", None, "+32470123456"),
    driver=Person("Jan Peeters", None, "+33612345678"),
    address=Address("Chaussée de Wavre 12", "1050", "Ixelles"),
)
BOX = replace(a_box(), contract_id=LUT.contract_id, car=Car("1-ABC-234", "VW ID.3", "white", "electric"))
TEXTS = found_by(LUT, [BOX]).texts


@pytest.mark.parametrize(
    ("typed", "likeness", "column"),
    [
        ("1-ABC-234", Likeness.SAME, "plate"),
        ("1abc 234", Likeness.SAME, "plate"),
        ("0470/12.34.56", Likeness.SAME, "phone"),
        ("0032 470 12 34 56", Likeness.SAME, "phone"),
        ("+33 6 12 34 56 78", Likeness.SAME, "phone"),
        ("12 34 56", Likeness.BEGINS, "phone"),
        ("abc", Likeness.HOLDS, "plate"),
        ("0012345", Likeness.BEGINS, "policy"),
        (BOX.imei[-5:], Likeness.BEGINS, "box"),
        ("PEETERS jan", Likeness.BEGINS, "name"),
        ("jan peeters", Likeness.SAME, "name"),
        ("eeters", Likeness.HOLDS, "name"),
        ("vandenberghe", Likeness.BEGINS, "name"),
        ("van den berghe", Likeness.SAME, "name"),
        ("ixelles peeters", Likeness.BEGINS, "place"),
        ("chaussee wavre", Likeness.BEGINS, "place"),
    ],
)
def test_any_writing_fits(typed: str, likeness: Likeness, column: str) -> None:
    fit = exact_fit(sought(typed), TEXTS)
    assert fit is not None
    assert (fit.likeness, fit.column) == (likeness, column)


@pytest.mark.parametrize(
    "typed", ["peetres", "peters", "peeeters", "pieters", "1abc243", "1abd234", "jan peetesr", "ixelels"]
)
def test_one_slip_is_forgiven_and_leaves_enough_to_be_found_by(typed: str) -> None:
    asked = sought(typed)
    assert exact_fit(asked, TEXTS) is None
    assert near_fit(asked, TEXTS) is not None
    longest = max(asked.words, key=len)
    pieces = {piece for text in TEXTS for piece in trigrams(text)}
    assert any(set(left) <= pieces for left in slips(longest))


@pytest.mark.parametrize("typed", ["potters", "jan pietersen", "2abd235", "", "-- '", "van gogh"])
def test_two_slips_and_nothing_fit_nothing(typed: str) -> None:
    asked = sought(typed)
    assert exact_fit(asked, TEXTS) is None
    assert near_fit(asked, TEXTS) is None


@pytest.mark.parametrize(("typed", "meant"), [("abcd", "abcd"), ("abcde", "abcd"), ("abd", "abcd"), ("bacd", "abcd")])
def test_a_slip_is_one_letter_more_less_other_or_two_swapped(typed: str, meant: str) -> None:
    assert slipped(typed, meant)


@pytest.mark.parametrize(
    ("typed", "is_tried"),
    [("peetr", True), ("jan", False), ("1abc", False), ("2026-000042", False), ("047012345", True), ("123456", False)],
)
def test_a_slip_is_looked_for_only_in_what_is_long_enough(typed: str, is_tried: bool) -> None:  # noqa: FBT001
    assert sought(typed).may_have_slipped is is_tried


def test_a_long_text_is_cut_and_not_refused() -> None:
    assert len(sought("ab " * 100).words) == 8
    assert len(sought("a" * 200).whole) == 40
