"""The service's HTTP side on a real store, for tests: cheap passwords, a clock that stands still, no socket."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import uuid4

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from app.api.service import Health
from app.api.version import API_HEADER, API_VERSION, IDEMPOTENCY_HEADER
from app.domain.account import Account, Role
from app.domain.audit import AuditAction
from app.domain.case import Case
from app.domain.ecall import Ecall
from app.domain.events import Event, EventKind
from app.domain.ids import CallId
from app.domain.uplink import StoredUplink
from app.geography.place import PlaceFacts
from app.persistence.store import SqliteStore
from app.rules.clauses import Edition, load_edition
from app.settings import Settings
from app.usecases.actor import SERVICE
from app.usecases.call_ports import Capabilities, Originate
from app.usecases.create_account import CreateAccount, create_account
from app.usecases.prepare_sms import SmsChannel
from app.usecases.sign_in import SignedIn, SignIn, sign_in
from app.usecases.sign_in_attempts import SignInAttempts
from app.usecases.store import JobUnit
from app.usecases.unit_of_work import UnitOfWork
from resources.editions import read_edition
from services.detection.thresholds import Thresholds
from services.detector.api.application import create_app
from services.detector.changes import Changes
from services.detector.composition import Composition
from services.detector.dispatcher import Dispatcher
from services.detector.feeds import FeedTally
from services.detector.gateways import Gateways, Premises
from services.detector.imports import Imports
from services.detector.key_vault import KeyVault
from services.detector.passwords import Argon2Passwords
from services.detector.pipeline import Pipeline, Watch
from services.detector.processing import Judges, process
from services.detector.rulebook import Rulebook
from services.detector.strangers import Strangers
from tests.support.builders import a_box, a_case, a_contract, an_audit_record, an_ecall
from tests.support.clocks import StandingClock
from tests.support.contract import a_health

SERVICE_TOKEN = "the-token-of-service.json"
HOST = "127.0.0.1:47011"
PASSWORD = "correct horse"

T = TypeVar("T")


class FakeTelephony:
    """Rings nowhere; keeps what it was told."""

    source = "fake"
    capabilities = Capabilities(progress=True, duration=True, hangup=True, dtmf=True)

    def __init__(self) -> None:
        self.dialled: list[tuple[CallId, str]] = []
        self.hung_up: list[CallId] = []
        self.pressed: list[tuple[CallId, str]] = []

    def originate(self, call: Originate) -> None:
        self.dialled.append((call.call_id, call.to_e164))

    def hangup(self, call_id: CallId) -> None:
        self.hung_up.append(call_id)

    def dtmf(self, call_id: CallId, digits: str) -> None:
        self.pressed.append((call_id, digits))

    def reconcile(self) -> None:
        raise NotImplementedError


class Nowhere:
    """Knows no place."""

    def place(self, latitude_deg: float, longitude_deg: float, accuracy_m: float | None = None) -> PlaceFacts:
        raise ValueError(latitude_deg, longitude_deg, accuracy_m)


def a_composition(store: SqliteStore, clock: StandingClock, **changes: object) -> Composition:
    """The parts of a service on this store. Made inside the loop that uses it."""
    edition = the_edition()
    changes_told = Changes(store.read(lambda reader: reader.last_event()))
    store.add_listener(changes_told.tell)
    vault, hour = KeyVault(bytes(32)), timedelta(hours=1)
    watch = Watch(Strangers(hour), Strangers(hour))
    judges = Judges(clock, Settings(), edition, Thresholds.from_edition(edition), Nowhere(), vault)

    def follow(uplink: StoredUplink, unit: UnitOfWork) -> None:
        process(uplink, unit, judges)

    parts: dict[str, Any] = {
        "store": store,
        "clock": clock,
        "settings": Settings(),
        "edition": edition,
        "rulebook": the_rulebook(),
        "thresholds": Thresholds.from_edition(edition),
        "token": SERVICE_TOKEN,
        "passwords": Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        "attempts": SignInAttempts(clock),
        "gazetteer": Nowhere(),
        "sms_manner": SmsChannel(call_back_e164="+3224060000"),
        "gateways": Gateways(Premises(store, clock, Settings(), vault), ()),
        "telephony": None,
        "is_training": False,
        "health": lambda: health_of(store, clock),
        "changes": changes_told,
        "vault": vault,
        "intake": Pipeline(store, follow, clock, watch, vault),
        "process": follow,
        "feed_tally": FeedTally(),
        "imports": Imports(store._file.parent, store, clock, Settings()),  # noqa: SLF001 - the folder of the test
        "dispatcher": Dispatcher(store, clock, Settings().box_answer_s),
    }
    return Composition(**{**parts, **changes})


@cache
def the_edition() -> Edition:
    """S2-FAQ, read once."""
    return load_edition(read_edition("S2-FAQ"))


@cache
def the_rulebook() -> Rulebook:
    """Every edition, read once."""
    return Rulebook.load()


def health_of(store: SqliteStore, clock: StandingClock) -> Health:
    """A service that is well, at the time of its clock."""
    has_accounts = store.read(lambda reader: reader.any_account())
    return a_health(now=clock.now(), has_accounts=has_accounts)


@dataclass
class Desk:
    """One signed-in person's way to the service; every POST has a key of its own unless told otherwise."""

    client: httpx.AsyncClient
    signed_in: SignedIn | None = None

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, body: object = None, key: str = "", **headers: str) -> httpx.Response:
        named = {IDEMPOTENCY_HEADER: key or str(uuid4()), **headers}
        return await self.client.post(path, json={} if body is None else body, headers=named)


