#!/bin/sh
# Builds clinic-kiosk_VERSION_ARCH.deb for the Debian or Ubuntu it runs on (Debian 12, Ubuntu 24.04).
#
#   sh packaging/debian/build.sh --out FOLDER [--wheels FOLDER] [--version V] [--quick]
#
# The package stands alone in /opt/clinic-kiosk: our code, and wheels pinned by their hash in uv.lock. With
# --wheels the wheels come from that folder and no network is asked; `wheels.sh` fills one. --quick
# packs in a second instead of a minute, for tests. Two builds of one commit are the same byte for byte.
set -eu
export LC_ALL=C TZ=UTC

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
out='' wheels='' version='' packing='-Zxz -z6'

stop() { printf '%s\n' "$*" >&2; exit 1; }

while [ $# -gt 0 ]; do
    case $1 in
    --out) out=$2; shift ;;
    --wheels) wheels=$(cd "$2" && pwd -P); shift ;;
    --version) version=$2; shift ;;
    --quick) packing='-Zzstd -z3' ;;
    *) stop "usage: build.sh --out FOLDER [--wheels FOLDER] [--version V] [--quick]" ;;
    esac
    shift
done
[ -n "$out" ] || stop "usage: build.sh --out FOLDER [--wheels FOLDER] [--version V] [--quick]"
for tool in dpkg-deb uv python3; do
    command -v "$tool" >/dev/null || stop "Missing: $tool. On Debian: apt-get install dpkg python3; pip install uv"
done

# The Python of the system is the one the package will run on: its wheels fit no other.
python=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
next=${python%.*}.$((${python#*.} + 1))
: "${version:=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' "$root/kiosk/__init__.py")}"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH
release=$(. /etc/os-release && printf '%s%s' "$ID" "$VERSION_ID")
architecture=$(dpkg --print-architecture)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
tree=$work/tree
packages=$tree/opt/clinic-kiosk/lib/python$python/site-packages
mkdir -p "$packages" "$tree/DEBIAN"

put_packages() {
    uv export --project "$root" --frozen --no-dev --no-emit-project --format requirements.txt \
        --extra speech --quiet >"$work/requirements.txt"
    set -- --target "$packages" --python "/usr/bin/python$python" --link-mode copy --no-compile-bytecode \
        --no-deps --only-binary :all: --require-hashes --quiet -r "$work/requirements.txt"
    [ -z "$wheels" ] || set -- --offline --no-index --find-links "$wheels" "$@"
    uv pip install "$@"
    rm -rf "${packages:?}/bin" "$packages/.lock"
    # Where each wheel was fetched from, which is another place on every machine.
    find "$packages" \( -name direct_url.json -o -name uv_cache.json \) -delete
    find "$packages" -name RECORD -exec sed -i '/\/direct_url\.json,/d; /\/uv_cache\.json,/d' {} +
    python3 "$root/packaging/trim.py" "$packages" >&2
}

# As a wheel of ours would have it (`pyproject.toml`).
put_kiosk() {
    mkdir "$packages/kiosk" "$packages/kiosk/_resources"
    tar -C "$root/kiosk" --exclude=__pycache__ -c . | tar -C "$packages/kiosk" -x
    tar -C "$root/resources" -c . | tar -C "$packages/kiosk/_resources" -x
    sed -i "s/^__version__ = .*/__version__ = \"$version\"/" "$packages/kiosk/__init__.py"
}

# A virtual environment around them, so that a child process finds what its parent runs by. The bytecode
# is shipped: nobody may write there later, and compiling at each start would take 4 s.
put_python() {
    mkdir "$tree/opt/clinic-kiosk/bin"
    ln -s "/usr/bin/python$python" "$tree/opt/clinic-kiosk/bin/python3"
    printf 'home = /usr/bin\ninclude-system-site-packages = false\nversion = %s\n' "$python" \
        >"$tree/opt/clinic-kiosk/pyvenv.cfg"
    "python$python" -m compileall -q -j 0 --invalidation-mode unchecked-hash \
        -s "$tree" -p / "$packages" >/dev/null || true # some packages carry files for other Pythons
}

put_system() {
    for file in $(cd "$here/files" && find . -type f); do
        mkdir -p "$tree/$(dirname "$file")"
        cp "$here/files/$file" "$tree/$file"
    done
    cp "$root/resources/lockdown/clinic-kiosk.service" "$tree/usr/lib/systemd/system/"
    chmod 755 "$tree/usr/bin/kiosk" "$tree/usr/lib/clinic-kiosk/"*
    mkdir -p "$tree/usr/share/clinic-kiosk" "$tree/usr/share/doc/clinic-kiosk"
    settings_of_debian <"$root/resources/kiosk.toml" >"$tree/usr/share/clinic-kiosk/kiosk.toml"
    cp "$here/copyright" "$tree/usr/share/doc/clinic-kiosk/copyright"
    bill_of_materials
}

# The sample, for a PC that logs nobody in: where the store lies, and what keeps its key.
settings_of_debian() {
    sed -e 's|^# *directory = .*|directory = "/var/lib/clinic-kiosk/store"|' \
        -e 's|^keyring = .*|keyring = "systemd-creds"|'
}

bill_of_materials() {
    uv export --project "$root" --frozen --only-group sbom --format requirements.txt --quiet \
        >"$work/tools.txt"
    set -- --no-project --isolated --quiet --with-requirements "$work/tools.txt"
    [ -z "$wheels" ] || set -- --offline --no-index --find-links "$wheels" "$@"
    uv run "$@" python "$root/packaging/sbom.py" "$packages" --out "$tree/usr/share/doc/clinic-kiosk" >&2
}

control() {
    # in KiB, as Debian's policy 5.6.20 counts, and not as the file system of the builder does
    size=$(find "$tree" -path "$tree/DEBIAN" -prune -o -printf '%y %s\n' |
        awk '{ sum += $1 == "f" || $1 == "l" ? int(($2 + 1023) / 1024) : 1 } END { print sum }')
    libraries=$("$here/libraries.sh")
    cat <<CONTROL
Package: clinic-kiosk
Version: $version~$release
Architecture: $architecture
Maintainer: The clinic kiosk's makers <clinic-kiosk@clinic-kiosk.example>
Installed-Size: $size
Depends: python3 (>= $python), python3 (<< $next), adduser, seatd,
 cage, xwayland, fonts-dejavu-core, $libraries
Recommends: speech-dispatcher-espeak-ng, cups-client
Section: misc
Priority: optional
Homepage: https://clinic-kiosk.example
Description: accessible touch forms for patients in waiting rooms
 Patients answer forms on a touchscreen; their answers are stored encrypted on
 this PC and sent to a FHIR R4 server when there is a line. The package stands
 alone in /opt/clinic-kiosk. It asks nothing when it is installed, and removing
 it deletes no answer.
CONTROL
}

put_packages
put_kiosk
put_system
put_python
chmod -R u=rwX,go=rX "$tree" # whatever the umask of the checkout was
control >"$tree/DEBIAN/control"
for script in preinst postinst prerm postrm; do
    cp "$here/$script" "$tree/DEBIAN/$script"
    chmod 755 "$tree/DEBIAN/$script"
done
(cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\n' | sort | xargs -d '\n' md5sum) \
    >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
file=$out/clinic-kiosk_$version~${release}_$architecture.deb
# shellcheck disable=SC2086 # options
dpkg-deb --root-owner-group $packing -b "$tree" "$file" >&2
(cd "$out" && sha256sum "${file##*/}" >"${file##*/}.sha256")
printf '%s\n' "$file"
