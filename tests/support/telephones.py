"""Real telephones on the loopback: sipp behaves as a driver's does, baresip is the one on the operator's desk.

A driver's telephone does one thing, named by its manner, for one call. baresip is led over ``ctrl_tcp``: JSON in
netstrings, one client, no password, so it listens on the loopback and lives as long as its test.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.exchange import free_port
from tests.support.wait import until_so

_XML = '<?xml version="1.0" encoding="ISO-8859-1" ?>\n'
_HEADERS = """[last_Via:]
[last_From:]
[last_To:];tag=[pid]SIPp[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:driver@[local_ip]:[local_port]>
"""
_SDP = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
"""
_OK_TO_BYE = """[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0
"""
_BYE = """BYE [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: [$local]
To: [$remote]
[last_Call-ID:]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0
"""


def _send(body: str) -> str:
    return f"<send><![CDATA[\n{body}\n]]></send>\n"


def _refuse(status: str) -> str:
    return _send(f"SIP/2.0 {status}\n{_HEADERS}Content-Length: 0\n") + '<recv request="ACK" />\n'


_INVITE = (
    '<recv request="INVITE" rrs="true"><action>'
    '<ereg regexp=".*" search_in="hdr" header="From:" assign_to="remote" />'
    '<ereg regexp=".*" search_in="hdr" header="To:" assign_to="to" />'
    '<assignstr assign_to="local" value="[$to];tag=[pid]SIPp[call_number]" />'
    "</action></recv>\n"
    '<Reference variables="remote,to,local" />\n'
)
_RING = _send(f"SIP/2.0 180 Ringing\n{_HEADERS}Content-Length: 0\n")
_ANSWER = _send(f"SIP/2.0 200 OK\n{_HEADERS}{_SDP}") + '<recv request="ACK" rrs="true" />\n'
_TAKES_BYE = '<recv request="BYE" />\n' + _send(f"SIP/2.0 200 OK\n{_OK_TO_BYE}")
_CANCELLED = (
    '<recv request="CANCEL" />\n'
    + _send(f"SIP/2.0 200 OK\n{_OK_TO_BYE}")
    + _send(
        "SIP/2.0 487 Request Terminated\n[last_Via:]\n[last_From:]\n[last_To:];tag=[pid]SIPp[call_number]\n"
        "[last_Call-ID:]\nCSeq: 1 INVITE\nContent-Length: 0\n"
    )
)

MANNERS = {
    "busy": _refuse("486 Busy Here"),
    "declines": _refuse("603 Decline"),
    "wrong_number": _refuse("404 Not Found"),
    "unreachable": _refuse("480 Temporarily Unavailable"),
    "overloaded": _refuse("503 Service Unavailable"),
    "rings_out": _RING + _CANCELLED,
    "answers_and_hangs_up": _RING
    + '<pause milliseconds="500" />\n'
    + _ANSWER
    + '<pause milliseconds="1500" />\n'
    + _send(_BYE)
    + '<recv response="200" />\n',
    "answers": _RING + '<pause milliseconds="500" />\n' + _ANSWER + _TAKES_BYE,
}


def require(program: str) -> str:
    """Return the path of a program; skip the test by name where it is absent."""
    path = shutil.which(program)
    if path is None:
        test = os.environ.get("PYTEST_CURRENT_TEST", "a telephone").split(" ")[0]
        pytest.skip(f"{test}: needs {program}, which is not installed")
    return path


@contextmanager
def a_driver(folder: Path, manner: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The driver's telephone, which takes one call in this manner."""
    scenario = f'{_XML}<scenario name="{manner}">\n{_INVITE}{MANNERS[manner]}</scenario>\n'
    path = folder / f"{manner}.xml"
    path.write_text(scenario, encoding="ascii")
    options = ["-sf", str(path), "-i", "127.0.0.1", "-ci", "127.0.0.1", "-p", str(port), "-nostdin", "-m", "20"]
    with _program([require("sipp"), *options], folder, "sipp") as process:
        until_so(lambda: _is_taken(port) or process.poll() is not None)
        yield process


@contextmanager
def a_caller(folder: Path, from_number: str, to: str, exchange_port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Somebody who calls the centre and waits until the exchange ends it."""
    path = folder / "caller.xml"
    path.write_text(_XML + _CALLER.format(number=from_number, to=to), encoding="ascii")
    port = free_port()
    options = ["-sf", str(path), "-i", "127.0.0.1", "-ci", "127.0.0.1", "-p", str(port), "-nostdin", "-m", "1"]
    with _program([require("sipp"), f"127.0.0.1:{exchange_port}", *options], folder, "caller") as process:
        yield process


class Baresip:
    """The telephone on the desk, led over its control port."""

    def __init__(self, sip_port: int, control_port: int) -> None:
        self.sip_port = sip_port
        self._socket = socket.create_connection(("127.0.0.1", control_port), timeout=30)
        self._buffer = b""
        self.events: list[dict[str, Any]] = []

    def ask(self, command: str, parameters: str = "") -> None:
        """Send a command."""
        body = json.dumps({"command": command, "params": parameters, "token": command}).encode()
        self._socket.sendall(b"%d:%s," % (len(body), body))

    def wait_for(self, kind: str) -> dict[str, Any]:
        """Return the next event of this kind."""
        while True:
            told = self._next()
            if told.get("event"):
                self.events.append(told)
            if told.get("type") == kind:
                return told

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()

    def _next(self) -> dict[str, Any]:
        while True:
            head, colon, rest = self._buffer.partition(b":")
            if colon and len(rest) > int(head):
                self._buffer = rest[int(head) + 1 :]
                told: dict[str, Any] = json.loads(rest[: int(head)])
                return told
            data = self._socket.recv(65_536)
            if not data:
                raise ConnectionError("the telephone is gone")
            self._buffer += data


@contextmanager
def a_desk_telephone(folder: Path, port: int, *, answers: bool = True) -> Iterator[Baresip]:
    """baresip as the operator's telephone; it takes every call by itself, or none."""
    program, control = require("baresip"), free_port()
    home = folder / f"baresip-{port}"
    home.mkdir()
    mode = "auto" if answers else "manual"
    (home / "accounts").write_text(f"<sip:operator1@127.0.0.1:{port}>;regint=0;answermode={mode}\n", encoding="ascii")
    (home / "config").write_text(_BARESIP.format(port=port, control=control), encoding="ascii")
    (home / "contacts").write_text("", encoding="ascii")
    with _program([program, "-f", str(home)], folder, "baresip") as process:
        until_so(lambda: _listens(control) or process.poll() is not None)
        with closing(Baresip(port, control)) as telephone:
            yield telephone


@contextmanager
def _program(command: list[str], folder: Path, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    with (folder / f"{name}.said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    with process:
        try:
            yield process
        finally:
            process.kill()


def _is_taken(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asked:
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _listens(port: int) -> bool:
    """Whether the port is listened on; it takes one client only, so it is not tried."""
    wanted = f"0100007F:{port:04X}"
    return any(line.split()[1:4:2] == [wanted, "0A"] for line in Path("/proc/net/tcp").read_text().splitlines()[1:])


_BARESIP = """poll_method epoll
sip_listen 127.0.0.1:{port}
ctrl_tcp_listen 127.0.0.1:{control}
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
audio_source aubridge,nil
audio_player aubridge,nil
audio_alert aubridge,nil
"""

_CALLER = """<scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:{to}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:{number}@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:{to}@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:{number}@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
<recv response="100" optional="true" />
<recv response="180" optional="true" />
<recv response="183" optional="true" />
<recv response="200" rrs="true" />
<send><![CDATA[
ACK sip:{to}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:{number}@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:{to}@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0
]]></send>
<recv request="BYE" />
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0
]]></send>
</scenario>
"""
