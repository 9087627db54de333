import numpy as np
import pytest

from course import plots
from tests.plots.failing import not_written
from tests.plots.pictures_chain_rule import (
    FRUIT,
    SHOP,
    AddGate,
    MaxGate,
    MultiplyGate,
    SigmoidGate,
    T,
    W,
    X,
    backward,
    forward,
    fruit,
    neuron,
    numerical_gradient,
    shop,
    swish,
    topological_order,
    two_two_two,
)

NO_GRAPH = "This picture needs a graph: a dict from names to pairs of a gate and a list of names."


class Blank:
    forward = backward = not_written


class Halfway(AddGate):
    backward = not_written


class Odd(MultiplyGate):
    """Sends back what is no pair of numbers."""

    def backward(self, dout):
        return self.answer


@pytest.mark.parametrize(
    ("step", "story", "values", "gradients"),
    [
        (0, "the numbers that go in", {"2", "100", "1.1"}, set()),
        (1, "forward: apples = 2 × 100 = 200", {"200"}, set()),
        (2, "forward: total = 200 × 1.1 = 220", {"220"}, set()),
        (3, "the slope of total with respect to itself is 1", {"220"}, {"1"}),
        (4, "back through total: 1 comes in, 1.1 goes to apples and 200 to tax", {"220"}, {"1", "1.1", "200"}),
        (5, "back through apples: 1.1 comes in, 110 goes to count and 2.2 to price", {"220"}, {"110", "2.2"}),
    ],
)
def test_graph_flow_goes_forward_then_back(step, story, values, gradients, drawn, published):
    plots.graph_flow(shop(), SHOP, step)

    assert values | gradients <= set(drawn[0])
    assert story in published[0].plain
    assert ("220" in drawn[0]) == (step >= 2)
    assert ("110" in drawn[0]) == (step == 5)


def test_graph_flow_without_a_step_is_the_last_one(published):
    plots.graph_flow(shop(), SHOP)
    plots.graph_flow(shop(), SHOP, 5)

    assert published[0].plain == published[1].plain
    assert "count = 2, gradient 110; price = 100, gradient 2.2; tax = 1.1, gradient 200" in published[0].plain


def test_graph_flow_adds_where_paths_meet(drawn, published):
    plots.graph_flow(swish(), {"x": 2.0})

    assert "0.881 + 0.21\n= 1.09" in drawn[0]
    assert "x = 2, gradient 1.0907842" in published[0].plain


def test_graph_flow_shows_the_students_gates(published):
    class NoSwap(MultiplyGate):
        def backward(self, dout):
            return super().backward(dout)[::-1]

    plots.graph_flow({"apples": (NoSwap(), ["count", "price"])}, SHOP)

    assert "count = 2, gradient 2; price = 100, gradient 100" in published[0].plain


def test_graph_flow_leaves_graph_and_gates_alone():
    graph = neuron()
    plots.graph_flow(graph, dict.fromkeys(("w0", "x0", "w1", "x1", "w2"), 0.5))

    assert list(graph) == list(neuron())
    assert all(not vars(gate) for gate, _ in graph.values())


def test_a_sketch_has_signs_for_gates(drawn, published):
    plots.graph_flow({"apples": ("×", ["count", "price"]), "total": ("×", ["apples", "tax"])}, SHOP, 0)

    assert {"×", "apples", "count"} <= drawn[0]
    assert len(published[0].images) == 1


@pytest.mark.parametrize(
    ("gate", "says"),
    [
        (Blank(), "This picture appears once you have written `Blank`."),
        (Halfway(), "This picture appears once you have written `Halfway`."),
    ],
)
def test_a_gate_that_is_not_written_is_a_note(gate, says, published):
    plots.graph_flow({"out": (gate, ["x", "y"])}, {"x": 1.0, "y": 2.0})

    assert (published[0].images, published[0].plain) == ([], says)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (None, "appears once you have written `Odd`."),
        (3.0, "needs `Odd`, which returned an array of shape (1,); it should be an array of shape (2,)."),
        ((1.0, 2.0, 3.0), "needs `Odd`, which returned an array of shape (3,); it should be an array of shape (2,)."),
        ((1.0, np.nan), "needs `Odd`, which returned nan or inf."),
        ((None, 1.0), "needs `Odd`, which returned something of type tuple that isn't real numbers."),
        ("two", "needs `Odd`, which returned something of type list that isn't real numbers."),
        (([1.0], [2.0, 3.0]), "needs `Odd`, which raised ValueError: "),
    ],
)
def test_a_gate_that_sends_something_odd_is_a_note(answer, says, published):
    Odd.answer = answer
    plots.graph_flow({"out": (Odd(), ["x", "y"])}, {"x": 1.0, "y": 2.0})
    plots.gate_patterns(AddGate, Odd, MaxGate, 1.0, 2.0, 1.0)

    assert [output.images for output in published] == [[], []]
    assert all(output.plain.startswith(f"This picture {says}") for output in published)


