#include "CChecksum.h"

#include <string.h>

#if defined(__x86_64__)

_Bool kanmon_has_crc32c(void) { return __builtin_cpu_supports("sse4.2"); }

__attribute__((target("sse4.2"))) uint32_t kanmon_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    uint64_t value = state;
    for (; count >= 8; count -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        value = __builtin_ia32_crc32di(value, word);
    }
    uint32_t rest = (uint32_t)value;
    for (; count > 0; count--, bytes++) rest = __builtin_ia32_crc32qi(rest, *bytes);
    return rest;
}

#elif defined(__ARM_FEATURE_CRC32)

#include <arm_acle.h>

_Bool kanmon_has_crc32c(void) { return 1; }

uint32_t kanmon_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    for (; count >= 8; count -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        state = __crc32cd(state, word);
    }
    for (; count > 0; count--, bytes++) state = __crc32cb(state, *bytes);
    return state;
}

#else

_Bool kanmon_has_crc32c(void) { return 0; }

uint32_t kanmon_crc32c(uint32_t state, const uint8_t *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return state;
}

#endif
