# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% relu_layer right="where, and the output kept" change="self.mask = x > 0\n        return np.maximum(x, 0) → self.out = np.where(x > 0, x, 0.0)\n        return self.out" change="dout * self.mask → np.where(self.out > 0, dout, 0.0)"
# %% relu_layer right="copies and indices" change="self.mask = x > 0\n        return np.maximum(x, 0) → self.mask = x <= 0\n        out = x.copy()\n        out[self.mask] = 0\n        return out" change="return dout * self.mask → dx = dout.copy()\n        dx[self.mask] = 0\n        return dx"


# %% relu_layer right="the input kept, with a class above"
class Layer:
    def __call__(self, x):
        return self.forward(x)


class Relu(Layer):
    def __init__(self, name="relu"):
        super().__init__()
        self.name, self.cache = name, None

    def forward(self, X):
        self.cache = X
        return X * (X > 0)

    def backward(self, grad):
        (X,) = (self.cache,)
        return grad * np.heaviside(X, 0.0)


# %% relu_layer right="any shape, number by number"
class Relu:
    def forward(self, x):
        self.shape, self.passes = x.shape, [value > 0 for value in x.ravel()]
        return np.array([max(value, 0.0) for value in x.ravel()]).reshape(x.shape)

    def backward(self, dout):
        pairs = zip(dout.ravel(), self.passes, strict=True)
        return np.array([d if p else 0.0 for d, p in pairs]).reshape(self.shape)


# %% relu_layer wrong="dout changed in place" change="return dout * self.mask → dout[~self.mask] = 0\n        return dout" fails="relu_layer_again" says="changed its argument dout in place"
# %% relu_layer wrong="mask of >=" change="x > 0 → x >= 0" fails="relu_layer_backward" says="At exactly 0 the slope is 0"
# %% relu_layer wrong="mask the wrong way round" change="x > 0 → x <= 0" fails="relu_layer_backward relu_layer_again" says="The mask is the wrong way round"
# %% relu_layer wrong="mask of dout" change="self.mask = x > 0 → " change="dout * self.mask → np.maximum(dout, 0)" fails="relu_layer_backward relu_layer_again" says="not on that of dout"
# %% relu_layer wrong="both signs must be positive" change="dout * self.mask → np.where(self.mask & (dout > 0), dout, 0)" fails="relu_layer_backward relu_layer_again" says="Its sign doesn't matter"
# %% relu_layer wrong="slope without dout" change="dout * self.mask → np.where(self.mask, 1.0, 0.0)" fails="relu_layer_backward relu_layer_again" says="times dout"
# %% relu_layer wrong="times the output" change="self.mask = x > 0\n        return np.maximum(x, 0) → self.out = np.maximum(x, 0)\n        return self.out" change="dout * self.mask → dout * self.out" fails="relu_layer_backward relu_layer_again" says="dout times the output"
# %% relu_layer wrong="x changed in place" change="return np.maximum(x, 0) → x[x < 0] = 0\n        return x" fails="relu_layer_forward" says="changed its argument x in place"
# %% relu_layer wrong="forward returns the mask" change="x > 0 → (x > 0).astype(float)" change="np.maximum(x, 0) → self.mask" fails="relu_layer_forward" says="These are ones and zeros"
# %% relu_layer wrong="note of the first forward" change='self.mask = x > 0 → if not hasattr(self, "mask"):\n            self.mask = x > 0' change="dout * self.mask → (dout * self.mask)[: len(dout)]" fails="relu_layer_again" says="backward went by the first"
# %% relu_layer wrong="note in the class" change="self.mask = x > 0 → Relu.mask = x > 0" change="dout * self.mask → dout * Relu.mask" fails="relu_layer_again" says="Another Relu was called in between"
# %% relu_layer wrong="only the first column" change="x > 0 → x[:, :1] > 0" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="dx after a second forward is 0 everywhere"
# %% relu_layer wrong="np.max" change="np.maximum → np.max" fails="relu_layer_forward" says="np.maximum compares each number with 0"
# %% relu_layer wrong="picks with the mask" change="np.maximum(x, 0) → x[self.mask]" change="dout * self.mask → dout[self.mask]" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="only the numbers that pass"
# %% relu_layer wrong="mask added" change="dout * self.mask → dout + self.mask" fails="relu_layer_backward relu_layer_again" says="The mask was added"
# %% relu_layer wrong="mask of what isn't 0" change="x > 0 → x != 0" fails="relu_layer_backward relu_layer_again" says="wherever x isn't 0"
# %% relu_layer wrong="a stack of notes" change="def forward(self, x): → def __init__(self):\n        self.notes = []\n\n    def forward(self, x):" change="self.mask = x > 0 → self.notes.append(x > 0)" change="dout * self.mask → dout * self.notes.pop()" fails="relu_layer_again" says="pop from empty list"
# %% relu_layer wrong="slope written over x" change="self.mask = x > 0 → self.x = x" change="return dout * self.mask → self.x[self.x > 0] = 1\n        self.x[self.x < 0] = 0\n        return dout * self.x" fails="relu_layer_again" says="the array that forward was given"
# %% relu_layer wrong="output changed in place" change="return np.maximum(x, 0) → self.out = np.maximum(x, 0)\n        return self.out" change="return dout * self.mask → self.out[self.mask] = 1\n        return dout * self.out" fails="relu_layer_again" says="the array that forward had given away"

