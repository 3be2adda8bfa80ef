#ifndef KANMON_INJECTION_MODEL_H
#define KANMON_INJECTION_MODEL_H

#include <stddef.h>

/// The rules of the injection score in their text form (Sources/Guardrails/Injection/InjectionRuleList.swift says which), for
/// as long as the process lives. Not terminated by a zero.
const unsigned char *kanmon_injection_rules(void);

/// How many bytes the rules have.
size_t kanmon_injection_rules_size(void);

/// The weights of the n-gram model, made by scripts/train-injection.py.
const unsigned char *kanmon_injection_weights(void);

/// How many bytes the weights have.
size_t kanmon_injection_weights_size(void);

#endif
