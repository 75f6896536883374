"""An import over the API: sent in parts, checked, decided, put in place; and everything that ends it before."""

import asyncio
import base64
import gc
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import httpx
import pytest

from app.api.imports import MOST_FILE_BYTES, ImportInfo
from app.domain.account import Role
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.imports import ImportKind, ImportStage
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.import_apply import DecideImport, decide_import
from app.usecases.import_check import ImportCheck, batches
from app.usecases.import_ready import ReadyText
from app.usecases.store import JobUnit, Store
from services.detector.imports import FOLDER, LEFT_LYING, MOST_AT_ONCE, Imports
from tests.conftest import WarningsSeen
from tests.support.builders import AN_IMEI
from tests.support.house import Desk, House
from tests.support.import_files import ROW, lines
from tests.support.wait import until_so

IMPORTS = "/v1/imports"
DECIDED = "a" * 32
CALLED = f"58-0012345;An Janssens;0470 99 99 99;1-ABC-234;{AN_IMEI};Teltonika FMC640;31/12/2027"


async def _send(desk: Desk, content: bytes, size: int = 7) -> str:
    begun = await desk.post(IMPORTS, {"kind": "contracts", "size_bytes": len(content)})
    assert begun.status_code == 200
    import_id: str = begun.json()["import_id"]
    for offset in range(0, len(content), size):
        body = {"offset": offset, "content": base64.b64encode(content[offset : offset + size]).decode()}
        answer = await desk.post(f"{IMPORTS}/{import_id}/parts", body)
        assert answer.status_code == 200
    return import_id


async def _until_still(house: House, desk: Desk, import_id: str) -> ImportInfo:
    job = house.parts.imports._jobs[import_id]  # noqa: SLF001 - its thread is waited for, not asked every moment
    until_so(lambda: not job.stage.is_moving)
    return _info(await desk.get(f"{IMPORTS}/{import_id}"))


def _info(answer: httpx.Response) -> ImportInfo:
    assert answer.status_code == 200
    return ImportInfo.model_validate_json(answer.content)


async def _checked(house: House, desk: Desk, content: bytes) -> ImportInfo:
    import_id = await _send(desk, content, 4096)
    assert (await desk.post(f"{IMPORTS}/{import_id}/check")).status_code == 200
    return await _until_still(house, desk, import_id)


async def _applied(house: House, desk: Desk, content: bytes) -> ImportInfo:
    checked = await _checked(house, desk, content)
    assert checked.faults == ()
    assert (await desk.post(f"{IMPORTS}/{checked.import_id}/apply")).status_code == 200
    return await _until_still(house, desk, checked.import_id)


def _left(house: House) -> list[Path]:
    return list((house.parts.store._file.parent / FOLDER).iterdir())  # type: ignore[attr-defined]


async def test_a_file_is_checked_and_then_put_in_place_and_leaves_nothing_behind(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    import_id = await _send(desk, lines(ROW))
    assert (await desk.post(f"{IMPORTS}/{import_id}/check")).status_code == 200
    checked = await _until_still(house, desk, import_id)
    assert (checked.stage, checked.rows, checked.added, checked.to_place) == (ImportStage.CHECKED, 1, 1, 1)
    assert house.parts.store.read(lambda reader: reader.records_of_policies(["58-1"])) == {}
    await desk.post(f"{IMPORTS}/{import_id}/apply")
    done = await _until_still(house, desk, import_id)
    assert (done.stage, done.placed) == (ImportStage.DONE, 1)
    assert house.parts.store.read(lambda reader: reader.find_records("1abc234", 5))
    assert _left(house) == []


async def test_the_interpreter_is_as_it_was_after_an_import(house: House) -> None:
    before = (sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count())
    await _applied(house, house.person(Role.SUPERVISOR), lines(ROW))
    until_so(lambda: (sys.getswitchinterval(), gc.get_threshold(), gc.get_freeze_count()) == before)


async def test_whose_record_a_dry_run_shows_is_audited(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    await _applied(house, desk, lines(ROW, "58-2;Bart Jacobs;;;;;"))
    checked = await _checked(house, desk, lines(ROW.replace("0470 12 34 56", "0470 99 99 99")))
    assert checked.changes[0].cells[0].before == "+32470123456"
    entry = house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))[-1].record
    assert (entry.action, entry.personal) == (AuditAction.IMPORT_CHECKED, {"shown": "58-1"})
    assert (entry.facts["import_id"], entry.facts["changed"]) == (checked.import_id, "1")
    assert entry.actor == house.parts.imports._jobs[checked.import_id].actor.account_id  # noqa: SLF001 - who began it


