r"""Messages of errors that Python and NumPy raise, in one table for two readers.

`explanations` adds to a message what a beginner needs to know. `course.grading.sayable` asks whether a message may be
shown where a test gave the student's code secret values; there the text is untrusted, since a student can raise any.

A pattern is a regular expression for the whole message, with places for what differs from case to case:

    index SIZE is out of bounds for axis \d with size SIZE

A sentence names a place in small letters and with its number among those of its kind: {size2} is the last one here. A
place is read widely in order to explain, and narrowly in order to say: there a number is short, and of every name it is
looked up whether it may be shown.
"""

import re
from functools import cache
from typing import NamedTuple

from course.check.words import listed

LONGEST = 1000  # characters of a message that is looked at: more than any of these has, with any names in it
_PLACES = {  # how a place is read to explain, and how to say
    "SIZE": (r"-?\d+", r"-?\d{1,4}"),
    "DIGIT": (r"-?\d+", r"\d"),
    "SHAPES": (r"\([\d, ]*\)(?: \([\d, ]*\))+ ?", r"\([\d, ]{0,20}\)(?: \([\d, ]{0,20}\)){1,3} ?"),
    "SHAPE": (r"\([\d, ]*\)", r"\([\d, ]{0,20}\)"),
    "NAME": (r"\w+(?:\.\w+)*", r"\w{1,40}"),
    "UFUNC": (r"\w+", r"(?:add|subtract|multiply|divide|power)"),
    "BITS": (r"\d+", r"(?:8|16|32|64)"),
}


class Message(NamedTuple):
    """One kind of message: of which errors, in which words, what explains it, and whether it may be said."""

    kinds: type[Exception] | tuple[type[Exception], ...]
    pattern: str
    sentence: str | None = None
    said: bool = True

    def explanation(self, text: str) -> str | None:
        """What a beginner needs to know.

        Args:
            text: message of an error of the right kind.
        Returns:
            The sentence, filled in; None if the text is another message, or there is nothing to explain.
        """
        if self.sentence is None or (found := self._read(text, narrowly=False)) is None:
            return None
        places = found.groupdict(default="")
        shapes = {  # a result has the shape of an input
            place: listed(dict.fromkeys(re.findall(r"\(.*?\)", value)))
            for place, value in places.items()
            if place.startswith("shapes")
        }
        return self.sentence.format(**places | shapes)

    def names(self, text: str) -> list[str] | None:
        """The names in a text that may be shown if all of them may.

        Args:
            text: message of an error, or what a student made look like one.
        Returns:
            The names, as they stand in the text; None if the text is not this message, or may not be shown anyway.
        """
        if not self.said or (found := self._read(text, narrowly=True)) is None:
            return None
        return [value for place, value in found.groupdict().items() if place.startswith("name") and value]

    def _read(self, text: str, narrowly: bool) -> re.Match[str] | None:
        return _compiled(self.pattern, narrowly).fullmatch(text) if len(text) <= LONGEST else None


@cache
def _compiled(pattern: str, narrowly: bool) -> re.Pattern[str]:
    counts = dict.fromkeys(_PLACES, 0)

    def group(place: re.Match[str]) -> str:
        counts[place[0]] += 1
        return f"(?P<{place[0].lower()}{counts[place[0]]}>{_PLACES[place[0]][narrowly]})"

    return re.compile(re.sub("|".join(_PLACES), group, pattern))


