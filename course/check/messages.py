r"""Messages of errors that Python, NumPy and PyTorch raise, in one table for two readers.

`explanations` adds to a message what a beginner needs to know. Feedback (`course.grading.sayable`) shows no message of
an error, since a student can raise any text; in its place stands what is `kept` of the explanation, without a word of
the message.

A pattern is a regular expression for the whole message, with places for what differs from case to case:

    index SIZE is out of bounds for axis \d with size SIZE

A sentence names a place in small letters and with its number among those of its kind: {size2} is the last one here.
"""

import re
from functools import cache
from typing import NamedTuple

from course.check.words import listed

LONGEST = 1000  # characters of a message that is looked at: more than any of these has, with any names in it
_PLACES = {  # how a place is read
    "SIZE": r"-?\d+",
    "DIGIT": r"-?\d+",
    "SHAPES": r"\([\d, ]*\)(?: \([\d, ]*\))+ ?",
    "SHAPE": r"\([\d, ]*\)",
    "CALLED": r"(?:(?:\w+|<locals>)\.)*(?:\w+|<lambda>)",
    "NAMES": r"'\w+'(?:(?:,| and|, and) '\w+'){0,6}",
    "NAME": r"\w+(?:\.\w+)*",
    "KEY": r"'\w+'|-?\d+",
    "UFUNC": r"\w+",
    "BITS": r"\d+",
}


class Message(NamedTuple):
    """One kind of message: of which errors, in which words, and what explains it."""

    kinds: type[Exception] | tuple[type[Exception], ...]
    pattern: str
    sentence: str | None  # None: it says it itself
    without_places: str = ""  # the sentence, or one that says as much, where nothing of the message may be shown

    @property
    def kept(self) -> str:
        """What explains it where nothing of the message may be shown."""
        return self.without_places or self.sentence or ""

    def explanation(self, text: str) -> str | None:
        """What a beginner needs to know.

        Args:
            text: message of an error of the right kind.
        Returns:
            The sentence, filled in; None if the text is another message, or there is nothing to explain.
        """
        if self.sentence is None or (found := self._read(text)) is None:
            return None
        places = found.groupdict(default="")
        shapes = {  # a result has the shape of an input
            place: listed(dict.fromkeys(re.findall(r"\(.*?\)", value)))
            for place, value in places.items()
            if place.startswith("shapes")
        }
        return self.sentence.format(**places | shapes)

    def reads(self, text: str) -> bool:
        """Whether `text`, of an error of the right kind, is this message."""
        return self._read(text) is not None

    def _read(self, text: str) -> re.Match[str] | None:
        return _compiled(self.pattern).fullmatch(text) if len(text) <= LONGEST else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    counts = dict.fromkeys(_PLACES, 0)

    def group(place: re.Match[str]) -> str:
        counts[place[0]] += 1
        return f"(?P<{place[0].lower()}{counts[place[0]]}>{_PLACES[place[0]]})"

    return re.compile(re.sub("|".join(_PLACES), group, pattern))


