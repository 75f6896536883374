"""``python -m app feed``: who may feed us what boxes said, through the service's own API.

``feed open NAME --kind s2|msd --as ADMIN`` admits a data provider or another centre and prints its token, once; ``feed
close ID`` shuts it out; ``feed list`` tells who is admitted.

One JSON object (or list) on standard output, messages on standard error; exit code 0: done; 1: refused or failed; 2:
wrong use.
"""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from app.domain.feed import FeedKind
from services.detector.command_line import EXIT_REFUSED, Ask, options, run

if TYPE_CHECKING:
    from services.detector.client import ServiceApi


def main(arguments: list[str], ask: Ask | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    from app.commands.desk import default_data_folder, service_command
    from app.commands.user import Fault, asked

    chosen = parser().parse_args(arguments)
    folder = chosen.data or default_data_folder()
    try:
        return run(chosen, folder, service_command(folder), ask or asked, {})
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    command = argparse.ArgumentParser(prog="app feed", description="Senders of what boxes said.")
    verbs = command.add_subparsers(dest="verb", required=True)
    opened = verbs.add_parser("open", parents=[options()], help="admit a sender; its token is printed once")
    opened.add_argument("name")
    opened.add_argument("--kind", choices=[kind.value for kind in FeedKind], required=True)
    opened.set_defaults(act=_open)
    closed = verbs.add_parser("close", parents=[options()], help="shut a sender out")
    closed.add_argument("feed_id")
    closed.set_defaults(act=_close)
    verbs.add_parser("list", parents=[options()], help="list the senders").set_defaults(act=_list)
    return command


def _open(chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    return json.loads(api.post("/v1/feeds", {"name": chosen.name, "kind": chosen.kind}))


def _close(chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    from urllib.parse import quote

    return json.loads(api.post(f"/v1/feeds/{quote(chosen.feed_id, safe='')}/close", {}))


def _list(_chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    return json.loads(api.get("/v1/feeds"))
