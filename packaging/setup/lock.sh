#!/bin/sh
# Resolve the dependencies of pyproject.toml into the two locks, for every platform, with hashes and without addresses.
set -eu
cd "$(dirname "$0")/../.."
uv=${1:-uv}
resolve() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url "$@" pyproject.toml
}
resolve --output-file packaging/lock.txt
resolve --extra dev --constraint packaging/lock.txt --output-file packaging/lock-dev.txt
