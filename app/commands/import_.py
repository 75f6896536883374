"""``python -m app import``: contracts, people, cars and boxes from a CSV or JSON file, through the service's own API.

``import FILE --as LOGIN`` checks the whole file and, when nothing is wrong with it, puts every row in place; with one
fault nothing is. ``--dry-run`` only checks. ``--kind boxes`` is for boxes of contracts on record, a second in a car.
``--template DIR`` writes a file with every column and one made-up row for each kind, or for the one of ``--kind``, with
the columns explained, and needs no service. ``--kind providers`` is the list of partners. A supervisor's or an admin's.

One JSON object on standard output (counts, faults by line and column, what changed), progress and sentences on standard
error; exit code 0: done, or nothing wrong; 1: refused, faulty or failed; 2: wrong use.
"""

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.detector.command_line import EXIT_DONE, EXIT_REFUSED, Ask, options, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.api.imports import ImportInfo
    from app.api.providers import ProvidersImported
    from services.detector.client import ServiceApi

_SENTENCES: "Final[Mapping[str, str]]" = {
    "file_too_large": "The file is larger than {most_mb} MB. Send it in parts: each part is an import of its own.",
    "import_running": "Another import is being put in place. Wait for it and send the file again.",
    "import_has_faults": "The file has faults. Nothing was changed.",
}
_LOOK_EVERY_S: Final = 0.5
_SAID_FAULTS: Final = 20


class FileUnreadable(Exception):
    """The file cannot be opened; the message says why."""


def main(arguments: list[str], ask: Ask | None = None) -> int:
    """Do what the command line asks for; return the exit code."""
    from app.commands.desk import default_data_folder, service_command
    from app.commands.user import Fault, asked

    if "--template" in arguments:
        wanted = _template_parser().parse_args(arguments)
        return _write_templates(wanted.template, wanted.kind)
    chosen = parser().parse_args(arguments)
    folder = chosen.data or default_data_folder()
    chosen.outcome = EXIT_DONE
    try:
        code = run(chosen, folder, service_command(folder), ask or asked, _SENTENCES)
    except (Fault, FileUnreadable) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_REFUSED
    return code or int(chosen.outcome)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    from app.domain.imports import ImportKind

    command = argparse.ArgumentParser(
        prog="app import", description="Contracts, people, cars and boxes from a file.", parents=[options()]
    )
    command.add_argument("file", type=Path, metavar="FILE", help="CSV or JSON; --template writes an example")
    command.add_argument("--dry-run", action="store_true", help="only check, and say what would change")
    command.add_argument("--kind", choices=_kinds(), default=ImportKind.CONTRACTS, help="what one row is")
    command.add_argument("--template", type=Path, metavar="DIR", help="write the templates there, and do nothing else")
    command.set_defaults(act=_import)
    return command


def _template_parser() -> argparse.ArgumentParser:
    command = argparse.ArgumentParser(prog="app import")
    command.add_argument("--template", type=Path, metavar="DIR", required=True)
    command.add_argument("--kind", choices=_kinds(), default="", help="only that of this kind")
    return command


def _kinds() -> list[str]:
    from app.domain.imports import ImportKind
    from services.detector.provider_list import PROVIDERS

    return [*ImportKind, PROVIDERS]


def _write_templates(folder: Path, only: str) -> int:
    from app.domain.imports import ImportKind
    from app.usecases.import_columns import described, template
    from services.detector.provider_list import PROVIDERS, write_provider_template

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in (one for one in ImportKind if only in ("", one)):
            (folder / f"{kind}.csv").write_text(template(kind), encoding="utf-8-sig", newline="")
            (folder / f"{kind}.md").write_text(described(kind), encoding="utf-8")
        if only in ("", PROVIDERS):
            write_provider_template(folder)
    except OSError as fault:
        sys.stderr.write(f"{folder}: the templates cannot be written there ({fault.strerror}).\n")
        return EXIT_REFUSED
    sys.stdout.write(json.dumps({"written": sorted(str(path) for path in folder.glob("*.csv"))}) + "\n")
    return EXIT_DONE