# %% sigmoid_layer right="formula, written out" change="self.y = sigmoid(x)\n        return self.y → out = sigmoid(x)\n        self.y = out\n        return out" change="return dout * self.y * (1 - self.y) → dx = dout * (1.0 - self.y) * self.y\n        return dx"
# %% sigmoid_layer right="the input kept" change="self.y = sigmoid(x) → self.x = x" change="return self.y → return sigmoid(x)" change="return dout * self.y * (1 - self.y) → s = sigmoid(self.x)\n        return (s - s**2) * dout"
# %% sigmoid_layer right="by tanh" change="self.y = sigmoid(x) → self.t = np.tanh(x / 2)" change="return self.y → return (1 + self.t) / 2" change="dout * self.y * (1 - self.y) → dout / 4 * (1 - self.t**2)"
# %% sigmoid_layer wrong="of the input instead of the output" change="self.y = sigmoid(x) → self.x = x" change="return self.y → return sigmoid(x)" change="dout * self.y * (1 - self.y) → dout * self.x * (1 - self.x)" fails="sigmoid_layer_backward" says="here x was put in its place"
# %% sigmoid_layer wrong="slope without dout" change="dout * self.y → self.y" fails="sigmoid_layer_backward" says="times dout"
# %% sigmoid_layer wrong="one factor" change="dout * self.y * (1 - self.y) → dout * (1 - self.y)" fails="sigmoid_layer_backward" says="here is only 1 - y"
# %% sigmoid_layer wrong="sigmoid twice" change="return dout * self.y * (1 - self.y) → s = sigmoid(self.y)\n        return dout * s * (1 - s)" fails="sigmoid_layer_backward" says="The sigmoid was taken twice"
# %% sigmoid_layer wrong="slope of tanh" change="dout * self.y * (1 - self.y) → dout * (1 - self.y**2)" fails="sigmoid_layer_backward" says="the slope of tanh"
# %% sigmoid_layer wrong="dout changed in place" change="return dout * self.y * (1 - self.y) → dout *= self.y * (1 - self.y)\n        return dout" fails="sigmoid_layer_backward" says="changed its argument dout in place"
# %% sigmoid_layer wrong="formula that overflows" change="sigmoid(x) → 1 / (1 + np.exp(-x))" fails="sigmoid_layer_forward" says="makes NumPy warn"
# %% sigmoid_layer wrong="long doubles" change="sigmoid(x) → (1 / (1 + np.exp(-x.astype(np.longdouble)))).astype(float)" fails="sigmoid_layer_forward" says="makes NumPy warn"
# %% sigmoid_layer wrong="forward returns the slope" change="return self.y → return self.y * (1 - self.y)" fails="sigmoid_layer_forward" says="This is the slope"
# %% sigmoid_layer wrong="forward returns x" change="return self.y → return x" fails="sigmoid_layer_forward" says="without the sigmoid"
# %% sigmoid_layer wrong="a matrix product" change="dout * self.y * (1 - self.y) → dout @ (self.y * (1 - self.y))" fails="sigmoid_layer_backward" says="element by element"
# %% sigmoid_layer wrong="sigmoid of dout" change="self.y = sigmoid(x)\n        return self.y → return sigmoid(x)" change="return dout * self.y * (1 - self.y) → y = sigmoid(dout)\n        return y * (1 - y)" fails="sigmoid_layer_backward" says="the sigmoid of dout"
# %% sigmoid_layer wrong="y twice" change="dout * self.y * (1 - self.y) → dout * self.y**2" fails="sigmoid_layer_backward" says="y again"
# %% sigmoid_layer wrong="sign in the exponent" change="sigmoid(x) → 1 / (1 + np.exp(x))" fails="sigmoid_layer_forward" says="np.exp(-x), not np.exp(x)"


# %% relative_error right="CS231n"
def relative_error(x, y):
    if x.shape != y.shape:
        raise ValueError(f"{x.shape} != {y.shape}")
    return np.max(np.abs(x - y) / (np.maximum(1e-8, np.abs(x) + np.abs(y))))


