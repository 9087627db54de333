# %% [markdown]
# # 6 · Layers that pass gradients back
#
# **Lesson 5 did one number at a time. How does a whole layer, with a batch and thousands of weights, pass a gradient back, and how do you know that it is right?**
#
# Below you see the losses of one network, trained twice on the same points from the same weights. Both losses fall. The code of one of them has a mistake: **a single word in its backward pass.**

# %% given="setup"
import numpy as np

from course import check, plots, widgets


def sigmoid(x):
    """Lesson 2: the sigmoid, element by element, for any x."""
    t = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, t) / (1 + t)


def softmax(scores):
    """Lesson 2: from scores, shape (N, C), to probabilities: each row sums to 1."""
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def softmax_cross_entropy(scores, labels):
    """Lesson 3: the mean cross-entropy of scores (N, C) for labels (N,), whole numbers."""
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(shifted), axis=1))
    return np.mean(log_sum - shifted[np.arange(len(labels)), labels])


def numerical_gradient(f, x):
    """Lesson 4: the gradient of f at x, by central differences.

    It moves the numbers of x itself, one at a time, calls f(x), and puts each back exactly.
    """
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + 1e-4
        ahead = f(x)
        x[place] = old - 1e-4
        back = f(x)
        x[place] = old
        gradient[place] = (ahead - back) / 2e-4
    return gradient


network_a = [1.64, 0.35, 0.19, 0.11, 0.08, 0.06, 0.04, 0.04, 0.03, 0.03, 0.02]
network_b = [1.64, 0.54, 0.51, 0.5, 0.49, 0.48, 0.48, 0.47, 0.46, 0.45, 0.45]
plots.two_losses({"network A": network_a, "network B": network_b}, every=30)

# %% [markdown]
# If you had only B, what would you think? It learns, so the code runs. It levels off, so perhaps the network is too small, or the learning rate is wrong. You could search there for days. **A wrong gradient makes no noise.** It often still points roughly downhill.
#
# So this lesson does two things, always together: it builds layers that pass gradients back, and it **checks** them. At the end you will be able to
#
# - write the layers that nearly every network is made of, each with `forward` and `backward`,
# - say what the gradients of a layer's input, weights and bias look like, and find their formulas from the shapes alone,
# - assemble layers into a network of any depth that computes its own gradient,
# - check that the gradient is right, down to every single number, and see from a picture what is wrong with one that isn't.
#
# | | |
# | --- | --- |
# | time | about 110 minutes, of which 89 for the exercises and questions, and four hours or more if classes or slopes are new to you; part 3 ends with a good place for a break |
# | points | 32, of which 4 are for questions in your own words |
# | you need | `class`, `self` and methods, as in the gates of lesson 5; matrix products and their shapes; `lambda` and `zip` |
# | it builds on | lesson 1 (affine layers), lesson 2 (`sigmoid`, `softmax`), lesson 3 (`softmax_cross_entropy`), lesson 4 (`numerical_gradient`) and the chain rule of lesson 5; the functions are given here |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet. Some checks are hidden and run when your work is graded.

# %% [markdown]
# ## Before you start
#
# Three questions about earlier lessons. Answer each on paper, then open it.
#
# <details><summary>1. A multiply gate got x = 3 and y = 5 in <code>forward</code>. What does it send back for <code>dout</code> = 2, and why?</summary>10 to x and 6 to y. It swaps its inputs, since the product moves by y for each unit of x, and multiplies by what arrives.</details>
# <details><summary>2. f = x · (x + 1). What is its slope at x = 4, path by path, and why do you add?</summary>5 by the path straight into the product, 4 by the path through the sum, 9 in all. x moves f along two paths at once, so the two moves add up.</details>
# <details><summary>3. A batch <code>x</code> has the shape (50, 64). Which shapes do <code>W</code>, <code>b</code> and <code>x @ W + b</code> have in a layer of 32 neurons, and why?</summary>(64, 32), (32,) and (50, 32): a weight for each pair of input and neuron, a bias for each neuron, and a row of 32 outputs for each of the 50 samples.</details>

# %% [markdown]
# ## 1 · A gate for a whole array
#
# In lesson 5 a gate took one number or two. A layer of 32 neurons with 64 inputs, for a batch of 50 digits, would be 50 · 64 · 32 = 102,400 multiply gates. But look at a gate's duties: **forward** computes, and keeps what backward will need. **backward** receives the slope of the loss with respect to the gate's output, and returns the slope with respect to its input. Nothing here says that these must be single numbers. So let them be **arrays**, and call the gate a **layer**:
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | what the layer gets, one sample per row | `(N, D)` |
# | `out` | what it makes of it | `(N, M)` |
# | `dout` | from above (in lesson 5: from the right): for each number of `out`, the slope of the loss with respect to it, $\partial L / \partial\,\text{out}$ | as `out`: `(N, M)` |
# | `dx` | handed down: for each number of $x$, the slope of the loss with respect to it, $\partial L / \partial x$ | as $x$: `(N, D)` |
#
# **A gradient always has the shape of the thing that it belongs to.** This sentence will find half of the formulas in this lesson for you.
#
# The simplest layers work on each number by itself. **ReLU** keeps what is positive and turns the rest into 0:
#
# $$\text{out} = \max(x, 0) \qquad\qquad dx = \begin{cases} \text{dout} & \text{where } x > 0\\ 0 & \text{elsewhere}\end{cases}$$
#
# Where $x > 0$ the slope of ReLU is 1, so `dout` passes unchanged. Elsewhere it is 0, and nothing passes. (At exactly 0 there is a kink; we take the slope 0 there, as PyTorch does.)
#
# By hand, $x = (2, -1, 0)$ and $\text{dout} = (5, 6, -7)$ give $\text{out} = (2, 0, 0)$ and $dx = (5, 0, 0)$. Whether `dout` passes depends on the sign of $x$, never on that of `dout`.
#
# `backward` isn't told what $x$ was. So `forward` has to leave a note: `self.something = ...` keeps a value in the layer until it is needed.
#
# ### Exercise 1 · `Relu`  ★☆☆ · 8 minutes · 3 points
#
# Write `Relu`: `forward` turns what is below 0 into 0, and `backward` passes `dout` on where `x` was above 0. Don't change the arguments: the caller may still need `dout`.
#
# For example, `layer.forward(np.array([2.0, -1.0, 0.0]))` returns `[2, 0, 0]`, and after that `layer.backward(np.array([5.0, 6.0, -7.0]))` returns `[5, 0, 0]`.
#
# <details><summary>A nudge</summary>Which single fact about each number of <code>x</code> does <code>backward</code> need?</details>
# <details><summary>A push</summary>A comparison of an array with 0 gives an array of <code>True</code> and <code>False</code>, a <b>mask</b>. Keep it in <code>self</code>. In a product they count as 1 and 0. (A −0. is a 0, too.)</details>
# <details><summary>Almost there</summary>In <code>forward</code>, keep <code>x > 0</code> as <code>self.mask</code>, and return the larger of <code>x</code> and 0 with <code>np.maximum</code>. In <code>backward</code>, make a new array from <code>dout</code> and the mask.</details>


# %% solution="relu_layer"
class Relu:
    """max(x, 0) for each number: a layer without weights."""

    def forward(self, x):
        """The output. Keeps what backward will need.

        Args:
            x: array of floats, of any shape. Not changed.
        Returns:
            Array of the shape of x.
        """
        ### BEGIN SOLUTION
        self.mask = x > 0
        return np.maximum(x, 0)
        ### END SOLUTION

    def backward(self, dout):
        """The gradient with respect to the x of the last forward.

        Args:
            dout: gradient with respect to what the last forward returned, of the same shape. Not changed.
        Returns:
            dx, of the same shape: dout where x was above 0, and 0 elsewhere, also where x was exactly 0.
        """
        ### BEGIN SOLUTION
        return dout * self.mask
        ### END SOLUTION


# %% test="relu_layer_forward" points=1
# check: Relu.forward, by hand
x = np.array([[1.0, -2.0, 0.0], [0.5, 3.0, -4.0]])
check.unchanged(Relu().forward, x, name="Relu().forward")
out = Relu().forward(x.copy())
check.close(out, [[1.0, 0.0, 0.0], [0.5, 3.0, 0.0]], name="Relu().forward(x)")
### BEGIN HIDDEN TESTS
for shape in ((1, 4), (3, 3), (7,), (2, 3, 2)):
    x = np.random.default_rng(sum(shape)).normal(size=shape)
    check.unchanged(Relu().forward, x, name="Relu().forward")
    out = Relu().forward(x.copy())
    check.close(out, (x + np.abs(x)) / 2, name=f"forward for shape {shape}")
x = np.array([[1e6, -1e6, 0.25]], dtype=np.float32)
check.close(
    Relu().forward(x), [[1e6, 0.0, 0.25]], name="forward for float32", atol=1e-6
)
layer = Relu()
layer.forward(np.ones((2, 2)))
out = layer.forward(np.array([[-1.0, 3.0]]))
check.close(out, [[0.0, 3.0]], name="a second forward")
### END HIDDEN TESTS

# %% test="relu_layer_backward" points=1
# check: Relu.backward, by hand
x = np.array([[1.0, -2.0, 0.0], [0.5, 3.0, -4.0]])
dout = np.array([[10.0, 20.0, 30.0], [-40.0, 50.0, -60.0]])
layer = Relu()
layer.forward(x.copy())
dx = layer.backward(dout.copy())
check.close(dx, [[10.0, 0.0, 0.0], [-40.0, 50.0, 0.0]], name="dx of Relu")
### BEGIN HIDDEN TESTS
for shape in ((1, 4), (3, 3), (7,), (2, 3, 2)):
    rng = np.random.default_rng(10 + sum(shape))
    x = rng.choice([-1, 1], size=shape) * rng.uniform(0.1, 2, size=shape)
    dout = rng.normal(size=shape)
    layer = Relu()
    layer.forward(x.copy())
    dx = layer.backward(dout.copy())
    check.gradient(
        lambda x, dout=dout: np.sum((x + np.abs(x)) / 2 * dout),
        x,
        dx,
        name=f"dx of Relu for shape {shape}",
    )
layer = Relu()
layer.forward(np.array([[1e6, -1e6, 1e-9]]))
dx = layer.backward(np.array([[-1e5, 3.0, -2.0]]))
check.close(dx, [[-1e5, 0.0, -2.0]], name="dx for large and tiny numbers")
### END HIDDEN TESTS

# %% test="relu_layer_again" points=1
# check: Relu.backward, after a second forward
layer, x, dout = Relu(), np.array([[-5.0, 6.0]]), np.array([[11.0, 12.0]])
layer.forward(np.array([[1.0, -2.0]]))
out = layer.forward(x)
before = str((x, out))
Relu().forward(np.array([[7.0, 8.0]]))  # another layer, which has a note of its own
check.unchanged(layer.backward, dout, name="Relu().backward")
check.close(layer.backward(dout.copy()), [[0.0, 12.0]], name="dx of the second forward")
check.equal(str((x, out)), before, name="x or out after backward")
### BEGIN HIDDEN TESTS
first, second = np.array([[1.0, -2.0], [3.0, -4.0]]), np.array([[-5.0, 6.0]])
dout_1, dout_2 = np.array([[7.0, 8.0], [9.0, 10.0]]), np.array([[11.0, 12.0]])
layer = Relu()
layer.forward(first.copy())
check.unchanged(layer.backward, dout_1, name="Relu().backward")
layer.forward(second.copy())
dx = layer.backward(dout_2.copy())
check.close(dx, [[0.0, 12.0]], name="dx after a second forward")
dx = layer.backward(dout_2.copy())
check.close(dx, [[0.0, 12.0]], name="dx of a second backward")
one, other = Relu(), Relu()
one.forward(first.copy())
other.forward(-first)
dx = one.backward(dout_1.copy())
check.close(dx, [[7.0, 0.0], [9.0, 0.0]], name="dx beside another Relu")
layer = Relu()
for N, D in ((4, 3), (2, 5), (4, 3)):
    rng = np.random.default_rng(N)
    x, dout = rng.normal(size=(N, D)) + 0.01, rng.normal(size=(N, D))
    layer.forward(x.copy())
    check.unchanged(layer.backward, dout, name="Relu().backward")
    dx = layer.backward(dout.copy())
    check.close(dx, np.where(x > 0, dout, 0), name="dx for another batch")
### END HIDDEN TESTS

# %% [markdown]
# Here is your layer at work. The first row goes from left to right, the second from right to left, as a gradient does. **Where `x` is blue, the gradient is stopped**, whatever it was:

# %% given="relu_tables"
some_x = np.array([[1.5, -2.0, 0.5], [-0.1, 3.0, -4.0]])
some_dout = np.array([[0.2, 0.9, -0.4], [1.0, -0.3, -0.6]])
plots.layer_tables(Relu, some_x, some_dout)

