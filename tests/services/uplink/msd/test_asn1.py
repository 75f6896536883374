import pytest

from services.uplink.msd.asn1 import DoesNotFitError, decode

MODULE = "M DEFINITIONS AUTOMATIC TAGS ::= BEGIN T ::= SEQUENCE { a INTEGER (0..255), b BOOLEAN } END"


def test_bytes_become_fields() -> None:
    assert decode(MODULE, "T", b"\x07\x80more") == {"a": 7, "b": True}


def test_too_few_bytes_do_not_fit() -> None:
    with pytest.raises(DoesNotFitError, match="out of data"):
        decode(MODULE, "T", b"\x07")