@dataclass
class House:
    """A service with its application; makes people who ask it things."""

    parts: Composition
    telephony: FakeTelephony = field(default_factory=FakeTelephony)

    def __post_init__(self) -> None:
        self.app: FastAPI = create_app(self.parts)
        self.clients: list[httpx.AsyncClient] = []

    @property
    def clock(self) -> StandingClock:
        return cast("StandingClock", self.parts.clock)

    def desk(self, token: str = SERVICE_TOKEN, **headers: str) -> Desk:
        """Somebody with this token."""
        return Desk(self._client(token, headers))

    def person(self, *roles: Role, name: str = "An Vermeulen", at: str = "desk-3") -> Desk:
        """A new account with these roles, signed in at a workplace."""
        signed_in = self.submit(_new_person(frozenset(roles), name, at))
        return Desk(self._client(signed_in.token, {}), signed_in)

    def account(self, login: str, *roles: Role, password: str = PASSWORD) -> Account:
        """An account that can sign in with this password."""
        hashed = self.parts.passwords.hash(password)
        command = CreateAccount(SERVICE, login, login.title(), frozenset(roles), hashed)
        return self.submit(lambda unit: create_account(command, unit, self.parts.clock))

    def submit(self, job: Callable[[JobUnit], T]) -> T:
        """Run a job and wait until it is on the disk."""
        return self.parts.store.submit(job, urgent=True).result(30)

    def open_case(self, case: Case | None = None, ecall: Ecall | None = None) -> Case:
        """A case with box, contract, E-call, entry and event, as the pipeline leaves it."""
        return self.submit(crash(case, ecall))

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()

    def _client(self, token: str, headers: Mapping[str, str]) -> httpx.AsyncClient:
        named = {"Authorization": f"Bearer {token}", API_HEADER: str(API_VERSION), **headers}
        transport = httpx.ASGITransport(self.app)
        client = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=named)
        self.clients.append(client)
        return client


def crash(case: Case | None = None, ecall: Ecall | None = None) -> Callable[[JobUnit], Case]:
    """A job that opens a case with everything known."""

    def job(unit: JobUnit) -> Case:
        found = ecall or an_ecall()
        opened = case or a_case(ecall_ids=(found.ecall_id,))
        unit.contracts.put(a_contract())
        unit.boxes.put(a_box())
        unit.ecalls.put(found)
        unit.cases.add(opened)
        unit.audit.append(an_audit_record(opened.case_id, action=AuditAction.CASE_OPENED, actor="service"))
        unit.events.append(Event(EventKind.CASE_CHANGED, opened.received_at, case_id=opened.case_id, rings=True))
        return opened

    return job


def _new_person(roles: frozenset[Role], name: str, at: str) -> Callable[[JobUnit], SignedIn]:
    def job(unit: JobUnit) -> SignedIn:
        clock = StandingClock()
        login = uuid4().hex
        account = create_account(CreateAccount(SERVICE, login, name, roles, "hash"), unit, clock)
        opened = sign_in(SignIn(login, at, account.password_hash), unit, clock)
        assert isinstance(opened, SignedIn)
        return opened

    return job


@asynccontextmanager
async def a_house(folder: Path, **changes: object) -> AsyncIterator[House]:
    """A service on a store in this folder, until the end of the context."""
    clock = StandingClock()
    store = SqliteStore.open(folder / "data", clock)
    built = House(a_composition(store, clock, **changes))
    try:
        yield built
    finally:
        built.parts.changes.end()
        built.parts.imports.stop()
        await built.close()
        store.close()
