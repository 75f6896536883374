"""A note is added and never changed."""

import pytest

from app.domain.audit import AuditAction
from app.domain.note import Note
from app.usecases.write_note import WriteNote, write_note
from tests.app.usecases.people import AN, Desk


def test_a_note_is_added(desk: Desk) -> None:
    case = desk.has_claimed()
    note = write_note(WriteNote(AN, case.case_id, "  Jan is out of the car. \n"), desk.unit, desk.clock)
    text = "Jan is out of the car."
    assert len(note.note_id) == 32
    assert note == Note(note.note_id, case.case_id, AN.account_id, AN.name, desk.clock.now(), text)
    assert desk.unit.notes.of_case(case.case_id) == (note,)
    record = desk.acted(case, AuditAction.NOTE_WRITTEN)
    assert record.facts == {"note_id": note.note_id, "length": "22"}
    assert record.personal == {"text": text}


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_an_empty_note_says_nothing(desk: Desk, text: str) -> None:
    case = desk.has_claimed()
    with desk.refuses("invalid"):
        write_note(WriteNote(AN, case.case_id, text), desk.unit, desk.clock)
