"""An order version as a mail: the words, the same as a page, and the document for machines.

Everything in it follows from the stored sending, its date and its boundary too, so that a second try after a crash is
the very same mail under the very same Message-ID: whoever gets both has one.
"""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final

from app.domain.ids import SendingId
from app.domain.sending import Sending
from app.domain.subscription import Language
from app.i18n import translator
from app.reporting.order_paper import order_pdf, order_title, order_words
from app.usecases.order_document import as_document
from app.usecases.tow_text import CENTRE

_READ_BY: Final = (Language.NL, Language.FR, Language.EN)


def message_id_of(sending_id: SendingId, sender: str) -> str:
    """Return the Message-ID of a sending, for ever the same."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<order-{sending_id}@{domain}>"


def trial_mail(name: str, sender: str, to: str, at: datetime) -> EmailMessage:
    """Return a mail that says it is a test, in the languages of the centre."""
    mail = EmailMessage()
    mail["Message-ID"] = message_id_of(SendingId(name), sender)
    mail["Date"] = format_datetime(at)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = f"{CENTRE}: test"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join((CENTRE, "", *map(_trial_words, _READ_BY), "")))
    return mail


def _trial_words(language: Language) -> str:
    _ = translator(language)
    return _("This is a test of the mail server. It is no order, and nobody comes.")


def mail_of(sending: Sending, sender: str) -> EmailMessage:
    """Return the mail; ``sender``: an address, with a name or without."""
    document = as_document(sending.document)
    name = f"{document['reference']}-v{sending.version}"
    mail = EmailMessage()
    mail["Message-ID"] = message_id_of(sending.sending_id, sender)
    mail["Date"] = format_datetime(sending.created_at)
    mail["From"] = sender
    mail["To"] = sending.to
    mail["Subject"] = order_title(document)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Order-Reference"] = str(document["reference"])
    mail.set_content(order_words(document))
    pdf = order_pdf(document, sending.created_at)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    mail.add_attachment(sending.document.encode(), maintype="application", subtype="json", filename=f"{name}.json")
    mail.set_boundary(f"=_{sending.sending_id}")
    return mail
