"""``python -m app assess``: one answer for each case, JSON in, JSON out, and exit codes other programs can trust."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.commands.assess import main
from tests.situations.library import facts_of

COLLISION = facts_of({"from": "collision in Belgium"}, {"persons_travelling": 3})
ROOT = Path(__file__).parents[3]


class Told:
    """What one run wrote."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.err = err
        self.json: Any = json.loads(out) if out else None


Run = Callable[..., Told]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(said: object, *arguments: str) -> Told:
        text = said if isinstance(said, str) else json.dumps(said)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        code = main([*arguments])
        return Told(code, *capsys.readouterr())

    return _run


def clauses(items: list[dict[str, Any]]) -> list[str]:
    return [item["clause"] for item in items]


def test_an_object_in_is_an_object_out(run: Run) -> None:
    told = run({"facts": COLLISION})
    assert told.code == 0
    assert told.err == ""
    assert set(told.json) >= {"granted", "choices", "refused", "undetermined", "cites", "next_questions"}
    assert told.json["editions"] == ["000058-1001202-20240301"]
    assert clauses(told.json["granted"]) == ["P2.C2.A1.1.b"]
    (choice,) = told.json["choices"]
    assert (choice["group"], choice["choose"], choice["chosen_by"]) == ("P2.C2.A2.1", 1, "insured")
    assert choice["options"][2]["limit"] == {"eur_per_night_per_person": 70, "max_nights": 5, "max_eur": 1050}


def test_a_list_in_is_a_list_out_with_errors_in_their_place(run: Run) -> None:
    told = run(
        [{"facts": COLLISION}, {"facts": {"edition": "S2-FAQ", "impact": 3}}, 7, {"facts": COLLISION, "id": "b"}]
    )
    assert told.code == 1
    assert [sorted(one)[:1] for one in told.json] == [["choices"], ["error"], ["error"], ["choices"]]
    assert told.json[1]["error"] == {
        "code": "unknown_fact",
        "fact": "impact",
        "message": "no clause knows a fact of this name",
    }
    assert told.json[2]["error"]["code"] == "not_an_object"
    assert told.json[3]["id"] == "b"


def test_an_empty_list_is_an_empty_list(run: Run) -> None:
    told = run([])
    assert (told.code, told.json) == (0, [])


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({}, "no_facts"),
        ({"facts": []}, "no_facts"),
        ({"facts": {}, "uesd": []}, "unknown_key"),
        ({"facts": {"edition": "000058"}}, "unknown_edition"),
        ({"facts": {"edition": 58}}, "unknown_edition"),
        ({"facts": {}, "event_date": "2020-01-01"}, "no_edition"),
        ({"facts": {}, "event_date": "yesterday"}, "bad_day"),
        ({"facts": {}, "event_date": 20260101}, "bad_day"),
        ({"facts": COLLISION, "id": [1]}, "bad_id"),
        ({"facts": COLLISION, "used": {}}, "bad_history"),
        ({"facts": COLLISION, "used": {"a": 1}}, "bad_history"),
        ({"facts": COLLISION, "used": [{"clause": "x"}]}, "bad_history"),
        ({"facts": COLLISION, "used": [{"clause": "x", "limit": "max_eur", "amount": -1}]}, "bad_history"),
        ({"facts": COLLISION, "used": [{"clause": "x", "limit": "max_eur", "amount": True}]}, "bad_history"),
        ({"facts": COLLISION, "used": ["x"]}, "not_an_object"),
        ({"facts": COLLISION, "used": [{"clause": "x", "limit": "max_eur", "amount": 1, "for": 2}]}, "unknown_key"),
        ({"facts": COLLISION, "started": {"P2.C2.A2.1.car": "soon"}}, "bad_day"),
        ({"facts": COLLISION, "started": []}, "bad_history"),
        ({"facts": {**COLLISION, "repair_hours": "6"}}, "wrong_type"),
        ({"facts": {**COLLISION, "repair_hours": -6}}, "out_of_range"),
        ({"facts": {**COLLISION, "vehicle_kind": "boat"}}, "not_allowed"),
        ({"facts": {**COLLISION, "vehicle_found": False, "found_days_after_declaration": 3}}, "impossible"),
    ],
)
def test_a_case_that_cannot_be_assessed_says_why(run: Run, case: dict[str, Any], code: str) -> None:
    told = run(case)
    assert told.code == 1
    assert told.json["error"]["code"] == code
    assert told.json["error"]["message"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Expecting value"),
        ("{", "Expecting"),
        ('{"facts": {"place": "BE", "place": "FR"}}', "'place' stands twice"),
        ("[" * 100_000, ""),
    ],
)
def test_what_is_no_json_is_said_on_standard_error(run: Run, text: str, said: str) -> None:
    told = run(text)
    assert (told.code, told.json) == (1, None)
    assert said in told.err


def test_a_file_is_read_with_or_without_a_mark(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"facts": COLLISION}).encode())
    assert run("", str(file)).code == 0
    told = run("", str(tmp_path / "none.json"))
    assert (told.code, told.json) == (1, None)
    assert "none.json" in told.err


