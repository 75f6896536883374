"""The installers can be made and are signed: on a bundle of a few small programs, within seconds.

What they do on a Windows is proved by ``make prove-installers``.
"""

import argparse
import re
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.packaging.scripts import PACKAGING, script

NEEDED = ("makensis", "wixl", "wixl-heat", "msibuild", "osslsigncode", "x86_64-w64-mingw32-gcc")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
needs_programs = pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)} (--windows)")
NSI = (PACKAGING / "windows" / "installer" / "bijstand.nsi").read_text(encoding="utf-8")
WXS = (PACKAGING / "windows" / "installer" / "bijstand.wxs").read_text(encoding="utf-8")
ROLLBACK = 0x100
WORDS = (PACKAGING / "windows" / "installer" / "words.nsh").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "bijstand-desk"
    (folder / "_internal").mkdir(parents=True)
    (folder / "licences").mkdir()
    (folder / "_internal" / "some.dll").write_bytes(b"x" * 1000)
    (folder / "licences" / "THIRD-PARTY.html").write_text("<p>notices</p>", encoding="utf-8")
    source = folder / "program.c"
    source.write_text("int main(void) { return 0; }\n", encoding="ascii")
    program = folder / "program.exe"
    subprocess.run(["x86_64-w64-mingw32-gcc", "-o", str(program), str(source)], check=True)
    for one in script("freeze/contents.py").EXECUTABLES:
        shutil.copyfile(program, folder / f"{one.name}.exe")
    source.unlink()
    program.unlink()
    return folder


@needs_programs
def test_both_installers_are_made_and_signed(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installers, signing = script("windows/installers.py"), script("windows/signing.py")
    monkeypatch.setattr(installers, "WORK", tmp_path / "work")
    chosen = argparse.Namespace(bundle=bundle, out=tmp_path / "out", version="1.2.3", fast=True, only=None)
    installers.make(chosen)
    assert "no Windows trusts" in capsys.readouterr().out
    made = sorted(path.name for path in chosen.out.iterdir())
    assert made == ["SHA256SUMS", "bijstand-desk-1.2.3-setup.exe", "bijstand-desk-1.2.3.msi"]
    who = signing.made_test_signer(tmp_path / "work" / "certificate")
    package = chosen.out / "bijstand-desk-1.2.3.msi"
    for path in (package, chosen.out / "bijstand-desk-1.2.3-setup.exe"):
        who.check(path)
    table = subprocess.run(
        ["msiinfo", "export", str(package), "InstallExecuteSequence"], capture_output=True, check=True
    )
    order = {row.split("\t")[0]: int(row.split("\t")[-1]) for row in table.stdout.decode().splitlines()[3:]}
    assert order["AppSearch"] < order["DetectorAsBefore"] < order["DetectorAsUsual"] < order["CostInitialize"]
    assert order["InstallValidate"] < order["RefuseWhenInUse"] < order["InstallInitialize"]
    assert order["RemoveExistingProducts"] == order["InstallInitialize"] + 1, (
        "within the transaction, before its script"
    )
    assert order["StartServiceAgain"] < order["MakeServiceAgain"] < order["RemoveService"] < order["RemoveFiles"]
    assert order["InstallFiles"] < order["MakeService"] < order["StartService"]
    actions = subprocess.run(["msiinfo", "export", str(package), "CustomAction"], capture_output=True, check=True)
    kinds = {row.split("\t")[0]: int(row.split("\t")[1]) for row in actions.stdout.decode().splitlines()[3:]}
    on_the_way_back = {name for name, kind in kinds.items() if kind & ROLLBACK}
    assert on_the_way_back == {"MakeServiceAgain", "StartServiceAgain"}


@needs_programs
def test_a_signed_file_that_was_touched_is_found_out(bundle: Path, tmp_path: Path) -> None:
    signing, lane = script("windows/signing.py"), script("freeze/lane.py")
    who = signing.make_test_signer(tmp_path / "certificate", datetime(2026, 11, 26, tzinfo=UTC))
    assert who.is_test
    program = tmp_path / "program.exe"
    shutil.copyfile(bundle / "bijstand.exe", program)
    with pytest.raises(lane.Stop, match=re.escape("program.exe is not right")):
        who.check(program)
    who.sign(program)
    who.check(program)
    content = bytearray(program.read_bytes())
    content[0x400] ^= 1
    program.write_bytes(bytes(content))
    with pytest.raises(lane.Stop, match="not right"):
        who.check(program)


def test_no_certificate_and_no_secret_lies_in_the_repository() -> None:
    chosen = tomllib.loads((PACKAGING / "windows" / "signing.toml").read_text(encoding="utf-8"))
    assert set(chosen.values()) == {""}
    assert list(PACKAGING.rglob("*.pem")) + list(PACKAGING.rglob("*.pfx")) + list(PACKAGING.rglob("*.key")) == []


def test_every_sentence_of_the_installer_is_there_in_four_languages() -> None:
    used = set(re.findall(r"\$\((\w+)\)", NSI))
    said = re.findall(r"!insertmacro Say (\w+)((?:\s*\\?\s*\"[^\"]*\")+)", WORDS)
    assert used == {name for name, _ in said}
    assert {name: texts.count('"') // 2 for name, texts in said} == dict.fromkeys(used, 4)


def test_both_installers_know_the_same_programs() -> None:
    names = {f"{one.name}.exe" for one in script("freeze/contents.py").EXECUTABLES}
    assert set(re.findall(r'insertmacro \$\{DO\} "([\w-]+\.exe)"', NSI)) == names
    assert set(re.findall(r"\$\(var\.SRC\)/([\w-]+\.exe)", WXS)) == names


def test_an_uninstaller_never_empties_a_folder_that_may_hold_other_things() -> None:
    assert not re.search(r'RMDir /r "\$INSTDIR"', NSI)
