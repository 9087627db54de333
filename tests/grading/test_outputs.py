"""What a student's process says it showed becomes outputs that are small, well formed and run nothing."""

import base64
import re
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course.grading.clean import clean_html
from course.grading.fragments import Allowance
from course.grading.outputs import LEFT_OUT, Outputs, clean_data

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()


def shown(*items: Any, limit: int = 1000) -> list[NotebookNode]:
    cell = new_code_cell("x", id="a")
    outputs = Outputs(limit)
    outputs.begin(cell, 3)
    outputs.student(list(items))
    nbformat.validate(new_notebook(cells=[cell]))
    return cell.outputs


def text_of(outputs: list[NotebookNode]) -> str:
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (["stdout", "a"], {"output_type": "stream", "name": "stdout", "text": "a"}),
        (["stderr", "a"], {"output_type": "stream", "name": "stderr", "text": "a"}),
        (
            ["result", ["text/plain", "1"], [], ""],
            {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 3},
        ),
        (
            ["display", ["text/html", "<b>x</b>", "text/plain", "x"], [], ""],
            {"output_type": "display_data", "data": {"text/html": "<b>x</b>", "text/plain": "x"}, "metadata": {}},
        ),
        (
            ["error", "ValueError", "no", ["line"]],
            {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["line"]},
        ),
    ],
)
def test_honest_items(item: list[Any], expected: dict[str, Any]) -> None:
    assert shown(item) == [expected]


def test_streams_are_joined() -> None:
    outputs = shown(["stdout", "a"], ["stdout", "b"], ["stderr", "c"], ["stdout", "d"])

    assert [(output.name, output.text) for output in outputs] == [("stdout", "ab"), ("stderr", "c"), ("stdout", "d")]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.binary(max_size=5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=10,
)
KINDS = st.sampled_from(
    ["stdout", "stderr", "display", "update", "result", "error", "clear", "text/plain", "text/html"]
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ANYTHING | st.tuples(KINDS, ANYTHING | KINDS, ANYTHING, ANYTHING).map(list)) | ANYTHING)
def test_items_of_any_shape_leave_a_valid_notebook(items: Any) -> None:
    cell = new_code_cell("x", id="a")
    outputs = Outputs(1000)
    outputs.begin(cell, 1)
    outputs.student(items)
    outputs.student([["stdout", "after"]])

    nbformat.validate(new_notebook(cells=[cell]))
    assert text_of(cell.outputs).endswith("after")


def test_what_was_handed_in_is_shown_cleaned_and_bounded() -> None:
    cell = new_code_cell("x", id="a")
    outputs = Outputs(1000)
    outputs.begin(cell, 3)
    picture = {"image/png": "aGVsbG8=", "text/html": "<b>p</b><script>alert(1)</script>", "application/json": "{}"}
    outputs.handed_in(
        [
            new_output("stream", name="stderr", text="careful\x07"),
            new_output("display_data", picture),
            new_output("execute_result", {"text/plain": "4"}),
            new_output("error", ename="E", evalue="why", traceback=["line"]),
            new_output("stream", name="stdout", text="x" * 5000),
        ],
        8,
    )

    assert cell.execution_count == 8
    assert [output.output_type for output in cell.outputs] == [
        *("stream", "display_data", "execute_result", "error", "stream"),
    ]
    warned, drawn, result, error, long = cell.outputs
    assert (warned.name, warned.text) == ("stderr", "careful")
    assert drawn.data == {"image/png": "aGVsbG8=", "text/html": "<b>p</b>"}
    assert (result.data, result.execution_count) == ({"text/plain": "4"}, 8)
    assert (error.ename, error.evalue, error.traceback) == ("E", "why", ["line"])
    assert len(long.text) < 1200
    nbformat.validate(new_notebook(cells=[cell]))


