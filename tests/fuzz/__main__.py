"""Let libFuzzer drive one target: ``python -m tests.fuzz TARGET FOLDER [libFuzzer options]``.

The folder gets the corpus (``corpus/TARGET.hex`` beside this file, a line each) and whatever else is worth keeping; a
finding is written there too. Ends with 0, or with what libFuzzer ends with after a finding.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["services.uplink", "services.detector.decoding", "asn1tools"]):
    from tests.fuzz.targets import run

CORPUS = Path(__file__).parent / "corpus"


def main(arguments: list[str]) -> None:
    """Fuzz; libFuzzer ends the process."""
    name, folder, *options = arguments
    seeds = Path(folder)
    seeds.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate((CORPUS / f"{name}.hex").read_text(encoding="ascii").splitlines()):
        (seeds / f"seed-{number:04d}").write_bytes(bytes.fromhex(line))

    def one(data: bytes) -> None:
        run(name, data)

    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/found-", folder], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
