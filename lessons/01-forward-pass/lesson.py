# %% [markdown]
# # 1 · The forward pass
#
# **How can a pile of numbers read a handwritten digit?**
#
# Somebody has already trained a small neural network on 1,437 handwritten digits. What is left of that training is a file with 2,778 numbers. In this lesson you write the code that turns those numbers into a digit reader, and you watch it read digits that it has never seen.
#
# At the end you will be able to
#
# - compute what a neuron, a layer and a three-layer network do to their input,
# - say which shapes fit together in a network, before NumPy complains,
# - explain why a network needs a bend between its layers,
# - say in a single number how wrong a layer is.
#
# | | |
# | --- | --- |
# | time | about 90 minutes, and two to three hours if NumPy is new to you; part 4 ends with a good place for a break |
# | points | 22, of which 4 are for questions in your own words |
# | you need | Python functions, loops and `raise`; NumPy arrays |
# | you don't need | calculus, matrices, or any experience with neural networks |
#
# ### How this notebook works
#
# Run a cell with **Shift + Enter**. Where a cell says `# YOUR CODE HERE`, replace the line `raise NotImplementedError()` with your answer. The cells right after it check it: a green **✓** means right, a red **✗** comes with a sentence that tells you what to look at, and **○** means that there is nothing to check yet. You needn't read the check cells. JupyterLab folds each of them into one line that says what is checked; click its three dots to open it.
#
# You can run the whole notebook at any time: an exercise that isn't finished doesn't stop the others. Some checks are hidden: they run when your work is graded, on other numbers.

# %% given="setup"
import numpy as np

from course import check, data, plots

images, labels = data.digits()  # 1,797 handwritten digits, 8 by 8 pixels each
network = data.digit_reader()  # the numbers that training left us
print("images:", images.shape)
for name in network:
    print(f"{name}:", network[name].shape)

# %% [markdown]
# Here are eight digits that the network has never seen, each with the label that a person gave it. (They are from scikit-learn's copy of the test set of UCI's "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, 1998, CC BY 4.0.)

# %% given="unseen_digits"
plots.digit_gallery(images[1437:1445], labels[1437:1445])

# %% [markdown]
# To a computer, a picture is a table of numbers that say how dark each pixel is:

# %% given="one_digit"
plots.digit_as_numbers(images[1440])

# %% [markdown]
# Write the 8 rows of that table one after another, and the digit becomes a list of 64 numbers, $x = (x_0, x_1, \dots, x_{63})$. The network turns these 64 into ten numbers: one score for each of the digits 0 to 9. The digit with the highest score is its answer.
#
# It does so with one small building block, used 58 times: 32 times in its first layer, 16 in the second, and 10 in the third.
#
# ## 1 · One neuron
#
# A **neuron** weighs evidence. It has $D$ inputs, and each input $x_i$ has a **weight** $w_i$: how strongly does this input argue for yes (positive) or for no (negative)? The neuron adds up the weighted evidence, then adds a **bias** $b$, which says how inclined it is towards yes before it has seen anything:
#
# $$z = x_0 w_0 + x_1 w_1 + \dots + x_{D-1} w_{D-1} + b$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | inputs | `(D,)` |
# | $w$ | weights, one for each input | `(D,)` |
# | $b$ | bias | a single number |
# | $z$ | output | a single number |
#
# By hand, with $x = (2, 3)$, $w = (2, 5)$ and $b = 1.5$: &nbsp; $z = 2 \cdot 2 + 3 \cdot 5 + 1.5 = 20.5$
#
# ### Exercise 1 · `neuron`  ★☆☆ · 8 minutes · 2 points
#
# Write `neuron(x, w, b)`, which adds up the weighted inputs and the bias. For example, `neuron(np.array([2.0, 3.0]), np.array([2.0, 5.0]), 1.5)` gives `20.5`.
#
# <details><summary>A nudge</summary>First multiply each input by its weight. How many numbers do you have then, and how many should there be?</details>
# <details><summary>A push</summary>For two arrays of the same shape, <code>*</code> multiplies element by element. What turns several numbers into one?</details>
# <details><summary>Almost there</summary><code>np.sum</code> adds up the products. The bias is added once, after the sum.</details>


# %% solution="neuron"
def neuron(x, w, b):
    """The output of one neuron.

    Args:
        x: inputs, array of shape (D,). Not changed.
        w: weights, array of shape (D,). Not changed.
        b: bias, a number.
    Returns:
        A single number: the weighted sum of the inputs, plus the bias.
    """
    ### BEGIN SOLUTION
    return np.sum(x * w) + b
    ### END SOLUTION


# %% test="neuron_by_hand" points=1
# check: neuron, by hand
x, w, b = np.array([2.0, 3.0]), np.array([2.0, 5.0]), 1.5
check.close(neuron(x, w, b), 20.5, name="neuron([2, 3], [2, 5], 1.5)")

# %% test="neuron_other_numbers" points=1
# check: neuron, a negative sum
x, w = np.array([1.0, -2.0, 0.5]), np.array([-3.0, 1.0, 8.0])
check.unchanged(neuron, x, w, -10.0)
check.close(neuron(x, w, -10.0), -11.0, name="neuron(x, w, -10)")
### BEGIN HIDDEN TESTS
for size in (1, 2, 7, 30):
    rng = np.random.default_rng(size)
    x, w, b = rng.normal(size=size), rng.normal(size=size), float(rng.normal())
    z = np.einsum("i,i->", x, w)
    check.unchanged(neuron, x, w, b)
    check.close(neuron(x, w, b), z + b, name=f"neuron with inputs of shape {x.shape}")
z = neuron(np.array([3, 4]), np.array([0.5, -0.25]), 1)
check.close(z, 1.5, name="neuron of whole numbers with decimal weights")
check.close(
    neuron(np.array([3, 4]), np.array([2, -5]), 1), -13, name="neuron of whole numbers"
)
x, w = np.array([300.0, -200.0]), np.array([400.0, 100.0])
check.close(neuron(x, w, 0.5), 100000.5, name="neuron of large numbers")
check.close(
    neuron(np.zeros(3), w[:1] * np.ones(3), 0.25), 0.25, name="neuron without evidence"
)
x, w = np.array([1.0, 0.0, 2.0]), np.array([0.5, 3.0, -1.0])
check.close(neuron(x, w, 0.25), -1.25, name="neuron with an input of zero")
equal = np.array([2.0, -1.0, 2.0])
check.close(neuron(equal, np.full(3, 0.5), 1.0), 2.5, name="neuron with equal weights")
### END HIDDEN TESTS

