"""From "no answer" to the SMS that an SMS centre has accepted, through the real service and a real centre.

One person at one desk works through crashes of as many cars. Each time begins with the request that says that nobody
answered, and ends when the service shows the SMS as accepted by the centre, which answers after 20 ms; the time in
which the SMS may still be stopped (ten seconds unless set otherwise) is set to nearly nothing and not in it.
"""

import statistics
import tempfile
import time
from pathlib import Path

from app.domain.gateway import GatewayCondition
from app.domain.ids import CaseId
from app.domain.message import MessageState
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import a_detector
from tests.support.sms_desk import SmsDesk, an_sms_desk
from tests.support.smsc import an_smsc, why_no_smsc
from tests.support.wait import until_so

CRASHES = 40
FIRST_IMEI = 356_093_070_320_000
ANSWERS_AFTER_MS = 20
STOP_S = 0.001
TAKEN = (MessageState.ACCEPTED, MessageState.DELIVERED)


def run() -> list[tuple[str, float, str]]:
    """Measure; nothing where there is no SMS centre."""
    if reason := why_no_smsc():
        print(f"no figure of SMS: {reason}")
        return []
    with (
        tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder,
        an_smsc("--plain", "--delay", str(ANSWERS_AFTER_MS)) as smsc,
    ):
        data = Path(folder)
        (data / "settings.toml").write_text(f"sms_stop_s = {STOP_S}\n", encoding="utf-8")
        imeis = register_unknown_cars(data, FIRST_IMEI, CRASHES)
        with a_detector(data, ()) as service, an_sms_desk(service) as desk:
            desk.set_smpp(smsc.port)
            until_so(lambda: desk.gateway().condition is GatewayCondition.OK)
            cases = [desk.crash(imei) for imei in imeis]
            times = sorted(_accepted_after_ms(desk, case_id, at) for at, case_id in enumerate(cases))
            service.stop()
    return [
        ("no answer -> SMS accepted by the SMS centre, p50", statistics.median(times), "ms"),
        ("no answer -> SMS accepted by the SMS centre, p95", times[int(len(times) * 0.95)], "ms"),
    ]


def _accepted_after_ms(desk: SmsDesk, case_id: CaseId, number: int) -> float:
    call = desk.call(case_id, f"+3247013{number:04d}")
    begun = time.monotonic()
    desk.nobody_answers(call)
    until_so(lambda: desk.message(case_id).state in TAKEN)
    return (time.monotonic() - begun) * 1000
