#ifndef KANMON_PRICE_CATALOG_H
#define KANMON_PRICE_CATALOG_H

#include <stddef.h>

/// The built-in price catalogue: a document in the format `kanmon-prices/1` (Docs/prices.md), for as long as the process
/// lives. Not terminated by a zero.
const unsigned char *kanmon_price_catalog(void);

/// How many bytes the catalogue has.
size_t kanmon_price_catalog_size(void);

#endif