# %% [markdown]
# Below, your `neuron` looks at every point of a plane, with $x_0$ across and $x_1$ up. Where it says yes (a positive number), the plane is red; where it says no, it is blue.
#
# **Guess first.** Where does the border run, from left to right, for $w = (1, -2)$ and $b = 0.5$?
#
# <details><summary>A. Down, by 2 for each step of 1</summary>That is the way from (0, 0) to (1, −2), along w. The border runs where x₀ − 2x₁ + 0.5 is 0, and w stands at right angles to it.</details>
# <details><summary>B. Up, by 0.5 for each step of 1</summary>Yes. On the border x₀ − 2x₁ + 0.5 is 0. When x₀ grows by 1, x₁ must grow by 0.5 to make up for it.</details>
# <details><summary>C. Up, by 2 for each step of 1</summary>That would hold for the weights (2, −1). Here x₁ counts twice as much as x₀, so half a step of x₁ makes up for a whole step of x₀.</details>

# %% [markdown]
# Then **change `w` and `b` and run the cell again:** what does $w$ do to the border? What does $b$ do? Can you make it bend?

# %%
w = np.array([1.0, -2.0])  # try [1, 1], [0, 1], [3, -6]
b = 0.5  # try -2, 0, 2
plots.neuron_map(neuron, w, b)

# %% [markdown]
# The border is always a straight line. $w$ stands at right angles to it and points towards "yes"; $b$ shifts the line without turning it.
#
# ## 2 · A layer: many neurons at once
#
# Several neurons that look at the same inputs make a **layer**: $M$ neurons give $M$ numbers. Let neuron $j$ have the weights $W_{0j}, W_{1j}, \dots$ and the bias $b_j$, and put its weights into **column** $j$ of a table $W$. Then the whole layer is one **matrix product**, plus $b$:
#
# $$y = x\,W + b$$
#
# A matrix product takes a **row** of the left table and a **column** of the right one, multiplies them pair by pair, and adds up the products: exactly what a neuron does with its inputs and its weights. In NumPy it is written `x @ W`. By hand, with two inputs and three neurons, before the bias:
#
# $$\begin{pmatrix}1 & 2\end{pmatrix}\begin{pmatrix}1 & 3 & 5\\ 2 & 4 & 6\end{pmatrix} = \begin{pmatrix}1\cdot1+2\cdot2 & 1\cdot3+2\cdot4 & 1\cdot5+2\cdot6\end{pmatrix} = \begin{pmatrix}5 & 11 & 17\end{pmatrix}$$
#
# A **sample** is one input, such as one digit. A **batch** is several of them, written as the **rows** of one table. Every row meets the same $W$ and the same $b$:
#
# $$Y = X\,W + b$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ or $X$ | one sample, or a batch of $N$ samples | `(D,)` or `(N, D)` |
# | $W$ | weights: row = input, column = neuron | `(D, M)` |
# | $b$ | one bias for each neuron | `(M,)` |
# | $y$ or $Y$ | one row for each sample, one column for each neuron | `(M,)` or `(N, M)` |
#
# A matrix product followed by an addition is called an **affine** map, and a layer of this kind is an affine layer. Libraries also call it *linear*, *dense* or *fully connected*.
#
# ### Exercise 2 · `affine`  ★☆☆ · 8 minutes · 3 points
#
# Write `affine(x, W, b)`, which computes a whole layer, for one sample as well as for a batch. For example:
#
# ```python
# W = np.array([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]])
# affine(np.array([1.0, 2.0]), W, np.array([10.0, 20.0, 30.0]))  # [15, 31, 47]
# ```
#
# <details><summary>A nudge</summary><code>A * B</code> multiplies element by element. Which operator is the matrix product?</details>
# <details><summary>A push</summary>Order matters. The inner sizes must match: (N, D) with (D, M).</details>
# <details><summary>Almost there</summary>After the product, the shapes (N, M) and (M,) are added. NumPy lines shapes up from the right, so <code>b</code> is added to every row automatically.</details>


# %% solution="affine"
def affine(x, W, b):
    """An affine layer.

    Args:
        x: one sample, array of shape (D,), or a batch of them, shape (N, D). Not changed.
        W: weights, array of shape (D, M): column j belongs to neuron j. Not changed.
        b: biases, array of shape (M,). Not changed.
    Returns:
        Array of shape (M,) for one sample, (N, M) for a batch.
    """
    ### BEGIN SOLUTION
    return x @ W + b
    ### END SOLUTION


# %% test="affine_one_sample" points=1
# check: affine, one sample
W, b = np.array([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]), np.array([10.0, 20.0, 30.0])
y = affine(np.array([1.0, 2.0]), W, b)
check.close(y, [15.0, 31.0, 47.0], name="affine([1, 2], W, b)")

# %% test="affine_batch" points=1
# check: affine, a batch
X, b = np.array([[1.0, 2], [0, 1], [-1, 0.5], [2, 0]]), np.array([0.5, 0, -0.25])
W = np.array([[1.0, 3, 5], [2, 4, 6]])
Y = [[5.5, 11, 16.75], [2.5, 4, 5.75], [0.5, -1, -2.25], [2.5, 6, 9.75]]
check.close(affine(X, W, b), Y, name="affine of 4 samples")
### BEGIN HIDDEN TESTS
for N, D, M in (
    (1, 1, 1),
    (5, 3, 4),
    (3, 3, 3),
    (4, 2, 4),
    (1, 6, 2),
    (6, 1, 5),
    (2, 3, 3),
    (3, 3, 2),
):
    rng = np.random.default_rng(100 * N + 10 * D + M)
    X, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M)
    Y = np.einsum("nd,dm->nm", X, W) + b
    check.unchanged(affine, X, W, b)
    check.close(
        affine(X, W, b), Y, name=f"affine of shapes {X.shape}, {W.shape}, {b.shape}"
    )
    check.close(affine(X[0], W, b.copy()), Y[0], name="affine of one sample")
    first = affine(X, W, b)
    large = 1000 * (Y - b) + b
    check.close(affine(1000 * X, W, b), large, name="affine of large numbers")
    check.close(first, Y, name="affine after another call")
check.close(
    affine(X.astype(np.float32), W.astype(np.float32), b.astype(np.float32)),
    Y,
    name="affine in float32",
    rtol=1e-4,
    atol=1e-4,
)
check.close(
    affine(np.array([1, 2]), np.array([[1, 3, 5], [2, 4, 6]]), np.array([1, 0, -1])),
    [6, 11, 16],
    name="affine of whole numbers",
)
y = affine(np.array([1, 2]), np.array([[0.5], [0.25]]), np.array([0.75]))
check.close(y, [1.75], name="affine of whole numbers with decimal weights")
### END HIDDEN TESTS

# %% test="affine_leaves_arguments" points=1
# check: affine, arguments as they were
x, W, b = np.array([1.0, 2.0]), np.array([[1.0, 3.0], [2.0, 4.0]]), np.zeros(2)
check.unchanged(affine, x, W, b)
### BEGIN HIDDEN TESTS
x = np.array([[1.0, 2.0]])
check.unchanged(affine, x, W, b)
check.close(affine(2 * x, W, b), [[10.0, 22.0]], name="affine of one row")
### END HIDDEN TESTS