# %% relative_error right="a loop"
def relative_error(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError("a has shape %s, b has shape %s" % (a.shape, b.shape))
    worst = 0.0
    for p, q in zip(a.flatten(), b.flatten()):
        worst = max(worst, abs(p - q) / max(abs(p) + abs(q), 1e-8))
    return float(worst)


# %% relative_error right="where"
def relative_error(a, b):
    if a.ndim != b.ndim or a.shape != b.shape:
        raise ValueError("Shapes " + str(a.shape) + " and " + str(b.shape) + " differ")
    bottom = abs(a) + abs(b)
    bottom = np.where(bottom < 1e-8, 1e-8, bottom)
    return (abs(a - b) / bottom).max()


# %% relative_error right="an error of its own"
class ShapeError(ValueError):
    pass


def relative_error(a, b):
    if a.shape != b.shape:
        raise ShapeError(a.shape, b.shape)
    quotients = np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)
    return quotients.flat[np.argmax(quotients)]


# %% relative_error wrong="largest difference" change="np.max(np.abs(a - b) / size) → np.max(np.abs(a - b))" fails="relative_error_values relative_error_zeros" says="divide by the size of the numbers"
# %% relative_error wrong="mean" change="np.max(np.abs(a - b) / size) → np.mean(np.abs(a - b) / size)" fails="relative_error_values relative_error_zeros" says="the worst place counts"
# %% relative_error wrong="norms" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)" change="np.max(np.abs(a - b) / size) → np.linalg.norm(a - b) / size" fails="relative_error_values relative_error_zeros" says="This compares the lengths"
# %% relative_error wrong="no absolute value of the difference" change="np.max(np.abs(a - b) / size) → np.max((a - b) / size)" fails="relative_error_values relative_error_zeros" says="Take the absolute value of the difference"
# %% relative_error wrong="no absolute values in the bottom" change="np.abs(a) + np.abs(b) → a + b" fails="relative_error_values" says="the absolute values first, then"
# %% relative_error wrong="relative to b" change="np.abs(a) + np.abs(b) → np.abs(b)" fails="relative_error_values relative_error_zeros" says="both of them"
# %% relative_error wrong="not the largest yet" change="np.max(np.abs(a - b) / size) → np.abs(a - b) / size" fails="relative_error_values relative_error_zeros relative_error_refuses" says="a single number"
# %% relative_error wrong="divides by 0" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.abs(a) + np.abs(b)" fails="relative_error_zeros" says="makes NumPy warn"
# %% relative_error wrong="1e-8 is added" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.abs(a) + np.abs(b) + 1e-8" fails="relative_error_zeros relative_error_values" says="it isn't added everywhere"
# %% relative_error wrong="another smallest bottom" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.maximum(np.abs(a) + np.abs(b), 1e-12)" fails="relative_error_zeros" says="must be at least 1e-8"
# %% relative_error wrong="takes any shapes" change="if a.shape != b.shape:\n        raise ValueError(f\"shapes {a.shape} and {b.shape} can't be compared\") → " fails="relative_error_refuses" says="where it should refuse"
# %% relative_error wrong="an error without the shapes" change="f\"shapes {a.shape} and {b.shape} can't be compared\" → \"the shapes differ\"" fails="relative_error_refuses" says="does not mention"
# %% relative_error wrong="compares the sizes" change="a.shape != b.shape → a.size != b.size" fails="relative_error_refuses" says="ValueError"
# %% relative_error wrong="an assert" change="if a.shape != b.shape:\n        raise ValueError(f\"shapes {a.shape} and {b.shape} can't be compared\") → assert a.shape == b.shape, f\"shapes {a.shape} and {b.shape}\"" fails="relative_error_refuses" says="ValueError is expected"
# %% relative_error wrong="compares the lengths" change="a.shape != b.shape → len(a) != len(b)" fails="relative_error_refuses" says="for shapes (3, 3) and (3,) returned"
# %% relative_error wrong="absolute value of the sum" change="np.abs(a) + np.abs(b) → np.abs(a + b)" fails="relative_error_values" says="the absolute values first, then"
# %% relative_error wrong="difference of the absolute values" change="np.max(np.abs(a - b) / size) → np.max(np.abs(np.abs(a) - np.abs(b)) / size)" fails="relative_error_values relative_error_zeros" says="the difference first"
# %% relative_error wrong="Python's max" change="np.max(np.abs(a - b) / size) → max(np.abs(a - b) / size)" fails="relative_error_values relative_error_zeros relative_error_refuses" says="one for each column"


# %% gradient_check right="measured first, then a fresh forward"
def gradient_check(layer, x, dout):
    def loss(z):
        return (layer.forward(z) * dout).sum()

    measured = numerical_gradient(loss, x)
    layer.forward(x)
    return relative_error(layer.backward(dout), measured)


# %% gradient_check right="own loop over a copy"
def gradient_check(layer, x, dout):
    out = layer.forward(x)
    dx = layer.backward(dout)
    h = 1e-4
    num = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        num[i] = np.sum((layer.forward(up) - layer.forward(down)) * dout) / (2 * h)
    assert out.shape == dout.shape
    return relative_error(num, dx)


