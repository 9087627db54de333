"""Pictures of lesson 05 for the tests of all pictures, and what a student would have written."""

import numpy as np

from course import plots


class MultiplyGate:
    def forward(self, x, y):
        self.inputs = x, y
        return x * y

    def backward(self, dout):
        return tuple(dout * each for each in self.inputs[::-1])


class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        return 1 * dout, 1 * dout


class MaxGate:
    def forward(self, x, y):
        self.first = x > y
        return max(x, y)

    def backward(self, dout):
        return dout * self.first, dout * (not self.first)


class SigmoidGate:
    def forward(self, x):
        self.s = sigmoid(x)
        return self.s

    def backward(self, dout):
        return (self.s - self.s**2) * dout


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def topological_order(graph):
    order, left = [], list(graph)
    while left:
        ready = next(name for name in left if not set(graph[name][1]) & set(left))
        left.remove(ready)
        order.append(ready)
    return order


def forward(graph, leaves):
    values = dict(leaves)
    for name in topological_order(graph):
        gate, inputs = graph[name]
        values[name] = gate.forward(*(values[each] for each in inputs))
    return values


def backward(graph, output):
    slopes = {}

    def send(name, dout):
        slopes[name] = slopes.get(name, 0.0) + dout
        if name in graph:
            sent = graph[name][0].backward(dout)
            for each, number in zip(graph[name][1], sent if isinstance(sent, tuple) else [sent], strict=True):
                send(each, number)

    send(output, 1.0)
    return slopes


def numerical_gradient(f, x):
    steps = 1e-4 * np.eye(len(x))
    return np.array([(f(x + step) - f(x - step)) / 2e-4 for step in steps])


def two_two_two(x, w, t):
    V, U = w.reshape(2, 2, 2)
    h = sigmoid(V @ x)
    o = sigmoid(U @ h)
    miss = (o - t) * (o - o**2)
    dw = np.ravel([np.outer((miss @ U) * (h - h**2), x), np.outer(miss, h)])
    return h, o, np.sum((o - t) ** 2) / 2, dw


def shop():
    return {"apples": (MultiplyGate(), ["count", "price"]), "total": (MultiplyGate(), ["apples", "tax"])}


def fruit():
    return {
        "apples": (MultiplyGate(), ["apple_count", "apple_price"]),
        "oranges": (MultiplyGate(), ["orange_price", "orange_count"]),
        "fruit": (AddGate(), ["apples", "oranges"]),
        "total": (MultiplyGate(), ["fruit", "tax"]),
    }


def neuron():
    return {
        "a": (MultiplyGate(), ["w0", "x0"]),
        "b": (MultiplyGate(), ["w1", "x1"]),
        "c": (AddGate(), ["a", "b"]),
        "z": (AddGate(), ["c", "w2"]),
        "out": (SigmoidGate(), ["z"]),
    }


def swish():
    return {"s": (SigmoidGate(), ["x"]), "out": (MultiplyGate(), ["x", "s"])}


SHOP = {"count": 2.0, "price": 100.0, "tax": 1.1}
FRUIT = {"apple_count": 2.0, "apple_price": 100.0, "orange_price": 150.0, "orange_count": 3.0, "tax": 1.1}
NEURON = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
X, T = np.array([0.1, 0.2]), np.array([0.4, 0.6])
W = np.array([0.3, 0.25, 0.4, 0.35, 0.45, 0.4, 0.7, 0.6])

# None of a student's functions here returns an array: they have tests of their own.
STUDENT = {}
WITH_STUDENT = {}
ARRAYS = [X, T, W]

PICTURES = {
    "graph_flow, at first": lambda: plots.graph_flow(shop(), SHOP, 0),
    "graph_flow, forward": lambda: plots.graph_flow(shop(), SHOP, 2),
    "graph_flow, on the way back": lambda: plots.graph_flow(shop(), SHOP, 4),
    "graph_flow, shop": lambda: plots.graph_flow(shop(), SHOP),
    "graph_flow, fruit": lambda: plots.graph_flow(fruit(), FRUIT),
    "graph_flow, by an order": lambda: plots.graph_flow(dict(reversed(fruit().items())), FRUIT, 6, topological_order),
    "graph_flow, neuron": lambda: plots.graph_flow(neuron(), NEURON),
    "graph_flow, branch": lambda: plots.graph_flow(swish(), {"x": 2.0}),
    "gate_patterns": lambda: plots.gate_patterns(AddGate, MultiplyGate, MaxGate, 3.0, -4.0, 2.0),
    "slope_table": lambda: plots.slope_table(forward, backward, numerical_gradient, fruit(), FRUIT, "total"),
    "work_by_size": lambda: plots.work_by_size(forward, backward, numerical_gradient, MultiplyGate, AddGate, [1, 3, 9]),
    "network_gradients": lambda: plots.network_gradients(two_two_two, X, W, T),
    "network_gradients, none": lambda: plots.network_gradients(None, X, W, T),
}

EXTREMES = {
    "graph_flow, square": lambda: plots.graph_flow({"square": (MultiplyGate(), ["x", "x"])}, {"x": -3.0}),
    "graph_flow, one number": lambda: plots.graph_flow({"out": (SigmoidGate(), ["x"])}, {"x": 1.0}),
    "graph_flow, long numbers": lambda: plots.graph_flow(
        fruit(), {name: -123456.789 * value for name, value in FRUIT.items()}
    ),
    "graph_flow, deep": lambda: plots.graph_flow(
        {f"s{k + 1}": (SigmoidGate(), [f"s{k}"]) for k in range(7)}, {"s0": 0.1}
    ),
    "graph_flow, branch below": lambda: plots.graph_flow(
        {
            "s": (AddGate(), ["x", "y"]),
            "p": (MultiplyGate(), ["s", "s"]),
            "q": (MultiplyGate(), ["p", "s"]),
            "out": (AddGate(), ["q", "s"]),
        },
        {"x": -1.5, "y": 0.25},
    ),
    "gate_patterns, long numbers": lambda: plots.gate_patterns(AddGate, MultiplyGate, MaxGate, -1e3, -12345.6, 9.87e-5),
    "network_gradients, large": lambda: plots.network_gradients(two_two_two, X, -10 * W, T),
}
