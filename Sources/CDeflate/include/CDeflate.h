#ifndef KANMON_CDEFLATE_H
#define KANMON_CDEFLATE_H

#include <stddef.h>
#include <stdint.h>

/// A stream of gzip (RFC 1952) that is being written.
typedef struct kanmon_gzip kanmon_gzip;

/// Begins a stream.
/// - Parameter level: from 1, the quickest, to 9, the smallest.
/// - Returns: the stream; null where there is no memory for it.
kanmon_gzip *kanmon_gzip_begin(int level);

/// Compresses some bytes. To be called again, with what is left of them, until `produced` stays below `room`.
/// - Parameters:
///   - bytes: `count` bytes; how many were taken is in `taken` then.
///   - is_last: whether nothing comes behind these bytes.
///   - out: has room for `room` bytes; how many were written is in `produced` then.
/// - Returns: whether that was possible.
_Bool kanmon_gzip_add(kanmon_gzip *stream, const uint8_t *bytes, uint32_t count, _Bool is_last, uint32_t *taken,
                      uint8_t *out, uint32_t room, uint32_t *produced);

/// Lets go of a stream.
void kanmon_gzip_end(kanmon_gzip *stream);

#endif