# %% [markdown]
# ## 2 · A layer that remembers what it said
#
# The slope of the sigmoid can be computed from its **output** alone, which is handy, since the output is there already (lessons 2 and 5):
#
# $$y = \sigma(x) \qquad\qquad dx = \text{dout} \cdot y\,(1 - y)$$
#
# All three arrays, $x$, $y$ and `dout`, have the same shape, and every product is element by element.
#
# ### Exercise 2 · `Sigmoid`  ★☆☆ · 5 minutes · 2 points
#
# Write `Sigmoid`, using the function `sigmoid` from the set-up cell, which takes any `x`, even 1000 and −1000.
#
# For example, `layer.forward(np.array([0.0]))` returns `[0.5]`, and after that `layer.backward(np.array([8.0]))` returns `[2]`.
#
# <details><summary>A nudge</summary>What should <code>forward</code> keep: what came in, or what goes out?</details>
# <details><summary>A push</summary>In the formula, <code>y</code> is the output. With <code>x * (1 - x)</code> you would have the slope of something else.</details>
# <details><summary>Almost there</summary>Keep the output as <code>self.y</code>. In <code>backward</code>, multiply three factors: <code>dout</code>, and two made from <code>self.y</code>.</details>


# %% solution="sigmoid_layer"
class Sigmoid:
    """The sigmoid of each number: a layer without weights."""

    def forward(self, x):
        """The output. Keeps what backward will need.

        Args:
            x: array of floats, of any shape. Not changed.
        Returns:
            Array of the shape of x.
        """
        ### BEGIN SOLUTION
        self.y = sigmoid(x)
        return self.y
        ### END SOLUTION

    def backward(self, dout):
        """The gradient with respect to the x of the last forward.

        Args:
            dout: gradient with respect to what the last forward returned, of the same shape. Not changed.
        Returns:
            dx, of the same shape.
        """
        ### BEGIN SOLUTION
        return dout * self.y * (1 - self.y)
        ### END SOLUTION


# %% test="sigmoid_layer_forward" points=1
# check: Sigmoid.forward, by hand and far out
x = np.log([[1.0, 3.0, 0.25]])
check.unchanged(Sigmoid().forward, x, name="Sigmoid().forward")
check.close(Sigmoid().forward(x.copy()), [[0.5, 0.75, 0.2]], name="forward(x)")
out = check.quiet(Sigmoid().forward, np.array([[1000.0, -1000.0]]), name="forward")
check.close(out, [[1.0, 0.0]], name="forward at 1000 and -1000")
### BEGIN HIDDEN TESTS
for shape in ((1, 4), (3, 3), (7,), (2, 3, 2)):
    x = 3 * np.random.default_rng(sum(shape)).normal(size=shape)
    check.unchanged(Sigmoid().forward, x, name="Sigmoid().forward")
    out = Sigmoid().forward(x.copy())
    check.close(out, 0.5 + 0.5 * np.tanh(x / 2), name=f"forward for shape {shape}")
out = check.quiet(Sigmoid().forward, np.array([[1e5, -1e5]]), name="forward")
check.close(out, [[1.0, 0.0]], name="forward at 100000 and -100000")
layer = Sigmoid()
layer.forward(np.zeros((1, 2)))
check.close(
    layer.forward(np.log([[3.0, 0.25]])), [[0.75, 0.2]], name="a second forward"
)
### END HIDDEN TESTS

# %% test="sigmoid_layer_backward" points=1
# check: Sigmoid.backward, where the sigmoid is 0.75, 0.25, 0.5 and 0.8
x, dout = np.log([[3.0, 1 / 3], [1.0, 4.0]]), np.array([[16.0, -16.0], [8.0, 25.0]])
layer = Sigmoid()
layer.forward(x.copy())
check.unchanged(layer.backward, dout, name="Sigmoid().backward")
dx = layer.backward(dout.copy())
check.close(dx, [[3.0, -3.0], [2.0, 4.0]], name="dx of Sigmoid")
### BEGIN HIDDEN TESTS
given = x.copy()
layer.forward(given)
before = str(given)
layer.backward(dout.copy())
check.equal(str(given) == before, True, name="the x given to forward, after backward,")
layer.forward(np.zeros((1, 3)))
dx = layer.backward(np.array([[4.0, 8.0, -4.0]]))
check.close(dx, [[1.0, 2.0, -1.0]], name="dx after a second forward")
layer, other = Sigmoid(), Sigmoid()
for shape in ((1, 4), (3, 3), (7,), (2, 3, 2)):
    rng = np.random.default_rng(20 + sum(shape))
    x, dout = 2 * rng.normal(size=shape), rng.normal(size=shape)
    layer.forward(x.copy())
    other.forward(-0.3 * x + 1)
    check.unchanged(layer.backward, dout, name="Sigmoid().backward")
    for _ in range(2):
        dx = layer.backward(dout.copy())
        check.gradient(
            lambda x, dout=dout: np.sum(0.5 * np.tanh(x / 2) * dout),
            x,
            dx,
            name=f"dx of Sigmoid for shape {shape}",
        )
layer.forward(np.array([1000.0, -1000.0]))
dx = check.quiet(layer.backward, np.array([1.0, 1e6]), name="Sigmoid().backward")
check.close(dx, [0.0, 0.0], name="dx far out")
### END HIDDEN TESTS

# %% [markdown]
# Here are the same `x` and `dout`, sent through your `Sigmoid`. No gradient is stopped, but every one shrinks: to a quarter at best, and to 0.018 of its size where $x = -4$.

# %% given="sigmoid_tables"
plots.layer_tables(Sigmoid, some_x, some_dout)

# %% [markdown]
# ## 3 · How do you know that it is right?
#
# So far our checks have told you. For layers that you invent yourself, there will be none. But `numerical_gradient` from lesson 4 needs no derivation: **nudge a number, and see how the loss moves.** It is far too slow for training, but a check may be slow.
#
# Your gradient and the measured one will hardly ever be *equal*: the measured one is accurate to about 8 to 10 digits. How close is close enough? A difference of 0.001 is nothing beside 1,000, and huge beside 0.0001. So compare each difference with the size of the two numbers:
#
# $$\text{relative error} = \max_i \frac{|a_i - b_i|}{\max(|a_i| + |b_i|,\; 10^{-8})}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $a$, $b$ | the two gradients | any, the same for both |
# | $i$ | every place: the worst one counts | |
# | $10^{-8}$ | so that nothing is divided by 0 where both are 0 | |
#
# By hand, for $a = (0.9, -2.3, 0.4)$ and $b = (1, -2, 0.5)$: the three quotients are $0.1/1.9 \approx 0.053$, $0.3/4.3 \approx 0.07$ and $0.1/0.9 \approx 0.111$. The largest is 0.111. It is 0 for equal gradients, and 1 for a wrong sign.
#
# Compare an array of shape `(3,)` with one of shape `(5, 3)`, and NumPy stretches the smaller one to fit, without a word. **If the shapes differ, the gradients are not comparable**, and your function should say so.
#
# ### Exercise 3 · `relative_error`  ★★☆ · 7 minutes · 3 points
#
# Write `relative_error`, which returns the largest of these quotients, or raises a `ValueError` if the shapes differ.
#
# For example, `relative_error(np.array([0.9, -2.3, 0.4]), np.array([1.0, -2.0, 0.5]))` is 0.111.
#
# <details><summary>A nudge</summary>Write the top and the bottom of the fraction as two arrays first. The largest comes last.</details>
# <details><summary>A push</summary><code>np.maximum(array, 1e-8)</code> replaces each number below it; <code>np.max(array)</code> finds the one largest number. You need each of them once.</details>
# <details><summary>Almost there</summary>First of all: <code>if a.shape != b.shape: raise ValueError(f"...")</code> with both shapes in the text. For the bottom, take the absolute values before you add them.</details>


# %% solution="relative_error"
def relative_error(a, b):
    """How far apart two gradients are, at the place where it is worst.

    Args:
        a, b: arrays of floats, of any shape, both of the same. Not changed.
    Returns:
        The largest |a - b| / max(|a| + |b|, 1e-8) of all places: a single number.
    Raises:
        ValueError: the shapes differ. The message has both of them, as in "(2, 3) and (3,)".
    """
    ### BEGIN SOLUTION
    if a.shape != b.shape:
        raise ValueError(f"shapes {a.shape} and {b.shape} can't be compared")
    size = np.maximum(np.abs(a) + np.abs(b), 1e-8)
    return np.max(np.abs(a - b) / size)
    ### END SOLUTION


# %% test="relative_error_values" points=1
# check: relative_error, by hand
a, b = np.array([0.9, -2.3, 0.4]), np.array([1.0, -2.0, 0.5])
check.unchanged(relative_error, a, b)
check.close(relative_error(a, b), 1 / 9, name="relative_error(a, b)", rtol=1e-6)
a, b = np.array([[0.02, -0.03, 0.05]]), np.array([[0.02, 0.03, 0.04]])
check.close(relative_error(a, b), 1.0, name="relative_error, opposite signs")
### BEGIN HIDDEN TESTS
for shape in ((1,), (5,), (3, 2), (2, 4, 3)):
    rng = np.random.default_rng(30 + sum(shape))
    a, b = rng.normal(size=shape), rng.normal(size=shape)
    true = max(
        abs(p - q) / (abs(p) + abs(q))
        for p, q in zip(a.ravel(), b.ravel(), strict=True)
    )
    check.close(relative_error(a, b), true, name=f"relative_error for shape {shape}")
    check.close(relative_error(b, a), true, name="relative_error, exchanged")
    near = a * (1 + 1e-6 * rng.uniform(-1, 1, size=shape))
    true = max(
        abs(p - q) / (abs(p) + abs(q))
        for p, q in zip(a.ravel(), near.ravel(), strict=True)
    )
    check.close(
        relative_error(a, near),
        true,
        name="relative_error of close numbers",
        atol=1e-15,
    )
a, b = np.array([[1e6, 1.0], [-1e3, 1e-3]]), np.array([[1.1e6, 1.0], [-1e3, 2e-3]])
check.close(relative_error(a, b), 1 / 3, name="relative_error of all sizes")
### END HIDDEN TESTS

# %% test="relative_error_zeros" points=1
# check: relative_error, numbers that are 0 or nearly 0
a, b = np.array([0.0, 0.5, 0.0]), np.array([0.0, 0.5, 1e-9])
error = check.quiet(relative_error, a, b, name="relative_error(a, b)")
check.close(error, 0.1, name="relative_error([0, 0.5, 0], [0, 0.5, 1e-9])")
### BEGIN HIDDEN TESTS
zeros = np.zeros((2, 3))
error = check.quiet(relative_error, zeros, zeros.copy(), name="relative_error of zeros")
check.close(error, 0.0, name="relative_error of zeros")
a, b = np.array([[0.0, 2e-9], [5e-9, 0.0]]), np.array([[0.0, -3e-9], [4e-9, 0.0]])
check.close(relative_error(a, b), 0.5, name="relative_error of tiny numbers")
a, b = np.array([0.0, 3.0]), np.array([2e-8, 3.0])
check.close(relative_error(a, b), 1.0, name="relative_error above the smallest")
error = check.quiet(relative_error, np.array([0.0, 1.0]), np.array([0.0, 2.0]))
check.close(error, 1 / 3, name="relative_error beside zeros")
### END HIDDEN TESTS

# %% test="relative_error_refuses" points=1
# check: relative_error, arrays of two shapes
for one, other in (((3, 3), (3,)), ((4, 1), (1, 4))):
    arrays = np.ones(one), np.ones(other)
    check.raises(ValueError, relative_error, *arrays, mentions=(one, other))
### BEGIN HIDDEN TESTS
check.close(
    relative_error(np.ones((2, 3)), np.ones((2, 3))), 0.0, name="for equal shapes"
)
for one, other in (((2, 3), (3,)), ((2, 3), (2, 1))):
    check.raises(
        ValueError,
        relative_error,
        np.ones(one),
        np.ones(other),
        mentions=(one, other),
        name=f"relative_error for shapes {one} and {other}",
    )
for one, other in (((1,), (5,)), ((3, 2), (2, 3)), ((6,), (2, 3))):
    check.raises(
        ValueError,
        relative_error,
        np.ones(one),
        np.ones(other),
        mentions=(one, other),
        name="relative_error for other shapes",
    )
check.close(relative_error(np.ones((4, 1)), np.ones((4, 1))), 0.0, name="equal shapes")
### END HIDDEN TESTS

