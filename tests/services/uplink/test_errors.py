from services.uplink.errors import RAW_LIMIT_BYTES, UplinkError, UplinkErrorCode


def test_an_error_carries_a_bounded_piece_of_what_it_refused() -> None:
    error = UplinkError(UplinkErrorCode.BAD_LOGIN, "no", raw=bytes(RAW_LIMIT_BYTES + 1))

    assert (error.code, str(error), len(error.raw), error.fatal) == ("bad_login", "no", RAW_LIMIT_BYTES, False)