# %% [markdown]
# Here is your `affine` at work. The marked cell of the result comes from one **row** of $X$, one **column** of $W$, and the bias of that column.

# %% given="affine_picture"
X = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 3.0]])
W = np.array([[1.0, 3.0, 5.0, 0.0], [2.0, 4.0, 6.0, -1.0]])
plots.matrix_product(X, W, np.array([10.0, 0.0, -10.0, 5.0]), affine)

# %% [markdown]
# What does a neuron of the digit reader look for? Each column of its first $W$ has 64 weights, one for each pixel, so you can look at it as a picture. Ink on a red pixel pushes this neuron towards yes, ink on a blue one towards no. (Nobody drew these. Training came up with them.)

# %% given="first_weights"
plots.first_weights(network["W1"])

# %% [markdown]
# ## 3 · Shapes, before NumPy complains
#
# Most error messages in neural networks are about shapes. They are easy to prevent: write down the shape of every array *before* you run anything.
#
# Our digit reader has three layers, each with $D$ inputs and $M$ outputs: (64, 32), (32, 16) and (16, 10). A batch of $N$ digits travels through it like this (h1 and h2 are what comes out of the first two layers):

# %% given="shapes_picture"
plots.network_shapes([64, 32, 16, 10], batch="N")

# %% [markdown]
# There are only two rules:
#
# 1. An array of shape `(N, D)` meets a layer `(D, M)` and leaves with the shape `(N, M)`: **the inner sizes must be equal, and they vanish.**
# 2. What one layer puts out, the next one takes in.
#
# Example: a batch $(5, 4)$ and the layers $(4, 3)$ and $(3, 2)$ give the shapes $(5, 4) \to (5, 3) \to (5, 2)$. With a second layer $(7, 2)$ it can't work: 3 outputs don't fit 7 inputs.
#
# ### Exercise 3 · `layer_shapes`  ★★☆ · 12 minutes · 2 points
#
# Write `layer_shapes(x_shape, layers)`, which lists the shape of the batch and its shape after each layer. For example, `layer_shapes((5, 4), [(4, 3), (3, 2)])` gives `[(5, 4), (5, 3), (5, 2)]`.
#
# If a layer doesn't fit, raise a `ValueError` whose message contains both numbers: how many arrive, and how many the layer takes.
#
# <details><summary>A nudge</summary>Keep the list of shapes so far. Which of them does the next layer look at?</details>
# <details><summary>A push</summary>Go through the layers in a loop. In each step, compare the last size of the latest shape with the layer's number of inputs.</details>
# <details><summary>Almost there</summary>Start with <code>shapes = [x_shape]</code> and append <code>(N, M)</code> for each layer <code>(D, M)</code>. For the error: <code>raise ValueError(f"... {a} ... {b}")</code>.</details>


# %% solution="layer_shapes"
def layer_shapes(x_shape, layers):
    """The shapes of all arrays in a network of affine layers, from the input to the output.

    Args:
        x_shape: shape of the batch, a tuple (N, D).
        layers: list with a pair (inputs, outputs) for each layer.
    Returns:
        List of tuples: x_shape itself, then the shape after each layer.
    Raises:
        ValueError: a layer gets more or fewer inputs than it takes; the message has both numbers.
    """
    ### BEGIN SOLUTION
    shapes = [x_shape]
    for inputs, outputs in layers:
        batch, size = shapes[-1]
        if size != inputs:
            raise ValueError(
                f"the layer takes {inputs} inputs, but {size} numbers reach it"
            )
        shapes.append((batch, outputs))
    return shapes
    ### END SOLUTION


# %% test="layer_shapes_listed" points=1
# check: layer_shapes, two layers
listed = layer_shapes((5, 4), [(4, 3), (3, 2)])
check.equal(listed, [(5, 4), (5, 3), (5, 2)], name="layer_shapes of 2 layers")
### BEGIN HIDDEN TESTS
check.equal(
    layer_shapes((100, 64), [(64, 32), (32, 16), (16, 10)]),
    [(100, 64), (100, 32), (100, 16), (100, 10)],
    name="layer_shapes of the reader",
)
check.equal(
    layer_shapes((1, 7), [(7, 1)]), [(1, 7), (1, 1)], name="layer_shapes of one neuron"
)
check.equal(layer_shapes((3, 6), []), [(3, 6)], name="layer_shapes without layers")
check.equal(
    layer_shapes((2, 5), [(5, 9), (9, 9), (9, 2), (2, 8)]),
    [(2, 5), (2, 9), (2, 9), (2, 2), (2, 8)],
    name="layer_shapes of four layers",
)
pixels = sum([196] * 4)  # a number of its own, however equal to that of the layer
check.equal(
    layer_shapes((2, pixels), [(784, 300), (300, 10)]),
    [(2, 784), (2, 300), (2, 10)],
    name="layer_shapes of large layers",
)
given = [(4, 3), (3, 2)]
check.unchanged(layer_shapes, (5, 4), given)
first = layer_shapes((5, 4), given)
layer_shapes((1, 2), [(2, 9)])
check.equal(first, [(5, 4), (5, 3), (5, 2)], name="layer_shapes after another call")
### END HIDDEN TESTS

# %% test="layer_shapes_refused" points=1
# check: layer_shapes, a layer that doesn't fit
for stack, both in (([(4, 3), (7, 2)], (3, 7)), ([(2, 3)], (4, 2))):
    name = f"layer_shapes((5, 4), {stack})"
    check.raises(ValueError, layer_shapes, (5, 4), stack, mentions=both, name=name)
### BEGIN HIDDEN TESTS
check.raises(
    ValueError,
    layer_shapes,
    (32, 10),
    [(32, 10)],
    mentions=(10, 32),
    name="layer_shapes where the batch size would fit",
)
check.raises(
    ValueError,
    layer_shapes,
    (8, 5),
    [(5, 6), (6, 7), (9, 6)],
    mentions=(7, 9),
    name="layer_shapes with a bad last layer",
)
check.raises(
    ValueError,
    layer_shapes,
    (8, 5),
    [(5, 6), (11, 5), (5, 2)],
    mentions=(6, 11),
    name="layer_shapes with a bad middle layer",
)
check.equal(
    layer_shapes((8, 8), [(8, 8), (8, 8)]),
    [(8, 8), (8, 8), (8, 8)],
    name="layer_shapes of equal sizes",
)
given = [(5, 6), (11, 5)]
check.raises(
    ValueError, layer_shapes, (8, 5), given, mentions=(6, 11), name="layer_shapes"
)
check.equal(
    given, [(5, 6), (11, 5)], name="the list of layers after layer_shapes refused it"
)
check.raises(
    ValueError,
    layer_shapes,
    (5, 4),
    [(4, 3), (1, 2)],
    mentions=("3", "1"),
    name="layer_shapes with a layer of one input",
)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · Three layers that read
#
# Between two layers, each number passes through a curved function, the **bend**. Here it is the **sigmoid** ($e \approx 2.718$; NumPy writes $e^x$ as `np.exp(x)`):
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# It squeezes any number into the range from 0 to 1: a strong no comes out near 0, a strong yes near 1. Part 5 asks why it is needed. Here it is, ready to use:


