"""Lists, tuples and dicts that have themselves among their items, as after `losses.append(losses)`.

To look through one has no end. NumPy makes no array of it in any time, and no key stops it.
"""

from typing import Any


class _Itself:
    """Stands for such a thing among its own items, where it comes from another process."""


ITSELF = _Itself()


def holds_itself(value: Any, around: tuple[Any, ...] = ()) -> bool:
    """Whether a list, tuple or dict has itself as an item, or as an item of an item.

    Args:
        value: what came. Not changed.
        around: what it is in.
    """
    if type(value) not in (list, tuple, dict):
        return value is ITSELF
    items = value.values() if type(value) is dict else value
    return is_one_of(value, around) or any(holds_itself(item, (*around, value)) for item in items)


def is_one_of(value: Any, others: tuple[Any, ...]) -> bool:
    """Whether `value` is one of the `others`, and not merely equal to it."""
    return any(value is other for other in others)
