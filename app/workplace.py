r"""What is set for the desks of a fleet, by whom, and which word counts.

From strongest to weakest: the policy of the machine, the policy of the user, the command line, the file of the machine,
the file of the user, the default. On Windows policies stand in the registry (``Software\Policies\VIVIUM\Bijstand``,
where group policies write); elsewhere the machine's is a file only root can write. Each value keeps where it came from,
because "who set this?" is the first thing that support asks.

A value that cannot be meant is passed over and told, and so is a name that this version does not know: one wrong line
in a policy must not leave a centre without desks.
"""

import configparser
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import platformdirs

from app.domain.subscription import Language

POLICY_KEY: Final = r"Software\Policies\VIVIUM\Bijstand"
SERVICE_POLICY_KEY: Final = POLICY_KEY + r"\Service"
FILE_NAME: Final = "desk.ini"
SECTION: Final = "desk"
SERVICE_SECTION: Final = "service"
MACHINE_FOLDER: Final = "VIVIUM Bijstand"
YES, NO = "yes", "no"
OFF: Final = "off"


class Source(StrEnum):
    """Who set a value, from strongest to weakest."""

    MACHINE_POLICY = "machine_policy"
    USER_POLICY = "user_policy"
    COMMAND_LINE = "command_line"
    MACHINE_FILE = "machine_file"
    USER_FILE = "user_file"
    DEFAULT = "default"

    @property
    def is_of_administrator(self) -> bool:
        """Whether the person at this desk cannot change it."""
        return self in (Source.MACHINE_POLICY, Source.USER_POLICY, Source.MACHINE_FILE)


class Kind(StrEnum):
    """What a value may be."""

    ADDRESS = "address"
    FOLDER = "folder"
    FLAG = "flag"
    LANGUAGE = "language"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that can be set. ``default`` empty = the desk finds it out by itself."""

    name: str
    kind: Kind
    default: str
    meaning: str


KEYS: Final = (
    Key("service", Kind.ADDRESS, "", "https address of the centre's service; empty = the one of this machine"),
    Key("data", Kind.FOLDER, "", "folder in which the service of this machine keeps its data"),
    Key("starts_service", Kind.FLAG, YES, "whether the desk starts that service when none runs"),
    Key("language", Kind.LANGUAGE, "", "language of the screen: nl, fr, de, en; empty = chosen at the desk"),
    Key("plain_map", Kind.FLAG, NO, "draw the map without the web engine"),
    Key("updates", Kind.ADDRESS, "", "address of the signed list of versions; off = never look"),
    Key("update_channel", Kind.CHANNEL, "stable", "which versions are told: stable, early"),
)
CHANNELS: Final = ("stable", "early")

Layer = tuple[Source, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Given:
    """A value that counts, and who set it."""

    value: str
    source: Source


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that counts for nothing. ``is_known``: there is such a key, but the value cannot be meant."""

    name: str
    value: str
    source: Source
    is_known: bool


@dataclass(frozen=True, slots=True)
class Workplace:
    """Every key with its value, and what was passed over."""

    given: Mapping[str, Given]
    faults: tuple[Fault, ...] = ()

    def value(self, name: str) -> str:
        """Return what counts."""
        return self.given[name].value

    def is_on(self, name: str) -> bool:
        """Return a flag."""
        return self.value(name) == YES

    def is_locked(self, name: str) -> bool:
        """Whether the person at this desk cannot change it."""
        return self.given[name].source.is_of_administrator


@dataclass(frozen=True, slots=True)
class Places:
    """Where files of settings lie; ``machine_policy`` None = in the registry."""

    machine_policy: Path | None
    machine: Path
    user: Path


def places() -> Places:
    """Return the places of this system."""
    user = platformdirs.user_config_path("vivium-bijstand", appauthor=False) / FILE_NAME
    if sys.platform == "win32":
        return Places(None, machine_folder() / FILE_NAME, user)
    folder = Path("/etc/vivium-bijstand")
    return Places(folder / "policy.ini", folder / FILE_NAME, user)


def machine_folder() -> Path:
    """Return the folder of this machine, not of a person."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / MACHINE_FOLDER
    return Path("/var/lib/vivium-bijstand")


def machine_data_folder() -> Path:
    """Return where a service that belongs to the machine keeps its data."""
    return machine_folder() / "data"


def workplace_of(command_line: Mapping[str, str], where: Places | None = None) -> Workplace:
    """Return what counts at this desk. ``command_line``: what was given there, by key."""
    where = where or places()
    return resolve(
        (
            *_policies(POLICY_KEY, SECTION, where),
            (Source.COMMAND_LINE, command_line),
            (Source.MACHINE_FILE, _section(where.machine, SECTION)),
            (Source.USER_FILE, _section(where.user, SECTION)),
        )
    )


def service_policy(where: Places | None = None) -> dict[str, str]:
    """Return what the machine's policy says of the service: names and values as in ``settings.toml``."""
    found = _policies(SERVICE_POLICY_KEY, SERVICE_SECTION, where or places())
    return dict(next(values for source, values in found if source is Source.MACHINE_POLICY))


def resolve(layers: Sequence[Layer]) -> Workplace:
    """Return what counts of these layers, strongest first."""
    known = {key.name: key for key in KEYS}
    given = {key.name: Given(key.default, Source.DEFAULT) for key in KEYS}
    faults: list[Fault] = []
    for source, values in reversed(layers):
        passed_over = []
        for name, value in values.items():
            key = known.get(name.lower())
            if key is None or not _can_be_meant(key.kind, value):
                passed_over.append(Fault(name, value, source, key is not None))
            else:
                given[key.name] = Given(value, source)
        faults = [*passed_over, *faults]
    return Workplace(given, tuple(faults))


DEFAULTS: Final = resolve(())
"""Nobody set anything."""


def _can_be_meant(kind: Kind, value: str) -> bool:
    if kind is Kind.FLAG:
        return value in (YES, NO)
    if kind is Kind.LANGUAGE:
        return value in tuple(Language)
    if kind is Kind.CHANNEL:
        return value in CHANNELS
    if kind is Kind.FOLDER:
        return Path(value).is_absolute()
    return value == OFF or _is_address(value)


def _is_address(value: str) -> bool:
    try:
        address = urlsplit(value)
    except ValueError:
        return False
    return address.scheme == "file" or (address.scheme in ("https", "http") and bool(address.hostname))


def _section(path: Path, section: str) -> dict[str, str]:
    """Return one section of a file; empty when there is none. A file that is no such file is one that says nothing."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return dict(parser[section]) if parser.has_section(section) else {}


def _policies(key: str, section: str, where: Places) -> tuple[Layer, Layer]:
    if where.machine_policy is not None:
        return (Source.MACHINE_POLICY, _section(where.machine_policy, section)), (Source.USER_POLICY, {})
    return (
        (Source.MACHINE_POLICY, _registry(key, of_machine=True)),
        (Source.USER_POLICY, _registry(key, of_machine=False)),
    )


def _registry(key: str, *, of_machine: bool) -> dict[str, str]:
    """Return names and values of a key of the registry: texts as they are, numbers 1 and 0 as yes and no."""
    found: dict[str, str] = {}
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows alone has it

        root = winreg.HKEY_LOCAL_MACHINE if of_machine else winreg.HKEY_CURRENT_USER
        with suppress(OSError), winreg.OpenKey(root, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            for index in range(winreg.QueryInfoKey(opened)[1]):
                name, value, _kind = winreg.EnumValue(opened, index)
                found[name] = {1: YES, 0: NO}.get(value, str(value)) if isinstance(value, int) else str(value)
    return found