# %% given="sigmoid"
def sigmoid(z):
    """1 / (1 + exp(-z)), element by element; the result has the shape of z."""
    return 1 / (1 + np.exp(-z))


# %% given="sigmoid_curve"
plots.sigmoid_curve(sigmoid)

# %% [markdown]
# The network's numbers come as a dictionary with the keys `"W1"`, `"b1"`, `"W2"`, `"b2"`, `"W3"`, `"b3"`. Each picture is written as a row $x$ of 64 numbers, and then
#
# $$h_1 = \sigma(x W_1 + b_1) \qquad h_2 = \sigma(h_1 W_2 + b_2) \qquad y = h_2 W_3 + b_3$$
#
# The **last layer has no sigmoid**: its outputs are scores, and a score may be any number. (With a sigmoid at the end, a score of 8 and a score of 12 would both come out as nearly 1.)
#
# ### Exercise 4 · `predict`  ★★☆ · 8 minutes · 3 points
#
# Write `predict(network, x)`, which sends a sample or a batch through the three layers. For example, `predict(network, images[1437].reshape(64))` gives ten scores, `[-0.81, 0.21, 9.76, …]`: the 2 has the highest.
#
# <details><summary>A nudge</summary>The formula is the program: three lines, each of which uses the result of the line before.</details>
# <details><summary>A push</summary>The numbers of the first layer are <code>network["W1"]</code> and <code>network["b1"]</code>. What goes around <code>affine</code>?</details>
# <details><summary>Almost there</summary>The first line is <code>h1 = sigmoid(affine(x, network["W1"], network["b1"]))</code>. The second takes <code>h1</code> and the keys that end in 2, the third has no <code>sigmoid</code>.</details>


# %% solution="predict"
def predict(network, x):
    """The scores that a three-layer network gives.

    A sigmoid follows the first and the second layer, and nothing follows the third.

    Args:
        network: dict of arrays "W1", "b1", "W2", "b2", "W3", "b3", in any order. Not changed.
        x: one sample, array of shape (D,), or a batch, shape (N, D). Not changed.
    Returns:
        Scores, array of shape (C,) or (N, C), where C is the number of outputs of the last layer.
    """
    ### BEGIN SOLUTION
    h1 = sigmoid(affine(x, network["W1"], network["b1"]))
    h2 = sigmoid(affine(h1, network["W2"], network["b2"]))
    return affine(h2, network["W3"], network["b3"])
    ### END SOLUTION


# %% test="predict_one_sample" points=1
# check: predict, one sample
small = {"W3": np.array([[3.0, -1], [-2, 4]]), "b3": np.array([0.5, -1.5])}
small |= {"W2": np.array([[1.0, 2], [-1, 1], [0.5, 0]]), "b2": np.array([0.1, -0.2])}
small |= {"W1": np.array([[1.0, -1, 0.5], [2, 0, -1]]), "b1": np.array([0, 0.5, 1])}
y = predict(small, np.array([1.0, 0.5]))
check.close(y, [0.92611806, 1.27215086], name="predict of 1 sample", atol=1e-8)

# %% test="predict_batch" points=1
# check: predict, a batch
batch = np.array([[1.0, 0.5], [-2.0, 1.0], [1.0, 0.5]])
scores = [[0.92611806, 1.27215086], [0.16084848, 1.44192237], [0.92611806, 1.27215086]]
check.close(predict(small, batch), scores, name="predict of 3 samples", atol=1e-8)
### BEGIN HIDDEN TESTS
for N, D, H1, H2, C in (
    (4, 3, 5, 2, 6),
    (1, 2, 2, 2, 2),
    (3, 3, 3, 3, 3),
    (5, 4, 3, 2, 10),
    (2, 3, 2, 4, 1),
):
    rng = np.random.default_rng(N + 10 * D + 100 * C)
    net = {
        "W1": rng.normal(size=(D, H1)),
        "W2": rng.normal(size=(H1, H2)),
        "W3": rng.normal(size=(H2, C)),
    }
    net |= {
        "b1": rng.normal(size=H1),
        "b2": rng.normal(size=H2),
        "b3": rng.normal(size=C),
    }
    x = rng.normal(size=(N, D))
    a = 1 / (1 + np.exp(-(np.einsum("nd,dm->nm", x, net["W1"]) + net["b1"])))
    a = 1 / (1 + np.exp(-(np.einsum("nd,dm->nm", a, net["W2"]) + net["b2"])))
    a = np.einsum("nd,dm->nm", a, net["W3"]) + net["b3"]
    check.unchanged(predict, net, x)
    check.close(
        predict(net, x),
        a,
        name=f"predict with layers ({D}, {H1}), ({H1}, {H2}), ({H2}, {C})",
    )
    check.close(predict(net, x[0]), a[0], name="predict of one sample")
x = np.array([[1, 0], [-2, 3]])
a = 1 / (1 + np.exp(-(np.einsum("nd,dm->nm", x, small["W1"]) + small["b1"])))
a = 1 / (1 + np.exp(-(np.einsum("nd,dm->nm", a, small["W2"]) + small["b2"])))
a = np.einsum("nd,dm->nm", a, small["W3"]) + small["b3"]
shuffled = {key: small[key] for key in ("b3", "W1", "b1", "W3", "b2", "W2")}
check.close(predict(shuffled, x), a, name="predict of whole numbers")
### END HIDDEN TESTS

# %% test="predict_digits" points=1
# check: predict, 360 digits
images, labels = data.digits()
scores = predict(data.digit_reader(), images[1437:].reshape(360, 64))
check.shape(scores, (360, 10), name="predict of 360 digits")
right = np.sum(np.argmax(scores, axis=1) == labels[1437:])
check.close(right, 335, name="the number of correctly read digits")

# %% [markdown]
# Now it reads: 335 of 360 digits, or 93 in 100, and it was trained on none of them. Here are eight of these digits, each with its ten scores:

# %% given="reading"
plots.read_digits(predict, network, images[1437:1445], labels[1437:1445])

# %% [markdown]
# To see others, change `first` to any number from 1437 to 1789, for example 1545. The network misreads 25 of these digits. Would *you* have read them?
#
# (This is a good place for a break.)