# %% [markdown]
# As a rule of thumb, be happy with a relative error below $10^{-7}$, look for a mistake above $10^{-4}$, and look more closely in between.
#
# `numerical_gradient` wants a loss, **one number**, but a layer returns a whole array. So make up a loss: multiply each output by a number, and add up the products.
#
# $$L(x) = \sum_{n,m} \text{out}_{nm} \cdot \text{dout}_{nm} \qquad\text{so that}\qquad \frac{\partial L}{\partial\, \text{out}_{nm}} = \text{dout}_{nm}$$
#
# With this loss, the `dout` that you chose **is** the gradient from above. So `layer.backward(dout)` should be the gradient of $L$ with respect to $x$, and $L$ can be nudged. By hand: out = (2, 5) and dout = (3, 10) give $L = 56$; if the 2 moves by 1, $L$ moves by 3.
#
# Mind the order. `numerical_gradient` calls `forward` many times, each time with a nudged `x`, and a layer remembers only its **last** `forward`.
#
# ### Exercise 4 · `gradient_check`  ★★☆ · 9 minutes · 2 points
#
# Write `gradient_check`, which returns the relative error between `layer.backward(dout)` and the gradient that you measure.
#
# For example, if `backward` gives 6 and the measured slope is 3, it returns (6 − 3) / (6 + 3) = 0.333.
#
# <details><summary>A nudge</summary>There are two gradients: one the layer knows, and one you measure. You already have a function that compares them.</details>
# <details><summary>A push</summary>The function that you measure takes <code>x</code> and returns one number: what <code>layer.forward(x)</code> gives, times <code>dout</code>, summed. (If NumPy says <code>setting an array element with a sequence</code>, your function still returns an array.)</details>
# <details><summary>Almost there</summary>In this order: <code>layer.forward(x)</code>; then <code>dx</code> from <code>backward</code>; then <code>numerical_gradient(lambda x: ..., x)</code>; then compare.</details>


# %% solution="gradient_check"
def gradient_check(layer, x, dout):
    """How far a layer's backward is from the measured slopes.

    Args:
        layer: an object with forward(x) and backward(dout).
        x: where to check, array of floats. Afterwards it is exactly as it was.
        dout: array of floats, of the shape of what forward returns. Not changed.
    Returns:
        The relative error of backward(dout), for the forward at x, and the gradient that is measured by nudging x.
    """
    ### BEGIN SOLUTION
    layer.forward(x)
    dx = layer.backward(dout)
    slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x)
    return relative_error(dx, slope)
    ### END SOLUTION


# %% test="gradient_check_finds" points=1
# check: gradient_check, a layer with a wrong backward
x, dout = np.array([[1.0, 2.0, 0.5]]), np.array([[3.0, 0.4, 4.0]])
layer = Relu()  # but with another forward and backward
layer.forward, layer.backward = lambda x: 3 * x, lambda dout: 6 * dout**2
error = gradient_check(layer, x.copy(), dout.copy())
check.close(error, 7 / 9, name="gradient_check where dx is 96, not 12", rtol=1e-6)
### BEGIN HIDDEN TESTS
# Layers with a mistake, made from yours: forward and backward are replaced.
x, dout = np.array([[1.0, 2.0, 0.5]]), np.array([[3.0, 0.4, 4.0]])
broken = Relu()
broken.forward = lambda x: 3 * x
broken.backward = lambda dout: 6 * dout  # twice as large as it should be
check.unchanged(gradient_check, broken, x, dout)
error = gradient_check(broken, x.copy(), dout.copy())
check.close(
    error,
    1 / 3,
    name="gradient_check of a layer whose dx is doubled",
    rtol=1e-6,
    atol=1e-7,
)
broken.backward = lambda dout: np.full((1, 3), 3.0)  # right only for a dout of ones
error = gradient_check(broken, x.copy(), dout.copy())
check.close(
    error, 0.6, name="gradient_check of a layer that ignores dout", rtol=1e-6, atol=1e-7
)
broken.backward = lambda dout: -3 * dout
error = gradient_check(broken, x.copy(), dout.copy())
check.close(error, 1.0, name="gradient_check of a layer with a wrong sign", rtol=1e-6)
broken.forward, broken.backward = (
    lambda x: x,
    lambda dout: 3 * dout,
)  # hands x itself on
check.unchanged(gradient_check, broken, x, dout)
error = gradient_check(broken, x.copy(), dout.copy())
check.close(error, 0.5, name="gradient_check of a layer that hands x on", rtol=1e-6)
for N, D, M in ((2, 3, 4), (4, 1, 3)):
    rng = np.random.default_rng(100 * N + 10 * D + M)
    x, dout = rng.uniform(0.5, 1.5, size=(N, D)), rng.uniform(0.5, 1.5, size=(N, M))
    A = rng.uniform(0.5, 1.5, size=(D, M))
    broken = Sigmoid()
    broken.forward = lambda x, A=A: x @ A
    # the last number of dx is 1.5 times too large: 0.5 / 2.5
    factor = np.ones((N, D))
    factor[-1, -1] = 1.5
    broken.backward = lambda dout, A=A, factor=factor: dout @ A.T * factor
    check.unchanged(gradient_check, broken, x, dout)
    error = gradient_check(broken, x.copy(), dout.copy())
    check.close(error, 0.2, name="gradient_check, one number wrong", rtol=1e-5)
### END HIDDEN TESTS

# %% test="gradient_check_passes" points=1
# check: gradient_check, a layer that squares, and is right
square, note = Relu(), {"x": np.array([[7.0, 7.0, 7.0]])}
square.forward = lambda x: (note.update(x=x.copy()), x**2)[1]
square.backward = lambda dout: 2 * note["x"] * dout
x, dout = np.array([[1.0, 2.0, 0.5]]), np.array([[3.0, 0.5, 4.0]])
error = gradient_check(square, x.copy(), dout.copy())
check.close(error, 0.0, name="gradient_check of x squared", atol=1e-7)
### BEGIN HIDDEN TESTS
square.backward = lambda dout: 2.2 * note["x"] * dout
error = gradient_check(square, x.copy(), dout.copy())
check.close(error, 0.2 / 4.2, name="gradient_check of x squared, 10 % off", rtol=1e-5)
rng = np.random.default_rng(44)
x = rng.choice([-1, 1], size=(3, 4)) * rng.uniform(0.3, 2, size=(3, 4))
dout = rng.uniform(0.5, 1.5, size=(3, 4)) * rng.choice([-1, 1], size=(3, 4))
for layer in (Relu(), Sigmoid()):
    layer.forward(rng.normal(size=(3, 4)))
    error = gradient_check(layer, x.copy(), dout.copy())
    check.close(error, 0.0, name="gradient_check of a right layer", atol=1e-6)
    layer.backward = lambda dout: np.zeros((3, 4))
    error = gradient_check(layer, x.copy(), dout.copy())
    check.close(
        error, 1.0, name="gradient_check of a layer that gives zeros", rtol=1e-6
    )
### END HIDDEN TESTS

# %% [markdown]
# From now on, `gradient_check` is your own judge. Here it judges your two layers, and three that were broken on purpose. **Green is right, red is wrong, and between them lie many powers of ten.**

# %% given="judged"
plots.checked_layers(gradient_check, Relu, Sigmoid, some_x, some_dout)

# %% [markdown]
# Now try to fool it. **Change the numbers:** put a number very close to the kink of ReLU into `my_x`, such as `0.00003`. The nudge of 0.0001 reaches across the kink, and a correct layer is judged wrong. Or set `my_dout` to all zeros, and see how all layers but one are judged right:

# %%
my_x = np.array([[1.5, -2.0, 0.5], [-0.1, 3.0, -4.0]])  # try 0.00003 for 0.5
my_dout = np.array([[0.2, 0.9, -0.4], [1.0, -0.3, -0.6]])  # try np.zeros((2, 3))
plots.checked_layers(gradient_check, Relu, Sigmoid, my_x, my_dout)

# %% [markdown]
# ### Question A · in your own words  (4 minutes · 2 points, graded by hand)
#
# A friend always checks with `dout = np.ones(...)`, "since then the loss is just the sum". Their `Sigmoid` passes with a relative error of $10^{-9}$. But a network with it hardly learns. In two to four sentences: name a mistake in `backward` that a `dout` of ones can't see, say why it can't, and which `dout` you would take instead.

# %% [markdown] written="dout_of_ones" points=2
# A backward that forgets dout and returns y (1 - y) alone: multiplied by 1, the right answer is the same array, so the check sees no difference, while in a network the real dout from above is lost. I would take random numbers of both signs, all different: then each number of dout has to arrive at its own place with its own factor.
#
# ### BEGIN MARK SCHEME
# 1 point: a mistake that ones hide (dout forgotten; dout squared or its absolute value taken; rows or columns of dout exchanged) with the reason that the result is the same when all of dout is 1.
# 1 point: random dout (different numbers, both signs). Half a point for "other numbers" without saying that they should differ from each other.
# ### END MARK SCHEME

# %% [markdown]
# This is a good place for a break.
#
# ## 4 · How far a nudge to the bias reaches
#
# Now a layer with weights. An affine layer computes $y = xW + b$. Start with the smaller part, $b$.
#
# A bias has one number for each output, here three. Our batch has five rows. In the forward pass the *same* three numbers were added to *every* row:
#
# | | row 0 | row 1 | row 2 | row 3 | row 4 |
# | --- | --- | --- | --- | --- | --- |
# | output | $x_0W + b$ | $x_1W + b$ | $x_2W + b$ | $x_3W + b$ | $x_4W + b$ |
#
# **Guess first.** You nudge one number of `b`. How many of the 15 outputs move with it?
#
# <details><summary>A. One</summary>That would hold for a batch of one sample. Here the same number is added in every row, so an output of each sample moves.</details>
# <details><summary>B. Five</summary>Yes. It is added once in each of the five rows, always in its own column.</details>
# <details><summary>C. Three</summary>That is so for a number of <code>x</code>, which feeds all three outputs of its row. A number of <code>b</code> belongs to one output, but in all five rows.</details>

# %% [markdown]
# Then **nudge it with the sliders.**

# %% given="nudge"
rng = np.random.default_rng(64)
batch, weights, bias = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), np.zeros(3)
widgets.explore(
    lambda column, nudge: plots.nudged_bias(batch, weights, bias, column, nudge),
    column=(0, 2, 1),
    nudge=(-2.0, 2.0, 0.5, 0.1),
)

# %% [markdown]
# Five: one in each row. So one number of $b$ reaches the loss along five paths. You saw this in lesson 5: **where one value feeds several places, its gradients add.**
#
# $$\frac{\partial L}{\partial b_j} = \sum_{n=0}^{N-1} \frac{\partial L}{\partial y_{nj}} \qquad\text{shapes: } (M,)\ \text{from}\ (N, M)$$
#
# (The slope of $y_{nj} = \dots + b_j$ with respect to $b_j$ is 1, so each path delivers its `dout` unchanged.)
#
# ### Exercise 5 · `bias_gradient`  ★☆☆ · 5 minutes · 2 points
#
# Write `bias_gradient`, which adds up the gradients of all samples.
#
# For example, `bias_gradient(np.array([[1.0, 0.0], [1.0, 5.0]]))` returns `[2, 5]`.
#
# <details><summary>A nudge</summary>What shape must the answer have? Which axis of <code>dout</code> is the batch?</details>
# <details><summary>A push</summary>Five paths lead from one bias to the loss. What do gradients do where paths meet?</details>
# <details><summary>Almost there</summary>One NumPy call, with <code>axis=0</code>: that axis vanishes, and the columns stay.</details>


# %% solution="bias_gradient"
def bias_gradient(dout):
    """Gradient of the loss with respect to the bias of an affine layer.

    Args:
        dout: gradient with respect to the layer's output, shape (N, M). Not changed.
    Returns:
        db, shape (M,): one number for each output.
    """
    ### BEGIN SOLUTION
    return np.sum(dout, axis=0)
    ### END SOLUTION


# %% test="bias_gradient_by_hand" points=1
# check: bias_gradient, by hand
dout = np.array([[1.0, 0.0, 2.0], [1.0, 5.0, 0.0]])
check.close(bias_gradient(dout), [2.0, 5.0, 2.0], name="db", sizes={"batch": 2})

# %% test="bias_gradient_matches_slope" points=1
# check: bias_gradient, against measured slopes
rng = np.random.default_rng(64)
xW, b, dout = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(5, 3))
check.unchanged(bias_gradient, dout)
db = bias_gradient(dout.copy())
check.gradient(lambda b: np.sum((xW + b) * dout), b, db, name="db", sizes={"batch": 5})
### BEGIN HIDDEN TESTS
for N, M in ((1, 4), (4, 1), (3, 3), (6, 2), (2, 7)):
    dout = np.random.default_rng(10 * N + M).normal(size=(N, M))
    check.unchanged(bias_gradient, dout)
    check.close(
        bias_gradient(dout.copy()),
        np.einsum("nm->m", dout),
        name=f"db for dout of shape {dout.shape}",
        sizes={"batch": N, "output": M},
    )
dout = np.array([[1e8, -2.0], [1.0, -1e-3]])
check.close(bias_gradient(dout), [100000001.0, -2.001], name="db of all sizes")
### END HIDDEN TESTS

