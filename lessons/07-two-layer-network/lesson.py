# %% [markdown]
# # 7 · A network of two layers
#
# **Six tiny pictures, then 1,797 real ones: what does the second layer buy?**
#
# You have all the parts: layers, losses, gradients, steps downhill. Here they become a network that learns: first one of a single layer, for six pictures of four pixels, and in the end one that reads handwriting it has never seen.
#
# At the end you will be able to
#
# - write a network of one layer and one of two, forward and backward,
# - show what one layer can't do, and see how a second one can,
# - check that a network is sane, and train it with minibatches,
# - make training faster with momentum, and keep weights small with weight decay,
# - tell from a loss curve what is wrong, and say what an accuracy is worth.
#
# | | |
# | --- | --- |
# | time | about 105 minutes, and about four hours if all this is new to you; part 5 ends with a good place for a break |
# | points | 36, of which 4 are for questions in your own words |
# | you need | NumPy, classes with `self`, `for` loops |
# | it builds on | lesson 2 (`softmax`), lesson 3 (cross-entropy), lesson 4 (gradient descent) and lesson 6 (backward through a layer, `Network`) |
# | you don't need | your own answers to those lessons: whatever is needed is given here |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet.

# %% given="setup"
import functools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

from course import check, data, plots, widgets


def softmax(scores):
    """Lesson 2: from scores, shape (N, C), to probabilities: each row sums to 1."""
    powers = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def softmax_cross_entropy(scores, labels):
    """Lesson 3: the mean cross-entropy of scores (N, C) for labels (N,), whole numbers."""
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])


class Affine:
    """Lesson 6: x @ W + b. Backward leaves the gradients in dW and db."""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    """Lesson 6: negative numbers become 0."""

    def forward(self, x):
        self.positive = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        return dout * self.positive


class SoftmaxWithLoss:
    """Lesson 6: the mean cross-entropy of scores (N, C) for labels (N,)."""

    def forward(self, scores, labels):
        self.p, self.labels = softmax(scores), labels
        return softmax_cross_entropy(scores, labels)

    def backward(self):
        return (self.p - np.eye(self.p.shape[1])[self.labels]) / len(self.p)


class Network:
    """Lesson 6: layers in a row, and a last layer that gives the loss. Part 8 needs it."""

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


# six pictures of two by two pixels, and what each of them shows: 0, 1 or 2
tiny = np.array(
    [
        [[56, 231], [24, 1]],
        [[120, 30], [24, 0]],
        [[20, 31], [240, 100]],
        [[56, 201], [22, -10]],
        [[140, 27], [30, 10]],
        [[25, 30], [230, 110]],
    ]
)
kinds = np.array([0, 1, 2, 0, 1, 2])
KINDS = ["cat", "dog", "ship"]

# %% [markdown]
# ## Before you start
#
# Answer each question on paper before you unfold its answer.
#
# <details><summary>1. A sample has the scores 0 and log 3. What does softmax make of them, and what is the cross-entropy if class 0 is right?</summary>Their exponentials are 1 and 3, so the probabilities are 1/4 and 3/4. The loss is −log(1/4) = log 4 = 1.386, because only the probability of the right class counts.</details>
# <details><summary>2. A layer computes x @ W, for x of shape (5, 2) and W of shape (2, 3), and dout arrives at its output. Which products give dW and dx?</summary>dW is x.T @ dout, (2, 5) times (5, 3), and dx is dout @ W.T, (5, 3) times (3, 2). Each gradient must have the shape of what it belongs to.</details>
# <details><summary>3. The loss is w², and w is 3. Where does one step of gradient descent lead with learning rate 0.1, and where with 1.1?</summary>The slope is 2w = 6. With 0.1 the step leads to 3 − 0.6 = 2.4, and the loss falls. With 1.1 it leads to 3 − 6.6 = −3.6: it jumps over the valley, and the loss grows.</details>

# %% given="six_images"
plots.six_images(tiny, kinds, KINDS)

# %% [markdown]
# ## 1 · Six tiny pictures
#
# Two cats, two dogs, two ships, seen by a camera with four pixels. Cats are bright at the upper right, dogs at the upper left, ships at the lower left. (One pixel is −10, a mistake of the camera. We leave it as it is.)
#
# A layer takes rows of numbers, one row for each picture, and it works best if they are **small**; part 5 shows why. So two things happen to the pictures first:
#
# $$\begin{pmatrix}56 & 231\\ 24 & 1\end{pmatrix} \;\to\; \begin{pmatrix}56 & 231 & 24 & 1\end{pmatrix} \;\to\; \begin{pmatrix}0.22 & 0.91 & 0.09 & 0.00\end{pmatrix}$$
#
# For $N$ pictures, the shape `(N, height, width)` becomes `(N, height · width)`.
#
# ### Exercise 1 · `to_rows`  ★☆☆ · 4 minutes · 2 points
#
# Write `to_rows`, which lays each picture out as a row and divides it by 255. For example, `to_rows(np.array([[[51, 255], [0, 102]]]))` gives `[[0.2, 1.0, 0.0, 0.4]]`.
#
# <details><summary>A nudge</summary>How many rows should come out, and how many numbers are in each?</details>
# <details><summary>A push</summary><code>reshape</code> rearranges the numbers, row by row. If you write <code>-1</code> for one of the sizes, NumPy works it out.</details>
# <details><summary>Almost there</summary>The first size is <code>len(images)</code>. Then divide: write <code>/ 255</code>, which makes a new array of floats. <code>/=</code> would try to change the pictures themselves.</details>


# %% solution="to_rows"
def to_rows(images):
    """Pictures as rows of small numbers.

    Args:
        images: array of shape (N, height, width), whole numbers or floats. Not changed.
    Returns:
        Array of floats, shape (N, height * width): row n holds the pixels of picture n,
        row after row, each divided by 255 (and nothing else).
    """
    ### BEGIN SOLUTION
    return images.reshape(len(images), -1) / 255
    ### END SOLUTION


# %% test="rows_by_hand" points=1
# check: to_rows, by hand
pictures = np.array([[[51, 255], [0, 102]], [[204, -51], [153, 25.5]]])
asked = [[0.2, 1.0, 0.0, 0.4], [0.8, -0.2, 0.6, 0.1]]
found = to_rows(pictures.copy())
check.close(found, asked, name="to_rows of two pictures", rtol=1e-6)

# %% test="rows_of_other_pictures" points=1
# check: to_rows, pictures of 2 by 3 pixels
pictures = np.array([[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]])
check.unchanged(to_rows, pictures)
asked = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
found = to_rows(pictures.copy())
check.close(found, np.array(asked) / 255, name="to_rows(pictures)", rtol=1e-6)
### BEGIN HIDDEN TESTS
for shape in ((5, 8, 8), (1, 3, 2), (3, 1, 4), (4, 4, 4), (3, 2, 1)):
    some = np.random.default_rng(sum(shape)).integers(0, 256, size=shape)
    flat = [
        [value / 255 for line in picture for value in line] for picture in some.tolist()
    ]
    for kind in (np.uint8, np.float32, np.float64, np.int64):
        given = some.astype(kind)
        check.unchanged(to_rows, 255 - given)
        check.close(to_rows(given), flat, name=f"to_rows for shape {shape}", rtol=1e-6)
dark = np.array([[[1, 0], [0, 1]]], dtype=np.uint8)
asked = [[1 / 255, 0.0, 0.0, 1 / 255]]
check.close(to_rows(dark), asked, name="to_rows of a dark picture", rtol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Here is what your `to_rows` makes of the six:

# %% given="pixel_rows"
plots.pixel_rows(to_rows, tiny, kinds, KINDS)

# %% [markdown]
# ## 2 · A network of one layer
#
# A network of a single layer gives each picture three scores, one for each kind; softmax turns them into probabilities, and cross-entropy says how bad they are:
#
# $$\text{scores} = xW + b \qquad p = \text{softmax}(\text{scores}) \qquad L = \text{mean of } {-\log p_{\text{right}}}$$
#
# You know each part of the backward pass from lesson 6. With $t$ for the one-hot table of the labels, $N$ pictures, $D$ pixels and $C$ kinds,
#
# $$\frac{\partial L}{\partial\,\text{scores}} = \frac{p - t}{N} \qquad \frac{\partial L}{\partial W} = x^{\mathsf T}\,\frac{\partial L}{\partial\,\text{scores}} \qquad \frac{\partial L}{\partial b} = \text{the sum of each of its columns}$$
#
# | symbol | in code | shape | for the six |
# | --- | --- | --- | --- |
# | $x$ | `x` | `(N, D)` | `(6, 4)` |
# | $W$, $b$ | `self.W`, `self.b` | `(D, C)`, `(C,)` | `(4, 3)`, `(3,)` |
# | scores, $p$, $t$ | | `(N, C)` | `(6, 3)` |
# | $\partial L/\partial W$, $\partial L/\partial b$ | `self.dW`, `self.db` | like $W$ and $b$ | `(4, 3)`, `(3,)` |
#
# **By hand**, with all weights 0. All scores are 0, so each kind gets $p = \frac13$, and the loss is $-\log\frac13 = \log 3 = 1.0986$. Now the slope of one weight: from the upper left pixel to the score of "dog". Pictures 1 and 4 (counted from 0) are dogs:
#
# $$\frac{56\cdot\frac13 + 120\cdot(\frac13 - 1) + 20\cdot\frac13 + 56\cdot\frac13 + 140\cdot(\frac13 - 1) + 25\cdot\frac13}{6 \cdot 255} = \frac{139 - 260}{1530} = -0.0791$$
#
# It is negative, so **more** of this weight lowers the loss: dogs are bright at the upper left. The 6 is $N$: the loss is a mean over six pictures, and so is its slope.
#
# Here are the six as rows, and a smaller example in which all sizes differ. Its first score is $1 \cdot 0.5 + 2 \cdot 1 + 0.1 = 2.6$:

# %% given="small_example"
six = (
    np.array(
        [
            [56, 231, 24, 1],
            [120, 30, 24, 0],
            [20, 31, 240, 100],
            [56, 201, 22, -10],
            [140, 27, 30, 10],
            [25, 30, 230, 110],
        ]
    )
    / 255
)

small_W = np.array([[0.5, -0.25, 0.0], [1.0, 0.0, -0.5]])
small_b = np.array([0.1, 0.0, -0.2])
small_x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0], [-2.0, 0.0]])
small_t = np.array([2, 0, 1, 1])

# %% [markdown]
# ### Exercise 2 · `OneLayerNet`  ★★☆ · 15 minutes · 6 points
#
# Write the four methods of `OneLayerNet`, **one at a time**, and run the checks in between. For example, `OneLayerNet(np.zeros((4, 3)), np.zeros(3)).loss(six, kinds)` is log 3, 1.0986. `softmax(scores)` and `softmax_cross_entropy(scores, labels)`, which can handle scores of ±1000, are given.
#
# - `forward` returns the scores, and keeps in `self` what `backward` will need.
# - `loss` runs `forward`, keeps the labels too, and returns the loss.
# - `backward` puts the two gradients of the last loss into `self.dW` and `self.db`. It leaves `W` and `b` alone.
# - `step` is one step of gradient descent with learning rate $\eta$: loss, gradients, then $W \leftarrow W - \eta\,\partial L/\partial W$, and likewise for $b$. It returns the loss **before** the step.
#
# <details><summary>A nudge</summary>Which of <code>x</code>, scores and labels does each of the three formulas for <code>backward</code> need? Those have to be kept: <code>self.something = ...</code></details>
# <details><summary>A push</summary>For <code>p - t</code> you don't need a one-hot table, though you can make one (<code>np.eye(C)[labels]</code>). Just subtract 1 from one number in each row of <code>p</code>, at the places <code>[np.arange(N), labels]</code>.</details>
# <details><summary>Almost there</summary>In <code>backward</code>: probabilities of the kept scores, minus 1 at the right places, divided by <code>N</code>. Then a matrix product with the transposed <code>x</code>, and a sum over axis 0. In <code>step</code>, let the other methods do the work: first <code>self.loss(x, labels)</code>, whose result you keep, then <code>self.backward()</code>.</details>


# %% solution="one_layer_net"
class OneLayerNet:
    """A linear layer, softmax and cross-entropy.

    Attributes that others may read: W (D, C) and b (C,), and, after backward, dW and db of the same shapes.
    """

    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)  # copies
        self.dW, self.db = None, None

    def forward(self, x):
        """The scores of a batch.

        Args:
            x: shape (N, D). Not changed.
        Returns:
            Scores, shape (N, C).
        """
        ### BEGIN SOLUTION
        self.x = x
        self.scores = x @ self.W + self.b
        return self.scores
        ### END SOLUTION

    def loss(self, x, labels):
        """The mean cross-entropy of a batch.

        Args:
            x: shape (N, D). Not changed.
            labels: whole numbers from 0 to C - 1, shape (N,). Not changed.
        Returns:
            A single number, finite and without a warning even for scores of ±1000.
        """
        ### BEGIN SOLUTION
        self.labels = labels
        return softmax_cross_entropy(self.forward(x), labels)
        ### END SOLUTION

    def backward(self):
        """Put the gradients of the last loss into self.dW (D, C) and self.db (C,).

        W and b stay as they are. Gradients of an earlier call are replaced, not added to.
        """
        ### BEGIN SOLUTION
        dscores = softmax(self.scores)
        dscores[np.arange(len(self.labels)), self.labels] -= 1
        dscores = dscores / len(self.labels)
        self.dW = self.x.T @ dscores
        self.db = np.sum(dscores, axis=0)
        ### END SOLUTION

    def step(self, x, labels, lr):
        """One step of gradient descent for a batch.

        Args:
            x, labels: as for loss. Not changed.
            lr: the learning rate, a number.
        Returns:
            The loss before the step, a single number.
        """
        ### BEGIN SOLUTION
        loss = self.loss(x, labels)
        self.backward()
        self.W = self.W - lr * self.dW
        self.b = self.b - lr * self.db
        return loss
        ### END SOLUTION


# %% test="one_forward" points=1
# check: OneLayerNet.forward, by hand
x, net = small_x.copy(), OneLayerNet(small_W.copy(), small_b.copy())
check.unchanged(net.forward, x, name="forward")
asked = [[2.6, -0.25, -1.2], [-0.9, 0.0, 0.3], [2.6, -0.75, -0.7], [-0.9, 0.5, -0.2]]
check.close(net.forward(x), asked, name="the scores")
### BEGIN HIDDEN TESTS
for N, D, C in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (7, 1, 2), (2, 5, 1)):
    rng = np.random.default_rng(100 * N + 10 * D + C)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, C)), rng.normal(size=C)
    true = np.einsum("nd,dc->nc", x, W) + b
    net = OneLayerNet(W, b)
    check.unchanged(net.forward, x, name="forward")
    check.close(
        net.forward(x), true, name=f"the scores for shapes {x.shape}, {W.shape}"
    )
    check.close(net.forward(x[:1]), true[:1], name="the scores of another batch")
    small = x.astype(np.float32)
    check.close(
        net.forward(small), true, name="the scores of float32", rtol=1e-4, atol=1e-5
    )
    check.close(net.W, W, name="W after forward")
### END HIDDEN TESTS