# %% gradient_check right="vdot" change="np.sum(layer.forward(x) * dout) → np.vdot(layer.forward(x), dout)" change="relative_error(dx, slope) → float(relative_error(dx, slope))"
# %% gradient_check wrong="loss without dout" change="np.sum(layer.forward(x) * dout) → np.sum(layer.forward(x))" fails="gradient_check_finds gradient_check_passes" says="Your loss leaves out dout"
# %% gradient_check wrong="loss doesn't move" change="dx = layer.backward(dout) → dx = layer.backward(dout)\n    out = layer.forward(x)" change="np.sum(layer.forward(x) * dout) → np.sum(out * dout)" fails="gradient_check_finds gradient_check_passes" says="Does your loss go by its own argument"
# %% gradient_check wrong="backward of ones" change="layer.backward(dout) → layer.backward(np.ones_like(dout))" fails="gradient_check_finds gradient_check_passes" says="something else than the dout"
# %% gradient_check wrong="ones on both sides" change="layer.backward(dout) → layer.backward(np.ones_like(dout))" change="np.sum(layer.forward(x) * dout) → np.sum(layer.forward(x))" fails="gradient_check_finds" says="This layer ignores its dout"
# %% gradient_check wrong="backward after a moved forward" change="layer.forward(x)\n    dx = layer.backward(dout) → " change="relative_error(dx, slope) → relative_error(layer.backward(dout), slope)" fails="gradient_check_passes" says="The last forward before backward was that of a moved x"
# %% gradient_check wrong="no forward" change="layer.forward(x)\n    dx = layer.backward(dout) → dx = layer.backward(dout)" fails="gradient_check_passes" says="without forward(x) before it"
# %% gradient_check wrong="compared with itself" change="slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x) → slope = layer.backward(dout)" fails="gradient_check_finds gradient_check_passes" says="It says that this layer is right"
# %% gradient_check wrong="difference of means" change="np.sum(layer.forward(x) * dout) → np.mean(layer.forward(x) * dout)" fails="gradient_check_finds gradient_check_passes" says="is"
# %% gradient_check wrong="backward of the output" change="layer.forward(x)\n    dx = layer.backward(dout) → dx = layer.backward(layer.forward(x))" fails="gradient_check_finds gradient_check_passes" says="backward got what forward returned"
# %% gradient_check wrong="a mean for a loss" change="np.sum(layer.forward(x) * dout) → np.mean(layer.forward(x) * dout)" fails="gradient_check_finds gradient_check_passes" says="Your loss takes the mean"
# %% gradient_check wrong="largest difference" change="relative_error(dx, slope) → np.max(np.abs(dx - slope))" fails="gradient_check_finds gradient_check_passes" says="compare with your relative_error"

# %% bias_gradient right="ones" change="np.sum(dout, axis=0) → np.ones(len(dout)) @ dout"


# %% bias_gradient right="loop"
def bias_gradient(dout):
    total = np.zeros(dout.shape[1])
    for row in dout:
        total += row
    return total


# %% bias_gradient right="einsum" change='np.sum(dout, axis=0) → np.einsum("nm->m", dout)'
# %% bias_gradient wrong="mean over the batch" change="np.sum(dout, axis=0) → dout.mean(axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="5 is the batch"
# %% bias_gradient wrong="not summed" change="np.sum(dout, axis=0) → dout" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="shape (2, 3)"
# %% bias_gradient wrong="summed over the columns" change="np.sum(dout, axis=0) → dout.sum(axis=1)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="shape (2,)"
# %% bias_gradient wrong="a row is kept" change="np.sum(dout, axis=0) → dout.sum(axis=0, keepdims=True)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="only the shape is not"
# %% bias_gradient wrong="adds up in place" change="return np.sum(dout, axis=0) → for row in dout[1:]:\n        dout[0] += row\n    return dout[0].copy()" fails="bias_gradient_matches_slope" says="changed its argument dout"


# %% affine_layer right="einsum, and a cache"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.cache = None

    def forward(self, x):
        self.cache = np.array(x)
        return np.einsum("nd,dm->nm", x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.einsum("nd,nm->dm", self.cache, dout)
        self.db = np.einsum("nm->m", dout)
        return np.einsum("nm,dm->nd", dout, self.W)


# %% affine_layer right="Deep learning from scratch" change="x @ self.W + self.b → np.dot(x, self.W) + self.b" change="self.x.T @ dout → np.dot(self.x.T, dout)" change="bias_gradient(dout) → np.sum(dout, axis=0)" change="dout @ self.W.T → np.dot(dout, self.W.T)"


# %% affine_layer right="loops over the samples"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.params, self.grads = [W, b], []

    def forward(self, x):
        self.inputs = x
        return np.array([row @ self.W + self.b for row in x])

    def backward(self, dout):
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        dx = np.zeros_like(self.inputs)
        for n, (row, above) in enumerate(zip(self.inputs, dout)):
            self.dW += np.outer(row, above)
            self.db += above
            dx[n] = self.W @ above
        self.grads = [self.dW, self.db]
        return dx


# %% affine_layer right="written into arrays that are made once"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.dW, self.db = np.zeros_like(W), np.zeros_like(b)

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, dout):
        self.dW[...] = self.x.T.dot(dout)
        self.db[:] = [sum(column) for column in dout.T]
        return dout.dot(self.W.T)


