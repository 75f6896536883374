"""The figures an administrator may set, and how they are read from the data folder.

A figure stands here when two centres may rightly want it different. Thresholds of the insurer are not settings: they
are clauses, in ``resources/rules``. What nobody set has the value of the design; a file with a wrong word in it is
refused as a whole, because a limit that silently keeps its old value is worse than a service that says why it does
not start.
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import platformdirs

SETTINGS_NAME: Final = "settings.toml"
POLICY: Final = "The policy of this machine"

_HIGHEST_PORT: Final = 65_535

Value: TypeAlias = int | float | str


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the service; the names are the keys of ``settings.toml``.

    Attributes:
        box_host: Address on which boxes are listened for; the loopback until an administrator opens the house.
        box_port: Port of the Teltonika listener; 0 = any free one, told in ``service.json``.
        box_udp_port: Port for Teltonika datagrams; 0 as above.
        box_tls_port: Port for Teltonika boxes that encrypt; 0 as above. Needs a certificate.
        s2_port: Port for S2 boxes; 0 as above.
        s2_udp_port: Port for S2 datagrams; 0 as above.
        s2_tls_port: Port for S2 boxes that encrypt; 0 as above. Needs a certificate.
        tls_certificate: File with the certificate (PEM, with its chain); empty = no encrypted listener.
        tls_key: File with its key; empty = it stands in the same file.
        key_file: File with the key that opens the keys of S2 boxes; empty = ``device-keys.key`` of the data folder.
        feed_host: Address on which data providers and other centres are listened for.
        feed_port: Their HTTPS port; 0 as above. Needs a certificate.
        box_question_s: How long a question to a box that is not connected is worth asking, unless said otherwise.
        box_answer_s: How long a box may take to answer a question.
        firmware_again_d: How many days it is good to know what a box runs; then the service asks it again.
        firmware_after_s: How long a box must be connected before the service asks it that by itself.
        group_commit_s: How long a job that is not urgent waits for company before its commit.
        late_after_s: An event older than this at its reception starts nothing by itself.
        clock_ahead_s: A device time this far in the future is a wrong clock.
        second_impact_within_s: An impact this soon after the last one of an open case belongs to that case...
        second_impact_within_m: ... unless it is known to lie further away than this.
        pile_up_within_s: Crashes of different cars this soon after each other...
        pile_up_within_m: ... and nearer to each other than this may be one pile-up; their cases name each other.
        linked_within_h: A new case names an earlier one of the same car when that is open or younger than this.
        phone_joins_within_s: An E-call this soon before or after a phone call opened a case of its car belongs to that
            case.
        moved_m: A fix that lies nearer than this to the one before is the same place.
        claim_stale_s: A claim not renewed for this long may be taken over.
        answer_1_s: Priority 1 should be claimed within this time.
        answer_2_s: Priority 2 should be.
        answer_3_s: Priority 3 should be.
        session_h: How long a sign-in holds.
        call_back_number: Number of the centre, named in texts to drivers; empty = they call back who texted them.
        second_call_s: How long after an unanswered call the car is called again; the SMS needs a moment to be seen.
        work_from_h: Hour from which an employer is at work, Monday to Friday, Belgian time...
        work_until_h: ... and until which; outside of it an employer hears of an incident and nothing more.
        interpreter_number: Of the interpreter line, for callers who speak none of our languages; empty = there is none.
        sms_stop_s: How long an SMS that a gateway sends may still be stopped before it leaves.
        sms_valid_s: How long a text to a driver in need is worth sending; half an hour to an hour.
        sms_again_s: How long after a text to a driver in need was perhaps sent it is sent once more.
        sms_by_hand_after_s: How long an SMS waits for a gateway that is down before a person has to send it.
        signal_sms: "on" or "off": whether a driver whom nobody helps yet is told that his signal came in.
        signal_sms_s: How long after the crash.
        order_stop_s: How long an order that leaves by itself may still be stopped before it does.
        order_answer_s: How long a partner may take to accept; then somebody phones, or the next one is asked.
        rejected_shown_h: How long rejected events stay in the queue.
        stranger_again_s: How long an unknown IMEI that goes on trying is not told again.
        map_tiles: Address of the centre's map server with {z}, {x} and {y} in it; that server learns where cases are.
            Empty = the map of the desks has no network.
        map_credit: Whose map that is; it stands on the map.
    """

    box_host: str = "127.0.0.1"
    box_port: int = 0
    box_udp_port: int = 0
    box_tls_port: int = 0
    s2_port: int = 0
    s2_udp_port: int = 0
    s2_tls_port: int = 0
    tls_certificate: str = ""
    tls_key: str = ""
    key_file: str = ""
    feed_host: str = "127.0.0.1"
    feed_port: int = 0
    box_question_s: float = 3600.0
    box_answer_s: float = 60.0
    firmware_again_d: float = 30.0
    firmware_after_s: float = 60.0
    group_commit_s: float = 0.02
    late_after_s: float = 600.0
    clock_ahead_s: float = 60.0
    second_impact_within_s: float = 1800.0
    second_impact_within_m: float = 200.0
    pile_up_within_s: float = 600.0
    pile_up_within_m: float = 300.0
    linked_within_h: float = 24.0
    phone_joins_within_s: float = 3600.0
    moved_m: float = 25.0
    claim_stale_s: float = 45.0
    answer_1_s: float = 15.0
    answer_2_s: float = 30.0
    answer_3_s: float = 120.0
    session_h: float = 12.0
    call_back_number: str = ""
    interpreter_number: str = ""
    second_call_s: float = 60.0
    work_from_h: float = 8.0
    work_until_h: float = 18.0
    sms_stop_s: float = 10.0
    sms_valid_s: float = 2700.0
    sms_again_s: float = 60.0
    sms_by_hand_after_s: float = 60.0
    signal_sms: str = "on"
    signal_sms_s: float = 60.0
    order_stop_s: float = 10.0
    order_answer_s: float = 300.0
    rejected_shown_h: float = 24.0
    stranger_again_s: float = 3600.0
    map_tiles: str = ""
    map_credit: str = ""


