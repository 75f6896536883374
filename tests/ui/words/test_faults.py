"""What is wrong with a gateway is said in words, whatever its adapter calls it."""

import re
from pathlib import Path

import pytest

import ui.words.faults
from services.messaging.smpp_pdus import REASONS as OF_SMPP
from ui.words.faults import REASONS, reason_text, said_text


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
        (
            "555: the server refused the parameters",
            "the server does not take the parameters of our mail (555)",
        ),
        ("SMTPSenderRefused 553", "the server does not take our sender (553)"),
        ("SMTPDataError 554", "the server does not take it (554)"),
        ("the mailbox was not read: TimeoutError", "the mailbox with the reports could not be read"),
        ("5.1.1 the mail came back", "the mail came back (5.1.1)"),
        (
            "the password of SMPP has at most 8 letters, all ASCII",
            "the password is too long for SMPP, or not plain ASCII",
        ),
        ("the mail came back", "the mail came back"),
        ("Permission denied", "the exchange does not allow our user to do this"),
        ("Originate was refused: Permission denied", "the exchange does not allow our user to do this"),
        ("Extension does not exist.", "the exchange does not know this extension or context"),
        ("PJSIP/operator1 was not taken (reason 3)", "nobody took PJSIP/operator1"),
        ("no connection", "the line to the gateway broke"),
        ("this program has no adapter 'smpp2'", "this program has no adapter “smpp2”"),
        ("SMTPAuthenticationError", "user or password are not accepted"),
        ("SMTPAuthenticationError 535", "user or password are not accepted"),
        ("ReadError", "the line to the gateway broke"),
        ("WriteTimeout", "the gateway did not answer"),
        ("brand_new", "a fault that is not known here (brand_new)"),
        ("", ""),
    ],
)
def test_technical_words_become_a_sentence_and_what_nobody_knows_stands_in_one(said: str, shown: str) -> None:
    assert reason_text(said) == shown


def test_every_reason_of_an_sms_centre_and_every_word_of_the_table_has_a_sentence() -> None:
    unknown = reason_text("brand_new").replace("brand_new", "{code}")
    assert [code for code in OF_SMPP.values() if reason_text(code) == unknown.format(code=code)] == []
    assert [code for code in REASONS if "_" in code and reason_text(code) == code] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Asterisk Call Manager/11.0.0", "Asterisk Call Manager/11.0.0"),
        ("HTTP 200", "HTTP 200"),
        ("PJSIP/operator1 was taken", "PJSIP/operator1 was taken"),
        ("accepted", "accepted"),
        ("not_tried", "not tried yet"),
        ("", ""),
    ],
)
def test_what_a_gateway_says_that_is_well_is_no_fault(said: str, shown: str) -> None:
    assert said_text(said) == shown


def test_no_word_that_this_program_itself_says_of_a_fault_is_unknown() -> None:
    services = Path(ui.words.faults.__file__).parents[2] / "services"
    said = re.compile(r'(?:GatewayFault|LinkFault|NotTaken|MailboxFault|AmiError)\((f?)"([^"]+)"')
    words = [
        re.sub(r"\{[^}]*\}", "401", word) if is_filled else word
        for file in services.rglob("*.py")
        for is_filled, word in said.findall(file.read_text(encoding="utf-8"))
    ]
    assert len(words) > 20
    assert [word for word in words if reason_text(word).endswith(f"({word})")] == []
