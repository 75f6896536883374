"""Size budgets of the house (reference: its rules 4.7): what does not fit a screen is two things."""

import statistics

from tests.architecture.source import functions, modules

LONGEST_FILE = 500
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 60, 25, 8


def test_no_file_is_longer_than_500_lines() -> None:
    long = [where for where, path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE]
    assert long == []


def test_functions_fit_a_screen() -> None:
    assert [one.where for one in functions() if one.lines > LONGEST_FUNCTION] == []


def test_most_functions_are_short() -> None:
    lines = sorted(one.lines for one in functions())
    assert statistics.median(lines) <= MEDIAN_FUNCTION
    assert lines[int(len(lines) * 0.9)] <= P90_FUNCTION
