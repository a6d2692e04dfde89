#!/bin/sh
# From a bare Debian or Ubuntu (python3 and apt) or a developer's machine to a running kiosk.
#
# Everything but system libraries goes to one cache folder, which may be deleted at any time;
# nothing is written beside this script, so a read-only checkout will do. POSIX sh: dash, no bashisms.
# The environment is made anew for each checkout, uv.lock and Python; its `.ready` mark is written last,
# so whatever an interruption leaves behind is swept away by the next start.
set -eu

RUN_MB=115  # wheels to fetch for demo and run, MB; a test holds both to uv.lock
TEST_MB=360 # the same with the tools of the tests
UV_MB=17
ROUTER_MB=13

root=$(cd "$(dirname "$0")/.." && pwd -P)
# shellcheck source=packaging/system.sh
. "$root/packaging/system.sh"

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }
now() { date +%s; }
megabytes() { du -sk "$1" | awk '{ print int($1 / 1024 + 0.5) " MB" }'; }

usage() {
    cat <<'USAGE'
usage: sh packaging/bootstrap.sh demo|test|run|kiosk [ARGUMENTS...]

  demo   the kiosk on sample data; without a display a robot patient walks through it
  test   the tests; --long adds the long ones
  run    the kiosk itself (once only before: kiosk setup)
  kiosk  any other command: kiosk setup, kiosk status, kiosk --help

Fetches what is missing, once, then starts. ARGUMENTS go to the program (or to pytest).
Everything but system libraries goes to $CLINIC_KIOSK_HOME (default: ~/.cache/clinic-kiosk),
which may be deleted at any time. Needs Python 3.11 to 3.14; on Debian and Ubuntu, apt.
USAGE
}

# The cache folder; where the home is missing or not ours to write, a private one in the temporary folder.
choose_home() {
    home=${CLINIC_KIOSK_HOME:-}
    [ -n "$home" ] || home=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/clinic-kiosk
    if mkdir -p "$home" 2>/dev/null && [ -w "$home" ]; then
        home=$(cd "$home" && pwd -P)
        return 0
    fi
    [ -z "${CLINIC_KIOSK_HOME:-}" ] || stop "The folder CLINIC_KIOSK_HOME=$home can't be written."
    home=${TMPDIR:-/tmp}/clinic-kiosk-$(id -u)
    mkdir -m 700 "$home" 2>/dev/null || is_private "$home" ||
        stop "$home is not a private folder of yours. Remove it, or name another in CLINIC_KIOSK_HOME."
}

# Anyone may make a folder in /tmp: what lies in one that others can write would be run as this user.
is_private() {
    [ -n "$(find "$1" -prune -type d -user "$(id -u)" ! -perm -020 ! -perm -002 2>/dev/null)" ]
}

# Sets $python, and $key: names the environment that this checkout, its uv.lock and this Python need.
find_python() {
    found=
    for python in python3 python3.13 python3.12 python3.11 python3.14; do
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        case $version in 3.1[1-4]) read_python && return 0 ;; esac
        found="$found, $python is $version"
    done
    found=${found#, }
    stop "The kiosk needs Python 3.11 to 3.14 (found: ${found:-none}).
Debian 12 and Ubuntu 24.04 or newer have it: apt-get install python3 python3-venv
Ubuntu 22.04: apt-get install python3.11 python3.11-venv"
}

# The real interpreter behind a shim or a virtual environment: these come and go.
read_python() {
    set -- "$("$python" -c 'import hashlib, os, sys
with open(sys.argv[1], "rb") as lock: content = lock.read()
digest = hashlib.sha256(os.fsencode(sys.argv[1]) + content).hexdigest()
print(getattr(sys, "_base_executable", None) or sys.executable)
print("%d.%d.%d-%s-%s" % (*sys.version_info[:3], os.uname().machine, digest[:12]))' "$root/uv.lock")"
    python=${1%
*}
    key=${1##*
}
}

# Sets $uv to one that is new enough, or to nothing; $pip_from says how to get it then.
find_uv() {
    for uv in uv "${HOME:-/nonexistent}/.local/bin/uv" "$home/bin/uv"; do
        case $("$uv" --version 2>/dev/null) in
        "uv 0."[0-8].*) ;;
        "uv "[0-9]*) return 0 ;;
        esac
    done
    uv='' pip_from=venv
    if "$python" -m pip --version >/dev/null 2>&1; then
        pip_from=pip
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian packs it apart from python3
        venv_package=python${version}-venv
    fi
}