@pytest.mark.parametrize(
    ("graph", "order", "says"),
    [
        ({}, None, "This picture needs a graph with a gate."),
        (dict(reversed(shop().items())), None, "a graph in which `apples` comes before `total`."),
        (shop(), lambda graph: ["total", "apples"], "a graph in which `apples` comes before `total`."),
        (shop(), lambda graph: ["count", "apples"], "a list of the names of all gates."),
        (shop(), lambda graph: 7, "a list of the names of all gates."),
        (shop(), lambda graph: ["apples"], "a list of the names of all gates."),
        (shop(), lambda graph: [["apples"], 3], "a list of the names of all gates."),
        (shop(), not_written, "This picture appears once you have written `topological_order`."),
        ({"a": (AddGate(), ["b"]), "b": (AddGate(), ["a"])}, None, "a graph in which `b` comes before `a`."),
        (3, None, NO_GRAPH),
        ({"a": AddGate()}, None, NO_GRAPH),
        ({"a": (AddGate(), [])}, None, NO_GRAPH),
        ({"a": (AddGate(), "xy")}, None, NO_GRAPH),
        ({"a": (AddGate(), ["x"] * 2)}, None, "This picture needs a number for `x` among the leaves"),
    ],
)  # fmt: skip
def test_a_graph_that_can_not_be_drawn_is_a_note(graph, order, says, published):
    plots.graph_flow(graph, SHOP, topological_order=order)

    assert published[0].images == []
    assert says in published[0].plain


def test_graph_flow_draws_any_order_of_the_dict(published):
    plots.graph_flow(dict(reversed(fruit().items())), FRUIT, topological_order=topological_order)

    assert "total = 715, gradient 1" in published[0].plain


def test_gate_patterns_tells_what_comes_back(published, drawn):
    plots.gate_patterns(AddGate, MultiplyGate, MaxGate, 3.0, -4.0, 2.0)

    assert "multiplies: swaps, scales; out comes −12, back go −8 to x and 6 to y" in published[0].plain
    assert "max: all to the larger; out comes 3, back go 2 to x and 0 to y" in published[0].plain
    assert "−8" in drawn[0]


@pytest.mark.parametrize("place", range(3))
def test_gate_patterns_waits_for_all_three(place, published):
    kinds = [AddGate, MultiplyGate, MaxGate]
    kinds[place] = Blank
    plots.gate_patterns(*kinds, 1.0, 2.0, 3.0)

    assert published[0].plain == "This picture appears once you have written `Blank`."


def test_slope_table_has_both_slopes_and_counts_passes(published, drawn):
    plots.slope_table(forward, backward, numerical_gradient, fruit(), FRUIT, "total")

    assert "5 of 5 agree" in published[0].plain
    assert "tax = 1.1: 650 and 650" in published[0].plain
    assert "10 forward" in drawn[0]


def test_slope_table_tells_where_they_differ(published):
    def wrong(graph, output):
        return backward(graph, output) | {"tax": 7.0}

    plots.slope_table(forward, wrong, numerical_gradient, fruit(), FRUIT, "total")

    assert "4 of 5 agree" in published[0].plain
    assert "tax = 1.1: 7 and 650" in published[0].plain


NOTES = [
    (not_written, "This picture appears once you have written `backward`."),
    (lambda graph, output: None, "This picture appears once you have written `backward`."),
    (lambda graph, output: 3.0, "This picture needs `backward`, which returned something of type float; it should be"),
    (lambda graph, output: {}, "This picture needs `backward`, whose dict should also have "),
    (lambda graph, output: backward(graph, output) | {"x0": "a", "tax": "a"}, "This picture needs `backward`, which "),
    (lambda graph, output: {}[output], "This picture needs `backward`, which raised KeyError: "),
]


