"""``python -m app --self-check``: prove that this copy of the program is whole and works on this machine.

For whoever packages, installs or supports it, from source and frozen alike. One JSON object on standard output, one
entry per step: ``ok`` true with what was found, false with why, or null with why it could not be tried. What needs Qt
runs in a process of its own, because a library that does not fit ends the process that loads it.

Exit code 0: no step failed; 1: one did; 2: wrong use; 3: the program itself is not whole (packages, shipped files).
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.commands.self_check import children, desk_side, service_side, wholeness
from app.commands.self_check.report import Report, Step, write

EXIT_FAILED: Final = 1
EXIT_NOT_WHOLE: Final = 3

HERE: Final[Mapping[str, Step]] = {
    "packages": wholeness.packages,
    "files": wholeness.files,
    "translations": wholeness.translations,
    "rules": wholeness.rules,
    "geography": wholeness.geography,
    "database": service_side.database,
    "search": service_side.search,
    "tls": service_side.tls,
    "service": service_side.service,
    "simulator": service_side.simulator,
}
"""Steps of this process, in the order in which a fault is easiest to understand."""

CHILDREN: Final[Mapping[str, Step]] = {"qt": desk_side.qt, "webengine": desk_side.webengine}
"""Steps that load Qt: each in a process of its own."""

TOUR: Final = "tour"
WHOLENESS: Final = ("packages", "files")


def main(arguments: list[str]) -> int:
    """Run the steps; return the exit code."""
    chosen = _parser().parse_args(arguments)
    report = Report()
    if chosen.alone:
        report.run(chosen.alone, {**HERE, **CHILDREN}[chosen.alone])
    else:
        for name, step in _steps().items():
            if name in chosen.without:
                report.leave_out(name, "left out by --without")
            elif not chosen.only or name in chosen.only:
                report.run(name, step)
    write(report.as_json(), chosen.to)
    return exit_code(report)


def exit_code(report: Report) -> int:
    """Return what the process ends with."""
    failed = report.failed()
    if set(failed) & set(WHOLENESS):
        return EXIT_NOT_WHOLE
    return EXIT_FAILED if failed else 0


def _parser() -> argparse.ArgumentParser:
    names = (*HERE, *CHILDREN, TOUR)
    parser = argparse.ArgumentParser(prog="app --self-check", description="Prove that this copy is whole and works.")
    parser.add_argument("--only", nargs="+", choices=names, default=(), metavar="STEP", help=", ".join(names))
    parser.add_argument("--without", nargs="+", choices=names, default=(), metavar="STEP", help="not these")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write there instead (a program without a console)")
    parser.add_argument("--alone", choices=(*HERE, *CHILDREN), help=argparse.SUPPRESS)
    return parser


def _steps() -> Mapping[str, Step]:
    return {**HERE, **{name: _in_child(name) for name in CHILDREN}, TOUR: children.tour}


def _in_child(name: str) -> Callable[[], dict[str, object]]:
    return lambda: children.step(name)
