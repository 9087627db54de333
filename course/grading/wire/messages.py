"""What is said: each message, question and answer with its fields by name. On the wire it is a list, in their order.

A message that comes from a student's process can be anything. `unpack` looks at the number of its parts and gives them
names; of what kind a part is, whoever reads it has to see for himself.
"""

import re
from typing import Any, NamedTuple, TypeVar

LONGEST = 20_000  # characters of an error's text, or of a line of its traceback
MOST_LINES = 60  # of a traceback
WORD = re.compile(r"[^\W\d]\w{0,63}")  # a name that may stand in a message, if it is known
Encoded = Any  # a value, as a codec encodes it

_Message = TypeVar("_Message", bound=NamedTuple)


class WireError(Exception):
    """The other side sent what it must not, or is gone; nothing can be asked of it any more."""


def unpack(kind: type[_Message], parts: Any, otherwise: str) -> _Message:
    """Give `parts` the names of the fields of `kind`; what they are is not looked at.

    Args:
        kind: one of the classes below, or of another module of the wire.
        parts: as they came out of msgpack.
        otherwise: what the other side did if these are no such parts, for the error.
    Raises:
        WireError: they are no list, or more or fewer than `kind` has fields.
    """
    if type(parts) is not list or len(parts) != len(kind._fields):
        raise WireError(otherwise)
    return tuple.__new__(kind, parts)  # which is all that kind._make does, and faster


# --- the two sides ----------------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """An array that both sides have was changed in place, and is now this."""

    number: int
    shape: list[int]
    raw: bytes


class FromReferee(NamedTuple):
    """A question, whose kind is `what`; or the answer to a `Callback`: "done" and a value, or "failed" and `Raised`."""

    number: int  # of the question, or of the one that is now asked
    what: str
    body: Any
    changes: list[Change]
    dropped: list[int]  # numbers of objects and arrays that are not needed any more


class FromStudent(NamedTuple):
    """The answer to a question: "done" and what belongs to it, or "failed" and `Failure`; or "ask" and a `Callback`."""

    number: int  # of the question
    what: str
    body: Any
    shown: list[list[Any]]  # since the last message: `Text`, `Rich`, `Clear`, `Error`
    changes: list[Change]


# --- what the referee may ask -----------------------------------------------------------------------------------------


class File(NamedTuple):
    """A file that came with the notebook."""

    name: str  # with / between the parts
    content: bytes


class Files(NamedTuple):
    """Write files."""

    files: list[File]


class Run(NamedTuple):
    """Run a cell; the answer is "ran", "failed" or "interrupted"."""

    source: str
    execution_count: int  # of the cells so far, this one included


class Define(NamedTuple):
    """Run code of the instructor's, whose source stays outside; the answer is None, whatever comes of it."""

    code: bytes  # compiled, by marshal


class Names(NamedTuple):
    """The answer is a `Value` for each of these global variables, or None where there is none."""

    names: list[str]


class Bind(NamedTuple):
    """Give a global variable another value: one of the student's objects, or a function of the test's."""

    name: str
    value: Encoded


class Unbind(NamedTuple):
    """Delete a global variable."""

    name: str


class Call(NamedTuple):
    """Call an object or, if there is a name, its method of that name; the answer is `Called`."""

    number: int
    method: str
    args: Encoded
    kwargs: Encoded


class Get(NamedTuple):
    """The answer is a public attribute of an object."""

    number: int
    name: str


class Set(NamedTuple):
    """Give a public attribute of an object another value."""

    number: int
    name: str
    value: Encoded


class Item(NamedTuple):
    """The answer is one element of a sequence."""

    number: int
    key: Encoded


class Size(NamedTuple):
    """The answer is how many elements a sequence has."""

    number: int


class Trace(NamedTuple):
    """The answer is the lines of the traceback of an error."""

    number: int  # of the question that it was the answer to


Question = Files | Run | Define | Names | Bind | Unbind | Call | Get | Set | Item | Size | Trace
QUESTIONS: dict[str, type[Question]] = {
    kind.__name__.lower(): kind for kind in (Files, Run, Define, Names, Bind, Unbind, Call, Get, Set, Item, Size, Trace)
}


# --- what is answered -------------------------------------------------------------------------------------------------


class Value(NamedTuple):
    """What a variable stands for."""

    value: Encoded


class Called(NamedTuple):
    """What came of a call."""

    answer: Encoded
    changed: Encoded  # the arguments, if the call changed any but arrays, and None otherwise
    warned: Encoded  # texts of NumPy's warnings


class Failure(NamedTuple):
    """The student's code raised an error."""

    classes: list[str]  # names of its class, and of those that it inherits from
    text: str
    where: str  # name of the function that raised it
    changed: Encoded  # as in `Called`


class Callback(NamedTuple):
    """The student's code calls a function of the test's."""

    function: int  # its number
    args: Encoded
    kwargs: Encoded


class Raised(NamedTuple):
    """A function of the test's raised an error."""

    name: str  # of a built-in class
    text: str


# --- what code shows, which begins with its kind ----------------------------------------------------------------------


class Text(NamedTuple):
    """Something was written; the kind is "stdout" or "stderr"."""

    kind: str
    text: str


class Rich(NamedTuple):
    """Something was displayed ("display"), drawn anew ("update"), or is the value of a cell ("result")."""

    kind: str
    data: list[str]  # MIME type and content by turns
    metadata: list[str]  # name and value by turns
    display: str  # the number under which it can be drawn anew


class Clear(NamedTuple):
    """What was shown so far is to go; the kind is "clear"."""

    kind: str
    wait: bool  # until something new comes


class Error(NamedTuple):
    """An error ended the cell; the kind is "error"."""

    kind: str
    name: str  # of its class
    text: str
    lines: list[str]  # of its traceback
