#!/bin/sh
# The system's libraries that Qt and its plugins are linked to, by the names this release has for them:
#   libglib2.0-0, libegl1, …   (Ubuntu 24.04: libglib2.0-0t64, …)
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=packaging/system.sh
. "$here/../system.sh"

# shellcheck disable=SC2086 # lists of words
names=$(printf '%s\n' $QT_LIBRARIES $X11_LIBRARIES | cut -d: -f2)
# Wayland; reading aloud and films (libspeechd2, libpulse0); printing.
# shellcheck disable=SC2086 # lists of words
apt_names $names libwayland-client0 libwayland-cursor0 libwayland-egl1 libspeechd2 libpulse0 libcups2 |
    sed 's/ *$//; s/ /, /g'
