"""Pictures of lesson 05: computational graphs, with values on their way forward and gradients on their way back."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from course.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    Function,
    NoPicture,
    Numbers,
    ask,
    axes_at,
    call,
    listed,
    picture,
    show,
    whole,
)

Graph = Mapping[str, tuple[Any, Sequence[str]]]  # from a node's name to its gate and the names of its inputs
Point = Numbers

SIGNS = {"AddGate": "+", "MultiplyGate": "×", "MaxGate": "max", "SigmoidGate": "σ"}
RADIUS = 0.27  # of a gate, in inches
ROW = 1.05  # inches from one row to the next


def _sign(gate: Any) -> str:
    if isinstance(gate, str):
        return gate
    return SIGNS.get(type(gate).__name__, type(gate).__name__[:4])


def _short(value: float) -> str:
    """A number as it stands at an edge: three digits, a real minus sign, no exponent where it can be helped."""
    text = f"{value + 0.0:.0f}" if 1000 <= abs(value) < 1e6 else f"{value + 0.0:.3g}"
    return text.replace("-", "−")


def _long(value: float) -> str:
    return f"{value + 0.0:.8g}".replace("-", "−")


# --- where things stand -----------------------------------------------------------------------------------------------


def _checked(graph: Any, leaves: Mapping[str, float], topological_order: Function | None) -> list[str]:
    """The names of a graph's gates, each after its inputs; raises NoPicture if it is no graph, or there is no order."""
    if not isinstance(graph, dict) or not all(map(_is_node, graph.values())):
        raise NoPicture("This picture needs a graph: a dict from names to pairs of a gate and a list of names.")
    order = list(graph) if topological_order is None else call("topological_order", topological_order, graph)
    if type(order) not in (list, tuple) or not _same_names(order, graph):
        raise NoPicture("This picture needs `topological_order`, which should return a list of the names of all gates.")
    known = set(leaves)
    for name in order:
        for each in graph[name][1]:
            if each in graph and each not in known:
                raise NoPicture(f"This picture needs a graph in which `{each}` comes before `{name}`.")
            if each not in known:
                raise NoPicture(f"This picture needs a number for `{each}` among the leaves.")
        known.add(name)
    if not order:
        raise NoPicture("This picture needs a graph with a gate.")
    return list(order)


def _is_node(node: Any) -> bool:
    if type(node) not in (tuple, list) or len(node) != 2 or type(node[1]) not in (tuple, list):
        return False
    return len(node[1]) > 0 and all(type(each) is str for each in node[1])


def _same_names(order: Sequence[Any], graph: Graph) -> bool:
    return all(type(each) is str for each in order) and sorted(order) == sorted(graph)


def _columns(graph: Graph, order: Sequence[str]) -> dict[str, int]:
    """How far to the right each node stands: gates right of their inputs, other numbers just left of the first gate."""
    column: dict[str, int] = {}
    for name in order:
        column[name] = 1 + max(column.get(each, 0) for each in graph[name][1])
    for name in reversed(order):
        for each in graph[name][1]:
            if each not in graph:
                column[each] = min(column.get(each, len(order)), column[name] - 1)
    return column


def _rows(graph: Graph, order: Sequence[str]) -> dict[str, float]:
    """How far down each node stands: numbers as the last gate meets them, gates amid their inputs."""
    row: dict[str, float] = {}

    def place(name: str) -> float:
        if name not in row:
            row[name] = float(sum(each not in graph for each in row))
            if name in graph:
                count = [place(each) for each in dict.fromkeys(graph[name][1])]
                row[name] = float(np.mean(count))
        return row[name]

    for name in reversed(order):
        place(name)
    return row


# --- what the gates say -----------------------------------------------------------------------------------------------


def _ask_forward(gate: Any, *inputs: float) -> tuple[Any, float]:
    """A copy of the gate after its forward pass, and what that gave."""
    used = copy.deepcopy(gate)
    return used, float(ask(type(gate).__name__, lambda *numbers: used.forward(*numbers), *inputs, shape=()))


