"""Contracts are found as one types, mended by what was changed only, and imported after somebody has looked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.api.imports import CellChange, ImportChange, ImportFault, ImportInfo
from app.api.records import FoundRecords, MendRecord, OpenRecord, RecordDetail, RecordRow
from app.domain.account import Role
from app.domain.ids import ContractId, Imei
from app.domain.imports import ImportKind, ImportStage
from tests.support.backend import FakeBackend, FakeClock, FakeScheduler
from tests.support.contract import me
from tests.support.saving import SavingDesk
from ui.contracts.presenter import ContractsPresenter
from ui.contracts.state import ContractsState, FormState, ImportState

CONTRACT, BOX = ContractId("c" * 32), Imei("356307042441013")
ROW = RecordRow(
    contract_id=CONTRACT,
    imei=BOX,
    policy_number="58-1",
    name="An Janssens",
    driver="Jan Peeters",
    plate="1-ABC-234",
    car="VW ID.3 white",
    municipality="Bertem",
    boxes=1,
)
DETAIL = RecordDetail(
    contract_id=CONTRACT,
    version="v1",
    contract={"policy_number": "58-1", "subscriber_name": "An Janssens", "plate": "1-ABC-234"},
    boxes=({"imei": BOX, "box_model": "Teltonika FMC640", "plate": "1-ABC-234"},),
)
FILE = Path("contracts.csv")


class Files:
    """A file of these bytes, or none."""

    def __init__(self) -> None:
        self.content: bytes | None = b"abc"

    def size_of(self, path: Path) -> int:
        return len(self._of(path))

    def read(self, path: Path, offset: int, most: int) -> bytes:
        return self._of(path)[offset : offset + min(most, 2)]

    def _of(self, path: Path) -> bytes:
        if self.content is None:
            raise FileNotFoundError(2, "No such file", str(path))
        return self.content


class Page:
    """The page with everything around it; a view too."""

    def __init__(self, *roles: Role) -> None:
        self.backend, self.clock, self.files = FakeBackend(), FakeClock(), Files()
        self.scheduler = FakeScheduler(self.clock)
        self.states: list[ContractsState] = []
        self.saving = SavingDesk()
        self.presenter = ContractsPresenter(
            self, me(roles=roles), self.backend, self.files, self.scheduler, self.saving.saving
        )
        self.presenter.opened()

    def show_state(self, state: ContractsState) -> None:
        self.states.append(state)

    def ask_file(self, chosen: Callable[[Path], None]) -> None:
        chosen(FILE)

    @property
    def state(self) -> ContractsState:
        return self.states[-1]

    @property
    def form(self) -> FormState:
        assert self.state.form is not None
        return self.state.form

    @property
    def file(self) -> ImportState:
        assert self.state.file is not None
        return self.state.file

    def finds(self, *rows: RecordRow, more: bool = False) -> None:
        self.presenter.typed("1abc")
        self.scheduler.advance(1)
        self.backend.last.done(FoundRecords(rows=rows, more=more))

    def opens(self) -> None:
        self.finds(ROW)
        self.presenter.choose(0)
        self.backend.last.done(DETAIL)

    def field(self, column: str) -> str:
        return next(one.value for group in self.form.groups for one in group.fields if one.column == column)

    def fault(self, column: str) -> str:
        return next(one.fault for group in self.form.groups for one in group.fields if one.column == column)


@pytest.fixture
def page() -> Page:
    return Page(Role.OPERATOR)


def _info(stage: ImportStage, **changes: object) -> ImportInfo:
    info = ImportInfo(
        import_id="i1",
        kind=ImportKind.CONTRACTS,
        stage=stage,
        received_bytes=0,
        rows_expected=10,
        rows=0,
        added=0,
        changed=0,
        unchanged=0,
        to_place=0,
        placed=0,
        fault_count=0,
        faults=(),
        changes=(),
        failure="",
    )
    return info.model_copy(update=changes)


def test_nothing_is_asked_before_three_signs_and_the_last_text_wins(page: Page) -> None:
    page.presenter.typed("1a")
    page.scheduler.advance(1)
    assert page.backend.asked == []
    page.presenter.typed("1ab")
    page.presenter.typed("1abc")
    page.scheduler.advance(1)
    assert [one.about for one in page.backend.asked] == ["1abc"]
    older = page.backend.last
    page.presenter.typed("1abc2")
    older.done(FoundRecords(rows=(ROW,), more=False))
    assert page.state.rows == ()


def test_what_is_found_stands_in_words(page: Page) -> None:
    page.finds(ROW, more=True)
    (line,) = page.state.rows
    assert line.cells() == ("1-ABC-234", "An Janssens", "Jan Peeters", "58-1", "Bertem", "VW ID.3 white")
    assert "type more" in page.state.words
    page.finds()
    assert "Nothing on record" in page.state.words


def test_only_what_was_changed_is_sent_with_the_version_that_was_looked_at(page: Page) -> None:
    page.opens()
    assert page.form.save.why_not
    page.presenter.edit("driver_phone", "0470 12 34 56")
    page.presenter.edit("plate", "1-ABC-234")
    page.presenter.save()
    assert page.backend.last.command == MendRecord(
        contract_id=CONTRACT, imei=BOX, version="v1", cells={"driver_phone": "0470 12 34 56"}
    )
    page.backend.last.done(DETAIL.model_copy(update={"version": "v2"}))
    assert page.form.words == "Stored."


def test_what_cannot_be_meant_is_said_at_its_field_until_it_is_changed(page: Page) -> None:
    page.opens()
    page.presenter.edit("driver_phone", "0470 1")
    page.presenter.save()
    page.backend.last.refused("cells_refused", driver_phone="no_phone")
    assert "0470 12 34 56" in page.fault("driver_phone")
    assert (page.form.is_trouble, page.field("driver_phone")) == (True, "0470 1")
    page.presenter.edit("driver_phone", "0470 12")
    assert page.fault("driver_phone") == ""


def test_somebody_faster_is_said_and_what_was_typed_stays(page: Page) -> None:
    page.opens()
    page.presenter.edit("street", "Kerkstraat 1")
    page.presenter.save()
    page.backend.last.refused("changed")
    assert "Open it again" in page.form.words
    assert page.field("street") == "Kerkstraat 1"


def test_a_click_while_it_is_being_stored_sends_nothing_more(page: Page) -> None:
    page.opens()
    page.presenter.edit("street", "Kerkstraat 1")
    page.presenter.save()
    page.presenter.save()
    assert page.backend.names().count("mend_record") == 1


def test_a_new_contract_begins_empty(page: Page) -> None:
    page.presenter.new()
    page.presenter.edit("policy_number", "58-2")
    page.presenter.save()
    assert page.backend.last.command == MendRecord(cells={"policy_number": "58-2"})


def test_an_installer_registers_boxes_and_mends_no_contract() -> None:
    page = Page(Role.INSTALLER)
    assert page.state.new.text == "New box"
    page.presenter.new()
    columns = {one.column for group in page.form.groups for one in group.fields}
    assert {"imei", "plate", "policy_number"} <= columns
    assert "subscriber_name" not in columns
    page.opens()
    page.presenter.edit("street", "x")
    assert "no right" in page.form.save.why_not


def test_an_auditor_reads_and_an_operator_imports_nothing() -> None:
    auditor = Page(Role.AUDITOR)
    assert "no right" in auditor.state.new.why_not
    auditor.opens()
    auditor.presenter.edit("street", "x")
    assert "no right" in auditor.form.save.why_not
    assert Page(Role.OPERATOR).state.import_ is None


def _choosing() -> Page:
    page = Page(Role.SUPERVISOR)
    page.presenter.show_import()
    page.presenter.choose_file(ImportKind.CONTRACTS)
    return page


def test_a_file_is_sent_in_pieces_checked_and_put_in_place_when_a_person_says_so() -> None:
    page = _choosing()
    assert page.backend.last.about == "contracts 3"
    page.backend.last.done(_info(ImportStage.RECEIVING))
    assert page.backend.last.about == "i1 0 b'ab'"
    page.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=2))
    assert page.backend.last.about == "i1 2 b'c'"
    page.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=3))
    assert page.backend.names()[-1] == "check_import"
    page.backend.last.done(_info(ImportStage.CHECKING, rows=5))
    assert page.file.progress == 0.5
    page.scheduler.advance(1)
    assert page.backend.names()[-1] == "read_import"
    change = ImportChange(line=2, key="58-1", cells=(CellChange(column="street", before="", after="Kerkstraat 1"),))
    page.backend.last.done(_info(ImportStage.CHECKED, added=3, changed=1, to_place=4, changes=(change,)))
    assert page.file.words.startswith("Nothing is wrong. 3 would be added, 1 changed")
    assert page.file.lines[0].cells() == ("58-1 · Street", "–", "Kerkstraat 1")
    page.presenter.apply_import()
    assert page.backend.names()[-1] == "apply_import"
    page.backend.last.done(_info(ImportStage.APPLYING, to_place=4, placed=1))
    page.presenter.leave_import()
    assert page.file.progress == 0.25
    page.scheduler.advance(1)
    page.backend.last.done(_info(ImportStage.DONE, added=3, changed=1))
    assert page.file.words == "Done: 3 added, 1 changed, 0 as they were."


def test_faults_are_listed_and_there_is_no_button_to_go_on() -> None:
    page = _choosing()
    page.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=3))
    fault = ImportFault(line=2, column="plate", shown="🚗", code="no_plate", detail={})
    page.backend.last.done(_info(ImportStage.CHECKED, fault_count=1, faults=(fault,), to_place=1))
    assert (page.file.words, page.file.apply) == ("1 thing is wrong; nothing was changed.", None)
    assert page.file.lines[0].where == "line 2, Plate"
    page.presenter.apply_import()
    assert page.backend.names()[-1] == "check_import"


def test_a_file_that_changes_nothing_says_so() -> None:
    page = _choosing()
    page.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=3))
    page.backend.last.done(_info(ImportStage.CHECKED, unchanged=10))
    assert page.file.words == "Nothing would change: 0 changed, 10 as they are."
    assert page.file.apply is None


def test_a_file_that_cannot_be_read_or_is_too_large_is_said() -> None:
    page = _choosing()
    page.backend.last.refused("file_too_large", most_mb="512")
    assert "512 MB" in page.file.words
    page.files.content = None
    page.presenter.choose_file(ImportKind.CONTRACTS)
    assert page.file.words == "contracts.csv cannot be read (No such file). Choose another file."
    assert page.file.is_trouble


def test_a_service_that_does_not_answer_is_said_and_the_file_can_be_chosen_again() -> None:
    page = _choosing()
    page.backend.last.unavailable()
    assert page.file.is_trouble
    assert page.file.choose is not None


def test_leaving_has_it_forgotten() -> None:
    page = _choosing()
    page.backend.last.done(_info(ImportStage.RECEIVING, received_bytes=3))
    page.backend.last.done(_info(ImportStage.CHECKED, unchanged=10))
    page.presenter.leave_import()
    assert page.backend.names()[-1] == "drop_import"
    assert page.state.file is None


def test_another_file_after_trouble_has_the_first_one_forgotten() -> None:
    page = _choosing()
    page.backend.last.done(_info(ImportStage.RECEIVING))
    page.backend.last.unavailable()
    page.presenter.choose_file(ImportKind.CONTRACTS)
    assert page.backend.names()[-2:] == ["drop_import", "begin_import"]


def test_another_row_does_not_take_what_was_typed(page: Page) -> None:
    page.opens()
    page.presenter.edit("street", "Kerkstraat 1")
    asked = page.backend.names()
    page.presenter.choose(0)
    page.presenter.new()
    assert page.backend.names() == asked
    assert page.field("street") == "Kerkstraat 1"
    assert (page.form.is_trouble, page.form.words) == (True, "Store what was typed, or close it without storing.")
    page.presenter.close_form()
    page.presenter.close_form()
    page.presenter.choose(0)
    page.backend.last.done(DETAIL)
    assert page.field("street") == ""


def test_what_was_typed_is_dropped_only_when_it_is_said_twice(page: Page) -> None:
    page.opens()
    assert page.form.close.text == "Close form", "not the contract"
    page.presenter.edit("street", "Kerkstraat 1")
    assert page.form.close.text == "Close form without storing"
    page.presenter.close_form()
    assert page.field("street") == "Kerkstraat 1"
    assert (page.form.is_trouble, page.form.words) == (True, "What was typed is not stored. Close again to drop it.")
    page.presenter.edit("street", "Kerkstraat 12")
    page.presenter.close_form()
    assert page.field("street") == "Kerkstraat 12", "typing goes on: it is asked anew"
    page.presenter.close_form()
    assert page.state.form is None


def test_a_record_that_comes_late_does_not_take_what_was_typed_meanwhile(page: Page) -> None:
    page.opens()
    page.presenter.choose(0)
    page.presenter.edit("street", "Kerkstraat 1")
    page.backend.last.done(DETAIL)
    assert page.field("street") == "Kerkstraat 1"


SECOND = Imei("356307042441021")
BOTH = DETAIL.model_copy(
    update={"boxes": (*DETAIL.boxes, {"imei": SECOND, "box_model": "S2", "plate": "1-ABC-234", "full_scale_g": "200"})}
)


def test_every_box_of_a_car_is_shown_and_each_can_be_mended(page: Page) -> None:
    page.opens()
    assert not page.form.boxes
    page.presenter.open(OpenRecord(contract_id=CONTRACT))
    page.backend.last.done(BOTH)
    assert [(box.words, box.is_shown) for box in page.form.boxes] == [
        (f"Box 1 of 2: {BOX} · Teltonika FMC640 · 1-ABC-234", True),
        (f"Box 2 of 2: {SECOND} · S2 · 1-ABC-234", False),
    ]
    page.presenter.show_box(1)
    assert (page.field("imei"), page.field("full_scale_g")) == (SECOND, "200")
    page.presenter.edit("full_scale_g", "100")
    page.presenter.show_box(0)
    assert page.field("imei") == SECOND
    page.presenter.save()
    command = page.backend.last.command
    assert isinstance(command, MendRecord)
    assert (command.imei, dict(command.cells)) == (SECOND, {"full_scale_g": "100"})
    page.backend.last.done(BOTH)
    assert page.field("imei") == SECOND


def test_a_record_opened_from_elsewhere_waits_for_what_is_typed(page: Page) -> None:
    page.opens()
    page.presenter.edit("colour", "red")
    before = len(page.backend.asked)
    page.presenter.open(OpenRecord(contract_id=CONTRACT))
    assert len(page.backend.asked) == before
    assert "Store" in page.form.words


@pytest.mark.parametrize("rows", [(), (ROW,)])
def test_nothing_is_not_said_to_be_on_record_before_everything_can_be_found(
    page: Page, rows: tuple[RecordRow, ...]
) -> None:
    page.presenter.typed("1abc")
    page.scheduler.advance(1)
    page.backend.last.done(FoundRecords(rows=rows, more=False, is_whole=False))
    assert page.state.words == "Not every contract can be found yet; try again in a few minutes."
