"""An order as one page for the partner's wall: the same words as its JSON, in the partner's language.

The page is made from the stored document and from nothing else, with its own instant as the date of the file, so that a
second try after a crash makes the very same bytes. Names come from all over Europe: the font has Latin, Greek and
Cyrillic letters; a letter that it lacks is printed as an empty box and never left out.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from fpdf import FPDF, XPos, YPos
from fpdf.fonts import TTFFont

from app.domain.sending import SendingPurpose
from app.domain.subscription import Language
from app.i18n import translator
from app.usecases.order_document import Document, lines_of
from resources.assets import paper_font

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it lists the letters of the names it prints

_FONT: Final = "DejaVu"
_LEFT_MM: Final = 20.0
_LINE_MM: Final = 7.5
_BOX: Final = "\u25a1"

Say = Callable[[str], str]

_TITLES: Mapping[SendingPurpose, Callable[[Say], str]] = {
    SendingPurpose.OFFER: lambda _: _("ORDER"),
    SendingPurpose.CHANGE: lambda _: _("CHANGED ORDER"),
    SendingPurpose.CANCEL: lambda _: _("CANCELLATION: do not come"),
}


def order_title(document: Document) -> str:
    """Return the heading, which is also the subject of the mail: what it is, its reference and version."""
    _ = translator(_language(document))
    title = _TITLES[SendingPurpose(str(document["purpose"]))](_)
    said = _("{title} {reference}, version {version}")
    return said.format(title=title, reference=document["reference"], version=document["version"])


def order_words(document: Document) -> str:
    """Return the order as plain text, for the body of the mail."""
    _ = translator(_language(document))
    answer = _("Please answer at once: do you come, and when? Phone us, or reply to this mail with the reference.")
    is_off = document["purpose"] == SendingPurpose.CANCEL
    last = _("Please confirm that nobody comes.") if is_off else answer
    return "\n".join((order_title(document), "", *lines_of(document), "", last, ""))


def order_pdf(document: Document, made_at: datetime) -> bytes:
    """Return the page; the same document and instant give the same bytes."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(made_at)
    pdf.set_title(order_title(document))
    pdf.set_lang(_language(document).value)
    pdf.add_font(_FONT, "", paper_font(""))
    pdf.add_font(_FONT, "B", paper_font("Bold"))
    pdf.set_margins(_LEFT_MM, _LEFT_MM, _LEFT_MM)
    pdf.add_page()
    heading, *rest = order_words(document).split("\n")
    _write(pdf, heading, style="B", size=16)
    for line in rest:
        _write(pdf, line, style="", size=11)
    return bytes(pdf.output())


def _language(document: Document) -> Language:
    return Language(str(document["language"]))


def _write(pdf: FPDF, line: str, *, style: str, size: int) -> None:
    pdf.set_font(_FONT, style, size)
    pdf.multi_cell(0, _LINE_MM, _printable(pdf, line) or " ", new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _printable(pdf: FPDF, line: str) -> str:
    """Put a box where the font has no letter; else the library would name the letter, of a name, in the log."""
    font = pdf.current_font
    known = font.cmap if isinstance(font, TTFFont) else {}
    return "".join(letter if ord(letter) in known else _BOX for letter in line)