# %%
first = 1500
plots.read_digits(
    predict, network, images[first : first + 8], labels[first : first + 8]
)

# %% [markdown]
# ## 5 · Why the bend?
#
# Wouldn't three layers *without* sigmoids be simpler? Take the simplest layer of all: one input, one weight, no bias, $y = c \cdot x$.
#
# **Guess first.** With $c = 1.5$, what does a stack of three such layers draw?
#
# <details><summary>A. A line with the slope 3.375</summary>Right. Each layer multiplies by 1.5, and 1.5 · 1.5 · 1.5 · x is 3.375x: one number times x, which is a straight line.</details>
# <details><summary>B. A line with the slope 4.5</summary>That would hold if the three weights were added. Here each layer multiplies what the one before gave, so the slope is 1.5 · 1.5 · 1.5.</details>
# <details><summary>C. A curve that gets steeper</summary>That would hold if x were multiplied by itself, as in x³. Here only the weight is: for every x the factor is the same 1.5³.</details>

# %%
c = 1.5  # try 0.5, -1, 2
plots.layer_cake(c)

# %% [markdown]
# Three layers give $c \cdot (c \cdot (c \cdot x)) = c^3 x$, a straight line again. A single layer with the weight $c^3$ does the same.
#
# The same happens with matrices. Put the first layer into the second one, and multiply out the bracket as you would with numbers; only the order of the matrices must stay the same:
#
# $$(x W_1 + b_1)\,W_2 + b_2 \;=\; x\,\underbrace{W_1 W_2}_{W} \;+\; \underbrace{b_1 W_2 + b_2}_{b}$$
#
# By hand, with one input, one output and two layers $2x + 1$ and $3u + 4$, where $u$ is what the first one gives: &nbsp; $3\,(2x + 1) + 4 = 6x + 7$, so $W = 6$ and $b = 7$.
#
# ### Exercise 5 · `collapse`  ★★☆ · 15 minutes · 3 points
#
# Write `collapse(Ws, bs)`, which replaces a stack of affine layers with the one layer that does the same. For example:
#
# ```python
# Ws, bs = [np.array([[2.0]]), np.array([[3.0]])], [np.array([1.0]), np.array([4.0])]
# collapse(Ws, bs)  # [[6]], [7]
# ```
#
# <details><summary>A nudge</summary>The formula takes two layers and makes one. What do you do with a third one?</details>
# <details><summary>A push</summary>Keep a <code>W</code> and a <code>b</code> for the layers so far, starting with the first layer's. Then take in one layer at a time.</details>
# <details><summary>Almost there</summary>With the next layer's <code>W_next</code> and <code>b_next</code>, the new weights are <code>W @ W_next</code>. The bias so far goes through the next layer as an input would.</details>


# %% solution="collapse"
def collapse(Ws, bs):
    """The one affine layer that does what a stack of affine layers does.

    Args:
        Ws: list of weight arrays, of shapes (D, M1), (M1, M2), ..., at least one. Not changed.
        bs: list of bias arrays, of shapes (M1,), (M2,), ..., one for each layer. Not changed.
    Returns:
        W, b: arrays of shape (D, M) and (M,), where M is the number of outputs of the last layer.
    """
    ### BEGIN SOLUTION
    W, b = Ws[0], bs[0]
    for W_next, b_next in zip(Ws[1:], bs[1:]):
        W = W @ W_next
        b = b @ W_next + b_next
    return W, b
    ### END SOLUTION


# %% test="collapse_by_hand" points=1
# check: collapse, 2x + 1 and 3u + 4
Ws, bs = [np.array([[2.0]]), np.array([[3.0]])], [np.array([1.0]), np.array([4.0])]
W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse(Ws, bs)")
check.close(W, [[6.0]], name="W of 2x + 1 and 3u + 4")
check.close(b, [7.0], name="b of 2x + 1 and 3u + 4")

# %% test="collapse_weights" points=1
# check: collapse, weights of three layers
Ws = [np.array([[1.0, 0, 2], [0, -1, 1]]), np.array([[1.0, 2], [0, 1], [3, 0]])]
Ws += [np.array([[1.0], [-2.0]])]
bs = [np.array([1.0, 0, -1]), np.array([0.5, 0]), np.array([3.0])]
check.unchanged(collapse, Ws, bs)
W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse of three layers")
check.close(W, [[3.0], [5.0]], name="W of three layers")
### BEGIN HIDDEN TESTS
Ws = [np.array([[1.0, 0, 2], [0, -1, 1]]), np.array([[1.0, 2], [0, 1], [3, 0]])]
bs = [np.array([1.0, 0.0, -1.0]), np.array([0.5, 0.0])]
check.unchanged(collapse, Ws, bs)
W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse(Ws, bs)")
check.close(W, [[7.0, 2.0], [3.0, -1.0]], name="W of the layers (2, 3) and (3, 2)")
for widths in ((4, 3), (2, 3, 4), (3, 5, 2, 4), (3, 3, 3, 3), (2, 1, 3, 1, 2, 2)):
    rng = np.random.default_rng(10 * widths[0] + widths[1])
    Ws = [rng.normal(size=pair) for pair in zip(widths[:-1], widths[1:])]
    bs = [rng.normal(size=M) for M in widths[1:]]
    product = np.eye(widths[0])
    for layer in Ws:
        product = np.einsum("nd,dm->nm", product, layer)
    backwards = Ws[-1]
    for layer in Ws[-2::-1]:
        backwards = (
            backwards @ layer if backwards.shape[1] == layer.shape[0] else backwards
        )
    check.unchanged(collapse, Ws, bs)
    W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse(Ws, bs)")
    check.close(W, product, name=f"W of a stack with widths {widths}")
Ws, bs = (
    [np.array([[2, 1]]), np.array([[0.5], [0.25]])],
    [np.array([1, 2]), np.array([0.5])],
)
W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse(Ws, bs)")
check.close(W, [[1.25]], name="W of layers of which one has whole numbers")
others = [2 * layer for layer in Ws]
W, b = check.parts(collapse(others, bs), ("W", "b"), name="collapse(Ws, bs)")
check.close(W, [[5.0]], name="W of layers with twice the weights")
### END HIDDEN TESTS

