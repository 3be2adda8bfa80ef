#include "CNameLists.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char surnames[] = {
#embed "lists/surnames.txt"
};
static const unsigned char ambiguous_surnames[] = {
#embed "lists/ambiguous-surnames.txt"
};
static const unsigned char given_names[] = {
#embed "lists/given-names.txt"
};
static const unsigned char cities[] = {
#embed "lists/cities.txt"
};
static const unsigned char wards[] = {
#embed "lists/wards.txt"
};
static const unsigned char romaji_surnames[] = {
#embed "lists/romaji-surnames.txt"
};
static const unsigned char romaji_given_names[] = {
#embed "lists/romaji-given-names.txt"
};
static const unsigned char western_given_names[] = {
#embed "lists/western-given-names.txt"
};
static const unsigned char katakana_given_names[] = {
#embed "lists/katakana-given-names.txt"
};
static const unsigned char western_surnames[] = {
#embed "lists/western-surnames.txt"
};
static const unsigned char katakana_surnames[] = {
#embed "lists/katakana-surnames.txt"
};
static const unsigned char katakana_things[] = {
#embed "lists/katakana-things.txt"
};

#define LIST(name) { name, sizeof name }

kanmon_name_list kanmon_name_list_of(kanmon_name_list_kind kind) {
    static const kanmon_name_list lists[] = {
        LIST(surnames),
        LIST(ambiguous_surnames),
        LIST(given_names),
        LIST(cities),
        LIST(wards),
        LIST(romaji_surnames),
        LIST(romaji_given_names),
        LIST(western_given_names),
        LIST(katakana_given_names),
        LIST(western_surnames),
        LIST(katakana_surnames),
        LIST(katakana_things),
    };
    if ((size_t)kind < sizeof lists / sizeof lists[0]) return lists[kind];
    return (kanmon_name_list){0, 0};
}
