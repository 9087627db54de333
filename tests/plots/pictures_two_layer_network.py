"""Pictures of lesson 07 for the tests of all pictures, and the functions that a student would have written."""

import functools

import matplotlib.pyplot as plt
import numpy as np

from course import data, plots

TINY = np.array([[[56, 231], [24, 1]], [[120, 30], [24, 0]], [[20, 31], [240, 100]], [[56, 201], [22, -10]]])
KINDS = np.array([0, 1, 2, 0])
NAMES = ["cat", "dog", "ship"]
ROWS = TINY.reshape(4, 4) / 255
POINTS = np.array(
    [[0.1, 0.2], [-0.3, 0.1], [0.2, -0.2], [1.2, 0.1], [-1.0, 0.9], [0.3, -1.3], [-1.1, -0.8], [0.2, 1.3]]
)
SIDES = np.array([0, 0, 0, 1, 1, 1, 1, 1])
IMAGES, FIGURES = data.digits()
DIGITS = [IMAGES[:300].reshape(300, 64), FIGURES[:300], IMAGES[1500:1600].reshape(100, 64), FIGURES[1500:1600]]


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


class OneLayerNet:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        return x @ self.W + self.b

    def step(self, x, labels, lr):
        p = softmax(self.forward(x))
        d = (p - np.eye(len(self.b))[labels]) / len(x)
        self.W, self.b = self.W - lr * x.T @ d, self.b - lr * d.sum(axis=0)
        return -np.mean(np.log(p[np.arange(len(x)), labels] + 1e-12))


class TwoLayerNet:
    def __init__(self, D, H, C, seed=0, scale=0.3):
        rng = np.random.default_rng(seed)
        self.W1, self.b1 = scale * rng.normal(size=(D, H)), np.zeros(H)
        self.W2, self.b2 = scale * rng.normal(size=(H, C)), np.zeros(C)

    def forward(self, x):
        return np.maximum(x @ self.W1 + self.b1, 0) @ self.W2 + self.b2

    def step(self, x, labels, lr):
        h = np.maximum(x @ self.W1 + self.b1, 0)
        p = softmax(h @ self.W2 + self.b2)
        d = (p - np.eye(len(self.b2))[labels]) / len(x)
        back = (d @ self.W2.T) * (h > 0)
        self.W2, self.b2 = self.W2 - lr * h.T @ d, self.b2 - lr * d.sum(axis=0)
        self.W1, self.b1 = self.W1 - lr * x.T @ back, self.b1 - lr * back.sum(axis=0)
        return -np.mean(np.log(p[np.arange(len(x)), labels] + 1e-12))


def one(D, C):
    return OneLayerNet(np.zeros((D, C)), np.zeros(C))


def to_rows(images):
    return images.reshape(len(images), -1) / 255


def train_steps(net, x, labels, lr, steps):
    return np.array([net.step(x, labels, lr) for _ in range(steps)])


def accuracy(scores, labels):
    return np.mean(scores.argmax(axis=1) == labels)


def batch_list(x, t, size, rng):
    order = rng.permutation(len(x))
    return [(x[order[k : k + size]], t[order[k : k + size]]) for k in range(0, len(x), size)]


def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        for some_x, some_t in batch_list(x, labels, size, rng):
            net.step(some_x, some_t, lr)
        for start, a, t in (("", x, labels), ("val_", x_val, labels_val)):
            p = softmax(net.forward(a))
            history[start + "loss"].append(-np.mean(np.log(p[np.arange(len(a)), t] + 1e-12)))
            history[start + "accuracy"].append(accuracy(p, t))
    return history


def trained(layers):
    net = one(64, 10) if layers == 1 else TwoLayerNet(64, 40, 10, scale=0.1)
    return net, train(net, *DIGITS, 6, 20, 0.5, np.random.default_rng(1))


def momentum_step(W, v, dW, lr, momentum):
    v = momentum * v - lr * dW
    return W + v, v


class Shrinks(TwoLayerNet):
    """A net of two layers whose weights shrink a little in each step."""

    def __init__(self, decay):
        super().__init__(64, 40, 10, scale=0.1)
        self.decay = decay

    def weights(self):
        return [(self.W1, self.b1), (self.W2, self.b2)]

    def step(self, x, labels, lr):
        self.W1, self.W2 = (1 - lr * self.decay) * self.W1, (1 - lr * self.decay) * self.W2
        return super().step(x, labels, lr)


@functools.cache
def with_decay(decay):
    net = Shrinks(decay)
    return net, train(net, *DIGITS, 6, 20, 0.5, np.random.default_rng(1))


def loss_and_accuracy(histories):
    fig, axes = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    for history in histories.values():
        axes[0].plot(history["loss"])
        axes[1].plot(history["val_accuracy"])
    return fig