# %% [markdown]
# For each number of the bias, the five samples pull one after the other, each from where the last one ended. The arrow is what your `bias_gradient` returns. Its tip should be at the dotted line, where the last sample ends:

# %% given="bias_picture"
pull = np.random.default_rng(64).normal(size=(5, 3))
plots.bias_arrows(batch, weights, bias, pull, bias_gradient)

# %% [markdown]
# ## 5 · The way back through a matrix product
#
# Now $W$. Follow **one** weight, $W_{dm}$, from input $d$ to output $m$ (the index $d$ counts inputs; the $d$ of $dW$ still means "slope"). For each sample $n$ it multiplies $x_{nd}$, and the product goes into $y_{nm}$. A multiply gate swaps (lesson 5): the slope of $y_{nm}$ with respect to $W_{dm}$ is $x_{nd}$. Again there is a path for each sample, and again the paths add:
#
# $$dW_{dm} = \sum_n x_{nd}\,\text{dout}_{nm}$$
#
# A sum of products over a shared index is a matrix product. Its first factor has a row for each $d$ and a column for each $n$: that is the transpose of $x$, $x^\mathsf{T}$.
#
# One input, $x_{nd}$, feeds all outputs of its own row, each with a different weight, so its paths run over $m$: $\;dx_{nd} = \sum_m \text{dout}_{nm} W_{dm}$. All three together:
#
# $$dW = x^\mathsf{T}\,\text{dout} \qquad dx = \text{dout}\; W^\mathsf{T} \qquad db = \sum_n \text{dout}_n$$
#
# | quantity | what it is | shape | made of |
# | --- | --- | --- | --- |
# | $x$ | inputs | `(N, D)` | |
# | $W$, $b$ | weights, bias | `(D, M)`, `(M,)` | |
# | $y$ | outputs | `(N, M)` | `(N, D) @ (D, M)`, plus `(M,)` |
# | `dout` | $\partial L/\partial y$ | `(N, M)` | comes from above |
# | `dW` | $\partial L/\partial W$ | `(D, M)` | `(D, N) @ (N, M)` |
# | `db` | $\partial L/\partial b$ | `(M,)` | `(N, M)`, summed over the batch |
# | `dx` | $\partial L/\partial x$ | `(N, D)` | `(N, M) @ (M, D)` |
#
# You never need to learn these by heart. **Move the sizes:** with three different sizes there is only one way to fit the blocks together so that a gradient gets the shape of its array. What happens if you make all sizes equal?

# %% given="shapes"
widgets.explore(
    plots.product_shapes,
    N=(1, 6, 5),
    D=(1, 6, 4),
    M=(1, 6, 3),
)

# %% [markdown]
# (If all are equal, everything fits, and shapes no longer tell right from wrong. That's why good checks use sizes that all differ.)
#
# By hand, with two samples, three inputs and two outputs:
#
# $$x = \begin{pmatrix} 1 & 2 & 3\\ 4 & 5 & 6\end{pmatrix} \quad \text{dout} = \begin{pmatrix} 1 & 0\\ 2 & -1\end{pmatrix} \quad dW = x^\mathsf{T}\text{dout} = \begin{pmatrix} 1\cdot 1 + 4\cdot 2 & 4\cdot(-1)\\ 2\cdot 1 + 5\cdot 2 & 5\cdot(-1)\\ 3\cdot 1 + 6\cdot 2 & 6\cdot(-1)\end{pmatrix} = \begin{pmatrix} 9 & -4\\ 12 & -5\\ 15 & -6\end{pmatrix}$$
#
# ### Exercise 6 · `Affine`  ★★☆ · 12 minutes · 5 points
#
# Write `forward` and `backward` of `Affine`. The names are fixed, since other code will use your layer: it has the attributes `W`, `b`, and after `backward` also `dW` and `db`. `backward` **returns** only `dx`, since that's what goes on to the layer below. `dW` and `db` stay in the layer, where training finds them. Each call of `backward` replaces them, and adds nothing to what was there.
#
# For example, with `W` = (2 3) and `b` = (0 1), `forward` turns `[[1]]` into `[[2, 4]]`. Then `backward` of `[[1, 10]]` returns `[[32]]`, and leaves `[[1, 10]]` in `dW` and `[1, 10]` in `db`.
#
# <details><summary>A nudge</summary>Which of the three formulas needs something that only <code>forward</code> has seen? So what must you keep?</details>
# <details><summary>A push</summary><code>array.T</code> is an array transposed. Write the shape of each factor beside your line, as in the table.</details>
# <details><summary>Almost there</summary>In <code>backward</code> there are three lines: one sets <code>self.dW</code>, one sets <code>self.db</code> with your <code>bias_gradient</code>, one returns <code>dx</code>. Both matrix products contain <code>dout</code>, once on the right and once on the left.</details>


# %% solution="affine_layer"
class Affine:
    """x W + b: a layer with weights."""

    def __init__(self, W, b):
        """Args: W, weights of shape (D, M); b, biases of shape (M,)."""
        self.W = W
        self.b = b
        self.dW = None  # backward will set these two
        self.db = None

    def forward(self, x):
        """The output. Keeps what backward will need.

        Args:
            x: a batch of inputs, shape (N, D). Not changed.
        Returns:
            x W + b, shape (N, M), with W and b as they are in self now: training changes them.
        """
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.W + self.b
        ### END SOLUTION

    def backward(self, dout):
        """The gradients for the last forward. Sets self.dW and self.db, and returns dx.

        Args:
            dout: gradient with respect to what the last forward returned, shape (N, M). Not changed.
        Returns:
            dx, shape (N, D). Afterwards self.dW has shape (D, M) and self.db has shape (M,).
        """
        ### BEGIN SOLUTION
        self.dW = self.x.T @ dout
        self.db = bias_gradient(dout)
        return dout @ self.W.T
        ### END SOLUTION


# %% test="affine_layer_forward" points=1
# check: Affine.forward, by hand, with new weights
x, layer = np.array([[1.0, 2.0]]), Affine(np.ones((2, 3)), np.ones(3))
layer.W, layer.b = np.array([[1.0, 3, 5], [2, 4, 6]]), np.array([0.5, 1, 2])
check.unchanged(layer.forward, x, name="Affine(W, b).forward")
check.close(layer.forward(x.copy()), [[5.5, 12, 19]], name="forward(x)")
### BEGIN HIDDEN TESTS
x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
W, b = np.array([[1.0, 3.0, 5.0, 0.0], [2.0, 4.0, 6.0, -2.0]]), np.arange(4.0)
check.unchanged(Affine(W, b).forward, x, name="Affine(W, b).forward")
out = Affine(W.copy(), b.copy()).forward(x.copy())
true = [[5.0, 12.0, 19.0, -1.0], [-2.0, -3.0, -4.0, 5.0], [4.0, 12.0, 20.0, 2.0]]
check.close(out, true, name="Affine(W, b).forward(x)")
layer = Affine(W.copy(), b.copy())
layer.forward(x.copy())
layer.W, layer.b = 2 * W, b + 1
out = layer.forward(x.copy())
true = 2 * np.einsum("nd,dm->nm", x, W) + b + 1
check.close(out, true, name="forward after a change of the weights")
for N, D, M in ((1, 3, 2), (5, 1, 4), (4, 3, 1), (3, 3, 3), (2, 5, 7)):
    rng = np.random.default_rng(100 * N + 10 * D + M)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    layer = Affine(W.copy(), b.copy())
    check.unchanged(layer.forward, x, name="Affine(W, b).forward")
    out = layer.forward(x.copy())
    true = np.einsum("nd,dm->nm", x, W) + b[None]
    check.close(out, true, name=f"forward for x {x.shape} and W {W.shape}")
### END HIDDEN TESTS

# %% test="affine_layer_dx" points=1
# check: Affine, dx by hand, with new weights
layer = Affine(np.ones((3, 4)), np.zeros(4))
layer.W = np.array([[1.0, 0, 2, -1], [0.5, 3, 0, 1], [-2, 1, 1, 0]])
layer.forward(np.ones((2, 3)))
dx = layer.backward(np.array([[1.0, 0, 2, 0], [0, -1, 0, 4]]))
check.close(dx, [[5.0, 0.5, 0], [-4, 1, -1]], name="dx", sizes={"batch": 2})
### BEGIN HIDDEN TESTS
x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
W = np.array([[1.0, 0.0, 2.0, -1.0], [0.5, 3.0, 0.0, 1.0], [-2.0, 1.0, 1.0, 0.0]])
dout = np.array([[1.0, 0.0, 2.0, 0.0], [0.0, -1.0, 0.0, 4.0]])
layer = Affine(W.copy(), np.zeros(4))
layer.forward(x.copy())
dx = layer.backward(dout.copy())
check.equal(type(dx) in (tuple, list, dict), False, name="what backward returns")
check.close(
    dx, [[5.0, 0.5, 0.0], [-4.0, 1.0, -1.0]], name="dx of Affine", sizes={"batch": 2}
)
# Training changes the weights: backward uses those that it finds in self.
layer.W = W + 1
layer.forward(x.copy())
dx = layer.backward(dout.copy())
check.close(
    dx, [[8.0, 3.5, 3.0], [-1.0, 4.0, 2.0]], name="dx after a change of the weights"
)
for N, D, M in ((4, 3, 2), (1, 2, 5), (5, 1, 3), (3, 4, 1), (3, 3, 3)):
    rng = np.random.default_rng(500 + 100 * N + 10 * D + M)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    dout = rng.normal(size=(N, M))
    layer = Affine(W.copy(), b.copy())
    layer.forward(x.copy())
    dx = layer.backward(dout.copy())
    check.gradient(
        lambda x, W=W, dout=dout: np.sum(np.einsum("nd,dm->nm", x, W) * dout),
        x,
        dx,
        name=f"dx for x {x.shape} and W {W.shape}",
        sizes={"batch": N, "input": D, "output": M},
    )
### END HIDDEN TESTS

# %% test="affine_layer_dw" points=1
# check: Affine, dW by hand
layer = Affine(np.ones((3, 4)), np.zeros(4))
layer.forward(np.array([[1.0, 2, 3], [4, 5, 6]]))
layer.backward(np.array([[1.0, 0, 2, 0], [2, -1, 0, 4]]))
true = [[9.0, -4, 2, 16], [12, -5, 4, 20], [15, -6, 6, 24]]
check.close(layer.dW, true, name="layer.dW", sizes={"batch": 2})
### BEGIN HIDDEN TESTS
for N, D, M in ((4, 3, 2), (1, 2, 5), (5, 1, 3), (3, 4, 1), (3, 3, 3)):
    rng = np.random.default_rng(600 + 100 * N + 10 * D + M)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    dout = rng.normal(size=(N, M))
    layer = Affine(W.copy(), b.copy())
    layer.forward(x.copy())
    layer.backward(dout.copy())
    check.gradient(
        lambda W, x=x, dout=dout: np.sum(np.einsum("nd,dm->nm", x, W) * dout),
        W,
        layer.dW,
        name=f"dW for x {x.shape} and W {W.shape}",
        sizes={"batch": N, "input": D, "output": M},
    )
### END HIDDEN TESTS

# %% test="affine_layer_db" points=1
# check: Affine, db by hand
layer = Affine(np.ones((3, 4)), np.zeros(4))
layer.forward(np.ones((2, 3)))
layer.backward(np.array([[1.0, 0.0, 2.0, 0.0], [2.0, -1.0, 0.0, 4.0]]))
check.close(layer.db, [3.0, -1.0, 2.0, 4.0], name="layer.db", sizes={"batch": 2})
### BEGIN HIDDEN TESTS
for N, D, M in ((4, 3, 2), (1, 2, 5), (5, 1, 3), (3, 4, 1), (3, 3, 3)):
    rng = np.random.default_rng(700 + 100 * N + 10 * D + M)
    x, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    dout = rng.normal(size=(N, M))
    layer = Affine(W.copy(), b.copy())
    layer.forward(x.copy())
    layer.backward(dout.copy())
    check.gradient(
        lambda b, dout=dout: np.sum(b * dout),
        b,
        layer.db,
        name=f"db for x {x.shape} and W {W.shape}",
        sizes={"batch": N, "input": D, "output": M},
    )
### END HIDDEN TESTS

# %% test="affine_layer_again" points=1
# check: Affine.backward, after a second forward
layer = Affine(np.array([[2.0]]), np.array([0.0]))
layer.forward(np.array([[1.0], [2.0]]))
check.unchanged(layer.backward, np.ones((2, 1)), name="Affine(W, b).backward")
layer.forward(np.array([[3.0]]))
layer.backward(np.array([[5.0]]))
check.close(layer.dW, [[15.0]], name="dW of the second batch")
check.close(layer.W, [[2.0]], name="W after backward")