# %% test="one_loss" points=1
# check: OneLayerNet.loss, the mean for the four samples of the small example
x, t, net = small_x.copy(), small_t.copy(), OneLayerNet(small_W.copy(), small_b.copy())
check.unchanged(net.loss, x, t, name="loss")
lost = net.loss(x, t)
check.close(lost, 2.44157602, name="the loss", atol=1e-4, sizes={"batch": 4})
### BEGIN HIDDEN TESTS
check.close(
    OneLayerNet(np.zeros((4, 3)), np.zeros(3)).loss(six.copy(), kinds.copy()),
    1.0986122887,
    name="the loss of the six with zero weights",
    sizes={"batch": 6},
    atol=1e-4,
)
for N, D, C in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (7, 1, 2)):
    rng = np.random.default_rng(100 * N + 10 * D + C + 1)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, C)), rng.normal(size=C)
    t = rng.integers(C, size=N)
    s = np.einsum("nd,dc->nc", x, W) + b
    true = np.mean([np.log(np.sum(np.exp(row - row[k]))) for row, k in zip(s, t)])
    net = OneLayerNet(W, b)
    check.unchanged(net.loss, x, t, name="loss")
    check.close(
        net.loss(x, t),
        true,
        name="the loss for other sizes",
        sizes={"batch": N},
        atol=1e-4,
    )
    check.close(net.loss(x, t), true, name="the loss, asked twice", atol=1e-4)
loud = OneLayerNet([[1000.0, -1000.0, 0.0]], [0.0, 0.0, 0.0])
lost = check.quiet(
    loud.loss,
    np.array([[1.0], [-1.0]]),
    np.array([0, 0]),
    name="the loss for huge scores",
)
check.equal(bool(5 < lost < np.inf), True, name="the size of the loss for huge scores")
mixed = np.array([[1.0], [0.0]])  # half of log 3
lost = check.quiet(
    loud.loss, mixed, np.array([0, 0]), name="loss of huge and small scores"
)
check.close(lost, 0.5493061443, name="the loss of huge and small scores", atol=1e-4)
### END HIDDEN TESTS

# %% test="one_dw" points=1
# check: OneLayerNet.backward, dW of the six by hand: slopes times 3 · 6 · 255
net = OneLayerNet(np.zeros((4, 3)), np.zeros(3))
net.loss(six.copy(), kinds.copy())
net.backward()
table = [[81, -363, 282], [-746, 379, 367], [432, 408, -840], [238, 181, -419]]
asked = np.array(table) / (3 * 6 * 255)
check.close(net.dW, asked, name="dW of the six", sizes={"batch": 6})
### BEGIN HIDDEN TESTS
W, b, x, t = small_W, small_b, small_x, small_t
net = OneLayerNet(W.copy(), b.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda W: softmax_cross_entropy(x @ W + b, t),
    W,
    net.dW,
    name="dW",
    sizes={"batch": 4},
)
for N, D, C in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (7, 1, 2), (4, 5, 4)):
    rng = np.random.default_rng(100 * N + 10 * D + C + 2)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, C)), rng.normal(size=C)
    t = rng.integers(C, size=N)
    net = OneLayerNet(W.copy(), b.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    check.gradient(
        lambda W, x=x, b=b, t=t: softmax_cross_entropy(
            np.einsum("nd,dc->nc", x, W) + b, t
        ),
        W,
        net.dW,
        name=f"dW for shapes {x.shape}, {W.shape}",
        sizes={"batch": N},
    )
large = 1000 * small_x
net = OneLayerNet(np.zeros((2, 3)), np.zeros(3))
net.loss(large.copy(), small_t.copy())
net.backward()
asked = np.einsum("nd,nc->dc", large, 1 / 3 - np.eye(3)[small_t]) / 4
check.close(net.dW, asked, name="dW for large pixels", sizes={"batch": 4})
### END HIDDEN TESTS

# %% test="one_db" points=1
# check: OneLayerNet.backward, db by hand: p is 1/3 everywhere
net = OneLayerNet(np.zeros((2, 3)), np.zeros(3))
net.loss(small_x.copy(), small_t.copy())
net.backward()
check.close(net.db, [1 / 12, -2 / 12, 1 / 12], name="db", sizes={"batch": 4})
### BEGIN HIDDEN TESTS
W, b, x, t = small_W, small_b, small_x, small_t
net = OneLayerNet(W.copy(), b.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda b: softmax_cross_entropy(x @ W + b, t),
    b,
    net.db,
    name="db",
    sizes={"batch": 4},
)
for N, D, C in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (7, 1, 2), (4, 5, 4)):
    rng = np.random.default_rng(100 * N + 10 * D + C + 3)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, C)), rng.normal(size=C)
    t = rng.integers(C, size=N)
    net = OneLayerNet(W.copy(), b.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    check.gradient(
        lambda b, x=x, W=W, t=t: softmax_cross_entropy(
            np.einsum("nd,dc->nc", x, W) + b, t
        ),
        b,
        net.db,
        name=f"db for shapes {x.shape}, {W.shape}",
        sizes={"batch": N},
    )
### END HIDDEN TESTS

# %% test="one_backward_again" points=1
# check: OneLayerNet.backward, called twice
net = OneLayerNet(np.zeros((2, 3)), np.zeros(3))
net.loss(np.array([[3.0, 6.0]]), np.array([2]))
net.backward()
net.backward()
check.close(net.dW, [[1, 1, -2], [2, 2, -4]], name="dW after two calls")
check.equal(not np.any(net.W), True, name="W after two calls")
### BEGIN HIDDEN TESTS
net = OneLayerNet(np.zeros((4, 3)), np.zeros(3))
net.loss(six.copy(), kinds.copy())
net.backward()
net.backward()
table = [[81, -363, 282], [-746, 379, 367], [432, 408, -840], [238, 181, -419]]
asked = np.array(table) / (3 * 6 * 255)
check.close(
    net.dW,
    asked,
    name="dW after backward was called twice",
    sizes={"batch": 6},
)
check.equal(not np.any(net.W), True, name="W after two calls of backward")
net.loss(six[:1].copy(), kinds[:1].copy())
net.backward()
check.close(
    net.dW,
    np.outer([56, 231, 24, 1], [-2, 1, 1]) / (3 * 255),
    name="dW after the loss of another batch",
)
for N, D, C in ((5, 4, 3), (1, 2, 6)):
    rng = np.random.default_rng(100 * N + 10 * D + C + 4)
    W, b = rng.normal(size=(D, C)), rng.normal(size=C)
    net = OneLayerNet(W, b)
    for count in (N, N + 2, 1):
        x, t = rng.normal(size=(count, D)), rng.integers(C, size=count)
        before = x.copy(), t.copy()
        net.loss(x, t)
        net.backward()
        net.backward()
        check.close(x, before[0], name="x after backward", rtol=0, atol=0)
        check.equal(t.tolist(), before[1].tolist(), name="the labels after backward")
        p = np.exp(np.einsum("nd,dc->nc", x, W) + b)
        p = p / np.einsum("nc->n", p)[:, None]
        true = (p - np.eye(C)[t]) / count
        sizes = {"batch": count}
        check.close(
            net.db, np.einsum("nc->c", true), name="db of another batch", sizes=sizes
        )
        check.close(
            net.dW,
            np.einsum("nd,nc->dc", x, true),
            name="dW of another batch",
            sizes=sizes,
        )
    check.close(net.W, W, name="W after backward")
    check.close(net.b, b, name="b after backward")
net, other = OneLayerNet(small_W.copy(), small_b.copy()), OneLayerNet(small_W, small_b)
net.loss(small_x.copy(), small_t.copy())
other.loss(-2 * small_x[:2], small_t[:2])
net.backward()
check.gradient(
    lambda W: softmax_cross_entropy(small_x @ W + small_b, small_t),
    small_W,
    net.dW,
    name="dW beside another net",
)
### END HIDDEN TESTS

# %% test="one_step" points=1
# check: OneLayerNet.step, by hand: p is 1/3, and the learning rate 1/2
net = OneLayerNet(np.zeros((2, 3)), np.zeros(3))
lost = net.step(np.array([[3.0, 6.0]]), np.array([2]), 0.5)
check.close(lost, np.log(3), name="the loss before the step", atol=1e-4)
check.close(net.W, [[-0.5, -0.5, 1], [-1, -1, 2]], name="W after the step")
check.close(net.b, [-1 / 6, -1 / 6, 1 / 3], name="b after the step")
### BEGIN HIDDEN TESTS
W, b = small_W.copy(), small_b.copy()
x, t = small_x.copy(), small_t.copy()
check.unchanged(OneLayerNet(W, b).step, x, t, 0.5, name="step")
net = OneLayerNet(W, b)
check.close(
    net.step(x, t, 0.5),
    2.44157602,
    name="the loss before the step",
    rtol=1e-7,
    atol=1e-4,
)
asked = [[0.06982419, -0.00055109, 0.1807269], [0.54539394, 0.1528702, -0.19826414]]
check.close(net.W, asked, name="W after a step", rtol=1e-6, atol=1e-7)
asked = [-0.043446, 0.1221588, -0.1787128]
check.close(net.b, asked, name="b after a step", rtol=1e-6, atol=1e-7)
for N, D, C in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (7, 1, 2)):
    rng = np.random.default_rng(100 * N + 10 * D + C + 5)
    W, b = rng.normal(size=(D, C)), rng.normal(size=C)
    start = W.copy()
    net = OneLayerNet(W, b)
    for lr in (0.1, 1.5):
        x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
        s = np.einsum("nd,dc->nc", x, W) + b
        true = np.mean([np.log(np.sum(np.exp(row - row[k]))) for row, k in zip(s, t)])
        p = np.exp(s) / np.einsum("nc->n", np.exp(s))[:, None]
        miss = (p - np.eye(C)[t]) / N
        W, b = (
            W - lr * np.einsum("nd,nc->dc", x, miss),
            b - lr * np.einsum("nc->c", miss),
        )
        check.close(net.step(x, t, lr), true, name="the loss before a step", atol=1e-4)
        check.close(net.W, W, name="W after steps")
        check.close(net.b, b, name="b after steps")
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · One hundred steps
#
# Training is just many such steps.
#
# ### Exercise 3 · `train_steps`  ★☆☆ · 3 minutes · 1 point
#
# Write `train_steps`, which calls `net.step` a number of times and collects the losses. It should work for **any** network with a method `step`. For example, from zero weights and with two samples of class 0:
#
# ```python
# net = OneLayerNet(np.zeros((1, 2)), np.zeros(2))
# train_steps(net, np.ones((2, 1)), np.array([0, 0]), lr=np.log(3) / 2, steps=2)  # [log 2, log 4/3]: [0.6931, 0.2877]
# ```
#
# <details><summary>A nudge</summary>What does <code>net.step(...)</code> return, and what does it do to the net on the way?</details>
# <details><summary>A push</summary>The net remembers its own weights. You pass nothing from step to step; you only collect the losses.</details>
# <details><summary>Almost there</summary>An empty list, a loop that runs <code>steps</code> times and appends, and a <code>return</code> after the loop.</details>


# %% solution="train_steps"
def train_steps(net, x, labels, lr, steps):
    """Train a net by steps of gradient descent with all samples.

    Args:
        net: a net with the method step(x, labels, lr). It is trained: afterwards it has other weights.
        x: shape (N, D). Not changed.
        labels: shape (N,). Not changed.
        lr: the learning rate, a number.
        steps: how many steps, a whole number, 0 or more.
    Returns:
        The losses before each step: a list or an array of `steps` numbers.
    """
    ### BEGIN SOLUTION
    return [net.step(x, labels, lr) for _ in range(steps)]
    ### END SOLUTION


# %% test="hundred_steps" points=1
# check: train_steps, two steps by hand: p is 1/2, and then 3/4
net = OneLayerNet(np.zeros((1, 2)), np.zeros(2))
losses = train_steps(net, np.ones((2, 1)), np.array([0, 0]), np.log(3) / 2, 2)
losses = check.as_array(losses)
check.close(losses, np.log([2, 4 / 3]), name="the losses", atol=1e-4)
### BEGIN HIDDEN TESTS
net = OneLayerNet(np.zeros((4, 3)), np.zeros(3))
losses = train_steps(net, six.copy(), kinds.copy(), 0.5, 100)
check.equal(losses is not None, True, name="what train_steps returns")
losses = check.as_array(losses)
check.shape(losses, (100,), name="the losses of 100 steps")
check.close(
    losses[:3],
    [1.09861229, 1.04333856, 0.99231421],
    name="the first three losses",
    rtol=1e-6,
    atol=1e-4,
)
check.close(
    losses[99], 0.12333427, name="the loss of the last step", rtol=1e-6, atol=1e-4
)
for N, D, C, lr, steps in (
    (5, 4, 3, 0.5, 20),
    (3, 3, 3, 0.1, 1),
    (7, 1, 2, 1.0, 7),
    (2, 3, 4, 0.5, 0),
):
    rng = np.random.default_rng(100 * N + 10 * D + C + 6)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, C)), rng.normal(size=C)
    t = rng.integers(C, size=N)
    spare = OneLayerNet(W, b)
    check.unchanged(
        lambda x, t, net=spare: train_steps(net, x, t, 0.5, 2),
        x,
        t,
        name="train_steps",
    )
    net, true = OneLayerNet(W, b), []
    for _ in range(0, steps):
        s = np.einsum("nd,dc->nc", x, W) + b
        true.append(
            np.mean([np.log(np.sum(np.exp(row - row[k]))) for row, k in zip(s, t)])
        )
        p = np.exp(s) / np.einsum("nc->n", np.exp(s))[:, None]
        miss = (p - np.eye(C)[t]) / N
        W, b = (
            W - lr * np.einsum("nd,nc->dc", x, miss),
            b - lr * np.einsum("nc->c", miss),
        )
    losses = train_steps(net, x, t, lr, steps)
    losses = check.as_array(losses)
    check.close(losses, true, name="the losses of other steps", atol=1e-4)
    check.close(net.W, W, name="W of the net that was handed in, after its steps,")
W, x, t = np.zeros((1, 2)), np.ones((4, 1)), np.zeros(4, dtype=int)
for lr, steps in ((1.0, 150), (-1.0, 3)):  # until the loss is small, and where it grows
    losses = train_steps(OneLayerNet(W, np.zeros(2)), x, t, lr, steps)
    check.equal(len(losses), steps, name="the number of losses of another training")
net, rates = OneLayerNet(W, np.zeros(2)), []
net.loss(x.copy(), t.copy())


def loss_of_another(x, labels):
    return 9.0 - len(rates)


def step_of_another(x, labels, lr):
    loss = loss_of_another(x, labels)
    rates.append(lr)
    return loss


net.loss, net.step = loss_of_another, step_of_another
losses = train_steps(net, x, t, 0.25, 3)
losses = check.as_array(losses)
check.close(losses, [9.0, 8.0, 7.0], name="the losses of a net with another step")
check.equal(rates, [0.25] * 3, name="the rates that another step was given")
### END HIDDEN TESTS

# %% [markdown]
# The table below shows the probabilities that your network gives each picture, with a frame around the right kind.
#
# **Guess first.** After how many of the hundred steps are all six right?
#
# <details><summary>A. After one</summary>Yes. All weights start at 0, so all scores are equal, and the smallest lead decides. The first step already raises the right weights most: for cats that of the second pixel, for dogs the first, for ships the third.</details>
# <details><summary>B. After about twenty</summary>That fits the loss, which falls slowly and is still 0.49 after twenty steps. But right only means that the right kind has the largest of three probabilities, and one step is enough for such a small lead.</details>
# <details><summary>C. Only near the end</summary>That would hold if right meant nearly certain. After the first step the right kinds get only 0.34 to 0.37, but no other kind gets as much.</details>

# %% [markdown]
# Then **move the slider back to 0, and forward.**

# %% given="six_by_step"
widgets.explore(
    lambda steps: plots.six_by_step(
        OneLayerNet(np.zeros((4, 3)), np.zeros(3)),
        train_steps,
        six,
        kinds,
        KINDS,
        0.5,
        steps,
    ),
    steps=(0, 100, 100),
)