class SettingsRefused(Exception):
    """The settings file cannot be used; the message names the file, the key, and what to write instead."""


def default_data_folder() -> Path:
    """Return where this user's service keeps its data; the same for desk and service."""
    return platformdirs.user_data_path("vivium-bijstand", appauthor=False)


def load_settings(folder: Path, policy: Mapping[str, str] = MappingProxyType({})) -> Settings:
    """Return the settings of a data folder; those of the design where the file, or a key in it, is absent.

    Args:
        folder: The data folder.
        policy: What goes before the file, by key, as texts (``app.workplace.service_policy``).

    Raises:
        SettingsRefused: The file cannot be read, is no TOML, has a key nobody knows, or a value that cannot be meant.
    """
    path = folder / SETTINGS_NAME
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        given = {}
    except (OSError, ValueError) as fault:
        raise SettingsRefused(f"{path}: cannot be read as TOML: {fault}") from fault
    ruled = _checked({name: _meant(name, value) for name, value in policy.items()}, POLICY)
    settings = Settings(**{**_checked(given, str(path)), **ruled})
    _check_map(settings, path)
    if settings.signal_sms not in ("on", "off"):
        raise SettingsRefused(f'{path}: signal_sms must be "on" or "off", not {settings.signal_sms!r}')
    return settings


def _meant(name: str, value: str) -> Value:
    """Return what a policy, which has only texts, means; a word where a number belongs stays one, and is refused."""
    default = getattr(Settings(), name, value)
    try:
        return int(value) if isinstance(default, int) else float(value) if isinstance(default, float) else value
    except ValueError:
        return value


def _check_map(settings: Settings, path: Path) -> None:
    """Pass when the map of the centre has one address and a name, or there is none."""
    if not settings.map_tiles:
        return
    address = urlsplit(settings.map_tiles)
    marks = [settings.map_tiles.count(mark) for mark in ("{z}", "{x}", "{y}", "{")]
    is_web = address.scheme in ("http", "https") and bool(address.hostname) and "{" not in address.netloc
    if not is_web or marks != [1, 1, 1, 3]:
        example = "https://maps.example/{z}/{x}/{y}.png"
        raise SettingsRefused(f"{path}: map_tiles must be an address like {example}, not {settings.map_tiles!r}")
    if not settings.map_credit:
        raise SettingsRefused(f"{path}: map_tiles needs map_credit: whose map it is")


def _checked(
    given: Mapping[str, object], path: str
) -> dict[str, Any]:  # the fields are of three types; each is checked by its own
    defaults = Settings()
    known = {item.name: getattr(defaults, item.name) for item in fields(Settings)}
    checked: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise SettingsRefused(f"{path}: there is no setting {key!r}; there are {', '.join(known)}")
        checked[key] = _VALUES[type(known[key])](value, f"{path}: {key}")
    return checked


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsRefused(f"{where} must be a text, not {value!r}")
    return value


def _port(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _HIGHEST_PORT:
        raise SettingsRefused(f"{where} must be a whole number from 0 to {_HIGHEST_PORT}, not {value!r}")
    return value


def _amount(value: object, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < math.inf:
        raise SettingsRefused(f"{where} must be a number above zero, not {value!r}")
    return float(value)


_VALUES: Final[Mapping[type, Callable[[object, str], Value]]] = {str: _text, int: _port, float: _amount}
