"""The one policy for HTML of a student's: nothing of it runs, is fetched, has a name, or leaves its place.

A fragment goes through a parser that reads as browsers do, after all conversion, and only what is listed here comes out
of it. No element in the list has content that is anything but text and other elements of the list, so that whoever
reads what comes out, and however, finds the same tags in it.
"""

import re

import nh3

_TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img kbd li mark ol p pre s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var
    math none semantics merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms mspace msqrt
    mstyle msub msubsup msup mtable mtd mtext mtr munder munderover""".split()  # noqa: SIM905 (or one to a line)
)
_DROPPED_WITH_CONTENT = frozenset({"head", "script", "style", "title"})

_COLOUR = r"(?:#[0-9a-f]{3,8}|[a-z]{3,20}|(?:rgb|hsl)a?\([0-9., %]{1,40}\))"
_LENGTH = r"(?:0|[0-9]{1,3}(?:\.[0-9]{1,3})?(?:px|pt|em|ex|rem|%)?)"
_WORD = r"[a-z-]{1,20}"
_EDGE = rf"(?:{_LENGTH}|{_COLOUR})"
_STYLES = {
    "background": _COLOUR,
    "background-color": _COLOUR,
    "border": rf"{_EDGE}(?: {_EDGE}){{0,2}}",
    "border-collapse": _WORD,
    "color": _COLOUR,
    "font-size": r"(?:[6-9]|[123][0-9])(?:\.[0-9])?(?:px|pt)|(?:x-|xx-)?(?:small|large)|medium",  # none that multiplies
    "font-style": _WORD,
    "font-weight": rf"{_WORD}|[1-9]00",
    "margin": rf"(?:{_LENGTH}|auto)(?: (?:{_LENGTH}|auto)){{0,3}}",  # no negative one
    "max-width": _LENGTH,
    "padding": rf"{_LENGTH}(?: {_LENGTH}){{0,3}}",
    "text-align": _WORD,
    "text-decoration": _WORD,
    "vertical-align": _WORD,
    "white-space": _WORD,
    "width": _LENGTH,
}
for _side in ("top", "right", "bottom", "left"):
    _STYLES[f"border-{_side}"] = _STYLES["border"]
    _STYLES[f"margin-{_side}"] = rf"{_LENGTH}|auto"
    _STYLES[f"padding-{_side}"] = _LENGTH
_STYLE = {name: re.compile(value) for name, value in _STYLES.items()}
_LONGEST_STYLE = 500  # characters

# In the page itself, or a file beside it; nothing from elsewhere, which would tell who reads the page.
_PICTURE = r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*|(?:[\w-]+/)*[\w-]+\.(?:png|jpe?g|gif)"
_LINK = r"(?:https?://|mailto:|#)[^\s]*"
_BOOLEAN = "true|false"
_SPACE = r"[0-9](?:\.[0-9]{1,4})?(?:em|ex|px|pt)|0"  # in a formula
_ATTRIBUTES: dict[str, dict[str, str]] = {
    "*": {"style": r"(?s:.*)", "title": r"(?s:.*)"},
    "a": {"href": _LINK},
    "img": {"src": _PICTURE, "alt": r"(?s:.*)", "width": r"[0-9]{1,4}", "height": r"[0-9]{1,4}"},
    "table": {"border": r"[0-9]{1,2}"},
    "td": {"colspan": r"[0-9]{1,3}", "rowspan": r"[0-9]{1,3}"},
    "th": {"colspan": r"[0-9]{1,3}", "rowspan": r"[0-9]{1,3}"},
    "math": {"display": "block|inline"},
    "menclose": {"notation": r"[a-z ]{1,60}"},
    "mfenced": {"open": r".{1,2}", "close": r".{1,2}"},
    "mfrac": {"linethickness": _SPACE},
    "mi": {"mathvariant": _WORD},
    "mn": {"mathvariant": _WORD},
    "mo": {
        **dict.fromkeys(
            ["accent", "fence", "largeop", "movablelimits", "separator", "stretchy", "symmetric"], _BOOLEAN
        ),
        **dict.fromkeys(["lspace", "rspace", "minsize", "maxsize"], _SPACE),
        "form": "prefix|infix|postfix",
        "mathvariant": _WORD,
    },
    "mover": {"accent": _BOOLEAN},
    "mspace": {"width": rf"{_SPACE}|-0\.[0-9]{{1,4}}em"},  # \! goes back by less than a letter
    "mstyle": {"displaystyle": _BOOLEAN, "scriptlevel": "[0-2]", "mathcolor": _COLOUR, "mathvariant": _WORD},
    "mtable": {"columnalign": r"[a-z ]{1,200}", "columnlines": r"[a-z ]{1,200}", "rowlines": r"[a-z ]{1,200}"},
    "mtd": {"columnalign": _WORD},
    "mtext": {"mathvariant": _WORD},
    "munder": {"accentunder": _BOOLEAN},
    "munderover": {"accent": _BOOLEAN, "accentunder": _BOOLEAN},
}
_VALUES = {(tag, name): re.compile(value) for tag, values in _ATTRIBUTES.items() for name, value in values.items()}
# Controls; marks that turn the order of what stands around them; and what has no width, but for the two that join
# letters and emoji.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def clean_html(html: str) -> str:
    """Of a fragment of HTML what can stand in a page that is ours.

    It takes time and memory that grow with the square of what is unclosed in `html`; `fragments` bounds both.
    """
    # Last, since a character may have been written as a number.
    return seen(_CLEANER.clean(html))


def seen(text: str) -> str:
    """`text` without the characters that nobody sees, and that may change how the others look."""
    return _UNSEEN.sub("", text)


def _value(tag: str, name: str, value: str) -> str | None:
    allowed = _VALUES.get((tag, name)) or _VALUES.get(("*", name))
    if allowed is None or not allowed.fullmatch(value):
        return None
    return (_style(value) or None) if name == "style" else value


def _style(value: str) -> str:
    kept = []
    for declaration in value[:_LONGEST_STYLE].lower().split(";"):
        name, _, said = (" ".join(part.split()) for part in declaration.partition(":"))
        if (allowed := _STYLE.get(name)) and allowed.fullmatch(said):
            kept.append(f"{name}: {said}")
    return "; ".join(kept)


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes={tag: set(values) for tag, values in _ATTRIBUTES.items()},
    attribute_filter=_value,
    link_rel=None,  # nothing opens a window, and the pages say who gets to know where a reader comes from
    url_schemes={"data", "http", "https", "mailto"},
)