### BEGIN HIDDEN TESTS
# Whatever backward gives, it is about the last forward, and the same each time.
def results(layer, dx):
    found = {"dx": dx, "dW": layer.dW, "db": layer.db}
    for what, array in found.items():
        kind = type(array).__name__
        if kind != "ndarray":
            check.equal(kind, "ndarray", name=f"the type of {what}")
    return {what: array.copy() for what, array in found.items()}


rng = np.random.default_rng(9)
W, b = rng.normal(size=(4, 3)), rng.normal(size=3)
first, second = rng.normal(size=(2, 4)), rng.normal(size=(5, 4))
dout_1, dout_2 = rng.normal(size=(2, 3)), rng.normal(size=(5, 3))
fresh = Affine(W.copy(), b.copy())
fresh.forward(second.copy())
wanted = results(fresh, fresh.backward(dout_2.copy()))
layer, other = Affine(W.copy(), b.copy()), Affine(2 * W, 3 * b)
layer.forward(first.copy())
check.unchanged(layer.backward, dout_1, name="Affine(W, b).backward")
before = results(layer, layer.backward(dout_1.copy()))
kept = np.array_equal(layer.W, W) and np.array_equal(layer.b, b)
check.equal(kept, True, name="both W and b after backward")
layer.forward(second.copy())
other.forward(first.copy())
other.backward(dout_1.copy())
now = results(layer, layer.backward(dout_2.copy()))
for what in ("dx", "dW", "db"):
    check.close(
        now[what],
        wanted[what],
        name=f"{what} after a second forward and backward",
        rtol=1e-12,
        atol=1e-13,
    )
    same = now[what].shape == before[what].shape and np.allclose(
        now[what], before[what]
    )
    check.equal(not same, True, name=f"{what} for another batch")
