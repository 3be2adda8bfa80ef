// Made by scripts/dashboard-assets.sh from the files in web/: run it when one is added, renamed or removed.

#include "CDashboardAssets.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char file_0[] = {
#embed "web/index.html"
};

static const struct kanmon_dashboard_asset files[] = {
    {"index.html", file_0, sizeof file_0},
};

const struct kanmon_dashboard_asset *kanmon_dashboard_assets(void) {
    return files;
}

size_t kanmon_dashboard_asset_count(void) {
    return sizeof files / sizeof *files;
}
