"""``python -m app rules cards DIR``: every clause beside its Dutch words, for the insurer's lawyer.

Writes for each edition a folder with one HTML page a clause, an index with every number and the clauses that use it,
and the whole as one PDF. The PDF is drawn by Qt without a screen; the rest needs neither Qt nor a service. Exit code 0:
written; 1: it could not be written; 2: wrong use; 3: the rules are damaged.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.rules.entries import LANGUAGES

if TYPE_CHECKING:
    from app.rules.clauses import Edition
    from app.rules.rule_cards import RuleCard
    from app.rules.rule_pages import PageWriter

EXIT_FAILED: Final = 1
EXIT_DAMAGED: Final = 3


def main(arguments: list[str]) -> int:
    """Write the rule cards; return the exit code."""
    options = _parser().parse_args(arguments)
    from app.rules.clauses import load_edition
    from app.rules.errors import RuleError
    from resources.editions import EditionFileError, edition_names, read_edition, read_readings

    try:
        readings = {} if options.insurer is None else read_readings(options.insurer)
        names = options.edition or edition_names()
        editions = [load_edition(read_edition(name), readings.get(name)) for name in names]
    except (RuleError, EditionFileError) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_DAMAGED
    except OSError as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_FAILED
    try:
        for edition in editions:
            _write(edition, options.folder / edition.name, options.language, with_pdf=not options.no_pdf)
    except OSError as fault:
        sys.stderr.write(f"{options.folder}: {fault}\n")
        return EXIT_FAILED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app rules", description="The clauses as the program reads them.")
    cards = parser.add_subparsers(required=True).add_parser("cards", help="write a card for every clause")
    cards.add_argument("folder", type=Path, metavar="DIR", help="where to write; one folder for each edition")
    cards.add_argument("--language", choices=LANGUAGES, default="nl", help="of the right side (nl)")
    cards.add_argument("--edition", action="append", metavar="NAME", help="only this edition; may be repeated")
    cards.add_argument("--insurer", type=Path, metavar="FILE", help="how the insurer reads the ambiguities (YAML)")
    cards.add_argument("--no-pdf", action="store_true", help="only the pages")
    return parser


def _write(edition: "Edition", folder: Path, language: str, *, with_pdf: bool) -> None:
    from app.rules.rule_cards import CardWriter
    from app.rules.rule_pages import PageWriter

    writer = CardWriter(edition, language)
    pages = PageWriter(edition, writer, language)
    cards = list(writer.cards())
    folder.mkdir(parents=True, exist_ok=True)
    for card in cards:
        (folder / f"{card.clause.clause_id}.html").write_text(pages.page(card), encoding="utf-8")
    (folder / "index.html").write_text(pages.index(cards), encoding="utf-8")
    if with_pdf:
        _write_pdf(pages, cards, folder / "cards.pdf")


def _write_pdf(pages: "PageWriter", cards: "Sequence[RuleCard]", path: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QPageSize, QPdfWriter, QTextDocument

    application = QGuiApplication.instance() or QGuiApplication(["rules"])
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setTitle(pages.title())
    document = QTextDocument()
    document.setHtml(pages.whole(cards))
    document.print_(writer)
    del application
    if not path.is_file() or not path.stat().st_size:
        raise OSError(f"{path} was not written")