# %% affine_layer wrong="db averaged" change="bias_gradient(dout) → np.mean(dout, axis=0)" fails="affine_layer_db" says="2 is the batch size"
# %% affine_layer wrong="db not summed" change="bias_gradient(dout) → dout" fails="affine_layer_db" says="not added up yet"
# %% affine_layer wrong="db with a row" change="bias_gradient(dout) → np.sum(dout, axis=0, keepdims=True)" fails="affine_layer_db" says="only the shape is not"
# %% affine_layer wrong="dW transposed" change="self.x.T @ dout → dout.T @ self.x" fails="affine_layer_dw" says="this is the transpose"
# %% affine_layer wrong="dW averaged" change="self.x.T @ dout → self.x.T @ dout / len(dout)" fails="affine_layer_dw" says="2 is the batch size"
# %% affine_layer wrong="accumulated" change="self.dW = None  # backward will set these two\n        self.db = None → self.dW = self.db = 0" change="self.x.T @ dout → self.dW + self.x.T @ dout" change="bias_gradient(dout) → self.db + bias_gradient(dout)" fails="affine_layer_again" says="Set it anew"
# %% affine_layer wrong="W not transposed" change="dout @ self.W.T → dout @ self.W" fails="affine_layer_dx affine_layer_dw affine_layer_db affine_layer_again" says="the inner sizes must be equal"
# %% affine_layer wrong="dx turned around" change="dout @ self.W.T → self.W @ dout.T" fails="affine_layer_dx" says="this is the transpose"
# %% affine_layer wrong="returns all three" change="dout @ self.W.T → dout @ self.W.T, self.dW, self.db" fails="affine_layer_dx affine_layer_again" says="return dx alone"
# %% affine_layer wrong="no bias" change="x @ self.W + self.b → x @ self.W" fails="affine_layer_forward" says="Is the bias added?"
# %% affine_layer wrong="weights of the beginning" change="self.b = b → self.b = b\n        self.apply = lambda x: x @ W + b" change="x @ self.W + self.b → self.apply(x)" fails="affine_layer_forward" says="The weights have changed since"


# %% affine_layer wrong="adds in place to its input" fails="affine_layer_forward affine_layer_again affine_layer_dx affine_layer_dw affine_layer_db" says="changed its argument x"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        x -= x.mean()
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout * 1.5
        self.db = np.sum(dout, axis=0) * 1.5
        dout *= 2
        return dout @ self.W.T


# %% affine_layer wrong="input of the first forward" change='self.x = x → if not hasattr(self, "x") or len(self.x) == len(x):\n            self.x = x' change="self.x.T @ dout → self.x.T @ dout[: len(self.x)]" fails="affine_layer_again" says="dW"
# %% affine_layer wrong="changes dout" change="self.db = bias_gradient(dout) → dx = dout @ self.W.T\n        dout[0] = bias_gradient(dout)\n        self.db = dout[0].copy()" change="return dout @ self.W.T → return dx" fails="affine_layer_again" says="changed its argument dout"
# %% affine_layer wrong="gradients under other names" change="self.dW = None  # backward will set these two\n        self.db = None → " change="self.dW = self.x.T @ dout → self.grad_W = self.x.T @ dout" change="self.db = bias_gradient(dout) → self.grad_b = bias_gradient(dout)" fails="affine_layer_dw affine_layer_db affine_layer_again" says="dW"
# %% affine_layer wrong="takes a step, too" change="return dout @ self.W.T → dx = dout @ self.W.T\n        self.W, self.b = self.W - 0.1 * self.dW, self.b - 0.1 * self.db\n        return dx" fails="affine_layer_again" says="leaves W and b as they are"
# %% affine_layer wrong="dx is dout" change="dout @ self.W.T → dout" fails="affine_layer_dx" says="This is dout"
# %% affine_layer wrong="backward by the weights of the beginning" change="self.W = W → self.W = W\n        self.W_turned = W.T" change="dout @ self.W.T → dout @ self.W_turned" fails="affine_layer_dx" says="These are the weights of the beginning"