# %% [markdown]
# All six are right after a single step. From then on, the network only gets surer.
#
# ## 4 · Where one layer fails
#
# There is a second way to judge a network: the **accuracy**, the share of samples whose largest score is that of the right class. Training can't use it, since it changes in jumps, and between them its slope is 0.
#
# ### Exercise 4 · `accuracy`  ★☆☆ · 4 minutes · 1 point
#
# Write `accuracy`, which returns this share. For example, the scores $(0.1,\; 2,\; -1)$, $(3,\; 0,\; 1)$ and $(0,\; 0.2,\; 0.5)$ mean the classes 1, 0 and 2. If the labels are 1, 2 and 2, `accuracy(scores, labels)` is 0.6667.
#
# <details><summary>A nudge</summary>For one row of scores, how do you find the <em>place</em> of the largest one, not its value?</details>
# <details><summary>A push</summary><code>np.argmax</code> finds places. Along which axis do the classes lie?</details>
# <details><summary>Almost there</summary>Comparing two arrays with <code>==</code> gives True and False. They count as 1 and 0, and their mean is a share.</details>


# %% solution="accuracy"
def accuracy(scores, labels):
    """The share of samples whose largest score is that of the right class.

    Args:
        scores: shape (N, C). Not changed.
        labels: whole numbers from 0 to C - 1, shape (N,). Not changed.
    Returns:
        A single number from 0 to 1.
    """
    ### BEGIN SOLUTION
    return np.mean(np.argmax(scores, axis=1) == labels)
    ### END SOLUTION


# %% test="accuracy_by_hand" points=1
# check: accuracy, by hand
scores = np.array([[3, 0, 1], [0.1, 2, -1], [0, 0.2, 0.5], [1, 2, 4], [0.3, 0.1, 0.2]])
labels = np.array([2, 1, 2, 2, 0])
check.unchanged(accuracy, scores, labels)
check.close(accuracy(scores, labels), 0.8, name="accuracy of five", rtol=1e-6)
### BEGIN HIDDEN TESTS
for N, C in ((7, 3), (1, 4), (4, 4), (50, 2), (200, 10), (6, 1)):
    rng = np.random.default_rng(10 * N + C)
    scores, labels = rng.normal(size=(N, C)) - 3, rng.integers(C, size=N)
    hits = [
        max(range(C), key=lambda k: row[k]) == t
        for row, t in zip(scores.tolist(), labels.tolist())
    ]
    check.unchanged(accuracy, scores, labels)
    check.close(
        accuracy(scores, labels),
        sum(hits) / N,
        name=f"accuracy of {N} samples",
        rtol=1e-6,
    )
scores = np.array([[1.0, -2.0], [-5.0, 3.0]])
check.close(
    accuracy(scores, np.array([0, 1])), 1.0, name="accuracy where all are right"
)
check.close(
    accuracy(scores, np.array([1, 0])), 0.0, name="accuracy where none is right"
)
### END HIDDEN TESTS

# %% [markdown]
# Now something that looks easy: sixty points in the plane, blue ones in the middle, orange ones around them. **How far do you get with the slider?**

# %% given="ring"
dice = np.random.default_rng(3)
sides = np.arange(60) % 2
angle = dice.uniform(0, 2 * np.pi, 60)
radius = np.where(sides == 0, dice.uniform(0, 0.7, 60), dice.uniform(1.1, 1.6, 60))
ring = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
widgets.explore(
    lambda steps: plots.decision_map(
        OneLayerNet(np.zeros((2, 2)), np.zeros(2)),
        train_steps,
        accuracy,
        ring,
        sides,
        0.5,
        steps,
    ),
    steps=(0, 300, 300, 20),
)

# %% [markdown]
# Nothing helps. The loss stays close to that of a coin toss, log 2 = 0.693. The scores are $xW + b$, and the points where the two are equal lie on a **straight line**, for every $W$ and every $b$. No straight line has the blue points on one side and the orange ones on the other, so no training can find one.
#
# ## 5 · The second layer
#
# Lesson 1 said what helps: another layer, with a bend in between. The first layer makes $H$ **hidden units**, ReLU cuts off what is negative, and the second layer makes scores of the rest:
#
# $$z = xW_1 + b_1 \qquad h = \max(z, 0) \qquad \text{scores} = hW_2 + b_2$$
#
# The backward pass begins as with one layer, with $\partial L/\partial\,\text{scores} = (p - t)/N$. What is new is how it goes on through the second layer and the ReLU:
#
# $$\frac{\partial L}{\partial h} = \frac{\partial L}{\partial\,\text{scores}}\,W_2^{\mathsf T} \;\longrightarrow\; \frac{\partial L}{\partial z} = \frac{\partial L}{\partial h}\ \text{where } z > 0,\ \text{else } 0$$
#
# Each layer's weights get **the layer's input, transposed, times what arrives at its output**, and each bias the sum of that over the batch:
#
# $$\frac{\partial L}{\partial W_2} = h^{\mathsf T}\,\frac{\partial L}{\partial\,\text{scores}} \qquad \frac{\partial L}{\partial W_1} = x^{\mathsf T}\,\frac{\partial L}{\partial z}$$
#
# | symbol | in code | shape |
# | --- | --- | --- |
# | $W_1$, $b_1$ | `self.W1`, `self.b1` | `(D, H)`, `(H,)` |
# | $z$, $h$, $\partial L/\partial h$, $\partial L/\partial z$ | | `(N, H)` |
# | $W_2$, $b_2$ | `self.W2`, `self.b2` | `(H, C)`, `(C,)` |
#
# **By hand**, one sample and three hidden units: $x = (1, 2)$,
#
# $$W_1 = \begin{pmatrix}1 & -1 & 0.5\\ 0 & 1 & -2\end{pmatrix},\; b_1 = (0.5,\, 0,\, -0.25): \quad z = (1.5,\; 1,\; -3.75), \quad h = (1.5,\; 1,\; 0)$$
#
# The third unit is off. Whatever arrives at it on the way back, **nothing** passes to $W_1$: its column of $\partial L/\partial W_1$ gets nothing from this sample.
#
# Here are these numbers, with three more samples and five classes. `toy_net()` makes your network from them:

# %% given="toy_example"
toy = (
    np.array([[1.0, -1.0, 0.5], [0.0, 1.0, -2.0]]),  # W1
    np.array([0.5, 0.0, -0.25]),  # b1
    np.array(
        [
            [1.0, 0.0, -1.0, 0.5, 0.0],
            [0.0, 1.0, 0.0, -0.5, 0.5],
            [-1.0, 0.5, 0.0, 0.0, 1.0],
        ]
    ),  # W2
    np.array([0.0, 0.1, -0.1, 0.2, 0.0]),  # b2
)
toy_x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0], [-2.0, 0.0]])
toy_t = np.array([3, 0, 4, 1])
toy_W1, toy_b1, toy_W2, toy_b2 = toy
four = {"batch": 4}


def toy_net(W1=toy_W1, b1=toy_b1, W2=toy_W2, b2=toy_b2):
    """Your network with these numbers, or with others in place of some."""
    return TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())


def toy_loss(**others):
    """The loss of the four samples that your forward leads to."""
    scores = toy_net(**others).forward(toy_x.copy())
    return softmax_cross_entropy(scores, toy_t)


def toy_gradients():
    """Your network after the backward pass of the four samples."""
    net = toy_net()
    net.loss(toy_x.copy(), toy_t.copy())
    net.backward()
    return net


# %% [markdown]
# ### Exercise 5 · `TwoLayerNet`  ★★☆ · 10 minutes · 6 points
#
# Write what is new in `TwoLayerNet`: `forward`, and `backward` from `dscores` on. What it has in common with `OneLayerNet` is given. For example, `toy_net().forward(toy_x)[0]` is `[1.5, 1.1, -1.6, 0.45, 0.5]`: its first number is $1.5 \cdot 1 + 1 \cdot 0 + 0 \cdot (-1) + 0$. Look at `step`, too: **first all gradients, then all moves**, or $\partial L/\partial h$ would be computed with a `W2` that has moved already.
#
# <details><summary>A nudge</summary>Which of the numbers that <code>forward</code> computes does each formula for <code>backward</code> need? Those have to be kept.</details>
# <details><summary>A push</summary>For the way back, give each quantity a name: <code>dscores</code>, <code>dh</code>, <code>dz</code>. Check each against the table of shapes: <code>dh</code> is <code>(N, H)</code>, so it must be a product of <code>(N, C)</code> and <code>(C, H)</code>.</details>
# <details><summary>Almost there</summary><code>dz</code> is <code>dh</code>, multiplied element by element by <code>(z &gt; 0)</code> from the forward pass. From it come <code>dW1</code>, with <code>x</code>, and <code>db1</code>, as a sum over the batch.</details>


# %% solution="two_layer_net"
class TwoLayerNet:
    """Linear layer, ReLU, linear layer, softmax and cross-entropy.

    Attributes that others may read: W1 (D, H), b1 (H,), W2 (H, C) and b2 (C,), and, after backward, dW1, db1,
    dW2 and db2 of the same shapes.
    """

    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1 = np.array(W1, dtype=float), np.array(b1, dtype=float)
        self.W2, self.b2 = np.array(W2, dtype=float), np.array(b2, dtype=float)
        self.dW1, self.db1, self.dW2, self.db2 = None, None, None, None

    def forward(self, x):
        """The scores of a batch, kept as self.scores, too.

        Args:
            x: shape (N, D). Not changed.
        Returns:
            Scores, shape (N, C).
        """
        self.x = x
        ### BEGIN SOLUTION
        self.z = x @ self.W1 + self.b1
        self.h = np.maximum(self.z, 0)
        self.scores = self.h @ self.W2 + self.b2
        return self.scores
        ### END SOLUTION

    def loss(self, x, labels):
        """The mean cross-entropy of a batch, as in OneLayerNet."""
        self.labels = labels
        return softmax_cross_entropy(self.forward(x), labels)

    def backward(self):
        """Put the gradients of the last loss into self.dW1, self.db1, self.dW2 and self.db2.

        The weights stay as they are. Gradients of an earlier call are replaced, not added to.
        """
        dscores = softmax(self.scores)
        dscores[np.arange(len(self.labels)), self.labels] -= 1
        dscores = dscores / len(self.labels)
        ### BEGIN SOLUTION
        self.dW2 = self.h.T @ dscores
        self.db2 = np.sum(dscores, axis=0)
        dh = dscores @ self.W2.T
        dz = dh * (self.z > 0)
        self.dW1 = self.x.T @ dz
        self.db1 = np.sum(dz, axis=0)
        ### END SOLUTION

    def step(self, x, labels, lr):
        """One step of gradient descent, as in OneLayerNet. Returns the loss before it."""
        loss = self.loss(x, labels)
        self.backward()
        self.W1 = self.W1 - lr * self.dW1
        self.b1 = self.b1 - lr * self.db1
        self.W2 = self.W2 - lr * self.dW2
        self.b2 = self.b2 - lr * self.db2
        return loss


# %% test="two_forward" points=1
# check: TwoLayerNet.forward, by hand
x = toy_x[:2].copy()
check.unchanged(toy_net().forward, x, name="forward")
asked = [[1.5, 1.1, -1.6, 0.45, 0.5], [-1.25, 0.975, -0.6, 0.45, 1.75]]
check.close(toy_net().forward(x), asked, name="the scores of two")
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = (array.copy() for array in toy)
x, t = toy_x.copy(), toy_t.copy()
check.unchanged(TwoLayerNet(W1, b1, W2, b2).forward, x, name="forward")
asked = [
    [1.5, 1.1, -1.6, 0.45, 0.5],
    [-1.25, 0.975, -0.6, 0.45, 1.75],
    [3.5, 0.1, -3.6, 1.95, 0.0],
    [0.0, 2.1, -0.1, -0.8, 1.0],
]
check.close(TwoLayerNet(W1, b1, W2, b2).forward(x), asked, name="the scores")
check.unchanged(TwoLayerNet(W1, b1, W2, b2).loss, x, t, name="loss")
check.close(
    TwoLayerNet(W1, b1, W2, b2).loss(x, t),
    2.4492476003,
    name="the loss",
    sizes={"batch": 4},
    atol=1e-4,
)
for N, D, H, C in ((5, 4, 6, 3), (1, 2, 3, 5), (4, 4, 4, 4), (7, 3, 1, 2)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    z = np.einsum("nd,dh->nh", x, W1) + b1
    s = np.einsum("nh,hc->nc", np.where(z > 0, z, 0.0), W2) + b2
    true = np.mean([np.log(np.sum(np.exp(row - row[k]))) for row, k in zip(s, t)])
    net = TwoLayerNet(W1, b1, W2, b2)
    check.unchanged(net.forward, x, name="forward")
    check.unchanged(net.loss, x, t, name="loss")
    check.close(
        net.forward(x), s, name=f"the scores for N, D, H, C = {N}, {D}, {H}, {C}"
    )
    check.close(
        net.loss(x, t),
        true,
        name="the loss for other sizes",
        sizes={"batch": N},
        atol=1e-4,
    )
    check.close(net.W1, W1, name="W1 after forward")
    check.close(net.W2, W2, name="W2 after forward")
loud = TwoLayerNet([[1000.0, -1000.0]], [0.0, 0.0], np.eye(2), [0.0, 0.0])
lost = check.quiet(
    loud.loss,
    np.array([[1.0], [-1.0]]),
    np.array([0, 0]),
    name="the loss for huge scores",
)
check.equal(bool(5 < lost < np.inf), True, name="the size of the loss for huge scores")
mixed = np.array([[1.0], [0.0]])  # half of log 2
lost = check.quiet(
    loud.loss, mixed, np.array([0, 0]), name="loss of huge and small scores"
)
check.close(lost, 0.3465735903, name="the loss of huge and small scores", atol=1e-4)
W1, b1 = np.array([[0.5, -0.5], [0.25, 0.75]]), np.array([0.25, 0.5])
net = TwoLayerNet(W1, b1, np.eye(2), np.zeros(2))
found = net.forward(np.array([[1, 2]]))
check.close(found, [[1.25, 1.5]], name="the scores of whole numbers")
### END HIDDEN TESTS

# %% test="two_dw2" points=1
# check: TwoLayerNet.backward, dW2 against slopes found by trying
net = toy_gradients()
check.gradient(lambda W2: toy_loss(W2=W2), toy_W2, net.dW2, name="dW2", sizes=four)
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = toy
x, t = toy_x.copy(), toy_t.copy()
net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda W2: softmax_cross_entropy(np.maximum(x @ W1 + b1, 0) @ W2 + b2, t),
    W2,
    net.dW2,
    name="dW2",
    sizes={"batch": 4},
)
for N, D, H, C in ((5, 4, 6, 3), (1, 2, 3, 5), (4, 4, 4, 4), (7, 3, 1, 2)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 1)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    h = np.clip(np.einsum("nd,dh->nh", x, W1) + b1, 0, None)
    check.gradient(
        lambda W2, h=h, b2=b2, t=t: softmax_cross_entropy(h @ W2 + b2, t),
        W2,
        net.dW2,
        name=f"dW2 for N, D, H, C = {N}, {D}, {H}, {C}",
        sizes={"batch": N},
    )
net = TwoLayerNet(W1.copy(), 1000 * np.ones(H), np.zeros((H, C)), np.zeros(C))
net.loss(x.copy(), t.copy())
net.backward()
h = np.einsum("nd,dh->nh", x, W1) + 1000
asked = np.einsum("nh,nc->hc", h, 1 / C - np.eye(C)[t]) / N
check.close(net.dW2, asked, name="dW2 for large h", sizes={"batch": N})
### END HIDDEN TESTS

