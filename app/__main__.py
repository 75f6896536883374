"""``python -m app``: the desk, or one of its commands.

A first word that names a command runs that command, ``--self-check`` too; anything else are options of the desk. Each
command loads only what it needs, so that ``decode`` answers without Qt and without a database. Exit codes: 0 done, 1
refused or failed, 2 wrong use, 3 the program itself or the store is not whole.
"""

import importlib
import sys
from collections.abc import Sequence
from keyword import iskeyword
from types import ModuleType

from app.integrity import refuse_foreign_packages

COMMANDS = (
    "analyse",
    "assess",
    "decode",
    "feed",
    "geo",
    "import",
    "key",
    "outcomes",
    "redecode",
    "rules",
    "tour",
    "user",
    "verify",
    "workplace",
)
"""Words of the command line; each is a module of ``app.commands`` with ``main(arguments) -> exit code``."""

SELF_CHECK = "--self-check"
"""The one command with dashes: it is about the program itself, not about the work."""

EXIT_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line names; return the exit code."""
    refuse_foreign_packages()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("-"):
        if given[0] not in COMMANDS:
            sys.stderr.write(f"{given[0]}: no such command; there are {', '.join(COMMANDS)}, and none for the desk\n")
            return EXIT_USAGE
        return int(command(given[0]).main(given[1:]))
    if given[:1] == [SELF_CHECK]:
        return int(command("self_check.run").main(given[1:]))
    return int(command("desk").main(given))


def command(name: str) -> ModuleType:
    """Load the module of a command; one that is called like a word of Python ends in an underscore."""
    return importlib.import_module(f"app.commands.{name}_" if iskeyword(name) else f"app.commands.{name}")


if __name__ == "__main__":
    sys.exit(main())