# %% test="collapse_bias" points=1
# check: collapse, bias of a wider layer
Ws = [np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])]
W, b = collapse(Ws, [np.array([5.0, 6.0]), np.array([7.0])])
check.close(b, [46.0], name="b of the layers (1, 2) and (2, 1)")
### BEGIN HIDDEN TESTS
Ws = [
    np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]]),
    np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 0.0]]),
]
bs = [np.array([1.0, 0.0, -1.0]), np.array([0.5, 0.0])]
W, b = check.parts(collapse([*Ws], [*bs]), ("W", "b"), name="collapse(Ws, bs)")
check.close(b, [-1.5, 2.0], name="b of the layers (2, 3) and (3, 2)")
Ws, bs = [*Ws, np.array([[1.0], [-2.0]])], [*bs, np.array([3.0])]
W, b = check.parts(collapse([*Ws], [*bs]), ("W", "b"), name="collapse of three layers")
check.close(b, [-2.5], name="b of three layers")
for widths in ((4, 3), (2, 3, 4), (3, 5, 2, 4), (3, 3, 3, 3), (2, 1, 3, 1, 2, 2)):
    rng = np.random.default_rng(10 * widths[0] + widths[1] + 50)
    Ws = [rng.normal(size=pair) for pair in zip(widths[:-1], widths[1:])]
    bs = [rng.normal(size=M) for M in widths[1:]]
    zero = np.zeros(widths[0])  # what the stack makes of nothing at all is its bias
    for layer, bias in zip(Ws, bs):
        zero = np.einsum("d,dm->m", zero, layer) + bias
    W, b = check.parts(collapse(Ws, bs), ("W", "b"), name="collapse(Ws, bs)")
    check.close(b, zero, name=f"b of a stack with widths {widths}")
Ws, bs = (
    [np.array([[2, 1]]), np.array([[0.5], [0.25]])],
    [np.array([1, 2]), np.array([0.5])],
)
others = [3 * bias for bias in bs]
W, b = check.parts(collapse([*Ws], others), ("W", "b"), name="collapse(Ws, bs)")
check.close(b, [4.5], name="b of layers with three times the biases")
### END HIDDEN TESTS

# %% [markdown]
# However many layers you stack, you get one $W$, one $b$, and a straight border. This is why the bend is needed. Here are two networks with the **same** random weights, drawn like your single neuron. Only the right one has a bend between its layers (here tanh, a stretched sigmoid from −1 to 1). The black line divides the plane: on one side every output is larger than on the other.
#
# **Change the numbers:** how deep do you have to make the left one before its border bends?

# %%
depth = 6  # number of layers; try 2, 12
scale = 1.0  # how large the weights are; try 0.3, 2
plots.decision_surfaces(depth=depth, scale=scale)

# %% [markdown]
# ### Question A · in your own words  (5 minutes · 2 points, graded by hand)
#
# A friend stacks ten affine layers with 1,000 neurons each, with nothing between them, "so that it can learn more". In two to four sentences: what can this network do that a single affine layer can't, why, and what should your friend change?

# %% [markdown] written="why_bend" points=2
# Nothing. Each affine layer is a matrix product and an addition, and an affine map of an affine map is an affine map again: ten layers collapse to one W and one b, so the border stays straight however deep the network is. The friend should put a non-linear function, such as the sigmoid, between the layers; then they can't be multiplied out any more.
#
# ### BEGIN MARK SCHEME
# 1 point: the network can do no more than one affine layer, because products of matrices are again one matrix (or: an affine map of an affine map is affine).
# 1 point: put a non-linear function between the layers. No point for "more layers", "other weights" or "an activation at the end" alone.
# ### END MARK SCHEME

# %% [markdown]
# ## 6 · Optional: the same layer with samples as columns
#
# No later lesson needs this part, but its 5 points count. Some books have $W x + b$ instead of $x W + b$. Neither is wrong: such a book writes each sample as a **column**, and we write it as a **row**. Rows and columns are swapped everywhere:
#
# | | samples as rows (here) | samples as columns |
# | --- | --- | --- |
# | batch | $X$: `(N, D)` | $X$: `(D, N)` |
# | weights | $W$: `(D, M)` | $W$: `(M, D)` |
# | bias | $b$: `(M,)`, added to every row | $b$: `(M,)`, added to every **column**, as a column `(M, 1)` |
# | output | $X W + b$: `(N, M)` | $W X + b$: `(M, N)` |
#
# The **transpose** connects the two. It turns rows into columns and reverses the order of a product: $(X W)^T = W^T X^T$.
#
# By hand: the row $(1, 2)$ and the weights $\begin{pmatrix}1 & 3 & 5\\ 2 & 4 & 6\end{pmatrix}$ gave the row $(5, 11, 17)$. As columns:
#
# $$\begin{pmatrix}1 & 2\\ 3 & 4\\ 5 & 6\end{pmatrix}\begin{pmatrix}1\\ 2\end{pmatrix} = \begin{pmatrix}5\\ 11\\ 17\end{pmatrix}$$
#
# There is one trap. NumPy lines shapes up from the right, so a bias of shape `(M,)` added to an array `(M, N)` is taken for a **row**: mostly an error, but silently wrong if $M = N$, because then `b[k]` lands on column $k$ instead of row $k$, and if $N = 1$, because then the result grows to `(M, M)`.
#
# ### Exercise 6 · `affine_columns`  ★★☆ · 10 minutes · 2 points
#
# Write `affine_columns(W, x, b)`, the layer for samples written as columns. The weights come first here, as they do in $W x + b$. For example:
#
# ```python
# W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
# affine_columns(W, np.array([[1.0], [2.0]]), np.array([10.0, 20.0, 30.0]))  # [[15], [31], [47]]
# ```
#
# <details><summary>A nudge</summary>Which shape must the bias have, so that it is added to every column of an (M, N) array?</details>
# <details><summary>A push</summary>(M, N) and (M, 1) line up as you want. How does (M,) become (M, 1)?</details>
# <details><summary>Almost there</summary><code>b.reshape(-1, 1)</code> and <code>b[:, None]</code> both turn it into a column.</details>


# %% solution="affine_columns"
def affine_columns(W, x, b):
    """An affine layer for samples written as columns.

    Args:
        W: weights, array of shape (M, D). Not changed.
        x: batch, array of shape (D, N): one column for each sample. Not changed.
        b: biases, array of shape (M,). Not changed.
    Returns:
        Array of shape (M, N): one column for each sample.
    """
    ### BEGIN SOLUTION
    return W @ x + b[:, None]
    ### END SOLUTION


# %% test="affine_columns_by_hand" points=1
# check: affine_columns, by hand
W, b = np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([10.0, 20, 30])
x = np.array([[1.0, 0, -1, 2], [2, 1, 0.5, 0]])
Y = [[15.0, 12, 10, 12], [31, 24, 19, 26], [47, 36, 28, 40]]
check.unchanged(affine_columns, W, x, b)
check.close(affine_columns(W, x, b), Y, name="affine_columns of 4 samples")

