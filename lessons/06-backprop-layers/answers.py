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


# %% relu_layer wrong="dout changed in place" change="return dout * self.mask → dout[~self.mask] = 0\n        return dout" fails="relu_layer_again" reads="changed its argument dout in place"
# %% relu_layer wrong="mask of >=" change="x > 0 → x >= 0" fails="relu_layer_backward" says="At exactly 0 the slope is 0, too: there nothing passes."
# %% relu_layer wrong="mask the wrong way round" change="x > 0 → x <= 0" fails="relu_layer_backward relu_layer_again" says="The mask is the wrong way round: here dout passes where x was not above 0, and it should pass where x was above 0."
# %% relu_layer wrong="mask of dout" change="self.mask = x > 0 → " change="dout * self.mask → np.maximum(dout, 0)" fails="relu_layer_backward relu_layer_again" says="Whether a gradient passes depends on the sign of x, not on that of dout."
# %% relu_layer wrong="both signs must be positive" change="dout * self.mask → np.where(self.mask & (dout > 0), dout, 0)" fails="relu_layer_backward relu_layer_again" says="Here a negative dout is lost, too. Its sign doesn't matter, only that of x."
# %% relu_layer wrong="slope without dout" change="dout * self.mask → np.where(self.mask, 1.0, 0.0)" fails="relu_layer_backward relu_layer_again" says="This is the slope of ReLU alone. The chain rule: times dout."
# %% relu_layer wrong="times the output" change="self.mask = x > 0\n        return np.maximum(x, 0) → self.out = np.maximum(x, 0)\n        return self.out" change="dout * self.mask → dout * self.out" fails="relu_layer_backward relu_layer_again" says="This is dout times the output; the slope is 1 or 0."
# %% relu_layer wrong="x changed in place" change="return np.maximum(x, 0) → x[x < 0] = 0\n        return x" fails="relu_layer_forward" reads="changed its argument x in place"
# %% relu_layer wrong="forward returns the mask" change="x > 0 → (x > 0).astype(float)" change="np.maximum(x, 0) → self.mask" fails="relu_layer_forward" says="These are ones and zeros: keep that for backward, and return the numbers themselves."
# %% relu_layer wrong="note of the first forward" change='self.mask = x > 0 → if not hasattr(self, "mask"):\n            self.mask = x > 0' change="dout * self.mask → (dout * self.mask)[: len(dout)]" fails="relu_layer_again" says="This uses an earlier forward, not the last one. Keep a new note in each call, in place of the old one."
# %% relu_layer wrong="note in the class" change="self.mask = x > 0 → Relu.mask = x > 0" change="dout * self.mask → dout * Relu.mask" fails="relu_layer_again" says="This uses another Relu's note. Each layer should keep its own in self."
# %% relu_layer wrong="only the first column" change="x > 0 → x[:, :1] > 0" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="Each number of dout must go by the x in its own place: it passes where that was above 0, and becomes 0 elsewhere."
# %% relu_layer wrong="np.max" change="np.maximum → np.max" fails="relu_layer_forward" says="np.max finds the largest number along an axis; np.maximum compares each number with 0."
# %% relu_layer wrong="picks with the mask" change="np.maximum(x, 0) → x[self.mask]" change="dout * self.mask → dout[self.mask]" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="Here are only the numbers that pass, and the shape is lost. A product with the mask keeps the others as zeros."
# %% relu_layer wrong="picks from dout with the mask" change="dout * self.mask → dout[self.mask]" fails="relu_layer_backward relu_layer_again" says="Here are only the numbers that pass, and the shape is lost. A product with the mask keeps the others as zeros."
# %% relu_layer wrong="mask added" change="dout * self.mask → dout + self.mask" fails="relu_layer_backward relu_layer_again" says="The mask was added; a chain of slopes is multiplied."
# %% relu_layer wrong="mask of what isn't 0" change="x > 0 → x != 0" fails="relu_layer_backward relu_layer_again" says="Here dout passes wherever x isn't 0; it should pass only where x was above 0."
# %% relu_layer wrong="a stack of notes" change="def forward(self, x): → def __init__(self):\n        self.notes = []\n\n    def forward(self, x):" change="self.mask = x > 0 → self.notes.append(x > 0)" change="dout * self.mask → dout * self.notes.pop()" fails="relu_layer_again" says="This uses an earlier forward, not the last one. Keep a new note in each call, in place of the old one."
# %% relu_layer wrong="slope written over x" change="self.mask = x > 0 → self.x = x" change="return dout * self.mask → self.x[self.x > 0] = 1\n        self.x[self.x < 0] = 0\n        return dout * self.x" fails="relu_layer_again" says="backward changed the array that forward was given. Make a new one."
# %% relu_layer wrong="output changed in place" change="return np.maximum(x, 0) → self.out = np.maximum(x, 0)\n        return self.out" change="return dout * self.mask → self.out[self.mask] = 1\n        return dout * self.out" fails="relu_layer_again" says="backward changed the array that forward had given away. Make a new one."
# %% relu_layer wrong="dout as it came" change="dout * self.mask → 1 * dout" fails="relu_layer_backward relu_layer_again" says="Each number of dout must go by the x in its own place: it passes where that was above 0, and becomes 0 elsewhere."
# %% relu_layer wrong="leaky" change="np.maximum(x, 0) → np.where(x > 0, x, 0.01 * x)" change="dout * self.mask → np.where(self.mask, dout, 0.01 * dout)" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="This is a leaky ReLU, which lets a small part through below 0; here it is 0 there."
# %% relu_layer wrong="leaky, with a tenth" change="np.maximum(x, 0) → np.where(x > 0, x, 0.1 * x)" change="dout * self.mask → np.where(self.mask, dout, 0.1 * dout)" fails="relu_layer_forward relu_layer_backward relu_layer_again" says="This is a leaky ReLU, which lets a small part through below 0; here it is 0 there."
# %% relu_layer wrong="leaky backward only" change="dout * self.mask → np.where(self.mask, dout, 0.01 * dout)" fails="relu_layer_backward relu_layer_again" says="This is a leaky ReLU, which lets a small part through below 0; here it is 0 there."
# %% relu_layer wrong="sign of x" change="self.mask = x > 0 → self.mask = np.sign(x)" fails="relu_layer_backward relu_layer_again" says="dout was multiplied with the sign of x. Below 0 the slope is 0, and not -1."
# %% relu_layer wrong="ReLU of x times dout" change="self.mask = x > 0 → self.mask = x" change="dout * self.mask → np.maximum(dout * self.mask, 0)" fails="relu_layer_backward relu_layer_again" says="x itself is a factor here. Of x only this counts: whether it is above 0."
# %% relu_layer wrong="x times dout" change="self.mask = x > 0 → self.mask = x" fails="relu_layer_backward relu_layer_again" says="x itself is a factor here. Of x only this counts: whether it is above 0."
# %% relu_layer wrong="absolute value" change="np.maximum(x, 0) → np.abs(x)" fails="relu_layer_forward" says="This is the absolute value. What is below 0 becomes 0, and doesn't lose its sign."
# %% relu_layer wrong="between 0 and 1" change="np.maximum(x, 0) → np.clip(x, 0, 1)" fails="relu_layer_forward" says="Large numbers were cut off. What is above 0 stays as it is, however large."
# %% relu_layer wrong="the smaller" change="np.maximum(x, 0) → np.minimum(x, 0)" fails="relu_layer_forward" says="This keeps what is below 0, and should keep what is above."
# %% sigmoid_layer right="formula, written out" change="self.y = sigmoid(x)\n        return self.y → out = sigmoid(x)\n        self.y = out\n        return out" change="return dout * self.y * (1 - self.y) → dx = dout * (1.0 - self.y) * self.y\n        return dx"
# %% sigmoid_layer right="the input kept" change="self.y = sigmoid(x) → self.x = x" change="return self.y → return sigmoid(x)" change="return dout * self.y * (1 - self.y) → s = sigmoid(self.x)\n        return (s - s**2) * dout"
# %% sigmoid_layer right="by tanh" change="self.y = sigmoid(x) → self.t = np.tanh(x / 2)" change="return self.y → return (1 + self.t) / 2" change="dout * self.y * (1 - self.y) → dout / 4 * (1 - self.t**2)"
# %% sigmoid_layer wrong="of the input instead of the output" change="self.y = sigmoid(x) → self.x = x" change="return self.y → return sigmoid(x)" change="dout * self.y * (1 - self.y) → dout * self.x * (1 - self.x)" fails="sigmoid_layer_backward" says="y is the output of forward; here x was put in its place."
# %% sigmoid_layer wrong="slope without dout" change="dout * self.y → self.y" fails="sigmoid_layer_backward" says="This is the slope alone. The chain rule: times dout."
# %% sigmoid_layer wrong="one factor" change="dout * self.y * (1 - self.y) → dout * (1 - self.y)" fails="sigmoid_layer_backward" says="One factor is missing: y (1 - y), and here is only 1 - y."
# %% sigmoid_layer wrong="sigmoid twice" change="return dout * self.y * (1 - self.y) → s = sigmoid(self.y)\n        return dout * s * (1 - s)" fails="sigmoid_layer_backward" says="The sigmoid was taken twice: y is the output already."
# %% sigmoid_layer wrong="slope of tanh" change="dout * self.y * (1 - self.y) → dout * (1 - self.y**2)" fails="sigmoid_layer_backward" says="1 - y² is the slope of tanh; for the sigmoid it is y (1 - y)."
# %% sigmoid_layer wrong="dout changed in place" change="return dout * self.y * (1 - self.y) → dout *= self.y * (1 - self.y)\n        return dout" fails="sigmoid_layer_backward" reads="changed its argument dout in place"
# %% sigmoid_layer wrong="formula that overflows" change="sigmoid(x) → 1 / (1 + np.exp(-x))" fails="sigmoid_layer_forward" reads="makes NumPy warn"
# %% sigmoid_layer wrong="long doubles" change="sigmoid(x) → (1 / (1 + np.exp(-x.astype(np.longdouble)))).astype(float)" fails="sigmoid_layer_forward" reads="makes NumPy warn"
# %% sigmoid_layer wrong="forward returns the slope" change="return self.y → return self.y * (1 - self.y)" fails="sigmoid_layer_forward" says="This is the slope; forward returns the sigmoid itself."
# %% sigmoid_layer wrong="forward returns x" change="return self.y → return x" fails="sigmoid_layer_forward" says="This is x itself, without the sigmoid."
# %% sigmoid_layer wrong="a matrix product" change="dout * self.y * (1 - self.y) → dout @ (self.y * (1 - self.y))" fails="sigmoid_layer_backward" says="Every product is element by element: *, not @."
# %% sigmoid_layer wrong="sigmoid of dout" change="self.y = sigmoid(x)\n        return self.y → return sigmoid(x)" change="return dout * self.y * (1 - self.y) → y = sigmoid(dout)\n        return y * (1 - y)" fails="sigmoid_layer_backward" says="Here the sigmoid of dout was taken; y is the output of forward."
# %% sigmoid_layer wrong="y twice" change="dout * self.y * (1 - self.y) → dout * self.y**2" fails="sigmoid_layer_backward" says="The second factor is 1 - y, and here it is y again."
# %% sigmoid_layer wrong="sign in the exponent" change="sigmoid(x) → 1 / (1 + np.exp(x))" fails="sigmoid_layer_forward" says="The exponent has the wrong sign. The function sigmoid of the set-up cell does it for you."
# %% sigmoid_layer wrong="no brackets" change="dout * self.y * (1 - self.y) → dout * self.y * 1 - self.y" fails="sigmoid_layer_backward" says="A product is taken before a difference: 1 - y needs brackets."
# %% sigmoid_layer wrong="dout added" change="dout * self.y * (1 - self.y) → dout + self.y * (1 - self.y)" fails="sigmoid_layer_backward" says="dout was added to the slope; the chain rule multiplies."
# %% sigmoid_layer wrong="slope of dout" change="dout * self.y * (1 - self.y) → dout * (1 - dout)" fails="sigmoid_layer_backward" says="y is the output of forward; here dout was put in its place."
# %% sigmoid_layer wrong="slope of dout, times dout" change="dout * self.y * (1 - self.y) → dout * dout * (1 - dout)" fails="sigmoid_layer_backward" says="y is the output of forward; here dout was put in its place."
# %% sigmoid_layer wrong="times y alone" change="dout * self.y * (1 - self.y) → dout * self.y" fails="sigmoid_layer_backward" says="One factor is missing: y (1 - y), and here is only y."
# %% sigmoid_layer wrong="square of one number only" change="self.y = sigmoid(x)\n        return self.y → self.x = x\n        return sigmoid(x)" change="dout * self.y * (1 - self.y) → dout * np.exp(-self.x) / (1 + np.exp(-self.x) ** 2)" fails="sigmoid_layer_backward" says="In the slope of the sigmoid the whole bottom is squared, with its 1. With the output y it is easier: y (1 - y)."
# %% sigmoid_layer wrong="plus" change="(1 - self.y) → (1 + self.y)" fails="sigmoid_layer_backward" says="The second factor is 1 - y, and here it is 1 + y."
# %% sigmoid_layer wrong="difference of squares" change="dout * self.y * (1 - self.y) → dout * (1 - self.y) ** 2" fails="sigmoid_layer_backward" says="The factor 1 - y is there twice; one of the two is y."
# %% sigmoid_layer wrong="tanh" change="sigmoid(x) → np.tanh(x)" fails="sigmoid_layer_forward sigmoid_layer_backward" says="This is the hyperbolic tangent; call the function sigmoid of the set-up cell."
# %% sigmoid_layer wrong="the note changed in place" change="return dout * self.y * (1 - self.y) → self.y *= 1 - self.y\n        return dout * self.y" fails="sigmoid_layer_backward" says="A second backward gives something else than the first: backward changed what forward had kept. Make a new array."
# %% sigmoid_layer wrong="divided by the batch" change="(1 - self.y) → (1 - self.y) / len(dout)" fails="sigmoid_layer_backward" says="This is too small, everywhere by the same factor. Was it divided by the number of samples? No mean is taken in this layer."
# %% sigmoid_layer wrong="matrix product" change="return dout * self.y * (1 - self.y) → return dout @ (self.y * (1 - self.y)).T" fails="sigmoid_layer_backward" says="This is a matrix product. Each number of dout meets its own slope: multiply element by element."
# %% sigmoid_layer wrong="cut off at 10" change="self.y = sigmoid(x) → self.y = sigmoid(np.clip(x, -10, 10))" fails="sigmoid_layer_forward sigmoid_layer_backward" says="Large inputs were cut off. The given sigmoid takes every x as it is."
# %% sigmoid_layer wrong="brackets" change="return dout * self.y * (1 - self.y) → return dout * (self.y * 1 - self.y)" fails="sigmoid_layer_backward" says="Mind the brackets: y · 1 - y is 0. Subtract first, then multiply."
# %% sigmoid_layer wrong="mask of a ReLU" change="self.y = sigmoid(x) → self.y, self.mask = sigmoid(x), x > 0" change="return dout * self.y * (1 - self.y) → return dout * self.mask * self.y * (1 - self.y)" fails="sigmoid_layer_backward" says="Where x is below 0, nothing goes back. A sigmoid has no mask: it has a slope everywhere."


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


