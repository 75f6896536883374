"""``python -m app key``: the keys of S2 boxes, through the service's own API.

``key provision IMEI --as LOGIN`` gives a box on record its first key and prints it, once, to be written into the box;
``--given`` takes a key that the maker has written already (64 hexadecimal digits, asked for or on standard input,
never an argument). ``key rotate IMEI`` issues the next one: both are good until ``key rotate IMEI --finish``, which is
refused until the box has used the new one. ``key list IMEI`` tells what a box has, without secrets. An admin's or an
installer's.

One JSON object (or list) on standard output, messages on standard error; exit code 0: done; 1: refused or failed; 2:
wrong use.
"""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Final

from services.detector.command_line import EXIT_REFUSED, Ask, options, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.detector.client import ServiceApi

_SENTENCES: "Final[Mapping[str, str]]" = {
    "key_exists": "This box has a key already. To give it another one: key rotate.",
    "no_key_yet": "This box has no key yet. To give it the first one: key provision.",
    "rotation_running": "This box has two keys already. Finish that rotation first: key rotate --finish.",
    "no_rotation": "This box has one key only; there is no rotation to finish.",
    "new_key_unused": "The box has not used its new key yet. Wait for it, or its frames would be lost.",
    "keys_exhausted": "This box has had all the keys it can have. Replace the box.",
    "changed": "Somebody else changed the keys of this box a moment ago. Look at them and decide again.",
}


def main(arguments: list[str], ask: Ask | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    from app.commands.desk import default_data_folder, service_command
    from app.commands.user import Fault, asked

    chosen = parser().parse_args(arguments)
    folder = chosen.data or default_data_folder()
    try:
        return run(chosen, folder, service_command(folder), ask or asked, _SENTENCES)
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    command = argparse.ArgumentParser(prog="app key", description="Keys of S2 boxes.")
    verbs = command.add_subparsers(dest="verb", required=True)
    provision = verbs.add_parser("provision", parents=[options()], help="give a box its first key")
    rotate = verbs.add_parser("rotate", parents=[options()], help="give a box its next key, or end the old one")
    listed = verbs.add_parser("list", parents=[options()], help="list the keys of a box")
    for verb in (provision, rotate):
        verb.add_argument("--given", action="store_true", help="the key is in the box already; it is asked for")
    rotate.add_argument("--finish", action="store_true", help="end the old key")
    for verb, act in ((provision, _provision), (rotate, _rotate), (listed, _list)):
        verb.add_argument("imei")
        verb.set_defaults(act=act)
    return command


def _provision(chosen: argparse.Namespace, api: "ServiceApi", ask: Ask) -> object:
    return json.loads(api.post(_path(chosen), _issue(chosen, ask, rotation=False)))


def _rotate(chosen: argparse.Namespace, api: "ServiceApi", ask: Ask) -> object:
    if chosen.finish:
        return json.loads(api.post(f"{_path(chosen)}/retire", {}))
    return json.loads(api.post(_path(chosen), _issue(chosen, ask, rotation=True)))


def _list(chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    return json.loads(api.get(_path(chosen)))


def _path(chosen: argparse.Namespace) -> str:
    from urllib.parse import quote

    return f"/v1/boxes/{quote(chosen.imei, safe='')}/keys"


def _issue(chosen: argparse.Namespace, ask: Ask, *, rotation: bool) -> dict[str, object]:
    given = {"root_hex": ask(f"Key that is in {chosen.imei}").strip()} if chosen.given else {}
    return {"rotation": rotation, **given}