# %% linear_backward_columns right="einsum" change='dY @ X.T, W.T @ dY → np.einsum("mn,dn->md", dY, X), np.einsum("md,mn->dn", W, dY)'
# %% linear_backward_columns right="turned around, a list" change="return dY @ X.T, W.T @ dY → dW = np.dot(X, dY.T).T\n    dX = np.dot(dY.T, W).T\n    return [dW, dX]"
# %% linear_backward_columns wrong="order of the results" change="dY @ X.T, W.T @ dY → W.T @ dY, dY @ X.T" fails="columns_dw columns_dx" says="The order is dW, dX"
# %% linear_backward_columns wrong="the misprint" change="W.T @ dY → dY @ W.T" fails="columns_dw columns_dx" says="the inner sizes must be equal"
# %% linear_backward_columns wrong="dW averaged" change="X.T → X.T / X.shape[1]" fails="columns_dw" says="3 is the batch size"
# %% linear_backward_columns wrong="dX averaged" change="W.T @ dY → W.T @ dY / X.shape[1]" fails="columns_dx" says="3 is the batch size"
# %% linear_backward_columns wrong="dW turned around" change="dY @ X.T → X @ dY.T" fails="columns_dw" says="this is the transpose"
# %% linear_backward_columns wrong="dX turned around" change="W.T @ dY → dY.T @ W" fails="columns_dx" says="this is the transpose"

# %% softmax_with_loss right="one-hot rows" change="dscores = self.p.copy()\n        dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → t = np.eye(self.p.shape[1])[self.labels]\n        return dout * (self.p - t) / N"


# %% softmax_with_loss right="a loop, scores kept"
class SoftmaxWithLoss:
    def __init__(self):
        self.scores = self.labels = None

    def forward(self, scores, labels):
        self.scores, self.labels = scores, labels
        total = 0.0
        for row, k in zip(scores, labels):
            top = max(row)
            total += top + np.log(sum(np.exp(row - top))) - row[k]
        return total / len(labels)

    def backward(self, dout=1):
        dx = softmax(self.scores)
        for n, k in enumerate(self.labels):
            dx[n, k] -= 1
        dx *= dout / len(dx)
        return dx


# %% softmax_with_loss right="loss and gradient computed together"
class SoftmaxWithLoss:
    def forward(self, scores, labels):
        N = scores.shape[0]
        self.grad = softmax(scores)
        self.grad[range(N), labels] -= 1
        self.grad /= N
        return float(softmax_cross_entropy(scores, labels))

    def backward(self, dout=1.0):
        return self.grad * dout


# %% softmax_with_loss wrong="missing 1/N" change="dout * dscores / N → dout * dscores" fails="softmax_loss_backward softmax_loss_large" says="the loss is a mean, so divide by N"
# %% softmax_with_loss wrong="1/N twice" change="dout * dscores / N → dout * dscores / N / N" fails="softmax_loss_backward softmax_loss_large" says="divided by N twice"
# %% softmax_with_loss wrong="divided by the classes, too" change="dout * dscores / N → dout * dscores / dscores.size" fails="softmax_loss_backward softmax_loss_large" says="not by that of the classes"
# %% softmax_with_loss wrong="sign" change="dout * dscores / N → -dout * dscores / N" fails="softmax_loss_backward softmax_loss_large" says="p - t, not t - p"


# %% softmax_with_loss wrong="brackets" fails="softmax_loss_backward softmax_loss_large softmax_loss_again" says="here only t was divided"
class SoftmaxWithLoss:
    def forward(self, scores, labels):
        self.p, self.t = softmax(scores), np.eye(scores.shape[1])[labels]
        return softmax_cross_entropy(scores, labels)

    def backward(self, dout=1):
        return dout * self.p - self.t / len(self.p)


# %% softmax_with_loss wrong="columns of all labels" change="dscores[np.arange(N), self.labels] → dscores[:, self.labels]" fails="softmax_loss_backward softmax_loss_large" says="Pair each row with its own label"
# %% softmax_with_loss wrong="p changed in place" change="dscores = self.p.copy() → dscores = self.p" fails="softmax_loss_again" says="take a copy of p"
# %% softmax_with_loss wrong="dout left out" change="dout * dscores / N → dscores / N" fails="softmax_loss_again" says="here it is left out"
# %% softmax_with_loss wrong="dout must be given" change="def backward(self, dout=1): → def backward(self, dout):" fails="softmax_loss_backward softmax_loss_large softmax_loss_again" says="missing 1 required positional argument"
# %% softmax_with_loss wrong="sum of the losses" change="softmax_cross_entropy(scores, labels) → softmax_cross_entropy(scores, labels) * len(labels)" fails="softmax_loss_forward softmax_loss_large" says="This is the sum over the batch"
# %% softmax_with_loss wrong="log of the softmax" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels]))" fails="softmax_loss_large" says="makes NumPy warn"