# %% relative_error wrong="largest difference" change="np.max(np.abs(a - b) / size) → np.max(np.abs(a - b))" fails="relative_error_values relative_error_zeros" says="This is the largest difference itself; divide by the size of the numbers."
# %% relative_error wrong="mean" change="np.max(np.abs(a - b) / size) → np.mean(np.abs(a - b) / size)" fails="relative_error_values relative_error_zeros" says="This is the mean over all places; the worst place counts."
# %% relative_error wrong="norms" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)" change="np.max(np.abs(a - b) / size) → np.linalg.norm(a - b) / size" fails="relative_error_values relative_error_zeros" says="This compares the lengths of whole arrays; here the worst place counts."
# %% relative_error wrong="no absolute value of the difference" change="np.max(np.abs(a - b) / size) → np.max((a - b) / size)" fails="relative_error_values relative_error_zeros" says="Take the absolute value of the difference: a negative one counts as well."
# %% relative_error wrong="no absolute values in the bottom" change="np.abs(a) + np.abs(b) → a + b" fails="relative_error_values" says="The bottom is |a| + |b|: the absolute values first, then the sum."
# %% relative_error wrong="relative to b" change="np.abs(a) + np.abs(b) → np.abs(b)" fails="relative_error_values relative_error_zeros" says="The bottom is |a| + |b|, both of them, added."
# %% relative_error wrong="not the largest yet" change="np.max(np.abs(a - b) / size) → np.abs(a - b) / size" fails="relative_error_values relative_error_zeros relative_error_refuses" says="Leave no place alone: the largest of them, a single number."
# %% relative_error wrong="divides by 0" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.abs(a) + np.abs(b)" fails="relative_error_zeros" reads="makes NumPy warn"
# %% relative_error wrong="1e-8 is added" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.abs(a) + np.abs(b) + 1e-8" fails="relative_error_zeros relative_error_values" says="The bottom is the larger of the sum and 1e-8; here it is their sum."
# %% relative_error wrong="another smallest bottom" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.maximum(np.abs(a) + np.abs(b), 1e-12)" fails="relative_error_zeros" says="The bottom must be at least 1e-8."
# %% relative_error wrong="takes any shapes" change="if a.shape != b.shape:\n        raise ValueError(f\"shapes {a.shape} and {b.shape} can't be compared\") → " fails="relative_error_refuses" reads="where it should refuse"
# %% relative_error wrong="an error without the shapes" change="f\"shapes {a.shape} and {b.shape} can't be compared\" → \"the shapes differ\"" fails="relative_error_refuses" reads="does not mention"
# %% relative_error wrong="compares the sizes" change="a.shape != b.shape → a.size != b.size" fails="relative_error_refuses" says="Arrays with as many numbers can differ in shape all the same, such as (4, 1) and (1, 4): compare the shapes themselves."
# %% relative_error wrong="an assert" change="if a.shape != b.shape:\n        raise ValueError(f\"shapes {a.shape} and {b.shape} can't be compared\") → assert a.shape == b.shape, f\"shapes {a.shape} and {b.shape}\"" fails="relative_error_refuses" reads="ValueError is expected"
# %% relative_error wrong="compares the lengths" change="a.shape != b.shape → len(a) != len(b)" fails="relative_error_refuses" reads="relative_error returned"
# %% relative_error wrong="absolute value of the sum" change="np.abs(a) + np.abs(b) → np.abs(a + b)" fails="relative_error_values" says="The bottom is |a| + |b|: the absolute values first, then the sum."
# %% relative_error wrong="difference of the absolute values" change="np.max(np.abs(a - b) / size) → np.max(np.abs(np.abs(a) - np.abs(b)) / size)" fails="relative_error_values relative_error_zeros" says="The worst place was missed. Are all places asked, and is the top |a - b|, the difference first, then the absolute value?"
# %% relative_error wrong="Python's max" change="np.max(np.abs(a - b) / size) → max(np.abs(a - b) / size)" fails="relative_error_values relative_error_zeros relative_error_refuses" says="Here are several numbers, one for each column; np.max(array) without an axis finds the largest of all."
# %% relative_error wrong="largest top over largest bottom" change="np.max(np.abs(a - b) / size) → np.max(np.abs(a - b)) / np.max(size)" fails="relative_error_values relative_error_zeros" says="The largest difference was divided by the largest size, and they may stand in different places. Divide in each place first, then take the largest quotient."
# %% relative_error wrong="zeros are skipped" change="return np.max(np.abs(a - b) / size) → both = (a != 0) & (b != 0)\n    return np.max(np.abs(a - b)[both] / size[both], initial=0.0)" fails="relative_error_zeros" says="Places where one of the two is 0 were left out; they count as well."
# %% relative_error wrong="only the first place" change="np.max(np.abs(a - b) / size) → (np.abs(a - b) / size).flat[0]" fails="relative_error_values relative_error_zeros" says="This is the quotient of one place, and not of the worst one. Go through all of them, and take the largest."
# %% relative_error wrong="only the last place" change="np.max(np.abs(a - b) / size) → (np.abs(a - b) / size).flat[-1]" fails="relative_error_values relative_error_zeros" says="The worst place was missed. Are all places asked, and is the top |a - b|, the difference first, then the absolute value?"
# %% relative_error wrong="the sum" change="np.max(np.abs(a - b) / size) → np.sum(np.abs(a - b) / size)" fails="relative_error_values relative_error_zeros" says="All quotients were added; the largest of them is the answer."
# %% relative_error wrong="half the bottom" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.maximum((np.abs(a) + np.abs(b)) / 2, 1e-8)" fails="relative_error_values relative_error_zeros" says="The bottom is |a| + |b|, both of them, added."
# %% relative_error wrong="squares" change="np.maximum(np.abs(a) + np.abs(b), 1e-8) → np.maximum(a**2 + b**2, 1e-8)" change="np.max(np.abs(a - b) / size) → np.max((a - b) ** 2 / size)" fails="relative_error_values relative_error_zeros" says="These are squares; absolute values are asked, on top and in the bottom."
# %% relative_error wrong="no brackets" change="np.max(np.abs(a - b) / size) → np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-8) + np.abs(b))" fails="relative_error_values relative_error_zeros relative_error_refuses" says="A quotient is taken before a sum: |a| + |b| must be in brackets, below the line as a whole."
# %% relative_error wrong="no brackets, and no smallest bottom" change="np.max(np.abs(a - b) / size) → np.max(np.abs(a - b) / np.abs(a) + np.abs(b))" fails="relative_error_values relative_error_zeros relative_error_refuses" says="A quotient is taken before a sum: |a| + |b| must be in brackets, below the line as a whole."
# %% relative_error wrong="sums" change="np.max(np.abs(a - b) / size) → np.sum(np.abs(a - b)) / np.sum(size)" fails="relative_error_values relative_error_zeros" says="This compares sums over all places. Divide in each place by itself, and take the largest quotient."
# %% relative_error wrong="relative to a" change="np.abs(a) + np.abs(b) → np.abs(a)" fails="relative_error_values relative_error_zeros" says="The bottom is |a| + |b|, both of them, added."
# %% relative_error wrong="minus in the bottom" change="np.abs(a) + np.abs(b) → np.abs(a) - np.abs(b)" fails="relative_error_values relative_error_zeros" says="The bottom is |a| + |b|, both of them, added."
# %% relative_error wrong="quotients below 0" change="np.max(np.abs(a - b) / size) → max(0.0, np.max((a - b) / size))" fails="relative_error_values relative_error_zeros" says="Where a is smaller than b, the quotient is below 0 here, and never the largest. An absolute value is missing above the bar."


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
# %% gradient_check wrong="loss without dout" change="np.sum(layer.forward(x) * dout) → np.sum(layer.forward(x))" fails="gradient_check_finds gradient_check_passes" says="Your loss leaves out dout: it's the sum of forward(x) * dout."
# %% gradient_check wrong="loss doesn't move" change="dx = layer.backward(dout) → dx = layer.backward(dout)\n    out = layer.forward(x)" change="np.sum(layer.forward(x) * dout) → np.sum(out * dout)" fails="gradient_check_finds gradient_check_passes" says="The loss is made of what forward returns for its own argument, the x that is moved, and of the dout that is given. Which of these isn't so here?"
# %% gradient_check wrong="backward of ones" change="layer.backward(dout) → layer.backward(np.ones_like(dout))" fails="gradient_check_finds gradient_check_passes" says="backward got something else than the dout that came."
# %% gradient_check wrong="ones on both sides" change="layer.backward(dout) → layer.backward(np.ones_like(dout))" change="np.sum(layer.forward(x) * dout) → np.sum(layer.forward(x))" fails="gradient_check_finds" says="Ones stand where dout belongs. Use the dout that comes, both in the loss and for backward."
# %% gradient_check wrong="backward after a moved forward" change="layer.forward(x)\n    dx = layer.backward(dout) → " change="relative_error(dx, slope) → relative_error(layer.backward(dout), slope)" fails="gradient_check_passes" says="The last forward before backward was that of a moved x: call forward(x), then backward, and only then numerical_gradient."
# %% gradient_check wrong="no forward" change="layer.forward(x)\n    dx = layer.backward(dout) → dx = layer.backward(dout)" fails="gradient_check_passes" says="backward was called without forward(x) before it: it used an old note."
# %% gradient_check wrong="compared with itself" change="slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x) → slope = layer.backward(dout)" fails="gradient_check_finds gradient_check_passes" says="This calls a wrong gradient right. The other one must be measured, by nudging x."
# %% gradient_check wrong="backward of the output" change="layer.forward(x)\n    dx = layer.backward(dout) → dx = layer.backward(layer.forward(x))" fails="gradient_check_finds gradient_check_passes" says="backward got what forward returned; it should get dout."
# %% gradient_check wrong="a mean for a loss" change="np.sum(layer.forward(x) * dout) → np.mean(layer.forward(x) * dout)" fails="gradient_check_finds gradient_check_passes" says="Your loss isn't the sum of forward(x) * dout. Is it a mean, or made of x itself?"
# %% gradient_check wrong="largest difference" change="relative_error(dx, slope) → np.max(np.abs(dx - slope))" fails="gradient_check_finds gradient_check_passes" says="This is the largest difference itself; compare with your relative_error."
# %% gradient_check wrong="loss of x itself" change="np.sum(layer.forward(x) * dout) → np.sum(x * dout)" fails="gradient_check_finds gradient_check_passes" says="Your loss isn't the sum of forward(x) * dout. Is it a mean, or made of x itself?"
# %% gradient_check wrong="dout is nudged" change="lambda x: np.sum(layer.forward(x) * dout), x → lambda d: np.sum(layer.forward(x) * d), dout" fails="gradient_check_finds gradient_check_passes" says="backward was compared with what forward returns, which are the slopes for dout. Nudge x, and compare with those slopes."
# %% gradient_check wrong="loss of backward" change="np.sum(layer.forward(x) * dout) → (layer.forward(x), np.sum(layer.backward(dout)))[1]" fails="gradient_check_finds gradient_check_passes" says="The loss is made of what forward returns for its own argument, the x that is moved, and of the dout that is given. Which of these isn't so here?"
# %% gradient_check wrong="sums are compared" change="relative_error(dx, slope) → relative_error(np.sum(dx), np.sum(slope))" fails="gradient_check_finds" says="Only sums were compared, in which errors can cancel. Compare the two arrays, place by place."
# %% gradient_check wrong="one-sided, over two steps" change="slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x) → slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout) / 2, x)" fails="gradient_check_finds gradient_check_passes" says="The measured slopes are half of what they should be. Is a step of h divided by 2 h? numerical_gradient does it for you."
# %% gradient_check wrong="twice the slopes" change="slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x) → slope = numerical_gradient(lambda x: np.sum(layer.forward(x) * dout) * 2, x)" fails="gradient_check_finds gradient_check_passes" says="The measured slopes are twice what they should be. Is a step of 2 h divided by h? numerical_gradient does it for you."
# %% gradient_check wrong="dout compared" change="relative_error(dx, slope) → relative_error(dout, slope)" fails="gradient_check_finds gradient_check_passes" says="dout was compared with the slopes, and not what backward makes of it."
# %% gradient_check wrong="multiplies the output in place" change="numerical_gradient(lambda x: np.sum(layer.forward(x) * dout), x) → numerical_gradient(\n        lambda x: np.sum(np.multiply(out := layer.forward(x), dout, out=out)), x\n    )" fails="gradient_check_finds" reads="changed its second argument"

