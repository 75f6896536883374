import io
import json
from collections.abc import Iterator

import pytest

from app.commands.decode import FORMATS, decode_lines, main
from services.uplink.decoders import DECODERS
from tests.support.boxes import LOGIN, ARecord, tcp_frame


def answers(*lines: str, name: str = "teltonika-tcp") -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = decode_lines(io.StringIO("".join(line + "\n" for line in lines)), out, DECODERS[name])
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_has_its_answer() -> None:
    frame = tcp_frame(ARecord())
    code, (good, piece, damaged, no_hex) = answers(frame.hex(), frame[:-2].hex(), frame[:-1].hex() + "00", "zz")

    assert code == 1
    assert (good["ok"], good["ack_hex"]) == (True, "00000001")
    assert piece == {"ok": None, "need": 2}
    assert damaged["ok"] is False
    assert damaged["error"]["code"] == "bad_checksum"  # type: ignore[index]  # an object
    assert no_hex["error"]["code"] == "bad_hex"  # type: ignore[index]  # an object


def test_unfinished_lines_are_no_failure() -> None:
    assert answers("000f", "", name="teltonika-imei") == (0, [{"ok": None, "need": 15}, {"ok": None, "need": 17}])


def test_standard_input_to_standard_output(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(LOGIN.hex() + "\n"))

    assert main(["--format", "teltonika-imei"]) == 0
    assert json.loads(capsys.readouterr().out)["ack_hex"] == "01"


def test_every_format_has_a_decoder() -> None:
    assert set(FORMATS) == set(DECODERS)


def test_an_unknown_format_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--format", "morse"])

    assert left.value.code == 2
    assert "morse" in capsys.readouterr().err


def test_each_answer_is_there_before_the_next_line_is_read() -> None:
    out = io.StringIO()
    seen: list[int] = []

    def lines() -> Iterator[str]:
        for line in ("ff", "00"):
            seen.append(out.getvalue().count("\n"))
            yield line

    decode_lines(lines(), out, DECODERS["teltonika-tcp"])
    assert seen == [0, 1]


def test_hexadecimal_may_be_written_in_any_usual_way() -> None:
    frame = tcp_frame(ARecord())
    code, found = answers(frame.hex().upper(), f"  {frame.hex()}\t", f"0x{frame.hex()}", frame.hex(" "))
    assert code == 0
    assert [one["ack_hex"] for one in found] == ["00000001"] * 4


def test_bytes_that_are_no_text_are_a_line_that_is_no_hexadecimal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\r\nff\r\n"), encoding="utf-8"))

    assert main(["--format", "teltonika-tcp"]) == 1
    assert [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()] == [False, True]