@pytest.mark.parametrize(
    "item",
    [
        *(None, 5, "ab", [], [[]], ["stdout"], ["stdout", 5], ["stdout", b"a"], ["stdout", "a", "b"], ["unknown", "a"]),
        *(["display"], ["display", [], [], ""], ["display", ["text/plain"], [], ""], ["display", [1, 2], [], ""]),
        *(["display", ["application/javascript", "alert(1)"], [], ""], ["display", ["text/plain", ["x"]], [], ""]),
        *(["display", ["application/vnd.jupyter.widget-view+json", "{}"], [], ""], ["display", [["x"], "x"], [], ""]),
        *(["update", ["text/plain", "x"], [], "nobody"], ["error", 1, 2, 3], ["error", "a", "b", [1]], ["error"]),
        *(["display", ["image/png", "<script>"], [], ""], ["display", ["image/jpeg", "%%%"], [], ""]),
    ],
    ids=repr,
)
def test_items_that_are_not_well_formed_are_left_out(item: Any) -> None:
    assert shown(item, ["stdout", "after"]) == shown(["stdout", "after"])


def size_of(outputs: list[NotebookNode]) -> int:
    return len(nbformat.writes(new_notebook(cells=[new_code_cell("", outputs=outputs)])).encode())


@pytest.mark.parametrize(
    "items",
    [
        [["stdout", "x" * 10**6]],
        [["stdout", "é" * 10_000]],
        [["stdout", "x"], ["stderr", "y"]] * 20_000,
        [["display", ["text/plain", "x"], [], ""]] * 20_000,
        [["display", ["text/html", "<b>x</b>"], [], ""]] * 20_000,
        [["display", ["text/plain", "x" * 10**6], [], ""]],
        [["error", "x" * 10**5, "x" * 10**5, ["x" * 100] * 10**4]] * 1000,
        [["display", ["text/plain", "x"], [], "a"]] * 20 + [["update", ["text/plain", "x" * 5000], [], "a"]],
        [["clear", True], ["stdout", "x" * 900]] * 1000,
    ],
    ids=["text", "wide text", "two streams", "displays", "html", "one display", "errors", "updates", "cleared"],
)
def test_a_cell_has_a_limit_in_bytes(items: list[Any]) -> None:
    outputs = shown(*items, limit=10_000)

    assert size_of(outputs) < 50_000
    assert len(outputs) < 100
    if items[0][0] not in ("error", "clear"):
        assert text_of(outputs).count("More was shown") == 1


def test_what_fits_of_a_long_text_is_kept() -> None:
    assert text_of(shown(["stdout", "é" * 800]))[:300] == "é" * 300


def test_all_cells_together_have_a_limit() -> None:
    outputs, total = Outputs(1000), 0
    for count in range(100):
        cell = new_code_cell("x")
        outputs.begin(cell, count)
        outputs.student([["stdout", "x" * 700]])
        total += text_of(cell.outputs).count("x")

    assert total <= 10_000


def test_clear_output() -> None:
    assert text_of(shown(["stdout", "a"], ["clear", False], ["stdout", "b"])) == "b"
    assert text_of(shown(["stdout", "a"], ["clear", True], ["stdout", "b"])) == "b"
    assert text_of(shown(["stdout", "a"], ["clear", True])) == "a"
    assert text_of(shown(["stdout", "a"], ["clear", False])) == ""


def test_update_display() -> None:
    old, new = (
        ["display", ["text/plain", "old"], [], "n"],
        ["update", ["text/html", "<i>new</i><script>x</script>"], [], "n"],
    )
    other = ["display", ["text/plain", "other"], [], "m"]

    assert [output.data for output in shown(old, other, new)] == [{"text/html": "<i>new</i>"}, {"text/plain": "other"}]


