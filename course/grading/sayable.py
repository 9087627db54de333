"""Which error messages of a student's code may be shown where a test gave it secret values.

A student can raise any text, and put into it what a hidden test passed. So a message is shown only if it reads as one
of Python's or NumPy's own, with nothing in it but sizes and names that the student's notebook has.
"""

import builtins
import keyword
import re
from collections.abc import Iterable, Set

from course.grading.wire.messages import WORD

_SIZE, _SHAPE, _NAME = r"-?\d{1,4}", r"\([\d, ]{0,20}\)", r"\w{1,40}"
_TYPES = frozenset(name for name, kind in vars(builtins).items() if isinstance(kind, type)) | {
    "NoneType", "function", "method", "builtin_function_or_method", "ndarray", "numpy", "str_", "float64", "int64",
}  # fmt: skip
_MESSAGES = [
    re.compile(
        pattern.replace("SIZE", _SIZE)
        .replace("SHAPES", rf"{_SHAPE}(?: {_SHAPE}){{1,3}} ?")
        .replace("SHAPE", _SHAPE)
        # Of every name in a message it is looked up whether it may be shown.
        .replace("NAME", rf"({_NAME})")
    )
    for pattern in (
        r"matmul: Input operand \d has a mismatch in its core dimension \d, with gufunc signature [\w?,()>-]{1,40} "
        r"\(size SIZE is different from SIZE\)",
        r"matmul: Input operand \d does not have enough dimensions \(has \d, gufunc core with signature "
        r"[\w?,()>-]{1,40} requires \d\)",
        r"operands could not be broadcast together with (?:remapped )?shapes SHAPES",
        r"non-broadcastable output operand with shape SHAPE doesn't match the broadcast shape SHAPE",
        r"could not broadcast input array from shape SHAPE into shape SHAPE",
        r"shapes SHAPE and SHAPE not aligned: SIZE \(dim \d\) != SIZE \(dim \d\)",
        r"cannot reshape array of size SIZE into shape SHAPE",
        r"axis \d is out of bounds for array of dimension \d",
        r"index SIZE is out of bounds for axis \d with size SIZE",
        r"too many indices for array: array is \d-dimensional, but \d were indexed",
        r"invalid index to scalar variable\.",
        r"(?:list|tuple|string) index out of range",
        r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
        r"only (?:length-1|0-dimensional) arrays can be converted to Python scalars",
        r"only integer scalar arrays can be converted to a scalar index",
        r"only integers, slices \(`:`\), ellipsis \(`\.\.\.`\), numpy\.newaxis \(`None`\) and integer or boolean "
        r"arrays are valid indices",
        r"ufunc 'bitwise_xor' not supported for the input types, and the inputs could not be safely coerced to any "
        r"supported types according to the casting rule ''safe''",
        r"Cannot cast ufunc '(?:add|subtract|multiply|divide|power)' output from dtype\('float(?:32|64)'\) to "
        r"dtype\('u?int(?:8|16|32|64)'\) with casting rule 'same_kind'",
        r"can only convert an array of size 1 to a Python scalar",
        r"setting an array element with a sequence\."
        r"(?: The requested array has an inhomogeneous shape after \d dimensions?\."
        r" The detected shape was SHAPE \+ inhomogeneous part\.)?",
        r"assignment destination is read-only",
        r"name 'NAME' is not defined",
        r"cannot access local variable 'NAME' where it is not associated with a value",
        r"unsupported operand type\(s\) for [@*/+%&|^<>=-]{1,3}(?: or pow\(\))?: 'NAME' and 'NAME'",
        r"can't multiply sequence by non-int of type 'NAME'",
        r"can only concatenate NAME \(not \"NAME\"\) to NAME",
        r"'(?:numpy\.)?NAME' object is not (?:callable|iterable|subscriptable)",
        r"'NAME' object cannot be interpreted as an integer",
        r"'NAME' object does not support item (?:assignment|deletion)",
        r"(?:type object )?'(?:numpy\.)?NAME' (?:object )?has no attribute 'NAME'",
        r"(?:NAME\.)?NAME\(\) missing SIZE required positional arguments?: 'NAME'(?:(?:,| and|, and) 'NAME'){0,4}",
        r"(?:NAME\.)?NAME\(\) takes SIZE positional arguments? but SIZE (?:was|were) given",
        r"(?:NAME\.)?NAME\(\) got an unexpected keyword argument 'NAME'",
        r"cannot unpack non-iterable NAME object",
        r"(?:not enough|too many) values to unpack \(expected \d(?:, got \d)?\)",
        r"(?:float |integer |)division(?: or modulo)? by zero",
        r"math (?:domain|range) error",
        r"maximum recursion depth exceeded(?: in comparison| while calling a Python object)?",
        r"list assignment index out of range",
        r"pop from empty list",
    )
]


def sayable(message: str, words: Set[str]) -> bool:
    """Whether an error message of a student's may be shown.

    Args:
        message: its text.
        words: names that it may have in it, besides those of Python's types.
    """
    for pattern in _MESSAGES:
        if found := pattern.fullmatch(message):
            return all(name in words or name in _TYPES for name in found.groups() if name)
    return False


def words_of(sources: Iterable[str]) -> frozenset[str]:
    """The names that occur in some code."""
    return frozenset(word for source in sources for word in WORD.findall(source)) - frozenset(keyword.kwlist)
