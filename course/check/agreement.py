"""Verbs that agree with the names of answers: the loss is, the losses are.

The names are English, and a test writes them as it likes: "the losses of 20 epochs", "affine(x, W, b)", "dx". What
counts is the head noun, the last word before anything that belongs to it, such as "of 20 epochs".
"""

import re

_GROUP = re.compile(r"\([^()]*\)|\[[^][]*\]")  # what is called with, an index, or a remark
_CLAUSES = frozenset(("that", "how", "what", "which", "who", "whether", "why", "if"))  # begin a name that has no head
_ENDS = _CLAUSES | {  # end the part of a name that its head stands in
    *(
        "about",
        "above",
        "after",
        "afterwards",
        "as",
        "at",
        "before",
        "below",
        "beside",
        "besides",
        "between",
        "by",
        "for",
        "from",
    ),
    *("in", "into", "of", "on", "out", "over", "per", "since", "than", "to", "under", "up", "upwards", "when"),
    *("where", "while", "with", "without"),
}
_MANY = {
    *("all", "both", "few", "many", "most", "several", "some", "these", "those"),
    *("two", "three", "four", "five", "six"),
}
_NOT_MANY = {
    *("bias", "canvas", "lens", "alias", "atlas", "series", "species", "always", "times", "comes", "dscores"),
}
_IRREGULAR = {"maxima", "minima", "criteria", "children", "people"}

_VERBS = {"is": "are", "has": "have", "holds": "hold", "contains": "contain", "sums": "sum", "does": "do"}
# What else changes in what is said of several things.
_REST = (
    (r"^(are [^.:]*) and has the wrong sign", r"\1 and have the wrong sign"),
    (r"\beither it is (.*) keeping it\b", r"either they are \1 keeping them"),
    (r"^(have [^.]*\b)its (values?\b|\d)", r"\1their \2"),
    (r"^(have [^.]*\bof )its\b", r"\1their"),
    (r"^((?:are|have) [^.]*): it has\b", r"\1: they have"),
    (r"^(are nearly right, but) has\b", r"\1 have"),
    (r"^are not as it should be\b", "are not as they should be"),
    (r": it is too\b", ": they are too"),
)


def agreeing(name: str, message: str) -> str:
    """What is said of an answer, with verbs for its name.

    Args:
        name: of the answer.
        message: the rest of a sentence that begins with the name, and perhaps more sentences; of one thing.
    """
    if not is_plural(name):
        return message
    message = message.replace("should sum to 1, and sums", "should sum to 1, and sum")
    message = message.replace("should sum to 1, and does", "should sum to 1, and do")
    verb, space, rest = message.partition(" ")
    if verb not in _VERBS:
        return message
    message = f"{_VERBS[verb]}{space}{rest}"
    for of_one, of_several in _REST:
        message = re.sub(of_one, of_several, message)
    return message


def is_plural(name: str) -> bool:
    """Whether the name of an answer stands for several things.

    Args:
        name: as a test writes it.
    """
    while name != (shorter := _GROUP.sub(" ", name)):
        name = shorter
    phrase: list[str] = []
    for word in re.split(r"[,:]", name)[0].split():
        if word in _ENDS:
            break
        phrase.append(word)
    if not phrase or name.split()[0] in _CLAUSES:
        return False
    head = phrase[-1]
    if phrase[0] in ("a", "an", "each", "every", "one"):
        return False
    if "and" in phrase and phrase[0] in ("the", "both"):
        return True
    return head in _MANY or head in _IRREGULAR or _ends_as_plurals_do(head)


def _ends_as_plurals_do(word: str) -> bool:
    """Whether a word ends in s as a plural does, and is a word rather than a name in code."""
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return ends and word.isalpha() and len(word) > 3 and word not in _NOT_MANY