# The FHIR router that one test sends to. Sets $router where Node can run it, $npm where it must be fetched.
find_router() {
    router='' npm=''
    [ "$verb" = test ] && [ -f "$root/tests/router/package-lock.json" ] || return 0
    case $(node --version 2>/dev/null) in
    v1[89].* | v[2-9][0-9].*)
        router=$home/router-$(cksum <"$root/tests/router/package-lock.json" | tr ' ' -)
        ;;
    *) say "Without Node 18 or newer the test with a FHIR router is skipped." ;;
    esac
    [ -z "$router" ] || [ -d "$router" ] || npm=$(command -v npm) ||
        { say "Without npm the test with a FHIR router is skipped." && router=''; }
}

get_router() {
    rm -rf "$router.new" && mkdir "$router.new" && copy_router "$router.new" || return
    (cd "$router.new" && "$npm" ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
        --cache "$home/npm-cache") && mv "$router.new" "$router"
}

copy_router() {
    for file in "$root"/tests/router/*; do
        [ ! -f "$file" ] || cp "$file" "$1/"
    done
}

announce() {
    say "Getting the kiosk ready. This will be fetched, once:"
    [ -z "$keyring" ] || packages_mb=$((packages_mb + 22))
    [ -z "$venv_package" ] || packages_mb=$((packages_mb + 3))
    [ "$packages_mb" != 0 ] || packages_mb=1
    # shellcheck disable=SC2086 # lists of words
    [ -z "$packages$keyring$venv_package" ] ||
        say "  system packages, about $packages_mb MB:" $packages $keyring $venv_package
    [ -n "$uv" ] || say "  uv, which installs Python packages, about $UV_MB MB"
    if [ ! -e "$env/.ready" ]; then
        [ "$verb" = test ] && mb=$TEST_MB || mb=$RUN_MB
        say "  Python packages, most of it Qt, up to $mb MB, into $home"
    fi
    [ -z "$npm" ] || say "  with npm, a FHIR router for one test, about $ROUTER_MB MB"
}

# One bundle of certificates for pip and uv: the one given, else the system's, which knows a clinic's proxy.
trust() {
    bundle=${SSL_CERT_FILE:-${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}}
    [ ! -r "$bundle" ] || export SSL_CERT_FILE="$bundle" PIP_CERT="${PIP_CERT:-$bundle}"
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_QUIET=1 PIP_NO_CACHE_DIR=1
    export PIP_REQUIRE_VIRTUALENV=0 PIP_USER=0 # a developer's settings would stand in the way
    export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}"
    # the user's own cache, where there is one, spares the download
    [ -n "${UV_CACHE_DIR:-}" ] || [ -w "${HOME:-/nonexistent}/.cache/uv" ] || export UV_CACHE_DIR="$home/uv-cache"
}

get_uv() {
    rm -rf "$home/uv.new"
    if [ "$pip_from" = pip ]; then
        "$python" -m pip install --target "$home/uv.new" 'uv>=0.9,<1'
    else
        "$python" -m venv "$home/uv.new" && "$home/uv.new/bin/pip" install 'uv>=0.9,<1'
    fi || return
    mkdir -p "$home/bin" && mv -f "$home/uv.new/bin/uv" "$home/bin/uv" && rm -rf "$home/uv.new"
}

# The project is not built: a path file makes the checkout importable, in whatever surroundings a child has.
make_environment() {
    rm -rf "$env"
    [ "$verb" = test ] && group=--dev || group=--no-dev
    UV_PROJECT_ENVIRONMENT=$env "$uv" sync --project "$root" --frozen "$group" --no-install-project \
        --python "$python" &&
        printf '%s\n' "$root" >"$env/lib/python$version/site-packages/clinic-kiosk.pth" &&
        printf '#!/bin/sh\nunset PYTHONDONTWRITEBYTECODE\nexport PYTHONPYCACHEPREFIX="%s"\nexec "%s" -P -m kiosk "$@"\n' \
            "$home/pycache" "$env/bin/python" >"$env/bin/kiosk" &&
        chmod +x "$env/bin/kiosk" && : >"$env/.ready"
}

try_step() { # WORDS FOLDER COMMAND...
    words=$1 folder=$2 began=$(now) log=$home/bootstrap.log
    shift 2
    # in a shell of its own: a trap's words would go to the log as well
    if ("$@") >"$log" 2>&1 </dev/null; then
        say "  done: $words, $(megabytes "$folder") on disk, $(($(now) - began)) s"
    else
        tail -n 15 "$log" >&2
        say "Failed: $words (all it said is in $log)."
        return 1
    fi
}

step() { try_step "$@" || stop "The same command goes on from here."; }

# A sign of life every ten seconds. It must outlive nobody: its sleep does not hold our output open,
# it lets go of the lock, and ends with this shell ($$) however that ends.
tick() {
    exec 9>&-
    while sleep 10 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        say "  still at it, $(($(now) - started)) s, $(megabytes "$home") so far"
    done
}

# A lock the kernel drops by itself with the last process that holds it, apt or uv left behind included.
lock() {
    exec 9>"$home/lock"
    "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)' 2>/dev/null 9>&9 && return 0
    say "Another start is getting things ready; waiting for it."
    "$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' 2>/dev/null 9>&9 || true
    find_uv
    find_missing_libraries
}

end_tick() { [ -z "${ticker:-}" ] || kill "$ticker" 2>/dev/null || true; }

prepare() {
    started=$(now)
    check_may_install
    announce
    lock
    trap end_tick EXIT
    trap 'say "Stopped. The same command goes on from here."; exit 130' INT TERM HUP
    tick &
    ticker=$!
    trust
    [ -z "$venv_package" ] || install_packages venv "$venv_package" || exit 1
    # apt and uv fetch from different servers: together they take little longer than one
    # shellcheck disable=SC2086 # lists of words
    [ -z "$packages$keyring" ] || { install_packages libraries $packages $keyring & apt_job=$!; }
    [ -n "$uv" ] || { step uv "$home/bin" get_uv && uv=$home/bin/uv; }
    [ -e "$env/.ready" ] || step "Python packages" "$env" make_environment
    [ -z "$npm" ] || try_step "FHIR router" "$router" get_router || router=''
    [ -z "${apt_job:-}" ] || wait "$apt_job" || exit 1
    end_tick
    trap - EXIT INT TERM HUP
    exec 9>&-
    say "Ready after $(($(now) - started)) s."
}

# Qt and Python want UTF-8, and bytecode has a place of its own: the checkout may be read-only.
prepare_surroundings() {
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
    export PYTHONPYCACHEPREFIX="$home/pycache"
    unset PYTHONDONTWRITEBYTECODE # each start would compile Qt's bindings and all libraries anew
}

start_tests() {
    [ -z "$router" ] || { copy_router "$router" && export CLINIC_KIOSK_ROUTER="$router"; }
    export QT_QPA_PLATFORM=offscreen HYPOTHESIS_STORAGE_DIRECTORY="$home/hypothesis"
    export RUFF_CACHE_DIR="$home/ruff" MYPY_CACHE_DIR="$home/mypy"
    cd "$root"
    # on two cores at most: more would make the tests of time-outs wait for each other
    # a test that crashes ends the run, with its name: the others could wait for one another for ever
    [ "$(nproc 2>/dev/null || echo 1)" -lt 2 ] ||
        set -- -n 2 --dist loadfile --max-worker-restart 0 "$@"
    exec "$env/bin/python" -P -m pytest -o cache_dir="$home/pytest" "$@"
}

verb=${1:-}
case $verb in
demo | run | test | kiosk) shift ;;
-h | --help | help) usage; exit ;;
*) [ -z "$verb" ] || say "unknown: $verb"; usage >&2; exit 2 ;;
esac

on_display=${DISPLAY:-}
case "$verb $* " in
"kiosk run "*) ;;
test* | kiosk* | *" --robot "*) on_display='' ;;
esac
umask 022
unset PYTHONHOME PYTHONPATH # another project's
choose_home
find_python
[ "$verb" = test ] && env=$home/test-$key || env=$home/run-$key
[ -x "$env/bin/python" ] || rm -f "$env/.ready"
uv=- venv_package=''
[ -e "$env/.ready" ] || find_uv
find_missing_libraries
find_missing_keyring
find_router
if [ ! -e "$env/.ready" ] || [ -n "$packages$keyring$npm" ]; then prepare; fi

prepare_surroundings
[ "$verb" != test ] || start_tests "$@"
[ "$verb" = kiosk ] || set -- "$verb" "$@"
exec "$env/bin/python" -P -m kiosk "$@"
