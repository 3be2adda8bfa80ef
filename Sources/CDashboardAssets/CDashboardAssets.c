// Made by scripts/dashboard-assets.sh from the files in web/: run it when one is added, renamed or removed.

#include "CDashboardAssets.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char file_0[] = {
#embed "web/app.css"
};

static const unsigned char file_1[] = {
#embed "web/app.js"
};

static const unsigned char file_2[] = {
#embed "web/charts/figure.js"
};

static const unsigned char file_3[] = {
#embed "web/charts/heat.js"
};

static const unsigned char file_4[] = {
#embed "web/charts/meter.js"
};

static const unsigned char file_5[] = {
#embed "web/charts/rank.js"
};

static const unsigned char file_6[] = {
#embed "web/charts/scale.js"
};

static const unsigned char file_7[] = {
#embed "web/charts/spark.js"
};

static const unsigned char file_8[] = {
#embed "web/charts/time.js"
};

static const unsigned char file_9[] = {
#embed "web/charts/waterfall.js"
};

static const unsigned char file_10[] = {
#embed "web/core/api.js"
};

static const unsigned char file_11[] = {
#embed "web/core/dom.js"
};

static const unsigned char file_12[] = {
#embed "web/core/format.js"
};

static const unsigned char file_13[] = {
#embed "web/core/i18n.js"
};

static const unsigned char file_14[] = {
#embed "web/core/live.js"
};

static const unsigned char file_15[] = {
#embed "web/core/names.js"
};

static const unsigned char file_16[] = {
#embed "web/core/rights.js"
};

static const unsigned char file_17[] = {
#embed "web/core/router.js"
};

static const unsigned char file_18[] = {
#embed "web/core/state.js"
};

static const unsigned char file_19[] = {
#embed "web/icon.svg"
};

static const unsigned char file_20[] = {
#embed "web/index.html"
};

static const unsigned char file_21[] = {
#embed "web/locales/en.json"
};

static const unsigned char file_22[] = {
#embed "web/locales/ja.json"
};

static const unsigned char file_23[] = {
#embed "web/pages/alert-channels.js"
};

static const unsigned char file_24[] = {
#embed "web/pages/alert-rules.js"
};

static const unsigned char file_25[] = {
#embed "web/pages/alerts.js"
};

static const unsigned char file_26[] = {
#embed "web/pages/audit.js"
};

static const unsigned char file_27[] = {
#embed "web/pages/budgets.js"
};

static const unsigned char file_28[] = {
#embed "web/pages/cache.js"
};

static const unsigned char file_29[] = {
#embed "web/pages/cost.js"
};

static const unsigned char file_30[] = {
#embed "web/pages/groups.js"
};

static const unsigned char file_31[] = {
#embed "web/pages/guardrails.js"
};

static const unsigned char file_32[] = {
#embed "web/pages/keys-list.js"
};

static const unsigned char file_33[] = {
#embed "web/pages/keys.js"
};

static const unsigned char file_34[] = {
#embed "web/pages/limits.js"
};

static const unsigned char file_35[] = {
#embed "web/pages/models.js"
};

static const unsigned char file_36[] = {
#embed "web/pages/overview.js"
};

static const unsigned char file_37[] = {
#embed "web/pages/people.js"
};

static const unsigned char file_38[] = {
#embed "web/pages/playground.js"
};

static const unsigned char file_39[] = {
#embed "web/pages/report.js"
};

static const unsigned char file_40[] = {
#embed "web/pages/requests.js"
};

static const unsigned char file_41[] = {
#embed "web/pages/settings.js"
};

static const unsigned char file_42[] = {
#embed "web/pages/sign-in.js"
};

static const unsigned char file_43[] = {
#embed "web/pages/story.js"
};

static const unsigned char file_44[] = {
#embed "web/parts/badge.js"
};

static const unsigned char file_45[] = {
#embed "web/parts/copy.js"
};

static const unsigned char file_46[] = {
#embed "web/parts/dialog.js"
};

static const unsigned char file_47[] = {
#embed "web/parts/download.js"
};

static const unsigned char file_48[] = {
#embed "web/parts/filters.js"
};

static const unsigned char file_49[] = {
#embed "web/parts/icon.js"
};

static const unsigned char file_50[] = {
#embed "web/parts/menu.js"
};

static const unsigned char file_51[] = {
#embed "web/parts/notice.js"
};

static const unsigned char file_52[] = {
#embed "web/parts/page-of.js"
};

