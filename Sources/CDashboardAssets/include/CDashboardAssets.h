#ifndef KANMON_DASHBOARD_ASSETS_H
#define KANMON_DASHBOARD_ASSETS_H

#include <stddef.h>

/// A file of the dashboard, for as long as the process lives.
struct kanmon_dashboard_asset {
    /// Its path below `web/`: `js/charts.js`.
    const char *name;
    /// Its content, not terminated by a zero.
    const unsigned char *bytes;
    /// How many bytes it has.
    size_t size;
};

/// All files of the dashboard, sorted by name.
const struct kanmon_dashboard_asset *kanmon_dashboard_assets(void);

/// How many there are.
size_t kanmon_dashboard_asset_count(void);

#endif
