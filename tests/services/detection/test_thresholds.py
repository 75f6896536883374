"""The figures come from the rule files."""

from app.rules.clauses import load_edition
from resources.editions import read_edition
from services.detection.thresholds import Thresholds


def test_the_figures_are_those_of_the_s2_clauses() -> None:
    assert Thresholds.from_edition(load_edition(read_edition("S2-FAQ"))) == Thresholds(signal_g=2.5, tow_g=4.0)
