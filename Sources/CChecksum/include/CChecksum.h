#ifndef KANMON_CCHECKSUM_H
#define KANMON_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Whether the processor has an instruction for CRC-32C (SSE 4.2, or ARMv8's CRC extension where the build asks for it).
_Bool kanmon_has_crc32c(void);

/// The checksum CRC-32C (RFC 3720 §B.4) by that instruction; only where ``kanmon_has_crc32c`` says so.
/// - Parameters:
///   - state: all ones, or what an earlier call returned for the bytes before these.
///   - bytes: `count` bytes.
/// - Returns: the state; its complement is the checksum.
uint32_t kanmon_crc32c(uint32_t state, const uint8_t *bytes, size_t count);

#endif