# %% softmax_with_loss wrong="softmax over the whole batch" fails="softmax_loss_forward softmax_loss_backward softmax_loss_large" says="is"
class SoftmaxWithLoss:
    def forward(self, scores, labels):
        e = np.exp(scores - np.max(scores))
        self.p, self.labels = e / np.sum(e), labels
        return -np.mean(np.log(self.p[np.arange(len(labels)), labels]))

    def backward(self, dout=1):
        dscores = self.p.copy()
        dscores[np.arange(len(dscores)), self.labels] -= 1
        return dout * dscores / len(dscores)


# %% softmax_with_loss wrong="changes the scores" change="self.p = softmax(scores) → scores -= np.max(scores, axis=1, keepdims=True)\n        self.p = softmax(scores)" fails="softmax_loss_forward" says="changed its argument scores"
# %% softmax_with_loss wrong="cross-entropy of the probabilities" change="softmax_cross_entropy(scores, labels) → softmax_cross_entropy(self.p, labels)" fails="softmax_loss_forward softmax_loss_large" says="here it got the probabilities"
# %% softmax_with_loss wrong="long doubles" change="self.p = softmax(scores) → e = np.exp(scores.astype(np.longdouble))\n        self.p = (e / e.sum(axis=1, keepdims=True)).astype(float)" fails="softmax_loss_large" says="makes NumPy warn"
# %% softmax_with_loss wrong="log with a small number" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-7))" fails="softmax_loss_large" says="can't give more than 16"
# %% softmax_with_loss wrong="-1 put in place of p" change="dscores[np.arange(N), self.labels] -= 1 → dscores[np.arange(N), self.labels] = -1" fails="softmax_loss_backward softmax_loss_large" says="At the labels stands -1"


# %% softmax_with_loss wrong="as many classes as the largest label" fails="softmax_loss_backward softmax_loss_large" says="can't be combined element by element"
class SoftmaxWithLoss:
    def forward(self, scores, labels):
        self.p, self.t = softmax(scores), np.eye(labels.max() + 1)[labels]
        return softmax_cross_entropy(scores, labels)

    def backward(self, dout=1):
        return dout * (self.p - self.t) / len(self.t)


# %% network right="by index, lists for pairs"
class Network:
    def __init__(self, layers, last):
        self.layers, self.last = layers, last

    def predict(self, x):
        out = x
        for i in range(len(self.layers)):
            out = self.layers[i].forward(out)
        return out

    def loss(self, x, labels):
        scores = self.predict(x)
        return self.last.forward(scores, labels)

    def gradient(self, x, labels):
        self.loss(x, labels)
        dout = self.last.backward(1)
        for i in range(len(self.layers) - 1, -1, -1):
            dout = self.layers[i].backward(dout)
        grads = []
        for layer in self.layers:
            if hasattr(layer, "dW"):
                grads.append([layer.dW, layer.db])
        return grads


# %% network right="reduce, collected on the way back"
class Network:
    def __init__(self, layers, last):
        self.layers = list(layers)
        self.last = last

    def predict(self, x):
        from functools import reduce

        return reduce(lambda value, layer: layer.forward(value), self.layers, x)

    def loss(self, x, labels):
        return float(self.last.forward(self.predict(x), labels))

    def gradient(self, x, labels):
        self.loss(x, labels)
        found, dout = [], self.last.backward()
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
            if hasattr(layer, "dW"):
                found.insert(0, (layer.dW.copy(), layer.db.copy()))
        return tuple(found)


# %% network right="recursion"
class Network:
    def __init__(self, layers, last):
        self.layers = layers
        self.last = last

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, labels):
        return self.last.forward(self.predict(x), labels)

    def gradient(self, x, labels):
        def back(count, dout):
            if count == 0:
                return []
            layer = self.layers[count - 1]
            pairs = back(count - 1, layer.backward(dout))
            return [*pairs, (layer.dW, layer.db)] if hasattr(layer, "W") else pairs

        self.loss(x, labels)
        return back(len(self.layers), self.last.backward())