for N in (1, 3):
    x, dout = rng.normal(size=(N, 4)), rng.normal(size=(N, 3))
    fresh = Affine(W.copy(), b.copy())
    fresh.forward(x.copy())
    dx_fresh = fresh.backward(dout.copy())
    layer.forward(x.copy())
    for _ in range(2):
        check.unchanged(layer.backward, dout, name="Affine(W, b).backward")
        dx = layer.backward(dout.copy())
        check.close(dx, dx_fresh.copy(), name="dx, called again", rtol=1e-12)
        check.close(layer.dW, fresh.dW.copy(), name="dW, called again", rtol=1e-12)
        check.close(layer.db, fresh.db.copy(), name="db, called again", rtol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# **The place of an error tells you the kind of mistake.** From left to right: your `dW`, for 6 inputs and 5 outputs; the slopes measured by nudging your `forward`; the relative error of each weight, dark where it is large.
#
# **Guess first.** Where is `dW` wrong if `backward` forgets the first sample?
#
# <details><summary>A. Everywhere</summary>Yes. The slope of every weight is a sum over the samples, so each of the 30 sums lacks a term, a large or a small one.</details>
# <details><summary>B. In its first row</summary>That would hold for the first input, since a row of <code>dW</code> belongs to an input. Samples are the rows of <code>x</code>, and <code>dW</code> adds up over them.</details>
# <details><summary>C. In its first column</summary>That would hold for the first output, since a column of <code>dW</code> belongs to an output. A sample has no place of its own in <code>dW</code>: it adds to every number.</details>

# %% [markdown]
# Then **choose this slip from the list, and the others.**

# %% given="error_patterns"
rng = np.random.default_rng(7)
check_x, check_W = rng.normal(size=(4, 6)), rng.normal(size=(6, 5))
check_b, check_dout = rng.normal(size=5), rng.normal(size=(4, 5))
widgets.explore(
    lambda slip: plots.error_map(Affine, check_x, check_W, check_b, check_dout, slip),
    slip=[
        "your dW",
        "mean over the batch",
        "two inputs exchanged",
        "the last output forgotten",
        "the first sample forgotten",
    ],
)

# %% [markdown]
# The same shade everywhere means a wrong **factor**. Wrong rows mean wrong **inputs**, wrong columns wrong **outputs**. A wild pattern means that some **samples** are missing, since each sample contributes to every weight.
#
# ### The other way to write it
#
# Many books put samples into **columns** and write $Y = WX$, as in lesson 1 and in part 8 of lesson 5. Then everything is transposed:
#
# | quantity | shape |
# | --- | --- |
# | $X$ | `(D, N)`, a sample in each column |
# | $W$ | `(M, D)` |
# | $Y = WX$ | `(M, N)` |
# | $dY = \partial L/\partial Y$ | `(M, N)` |
#
# $$dW = dY\,X^\mathsf{T} \qquad\qquad dX = W^\mathsf{T}\,dY$$
#
# Such formulas are misprinted surprisingly often: a transpose is left out, or the factors are in the order of the other convention, as in $dX = dY\,W^\mathsf{T}$. You don't have to trust what is printed. **A gradient has the shape of its array**, and only one product of the two factors does.
#
# ### Exercise 7 · `linear_backward_columns`  ★☆☆ · 5 minutes · 2 points
#
# Write `linear_backward_columns`, which returns `dW` and `dX` for samples in columns.
#
# For example, for `dY` = `[[1, 10]]`, `W` = `[[3]]` and `X` = `[[2, 4]]` it returns `[[42]]` and `[[3, 30]]`.
#
# <details><summary>A nudge</summary>Write down the shapes of <code>dY</code>, <code>W</code> and <code>X</code>, and the two shapes that should come out.</details>
# <details><summary>A push</summary>dW must be (M, D). From (M, N) and an array of D and N there is only one way to get it.</details>
# <details><summary>Almost there</summary>In one product <code>dY</code> is on the left, in the other on the right; the other factor is transposed both times.</details>


# %% solution="linear_backward_columns"
def linear_backward_columns(dY, W, X):
    """The gradients of Y = W X, with samples in columns.

    Args:
        dY: gradient with respect to Y, shape (M, N). Not changed.
        W: weights, shape (M, D). Not changed.
        X: inputs, shape (D, N). Not changed.
    Returns:
        dW, dX: shapes (M, D) and (D, N), in this order.
    """
    ### BEGIN SOLUTION
    return dY @ X.T, W.T @ dY
    ### END SOLUTION


# %% test="columns_dw" points=1
# check: linear_backward_columns, dW by hand
dY, W = np.array([[1.0, 2, 0], [0, -1, 3]]), np.ones((2, 4))
X = np.array([[1.0, 0, 2], [0, 1, 1], [3, -1, 0], [2, 2, 2]])
check.unchanged(linear_backward_columns, dY, W, X)
dW, dX = linear_backward_columns(dY.copy(), W.copy(), X.copy())
check.close(dW, [[1.0, 2, 1, 6], [6, 2, 1, 4]], name="dW", sizes={"batch": 3})
### BEGIN HIDDEN TESTS
for N, D, M in ((4, 3, 2), (1, 2, 5), (5, 1, 3), (3, 4, 1), (3, 3, 3)):
    rng = np.random.default_rng(800 + 100 * N + 10 * D + M)
    X, W, dY = rng.normal(size=(D, N)), rng.normal(size=(M, D)), rng.normal(size=(M, N))
    dW, dX = check.parts(
        linear_backward_columns(dY.copy(), W.copy(), X.copy()),
        ("dW", "dX"),
        name="linear_backward_columns(dY, W, X)",
    )
    check.gradient(
        lambda W, X=X, dY=dY: np.sum(np.einsum("md,dn->mn", W, X) * dY),
        W,
        dW,
        name=f"dW for W {W.shape} and X {X.shape}",
        sizes={"batch": N, "input": D, "output": M},
    )
### END HIDDEN TESTS

# %% test="columns_dx" points=1
# check: linear_backward_columns, dX by hand
dY, X = np.array([[1.0, 2, 0], [0, -1, 3]]), np.ones((4, 3))
dW, dX = linear_backward_columns(dY, np.array([[1.0, 0, 2, -1], [0.5, 3, 0, 1]]), X)
true = [[1.0, 1.5, 1.5], [0, -3, 9], [2, 4, 0], [-1, -3, 3]]
check.close(dX, true, name="dX", sizes={"batch": 3})
### BEGIN HIDDEN TESTS
for N, D, M in ((4, 3, 2), (1, 2, 5), (5, 1, 3), (3, 4, 1), (3, 3, 3)):
    rng = np.random.default_rng(900 + 100 * N + 10 * D + M)
    X, W, dY = rng.normal(size=(D, N)), rng.normal(size=(M, D)), rng.normal(size=(M, N))
    check.unchanged(linear_backward_columns, dY, W, X)
    dW, dX = check.parts(
        linear_backward_columns(dY.copy(), W.copy(), X.copy()),
        ("dW", "dX"),
        name="linear_backward_columns(dY, W, X)",
    )
    check.gradient(
        lambda X, W=W, dY=dY: np.sum(np.einsum("md,dn->mn", W, X) * dY),
        X,
        dX,
        name=f"dX for W {W.shape} and X {X.shape}",
        sizes={"batch": N, "input": D, "output": M},
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Where the gradient begins
#
# The last layer turns scores into a loss. Here the way back begins, with a surprise: softmax and cross-entropy are both unpleasant to differentiate, and **together they are simple.**
#
# For one sample with scores $s_0, \dots, s_{C-1}$ and the label $k$, the cross-entropy of lesson 3 is
#
# $$L = \log\Big(\sum_c e^{s_c}\Big) - s_k$$
#
# Nudge $s_j$. The slope of $\log u$ is $1/u$, and the slope of $e^{s_j}$ is $e^{s_j}$ itself. Along a path slopes multiply:
#
# $$\frac{\partial L}{\partial s_j} = \frac{e^{s_j}}{\sum_c e^{s_c}} - \begin{cases}1 & j = k\\ 0 & \text{else}\end{cases} \;=\; p_j - t_j$$
#
# The fraction is the softmax $p_j$, and $t$ is the label as a one-hot row. **Probabilities minus truth.** The loss of a batch is the *mean* over its $N$ samples, so each sample gets a share of $1/N$:
#
# $$\frac{\partial L}{\partial s} = \frac{p - t}{N}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $s$, $p$ | scores, and their softmax | `(N, C)` |
# | labels | the class of each sample, whole numbers from 0 to $C-1$ | `(N,)` |
# | $t$ | the labels as one-hot rows | `(N, C)` |
#
# By hand, for two samples: $p = \begin{pmatrix} 0.25 & 0.25 & 0.5\\ 0.375 & 0.125 & 0.5\end{pmatrix}$ with the labels 2 and 0. Subtract 1 at the labels, and divide by 2:
#
# $$\frac{p - t}{2} = \frac12 \begin{pmatrix} 0.25 & 0.25 & -0.5\\ -0.625 & 0.125 & 0.5\end{pmatrix} = \begin{pmatrix} 0.125 & 0.125 & -0.25\\ -0.3125 & 0.0625 & 0.25\end{pmatrix}$$
#
# ### Exercise 8 · `SoftmaxWithLoss`  ★★★ · 10 minutes · 4 points
#
# Write `SoftmaxWithLoss`: `forward` returns the mean loss, and `backward` its gradient with respect to the scores. `softmax` and `softmax_cross_entropy` are given in the set-up cell. This layer is the last, so there is usually nothing above it: then `dout` is the slope of the loss with respect to itself, which is 1.
#
# For example, two equal scores `[[0, 0]]` with the label `[1]` give the loss 0.693, and then `backward()` returns `[[0.5, -0.5]]`.
#
# <details><summary>A nudge</summary>Which two things must <code>forward</code> keep for (p − t) / N?</details>
# <details><summary>A push</summary><code>array[np.arange(N), labels]</code> picks one number from each row: the one at its label. You can subtract from just these.</details>
# <details><summary>Almost there</summary>Take a copy of the probabilities, subtract 1 at the labels, divide by the number of rows, multiply by <code>dout</code>. Without the copy, a second <code>backward</code> subtracts a second 1.</details>


# %% solution="softmax_with_loss"
class SoftmaxWithLoss:
    """The mean cross-entropy of softmax(scores): the last layer."""

    def forward(self, scores, labels):
        """The loss. Keeps what backward will need.

        Args:
            scores: array of floats of shape (N, C). Not changed.
            labels: the class of each sample, whole numbers from 0 to C - 1, shape (N,). Not changed.
        Returns:
            The mean loss of the batch, a single number.
        """
        ### BEGIN SOLUTION
        self.p = softmax(scores)
        self.labels = labels
        return softmax_cross_entropy(scores, labels)
        ### END SOLUTION

    def backward(self, dout=1):
        """The gradient with respect to the scores of the last forward.

        Args:
            dout: slope with respect to the loss that the last forward returned, a number.
        Returns:
            dout times (p - t) / N, shape (N, C).
        """
        ### BEGIN SOLUTION
        N = len(self.labels)
        dscores = self.p.copy()
        dscores[np.arange(N), self.labels] -= 1
        return dout * dscores / N
        ### END SOLUTION


# %% test="softmax_loss_forward" points=1
# check: SoftmaxWithLoss.forward, by hand
scores, labels = np.log([[1.0, 1.0, 2.0], [3.0, 1.0, 4.0]]), np.array([2, 0])
check.unchanged(SoftmaxWithLoss().forward, scores, labels, name="forward")
loss = SoftmaxWithLoss().forward(scores.copy(), labels.copy())
check.close(loss, 0.8369882167858358, name="forward(scores, labels)", rtol=1e-6)
### BEGIN HIDDEN TESTS
for N, C in ((1, 4), (5, 2), (3, 3), (7, 5)):
    rng = np.random.default_rng(10 * N + C)
    scores, labels = rng.normal(size=(N, C)), rng.integers(C, size=N)
    check.unchanged(SoftmaxWithLoss().forward, scores, labels, name="forward")
    true = 0.0
    for n in range(N):
        p = np.exp(scores[n, labels[n]]) / np.sum(np.exp(scores[n]))
        true -= np.log(p) / N
    loss = SoftmaxWithLoss().forward(scores.copy(), labels.copy())
    check.close(
        loss,
        true,
        name=f"the loss for scores {scores.shape}",
        sizes={"batch": N},
        rtol=1e-6,
    )
### END HIDDEN TESTS

# %% test="softmax_loss_backward" points=1
# check: SoftmaxWithLoss.backward, by hand
scores, labels = np.log([[1.0, 1.0, 2.0], [3.0, 1.0, 4.0]]), np.array([2, 0])
layer = SoftmaxWithLoss()
layer.forward(scores.copy(), labels.copy())
dscores = layer.backward()
check.close(dscores, [[0.125, 0.125, -0.25], [-0.3125, 0.0625, 0.25]], name="dscores")
### BEGIN HIDDEN TESTS
for N, C in ((1, 4), (5, 2), (3, 3), (2, 6)):
    rng = np.random.default_rng(40 + 10 * N + C)
    scores, labels = rng.normal(size=(N, C)), rng.integers(C, size=N)
    layer = SoftmaxWithLoss()
    layer.forward(scores.copy(), labels.copy())
    check.gradient(
        lambda s, labels=labels: np.mean(
            [
                np.log(np.sum(np.exp(row))) - row[label]
                for row, label in zip(s, labels, strict=True)
            ]
        ),
        scores,
        layer.backward(),
        name=f"the gradient for scores {scores.shape}",
        sizes={"batch": N, "class": C},
    )
### END HIDDEN TESTS

# %% test="softmax_loss_large" points=1
# check: SoftmaxWithLoss, scores far from 0
scores, labels = np.array([[1000.0, 0.0, -1000.0]]), np.array([1])
layer = SoftmaxWithLoss()
loss = check.quiet(layer.forward, scores.copy(), labels.copy(), name="forward")
check.close(loss, 1000.0, name="the loss for scores of 1000, 0 and -1000")
check.close(layer.backward(), [[1.0, -1.0, 0.0]], name="the gradient for these scores")
### BEGIN HIDDEN TESTS
scores = np.array([[-1000.0, -1000.0], [1000.0, 999.0], [0.0, 1000.0]])
loss = check.quiet(layer.forward, scores, np.array([0, 1, 1]), name="forward")
e = 1 / (1 + np.exp(-1.0))
check.close(loss, (np.log(2) - np.log(1 - e)) / 3, name="the loss of large scores")
dscores = check.quiet(layer.backward, name="backward")
true = np.array([[-0.5, 0.5], [e, -e], [0.0, 0.0]]) / 3
check.close(dscores, true, name="the gradient of large scores")
scores = np.array([[1e5, 0.0], [-1e5, -1e5]])
loss = check.quiet(layer.forward, scores, np.array([1, 0]), name="forward")
check.close(loss, 5e4 + np.log(2) / 2, name="the loss of scores of ±100000")
dscores = check.quiet(layer.backward, name="backward")
true = [[0.5, -0.5], [-0.25, 0.25]]
check.close(dscores, true, name="the gradient of scores of ±100000")
### END HIDDEN TESTS

# %% test="softmax_loss_again" points=1
# check: SoftmaxWithLoss.backward, called twice
layer = SoftmaxWithLoss()
layer.forward(np.log([[1.0, 3.0]]), np.array([0]))
once = layer.backward().copy()
check.close(layer.backward(4.0), 4 * once, name="backward(4.0)")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(17)
scores_1, labels_1 = rng.normal(size=(2, 3)), np.array([0, 2])
scores_2, labels_2 = rng.normal(size=(4, 5)), np.array([1, 4, 0, 1])
layer, other = SoftmaxWithLoss(), SoftmaxWithLoss()
given = scores_1.copy()
layer.forward(given, labels_1.copy())
before = str(given)
layer.backward()
check.equal(
    str(given) == before, True, name="the scores given to forward, after backward,"
)
layer.forward(scores_2.copy(), labels_2.copy())
other.forward(scores_1.copy(), labels_1.copy())
once = layer.backward()
check.shape(once, (4, 5), name="the gradient after a second forward")
once = once.copy()
check.equal(
    bool(np.ptp(once[:, 0]) > 1e-6), True, name="the first column of the gradient"
)
check.close(layer.backward(), once, name="the gradient of a second backward")
check.close(layer.backward(3.0), 3 * once, name="backward(3.0)")
check.close(layer.backward(dout=-0.5), -0.5 * once, name="backward(dout=-0.5)")
check.close(layer.backward(), once, name="backward() after all that")
fresh = SoftmaxWithLoss()
fresh.forward(scores_2.copy(), labels_2.copy())
check.close(once, fresh.backward(), name="the gradient of a layer used before")
for N in (1, 3):
    scores, labels = rng.normal(size=(N, 4)), rng.integers(4, size=N)
    fresh = SoftmaxWithLoss()
    fresh.forward(scores.copy(), labels.copy())
    wanted = fresh.backward().copy()
    layer.forward(scores.copy(), labels.copy())
    check.close(layer.backward(), wanted, name="the gradient for another batch")
    check.close(layer.backward(-2.5), -2.5 * wanted, name="backward(-2.5)")
    check.close(layer.backward(0.0), 0 * wanted, name="backward(0.0)")
### END HIDDEN TESTS

# %% [markdown]
# Here is one sample of class 0; the other scores are 0 and 1. On the right are the slopes that your `backward()` returns.
#
# **Guess first.** How far from 0 can the slope for that score get?
#
# <details><summary>A. As far as 0.5</summary>That is the slope where the right class has the probability p = 0.5. With a lower score, p goes on towards 0, and p − 1 towards −1.</details>
# <details><summary>B. As far as you like</summary>That is so for the loss, which grows without end as the right score falls. But its slope is p − 1, and p is never below 0.</details>
# <details><summary>C. Almost as far as 1</summary>Yes. The slope is p − 1, and p goes towards 0 when the network is sure of a wrong class. A mistake pushes hard, but not without limit.</details>

# %% [markdown]
# Then **move the score of class 0.**

# %% given="push"
widgets.explore(
    lambda right_score: plots.softmax_push(
        SoftmaxWithLoss, np.array([right_score, 0.0, 1.0]), 0
    ),
    right_score=(-6.0, 6.0, 0.0, 0.5),
)

# %% [markdown]
# The more probable the right class is, the smaller the push on its score. At worst it is almost 1.
#
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# In lesson 4 you saw that each row of a classifier's gradient added up to 0, and were promised the reason. It is in $(p - t)/N$: why does each row of *that* add up to 0? And what does that tell you about the loss when you add the same number to all scores of a sample? Answer in two to four sentences.

# %% [markdown] written="rows_add_to_zero" points=2
# Each row of p adds up to 1, as probabilities do, and so does each row of t, which has a single 1. So p - t adds up to 0 in each row, and so does (p - t) / N. If the same number is added to all scores of a sample, each score moves by the same amount, and the loss moves by the sum of the slopes times that amount, which is 0: the loss doesn't change. Only differences between scores count.
#
# ### BEGIN MARK SCHEME
# 1 point: rows of p and of t both add up to 1, so the difference adds up to 0.
# 1 point: the loss stays the same (softmax only sees differences between scores), with a connection to the sum of the slopes or to the softmax. Half a point without a reason.
# ### END MARK SCHEME

# %% [markdown]
# ## 7 · All together
#
# A network is a list of layers, and a last layer that gives the loss. **Step through it** with the buttons: your own layers take four steps forward and four backward. Blue is what goes forward, red is what comes back. Compare each shape with the one below it:

# %% given="passes"
widgets.step_through(
    lambda step: plots.network_steps(Affine, Relu, SoftmaxWithLoss, step), 8
)

# %% [markdown]
# Each red shape equals the blue one above it. (The loss is one number, and so is its slope with respect to itself: 1.) And no layer knows its neighbours. It gets a `dout`, and passes on a `dx`, **which is the `dout` of the layer below**:
#
# | forward, first to last | | backward, last to first | |
# | --- | --- | --- | --- |
# | `x` | → layer 0 → layer 1 → … → scores | `dout` = the last one's `backward()` | → … → layer 1 → layer 0 |
# | scores, labels | → the last one → loss | each layer with weights | keeps its `dW` and `db` |
#
# ### Exercise 9 · `Network`  ★★★ · 12 minutes · 3 points
#
# Write `predict` and `gradient` of `Network`; `loss` is given. `layers` may hold any number of layers of any kind, with or without weights. A layer with weights has an attribute `W`, and after `backward` also `dW` and `db`; for others `hasattr(layer, "W")` is `False`. `gradient` should work even if `loss` wasn't called before.
#
# For example, `Network([Affine(W1, b1), Relu(), Affine(W2, b2)], SoftmaxWithLoss()).gradient(x, labels)` returns two pairs, `[(dW1, db1), (dW2, db2)]`.
#
# <details><summary>A nudge</summary>Each method can use the one before it, as <code>loss</code> uses <code>predict</code>. What must have happened before the first <code>backward</code>?</details>
# <details><summary>A push</summary>What one layer returns is what the next one gets, so use one name for it all the way: <code>x = layer.forward(x)</code>. Backward it's the same with <code>dout</code>; <code>reversed(self.layers)</code> goes from the last layer to the first.</details>
# <details><summary>Almost there</summary>In <code>gradient</code>: call <code>self.loss</code>, then let <code>dout</code> begin with <code>self.last.backward()</code> and go through the layers. At the end, collect the pairs in the order of <code>self.layers</code>.</details>


# %% solution="network"
class Network:
    """Layers in a row, and a last layer that gives the loss."""

    def __init__(self, layers, last):
        """Args: layers, a list of objects with forward(x) and backward(dout); last, a SoftmaxWithLoss."""
        self.layers = layers
        self.last = last

    def predict(self, x):
        """The scores.

        Args:
            x: a batch of inputs, shape (N, D). Not changed.
        Returns:
            What comes out of the last of self.layers, shape (N, C).
        """
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer.forward(x)
        return x
        ### END SOLUTION

    def loss(self, x, labels):
        """The mean loss of a batch.

        Args:
            x: a batch of inputs, shape (N, D). Not changed.
            labels: the class of each, whole numbers, shape (N,). Not changed.
        Returns:
            A single number.
        """
        return self.last.forward(self.predict(x), labels)

    def gradient(self, x, labels):
        """The gradient of the loss with respect to all weights and biases.

        Args:
            x, labels: as for loss. Not changed.
        Returns:
            A list with a pair (dW, db) for each layer with weights, in the order of self.layers.
        """
        ### BEGIN SOLUTION
        self.loss(x, labels)
        dout = self.last.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return [(layer.dW, layer.db) for layer in self.layers if hasattr(layer, "W")]
        ### END SOLUTION


# %% test="network_loss" points=1
# check: Network.predict and loss, by hand
x, labels = np.array([[2.0], [-1.0], [0.0]]), np.array([1, 0, 1])
first = Affine(np.array([[1.0, -1.0, 2.0]]), np.array([0.0, 1.0, 0.0]))
second = Affine(np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.0]]), np.array([0.0, 1.0]))
network = Network([first, Relu(), second], SoftmaxWithLoss())
check.close(network.predict(x.copy()), [[4.0, 1], [0, 3], [0, 2]], name="predict(x)")
check.close(network.loss(x, labels), 2.0747009047, name="loss", sizes={"batch": 3})
### BEGIN HIDDEN TESTS
x, labels = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([1, 0, 2])
W1, b1 = np.array([[1.0, 0.0, -1.0, 2.0], [0.5, -1.0, 1.0, 0.0]]), np.ones(4)
W2 = np.array([[1.0, 0.0, 0.5], [0.0, 2.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 0.5, 1.0]])
b2 = np.array([0.0, 1.0, -1.0])
network = Network([Affine(W1, b1), Relu(), Affine(W2, b2)], SoftmaxWithLoss())
check.unchanged(network.predict, x, name="predict")
check.unchanged(network.loss, x, labels, name="loss")
scores = network.predict(x.copy())
true = np.array([[1.0, 2.5, 5.5], [0.5, 5.5, 0.25], [4.25, 5.5, 8.125]])
odds = np.exp(true)
check.close(scores, true, name="predict(x)")
loss = network.loss(x.copy(), labels.copy())
each = np.log(odds.sum(axis=1)) - true[[0, 1, 2], labels]
check.close(loss, each.sum() / 3, name="loss(x, labels)", sizes={"batch": 3})
each = np.log(odds.sum(axis=1)) - true[[0, 1, 2], [2, 1, 0]]
loss = network.loss(x.copy(), np.array([2, 1, 0]))
check.close(loss, each.sum() / 3, name="the loss for other labels", sizes={"batch": 3})
for N, D, M, C in ((1, 3, 2, 4), (6, 2, 5, 3), (3, 3, 3, 3)):
    rng = np.random.default_rng(1000 * N + 100 * D + 10 * M + C)
    x, labels = rng.normal(size=(N, D)), rng.integers(C, size=N)
    V, c, U = rng.normal(size=(D, M)), rng.normal(size=M), rng.normal(size=(M, C))
    scores = np.einsum("nm,mc->nc", np.tanh((np.einsum("nd,dm->nm", x, V) + c) / 2), U)
    scores = 0.5 * (scores + np.sum(U, axis=0))
    network = Network(
        [Affine(V, c), Sigmoid(), Affine(U, np.zeros(C))], SoftmaxWithLoss()
    )
    check.close(network.predict(x.copy()), scores, name="predict with a Sigmoid")
    true = 0.0
    for row, k in zip(scores, labels, strict=True):
        true += (np.log(np.sum(np.exp(row))) - row[k]) / N
    check.close(network.loss(x.copy(), labels.copy()), true, name="loss with a Sigmoid")