async def test_one_fault_and_nothing_is_put_in_place(house: House) -> None:
    desk = house.person(Role.ADMIN)
    checked = await _checked(house, desk, lines(ROW, "58-2;;;;;;"))
    assert [(one.line, one.column, one.code) for one in checked.faults] == [(3, "subscriber_name", "needed")]
    answer = await desk.post(f"{IMPORTS}/{checked.import_id}/apply")
    assert (answer.status_code, answer.json()["code"]) == (422, "import_has_faults")
    assert house.parts.store.read(lambda reader: reader.records_of_policies(["58-1"])) == {}


async def test_the_same_file_twice_changes_nothing(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    await _applied(house, desk, lines(ROW))
    again = await _applied(house, desk, lines(ROW))
    assert (again.stage, again.added, again.changed, again.unchanged) == (ImportStage.DONE, 0, 0, 1)


async def test_a_part_sent_again_is_no_second_part_and_a_gap_is_refused(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    import_id = await _send(desk, b"abc", 3)
    part = {"offset": 0, "content": base64.b64encode(b"abc").decode()}
    assert (await desk.post(f"{IMPORTS}/{import_id}/parts", part)).json()["received_bytes"] == 3
    answer = await desk.post(f"{IMPORTS}/{import_id}/parts", {**part, "offset": 9})
    assert (answer.status_code, answer.json()["code"]) == (409, "import_gap")


async def test_a_file_of_two_gigabytes_is_refused_before_it_is_sent(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    answer = await desk.post(IMPORTS, {"kind": "contracts", "size_bytes": 2 * 1024**3})
    assert (answer.status_code, answer.json()) == (422, {"code": "file_too_large", "detail": {"most_mb": "512"}})


async def test_one_that_lies_about_its_size_is_refused_when_it_grows_too_large(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    import_id = await _send(desk, b"abc", 3)
    house.parts.imports._jobs[import_id].size = MOST_FILE_BYTES  # noqa: SLF001 - as if so much had come
    part = {"offset": MOST_FILE_BYTES, "content": base64.b64encode(b"x").decode()}
    assert (await desk.post(f"{IMPORTS}/{import_id}/parts", part)).json()["code"] == "file_too_large"


async def test_a_part_that_was_written_by_half_does_not_stand_twice(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    content = lines(ROW)
    import_id = await _send(desk, content[:9], 9)
    job = house.parts.imports._jobs[import_id]  # noqa: SLF001 - what a full disk left of the next part
    with job.file.open("ab") as file:
        file.write(content[9:14])
    part = {"offset": 9, "content": base64.b64encode(content[9:]).decode()}
    assert (await desk.post(f"{IMPORTS}/{import_id}/parts", part)).status_code == 200
    assert job.file.read_bytes() == content


async def test_a_file_that_is_being_sent_is_not_thrown_out_by_others_and_one_left_lying_is(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    sent = await _send(desk, b"abc", 3)
    others = [await _send(desk, b"abc", 3) for _ in range(MOST_AT_ONCE)]
    assert (await desk.get(f"{IMPORTS}/{sent}")).status_code == 200
    house.clock.advance(LEFT_LYING)
    part = {"offset": 3, "content": base64.b64encode(b"d").decode()}
    await desk.post(f"{IMPORTS}/{others[0]}/parts", part)
    await _send(desk, b"abc", 3)
    assert (await desk.get(f"{IMPORTS}/{sent}")).status_code == 404
    assert (await desk.get(f"{IMPORTS}/{others[0]}")).status_code == 200


async def test_an_import_is_of_who_began_it(house: House) -> None:
    import_id = await _send(house.person(Role.SUPERVISOR), b"abc", 3)
    other = house.person(Role.SUPERVISOR)
    assert (await other.get(f"{IMPORTS}/{import_id}")).status_code == 404


async def test_one_that_is_dropped_leaves_nothing(house: House) -> None:
    desk = house.person(Role.SUPERVISOR)
    checked = await _checked(house, desk, lines(ROW))
    await desk.post(f"{IMPORTS}/{checked.import_id}/drop")
    assert (await desk.get(f"{IMPORTS}/{checked.import_id}")).status_code == 404
    assert _left(house) == []


async def test_a_case_that_is_open_sees_the_new_data(house: House) -> None:
    case = house.open_case()
    desk = house.person(Role.SUPERVISOR)
    done = await _applied(house, desk, lines(CALLED))
    assert (done.added, done.changed) == (0, 1)
    file = house.parts.store.read(lambda reader: reader.file(case.case_id))
    assert file.brief.contract is not None
    assert file.brief.contract.subscriber.mobile_e164 == "+32470999999"
    assert AuditAction.RECORD_CHANGED in [entry.record.action for entry in file.entries]


async def test_columns_and_template_are_told(house: House) -> None:
    told = (await house.person(Role.ADMIN).get(f"{IMPORTS}/columns/boxes")).json()
    assert [one["name"] for one in told["columns"] if one["is_needed"]] == ["imei"]
    assert told["template"].startswith("policy_number;plate;")


async def test_nothing_personal_is_in_the_log_or_the_facts(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await _applied(house, house.person(Role.SUPERVISOR), lines(ROW))
    await _checked(house, house.person(Role.SUPERVISOR), lines(ROW.replace("0470 12 34 56", "0470 1")))
    assert "Janssens" not in caplog.text
    assert "0470" not in caplog.text


def _decided(house: House, *rows: str) -> Path:
    """Leave behind what a killed service had decided; return its good rows."""
    folder: Path = house.parts.store._file.parent / FOLDER  # type: ignore[attr-defined]
    folder.mkdir()
    (folder / "left.file").write_bytes(b"of an import nobody decided")
    file = folder / "file"
    file.write_bytes(lines(*rows))
    check = ImportCheck(ImportKind.CONTRACTS)
    (batch,) = batches(file, 10, check)
    good = house.parts.store.read(lambda reader: check.check(batch, reader))
    ready = folder / f"{DECIDED}.ready"
    ready.write_text('{"kind": "contracts"}\n' + "".join(ReadyText().lines(good)))
    command = DecideImport(SERVICE, DECIDED, "0" * 64, 1, len(good), 0, 0)
    house.submit(lambda unit: decide_import(command, unit, house.clock))
    return ready


@contextmanager
def _restarted(house: House) -> Iterator[Imports]:
    restarted = Imports(house.parts.store._file.parent, house.parts.store, house.clock, house.parts.settings)  # type: ignore[attr-defined]
    restarted.start()
    yield restarted
    restarted.stop()


def _until(restarted: Imports, stage: ImportStage) -> None:
    until_so(lambda: restarted._jobs[DECIDED].stage is stage)  # noqa: SLF001 - its own thread


def _system_actions(house: House) -> list[AuditAction]:
    return [one.record.action for one in house.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN))]


async def test_a_decided_import_is_gone_on_with_after_a_kill(house: House) -> None:
    ready = _decided(house, ROW, "58-2;Bart Jacobs;;;;;")
    with _restarted(house) as restarted:
        _until(restarted, ImportStage.DONE)
    assert set(house.parts.store.read(lambda reader: reader.records_of_policies(["58-1", "58-2"]))) == {"58-1", "58-2"}
    assert house.parts.store.read(lambda reader: reader.running_import()) is None
    assert list(ready.parent.iterdir()) == []


async def test_a_decided_import_waits_for_a_disk_that_gives_nothing(house: House, expected_log: WarningsSeen) -> None:
    ready = _decided(house, ROW)
    ready.rename(ready.with_suffix(".kept"))
    ready.symlink_to(ready)  # whoever opens it hears an OSError
    kept = ready.with_suffix(".kept").read_bytes()
    with _restarted(house) as restarted:
        until_so(lambda: bool(expected_log.sentences()))
        assert house.parts.store.read(lambda reader: reader.running_import()) is not None
        back = ready.with_suffix(".back")
        back.write_bytes(kept)
        back.replace(ready)
        _until(restarted, ImportStage.DONE)
    assert "waits for the data folder" in expected_log.sentences()[0]
    assert house.parts.store.read(lambda reader: reader.find_records("1abc234", 5))
    assert _system_actions(house)[-1] is AuditAction.IMPORT_DONE


@pytest.mark.parametrize("left", [None, '{"kind": "contracts"}\n[2, {"policy'])
async def test_a_decided_import_that_cannot_end_is_on_record_as_failed_and_lets_the_next_begin(
    house: House, expected_log: WarningsSeen, left: str | None
) -> None:
    ready = _decided(house, ROW)
    ready.unlink() if left is None else ready.write_text(left)
    with _restarted(house) as restarted:
        _until(restarted, ImportStage.FAILED)
    assert "cannot be put in place" in expected_log.sentences()[0]
    assert house.parts.store.read(lambda reader: reader.running_import()) is None
    assert AuditAction.IMPORT_FAILED in _system_actions(house)
    assert AuditAction.IMPORT_DONE not in _system_actions(house)
    assert list(ready.parent.iterdir()) == []


async def test_what_keeps_older_contracts_from_being_found_is_said(house: House, expected_log: WarningsSeen) -> None:
    with closing(sqlite3.connect(house.parts.store._file)) as database:  # type: ignore[attr-defined]
        database.execute("DROP TABLE record_docs")
    with _restarted(house):
        until_so(lambda: bool(expected_log.sentences()))
    assert expected_log.sentences() == ["not every contract of before can be found; the next start tries again"]


class Watching:
    """The store, which sees what the search says of itself while it is being made."""

    def __init__(self, store: Store, is_entering: Callable[[], bool]) -> None:
        self.read, self.give_way = store.read, store.give_way
        self._store, self._is_entering = store, is_entering
        self.seen: list[bool] = []

    def submit_aside(self, work: Callable[[JobUnit], object]) -> "Future[object]":
        self.seen.append(self._is_entering())
        return self._store.submit_aside(work)


async def test_what_was_stored_before_is_found_after_a_start_and_not_said_to_be_all_before(
    house: House, tmp_path: Path
) -> None:
    house.open_case()
    store = house.parts.store
    with closing(sqlite3.connect(tmp_path / "data" / "desk.sqlite3", timeout=30)) as database, database:
        for table in ("record_search", "record_docs"):
            database.execute(f"DELETE FROM {table}")
    assert store.read(lambda reader: reader.find_records("peeters", 5)) == ()
    watching = Watching(store, lambda: imports.is_entering)
    imports = Imports(tmp_path / "data", cast("Store", watching), house.clock, Settings())
    imports.start()
    for thread in imports._threads:  # noqa: SLF001 - waited for, not asked every moment
        await asyncio.to_thread(thread.join)
    imports.stop()
    assert (watching.seen, imports.is_entering) == ([True], False)
    assert store.read(lambda reader: reader.find_records("peeters", 5))
