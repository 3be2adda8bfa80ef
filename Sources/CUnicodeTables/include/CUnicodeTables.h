#ifndef KANMON_UNICODE_TABLES_H
#define KANMON_UNICODE_TABLES_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// What normalisation needs to know about one code point (Unicode Standard Annex 15).
struct kanmon_unicode_record {
    /// Where its full compatibility decomposition begins among the code points of `kanmon_unicode_decompositions`.
    uint16_t decomposition;
    /// Where its normal form with folded digits and hyphens begins among the bytes of `kanmon_unicode_texts`.
    uint16_t text;
    /// How many code points it decomposes into; 0 where it does not.
    uint8_t decomposition_count;
    /// How many bytes its folded normal form has.
    uint8_t text_count;
    /// Its canonical combining class.
    uint8_t combining_class;
    /// Bits of `KANMON_UNICODE_…`.
    uint8_t flags;
};

enum {
    /// It may combine with what stands before it.
    KANMON_UNICODE_JOINS_BEFORE = 1,
    /// It is invisible and dropped.
    KANMON_UNICODE_INVISIBLE = 2,
    /// What becomes of it depends on its neighbours: kanji digits, the long mark, circled numbers.
    KANMON_UNICODE_CONTEXTUAL = 4,
};

/// A pair of code points and what they compose to.
struct kanmon_unicode_composition {
    uint32_t first;
    uint32_t second;
    uint32_t composed;
};

/// A code point and the one that stands for it where looks alone count.
struct kanmon_unicode_likeness {
    uint32_t from;
    uint32_t to;
};

/// For each block of 128 code points up to U+10FFFF, the number of its block in `kanmon_unicode_records_of_blocks`.
const uint16_t *kanmon_unicode_blocks(void);

/// The numbers of records, 128 for each block.
const uint16_t *kanmon_unicode_records_of_blocks(void);

/// The records. Those below `kanmon_unicode_first_changing` are of code points that are their own normal form when they
/// stand alone and that join nothing before them; number 0 has no properties at all.
const struct kanmon_unicode_record *kanmon_unicode_records(void);

/// The number of the first record whose code points may change.
uint16_t kanmon_unicode_first_changing(void);

/// The code points of decompositions.
const uint32_t *kanmon_unicode_decompositions(void);

/// The bytes of folded normal forms, UTF-8.
const uint8_t *kanmon_unicode_texts(void);

/// Primary composites, in the order of their pairs.
const struct kanmon_unicode_composition *kanmon_unicode_compositions(void);

/// How many primary composites there are.
size_t kanmon_unicode_composition_count(void);

/// Look-alikes and letters without their case and marks, in the order of code points.
const struct kanmon_unicode_likeness *kanmon_unicode_likenesses(void);

/// How many look-alikes there are.
size_t kanmon_unicode_likeness_count(void);

#pragma clang assume_nonnull end

#endif
