#ifndef KANMON_NAME_LISTS_H
#define KANMON_NAME_LISTS_H

#include <stddef.h>

/// The built-in lists of names, each words in UTF-8 between white space.
typedef enum kanmon_name_list_kind {
    /// Japanese surnames as they are written, roughly by how common they are.
    kanmon_name_list_surnames,
    /// Words that are surnames and places or ordinary words too: alone they tell nothing.
    kanmon_name_list_ambiguous_surnames,
    /// Japanese given names as they are written.
    kanmon_name_list_given_names,
    /// Japan's cities without their ending.
    kanmon_name_list_cities,
    /// The wards of Tokyo and of the designated cities without their ending.
    kanmon_name_list_wards,
    /// Japanese surnames in Hepburn's romanisation, long vowels short.
    kanmon_name_list_romaji_surnames,
    /// Japanese given names in the same.
    kanmon_name_list_romaji_given_names,
    /// Given names of other languages in Latin letters.
    kanmon_name_list_western_given_names,
    /// Given names of other languages in katakana.
    kanmon_name_list_katakana_given_names,
    /// Surnames of other languages in Latin letters without accents.
    kanmon_name_list_western_surnames,
    /// Surnames of other languages in katakana.
    kanmon_name_list_katakana_surnames,
    /// Companies, countries, trades and other words in katakana that are nobody's name.
    kanmon_name_list_katakana_things,
} kanmon_name_list_kind;

/// Bytes that live as long as the process, not terminated by a zero.
typedef struct kanmon_name_list {
    const unsigned char *bytes;
    size_t count;
} kanmon_name_list;

/// A list by its kind.
kanmon_name_list kanmon_name_list_of(kanmon_name_list_kind kind);

#endif