_NOT_ALIGNED = (
    "In a matrix product the inner sizes must be equal, and here they are not. Print both shapes: are these the two "
    "that you mean, and in the right order? Is there one .T too many or too few? Or did one of them come from the "
    "lines above with another shape than it should have?"
)
_PYTHONS = (  # and NumPy's
    Message(
        NameError,
        r"name 'NAME' is not defined",
        "Nothing has the name {name1} yet. If a cell above defines it, run that cell first; if that cell shows an "
        "error, mend that. What an object keeps is self.{name1}, once a method has put it there. If a text is meant, "
        "put it in quotation marks.",
        "A name is used here that nothing has yet. If a cell above defines it, run that cell first; "
        "if that cell shows an error, mend that. Is it spelled alike in both places? NumPy's names need np. before "
        "them, those that an object keeps need self, and a text needs quotation marks.",
    ),
    Message(
        NameError,
        r"cannot access (?:local|free) variable 'NAME' where it is not associated with a value(?: in enclosing scope)?",
        "{name1} is used here before the function has given it a value. A name that a function assigns to anywhere is "
        "its own: assign to it first, and not only inside an if or a loop that may be passed over.",
        "A name is used in this function before anything is assigned to it there.",
    ),
    Message(
        KeyError,
        r"KEY",
        "Nothing is kept under {key1} here. Print the keys that there are, with list(...) around the dictionary: is it "
        "spelled alike in both places, and was it put in before?",
        "Nothing is kept under the key that is asked for. Print the keys that there are: is it spelled alike in both "
        "places, and was it put in before?",
    ),
    Message(
        AssertionError,
        r"",
        "What stands after this assert is not true. Print both sides of it: which one is not what you expected?",
    ),
    Message(
        ValueError,
        r"matmul: (?:Input|Output) operand \d has a mismatch in its core dimension \d, with gufunc signature "
        r"[\w?,()>-]{1,40} \(size SIZE is different from SIZE\)",
        "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. Here they are "
        "{size2} and {size1}. Print both shapes: are these the two that you mean, and in the right order? Is there one "
        ".T too many or too few, or an @ where * is meant, a product element by element? Or did one of them come from "
        "the lines above with another shape than it should have?",
        "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. "
        "Here they are not. Print both shapes: are these the two that you mean, and in the right order? Is there one "
        ".T too many or too few? Or did one of them come from the lines above with another shape than it should have?",
    ),
    Message(
        ValueError,
        r"shapes \(SIZE,\) and \(SIZE,\) not aligned: \d+ \(dim 0\) != \d+ \(dim 0\)",
        "A dot product takes two of the same length, and these have {size1} and {size2}. Is there one too many in one "
        "of them, such as a bias? Or is each number of one to meet each of the other?",
        "A dot product takes two of the same length, and these differ. Print both lengths.",
    ),
    Message(
        ValueError,
        r"shapes (?=(\([\d, ]*\)) and \1)SHAPE and SHAPE not aligned: SIZE \(dim \d\) != SIZE \(dim \d\)",
        "In a matrix product the inner sizes must be equal, and here both shapes are {shape1}. Did you mean *, which "
        "multiplies element by element? Or is one of the two to be transposed (.T)?",
        _NOT_ALIGNED,
    ),
    Message(
        ValueError,
        r"shapes SHAPE and SHAPE not aligned: SIZE \(dim \d\) != SIZE \(dim \d\)",
        "In a matrix product the inner sizes must be equal; here, with shapes {shape1} and {shape2}, they are "
        "{size1} and {size2}. Are these the two that you mean, and in the right order? Is there one .T too many or too "
        "few? Or did one of them come from the lines above with another shape than it should have?",
        _NOT_ALIGNED,
    ),
    Message(
        ValueError,
        r"operands could not be broadcast together with shapes (?=.*[(,]0[,)])SHAPES",
        "One of these arrays, of shapes {shapes1}, is empty. A slice is, where it ends before or at its beginning, or "
        "begins beyond the end of the array.",
        "One of these arrays is empty. A slice is, where it ends before or at its beginning, or begins beyond the end "
        "of the array.",
    ),
    Message(
        ValueError,
        r"operands could not be broadcast together with shapes (?=(\(\d+(?:,\d+)*),\d+\) \1,?\) $)SHAPES",
        "Arrays of shapes {shapes1} can't be combined element by element: compared from the right, their sizes must be "
        "equal or 1. One of them has one axis fewer. Did a sum, a mean or a maximum take it away? keepdims=True keeps "
        "it. Or is a row meant as a column? Then it needs a second axis, of size 1.",
        "Arrays of these shapes can't be combined element by element: compared from the right, their sizes must be "
        "equal or 1. One of them has one axis fewer. Did a sum, a mean or a maximum take it away? keepdims=True keeps "
        "it. Or is a row meant as a column? Then it needs a second axis, of size 1.",
    ),
    Message(
        ValueError,
        r"operands could not be broadcast together with shapes SHAPES",
        "Arrays of shapes {shapes1} can't be combined element by element: compared from the right, their sizes must be "
        "equal or 1. Are these the two that you mean? Does one of them have an axis too many or too few, or one of "
        "another size than you expected? Or is @ meant, the matrix product?",
        "Arrays of these shapes can't be combined element by element: compared from the right, their sizes must be "
        "equal or 1. Are these the two that you mean? Does one of them have an axis too many or too few, or one of "
        "another size than you expected? Or is @ meant, the matrix product?",
    ),
    Message(
        ValueError,
        r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
        "Python's if, while, and, or, not, max and min decide once, and here is a whole array. NumPy decides for each "
        "element: np.where(condition, a, b), np.maximum(a, b), or a product with a mask such as x > 0. (A loop over an "
        "array of several axes gives whole rows. If the line isn't yours, it expects a single number.)",
    ),
    Message(
        ValueError,  # and IndexError
        r"axis DIGIT is out of bounds for array of dimension DIGIT",
        "There is no axis {digit1} here: the number of axes is {digit2}, and they are counted from 0. "
        "Print its shape: is it what you expected?",
        "There is no such axis here: an array of n dimensions has the axes 0 to n - 1. Print its shape: is it what you "
        "expected?",
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
        AttributeError,
        r"'NoneType' object has no attribute 'numpy'",
        "Something is None here, and has no numbers. A parameter's grad is None before backward(), and again after "
        "zero_grad(): which of them ran last?",
    ),
    Message(
        (TypeError, AttributeError),
        r"(?s:.*\bNoneType\b.*)",
        "Something is None here. Does a function that is called end without a return, was a value not set yet, or can "
        "there be none?",
    ),
    Message(
        TypeError,
        r"'(?:numpy\.)?(?=(?:ndarray|u?int\d*|float\d*|list|tuple)')NAME' object is not callable",
        "What stands before a pair of round brackets is called, and here it is no function. Is a * missing, "
        "or square brackets? Has a function's name been given to a value? Or was a number handed over, f(x), where the "
        "function itself is asked for, f?",
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
        r"can only concatenate (?:list|tuple) \(not \"NAME\"\) to (?:list|tuple)",
        "+ joins a list only to a list, and a tuple only to a tuple. For arithmetic make an array of it first: "
        "np.array(...). To add an item to a list, use append.",
    ),
    Message(
        TypeError,
        r"can only concatenate str \(not \"NAME\"\) to str",
        "+ joins a text only to a text: write str(...) around what is none, or an f-string.",
    ),
    Message(
        AttributeError,
        r"'tuple' object has no attribute 'astype'",
        "A tuple has no astype, but an array has. (np.where with a condition alone gives a tuple: the places where it "
        "holds. The condition itself, such as x > 0, is an array.)",
    ),
    Message(
        AttributeError,
        r"'(?:list|tuple)' object has no attribute "
        r"'(?:shape|ndim|size|dtype|T|astype|reshape|mean|sum|max|min|dot|argmax|transpose|flatten|ravel|std)'",
        "A list or a tuple has no such attribute, but an array has. Is it a list of numbers? np.array(...) makes an "
        "array of it. Is it a list of arrays? Then take one after the other.",
    ),
    Message(
        TypeError,
        r"(?:argument of type )?'(?:numpy\.)?(?:int|float|bool)\d*' (?:object )?is not iterable"
        r"|iteration over a 0-d array",
        "A single number is given here where several are needed: for, list, sum, max and in go through an array or a "
        "list. (range(n) counts to n.)",
    ),
    Message(
        TypeError,
        r"cannot unpack non-iterable (?:numpy\.)?NAME object",
        "There are several names to the left of the =, but a single thing to the right of it. Print that.",
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
        IndexError,
        r"arrays used as indices must be of integer \(or boolean\) type",
        "An array that is used as an index is made of whole numbers, and this one of floats. Is it a table of labels, "
        "where a whole number for each is expected, or does it come from a division?",
    ),
    Message(
        ValueError,  # of pandas
        r"All arrays must be of the same length",
        "The columns of a table are equally long, and these are not. Print how many items each of them has.",
    ),
    Message(
        TypeError,
        r"(?:list|tuple) indices must be integers or slices, not NAME",
        "The places of a list or a tuple are whole numbers, from 0. A name in quotation marks finds something in a "
        "dictionary only, x[i, j] is for arrays, and / always gives a float, // a whole number.",
    ),
    Message(
        ValueError,
        r"setting an array element with a sequence\.",
        "One place of an array takes one number, and here an array or a list is put into it. Print its shape.",
    ),
    Message(
        IndexError,
        r"invalid index to scalar variable\.",
        "A single number has no elements, so it takes no index. Print the shape of what stands before the brackets. If "
        "those are not yours: was a number handed to a function that takes an array?",
    ),
    Message(
        TypeError,
        r"'(?:builtin_function_or_method|function|method)' object is not subscriptable",
        "A function that isn't called has no elements. Are its round brackets missing, as in x.copy()?",
    ),
    Message(
        ValueError,
        r"(?:not enough|too many) values to unpack \(expected DIGIT(?:, got DIGIT)?\)",
        "There are {digit1} names to the left of the =, but a different number of values to the right of it. Print "
        "these. If the line is not yours: was that function given an array with other axes than it takes, or does "
        "yours return more or fewer things than are asked for?",
        "There are more or fewer names to the left of an = than values to the right of it. Print what is on the right.",
    ),
    Message(
        TypeError,
        r"Cannot interpret 'SIZE' as a data type",
        "A shape is one argument, with brackets of its own: np.zeros((2, 3)).",
    ),
    Message(
        TypeError,
        r"Cannot cast ufunc 'UFUNC' output from dtype\('floatBITS'\) to dtype\('u?intBITS'\) with casting rule "
        r"'(?:no|equiv|safe|same_kind)'",
        "An array of whole numbers has no room for decimals, so += and -= can't put them there. Compute a new array, "
        "or begin with floats, for example with astype(float). (zeros_like makes zeros of "
        "the type of its argument, and np.zeros floats.)",
    ),
    # These say it themselves, where they may be shown.
    Message(
        ValueError,
        r"matmul: Input operand \d does not have enough dimensions \(has \d, gufunc core with signature "
        r"[\w?,()>-]{1,40} requires \d\)",
        "One number is given here to a matrix product, which takes arrays of one axis or more. Print both shapes.",
    ),
    Message(
        ValueError,
        r"non-broadcastable output operand with shape SHAPE doesn't match the broadcast shape SHAPE",
        "The result has the shape {shape2}, and the array that it is to be written into has {shape1}. An operator such "
        "as += writes into the array on its left, which keeps its shape: is a new array meant? Or was that array made "
        "too small, or cut short by a slice that goes beyond its end?",
        "The result has another shape than the array that it is to be written into. Print both shapes.",
    ),
    Message(
        ValueError,
        r"could not broadcast input array from shape SHAPE into shape (?=.*[(,]0[,)])SHAPE",
        "The place that is to be written to is empty. A slice is, where it ends before or at its beginning, as x[p:-p] "
        "does where p is 0.",
    ),
    Message(
        ValueError,
        r"could not broadcast input array from shape SHAPE into shape SHAPE",
        "An array of shape {shape1} is put into a place of shape {shape2}. Was the place made for other sizes, or is "
        "one of the two cut short by a slice that goes beyond its end?",
        "An array is assigned to a place that has another shape. Print both shapes.",
    ),
    Message(
        ValueError,
        r"cannot reshape array of size SIZE into shape SHAPE",
        "reshape keeps all numbers: here {size1}, and {shape1} has room for more or fewer. Is one of its sizes a "
        "number that holds for other data only, or has a // left a remainder that is to be cut off first? Or was a "
        "stride, a pad or a size not passed on?",
        "An array can't be reshaped to a shape with a different number of elements. Print its shape.",
    ),
    Message(
        ValueError,
        r"setting an array element with a sequence\. The requested array has an inhomogeneous shape after "
        r"\d dimensions?\. The detected shape was SHAPE \+ inhomogeneous part\.",
        "Rows of different lengths make no array. Print what it is made of.",
    ),
    Message(
        ValueError,
        r"assignment destination is read-only",
        None,
        "This array can't be changed in place. Make a copy first: x = x.copy().",
    ),
    Message(
        ValueError,
        r"can only convert an array of size 1 to a Python scalar",
        None,
        "One number is asked for here, and an array is given.",
    ),
    Message(
        ValueError,
        r"math domain error",
        "A function of the module math has no value for this number, such as math.sqrt(-1) or math.log(0). Print the "
        "number.",
    ),
    Message(
        OverflowError,
        r"math range error|\(34, 'Numerical result out of range'\)|int(?:eger division result)? too large "
        r"(?:to convert to|for a) float",
        "The result is larger than the largest float, which is near 1e308; math.exp(1000) would be. Print the numbers "
        "that go in, or write the formula so that they stay small.",
    ),
    Message(
        IndexError,
        r"index SIZE is out of bounds for axis DIGIT with size SIZE",
        "Along axis {digit1} this array has size {size2}, and indices are counted from 0, so there is no index "
        "{size1}. Print its shape: is it what you expected?",
        "An index is beyond the end of an array. Print its shape, and the index: they are counted from 0.",
    ),
    Message(
        IndexError,
        r"too many indices for array: array is DIGIT-dimensional, but DIGIT were indexed",
        "Each index belongs to an axis: {digit2} are given, and the array is {digit1}-dimensional. Print its shape: is "
        "it what you expected?",
        "There are more indices than the array has axes. Print its shape.",
    ),
    Message(
        IndexError,
        r"(?:list|tuple|string) index out of range",
        "An index is beyond the end of a list, a tuple or a text. Places are counted from 0: the last is len(...) - 1. "
        "(A shape has one entry for each axis of its array.)",
    ),
    Message(
        IndexError,
        r"list assignment index out of range",
        "There is no such place in this list yet; append adds one.",
    ),
    Message(IndexError, r"pop from empty list", "pop takes the last item of a list, and this one is empty."),
    Message(
        AttributeError,
        r"(?:type object )?'(?:numpy\.)?NAME' (?:object )?has no attribute 'NAME'",
        None,
        "An object has no attribute with the name that is used here. Is it spelled alike everywhere, and set before?",
    ),
    Message(
        TypeError,
        r"unsupported operand type\(s\) for [@*/+%&|^<>=-]{1,3}(?: or pow\(\))?: 'NAME' and 'NAME'",
        None,
        "These two types can't be combined by this operation. Print the types of both.",
    ),
    Message(
        TypeError,
        r"'(?:numpy\.)?NAME' object is not (?:callable|iterable|subscriptable)",
        None,
        "Only a function can be called, and only an array, a list or the like has elements. Print its type.",
    ),
    Message(
        TypeError,
        r"'NAME' object cannot be interpreted as an integer",
        "A whole number is asked for here, as in range(n) and np.zeros(n), and something of type {name1} is given. "
        "len(...) counts the items of a list, and the rows of an array.",
        "A whole number is asked for here, and something else is given.",
    ),
    Message(
        TypeError,
        r"'NAME' object (?:does not|doesn't) support item (?:assignment|deletion)",
        None,
        "Items of this type can't be changed or deleted; those of a list or an array can.",
    ),
    Message(
        TypeError,
        r"CALLED\(\) missing SIZE required positional arguments?: 'self'(?:(?:,| and|, and) '\w+'){0,6}",
        "A method is called of the class here, so that there is no self. Make an object first, as in "
        "layer = Affine(W, b), and call layer.forward(x).",
    ),
    Message(
        TypeError,
        r"NAME\.NAME\(\) missing SIZE required positional arguments?: NAMES",
        "This call leaves out {names1}. If it is not in your code, a test calls your method so: give it a first line "
        "that allows that. Or was the object never made? The name of a class with no brackets behind it is the class "
        "itself.",
        "A method is called with fewer arguments than it needs. Look at its first line. Or was the object never made? "
        "The name of a class with no brackets behind it is the class itself.",
    ),
    Message(
        TypeError,
        r"CALLED\(\) missing SIZE required (?:positional|keyword-only) arguments?: NAMES",
        "This call leaves out {names1}. If it is in your code, compare it with the first line of the function. If a "
        "test calls your function so, its first line has to say what to take instead, as in h=0.1.",
        "A function is called with fewer arguments than it needs. Look at its first line.",
    ),
    Message(
        TypeError,
        r"NAME\.NAME\(\) takes (?:from SIZE to )?SIZE positional arguments? but SIZE (?:was|were) given",
        "An object hands itself to its methods as the first argument, self. Is self missing in the def line? If it is "
        "there, the call has too many arguments.",
    ),
    Message(
        TypeError,
        r"CALLED\(\) takes (?:from SIZE to )?SIZE positional arguments? but SIZE (?:was|were) given",
        "A function is called with more arguments than it takes. Look at its first line.",
    ),
    Message(
        TypeError,
        r"NAME\(\) takes no arguments",
        "This class has no __init__ that takes arguments. Is it there, and written with two underscores on each side?",
    ),
    Message(
        TypeError,
        r"CALLED\(\) got an unexpected keyword argument 'NAME'",
        "No argument of this function has the name {name1}. Look at its first line.",
        "A function is called with an argument by a name that none of its arguments has. Look at its first line.",
    ),
    Message(
        TypeError,
        r"CALLED\(\) got multiple values for argument 'NAME'",
        "{name1} is given twice: by its place in the call, and by its name.",
        "An argument is given twice: by its place in the call, and by its name.",
    ),
    Message(
        ZeroDivisionError,
        r"(?:float |integer )?(?:floor )?(?:division|modulo|division or modulo|divmod\(\))(?: by zero)?"
        r"|0\.0 cannot be raised to a negative power",
        "Something is divided by 0, with /, // or %. Print what it is divided by: when is that 0? If the line is not "
        "yours: were two arguments of that function exchanged?",
    ),
    Message(
        RuntimeError,
        r"dictionary changed size during iteration|dictionary keys changed during iteration|Set changed size during "
        r"iteration",
        "A for loop can't go through a dictionary or a set that gets or loses items meanwhile. Leave it as it is, and "
        "write down what is done in a list of your own.",
    ),
    Message(
        RecursionError,
        r"maximum recursion depth exceeded(?: in comparison| while calling a Python object)?",
        "A function calls itself without end. Was another one meant that has the same name, such as NumPy's? Or does "
        "it never come to the case in which it stops?",
    ),
)
PYTORCHS = (
    Message(
        RuntimeError,
        r"The size of tensor a \(SIZE\) must match the size of tensor b \(SIZE\) at non-singleton dimension DIGIT",
        "Tensors of these shapes don't fit: one has {size1} where the other has {size2}. Print both shapes. Does one "
        "have to be transposed, were two sizes exchanged, or was a layer made for other sizes?",
        "Two tensors don't fit. Print both shapes. Must one be transposed, were two sizes exchanged, or was a layer "
        "made for other sizes?",
    ),
    Message(
        RuntimeError,
        r'"\w{1,60}" not implemented for \'(?:Long|Int|Short|Byte|Char|Bool)\'',
        "Whole numbers are given where numbers with decimals are expected. Are two arguments exchanged? cross_entropy "
        "takes the scores first, and then the labels.",
    ),
    Message(
        IndexError,
        r"index SIZE is out of bounds for dimension DIGIT with size SIZE",
        "Along axis {digit1} this tensor has size {size2}, and indices are counted from 0, so there is no index "
        "{size1}. Print its shape: did an argmax or a sum run along another axis than was meant?",
        "An index is beyond the end of a tensor. Print its shape, and the index: they are counted from 0.",
    ),
    Message(
        RuntimeError,
        r"output with shape \[[\d, ]{1,80}\] doesn't match the broadcast shape \[[\d, ]{1,80}\]",
        "The tensor that is to be written to has a different shape from what it is given. Print both shapes: was the "
        "layer made for other sizes?",
    ),
    Message(
        RuntimeError,
        r"Calculated padded input size per channel: \([\dx ]{1,80}\)\. Kernel size: \([\dx ]{1,80}\)\. Kernel size "
        r"can't be greater than actual input size",
        "The kernel of this layer is larger than the image with its frame. Was it made with height and width "
        "exchanged, or with the wrong padding?",
    ),
    Message(
        RuntimeError,
        r"non-positive stride is not supported",
        "The stride is 0 here. By position, a convolution takes the stride before the padding; by name they can't be "
        "mixed up.",
    ),
    Message(
        AttributeError,
        r"'(?:numpy\.)?(?:float|int)\d*' object has no attribute '(?:backward|item|detach|numpy|grad)'",
        "This is a plain number, and no tensor any more. item() and float() take a number out of its tensor, and "
        "PyTorch's notes for backward() stay behind: take it at the end.",
    ),
    Message(
        RuntimeError,
        r"mat1 and mat2 shapes cannot be multiplied \(\d{1,9}x\d{1,9} and \d{1,9}x\d{1,9}\)",
        "In a matrix product the inner sizes must be equal. Print the shapes: what goes into this layer, and what "
        "was it made for?",
    ),
    Message(
        RuntimeError,
        r"mat1 and mat2 must have the same dtype, but got \w{1,20} and \w{1,20}"
        r"|expected m1 and m2 to have the same dtype, but got: \w{1,20} != \w{1,20}"
        r"|Input type \(\w{1,20}\) and (?:bias|weight) type \(\w{1,20}\) should be the same",
        "One of two tensors holds float64, the other float32, which is what PyTorch makes if nothing is said. Say "
        "dtype=torch.float64 where it is made. Or was a whole model made float64, and one of its layers is in a plain "
        "list, where the model does not find it?",
    ),
    Message(
        RuntimeError,
        r"Can't call numpy\(\) on Tensor that requires grad\. Use tensor\.detach\(\)\.numpy\(\) instead\.",
        "A tensor that learns becomes an array after .detach() only, which gives its numbers without their graph.",
    ),
    Message(
        RuntimeError,
        r"Trying to backward through the graph a second time [\s\S]{1,400}",
        "After backward() the graph of a loss is gone. Compute the loss anew before each backward().",
    ),
    Message(
        RuntimeError,
        r"element 0 of tensors does not require grad and does not have a grad_fn",
        "This loss has no graph to go back through. Was something computed inside no_grad(), or detached, on the way?",
    ),
    Message(
        RuntimeError,
        r"a leaf Variable that requires grad is being used in an in-place operation\.",
        "A parameter can be written to inside `with torch.no_grad():` only.",
    ),
    Message(
        RuntimeError,
        r"expected target dtype to be Long or Byte, but got \w{1,20}|expected scalar type Long but found \w{1,20}",
        "Labels are whole numbers, torch.int64, and no floats.",
    ),
    Message(
        RuntimeError,
        r"view size is not compatible with input tensor's size and stride [\s\S]{1,200}",
        "After a permute or a transpose the numbers don't lie in order any more, and view can't take them as a row. Is "
        "the other order meant? Then reshape makes a copy.",
    ),
    Message(
        RuntimeError,
        r"Given groups=1, weight of size \[[\d, ]{1,80}\], expected input\[[\d, ]{1,80}\] to have SIZE channels, "
        r"but got SIZE channels instead",
        "These filters are made for {size1} channels, and {size2} come in. The axes are (N, C, H, W).",
        "These filters are made for a different number of channels than come in. The axes are (N, C, H, W).",
    ),
    Message(
        AttributeError,
        r"cannot assign module before Module\.__init__\(\) call",
        "Begin __init__ with super().__init__(), which makes room for the layers.",
    ),
    Message(
        TypeError,
        r"NAME\(\): argument 'NAME' \(position SIZE\) must be Tensor, not (?!numpy|int|float|list|tuple|None)NAME",
        "A {name3} is given here where a tensor is expected. A class such as nn.ReLU makes a layer, which has to be "
        "called; nn.functional.relu computes.",
        "A layer is given here where a tensor is expected. A class such as nn.ReLU makes a layer, which has to be "
        "called; nn.functional.relu computes.",
    ),
    Message(
        TypeError,
        r"NAME\(\): argument 'NAME' \(position SIZE\) must be Tensor, not numpy\.ndarray",
        "A layer of PyTorch takes tensors. Make one of an array: torch.tensor(x).",
    ),
    Message(
        TypeError,
        r"cannot assign '[\w.]{1,60}' (?:object to|as) parameter 'NAME' \(torch\.nn\.Parameter or None expected\)",
        "Only a parameter can take the place of a parameter: nn.Parameter(tensor). Or copy the numbers into it.",
    ),
)
# The first that has a sentence and matches explains an error. In feedback the first that matches does.
MESSAGES = (*_PYTHONS, *PYTORCHS)
