#!/usr/bin/env bash
# Writes the list of the dashboard's files, which the compiler embeds: Sources/CDashboardAssets/CDashboardAssets.c is made
# from the files in web/ beside it. With --check nothing is written, and a list that is not up to date is an error.
source "$(dirname "$0")/common.sh"

folder=Sources/CDashboardAssets
list=$folder/CDashboardAssets.c

files() { (cd "$folder/web" && find . -type f -not -name '.*' | sed 's,^\./,,' | LC_ALL=C sort); }

write() {
    local name number=0
    cat <<'HEAD'
// Made by scripts/dashboard-assets.sh from the files in web/: run it when one is added, renamed or removed.

#include "CDashboardAssets.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif
HEAD
    while IFS= read -r name; do
        [[ "$name" =~ ^[a-z0-9][a-z0-9._/-]*$ ]] || die "a file of the dashboard may be named by a-z, 0-9, '.', '_' and '-' only: $name"
        [ -s "$folder/web/$name" ] || die "a file of the dashboard is empty: $name"
        printf '\nstatic const unsigned char file_%d[] = {\n#embed "web/%s"\n};\n' "$number" "$name"
        number=$((number + 1))
    done < <(files)
    printf '\nstatic const struct kanmon_dashboard_asset files[] = {\n'
    number=0
    while IFS= read -r name; do
        printf '    {"%s", file_%d, sizeof file_%d},\n' "$name" "$number" "$number"
        number=$((number + 1))
    done < <(files)
    cat <<'TAIL'
};

const struct kanmon_dashboard_asset *kanmon_dashboard_assets(void) {
    return files;
}

size_t kanmon_dashboard_asset_count(void) {
    return sizeof files / sizeof *files;
}
TAIL
}

made=$(write)
case "${1:-}" in
    --check) [ "$made" = "$(cat "$list")" ] || die "$list is not up to date: run scripts/dashboard-assets.sh" ;;
    '') printf '%s\n' "$made" >"$list" ;;
    *) die "usage: scripts/dashboard-assets.sh [--check]" ;;
esac
