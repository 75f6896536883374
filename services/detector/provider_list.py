"""``python -m app import --kind providers FILE``: the list of partners, from a CSV file.

The list is small, so it travels as one text: everything is checked, and put in place when nothing is wrong.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.api.providers import ProvidersImported
from app.usecases.import_providers import template
from app.usecases.provider_cells import described
from services.detector.client import ServiceApi

PROVIDERS: Final = "providers"


def import_list(api: ServiceApi, content: bytes, say: Callable[[str], None], *, is_dry_run: bool) -> ProvidersImported:
    """Send the file, and say what it would change, or did; its faults are said by whoever has words for them."""
    body = {"text": text_of(content), "is_dry_run": is_dry_run}
    report = ProvidersImported.model_validate_json(api.post("/v1/providers/import", body))
    if not report.faults:
        figures = f"{report.added} added, {report.changed} changed, {report.unchanged} as they were."
        say(f"Nothing wrong, and nothing was changed. It would be: {figures}" if is_dry_run else figures)
    return report


def write_provider_template(folder: Path) -> None:
    """Write a file with every column and one made-up row, and what the columns are."""
    (folder / f"{PROVIDERS}.csv").write_text(template(), encoding="utf-8-sig", newline="")
    (folder / f"{PROVIDERS}.md").write_text(described(), encoding="utf-8")


def text_of(content: bytes) -> str:
    """Return the text of the file, as spreadsheets of the country write it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
