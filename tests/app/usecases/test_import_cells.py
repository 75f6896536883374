"""Every writing of a cell that people use is read, and what cannot be meant is refused by name."""

from collections.abc import Callable

import pytest

from app.usecases import import_cells as cells
from app.usecases.import_cells import CellFault, CellValue


@pytest.mark.parametrize(
    ("read", "typed", "kept"),
    [
        (cells.phone, "0470 12 34 56", "+32470123456"),
        (cells.phone, "+32 470/12.34.56", "+32470123456"),
        (cells.phone, "0032470123456", "+32470123456"),
        (cells.phone, "016 12 34 56", "+3216123456"),
        (cells.phone, "+33 6 12 34 56 78", "+33612345678"),
        (cells.day, "31/12/2026", "2026-12-31"),
        (cells.day, "1/3/2026", "2026-03-01"),
        (cells.day, "01.03.2026", "2026-03-01"),
        (cells.day, "2026-12-31", "2026-12-31"),
        (cells.plate, "1abc234", "1-ABC-234"),
        (cells.plate, "1 ABC.234", "1-ABC-234"),
        (cells.plate, "abc123", "ABC-123"),
        (cells.plate, "B-MW 1234", "B-MW 1234"),
        (cells.imei, "356307 04244101 3", "356307042441013"),
        (cells.figure, "12,5", 12.5),
        (cells.language, "NL", "nl"),
        (cells.covers, "S2_PACK, vehicle", ("s2_pack", "vehicle")),
        (cells.covers, "Theft + accident|persons", ("accident", "persons", "theft")),
        (cells.text_up_to(20), "Zoë 👨‍👩‍👧 d'Hoore", "Zoë 👨‍👩‍👧 d'Hoore"),
    ],
)
def test_it_is_read(read: Callable[[str], CellValue], typed: str, kept: CellValue) -> None:
    assert read(typed) == kept


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (cells.phone, "0470 1", "no_phone"),
        (cells.phone, "4,7E+08", "rounded"),
        (cells.phone, "=0470123456", "formula"),
        (cells.phone, "1" * 10_000, "no_phone"),
        (cells.day, "31/02/2026", "no_date"),
        (cells.day, "12/31/2026", "no_date"),
        (cells.day, "1/1/26", "no_date"),
        (cells.plate, "1-ABC-234!", "no_plate"),
        (cells.plate, "🚗", "no_plate"),
        (cells.plate, "A" * 17, "too_long"),
        (cells.imei, "3,56307E+14", "rounded"),
        (cells.imei, "٣٥٦٣٠٧٠٤٢٤٤١٠١٣", "no_imei"),
        (cells.figure, "-1", "no_figure"),
        (cells.figure, "nan", "no_figure"),
        (cells.language, "klingon", "no_such_word"),
        (cells.covers, "vehicle|moon", "no_such_word"),
        (cells.text_up_to(20), "@SUM(A1)", "formula"),
        (cells.text_up_to(20), "x" * 10_000, "too_long"),
        (cells.text_up_to(20), "An\u202eeP", "unseen_signs"),
        (cells.text_up_to(20), "An\x00", "unseen_signs"),
        (cells.key_text_up_to(20), "58-🚗", "not_a_number_of_ours"),
    ],
)
def test_it_is_refused(read: Callable[[str], CellValue], typed: str, code: str) -> None:
    with pytest.raises(CellFault, match=code):
        read(typed)


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "x" * 10_000, "An\x1b[31m", "\u202eAn"])
def test_what_was_typed_can_be_shown_anywhere(typed: str) -> None:
    shown = cells.shown_safely(typed)
    assert len(shown) < 60
    assert shown.isprintable()
    assert not shown.startswith(("=", "+", "-", "@"))
