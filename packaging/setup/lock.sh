#!/bin/sh
# Resolve the dependencies of pyproject.toml into the locks, for every platform, with hashes and without addresses.
# The last one is what goes into a Windows build, resolved as if on Windows: pip would ask this machine about markers.
set -eu
cd "$(dirname "$0")/../.."
uv=${1:-uv}
resolve() {
    "$uv" pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-emit-index-url "$@" pyproject.toml
}
resolve --universal --output-file packaging/lock.txt
resolve --universal --extra dev --constraint packaging/lock.txt --output-file packaging/lock-dev.txt
resolve --universal --extra freeze --extra package --constraint packaging/lock-dev.txt --output-file packaging/lock-package.txt
resolve --python-platform x86_64-pc-windows-msvc --constraint packaging/lock-package.txt \
    --output-file packaging/windows/lock.txt
resolve --python-platform x86_64-pc-windows-msvc --extra freeze --constraint packaging/lock-package.txt \
    --output-file packaging/windows/lock-build.txt