network = Network([], SoftmaxWithLoss())
check.close(network.predict(np.array([[1.0, 2.0]])), [[1.0, 2.0]], name="no layers")
### END HIDDEN TESTS

# %% test="network_gradient" points=1
# check: Network.gradient, by hand
x, labels = np.array([[3.0, 6.0]]), np.array([1])
first = Affine(np.array([[1.0, 0.0], [0.0, -1.0]]), np.zeros(2))
second = Affine(np.array([[2.0, 0, 1], [3, 0, 0]]), np.array([-6.0, 0, -3]))
network = Network([first, Relu(), second], SoftmaxWithLoss())
check.unchanged(network.gradient, x, labels, name="gradient")
check.equal(network.layers[0] == first, True, name="layer 0 after gradient")
labelled = ("(dW, db) of layer 0", "(dW, db) of layer 2")
pairs = check.parts(network.gradient(x, labels), labelled, name="gradient")
check.equal([np.shape(dW) for dW, db in pairs], [(2, 2), (2, 3)], name="shapes of dW")
check.close(pairs[1][0], [[1.0, -2.0, 1.0], [0.0, 0.0, 0.0]], name="dW of layer 2")
check.close(pairs[0][0], [[3.0, 0.0], [6.0, 0.0]], name="dW of layer 0")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(21)
x, labels = rng.normal(size=(5, 2)), np.array([1, 0, 2, 2, 1])
W1, b1 = rng.normal(size=(2, 4)), rng.normal(size=4)
W2, b2 = rng.normal(size=(4, 3)), rng.normal(size=3)


def true_loss(W1, b1, W2, b2):
    hidden = np.einsum("nd,dm->nm", x, W1) + b1
    scores = np.einsum("nm,mc->nc", (hidden + np.abs(hidden)) / 2, W2) + b2
    return np.mean(np.log(np.sum(np.exp(scores), axis=1)) - scores[range(5), labels])


layers = [Affine(W1.copy(), b1.copy()), Relu(), Affine(W2.copy(), b2.copy())]
network = Network(list(layers), SoftmaxWithLoss())
check.unchanged(network.gradient, x, labels, name="gradient")
check.equal(list(network.layers) == layers, True, name="self.layers after gradient")
pairs = network.gradient(x.copy(), labels.copy())
one, two = check.parts(pairs, labelled, name="gradient(x, labels)")
dW1, db1 = check.parts(one, ("dW", "db"), name="the pair of layer 0")
dW2, db2 = check.parts(two, ("dW", "db"), name="the pair of layer 2")
shapes = [np.shape(dW1), np.shape(dW2)]
check.equal(shapes, [(2, 4), (4, 3)], name="the list of the shapes of dW")
check.gradient(
    lambda W: true_loss(W, b1, W2, b2),
    W1,
    dW1,
    name="dW of layer 0",
    sizes={"batch": 5},
)
check.gradient(lambda b: true_loss(W1, b, W2, b2), b1, db1, name="db of layer 0")
check.gradient(lambda W: true_loss(W1, b1, W, b2), W2, dW2, name="dW of layer 2")
check.gradient(lambda b: true_loss(W1, b1, W2, b), b2, db2, name="db of layer 2")
### END HIDDEN TESTS

# %% test="network_any_layers" points=1
# check: Network.gradient, other layers
relu, x, labels = Relu(), np.array([[3.0, 6.0]]), np.array([1])
relu.W, relu.dW, relu.db = np.zeros(2), np.ones(2), np.zeros(2)  # so it has weights
network = Network([relu, Affine(np.zeros((2, 3)), np.zeros(3))], SoftmaxWithLoss())
network.gradient(np.ones((4, 2)), np.array([0, 2, 1, 1]))  # of another batch
pairs = network.gradient(x, labels)
check.equal(len(pairs), 2, name="the number of pairs (ask for hasattr(layer, 'W'))")
check.close(pairs[1][0], [[1.0, -2.0, 1.0], [2.0, -4.0, 2.0]], name="dW of the Affine")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(33)
# Only one layer: the gradient is that of lesson 4's classifier.
x, labels, W = np.array([[3.0, 6.0]]), np.array([1]), np.zeros((2, 3))
network = Network([Affine(W, np.zeros(3))], SoftmaxWithLoss())
(only,) = check.parts(
    network.gradient(x, labels), ("a pair (dW, db)",), name="gradient of one layer"
)
dW, db = check.parts(only, ("dW", "db"), name="the pair of the only layer")
true = np.array([[1.0, -2.0, 1.0], [2.0, -4.0, 2.0]])
check.close(dW, true, name="dW of the only layer")
check.close(db, [1 / 3, -2 / 3, 1 / 3], name="db of the only layer")
# Another batch in between must leave no trace.
x, labels = rng.normal(size=(4, 2)), np.array([0, 2, 1, 1])
network.loss(rng.normal(size=(3, 2)), np.array([2, 2, 0]))
(only,) = check.parts(
    network.gradient(x, labels), ("a pair (dW, db)",), name="gradient of one layer"
)
p_minus_t = 1 / 3 - np.eye(3)[labels]
check.close(
    only[0],
    np.einsum("nd,nc->dc", x, p_minus_t) / 4,
    name="dW after the loss of another batch",
    sizes={"batch": 4},
)
# The same batch, after a step: at the new weights the scores are log 2, 0 and 0.
x, labels = np.array([[1.0, 2.0]]), np.array([1])
(affine,) = network.layers
affine.W, affine.b = np.zeros((2, 3)), np.zeros(3)
network.gradient(x, labels)
affine.W[0, 0] = np.log(2)
(only,) = check.parts(
    network.gradient(x, labels), ("a pair (dW, db)",), name="gradient of one layer"
)
check.close(only[1], [0.5, -0.75, 0.25], name="db of the same batch after a step")
# Anything with an attribute W is a layer with weights, whatever its class.
other = Relu()
other.W, other.b = np.zeros((5, 6)), np.zeros(6)
other.dW, other.db = np.ones((5, 6)), np.ones(6)
network = Network([other, Affine(W, np.zeros(3))], SoftmaxWithLoss())
pairs = check.parts(
    network.gradient(np.abs(x), labels),
    ("(dW, db) of the Relu", "(dW, db) of the Affine"),
    name="gradient, where a Relu was given W and dW (ask for hasattr(layer, 'W')),",
)
shapes = [np.shape(dW) for dW, db in pairs]
check.equal(shapes, [(5, 6), (2, 3)], name="the list of the shapes of dW")


def smooth_loss(x, labels, arrays):
    """Affine, Sigmoid, Affine, Sigmoid, …, Affine."""
    out = x
    for k, (W, b) in enumerate(zip(arrays[::2], arrays[1::2], strict=True)):
        out = (
            np.einsum("nd,dm->nm", out if k == 0 else 0.5 + 0.5 * np.tanh(out / 2), W)
            + b
        )
    total = np.log(np.sum(np.exp(out), axis=1)) - out[range(len(x)), labels]
    return np.sum(total) / len(x)


for widths in ((3, 3, 3, 3), (2, 5, 4, 3), (4, 2)):
    x, labels = rng.normal(size=(3, widths[0])), rng.integers(widths[-1], size=3)
    arrays, layers = [], []
    for D, M in zip(widths[:-1], widths[1:], strict=True):
        arrays += [rng.normal(size=(D, M)), rng.normal(size=M)]
        layers += [Sigmoid()] if layers else []
        layers.append(Affine(arrays[-2].copy(), arrays[-1].copy()))
    network = Network(layers, SoftmaxWithLoss())
    network.gradient(x.copy(), labels.copy())  # the second call gives the same
    found = check.parts(
        network.gradient(x.copy(), labels.copy()),
        tuple(f"(dW, db) of Affine {k}" for k in range(len(widths) - 1)),
        name="gradient of another network",
    )
    for k, pair in enumerate(found):
        dW, db = check.parts(pair, ("dW", "db"), name=f"the pair of Affine {k}")
        for place, slope, what in ((2 * k, dW, "dW"), (2 * k + 1, db, "db")):
            check.gradient(
                lambda moved, place=place, arrays=arrays, x=x, labels=labels: (
                    smooth_loss(
                        x, labels, [*arrays[:place], moved, *arrays[place + 1 :]]
                    )
                ),
                arrays[place],
                slope,
                name=f"{what} of Affine {k}",
                sizes={"batch": 3},
            )
### END HIDDEN TESTS

# %% [markdown]
# Now let it learn 90 points of three classes, in arms that wind around each other. No straight lines can separate them, so the classifier of lesson 4 can't either. Your network has a hidden layer of 24 neurons. **Move `steps` to 0, then back up. Then try fewer neurons:** how many does it need?

# %% given="spiral"
noise = np.random.default_rng(5).normal(size=90)
classes = np.arange(90) % 3
along = np.linspace(0, 1, 30).repeat(3)
angle = 2 * np.pi * classes / 3 + 3.2 * along + 0.2 * noise
ray = np.stack([np.cos(angle), np.sin(angle)], axis=1)
points = (0.3 + 1.7 * along)[:, None] * ray
widgets.explore(
    lambda steps, width: plots.network_walk(
        Network, Affine, Relu, SoftmaxWithLoss, points, classes, width, steps
    ),
    steps=(0, 300, 300, 10),
    width=(1, 40, 24),
)

# %% [markdown]
# With 24 neurons the loss ends at 0.02. That's network A. But would you have noticed if it had been B?
#
# ## 8 · Judging the whole network
#
# You can check a network just as you check a layer, except that now you nudge the **weights**, and the loss is the network's own. For each layer with weights:
#
# $$dW \ \text{ of } \texttt{network.gradient} \quad\text{against}\quad \text{the measured slope of } \texttt{network.loss} \text{ for each number of } W$$
#
# One thing about `numerical_gradient(f, x)` is useful here: it moves the numbers **of `x` itself**, calls `f(x)`, and puts them back. So if you pass it `layer.W`, the layer's own array, then the network's loss moves with it, and `f` needn't look at its argument at all: `lambda _: network.loss(x, labels)`.
#
# ### Exercise 10 · `check_network`  ★★☆ · 7 minutes · 2 points
#
# Write `check_network`, which returns the relative errors of each layer's `dW` and `db`. The function `with_weights` is given. Judge the pairs that `network.gradient` **returns**, whatever they are. (The checks hand your function networks whose gradient is wrong on purpose.)
#
# For example, for one affine layer whose `dW` is right and whose `db` has the wrong sign it returns `[(0, 1)]`, apart from tiny errors of measurement.
#
# <details><summary>A nudge</summary>Begin with the network's own gradient, <code>pairs = network.gradient(x, labels)</code>. Its pairs belong to the layers in <code>with_weights(network)</code>, in the same order.</details>
# <details><summary>A push</summary>With <code>zip</code> you can go through these layers and the pairs side by side.</details>
# <details><summary>Almost there</summary>For each layer: measure the gradient at <code>layer.W</code>, compare it with <code>dW</code> using your <code>relative_error</code>; then the same with <code>layer.b</code> and <code>db</code>. Append both errors as a pair.</details>