# --- HTML -------------------------------------------------------------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><use href=\"data:image/svg+xml,<svg id='x' onload='alert(1)'/>#x\"/></svg>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror = "alert(1)" alt=x>',
    "<img/src=x/onerror=alert(1)>",
    '<img src="http://evil/pixel.png">',
    '<img src="//evil/pixel.png">',
    '<img srcset="http://evil/1 1x" alt=x>',
    '<img src="data:text/html,<script>alert(1)</script>">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "<img name=getElementById><img id=body>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A;ava&Tab;script&colon;alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href=" data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="&#100;ata:text/html,x">x</a>',
    '<a href="\x01data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="https://x" onclick=alert(1) target=_blank ping=//evil>x</a>',
    '<a id=location name=cookie href="#">x</a>',
    '<div style="background:url(javascript:alert(1))">x</div>',
    '<div style="background-image:url(//evil/x)">x</div>',
    '<div style="width:expression(alert(1))">x</div>',
    '<div style="behavior:url(x.htc)">x</div>',
    '<div style="position:fixed;top:0;left:0;z-index:9">x</div>',
    '<div style="color:red;-moz-binding:url(//evil)">x</div>',
    "<style>@import '//evil/x.css';</style>",
    "<style><img src=x onerror=alert(1)></style>",
    "<link rel=stylesheet href=//evil/x.css>",
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
    '<embed src="javascript:alert(1)">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
    "<input onfocus=alert(1) autofocus>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    '<base href="//evil/">',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    '<?xml version="1.0"?><img src=x onerror=alert(1)>',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    "<plaintext><img src=x onerror=alert(1)>",
    '<table background="javascript:alert(1)"><td background="//evil"></table>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<div is=x slot=y contenteditable tabindex=1 autofocus onfocus=alert(1)>x</div>",
    "<sty<style></style>le>@import '//evil'</sty<style></style>le>",
    '<portal src="//evil"></portal>',
    "<b onmouseover=alert(1)//x>",
]
HARMLESS = {
    *("style", "title", "href", "colspan", "rowspan", "border", "src", "alt", "width", "height"),
}


class _Reader(HTMLParser):
    """Collects what is wrong, as a parser sees it that is not the one that cleaned it."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in [
            "script",
            "svg",
            "mglyph",
            "style",
            "link",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "button",
            "meta",
            "base",
            "body",
            "video",
            "audio",
        ]:
            self.wrong.append(tag)
        if tag in [
            "template",
            "textarea",
            "noscript",
            "title",
            "xmp",
            "plaintext",
            "portal",
            "marquee",
            "use",
            "animate",
            "isindex",
            "head",
            "html",
        ]:
            self.wrong.append(tag)
        for name, value in attrs:
            plain = re.sub(r"[\x00-\x20\x7f]", "", value or "").lower()
            if name not in HARMLESS:
                self.wrong.append(name)
            if name == "href" and not plain.startswith(("http://", "https://", "mailto:", "#")):
                self.wrong.append(f"href {value}")
            if name == "src" and not re.match(r"data:image/(png|jpeg|gif|svg\+xml);base64,", plain):
                self.wrong.append(f"src {value}")
            if name == "style" and re.search(r"url|expression|import|behavior|position|binding|\\|/\*", plain):
                self.wrong.append(f"style {value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data}")


def wrong_with(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.wrong


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_html_that_would_run_or_fetch_does_not_survive(payload: str) -> None:
    for html in (
        payload,
        f"<table><tr><td>{payload}</td></tr></table>",
        payload * 2,
        f"<p title='{payload}'>{payload}",
    ):
        cleaned = clean_html(html)
        assert wrong_with(cleaned) == []
        assert wrong_with(clean_html(cleaned)) == []


def test_the_reader_sees_what_is_wrong() -> None:
    """Or the test above would pass whatever comes out."""
    unseen = [payload for payload in PAYLOADS if not wrong_with(f"{payload}>")]

    assert len(unseen) <= 4  # those which only a careless cleaner turns into something


@pytest.mark.parametrize("mime", ["text/html", "text/markdown", "text/latex", "image/svg+xml"])
def test_every_kind_of_display_is_cleaned(mime: str) -> None:
    for payload in PAYLOADS:
        for content in clean_data({mime: payload}, Allowance()).values():
            assert wrong_with(content) == []


FRAME = """<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>a &lt; b</th></tr></thead>
  <tbody><tr><th>0</th><td>1.5</td></tr></tbody>