# %% test="affine_columns_square" points=1
# check: affine_columns, M = N
W, x = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
y = affine_columns(W, x, np.array([10.0, 20.0]))
check.close(y, [[11.0, 12.0], [20.0, 21.0]], name="affine_columns with M = N")
### BEGIN HIDDEN TESTS
for M, D, N in (
    (3, 3, 3),
    (4, 2, 4),
    (1, 3, 5),
    (5, 3, 1),
    (2, 6, 3),
    (1, 1, 1),
    (2, 2, 3),
    (2, 3, 3),
):
    rng = np.random.default_rng(100 * M + 10 * D + N)
    W, x, b = rng.normal(size=(M, D)), rng.normal(size=(D, N)), rng.normal(size=M)
    y = np.einsum("md,dn->mn", W, x) + b[:, None]
    check.unchanged(affine_columns, W, x, b)
    check.close(
        affine_columns(W, x, b),
        y,
        name=f"affine_columns of shapes {W.shape}, {x.shape}, {b.shape}",
    )
    first = affine_columns(W, x, b)
    other = 2 * (y - b[:, None] + np.einsum("dn->n", x)) + b[:, None]
    check.close(
        affine_columns(W + 1, 2 * x, b), other, name="affine_columns of other numbers"
    )
    check.close(first, y, name="affine_columns after another call")
y = affine_columns(np.array([[0.5, 0.25]]), np.array([[1], [2]]), np.array([0.75]))
check.close(y, [[1.75]], name="affine_columns of whole numbers with decimal weights")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7 · `columns_to_rows`  ★☆☆ · 5 minutes · 1 point
#
# A file holds weights that were made for columns. Write `columns_to_rows(W, x, b)`, which converts them and the batch into what your `affine` takes. For example:
#
# ```python
# W, b = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([10.0, 20.0, 30.0])
# columns_to_rows(W, np.array([[1.0], [2.0]]), b)  # [[1, 2]], [[1, 3, 5], [2, 4, 6]], [10, 20, 30]
# ```
#
# <details><summary>A nudge</summary>Compare the two columns of the table above, array by array.</details>
# <details><summary>A push</summary><code>A.T</code> is the transpose of <code>A</code>. Two of the three arrays need it.</details>
# <details><summary>Almost there</summary><code>b</code> has the shape (M,) in both conventions.</details>


# %% solution="columns_to_rows"
def columns_to_rows(W, x, b):
    """From an affine layer for columns to the same layer for rows.

    Args:
        W: weights, array of shape (M, D). Not changed.
        x: batch, array of shape (D, N): one column for each sample. Not changed.
        b: biases, array of shape (M,). Not changed.
    Returns:
        x, W, b: arrays of shapes (N, D), (D, M) and (M,), as affine(x, W, b) takes them.
    """
    ### BEGIN SOLUTION
    return x.T, W.T, b
    ### END SOLUTION


# %% test="columns_to_rows_shapes_and_values" points=1
# check: columns_to_rows, by hand
W, b = np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([10.0, 20, 30])
turned = columns_to_rows(W, np.array([[1.0, 0, -1, 2], [2, 1, 0.5, 0]]), b)
rows, weights, bias = check.parts(turned, ("x", "W", "b"), name="columns_to_rows")
check.close(rows, [[1.0, 2], [0, 1], [-1, 0.5], [2, 0]], name="x as rows")
check.close(weights, [[1.0, 3, 5], [2, 4, 6]], name="W for rows")
check.close(bias, [10.0, 20, 30], name="b")
### BEGIN HIDDEN TESTS
for M, D, N in ((3, 3, 3), (1, 4, 2), (2, 3, 3), (3, 3, 2), (2, 3, 1)):
    rng = np.random.default_rng(100 * M + 10 * D + N)
    A, batch, biases = (
        rng.normal(size=(M, D)),
        rng.normal(size=(D, N)),
        rng.normal(size=M),
    )
    check.unchanged(columns_to_rows, -A, batch, biases)
    given = columns_to_rows(A.copy(), batch.copy(), biases.copy())
    rows, weights, bias = check.parts(
        given, ("x", "W", "b"), name="columns_to_rows(W, x, b)"
    )
    check.close(rows, np.einsum("dn->nd", batch), name="x as rows")
    check.close(weights, np.einsum("md->dm", A), name="W for rows")
    check.close(bias, biases, name="b")
### END HIDDEN TESTS

# %% [markdown]
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# A colleague sends you a layer with weights of shape `(16, 32)` and biases of shape `(16,)`. You have a batch of 5 samples with 32 numbers each, as an array of shape `(5, 32)`. Which convention was the layer made for, how can you tell, and what do you have to do to use it with your `affine`?

# %% [markdown] written="whose_convention" points=2
# For columns: 16 biases mean 16 neurons, so W is (M, D) = (16, 32) and not (D, M). The batch already has its samples in rows, (N, D) = (5, 32). Only W has to be transposed: affine(x, W.T, b) has the shapes (5, 32), (32, 16), (16,) and gives (5, 16).
#
# ### BEGIN MARK SCHEME
# 1 point: made for columns (or "(M, D)", or "as in PyTorch"), with the reason that 16 biases mean 16 outputs, or that 32 inputs must be the second size.
# 1 point: transpose W only, and use affine(x, W.T, b). No point for transposing the batch as well, unless affine_columns is used and the result is transposed back.
# ### END MARK SCHEME

# %% [markdown]
# ## 7 · How wrong is it?
#
# The digit reader came with good numbers. Where do good numbers come from? The first step is to measure how bad any numbers are. A layer makes **predictions** $y$, we know what should have come out (the **targets** $t$), and we boil the difference down to one number, the **loss**. With $N$ samples and $M$ outputs each ($\sum$ means: add up),
#
# $$L = \frac{1}{N M} \sum_{n=0}^{N-1} \sum_{m=0}^{M-1} \left(y_{nm} - t_{nm}\right)^2 \qquad\text{with}\quad y = x W + b$$
#
# This is the **mean squared error**: the difference between every prediction and its target, squared, and then the mean of all the squares. After squaring, no difference is negative, and large ones count for more. The mean makes losses comparable, whether there are ten samples or ten thousand.
#
# By hand, with three samples and one output: the predictions 3, 5 and 7 for the targets 4, 7 and 2 are off by −1, −2 and 5. The squares are 1, 4 and 25, and their mean is 10.
#
# ### Exercise 8 · `feed_forward`  ★★☆ · 8 minutes · 2 points
#
# Write `feed_forward(inputs, outputs, weights)`, which measures how wrong a layer is. The argument `outputs` holds the targets $t$; you compute the predictions $y$ yourself. For example, with the predictions 3 and 5:
#
# ```python
# weights = [np.array([[2.0]]), np.array([1.0])]
# feed_forward(np.array([[1.0], [2.0]]), np.array([[3.0], [7.0]]), weights)  # 2.0
# ```
#
# <details><summary>A nudge</summary>Three steps: predict, subtract, boil down to one number.</details>
# <details><summary>A push</summary>The prediction is <code>affine(inputs, W, b)</code> with <code>W, b = weights</code>.</details>
# <details><summary>Almost there</summary><code>** 2</code> squares every element, and <code>np.mean</code> takes the mean of all elements.</details>


