"""Names of models with faults."""

import itertools

_numbers = itertools.count(1)


def fault_model(provider, fault):
    """A model of a provider that misbehaves, under a name nobody has used before: the gateway remembers how a target did and
    would leave one alone that failed a few times."""
    return f"{provider}/{fault}@{next(_numbers)}"
