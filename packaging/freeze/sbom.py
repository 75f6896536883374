"""The bill of materials of a bundle (CycloneDX 1.6, JSON), checked against its schema before it is written.

The same commit gives the same bytes: the serial number comes from what is listed, the time from the commit.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import contents
from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lane import Stop
from owners import PRODUCT, Component
from packageurl import PackageURL

SCHEMA = SchemaVersion.V1_6
FILE_NAME = "sbom.cdx.json"


def write(tree: Path, components: list[Component], inside: Path, at: int) -> Path:
    """Write the bill of a bundle into it.

    Args:
        tree: The bundle.
        components: What is in it.
        inside: Folder of the bundle in which PyInstaller puts files.
        at: Time of the commit, seconds since 1970.

    Raises:
        Stop: What came out is not CycloneDX.
    """
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, repr([(one.name, one.version, one.files) for one in components])))
    bom.metadata.timestamp = datetime.fromtimestamp(at, UTC)
    bom.metadata.component = Entry(
        name=PRODUCT, version=contents.version(), type=ComponentType.APPLICATION, bom_ref=PRODUCT
    )
    for one in components:
        if one.name != PRODUCT:
            entry = _entry(one, inside)
            bom.components.add(entry)
            bom.register_dependency(bom.metadata.component, [entry])
    text = make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=1)
    fault = JsonStrictValidator(SCHEMA).validate_str(text)
    if fault is not None:
        raise Stop(f"The SBOM is not CycloneDX {SCHEMA.to_version()}: {fault}")
    target = tree / "licences" / FILE_NAME
    target.parent.mkdir(exist_ok=True)
    target.write_text(text + "\n", encoding="utf-8", newline="\n")
    return target


def _entry(one: Component, inside: Path) -> Entry:
    kind = "deb/debian" if one.kind == "deb" else one.kind
    kind, _, namespace = kind.partition("/")
    properties = [Property(name="bijstand:file", value=name) for name in sorted(one.files)]
    properties.append(Property(name="bijstand:modules", value=str(one.modules)))
    return Entry(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{one.kind}:{one.name}",
        purl=PackageURL(kind, namespace or None, one.name, one.version),
        licenses=[LicenseFactory().make_from_string(one.licence)] if one.licence else [],
        hashes=_sum_of_its_only_file(one, inside),
        properties=properties,
    )


def _sum_of_its_only_file(one: Component, inside: Path) -> list[HashType]:
    files = [inside / name for name in one.files if (inside / name).is_file()]
    if len(files) != 1 or one.modules:
        return []
    return [HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(files[0].read_bytes()).hexdigest())]
