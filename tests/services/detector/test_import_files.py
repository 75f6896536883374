"""How many rows of an import are put in place at once follows the machine."""

from services.detector.import_files import FEWEST_ROWS, FIRST_ROWS, MOST_ROWS, TURN_S, Pace


def test_a_turn_takes_as_many_rows_as_fit() -> None:
    pace = Pace()
    pace.took(FIRST_ROWS, TURN_S * 0.8)
    assert pace.rows == FIRST_ROWS * 5 // 4
    pace.took(pace.rows, TURN_S)
    assert pace.rows == FIRST_ROWS * 5 // 4


def test_one_odd_turn_changes_little_and_there_are_bounds() -> None:
    pace = Pace()
    pace.took(FIRST_ROWS, 60.0)
    assert pace.rows == FIRST_ROWS // 2
    for _ in range(10):
        pace.took(pace.rows, 60.0)
    assert pace.rows == FEWEST_ROWS
    for _ in range(20):
        pace.took(pace.rows, 0.0)
    assert pace.rows == MOST_ROWS
