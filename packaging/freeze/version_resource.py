"""What Windows shows in the properties of an executable: product, version, publisher."""

from PyInstaller.utils.win32.versioninfo import (
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

PUBLISHER = "VIVIUM Bijstand"
PRODUCT = "VIVIUM Bijstand Desk"
ENGLISH_UNICODE = (0x0809, 1200)


def version_resource(version: str, name: str, tells: str) -> VSVersionInfo:
    """Return the resource of one executable. ``tells`` is what the task manager calls it."""
    numbers = tuple(int(part) for part in version.split(".")[:3])
    four = (*numbers, *([0] * (4 - len(numbers))))
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": tells,
        "FileVersion": version,
        "InternalName": name,
        "OriginalFilename": f"{name}.exe",
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    table = StringTable("080904B0", [StringStruct(word, text) for word, text in words.items()])
    fixed = FixedFileInfo(filevers=four, prodvers=four, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0)
    return VSVersionInfo(fixed, [StringFileInfo([table]), VarFileInfo([VarStruct("Translation", ENGLISH_UNICODE)])])
