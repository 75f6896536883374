"""``python -m app``: the desk.

``--data DIR`` chooses the data folder, ``--service URL`` a service elsewhere (its desk token comes from the environment
variable ``BIJSTAND_TOKEN``, never from a URL or the command line, which other users of the machine can read), and
``--training`` a drill: own service, own data folder, simulated boxes, signed in as a made-up person. ``--plain-map``
does without the web engine, which costs a thin client more memory than the rest of the desk.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.bootstrap import DeskOptions

TOKEN_VARIABLE = "BIJSTAND_TOKEN"  # noqa: S105 - the name of a variable, not a token
HARMLESS = "qt.multimedia.symbolsresolver=false;qt.multimedia.ffmpeg.info=false"
"""What Qt writes to the terminal at every start and nobody can act on: video libraries that a desk of sounds does not
need, and the name of its decoder. Everything else it says stays: no sound device, for one, is a fault."""

LOG = logging.getLogger("desk")


def main(arguments: list[str]) -> int:
    """Run the desk until Quit; return the exit code."""
    chosen = parser().parse_args(arguments)
    if not has_display(sys.platform, os.environ):
        sys.stderr.write("There is no display here. `python -m app tour DIR` shows the desk in pictures instead.\n")
        return 1
    prepare_qt()
    from app.bootstrap import run_desk

    return run_desk(sys.argv[:1], desk_options(chosen, LOG.error))


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Say whether Qt will find a screen: without one it would abort the process with a trace."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the desk's options."""
    options = argparse.ArgumentParser(prog="app", description="The desk of VIVIUM Bijstand.")
    options.add_argument("--data", type=Path, metavar="DIR", help="data folder")
    options.add_argument("--service", metavar="URL", default="", help=f"service elsewhere; token in {TOKEN_VARIABLE}")
    options.add_argument("--training", action="store_true", help="a drill with simulated boxes")
    options.add_argument("--plain-map", action="store_true", help="draw the map without the web engine (thin clients)")
    options.add_argument("--as", dest="role", choices=("operator", "supervisor"), default="operator")
    return options


def desk_options(chosen: argparse.Namespace, write_log: Callable[[str], None]) -> "DeskOptions":
    """Return what the command line asks for."""
    from app.bootstrap import TRAINING_LOGINS, DeskOptions
    from app.workplace import workplace_of
    from ui.service_keeper import ServicePlace

    workplace = workplace_of(given(chosen))
    own = chosen.data or default_data_folder()
    if chosen.training:
        own = own / "training"
        place = ServicePlace(own, service_command(own, "--training"), ends_with_desk=True)
        return DeskOptions(place, TRAINING_LOGINS[chosen.role], write_log=write_log, workplace=workplace)
    if workplace.value("service"):
        place = ServicePlace(own, url=workplace.value("service"), token=os.environ.get(TOKEN_VARIABLE, ""))
    else:
        data = Path(workplace.value("data") or own)
        place = ServicePlace(data, service_command(data) if workplace.is_on("starts_service") else ())
    return DeskOptions(place, write_log=write_log, workplace=workplace, own_folder=own)


def given(chosen: argparse.Namespace) -> dict[str, str]:
    """Return what the command line says of the workplace."""
    said = {
        "data": str(chosen.data.absolute()) if chosen.data else "",
        "service": chosen.service,
        "plain_map": "yes" if chosen.plain_map else "",
    }
    return {name: value for name, value in said.items() if value}


def default_data_folder() -> Path:
    """Return where this user's service keeps its data; the same for both processes."""
    from app import settings

    return settings.default_data_folder()


def service_command(folder: Path, *options: str) -> tuple[str, ...]:
    """Return program and arguments that start the service of a data folder; frozen, it is the sibling executable."""
    if getattr(sys, "frozen", False):
        sibling = Path(sys.executable).with_name("bijstand-detector").with_suffix(Path(sys.executable).suffix)
        return (str(sibling), "--data", str(folder), *options)
    return (sys.executable, "-m", "services.detector", "--data", str(folder), *options)


def prepare_qt() -> None:
    """Set what Qt reads from the environment before it is imported."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")  # without it the first map hides and recreates the window
    os.environ.setdefault("QT_LOGGING_RULES", HARMLESS)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and not getattr(sys, "frozen", False):
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # a developer's container; no packaged desk does it