# Functions whose results are no arrays have tests of their own.
STUDENT = {f.__name__: f for f in (to_rows, train_steps, accuracy)}

WITH_STUDENT = {
    "to_rows": lambda function: lambda: plots.pixel_rows(function, TINY, KINDS, NAMES),
    "train_steps": lambda function: lambda: plots.six_by_step(one(4, 3), function, ROWS, KINDS, NAMES, 0.5, 20),
    "accuracy": lambda function: (
        lambda: plots.decision_map(TwoLayerNet(2, 4, 2), train_steps, function, POINTS, SIDES, 0.5, 20)
    ),
}
ARRAYS = [TINY, KINDS, ROWS, POINTS, SIDES, *DIGITS]


def compared():
    runs = {"one layer": (one(4, 3), ROWS, KINDS), "not scaled, two layers": (TwoLayerNet(4, 3, 3), 255 * ROWS, KINDS)}
    plots.losses_compared(train_steps, runs, 0.5, 30, "Two nets")


def map_of(net, steps):
    return lambda: plots.decision_map(net, train_steps, accuracy, POINTS, SIDES, 0.5, steps)


def at_rate(lr, width):
    plots.lr_and_width(lambda units: TwoLayerNet(64, units, 10, scale=0.1), train, DIGITS, lr, width)


def opened(net=None):
    sets = {"training": DIGITS[:2], "test": DIGITS[2:]}
    plots.three_sets(lambda: net or with_decay(0.001)[0], accuracy, sets)


PICTURES = {
    "six_images": lambda: plots.six_images(TINY, KINDS, NAMES),
    "pixel_rows": WITH_STUDENT["to_rows"](to_rows),
    "six_by_step": WITH_STUDENT["train_steps"](train_steps),
    "six_by_step, no step": lambda: plots.six_by_step(one(4, 3), train_steps, ROWS, KINDS, NAMES, 0.5, 0),
    "decision_map": map_of(TwoLayerNet(2, 4, 2), 40),
    "decision_map, one layer, no step": map_of(one(2, 2), 0),
    "losses_compared": compared,
    "batches_by_epoch": lambda: plots.batches_by_epoch(batch_list, 13, 5),
    "learning": lambda: plots.learning(loss_and_accuracy, trained),
    "confusion": lambda: plots.confusion(trained, 2, *DIGITS[2:]),
    "what_units_look_for": lambda: plots.what_units_look_for(trained),
    "sure_mistakes": lambda: plots.sure_mistakes(trained, 1, *DIGITS[2:]),
    "lr_and_width": lambda: at_rate(0.5, 16),
    "three_runs": lambda: plots.three_runs(),
    "valley": lambda: plots.valley(0.045, momentum_step, 0.8),
    "valley, plain": lambda: plots.valley(0.01),
    "descents": lambda: plots.descents(with_decay, {"plain descent": 0.0, "momentum 0.9": 0.01}),
    "decayed": lambda: plots.decayed(with_decay, 0.01),
    "three_sets": opened,
}

EXTREMES = {
    "pixel_rows, not scaled": lambda: plots.pixel_rows(lambda images: images.reshape(4, -1) * -1e5, TINY, KINDS, NAMES),
    "six_by_step that flies off": lambda: plots.six_by_step(one(4, 3), train_steps, 255 * ROWS, KINDS, NAMES, 5.0, 100),
    "decision_map, a single line": map_of(TwoLayerNet(2, 1, 2), 300),
    "decision_map, many lines": map_of(TwoLayerNet(2, 16, 2), 300),
    "batches_by_epoch, 20 alone": lambda: plots.batches_by_epoch(batch_list, 20, 1),
    "batches_by_epoch, a few": lambda: plots.batches_by_epoch(batch_list, 2, 5, epochs=1),
    "what_units_look_for, a few": lambda: plots.what_units_look_for(trained, most=3),
    "sure_mistakes, one": lambda: plots.sure_mistakes(trained, 2, *DIGITS[2:], most=1),
    "sure_mistakes, 20": lambda: plots.sure_mistakes(trained, 1, IMAGES[1000:].reshape(797, 64), FIGURES[1000:], 20),
    "lr_and_width that falls apart": lambda: at_rate(3.0, 100),
    "lr_and_width, one unit": lambda: at_rate(0.05, 1),
    "valley that is left": lambda: plots.valley(0.052, momentum_step, 0.98),
    "descents that fall apart": lambda: plots.descents(with_decay, {"plain descent": 0.0, "momentum 0.99": -3.0}),
    "decayed, all of it": lambda: plots.decayed(with_decay, 1.0),
    "three_sets, nothing read": lambda: opened(one(64, 10)),
}