# %% solution="check_network"
def with_weights(network):
    """The layers of a network that have weights, in their order. Given, for you to use."""
    return [layer for layer in network.layers if hasattr(layer, "W")]


def check_network(network, x, labels):
    """How far a network's gradient is from the measured slopes, array by array.

    Args:
        network: a Network; its weights are afterwards exactly as they were.
        x: a batch of inputs, shape (N, D). Not changed.
        labels: the class of each, shape (N,). Not changed.
    Returns:
        A list with a pair for each layer with weights, in the order of network.layers: the relative errors of its dW
        and its db, as network.gradient(x, labels) gives them.
    """
    ### BEGIN SOLUTION
    pairs = network.gradient(x, labels)
    errors = []
    for layer, (dW, db) in zip(with_weights(network), pairs):
        slope_W = numerical_gradient(lambda _: network.loss(x, labels), layer.W)
        slope_b = numerical_gradient(lambda _: network.loss(x, labels), layer.b)
        errors.append((relative_error(dW, slope_W), relative_error(db, slope_b)))
    return errors
    ### END SOLUTION


# %% given="judged_network"
# for the checks, which want lists, and say it where shapes differ
def judged(network, x, labels):
    """What your check_network returns, with lists in place of arrays."""
    try:
        errors = check_network(network, x, labels)
    except ValueError as error:
        shapes = [str(layer.W.shape) for layer in network.layers if hasattr(layer, "W")]
        if not any(shape in str(error) for shape in shapes):
            raise  # it is none of relative_error, which mentions both shapes
        raise check.CheckFailed(
            "check_network",
            "compares arrays of different shapes: is each gradient compared with the slopes of its own array?",
        ) from None
    return errors.tolist() if type(errors) is np.ndarray else errors


# %% test="check_network_passes" points=1
# check: check_network, a right gradient, then zeros
x, labels = np.array([[1.0, 2.0, -1.0]]), np.array([0])
layers = [Affine(np.ones((3, 1)), np.zeros(1)), Affine(np.eye(1, 2), np.zeros(2))]
network = Network(layers, SoftmaxWithLoss())
errors = np.array(judged(network, x, labels))
check.close(errors, np.zeros((2, 2)), name="errors of a right gradient", atol=1e-5)
zeros = [(np.zeros((3, 1)), np.zeros(1)), (np.zeros((1, 2)), np.zeros(2))]
network.gradient = lambda x, labels: zeros
errors = np.array(judged(network, x, labels))
check.close(errors, np.ones((2, 2)), name="errors of a gradient of 0", atol=1e-5)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(3)
x, labels = rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
layers = [
    Affine(rng.normal(size=(3, 5)), rng.normal(size=5)),
    Sigmoid(),
    Affine(rng.normal(size=(5, 2)), rng.normal(size=2)),
]
network = Network(layers, SoftmaxWithLoss())
before = [layers[0].W.copy(), layers[0].b.copy()]
errors = judged(network, x, labels)
errors = check.parts(
    errors,
    ("errors of layer 0", "errors of layer 2"),
    name="check_network(network, x, labels)",
)
for place, pair in zip((0, 2), errors, strict=True):
    pair = pair.tolist() if type(pair) is np.ndarray else pair
    error_W, error_b = check.parts(pair, ("error of dW", "error of db"), name="a pair")
    check.close(error_W, 0.0, name=f"the error of dW, layer {place},", atol=1e-5)
    check.close(error_b, 0.0, name=f"the error of db, layer {place},", atol=1e-5)
check.close(
    layers[0].W,
    before[0],
    name="W of a layer after the check",
    rtol=0,
    atol=0,
)
check.close(
    layers[0].b,
    before[1],
    name="b of a layer after the check",
    rtol=0,
    atol=0,
)
# The same network, whose gradient is replaced by zeros: that is wrong everywhere.
dW0, db0 = np.zeros((3, 5)), np.zeros(5)
network.gradient = lambda x, labels: [(dW0, db0), (np.zeros((5, 2)), np.zeros(2))]
errors = judged(network, x, labels)
errors = check.parts(errors, ("layer 0", "layer 2"), name="check_network")
found = []
for pair in errors:
    pair = pair.tolist() if type(pair) is np.ndarray else pair
    found.append(list(check.parts(pair, ("W", "b"), name="a pair")))
check.close(
    np.array(found),
    np.ones((2, 2)),
    name="the list of errors of a gradient of zeros",
    atol=1e-5,
)
### END HIDDEN TESTS

# %% test="check_network_finds" points=1
# check: check_network, one wrong number
x, labels = np.array([[3.0, 6.0]]), np.array([1])
network = Network([Affine(np.zeros((2, 3)), np.zeros(3))], SoftmaxWithLoss())
dW, db = np.array([[3.0, -2, 1], [2, -4, 2]]), np.array([1.0, -2.0, 1.0]) / 3
network.gradient = lambda x, labels: [(dW, db)]  # dW[0, 0] should be 1
errors = np.array(judged(network, x, labels))
check.close(errors, [[0.5, 0.0]], name="the errors", rtol=1e-5, atol=1e-6)
### BEGIN HIDDEN TESTS
# One layer and zero weights: the gradient is known, (1/3 - t) times x.
x, labels = np.array([[3.0, 6.0]]), np.array([1])
network = Network([Affine(np.zeros((2, 3)), np.zeros(3))], SoftmaxWithLoss())
dW, db = np.array([[1.0, -2.0, 1.0], [2.0, -4.0, 2.0]]), np.array([1.0, -2.0, 1.0]) / 3
network.gradient = lambda x, labels: [(2 * dW, db)]
errors = judged(network, x, labels)
(pair,) = check.parts(errors, ("a pair of errors",), name="the list of errors")
pair = pair.tolist() if type(pair) is np.ndarray else pair
error_W, error_b = check.parts(pair, ("error of dW", "error of db"), name="the pair")
check.close(
    error_W, 1 / 3, name="the error of a dW that is doubled", rtol=1e-5, atol=1e-6
)
check.close(error_b, 0.0, name="the error of the db beside it", atol=1e-5)
network.gradient = lambda x, labels: [(dW, -db)]
errors = judged(network, x, labels)
(pair,) = check.parts(errors, ("a pair of errors",), name="the list of errors")
pair = pair.tolist() if type(pair) is np.ndarray else pair
error_W, error_b = check.parts(pair, ("error of dW", "error of db"), name="the pair")
check.close(error_W, 0.0, name="the error of a right dW", atol=1e-5)
check.close(error_b, 1.0, name="the error of a db with the wrong sign", rtol=1e-5)
dW[0, 0] = 3.0  # one number of six is three times too large
network.gradient = lambda x, labels: [(dW, db)]
errors = judged(network, x, labels)
(pair,) = check.parts(errors, ("a pair of errors",), name="the list of errors")
check.close(
    pair[0], 0.5, name="the error of a dW with one wrong number", rtol=1e-5, atol=1e-6
)
rng = np.random.default_rng(52)
x, labels = rng.normal(size=(5, 4)), np.array([0, 2, 1, 1, 2])
V, c, U, e = (rng.normal(size=size) for size in ((4, 3), 3, (3, 3), 3))
layers = [Sigmoid(), Affine(V.copy(), c.copy()), Sigmoid(), Affine(U.copy(), e.copy())]
network = Network(layers, SoftmaxWithLoss())
y = 0.5 + 0.5 * np.tanh(x / 2)
h = 0.5 + 0.5 * np.tanh((np.einsum("nd,dm->nm", y, V) + c) / 2)
p = np.exp(np.einsum("nm,mc->nc", h, U) + e)
d = (p / np.einsum("nc->n", p)[:, None] - np.eye(3)[labels]) / 5
dh = np.einsum("nc,mc->nm", d, U) * h * (1 - h)
right = [np.einsum("nd,nm->dm", y, dh), np.einsum("nm->m", dh)]
right += [np.einsum("nm,nc->mc", h, d), np.einsum("nc->c", d)]
for factors in ((3.0, 1.0, 2.0, 7.0), (1.0, 7.0, 3.0, 2.0)):
    dV, dc, dU, de = (f * g for f, g in zip(factors, right, strict=True))
    network.gradient = lambda x, labels, found=((dV, dc), (dU, de)): list(found)
    errors = judged(network, x, labels)
    errors = check.parts(errors, ("layer 1", "layer 3"), name="the errors")
    found = []
    for pair in errors:
        pair = pair.tolist() if type(pair) is np.ndarray else pair
        found.append(list(check.parts(pair, ("W", "b"), name="a pair")))
    found = check.as_array(found)
    wanted = np.array([(f - 1) / (f + 1) for f in factors]).reshape(2, 2)
    check.close(found, wanted, name="errors where three arrays are wrong", atol=1e-5)
check.close(layers[1].W, V, name="W of a layer after the check", rtol=0, atol=0)
check.close(layers[3].b, e, name="b of a layer after the check", rtol=0, atol=0)
### END HIDDEN TESTS

# %% [markdown]
# And here is network B. Its affine layer is yours except for one word, which turns the sum for the bias into a **mean**. (`SloppyAffine(Affine)` means: an `Affine` in which only this method is different; `super()` calls the original.) **Make other mistakes in it**, and see whether one escapes your `check_network`:


# %%
class SloppyAffine(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.db = np.mean(dout, axis=0)
        return dx


plots.checked_network(
    check_network, Network, {"A": Affine, "B": SloppyAffine}, Relu, SoftmaxWithLoss
)

# %% [markdown]
# In B, both `dW` are right and both `db` are wrong. **A check tells you in a second what you could have spent days looking for, and it names the array.** For 7 samples the mean is 7 times too small, which makes a relative error of (7 − 1) / (7 + 1) = 0.75. Here is what it does to training: after the same 300 steps, 60 of 90 points are right, while yours got all 90. Compare the borders with those above:

# %% given="spiral_of_b"
plots.network_walk(
    Network, SloppyAffine, Relu, SoftmaxWithLoss, points, classes, 24, 300
)

# %% [markdown]
# ## 9 · The price, once more
#
# In lesson 4 a green line promised a gradient for about the price of three evaluations of the loss. Here it is, counted in the multiplications of your own affine layers, for more and more hidden neurons. Nudging takes two passes forward for *every* number. Your `gradient` takes one pass forward and one backward. The backward pass is twice the work: two products instead of one.

# %% given="price"
plots.gradient_price(numerical_gradient, Network, Affine, Relu, SoftmaxWithLoss)

# %% [markdown]
# If you like, let the `numerical_gradient` that you wrote in lesson 4 pay the price:

# %%
from course.mine import mine

plots.gradient_price(mine(numerical_gradient), Network, Affine, Relu, SoftmaxWithLoss)

# %% [markdown]
# With ten times as many numbers, nudging costs a hundred times as much, and your `backward` ten times. That's why nobody trains by nudging, but everybody uses it to check, on a small network.
#
# ## What you have built
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `Relu`, `Sigmoid`, `Affine` | `nn.ReLU`, `nn.Sigmoid`, `nn.Linear` (which keeps `W` transposed, as `(M, D)`) | `layers.ReLU`, `layers.Activation("sigmoid")`, `layers.Dense` |
# | `forward` and `backward` | `torch.autograd.Function` has the same two | `tf.custom_gradient` |
# | `SoftmaxWithLoss` | `nn.CrossEntropyLoss`, from scores as well | `SparseCategoricalCrossentropy(from_logits=True)` |
# | `Network` | `nn.Sequential`, then `loss.backward()` | `keras.Sequential` |
# | `dW` replaced each time | there it is **added**, so you call `optimizer.zero_grad()` first | replaced |
# | `gradient_check` | `torch.autograd.gradcheck` | `tf.test.compute_gradient` |
#
# So how does a whole layer pass a gradient back? With a matrix product for each array, found from the shapes, and a sum wherever one value feeds many places. And how do you know that it is right? You nudge.
#
# In **lesson 7**, a network of two layers with the same formulas learns to read real handwritten digits: batches, epochs, a loss that falls, and what to do when it doesn't. Your `Network` joins in.

# %% [markdown]
# ## Sources and further reading
#
# - Stanford CS231n, course notes on learning and evaluation: gradient checks, relative errors and rules of thumb for judging them.
# - Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", 1998: networks as modules, each with a forward and a backward.
# - T. Parr and J. Howard, "The matrix calculus you need for deep learning", 2018: derives formulas like those of part 5, step by step.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 6: feedforward networks, and backpropagation for whole arrays.
# - S. Prince, *Understanding Deep Learning*, 2023, chapter 7: the same pass back, with pictures, and how to choose the first weights.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    Relu=3,
    Sigmoid=2,
    relative_error=3,
    gradient_check=2,
    bias_gradient=2,
    Affine=5,
    linear_backward_columns=2,
    SoftmaxWithLoss=4,
    Network=3,
    check_network=2,
)
