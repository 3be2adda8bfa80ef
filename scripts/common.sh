# Shared by the scripts beside it: messages, system packages, the Swift toolchain, the Python environment.
# Source it; it changes to the project's root.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else die "this needs root: run as root, install sudo, or run yourself: $*"
    fi
}

# Tests whether a thing a package brings is there already, so that a machine that has it by other means is left alone.
has() {
    case "$1" in
        c++-headers) compgen -G '/usr/include/c++/*' >/dev/null ;;
        zlib-headers) [ -e /usr/include/zlib.h ] ;;
        sqlite-headers) [ -e /usr/include/sqlite3.h ] ;;
        vectorscan-headers) [ -e /usr/include/hs/hs.h ] ;;
        ca-certificates) [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] ;;
        fonts-noto-cjk) compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null ;;
        python-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
        swift-libraries) ! ldd "$(dirname "$(readlink -f "$(command -v swift)")")/swift-build" 2>/dev/null | grep -q 'not found' ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# The Debian and Ubuntu packages that bring a thing.
package_of() {
    case "$1" in
        c++-headers) echo g++ ;;
        zlib-headers) echo zlib1g-dev ;;
        sqlite-headers) echo libsqlite3-dev ;;
        vectorscan-headers) echo libvectorscan-dev ;;
        python-venv) echo python3-venv ;;
        objcopy) echo binutils ;;
        swift-libraries) echo libcurl4 libncurses6 libsqlite3-0 libxml2 tzdata ;;
        *) echo "$1" ;;
    esac
}

# need THING…: installs the packages of the things that are missing.
need() {
    local thing packages=()
    # shellcheck disable=SC2207
    for thing in "$@"; do has "$thing" || packages+=($(package_of "$thing")); done
    [ ${#packages[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "please install the equivalent of these Debian packages: ${packages[*]}"
    say "Installing ${packages[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    for thing in "$@"; do has "$thing" || die "installed $(package_of "$thing"), yet $thing is still missing"; done
}

# The lowest toolchain that builds the package, from the first line of the manifest.
need_swift() {
    local wanted found directory
    wanted=$(sed -n 's,^// swift-tools-version: *,,p' Package.swift)
    if ! command -v swift >/dev/null; then
        for directory in "$HOME/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin; do
            if [ -x "$directory/swift" ]; then PATH="$PATH:$directory"; break; fi
        done
    fi
    if ! command -v swift >/dev/null; then
        cat >&2 <<HELP
Kanmon is built with Swift $wanted or newer, and there is no 'swift' on this machine.

Get it with swiftly, Swift's own installer:

    curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz
    tar zxf swiftly-\$(uname -m).tar.gz
    ./swiftly init
    . ~/.local/share/swiftly/env.sh

or unpack a toolchain from https://www.swift.org/install/linux/ and put its usr/bin on PATH.
Then run the same command again.
HELP
        exit 1
    fi
    need swift-libraries
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ] ||
        die "Kanmon needs Swift $wanted or newer; this is ${found:-unknown}. See https://www.swift.org/install/linux/"
}

# What building needs beyond the toolchain: headers it compiles against, git and certificates to fetch dependencies.
need_build_tools() {
    need_swift
    need git ca-certificates c++-headers zlib-headers sqlite-headers vectorscan-headers
}

# Prometheus' own checker, from Debian's package of Prometheus: taken out of it, so that no server is installed and started.
fetch_promtool() {
    local directory="$PWD/.build/promtool"
    command -v promtool >/dev/null && return 0
    export PATH="$PATH:$directory/usr/bin"
    command -v promtool >/dev/null && return 0
    command -v apt-get >/dev/null || die "please install promtool, which comes with Prometheus"
    say "Fetching promtool"
    as_root apt-get update -qq
    rm -rf "$directory"
    mkdir -p "$directory"
    (cd "$directory" && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb . && rm prometheus_*.deb)
    command -v promtool >/dev/null || die "fetched Debian's package prometheus, yet promtool is still missing"
}

build_release() {
    say "Building .build/release/kanmon (the first time takes some minutes)"
    # The Swift runtime is linked in: one file to install, and its many small calls go straight there. Exclusive access to
    # memory is checked while the tests run (debug builds), not in every request. What a request calls stands side by side:
    # strewn over 40 MB it costs a tenth more (Docs/performance.md).
    swift build -c release --product kanmon --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked \
        -Xcc -ffunction-sections -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -use-ld=lld \
        -Xlinker "--symbol-ordering-file=$PWD/scripts/function-order.txt" -Xlinker --no-warn-symbol-ordering
}

# python_environment DIRECTORY REQUIREMENTS: a virtual environment that holds exactly those pinned packages.
python_environment() {
    local directory=$1 requirements=$2 stamp="$1/.requirements"
    need python3 python-venv
    if ! cmp -s "$requirements" "$stamp"; then
        say "Installing the Python packages of $requirements"
        rm -rf "$directory"
        python3 -m venv "$directory"
        "$directory/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
        cp "$requirements" "$stamp"
    fi
}