# %% bias_gradient right="ones" change="np.sum(dout, axis=0) → np.ones(len(dout)) @ dout"


# %% bias_gradient right="loop"
def bias_gradient(dout):
    total = np.zeros(dout.shape[1])
    for row in dout:
        total += row
    return total


# %% bias_gradient right="einsum" change='np.sum(dout, axis=0) → np.einsum("nm->m", dout)'
# %% bias_gradient wrong="mean over the batch" change="np.sum(dout, axis=0) → dout.mean(axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" reads="5 is the batch"
# %% bias_gradient wrong="not summed" change="np.sum(dout, axis=0) → dout" fails="bias_gradient_by_hand bias_gradient_matches_slope" reads="shape (2, 3)"
# %% bias_gradient wrong="summed over the columns" change="np.sum(dout, axis=0) → dout.sum(axis=1)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="This adds up the numbers of each sample. It is the samples that must be added, for each output by itself."
# %% bias_gradient wrong="a row is kept" change="np.sum(dout, axis=0) → dout.sum(axis=0, keepdims=True)" fails="bias_gradient_by_hand bias_gradient_matches_slope" reads="only the shape is not"
# %% bias_gradient wrong="adds up in place" change="return np.sum(dout, axis=0) → for row in dout[1:]:\n        dout[0] += row\n    return dout[0].copy()" fails="bias_gradient_matches_slope" says="A part such as dout[0] is no copy: whatever is added to it, under any name, is added to dout itself."
# %% bias_gradient wrong="the first sample" change="np.sum(dout, axis=0) → dout[0].copy()" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="Some samples are left out. Each has a path to the loss, and all of them add. In a loop: does it reach all rows, does each turn add to what is there, and is the return after it?"
# %% bias_gradient wrong="the last sample" change="np.sum(dout, axis=0) → dout[-1].copy()" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="Some samples are left out. Each has a path to the loss, and all of them add. In a loop: does it reach all rows, does each turn add to what is there, and is the return after it?"
# %% bias_gradient wrong="without the last sample" change="np.sum(dout, axis=0) → np.sum(dout[:-1], axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="Some samples are left out. Each has a path to the loss, and all of them add. In a loop: does it reach all rows, does each turn add to what is there, and is the return after it?"
# %% bias_gradient wrong="without the first sample" change="np.sum(dout, axis=0) → np.sum(dout[1:], axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="Some samples are left out. Each has a path to the loss, and all of them add. In a loop: does it reach all rows, does each turn add to what is there, and is the return after it?"
# %% bias_gradient wrong="without dout" change="np.sum(dout, axis=0) → np.ones(dout.shape[1])" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="This is the slope of the output alone, which is 1. The chain rule: times dout, and then all samples are added."
# %% bias_gradient wrong="counts the samples" change="np.sum(dout, axis=0) → np.full(dout.shape[1], float(len(dout)))" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="This counts the samples. Each brings its dout: add those."
# %% bias_gradient wrong="mean of the outputs" change="np.sum(dout, axis=0) → dout.mean(axis=1)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="This takes the mean over the numbers of each sample. It is the samples that must be added, for each output by itself."
# %% bias_gradient wrong="running sums" change="np.sum(dout, axis=0) → np.cumsum(dout, axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="np.cumsum keeps the sum after each sample; only the last of these is asked for, and np.sum gives it."
# %% bias_gradient wrong="in one row" change="np.sum(dout, axis=0) → dout.flatten()" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="All numbers of dout stand in one row now, and none was added. There is one number for each output."
# %% bias_gradient wrong="absolute values" change="np.sum(dout, axis=0) → np.sum(np.abs(dout), axis=0)" fails="bias_gradient_matches_slope" says="These are sums of absolute values. Samples can pull up or down, so the signs count."
# %% bias_gradient wrong="the largest" change="np.sum(dout, axis=0) → np.max(dout, axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="This is the largest number of each output, and the gradients of all samples are to be added."
# %% bias_gradient wrong="squares" change="np.sum(dout, axis=0) → np.sum(dout**2, axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="These are sums of squares; add the gradients as they are."
# %% bias_gradient wrong="minus" change="np.sum(dout, axis=0) → -np.sum(dout, axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" reads="wrong sign"
# %% bias_gradient wrong="two outputs" change="np.sum(dout, axis=0) → np.sum(dout[:, :2], axis=0)" fails="bias_gradient_by_hand bias_gradient_matches_slope" says="There are always two numbers here. There may be any number of outputs: one for each column of dout."


