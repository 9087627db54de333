"""Arguments that a student's code changed in place are changed on the referee's side, too; arrays are shared anyway."""

from typing import Any

import numpy as np

_MOST_SPAWNED = 1000  # generators made of another one in one call


def update(old: Any, new: Any) -> None:
    """Make arguments what the student's code made of them; what is no list, dict or generator is left as it is.

    Args:
        old: the arguments, in lists, tuples and dicts. What is in them is changed in place.
        new: the same as they are now in the student's process. Not changed, and a part of `old` from now on.
    """
    if type(old) is not type(new):
        return
    if type(old) is np.random.Generator:
        if old.bit_generator.state["state"]["inc"] != new.bit_generator.state["state"]["inc"]:
            return  # another one, which no draw makes of it
        old.bit_generator.state = new.bit_generator.state
        before: Any = old.bit_generator.seed_seq
        after: Any = new.bit_generator.seed_seq
        before.spawn(min(max(after.n_children_spawned - before.n_children_spawned, 0), _MOST_SPAWNED))
    if type(old) in (list, tuple):
        for one, other in zip(old, new, strict=False):
            update(one, other)
    if type(old) is list:
        merged = [
            one if _is_container(one) and type(one) is type(other) else other
            for one, other in zip(old, new, strict=False)
        ]
        old[:] = [*merged, *new[len(old) :]]
    elif type(old) is dict:
        for key, other in new.items():
            if key in old and _is_container(old[key]) and type(old[key]) is type(other):
                update(old[key], other)
            else:
                old[key] = other
        for key in [key for key in old if key not in new]:
            del old[key]
        if list(old) != list(new):
            ordered = {key: old[key] for key in new}
            old.clear()
            old.update(ordered)


def _is_container(value: Any) -> bool:
    return type(value) in (list, dict)
