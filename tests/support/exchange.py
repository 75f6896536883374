"""A real Asterisk on free loopback ports, with a configuration of its own, ended with the test whatever happens.

It runs in the chroot that ``packaging/setup/peers/asterisk.py`` builds. A configuration lives in a folder of its own
there, so several exchanges may run at once. Where there is none, or the tests do not run as root, they are skipped by
name.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.processes import ROOT
from tests.support.wait import until_so

CHROOT = ROOT / "build" / "peers" / "asterisk"
USER, SECRET = "desk", "kaas-en-brood-42"
AGENT = "PJSIP/operator1"
RTP_PORTS = 40
PORTS = (20_000, 32_000)
_ANY = random.SystemRandom()


def require_asterisk() -> None:
    """Skip the test by name where there is no Asterisk to start."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "the exchange").split(" ")[0]
    if not (CHROOT / "asterisk.ready").exists():
        pytest.skip(f"{test}: needs the Asterisk of packaging/setup/peers/asterisk.py, which is not built here")
    if os.geteuid() != 0:
        pytest.skip(f"{test}: needs root for chroot")


def free_port() -> int:
    """An even port of the loopback that nobody uses now, for TCP and UDP, with its neighbour (SIP over TLS).

    Outside of the range from which the system gives ports to whoever connects: it is bound by a program much later.
    """
    while True:
        port = _ANY.randrange(*PORTS, 2)
        if all(_is_free(one, kind) for one in (port, port + 1) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)):
            return port


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with closing(socket.socket(socket.AF_INET, kind)) as asked:
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Exchange:
    """A running Asterisk."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    ami_port: int
    sip_port: int
    agent_port: int

    def values(self, **changes: str) -> dict[str, str]:
        """The settings of a gateway for it; ``driver_port``: where the driver's telephone is."""
        return {
            "host": "127.0.0.1",
            "port": str(self.ami_port),
            "user": USER,
            "encryption": "none",
            "ring_s": "25",
            "desk_ring_s": "3",
            "number_format": "zeros",
            **changes,
        }

    @property
    def pid(self) -> int:
        """Of the Asterisk itself."""
        return self.process.pid

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Let it hang: its sockets stay open and nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)

    @property
    def log(self) -> str:
        """What it said."""
        return (self.folder / "log" / "full").read_text(encoding="utf-8", errors="replace")


@contextmanager
def an_exchange(driver_port: int, ports: "Exchange | None" = None) -> Iterator[Exchange]:
    """Start an Asterisk whose trunk leads to one telephone on this machine.

    Args:
        ports: Another exchange whose ports it takes over: the same one, started again.
    """
    require_asterisk()
    folder = CHROOT / "tmp" / f"exchange-{uuid4().hex[:12]}"
    ami = ports.ami_port if ports else free_port()
    sip = ports.sip_port if ports else free_port()
    agent = ports.agent_port if ports else free_port()
    _write(folder, _files(folder, ami, sip, agent, driver_port))
    inside = f"/{folder.relative_to(CHROOT)}"
    command = ["chroot", str(CHROOT), "/usr/sbin/asterisk", "-f", "-n", "-U", "asterisk"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [*command, "-C", f"{inside}/etc/asterisk.conf"], stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    exchange = Exchange(process, folder, ami, sip, agent)
    with process:
        try:
            until_so(lambda: _is_ready(ami) or process.poll() is not None)
            if process.poll() is not None:
                raise RuntimeError((folder / "said").read_text(encoding="utf-8", errors="replace"))
            yield exchange
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def _is_ready(port: int) -> bool:
    """Whether it has booted: it greets before it can make a call."""
    try:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as asked:
            asked.sendall(f"Action: Login\r\nUsername: {USER}\r\nSecret: {SECRET}\r\n\r\n".encode())
            heard = b""
            while b"FullyBooted" not in heard:
                data = asked.recv(4096)
                heard += data
                if not data:
                    return False
    except OSError:
        return False
    return True


def _write(folder: Path, files: dict[str, str]) -> None:
    for name in ("etc", "db", "run", "log", "spool"):
        (folder / name).mkdir(parents=True)
    for name, text in files.items():
        (folder / "etc" / name).write_text(text, encoding="utf-8")
    subprocess.run(
        ["chroot", str(CHROOT), "chown", "-R", "asterisk:", f"/{folder.relative_to(CHROOT)}"],
        check=True,
        capture_output=True,
    )


def _files(folder: Path, ami: int, sip: int, agent: int, driver: int) -> dict[str, str]:
    inside = f"/{folder.relative_to(CHROOT)}"
    [modules] = (CHROOT / "usr" / "lib").glob("*/asterisk/modules")
    rtp = free_port()
    return {
        "asterisk.conf": (
            f"[directories]\nastetcdir => {inside}/etc\nastmoddir => /{modules.relative_to(CHROOT)}\n"
            f"astvarlibdir => /var/lib/asterisk\nastdbdir => {inside}/db\nastkeydir => {inside}/db\n"
            f"astdatadir => /usr/share/asterisk\nastagidir => {inside}/db\nastspooldir => {inside}/spool\n"
            f"astrundir => {inside}/run\nastlogdir => {inside}/log\n"
        ),
        "modules.conf": "[modules]\nautoload=yes\n" + "".join(f"noload = {name}\n" for name in _NOT_LOADED),
        "logger.conf": "[general]\n[logfiles]\nfull => notice,warning,error,verbose\n",
        "manager.conf": (
            f"[general]\nenabled = yes\nbindaddr = 127.0.0.1\nport = {ami}\n[{USER}]\nsecret = {SECRET}\n"
            "read = call,dialplan,cdr,system,reporting,agent\nwrite = originate,call,system,reporting\n"
        ),
        "rtp.conf": f"[general]\nrtpstart={rtp}\nrtpend={rtp + RTP_PORTS}\n",
        "pjsip.conf": _PJSIP.format(sip=sip, agent=agent),
        "extensions.conf": _EXTENSIONS.format(driver=driver),
        "queues.conf": "[general]\n[centre]\nstrategy = ringall\ntimeout = 20\nmember => PJSIP/operator1\n",
    }


_NOT_LOADED = (
    "res_config_sqlite3.so",
    "cdr_csv.so",
    "cel_custom.so",
    "res_phoneprov.so",
    "chan_iax2.so",
    "pbx_dundi.so",
)

_PJSIP = """
[udp]
type=transport
protocol=udp
bind=127.0.0.1:{sip}

[operator1]
type=endpoint
context=nowhere
disallow=all
allow=ulaw
aors=operator1
direct_media=no
[operator1]
type=aor
contact=sip:operator1@127.0.0.1:{agent}

[gsm]
type=endpoint
context=from-outside
disallow=all
allow=ulaw
direct_media=no
[gsm]
type=identify
endpoint=gsm
match=127.0.0.1
"""

_EXTENSIONS = """
[nowhere]
[from-desk]
exten => _X.,1,Dial(PJSIP/gsm/sip:${{EXTEN}}@127.0.0.1:{driver},${{BIJSTAND_RING_LIMIT}})
[from-outside]
exten => 100,1,Dial(PJSIP/operator1,20)
exten => 200,1,Queue(centre)
"""
