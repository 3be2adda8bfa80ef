#include "CPriceCatalog.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char catalog[] = {
#embed "catalog.json"
};

const unsigned char *kanmon_price_catalog(void) {
    return catalog;
}

size_t kanmon_price_catalog_size(void) {
    return sizeof catalog;
}
