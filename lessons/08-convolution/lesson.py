# %% [markdown]
# # 8 · Convolution
#
# **Your network sees 64 numbers. It does not know which pixels are neighbours. What changes when it does?**
#
# In lesson 7 a network of two layers got each digit as a row of 64 numbers. You see a digit at a glance because you see strokes: pixels side by side. The network knew nothing of that. In this lesson it gets eyes: small windows that slide over the image. You build them from loops, find their gradients, and put together a network of the kind that reads X-rays, street signs and cheques.
#
# At the end you will be able to
#
# - slide a kernel over an image, with stride and padding, and say how large the result is,
# - convolve batches of images with many channels, and turn all of it into one matrix product,
# - send gradients backward through a convolution and through max pooling,
# - count the parameters of any such network,
# - put a convolutional network together and train it, in NumPy.
#
# | | |
# | --- | --- |
# | time | about 110 minutes, and about four hours if you follow each number by hand; part 4 ends with a good place for a break |
# | points | 32, of which 4 are for questions in your own words |
# | you need | loops, slices such as `image[1:4, 2:5]`, `reshape` and `transpose` |
# | it builds on | the layers of lesson 6 and the training of lesson 7; both are given here |
#
# Run a cell with **Shift + Enter**, and write your answers where a cell says `# YOUR CODE HERE`. The cells after it check them: **✓** right, **✗** with a sentence that helps, **○** nothing to check yet.

# %% given="setup"
import functools
import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads only slow small matrices down

import numpy as np

from course import check, data, plots, widgets


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


class Flatten:
    """Images (N, C, H, W) become rows (N, C·H·W)."""

    def forward(self, x):
        self.x_shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, dout):
        return dout.reshape(self.x_shape)


class SoftmaxWithLoss:
    """Lesson 6: the mean cross-entropy of scores (N, C) for labels (N,)."""

    def forward(self, scores, labels):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        right = self.p[np.arange(len(labels)), labels]
        return -np.mean(np.log(np.maximum(right, 1e-12)))

    def backward(self):
        return (self.p - np.eye(self.p.shape[1])[self.labels]) / len(self.p)


def forward_all(layers, x):
    """Images through all layers, to scores."""
    for layer in layers:
        x = layer.forward(x)
    return x


def nudge(images, rng):
    """Move every second image by up to one pixel; what leaves the frame is lost."""
    frame = np.zeros((len(images), 1, 10, 10))
    frame[:, :, 1:9, 1:9] = images
    moved = images.copy()
    for n in range(0, len(images), 2):
        down, right = rng.integers(3, size=2)
        moved[n] = frame[n, :, down : down + 8, right : right + 8]
    return moved


def train(layers, view, epochs=12, patient=False):
    """The training of lesson 7, in minibatches of 32 and with momentum 0.9, with two additions.

    Half of the images are nudged, and the learning rate falls to 0. Trains on the first 1,437 digits, and returns the accuracy on the
    other 360 after each epoch. `view` is a function that gives what the network sees of an image.
    """
    rng = np.random.default_rng(7)
    images, labels = data.digits()
    images = images[:, None]  # (1797, 1, 8, 8): one channel
    loss, steps, accuracies = SoftmaxWithLoss(), 0, []
    learned = [
        (layer, name) for layer in layers for name in "Wb" if hasattr(layer, name)
    ]
    speeds = [0.0 for _ in learned]
    for _ in range(epochs):
        order = rng.permutation(1437)
        for batch in np.split(order, range(32, 1437, 32)):
            scores = forward_all(layers, view(nudge(images[batch], rng)))
            loss.forward(scores, labels[batch])
            dout = loss.backward()
            for layer in reversed(layers):
                dout = layer.backward(dout)
            rate = 0.08 * (1 - steps / (epochs * 45))  # 45 minibatches an epoch
            for k, (layer, name) in enumerate(learned):
                speeds[k] = 0.9 * speeds[k] - rate * getattr(layer, "d" + name)
                setattr(layer, name, getattr(layer, name) + speeds[k])
            steps += 1
            if steps == 1:
                began = time.thread_time()
            if steps == 4 and not patient and time.thread_time() - began > 0.15:
                raise RuntimeError(
                    "one step takes too long. Does MaxPool, conv2d_backward, col2im or im2col loop over "
                    "all windows of all images? Or set patient = True, and wait some minutes."
                )
        scores = forward_all(layers, view(images[1437:]))
        accuracies.append(float(np.mean(scores.argmax(axis=1) == labels[1437:])))
    return accuracies


def as_it_is(images):
    """What a network usually sees."""
    return images


shuffled = np.random.default_rng(64).permutation(64)


def scrambled(images):
    """The 64 pixels of every image in another order, the same for all images."""
    return images.reshape(-1, 64)[:, shuffled].reshape(-1, 1, 8, 8)


# %% [markdown]
# ## Before you start
#
# Answer each question on paper before you unfold its answer.
#
# <details><summary>1. An affine layer gets x of shape (5, 2), and dout of shape (5, 3) arrives at its output. How do you get db, and why?</summary>Add up dout over its five rows: np.sum(dout, axis=0), shape (3,). Each bias is added in every row, and where one value feeds several places, its gradients add.</details>
# <details><summary>2. A max gate gets 2 and 5, and the gradient 4 arrives from above. What does it send to each input?</summary>0 to the 2 and 4 to the 5: a small change in the 5 changes the result by as much, and a small change in the 2 changes nothing.</details>
# <details><summary>3. How many numbers does a network 64 → 150 → 10 of two layers learn, with biases?</summary>64 · 150 + 150 = 9,750 in the first layer and 150 · 10 + 10 = 1,510 in the second, together 11,260: a weight for each pair of input and output, and a bias for each output.</details>

# %% [markdown]
# ## First, an experiment
#
# Below are six digits, and under them the same six, scrambled: their 64 pixels are in another order, a random one, but the same for all images.

# %% given="scrambled_digits"
plots.scrambled_digits(data.digits()[0][:6], scrambled(data.digits()[0][:6])[:, 0])

# %% [markdown]
# Now train a network of two layers, as in lesson 7, on each kind: from the same first weights, for 12 epochs. It is measured on 360 digits that it has not seen.
#
# **Guess first.** How many of the scrambled digits does it learn to read?
#
# <details><summary>A. About as many as of the others</summary>Right. Both kinds reach it as a row of 64 numbers, and it never knew which of them lie side by side. It learns each place of the image separately, from scratch.</details>
# <details><summary>B. About half as many as of the others</summary>That would hold if, like you, it saw strokes as pixels side by side, and lost them here. It never knew which pixels are neighbours, so the new order takes nothing from it.</details>
# <details><summary>C. About one in ten, as if it guessed</summary>That would hold if each image had an order of its own. Here the order is the same for all images: the lower row looks like noise to you, but there is as much to learn in it.</details>


# %% given="two_layers_twice"
@functools.cache
def two_layers(view, affine=Affine, relu=Relu):
    """A trained network of two layers, 64 → 128 → 10, and its accuracy by epoch."""
    rng = np.random.default_rng(1)
    layers = [
        Flatten(),
        affine(rng.normal(size=(64, 128)) * np.sqrt(2 / 64), np.zeros(128)),
        relu(),
        affine(rng.normal(size=(128, 10)) * np.sqrt(2 / 128), np.zeros(10)),
    ]
    return layers, train(layers, view)


plots.accuracy_race(
    {
        "two layers": lambda: two_layers(as_it_is),
        "two layers, scrambled": lambda: two_layers(scrambled),
    }
)

# %% [markdown]
# If you like, train it with the layers that you wrote in lesson 6:

# %%
from course.mine import mine

own = mine(Affine), mine(Relu)
plots.accuracy_race({"your own layers": lambda: two_layers(as_it_is, *own)})

# %% [markdown]
# To this network the scrambled digits are hardly any harder. (One percent is four digits; other first weights make more of a difference.) So it makes no use of what you see at a glance: which pixels lie side by side.
#
# Such a network has two more faults. A stroke that moves by a pixel meets other weights, which know nothing about it. And a photograph of 1,000 × 1,000 pixels in a layer of 100 neurons needs 100 million weights.
#
# The cure is one idea: **look at a small window, with few weights, and use the same weights at every place.**
#
# ## 1 · A window that slides
#
# A **kernel** is a small table of weights. Lay it on a corner of the image. Multiply each pixel under it by the weight on top, and add up the products: that's one number of the result. Move the kernel one pixel to the right, and you get the next one. At the end of the row, go down by one and start on the left again.
#
# $$y_{ij} = \sum_{a=0}^{K_H-1}\ \sum_{b=0}^{K_W-1} x_{i+a,\,j+b}\; k_{ab}$$
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | the image | `(H, W)` |
# | $k$ | the kernel | `(KH, KW)` |
# | $y$ | the result | `(H - KH + 1, W - KW + 1)` |
#
# By hand, with
#
# $$x = \begin{pmatrix} 1&2&3&4&5\\ 2&1&0&1&2\\ 3&0&1&1&0\\ 1&4&1&0&2\\ 0&1&2&3&1\end{pmatrix} \qquad k = \begin{pmatrix} 1&0&1\\ 1&0&1\\ 0&1&0\end{pmatrix}$$
#
# in the upper left corner the window holds 1 2 3 / 2 1 0 / 3 0 1. The kernel picks $1 + 3 + 2 + 0 + 0 = 6$. One pixel to the right it is $2 + 4 + 1 + 1 + 1 = 9$, then $3 + 5 + 0 + 2 + 1 = 11$. There is no room for a fourth. The next row begins with $2 + 0 + 3 + 1 + 4 = 10$.
#
# People call this **convolution**. Strictly, it is *cross-correlation*: a mathematician's convolution rotates the kernel by 180° first. Frameworks for neural networks leave that out, and so do we.
#
# ### Exercise 1 · `correlate2d`  ★★☆ · 8 minutes · 2 points
#
# Write `correlate2d`, which slides a kernel over an image and returns the sums. The kernel is never larger than the image here. Loops are welcome.
#
# For example, `correlate2d(np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 10.0]]))` returns `[[21, 42]]`.
#
# <details><summary>A nudge</summary>How many places are there for the kernel, from top to bottom and from left to right? That is the shape of the result.</details>
# <details><summary>A push</summary>Two loops, over the rows <code>i</code> and the columns <code>j</code> of the <em>result</em>. The window at <code>i, j</code> begins there in the image, and is as large as the kernel: a slice.</details>
# <details><summary>Almost there</summary>Rows <code>i</code> to <code>i + KH</code> and columns <code>j</code> to <code>j + KW</code> make the window. Multiply it by the kernel, element by element, and take <code>np.sum</code>.</details>


# %% solution="correlate2d"
def correlate2d(image, kernel):
    """Slide a kernel over an image, one pixel at a time, without rotating it.

    Args:
        image: array of shape (H, W). Not changed.
        kernel: array of shape (KH, KW), not larger than the image. Not changed.
    Returns:
        Array of shape (H - KH + 1, W - KW + 1).
    """
    ### BEGIN SOLUTION
    H, W = image.shape
    KH, KW = kernel.shape
    sums = np.zeros((H - KH + 1, W - KW + 1))
    for i in range(H - KH + 1):
        for j in range(W - KW + 1):
            sums[i, j] = np.sum(image[i : i + KH, j : j + KW] * kernel)
    return sums
    ### END SOLUTION


# %% test="correlate_by_hand" points=1
# check: correlate2d, by hand
image = np.array([[1.0, 2, 3, 4], [2, 1, 0, 1], [3, 0, 1, 1]])
kernel = np.array([[1.0, 10], [100, 1000]])
check.unchanged(correlate2d, image, kernel)
sums = correlate2d(image.copy(), kernel.copy())
check.close(sums, [[1221.0, 132, 1043], [312, 1001, 1110]], name="the sums")
### BEGIN HIDDEN TESTS
image = np.array(
    [
        [1.0, 2, 3, 4, 5],
        [2.0, 1, 0, 1, 2],
        [3.0, 0, 1, 1, 0],
        [1.0, 4, 1, 0, 2],
        [0.0, 1, 2, 3, 1],
    ]
)
kernel = np.array([[1.0, 0, 1], [1.0, 0, 1], [0.0, 1, 0]])
right = [[6.0, 9, 11], [10.0, 4, 3], [7.0, 7, 7]]
check.unchanged(correlate2d, image, kernel)
check.close(
    correlate2d(image.copy(), kernel.copy()), right, name="correlate2d(image, kernel)"
)
### END HIDDEN TESTS

# %% test="correlate_other_sizes" points=1
# check: correlate2d, whole numbers and a tall kernel
image, kernel = np.array([[1, 2, 4], [3, 4, 0]]), np.array([[0.5], [0.25]])
check.close(correlate2d(image, kernel), [[1.25, 2, 2]], name="the sums")
### BEGIN HIDDEN TESTS
image = np.array([[1.0, 2.0, 4.0, 7.0], [0.0, 5.0, 5.0, 1.0]])
check.close(
    correlate2d(image, np.array([[1.0, -1.0]])),
    [[-1.0, -2.0, -3.0], [-5.0, 0.0, 4.0]],
    name="correlate2d with the kernel [[1, -1]]",
)
check.close(
    correlate2d(image / 4, np.array([[1, -1]])),
    [[-0.25, -0.5, -0.75], [-1.25, 0.0, 1.0]],
    name="correlate2d with a kernel of whole numbers",
)
for H, W, KH, KW in (
    (5, 7, 2, 3),
    (7, 4, 3, 2),
    (3, 3, 3, 3),
    (1, 6, 1, 4),
    (4, 4, 1, 1),
    (300, 2, 2, 1),
    (6, 2, 2, 2),
):
    rng = np.random.default_rng(1000 * H + 100 * W + 10 * KH + KW)
    image, kernel = rng.normal(size=(H, W)), rng.normal(size=(KH, KW))
    windows = np.lib.stride_tricks.sliding_window_view(image, (KH, KW))
    expected = np.einsum("ijab,ab->ij", windows, kernel)
    check.unchanged(correlate2d, image, kernel)
    check.close(
        correlate2d(image.copy(), kernel.copy()),
        expected,
        name=f"correlate2d of a {H} x {W} image",
    )