# %% network wrong="layers walked forward in backward" change="for layer in reversed(self.layers): → for layer in self.layers:" fails="network_gradient network_any_layers" says="shapes"
# %% network wrong="the first layer is left out" change="for layer in reversed(self.layers): → for layer in reversed(self.layers[1:]):" fails="network_gradient network_any_layers" says="Does dout get all the way down?"
# %% network wrong="no forward in gradient" change="self.loss(x, labels) → " fails="network_gradient network_any_layers" says="no attribute"
# %% network wrong="pairs in reverse order" change='for layer in self.layers if hasattr(layer, "W") → for layer in reversed(self.layers) if hasattr(layer, "W")' fails="network_gradient network_any_layers" says="in reverse order"
# %% network wrong="every layer gets the first dout" change="dout = layer.backward(dout) → layer.backward(dout)" fails="network_gradient network_any_layers" says="shape"
# %% network wrong="every layer gets x" change="x = layer.forward(x) → scores = layer.forward(x)" change="return x → return scores" fails="network_loss network_gradient network_any_layers" says="inner sizes"
# %% network wrong="only the first layer" change="x = layer.forward(x) → return layer.forward(x)" fails="network_loss network_gradient network_any_layers" says="Only the first layer was used"
# %% network wrong="predict gives probabilities" change="def predict(self, x): → def predict(self, x):\n        return softmax(self.scores(x))\n\n    def scores(self, x):" change="self.predict(x) → self.scores(x)" fails="network_loss" says="These are probabilities"
# %% network wrong="gradient of the batch before" change='self.loss(x, labels) → if not hasattr(self, "ready"):\n            self.ready = self.loss(x, labels)' fails="network_any_layers" says="dW after the loss of another batch"
# %% network wrong="the gradient in one flat list" change='[(layer.dW, layer.db) for layer in self.layers if hasattr(layer, "W")] → [g for layer in self.layers if hasattr(layer, "W") for g in (layer.dW, layer.db)]' fails="network_gradient network_any_layers" says="2 things are expected"
# %% network wrong="loss times the batch" change="self.last.forward(self.predict(x), labels) → self.last.forward(self.predict(x), labels) * len(x)" fails="network_loss" says="3 is the batch size"
# %% network wrong="asks for the class" change='hasattr(layer, "W") → isinstance(layer, Affine)' fails="network_any_layers" says="ask for hasattr(layer, 'W')"
# %% network wrong="every second layer" change='for layer in self.layers if hasattr(layer, "W") → for layer in self.layers[::2]' fails="network_any_layers" says="2 things are expected"
# %% network wrong="the list is turned around" change="for layer in reversed(self.layers): → self.layers.reverse()\n        for layer in self.layers:" change="for layer in self.layers if → for layer in self.layers[::-1] if" fails="network_gradient network_any_layers" says="changed the list itself"
# %% network wrong="the way back begins with the loss" change="self.loss(x, labels)\n        dout = self.last.backward() → dout = self.last.backward(self.loss(x, labels))" fails="network_gradient network_any_layers" says="its dout is 1, and not the loss"


# %% check_network right="a loop with an index"
def check_network(network, x, labels):
    grads = network.gradient(x, labels)
    f = lambda w: network.loss(x, labels)  # noqa: E731
    result, i = [], 0
    for layer in network.layers:
        if not hasattr(layer, "W"):
            continue
        dW, db = grads[i]
        i += 1
        result.append(
            [
                relative_error(dW, numerical_gradient(f, layer.W)),
                relative_error(db, numerical_gradient(f, layer.b)),
            ]
        )
    return result


# %% check_network right="the layer's array is replaced"
def check_network(network, x, labels):
    pairs, errors = list(network.gradient(x, labels)), []
    for layer in network.layers:
        if isinstance(layer, Affine):
            row = []
            for name, found in zip(("W", "b"), pairs.pop(0)):
                old = getattr(layer, name)

                def loss(array, layer=layer, name=name):
                    setattr(layer, name, array)
                    return network.loss(x, labels)

                row.append(relative_error(numerical_gradient(loss, old.copy()), found))
                setattr(layer, name, old)
            errors.append(tuple(row))
    return errors


# %% check_network right="an array of errors" change="return errors → return np.array(errors)"
# %% check_network wrong="copies are nudged" change="network.loss(x, labels), layer.W → network.loss(x, labels), layer.W.copy()" change="network.loss(x, labels), layer.b → network.loss(x, labels), layer.b.copy()" fails="check_network_passes check_network_finds" says="Does the nudge reach the loss?"
# %% check_network wrong="compared with itself" change="relative_error(dW, slope_W), relative_error(db, slope_b) → relative_error(dW, dW), relative_error(db, db)" fails="check_network_passes check_network_finds" says="a gradient of zeros is right"
# %% check_network wrong="db first" change="relative_error(dW, slope_W), relative_error(db, slope_b) → relative_error(db, slope_b), relative_error(dW, slope_W)" fails="check_network_finds" says="The pair is dW first, then db"
# %% check_network wrong="gradient of the network ignored" change="pairs = network.gradient(x, labels) → pairs = Network.gradient(network, x, labels)" fails="check_network_passes check_network_finds" says="Judge what network.gradient returns"
# %% check_network wrong="only the first layer" change="\n    return errors → \n        return errors" fails="check_network_passes check_network_finds" says="2 things are expected"
# %% check_network wrong="mean of the places" change="errors = [] → errors = []\n\n    def relative_error(a, b):\n        return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))\n" fails="check_network_finds" says="This is the mean over all places"
# %% check_network wrong="lengths of the arrays" change="errors = [] → errors = []\n\n    def relative_error(a, b):\n        return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)\n" fails="check_network_finds" says="This compares the lengths"
