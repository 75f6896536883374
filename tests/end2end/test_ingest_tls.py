"""Encrypted: boxes and feeds reach the service under a certificate, and a useless one is said at the start."""

import base64
import ssl
from pathlib import Path

import httpx
import pytest

from app.commands import feed, user
from app.domain.clock import SystemClock
from services.detector.s2_frames import milliseconds
from services.simulator.teltonika_box import login
from tests.support.boxes import a_crash, tcp_frame
from tests.support.boxes_on_record import read_after, register_boxes
from tests.support.certificates import a_certificate
from tests.support.detector import a_detector, errors_of, starting
from tests.support.msd import AnMsd
from tests.support.s2 import AFrame
from tests.support.s2_box import a_crash_payload, register_s2_boxes
from tests.support.wait import until_so
from tests.support.wire import LOOPBACK


def test_boxes_and_feeds_come_in_encrypted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, certificate = tmp_path / "data", a_certificate(tmp_path)
    register_s2_boxes(folder)
    (imei,) = register_boxes(folder, 1)
    (folder / "settings.toml").write_text(f'tls_certificate = "{certificate}"\n', encoding="utf-8")
    trust = ssl.create_default_context(cafile=str(certificate))
    at = milliseconds(SystemClock().now())
    with a_detector(folder, ()) as service:
        ports = service.file.listeners
        assert set(ports) == {"teltonika_tcp", "teltonika_udp", "s2_tcp", "s2_udp", "teltonika_tls", "s2_tls", "feeds"}
        with ssl_socket(trust, ports["teltonika_tls"]) as box:
            box.sendall(login(imei) + tcp_frame(a_crash(timestamp_ms=at)))
            assert box.recv(1) + box.recv(4) == b"\x01\x00\x00\x00\x01"
        with ssl_socket(trust, ports["s2_tls"]) as box:
            box.sendall(AFrame(payload=a_crash_payload(at)).write())
            assert box.recv(4)[3] == 0x80
        arguments = ["--data", str(folder)]
        user.main(["add", "an", "--name", "An", "--roles", "admin", *arguments], lambda _: "first password")
        capsys.readouterr()
        feed.main(["open", "Centre", "--kind", "msd", "--as", "an", *arguments], lambda _: "first password")
        token = capsys.readouterr().out.split('"token": "')[1].split('"')[0]
        answer = httpx.post(
            f"https://{LOOPBACK}:{ports['feeds']}/v1/intake/msd",
            json={"msd": base64.b64encode(AnMsd(timestamp_s=at // 1000).write()).decode()},
            headers={"Authorization": f"Bearer {token}"},
            verify=trust,
            trust_env=False,
        )
        assert answer.json()["is_readable"] is True
        until_so(lambda: any(one.name == "Centre" and one.frames == 1 for one in service.health().listeners))
        assert service.stop() == 0
        assert token not in service.log
    cases = read_after(folder, lambda unit: unit.cases.open_cases())
    assert len(cases) == 2, "two boxes; the call of the car itself is the second source of the crash beside it"


def ssl_socket(trust: ssl.SSLContext, port: int) -> ssl.SSLSocket:
    import socket

    return trust.wrap_socket(socket.create_connection((LOOPBACK, port), timeout=30), server_hostname=LOOPBACK)


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_a_certificate_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    certificate = tmp_path / "server.pem"
    if content is not None:
        certificate.write_bytes(content)
    (folder / "settings.toml").write_text(f'tls_certificate = "{certificate}"\n', encoding="utf-8")
    with starting(folder, ()) as process:
        assert process.wait(timeout=60) == 1
    said = errors_of(folder).read_text(encoding="utf-8")
    assert "server.pem" in said
    assert "Traceback" not in said