# The first that has a sentence and matches explains an error; a message may be shown if one of them allows it.
MESSAGES = (
    Message(
        NameError,
        r"name 'NAME' is not defined",
        "Nothing has the name {name1} yet. If a cell above defines it, run that cell first; "
        "if that cell shows an error, mend that.",
    ),
    Message(
        ValueError,
        r"matmul: (?:Input|Output) operand \d has a mismatch in its core dimension \d, with gufunc signature "
        r"[\w?,()>-]{1,40} \(size SIZE is different from SIZE\)",
        "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. "
        "Here they are {size2} and {size1}. Print both shapes: are the two in the right order?",
    ),
    Message(
        ValueError,
        r"shapes SHAPE and SHAPE not aligned: SIZE \(dim \d\) != SIZE \(dim \d\)",
        "In a matrix product the inner sizes must be equal; here, with shapes {shape1} and {shape2}, they are "
        "{size1} and {size2}. Are the two in the right order?",
    ),
    Message(
        ValueError,
        r"operands could not be broadcast together with shapes SHAPES",
        "Arrays of shapes {shapes1} can't be combined element by element: compared from the "
        "right, their sizes must be equal or 1. Which operation did you mean, and which shapes did you expect?",
    ),
    Message(
        ValueError,
        r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
        "Python's if, while, and, or, not, max and min decide once, and here is a whole array. NumPy decides for each "
        "element: np.where(condition, a, b), np.maximum(a, b), or a product with a mask such as x > 0.",
    ),
    Message(
        ValueError,  # and IndexError
        r"axis DIGIT is out of bounds for array of dimension DIGIT",
        "There is no axis {digit1} here: this array has {digit2} axes, counted from 0. "
        "Print its shape: is it what you expected?",
    ),
    Message(
        TypeError,
        r"only (?:length-1|0-dimensional) arrays can be converted to Python scalars",
        "One number is asked for here, and an array is given. float, int and the functions of the module math take "
        "a single number; NumPy's, such as np.exp, take arrays.",
    ),
    Message(
        TypeError,
        r"only integer scalar arrays can be converted to a scalar index",
        "One whole number is asked for here, for an index, a size or an axis, and an array is given. "
        "(np.max(a, b) takes b for an axis; np.maximum(a, b) compares two arrays.)",
    ),
    Message(
        TypeError,
        r"ufunc 'bitwise_xor' not supported for the input types, and the inputs could not be safely coerced to any "
        r"supported types according to the casting rule ''safe''"
        r"|unsupported operand type\(s\) for \^=?: 'NAME' and 'NAME'",
        "In Python ^ is no power: write x ** 2.",
    ),
    Message(
        (TypeError, AttributeError),
        r"(?s:.*\bNoneType\b.*)",
        "Something is None here. Does a function that is called end without a return, or was a value not set yet?",
        said=False,  # there may be anything around it; many of these messages are below
    ),
    Message(
        TypeError,
        r"'(?:numpy\.)?(?=(?:ndarray|u?int\d*|float\d*|list|tuple)')NAME' object is not callable",
        "What stands before a pair of round brackets is called, and here it is no function. Is a * missing, "
        "or square brackets? Or has a function's name been given to a value?",
    ),
    Message(
        TypeError,
        r"unsupported operand type\(s\) for (?:[-*/@]|\*\*)=?(?: or pow\(\))?: '(?:list|tuple)' and 'NAME'"
        r"|unsupported operand type\(s\) for (?:[-+*/@]|\*\*)=?(?: or pow\(\))?: 'NAME' and '(?:list|tuple)'"
        r"|can't multiply sequence by non-int of type 'NAME'",
        "A list can't be used for arithmetic; make an array of it first: np.array(...).",
    ),
    Message(
        TypeError,
        r"'float' object cannot be interpreted as an integer",
        "A whole number is asked for here, for an index, a size or an axis. / always gives a float, // a whole number. "
        "(np.max(a, b) takes b for an axis; np.maximum(a, b) compares two arrays.)",
    ),
    Message(
        IndexError,
        r"only integers, slices \(`:`\), ellipsis \(`\.\.\.`\)(?:, numpy\.newaxis \(`None`\))? and integer or boolean "
        r"arrays are valid indices",
        "An index must be a whole number, a slice or an array of these. / always gives a float, // a whole number.",
    ),
    Message(
        ValueError,
        r"setting an array element with a sequence\.",
        "One place of an array takes one number, and here an array or a list is put into it. Print its shape.",
    ),
    Message(
        IndexError,
        r"invalid index to scalar variable\.",
        "A single number has no elements, so it takes no index. Print the shape of what stands before the brackets.",
    ),
    Message(
        TypeError,
        r"'(?:builtin_function_or_method|function|method)' object is not subscriptable",
        "A function that isn't called has no elements. Are its round brackets missing, as in x.copy()?",
    ),
    Message(
        ValueError,
        r"(?:not enough|too many) values to unpack \(expected DIGIT(?:, got DIGIT)?\)",
        "Left of the = stand {digit1} names, and right of it is another number of values. Print what is on the right.",
    ),
    Message(
        TypeError,
        r"Cannot interpret 'SIZE' as a data type",
        "A shape is one argument, with brackets of its own: np.zeros((2, 3)).",
        said=False,  # the number is an argument, which may be a secret
    ),
    Message(
        TypeError,
        r"Cannot cast ufunc 'UFUNC' output from dtype\('floatBITS'\) to dtype\('u?intBITS'\) with casting rule "
        r"'(?:no|equiv|safe|same_kind)'",
        "An array of whole numbers has no room for decimals. Make floats of it first: x = x.astype(float).",
    ),
    # There is nothing to explain about these: they say it themselves, or too little is known.
    Message(
        ValueError,
        r"matmul: Input operand \d does not have enough dimensions \(has \d, gufunc core with signature "
        r"[\w?,()>-]{1,40} requires \d\)",
    ),
    Message(ValueError, r"non-broadcastable output operand with shape SHAPE doesn't match the broadcast shape SHAPE"),
    Message(ValueError, r"could not broadcast input array from shape SHAPE into shape SHAPE"),
    Message(ValueError, r"cannot reshape array of size SIZE into shape SHAPE"),
    Message(
        ValueError,
        r"setting an array element with a sequence\. The requested array has an inhomogeneous shape after "
        r"\d dimensions?\. The detected shape was SHAPE \+ inhomogeneous part\.",
    ),
    Message(ValueError, r"assignment destination is read-only"),
    Message(ValueError, r"can only convert an array of size 1 to a Python scalar"),
    Message((ValueError, OverflowError), r"math (?:domain|range) error"),
    Message(IndexError, r"index SIZE is out of bounds for axis \d with size SIZE"),
    Message(IndexError, r"too many indices for array: array is \d-dimensional, but \d were indexed"),
    Message(IndexError, r"(?:list|tuple|string) index out of range"),
    Message(IndexError, r"list assignment index out of range"),
    Message(IndexError, r"pop from empty list"),
    Message(NameError, r"cannot access local variable 'NAME' where it is not associated with a value"),
    Message(AttributeError, r"(?:type object )?'(?:numpy\.)?NAME' (?:object )?has no attribute 'NAME'"),
    Message(TypeError, r"unsupported operand type\(s\) for [@*/+%&|^<>=-]{1,3}(?: or pow\(\))?: 'NAME' and 'NAME'"),
    Message(TypeError, r"can only concatenate NAME \(not \"NAME\"\) to NAME"),
    Message(TypeError, r"'(?:numpy\.)?NAME' object is not (?:callable|iterable|subscriptable)"),
    Message(TypeError, r"'NAME' object cannot be interpreted as an integer"),
    Message(TypeError, r"'NAME' object does not support item (?:assignment|deletion)"),
    Message(
        TypeError,
        r"(?:NAME\.)?NAME\(\) missing SIZE required positional arguments?: 'NAME'(?:(?:,| and|, and) 'NAME'){0,4}",
    ),
    Message(TypeError, r"(?:NAME\.)?NAME\(\) takes SIZE positional arguments? but SIZE (?:was|were) given"),
    Message(TypeError, r"(?:NAME\.)?NAME\(\) got an unexpected keyword argument 'NAME'"),
    Message(TypeError, r"cannot unpack non-iterable NAME object"),
    Message(ArithmeticError, r"(?:float |integer |)division(?: or modulo)? by zero"),
    Message(RecursionError, r"maximum recursion depth exceeded(?: in comparison| while calling a Python object)?"),
)