def test_standard_input_is_utf_8_with_or_without_a_mark(run: Run) -> None:
    case = json.dumps({"facts": {**COLLISION, "performance_prevented_by": "grève"}}, ensure_ascii=False)
    assert run(case).code == run("\ufeff" + case).code == 0


def test_without_an_edition_the_day_decides_and_both_answer(run: Run) -> None:
    facts = {name: value for name, value in COLLISION.items() if name != "edition"}
    crash = {"events": ["collision", "s2_impact"], "impact_g": 4.2, "vehicle_at_standstill": True}
    told = run({"facts": {**facts, **crash}, "event_date": "2026-11-25"})
    assert told.json["editions"] == ["000058-1001202-20240301", "S2-FAQ"]
    assert {"P2.C2.A1.1.b", "S2.ECALL.tow"} <= set(clauses(told.json["granted"]))
    assert run({"facts": facts}).json["editions"] == ["000058-1001202-20240301", "S2-FAQ"]


def test_what_was_used_is_taken_off_and_days_are_counted(run: Run) -> None:
    hotel, car = "P2.C2.A2.1.hotel", "P2.C2.A2.1.car"
    told = run(
        {
            "facts": COLLISION,
            "used": [
                {"clause": hotel, "limit": "max_nights", "amount": 2},
                {"clause": hotel, "limit": "max_eur", "amount": 410.5},
                {"clause": car, "limit": "max_days", "amount": 6},
            ],
            "started": {car: "2026-03-01"},
        }
    )
    options = {option["clause"]: option for option in told.json["choices"][0]["options"]}
    assert options[hotel]["left"] == {"max_nights": 3, "max_eur": 630}
    assert options[car]["left"] == {"max_days": 0}
    assert options[car]["beyond"] == {"max_days": 1}
    assert options[car]["until"] == "2026-03-05"
    assert "until" not in options[hotel]


def test_an_advance_says_until_when_it_is_repaid(run: Run) -> None:
    told = run({"facts": facts_of({"from": "prosecution in Spain"}), "started": {"P2.C2.A2.5.a": "2026-01-31"}})
    advance = next(one for one in told.json["granted"] if one["clause"] == "P2.C2.A2.5.a")
    assert advance["repay_by"] == "2026-02-28"


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "VIVIUM heeft"), ("fr", "VIVIUM ne"), ("de", "VIVIUM hat"), ("en", "VIVIUM did")]
)
def test_a_refusal_is_told_in_the_language_asked_for(run: Run, language: str, word: str) -> None:
    told = run({"facts": {**COLLISION, "towed_by_vivium": False}}, "--language", language)
    car = next(one for one in told.json["refused"] if one["clause"] == "P2.C2.A2.1.car")
    assert car["reason"] == "not_towed_by_vivium"
    assert car["because"].startswith(word)
    assert car["source"] == "P2.C2.A2.1.car.tow"
    assert "A06" in car["ambiguities"]
    assert len(car["to_be_confirmed"]) == 1


def test_the_insurer_may_read_a_doubt_otherwise(run: Run, tmp_path: Path) -> None:
    settings = tmp_path / "insurer.yaml"
    settings.write_text("readings:\n  000058-1001202-20240301: {A06: reimbursed_tow_counts}\n", encoding="utf-8")
    case = {"facts": facts_of({"from": "towed by another in Belgium"})}
    assert "P2.C2.A2.1.car" in clauses(run(case).json["refused"])
    options = run(case, "--insurer", str(settings)).json["choices"][0]["options"]
    assert "P2.C2.A2.1.car" in clauses(options)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("readings:\n  000058-1001202-20240301: {A06: perhaps}\n", "'perhaps' is no reading"),
        ("readings:\n  000058-1: {A06: literal}\n", "no edition '000058-1'"),
        ("wishes: {x: {A06: literal}}\n", "only a section 'readings'"),
    ],
)
def test_a_damaged_settings_file_stops_everything(run: Run, tmp_path: Path, text: str, said: str) -> None:
    settings = tmp_path / "insurer.yaml"
    settings.write_text(text, encoding="utf-8")
    told = run({"facts": COLLISION}, "--insurer", str(settings))
    assert (told.code, told.json) == (1, None)
    assert said in told.err


def test_a_settings_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    told = run({"facts": COLLISION}, "--insurer", str(tmp_path / "none.yaml"))
    assert (told.code, told.json) == (1, None)


def test_wrong_use_exits_2() -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["--language", "la"])
    assert wrong.value.code == 2


def test_it_needs_neither_qt_nor_a_database() -> None:
    script = (
        "import sys, io\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'{\"facts\": {}}'))\n"
        "from app.commands.assess import main\n"
        "code = main([])\n"
        "heavy = {name.partition('.')[0] for name in sys.modules} & {'PySide6', 'sqlalchemy', 'pydantic', 'numpy'}\n"
        "sys.exit(9 if heavy else code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