static const unsigned char file_53[] = {
#embed "web/parts/panel.js"
};

static const unsigned char file_54[] = {
#embed "web/parts/range.js"
};

static const unsigned char file_55[] = {
#embed "web/parts/table.js"
};

static const unsigned char file_56[] = {
#embed "web/parts/tabs.js"
};

static const unsigned char file_57[] = {
#embed "web/parts/toast.js"
};

static const unsigned char file_58[] = {
#embed "web/shell.js"
};

static const unsigned char file_59[] = {
#embed "web/theme.js"
};

static const struct kanmon_dashboard_asset files[] = {
    {"app.css", file_0, sizeof file_0},
    {"app.js", file_1, sizeof file_1},
    {"charts/figure.js", file_2, sizeof file_2},
    {"charts/heat.js", file_3, sizeof file_3},
    {"charts/meter.js", file_4, sizeof file_4},
    {"charts/rank.js", file_5, sizeof file_5},
    {"charts/scale.js", file_6, sizeof file_6},
    {"charts/spark.js", file_7, sizeof file_7},
    {"charts/time.js", file_8, sizeof file_8},
    {"charts/waterfall.js", file_9, sizeof file_9},
    {"core/api.js", file_10, sizeof file_10},
    {"core/dom.js", file_11, sizeof file_11},
    {"core/format.js", file_12, sizeof file_12},
    {"core/i18n.js", file_13, sizeof file_13},
    {"core/live.js", file_14, sizeof file_14},
    {"core/names.js", file_15, sizeof file_15},
    {"core/rights.js", file_16, sizeof file_16},
    {"core/router.js", file_17, sizeof file_17},
    {"core/state.js", file_18, sizeof file_18},
    {"icon.svg", file_19, sizeof file_19},
    {"index.html", file_20, sizeof file_20},
    {"locales/en.json", file_21, sizeof file_21},
    {"locales/ja.json", file_22, sizeof file_22},
    {"pages/alert-channels.js", file_23, sizeof file_23},
    {"pages/alert-rules.js", file_24, sizeof file_24},
    {"pages/alerts.js", file_25, sizeof file_25},
    {"pages/audit.js", file_26, sizeof file_26},
    {"pages/budgets.js", file_27, sizeof file_27},
    {"pages/cache.js", file_28, sizeof file_28},
    {"pages/cost.js", file_29, sizeof file_29},
    {"pages/groups.js", file_30, sizeof file_30},
    {"pages/guardrails.js", file_31, sizeof file_31},
    {"pages/keys-list.js", file_32, sizeof file_32},
    {"pages/keys.js", file_33, sizeof file_33},
    {"pages/limits.js", file_34, sizeof file_34},
    {"pages/models.js", file_35, sizeof file_35},
    {"pages/overview.js", file_36, sizeof file_36},
    {"pages/people.js", file_37, sizeof file_37},
    {"pages/playground.js", file_38, sizeof file_38},
    {"pages/report.js", file_39, sizeof file_39},
    {"pages/requests.js", file_40, sizeof file_40},
    {"pages/settings.js", file_41, sizeof file_41},
    {"pages/sign-in.js", file_42, sizeof file_42},
    {"pages/story.js", file_43, sizeof file_43},
    {"parts/badge.js", file_44, sizeof file_44},
    {"parts/copy.js", file_45, sizeof file_45},
    {"parts/dialog.js", file_46, sizeof file_46},
    {"parts/download.js", file_47, sizeof file_47},
    {"parts/filters.js", file_48, sizeof file_48},
    {"parts/icon.js", file_49, sizeof file_49},
    {"parts/menu.js", file_50, sizeof file_50},
    {"parts/notice.js", file_51, sizeof file_51},
    {"parts/page-of.js", file_52, sizeof file_52},
    {"parts/panel.js", file_53, sizeof file_53},
    {"parts/range.js", file_54, sizeof file_54},
    {"parts/table.js", file_55, sizeof file_55},
    {"parts/tabs.js", file_56, sizeof file_56},
    {"parts/toast.js", file_57, sizeof file_57},
    {"shell.js", file_58, sizeof file_58},
    {"theme.js", file_59, sizeof file_59},
};

const struct kanmon_dashboard_asset *kanmon_dashboard_assets(void) {
    return files;
}

size_t kanmon_dashboard_asset_count(void) {
    return sizeof files / sizeof *files;
}