# %% solution="feed_forward"
def feed_forward(inputs, outputs, weights):
    """The mean squared error of one affine layer.

    Args:
        inputs: array of shape (N, D). Not changed.
        outputs: the targets, what should come out, array of shape (N, M). Not changed.
        weights: list [W, b] of arrays of shapes (D, M) and (M,). Not changed.
    Returns:
        The loss, a single number: the mean over all N * M squared differences.
    """
    ### BEGIN SOLUTION
    W, b = weights
    return np.mean((affine(inputs, W, b) - outputs) ** 2)
    ### END SOLUTION


# %% test="feed_forward_by_hand" points=1
# check: feed_forward, predictions 3, 5 and 7
inputs, outputs = np.array([[1.0], [2.0], [3.0]]), np.array([[4.0], [7.0], [2.0]])
weights = [np.array([[2.0]]), np.array([1.0])]
check.unchanged(feed_forward, inputs, outputs, weights)
loss = feed_forward(inputs, outputs, weights)
check.close(loss, 10.0, name="feed_forward with predictions 3, 5, 7")

# %% test="feed_forward_many_outputs" points=1
# check: feed_forward, two outputs
inputs, outputs = np.array([[1.0], [2.0]]), np.array([[1.0, 2.0], [5.0, -2.0]])
weights = [np.array([[1.0, -1.0]]), np.array([0.0, 1.0])]
loss = feed_forward(inputs, outputs, weights)
check.close(loss, 3.5, name="feed_forward with two outputs")
### BEGIN HIDDEN TESTS
line = np.array([[1.0], [2.0], [3.0], [4.0]])
nothing_learned = [np.zeros((1, 1)), np.zeros(1)]
check.unchanged(feed_forward, line, 3 * line, nothing_learned)
loss = feed_forward(line, 3 * line, nothing_learned)
check.close(loss, 67.5, name="feed_forward for y = 3x, all weights 0")
for N, D, M in ((4, 2, 3), (5, 3, 2), (3, 3, 3), (1, 4, 2), (6, 1, 1)):
    rng = np.random.default_rng(100 * N + 10 * D + M)
    inputs, outputs = rng.normal(size=(N, D)), rng.normal(size=(N, M))
    weights = [rng.normal(size=(D, M)), rng.normal(size=M)]
    check.unchanged(feed_forward, inputs, outputs, weights)
    y = np.einsum("nd,dm->nm", inputs, weights[0]) + weights[1]
    loss = np.einsum("nm,nm->", y - outputs, y - outputs) / (N * M)
    check.close(
        feed_forward(inputs, outputs, weights),
        loss,
        name=f"feed_forward with targets of shape {(N, M)}",
        sizes={"batch": N, "output": M},
    )
whole = [np.array([[0.5]]), np.array([0.25])]
loss = feed_forward(np.array([[1], [2]]), np.array([[100], [1]]), whole)
check.close(
    loss, (99.25**2 + 0.25**2) / 2, name="feed_forward of whole numbers, one far off"
)
one = feed_forward(
    np.array([[2.0]]), np.array([[1.0]]), [np.array([[3.0]]), np.array([0.5])]
)
check.close(one, 30.25, name="feed_forward of a single number")
### END HIDDEN TESTS

# %% [markdown]
# Six points lie roughly on a line. Your `feed_forward` measures how far off a line with slope `W` and height `b` is: the thin lines are the differences that get squared.
#
# **Guess first.** The first line is too low everywhere, on average by 4.7. How large is its loss?
#
# <details><summary>A. The same, about 4.7</summary>That is the mean of the misses themselves. The loss is the mean of their squares, so a miss of 8.4 counts with 70.56.</details>
# <details><summary>B. The square of it, about 22</summary>That would hold if all six misses were the same. They go from 1.2 to 8.4, and squaring makes the large ones count for more.</details>
# <details><summary>C. More than that, about 29</summary>Yes. Each miss is squared first, and then comes the mean. So the large misses, 7.2 and 8.4, count for more than the small ones.</details>

# %% [markdown]
# Then **change the two numbers** (but keep the brackets): which ones make the loss smaller than 0.05?

# %%
W = np.array([[0.5]])  # the slope
b = np.array([0.0])  # the height at 0
inputs = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])
outputs = np.array([[1.2], [2.7], [5.1], [6.8], [9.2], [10.9]])
plots.line_fit(feed_forward, inputs, outputs, [W, b])

# %% [markdown]
# The first loss was 28.9: large misses count most. This was training by hand; in lesson 4 the computer does it. With a good fit, the thin lines are short, as here:

# %% given="good_line"
inputs = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])
outputs = np.array([[6.1], [4.9], [4.2], [2.8], [2.1], [0.9]])
plots.line_fit(None, inputs, outputs, [np.array([[-1.03]]), np.array([6.07])])

# %% [markdown]
# ## What you have built
#
# PyTorch and Keras are two widely used libraries for neural networks. What you wrote has a name in each:
#
# | you wrote | in PyTorch | in Keras |
# | --- | --- | --- |
# | `affine(x, W, b)` | `torch.nn.Linear(D, M)`, which keeps $W$ as `(M, D)` | `keras.layers.Dense(M)`, which keeps $W$ as `(D, M)` |
# | `predict` | `torch.nn.Sequential(Linear, Sigmoid, Linear, Sigmoid, Linear)` | `keras.Sequential([...])` |
# | `layer_shapes` | the error "mat1 and mat2 shapes cannot be multiplied" | `model.summary()` |
# | `feed_forward` | `torch.nn.functional.mse_loss` | `loss="mse"` |
#
# A pile of numbers can read digits because three matrix products with a bend between them are enough to tell ten digits apart. There is nothing else inside.
#
# Two questions are open. Is the sigmoid the best thing to put between layers? That is **lesson 2, activations**. And where do the 2,778 numbers come from? The answer takes until lesson 7, and by then you will have written all of it yourself.

# %% [markdown]
# ## Sources and further reading
#
# - M. Nielsen, *Neural Networks and Deep Learning*, 2015, chapter 1: the same problem, handwritten digits, at a slower pace.
# - S. Prince, *Understanding Deep Learning*, 2023, chapters 3 and 4: shallow and deep networks in pictures, and what the bend between the layers makes possible.
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, 2016, chapter 2 for matrices and transposes, chapter 6 for layered networks.
# - C. R. Harris et al., "Array programming with NumPy", *Nature*, 2020: how arrays, shapes and broadcasting work, by the people who maintain them.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    neuron=2,
    affine=3,
    layer_shapes=2,
    predict=3,
    collapse=3,
    affine_columns=2,
    columns_to_rows=1,
    feed_forward=2,
)
