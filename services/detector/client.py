"""How a command line speaks with the service of a data folder: over its API, like a desk.

The service owns the database, so a command never opens it. When none runs, one is started for as long as the command
takes and stopped afterwards; when one runs, it is asked and left alone. Nothing of the service itself is imported here.
"""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import uuid4

import httpx

from app.api.service import Health, RefusalInfo, ServiceFile, SessionInfo
from app.api.version import API_HEADER, API_VERSION, IDEMPOTENCY_HEADER
from services.detector.service_file import FILE_NAME

LOG_NAME: Final = "service-start.log"
START_S: Final = 120.0
STOP_S: Final = 10.0
TRIES: Final = 3

_LOOK_EVERY_S: Final = 0.1
_ANSWER_S: Final = 10.0


class ServiceTrouble(Exception):
    """The service cannot be asked; the message says why and what to do."""


class Refused(Exception):
    """The service said no."""

    def __init__(self, refusal: RefusalInfo) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass
class ServiceApi:
    """One service, asked with its own token until somebody signs in."""

    client: httpx.Client
    token: str
    session: str = field(default="")

    def health(self) -> Health:
        """Ask how it is."""
        return Health.model_validate_json(self._ask("GET", "/v1/health"))

    def sign_in(self, login: str, password: str, desk: str) -> None:
        """Ask everything from now on as this person."""
        body = {"login": login, "password": password, "desk": desk}
        self.session = SessionInfo.model_validate_json(self.post("/v1/sessions", body)).token

    def sign_out(self) -> None:
        """End the session, if there is one."""
        if self.session:
            self.post("/v1/sessions/current/end", {})
            self.session = ""

    def get(self, path: str) -> bytes:
        """Read something."""
        return self._ask("GET", path)

    def post(self, path: str, body: Mapping[str, object]) -> bytes:
        """Send a command; tried again with the same key while nobody decides it."""
        return self._ask("POST", path, dict(body))

    def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> bytes:
        headers = {"Authorization": f"Bearer {self.session or self.token}", IDEMPOTENCY_HEADER: str(uuid4())}
        trouble = ""
        for _ in range(TRIES):
            try:
                answer = self.client.request(method, path, headers=headers, json=body)
            except httpx.TransportError as fault:
                trouble = f"The service at {self.client.base_url} does not answer ({type(fault).__name__}). Try again."
                continue
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return _decided(answer)
            trouble = f"The service takes nothing now: {answer.text}. Nothing was changed."
        raise ServiceTrouble(trouble)


@contextmanager
def service_of(folder: Path, command: tuple[str, ...]) -> Iterator[ServiceApi]:
    """Find the service of a data folder, or start one for as long as the context lasts.

    Args:
        folder: The data folder.
        command: Program and arguments that start a service there.

    Raises:
        ServiceTrouble: There is none and none can be started.
    """
    running = _answering(folder)
    if running is not None:
        with closing(running.client):
            yield running
        return
    with _started(folder, command) as started, closing(started.client):
        yield started


def _answering(folder: Path) -> ServiceApi | None:
    """Return the service that ``service.json`` names, if it answers to its token; a pid alone proves nothing."""
    try:
        found = ServiceFile.model_validate_json((folder / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return None
    headers = {API_HEADER: str(API_VERSION)}
    client = httpx.Client(base_url=found.url, headers=headers, timeout=_ANSWER_S, trust_env=False)
    api = ServiceApi(client, found.token)
    try:
        api.health()
    except (ServiceTrouble, Refused, ValueError):
        client.close()
        return None
    return api


@contextmanager
def _started(folder: Path, command: tuple[str, ...]) -> Iterator[ServiceApi]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = folder / LOG_NAME
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        yield _wait_for(process, folder, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", folder: Path, log: Path) -> ServiceApi:
    deadline = monotonic() + START_S
    while monotonic() < deadline:
        api = _answering(folder)
        if api is not None:
            return api
        try:
            code = process.wait(_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            continue
        api = _answering(folder)  # another one may have taken the folder a moment before
        if api is not None:
            return api
        raise ServiceTrouble(f"The service does not start (exit code {code}). What it said is in {log}.")
    raise ServiceTrouble(f"The service did not start within {START_S:.0f} s. What it said is in {log}.")


def _decided(answer: httpx.Response) -> bytes:
    if answer.is_success:
        return answer.content
    try:
        refusal = RefusalInfo.model_validate_json(answer.content)
    except ValueError as fault:
        raise ServiceTrouble(f"The service answered {answer.status_code} and no reason.") from fault
    raise Refused(refusal)
