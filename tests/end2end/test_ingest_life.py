"""The service as a process: found, alone on its folder, stopped cleanly, found again after a kill."""

import json
import os
import signal
import stat
from pathlib import Path

import psutil
import pytest

from app.api.service import ChannelState, ListenerState, StoreState
from app.domain.audit import SYSTEM_CHAIN, AuditAction
from app.domain.clock import SystemClock
from app.persistence.store import SqliteStore
from app.persistence.verification import verify
from tests.support.detector import a_detector, errors_of, found, starting
from tests.support.wait import until_so


def system_actions(folder: Path) -> list[AuditAction]:
    """What the audit says of the life of a service that has ended."""
    store = SqliteStore.open(folder, SystemClock())
    try:
        entries = store.submit(lambda unit: unit.audit.of_chain(SYSTEM_CHAIN), urgent=True).result()
    finally:
        store.close()
    life = (AuditAction.SERVICE_STARTED, AuditAction.SERVICE_STOPPED)
    return [entry.record.action for entry in entries if entry.record.action in life]


def test_it_is_found_serves_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_detector(folder) as service:
        if os.name != "nt":
            assert stat.S_IMODE((folder / "service.json").stat().st_mode) == 0o600
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert service.file.pid == service.process.pid
        assert len(service.file.token) >= 43  # 256 bits
        health = service.health()
        assert health.is_training
        assert health.has_accounts
        assert health.store is StoreState.OK
        assert (health.phone, health.sms, health.tow) == (
            ChannelState.SIMULATED,
            ChannelState.BY_HAND,
            ChannelState.BY_HAND,
        )
        assert {one.name: one.port for one in health.listeners} == service.file.listeners
        assert set(service.file.listeners) == {"teltonika_tcp", "teltonika_udp", "s2_tcp", "s2_udp"}
        assert {(one.host, one.state) for one in health.listeners} == {("127.0.0.1", ListenerState.LISTENING)}
        assert service.stop() == 0
    assert not (folder / "service.json").exists()
    assert errors_of(folder).read_text() == ""
    assert system_actions(folder) == [AuditAction.SERVICE_STARTED, AuditAction.SERVICE_STOPPED]
    assert verify(folder).is_intact


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system tells of a closed console in another way")
def test_a_closed_console_is_a_clean_stop_and_the_log_names_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_detector(folder) as service:
        service.process.send_signal(signal.SIGHUP)
        assert service.process.wait(timeout=30) == 0
        lines = [json.loads(line) for line in service.log.splitlines()]
    assert not (folder / "service.json").exists()
    assert {"at", "level", "logger", "text"} <= set(lines[0])
    assert [line for line in lines if line["level"] not in ("info", "debug")] == []
    assert service.file.token not in service.log


def test_a_second_service_on_the_same_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_detector(folder) as service:
        with starting(folder) as second:
            assert second.wait(timeout=60) == 1
        said = errors_of(folder).read_text(encoding="utf-8")
        assert said.count("\n") == 1
        assert str(service.process.pid) in said
        assert str(folder) in said
        assert service.health().store is StoreState.OK
        assert found(folder, service.process) == service.file


def test_after_a_kill_the_next_one_takes_the_folder_and_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_detector(folder) as service:
        service.kill()
        assert (folder / "service.json").exists()
    with a_detector(folder) as successor:
        assert successor.file.pid == successor.process.pid
        assert successor.file.token != service.file.token


def test_settings_with_a_wrong_word_are_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "settings.toml").write_text("box_prot = 5027\n", encoding="utf-8")
    with starting(folder, ()) as process:
        assert process.wait(timeout=60) == 1
    assert "box_prot" in errors_of(folder).read_text(encoding="utf-8")


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "desk.sqlite3").write_bytes(b"no database" * 1000)
    with starting(folder, ()) as process:
        assert process.wait(timeout=60) == 1
    said = errors_of(folder).read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "desk.sqlite3" in said or str(folder) in said


def test_outside_of_training_nobody_is_made_up_and_a_taken_port_is_shown(tmp_path: Path) -> None:
    folder, other = tmp_path / "data", tmp_path / "other"
    with a_detector(folder, ()) as service:
        health = service.health()
        assert not health.is_training
        assert not health.has_accounts
        assert health.phone is ChannelState.BY_HAND
        other.mkdir()
        (other / "settings.toml").write_text(f"box_port = {service.box_port}\n", encoding="utf-8")
        with a_detector(other, ()) as second:
            failed = [one.name for one in second.health().listeners if one.state is ListenerState.FAILED]
            assert failed == ["teltonika_tcp"]
            second.process.send_signal(signal.SIGINT)
            assert second.process.wait(timeout=30) == 0


def test_the_training_day_dies_with_a_killed_service(tmp_path: Path) -> None:
    with a_detector(tmp_path / "data", ("--training",)) as service:
        parent = psutil.Process(service.process.pid)
        until_so(lambda: bool(parent.children()))
        boxes = parent.children()
        assert "services.simulator" in boxes[0].cmdline()
        service.kill()
        _, alive = psutil.wait_procs(boxes, timeout=30)
        assert alive == []