# %% bias_gradient wrong="whole numbers" change="return np.sum(dout, axis=0) → db = np.zeros(dout.shape[1], dtype=int)\n    for row in dout:\n        for m, each in enumerate(row):\n            db[m] = db[m] + each\n    return db" fails="bias_gradient_matches_slope" says="The sums are kept as whole numbers, which cuts off the decimals. Begin with np.zeros(M), which holds floats."
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


# %% affine_layer wrong="db averaged" change="bias_gradient(dout) → np.mean(dout, axis=0)" fails="affine_layer_db" reads="2 is the batch size"
# %% affine_layer wrong="db not summed" change="bias_gradient(dout) → dout" fails="affine_layer_db" reads="not added up yet"
# %% affine_layer wrong="db with a row" change="bias_gradient(dout) → np.sum(dout, axis=0, keepdims=True)" fails="affine_layer_db" reads="only the shape is not"
# %% affine_layer wrong="dW transposed" change="self.x.T @ dout → dout.T @ self.x" fails="affine_layer_dw" reads="this is the transpose"
# %% affine_layer wrong="dW averaged" change="self.x.T @ dout → self.x.T @ dout / len(dout)" fails="affine_layer_dw" reads="2 is the batch size"
# %% affine_layer wrong="accumulated" change="self.dW = None  # backward will set these two\n        self.db = None → self.dW = self.db = 0" change="self.x.T @ dout → self.dW + self.x.T @ dout" change="bias_gradient(dout) → self.db + bias_gradient(dout)" fails="affine_layer_again" says="Set it anew in each call, without what was there before."
# %% affine_layer wrong="W not transposed" change="dout @ self.W.T → dout @ self.W" fails="affine_layer_dx affine_layer_dw affine_layer_db affine_layer_again" reads="the inner sizes must be equal"
# %% affine_layer wrong="dx turned around" change="dout @ self.W.T → self.W @ dout.T" fails="affine_layer_dx" reads="this is the transpose"
# %% affine_layer wrong="returns all three" change="dout @ self.W.T → dout @ self.W.T, self.dW, self.db" fails="affine_layer_dx affine_layer_again" says="Return dx alone; dW and db stay in the layer."
# %% affine_layer wrong="no bias" change="x @ self.W + self.b → x @ self.W" fails="affine_layer_forward" says="This is x W alone: the bias isn't added."
# %% affine_layer wrong="weights of the beginning" change="self.b = b → self.b = b\n        self.apply = lambda x: x @ W + b" change="x @ self.W + self.b → self.apply(x)" fails="affine_layer_forward" says="The weights have changed since; use self.W and self.b as they are now."
# %% affine_layer wrong="adds in place to its input" change="self.x = x → x -= x.mean()\n        self.x = x" change="self.x.T @ dout → self.x.T @ dout * 1.5" change="bias_gradient(dout) → bias_gradient(dout) * 1.5" change="return dout @ self.W.T → dout *= 2\n        return dout @ self.W.T" fails="affine_layer_forward affine_layer_again affine_layer_dx affine_layer_dw affine_layer_db" reads="changed its argument x"
# %% affine_layer wrong="input of the first forward" change='self.x = x → if not hasattr(self, "x") or len(self.x) == len(x):\n            self.x = x' change="self.x.T @ dout → self.x.T @ dout[: len(self.x)]" fails="affine_layer_again" reads="the inner sizes must be equal"
# %% affine_layer wrong="changes dout" change="self.db = bias_gradient(dout) → dx = dout @ self.W.T\n        dout[0] = bias_gradient(dout)\n        self.db = dout[0].copy()" change="return dout @ self.W.T → return dx" fails="affine_layer_again" reads="changed its argument dout"
# %% affine_layer wrong="gradients under other names" change="self.dW = None  # backward will set these two\n        self.db = None → " change="self.dW = self.x.T @ dout → self.grad_W = self.x.T @ dout" change="self.db = bias_gradient(dout) → self.grad_b = bias_gradient(dout)" fails="affine_layer_dw affine_layer_db affine_layer_again" reads="no attribute 'dW'"
# %% affine_layer wrong="takes a step, too" change="return dout @ self.W.T → dx = dout @ self.W.T\n        self.W, self.b = self.W - 0.1 * self.dW, self.b - 0.1 * self.db\n        return dx" fails="affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="dx is dout" change="dout @ self.W.T → dout" fails="affine_layer_dx" says="This is dout, as it came; send it back through W."
# %% affine_layer wrong="backward by the weights from the beginning" change="self.W = W → self.W = W\n        self.W_turned = W.T" change="dout @ self.W.T → dout @ self.W_turned" fails="affine_layer_dx" says="These are the initial weights; use self.W as it is now."
# %% affine_layer wrong="takes a smaller step" change="return dout @ self.W.T → dx = dout @ self.W.T\n        self.W, self.b = self.W - 0.01 * self.dW, self.b - 0.01 * self.db\n        return dx" fails="affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="takes a full step" change="return dout @ self.W.T → dx = dout @ self.W.T\n        self.W, self.b = self.W - self.dW, self.b - self.db\n        return dx" fails="affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="db by sample" change="bias_gradient(dout) → np.sum(dout, axis=1)" fails="affine_layer_db" says="This adds up the numbers of each sample. It is the samples that must be added, for each output by itself: your bias_gradient does that."
# %% affine_layer wrong="db all in one" change="bias_gradient(dout) → np.sum(dout)" fails="affine_layer_db affine_layer_again" reads="keep each one separate"
# %% affine_layer wrong="dx by dW" change="dout @ self.W.T → dout @ self.dW.T" fails="affine_layer_dx" says="dout was sent back through dW; the way back goes through the weights themselves."
# %% affine_layer wrong="the output kept" change="self.x = x\n        return x @ self.W + self.b → self.x = x @ self.W + self.b\n        return self.x" fails="affine_layer_dw affine_layer_again" says="dW is made of what came in, x, and here the output was kept in its place."
# %% affine_layer wrong="dW of one sample" change="self.x.T @ dout → np.outer(self.x[0], dout[0])" fails="affine_layer_dw" says="Each sample has a part in every weight, and they add; here only one sample counts. In a loop, add to what is there."
# %% affine_layer wrong="db with the bias" change="bias_gradient(dout) → bias_gradient(dout) * self.b" fails="affine_layer_db" says="db was multiplied by b. The slope of the output with respect to b is 1, whatever b is."
# %% affine_layer wrong="bias left out of db" change="bias_gradient(dout) → np.ones_like(self.b)" fails="affine_layer_db affine_layer_again" says="This is the slope of the output alone, which is 1. The chain rule: times dout, and then all samples are added."
# %% affine_layer wrong="a step of 0.1 before dx" change="return dout @ self.W.T → self.W = self.W - 0.1 * self.dW\n        self.b = self.b - 0.1 * self.db\n        return dout @ self.W.T" fails="affine_layer_dx affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="a step of 0.01 before dx" change="return dout @ self.W.T → self.W = self.W - 0.01 * self.dW\n        self.b = self.b - 0.01 * self.db\n        return dout @ self.W.T" fails="affine_layer_dx affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="a step of 1.0 before dx" change="return dout @ self.W.T → self.W = self.W - 1.0 * self.dW\n        self.b = self.b - 1.0 * self.db\n        return dout @ self.W.T" fails="affine_layer_dx affine_layer_again" says="backward took a step, too. It only sets dW and db; the weights stay as they are."
# %% affine_layer wrong="dW and db of the last sample" change="self.x.T @ dout → np.outer(self.x[-1], dout[-1])" change="bias_gradient(dout) → dout[-1]" fails="affine_layer_dw affine_layer_db" says="Each sample has a part in every weight, and they add; here only one sample counts. In a loop, add to what is there."
# %% affine_layer wrong="dW of the last sample" change="self.x.T @ dout → np.outer(self.x[-1], dout[-1])" fails="affine_layer_dw" says="Each sample has a part in every weight, and they add; here only one sample counts. In a loop, add to what is there."
# %% affine_layer wrong="db of the last sample" change="bias_gradient(dout) → dout[-1]" fails="affine_layer_db" says="Each sample has a part in every weight, and they add; here only one sample counts. In a loop, add to what is there."
# %% affine_layer wrong="db of the first sample" change="bias_gradient(dout) → dout[0]" fails="affine_layer_db" says="Each sample has a part in every weight, and they add; here only one sample counts. In a loop, add to what is there."
# %% affine_layer wrong="bias subtracted" change="x @ self.W + self.b → x @ self.W - self.b" fails="affine_layer_forward" says="The bias was subtracted, and is to be added."
# %% affine_layer wrong="reshaped" change="self.x.T @ dout → (dout.T @ self.x).reshape(self.W.shape)" change="dout @ self.W.T → (self.W @ dout.T).reshape(self.x.shape)" fails="affine_layer_dx affine_layer_dw" says="reshape only cuts the numbers into other rows. Which product has the right shape by itself?"
# %% affine_layer wrong="dx returned by dW's name" change="return dout @ self.W.T → self.dx = dout @ self.W.T" fails="affine_layer_dx affine_layer_again" reads="ends without returning"