</table>
</div>"""


def test_honest_html_survives() -> None:
    expected = re.sub(r"<style.*</style>", "", FRAME, flags=re.DOTALL).replace(' class="dataframe"', "")

    assert re.sub(r"\s+", "", clean_html(FRAME)) == re.sub(r"\s+", "", expected).replace(":right;", ":right")
    for html in (
        f'<img alt="a figure" src="data:image/png;base64,{PNG}">',
        '<a href="https://numpy.org">NumPy</a>',
        '<a href="#below">below</a>',
        "<p>1 &lt; 2 &amp; 3</p>",
        '<table><tbody><tr><td colspan="2" style="color: rgb(1, 2, 3)">x</td></tr></tbody></table>',
        "<b>bold</b> <code>x = 1</code><br>",
        "text <em>only</em>",
    ):
        assert sorted(re.findall(r"[^\s<>]+", clean_html(html))) == sorted(re.findall(r"[^\s<>]+", html))


def test_pictures_survive() -> None:
    assert clean_data({"image/png": PNG + "\n"}, Allowance()) == {"image/png": PNG + "\n"}
    (drawn,) = clean_data({"image/svg+xml": "<svg onload='alert(1)'/>"}, Allowance()).values()
    assert drawn.startswith('<img src="data:image/svg+xml;base64,')


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("color: red; position: fixed", "color: red"),
        ("COLOR:#A0B0C0;Background-Color : rgb(1,2,3)", "color: #a0b0c0; background-color: rgb(1,2,3)"),
        ("margin: -5px; padding: 3px 2em", "padding: 3px 2em"),
        ("margin: 1px auto; margin-left: -1em; margin-top: 2px", "margin: 1px auto; margin-top: 2px"),
        ("margin: 0 -5px", ""),
        ("margin-top: calc(-1 * 5px)", ""),
        ("font-size: 12px; font-size: 300%; font-size: 99px", "font-size: 12px"),
        ("width: 50%; height: 0; line-height: 0; float: left", "width: 50%"),
        ("vertical-align: top; vertical-align: 90px", "vertical-align: top"),
        ("border: 1px solid black; border: 1px url(x)", "border: 1px solid black"),
        ("background: url(//x.test); color: r\\65 d; color: var(--x)", ""),
        ("/**/color: red; co/**/lor: red; color: red !important", ""),
        ("transform: scale(9); z-index: 9; opacity: 0; display: none; text-indent: -9em", ""),
        ("x" * 10**6, ""),
    ],
)
def test_styles_that_stay(style: str, expected: str) -> None:
    assert clean_html(f'<p style="{style}">x</p>') == (f'<p style="{expected}">x</p>' if expected else "<p>x</p>")


def test_no_fragment_has_names_or_what_nobody_sees() -> None:
    hostile = "<b id=a class=b name=c data-x=d dir=rtl title='\u202ex'>&#x202e;\u200b✓&ZeroWidthSpace; 👩\u200d💻</b>"

    assert clean_html(hostile) == '<b title="x">✓ 👩\u200d💻</b>'
    assert text_of(shown(["stdout", "\u202e3 fo 0\u202c\ufeff✓\u2066\x07"])) == "3 fo 0✓"


def test_html_that_takes_too_much_is_left_out_and_the_rest_is_shown() -> None:
    squared = "".join(f"<p><b title={i}>" for i in range(20_000))
    outputs = shown(
        ["display", ["text/html", squared, "text/plain", "a"], [], ""],
        ["display", ["text/html", "<i>b</i>"], [], ""],
        limit=10**6,
    )

    assert outputs[0].data == {"text/html": LEFT_OUT, "text/plain": "a"}
    assert outputs[1].data == {"text/html": "<i>b</i>"}
