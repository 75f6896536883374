"""A new version is told once a day at most, when the list can be trusted and the administrator lets us look."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.updates import signed_list
from app.workplace import Source, resolve
from tests.support.backend import FakeClock, FakeScheduler
from tests.support.contract import NOW
from ui.preferences import Preferences
from ui.updates import FIRST_AFTER_S, LOOKS_EVERY_S, UpdateWatch

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PRIVATE = KEY.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
ADDRESS = "https://bijstand.example/versions.json"


def a_list(version: str = "0.2.0", serial: int = 1, channel: str = "stable") -> bytes:
    release = {"version": version, "page": "https://bijstand.example/new", "sha256": "0" * 64, "notes": {}}
    return signed_list({"serial": serial, "channels": {channel: release}}, PRIVATE)


class Desk:
    def __init__(self, address: str = ADDRESS, *, key: bytes | None = PUBLIC, version: str | None = "0.1.0") -> None:
        self.scheduler = FakeScheduler(FakeClock(NOW))
        self.chosen = Preferences()
        self.told: list[tuple[str, str]] = []
        self.asked: list[Callable[[bytes | None], None]] = []
        self.log: list[str] = []
        workplace = resolve(((Source.MACHINE_FILE, {"updates": address}),))
        self.watch = UpdateWatch(workplace, version, key, self._fetch, self, self.log.append)
        self.watch.start(self.scheduler, self.scheduler.clock, self)

    def _fetch(self, address: str, done: Callable[[bytes | None], None]) -> None:
        assert address == ADDRESS
        self.asked.append(done)

    def change(self, chosen: Preferences) -> None:
        self.chosen = chosen

    def show_release(self, version: str, page: str) -> None:
        self.told.append((version, page))


def test_a_newer_version_is_told() -> None:
    desk = Desk()
    desk.scheduler.advance(FIRST_AFTER_S)
    desk.asked[-1](a_list())
    assert desk.told == [("0.2.0", "https://bijstand.example/new")]
    assert desk.chosen.versions_serial == 1


def test_it_is_asked_once_a_day_and_after_a_restart_too() -> None:
    desk = Desk()
    desk.scheduler.advance(FIRST_AFTER_S)
    for _ in range(23):
        desk.scheduler.advance(LOOKS_EVERY_S)
    assert len(desk.asked) == 1
    for _ in range(2):
        desk.scheduler.advance(LOOKS_EVERY_S)
    assert len(desk.asked) == 2
    again = Desk()
    again.chosen = Preferences(versions_looked_at=(NOW - timedelta(hours=3)).isoformat())
    again.scheduler.advance(FIRST_AFTER_S)
    assert again.asked == []


@pytest.mark.parametrize("content", [None, b"", b"{}", a_list("0.1.0"), a_list("0.0.9"), a_list(channel="early")])
def test_what_is_no_news_or_not_to_be_trusted_is_not_told(content: bytes | None) -> None:
    desk = Desk()
    desk.scheduler.advance(FIRST_AFTER_S)
    desk.asked[-1](content)
    assert desk.told == []
    assert len(desk.log) == (1 if content in (None, b"", b"{}") else 0)


def test_an_older_list_than_one_seen_before_counts_for_nothing() -> None:
    desk = Desk()
    desk.chosen = Preferences(versions_serial=5)
    desk.scheduler.advance(FIRST_AFTER_S)
    desk.asked[-1](a_list(serial=4))
    assert (desk.told, desk.chosen.versions_serial) == ([], 5)


@pytest.mark.parametrize("address", ["off", "", "bijstand.example"])
def test_who_must_not_look_does_not(address: str) -> None:
    desk = Desk(address)
    desk.scheduler.advance(LOOKS_EVERY_S * 30)
    assert desk.asked == []


@pytest.mark.parametrize(("key", "version"), [(None, "0.1.0"), (PUBLIC, None)])
def test_a_build_without_a_key_and_a_checkout_look_for_nothing(key: bytes | None, version: str | None) -> None:
    desk = Desk(key=key, version=version)
    desk.scheduler.advance(LOOKS_EVERY_S * 30)
    assert desk.asked == []