# %% linear_backward_columns right="einsum" change='dY @ X.T, W.T @ dY → np.einsum("mn,dn->md", dY, X), np.einsum("md,mn->dn", W, dY)'
# %% linear_backward_columns right="turned around, a list" change="return dY @ X.T, W.T @ dY → dW = np.dot(X, dY.T).T\n    dX = np.dot(dY.T, W).T\n    return [dW, dX]"
# %% linear_backward_columns wrong="order of the results" change="dY @ X.T, W.T @ dY → W.T @ dY, dY @ X.T" fails="columns_dw columns_dx" says="The order is dW, dX; here it is the other way round."
# %% linear_backward_columns wrong="the misprint" change="W.T @ dY → dY @ W.T" fails="columns_dw columns_dx" reads="the inner sizes must be equal"
# %% linear_backward_columns wrong="dW averaged" change="X.T → X.T / X.shape[1]" fails="columns_dw" reads="3 is the batch size"
# %% linear_backward_columns wrong="dX averaged" change="W.T @ dY → W.T @ dY / X.shape[1]" fails="columns_dx" reads="3 is the batch size"
# %% linear_backward_columns wrong="dW turned around" change="dY @ X.T → X @ dY.T" fails="columns_dw" reads="this is the transpose"
# %% linear_backward_columns wrong="dX turned around" change="W.T @ dY → dY.T @ W" fails="columns_dx" reads="this is the transpose"
# %% linear_backward_columns wrong="dX by dW" change="return dY @ X.T, W.T @ dY → dW = dY @ X.T\n    return dW, dW.T @ dY" fails="columns_dx" says="dY was sent back through dW; the way back goes through the weights, W."
# %% linear_backward_columns wrong="one sample" change="return dY @ X.T, W.T @ dY → return np.outer(dY[:, 0], X[:, 0]), W.T @ dY" fails="columns_dw" says="This is dW of one sample alone; each sample has a part in every weight, and they add."
# %% linear_backward_columns wrong="the last sample" change="return dY @ X.T, W.T @ dY → return np.outer(dY[:, -1], X[:, -1]), W.T @ dY" fails="columns_dw" says="This is dW of one sample alone; each sample has a part in every weight, and they add."
# %% linear_backward_columns wrong="a step of 0.1" change="return dY @ X.T, W.T @ dY → dW = dY @ X.T\n    return dW, (W - 0.1 * dW).T @ dY" fails="columns_dx" says="W was changed before dX: a gradient belongs to the weights as they were in the forward pass."
# %% linear_backward_columns wrong="a step of 0.01" change="return dY @ X.T, W.T @ dY → dW = dY @ X.T\n    return dW, (W - 0.01 * dW).T @ dY" fails="columns_dx" says="W was changed before dX: a gradient belongs to the weights as they were in the forward pass."
# %% linear_backward_columns wrong="a whole step" change="return dY @ X.T, W.T @ dY → dW = dY @ X.T\n    return dW, (W - dW).T @ dY" fails="columns_dx" says="W was changed before dX: a gradient belongs to the weights as they were in the forward pass."
# %% linear_backward_columns wrong="reshaped" change="return dY @ X.T, W.T @ dY → return (X @ dY.T).reshape(W.shape), (dY.T @ W).reshape(X.shape)" fails="columns_dw columns_dx" says="reshape only cuts the numbers into other rows. Which product has the right shape by itself?"

