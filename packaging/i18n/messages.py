"""Extract every sentence of the product, bring the catalogues up to date, and compile them (``make messages``).

    python packaging/i18n/messages.py          # extract, update nl, fr, de, compile
    python packaging/i18n/messages.py --check  # change nothing; exit 1 when a catalogue is out of date

A sentence is found when it stands literally inside ``_(...)`` or ``ngettext(...)``. The English sentence is the
message id, so English has no catalogue. New sentences stand untranslated in the ``.po`` until somebody translates
them there; ``tests/app/test_catalogues.py`` fails meanwhile. Nothing is ever matched by similarity: a wrong guess in
a sentence that an operator acts on is worse than English. The files carry no dates, so that the same sentences give
the same bytes.
"""

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from resources import catalogues  # noqa: E402 - found only once the checkout is on the path

TRANSLATED = ("nl", "fr", "de")
FOLDERS = ("app", "services", "ui")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return every sentence of the code, with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            where = path.relative_to(ROOT).as_posix()
            for _line, message, comments, context in extract_from_file("python", path, keywords=KEYWORDS):
                catalog.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalog


def updated(language: str, found: Catalog) -> Catalog:
    """Return the catalogue of a language with exactly the sentences of the code; known translations are kept."""
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False)
    source = catalogues.source_path(language)
    known = Catalog(locale=language)
    if source.exists():
        with source.open("rb") as file:
            known = read_po(file, locale=language)
    for message in sorted((message for message in found if message.id), key=lambda message: str(message.id)):
        old = known.get(message.id)
        places = sorted(set(message.locations))
        fresh.add(message.id, old.string if old is not None else None, locations=places, flags=message.flags)
    return fresh


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as its ``.po``, without header dates."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, include_lineno=False)
    dated = ("Date:", "Generated-By", "Last-Translator", "Language-Team", "Report-Msgid", "Project-Id")
    lines = out.getvalue().decode().splitlines(keepends=True)
    body = (line for line in lines if not any(word in line for word in dated) and not line.startswith("# "))
    return "".join(line for line in body if line != "#\n").encode()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as its ``.mo``."""
    with io.BytesIO(po_bytes(catalog)) as file:
        plain = read_po(file, locale=str(catalog.locale))
    plain.creation_date = NO_DATE  # a .po without one gets the present minute, and no two builds would be equal
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def main() -> int:
    """Update or check every catalogue; say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    found = extracted()
    stale = 0
    for language in TRANSLATED:
        catalog = updated(language, found)
        wanted = {
            catalogues.source_path(language): po_bytes(catalog),
            catalogues.compiled_path(language): mo_bytes(catalog),
        }
        for path, content in wanted.items():
            if path.exists() and path.read_bytes() == content:
                continue
            stale += 1
            print(f"{path.relative_to(ROOT)}: {'is not up to date' if check else 'written'}", file=sys.stderr)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        missing = [str(message.id) for message in catalog if message.id and not message.string]
        print(f"{language}: {len(missing)} of {len(catalog)} sentences untranslated", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
