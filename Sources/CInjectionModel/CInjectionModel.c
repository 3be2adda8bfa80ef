#include "CInjectionModel.h"

#if defined(__clang__)
// Compilers before C23 became the default know #embed and say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

static const unsigned char rules[] = {
#embed "rules.txt"
};

static const unsigned char weights[] = {
#embed "weights.bin"
};

const unsigned char *kanmon_injection_rules(void) {
    return rules;
}

size_t kanmon_injection_rules_size(void) {
    return sizeof rules;
}

const unsigned char *kanmon_injection_weights(void) {
    return weights;
}

size_t kanmon_injection_weights_size(void) {
    return sizeof weights;
}