# %% linear_backward_columns wrong="reshape for a transpose" change="dY @ X.T → dY @ X.reshape(X.shape[::-1])" fails="columns_dw" says="reshape keeps the order in which the numbers are read, and so mixes the samples. The transpose is X.T."
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


# %% softmax_with_loss wrong="missing 1/N" change="dout * dscores / N → dout * dscores" fails="softmax_loss_backward softmax_loss_large" says="This is the gradient of the sum; the loss is a mean, so divide by N."
# %% softmax_with_loss wrong="1/N twice" change="dout * dscores / N → dout * dscores / N / N" fails="softmax_loss_backward softmax_loss_large" says="It was divided by N twice."
# %% softmax_with_loss wrong="divided by the classes, too" change="dout * dscores / N → dout * dscores / dscores.size" fails="softmax_loss_backward softmax_loss_large" says="Divide by the number of samples only, not by that of the classes."
# %% softmax_with_loss wrong="sign" change="dout * dscores / N → -dout * dscores / N" fails="softmax_loss_backward softmax_loss_large" says="The sign: p - t, not t - p."
# %% softmax_with_loss wrong="brackets" change="dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → t = np.eye(dscores.shape[1])[self.labels]\n        return dout * self.p - t / N" fails="softmax_loss_backward softmax_loss_large softmax_loss_again" says="Divide p - t by N, all of it; here only t was divided."
# %% softmax_with_loss wrong="columns of all labels" change="dscores[np.arange(N), self.labels] → dscores[:, self.labels]" fails="softmax_loss_backward softmax_loss_large" says="Here 1 was subtracted in the columns of all labels, in every row. Pair each row with its own label: [np.arange(N), labels]."
# %% softmax_with_loss wrong="p changed in place" change="dscores = self.p.copy() → dscores = self.p" fails="softmax_loss_again" says="A second backward subtracted a second 1: take a copy of p before you subtract."
# %% softmax_with_loss wrong="dout left out" change="dout * dscores / N → dscores / N" fails="softmax_loss_again" says="dout multiplies the gradient; here it is left out."
# %% softmax_with_loss wrong="dout must be given" change="def backward(self, dout=1): → def backward(self, dout):" fails="softmax_loss_backward softmax_loss_large softmax_loss_again" reads="missing 1 required positional argument"
# %% softmax_with_loss wrong="sum of the losses" change="softmax_cross_entropy(scores, labels) → softmax_cross_entropy(scores, labels) * len(labels)" fails="softmax_loss_forward softmax_loss_large" says="This is the sum of the losses of the batch; return their mean."
# %% softmax_with_loss wrong="log of the softmax" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels]))" fails="softmax_loss_large" reads="makes NumPy warn"
# %% softmax_with_loss wrong="softmax over the whole batch" change="self.p = softmax(scores) → e = np.exp(scores - np.max(scores))\n        self.p = e / np.sum(e)" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels]))" fails="softmax_loss_forward softmax_loss_backward softmax_loss_large" says="The softmax was taken over the whole batch, so that all numbers together sum to 1; each sample has a softmax of its own."
# %% softmax_with_loss wrong="changes the scores" change="self.p = softmax(scores) → scores -= np.max(scores, axis=1, keepdims=True)\n        self.p = softmax(scores)" fails="softmax_loss_forward" reads="changed its argument scores"
# %% softmax_with_loss wrong="cross-entropy of the probabilities" change="softmax_cross_entropy(scores, labels) → softmax_cross_entropy(self.p, labels)" fails="softmax_loss_forward softmax_loss_large" says="softmax_cross_entropy takes the scores; here it got the probabilities."
# %% softmax_with_loss wrong="long doubles" change="self.p = softmax(scores) → e = np.exp(scores.astype(np.longdouble))\n        self.p = (e / e.sum(axis=1, keepdims=True)).astype(float)" fails="softmax_loss_large" reads="makes NumPy warn"
# %% softmax_with_loss wrong="log with a small number" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-7))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="-1 put in place of p" change="dscores[np.arange(N), self.labels] -= 1 → dscores[np.arange(N), self.labels] = -1" fails="softmax_loss_backward softmax_loss_large" says="At the labels stands -1 now: subtract 1 from what is there (-=)."
# %% softmax_with_loss wrong="log with 1e-8" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-8))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="log with 1e-9" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-9))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="log with 1e-10" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-10))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="log with 1e-12" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-12))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="log with 1e-15" change="softmax_cross_entropy(scores, labels) → -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-15))" fails="softmax_loss_large" says="With a small number added to p, or a smallest p, the loss can't grow any more where p is nearly 0. softmax_cross_entropy takes the scores, and needs no such help."
# %% softmax_with_loss wrong="the labels as numbers" change="dscores[np.arange(N), self.labels] -= 1 → dscores -= self.labels.reshape(-1, 1)" fails="softmax_loss_backward softmax_loss_large" says="The label itself was subtracted, in its whole row. It is no quantity: it says in which column 1 is subtracted."
# %% softmax_with_loss wrong="scores for p" change="self.p = softmax(scores) → self.p = scores" fails="softmax_loss_backward softmax_loss_large" says="These are the scores minus the truth; p is their softmax."
# %% softmax_with_loss wrong="slope of the logarithm only" change="dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → dscores[:] = 0\n        dscores[np.arange(N), self.labels] = -1 / self.p[np.arange(N), self.labels]\n        return dout * dscores / N" fails="softmax_loss_backward softmax_loss_large" says="This is the gradient with respect to p. The scores are one step further back, behind the softmax: with it, all becomes p - t."
# %% softmax_with_loss wrong="slope of the softmax only" change="dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → return dout * self.p * (1 - self.p) / N" fails="softmax_loss_backward softmax_loss_large" says="p (1 - p) is a part of the slope of the softmax. Together with the cross-entropy all becomes p - t, over N."
# %% softmax_with_loss wrong="truth left out" change="dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → return dout * dscores / N" fails="softmax_loss_backward softmax_loss_large" says="These are the probabilities; the truth isn't subtracted."
# %% softmax_with_loss wrong="divided by the classes" change="N = len(self.labels) → N = self.p.shape[1]" change="np.arange(N) → np.arange(len(self.p))" fails="softmax_loss_backward softmax_loss_large" says="Divide by the number of samples, not by that of the classes."
# %% softmax_with_loss wrong="the truth only" change="self.p.copy() → np.zeros(self.p.shape)" fails="softmax_loss_backward softmax_loss_large" says="This is -t alone; the gradient is p - t, over N."
# %% softmax_with_loss wrong="the likeliest class for the label" change="dscores[np.arange(N), self.labels] → dscores[np.arange(N), np.argmax(self.p, axis=1)]" fails="softmax_loss_backward softmax_loss_large" says="1 was subtracted at the class that is likeliest; the truth is the label."
# %% softmax_with_loss wrong="dout subtracted" change="self.labels] -= 1\n        return dout * dscores / N → self.labels] -= dout\n        return dscores / N" fails="softmax_loss_again" says="dout belongs to all of the gradient, as a factor. At the labels it is always 1 that is subtracted."
# %% softmax_with_loss wrong="dout subtracted, too" change="self.labels] -= 1 → self.labels] -= dout" fails="softmax_loss_again" says="dout belongs to all of the gradient, as a factor. At the labels it is always 1 that is subtracted."
# %% softmax_with_loss wrong="dout added" change="dout * dscores / N → dscores / N + dout - 1" fails="softmax_loss_again" says="dout belongs to all of the gradient, as a factor."
# %% softmax_with_loss wrong="times the loss" change="return softmax_cross_entropy(scores, labels) → self.loss = softmax_cross_entropy(scores, labels)\n        return self.loss" change="dout * dscores / N → dout * self.loss * dscores / N" fails="softmax_loss_backward softmax_loss_large" says="The gradient was multiplied by the loss. It is the slope of the loss, times dout."
# %% softmax_with_loss wrong="at the labels only" change="dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → t = np.eye(dscores.shape[1])[self.labels]\n        return dout * (dscores - 1) * t / N" fails="softmax_loss_backward softmax_loss_large" says="Only the right classes have a gradient here. The other scores have one, too: their probability, over N."
# %% softmax_with_loss wrong="softmax of the columns" change="self.p = softmax(scores) → self.p = softmax(scores.T).T" fails="softmax_loss_backward softmax_loss_large" says="The softmax was taken down the columns, over the samples; each sample has a softmax of its own, along its row."
# %% softmax_with_loss wrong="labels counted from 1" change="self.labels = labels → self.labels = labels - 1" fails="softmax_loss_backward softmax_loss_large" says="1 was subtracted in the column before the right one. Labels count from 0, as columns do."
# %% softmax_with_loss wrong="slope of a sigmoid, too" change="dout * dscores / N → dout * dscores * self.p * (1 - self.p) / N" fails="softmax_loss_backward softmax_loss_large" says="p - t is the slope through the softmax and the cross-entropy together: no p (1 - p) comes on top of it."
# %% softmax_with_loss wrong="returns the probabilities" change="return softmax_cross_entropy(scores, labels) → return self.p" fails="softmax_loss_forward softmax_loss_large" says="These are the probabilities; forward returns the loss, a single number."
# %% softmax_with_loss wrong="as many classes as the largest label" change="self.labels = labels → self.t = np.eye(labels.max() + 1)[labels]" change="N = len(self.labels)\n        dscores = self.p.copy()\n        dscores[np.arange(N), self.labels] -= 1\n        return dout * dscores / N → return dout * (self.p - self.t) / len(self.t)" fails="softmax_loss_backward softmax_loss_large" says="Is the number of classes that of the columns of scores? The largest label needn't be the last class."


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


