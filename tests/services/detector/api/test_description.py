"""What the service says it can be asked: whole, behind the token, and with words for everything."""

from typing import Any

from tests.support.house import House


async def _described(house: House) -> dict[str, Any]:
    answer = await house.desk().get("/openapi.json")
    assert answer.status_code == 200
    described: dict[str, Any] = answer.json()
    return described


async def test_every_route_has_a_title_a_sentence_and_its_refusals(house: House) -> None:
    paths = (await _described(house))["paths"]
    assert "/v1/cases/{case_id}/claim" in paths
    for path, methods in paths.items():
        for method, route in methods.items():
            assert route["summary"], (method, path)
            assert route["description"].endswith("."), (method, path)
            assert {"401", "403", "503"} <= set(route["responses"]), (method, path)
            assert route["security"] == [{"token": []}], (method, path)


async def test_the_answers_are_the_models_of_the_contract(house: House) -> None:
    described = await _described(house)
    answer = described["paths"]["/v1/cases/{case_id}/claim"]["post"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/CaseDetail"}
    stream = described["paths"]["/v1/events"]["get"]["responses"]["200"]
    assert "text/event-stream" in stream["content"]


async def test_commands_name_their_key_and_show_what_they_take(house: House) -> None:
    described = await _described(house)
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            names = {one["name"] for one in route.get("parameters", [])}
            asks_only = path.endswith("/find") or path in ("/v1/phone-cases/car", "/v1/search")
            wants_key = (
                method == "post"
                and not asks_only
                and not path.startswith(
                    ("/v1/sessions", "/v1/intake", "/v1/numbers", "/v1/records/find", "/v1/imports")
                )
            )  # a token; frames and parts of a file have places; reading a number and finding keep nothing
            assert ("Idempotency-Key" in names) == wants_key, path
    call = described["components"]["schemas"]["StartCall"]["properties"]
    assert call["e164"]["examples"] == ["+32470123456"]
    password = described["components"]["schemas"]["SignIn"]["properties"]["password"]
    assert (password["format"], password["writeOnly"]) == ("password", True)
