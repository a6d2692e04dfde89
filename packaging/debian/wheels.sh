#!/bin/sh
# Fills a folder with every wheel that build.sh needs on this system: carry it to a machine without network.
#   sh packaging/debian/wheels.sh FOLDER
set -eu
[ $# = 1 ] || { echo "usage: wheels.sh FOLDER" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd -P)
mkdir -p "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

uv export --project "$root" --frozen --no-dev --no-emit-project --extra speech --format requirements.txt \
    --quiet >"$work/kiosk.txt"
uv export --project "$root" --frozen --only-group sbom --format requirements.txt --quiet >"$work/tools.txt"
# pip, and run by the Python they are for: of another it takes the wrong markers.
/usr/bin/python3 -m venv "$work/venv"
for list in kiosk tools; do
    "$work/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --require-hashes --dest "$1" -r "$work/$list.txt"
done
printf '%s wheels, %s\n' "$(find "$1" -name '*.whl' | wc -l)" "$(du -sh "$1" | cut -f1)"