# %% test="two_db2" points=1
# check: TwoLayerNet.backward, db2 against slopes found by trying
net = toy_gradients()
check.gradient(lambda b2: toy_loss(b2=b2), toy_b2, net.db2, name="db2", sizes=four)
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = toy
x, t = toy_x.copy(), toy_t.copy()
net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda b2: softmax_cross_entropy(np.maximum(x @ W1 + b1, 0) @ W2 + b2, t),
    b2,
    net.db2,
    name="db2",
    sizes={"batch": 4},
)
for N, D, H, C in ((5, 4, 6, 3), (1, 2, 3, 5), (4, 4, 4, 4), (7, 3, 1, 2)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 2)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    h = np.clip(np.einsum("nd,dh->nh", x, W1) + b1, 0, None)
    check.gradient(
        lambda b2, h=h, W2=W2, t=t: softmax_cross_entropy(h @ W2 + b2, t),
        b2,
        net.db2,
        name=f"db2 for N, D, H, C = {N}, {D}, {H}, {C}",
        sizes={"batch": N},
    )
### END HIDDEN TESTS

# %% test="two_dw1" points=1
# check: TwoLayerNet.backward, dW1 against slopes found by trying
net = toy_gradients()
check.gradient(lambda W1: toy_loss(W1=W1), toy_W1, net.dW1, name="dW1", sizes=four)
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = toy
x, t = toy_x.copy(), toy_t.copy()
net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda W1: softmax_cross_entropy(np.maximum(x @ W1 + b1, 0) @ W2 + b2, t),
    W1,
    net.dW1,
    name="dW1",
    sizes={"batch": 4},
)
for N, D, H, C in (
    (5, 4, 6, 3),
    (1, 2, 3, 5),
    (4, 4, 4, 4),
    (7, 3, 1, 2),
    (6, 2, 5, 5),
):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 3)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    check.gradient(
        lambda W1, x=x, b1=b1, W2=W2, b2=b2, t=t: softmax_cross_entropy(
            np.einsum(
                "nh,hc->nc", np.clip(np.einsum("nd,dh->nh", x, W1) + b1, 0, None), W2
            )
            + b2,
            t,
        ),
        W1,
        net.dW1,
        name=f"dW1 for N, D, H, C = {N}, {D}, {H}, {C}",
        h=1e-6,
        rtol=1e-4,
        sizes={"batch": N},
    )
net = TwoLayerNet(np.zeros((D, H)), np.zeros(H), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.close(net.dW1, np.zeros((D, H)), name="dW1 where z is 0")
### END HIDDEN TESTS

# %% test="two_db1" points=1
# check: TwoLayerNet.backward, db1 against slopes found by trying
net = toy_gradients()
check.gradient(lambda b1: toy_loss(b1=b1), toy_b1, net.db1, name="db1", sizes=four)
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = toy
x, t = toy_x.copy(), toy_t.copy()
net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.gradient(
    lambda b1: softmax_cross_entropy(np.maximum(x @ W1 + b1, 0) @ W2 + b2, t),
    b1,
    net.db1,
    name="db1",
    sizes={"batch": 4},
)
for N, D, H, C in (
    (5, 4, 6, 3),
    (1, 2, 3, 5),
    (4, 4, 4, 4),
    (7, 3, 1, 2),
    (6, 2, 5, 5),
):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 4)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
    net.loss(x.copy(), t.copy())
    net.backward()
    check.gradient(
        lambda b1, x=x, W1=W1, W2=W2, b2=b2, t=t: softmax_cross_entropy(
            np.einsum(
                "nh,hc->nc", np.clip(np.einsum("nd,dh->nh", x, W1) + b1, 0, None), W2
            )
            + b2,
            t,
        ),
        b1,
        net.db1,
        name=f"db1 for N, D, H, C = {N}, {D}, {H}, {C}",
        h=1e-6,
        rtol=1e-4,
        sizes={"batch": N},
    )