@pytest.mark.parametrize(("answer", "says"), NOTES)
def test_slopes_without_a_right_backward_are_notes(answer, says, published):
    plots.slope_table(forward, answer, numerical_gradient, fruit(), FRUIT, "total")
    plots.work_by_size(forward, answer, numerical_gradient, MultiplyGate, AddGate, [2])

    assert [output.images for output in published] == [[], []]
    assert all(output.plain.startswith(says) for output in published)


def test_slopes_name_what_is_missing_before_backward(published):
    def waits(graph, leaves):
        raise NotImplementedError

    plots.slope_table(waits, backward, numerical_gradient, fruit(), FRUIT, "total")
    plots.slope_table(forward, backward, numerical_gradient, {"out": (Blank(), ["tax"])}, {"tax": 1.0}, "out")
    plots.work_by_size(waits, backward, numerical_gradient, MultiplyGate, AddGate)
    plots.work_by_size(forward, backward, numerical_gradient, Blank, AddGate)
    plots.slope_table(forward, backward, numerical_gradient, {"s": (Halfway(), ["x", "x"])}, {"x": 1.0}, "s")
    plots.slope_table(forward, backward, numerical_gradient, fruit(), {}, "total")

    names = ["topological_order", "Blank", "topological_order", "Blank", "backward"]
    expected = [f"This picture appears once you have written `{name}`." for name in names]
    assert [output.plain for output in published[:5]] == expected
    assert "`leaves` is empty" in published[5].plain


def test_work_by_size_counts_calls_of_gates(published):
    plots.work_by_size(forward, backward, numerical_gradient, MultiplyGate, AddGate, [1, 3])

    # 2 numbers: 4 passes of 1 gate, or 2 calls. 6 numbers: 12 passes of 5 gates, or 10 calls.
    assert "2 numbers: 4 and 2; 6 numbers: 60 and 10." in published[0].plain


def test_network_gradients_shows_the_students_slopes(published, drawn):
    plots.network_gradients(two_two_two, X, W, T)

    assert "E = 0.02397190" in drawn[0]
    assert "0.025923" in drawn[0]
    assert "The slopes of the weights are 0.000809, 0.00162," in published[0].plain


def test_network_gradients_without_a_function_is_a_sketch(published, drawn):
    plots.network_gradients(None, X, W, T)

    assert "W8 = 0.6" in drawn[0]
    assert len(published[0].images) == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `two_two_two`."),
        (lambda x, w, t: None, "This picture appears once you have written `two_two_two`."),
        (lambda x, w, t: w, "This picture needs `two_two_two`, which should return four things: h, o, E and dw."),
        (lambda x, w, t: (x, t, 0.0, w[:4]), "This picture needs `two_two_two`, which returned an array of shape (4,)"),
        (lambda x, w, t: (x, t, np.inf, w), "This picture needs `two_two_two`, which returned nan or inf."),
        (lambda x, w, t: (x, t, "E", w), "This picture needs `two_two_two`, which "),
        (lambda x, w, t: (x, w, 0.0, t), "This picture needs `two_two_two`, which returned an array of shape (8,)"),
    ],
)
def test_network_gradients_of_something_odd_is_a_note(answer, says, published):
    plots.network_gradients(answer, X, W, T)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_arguments_stay_as_they_are(published):
    graph, leaves = fruit(), dict(FRUIT)
    plots.slope_table(forward, backward, numerical_gradient, graph, leaves, "total")
    plots.network_gradients(lambda x, w, t: (x, t, 0.0, np.negative(w, out=w)), X, W, T)

    assert all(not vars(gate) for gate, _ in graph.values())
    assert leaves == FRUIT
    assert W[0] == 0.3


def test_a_long_name_of_a_gate_is_cut(drawn, published):
    class ReciprocalGate(SigmoidGate):
        pass

    plots.graph_flow({"out": (ReciprocalGate(), ["x"])}, {"x": 0.0})

    assert "Reci" in drawn[0]
