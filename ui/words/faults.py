"""What gateways and their far sides say when something is wrong, as people read it.

Services tell technical words: short codes, names of faults, sentences with a host in them. Whoever reads a page or the
strip gets a sentence; a word that nobody thought of stands in one as it was said, so that it can be passed on.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from app.i18n import _

Words = Callable[[], str]

_NOBODY: Final[Words] = lambda: _("nobody answers at that address")  # noqa: E731 - one of a table
_SILENT: Final[Words] = lambda: _("the gateway did not answer")  # noqa: E731
_BROKEN: Final[Words] = lambda: _("the line to the gateway broke")  # noqa: E731
_NO_TLS: Final[Words] = lambda: _("encryption or certificate of the server are not accepted")  # noqa: E731
_NO_HOST: Final[Words] = lambda: _("no such host is known")  # noqa: E731
_NO_LOGIN: Final[Words] = lambda: _("user or password are not accepted")  # noqa: E731
_NO_ADDRESS: Final[Words] = lambda: _("the web address cannot be read")  # noqa: E731
_NO_MAILBOX: Final[Words] = lambda: _("the mailbox with the reports could not be read")  # noqa: E731
_NO_RIGHT: Final[Words] = lambda: _("the exchange does not allow our user to do this")  # noqa: E731
_NO_EXCHANGE: Final[Words] = lambda: _("who answers there is no telephone exchange")  # noqa: E731
_NO_KEY: Final[Words] = lambda: _("the secret was sealed under another key file: set it again")  # noqa: E731

REASONS: Final[Mapping[str, Words]] = {
    "bad_number": lambda: _("the number does not exist"),
    "wrong_sender": lambda: _("our sender name is not allowed"),
    "throttled": lambda: _("the gateway takes no more for a moment"),
    "queue_full": lambda: _("the gateway has no room for a moment"),
    "no_answer": _SILENT,
    "line_lost": _BROKEN,
    "unbound": _BROKEN,
    "closed": _BROKEN,
    "not_connected": _BROKEN,
    "closed_at_bind": lambda: _("it hung up when we signed in"),
    "wrong_password": _NO_LOGIN,
    "unknown_user": _NO_LOGIN,
    "bind_failed": _NO_LOGIN,
    "bound_already": lambda: _("we are signed in there already"),
    "wrong_system_type": lambda: _("the system type is not accepted"),
    "submit_failed": lambda: _("the gateway has a fault"),
    "no_smpp": lambda: _("who answers there speaks no SMPP"),
    "wrong_time": lambda: _("the gateway does not take our time limit"),
    "tls_refused": _NO_TLS,
    "host_not_found": _NO_HOST,
    "not_tried": lambda: _("not tried yet"),
    "no_starttls": lambda: _("the server offers no STARTTLS: choose another encryption"),
    "nobody_listens": _NOBODY,
    "not_reached": lambda: _("the gateway was not reached"),
    "service_stopped": lambda: _("the service ended while it was sent"),
    "system_error": lambda: _("the gateway has a fault"),
    "gateway_down": lambda: _("the gateway is down"),
    "by_hand": lambda: _("by hand"),
    "nothing_missing": lambda: _("it was sent before"),
    "not a mail address": lambda: _("This is no e-mail address."),
    "not a mobile number": lambda: _("that is no mobile number"),
    "not an https address": lambda: _("that is no address that begins with https://"),
    "the address must begin with https://": lambda: _("that is no address that begins with https://"),
    "the address cannot be read": _NO_ADDRESS,
    "UnsupportedProtocol": _NO_ADDRESS,
    "InvalidURL": _NO_ADDRESS,
    "the template is no JSON": lambda: _("the content of the request is no JSON"),
    "the template is no JSON object": lambda: _("the content of the request is no JSON"),
    "the sender is no mail address": lambda: _("the sender is no mail address"),
    "set a context of the dialplan, or a dial string with {number} in it": lambda: _(
        "set a context, or a dial string with a number in it"
    ),
    "name a telephone of a desk, such as PJSIP/operator1": lambda: _(
        "name a telephone of a desk, such as PJSIP/operator1"
    ),
    "the secret was sealed under another key file: set it again": _NO_KEY,
    "KeyUnreadable": _NO_KEY,
    "that is no number to dial": lambda: _("that is no number to dial"),
    "Permission denied": _NO_RIGHT,
    "Extension does not exist.": lambda: _("the exchange does not know this extension or context"),
    "Originate failed": lambda: _("the exchange could not make the call"),
    "the open calls cannot be read from the database": lambda: _("the open calls cannot be read from the database"),
    "a message has no end": _NO_EXCHANGE,
    "it does not greet as an Asterisk does": _NO_EXCHANGE,
    "the mail came back": lambda: _("the mail came back"),
    "MailboxFault": _NO_MAILBOX,
    "refused": lambda: _("the gateway does not accept it"),
    "try_later": lambda: _("the gateway takes no more for a moment"),
    "not_left": lambda: _("the gateway was not reached"),
    "no connection": _BROKEN,
    "accepted": lambda: _("accepted"),
    "the exchange is gone": _BROKEN,
    "the exchange is not connected": _BROKEN,
    "ConnectionRefusedError": _NOBODY,
    "ConnectError": _NOBODY,
    "SMTPConnectError": _NOBODY,
    "OSError": _NOBODY,
    "TimeoutError": _SILENT,
    "ConnectTimeout": _SILENT,
    "ReadTimeout": _SILENT,
    "SMTPTimeoutError": _SILENT,
    "SMTPConnectTimeoutError": _SILENT,
    "SMTPReadTimeoutError": _SILENT,
    "SMTPServerDisconnected": _BROKEN,
    "ConnectionResetError": _BROKEN,
    "ConnectionAbortedError": _BROKEN,
    "ConnectionError": _BROKEN,
    "BrokenPipeError": _BROKEN,
    "EOFError": _BROKEN,
    "ReadError": _BROKEN,
    "WriteError": _BROKEN,
    "CloseError": _BROKEN,
    "RemoteProtocolError": _BROKEN,
    "WriteTimeout": _SILENT,
    "PoolTimeout": _SILENT,
    "SMTPAuthenticationError": _NO_LOGIN,
    "UnicodeError": _NO_HOST,
    "IncompleteReadError": _BROKEN,
    "gaierror": _NO_HOST,
    "SSLError": _NO_TLS,
    "SSLCertVerificationError": _NO_TLS,
}

_PATTERNS: Final[tuple[tuple["re.Pattern[str]", Words], ...]] = (
    (re.compile("http_(40[13])"), lambda: _("the gateway does not know our key or password ({code})")),
    (re.compile("http_([0-9]+)"), lambda: _("the gateway does not accept it ({code})")),
    (re.compile("HTTP ([45][0-9]+)"), lambda: _("the gateway does not accept it ({code})")),
    (re.compile("smpp_0*([0-9a-f]+)"), lambda: _("the gateway does not accept it ({code})")),
    (re.compile("no answer.*()"), _SILENT),
    (re.compile("the list of .* has no end()"), _SILENT),
    (re.compile("it does not let us in: .*()"), _NO_LOGIN),
    (re.compile("the server refused user and password: ([0-9]+)"), _NO_LOGIN),
    (
        re.compile("([0-9]+): the server refused the recipient"),
        lambda: _("the server does not know the address ({code})"),
    ),
    (re.compile("SMTPAuthenticationError ([0-9]+)"), _NO_LOGIN),
    (
        re.compile("([0-9]+): the server refused the parameters"),
        lambda: _("the server does not take the parameters of our mail ({code})"),
    ),
    (re.compile("SMTPSenderRefused ([0-9]+)"), lambda: _("the server does not take our sender ({code})")),
    (re.compile("SMTP[A-Za-z]+ ([0-9]+)"), lambda: _("the server does not take it ({code})")),
    (re.compile("the mailbox was not read: .*()"), _NO_MAILBOX),
    (re.compile(r"(\S+) was not taken.*"), lambda: _("nobody took {code}")),
    (re.compile(r"(\S+) was taken"), lambda: _("{code} was taken")),
    (re.compile("this program has no adapter '?(.*?)'?"), lambda: _("this program has no adapter “{code}”")),
    (
        re.compile("(.*) cannot be sent: it would end its line"),
        lambda: _("{code}: that cannot be sent to the exchange"),
    ),
    (re.compile("([0-9.]+) the mail came back"), lambda: _("the mail came back ({code})")),
    (re.compile("the (.*) of SMPP has at most .*"), lambda: _("the {code} is too long for SMPP, or not plain ASCII")),
)
_WITH_CAUSE: Final = re.compile(r"(?:no connection to \S+|\w+ was refused): (.+)")


def reason_text(code: str) -> str:
    """Return in words why a gateway did not take something, or is down; what has no words stands in brackets."""
    return _known(code) or (_("a fault that is not known here ({code})").format(code=code) if code else "")


def said_text(message: str) -> str:
    """Return what a gateway says of itself while it is well, as it was said where that has no words here."""
    return _known(message) or message


def _known(code: str) -> str:
    """Return the words; empty = nobody thought of it."""
    cause = _WITH_CAUSE.fullmatch(code)
    if cause is not None:
        return reason_text(cause[1])
    if code in REASONS:
        return REASONS[code]()
    for pattern, words in _PATTERNS:
        found = pattern.fullmatch(code)
        if found is not None:
            return words().format(code=found[1])
    return ""