# %% network wrong="layers walked forward in backward" change="for layer in reversed(self.layers): → for layer in self.layers:" fails="network_gradient network_any_layers" reads="the inner sizes must be equal"
# %% network wrong="the first layer is left out" change="for layer in reversed(self.layers): → for layer in reversed(self.layers[1:]):" fails="network_gradient network_any_layers" says="The first layer has no array dW yet. Does dout get all the way down?"
# %% network wrong="layers without weights are left out" change="dout = layer.backward(dout) → dout = layer.backward(dout) if hasattr(layer, 'W') else dout" fails="network_gradient network_any_layers" says="On the way back a layer without weights was left out. dout goes through every layer; only the pairs are for those with weights."
# %% network wrong="no forward in gradient" change="self.loss(x, labels) → " fails="network_gradient network_any_layers" reads="no attribute"
# %% network wrong="pairs in reverse order" change='for layer in self.layers if hasattr(layer, "W") → for layer in reversed(self.layers) if hasattr(layer, "W")' fails="network_gradient network_any_layers" says="The pairs are in reverse order: that of the first layer should come first."
# %% network wrong="every layer gets the first dout" change="dout = layer.backward(dout) → layer.backward(dout)" fails="network_gradient network_any_layers" reads="can't be combined element by element"
# %% network wrong="every layer gets x" change="x = layer.forward(x) → scores = layer.forward(x)" change="return x → return scores" fails="network_loss network_gradient network_any_layers" reads="inner sizes"
# %% network wrong="only the first layer" change="x = layer.forward(x) → return layer.forward(x)" fails="network_loss network_gradient network_any_layers" says="Only the first layer was used: go through all of them."
# %% network wrong="predict gives probabilities" change="def predict(self, x): → def predict(self, x):\n        return softmax(self.scores(x))\n\n    def scores(self, x):" change="self.predict(x) → self.scores(x)" fails="network_loss" says="These are probabilities; predict returns the scores."
# %% network wrong="gradient of the batch before" change='self.loss(x, labels) → if not hasattr(self, "ready"):\n            self.ready = self.loss(x, labels)' fails="network_any_layers" says="This is the gradient of an earlier batch. Run the batch forward in each call, and collect dW and db after the way back."
# %% network wrong="the gradient in one flat list" change='[(layer.dW, layer.db) for layer in self.layers if hasattr(layer, "W")] → [g for layer in self.layers if hasattr(layer, "W") for g in (layer.dW, layer.db)]' fails="network_gradient network_any_layers" says="This is one list of arrays. Each layer with weights has a pair (dW, db) of its own."
# %% network wrong="loss times the batch" change="self.last.forward(self.predict(x), labels) → self.last.forward(self.predict(x), labels) * len(x)" fails="network_loss" reads="3 is the batch size"
# %% network wrong="asks for the class" change='hasattr(layer, "W") → isinstance(layer, Affine)' fails="network_any_layers" says="There is a pair for each layer with weights, of any kind and at any place: ask all of them, by hasattr, and keep every pair."
# %% network wrong="every second layer" change='for layer in self.layers if hasattr(layer, "W") → for layer in self.layers[::2]' fails="network_any_layers" says="There is a pair for each layer with weights, of any kind and at any place: ask all of them, by hasattr, and keep every pair."
# %% network wrong="the list is turned around" change="for layer in reversed(self.layers): → self.layers.reverse()\n        for layer in self.layers:" change="for layer in self.layers if → for layer in self.layers[::-1] if" fails="network_gradient network_any_layers" says="Something like .reverse() or .pop() changed the list itself; reversed(self.layers) only walks through it."
# %% network wrong="the way back begins with the loss" change="self.loss(x, labels)\n        dout = self.last.backward() → dout = self.last.backward(self.loss(x, labels))" fails="network_gradient network_any_layers" says="The way back begins with self.last.backward(): its dout is 1, and not the loss."
# %% network wrong="pairs with b in front" change="[(layer.dW, layer.db) → [(layer.db, layer.dW)" fails="network_gradient network_any_layers" says="The pair is dW first, then db; here it is the other way round."
# %% network wrong="weights for gradients" change="[(layer.dW, layer.db) → [(layer.W, layer.b)" fails="network_gradient network_any_layers" reads="b"
# %% network wrong="the last layer is left out" change="for layer in self.layers:\n            x → for layer in self.layers[:-1]:\n            x" fails="network_loss network_gradient network_any_layers" says="The last layer is left out: go through all of them."
# %% network wrong="only the last pair" change='return [(layer.dW, layer.db) for layer in self.layers if hasattr(layer, "W")] → for layer in self.layers:\n            pairs = []\n            if hasattr(layer, "W"):\n                pairs.append((layer.dW, layer.db))\n        return pairs' fails="network_gradient network_any_layers" says="There is a pair for each layer with weights, of any kind and at any place: ask all of them, by hasattr, and keep every pair."
# %% network wrong="backward of the batch size" change="self.last.backward() → self.last.backward(len(x))" fails="network_gradient network_any_layers" reads="is this a sum where a mean is expected"


