"""Every way in which a spreadsheet or a program writes rows, and every way in which a file is none."""

import json
from pathlib import Path

import pytest

from app.usecases.import_files import FileFault, read_rows

ROWS = [{"policy_number": "58-1", "subscriber_name": "Hélène Müller"}]


def _rows(tmp_path: Path, content: bytes) -> list[dict[str, str]]:
    path = tmp_path / "file"
    path.write_bytes(content)
    return [dict(row.cells) for row in read_rows(path)]


TEXT = "policy_number;subscriber_name\r\n58-1;Hélène Müller\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("policy_number", " Policy_Number ").encode(),
        ("sep=;\r\n" + TEXT).encode(),
        ("\r\n" + TEXT + ";\r\n\r\n").encode(),
        b'policy_number,subscriber_name\n"58-1","H\xc3\xa9l\xc3\xa8ne M\xc3\xbcller"\n',
        json.dumps(ROWS).encode(),
        json.dumps(ROWS, ensure_ascii=False).encode("utf-8-sig"),
        b'  [{"policy_number": "58-1", "subscriber_name": "H\\u00e9l\\u00e8ne M\\u00fcller", "plate": null}]',
    ],
)
def test_every_usual_writing_gives_the_same_rows(tmp_path: Path, content: bytes) -> None:
    assert _rows(tmp_path, content) == ROWS


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty_file", 0),
        (b" \r\n \r\n", "empty_file", 0),
        (TEXT.encode("utf-16"), "utf_16", 0),
        (b"policy_number\n\x81\x8d\n", "wrong_encoding", 0),
        (b"PK\x03\x04\0\0\0", "not_text", 0),
        (b"policy_number;policy_number\n1;2\n", "column_twice", 1),
        (b"policy_number\n1;2\n", "too_many_cells", 2),
        (b'policy_number\n1\n"never closed\n' + b"x\n" * 100_000, "broken_row", 3),
        (b"policy_number\n" + b"x" * 300_000, "row_too_long", 2),
        (b'{"policy_number": "1"}', "no_list", 0),
        (b'[{"policy_number": "1"}, 7]', "no_object", 2),
        (b'[{"policy_number": "1"}, {"policy_number": ["a"]}]', "no_plain_value", 2),
        (b'[{"policy_number": "1"}, {"policy_number": true}]', "no_plain_value", 2),
        (b'[{"policy_number": "1"}, {"policy', "broken_row", 2),
        (b'[{"policy_number": "1"}', "broken_row", 2),
        (b"[" + b" " * 10 + b'{"a": "' + b"x" * 900_000, "broken_row", 1),
    ],
)
def test_what_is_no_such_file_is_said_with_its_line(tmp_path: Path, content: bytes, code: str, line: int) -> None:
    with pytest.raises(FileFault) as caught:
        _rows(tmp_path, content)
    assert (caught.value.code, caught.value.line) == (code, line)


def test_rows_before_a_broken_one_are_read_and_lines_are_counted_as_an_editor_does(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b'policy_number;street\n\n1;"two\nlines"\n2;x\n3;y;z\n')
    rows = read_rows(path)
    assert (next(rows).line, next(rows).line) == (3, 5)
    with pytest.raises(FileFault) as caught:
        next(rows)
    assert caught.value.line == 6


def test_many_elements_of_json_are_read_across_pieces(tmp_path: Path) -> None:
    many = [{"policy_number": str(number), "street": "x" * 90} for number in range(9000)]
    assert [row["policy_number"] for row in _rows(tmp_path, json.dumps(many).encode())] == [
        str(number) for number in range(9000)
    ]
