"""An S2 box on record with its key, as a folder holds them before its service starts."""

from pathlib import Path

import cbor2

from app.domain.clock import SystemClock
from app.domain.ids import Imei
from app.usecases.actor import SERVICE
from app.usecases.issue_device_key import IssueDeviceKey, issue_device_key
from app.usecases.register_box import RegisterBox, register_box
from app.usecases.store import JobUnit
from services.detector.key_vault import FILE_NAME, KeyVault
from services.simulator.s2_vectors import TRACE_CHANNELS
from tests.support.boxes_on_record import the_store
from tests.support.builders import a_box
from tests.support.s2 import IMEI, ROOT

BOX = Imei(IMEI)
BERTEM = {0: 183_096_360, 1: 16_644_240}


def register_s2_boxes(folder: Path, *imeis: Imei) -> None:
    """Put boxes and their first key, ``ROOT``, on record."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    vault, clock = KeyVault.of_file(folder / FILE_NAME), SystemClock()

    def job(unit: JobUnit) -> None:
        for imei in imeis or (BOX,):
            register_box(RegisterBox(SERVICE, a_box(imei=imei, car=None, contract_id=None)), unit, clock)
            sealed = vault.seal(imei, 1, ROOT)
            issue_device_key(IssueDeviceKey(SERVICE, imei, 1, sealed, is_rotation=False), unit, clock)

    with the_store(folder) as store:
        store.submit(job, urgent=True).result()


def a_crash_payload(timestamp_ms: int) -> bytes:
    """A calibrated box crashed near Bertem and stands."""
    facts = {1: timestamp_ms, 4: BERTEM, 5: {1: 0.0, 3: 11, 4: True}, 14: {0: True}, 17: {1: False}}
    return cbor2.dumps(facts, canonical=True)


def a_trace_payload(timestamp_ms: int, peak_mg: int = 12_000) -> bytes:
    """One second at rest, 80 ms of a square pulse, half a second at rest; 400 Hz, +-24 g."""
    rest, hit = (0, 0, 250), (-peak_mg // 4, 0, 250)
    samples = [rest] * 400 + [hit] * 32 + [rest] * 200
    counts = b"".join(value.to_bytes(2, "little", signed=True) for sample in samples for value in sample)
    facts = {
        1: timestamp_ms,
        11: {
            0: TRACE_CHANNELS,
            1: 2500,
            2: -1_000_000,
            3: 0.004,
            4: 24.0,
        },
        12: cbor2.CBORTag(77, counts),
        14: {0: True},
    }
    return cbor2.dumps(facts, canonical=True)
