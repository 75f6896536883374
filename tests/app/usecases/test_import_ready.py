"""Checked rows come back from their file as they went in."""

import json

from app.usecases.import_ready import ReadyText, ready_rows
from app.usecases.import_rows import ReadRow

ROWS = [
    ReadRow(2, {"policy_number": "OEF-1", "driver_name": None, "trace_rate_hz": 100.0, "street": 'Plein 1; "a"\u2028'}),
    ReadRow(3, {"policy_number": "OEF-2", "driver_name": "Zoë 🚗", "trace_rate_hz": None, "street": "{"}),
    ReadRow(4, {"policy_number": "OEF-3"}),
]


def test_rows_come_back_and_name_their_columns_once() -> None:
    lines = list(ReadyText().lines(ROWS))
    assert list(ready_rows(lines)) == ROWS
    assert [line.count("policy_number") for line in lines] == [1, 0, 0, 1, 0]
    assert all(line.count("\n") == 1 for line in lines)


def test_what_the_version_before_had_decided_is_put_in_place_too() -> None:
    """It named the columns in every row; an import that an update interrupts goes on after it."""
    assert list(ready_rows(json.dumps([row.line, row.values]) for row in ROWS)) == ROWS