def _import(chosen: argparse.Namespace, api: "ServiceApi", _ask: Ask) -> object:
    from services.detector.provider_list import PROVIDERS

    if chosen.kind == PROVIDERS:
        return _import_list(chosen, api)
    info = _sent(chosen, api)
    api.post(f"/v1/imports/{info.import_id}/check", {})
    info = _watched(api, info.import_id)
    if info.fault_count or info.failure:
        chosen.outcome = EXIT_REFUSED
        _say_faults(info)
    elif not chosen.dry_run:
        api.post(f"/v1/imports/{info.import_id}/apply", {})
        info = _watched(api, info.import_id, info)
        chosen.outcome = EXIT_REFUSED if info.failure else EXIT_DONE
        _say(info.failure or f"{info.added} added, {info.changed} changed, {info.unchanged} as they were.")
    else:
        _say(f"Nothing wrong. {info.added} would be added, {info.changed} changed; nothing was changed.")
    if not info.stage.is_moving:
        api.post(f"/v1/imports/{info.import_id}/drop", {})
    return info.model_dump(mode="json", exclude={"import_id"})


def _import_list(chosen: argparse.Namespace, api: "ServiceApi") -> object:
    from services.detector.provider_list import import_list

    try:
        content = chosen.file.read_bytes()
    except OSError as fault:
        raise FileUnreadable(f"{chosen.file}: cannot be read ({fault.strerror}).") from fault
    report = import_list(api, content, _say, is_dry_run=chosen.dry_run)
    chosen.outcome = EXIT_REFUSED if report.faults else EXIT_DONE
    _say_list_faults(report)
    return report.model_dump(mode="json")


def _sent(chosen: argparse.Namespace, api: "ServiceApi") -> "ImportInfo":
    import base64

    from app.api.imports import MOST_PART_BYTES, ImportInfo

    try:
        size = chosen.file.stat().st_size
        info = ImportInfo.model_validate_json(api.post("/v1/imports", {"kind": chosen.kind, "size_bytes": size}))
        with chosen.file.open("rb") as file:
            offset = 0
            while piece := file.read(MOST_PART_BYTES):
                part = {"offset": offset, "content": base64.b64encode(piece).decode()}
                api.post(f"/v1/imports/{info.import_id}/parts", part)
                offset += len(piece)
                _progress("sent", offset, size)
    except OSError as fault:
        raise FileUnreadable(f"{chosen.file}: cannot be read ({fault.strerror}).") from fault
    return info


def _watched(api: "ServiceApi", import_id: str, before: "ImportInfo | None" = None) -> "ImportInfo":
    """Look after the import until it stands; a fault of the service in between is its own to report."""
    from app.api.imports import ImportInfo

    pause = threading.Event()
    while True:
        info = ImportInfo.model_validate_json(api.get(f"/v1/imports/{import_id}"))
        if before is None:
            _progress("checked", info.rows, info.rows_expected)
        else:
            _progress("in place", info.placed, info.to_place)
        if not info.stage.is_moving:
            return info
        pause.wait(_LOOK_EVERY_S)


def _say_faults(info: "ImportInfo") -> None:
    from ui.contracts.words import fault_sentence

    for fault in info.faults[:_SAID_FAULTS]:
        _say(fault_sentence(fault))
    more = info.fault_count - min(len(info.faults), _SAID_FAULTS)
    if more > 0:
        _say(f"... and {more} more.")
    _say(info.failure and f"It failed: {info.failure}." or f"{info.fault_count} faults. Nothing was changed.")


def _say_list_faults(report: "ProvidersImported") -> None:
    from ui.providers.words import fault_sentences

    sentences = [sentence for one in report.faults for sentence in fault_sentences(one)]
    for sentence in sentences[:_SAID_FAULTS]:
        _say(sentence)
    if len(sentences) > _SAID_FAULTS:
        _say(f"... and {len(sentences) - _SAID_FAULTS} more.")
    if sentences:
        _say(f"{len(report.faults)} lines with faults. Nothing was changed.")


def _progress(word: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{word}: {done:,} of {max(done, of):,}   ")


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