image, kernel = (
    rng.normal(size=(4, 6)).astype(np.float32),
    rng.normal(size=(2, 3)).astype(np.float32),
)
windows = np.lib.stride_tricks.sliding_window_view(image.astype(float), (2, 3))
expected = np.einsum("ijab,ab->ij", windows, kernel)
check.close(
    correlate2d(image, kernel),
    expected,
    name="correlate2d in float32",
    rtol=1e-4,
    atol=1e-5,
)
### END HIDDEN TESTS

# %% [markdown]
# Slide five small kernels over a photograph, with your function. (It comes with Matplotlib, and shows Grace Hopper, whose A-0 of 1952 was one of the first programs called a compiler.)
#
# | kernel | what it computes |
# | --- | --- |
# | blur | the mean of 25 pixels |
# | sharpen | the pixel, plus how much it differs from its four neighbours |
# | vertical edge | right minus left: large where the image gets lighter from left to right |
# | horizontal edge | below minus above |
# | outline | eight times the pixel minus its eight neighbours: 0 wherever all nine are the same |

# %% given="photo_filters"
photo = plots.photograph()
vertical = np.array([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]])
filters = {
    "blur": np.full((5, 5), 1 / 25),
    "sharpen": np.array([[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]),
    "vertical edge": vertical,
    "horizontal edge": vertical.T,
    "outline": np.array([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]),
}
plots.filtered_photos(correlate2d, photo, filters)

# %% [markdown]
# Nine numbers find all vertical edges of a photograph, wherever they are. A kernel is a **question asked at every place**: is there an edge here? The result is a map of the answers, called a **feature map**.
#
# Now your own. **Change the numbers.** What do you get if they add up to 0? To 1? To more?

# %%
own_kernel = np.array([[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]])
plots.filtered_photos(correlate2d, photo, {"yours": own_kernel})

# %% [markdown]
# People designed kernels by hand for decades. But kernels can be learned, like any weights. Say you have an image and what a secret kernel made of it. Start with a kernel of zeros, compare your result with the right one, and go downhill. In the result at $i, j$, the weight $k_{ab}$ is multiplied by the pixel $x_{i+a,\,j+b}$. Let the loss be the sum of the squared errors $e_{ij}$ (your result minus the right one). Then its slope is, up to a factor, $\sum_{ij} x_{i+a,\,j+b}\, e_{ij}$. By the formula above, that is `correlate2d(image, errors)`. **The gradient of the kernel is a correlation, too.**
#
# Here your `correlate2d` does everything, forward and backward. **Move the slider back to 0, then forward:**

# %% given="learned_kernel"
widgets.explore(
    lambda steps: plots.learned_kernel(correlate2d, vertical, steps),
    steps=(0, 60, 60, 2),
)

# %% [markdown]
# ## 2 · The edge of the image
#
# The result is smaller than the image: of 5 × 5 pixels, a 3 × 3 kernel leaves 3 × 3. Ten such layers would eat 20 pixels in each direction. So a frame of zeros is put around the image first: **padding**. With `pad = 1`:
#
# $$\begin{pmatrix} 1 & 2\\ 3 & 4\end{pmatrix} \quad\to\quad \begin{pmatrix} 0&0&0&0\\ 0&1&2&0\\ 0&3&4&0\\ 0&0&0&0\end{pmatrix}$$
#
# ### Exercise 2 · `pad2d`  ★☆☆ · 4 minutes · 2 points
#
# Write `pad2d`, which puts a frame of zeros around an image.
#
# For example, `pad2d(np.array([[5.0]]), 1)` returns `[[0, 0, 0], [0, 5, 0], [0, 0, 0]]`.
#
# <details><summary>A nudge</summary>The frame is <code>pad</code> wide on each side. So by how much does the height grow?</details>
# <details><summary>A push</summary>Make an array of zeros of the new shape, and write the image into its middle.</details>
# <details><summary>Almost there</summary>The middle begins at <code>pad</code> and ends at <code>pad + H</code>. (An end of <code>-pad</code> goes wrong for <code>pad = 0</code>: <code>0:-0</code> is empty.)</details>


# %% solution="pad2d"
def pad2d(image, pad):
    """Put a frame of zeros around an image.

    Args:
        image: array of shape (H, W). Not changed.
        pad: how wide the frame is on each of the four sides, a whole number, 0 or more.
    Returns:
        Array of shape (H + 2 pad, W + 2 pad).
    """
    ### BEGIN SOLUTION
    H, W = image.shape
    framed = np.zeros((H + 2 * pad, W + 2 * pad))
    framed[pad : pad + H, pad : pad + W] = image
    return framed
    ### END SOLUTION


# %% test="pad_by_hand" points=1
# check: pad2d, by hand
image = np.array([[1.0, 2, 3], [4, 5, 6]])
check.unchanged(pad2d, image, 1)
framed = [[0.0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]]
check.close(pad2d(image.copy(), 1), framed, name="pad2d(image, 1)")

# %% test="pad_other_sizes" points=1
# check: pad2d, a wide frame and none
check.close(pad2d(np.array([[7.5]]), 2), np.diag([0, 0, 7.5, 0, 0]), name="frame of 2")
check.close(pad2d(np.array([[7.5, -2]]), 0), [[7.5, -2]], name="frame of 0")
### BEGIN HIDDEN TESTS
image = np.array([[1.0, -2.0], [3.0, 4.0], [0.5, 6.0]])
check.close(pad2d(image, 0), image, name="pad2d(image, 0)")
for H, W, pad in ((1, 4, 3), (3, 2, 1), (2, 2, 2), (4, 1, 0), (2, 5, 4), (300, 1, 1)):
    image = np.random.default_rng(100 * H + 10 * W + pad).normal(size=(H, W))
    expected = np.zeros((H + pad + pad, W + pad + pad))
    for i in range(H):
        for j in range(W):
            expected[i + pad, j + pad] = image[i, j]
    check.unchanged(pad2d, image, pad)
    check.close(
        pad2d(image.copy(), pad),
        expected,
        name=f"pad2d of a {H} x {W} image with pad {pad}",
    )
whole = pad2d(np.array([[3, -1], [200, 5]]), 1)
check.close(
    whole,
    [[0, 0, 0, 0], [0, 3, -1, 0], [0, 200, 5, 0], [0, 0, 0, 0]],
    name="pad2d of whole numbers",
)
check.close(pad2d(np.zeros((1, 2)), 1), np.zeros((3, 4)), name="pad2d of a black image")
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · Larger steps
#
# The kernel may also jump by two pixels at a time, or more. The size of the jump is the **stride**. With stride 2 the result has only half the height and half the width, and takes a quarter of the work.
#
# How large is a result? Along one side there are $S$ pixels, with padding $S + 2P$. The first window begins at 0, and the last at $S + 2P - K$ at the latest. In steps of $T$, that makes
#
# $$\text{size} = \left\lfloor \frac{S + 2P - K}{T} \right\rfloor + 1$$
#
# | symbol | what it is | in code |
# | --- | --- | --- |
# | $S$ | height or width of the image | `size` |
# | $K$ | height or width of the kernel | `kernel` |
# | $T$ | stride | `stride` |
# | $P$ | padding | `pad` |
#
# The half brackets $\lfloor\ \rfloor$ mean: rounded **down**. Whatever is left at the end, too narrow for one more step, is ignored. By hand: 5 pixels, kernel 3, stride 2: $\lfloor 2 / 2\rfloor + 1 = 2$. And 6 pixels, kernel 3, stride 2: $\lfloor 3/2 \rfloor + 1 = 2$ as well.
#
# ### Exercise 3 · `conv_output_size`  ★☆☆ · 5 minutes · 2 points
#
# Write `conv_output_size`, which returns this size. If the kernel is larger than the image with its padding, raise a `ValueError` whose message has both numbers in it, such as `the kernel (5) is larger than the image with its padding (3)`.
#
# For example, `conv_output_size(7, 3, stride=2)` returns 3.
#
# <details><summary>A nudge</summary>In Python, <code>//</code> divides whole numbers and rounds down.</details>
# <details><summary>A push</summary>First compute the size with padding: it is needed twice. Padding is on both sides.</details>
# <details><summary>Almost there</summary><code>if kernel > padded:</code> raise, with an f-string that has both in it. Otherwise return the formula, with the <code>+ 1</code> outside the division.</details>


# %% solution="conv_output_size"
def conv_output_size(size, kernel, stride=1, pad=0):
    """How many places a kernel has along one side of an image.

    Args:
        size: height or width of the image, at least 1.
        kernel: height or width of the kernel, at least 1.
        stride: step from one place to the next, at least 1.
        pad: width of the frame of zeros on either side, 0 or more.
    Returns:
        A whole number, of type int.
    Raises:
        ValueError: the kernel is larger than the image with its padding; the message has both numbers.
    """
    ### BEGIN SOLUTION
    padded = size + 2 * pad
    if kernel > padded:
        raise ValueError(
            f"the kernel ({kernel}) is larger than the image with its padding ({padded})"
        )
    return (padded - kernel) // stride + 1
    ### END SOLUTION


# %% test="size_by_hand" points=1
# check: conv_output_size, by hand
check.equal(conv_output_size(5, 3), 3, name="conv_output_size(5, 3)")
check.equal(conv_output_size(5, 3, 2), 2, name="conv_output_size(5, 3, 2)")
check.equal(conv_output_size(6, 3, 2), 2, name="conv_output_size(6, 3, 2)")
check.equal(conv_output_size(28, 3, pad=1), 28, name="conv_output_size(28, 3, pad=1)")
### BEGIN HIDDEN TESTS
for size in (1, 5, 8, 300, 70_000):
    for kernel in (1, 2, 5):
        for stride in (1, 2, 7):
            for pad in (0, 1, 2):
                places = len(range(0, size + pad + pad - kernel + 1, stride))
                if places:
                    check.equal(
                        conv_output_size(size, kernel, stride, pad),
                        places,
                        name="conv_output_size(...)",
                    )
### END HIDDEN TESTS

# %% test="size_refuses" points=1
# check: conv_output_size, kernels that are too large, and one that fits
check.raises(ValueError, conv_output_size, 1, 7, 4, 1, mentions=(7, 3))
check.raises(ValueError, conv_output_size, 3, 5, mentions=(5, 3))
check.equal(conv_output_size(3, 5, 1, 1), 1, name="conv_output_size(3, 5, 1, 1)")
### BEGIN HIDDEN TESTS
check.raises(
    ValueError,
    conv_output_size,
    3,
    5,
    mentions=(5, 3),
    name="conv_output_size(3, 5)",
)
check.equal(conv_output_size(3, 3), 1, name="conv_output_size(3, 3), which just fits,")
for size, kernel, stride, pad in (
    (2, 7, 1, 1),
    (4, 5, 3, 0),
    (1, 8, 2, 3),
    (6, 20, 5, 4),
):
    mentions = (kernel, size + pad + pad)
    check.raises(
        ValueError,
        conv_output_size,
        size,
        kernel,
        stride,
        pad,
        mentions=mentions,
        name="a kernel that is too large",
    )
    check.equal(
        conv_output_size(size, size + pad + pad, stride, pad),
        1,
        name="a kernel that just fits",
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 4 · `correlate2d_strided`  ★★☆ · 5 minutes · 2 points
#
# Write `correlate2d_strided`. First the image gets its frame; then the kernel slides over it in steps of `stride` in both directions.
#
# For example, with the image and the kernel of part 1, `correlate2d_strided(x, k, 2)` returns the corners of that result:
#
# $$\begin{pmatrix} 6 & 11\\ 7 & 7\end{pmatrix}$$
#
# <details><summary>A nudge</summary>You have three functions now, and can use all of them.</details>
# <details><summary>A push</summary>One way: loop over the result, whose shape <code>conv_output_size</code> knows. The window of <code>i, j</code> begins at <code>i * stride, j * stride</code> of the framed image. Another: from a result with stride 1, keep every <code>stride</code>-th.</details>
# <details><summary>Almost there</summary>For the second way: a slice such as <code>result[::2]</code> keeps every second row, beginning with the first. Rows and columns both need one.</details>


# %% solution="correlate2d_strided"
def correlate2d_strided(image, kernel, stride=1, pad=0):
    """Slide a kernel over an image with a frame of zeros, in steps of `stride`.

    Args:
        image: array of shape (H, W). Not changed.
        kernel: array of shape (KH, KW), not larger than the image with its frame. Not changed.
        stride: step in both directions, at least 1.
        pad: width of the frame, 0 or more.
    Returns:
        Array of shape (OH, OW), with OH = conv_output_size(H, KH, stride, pad), OW likewise.
    """
    ### BEGIN SOLUTION
    return correlate2d(pad2d(image, pad), kernel)[::stride, ::stride]
    ### END SOLUTION


# %% test="strided_by_hand" points=1
# check: correlate2d_strided, by hand
image = np.array([[1.0, 2, 3], [2, 1, 0], [3, 0, 1], [1, 4, 1]])
kernel = np.array([[1.0, 10], [100, 1000]])
check.unchanged(correlate2d_strided, image, kernel, 2, 1)
sums = correlate2d_strided(image.copy(), kernel.copy(), 2, 1)
check.close(sums, [[1000, 3200], [3020, 1001], [10, 14]], name="the sums")
### BEGIN HIDDEN TESTS
image = np.array(
    [
        [1.0, 2, 3, 4, 5],
        [2.0, 1, 0, 1, 2],
        [3.0, 0, 1, 1, 0],
        [1.0, 4, 1, 0, 2],
        [0.0, 1, 2, 3, 1],
    ]
)
kernel = np.array([[1.0, 0, 1], [1.0, 0, 1], [0.0, 1, 0]])
check.unchanged(correlate2d_strided, image, kernel, 2, 1)
check.close(
    correlate2d_strided(image.copy(), kernel.copy(), 2, 0),
    [[6.0, 11], [7.0, 7]],
    name="correlate2d_strided with stride 2",
)
check.close(
    correlate2d_strided(image.copy(), kernel.copy(), 2, 1),
    [[4.0, 6, 6], [2.0, 4, 4], [5.0, 8, 3]],
    name="correlate2d_strided with stride 2 and pad 1",
)
### END HIDDEN TESTS

# %% test="strided_other_sizes" points=1
# check: correlate2d_strided, a wide image
image, kernel = np.array([[1.0, 2, 3, 4, 5]]), np.array([[1.0, 10]])
check.close(correlate2d_strided(image, kernel, 3), [[21, 54]], name="sums of stride 3")
check.close(correlate2d_strided(image, kernel), [[21, 32, 43, 54]], name="the sums")
### BEGIN HIDDEN TESTS
image, kernel = np.arange(1.0, 13.0).reshape(2, 6), np.array([[1.0, 10.0]])
check.close(
    correlate2d_strided(image, kernel, 3),
    [[21.0, 54.0]],
    name="correlate2d_strided of a 2 x 6 image with stride 3",
)
check.close(
    correlate2d_strided(image, kernel, pad=1, stride=2),
    [[0.0, 0, 0, 0], [70.0, 98, 120, 12]],
    name="correlate2d_strided with pad=1, stride=2",
)
for H, W, KH, KW, stride, pad in (
    (6, 7, 3, 2, 2, 0),
    (5, 4, 2, 3, 3, 1),
    (7, 7, 3, 3, 2, 2),
    (1, 9, 1, 2, 4, 0),
    (4, 6, 4, 6, 5, 1),
    (3, 3, 5, 4, 1, 1),
    (600, 2, 3, 2, 2, 0),
    (5, 6, 1, 1, 2, 0),
):
    rng = np.random.default_rng(1000 * H + 100 * W + 10 * KH + KW)
    image, kernel = rng.normal(size=(H, W)), rng.normal(size=(KH, KW))
    framed = np.pad(image, ((pad, pad), (pad, pad)))
    expected = np.array(
        [
            [
                np.vdot(framed[i : i + KH, j : j + KW], kernel)
                for j in range(0, W + 2 * pad - KW + 1, stride)
            ]
            for i in range(0, H + 2 * pad - KH + 1, stride)
        ]
    )
    check.unchanged(correlate2d_strided, image, kernel, stride, pad)
    check.close(
        correlate2d_strided(image.copy(), kernel.copy(), stride, pad),
        expected,
        name=f"correlate2d_strided of a {H} x {W} image with stride {stride} and pad {pad}",
    )
check.close(
    correlate2d_strided(np.array([[1.0, 4.0, 2.0]]), np.array([[2.0]])),
    [[2.0, 8.0, 4.0]],
    name="correlate2d_strided without stride and pad",
)
check.close(
    correlate2d_strided(np.array([[1, 2], [3, 4]]), np.array([[0.5], [0.25]])),
    [[1.25, 2.0]],
    name="correlate2d_strided of whole numbers",
)
### END HIDDEN TESTS

# %% [markdown]
# Here is your function, step by step, with all products written out. **Change the kernel, the stride and the padding, and let the window slide** with `place`. With a 3 × 3 kernel, padding 1 and stride 1 keep the size of the image. Which settings leave a single number?

# %% given="sliding_window"
window_image = np.array(
    [
        [1.0, 2, 3, 4, 5],
        [2.0, 1, 0, 1, 2],
        [3.0, 0, 1, 1, 0],
        [1.0, 4, 1, 0, 2],
        [0.0, 1, 2, 3, 1],
    ]
)
window_kernels = {
    "the one of part 1": np.array([[1.0, 0, 1], [1.0, 0, 1], [0.0, 1, 0]]),
    "vertical edge": vertical,
    "a sum of 2 x 2": np.ones((2, 2)),
    "a difference of 1 x 3": np.array([[-1.0, 0.0, 1.0]]),
}
widgets.explore(
    lambda kernel, stride, padding, place: plots.sliding_window(
        correlate2d_strided,
        window_image,
        window_kernels[kernel],
        stride,
        padding,
        place,
    ),
    kernel=list(window_kernels),
    stride=(1, 3, 1),
    padding=(0, 2, 0),
    place=(1, 49, 2),
)

# %% [markdown]
# ## 4 · Channels, filters, batches
#
# A colour image has three numbers per pixel: red, green and blue. They are its **channels**. A kernel for it has a slice for each channel: each slice slides over its channel, and the results are **added up**, with one bias. The result is *one* map:
#
# $$y_{n f i j} = b_f + \sum_{c}\sum_{a}\sum_{b'} x_{n,\,c,\,iT+a,\,jT+b'}\; w_{f c a b'}$$
#
# A layer asks many questions: it has $F$ kernels, called **filters**, and each makes a map. Those $F$ maps are the channels of what the next layer sees. A whole batch of $N$ images is done at once.
#
# | symbol | what it is | shape |
# | --- | --- | --- |
# | $x$ | $N$ images with $C$ channels (in the formula, already padded) | `(N, C, H, W)` |
# | $w$ | $F$ filters, each with a slice for every channel | `(F, C, KH, KW)` |
# | $b$ | one bias per filter, the same at every place | `(F,)` |
# | $y$ | for each image, one map per filter | `(N, F, OH, OW)` |
# | $T$ | the stride | a whole number |
#
# By hand: one image with two channels of 2 × 2 pixels, one filter of the same size, and a bias of 100.
#
# $$x = \begin{pmatrix}1&2\\3&4\end{pmatrix}, \begin{pmatrix}5&6\\7&8\end{pmatrix} \qquad w = \begin{pmatrix}1&0\\0&1\end{pmatrix}, \begin{pmatrix}0&1\\0&0\end{pmatrix}$$
#
# The first channel gives $1 + 4 = 5$, the second 6. With the bias it is $5 + 6 + 100 = 111$: a single number.
#
# ### Exercise 5 · `conv2d`  ★★★ · 10 minutes · 3 points
#
# Write `conv2d`, which makes one map per filter for each image. Loops are fine here: it needn't be fast yet. Padding goes around the height and the width of each channel. There is none between channels or images.
#
# For example, with `x` and `w` from above, `conv2d(x, w, np.array([100.0]))` returns `[[[[111]]]]`. You can start like this:
#
# ```python
# N, C, H, W = x.shape
# F, C, KH, KW = w.shape
# OH = conv_output_size(H, KH, stride, pad)
# OW = conv_output_size(W, KW, stride, pad)
# out = np.zeros((N, F, OH, OW))
# ```
#
# <details><summary>A nudge</summary>Your <code>correlate2d_strided</code> does one channel with one slice. What do you have to loop over, and which results are added up?</details>
# <details><summary>A push</summary>Three loops: over the images <code>n</code>, the filters <code>f</code> and the channels <code>c</code>. The map of <code>n, f</code> collects what its channels give.</details>
# <details><summary>Almost there</summary>Start each map with its bias, <em>once</em>, not once per channel. Then add the correlation of <code>x[n, c]</code> with <code>w[f, c]</code> for every channel.</details>


# %% solution="conv2d"
def conv2d(x, w, b, stride=1, pad=0):
    """Convolve a batch of images with a layer of filters.

    Args:
        x: images, array of shape (N, C, H, W). Not changed.
        w: filters, array of shape (F, C, KH, KW). Not changed.
        b: a bias for each filter, array of shape (F,). Not changed.
        stride: step in both directions, at least 1.
        pad: width of the frame of zeros around each channel, 0 or more.
    Returns:
        Array of shape (N, F, OH, OW), with OH = conv_output_size(H, KH, stride, pad), OW likewise.
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    F, C, KH, KW = w.shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    out = np.zeros((N, F, OH, OW))
    for n in range(N):
        for f in range(F):
            out[n, f] = b[f]
            for c in range(C):
                out[n, f] += correlate2d_strided(x[n, c], w[f, c], stride, pad)
    return out
    ### END SOLUTION


# %% test="conv2d_by_hand" points=1
# check: conv2d, by hand
x, b = np.array([[[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]]]), np.array([100.0])
w = np.array([[[[1.0, 0], [0, 1]], [[0, 1], [0, 0]]]])
check.unchanged(conv2d, x, w, b, 1, 0)
maps = conv2d(x.copy(), w.copy(), b.copy())
check.close(maps, [[[[111.0]]]], name="conv2d(x, w, b)")

# %% test="conv2d_batch" points=1
# check: conv2d, 2 images and 3 filters of 1 x 1
x, w = np.array([[[[1.0]]], [[[2]]]]), np.array([[[[1.0]]], [[[10]]], [[[100]]]])
maps = conv2d(x, w, np.array([0.0, 5, 7]))
check.close(maps, [[[[1.0]], [[15]], [[107]]], [[[2]], [[25]], [[207]]]], name="maps")
### BEGIN HIDDEN TESTS
x = np.arange(24.0).reshape(3, 2, 2, 2)
w = np.array(
    [
        [[[1.0]], [[0.0]]],
        [[[0.0]], [[1.0]]],
        [[[1.0]], [[-1.0]]],
        [[[0.5]], [[0.25]]],
    ]
)
b = np.array([0.0, 100.0, 10.0, -1.0])
first, second = x[:, 0], x[:, 1]
right = np.stack(
    [first, second + 100, first - second + 10, first / 2 + second / 4 - 1], axis=1
)
check.close(conv2d(x, w, b), right, name="conv2d of 3 images with 4 filters of 1 x 1")
for N, C, F, H, W, KH, KW in (
    (2, 3, 4, 5, 6, 2, 3),
    (1, 1, 3, 4, 4, 3, 3),
    (4, 2, 1, 3, 5, 3, 1),
    (2, 2, 2, 2, 2, 2, 2),
    (1, 2, 1, 300, 2, 2, 1),
    (1, 4, 2, 3, 3, 1, 2),
):
    rng = np.random.default_rng(1000 * N + 100 * C + 10 * F + H)
    x, w, b = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F, C, KH, KW)),
        rng.normal(size=F),
    )
    windows = np.lib.stride_tricks.sliding_window_view(x, (KH, KW), axis=(2, 3))
    expected = np.einsum("nchwab,fcab->nfhw", windows, w) + b.reshape(1, F, 1, 1)
    check.unchanged(conv2d, x, w, b)
    check.close(
        conv2d(x.copy(), w.copy(), b.copy()),
        expected,
        name=f"conv2d of {x.shape} with {w.shape}",
        sizes={"channel": C},
    )
x, w = rng.integers(-3, 4, size=(2, 2, 3, 3)), rng.integers(-3, 4, size=(3, 2, 2, 2))
windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3))
expected = np.einsum("nchwab,fcab->nfhw", windows, w) + np.array(
    [0.5, -0.25, 2.0]
).reshape(1, 3, 1, 1)
check.close(
    conv2d(x, w, np.array([0.5, -0.25, 2.0])), expected, name="conv2d of whole numbers"
)
### END HIDDEN TESTS

# %% test="conv2d_stride_and_pad" points=1
# check: conv2d, stride 2 and pad 1
x = np.array([[[[1.0, 2, 3], [4, 5, 6]], [[1, 0, 0], [0, 0, 2]]]])
maps = conv2d(x, np.ones((1, 2, 2, 2)), np.array([0.5]), stride=2, pad=1)
check.close(maps, [[[[2.5, 5.5], [4.5, 13.5]]]], name="the maps")
### BEGIN HIDDEN TESTS
x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]]]])
w = np.ones((1, 2, 2, 2))
check.close(
    conv2d(x, w, np.array([0.5]), 1, 1),
    [[[[2.5, 4.5, 5.5, 3.5], [6.5, 13.5, 18.5, 11.5], [4.5, 9.5, 13.5, 8.5]]]],
    name="conv2d with pad 1",
)
for N, C, F, H, W, KH, KW, stride, pad in (
    (2, 3, 4, 5, 6, 2, 3, 2, 1),
    (1, 2, 3, 7, 4, 3, 2, 3, 0),
    (3, 1, 2, 4, 5, 3, 3, 2, 2),
    (2, 2, 1, 3, 2, 4, 3, 1, 1),
):
    rng = np.random.default_rng(1000 * N + 100 * C + 10 * F + W)
    x, w, b = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F, C, KH, KW)),
        rng.normal(size=F),
    )
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (KH, KW), axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    expected = np.einsum("nchwab,fcab->nfhw", windows, w) + b.reshape(1, F, 1, 1)
    check.unchanged(conv2d, x, w, b, stride, pad)
    check.close(
        conv2d(x.copy(), w.copy(), b.copy(), stride, pad),
        expected,
        name=f"conv2d with stride {stride} and pad {pad}",
        sizes={"channel": C},
    )
x, w = np.arange(9.0).reshape(1, 1, 3, 3), np.array([[[[2.0]]]])
found = conv2d(x, w, np.array([1.0]), stride=2, pad=1)
check.close(
    found, [[[[1.0, 1, 1], [1, 9, 1], [1, 1, 1]]]], name="conv2d with filters of 1 x 1"
)
### END HIDDEN TESTS

# %% [markdown]
# The window again, now with your `conv2d`. **Change the number of channels**, from one (grey) to three (red, green and blue). However many channels go in, one filter gives one map.

# %% given="sliding_channels"
widgets.explore(
    lambda channels, stride, padding, place: plots.sliding_channels(
        conv2d, channels, stride, padding, place
    ),
    channels=(1, 3, 3),
    stride=(1, 2, 1),
    padding=(0, 1, 0),
    place=(1, 25, 2),
)

# %% [markdown]
# ### Question A · in your own words  (5 minutes · 2 points, graded by hand)
#
# From an 8 × 8 image to an 8 × 8 map, a layer of lesson 6 (`Affine`) has 64 · 64 weights. A 3 × 3 filter has nine, and uses them at every place. In three to five sentences: which two assumptions about images are built into the filter? And would you use such filters for a table of patients, whose columns are age, weight, pulse, temperature, …?

# %% [markdown] written="two_assumptions" points=2
# First, that what belongs together lies close together: one number of the map depends on 3 × 3 neighbouring pixels only. Second, that a pattern means the same wherever it is, so that the same nine weights can look for it at every place (an edge on the left is an edge on the right). In images both hold. In a table of patients neither does: the order of the columns is arbitrary, so age and weight are no neighbours in any sense, and a weight learned for the difference of age and weight says nothing about that of pulse and temperature. I would use an affine layer there.
#
# ### BEGIN MARK SCHEME
# 1 point: both assumptions: nearby pixels belong together (locality), and the same pattern matters at every place (shared weights). Half a point for one of them.
# 1 point: no for the table, with a reason: the order of columns is arbitrary, or columns mean different things so that weights can't be shared. Half a point for "no" with a vague reason.
# ### END MARK SCHEME

# %% [markdown]
# This is a good place for a break.
#
# ## 5 · One large matrix product
#
# Your `conv2d` is right, but slow: Python loops over every window of every channel of every image. NumPy is fast when it gets **one large matrix product**. So write each window as a *row*, stack all the rows, and the whole layer becomes an affine layer:
#
# $$\underbrace{\text{rows}}_{(N \cdot OH \cdot OW,\ C \cdot KH \cdot KW)} \ @\ \underbrace{\text{filters as columns}}_{(C \cdot KH \cdot KW,\ F)}\ +\ b$$
#
# Making this table is known as **im2col**, image to columns. Here its order is fixed:
#
# - **rows**: image by image; in each image the windows from left to right, row by row, as you read;
# - **columns**: channel by channel; in each channel the pixels of the window from left to right, row by row. That is the order of `w.reshape(F, -1)`.
#
# By hand: the image on the left with a kernel of 2 × 2 has six windows, so six rows:
#
# $$\begin{pmatrix} 1&2&3&4\\ 5&6&7&8\\ 9&10&11&12\end{pmatrix} \quad\to\quad \begin{pmatrix} 1&2&5&6\\ 2&3&6&7\\ 3&4&7&8\\ 5&6&9&10\\ 6&7&10&11\\ 7&8&11&12\end{pmatrix}$$
#
# ### Exercise 6 · `im2col`  ★★★ · 8 minutes · 3 points
#
# Write `im2col`, which returns a table with each window as a row. For example, `im2col(np.array([[[[1.0, 2.0, 3.0]]]]), 1, 2)` returns `[[1, 2], [2, 3]]`.
#
# Two ways work. The plain one loops over all windows. The fast one, better for the training in part 8, loops over the places *in the window*, only 9 for 3 × 3: the pixels under one weight, for all images, channels and windows at once, are one slice with steps of `stride`. Both can start like this:
#
# ```python
# N, C, H, W = x.shape
# OH = conv_output_size(H, KH, stride, pad)
# OW = conv_output_size(W, KW, stride, pad)
# padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
# ```
#
# <details><summary>A nudge</summary>How many rows and how many columns? Start with an array of zeros of that shape, or of one that <code>reshape</code> turns into it.</details>
# <details><summary>A push</summary>The plain way: three loops, over <code>n</code>, <code>i</code> and <code>j</code>. The window is <code>padded[n, :, top : top + KH, left : left + KW]</code> with all channels, and <code>.ravel()</code> turns it into a row, in the right order.</details>
# <details><summary>Almost there</summary>The fast way: an array of shape <code>(N, OH, OW, C, KH, KW)</code>, filled for each <code>a, b</code> of the kernel with the slice <code>padded[:, :, a : a + stride * OH : stride, b : b + stride * OW : stride]</code>, whose axes are (N, C, OH, OW): transpose them to (N, OH, OW, C). At the end, reshape.</details>


# %% solution="im2col"
def im2col(x, KH, KW, stride=1, pad=0):
    """Write every window of every image as a row.

    Args:
        x: images, array of shape (N, C, H, W). Not changed.
        KH, KW: height and width of the window.
        stride: step in both directions, at least 1.
        pad: width of the frame of zeros around each channel, 0 or more.
    Returns:
        Array of shape (N * OH * OW, C * KH * KW): rows by image, then by the window's row and column;
        columns by channel, then by row and column in the window.
    """
    ### BEGIN SOLUTION
    N, C, H, W = x.shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = np.zeros((N, OH, OW, C, KH, KW))
    for a in range(KH):
        for b in range(KW):
            under = padded[
                :, :, a : a + stride * OH : stride, b : b + stride * OW : stride
            ]
            rows[:, :, :, :, a, b] = under.transpose(0, 2, 3, 1)
    return rows.reshape(N * OH * OW, C * KH * KW)
    ### END SOLUTION


# %% test="im2col_by_hand" points=1
# check: im2col, by hand
x = np.arange(1.0, 13.0).reshape(1, 1, 3, 4)
check.unchanged(im2col, x, 2, 2)
right = np.array([1.0, 2, 5, 6]) + np.array([[0], [1], [2], [4], [5], [6]])
check.close(im2col(x.copy(), 2, 2), right, name="im2col(x, 2, 2)")
### BEGIN HIDDEN TESTS
x = np.arange(1.0, 13.0).reshape(1, 1, 3, 4)
right = np.array(
    [
        [1.0, 2, 5, 6],
        [2.0, 3, 6, 7],
        [3.0, 4, 7, 8],
        [5.0, 6, 9, 10],
        [6.0, 7, 10, 11],
        [7.0, 8, 11, 12],
    ]
)
check.unchanged(im2col, x, 2, 2)
check.close(
    im2col(x.copy(), 2, 2), right, name="im2col of a 3 x 4 image with 2 x 2 windows"
)
### END HIDDEN TESTS

# %% test="im2col_channels_and_images" points=1
# check: im2col, 2 images with 2 channels
x = np.array([[[[1.0, 2, 3]], [[10, 20, 30]]], [[[4, 5, 6]], [[40, 50, 60]]]])
right = [[1.0, 2, 10, 20], [2, 3, 20, 30], [4, 5, 40, 50], [5, 6, 50, 60]]
check.close(im2col(x, 1, 2), right, name="im2col(x, 1, 2)")
### BEGIN HIDDEN TESTS
for N, C, H, W, KH, KW in (
    (2, 3, 4, 5, 2, 3),
    (3, 2, 3, 3, 3, 2),
    (1, 4, 2, 6, 1, 1),
    (2, 2, 2, 2, 2, 2),
    (4, 1, 5, 3, 3, 1),
    (1, 2, 300, 2, 2, 1),
    (3, 3, 3, 3, 3, 3),
):
    x = np.random.default_rng(1000 * N + 100 * C + 10 * H + W).normal(size=(N, C, H, W))
    windows = np.lib.stride_tricks.sliding_window_view(x, (KH, KW), axis=(2, 3))
    expected = np.moveaxis(windows, 1, 3).reshape(-1, C * KH * KW)
    check.unchanged(im2col, x, KH, KW)
    check.close(
        im2col(x.copy(), KH, KW),
        expected,
        name=f"im2col of {x.shape} with {KH} x {KW} windows",
    )
### END HIDDEN TESTS

# %% test="im2col_stride_and_pad" points=1
# check: im2col, stride 2 and pad 1
rows = im2col(np.arange(1.0, 13.0).reshape(1, 2, 2, 3), 2, 2, 2, 1)
right = [[0.0, 0, 0, 1, 0, 0, 0, 7], [0, 0, 2, 3, 0, 0, 8, 9]]
right += [[0, 4, 0, 0, 0, 10, 0, 0], [5, 6, 0, 0, 11, 12, 0, 0]]
check.close(rows, right, name="im2col with stride 2 and pad 1")
### BEGIN HIDDEN TESTS
for N, C, H, W, KH, KW, stride, pad in (
    (1, 2, 3, 4, 1, 2, 4, 5),
    (2, 3, 5, 6, 2, 3, 2, 1),
    (1, 2, 7, 4, 3, 2, 3, 0),
    (3, 1, 4, 5, 3, 3, 2, 2),
    (2, 2, 3, 2, 4, 3, 1, 1),
    (1, 3, 6, 5, 2, 1, 4, 0),
):
    x = np.random.default_rng(1000 * N + 100 * C + 10 * H + W).normal(size=(N, C, H, W))
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    framed[:, :, pad : H + pad, pad : W + pad] = x
    windows = np.lib.stride_tricks.sliding_window_view(framed, (KH, KW), axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    expected = np.moveaxis(windows, 1, 3).reshape(-1, C * KH * KW)
    check.unchanged(im2col, x, KH, KW, stride, pad)
    check.close(
        im2col(x.copy(), KH, KW, stride, pad),
        expected,
        name=f"im2col with stride {stride} and pad {pad}",
    )
found = im2col(np.arange(9.0).reshape(1, 1, 3, 3), 1, 1, stride=2, pad=1)
check.close(found, 4.0 * np.eye(9)[:, [4]], name="im2col with windows of 1 x 1")
### END HIDDEN TESTS

# %% [markdown]
# Each row of your table is a 2 × 2 window, two channels side by side.
#
# **Guess first.** The image has two channels of 4 × 4 pixels. Does the table hold more numbers?
#
# <details><summary>A. No, fewer</summary>That would hold for the result of a convolution, which has one number for each of the 9 windows. The table has a row for each, with all 8 numbers of the window: 72 for an image of 32.</details>
# <details><summary>B. No, just as many</summary>That would hold if the windows lay side by side, like tiles. Here they overlap, and a pixel is written down once for each window that it is in, up to four times.</details>
# <details><summary>C. Yes, more than twice as many</summary>Right. A pixel in the middle is in several windows, here in four, and is written down for each. The image has 32 numbers, the table 9 rows of 8, which is 72.</details>

# %% [markdown]
# Then **step through the rows.**

# %% given="window_rows"
widgets.step_through(lambda step: plots.window_rows(im2col, step), 8)

# %% [markdown]
# The table is larger than the image, up to nine times for 3 × 3: the price of the speed.
#
# ## 6 · The way back
#
# To train, the layer needs the gradients of its weights, its bias and its input. With im2col, it is an affine layer, and you know those from lesson 6. With `rows` for its input, and `dout` written as rows in the same order, shape $(N \cdot OH \cdot OW,\ F)$,
#
# $$db = \text{sum of dout over its rows} \qquad dW = \text{dout}^T\ @\ \text{rows} \qquad d\text{rows} = \text{dout}\ @\ W $$
#
# Here $W$ holds a filter in each *row*, shape $(F,\ C \cdot KH \cdot KW)$. In lesson 6 it was the other way round, a column for each output, so the formulas look a little different. (The product for $dW$ is the correlation of part 1.)
#
# One thing is missing: from the gradient of the *rows* back to that of the *images*. A pixel appears in several rows, once for each window that covers it. **Where one value feeds several places, its gradients add** (lesson 5). So take each row, lay it back on the window that it came from, and **add** it to what lies there. At the end, take the frame off.
#
# By hand: a 3 × 3 image, 2 × 2 windows, and all rows 1 1 1 1. A corner is in one window, the middle in all four:
#
# $$\begin{pmatrix} 1&1&1&1\\ 1&1&1&1\\ 1&1&1&1\\ 1&1&1&1\end{pmatrix} \quad\to\quad \begin{pmatrix} 1&2&1\\ 2&4&2\\ 1&2&1\end{pmatrix}$$
#
# First in one dimension: windows on a line of numbers, with `pad` zeros at each end. The lines below are shuffled, and three are wrong.

# %% given="pieces_lines"
PIECES_LINES = """
   def laid_back(rows, width, stride, pad):
A      line = np.zeros(width)
B          start = i * stride
C          line[start : start + len(row)] = row
D      return line[pad : pad + width]
E      for i, row in enumerate(rows):
F          start = i
G      line = np.zeros(width + 2 * pad)
H          line[start : start + len(row)] += row
"""

# %% [markdown]
# ### Exercise 7 · `pieces_in_order`  ★★☆ · 4 minutes · 1 point
#
# Put the other five in order: return their letters, as in `"B A"`.
#
# <details><summary>A nudge</summary>What must be there before the first row can be laid on it, and how long is it with its frame? An indented line belongs to the loop above it.</details>
# <details><summary>A push</summary>In each of the pairs A and G, B and F, C and H, one line is wrong. What happens to a number in two windows? Where does window <code>i</code> begin when it moves by <code>stride</code>?</details>
# <details><summary>Almost there</summary>One line comes before the loop and one after it. In the loop, first find where the window begins.</details>


# %% solution="pieces_in_order"
def pieces_in_order():
    """The lines of laid_back, in an order in which they lay windows back on a line.

    Returns:
        Five letters: a text, or a list of texts.
    """
    ### BEGIN SOLUTION
    return "G E B H D"
    ### END SOLUTION


# %% test="pieces_in_order_by_hand" points=1
# check: pieces_in_order, two windows by hand
name = "pieces_in_order()"
laid_back = check.arranged(pieces_in_order(), PIECES_LINES, 5, name=name)
y = laid_back(np.array([[1.0, 2], [3, 4]]), 5, 3, 1)
check.close(y, [2.0, 0, 3, 4, 0], name="the line with stride 3 and pad 1")
y = laid_back(np.array([[1.0, 2], [10, 20]]), 3, 1, 0)
check.close(y, [1.0, 12, 20], name="the line with windows that overlap")
### BEGIN HIDDEN TESTS
y = laid_back(np.array([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]), 5, 2, 1)
check.close(y, [2.0, 7, 5, 13, 8], name="the line with stride 2")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 8 · `col2im`  ★★★ · 5 minutes · 2 points
#
# Write `col2im`, which adds each row to the window that it came from. For example, `col2im(np.array([[1.0, 2.0], [10.0, 20.0]]), (1, 1, 1, 3), 1, 2)` returns `[[[[1, 12, 20]]]]`.
#
# `rows` has the order of your `im2col`. Start in the same way, but with `N, C, H, W = x_shape`, and with zeros in place of `padded`: `framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))`.
#
# <details><summary>A nudge</summary>Your lines do it for a row of pixels. It is <code>im2col</code> in reverse: where that reads a window, this adds to one.</details>
# <details><summary>A push</summary>First <code>rows.reshape(N, OH, OW, C, KH, KW)</code>; then the same loops as before, with <code>+=</code> into the slice of <code>framed</code>.</details>
# <details><summary>Almost there</summary>The axes of a piece are (N, OH, OW, C), those of the slice (N, C, OH, OW): <code>.transpose(0, 3, 1, 2)</code>. At the end, return the part from <code>pad</code> to <code>pad + H</code>, and from <code>pad</code> to <code>pad + W</code>.</details>


# %% solution="col2im"
def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    """Lay every row back on the window that it came from; where windows overlap, add.

    Args:
        rows: array of shape (N * OH * OW, C * KH * KW), ordered as im2col does. Not changed.
        x_shape: shape of the images, (N, C, H, W).
        KH, KW, stride, pad: as in im2col.
    Returns:
        Array of shape (N, C, H, W), without the frame.
    """
    ### BEGIN SOLUTION
    N, C, H, W = x_shape
    OH = conv_output_size(H, KH, stride, pad)
    OW = conv_output_size(W, KW, stride, pad)
    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    pieces = rows.reshape(N, OH, OW, C, KH, KW).transpose(0, 3, 1, 2, 4, 5)
    for a in range(KH):
        for b in range(KW):
            place = slice(a, a + stride * OH, stride), slice(b, b + stride * OW, stride)
            framed[:, :, *place] += pieces[..., a, b]
    return framed[:, :, pad : pad + H, pad : pad + W]
    ### END SOLUTION


# %% test="col2im_by_hand" points=1
# check: col2im, by hand
rows = np.array([[1.0, 2, 3, 4], [10.0, 20, 30, 40]])
check.unchanged(col2im, rows, (1, 1, 2, 3), 2, 2)
images = col2im(rows.copy(), (1, 1, 2, 3), 2, 2)
check.close(images, [[[[1.0, 12, 20], [3, 34, 40]]]], name="the image")
### BEGIN HIDDEN TESTS
check.close(
    col2im(np.ones((4, 4)), (1, 1, 3, 3), 2, 2),
    [[[[1.0, 2, 1], [2.0, 4, 2], [1.0, 2, 1]]]],
    name="col2im of ones",
)
### END HIDDEN TESTS

# %% test="col2im_other_sizes" points=1
# check: col2im, stride 3, then pad 1
images = col2im(np.arange(1.0, 9.0).reshape(2, 4), (1, 2, 1, 5), 1, 2, stride=3)
check.close(images, [[[[1, 2, 0, 5, 6]], [[3, 4, 0, 7, 8]]]], name="images of stride 3")
images = col2im(np.ones((9, 4)), (1, 1, 2, 2), 2, 2, pad=1)
check.close(images, [[[[4.0, 4], [4, 4]]]], name="the image with pad 1")
### BEGIN HIDDEN TESTS
for N, C, H, W, KH, KW, stride, pad in (
    (1, 2, 3, 4, 1, 2, 4, 5),
    (2, 3, 5, 6, 2, 3, 2, 1),
    (1, 2, 7, 4, 3, 2, 3, 0),
    (3, 1, 4, 5, 3, 3, 1, 2),
    (2, 2, 3, 2, 4, 3, 1, 1),
    (3, 2, 4, 4, 3, 3, 1, 0),
    (1, 1, 300, 2, 2, 1, 1, 0),
    (2, 2, 2, 2, 2, 2, 2, 1),
):
    OH, OW = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    rows = np.random.default_rng(1000 * N + 100 * C + 10 * H + W).normal(
        size=(N * OH * OW, C * KH * KW)
    )
    expected = np.zeros((N, C, H, W))
    for r, (n, i, j) in enumerate(np.ndindex(N, OH, OW)):
        for s, (c, a, b) in enumerate(np.ndindex(C, KH, KW)):
            h, v = i * stride + a - pad, j * stride + b - pad
            if 0 <= h < H and 0 <= v < W:
                expected[n, c, h, v] += rows[r, s]
    check.unchanged(col2im, rows, (N, C, H, W), KH, KW, stride, pad)
    check.close(
        col2im(rows.copy(), (N, C, H, W), KH, KW, stride, pad),
        expected,
        name=f"col2im to {(N, C, H, W)} with stride {stride} and pad {pad}",
    )
### END HIDDEN TESTS

# %% [markdown]
# Rows of ones show how many windows each pixel is in.
#
# **Guess first.** With 3 × 3 windows and stride 2, which pixels are in the most windows?
#
# <details><summary>A. All those away from the edge</summary>That would hold for stride 1, where all pixels further inside are in nine windows. With stride 2 only every second window is left in each direction, and neighbours are in 1, 2 or 4 of them.</details>
# <details><summary>B. Every second one, in both directions</summary>Right. A window begins at every second pixel, so the last column of one is the first of the next: it is in two of them, the column beside it in one. With the rows, that makes 4, 2 or 1.</details>
# <details><summary>C. Those nearest to the centre</summary>That was so in the small example, where the middle was the only pixel away from the edge. In a larger image the count no longer grows further inside: with stride 2 it goes up and down.</details>

# %% [markdown]
# Then **change the window, the stride and the padding.** When are some pixels in no window, and so unseen?

# %% given="window_counts"
widgets.explore(
    lambda window, stride, padding: plots.window_counts(
        col2im, window, stride, padding
    ),
    window=(1, 4, 3),
    stride=(1, 4, 1),
    padding=(0, 2, 0),
)

# %% [markdown]
# ### Exercise 9 · `conv2d_backward`  ★★★ · 10 minutes · 3 points
#
# Write `conv2d_backward`, which returns `dx`, `dw` and `db`. For example, for `x` = `[[[[3, 4]]]]`, `w` = `[[[[2]]]]` and `dout` = `[[[[1, 10]]]]` they are `[[[[2, 20]]]]`, `[[[[43]]]]` and `[11]`.
#
# Each gradient has a check and a point of its own, even if another is still `None`. With `im2col` and `col2im` you need no loop, and that version is the one for the training in part 8. (Loops are right as well, but slow.)
#
# | gradient | shape |
# | --- | --- |
# | $dx$ | that of $x$, `(N, C, H, W)` |
# | $dw$ | that of $w$, `(F, C, KH, KW)` |
# | $db$ | that of $b$, `(F,)` |
#
# <details><summary>A nudge</summary>Write <code>dout</code> as rows first: its axes are (N, F, OH, OW), and the order of your rows is by n, then by the window's row, then by its column.</details>
# <details><summary>A push</summary>Move the axis F to the end with <code>transpose</code>, and then <code>reshape(-1, F)</code>. A reshape alone would mix up filters and places.</details>
# <details><summary>Almost there</summary><code>w.reshape(F, -1)</code> is the W of the three formulas. The result for <em>dw</em> gets the shape of <code>w</code> again; <em>drows</em> goes through <code>col2im</code>.</details>


# %% solution="conv2d_backward"
def conv2d_backward(dout, x, w, stride=1, pad=0):
    """The gradients of conv2d(x, w, b, stride, pad).

    Args:
        dout: gradient arriving from above, shape (N, F, OH, OW). Not changed.
        x: the images, array of floats or whole numbers, shape (N, C, H, W). Not changed.
        w: the filters, array of floats or whole numbers, shape (F, C, KH, KW). Not changed.
        stride, pad: as in conv2d.
    Returns:
        dx, dw, db: three arrays of floats, with the shapes of x, of w and (F,).
    """
    ### BEGIN SOLUTION
    F, _, KH, KW = w.shape
    rows = im2col(x, KH, KW, stride, pad)
    upstream = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    db = np.sum(upstream, axis=0)
    dw = (upstream.T @ rows).reshape(w.shape)
    dx = col2im(upstream @ w.reshape(F, -1), x.shape, KH, KW, stride, pad)
    return dx, dw, db
    ### END SOLUTION


# %% test="backward_db" points=1
# check: conv2d_backward, db by hand
x, w = np.ones((2, 1, 1, 2)), np.ones((3, 1, 1, 1))
dout = np.array([[[[0.0, 1]], [[2, 3]], [[4, 5]]], [[[6, 7]], [[8, 9]], [[10, 11]]]])
check.unchanged(conv2d_backward, dout, x, w)
dx, dw, db = conv2d_backward(dout.copy(), x.copy(), w.copy())
check.close(db, [14.0, 22, 30], name="db", sizes={"batch": 2})
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(80)
x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, 2, 3))
dout = rng.normal(size=(2, 4, 3, 3))
check.unchanged(conv2d_backward, dout, x, w)
dx, dw, db = check.parts(
    conv2d_backward(dout.copy(), x.copy(), w.copy()),
    ("dx", "dw", "db"),
    name="conv2d_backward(...)",
)
check.close(
    db,
    np.einsum("nfij->f", dout),
    name="db",
    sizes={"batch": 2},
)
for N, C, F, H, W, KH, KW, stride, pad in (
    (3, 2, 4, 5, 6, 2, 3, 2, 1),
    (1, 1, 1, 3, 3, 2, 2, 1, 0),
    (2, 2, 2, 3, 3, 2, 2, 1, 0),
    (1, 1, 2, 300, 1, 2, 1, 1, 0),
    (5, 1, 3, 3, 2, 3, 1, 2, 2),
):
    OH, OW = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    rng = np.random.default_rng(100 * N + 10 * C + F)
    x, w, dout = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F, C, KH, KW)),
        rng.normal(size=(N, F, OH, OW)),
    )
    parts = check.parts(
        conv2d_backward(dout, x, w, stride, pad),
        ("dx", "dw", "db"),
        name="conv2d_backward",
    )
    check.close(parts[2], np.einsum("nfij->f", dout), name="db", sizes={"batch": N})
### END HIDDEN TESTS

# %% test="backward_dw" points=1
# check: conv2d_backward, dw by hand
x, w = np.array([[[[1.0, 2, 3]]], [[[4, 5, 6]]]]), np.ones((2, 1, 1, 2))
dout = np.array([[[[1.0, 10]], [[0, 0]]], [[[0, 0]], [[100, 1000]]]])
dx, dw, db = conv2d_backward(dout.copy(), x.copy(), w.copy())
check.close(dw, [[[[21.0, 32]]], [[[5400, 6500]]]], name="dw", sizes={"batch": 2})
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(81)
x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, 2, 3))
dout = rng.normal(size=(2, 4, 3, 3))
check.unchanged(conv2d_backward, dout, x, w)
dx, dw, db = check.parts(
    conv2d_backward(dout.copy(), x.copy(), w.copy()),
    ("dx", "dw", "db"),
    name="conv2d_backward(...)",
)
windows = np.lib.stride_tricks.sliding_window_view(x, (2, 3), axis=(2, 3))


def scores_for(w):
    return np.einsum("ncijab,fcab,nfij->", windows, w, dout)


check.gradient(scores_for, w, dw, name="dw", sizes={"batch": 2})
for N, C, F, H, W, KH, KW, stride, pad in (
    (2, 3, 4, 5, 6, 2, 3, 2, 1),
    (1, 2, 3, 6, 4, 3, 2, 3, 0),
    (2, 1, 2, 3, 4, 3, 3, 2, 2),
    (2, 2, 2, 3, 3, 2, 2, 1, 0),
    (1, 1, 2, 300, 1, 2, 1, 1, 0),
    (3, 2, 1, 2, 3, 1, 2, 1, 1),
):
    OH, OW = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    rng = np.random.default_rng(1000 * N + 100 * C + 10 * F + W)
    x, w, dout = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F, C, KH, KW)),
        rng.normal(size=(N, F, OH, OW)),
    )
    framed = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (KH, KW), axis=(2, 3))[
        :, :, ::stride, ::stride
    ]
    check.unchanged(conv2d_backward, dout, x, w, stride, pad)
    parts = check.parts(
        conv2d_backward(dout.copy(), x.copy(), w.copy(), stride, pad),
        ("dx", "dw", "db"),
        name="conv2d_backward",
    )

    def upstream_of(w, windows=windows, dout=dout):
        return np.einsum("ncijab,fcab,nfij->", windows, w, dout)

    check.gradient(
        upstream_of,
        w,
        parts[1],
        name=f"dw with stride {stride} and pad {pad}",
        sizes={"batch": N},
    )
x, w = rng.integers(-3, 4, size=(2, 2, 3, 4)), rng.integers(-3, 4, size=(3, 2, 2, 2))
dout = rng.normal(size=(2, 3, 2, 3))
windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3))
expected = np.einsum("ncijab,nfij->fcab", windows, dout)
parts = check.parts(
    conv2d_backward(dout, x, w), ("dx", "dw", "db"), name="conv2d_backward"
)
check.close(parts[1], expected, name="dw for images and filters of whole numbers")
### END HIDDEN TESTS

# %% test="backward_dx" points=1
# check: conv2d_backward, dx by hand
x, w = np.ones((2, 1, 1, 3)), np.array([[[[1.0, 2]]], [[[3, 4]]]])
dout = np.array([[[[1.0, 10]], [[0, 0]]], [[[0, 0]], [[100, 1000]]]])
dx, dw, db = conv2d_backward(dout.copy(), x.copy(), w.copy())
check.close(dx, [[[[1.0, 12, 20]]], [[[300, 3400, 4000]]]], name="dx")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(82)
x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(4, 3, 2, 3))
dout = rng.normal(size=(2, 4, 3, 3))
check.unchanged(conv2d_backward, dout, x, w)
dx, dw, db = check.parts(
    conv2d_backward(dout.copy(), x.copy(), w.copy()),
    ("dx", "dw", "db"),
    name="conv2d_backward(...)",
)


image = x.copy()
windows = np.lib.stride_tricks.sliding_window_view(image, (2, 3), axis=(2, 3))


def scores_from(x):
    image[...] = x  # of which windows is a view
    return np.einsum("ncijab,fcab,nfij->", windows, w, dout)


for i, j in np.ndindex(3, 3):
    share = np.einsum("nf,fcab->ncab", dout[:, :, i, j], w)
check.gradient(scores_from, x, dx, name="dx", sizes={"batch": 2})
for N, C, F, H, W, KH, KW, stride, pad in (
    (2, 3, 4, 5, 6, 2, 3, 2, 1),
    (1, 2, 3, 6, 4, 3, 2, 3, 0),
    (2, 1, 2, 3, 4, 3, 3, 2, 2),
    (2, 2, 2, 3, 3, 2, 2, 1, 0),
    (1, 1, 2, 300, 1, 2, 1, 1, 0),
    (3, 2, 1, 2, 3, 1, 2, 1, 1),
):
    OH, OW = (H + 2 * pad - KH) // stride + 1, (W + 2 * pad - KW) // stride + 1
    rng = np.random.default_rng(1000 * N + 100 * C + 10 * F + H)
    x, w, dout = (
        rng.normal(size=(N, C, H, W)),
        rng.normal(size=(F, C, KH, KW)),
        rng.normal(size=(N, F, OH, OW)),
    )
    check.unchanged(conv2d_backward, dout, x, w, stride, pad)
    parts = check.parts(
        conv2d_backward(dout.copy(), x.copy(), w.copy(), stride, pad),
        ("dx", "dw", "db"),
        name="conv2d_backward",
    )

    framed = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    image = framed[:, :, pad : pad + H, pad : pad + W]
    windows = np.lib.stride_tricks.sliding_window_view(framed, (KH, KW), axis=(2, 3))[
        :, :, ::stride, ::stride
    ]

    def upstream_of(x, image=image, windows=windows, w=w, dout=dout):
        image[...] = x  # of which windows is a view
        return np.einsum("ncijab,fcab,nfij->", windows, w, dout)

    check.gradient(
        upstream_of,
        x,
        parts[0],
        name=f"dx with stride {stride} and pad {pad}",
        sizes={"batch": N},
    )
x, w = rng.integers(-3, 4, size=(2, 2, 3, 4)), rng.integers(-3, 4, size=(3, 2, 2, 2))
dout = rng.normal(size=(2, 3, 2, 3))
expected = np.zeros(x.shape)
for i, j in np.ndindex(2, 3):
    share = np.einsum("nf,fcab->ncab", dout[:, :, i, j], w)
    expected[:, :, i : i + 2, j : j + 2] += share
parts = check.parts(
    conv2d_backward(dout, x, w), ("dx", "dw", "db"), name="conv2d_backward"
)
check.close(parts[0], expected, name="dx for images and filters of whole numbers")
### END HIDDEN TESTS

# %% [markdown]
# Let the gradient arrive at a *single* number of the result, and see where it goes. **Move it around**, and let a second one arrive beside it. Each lays the filter on its window, and where two windows overlap, they add up.

# %% given="gradient_spots"
widgets.explore(
    lambda row, column, stride, second: plots.gradient_spots(
        conv2d_backward, row, column, stride, second == "two arrive"
    ),
    row=(0, 4, 1),
    column=(0, 3, 1),
    stride=(1, 2, 1),
    second=["two arrive", "one arrives"],
)

# %% [markdown]
# Now your functions become a layer, as in lesson 6. Its `forward` returns what your `conv2d` does, by means of the matrix product:


# %% given="conv_layer"
class Conv:
    """A layer of filters: W of shape (F, C, KH, KW), b of shape (F,)."""

    def __init__(self, W, b, stride=1, pad=0):
        self.W, self.b, self.stride, self.pad = W, b, stride, pad

    def forward(self, x):
        self.x = x
        filters, _, KH, KW = self.W.shape
        height = conv_output_size(x.shape[2], KH, self.stride, self.pad)
        width = conv_output_size(x.shape[3], KW, self.stride, self.pad)
        table = im2col(x, KH, KW, self.stride, self.pad)
        maps = table @ self.W.reshape(filters, -1).T + self.b
        maps = maps.reshape(len(x), height, width, filters)
        return maps.transpose(0, 3, 1, 2)

    def backward(self, dout):
        gradients = conv2d_backward(dout, self.x, self.W, self.stride, self.pad)
        dx, self.dW, self.db = gradients
        return dx


# %% [markdown]
# ## 7 · Keep the largest
#
# A filter says at each place how well its pattern fits. Usually it doesn't matter whether the edge is at this pixel or at the next one. So after a convolution, many networks keep only the **largest** of each block of 2 × 2 numbers: *is the pattern here, more or less?* That's **max pooling**. It halves the height and the width of each channel:
#
# $$\begin{pmatrix} 1&3&2&0\\ 5&4&1&1\\ 0&0&7&6\\ 1&0&5&7\end{pmatrix} \quad\to\quad \begin{pmatrix} 5&2\\ 1&7\end{pmatrix}$$
#
# You know its way back from lesson 5: **max routes.** The whole gradient of a block goes to the number that won; the others get 0. In the lower right block there are two sevens. Then **the first in reading order gets all of it**:
#
# $$\text{dout} = \begin{pmatrix} 10&20\\ 30&40\end{pmatrix} \quad\to\quad dx = \begin{pmatrix} 0&0&20&0\\ 10&0&0&0\\ 0&0&40&0\\ 30&0&0&0\end{pmatrix}$$
#
# ### Exercise 10 · `MaxPool`  ★★★ · 10 minutes · 3 points
#
# Write `forward` and `backward` of `MaxPool`. For example, `pool.forward(np.array([[[[1.0, 3.0], [5.0, 4.0]]]]))` returns `[[[[5]]]]`, and after that `pool.backward(np.array([[[[10.0]]]]))` returns `[[[[0, 0], [10, 0]]]]`.
#
# Blocks of `size` × `size` lie side by side: the stride is `size`, and there is no padding. If the size doesn't divide the height or the width, the rest at the bottom or on the right is ignored; its gradient is 0.
#
# <details><summary>A nudge</summary>What must <code>forward</code> keep, so that <code>backward</code> knows who won? The input is enough.</details>
# <details><summary>A push</summary>Loop over the rows and columns of the <em>result</em>. All images and channels go at once: <code>block = x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]</code>, and <code>block.reshape(N, C, -1)</code> has its numbers in reading order.</details>
# <details><summary>Almost there</summary><code>argmax</code> over the last axis gives the place of the first maximum. Comparing <code>np.arange(s * s)</code> with it (with a new last axis: <code>[:, :, None]</code>) gives True at the winner, False elsewhere: multiply by that block's <code>dout[:, :, i, j, None]</code>, and reshape to <code>(N, C, s, s)</code>.</details>


# %% solution="max_pool"
class MaxPool:
    """Keep the largest number of each block of size x size."""

    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        """The largest number of each block.

        Args:
            x: array of floats or whole numbers, shape (N, C, H, W). Not changed.
        Returns:
            Array of shape (N, C, H // size, W // size).
        """
        ### BEGIN SOLUTION
        self.x = x
        N, C, H, W = x.shape
        s = self.size
        out = np.zeros((N, C, H // s, W // s))
        for i in range(H // s):
            for j in range(W // s):
                block = x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                out[:, :, i, j] = block.max(axis=(2, 3))
        return out
        ### END SOLUTION

    def backward(self, dout):
        """Send each gradient to the number that won its block, the first one if several did.

        Args:
            dout: gradient arriving from above, of the shape of what forward returned. Not changed.
        Returns:
            Array of floats of the shape of the last x.
        """
        ### BEGIN SOLUTION
        N, C, H, W = self.x.shape
        s = self.size
        dx = np.zeros(self.x.shape)
        for i in range(H // s):
            for j in range(W // s):
                place = np.s_[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s]
                winner = self.x[place].reshape(N, C, s * s).argmax(axis=2)
                won = np.arange(s * s) == winner[:, :, None]
                dx[place] = (won * dout[:, :, i, j, None]).reshape(N, C, s, s)
        return dx
        ### END SOLUTION


# %% test="pool_forward" points=1
# check: MaxPool.forward, by hand
x = np.array([[[[1.0, 3, 2, 0], [5, 4, 1, 1], [0, 0, -7, -6], [1, 0, -5, -7]]]])
check.unchanged(MaxPool().forward, x, name="MaxPool().forward")
out = MaxPool().forward(x.copy())
check.close(out, [[[[5.0, 2], [1, -5]]]], name="MaxPool().forward(x)")
### BEGIN HIDDEN TESTS
x = np.array([[[[1.0, 3, 2, 0], [5.0, 4, 1, 1], [0.0, 0, 7, 6], [1.0, 0, 5, 7]]]])
pool = MaxPool()
check.unchanged(pool.forward, x, name="MaxPool().forward")
check.close(
    pool.forward(x.copy()), [[[[5.0, 2], [1.0, 7]]]], name="MaxPool().forward(x)"
)
check.close(pool.forward(-x), [[[[-1.0, 0], [0, -5]]]], name="a second forward")
check.close(
    MaxPool(2).forward(np.array([[[[-3.0, -1.0], [-2.0, -5.0]]]])),
    [[[[-1.0]]]],
    name="forward of negative numbers",
)
for N, C, H, W, size in (
    (2, 3, 4, 6, 2),
    (1, 2, 6, 3, 3),
    (3, 1, 4, 4, 4),
    (2, 2, 2, 2, 1),
    (2, 4, 5, 7, 2),
    (1, 1, 600, 2, 2),
    (1, 3, 8, 4, 3),
    (3, 2, 3, 2, 2),
):
    x = (
        np.random.default_rng(1000 * N + 100 * C + 10 * H + W).normal(size=(N, C, H, W))
        - 3
    )
    OH, OW = H // size, W // size
    inside = x[:, :, : OH * size, : OW * size].reshape(N, C, OH, size, OW, size)
    check.close(
        MaxPool(size).forward(x),
        inside.max(axis=5).max(axis=3),
        name=f"forward of {x.shape} with size {size}",
    )
low = np.array([[[[-3e6, -2e6], [-4e6, -5e6]]]])
check.close(
    MaxPool(2).forward(low), [[[[-2e6]]]], name="forward of very negative numbers"
)
### END HIDDEN TESTS

# %% test="pool_backward" points=1
# check: MaxPool.backward, by hand
x = np.array([[[[1.0, 3, 2, 0], [5, 4, 1, 1], [0, 0, 7, 6], [1, 0, 5, 7]]]])
pool, dout = MaxPool(), np.array([[[[10.0, 20], [30, 40]]]])
pool.forward(x.copy())
check.unchanged(pool.backward, dout, name="MaxPool().backward")
right = [[[[0.0, 0, 20, 0], [10, 0, 0, 0], [0, 0, 40, 0], [30, 0, 0, 0]]]]
check.close(pool.backward(dout.copy()), right, name="MaxPool().backward(dout)")
### BEGIN HIDDEN TESTS
x = np.array(
    [
        [[[2.0, 2.0], [2.0, 2.0]], [[1.0, 4.0], [0.0, 4.0]]],
        [[[0.0, -1.0], [0.0, 0.0]], [[-3.0, -2.0], [-2.0, -2.0]]],
    ]
)
dout = np.array([[[[3.0]], [[5.0]]], [[[-7.0]], [[11.0]]]])
expected = np.zeros((2, 2, 2, 2))
(
    expected[0, 0, 0, 0],
    expected[0, 1, 0, 1],
    expected[1, 0, 0, 0],
    expected[1, 1, 0, 1],
) = 3.0, 5.0, -7.0, 11.0
pool = MaxPool(2)
pool.forward(x.copy())
check.close(
    pool.backward(dout), expected, name="backward where several are the largest"
)
for N, C, H, W, size, unit in (
    (2, 3, 4, 6, 2, 0.1),
    (3, 1, 2, 2, 2, 0.1),
    (2, 2, 6, 6, 3, 1),  # whole numbers
    (1, 1, 300, 2, 2, 0.1),
):
    rng = np.random.default_rng(1000 * N + 100 * C + 10 * H + W)
    x, dout = (
        rng.permutation(N * C * H * W).reshape(N, C, H, W) * unit - 3,
        rng.normal(size=(N, C, H // size, W // size)),
    )
    first, second = MaxPool(size), MaxPool(size)
    first.forward(x)
    second.forward(-x)
    inside = x.reshape(N, C, H // size, size, W // size, size)
    won = inside == inside.max(axis=(3, 5), keepdims=True)
    expected = (won * dout[:, :, :, None, :, None]).reshape(x.shape)
    check.unchanged(first.backward, dout, name="MaxPool().backward")
    check.close(
        first.backward(dout.copy()), expected, name="backward of one of two layers"
    )
### END HIDDEN TESTS

# %% test="pool_any_size" points=1
# check: MaxPool, blocks of 3 x 3, and a column that is left over
pool, x, dx = MaxPool(3), np.arange(24.0).reshape(1, 2, 3, 4), np.zeros((1, 2, 3, 4))
x[0, 0, 1, 1], dx[0, 0, 1, 1], dx[0, 1, 2, 2] = 50.0, 10.0, 20.0
check.shape(pool.forward(x), (1, 2, 1, 1), name="forward(x)")
check.close(pool.backward(np.array([[[[10.0]], [[20]]]])), dx, name="backward(dout)")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(9)
x = rng.permutation(2 * 3 * 7 * 5).reshape(2, 3, 7, 5) * 0.1
dout = rng.normal(size=(2, 3, 2, 1))
pool = MaxPool(3)
out = pool.forward(x.copy())
check.shape(out, (2, 3, 2, 1), name="forward of (2, 3, 7, 5) with size 3")


def pooled(x):
    blocks = x[:, :, :6, :3].reshape(2, 3, 2, 3, 1, 3)
    return np.vdot(blocks.max(axis=(3, 5)), dout)


check.gradient(pooled, x, pool.backward(dout.copy()), name="dx with size 3")
for N, C, H, W, size in (
    (2, 3, 5, 7, 2),
    (1, 2, 8, 4, 3),
    (3, 1, 4, 3, 2),
    (1, 1, 5, 9, 4),
    (2, 2, 3, 3, 1),
):
    rng = np.random.default_rng(100 * N + 10 * C + size)
    x = rng.permutation(N * C * H * W).reshape(N, C, H, W) * 0.1 - 4
    OH, OW = H // size, W // size
    dout = rng.normal(size=(N, C, OH, OW))
    pool = MaxPool(size)
    pool.forward(rng.normal(size=(1, 1, 3 * size, size)))
    pool.backward(np.ones((1, 1, 3, 1)))
    pool.forward(x)

    def upstream_of(x, OH=OH, OW=OW, s=size, dout=dout):
        inside = x[:, :, : OH * s, : OW * s].reshape(*x.shape[:2], OH, s, OW, s)
        return np.vdot(inside.max(axis=(3, 5)), dout)

    check.gradient(upstream_of, x, pool.backward(dout), name=f"dx with size {size}")
### END HIDDEN TESTS

# %% [markdown]
# A digit, and what your layer keeps of it: a quarter of the numbers. The circled winners are where your `backward` sends the gradient. (In a block that is white all over, the first pixel wins.) **Choose another digit, or another size:**

# %% given="pooled_digit"
widgets.explore(
    lambda digit, size: plots.pooled_digit(MaxPool, data.digits()[0][digit], size),
    digit=(0, 9, 3),
    size=(1, 4, 2),
)

# %% [markdown]
# ## 8 · The whole network
#
# A convolutional network, or **CNN**, goes like this: convolution, ReLU, pooling, and again. The images get smaller and get more channels: from "where is an edge?" to "where is a loop?". At the end all numbers become one row, and an affine layer makes the scores.
#
# How many parameters is that? A filter has $C \cdot K \cdot K$ weights and one bias, **however large the image is**. An affine layer with $D$ inputs (all $C \cdot H \cdot W$ numbers) and $M$ outputs has a weight for each pair, and a bias for each output. ReLU and pooling have none.
#
# $$\text{conv: } F\,(C \cdot K \cdot K + 1) \qquad \text{affine: } M\,(D + 1)$$
#
# Here is a classic CNN for the 28 × 28 digits of MNIST, as a list:

# %% given="mnist_layers"
mnist = [
    ("input", 1, 28, 28),  # channels, height, width
    ("conv", 32, 3, 1, 1),  # filters, kernel (3 x 3), stride, pad
    ("relu",),
    ("pool", 2),  # size
    ("conv", 64, 3, 1, 1),
    ("relu",),
    ("pool", 2),
    ("affine", 10),  # outputs
]

# %% [markdown]
# By hand: the first convolution has $32 \cdot (1 \cdot 9 + 1) = 320$ parameters. Its 32 maps are the channels of the second, which has $64 \cdot (32 \cdot 9 + 1) = 18{,}496$. With padding 1 a 3 × 3 convolution keeps the size, and each pooling halves it: 28 → 14 → 7. So the affine layer gets $64 \cdot 7 \cdot 7 = 3{,}136$ numbers, and has $10 \cdot (3136 + 1) = 31{,}370$ parameters. Together: 50,186.
#
# ### Exercise 11 · `parameter_count`  ★★☆ · 8 minutes · 2 points
#
# Write `parameter_count`, which adds up the parameters of a list of layers.
#
# For example, `parameter_count([("input", 1, 2, 2), ("affine", 3)])` returns 3 · (4 + 1) = 15.
#
# <details><summary>A nudge</summary>Nobody tells a layer how many channels come in: they are what the layer before it made. What do you have to remember from layer to layer?</details>
# <details><summary>A push</summary>Keep <code>C, H, W</code> and a total. Go through the list: each kind changes some of them, and adds to the total or not. <code>conv_output_size</code> knows the sizes.</details>
# <details><summary>Almost there</summary><code>kind, *numbers = layer</code> takes a layer apart. Pooling leaves <code>H // size</code> and <code>W // size</code>. The outputs of an <code>"affine"</code> are the inputs of whatever comes next: set <code>C, H, W = M, 1, 1</code>.</details>


# %% solution="parameter_count"
def parameter_count(layers):
    """How many numbers a network has to learn.

    Args:
        layers: list of tuples: first ("input", C, H, W), then any of ("conv", F, K, stride, pad), whose
            kernels are K x K, ("relu",), ("pool", size), ("affine", M). Not changed.
    Returns:
        Weights and biases of all layers together, a whole number of type int; 0 for the input alone.
    """
    ### BEGIN SOLUTION
    total = 0
    for kind, *numbers in layers:
        if kind == "input":
            C, H, W = numbers
        elif kind == "conv":
            F, K, stride, pad = numbers
            total += F * (C * K * K + 1)
            C = F
            H = conv_output_size(H, K, stride, pad)
            W = conv_output_size(W, K, stride, pad)
        elif kind == "pool":
            H, W = H // numbers[0], W // numbers[0]
        elif kind == "affine":
            total += numbers[0] * (C * H * W + 1)
            C, H, W = numbers[0], 1, 1
    return total
    ### END SOLUTION


# %% test="count_by_layer" points=1
# check: parameter_count, 5 filters of 3 x 3, then 24 → 5 → 6
conv = [("input", 2, 6, 4), ("conv", 5, 3, 1, 1)]
affine = [("input", 2, 3, 4), ("affine", 5), ("affine", 6)]
check.unchanged(parameter_count, conv)
check.equal(parameter_count(list(conv)), 95, name="the parameters of 5 filters")
check.equal(parameter_count(affine), 161, name="the parameters of 24 → 5 → 6")
### BEGIN HIDDEN TESTS
check.equal(
    parameter_count([("input", 2, 3, 4)]), 0, name="the parameters of the input"
)
check.equal(
    parameter_count([("input", 2, 7, 5), ("conv", 3, 2, 1, 0), ("relu",)]),
    27,
    name="conv and ReLU",
)
check.equal(parameter_count([("input", 1, 4, 4), ("affine", 1)]), 17, name="one output")
check.equal(
    parameter_count([("input", 6, 1, 1), ("affine", 7), ("relu",), ("affine", 2)]),
    65,
    name="two affine layers with a ReLU",
)
check.equal(
    parameter_count([("input", 4, 9, 9), ("pool", 3), ("relu",)]),
    0,
    name="pool and ReLU",
)
check.equal(
    parameter_count(
        [
            ("input", 1, 5, 5),
            ("conv", 2, 3, 1, 0),
            ("conv", 3, 2, 1, 0),
            ("conv", 4, 1, 2, 1),
        ]
    ),
    63,
    name="three convolutions",
)
### END HIDDEN TESTS

# %% test="count_mnist" points=1
# check: parameter_count, the classic CNN
check.equal(parameter_count(list(mnist)), 50186, name="parameters of the classic CNN")
### BEGIN HIDDEN TESTS
check.equal(
    parameter_count(
        [
            ("input", 3, 11, 8),
            ("conv", 4, 3, 2, 0),
            ("relu",),
            ("affine", 6),
            ("relu",),
            ("affine", 2),
        ]
    ),
    112 + 366 + 14,
    name="a convolution with stride 2",
)
check.equal(
    parameter_count(
        [
            ("input", 2, 7, 10),
            ("pool", 3),
            ("conv", 5, 2, 1, 1),
            ("pool", 2),
            ("affine", 3),
        ]
    ),
    45 + 33,
    name="pooling that leaves something over",
)
check.equal(
    parameter_count(
        [("input", 1, 9, 6), ("conv", 2, 5, 3, 2), ("conv", 3, 2, 1, 0), ("affine", 4)]
    ),
    52 + 27 + 28,
    name="two convolutions with stride and padding",
)
check.equal(
    parameter_count([("input", 3, 100, 100), ("affine", 30)]),
    900_030,
    name="the parameters of an affine layer for photographs",
)
### END HIDDEN TESTS

# %% [markdown]
# Nearly two thirds of all parameters are in the last layer, though the convolutions do most of the work:

# %% given="layer_table"
plots.layer_table(parameter_count, mnist)

# %% [markdown]
# An affine layer from the image to the same 32 maps would have 19,694,080 parameters instead of 320.
#
# ### Exercise 12 · `build_cnn`  ★★☆ · 6 minutes · 3 points
#
# Write `build_cnn`, which puts together a CNN of your own, for digits of 8 × 8 pixels. It returns a list of seven layers:
#
# | | layer | result for a batch | weights | inputs of each output |
# | --- | --- | --- | --- | --- |
# | 0 | `Conv` with F₁ filters of 3 × 3, pad 1 | `(N, F1, 8, 8)` | `(F1, 1, 3, 3)` | 9 |
# | 1 | `Relu` | `(N, F1, 8, 8)` | | |
# | 2 | `MaxPool` of size 2 | `(N, F1, 4, 4)` | | |
# | 3 | `Conv` with F₂ filters of 3 × 3, pad 1 | `(N, F2, 4, 4)` | `(F2, F1, 3, 3)` | 9 F₁ |
# | 4 | `Relu` | `(N, F2, 4, 4)` | | |
# | 5 | `Flatten` | `(N, 16 F2)` | | |
# | 6 | `Affine` with 10 outputs | `(N, 10)` | `(16 F2, 10)` | 16 F₂ |
#
# `Conv(W, b, stride, pad)` and `Affine(W, b)` get their weights when they are made. All biases start at 0. Weights start as random numbers whose spread depends on how many inputs are added up (lesson 2): `rng.normal(size=...)` times $\sqrt{2 / \text{inputs}}$, with the last column of the table. For the first convolution that is
#
# ```python
# F1, F2 = filters
# W1 = rng.normal(size=(F1, 1, 3, 3)) * np.sqrt(2 / 9)
# ```
#
# For example, `build_cnn((3, 5), rng)[0].W` has the shape `(3, 1, 3, 3)`.
#
# <details><summary>A nudge</summary>Make the other two arrays of weights in the same way, each with its own scale.</details>
# <details><summary>A push</summary>To make a layer in the list, call its class: <code>Relu()</code>, <code>MaxPool(2)</code>, <code>Conv(W, b, pad=1)</code>.</details>
# <details><summary>Almost there</summary>For the second convolution: <code>rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1))</code>, with <code>np.zeros(F2)</code> for its bias. The other layers work in the same way.</details>


# %% solution="build_cnn"
def build_cnn(filters, rng):
    """A CNN for images of shape (N, 1, 8, 8) and ten classes, not trained yet.

    Args:
        filters: how many filters the two convolutions have, (F1, F2).
        rng: random generator, which gives the first weights.
    Returns:
        The list of its seven layers: Conv, Relu, MaxPool, Conv, Relu, Flatten, Affine.
    """
    ### BEGIN SOLUTION
    F1, F2 = filters
    W1 = rng.normal(size=(F1, 1, 3, 3)) * np.sqrt(2 / 9)
    W2 = rng.normal(size=(F2, F1, 3, 3)) * np.sqrt(2 / (9 * F1))
    W3 = rng.normal(size=(16 * F2, 10)) * np.sqrt(2 / (16 * F2))
    return [
        Conv(W1, np.zeros(F1), pad=1),
        Relu(),
        MaxPool(2),
        Conv(W2, np.zeros(F2), pad=1),
        Relu(),
        Flatten(),
        Affine(W3, np.zeros(10)),
    ]
    ### END SOLUTION


# %% test="cnn_shapes" points=1
# check: build_cnn, what each layer returns
layers, x = build_cnn((3, 5), np.random.default_rng(11)), np.ones((2, 1, 8, 8))
classes = [layer.__name__ for layer in layers if isinstance(layer, type)]
check.equal(classes, [], name="the list of classes among the layers")
shapes = [(3, 8, 8)] * 2 + [(3, 4, 4)] + [(5, 4, 4)] * 2 + [(80,), (10,)]
for k in range(7):
    x = layers[k].forward(x)
    check.shape(x, (2, *shapes[k]), name=f"what layer {k} returns")
### BEGIN HIDDEN TESTS
labels = ("Conv", "Relu", "MaxPool", "Conv", "Relu", "Flatten", "Affine")
layers = check.parts(
    build_cnn((3, 5), np.random.default_rng(11)), labels, name="build_cnn((3, 5), rng)"
)
x = np.random.default_rng(12).normal(size=(2, 1, 8, 8))
shapes = [
    (2, 3, 8, 8),
    (2, 3, 8, 8),
    (2, 3, 4, 4),
    (2, 5, 4, 4),
    (2, 5, 4, 4),
    (2, 80),
    (2, 10),
]
for k in range(7):
    x = layers[k].forward(x)
    check.shape(x, shapes[k], name=f"what layer {k} ({labels[k]}) returns")
for filters in ((1, 1), (2, 6)):
    layers = check.parts(
        build_cnn(filters, np.random.default_rng(13)), labels, name="build_cnn"
    )
    x = np.random.default_rng(14).normal(size=(3, 1, 8, 8))
    F1, F2 = filters
    shapes = [
        (3, F1, 8, 8),
        (3, F1, 8, 8),
        (3, F1, 4, 4),
        (3, F2, 4, 4),
        (3, F2, 4, 4),
        (3, 16 * F2),
        (3, 10),
    ]
    for k in range(7):
        x = layers[k].forward(x)
        check.shape(x, shapes[k], name=f"what layer {k} ({labels[k]}) returns")
### END HIDDEN TESTS

# %% test="cnn_first_weights" points=1
# check: build_cnn, the spread of the first weights
layers = build_cnn((60, 40), np.random.default_rng(15))
learned = [layer for layer in layers if hasattr(layer, "W")]
for k, spread in enumerate((0.471, 0.0609, 0.0559)):
    check.close(np.std(learned[k].W), spread, name=f"spread of W {k + 1}", rtol=0.15)
### BEGIN HIDDEN TESTS
layers = build_cnn((60, 40), np.random.default_rng(15))
learned = [layer for layer in layers if hasattr(layer, "W")]
check.equal(len(learned), 3, name="the number of layers with weights")
sizes = (("first Conv", 9), ("second Conv", 540), ("Affine", 640))
shapes = ((60, 1, 3, 3), (40, 60, 3, 3), (640, 10))
for k in range(3):
    layer, inputs = sizes[k]
    check.shape(learned[k].W, shapes[k], name=f"W of the {layer}")
    nonzero = np.count_nonzero(learned[k].b)
    check.equal(nonzero, 0, name=f"the number of biases of the {layer} other than 0")
    check.close(
        learned[k].b, np.zeros((60, 40, 10)[k]), name=f"b of the {layer}, at first,"
    )
    check.close(
        np.std(learned[k].W) * np.sqrt(inputs),
        np.sqrt(2),
        name=f"the spread of W of the {layer}, times the root of its inputs,",
        rtol=0.15,
    )
again = [
    layer
    for layer in build_cnn((60, 40), np.random.default_rng(15))
    if hasattr(layer, "W")
]
other = [
    layer
    for layer in build_cnn((60, 40), np.random.default_rng(16))
    if hasattr(layer, "W")
]
for k in range(3):
    W, layer = np.array(learned[k].W), sizes[k][0]
    check.equal(bool(np.allclose(W[0], W[1])), False, name=f"W of the {layer}")
    twice = W.size - len(np.unique(W))
    check.equal(twice, 0, name=f"the number of weights of the {layer} that stand twice")
    check.equal(
        abs(float(np.mean(W))) < 0.25 * float(np.std(W)), True, name=f"W of the {layer}"
    )
    # If they are spread evenly, none is as large as 1.8 times their spread.
    is_far_out = float(np.max(np.abs(W))) > 2.2 * float(np.std(W))
    check.equal(is_far_out, True, name=f"the largest number in W of the {layer}")
    is_same = bool(np.allclose(again[k].W, W, rtol=1e-8, atol=1e-10))
    check.equal(is_same, True, name=f"W of the {layer} from the same generator")
    check.equal(bool(np.allclose(other[k].W, W)), False, name=f"W of the {layer}")
### END HIDDEN TESTS

# %% test="cnn_whole" points=1
# check: build_cnn, the scores of two black images
layers = build_cnn((2, 3), np.random.default_rng(17))
twice = len(layers) - len({id(layer) for layer in layers})
check.equal(twice, 0, name="the number of layers that are in the list twice")
scores = forward_all(layers, np.zeros((2, 1, 8, 8)))
check.equal(np.count_nonzero(scores), 0, name="the number of scores other than 0")
check.close(scores, np.zeros((2, 10)), name="the scores")
### BEGIN HIDDEN TESTS
layers = list(build_cnn((2, 3), np.random.default_rng(17)))
learned = [layer for layer in layers if hasattr(layer, "W")]
check.equal(len(learned), 3, name="the number of layers with weights")
rng = np.random.default_rng(18)
x, upstream = rng.normal(size=(2, 1, 8, 8)), rng.normal(size=(2, 10))


def framed_windows(x):
    framed = np.zeros((*x.shape[:2], x.shape[2] + 2, x.shape[3] + 2))
    framed[:, :, 1:-1, 1:-1] = x
    return np.lib.stride_tricks.sliding_window_view(framed, (3, 3), axis=(2, 3))


def scores_of(x, weights):
    first = np.einsum("ncijab,fcab->nfij", framed_windows(x), weights[0])
    first = np.maximum(first + weights[1][:, None, None], 0)
    half = first.reshape(2, 2, 4, 2, 4, 2).max(axis=(3, 5))
    second = np.einsum("ncijab,fcab->nfij", framed_windows(half), weights[2])
    second = np.maximum(second + weights[3][:, None, None], 0)
    return second.reshape(2, 48) @ weights[4] + weights[5]


weights = []
for layer, shape in zip(learned, ((2, 1, 3, 3), (3, 2, 3, 3), (48, 10)), strict=True):
    check.shape(layer.W, shape, name="W of a layer")
    W = 0.5 * rng.normal(size=shape)
    b = 0.1 * rng.normal(size=10 if shape == (48, 10) else shape[0])
    layer.W, layer.b = W.copy(), b.copy()
    weights += [W, b]
asked = scores_of(x, weights)
y = x.copy()
for layer in layers:
    y = layer.forward(y)
check.close(y, asked, name="the scores of build_cnn((2, 3), rng)")
dout = upstream.copy()
for layer in reversed(layers):
    dout = layer.backward(dout)
for k in (0, 1):

    def loss_of(W, k=k):
        moved = [*weights[: 2 * k], W, *weights[2 * k + 1 :]]
        return np.sum(scores_of(x, moved) * upstream)

    check.gradient(
        loss_of, weights[2 * k], learned[k].dW, name=f"dW of Conv number {k + 1}"
    )
### END HIDDEN TESTS

# %% [markdown]
# And now the race. Your network has 16 and 32 filters, and so 9,930 parameters; the two layers from the beginning have 9,610. Both see the same images in the same order, for 12 epochs. (In both races every second image is moved by up to a pixel: it is still the same digit.)
#
# This takes a few seconds if your functions loop only over the places in a window, or in a map. If they loop over all windows of all images, they are right as well, but training can take several minutes. If you read that a step takes too long, set `patient = True` to wait for it, perhaps with `epochs = 2`.

# %%
epochs, patient = 12, False


@functools.cache
def cnn(view):
    """Your trained CNN, and its accuracy by epoch."""
    layers = build_cnn((16, 32), np.random.default_rng(1))
    return layers, train(layers, view, epochs, patient)


plots.accuracy_race(
    {"your CNN": lambda: cnn(as_it_is), "two layers": lambda: two_layers(as_it_is)}
)

# %% [markdown]
# With about as many parameters, your CNN makes about a third of the mistakes here, since it needn't learn an edge anew at every place. (When this lesson was written, several networks were tried and scored on these 360 digits: as in lesson 7, they are a validation set, and 97.8 % flatters it. With seven other first weights it was between 95.0 and 97.8 %.)
#
# What did it learn? Here are its first filters, blue for negative weights and red for positive ones, and what four of them, those in green frames, see in a digit. **Choose another digit:**

# %% given="feature_maps"
widgets.explore(
    lambda digit: plots.feature_maps(
        lambda: cnn(as_it_is), data.digits()[0][1437 + digit]
    ),
    digit=(0, 30, 3),
)

# %% [markdown]
# ### Question B · in your own words  (5 minutes · 2 points, graded by hand)
#
# At the beginning, the network of two layers learned the scrambled digits just as well as the others. **Before you run the next cell:** will your CNN do the same? In three to five sentences say why the order of the pixels makes no difference to the two layers, and what you expect of the CNN, and why.

# %% [markdown] written="scrambled_pixels" points=2
# A neuron of an affine layer adds up all 64 pixels, each with its own weight. If the pixels change places and their weights change places with them, the sum is the same. So for every network for the one order there is an equally good one for the other, and random first weights prefer neither. A filter of the CNN sees 3 × 3 neighbours, with the same weights at each place. In scrambled images neighbours have nothing to do with each other, there are no edges, and a pattern means something else at each place. So I expect it to read fewer digits than before, perhaps no more than two layers do; it still learns something, since its last layer sees all places.
#
# ### BEGIN MARK SCHEME
# 1 point: to an affine layer the order is nothing: every pixel has its own weight, and weights can be permuted along with the pixels.
# 1 point: the CNN gets worse (or: loses its lead), because neighbours no longer belong together, or because shared weights no longer mean the same at each place. Half a point for "worse" without a reason.
# ### END MARK SCHEME

# %% given="scrambled_race"
plots.accuracy_race(
    {
        "your CNN": lambda: cnn(as_it_is),
        "two layers": lambda: two_layers(as_it_is),
        "two layers, scrambled": lambda: two_layers(scrambled),
        "your CNN, scrambled": lambda: cnn(scrambled),
    }
)

# %% [markdown]
# On scrambled digits, your CNN makes more than twice as many mistakes as before, while the two layers hardly notice. So that is what changes when a network knows which pixels are neighbours. It *can't* compute more; but before it sees its first image, it has two things built in: what is near belongs together, and a stroke is a stroke wherever it is. Where that is true, it learns more from the same data. Where it isn't, it is a hindrance.
#
# ## What you have built
#
# In lesson 1 you multiplied two numbers by two weights. Here is today's network in **PyTorch**, which lesson 9 runs. You can read every line, because you have written what is behind it.
#
# ```python
# model = nn.Sequential(
#     nn.Conv2d(1, 16, 3, padding=1),
#     nn.ReLU(),
#     nn.MaxPool2d(2),
#     nn.Conv2d(16, 32, 3, padding=1),
#     nn.ReLU(),
#     nn.Flatten(),
#     nn.Linear(512, 10),
# )
# loss_function = nn.CrossEntropyLoss()
# optimizer = torch.optim.SGD(model.parameters(), lr=0.08, momentum=0.9)
#
# for epoch in range(12):
#     for images, labels in train_loader:
#         scores = model(images)
#         loss = loss_function(scores, labels)
#         optimizer.zero_grad()
#         loss.backward()
#         optimizer.step()
# ```
#
# Here `train_loader` supplies batches of 32 images of 1 × 8 × 8 pixels from 0 to 1. Your race did three more things: it moved every second image, let the learning rate fall to 0, and drew its own first weights from a seed. (PyTorch's are about 2.4 times smaller, and its biases don't start at 0.)
#
# | line of the program | what you wrote for it | lesson |
# | --- | --- | --- |
# | `nn.Linear(512, 10)`, `scores = model(images)` | `affine`, `predict` | 1 The forward pass |
# | `nn.ReLU()` | `relu`, and its slope `relu_grad` | 2 Activations |
# | `nn.CrossEntropyLoss()` | `softmax_cross_entropy`: scores and labels in, one number out | 3 Losses |
# | `torch.optim.SGD(...)`, `optimizer.step()` | `gradient_descent`, `update_weights`; and `numerical_gradient`, which tests all the rest | 4 The numerical gradient |
# | `momentum=0.9` | `momentum_step` | 7 A network of two layers |
# | `loss.backward()` | `backward(graph, output)`, with gradients that add up where paths meet (which is why you must call `zero_grad`) | 5 The chain rule |
# | what `backward` does inside each line of the model | `Affine`, `Relu`, `SoftmaxWithLoss`, each with its `backward`, and `Network`, which calls them in turn | 6 Layers that pass gradients back |
# | the two `for` loops, `train_loader` | `train`, `minibatches` | 7 A network of two layers |
# | `nn.Conv2d(1, 16, 3, padding=1)` | `conv2d`, `im2col`, `col2im`, `conv2d_backward` | 8 Convolution |
# | `nn.MaxPool2d(2)`, `nn.Sequential(...)` | `MaxPool`, `build_cnn` | 8 Convolution |
#
# What comes next? In **lesson 9** you carry your weights over to PyTorch, and find that it agrees with you to the last digits. And beyond? The networks of today are larger, not stranger. *Residual* networks add a layer's input to its output, so that gradients have a short way back. *Attention* lets each place look at all others instead of its neighbours, and learns which to look at. Each is a forward pass, a loss, the chain rule, and a step downhill. You have built all four.

# %% [markdown]
# ## Sources and further reading
#
# - Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document recognition", 1998: the networks of convolutions and pooling that read digits and cheques.
# - V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", 2016: stride, padding and the size of the result, with a picture for each case.
# - K. Chellapilla, S. Puri and P. Simard, "High performance convolutional neural networks for document processing", 2006: convolution as one large matrix product.
# - K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015: where the spread √(2 / inputs) of the first weights comes from.
# - S. Prince, *Understanding Deep Learning*, 2023: chapter 10 on convolution; chapters 11 and 12 lead on to residual networks and attention.

# %% [markdown]
# ## What is done, and what is open
#
# **Before you submit:** choose *Kernel → Restart Kernel and Run All Cells*, read here which exercises pass all checks that you can see, and save.

# %% given="overview"
check.overview(
    correlate2d=2,
    pad2d=2,
    conv_output_size=2,
    correlate2d_strided=2,
    conv2d=3,
    im2col=3,
    pieces_in_order=1,
    col2im=2,
    conv2d_backward=3,
    MaxPool=3,
    parameter_count=2,
    build_cnn=3,
)
