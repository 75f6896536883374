"""What is wrong with a gateway is said in words, whatever its adapter calls it."""

import pytest

from services.messaging.smpp_pdus import REASONS as OF_SMPP
from ui.words.faults import REASONS, reason_text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("http_401", "the gateway does not know our key or password (401)"),
        ("http_400", "the gateway does not accept it (400)"),
        ("smpp_00000099", "the gateway does not accept it (99)"),
        ("no answer yet", "the gateway did not answer"),
        ("no answer to Ping within 3 s", "the gateway did not answer"),
        ("no connection to pbx.example:5038: ConnectionRefusedError", "nobody answers at that address"),
        ("it does not let us in: Authentication failed", "user or password are not accepted"),
        ("the server refused user and password: 535", "user or password are not accepted"),
        ("550: the server refused the recipient", "the server does not know the address (550)"),
        ("SMTPSenderRefused 553", "the server does not take our sender (553)"),
        ("SMTPDataError 554", "the server does not take it (554)"),
        ("the mailbox was not read: TimeoutError", "the mailbox with the reports could not be read"),
        ("5.1.1 the mail came back", "the mail came back (5.1.1)"),
        (
            "the password of SMPP has at most 8 letters, all ASCII",
            "the password is too long for SMPP, or not plain ASCII",
        ),
        ("Asterisk Call Manager/11.0.0", "Asterisk Call Manager/11.0.0"),
    ],
)
def test_technical_words_become_a_sentence_and_what_nobody_knows_stays(said: str, shown: str) -> None:
    assert reason_text(said) == shown


def test_every_reason_of_an_sms_centre_and_every_word_of_the_table_has_a_sentence() -> None:
    assert [code for code in OF_SMPP.values() if reason_text(code) == code] == []
    assert [code for code in REASONS if "_" in code and reason_text(code) == code] == []