def _ask_backward(gate: Any, dout: float, count: int) -> list[float]:
    """What a gate sends to each of its inputs."""

    def row(number: float) -> Any:
        sent = gate.backward(number)
        return sent if sent is None or type(sent) in (list, tuple) else [sent]

    return [float(number) for number in ask(type(gate).__name__, row, dout, shape=(count,))]


class _Flow:
    """One pass forward and as much of one backward as a step asks for, by the student's gates."""

    def __init__(self, graph: Graph, leaves: Mapping[str, float], order: Sequence[str], step: int) -> None:
        self.values = {name: float(value) for name, value in leaves.items()}
        self.sent: dict[str, list[float]] = {}  # by the gate that sent them, one for each input
        self.arrived: dict[str, list[float]] = {}
        self.story = "the numbers that go in"
        self.active = ""
        self.back = step > len(order)
        gates: dict[str, Any] = {}
        for name in order[:step]:
            gate, inputs = graph[name]
            gates[name], self.values[name] = _ask_forward(gate, *(self.values[each] for each in inputs))
            self.active = name
            self.story = f"forward: {name} = {self._formula(_sign(gate), inputs)} = {_short(self.values[name])}"
        if not self.back:
            return
        self.active = ""
        self.arrived = {order[-1]: [1.0]}
        self.story = f"now back: the slope of {order[-1]} with respect to itself is 1"
        for name in order[::-1][: step - len(order) - 1]:
            inputs, here = graph[name][1], self.arrived.get(name, [0.0])
            self.sent[name] = _ask_backward(gates[name], float(np.sum(here)), len(inputs))
            for each, number in zip(inputs, self.sent[name], strict=True):
                self.arrived.setdefault(each, []).append(number)
            self.active = name
            comes = " + ".join(map(_short, here)) + (f" = {_short(sum(here))}" if len(here) > 1 else "")
            first, *others = (f"{_short(d)} to {each}" for each, d in zip(inputs, self.sent[name], strict=True))
            goes = " and ".join([first.replace(" to ", " goes to ", 1), *others])
            self.story = f"back through {name}: {comes} comes in, {goes}"

    def _formula(self, sign: str, inputs: Sequence[str]) -> str:
        numbers = [_short(self.values[each]) for each in inputs]
        if sign in ("+", "×"):
            return f" {sign} ".join(f"({each})" if each.startswith("−") else each for each in numbers)
        return f"{sign}({', '.join(numbers)})"


# --- drawing ----------------------------------------------------------------------------------------------------------


