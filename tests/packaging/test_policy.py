"""The templates for the Group Policy editor offer what desks read, and nothing else."""

from xml.etree import ElementTree as ET

import pytest

from app.workplace import KEYS, POLICY_KEY, Key, Kind, Source, resolve
from tests.packaging.scripts import PACKAGING

NAMES = {"p": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
ADMX = ET.parse(PACKAGING / "windows" / "policy" / "bijstand.admx").getroot()
ADML = ET.parse(PACKAGING / "windows" / "policy" / "en-US" / "bijstand.adml").getroot()
POLICIES = {one.attrib["name"]: one for one in ADMX.findall(".//p:policy", NAMES)}


def test_there_is_a_policy_for_every_key() -> None:
    assert list(POLICIES) == [key.name for key in KEYS]
    assert {one.attrib["key"] for one in POLICIES.values()} == {POLICY_KEY}
    assert {one.attrib["class"] for one in POLICIES.values()} == {"Both"}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_what_it_writes_is_what_desks_take(key: Key) -> None:
    policy = POLICIES[key.name]
    if key.kind is Kind.FLAG:
        assert policy.attrib["valueName"] == key.name
        values = [one.attrib["value"] for one in policy.findall(".//p:decimal", NAMES)]
        assert values == ["1", "0"]
        return
    element = policy.find("p:elements/*", NAMES)
    assert element is not None
    assert element.attrib["valueName"] == key.name
    for choice in element.findall(".//p:string", NAMES):
        found = resolve(((Source.MACHINE_POLICY, {key.name: choice.text or ""}),))
        assert found.faults == ()


def test_every_text_it_names_is_there() -> None:
    texts = ET.tostring(ADMX, encoding="unicode")
    for kind, tag in (("string", "string"), ("presentation", "presentation")):
        named = {word.split(")")[0] for word in texts.split(f"$({kind}.")[1:]}
        assert named == {one.attrib["id"] for one in ADML.findall(f".//p:{tag}", NAMES)}
