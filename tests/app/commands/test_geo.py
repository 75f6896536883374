import json

import pytest

from app.commands.geo import main


def test_one_position_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["50.8640", "4.6290", "--accuracy", "8"]) == 0

    facts = json.loads(capsys.readouterr().out)
    assert (facts["in_belgium"], facts["country_codes"]) == (True, ["BE"])
    assert facts["municipality"] == {"nl": "Bertem", "fr": "Bertem", "de": "Bertem"}
    assert facts["postcode"] == "3060"
    assert facts["nearest_place"]["name"] == "Bertem"
    assert facts["nearest_place"]["distance_m"] < 500


def test_countries_have_names_in_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    main(["35.3364", "33.3199"])

    names = json.loads(capsys.readouterr().out)["country_names"]
    assert names == [{"nl": "Noord-Cyprus", "fr": "Chypre du Nord", "de": "Nordzypern", "en": "Northern Cyprus"}]


def test_west_of_greenwich(capsys: pytest.CaptureFixture[str]) -> None:
    main(["36.1408", "-5.3536"])

    assert json.loads(capsys.readouterr().out)["country_codes"] == ["GI"]


@pytest.mark.parametrize(
    "arguments", [["91", "4"], ["50", "181"], ["nan", "4"], ["50", "4", "--accuracy", "-1"], ["50"]]
)
def test_what_is_no_position_is_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert capsys.readouterr().out == ""
