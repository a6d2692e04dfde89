# System libraries: which are missing, and how apt brings them. Read by bootstrap.sh, whose `say`, `stop`
# and variables it uses.
# shellcheck shell=sh disable=SC2154 # those variables

# soname:Debian package:MB to fetch on a bare Debian 12, with what it pulls in
QT_LIBRARIES="libglib-2.0.so.0:libglib2.0-0:1 libstdc++.so.6:libstdc++6:1 libgcc_s.so.1:libgcc-s1:1
libz.so.1:zlib1g:1 libzstd.so.1:libzstd1:1 libbrotlidec.so.1:libbrotli1:1
libgssapi_krb5.so.2:libgssapi-krb5-2:1 libdbus-1.so.3:libdbus-1-3:1 libX11.so.6:libx11-6:2
libEGL.so.1:libegl1:2 libGL.so.1:libgl1:46 libfontconfig.so.1:libfontconfig1:2
libfreetype.so.6:libfreetype6:1 libxkbcommon.so.0:libxkbcommon0:1"
X11_LIBRARIES="libX11-xcb.so.1:libx11-xcb1:0 libxcb.so.1:libxcb1:0 libxcb-cursor.so.0:libxcb-cursor0:0
libxcb-icccm.so.4:libxcb-icccm4:0 libxcb-image.so.0:libxcb-image0:0 libxcb-keysyms.so.1:libxcb-keysyms1:0
libxcb-randr.so.0:libxcb-randr0:0 libxcb-render-util.so.0:libxcb-render-util0:0
libxcb-render.so.0:libxcb-render0:0 libxcb-shape.so.0:libxcb-shape0:0 libxcb-shm.so.0:libxcb-shm0:0
libxcb-sync.so.1:libxcb-sync1:0 libxcb-util.so.1:libxcb-util1:0 libxcb-xfixes.so.0:libxcb-xfixes0:0
libxcb-xkb.so.1:libxcb-xkb1:0 libxkbcommon-x11.so.0:libxkbcommon-x11-0:0"

# Sets $packages and $packages_mb: the Debian names of the libraries that can't be loaded.
# Asked of the loader and not of dpkg: a library is as good from elsewhere.
find_missing_libraries() {
    packages='' packages_mb=0
    [ "$(uname -s)" = Linux ] || return 0
    wanted=$QT_LIBRARIES
    [ -z "$on_display" ] || wanted="$wanted $X11_LIBRARIES"
    # shellcheck disable=SC2086 # a list of words
    missing=$("$python" -ISc 'import ctypes, sys
for word in sys.argv[1:]:
    try: ctypes.CDLL(word.split(":")[0])
    except OSError: print(word)' $wanted)
    for word in $missing; do
        package=${word#*:}
        packages="$packages ${package%:*}"
        packages_mb=$((packages_mb + ${package#*:}))
    done
}

# The tests of the real key store want a session bus and a Secret Service; without, they are skipped.
# dbus-x11 and not dbus: on a bare system the latter would bring systemd with it.
find_missing_keyring() {
    keyring=''
    [ "$verb" = test ] && [ "$(uname -s)" = Linux ] || return 0
    command -v dbus-run-session >/dev/null || keyring=dbus-x11
    command -v gnome-keyring-daemon >/dev/null || keyring="$keyring gnome-keyring"
    if [ -n "$keyring" ] && ! may_install; then
        say "Without$(printf ' %s' "$keyring") the tests with a real key store are skipped."
        keyring=''
    fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# Stops with the words that help where system packages are missing and this user may not install them.
check_may_install() {
    [ -n "$packages$venv_package" ] || return 0
    command -v apt-get >/dev/null ||
        stop "There is no apt here. Install by hand what these Debian packages hold, then start again:
 $packages $venv_package"
    # shellcheck disable=SC2046,SC2086 # lists of words
    may_install ||
        stop "Installing system packages needs root. Run this as root (or with sudo in front), then start again:
  apt-get install --no-install-recommends -y" $(apt_names $packages $venv_package)
}

# Newer releases renamed some libraries for their 64-bit time (libglib2.0-0t64): asks which name exists.
apt_names() {
    renamed=$(apt-cache pkgnames lib 2>/dev/null | grep 't64$' || true)
    for name in "$@"; do
        ! printf '%s\n' "$renamed" | grep -qx "${name}t64" || name=${name}t64
        printf '%s ' "$name"
    done
}

as_root() {
    [ "$(id -u)" = 0 ] || set -- sudo -n "$@"
    "$@"
}

apt_get() {
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# The package lists may be absent or old, an earlier run may have been cut: then mend and try once more.
# shellcheck disable=SC2046 # lists of words
apt_install() {
    apt_get install --no-install-recommends $(apt_names "$@") && return 0
    as_root dpkg --configure -a || true
    apt_get update || true
    apt_get install --no-install-recommends $(apt_names "$@")
}

install_packages() { # WORDS PACKAGE...
    words=$1 began=$(now) log=$home/apt-$1.log
    shift
    if apt_install "$@" >"$log" 2>&1 9>&-; then
        fetched=$(sed -n 's/^Need to get \(.*\) of archives.*/, \1/p' "$log" | tail -n 1)
        say "  done: system packages ($words)$fetched, $(($(now) - began)) s"
    else
        tail -n 15 "$log" >&2
        say "apt could not install: $* (all it said is in $log)"
        return 1
    fi
}