# %% network wrong="collected before the way back" change="dout = self.last.backward() → pairs = [(layer.dW, layer.db) for layer in self.layers if hasattr(layer, \"W\")]\n        dout = self.last.backward()" change="return [(layer.dW, layer.db) for layer in self.layers if hasattr(layer, \"W\")] → return pairs" fails="network_any_layers" says="This is the gradient of an earlier batch. Run the batch forward in each call, and collect dW and db after the way back."
# %% network wrong="forward left out for the same batch" change="self.loss(x, labels)\n        dout = self.last.backward() → if getattr(self, \"seen\", None) is not x:\n            self.loss(x, labels)\n            self.seen = x\n        dout = self.last.backward()" fails="network_any_layers" says="The weights may have changed since the last call: go forward each time, also for the same batch."
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
# %% check_network wrong="copies are nudged" change="network.loss(x, labels), layer.W → network.loss(x, labels), layer.W.copy()" change="network.loss(x, labels), layer.b → network.loss(x, labels), layer.b.copy()" fails="check_network_passes check_network_finds" says="An error of 1 says that the measured slopes are 0, or of the wrong sign. Does the nudge reach the loss? Hand over layer.W and layer.b themselves, not copies, and measure network.loss."
# %% check_network wrong="compared with itself" change="relative_error(dW, slope_W), relative_error(db, slope_b) → relative_error(dW, dW), relative_error(db, db)" fails="check_network_passes check_network_finds" says="This calls a wrong gradient right. Compare what network.gradient returns, pair by pair, with slopes that are measured."
# %% check_network wrong="db first" change="relative_error(dW, slope_W), relative_error(db, slope_b) → relative_error(db, slope_b), relative_error(dW, slope_W)" fails="check_network_finds" says="The pair is dW first, then db; here it is the other way round."
# %% check_network wrong="gradient of the network ignored" change="pairs = network.gradient(x, labels) → pairs = Network.gradient(network, x, labels)" fails="check_network_passes check_network_finds" says="This calls a wrong gradient right. Compare what network.gradient returns, pair by pair, with slopes that are measured."
# %% check_network wrong="only the first layer" change="\n    return errors → \n        return errors" fails="check_network_passes check_network_finds" says="Only one layer was judged. Is the return inside the loop, or is the list begun anew there?"
# %% check_network wrong="mean of the places" change="errors = [] → errors = []\n\n    def relative_error(a, b):\n        return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8))\n" fails="check_network_finds" says="This is the mean over all places; the worst place counts: compare with your relative_error."
# %% check_network wrong="lengths of the arrays" change="errors = [] → errors = []\n\n    def relative_error(a, b):\n        return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-8)\n" fails="check_network_finds" says="This compares the lengths of whole arrays; compare with your relative_error."
# %% check_network wrong="only dW" change="(relative_error(dW, slope_W), relative_error(db, slope_b)) → relative_error(dW, slope_W)" fails="check_network_passes check_network_finds" says="Each layer has a pair of errors: that of dW and that of db, each by itself."
# %% check_network wrong="only db" change="(relative_error(dW, slope_W), relative_error(db, slope_b)) → relative_error(db, slope_b)" fails="check_network_passes check_network_finds" says="Each layer has a pair of errors: that of dW and that of db, each by itself."
# %% check_network wrong="a flat list" change="errors.append((relative_error(dW, slope_W), relative_error(db, slope_b))) → errors += [relative_error(dW, slope_W), relative_error(db, slope_b)]" fails="check_network_passes check_network_finds" says="This is one list of numbers. Each layer has a pair of its own: append both errors together."
# %% check_network wrong="largest difference" change="(relative_error(dW, slope_W), relative_error(db, slope_b)) → (np.max(np.abs(dW - slope_W)), np.max(np.abs(db - slope_b)))" fails="check_network_passes check_network_finds" says="These are the largest differences themselves; compare with your relative_error."
# %% check_network wrong="dW twice" change="relative_error(db, slope_b) → relative_error(dW, slope_W)" fails="check_network_finds" says="The second error should be that of db, and this is the one of dW again."
# %% check_network wrong="db against the slopes of W" change="numerical_gradient(lambda _: network.loss(x, labels), layer.b) → numerical_gradient(lambda _: network.loss(x, labels), layer.W)" fails="check_network_passes check_network_finds" reads="shape"
# %% check_network wrong="x is nudged" change="numerical_gradient(lambda _: network.loss(x, labels), layer.W) → numerical_gradient(lambda z: network.loss(z, labels), x)" fails="check_network_passes check_network_finds" reads="slopes of its own array"
# %% check_network wrong="all weights at once" change="numerical_gradient(lambda _: network.loss(x, labels), layer.W)\n        slope_b = numerical_gradient(lambda _: network.loss(x, labels), layer.b) → (lambda old: [setattr(layer, 'W', old + 1e-5), network.loss(x, labels), setattr(layer, 'W', old - 1e-5), network.loss(x, labels), setattr(layer, 'W', old)])(layer.W)\n        slope_W = np.full(layer.W.shape, (slope_W[1] - slope_W[3]) / 2e-5)\n        slope_b = (lambda old: [setattr(layer, 'b', old + 1e-5), network.loss(x, labels), setattr(layer, 'b', old - 1e-5), network.loss(x, labels), setattr(layer, 'b', old)])(layer.b)\n        slope_b = np.full(layer.b.shape, (slope_b[1] - slope_b[3]) / 2e-5)" fails="check_network_passes check_network_finds" says="All numbers of an array were nudged at once. Each has a slope of its own: numerical_gradient nudges one at a time."
# %% check_network wrong="slopes for b out of those for W" change="numerical_gradient(lambda _: network.loss(x, labels), layer.b) → slope_W.sum(axis=0)" fails="check_network_passes check_network_finds" says="db was not compared with the slopes for b. For these, the numbers of layer.b have to move."