def _edge(ax: Axes, start: Point, end: Point, bend: float, colour: str, width: float) -> Point:
    """An arrow, bent by so many inches at its middle; returns the middle."""
    control = (start + end) / 2 - np.array([0.0, 2 * bend])
    t = np.linspace(0, 1, 40)[:, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    ax.plot(*curve.T, color=colour, linewidth=width, zorder=1, solid_capstyle="round")
    tip = curve[-1] - curve[-4]
    tip *= 0.13 / np.hypot(*tip)
    across = 0.5 * np.array([-tip[1], tip[0]])
    ax.fill(*np.array([end, end - tip + across, end - tip - across]).T, color=colour, zorder=1, linewidth=0)
    return np.asarray(curve[17])  # where edges that meet at a gate are still apart


def _numbers_at(ax: Axes, place: Point, value: str, gradient: str, bold: tuple[bool, bool]) -> None:
    """A value above a place of an edge, a gradient below."""
    for text, side, anchor, colour, strong in (
        (value, -0.05, "bottom", BLUE, bold[0]),
        (gradient, 0.07, "top", VERMILION, bold[1]),
    ):
        if text:
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
            ax.text(place[0], place[1] + side, text, ha="center", va=anchor, color=colour, fontsize=13, bbox=box,
                    fontweight="bold" if strong else "normal", zorder=3)  # fmt: skip


def _gate(ax: Axes, place: Point, sign: str, name: str, lit: bool) -> None:
    face = ORANGE if lit else "#f3e3c0"
    ax.add_patch(Circle((place[0], place[1]), RADIUS, facecolor=face, edgecolor="black", linewidth=1.5, zorder=2))
    ax.text(place[0], place[1], sign, ha="center", va="center", fontsize=12 if len(sign) > 1 else 17, zorder=3)
    ax.text(place[0], place[1] + RADIUS + 0.05, name, ha="center", va="top", fontsize=12, color=GREY, zorder=3)


def _inches(fig: Figure) -> Axes:
    """Axes over the whole figure, in inches from the upper left corner."""
    width, height = fig.get_size_inches()
    ax = axes_at(fig, 0, 0, width, height)
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()
    return ax


def _room(name: str) -> float:
    return 0.35 + 0.1 * len(name)


@picture
def graph_flow(
    graph: Graph,
    leaves: Mapping[str, float],
    step: int | None = None,
    topological_order: Function | None = None,
) -> None:
    """Draw a computational graph, with the value above and the gradient below each edge.

    Args:
        graph: from a node's name to a pair: your gate, and the names of its inputs. Not changed.
        leaves: from the names of all other inputs to numbers. Not changed.
        step: with n gates, after 0 steps nothing has been computed, after n all values are there, after n + 1 the
            gradient of the last gate, which is 1, and after 2n + 1 all gradients; None for all.
        topological_order: your function, which says in which order; None for the order in which `graph` has the nodes.
    """
    order = _checked(graph, leaves, topological_order)
    last = 2 * len(order) + 1
    flow = _Flow(graph, leaves, order, last if step is None else whole(step, 0, last, "step"))
    column, row = _columns(graph, order), _rows(graph, order)
    names = dict.fromkeys(each for name in order for each in graph[name][1] if each not in graph)
    uses = [each for name in order for each in graph[name][1]]
    first = max(_room(name) for name in names) if names else 0.5
    first = max([first, *(1.6 for name in names if uses.count(name) > 1)])  # for the sum of its gradients
    steps = max(column[order[-1]], 1)
    across = min(1.85, (9.75 - first - 1.25) / steps)
    bends = _bends(graph, order, column, row)
    top = 1.0 + max([0.0, *bends.values()])
    low = max([0.6, *(0.75 for name in names if uses.count(name) > 1), *(0.4 - bend for bend in bends.values())])
    inches = max(7.2, first + across * steps + 1.25)
    first += (inches - (first + across * steps + 1.25)) / 2
    fig = Figure(figsize=(inches, top + ROW * max(row.values()) + low))
    ax = _inches(fig)

    def at(name: str) -> Point:
        return np.array([first + across * column[name], top + ROW * row[name]])

    for name in names:
        meets = flow.arrived.get(name, [])
        x, y = at(name)
        box = {"facecolor": "#dceaf4", "edgecolor": BLUE, "boxstyle": "round,pad=0.25"}
        ax.text(x - 0.1, y, name, ha="right", va="center", fontsize=12, bbox=box, zorder=3)
        if len(meets) > 1:
            ax.text(x - 0.1, y + 0.2, f"{' + '.join(map(_short, meets))}\n= {_short(sum(meets))}", ha="right", va="top",
                    fontsize=12, color=VERMILION, zorder=3)  # fmt: skip
    for name in order:
        gate, inputs = graph[name]
        lit = name == flow.active
        for k, each in enumerate(inputs):
            start, end = at(each), at(name)
            bend = bends[name, k]
            start = start + np.array([RADIUS if each in graph else 0.02, 0])
            aim = np.array([start[0] - end[0], start[1] - end[1] - 2 * bend])
            end = end + (RADIUS + 0.02) * aim / np.hypot(*aim)
            colour = (VERMILION if flow.back else BLUE) if lit else GREY
            middle = _edge(ax, start, end, bend, colour, 3.0 if lit else 1.5)
            value = _short(flow.values[each]) if each in flow.values else ""
            gradient = _short(flow.sent[name][k]) if name in flow.sent else ""
            _numbers_at(ax, middle, value, gradient, (lit and not flow.back, lit and flow.back))
        _gate(ax, at(name), _sign(gate), name, lit)
    end = at(order[-1])
    middle = _edge(ax, end + np.array([RADIUS, 0]), end + np.array([1.1, 0]), 0, GREY, 1.5)
    value = _short(flow.values[order[-1]]) if order[-1] in flow.values else ""
    _numbers_at(ax, middle + np.array([0.02, 0]), value, "1" if flow.back else "", (False, flow.back))
    _title(ax, flow.story)
    show(fig, _told(graph, names, order, flow))


def _title(ax: Axes, text: str) -> None:
    """On one line, or on two where it would not fit."""
    width = ax.get_xlim()[1]
    if 0.1 * len(text) > width - 0.2:
        places = [place for place, sign in enumerate(text) if sign == " "]
        best = min(places, key=lambda place: abs(place - len(text) / 2))
        text = f"{text[:best]}\n{text[best + 1 :]}"
    ax.text(width / 2, 0.12, text, ha="center", va="top", fontsize=13)


def _bends(
    graph: Graph, order: Sequence[str], column: Mapping[str, int], row: Mapping[str, float]
) -> dict[tuple[str, int], float]:
    """How much each edge is bent, in inches: those that share both ends, and those that would pass through a gate."""
    bends = {}
    for name in order:
        inputs = list(graph[name][1])
        for k, each in enumerate(inputs):
            twins = [place for place, other in enumerate(inputs) if other == each]
            bend = 0.35 * (1 - 2 * twins.index(k) / (len(twins) - 1)) if len(twins) > 1 else 0.0
            for other in order:
                share = (column[other] - column[each]) / max(column[name] - column[each], 1)
                if 0 < share < 1 and abs(row[each] + share * (row[name] - row[each]) - row[other]) < 0.6:
                    bend = 0.4 * (column[name] - column[each])
            bends[name, k] = bend
    return bends


def _told(graph: Graph, names: Mapping[str, None], order: Sequence[str], flow: _Flow) -> str:
    def node(name: str) -> str:
        text = f"{name} = {_long(flow.values[name])}" if name in flow.values else name
        meets = flow.arrived.get(name)
        return f"{text}, gradient {_long(sum(meets))}" if meets else text

    gates = "; ".join(f"{_sign(graph[name][0])} of {' and '.join(graph[name][1])} gives {node(name)}" for name in order)
    start = "; ".join(map(node, names))
    return f"A computational graph, from left to right. Numbers that go in: {start}. Gates: {gates}. {flow.story}."


@picture
def gate_patterns(AddGate: Any, MultiplyGate: Any, MaxGate: Any, x: float, y: float, dout: float) -> None:
    """Draw three gates side by side, with the same numbers going in and the same gradient coming back.

    Args:
        AddGate: your class.
        MultiplyGate: your class.
        MaxGate: your class.
        x: the first number that goes into each gate.
        y: the second number that goes into each gate.
        dout: the number that comes back to each gate.
    """
    fig = Figure(figsize=(9.6, 3.3))
    ax = _inches(fig)
    told = []
    patterns = "adds: a copy to each", "multiplies: swaps, scales", "max: all to the larger"
    for k, (kind, pattern) in enumerate(zip((AddGate, MultiplyGate, MaxGate), patterns, strict=True)):
        name = getattr(kind, "__name__", "gate")
        gate, out = _ask_forward(call(name, kind), float(x), float(y))
        sent = _ask_backward(gate, float(dout), 2)
        left = 0.35 + 3.15 * k
        centre = np.array([left + 1.6, 1.75])
        for each, value, gradient, high in zip("xy", (x, y), sent, (1.15, 2.35), strict=True):
            box = {"facecolor": "#dceaf4", "edgecolor": BLUE, "boxstyle": "round,pad=0.25"}
            ax.text(left, high, each, ha="center", va="center", fontsize=13, bbox=box, zorder=3)
            aim = np.array([left + 0.2, high]) - centre
            end = centre + (RADIUS + 0.02) * aim / np.hypot(*aim)
            middle = _edge(ax, np.array([left + 0.18, high]), end, 0, GREY, 1.5)
            _numbers_at(ax, middle, _short(value), _short(gradient), (False, False))
        middle = _edge(ax, centre + np.array([RADIUS, 0]), centre + np.array([1.15, 0]), 0, GREY, 1.5)
        _numbers_at(ax, middle, _short(out), _short(dout), (False, False))
        _gate(ax, centre, _sign(gate), "", False)
        ax.text(left + 1.25, 0.3, pattern, ha="center", va="center", fontsize=14)
        told.append(f"{pattern}; out comes {_short(out)}, back go {_short(sent[0])} to x and {_short(sent[1])} to y")
    ax.text(4.8, 3.05, "blue, above: values, on their way to the right     red, below: gradients, on their way back",
            ha="center", va="center", fontsize=12, color=GREY)  # fmt: skip
    show(
        fig,
        f"Three gates, each with x = {_short(x)}, y = {_short(y)} and {_short(dout)} coming back. {'. '.join(told)}.",
    )


def _slopes(
    forward: Function, backward: Function, graph: Graph, leaves: Mapping[str, float], output: str
) -> dict[str, float]:
    """What the student's backward says of every leaf; raises NoPicture."""

    def both(graph: Graph) -> Any:
        forward(graph, dict(leaves))
        return backward(graph, output)

    found = call("backward", both, graph)
    if not isinstance(found, dict):
        raise NoPicture(f"This picture needs `backward`, which returned something of type {type(found).__name__}; it should be a dict.")  # fmt: skip # noqa: E501
    slopes = {}
    for name in leaves:
        if name not in found:
            raise NoPicture(f"This picture needs `backward`, whose dict should also have {name!r}.")
        slopes[name] = float(ask("backward", lambda name=name: found[name], shape=()))
    return slopes


def _tried(
    forward: Function,
    numerical_gradient: Function,
    graph: Graph,
    leaves: Mapping[str, float],
    output: str,
) -> tuple[Numbers, int]:
    """The slopes of every leaf, found by trying, and how many passes forward that took."""
    names, passes = list(leaves), 0

    def f(x: Numbers) -> float:
        nonlocal passes
        passes += 1
        return float(forward(graph, dict(zip(names, x.tolist(), strict=True)))[output])

    start = np.array([float(leaves[name]) for name in names])
    return ask("forward", lambda x: numerical_gradient(f, x), start, shape=start.shape), passes


@picture
def slope_table(
    forward: Function,
    backward: Function,
    numerical_gradient: Function,
    graph: Graph,
    leaves: Mapping[str, float],
    output: str,
) -> None:
    """Write the slopes that your backward finds beside those found by trying, and what each cost.

    Args:
        forward: forward(graph, leaves) returns a dict with the value of every node.
        backward: your function; backward(graph, output) returns a dict with the gradient of every node.
        numerical_gradient: numerical_gradient(f, x) returns an array of the shape of x.
        graph: from a node's name to a pair: your gate, and the names of its inputs. Not changed.
        leaves: from the names of all other inputs to numbers. Not changed.
        output: the node whose slopes are asked for.
    """
    graph = copy.deepcopy(graph)  # whose gates will have numbers of their own
    if not leaves:
        raise NoPicture("This picture needs numbers that go into the graph: `leaves` is empty.")
    for gate, inputs in graph.values():
        _ask_forward(gate, *[0.5] * len(inputs))  # so that a note names the gate that is not written yet
    call("topological_order", forward, graph, dict(leaves))
    mine = _slopes(forward, backward, graph, leaves, output)
    tried, passes = _tried(forward, numerical_gradient, graph, leaves, output)
    names = list(leaves)
    rows = [
        (name, _long(leaves[name]), _long(mine[name]), _long(float(t))) for name, t in zip(names, tried, strict=True)
    ]
    agree = sum(bool(np.isclose(mine[name], t, rtol=1e-4, atol=1e-7)) for name, t in zip(names, tried, strict=True))
    fig = Figure(figsize=(8.6, 1.55 + 0.34 * len(rows)))
    ax = _inches(fig)
    edges = (0.3, 3.6, 5.9, 8.3)
    for k, (title, colour) in enumerate((("", "black"), ("value", BLUE), ("your backward", VERMILION), ("by trying", GREEN))):  # fmt: skip # noqa: E501
        ax.text(edges[k], 0.62, title, ha="left" if k == 0 else "right", va="center", color=colour, fontweight="bold")
        for place, cells in enumerate(rows):
            ax.text(
                edges[k], 1.02 + 0.34 * place, cells[k], ha="left" if k == 0 else "right", va="center", color=colour
            )
    ax.plot([0.3, 8.3], [0.8, 0.8], color=GREY, linewidth=1)
    low = 1.02 + 0.34 * len(rows)
    ax.plot([0.3, 8.3], [low - 0.17, low - 0.17], color=GREY, linewidth=1)
    for k, text in enumerate(("passes through the graph", "", "1 forward, 1 back", f"{passes} forward")):
        ax.text(edges[k], low + 0.08, text, ha="left" if k == 0 else "right", va="center", fontweight="bold")
    ax.text(4.3, 0.2, f"slopes of {output}: {agree} of {len(rows)} agree", ha="center", va="center", fontsize=14)
    told = "; ".join(f"{name} = {value}: {slope} and {other}" for name, value, slope, other in rows)
    show(
        fig,
        f"The slopes of {output} as your backward finds them and by trying, {agree} of {len(rows)} agree: {told}. "
        f"Yours took one pass forward and one back, trying took {passes} forward.",
    )


@picture
def work_by_size(
    forward: Function,
    backward: Function,
    numerical_gradient: Function,
    MultiplyGate: Any,
    AddGate: Any,
    sizes: Sequence[int] = (1, 2, 5, 10, 20),
) -> None:
    """Draw how often gates are asked for all slopes of a weighted sum, by trying and backward.

    Args:
        forward: forward(graph, leaves) returns a dict with the value of every node.
        backward: your function; backward(graph, output) returns a dict with the gradient of every node.
        numerical_gradient: numerical_gradient(f, x) returns an array of the shape of x.
        MultiplyGate: your class.
        AddGate: your class.
        sizes: how many products are added up. Not changed.
    """
    asked = 0

    class Counted:
        def __init__(self, gate: Any) -> None:
            self.gate = gate

        def forward(self, *inputs: float) -> Any:
            nonlocal asked
            asked += 1
            return self.gate.forward(*inputs)

        def backward(self, dout: float) -> Any:
            nonlocal asked
            asked += 1
            return self.gate.backward(dout)

    counts = []
    for kind in (MultiplyGate, AddGate):
        _ask_forward(call(kind.__name__, kind), 1.0, 2.0)
    for size in sizes:
        graph, leaves, total = _weighted_sum(lambda kind: Counted(kind()), MultiplyGate, AddGate, size)
        call("topological_order", forward, graph, leaves)
        asked = 0
        _slopes(forward, backward, graph, leaves, total)
        mine, asked = asked, 0
        _tried(forward, numerical_gradient, graph, leaves, total)
        counts.append((len(leaves), asked, mine))
    inputs, tried, found = np.array(counts).T
    fig = Figure(figsize=(8.6, 4.6))
    ax = axes_at(fig, 1.0, 0.55, 7.2, 3.35)
    ax.loglog(inputs, tried, "o-", color=GREEN, markersize=8, linewidth=2, label="by trying")
    ax.loglog(inputs, found, "s-", color=VERMILION, markersize=8, linewidth=2, label="your backward")
    ax.set(xlabel="numbers whose slopes are asked for", ylabel="calls of a gate")
    ax.set_title(f"all slopes of a weighted sum: {tried[-1]:,} calls or {found[-1]:,}")
    ax.set_ylim(0.6, 4 * max(tried[-1], found[-1]))
    ax.set_xticks(inputs, [f"{number}" for number in inputs])
    ax.minorticks_off()
    ax.legend(loc="upper left")
    told = "; ".join(f"{n} numbers: {a:,} and {b:,}" for n, a, b in counts)
    show(
        fig, f"How often a gate is called for all slopes, by trying and by your backward, on logarithmic axes. {told}."
    )


def _weighted_sum(
    make: Callable[[Any], Any], MultiplyGate: Any, AddGate: Any, size: int
) -> tuple[dict[str, tuple[Any, list[str]]], dict[str, float], str]:
    """A graph that adds up products of two numbers each, its leaves, and the name of the result."""
    graph: dict[str, tuple[Any, list[str]]] = {}
    total = "product 0"
    for k in range(size):
        graph[f"product {k}"] = make(MultiplyGate), [f"w{k}", f"x{k}"]
        if k:
            graph[f"sum {k}"] = make(AddGate), [total, f"product {k}"]
            total = f"sum {k}"
    return graph, {f"{letter}{k}": 0.5 for letter in "wx" for k in range(size)}, total


@picture
def network_gradients(two_two_two: Function, x: ArrayLike, w: ArrayLike, t: ArrayLike) -> None:
    """Draw a network of two inputs, two hidden units and two outputs, with the gradient below each weight.

    Args:
        two_two_two: your function; two_two_two(x, w, t) returns h, o, E and dw; None for a picture without them.
        x: inputs, shape (2,). Not changed.
        w: weights, shape (8,). Not changed.
        t: targets, shape (2,). Not changed.
    """
    inputs, weights, targets = (np.array(each, dtype=float) for each in (x, w, t))
    found = np.full(13, np.nan)
    if two_two_two is not None:
        result = call("two_two_two", two_two_two, inputs, weights, targets)
        if type(result) not in (tuple, list) or len(result) != 4:
            raise NoPicture("This picture needs `two_two_two`, which should return four things: h, o, E and dw.")
        parts = zip(result, ((2,), (2,), (), (8,)), strict=True)
        found = np.concatenate([np.ravel(ask("two_two_two", lambda each=each: each, shape=at)) for each, at in parts])
    h, o, error, slopes = found[:2], found[2:4], found[4], found[5:]
    fig = Figure(figsize=(9.4, 4.7))
    ax = _inches(fig)
    across, down = (1.3, 4.3, 7.3), (1.35, 3.6)
    layers: list[tuple[str, Numbers, str]] = [
        ("x", inputs, "#dceaf4"),
        ("h", h, "#f3e3c0"),
        ("o", o, "#f3e3c0"),
    ]
    for k, (letter, values, colour) in enumerate(layers):
        for i, value in enumerate(values):
            ax.add_patch(
                Circle((across[k], down[i]), 0.42, facecolor=colour, edgecolor="black", linewidth=1.5, zorder=2)
            )
            text = f"{letter}{i + 1}" + ("" if np.isnan(value) else f"\n{value:.4g}")
            ax.text(across[k], down[i], text, ha="center", va="center", fontsize=12, zorder=3)
    for k, weight in enumerate(weights):
        layer, to, origin = k // 4, k // 2 % 2, k % 2
        start, end = np.array([across[layer], down[origin]]), np.array([across[layer + 1], down[to]])
        way = (end - start) / np.hypot(*(end - start))
        _edge(ax, start + 0.42 * way, end - 0.44 * way, 0, GREY, 1.5)
        place = start + (0.5 if to == origin else 0.27) * (end - start)
        gradient = "" if np.isnan(slopes[k]) else f"{slopes[k]:.6f}".replace("-", "−")
        _numbers_at(ax, place, f"W{k + 1} = {weight:.4g}", gradient, (False, False))
    for i, target in enumerate(targets):
        ax.text(across[2] + 0.6, down[i], f"target {target:.4g}", ha="left", va="center", fontsize=13, color=GREEN)
    title = "" if np.isnan(error) else f"E = {error:.8f}"
    ax.text(4.3, 0.35, title or "two inputs, two hidden units, two outputs, eight weights", ha="center", va="center",
            fontsize=14)  # fmt: skip
    told = f"{listed(inputs)} go in, the targets are {listed(targets)}, the weights W1 to W8 are {listed(weights)}."
    if title:
        told += f" Hidden {listed(h)}, outputs {listed(o)}, {title}. The slopes of the weights are {listed(slopes)}."
    show(fig, f"A network of two inputs, two hidden units and two outputs. {told}")
