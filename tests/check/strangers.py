"""Things that act like numbers, texts or sequences, and are none."""

import warnings

import numpy as np
import pandas as pd


class Liar:
    """Says yes to everything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        return 5.0

    def __array__(self, *args, **options):
        return np.array(5.0)

    def __call__(self):
        return 5.0

    def __len__(self):
        return 1

    def __repr__(self):
        raise RuntimeError("asked a liar")

    @property
    def __class__(self):
        return float


class LyingFloat(float):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __array__ = Liar.__array__


class LyingNumPyFloat(np.float64):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __array__ = Liar.__array__


class LyingArray(np.ndarray):
    __eq__ = Liar.__eq__
    __array__ = Liar.__array__


class LyingInt(int):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__


class LyingTuple(tuple):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __slots__ = ()


class LyingList(list):
    _fields = ("x",)
    __eq__ = Liar.__eq__


class LyingText(str):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__


def numpy_matrix():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        return np.matrix([[5.0]])


STRANGE = {
    "Liar": Liar(),
    "LyingFloat": LyingFloat(5.0),
    "LyingNumPyFloat": LyingNumPyFloat(5.0),
    "LyingInt": LyingInt(5),
    "LyingList": LyingList([5.0]),
    "LyingTuple": LyingTuple([5.0]),
    "LyingArray": np.array([5.0]).view(LyingArray),
    "matrix": numpy_matrix(),
    "MaskedArray": np.ma.masked_array([5.0]),
    "Series": pd.Series([5.0]),
    "DataFrame": pd.DataFrame({"a": [5.0]}),
    "Index": pd.Index([5.0]),
    "generator": (x for x in [5.0]),
    "range": range(5, 6),
    "set": {5.0},
    "dict": {0: 5.0},
    "str": "5",
    "bytes": b"5",
    "bool": True,
    "complex": 5 + 0j,
    "memoryview": memoryview(np.array([5.0])),
    "void": np.void(b"5"),
    "datetime64": np.datetime64(5, "D"),
    "type": LyingFloat,
    "tuple": (5.0,),
    "list": [5.0],
    "function": np.sum,
}
