#ifndef KANMON_CVECTORSCAN_H
#define KANMON_CVECTORSCAN_H

#include <hs/hs.h>

#endif
