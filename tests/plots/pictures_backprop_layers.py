"""Pictures of lesson 06 for the tests of all pictures, and what a student would have written."""

import numpy as np

from course import plots

RNG = np.random.default_rng(6)
X, DOUT = RNG.normal(size=(2, 3)), RNG.normal(size=(2, 3))
BATCH, W, B = RNG.normal(size=(4, 5)), RNG.normal(size=(5, 3)), RNG.normal(size=3)
ABOVE = RNG.normal(size=(4, 3))
POINTS, CLASSES = RNG.normal(size=(12, 2)), np.arange(12) % 3
SCORES = np.array([0.5, 0.0, 1.0])


class Relu:
    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0)

    def backward(self, dout):
        return np.where(self.positive, dout, 0)


class Sigmoid:
    def forward(self, x):
        self.out = (1 + np.tanh(x / 2)) / 2
        return self.out

    def backward(self, dout):
        return dout * (self.out - self.out**2)


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.W.T


class SoftmaxWithLoss:
    def forward(self, scores, labels):
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.p, self.labels = p / p.sum(axis=1, keepdims=True), labels
        return -np.mean(np.log(self.p[range(len(labels)), labels] + 1e-300))

    def backward(self, dout=1):
        return dout * (self.p - np.eye(self.p.shape[1])[self.labels]) / len(self.p)


class Network:
    def __init__(self, layers, last):
        self.layers, self.last = layers, last

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, labels):
        return self.last.forward(self.predict(x), labels)

    def gradient(self, x, labels):
        self.loss(x, labels)
        dout = self.last.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return [(layer.dW, layer.db) for layer in self.layers if hasattr(layer, "W")]


def numerical_gradient(f, x):
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + 1e-4
        ahead = f(x)
        x[place] = old - 1e-4
        gradient[place] = (ahead - f(x)) / 2e-4
        x[place] = old
    return gradient


def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))


def gradient_check(layer, x, dout):
    layer.forward(x)
    dx = layer.backward(dout)
    return relative_error(dx, numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x))


def check_network(network, x, labels):
    pairs, errors = network.gradient(x, labels), []
    for layer, (dW, db) in zip([layer for layer in network.layers if hasattr(layer, "W")], pairs, strict=True):
        slopes = [numerical_gradient(lambda _: network.loss(x, labels), array) for array in (layer.W, layer.b)]
        errors.append((relative_error(dW, slopes[0]), relative_error(db, slopes[1])))
    return np.array(errors)


def bias_gradient(dout):
    return dout.sum(axis=0)


# Classes and Network, which are more than a function, have tests of their own.
STUDENT = {"bias_gradient": bias_gradient, "gradient_check": gradient_check, "check_network": check_network}

WITH_STUDENT = {
    "bias_gradient": lambda function: lambda: plots.bias_arrows(BATCH, W, B, ABOVE, function),
    "gradient_check": lambda function: lambda: plots.checked_layers(function, Relu, Sigmoid, X, DOUT),
    "check_network": lambda function: (
        lambda: plots.checked_network(function, Network, {"A": Affine}, Relu, SoftmaxWithLoss)
    ),
}
ARRAYS = [X, DOUT, BATCH, W, B, ABOVE, POINTS, CLASSES, SCORES]


def walk(width, steps, network=Network, affine=Affine):
    return plots.network_walk(network, affine, Relu, SoftmaxWithLoss, POINTS, CLASSES, width, steps)


def steps(step):
    return lambda: plots.network_steps(Affine, Relu, SoftmaxWithLoss, step)


PICTURES = {
    "two_losses": lambda: plots.two_losses({"network A": [1.6, 0.3, 0.1], "network B": [1.6, 0.5, 0.4]}, 30),
    "layer_tables": lambda: plots.layer_tables(Relu, X, DOUT),
    "checked_layers": WITH_STUDENT["gradient_check"](gradient_check),
    "nudged_bias": lambda: plots.nudged_bias(BATCH, W, B, 1, 0.5),
    "bias_arrows": WITH_STUDENT["bias_gradient"](bias_gradient),
    "product_shapes": lambda: plots.product_shapes(5, 4, 3),
    "error_map": lambda: plots.error_map(Affine, BATCH, W, B, ABOVE, "your dW"),
    "error_map, a slip": lambda: plots.error_map(Affine, BATCH, W, B, ABOVE, "the first sample forgotten"),
    "softmax_push": lambda: plots.softmax_push(SoftmaxWithLoss, SCORES, 0),
    "network_steps": steps(8),
    "network_steps, forward": steps(3),
    "network_walk": lambda: walk(8, 20),
    "network_walk, no step": lambda: walk(8, 0),
    "checked_network": WITH_STUDENT["check_network"](check_network),
    "gradient_price": lambda: plots.gradient_price(
        numerical_gradient, Network, Affine, Relu, SoftmaxWithLoss, widths=(1, 4, 8)
    ),
}

EXTREMES = {
    "layer_tables, long numbers": lambda: plots.layer_tables(Sigmoid, -123456.789 * X, 1e-5 * DOUT),
    "layer_tables, small": lambda: plots.layer_tables(Relu, X[:1, :2], DOUT[:1, :2]),
    "checked_layers, huge errors": lambda: plots.checked_layers(lambda *_: 1e30, Relu, Sigmoid, X, DOUT),
    "checked_layers, no error": lambda: plots.checked_layers(lambda *_: 0.0, Relu, Sigmoid, X, DOUT),
    "nudged_bias, not at all": lambda: plots.nudged_bias(BATCH, W, B, 0, 0.0),
    "nudged_bias, far": lambda: plots.nudged_bias(BATCH, 1000 * W, B, 2, -12345.678),
    "bias_arrows, zeros": lambda: plots.bias_arrows(BATCH, W, B, 0 * ABOVE, bias_gradient),
    "bias_arrows, far off": lambda: plots.bias_arrows(BATCH, W, B, ABOVE, lambda dout: np.full(3, 1e6)),
    "bias_arrows, one sample": lambda: plots.bias_arrows(BATCH[:1], W, B, ABOVE[:1], bias_gradient),
    "product_shapes, small": lambda: plots.product_shapes(1, 1, 1),
    "product_shapes, large": lambda: plots.product_shapes(6, 6, 6),
    "error_map, exchanged": lambda: plots.error_map(Affine, BATCH, W, B, ABOVE, "two inputs exchanged"),
    "softmax_push, sure": lambda: plots.softmax_push(SoftmaxWithLoss, np.array([-600.0, 0.0, 1.0]), 0),
    "network_steps, start": steps(0),
    "network_steps, loss": steps(4),
    "network_walk, narrow": lambda: walk(1, 1),
}
