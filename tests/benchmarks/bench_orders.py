"""From the last bytes of a crash above 4 g to its tow order on the disk, and to the partner's system that has it.

A real service, boxes that speak their own protocol, and the contract test server as the partner that is recommended.
Each time begins when the box sends the record that makes the peak known; "stored" ends when the queue of a desk shows
the running tow, "offered" when the partner's system has the order. The time in which an order may still be stopped (ten
seconds unless set otherwise) is set to nearly nothing and not in it.
"""

import socket
import statistics
import tempfile
import time
from pathlib import Path

from app.domain.clock import SystemClock
from app.domain.ids import Imei
from services.simulator.scenario import Crash, transmissions
from services.simulator.teltonika_box import login
from tests.support.boxes_on_record import register_unknown_cars
from tests.support.detector import Detector, a_detector
from tests.support.order_desk import OrderDesk, an_order_desk
from tests.support.partner_server import PartnerServer, a_partner_server
from tests.support.wait import until_so

CRASHES = 40
FIRST_IMEI = 356_093_070_330_000
STOP_S = 0.001


def run() -> list[tuple[str, float, str]]:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="bijstand-bench-") as folder, a_partner_server() as partner:
        data = Path(folder)
        (data / "settings.toml").write_text(f"order_stop_s = {STOP_S}\n", encoding="utf-8")
        imeis = register_unknown_cars(data, FIRST_IMEI, CRASHES)
        with a_detector(data, ()) as service, an_order_desk(service) as desk:
            desk.knows(partner.url)
            desk.set_partners()
            figures = [_one_crash(service, desk, partner, imei) for imei in imeis]
            service.stop()
    stored, offered = (sorted(figure[place] for figure in figures) for place in (0, 1))
    return [
        ("> 4 g -> tow order stored and shown, p50", statistics.median(stored), "ms"),
        ("> 4 g -> tow order stored and shown, p95", stored[int(len(stored) * 0.95)], "ms"),
        ("> 4 g -> tow order with the partner, p50", statistics.median(offered), "ms"),
        ("> 4 g -> tow order with the partner, p95", offered[int(len(offered) * 0.95)], "ms"),
    ]


def _one_crash(service: Detector, desk: OrderDesk, partner: PartnerServer, imei: Imei) -> tuple[float, float]:
    before, tows = len(partner.book), desk.tows()
    packets = [one.packet for one in transmissions(Crash(), SystemClock().now())]
    with socket.create_connection(("127.0.0.1", service.box_port), timeout=10) as box:
        box.sendall(login(imei))
        box.recv(1)
        for packet in packets[:-1]:
            box.sendall(packet)
            box.recv(4)
        begun = time.monotonic()
        box.sendall(packets[-1])
        until_so(lambda: desk.tows() > tows)
        stored = time.monotonic()
        until_so(lambda: len(partner.book) > before)
        offered = time.monotonic()
    return (stored - begun) * 1000, (offered - begun) * 1000
