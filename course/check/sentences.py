"""All that a check may say of an answer: whole sentences with places for what differs from case to case.

A sentence is written down twice. A notebook shows its `text`, with the values that came and those that are expected.
Where these are not for the student, in a hidden test and in feedback, it shows what is `kept`: there nothing stands in
a place but words of a list. Such a list is that of `CLOSED` here, or the test has it: the names of its sizes, say. So
what is kept of all sentences is a list, too (`kept_messages`), and nothing that came can be read from it but which
sentence of the list it is.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

ON_HIDDEN_NUMBERS = "(Found on hidden numbers.)"
# By place, what may stand there in what is kept; the last of them stands for all others.
CLOSED: dict[str, tuple[str, ...]] = {
    "asked_kind": ("a whole number", "a text", "True or False", "None", "something else"),
    "axis": ("axis 0", "axis 1", "axis 2", "one of its axes"),
    "dtype": ("float16", "float32"),
    "ends": ("first one is", "first ones are", "last one is", "last ones are"),
    "argument": (*(f"its {nth} argument" for nth in ("first", "second", "third", "fourth")), "one of its arguments"),
    "held": ("True and False", "complex numbers", "Python objects", "text", "other things"),
    "kind": (
        *(f"type {name}" for name in ("int", "float", "bool", "complex", "str", "list", "tuple", "dict", "set")),
        *("type NoneType", "type ndarray", "type float64", "type int64", "type generator", "another type"),
    ),
    "letter": (*"ABCDEFGHI", "a line"),
    "raised": (
        *("ValueError", "TypeError", "IndexError", "KeyError", "NameError", "AttributeError", "AssertionError"),
        "another error",
    ),
    "sequence": ("list", "tuple"),
    "sign": ("", " and has the wrong sign"),
    "too": ("large", "small"),
    "warning": (
        "along the way a number gets larger than a float can be, as in exp(1000)",
        "along the way something is divided by 0, or the logarithm of 0 is taken",
        "along the way something has no value, as 0/0 or inf − inf",
        "along the way a number gets too small to be told from 0",
    ),
    "where": (*(f"at index {index}" for index in range(10)), "in one place"),
    "x": ("x",),
}


@dataclass(frozen=True)
class Told:
    """What is said of an answer: the rest of a sentence that begins with its name, and perhaps more sentences."""

    text: str  # with the values
    kept: str  # what of it may be said where values may not
    vague: bool = False  # whether it says no more than what came and what should have come

    def __add__(self, more: Told) -> Told:
        return Told(f"{self.text} {more.text}", f"{self.kept} {more.kept}".strip(), self.vague and more.vague)


@dataclass(frozen=True)
class Sentence:
    """A whole sentence, or several, with places for words in curly brackets."""

    text: str
    kept: str | None = None  # if it is not the same
    then: tuple[Sentence, ...] = ()  # sentences of which one may come after it
    vague: bool = False  # whether it says no more than what came and what should have come

    def told(self, **places: object) -> Told:
        """The sentence, filled in.

        Args:
            places: what stands in each place.
        """
        words = {place: str(value) for place, value in places.items()}
        closed = {
            place: value if value in CLOSED.get(place, (value,)) else CLOSED[place][-1]
            for place, value in words.items()
        }
        return Told(self.text.format(**words), self._kept.format(**closed), self.vague)

    def all_kept(self, own: Mapping[str, Iterable[str]]) -> Iterator[str]:
        """All that can be kept of it, with what may come after it.

        Args:
            own: words by place that the test has for places that are not in `CLOSED`. Not changed.
        """
        places = [place for _, place, _, _ in string.Formatter().parse(self._kept) if place]
        for words in product(*(CLOSED.get(place) or tuple(own.get(place, ())) for place in places)):
            kept = self._kept.format(**dict(zip(places, words, strict=True)))
            yield kept
            for after in self.then:
                yield from (f"{kept} {more}".strip() for more in after.all_kept(own))

    @property
    def _kept(self) -> str:
        return self.text if self.kept is None else self.kept


# --- anything

NO_ANSWER = Sentence("is None: either it is not attempted yet, or the function ends without returning or keeping it.")
NOT_ATTEMPTED = Sentence("is not attempted yet.")
HOLDS_ITSELF = Sentence("holds a list that was put into itself. Should something else be there?")
SLIP = Sentence("is not right yet. {slip}")
WRONG = Sentence("is {got}, and should be {wanted}.", "does not have the right value.", vague=True)
NOT_SO = Sentence("is not as it should be: {got} where {wanted} is expected.", "is not as it should be.", vague=True)

# --- what is no array, or an array of something else

FAR_TOO_LARGE = Sentence("is a whole number far too large.")
HOLDS_NO_NUMBER = Sentence(
    "holds {held} (dtype {dtype_got}), and a number that holds ordinary numbers is expected.",
    "holds {held}, and ordinary numbers are expected.",
)
HOLDS_NO_NUMBERS = Sentence(
    "holds {held} (dtype {dtype_got}), and a NumPy array of shape {shape} that holds ordinary numbers is expected.",
    "holds {held}, and ordinary numbers are expected.",
)
WRAP = Sentence("Wrap it: np.array(...).")
NO_NUMBER = Sentence("is of {kind}, and a number is expected.")
NO_ARRAY = Sentence(
    "is of {kind}, and a NumPy array of shape {shape} is expected.",
    "is of {kind}, and a NumPy array is expected.",
    then=(WRAP,),
)
KEEPS_GRAPH = Sentence(
    "is a tensor that keeps the graph of its computation. Take the numbers alone: .item() for one, .detach() for "
    "several."
)
SEQUENCE_NO_NUMBER = Sentence(
    "is a {sequence} of {count}, and a number is expected.", "is a {sequence}, and a number is expected."
)
SEQUENCE_NO_ARRAY = Sentence(
    "is a {sequence} of {count}, and a NumPy array of shape {shape} is expected.",
    "is a {sequence}, and a NumPy array is expected.",
    then=(WRAP,),
)
FUNCTION_NO_NUMBER = Sentence("is a function, and a number is expected. Is it called, with parentheses?")
FUNCTION_NO_ARRAY = Sentence(
    "is a function, and a NumPy array of shape {shape} is expected. Is it called, with parentheses?",
    "is a function, and a NumPy array is expected. Is it called, with parentheses?",
)

# --- shapes

VALUES_RIGHT = Sentence("The values are right, only the shape is not.")
VALUE_RIGHT = Sentence("The value is right, only the shape is not.")
ADD_UP = Sentence("The values are right, but not added up yet: sum over {axis}.")
DIAGONAL = Sentence("The values are right, and stand on the diagonal of a table of zeros: leave the table out.")
ADD_IT_UP = Sentence("The values are right, but not added up yet: take their sum.")
ADD_ALL_UP = Sentence("The values are right, but not added up yet: sum over all of them.")
REPEATED = Sentence("The right values are in it more than once.")
AVERAGE = Sentence("The values are right, but not averaged yet: take the mean over {axis}.")
AVERAGE_IT = Sentence("The values are right, but not averaged yet: take their mean.")
AVERAGE_ALL = Sentence("The values are right, but not averaged yet: take the mean over all of them.")
SUMMED = Sentence("It is the sum of the values that are expected: keep each one separate.")
SUMMED_OVER = Sentence("It is what is expected, summed over {axis}: keep each value separate.")
_AFTER_SHAPE = (
    *(VALUES_RIGHT, VALUE_RIGHT, DIAGONAL, ADD_UP, ADD_IT_UP, ADD_ALL_UP, REPEATED, AVERAGE, AVERAGE_IT, AVERAGE_ALL),
    *(SUMMED, SUMMED_OVER),
)
EMPTY = Sentence("It is empty, as x[p:-p] is where p is 0.")
SHAPE = Sentence(
    "has shape {got}, and {shape} is expected.",
    "does not have the shape that is expected.",
    (*_AFTER_SHAPE, EMPTY),
    vague=True,
)
NOT_SINGLE = Sentence(
    "has shape {got}, and a single number is expected.",
    "has several numbers or axes, and a single number is expected.",
    _AFTER_SHAPE,
    vague=True,
)
SINGLE = Sentence(
    "is a single number, and an array of shape {shape} is expected.",
    "is a single number, and an array is expected.",
    _AFTER_SHAPE,
    vague=True,
)
TRANSPOSE = Sentence(
    "has shape {got}, and {shape} is expected: this is the transpose.",
    "does not have the shape that is expected: this is the transpose.",
)
MOVE_AXES = Sentence(
    "The values are right: move the axes with transpose, since reshape leaves the numbers in their order."
)
OTHER_ORDER = Sentence(
    "has shape {got}, and {shape} is expected: these are the same sizes in another order.",
    "does not have the shape that is expected: these are the same sizes in another order.",
    then=(MOVE_AXES,),
    vague=True,
)

# --- values

FEW_DIGITS = Sentence(
    "is nearly right, but has only the digits of {dtype}. Stay with float64, which NumPy uses by itself."
)
NAN = Sentence("is nan (not a number).", vague=True)
NAN_IN = Sentence("contains nan (not a number), first at index {index}.", "contains nan (not a number).", vague=True)
INF = Sentence("is inf (infinity).", vague=True)
INF_IN = Sentence("contains inf (infinity), first at index {index}.", "contains inf (infinity).", vague=True)
ZERO = Sentence("is 0, and should not be.", vague=True)
NO_ROOM = Sentence(
    "An integer dtype can't hold decimals: begin with floats, by dtype=float or by a first number with a decimal point."
)
ZEROS = Sentence("is 0 everywhere, and should not be.", then=(NO_ROOM,), vague=True)
CUT = Sentence(
    "has lost the decimals: it has an integer dtype. Begin with floats, by x.astype(float), by dtype=float or by a "
    "first number with a decimal point."
)
ROUNDED = Sentence("is rounded to whole numbers: it has an integer dtype. Leave the decimals, in a float dtype.")
SUM_IS = Sentence("should sum to 1, and sums to {sum}.", "should sum to 1, and does not.", vague=True)
WHOLE_SUM = Sentence("sums to 1 as a whole, and each row should sum to 1 on its own.")
COLUMN_SUMS = Sentence(
    "has columns that sum to 1, and each row should: is this the wrong axis, or is the table still transposed?"
)
ROW_SUMS = Sentence(
    "has rows that do not sum to 1: the first is row {row}, which sums to {sum}.",
    "has rows that do not sum to 1.",
    vague=True,
)
SQUARE_TRANSPOSE = Sentence("is the transpose of what is expected: rows and columns are exchanged.")
REVERSED = Sentence("has the right values in reverse order.")
REVERSED_ALONG = Sentence("has the right values in reverse order along {axis}.")
SHUFFLED = Sentence("has the right values, but in other places.")
SIGN = Sentence("has the wrong sign.")
SIGNS = Sentence("has the wrong sign everywhere.")
_SUM_FOR_MEAN = "{size} is {label}: is this a sum where a mean is expected?"
_MEAN_FOR_SUM = "{size} is {label}: is it divided by this once too often, as with a mean in place of a sum?"
_BY_SIZE = "too large by a factor, which is {label}{sign}: is this a sum where a mean is expected?"
_BY_SIZE_SMALL = (
    "too small by a factor, which is {label}{sign}: is it divided by this once too often, as with a mean in place of a "
    "sum?"
)
NUMBER_TIMES_SIZE = Sentence(f"is too large by a factor of {{size}}{{sign}}. {_SUM_FOR_MEAN}", f"is {_BY_SIZE}")
NUMBER_BY_SIZE = Sentence(f"is too small by a factor of {{size}}{{sign}}. {_MEAN_FOR_SUM}", f"is {_BY_SIZE_SMALL}")
VALUE_TIMES_SIZE = Sentence(
    f"has the right shape {{shape}}, but its value is too large by a factor of {{size}}{{sign}}. {_SUM_FOR_MEAN}",
    f"has the right shape, but its value is {_BY_SIZE}",
)
VALUE_BY_SIZE = Sentence(
    f"has the right shape {{shape}}, but its value is too small by a factor of {{size}}{{sign}}. {_MEAN_FOR_SUM}",
    f"has the right shape, but its value is {_BY_SIZE_SMALL}",
)
VALUES_TIMES_SIZE = Sentence(
    f"has the right shape {{shape}}, but every value is too large by a factor of {{size}}{{sign}}. {_SUM_FOR_MEAN}",
    f"has the right shape, but every value is {_BY_SIZE}",
)
VALUES_BY_SIZE = Sentence(
    f"has the right shape {{shape}}, but every value is too small by a factor of {{size}}{{sign}}. {_MEAN_FOR_SUM}",
    f"has the right shape, but every value is {_BY_SIZE_SMALL}",
)
# What is wrong by a factor that is told gives away what is expected, where there is only one value.
NUMBER_FACTOR = Sentence(
    "is {got}, and should be {wanted}: it is too {too} by a factor of exactly {factor}{sign}.",
    "does not have the right value.",
)
VALUE_FACTOR = Sentence(
    "has the right shape {shape}, but its value is too {too} by a factor of {factor}{sign}.",
    "has the right shape, but its value is wrong.",
)
EQUAL_VALUES_FACTOR = Sentence(
    "has the right shape {shape}, but every value is too {too} by a factor of {factor}{sign}.",
    "has the right shape, but its values are wrong.",
)
FACTOR = Sentence(
    "has the right shape {shape}, but every value is too {too} by a factor of {factor}{sign}.",
    "has the right shape, but every value is too {too} by the same factor{sign}.",
)
OFFSET = Sentence(
    "has the right shape {shape}, but every value is too {too} by {amount}.",
    "has the right shape, but every value is too {too} by the same amount.",
)
VALUE_WRONG = Sentence(
    "has the right shape {shape}, but its value is wrong: it is {got}, and should be {wanted}.",
    "has the right shape, but its value is wrong.",
    vague=True,
)
IT_IS = Sentence("It is at index {index}: it is {got}, and should be {wanted}{off}.", "", vague=True)
WORST_IS = Sentence("The worst is at index {index}: it is {got}, and should be {wanted}{off}.", "", vague=True)
ONE_WRONG = Sentence(
    "has the right shape {shape}, but one of its {size} values is wrong.",
    "has the right shape, but one of its values is wrong.",
    vague=True,
)
SOME_WRONG = Sentence(
    "has the right shape {shape}, but {count} of its {size} values are wrong.",
    "has the right shape, but some of its values are wrong.",
    vague=True,
)
ALL_WRONG = Sentence(
    "has the right shape {shape}, but its values are wrong.",
    "has the right shape, but its values are wrong.",
    vague=True,
)
ROW_WRONG = Sentence(
    "has the right shape {shape}, but row {lines} is wrong.",
    "has the right shape, but one row is wrong.",
    vague=True,
)
ROWS_WRONG = Sentence(
    "has the right shape {shape}, but rows {lines} are wrong.",
    "has the right shape, but some rows are wrong.",
    vague=True,
)
COLUMN_WRONG = Sentence(
    "has the right shape {shape}, but column {lines} is wrong.",
    "has the right shape, but one column is wrong.",
    vague=True,
)
COLUMNS_WRONG = Sentence(
    "has the right shape {shape}, but columns {lines} are wrong.",
    "has the right shape, but some columns are wrong.",
    vague=True,
)

# --- what is exact

OTHER_KIND = Sentence("is of {kind}, and {asked_kind} is expected.", vague=True)
NO_LIST = Sentence("is of {kind}, and a list of {count} is expected.", "is of {kind}, and a list is expected.")
LENGTH = Sentence("has {got}, and {wanted} are expected.", "does not have the expected number of items.", vague=True)
LENGTH_ONE = Sentence("has {got}, and 1 is expected.", "does not have the expected number of items.", vague=True)
LENGTH_ENDS = Sentence(
    "has {got}, and {wanted} are expected: the {ends} missing.",
    "does not have the expected number of items: the {ends} missing.",
)
ITEMS_REVERSED = Sentence("has the right items in reverse order.")
ITEM = Sentence("is wrong {where}: it is {got}, and should be {wanted}.", "is wrong {where}.", vague=True)

# --- several things

ONE_THING = Sentence("is one item of {kind}, and {parts}")
OTHER_COUNT = Sentence("holds {count}, and {parts}", "holds a different number of items, and {parts}")

# --- what a function does

UNCHECKED = Sentence("can't be checked: the function that it belongs to gives nan or inf here.")
MAKE_NEW = Sentence(
    "Make new lists and arrays, and leave those that come in as they are. (A copy of a list is enough for append and "
    "pop; the arrays in it are still the same.)"
)
COMPUTE_NEW = Sentence(
    "Compute a new array: {x} = {x} + 1 makes one, {x} += 1 and {x}[0] = 1 change the old one. The same "
    "happens under another name: after same = {x} or same = {x}[1:], same += 1 changes {x}."
)
CHANGED = Sentence(
    "changed its argument {label_got} in place, so whoever called it no longer has what was passed in.",
    "changed {argument} in place, so whoever called it no longer has what was passed in.",
    then=(MAKE_NEW, COMPUTE_NEW),
)
RESTORED = Sentence(
    "changed its argument {label_got} in place and put it back only nearly: after x += h and x -= h the last digits "
    "may differ. Keep the old value, and put that back.",
    "changed {argument} in place and put it back only nearly: after x += h and x -= h the last digits may differ. "
    "Keep the old value, and put that back.",
)
WARNS = Sentence("makes NumPy warn: {warning}. That counts even if the result looks right.")
SILENT = Sentence(
    "raises {error}, as it should, but without a message: mention {missing}.",
    "raises {error}, as it should, but its message lacks something that is asked for.",
)
LEAVES_OUT = Sentence(
    "raises {error}, as it should, but its message {message} does not mention {missing}.",
    "raises {error}, as it should, but its message lacks something that is asked for.",
)
OTHER_ERROR = Sentence(
    "raised {kind_got} here{message}, and {error} is expected: raise {error}(...).",
    "raised {raised} here, and {error} is expected: raise {error}(...).",
)
NOT_MADE_AN_ARRAY = Sentence(
    "raised {kind_got} here{message}: a {sequence} came in, and was used as if it were an array. "
    "Make an array of it first, with np.asarray.",
    "raised {raised} here: a {sequence} came in, and was used as if it were an array. "
    "Make an array of it first, with np.asarray.",
)
RETURNED = Sentence(
    "returned {got}{given} where it should refuse: raise {error}(...).",
    "returned a result where it should refuse: raise {error}(...).",
)

# --- lines that are put in order

NO_LETTERS = Sentence("gives something of {kind} where the letters of the lines are expected, in quotes.")
NO_SUCH_LINE = Sentence(
    "has the letter {got}, and the lines are {first} to {last}.", "has a letter, and there is no such line."
)
LINE_TWICE = Sentence("has {letter} twice, and each line is used once.")
LINES_NEEDED = Sentence("has {count}, and {needed} are needed.", "does not have as many letters as lines are needed.")
EMPTY_LOOP = Sentence("does not run: {letter} begins a loop, so an indented line must come right after it.")
NO_LOOP = Sentence(
    "does not run: {letter} is indented, and the line before it neither begins a loop nor stands in one."
)
NOT_MADE_YET = Sentence(
    "does not run: {letter} uses {variable} before any line has made it.",
    "does not run: {letter} uses a name before any line has made it.",
)
LINE_STOPS = Sentence(
    "does not run: {letter} stops with {kind_got}, {message}.", "does not run: {letter} stops with {raised}."
)

_NOTHING = (NO_ANSWER, NOT_ATTEMPTED)
_NO_NUMBERS = (
    *(FAR_TOO_LARGE, HOLDS_NO_NUMBER, HOLDS_NO_NUMBERS, NO_NUMBER, NO_ARRAY, SEQUENCE_NO_NUMBER, SEQUENCE_NO_ARRAY),
    *(FUNCTION_NO_NUMBER, FUNCTION_NO_ARRAY, KEEPS_GRAPH),
)
_CLOSE = (
    *(*_NOTHING, HOLDS_ITSELF, SLIP, *_NO_NUMBERS, SHAPE, NOT_SINGLE, SINGLE, TRANSPOSE, OTHER_ORDER, FEW_DIGITS),
    *(NAN, NAN_IN, INF, INF_IN, ZERO, ZEROS, CUT, ROUNDED, SUM_IS, WHOLE_SUM, COLUMN_SUMS, ROW_SUMS),
    *(SQUARE_TRANSPOSE, REVERSED, REVERSED_ALONG, SHUFFLED, SIGN, SIGNS, NUMBER_TIMES_SIZE, NUMBER_BY_SIZE),
    *(VALUE_TIMES_SIZE, VALUE_BY_SIZE, VALUES_TIMES_SIZE, VALUES_BY_SIZE, NUMBER_FACTOR, VALUE_FACTOR),
    *(EQUAL_VALUES_FACTOR, FACTOR, OFFSET, WRONG, VALUE_WRONG, ONE_WRONG, SOME_WRONG, ALL_WRONG),
    *(ROW_WRONG, ROWS_WRONG, COLUMN_WRONG, COLUMNS_WRONG),
)
SAID_BY: dict[str, tuple[Sentence, ...]] = {  # each of the checks
    "arranged": (
        *(*_NOTHING, NO_LETTERS, NO_SUCH_LINE, LINE_TWICE, LINES_NEEDED),
        *(EMPTY_LOOP, NO_LOOP, NOT_MADE_YET, LINE_STOPS),
    ),
    "close": _CLOSE,
    "equal": (
        *(*_NOTHING, HOLDS_ITSELF, SLIP, OTHER_KIND, WRONG, NOT_SO),
        *(NO_LIST, LENGTH, LENGTH_ONE, LENGTH_ENDS, ITEMS_REVERSED, ITEM),
    ),
    "gradient": (*_CLOSE, UNCHECKED),
    "parts": (*_NOTHING, SLIP, ONE_THING, OTHER_COUNT),
    "quiet": (SLIP, WARNS),
    "raises": (SLIP, SILENT, LEAVES_OUT, OTHER_ERROR, NOT_MADE_AN_ARRAY, RETURNED),
    "shape": (*_NOTHING, HOLDS_ITSELF, SLIP, *_NO_NUMBERS, SHAPE),
    "unchanged": (SLIP, CHANGED, RESTORED),
}


def kept_messages(name: str, own: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """All that can be kept of what a check says of an answer, without the answer's name.

    Args:
        name: of the check.
        own: words by place that the test has for places that are not in `CLOSED`: "slip", "label", "parts", "error".
            Not changed.
    """
    return frozenset(kept for sentence in SAID_BY[name] for kept in sentence.all_kept(own))
