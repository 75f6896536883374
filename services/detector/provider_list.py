"""``python -m app import --kind providers FILE``: the list of partners, from a CSV file.

The list is small, so it travels as one text: everything is checked, and put in place when nothing is wrong.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.api.providers import ProvidersImported
from app.usecases.import_providers import template
from app.usecases.provider_cells import COLUMNS
from services.detector.client import ServiceApi

PROVIDERS: Final = "providers"
_SAID_FAULTS: Final = 20


def import_list(api: ServiceApi, content: bytes, say: Callable[[str], None], *, is_dry_run: bool) -> ProvidersImported:
    """Send the file, and say what it would change, or did, or what is wrong with it."""
    body = {"text": text_of(content), "is_dry_run": is_dry_run}
    report = ProvidersImported.model_validate_json(api.post("/v1/providers/import", body))
    for sentence in _sentences(report, is_dry_run=is_dry_run):
        say(sentence)
    return report


def write_provider_template(folder: Path) -> None:
    """Write a file with every column and one made-up row, and what the columns are."""
    (folder / f"{PROVIDERS}.csv").write_text(template(), encoding="utf-8-sig", newline="")
    rows = "".join(f"| `{column}` | {words} |\n" for column, words in COLUMNS.items())
    (folder / f"{PROVIDERS}.md").write_text(f"| column | what it is |\n|---|---|\n{rows}", encoding="utf-8")


def text_of(content: bytes) -> str:
    """Return the text of the file, as spreadsheets of the country write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sentences(report: ProvidersImported, *, is_dry_run: bool) -> list[str]:
    if report.faults:
        said = [
            f"line {one.line}: {column or 'the line'}: {code}"
            for one in report.faults[:_SAID_FAULTS]
            for column, code in one.faults.items()
        ]
        return [*said, f"{len(report.faults)} lines with faults. Nothing was changed."]
    figures = f"{report.added} added, {report.changed} changed, {report.unchanged} as they were."
    return [f"Nothing wrong, and nothing was changed. It would be: {figures}" if is_dry_run else figures]