net = TwoLayerNet(np.zeros((D, H)), np.zeros(H), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.close(net.db1, np.zeros(H), name="db1 where z is 0")
### END HIDDEN TESTS

# %% test="two_step" points=1
# check: TwoLayerNet.step, by hand: p is 1/2 for two equal samples
net = TwoLayerNet([[1, -1]], [0, 0], [[3, -1], [1, 5]], [-6, 2])
lost = net.step(np.array([[2.0], [2.0]]), np.array([1, 1]), 0.5)
check.close(lost, np.log(2), name="the loss before", atol=1e-4, sizes={"batch": 2})
check.close(net.W2, [[2.5, -0.5], [1, 5]], name="W2 after the step")
check.close(net.W1, [[-1, -1]], name="W1 after the step")
check.close(net.b1, [-1, 0], name="b1 after the step")
check.close(net.b2, [-6.25, 2.25], name="b2 after the step")
### BEGIN HIDDEN TESTS
W1, b1, W2, b2 = (array.copy() for array in toy)
x, t = toy_x.copy(), toy_t.copy()
check.unchanged(TwoLayerNet(W1, b1, W2, b2).step, x, t, 0.5, name="step")
net = TwoLayerNet(W1, b1, W2, b2)
check.close(
    net.step(x, t, 0.5),
    2.4492476003,
    name="the loss before the step",
    rtol=1e-7,
    atol=1e-4,
)
asked = [
    [0.64108853, -0.07842042, -1.00692746, 0.57872959, 0.36552976],
    [-0.07025711, 1.06135253, -0.01940139, -0.40146253, 0.42976851],
    [-0.787048, 0.44634828, -0.01110631, -0.03173796, 0.883544],
]
check.close(net.W2, asked, name="W2 after a step", rtol=1e-6, atol=1e-7)
asked = [[0.67978333, -1.17176242, 0.5], [-0.21828309, 0.80520563, -1.79643779]]
check.close(net.W1, asked, name="W1 after a step", rtol=1e-6, atol=1e-7)
asked = [0.51519489, -0.06021457, -0.45356221]
check.close(net.b1, asked, name="b1 after a step", rtol=1e-6, atol=1e-7)
asked = [-0.03704117, 0.0795323, -0.1172851, 0.26386225, 0.01093172]
check.close(net.b2, asked, name="b2 after a step", rtol=1e-6, atol=1e-7)
for N, D, H, C in ((5, 4, 6, 3), (1, 2, 3, 5), (4, 4, 4, 4)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 6)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    net = TwoLayerNet(W1, b1, W2, b2)
    for lr in (0.1, 1.5):
        x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
        z = np.einsum("nd,dh->nh", x, W1) + b1
        s = np.einsum("nh,hc->nc", np.where(z > 0, z, 0.0), W2) + b2
        true = np.mean([np.log(np.sum(np.exp(row - row[k]))) for row, k in zip(s, t)])
        miss = (np.exp(s) / np.einsum("nc->n", np.exp(s))[:, None] - np.eye(C)[t]) / N
        back = np.where(z > 0, np.einsum("nc,hc->nh", miss, W2), 0.0)
        W2 = W2 - lr * np.einsum("nh,nc->hc", np.where(z > 0, z, 0.0), miss)
        b2 = b2 - lr * np.einsum("nc->c", miss)
        W1 = W1 - lr * np.einsum("nd,nh->dh", x, back)
        b1 = b1 - lr * np.einsum("nh->h", back)
        check.close(net.step(x, t, lr), true, name="the loss before a step", atol=1e-4)
        for name, weight in (("W1", W1), ("b1", b1), ("W2", W2), ("b2", b2)):
            check.close(getattr(net, name), weight, name=f"{name} after steps")
# backward called twice, and after another batch
W1, b1, W2, b2 = toy
x, t = toy_x.copy(), toy_t.copy()
net = TwoLayerNet(W1.copy(), b1.copy(), W2.copy(), b2.copy())
net.loss(x.copy(), t.copy())
net.backward()
check.equal(np.array_equal(net.W2, W2), True, name="W2 after backward")
net.backward()
asked = np.array(
    [
        [0.71782294, 0.15684084, 0.01385492, -0.15745917, -0.73105953],
        [0.14051422, -0.12270505, 0.03880279, -0.19707493, 0.14046298],
        [-0.42590399, 0.10730344, 0.02221262, 0.06347593, 0.232912],
    ]
)
check.close(
    net.dW2, asked, name="dW2 after backward was called twice", rtol=1e-6, atol=1e-7
)
net.loss(x[:1], t[:1])
net.backward()
check.gradient(
    lambda W2: softmax_cross_entropy(np.maximum(x[:1] @ W1 + b1, 0) @ W2 + b2, t[:1]),
    W2,
    net.dW2,
    name="dW2 after the loss of another batch",
)
for N, D, H, C in ((5, 4, 6, 3), (4, 4, 4, 4)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C + 5)
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    net = TwoLayerNet(W1, b1, W2, b2)
    for count in (N, N + 2, 1):
        x, t = rng.normal(size=(count, D)), rng.integers(C, size=count)
        before = x.copy(), t.copy()
        net.loss(x, t)
        net.backward()
        net.backward()
        check.close(x, before[0], name="x after backward", rtol=0, atol=0)
        check.equal(t.tolist(), before[1].tolist(), name="the labels after backward")
        z = np.einsum("nd,dh->nh", x, W1) + b1
        p = np.exp(np.einsum("nh,hc->nc", np.where(z > 0, z, 0.0), W2) + b2)
        miss = (p / np.einsum("nc->n", p)[:, None] - np.eye(C)[t]) / count
        back = np.where(z > 0, np.einsum("nc,hc->nh", miss, W2), 0.0)
        sizes = {"batch": count}
        check.close(
            net.dW1,
            np.einsum("nd,nh->dh", x, back),
            name="dW1 of another batch",
            sizes=sizes,
        )
        check.close(
            net.db1, np.einsum("nh->h", back), name="db1 of another batch", sizes=sizes
        )
        check.close(
            net.dW2,
            np.einsum("nh,nc->hc", np.where(z > 0, z, 0.0), miss),
            name="dW2 of another batch",
            sizes=sizes,
        )
        check.close(
            net.db2, np.einsum("nc->c", miss), name="db2 of another batch", sizes=sizes
        )
    for name, weight in (("W1", W1), ("b1", b1), ("W2", W2), ("b2", b2)):
        check.close(getattr(net, name), weight, name=f"{name} after backward")
### END HIDDEN TESTS

# %% [markdown]
# A network of two layers can't start from weights of 0: all its hidden units would get the same gradient, and stay the same forever. So its weights start as small random numbers, and only the biases as zeros. Now the ring. Each dashed line is one of your hidden units: on one side of it the unit is 0. **Move `width`, the number of hidden units, to 1, 2 and 3: how many lines does it take to close a ring?**


# %% given="bend"
def random_net(D, H, C, scale, rng):
    """An untrained net with D inputs, H hidden units, C classes; weights are scale · normal."""
    W1, W2 = scale * rng.normal(size=(D, H)), scale * rng.normal(size=(H, C))
    return TwoLayerNet(W1, np.zeros(H), W2, np.zeros(C))


widgets.explore(
    lambda width, steps: plots.decision_map(
        random_net(2, width, 2, 0.5, np.random.default_rng(3)),
        train_steps,
        accuracy,
        ring,
        sides,
        0.5,
        steps,
    ),
    width=(1, 16, 4),
    steps=(0, 300, 300, 20),
)

# %% [markdown]
# One line can't, and two make a corner. Three could make a triangle, but from this random start they don't find it; with four, the ring is closed. The border bends at each dashed line.
#
# Now what part 1 promised: two networks with the same weights and learning rate. One gets the six pictures scaled to 0 to 1, the other as they came, 0 to 255.
#
# **Guess first.** What becomes of the loss if the pixels are not scaled?
#
# <details><summary>A. It comes near 0 in fewer steps</summary>Larger pixels do give larger gradients, but that only helps while a step stays within the valley. Here the first step goes so far that every ReLU is off afterwards, and the first layer learns nothing more.</details>
# <details><summary>B. It gets stuck at the loss of a guess</summary>Yes. Scores in the hundreds bring gradients to match, and after the first step every ReLU is off for every picture. Only <code>b2</code> still learns, and the best it can do is to give each kind 1/3: log 3.</details>
# <details><summary>C. It grows and grows with each step</summary>That would hold if each step jumped further over the valley, as with w² and the learning rate 1.1. Here every ReLU is off after the first step, so the pixels no longer reach the scores, and no later step is large.</details>

# %% given="not_scaled"
untrained = random_net(4, 8, 3, 0.5, np.random.default_rng(0))
plots.losses_compared(
    train_steps,
    {
        "pixels / 255": (untrained, six, kinds),
        "as they come": (untrained, 255 * six, kinds),
    },
    lr=0.5,
    steps=100,
    title="Six pictures, scaled or not",
)

# %% [markdown]
# The first loss is 61 where it should be near log 3 = 1.1, and no error message tells you.
#
# ### Question A · in your own words  (6 minutes with the pictures above · 2 points, graded by hand)
#
# A friend sees your ring and says: "One layer failed because it has too few numbers. So I'll take two linear layers with 50 units between them, and leave out the ReLU, which only throws numbers away." In two to four sentences: what will happen on the ring, and why? And what do the hidden units with their ReLUs do that makes the ring possible?

# %% [markdown] written="what_the_second_layer_buys" points=2
# It fails just as one layer does. Without the ReLU, the scores are (x W1 + b1) W2 + b2 = x (W1 W2) + (b1 W2 + b2), which is one linear layer again, however many units lie between: the border is still a straight line, and the loss stays near log 2. With ReLU each hidden unit is 0 on one side of a line and grows on the other, so the sum of several of them is a surface with several bends, and its border can be a closed line with corners, around the blue points.
#
# ### BEGIN MARK SCHEME
# 1 point: it fails on the ring, since two linear layers without a bend are one linear layer (a product of matrices is a matrix), whose border is straight.
# 1 point: each unit bends along a line (0 on one side, growing on the other), and several bends together make a border that goes round. Half a point for "it makes it non-linear" without saying what a unit does.
# ### END MARK SCHEME

# %% [markdown]
# This is a good place for a break.
#
# ## 6 · Real digits, but not yet
#
# Now the 1,797 digits of lesson 1, in three sets:
#
# | set | its digits | what it is for |
# | --- | --- | --- |
# | **training set** | the first 1,077 | the network learns from them |
# | **validation set** | every second one of the last 720 | you look at them to choose: a width, a learning rate, and more |
# | **test set** | the other 360 | closed until part 12, which says why |
#
# The last two are **held-out data**: the network never learns from them.

# %% given="digits"
images, figures = data.digits()  # the pixels come from 0 to 1 already
digit_rows = images.reshape(1797, 64)
train_x, train_t = digit_rows[:1077], figures[:1077]
val_x, val_t = digit_rows[1077::2], figures[1077::2]
test_x, test_t = digit_rows[1078::2], figures[1078::2]  # closed
print("training:", train_x.shape, "validation:", val_x.shape, "test:", test_x.shape)

# %% given="readers"
# for the checks from here on: they read what your functions return
equal_sets = (
    np.ones((3, 1)),  # three equal samples
    np.array([1, 1, 1]),
    np.ones((4, 1)),  # four more, one of another class
    np.array([1, 1, 1, 0]),
)


def column(history, name):
    """One list of a history, or column of a DataFrame, as an array."""
    if history is None:
        return None
    try:
        values = history[name]
    except (KeyError, TypeError, IndexError):
        asked = "a dict with the four names loss, accuracy, val_loss and val_accuracy"
        raise check.CheckFailed(
            "the history", f"has nothing with the name {name}: return {asked}."
        ) from None
    if isinstance(values, float):
        raise check.CheckFailed(
            f"history[{name!r}]",
            "is a single thing: give a list, with one number for each epoch.",
        )
    return np.array([float(value) for value in values])


def velocity_pair(*args):
    """What your momentum_step makes of copies of these, as W and v."""
    pair = momentum_step(*[np.array(each, dtype=float) for each in args[:3]], *args[3:])
    return check.parts(pair, ("W", "v"), name="momentum_step")


two_layers = [  # (W, b) of each
    (np.array([[1.0, -2.0, 4.0]]), np.array([5.0, 6.0, -7.0])),
    (np.array([[3.0], [0.0], [-1.0]]), np.array([-8.0])),
]


def decayed_pairs(gradients, weights, decay):
    """What your add_decay makes of copies of these: dW and db of each layer."""
    copies = [[(+a, +b) for a, b in pairs] for pairs in (gradients, weights)]
    found = add_decay(*copies, decay)
    layers = tuple(f"(dW, db) of layer {k}" for k in range(1, 1 + len(gradients)))
    pairs = check.parts(found, layers, name="what add_decay returns")
    return [check.parts(pair, ("dW", "db"), name="a layer") for pair in pairs]


def is_a_fault(run):
    """Whether your diagnosis of a run is one of the texts in FAULTS."""
    found = diagnosis()
    if not isinstance(found, dict):
        asked = "a dict with the keys 'A', 'B' and 'C' is asked for."
        raise check.CheckFailed("what diagnosis returns", f"is no dict: {asked}")
    return found.get(run) in FAULTS


# %% [markdown]
# Before you train for long, make two checks. They take seconds and save days.
#
# **Check one: the first loss.** An untrained network knows nothing, so it should give each of $C$ classes about $1/C$. That costs
#
# $$L_{\text{first}} \approx -\log\frac1C = \log C$$
#
# For ten digits that is 2.3026. If the loss is far higher, the network is **sure of nonsense**: its weights are too large, or the pixels are not scaled. If it is far lower, something is telling it the answers.
#
# ### Exercise 6 · `starts_well`  ★★☆ · 5 minutes · 1 point
#
# Write `starts_well`, which says whether the loss of a net is within 10 % of $\log C$: between $0.9 \log C$ and $1.1 \log C$. For example, `starts_well(OneLayerNet(np.zeros((64, 10)), np.zeros(10)), train_x, train_t)` is `True`: with zero weights the loss is log 10.
#
# <details><summary>A nudge</summary>Where can you read $C$? Not from the labels: a batch of three digits doesn't hold all ten.</details>
# <details><summary>A push</summary>The scores have a column for each class. <code>net.forward(x)</code> gives them, and <code>net.loss(x, labels)</code> the loss.</details>
# <details><summary>Almost there</summary>The loss may be too high or too low: compare the absolute value of the difference with a tenth of <code>np.log(C)</code>.</details>


# %% solution="starts_well"
def starts_well(net, x, labels):
    """Whether the loss of an untrained net is near that of guessing: within 10 % of log C.

    Args:
        net: a net with forward(x), scores of shape (N, C), and loss(x, labels). Its weights are not changed.
        x: shape (N, D). Not changed.
        labels: shape (N,). Not changed.
    Returns:
        True or False.
    """
    ### BEGIN SOLUTION
    guess = np.log(net.forward(x).shape[1])
    return abs(net.loss(x, labels) - guess) < 0.1 * guess
    ### END SOLUTION


# %% test="first_loss" points=1
# check: starts_well, zero weights; then scores (a, 0), whose loss is log(1 + eᵃ)
zero = OneLayerNet(np.zeros((64, 10)), np.zeros(10))
found = starts_well(zero, train_x[:3].copy(), train_t[:3].copy())
check.equal(found, True, name="starts_well with zero weights")
for loss, fine in ((0.60, False), (0.65, True), (0.74, True), (0.77, False)):
    net = OneLayerNet([[0.0, 0.0]], [np.log(np.exp(loss) - 1), 0.0])
    found = starts_well(net, np.array([[1.0]]), np.array([1]))
    check.equal(found, fine, name=f"starts_well for a loss of {loss}")
### BEGIN HIDDEN TESTS
for C in (2, 5, 100):
    for part, fine in ((0.88, False), (0.92, True), (1.08, True), (1.12, False)):
        # scores (a, 0, 0, ...), one sample of class 1: the loss is log(eᵃ + C - 1)
        loss = part * np.log(C)
        if (
            np.exp(loss) <= C - 1
        ):  # from below: class 0 is right, and the loss log(eᵃ + C - 1) - a
            bias, right = np.log((C - 1) / (np.exp(loss) - 1)), 0
        else:
            bias, right = np.log(np.exp(loss) - C + 1), 1
        net = OneLayerNet(np.zeros((4, C)), [bias] + (C - 1) * [0.0])
        x, t = np.ones((7, 4)), np.full(7, right)
        check.unchanged(
            lambda x, t, net=net: starts_well(net, x, t), x, t, name="starts_well"
        )
        check.equal(starts_well(net, x, t), fine, name=f"starts_well for {C} classes")
        check.equal(not np.any(net.W), True, name="W after starts_well")
        # two layers of which the second does nothing: the same scores
        net = TwoLayerNet(
            np.ones((4, 3)), np.zeros(3), np.zeros((3, C)), [bias] + (C - 1) * [0.0]
        )
        check.equal(
            starts_well(net, x, t),
            fine,
            name=f"starts_well for two layers and {C} classes",
        )
# scores (2, 0), for which a sample of class 0 costs 0.127 and one of class 1 costs 2.127
net, t = OneLayerNet(np.zeros((4, 2)), [2.0, 0.0]), np.array(30 * [0] + 12 * [1])
for labels in (t, t[::-1].copy()):
    found = starts_well(net, np.ones((42, 4)), labels)
    check.equal(found, True, name="starts_well for a loss of which a part is far off")
### END HIDDEN TESTS

# %% [markdown]
# **Check two: learn a few by heart.** Train the network on only 20 digits. With thousands of weights it can know them by heart: its loss must fall to nearly 0. If it doesn't, there is a fault: in the gradient, in the update, or in how pictures and labels are matched. On all the data, such a network may still seem to learn.
#
# ### Exercise 7 · `overfit_few`  ★☆☆ · 3 minutes · 1 point
#
# Write `overfit_few`, which trains a net on the first 20 samples and returns their loss. For example, one step takes the loss of 25 equal samples of class 0 from log 2 to log 4/3:
#
# ```python
# net = OneLayerNet(np.zeros((1, 2)), np.zeros(2))
# overfit_few(net, np.ones((25, 1)), np.zeros(25, dtype=int), lr=np.log(3) / 2, steps=1)  # 0.2877
# ```
#
# <details><summary>A nudge</summary>Which part of <code>x</code> are the first 20 samples? And of the labels?</details>
# <details><summary>A push</summary>Your <code>train_steps</code> does the training. Its last number is the loss <em>before</em> the last step, so ask the net for its loss once more.</details>
# <details><summary>Almost there</summary>Two lines: <code>train_steps(...)</code> with the first 20, then <code>net.loss(...)</code> of the same 20.</details>


# %% solution="overfit_few"
def overfit_few(net, x, labels, lr, steps):
    """Train a net on the first 20 samples only, and tell how well it knows them.

    Args:
        net: an untrained net with step and loss. It is trained.
        x: shape (N, D), N at least 20. Not changed.
        labels: shape (N,). Not changed.
        lr: the learning rate, a number.
        steps: how many steps with all of these 20 samples.
    Returns:
        The loss of these 20 samples after the last step, a single number.
    """
    ### BEGIN SOLUTION
    few_x, few_labels = x[:20], labels[:20]
    train_steps(net, few_x, few_labels, lr, steps)
    return net.loss(few_x, few_labels)
    ### END SOLUTION


# %% test="overfit" points=1
# check: overfit_few, 19 equal samples of class 0, then 6 of class 1
x, t = np.ones((25, 1)), np.array(19 * [0] + 6 * [1])
lost = overfit_few(OneLayerNet(np.zeros((1, 2)), np.zeros(2)), x, t, 0.5, 2)
check.close(lost, 0.29369265, name="the loss after 2 steps", atol=1e-4)
### BEGIN HIDDEN TESTS
# Scores (a, -a) for all 20, of which 19 are of class 0: a grows by (rate) * 2 * (0.95 - p).
a = 0.0
for _ in range(3):
    a += 40.0 * (0.95 - 1 / (1 + np.exp(-2 * a)))
true = 0.95 * np.log1p(np.exp(-2 * a)) + 0.05 * np.log1p(np.exp(2 * a))
lost = overfit_few(OneLayerNet(np.zeros((1, 2)), np.zeros(2)), x, t, 20.0, 3)
check.close(lost, true, name="the loss after 3 steps that are too long", rtol=1e-6)
rng = np.random.default_rng(5)
x, t = rng.normal(size=(25, 3)), np.arange(25) % 4
net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
lost = overfit_few(net, x, t, 0.5, 50)
check.close(
    lost,
    1.04765194,
    name="the loss of 20 samples after 50 steps",
    rtol=1e-6,
    atol=1e-4,
)
for N, D, H, C, steps, lr in (
    (30, 4, 6, 3, 15, 0.3),
    (20, 2, 3, 5, 1, 0.3),
    (41, 5, 4, 2, 6, 0.3),
    (25, 30, 4, 3, 40, 3.0),  # until it knows them by heart, and on
):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * H + C)
    W, b = rng.normal(size=(D, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    spare = OneLayerNet(W, b)
    check.unchanged(
        lambda x, t, net=spare: overfit_few(net, x, t, 0.5, 2),
        x,
        t,
        name="overfit_few",
    )
    net = OneLayerNet(W, b)
    for _ in range(0, steps):
        p = np.exp(np.einsum("nd,dc->nc", x[:20], W) + b)
        miss = (p / np.einsum("nc->n", p)[:, None] - np.eye(C)[t[:20]]) / 20
        W, b = (
            W - lr * np.einsum("nd,nc->dc", x[:20], miss),
            b - lr * np.einsum("nc->c", miss),
        )
    true = softmax_cross_entropy(np.einsum("nd,dc->nc", x[:20], W) + b, t[:20])
    check.close(
        overfit_few(net, x, t, lr, steps),
        true,
        name="the loss of 20 samples",
        atol=1e-4,
    )
    check.close(net.W, W, name="W after as many steps as were asked for, and no more,")
    W1, b1 = rng.normal(size=(D, H)), rng.normal(size=H)
    W2, b2 = rng.normal(size=(H, C)), rng.normal(size=C)
    net = TwoLayerNet(W1, b1, W2, b2)
    lost = overfit_few(net, x, t, lr, steps)
    h = np.where(x[:20] @ net.W1 + net.b1 > 0, x[:20] @ net.W1 + net.b1, 0.0)
    check.close(
        lost,
        softmax_cross_entropy(h @ net.W2 + net.b2, t[:20]),
        name="the loss of 20 samples and a net of two layers",
        atol=1e-4,
    )
    check.equal(
        bool(np.any(net.W2 != W2)),
        True,
        name="W2 of a net of two layers, once trained,",
    )
### END HIDDEN TESTS

# %% [markdown]
# Here are three networks with the same first weights: your `TwoLayerNet`; the `Network` of lesson 6, with two affine layers and a ReLU; and yours with a wrong sign in `dW1`.


# %% given="with_a_fault"
class Trainable(Network):
    """The Network of lesson 6, with the methods that your functions call."""

    def weights(self):
        """The pairs (W, b) of its layers."""
        return [(layer.W, layer.b) for layer in self.layers if hasattr(layer, "W")]

    def forward(self, x):
        return self.predict(x)

    def step(self, x, labels, lr):
        loss = self.loss(x, labels)
        for pair, slopes in zip(self.weights(), self.gradient(x, labels)):
            for array, slope in zip(pair, slopes):
                array -= lr * slope
        return loss


class WrongSign(TwoLayerNet):
    """Your net, except for one sign: with -dW1 in place of dW1, W1 moves as far the other way."""

    def step(self, x, labels, lr):
        before = self.W1.copy()
        loss = super().step(x, labels, lr)
        self.W1 += 2 * (before - self.W1)
        return loss


def in_layers(net, kind=Trainable, **more):
    """The weights of a net of yours in layers of lesson 6."""
    layers = [Affine(+net.W1, +net.b1), Relu(), Affine(+net.W2, +net.b2)]
    return kind(layers, SoftmaxWithLoss(), **more)


mine = random_net(64, 30, 10, 0.1, np.random.default_rng(1))
faulty = WrongSign(mine.W1, mine.b1, mine.W2, mine.b2)
plots.losses_compared(
    train_steps,
    {
        "your TwoLayerNet": (mine, train_x[:20], train_t[:20]),
        "Network of lesson 6": (in_layers(mine), train_x[:20], train_t[:20]),
        "a wrong sign in dW1": (faulty, train_x[:20], train_t[:20]),
    },
    lr=0.5,
    steps=200,
    title="20 digits, learned by heart",
)

# %% [markdown]
# **The first two curves are one**: the same numbers, written once for two layers and once for any number of them. In the third, the first layer walks uphill.
#
# ## 7 · Training in small batches
#
# Even 8 digits give a rough idea of which way is down. So cut the data into **minibatches** of 8: the work of one step with all 1,077 now buys 135. A pass through all the data is called an **epoch**. In each epoch the samples are shuffled anew, so that the same eight don't always meet; and data often comes sorted, all zeros first.
#
# By hand, for 7 samples in batches of 3: if the shuffled order is 4, 0, 6, 2, 5, 1, 3, the batches are (4, 0, 6), (2, 5, 1) and (3). **The last one is smaller. No sample is left out, and none comes twice.**
#
# ### Exercise 8 · `minibatches`  ★★☆ · 8 minutes · 3 points
#
# Write `minibatches`, which shuffles the samples and cuts them into batches. For example, with 7 samples `[len(some_t) for _, some_t in minibatches(x, t, 3, rng)]` is `[3, 3, 1]`. Shuffle with `rng`, a random generator, and no other: then the same seed gives the same batches. Fill each batch before the next one begins.
#
# <details><summary>A nudge</summary>Don't shuffle <code>x</code> and <code>t</code>, or a picture may lose its label. Shuffle the <em>numbers</em> of the samples, 0 to N − 1.</details>
# <details><summary>A push</summary><code>order = rng.permutation(N)</code> is such a shuffled list of numbers, and <code>x[order[:3]]</code> are the samples with its first three.</details>
# <details><summary>Almost there</summary><code>range(0, N, size)</code> gives the places where a batch starts. A slice that goes beyond the end, such as <code>order[6:9]</code> of seven, simply ends there, which gives you the smaller batch.</details>


# %% solution="minibatches"
def minibatches(x, t, size, rng):
    """Cut shuffled samples into batches.

    Args:
        x: samples along the first axis, shape (N, ...). Not changed.
        t: what belongs to them, shape (N,). Not changed.
        size: samples in a batch, 1 or more. The last batch may have fewer.
        rng: a NumPy random generator, used for the shuffling.
    Returns:
        A list of pairs (batch of x, batch of t). Each sample is in exactly one batch. (Or yield the pairs.)
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(x))
    batches = []
    for start in range(0, len(x), size):
        chosen = order[start : start + size]
        batches.append((x[chosen], t[chosen]))
    return batches
    ### END SOLUTION


# %% given="batch_list"
# for the checks and the picture below, which want a list
def batch_list(x, t, size, rng):
    """Your minibatches as a list of pairs of arrays, also if they are yielded."""
    batches = minibatches(x, t, size, rng)
    if batches is None:
        raise TypeError("minibatches returned None: end it with a return")
    each = f"each item of minibatches of {len(x)} samples"
    pairs = [
        check.parts(pair, ("a batch of x", "a batch of t"), name=each)
        for pair in batches
    ]
    found = [(np.array(some_x), np.array(some_t)) for some_x, some_t in pairs]
    for _, some_t in found:
        if some_t.ndim != 1:
            raise check.CheckFailed(
                "a batch of t, the second in its pair,",
                "should have the shape (samples in the batch,): one label for each sample.",
            )
    if not found:
        raise check.CheckFailed("minibatches", "gives no batches at all.")
    return found


def one_epoch(size, rng):
    """The labels of 50 samples, 0 to 49, in the order in which your batches bring them."""
    batches = batch_list(np.arange(50.0)[:, None], np.arange(50), size, rng)
    return np.concatenate([some_t for _, some_t in batches]).tolist()


# %% test="batches_hold_each_sample" points=1
# check: minibatches, 7 samples in batches of 3
x, t = np.arange(7.0)[:, None] * [1.0, 10.0], np.arange(7)
found = batch_list(x, t, 3, np.random.default_rng(0))
lengths = sorted([len(some_t) for _, some_t in found], reverse=True)
check.equal(lengths, [3, 3, 1], name="the sizes of the batches")
seen = sorted(np.concatenate([some_t for _, some_t in found]).tolist())
check.equal(len(set(seen)) == 7, True, name="one place for each sample")
### BEGIN HIDDEN TESTS
check.equal(seen, [0, 1, 2, 3, 4, 5, 6], name="all labels in all batches, sorted")
for N, size in ((10, 5), (10, 4), (1, 8), (9, 1), (6, 6), (5, 9), (100, 8)):
    for seed in (N, N + 1):
        x, t = np.arange(float(N))[:, None], np.arange(N)
        found = batch_list(x, t, size, np.random.default_rng(seed))
        lengths = [min(size, N - start) for start in range(0, N, size)]
        check.equal(
            sorted([len(some) for _, some in found], reverse=True),
            lengths,
            name="the list of the sizes of batches",
        )
        for k in (0, 1):
            seen = np.concatenate([np.ravel(pair[k]) for pair in found])
            check.equal(
                len(set(seen.tolist())) == N, True, name="one place for each sample"
            )
            check.close(
                np.sort(seen),
                np.arange(float(N)),
                name="all samples in all batches, sorted",
            )
### END HIDDEN TESTS

# %% test="batches_keep_pairs" points=1
# check: minibatches, 12 pictures of 2 by 3 pixels with their labels
x, t = np.arange(12.0).reshape(12, 1, 1) * np.ones((12, 2, 3)), 5 * np.arange(12)
check.unchanged(batch_list, x, t, 5, np.random.default_rng(1), name="minibatches")
for some_x, some_t in batch_list(x, t, 5, np.random.default_rng(1)):
    check.shape(some_x, (len(some_t), 2, 3), name="a batch of pictures of 2 by 3")
    kept = bool(np.all(5 * some_x[:, 0, 0] == some_t))
    check.equal(kept, True, name="the labels of the pictures")
### BEGIN HIDDEN TESTS
for N, D, size in ((20, 3, 6), (7, 7, 7), (11, 2, 1)):
    rng = np.random.default_rng(10 * N + D)
    x, t = rng.normal(size=(N, D)), rng.integers(4, size=N)
    own = {tuple(row): label for row, label in zip(x.tolist(), t.tolist())}
    for some_x, some_t in batch_list(x, t, size, np.random.default_rng(2)):
        check.shape(some_x, (len(some_t), D), name="a batch of x")
        labels = [own.get(tuple(row), -1) for row in some_x.tolist()]
        check.equal(some_t.tolist(), labels, name="the labels of a batch")
### END HIDDEN TESTS

# %% test="batches_are_shuffled" points=1
# check: minibatches, another order in each epoch, the same order for the same seed
dice = np.random.default_rng(3)
first, second = one_epoch(5, dice), one_epoch(5, dice)
check.equal(first != list(range(50)), True, name="the order of the labels")
check.equal(first != second, True, name="the order in another epoch")
again = one_epoch(5, np.random.default_rng(3))
check.equal(again == first, True, name="the order for the same seed")
### BEGIN HIDDEN TESTS
follows = np.diff([*first, first[0]]) % 50 == 1  # as before, but for a turn
check.equal(bool(np.all(follows)), False, name="the order of neighbours in an epoch")
inside = np.array(first).reshape(10, 5) if len(first) == 50 else np.zeros((10, 5))
check.equal(
    bool(np.any(np.diff(inside, axis=1) != 1)),
    True,
    name="the order of samples in batches",
)
other = one_epoch(5, np.random.default_rng(4))
check.equal(other != first, True, name="the order for another seed")
for size in (1, 7, 50):
    orders = {tuple(one_epoch(size, dice)) for _ in range(6)}
    check.equal(len(orders), 6, name="the number of different orders in six epochs")
orders = [one_epoch(50, dice) for _ in range(20)]
firsts = {tuple(order[:1]) for order in orders}
lasts = {tuple(order[-1:]) for order in orders}
check.equal(len(firsts) > 8, True, name="the first samples of 20 epochs")
check.equal(len(lasts) > 8, True, name="the last samples of 20 epochs")
### END HIDDEN TESTS

# %% [markdown]
# Your batches: 13 samples in batches of 5, for three epochs.

# %% given="batches_by_epoch"
plots.batches_by_epoch(batch_list, 13, 5)

# %% [markdown]
# ### Exercise 9 · `train`  ★★★ · 10 minutes · 3 points
#
# Write `train`, which trains a net with minibatches and keeps a history. In each epoch, take one `net.step` for each minibatch. **After** each epoch, record four numbers, with the names that Keras uses: `"loss"` and `"accuracy"` of the *whole* training set, `"val_loss"` and `"val_accuracy"` of the validation set. For example, with four equal samples of class 0 in one batch:
#
# ```python
# net, x, t = OneLayerNet(np.zeros((1, 2)), np.zeros(2)), np.ones((4, 1)), np.zeros(4, dtype=int)
# train(net, x, t, x, t, epochs=2, size=4, lr=np.log(3) / 2, rng=np.random.default_rng(0))["loss"]  # [0.2877, 0.1760]
# ```
#
# <details><summary>A nudge</summary>Two loops, one inside the other. Which of your functions gives the inner one its batches, and when must it be called?</details>
# <details><summary>A push</summary>Four numbers follow after the inner loop: <code>net.loss(...)</code> and <code>accuracy(net.forward(...), ...)</code>, once with the training set and once with the validation set.</details>
# <details><summary>Almost there</summary>Begin with <code>history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}</code>, and append to each of its lists after each epoch. The inner loop is <code>for some_x, some_labels in minibatches(...)</code>, and its body is one line.</details>


# %% solution="train"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    """Train a net with minibatches, and watch it.

    Args:
        net: a net with forward, loss and step. It is trained.
        x, labels: the training set, shapes (N, D) and (N,). Not changed.
        x_val, labels_val: the validation set, which the net does not learn from. Not changed.
        epochs: how often all samples are seen, a whole number.
        size: samples in a batch.
        lr: the learning rate, a number.
        rng: a NumPy random generator, for the shuffling.
    Returns:
        A dict with four lists of `epochs` numbers each, taken after each epoch: "loss" and "accuracy" of the whole
        training set, "val_loss" and "val_accuracy" of the validation set. (A DataFrame with these columns is fine.)
    """
    ### BEGIN SOLUTION
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        for some_x, some_labels in minibatches(x, labels, size, rng):
            net.step(some_x, some_labels, lr)
        history["loss"].append(net.loss(x, labels))
        history["accuracy"].append(accuracy(net.forward(x), labels))
        history["val_loss"].append(net.loss(x_val, labels_val))
        history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))
    return history
    ### END SOLUTION


# %% test="train_history" points=1
# check: train, losses by hand: p is 3/4 after one step, and stays 3/4 with lr 0
x, t, x_val, t_val = (array.copy() for array in equal_sets)
net = OneLayerNet(np.zeros((1, 2)), np.zeros(2))
history = train(net, x, t, x_val, t_val, 2, 3, np.log(3) / 2, np.random.default_rng(0))
check.close(column(history, "loss"), [0.2877, 0.1760], name="loss", atol=1e-4)
check.close(column(history, "val_loss"), [0.5623, 0.588], name="val_loss", atol=1e-4)
net = OneLayerNet(np.zeros((1, 2)), [0.0, np.log(3)])
history = train(net, x_val, t_val, x, t, 2, 3, 0.0, np.random.default_rng(0))
check.close(column(history, "loss"), 2 * [0.5623], name="loss for lr 0", atol=1e-4)
### BEGIN HIDDEN TESTS
# all six in one batch, so that their order does not matter
x_val = (
    np.array(
        [[60, 210, 20, 0], [130, 25, 20, 5], [30, 25, 210, 90], [140, 150, 20, 10]]
    )
    / 255
)
labels_val = np.array([0, 1, 2, 1])
net = OneLayerNet(np.zeros((4, 3)), np.zeros(3))
history = train(
    net,
    six.copy(),
    kinds.copy(),
    x_val,
    labels_val,
    3,
    6,
    0.5,
    np.random.default_rng(0),
)
asked = [1.04333856, 0.99231421, 0.94512385]
check.close(
    column(history, "loss"),
    asked,
    name='history["loss"]',
    rtol=1e-6,
    atol=1e-4,
)
check.close(
    column(history, "val_loss"),
    [1.06178848, 1.02660295, 0.99307512],
    name='history["val_loss"]',
    rtol=1e-6,
    atol=1e-4,
)
history = train(
    net,
    six.copy(),
    kinds.copy(),
    x_val,
    labels_val,
    2,
    4,
    0.5,
    np.random.default_rng(0),
)
check.equal(len(column(history, "loss")), 2, name="the number of losses for 2 epochs")
# the net as it is now, asked about all six, and about any two or four of them, as in a batch
each = np.log(np.sum(np.exp(six @ net.W + net.b), axis=1))
each = each - (six @ net.W + net.b)[np.arange(6), kinds]
two = [(each[i] + each[j]) / 2 for i in range(6) for j in range(i)]
some = np.array(two + [(6 * np.mean(each) - 2 * mean) / 4 for mean in two])
last = column(history, "loss")[1]
check.equal(
    bool(np.min(np.abs(some - last)) >= 1e-6),
    True,
    name="the loss of all six, and not of one batch,",
)
check.close(
    last,
    np.mean(each),
    name="the loss of all six, in batches of 4, after the last epoch",
    rtol=1e-6,
    atol=1e-4,
)
for N, D, C, epochs, size in (
    (9, 4, 3, 4, 9),
    (3, 3, 3, 2, 3),
    (8, 3, 2, 1, 50),
):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * C + epochs)
    W, b = rng.normal(size=(D, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    xv, tv = rng.normal(size=(N + 4, D)), rng.integers(C, size=N + 4)
    spare = OneLayerNet(W, b)
    check.unchanged(
        lambda x, t, xv, tv, net=spare, size=size: train(
            net, x, t, xv, tv, 2, size, 0.5, np.random.default_rng(1)
        ),
        x,
        t,
        xv,
        tv,
        name="train",
    )
    net, losses, val_losses = OneLayerNet(W, b), [], []
    for _ in range(epochs):
        p = np.exp(np.einsum("nd,dc->nc", x, W) + b)
        miss = (p / np.einsum("nc->n", p)[:, None] - np.eye(C)[t]) / N
        W, b = (
            W - 0.7 * np.einsum("nd,nc->dc", x, miss),
            b - 0.7 * np.einsum("nc->c", miss),
        )
        losses.append(softmax_cross_entropy(np.einsum("nd,dc->nc", x, W) + b, t))
        val_losses.append(softmax_cross_entropy(np.einsum("nd,dc->nc", xv, W) + b, tv))
    history = train(net, x, t, xv, tv, epochs, size, 0.7, np.random.default_rng(1))
    check.close(
        column(history, "loss"),
        losses,
        name="the losses of the training set",
        rtol=1e-6,
        atol=1e-4,
    )
    check.close(
        column(history, "val_loss"),
        val_losses,
        name="the losses of the validation set",
        rtol=1e-6,
        atol=1e-4,
    )
# steps so large that the loss goes up and down
rng = np.random.default_rng(8)
x, t = rng.normal(size=(9, 3)), rng.integers(4, size=9)
net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
history = train(net, x, t, x, t, 7, 9, 40.0, np.random.default_rng(1))
check.equal(
    len(column(history, "loss")),
    7,
    name="the number of losses for 7 epochs with large steps",
)
for N, D, C, epochs, size in ((25, 4, 3, 2, 7), (22, 2, 4, 1, 9)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * C + epochs + 7)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    xv, tv = rng.normal(size=(N + 6, D)), rng.integers(C, size=N + 6)
    W1, W2 = rng.normal(size=(D, 6)), rng.normal(size=(6, C))
    net = TwoLayerNet(W1, np.zeros(6), W2, np.zeros(C))
    history = train(net, x, t, xv, tv, epochs, size, 0.2, np.random.default_rng(4))
    for name, some, labels in (("loss", x, t), ("val_loss", xv, tv)):
        h = some @ net.W1 + net.b1
        scores = np.where(h > 0, h, 0.0) @ net.W2 + net.b2
        check.close(
            column(history, name)[-1],
            softmax_cross_entropy(scores, labels),
            name=f"the last {name} of a net of two layers",
            rtol=1e-6,
            atol=1e-4,
        )
### END HIDDEN TESTS

# %% test="train_accuracies" points=1
# check: train, accuracies by hand: after one step the net says 1 to all
x, t, x_val, t_val = (array.copy() for array in equal_sets)
net = OneLayerNet(np.zeros((1, 2)), np.zeros(2))
history = train(net, x, t, x_val, t_val, 2, 3, 0.5, np.random.default_rng(0))
check.close(column(history, "accuracy"), [1, 1], name="accuracy")
check.close(column(history, "val_accuracy"), [0.75, 0.75], name="val_accuracy")
### BEGIN HIDDEN TESTS
x_val = (
    np.array(
        [[60, 210, 20, 0], [130, 25, 20, 5], [30, 25, 210, 90], [140, 150, 20, 10]]
    )
    / 255
)
labels_val = np.array([0, 1, 2, 1])
net = OneLayerNet(np.zeros((4, 3)), np.zeros(3))
history = train(
    net,
    six.copy(),
    kinds.copy(),
    x_val,
    labels_val,
    3,
    6,
    0.5,
    np.random.default_rng(0),
)
check.close(
    column(history, "accuracy"),
    [1.0, 1.0, 1.0],
    name='history["accuracy"]',
    rtol=1e-6,
)
check.close(
    column(history, "val_accuracy"),
    [0.75, 0.75, 0.75],
    name='history["val_accuracy"]',
    rtol=1e-6,
)
for N, D, C, epochs, size in ((9, 4, 3, 4, 9), (25, 2, 5, 6, 30), (7, 3, 2, 1, 50)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * C + epochs + 1)
    W, b = rng.normal(size=(D, C)), rng.normal(size=C)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    xv, tv = rng.normal(size=(N + 4, D)), rng.integers(C, size=N + 4)
    net, right, val_right = OneLayerNet(W, b), [], []
    for _ in range(epochs):
        p = np.exp(np.einsum("nd,dc->nc", x, W) + b)
        miss = (p / np.einsum("nc->n", p)[:, None] - np.eye(C)[t]) / N
        W, b = (
            W - 0.7 * np.einsum("nd,nc->dc", x, miss),
            b - 0.7 * np.einsum("nc->c", miss),
        )
        right.append(
            np.mean(
                [
                    row.argmax() == k
                    for row, k in zip(np.einsum("nd,dc->nc", x, W) + b, t)
                ]
            )
        )
        val_right.append(
            np.mean(
                [
                    row.argmax() == k
                    for row, k in zip(np.einsum("nd,dc->nc", xv, W) + b, tv)
                ]
            )
        )
    history = train(net, x, t, xv, tv, epochs, size, 0.7, np.random.default_rng(1))
    check.close(
        column(history, "accuracy"),
        right,
        name="the accuracies of the training set",
        rtol=1e-6,
    )
    check.close(
        column(history, "val_accuracy"),
        val_right,
        name="the accuracies of the validation set",
        rtol=1e-6,
    )
for N, D, C, epochs, size in ((25, 4, 3, 2, 7), (22, 2, 4, 1, 9)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * C + epochs + 7)
    x, t = rng.normal(size=(N, D)), rng.integers(C, size=N)
    xv, tv = rng.normal(size=(N + 6, D)), rng.integers(C, size=N + 6)
    W1, W2 = rng.normal(size=(D, 6)), rng.normal(size=(6, C))
    net = TwoLayerNet(W1, np.zeros(6), W2, np.zeros(C))
    history = train(net, x, t, xv, tv, epochs, size, 0.2, np.random.default_rng(4))
    for name, some, labels in (("accuracy", x, t), ("val_accuracy", xv, tv)):
        h = some @ net.W1 + net.b1
        scores = np.where(h > 0, h, 0.0) @ net.W2 + net.b2
        check.close(
            column(history, name)[-1],
            np.mean(np.argmax(scores, axis=1) == labels),
            name=f"the last {name} of a net of two layers",
            rtol=1e-6,
        )
### END HIDDEN TESTS

# %% test="train_batches" points=1
# check: train, three steps in each of two epochs: W[0, 0] of equal samples after six
x, t = np.ones((7, 2)), np.zeros(7, dtype=int)
net = OneLayerNet(np.zeros((2, 2)), np.zeros(2))
train(net, x, t, x, t, 2, 3, 0.5, np.random.default_rng(0))
check.close(net.W[0, 0], 0.5011394458, name="W[0, 0] after six steps", rtol=1e-6)
### BEGIN HIDDEN TESTS


def after(count):
    """W[0, 0] after `count` steps with such a sample and lr 0.5, from zero weights."""
    w = 0.0
    for _ in range(count):
        w += 0.5 / (1 + np.exp(6 * w))  # the two scores are 3w and -3w, since b is as W
    return w


for N, size, epochs in ((7, 3, 1), (8, 4, 2), (5, 1, 3), (6, 10, 2)):
    x, t = np.ones((N, 2)), np.zeros(N, dtype=int)
    net = OneLayerNet(np.zeros((2, 2)), np.zeros(2))
    train(net, x, t, x, t, epochs, size, 0.5, np.random.default_rng(0))
    check.close(
        net.W[0, 0],
        after(epochs * -(-N // size)),
        name="W after other numbers of steps",
    )
# With a tiny learning rate each sample moves W as if it came alone, whatever their order.
rng = np.random.default_rng(21)
x, t = rng.normal(size=(12, 3)), rng.integers(4, size=12)
net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
train(net, x, t, x[:2], t[:2], 1, 3, 1e-6, np.random.default_rng(2))
moved = np.einsum("nd,nc->dc", x, np.eye(4)[t] - 0.25) / 3
check.close(
    net.W / 1e-6,
    moved,
    name="the move of W in an epoch, for each unit of learning rate,",
    rtol=1e-4,
    atol=1e-4,
)
# three samples in batches of 2: one of them comes alone, and counts twice as much as the two others
slopes = [np.outer(row, np.eye(4)[k] - 0.25) for row, k in zip(x[:3], t[:3])]
net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
train(net, x[:3], t[:3], x, t, 1, 2, 1e-6, np.random.default_rng(3))
apart = [np.max(np.abs(net.W / 1e-6 - (sum(slopes) + alone) / 2)) for alone in slopes]
check.equal(bool(min(apart) < 1e-4), True, name="the move of W by batches of 2")
# twelve epochs with three samples in batches of 2: it isn't always the same one that comes alone
net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
train(net, x[:3], t[:3], x, t, 12, 2, 1e-6, np.random.default_rng(5))
apart = [
    np.max(np.abs(net.W / 1e-6 - 12 * (sum(slopes) + alone) / 2)) for alone in slopes
]
check.equal(bool(min(apart) >= 1e-3), True, name="the batches of twelve epochs")
moves = []
for seed in (5, 5, 6):
    net = OneLayerNet(np.zeros((3, 4)), np.zeros(4))
    some_x, some_t = x.copy(), t.copy()
    train(
        net, some_x, some_t, x.copy(), t.copy(), 2, 3, 0.5, np.random.default_rng(seed)
    )
    moves.append(net.W)
check.equal(
    bool(np.allclose(moves[0], moves[1], rtol=1e-9, atol=0)),
    True,
    name="the training for the same seed",
)
check.equal(
    not np.allclose(moves[0], moves[2], rtol=1e-9, atol=0),
    True,
    name="the training for another seed",
)
### END HIDDEN TESTS

# %% [markdown]
# ## 8 · One layer, two layers, real digits
#
# Two networks, 20 epochs each, in batches of 8, with the same learning rate: one has a single layer with 650 numbers, the other 150 hidden units and 11,260 numbers.


# %% given="loss_and_accuracy"
def loss_and_accuracy(histories):
    """Loss and accuracy by epoch in one figure: a colour for each net, a line style for each set."""
    tables = []
    for net, history in histories.items():
        for digits, start in (("training", ""), ("validation", "val_")):
            table = pd.DataFrame(
                {
                    "loss": history[start + "loss"],
                    "accuracy": history[start + "accuracy"],
                }
            )
            table["net"], table["digits"], table["epoch"] = net, digits, table.index + 1
            tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.8, 4.4), layout="constrained")
    look = {
        "x": "epoch",
        "hue": "net",
        "style": "digits",
        "palette": ["#e69f00", "#0072b2"],
    }
    sns.lineplot(table, y="loss", ax=left, legend=False, linewidth=2.5, **look)
    sns.lineplot(table, y="accuracy", ax=right, linewidth=2.5, **look)
    left.set(title="Loss by epoch", yscale="log", xticks=[1, 5, 10, 15, 20])
    right.set(title="Accuracy by epoch", ylim=(0.7, 1.01), xticks=[1, 5, 10, 15, 20])
    return fig


@functools.cache
def trained(layers):
    """A trained net with this many layers, and its history. (Run this cell again if you change your code.)"""
    rng = np.random.default_rng(0)
    net = OneLayerNet(np.zeros((64, 10)), np.zeros(10))
    if layers == 2:
        net = random_net(64, 150, 10, 0.1, rng)
    history = train(net, train_x, train_t, val_x, val_t, 20, 8, 0.5, rng)
    return net, history


plots.learning(loss_and_accuracy, trained)

# %% [markdown]
# A few seconds of training, and it reads handwriting.
#
# - **On the training set** both get nearly everything right.
# - **On the 360 validation digits** one layer makes about 27 mistakes, two layers about 20. The second layer saves about a quarter of them. (Other first weights change these numbers by a few digits.)
# - **The dashed line is always the worse one.** After some epochs the dashed blue loss no longer falls, while the solid one keeps falling. From there on the network learns its training digits by heart. This is called **overfitting**.
#
# Which digits does it mistake for which? There is a row for what a digit is, and a column for what your network says:

# %% given="confusion"
plots.confusion(trained, 2, val_x, val_t)

# %% [markdown]
# What did the first layer learn to look for? Each of its columns has 64 weights, and can be drawn as an image: **red** where ink counts for it, **blue** where ink counts against it.

# %% given="what_units_look_for"
plots.what_units_look_for(trained)

# %% [markdown]
# One layer has only one picture for each digit, and everybody's 7 must fit that one. The hidden units of two layers look like no digit at all. They are bits of strokes, edges and corners, and **each digit is made of several**.
#
# Here are the mistakes that your network was surest of:

# %% given="sure_mistakes"
plots.sure_mistakes(trained, 2, val_x, val_t)

# %% [markdown]
# Some of these are hard for people, too. Others are not, and yet the network is almost certain. Training pulls scores far apart, including those of a new digit that resembles a wrong class. A probability from a softmax is no promise.
#
# **Learning rate and width:** each setting trains a fresh network for 10 epochs, in batches of 32. Where does training fall apart? Is wider always better?

# %% given="lr_and_width"
widgets.explore(
    lambda lr, width: plots.lr_and_width(
        lambda units: random_net(64, units, 10, 0.1, np.random.default_rng(1)),
        train,
        (train_x, train_t, val_x, val_t),
        lr,
        width,
    ),
    lr=(0.05, 3.0, 0.5, 0.05),
    width=(1, 100, 32),
)

# %% [markdown]
# ## 9 · Momentum
#
# Why not take larger steps? Here is a loss of two weights: a valley 40 times as steep across as along. **Move the learning rate: how far does plain descent get before it jumps out?**

# %% given="valley"
widgets.explore(plots.valley, lr=(0.01, 0.052, 0.045, 0.001))

# %% [markdown]
# A ball keeps its speed. Along the valley the small slopes add up; across it they come from both sides in turn, and cancel. So each weight gets a **velocity** $v$, its last move. A step keeps a fraction $\mu$ of it, the **momentum**, and adds the move of plain descent:
#
# $$v \leftarrow \mu\, v - \eta\,\frac{\partial L}{\partial W} \qquad W \leftarrow W + v \qquad \text{shapes: } v \text{ like } W$$
#
# $v$ starts at 0, and $\mu = 0$ is plain descent. **By hand**, with $W = 2$, the slope 4 twice, $\eta = 0.5$ and $\mu = 0.9$: first $v = -2$ and $W = 0$, then $v = 0.9 \cdot (-2) - 2 = -3.8$ and $W = -3.8$. Where the slope stays the same, $v$ grows towards $1/(1 - \mu)$ plain steps: ten, for 0.9.
#
# ### Exercise 10 · `momentum_step`  ★★☆ · 5 minutes · 3 points
#
# Write `momentum_step`, which makes one step with momentum. For example, `momentum_step(0.0, -2.0, 4.0, lr=0.5, momentum=0.9)` returns `(-3.8, -3.8)`.
#
# <details><summary>A nudge</summary>Two things move: the velocity and the weights. Which one needs the other's new value?</details>
# <details><summary>A push</summary>The learning rate belongs to the gradient and the momentum to the old velocity. Each is used once.</details>
# <details><summary>Almost there</summary>The first line makes the new <code>v</code> of two products, and the second adds it to <code>W</code>. Return both, <code>W</code> first.</details>


# %% solution="momentum_step"
def momentum_step(W, v, dW, lr, momentum):
    """One step of gradient descent with momentum, for an array of weights or of biases.

    Args:
        W: the weights, an array of any shape or a number. (You may change it in place, or not.)
        v: the velocity, like W: the move that the step before made, 0 at first. (Likewise.)
        dW: the gradient, like W. Not changed.
        lr: the learning rate, a number.
        momentum: the part of v that is kept, a number from 0 to below 1.
    Returns:
        A pair (W, v), both after the step. v is the move itself, learning rate and sign included.
        (PyTorch's v adds up gradients, and W moves by -lr times v: the same path, another v.)
    """
    ### BEGIN SOLUTION
    v = momentum * v - lr * dW
    return W + v, v
    ### END SOLUTION


# %% test="momentum_from_rest" points=1
# check: momentum_step, from rest: the step of plain descent
W, v = velocity_pair([2, -1, 3], [0, 0, 0], [4, -2, 0], 0.5, 0.9)
check.close(v, [-2, 1, 0], name="v of the first step")
check.close(W, [0, 0, 3], name="W after the first step")
### BEGIN HIDDEN TESTS
for shape in ((3,), (2, 5), (4, 4), (1, 1), (2, 3, 4), ()):
    rng = np.random.default_rng(31 + sum(shape))
    start, slope = rng.normal(size=shape), np.array(rng.normal(size=shape))
    check.unchanged(
        lambda dW, start=start: momentum_step(
            np.array(start), np.zeros(np.shape(start)), dW, 0.25, 0.5
        ),
        slope,
        name="momentum_step",
    )
    W, v = velocity_pair(start, np.zeros(shape), slope, 0.25, 0.5)
    check.close(v, -slope / 4, name=f"v of a first step for shape {shape}")
    check.close(W, start - slope / 4, name=f"W after a first step for shape {shape}")
### END HIDDEN TESTS

# %% test="momentum_in_motion" points=1
# check: momentum_step, in motion, by hand
W, v = velocity_pair([[1, 2, 3]], [[0.5, -1, 0]], [[1, 0, -2]], 0.1, 0.8)
check.close(v, [[0.3, -0.8, 0.2]], name="v in motion")
check.close(W, [[1.3, 1.2, 3.2]], name="W in motion")
### BEGIN HIDDEN TESTS
for shape in ((3,), (2, 5), (4, 4), (1, 1), (2, 3, 4), ()):
    rng = np.random.default_rng(37 + sum(shape))
    start, speed, slope = (rng.normal(size=shape) for _ in range(3))
    for lr, part in ((0.05, 0.9), (1.5, 0.25), (0.5, 0.0), (0.0, 0.5)):
        kept, added = np.multiply(speed, part), np.multiply(slope, lr)
        W, v = velocity_pair(start, speed, slope, lr, part)
        check.close(v, kept - added, name=f"v for shape {shape}")
        check.close(W, start + kept - added, name=f"W for shape {shape}")
small = [np.array([values], dtype=np.float32) for values in ([1, 2], [0.5, -1], [1, 4])]
pair = momentum_step(*small, 0.1, 0.8)
W, v = check.parts(pair, ("W", "v"), name="momentum_step")
check.close(v, [[0.3, -1.2]], name="v of float32", rtol=1e-5, atol=1e-6)
check.close(W, [[1.3, 0.8]], name="W of float32", rtol=1e-5, atol=1e-6)
one, half, none = np.array([1.0]), np.array([0.5]), np.array([0.0])
pair = momentum_step(one.copy(), half.copy(), 2 * one, 0.1, 0.99)
W, v = check.parts(pair, ("W", "v"), name="momentum_step")
check.close(v, [0.295], name="v with a momentum of 0.99")
pair = momentum_step(one.copy(), half.copy(), none, 0.1, 0.9)
W, v = check.parts(pair, ("W", "v"), name="momentum_step")
check.close(W, [1.45], name="W without a slope")
### END HIDDEN TESTS

# %% test="momentum_downhill" points=1
# check: momentum_step, three steps down w², whose slope is 2w
w, v = 1.0, 0.0
for after in (0.8, 0.54, 0.302):
    w, v = velocity_pair(w, v, 2 * w, 0.1, 0.5)
    check.close(w, after, name="w on its way down")
### BEGIN HIDDEN TESTS
w, v = np.array([3.0, -1.0, 0.5]), np.zeros(3)
slopes = []
for step in range(1, 6):
    slopes.append(w * [1.0, 4.0, 9.0])
    w, v = velocity_pair(w, v, slopes[-1], 0.05, 0.9)
    made = [0.05 * 0.9 ** (step - 1 - k) * slope for k, slope in enumerate(slopes)]
    check.close(v, -np.sum(made, axis=0), name="v after a few steps")
### END HIDDEN TESTS

# %% [markdown]
# Now the valley with your `momentum_step`. **Move the momentum:** what is too much?

# %% given="valley_with_momentum"
widgets.explore(
    lambda momentum: plots.valley(0.045, momentum_step, momentum),
    momentum=(0.0, 0.98, 0.8, 0.02),
)

# %% [markdown]
# And the digits: the same network and first weights, with a learning rate of only 0.05.


# %% given="momentum_on_digits"
class WithMomentum(Trainable):
    """The Network of lesson 6, whose steps are made by your momentum_step."""

    def __init__(self, layers, last, momentum):
        super().__init__(layers, last)
        self.momentum = momentum
        self.moves = [(0 * W, 0 * b) for W, b in self.weights()]

    def step(self, x, labels, lr):
        loss, slopes = self.loss(x, labels), self.gradient(x, labels)
        learning = [layer for layer in self.layers if hasattr(layer, "W")]
        for k, (layer, (dW, db)) in enumerate(zip(learning, slopes)):
            vW, vb = self.moves[k]
            layer.W, vW = momentum_step(layer.W, vW, dW, lr, self.momentum)
            layer.b, vb = momentum_step(layer.b, vb, db, lr, self.momentum)
            self.moves[k] = vW, vb
        return loss


class WithDecay(WithMomentum):
    """The same, with your add_decay of part 10."""

    def __init__(self, layers, last, decay):
        super().__init__(layers, last, momentum=0.9)
        self.decay = decay

    def gradient(self, x, labels):
        return add_decay(super().gradient(x, labels), self.weights(), self.decay)


@functools.cache
def with_momentum(momentum):
    """A trained net of two layers, and its history."""
    rng = np.random.default_rng(0)
    net = in_layers(random_net(64, 150, 10, 0.1, rng), WithMomentum, momentum=momentum)
    return net, train(net, train_x, train_t, val_x, val_t, 20, 8, 0.05, rng)


@functools.cache
def with_decay(decay):
    """A trained net of two layers, and its history."""
    rng = np.random.default_rng(0)
    net = in_layers(random_net(64, 150, 10, 0.1, rng), WithDecay, decay=decay)
    return net, train(net, train_x, train_t, val_x, val_t, 20, 8, 0.05, rng)


plots.descents(with_momentum, {"plain descent": 0.0, "momentum 0.9": 0.9})

# %% [markdown]
# After ten epochs with momentum, the training loss is a tenth of that after twenty without. (On these digits, plain descent with ten times the learning rate does as well: that was part 8. In the narrow valley no rate would do.)
#
# ## 10 · Weight decay
#
# Look at the blue curves of part 8 again: the training loss goes to 0, and the validation loss stays. To be so sure, the network makes its weights larger and larger. So put a price on large weights. The **L2 penalty** is added to the loss:
#
# $$L + \frac{\lambda}{2}\sum W^2 \qquad \text{and its slope is} \qquad \frac{\partial L}{\partial W} + \lambda W$$
#
# **By hand**, for a weight of 3 with the slope 0.5, and $\lambda = 0.1$: $0.5 + 0.1 \cdot 3 = 0.8$. Each step now shrinks a weight a little, unless the data pulls at it. Hence the name: **weight decay**. Biases pay nothing: they shift a sum, and make no answer more sensitive to the pixels.
#
# ### Exercise 11 · `add_decay`  ★★☆ · 4 minutes · 2 points
#
# Write `add_decay`, which adds the slope of the penalty to the gradients that `Network.gradient` returns. For example, with one layer of one weight 3 and one bias 7, `add_decay([(0.5, 2.0)], [(3.0, 7.0)], decay=0.1)` returns `[(0.8, 2.0)]`.
#
# <details><summary>A nudge</summary>Four things belong together for each layer: dW, db, W and b. Which of them change, and which one isn't needed?</details>
# <details><summary>A push</summary><code>for (dW, db), (W, b) in zip(gradients, weights)</code> brings the two pairs of each layer together.</details>
# <details><summary>Almost there</summary>For each layer, append a new pair: the first is a sum, the second is <code>db</code> as it came.</details>


# %% solution="add_decay"
def add_decay(gradients, weights, decay):
    """The gradients of the loss with the penalty decay / 2 · (the sum of all W²).

    Args:
        gradients: a list with the pair (dW, db) of each layer, for the loss alone. Not changed.
        weights: a list with the pair (W, b) of each layer, of the same shapes. Not changed.
        decay: the factor λ of the penalty, a number.
    Returns:
        A list like gradients. The penalty is on the weights W, and not on the biases b.
    """
    ### BEGIN SOLUTION
    return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)]
    ### END SOLUTION


# %% test="decay_of_weights" points=1
# check: add_decay, dW by hand: slopes of 1, and λ = 0.1
ones = [(np.ones((1, 3)), np.ones(3)), (np.ones((3, 1)), np.ones(1))]
check.unchanged(add_decay, ones, two_layers, 0.1)
first, second = decayed_pairs(ones, two_layers, 0.1)
check.close(first[0], [[1.1, 0.8, 1.4]], name="dW of layer 1")
check.close(second[0], [[1.3], [1.0], [0.9]], name="dW of layer 2")
### BEGIN HIDDEN TESTS
for sizes, decay in (((4, 3), 0.5), ((2, 5, 3), 0.01), ((3, 3, 3, 3), 2.0)):
    rng = np.random.default_rng(41 + sum(sizes))
    weights = [
        (rng.normal(size=(D, M)), rng.normal(size=M)) for D, M in zip(sizes, sizes[1:])
    ]
    slopes = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in weights]
    check.unchanged(add_decay, slopes, weights, decay)
    for (dW, _), (W, _), (slope, _) in zip(
        decayed_pairs(slopes, weights, decay), weights, slopes
    ):
        check.gradient(
            lambda W, slope=slope, decay=decay: (
                np.einsum("dm,dm->", W, slope) + decay / 2 * np.einsum("dm,dm->", W, W)
            ),
            W,
            dW,
            name=f"dW of a layer in {len(weights)}, with the penalty",
        )
small = [
    (np.ones((1, 2), dtype=np.float32), np.ones(2, dtype=np.float32)) for _ in range(2)
]
for dW, _ in decayed_pairs(small, small, 0.25):
    check.close(dW, [[1.25, 1.25]], name="dW of float32", rtol=1e-5)
((dW, _),) = decayed_pairs([(0.5, 2.0)], [(3.0, 7.0)], 0.1)
check.close(dW, 0.8, name="dW of a single weight")
### END HIDDEN TESTS

# %% test="decay_of_biases" points=1
# check: add_decay, db stays: no penalty on biases
zeros = [(np.zeros((1, 3)), np.array([2.0, 0.0, -3.0])), (np.zeros((3, 1)), np.ones(1))]
first, second = decayed_pairs(zeros, two_layers, 0.1)
check.close(first[1], [2.0, 0.0, -3.0], name="db of layer 1")
check.close(second[1], [1.0], name="db of layer 2")
### BEGIN HIDDEN TESTS
for sizes, decay in (((4, 3), 0.5), ((2, 5, 3), 0.01), ((3, 3, 3, 3), 2.0)):
    rng = np.random.default_rng(43 + sum(sizes))
    weights = [
        (rng.normal(size=(D, M)), rng.normal(size=M)) for D, M in zip(sizes, sizes[1:])
    ]
    slopes = [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in weights]
    for (_, db), (_, slope) in zip(decayed_pairs(slopes, weights, decay), slopes):
        check.close(db, slope, name=f"db of a layer in {len(weights)}")
### END HIDDEN TESTS

# %% [markdown]
# The same training with momentum, without and with your `add_decay`. (If you change it later, run the cell with `with_decay` in part 9 again.) **Choose λ:** what does it do to the weights, and to the gap between training and validation?

# %% given="decay_on_digits"
widgets.explore(
    lambda decay: plots.decayed(with_decay, decay), decay=[0.001, 0.003, 0.01]
)

# %% [markdown]
# With λ = 0.001 the validation loss is lower in most epochs, in the end by about a quarter, and the weights are a third smaller. Almost as many digits are read right, but the network is less sure of its mistakes. With 0.01 it can't even learn its training digits.
#
# ## 11 · Three sick runs
#
# Networks don't crash when something is wrong with them. They learn worse, and the only witness is the loss. Here are the losses of three runs on digits, each with **one** fault, over the grey curves of a good run. The dotted line is log 10, and epoch 0 is before any training.

# %% given="three_runs"
FAULTS = [
    "learning rate too small",
    "learning rate too large",
    "initial weights too large",
    "initial weights all zero",
    "training labels shuffled",
]
plots.three_runs()

# %% [markdown]
# What *must* each fault do to a curve: to its start, to its way down, to the gap between the two sets?
#
# ### Exercise 12 · `diagnosis`  ★★☆ · 6 minutes · 3 points
#
# Write `diagnosis`, which names the fault of each run with one of the five texts in `FAULTS`. For example, `{"A": FAULTS[0], "B": FAULTS[0], "C": FAULTS[0]}` says that all three learning rates are too small. The checks here only say whether your texts are among the five.
#
# <details><summary>A nudge</summary>Begin at epoch 0, where a good run is at log 10. Which faults change what is there <em>before</em> any step was taken?</details>
# <details><summary>A push</summary>Then compare training and validation. If training makes the validation digits worse, what can it be that the network learns?</details>
# <details><summary>Almost there</summary>And a curve that jumps up and down: what makes each step miss the bottom of the valley? Lesson 4 had a picture of that.</details>


# %% solution="diagnosis"
def diagnosis():
    """What is wrong with the three runs.

    Returns:
        A dict with the keys "A", "B" and "C"; each value is one of the texts in FAULTS.
    """
    ### BEGIN SOLUTION
    return {
        "A": "initial weights too large",
        "B": "training labels shuffled",
        "C": "learning rate too large",
    }
    ### END SOLUTION


# %% test="diagnosis_of_a" points=1
# check: diagnosis, run A: one of the texts in FAULTS
check.equal(is_a_fault("A"), True, name="the text for run A")
### BEGIN HIDDEN TESTS
check.equal(diagnosis()["A"], FAULTS[2], name="the diagnosis of run A")
### END HIDDEN TESTS

# %% test="diagnosis_of_b" points=1
# check: diagnosis, run B: one of the texts in FAULTS
check.equal(is_a_fault("B"), True, name="the text for run B")
### BEGIN HIDDEN TESTS
check.equal(diagnosis()["B"], FAULTS[4], name="the diagnosis of run B")
### END HIDDEN TESTS

# %% test="diagnosis_of_c" points=1
# check: diagnosis, run C: one of the texts in FAULTS
check.equal(is_a_fault("C"), True, name="the text for run C")
### BEGIN HIDDEN TESTS
check.equal(diagnosis()["C"], FAULTS[1], name="the diagnosis of run C")
### END HIDDEN TESTS

# %% [markdown]
# ## 12 · The test set, once
#
# All choices are made: 150 hidden units, learning rate 0.05, momentum 0.9, λ = 0.001. The validation digits played a part in them, so their accuracy flatters your network. The test digits played none. They are opened **once**, for the network that was chosen.
#
# **Guess first.** Your network reads about 339 of the 360 validation digits. How many of the 360 test digits?
#
# <details><summary>A. Again about 339</summary>That would hold if nothing had been chosen by the validation digits. But settings and first weights that happen to suit them are the ones that you kept.</details>
# <details><summary>B. Slightly fewer</summary>Right. Part of the 339 was luck with these 360 digits, and luck doesn't carry over. Most of it is skill, and that does.</details>
# <details><summary>C. About 300</summary>That would hold if it had learned the validation digits by heart, as it did those of training. It never saw them; you only looked at them a few times to choose.</details>

# %% given="test_set"
plots.three_sets(
    lambda: with_decay(0.001)[0],
    accuracy,
    {
        "training": (train_x, train_t),
        "validation": (val_x, val_t),
        "test": (test_x, test_t),
    },
)

# %% [markdown]
# That is the number to quote: about 92 in 100. **What is it worth?** In 19 of 20 cases chance moves an accuracy $p$ of $N$ samples by no more than
#
# $$\pm\,2\,\sqrt{\frac{p\,(1 - p)}{N}} \qquad \text{which is} \qquad \pm\,2\,\sqrt{\frac{0.92 \cdot 0.08}{360}} = \pm\,0.03$$
#
# So it reads between 89 and 95 in 100. For ± 0.01 you would need about eight times as many test digits.
#
# **Looking twice spoils it.** If you look, go back to the sliders and look again, you choose by the test digits, and they flatter your network, too. Of twenty networks that differ in their first weights only, this one is the luckiest: it reads 339 validation digits, and the twenty read 335 on average. On the test digits they read 334 on average, and it reads 332.
#
# ### Question B · in your own words  (6 minutes · 2 points, graded by hand)
#
# A post office wants to buy a network for reading postcodes. A colleague trains thirty of them, opens the test set for each, and puts the best number, 0.96, on the box. What will the post office find, and why? Which network, and which number, would you put on the box, and how exact is it?

# %% [markdown] written="which_number" points=2
# It will find fewer right ones. The best of thirty is the one that these 360 digits happen to suit; they have taken part in the choice, so a part of the 0.96 is luck, and new digits won't bring it. I would choose the network by the validation set, and measure that one on the test set, once, and say this number with its ± (about 0.03 for 360 digits). Now that the test set has served thirty times, it takes new digits for that. The training accuracy is no number to tell anybody: it says that the network knows its own examples.
#
# ### BEGIN MARK SCHEME
# 1 point: new digits will give less than 0.96, because the network was chosen by the test digits (best of thirty is partly luck). Half a point for "less" without a reason.
# 1 point: choose by validation, measure the chosen one once on digits that took part in no choice (a fresh test set), and give the number with a ± that comes from its size. Half a point without the ±.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have built
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `TwoLayerNet` | `nn.Sequential(nn.Linear(64, 150), nn.ReLU(), nn.Linear(150, 10))` | `Sequential([Dense(150, "relu"), Dense(10)])` |
# | `minibatches` | `DataLoader(data, batch_size=8, shuffle=True)` | `batch_size=8`, `shuffle=True` |
# | `train` | the loop that everyone writes | `model.fit(..., validation_data=...)` |
# | `momentum_step`, `add_decay` | `optim.SGD(..., lr=0.05, momentum=0.9, weight_decay=0.001)`, which decays biases, too | `SGD(0.05, momentum=0.9)`, `kernel_regularizer=L2(0.0005)` |
#
# Keras has the two accuracies only if you compile with `metrics=["accuracy"]`, and its training loss is an average *during* the epoch, while yours is measured after it.
#
# So what does the second layer buy? For six easy pictures, nothing. For the ring, everything. For real digits, about a quarter fewer mistakes.
#
# But shift a digit by one pixel, and the network has to learn it all over again: each weight sits at one place of the image. A network that looks for the same stroke *everywhere* would need fewer numbers, and see more. That is **lesson 8, convolution**.

# %% [markdown]
# ## Sources and further reading
#
# - D. Rumelhart, G. Hinton and R. Williams, "Learning representations by back-propagating errors", 1986: what hidden units learn by gradient descent, with momentum.
# - Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, "Efficient BackProp", 1998: scaled inputs, shuffled samples, first weights and learning rates.
# - Stanford CS231n, course notes, "Neural Networks Part 3": the two checks of part 6, and how to read loss curves.
# - M. Nielsen, *Neural Networks and Deep Learning*, 2015: a digit reader in NumPy in chapter 1, overfitting and weight decay in chapter 3.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016: validation and test sets in chapter 5, weight decay in 7, momentum in 8.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    to_rows=2,
    OneLayerNet=6,
    train_steps=1,
    accuracy=1,
    TwoLayerNet=6,
    starts_well=1,
    overfit_few=1,
    minibatches=3,
    train=3,
    momentum_step=3,
    add_decay=2,
    diagnosis=3,
)
