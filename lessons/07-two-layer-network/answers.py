# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% to_rows right="loop"
def to_rows(images):
    rows = []
    for image in images:
        rows.append(image.flatten() / 255.0)
    return np.array(rows)


# %% to_rows right="sizes by name, scaled first"
def to_rows(images):
    count, height, width = images.shape
    scaled = images.astype(float) / 255
    return scaled.reshape((count, height * width))


# %% to_rows right="times the reciprocal" change="images.reshape(len(images), -1) / 255 → np.reshape(np.asarray(images, dtype=np.float64), (images.shape[0], -1)) * (1 / 255)"
# %% to_rows right="float32" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1).astype(np.float32) / 255"
# %% to_rows wrong="not scaled" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1)" fails="rows_by_hand rows_of_other_pictures" says="divide by 255"
# %% to_rows wrong="256" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 256" fails="rows_by_hand rows_of_other_pictures" says="not by 256"
# %% to_rows wrong="not flattened" change="images.reshape(len(images), -1) → images" fails="rows_by_hand rows_of_other_pictures" says="each picture should be one row"
# %% to_rows wrong="column by column" change="images.reshape → images.transpose(0, 2, 1).reshape" fails="rows_by_hand rows_of_other_pictures" says="run down its columns"
# %% to_rows wrong="each by its brightest" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return rows / rows.max(axis=1, keepdims=True)" fails="rows_by_hand rows_of_other_pictures" says="its own brightest pixel"
# %% to_rows wrong="clipped" change="images.reshape(len(images), -1) / 255 → np.clip(images.reshape(len(images), -1) / 255, 0, 1)" fails="rows_by_hand" says="Leave the pixel that is below 0"
# %% to_rows wrong="one long row" change="images.reshape(len(images), -1) → images.flatten()" fails="rows_by_hand rows_of_other_pictures" says="a row of its own"
# %% to_rows wrong="transposed" change="images.reshape(len(images), -1) → images.reshape(len(images), -1).T" fails="rows_by_hand rows_of_other_pictures" says="Pictures and pixels are exchanged"
# %% to_rows wrong="always four pixels" change="images.reshape(len(images), -1) → images.reshape(-1, 4)" fails="rows_of_other_pictures" says="has shape"
# %% to_rows wrong="whole numbers" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1).astype(int) // 255" fails="rows_by_hand rows_of_other_pictures" says="lost the decimals"
# %% to_rows wrong="changes the pictures" change="return images.reshape(len(images), -1) / 255 → images.shape = (len(images), images.size // len(images))\n    return images / 255" fails="rows_of_other_pictures" says="changed its argument images"
# %% to_rows wrong="by the brightest of all" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / images.max()" fails="rows_of_other_pictures" says="however bright the brightest pixel is"
# %% to_rows wrong="255 twice" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 255 / 255" fails="rows_by_hand rows_of_other_pictures" says="Divided by 255 twice"
# %% to_rows wrong="without signs" change="images.reshape(len(images), -1) / 255 → np.abs(images.reshape(len(images), -1)) / 255" fails="rows_by_hand" says="Leave the sign"


# %% one_layer_net right="one-hot and probabilities kept"
class OneLayerNet:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW, self.db = None, None

    def forward(self, x):
        self.inputs = x
        return np.dot(x, self.W) + self.b

    def loss(self, x, labels):
        scores = self.forward(x)
        self.probs = softmax(scores)
        self.onehot = np.eye(scores.shape[1])[labels]
        return softmax_cross_entropy(scores, labels)

    def backward(self):
        delta = (self.probs - self.onehot) / self.probs.shape[0]
        self.dW = np.dot(self.inputs.T, delta)
        self.db = delta.sum(0)

    def step(self, x, labels, lr):
        before = self.loss(x, labels)
        self.backward()
        self.W -= lr * self.dW
        self.b -= lr * self.db
        return before


# %% one_layer_net right="layers of lesson 6"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class SoftmaxWithLoss:
    def forward(self, scores, labels):
        self.p, self.labels = softmax(scores), labels
        return softmax_cross_entropy(scores, labels)

    def backward(self, dout=1):
        d = self.p.copy()
        d[np.arange(len(d)), self.labels] -= 1
        return dout * d / len(d)


class OneLayerNet:
    def __init__(self, W, b):
        self.layer = Affine(np.array(W, dtype=float), np.array(b, dtype=float))
        self.last = SoftmaxWithLoss()
        self.dW = self.db = None

    @property
    def W(self):
        return self.layer.W

    @property
    def b(self):
        return self.layer.b

    def forward(self, x):
        return self.layer.forward(x)

    def loss(self, x, labels):
        return self.last.forward(self.forward(x), labels)

    def backward(self):
        self.layer.backward(self.last.backward())
        self.dW, self.db = self.layer.dW, self.layer.db
        return {"W": self.dW, "b": self.db}

    def step(self, x, labels, lr):
        value = self.loss(x, labels)
        self.backward()
        self.layer.W -= lr * self.dW
        self.layer.b -= lr * self.db
        return value


# %% one_layer_net right="loops over samples and classes"
class OneLayerNet:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW, self.db = None, None

    def forward(self, x):
        return np.array([x[n] @ self.W + self.b for n in range(len(x))])

    def loss(self, x, labels):
        self.batch = (x, labels)
        scores = self.forward(x)
        total = 0
        for n in range(len(x)):
            biggest = max(scores[n])
            total += (
                biggest
                + np.log(sum(np.exp(scores[n] - biggest)))
                - scores[n][labels[n]]
            )
        return total / len(x)

    def backward(self):
        x, labels = self.batch
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        p = softmax(self.forward(x))
        for n in range(len(x)):
            for c in range(len(self.b)):
                slope = (p[n, c] - (1 if c == labels[n] else 0)) / len(x)
                self.dW[:, c] += x[n] * slope
                self.db[c] += slope

    def step(self, x, labels, lr):
        value = self.loss(x, labels)
        self.backward()
        self.W, self.b = self.W - lr * self.dW, self.b - lr * self.db
        return value


# %% one_layer_net right="clipped logarithm"
class OneLayerNet:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW, self.db = None, None

    def forward(self, x):
        self.x = x
        return np.einsum("nd,dc->nc", x, self.W) + self.b

    def loss(self, x, labels):
        self.y, self.t = softmax(self.forward(x)), labels
        batch_size = self.y.shape[0]
        return (
            -np.sum(np.log(self.y[np.arange(batch_size), self.t] + 1e-7)) / batch_size
        )

    def backward(self):
        dx = self.y.copy()
        dx[np.arange(self.t.size), self.t] -= 1
        dx = dx / self.t.size
        self.dW = np.einsum("nd,nc->dc", self.x, dx)
        self.db = np.einsum("nc->c", dx)

    def step(self, x, labels, lr):
        loss = self.loss(x, labels)
        self.backward()
        for weight, slope in ((self.W, self.dW), (self.b, self.db)):
            weight -= lr * slope
        return loss


# %% one_layer_net right="slope of the scores found in loss"
class OneLayerNet:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW, self.db = None, None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def loss(self, x, labels):
        s = self.forward(x)
        self.pt = (softmax(s) - np.eye(s.shape[1])[labels]) / len(x)
        return softmax_cross_entropy(s, labels)

    def backward(self):
        self.dW = self.x.T @ self.pt
        self.db = np.sum(self.pt, axis=0)

    def step(self, x, labels, lr):
        loss = self.loss(x, labels)
        self.backward()
        self.W = self.W - lr * self.dW
        self.b = self.b - lr * self.db
        return loss


# %% one_layer_net wrong="sum for mean" change="dscores = dscores / len(self.labels) → " fails="one_dw one_db one_backward_again one_step" says="6 times too large"
# %% one_layer_net wrong="sum in the loss too" change="softmax_cross_entropy → len(x) * softmax_cross_entropy" change="dscores = dscores / len(self.labels) → " fails="one_loss one_dw one_db one_backward_again one_step" says="6 times too large"
# %% one_layer_net wrong="no bias" change="x @ self.W + self.b → x @ self.W" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="The bias is not in it"
# %% one_layer_net wrong="probabilities" change="x @ self.W + self.b → softmax(x @ self.W + self.b)" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="before softmax"
# %% one_layer_net wrong="ReLU at the end" change="x @ self.W + self.b → np.maximum(x @ self.W + self.b, 0)" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="no activation after the last layer"
# %% one_layer_net wrong="softmax twice" change="self.forward(x) → softmax(self.forward(x))" fails="one_loss one_step" says="Softmax was taken twice"
# %% one_layer_net wrong="W times x" change="x @ self.W → self.W @ x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="In a matrix product"
# %% one_layer_net wrong="without t" change="dscores[np.arange(len(self.labels)), self.labels] -= 1 → " fails="one_dw one_db one_backward_again one_step" says="without t"
# %% one_layer_net wrong="1/N twice" change="np.sum → np.mean" fails="one_db one_backward_again one_step" says="1/N is in it twice"
# %% one_layer_net wrong="1/N twice, in both" change="self.x.T @ dscores → self.x.T @ dscores / len(self.x)" change="np.sum → np.mean" fails="one_dw one_db one_backward_again one_step" says="6 times too small"
# %% one_layer_net wrong="db as a row in a table" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=0, keepdims=True)" fails="one_db one_backward_again one_step" says="only the shape is not"
# %% one_layer_net wrong="db not added up" change="np.sum(dscores, axis=0) → dscores" fails="one_db one_backward_again one_step" says="not added up yet"
# %% one_layer_net wrong="dW transposed" change="self.x.T @ dscores → dscores.T @ self.x" fails="one_dw one_backward_again one_step" says="this is the transpose"
# %% one_layer_net wrong="t minus p" change="dscores / len(self.labels) → -dscores / len(self.labels)" fails="one_dw one_db one_backward_again one_step" says="wrong sign"
# %% one_layer_net wrong="adds up between calls" change="None, None → 0 * self.W, 0 * self.b" change="self.dW = → self.dW +=" change="self.db = np → self.db += np" fails="one_backward_again one_step" says="added its gradient to that of the first"
# %% one_layer_net wrong="probabilities changed in place" change="return self.scores → self.p = softmax(self.scores)\n        return self.scores" change="dscores = softmax(self.scores) → dscores = self.p" change="dscores = dscores / len(self.labels) → dscores /= len(self.labels)" fails="one_backward_again" says="after backward was called twice"
# %% one_layer_net wrong="remembers the first batch" change="self.x = x → if self.dW is None:\n            self.x = x" change="self.labels = labels → if self.dW is None:\n            self.labels = labels" change="softmax(self.scores) → softmax(self.x @ self.W + self.b)" fails="one_backward_again one_step" says="the batch before"
# %% one_layer_net wrong="backward moves W" change="self.db = np.sum(dscores, axis=0) → self.db = np.sum(dscores, axis=0)\n        self.W = self.W - self.dW" fails="one_backward_again one_step" says="backward changed W"
# %% one_layer_net wrong="loss after the step" change="loss = self.loss(x, labels) → self.loss(x, labels)" change="return loss → return self.loss(x, labels)" fails="one_step" says="after the step; the one before it"
# %% one_layer_net wrong="uphill" change="self.W - lr * self.dW → self.W + lr * self.dW" change="self.b - lr * self.db → self.b + lr * self.db" fails="one_step" says="That's uphill"
# %% one_layer_net wrong="no learning rate" change="lr * self.dW → self.dW" change="lr * self.db → self.db" fails="one_step" says="Where is the learning rate"
# %% one_layer_net wrong="b stays" change="self.b = self.b - lr * self.db → " fails="one_step" says="b has not moved"
# %% one_layer_net wrong="step forgets the backward" change="self.backward() → " fails="one_step" says="TypeError"
# %% one_layer_net wrong="changes x" change="self.x = x → x -= 1e-3\n        self.x = x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="changed its argument x"
# %% one_layer_net wrong="centres x" change="self.x = x → x -= x.mean(axis=0)\n        self.x = x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="changed its argument x"
# %% one_layer_net wrong="nothing returned from loss" change="return softmax_cross_entropy(self.forward(x), labels) → self.value = softmax_cross_entropy(self.forward(x), labels)" fails="one_loss one_step" says="is None"
# %% one_layer_net wrong="overflows" change="return softmax_cross_entropy(self.forward(x), labels) → p = np.exp(self.forward(x))\n        p = p / p.sum(axis=1, keepdims=True)\n        return -np.mean(np.log(p[np.arange(len(labels)), labels]))" fails="one_loss" says="makes NumPy warn"
# %% one_layer_net wrong="forward without return" change="return self.scores → " fails="one_forward one_loss one_step one_dw one_db one_backward_again" says="are None"
# %% one_layer_net wrong="logarithm of softmax" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p[np.arange(len(labels)), labels]))" fails="one_loss" says="the logarithm of 0 is taken"


# %% train_steps right="loop"
def train_steps(net, x, labels, lr, steps):
    losses = []
    for _ in range(steps):
        losses.append(net.step(x, labels, lr))
    return losses


# %% train_steps right="array of floats"
def train_steps(net, x, labels, lr, steps):
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k] = net.step(x=x, labels=labels, lr=lr)
    return losses


# %% train_steps right="loss and step apart"
def train_steps(net, x, labels, lr, steps):
    history = []
    while len(history) < steps:
        history.append(float(net.loss(x, labels)))
        net.step(x, labels, lr)
    return tuple(history)


# %% train_steps wrong="losses after the steps" fails="hundred_steps" says="after each step"
def train_steps(net, x, labels, lr, steps):
    losses = []
    for _ in range(steps):
        net.step(x, labels, lr)
        losses.append(net.loss(x, labels))
    return losses


# %% train_steps wrong="nothing returned" change="return [net.step(x, labels, lr) for _ in range(steps)] → [net.step(x, labels, lr) for _ in range(steps)]" fails="hundred_steps" says="It returns nothing"
# %% train_steps wrong="no step" change="net.step(x, labels, lr) → net.loss(x, labels)" fails="hundred_steps" says="The loss stays the same"
# %% train_steps wrong="uphill" change="net.step(x, labels, lr) → net.step(x, labels, -lr)" fails="hundred_steps" says="The losses grow"
# %% train_steps wrong="six times the learning rate" change="net.step(x, labels, lr) → net.step(x, labels, lr * len(x))" fails="hundred_steps" says="1/N, here 1/6"
# %% train_steps wrong="last loss only" change="[net.step(x, labels, lr) for _ in range(steps)] → [net.step(x, labels, lr) for _ in range(steps)][-1]" fails="hundred_steps" says="have shape ()"
# %% train_steps wrong="one too many" change="range(steps) → range(steps + 1)" fails="hundred_steps" says="have shape (101,)"
# %% train_steps wrong="always a hundred" change="range(steps) → range(100)" fails="hundred_steps" says="do not have the shape"
# %% train_steps wrong="return in the loop" change="return [net.step(x, labels, lr) for _ in range(steps)] → for _ in range(steps):\n        return [net.step(x, labels, lr)]" fails="hundred_steps" says="have shape (1,)"


# %% accuracy right="loop"
def accuracy(scores, labels):
    right = 0
    for n in range(len(labels)):
        if np.argmax(scores[n]) == labels[n]:
            right += 1
    return right / len(labels)


# %% accuracy right="sum" change="return np.mean(np.argmax(scores, axis=1) == labels) → guesses = scores.argmax(axis=-1)\n    return float((guesses == labels).sum()) / scores.shape[0]"
# %% accuracy right="from probabilities" change="np.mean(np.argmax(scores, axis=1) == labels) → (np.argmax(softmax(scores), axis=1) == labels).mean()"
# %% accuracy right="mean of float32" change="np.argmax(scores, axis=1) == labels → (scores.argmax(1) == labels).astype(np.float32)"
# %% accuracy wrong="count" change="np.mean → np.sum" fails="accuracy_by_hand" says="divide by the number of samples"
# %% accuracy wrong="share of wrong" change="np.argmax(scores, axis=1) == labels → np.argmax(scores, axis=1) != labels" fails="accuracy_by_hand" says="those that are wrong"
# %% accuracy wrong="per cent" change="np.mean → 100 * np.mean" fails="accuracy_by_hand" says="not per cent"
# %% accuracy wrong="divided by all scores" change="np.mean(np.argmax(scores, axis=1) == labels) → np.sum(np.argmax(scores, axis=1) == labels) / scores.size" fails="accuracy_by_hand" says="not by that of the scores"
# %% accuracy wrong="divided by the classes" change="np.mean(np.argmax(scores, axis=1) == labels) → np.sum(np.argmax(scores, axis=1) == labels) / scores.shape[1]" fails="accuracy_by_hand" says="not by that of the classes"
# %% accuracy wrong="smallest" change="np.argmax → np.argmin" fails="accuracy_by_hand" says="is 0, and should not be"
# %% accuracy wrong="largest value" change="np.argmax → np.max" fails="accuracy_by_hand" says="should"
# %% accuracy wrong="each sample" change="np.mean(np.argmax(scores, axis=1) == labels) → np.argmax(scores, axis=1) == labels" fails="accuracy_by_hand" says="True and False"
# %% accuracy wrong="wrong axis" change="axis=1 → axis=0" fails="accuracy_by_hand" says="t be combined element by element"
# %% accuracy wrong="positive score" change="np.argmax(scores, axis=1) == labels → scores[np.arange(len(labels)), labels] > 0" fails="accuracy_by_hand" says="should be 0.8"


# %% accuracy wrong="returns in the loop" fails="accuracy_by_hand" says="is 0, and should not be"
def accuracy(scores, labels):
    n = 0
    for i in range(len(labels)):
        n += scores[i].argmax() == labels[i]
        return n / len(labels)


# %% two_layer_net right="dictionary of kept values, in place"
class TwoLayerNet:
    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1 = np.array(W1, dtype=float), np.array(b1, dtype=float)
        self.W2, self.b2 = np.array(W2, dtype=float), np.array(b2, dtype=float)

    def forward(self, x):
        z = np.dot(x, self.W1) + self.b1
        h = z * (z > 0)
        scores = np.dot(h, self.W2) + self.b2
        self.cache = {"x": x, "h": h, "p": softmax(scores)}
        return scores

    def loss(self, x, labels):
        scores = self.forward(x)
        self.cache["t"] = np.eye(scores.shape[1])[labels]
        return softmax_cross_entropy(scores, labels)

    def backward(self):
        c = self.cache
        delta2 = (c["p"] - c["t"]) / c["x"].shape[0]
        delta1 = delta2.dot(self.W2.T)
        delta1[c["h"] <= 0] = 0
        self.dW2, self.db2 = c["h"].T.dot(delta2), delta2.sum(0)
        self.dW1, self.db1 = c["x"].T.dot(delta1), delta1.sum(0)
        return {"W1": self.dW1, "b1": self.db1, "W2": self.dW2, "b2": self.db2}

    def step(self, x, labels, lr):
        value = self.loss(x, labels)
        for name, slope in self.backward().items():
            weight = getattr(self, name)
            weight -= lr * slope
        return value


# %% two_layer_net right="layers of lesson 6"
class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)

    def backward(self, dout):
        return dout * self.mask


class SoftmaxWithLoss:
    def forward(self, scores, labels):
        self.p, self.labels = softmax(scores), labels
        return softmax_cross_entropy(scores, labels)

    def backward(self, dout=1):
        d = self.p.copy()
        d[np.arange(len(d)), self.labels] -= 1
        return dout * d / len(d)


class TwoLayerNet:
    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1 = np.array(W1, dtype=float), np.array(b1, dtype=float)
        self.W2, self.b2 = np.array(W2, dtype=float), np.array(b2, dtype=float)
        self.layers = [Affine(self.W1, self.b1), Relu(), Affine(self.W2, self.b2)]
        self.last = SoftmaxWithLoss()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def loss(self, x, labels):
        return self.last.forward(self.forward(x), labels)

    def backward(self):
        dout = self.last.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        first, _, second = self.layers
        self.dW1, self.db1, self.dW2, self.db2 = (
            first.dW,
            first.db,
            second.dW,
            second.db,
        )

    def step(self, x, labels, lr):
        value = self.loss(x, labels)
        self.backward()
        self.W1 -= lr * self.dW1
        self.b1 -= lr * self.db1
        self.W2 -= lr * self.dW2
        self.b2 -= lr * self.db2
        return value


# %% two_layer_net right="step on its own, first layer first" change="self.backward() → d = (softmax(self.scores) - np.eye(len(self.b2))[labels]) / len(x)\n        back = np.where(self.h > 0, d @ self.W2.T, 0)" change="lr * self.dW1 → lr * x.T @ back" change="lr * self.db1 → lr * back.sum(axis=0)" change="lr * self.dW2 → lr * self.h.T @ d" change="lr * self.db2 → lr * d.sum(axis=0)"
# %% two_layer_net right="1/N at the end" change="dscores = dscores / len(self.labels) → N = len(self.labels)" change="self.h.T @ dscores → self.h.T @ dscores / N" change="np.sum(dscores, axis=0) → dscores.mean(axis=0)" change="self.x.T @ dz → self.x.T @ dz / N" change="np.sum(dz, axis=0) → dz.mean(0)"
# %% two_layer_net wrong="W2 moved before dh" change="self.backward() → self.backward()\n        self.W2 = self.W2 - lr * self.dW2\n        self.backward()" change="self.W2 = self.W2 - lr * self.dW2 → " fails="two_step" says="W2 had moved before dh"
# %% two_layer_net wrong="second layer moved before the scores for dh" change="self.backward() → self.backward()\n        self.W2 = self.W2 - lr * self.dW2\n        self.b2 = self.b2 - lr * self.db2\n        self.loss(x, labels)\n        self.backward()" change="self.W2 = self.W2 - lr * self.dW2 → " change="self.b2 = self.b2 - lr * self.db2 → " fails="two_step" says="The second layer had moved"
# %% two_layer_net wrong="mask missing" change="dh * (self.z > 0) → dh" fails="two_dw1 two_db1 two_backward_again two_step" says="ReLU has a backward, too"
# %% two_layer_net wrong="mask of the gradient" change="self.z > 0 → dh > 0" fails="two_dw1 two_db1 two_backward_again two_step" says="here it was where the gradient is"
# %% two_layer_net wrong="mask of the scores" change="dh = dscores @ self.W2.T\n        dz = dh * (self.z > 0) → dz = (dscores * (self.scores > 0)) @ self.W2.T" fails="two_dw1 two_db1 two_backward_again two_step" says="taken from the scores"
# %% two_layer_net wrong="both masks" change="dscores @ self.W2.T → (dscores * (self.scores > 0)) @ self.W2.T" fails="two_dw1 two_db1 two_backward_again two_step" says="there is no mask for them"
# %% two_layer_net wrong="times h" change="dh * (self.z > 0) → dh * self.h" fails="two_dw1 two_db1 two_backward_again two_step" says="not h."
# %% two_layer_net wrong="mask the wrong way round" change="self.z > 0 → self.z < 0" fails="two_dw1 two_db1 two_backward_again two_step" says="the wrong way round"
# %% two_layer_net wrong="sum for mean" change="dscores = dscores / len(self.labels) → " fails="two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="4 times too large"
# %% two_layer_net wrong="1/N twice in the biases" change="np.sum(dscores, axis=0) → np.mean(dscores, axis=0)" change="np.sum(dz, axis=0) → np.mean(dz, axis=0)" fails="two_db2 two_db1 two_backward_again two_step" says="4 times too small"
# %% two_layer_net wrong="z into dW2" change="self.h.T → self.z.T" fails="two_dw2 two_backward_again two_step" says="after the ReLU; here it was z"
# %% two_layer_net wrong="no ReLU" change="np.maximum(self.z, 0) → self.z" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="The ReLU between the layers is missing"
# %% two_layer_net wrong="ReLU on the scores, too" change="self.h @ self.W2 + self.b2 → np.maximum(self.h @ self.W2 + self.b2, 0)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="No ReLU after the last layer"
# %% two_layer_net wrong="b1 forgotten" change="x @ self.W1 + self.b1 → x @ self.W1" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="b1 is not in it"
# %% two_layer_net wrong="b2 forgotten" change="self.h @ self.W2 + self.b2 → self.h @ self.W2" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="b2 is not in it"
# %% two_layer_net wrong="adds up" change="None, None, None, None → 0 * self.W1, 0 * self.b1, 0 * self.W2, 0 * self.b2" change="self.dW1 = → self.dW1 +=" change="self.db1 = np → self.db1 += np" change="self.dW2 = → self.dW2 +=" change="self.db2 = np → self.db2 += np" fails="two_backward_again two_step" says="added its gradient to that of the first"
# %% two_layer_net wrong="adds up the first layer's only" change="None, None, None, None → 0 * self.W1, 0 * self.b1, None, None" change="self.dW1 = → self.dW1 +=" change="self.db1 = np → self.db1 += np" fails="two_backward_again two_step" says="too large"
# %% two_layer_net wrong="db1 not added up" change="np.sum(dz, axis=0) → dz" fails="two_db1 two_backward_again two_step" says="not added up yet"
# %% two_layer_net wrong="db2 of h" change="np.sum(dscores, axis=0) → np.sum(self.h, axis=0)" fails="two_db2 two_backward_again two_step" says="has shape (3,), and (5,)"
# %% two_layer_net wrong="db2 as a table" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=0, keepdims=True)" fails="two_db2 two_backward_again two_step" says="only the shape is not"
# %% two_layer_net wrong="dW2 transposed" change="self.h.T @ dscores → dscores.T @ self.h" fails="two_dw2 two_backward_again two_step" says="this is the transpose"
# %% two_layer_net wrong="uphill" change="- lr * self.dW1 → + lr * self.dW1" change="- lr * self.db1 → + lr * self.db1" change="- lr * self.dW2 → + lr * self.dW2" change="- lr * self.db2 → + lr * self.db2" fails="two_step" says="That's uphill"
# %% two_layer_net wrong="first layer stays" change="self.W1 = self.W1 - lr * self.dW1 → " change="self.b1 = self.b1 - lr * self.db1 → " fails="two_step" says="W1 has not moved"
# %% two_layer_net wrong="loss after the step" change="loss = self.loss(x, labels) → self.loss(x, labels)" change="return loss → return self.loss(x, labels)" fails="two_step" says="after the step; the one before it"
# %% two_layer_net wrong="backward moves W2" change="self.db2 = np.sum(dscores, axis=0) → self.db2 = np.sum(dscores, axis=0)\n        self.W2 = self.W2 - self.dW2" fails="two_backward_again two_step two_dw1 two_db1" says="backward changed W2"
# %% two_layer_net wrong="loss is a sum" change="softmax_cross_entropy → len(x) * softmax_cross_entropy" fails="two_forward two_step" says="4 times too large"
# %% two_layer_net wrong="sigmoid between" change="np.maximum(self.z, 0) → 1 / (1 + np.exp(-self.z))" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="and should be 3.5"
# %% two_layer_net wrong="t minus p" change="dscores / len(self.labels) → -dscores / len(self.labels)" fails="two_dw2 two_db2 two_dw1 two_db1 two_backward_again two_step" says="wrong sign"
# %% two_layer_net wrong="logarithm of softmax" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p[np.arange(len(labels)), labels]))" fails="two_forward" says="the logarithm of 0 is taken"


# %% starts_well right="between two bounds"
def starts_well(net, x, labels):
    scores = net.forward(x)
    expected = -np.log(1 / len(scores[0]))
    return bool(0.9 * expected <= net.loss(x, labels) <= 1.1 * expected)


# %% starts_well right="ratio"
def starts_well(net, x, labels):
    loss = net.loss(x, labels)
    num_classes = net.forward(x).shape[-1]
    if abs(loss / np.log(num_classes) - 1) < 0.1:
        return True
    return False


# %% starts_well wrong="classes counted in the labels" change="net.forward(x).shape[1] → len(set(labels.tolist()))" fails="first_loss" says="not that of the samples, the labels"
# %% starts_well wrong="too high only" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels) < 1.1 * guess" fails="first_loss" says="too high, or too low"
# %% starts_well wrong="too low only" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels) > 0.9 * guess" fails="first_loss" says="too high, or too low"
# %% starts_well wrong="0.1, not a tenth of log C" change="< 0.1 * guess → < 0.1" fails="first_loss" says="lie between"
# %% starts_well wrong="log of the batch" change="net.forward(x).shape[1] → len(x)" fails="first_loss" says="not that of the samples"
# %% starts_well wrong="base 2" change="np.log → np.log2" fails="first_loss" says="the loss is log 10 exactly"
# %% starts_well wrong="always" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → True" fails="first_loss" says="lie between"
# %% starts_well wrong="ten classes" change="net.forward(x).shape[1] → 10" fails="first_loss" says="two classes should lie"
# %% starts_well wrong="the other way round" change="< 0.1 * guess → > 0.1 * guess" fails="first_loss" says="With weights of 0"
# %% starts_well wrong="1/C" change="np.log(net.forward(x).shape[1]) → 1 / net.forward(x).shape[1]" fails="first_loss" says="With weights of 0"
# %% starts_well wrong="the loss itself" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels)" fails="first_loss" says="True or False is expected"
# %% starts_well wrong="classes counted in b" change="net.forward(x).shape[1] → len(net.b)" fails="first_loss" says="has no attribute"
# %% starts_well wrong="takes a step" change="net.loss(x, labels) → net.step(x, labels, 0.5)" fails="first_loss" says="W after starts_well"


# %% overfit_few right="steps by hand"
def overfit_few(net, x, labels, lr, steps):
    for _ in range(steps):
        net.step(x[0:20], labels[0:20], lr)
    return net.loss(x[0:20], labels[0:20])


# %% overfit_few right="places"
def overfit_few(net, x, labels, lr, steps):
    places = np.arange(20)
    x, labels = x[places], labels[places]
    train_steps(net, x, labels, lr, steps)
    return float(softmax_cross_entropy(net.forward(x), labels))


# %% overfit_few wrong="all samples" change="x[:20], labels[:20] → x, labels" fails="overfit" says="Take the first 20 only."
# %% overfit_few wrong="trained with all" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, x, labels, lr, steps)" fails="overfit" says="for the training, too"
# %% overfit_few wrong="loss of all" change="net.loss(few_x, few_labels) → net.loss(x, labels)" fails="overfit" says="the loss of all 25"
# %% overfit_few wrong="loss before the last step" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → return train_steps(net, few_x, few_labels, lr, steps)[-1]" fails="overfit" says="before the last step"
# %% overfit_few wrong="last 20" change="x[:20], labels[:20] → x[-20:], labels[-20:]" fails="overfit" says="These are the last 20"
# %% overfit_few wrong="not trained" change="train_steps(net, few_x, few_labels, lr, steps) → " fails="overfit" says="has not been trained"
# %% overfit_few wrong="from 20 on" change="x[:20], labels[:20] → x[20:], labels[20:]" fails="overfit" says="is 0.56517536"
# %% overfit_few wrong="19 samples" change="x[:20], labels[:20] → x[:19], labels[:19]" fails="overfit" says="and should be 1.0476519"
# %% overfit_few wrong="all losses" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → return train_steps(net, few_x, few_labels, lr, steps)" fails="overfit" says="a list of 50 items"
# %% overfit_few wrong="one step too many" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, few_x, few_labels, lr, steps + 1)" fails="overfit" says="is 1.0470195"
# %% overfit_few wrong="loss of one step more" change="net.loss(few_x, few_labels) → net.step(few_x, few_labels, lr)" fails="overfit" says="and no more"
# %% overfit_few wrong="another net" change="train_steps(net, few_x, few_labels, lr, steps) → net = OneLayerNet(net.W, net.b)\n    train_steps(net, few_x, few_labels, lr, steps)" fails="overfit" says="W after as many steps"
# %% overfit_few wrong="scores by W and b" change="net.loss(few_x, few_labels) → softmax_cross_entropy(few_x @ net.W + net.b, few_labels)" fails="overfit" says="has no attribute"


# %% minibatches right="yields"
def minibatches(x, t, size, rng):
    numbers = np.arange(len(x))
    rng.shuffle(numbers)
    for start in range(0, len(numbers), size):
        part = numbers[start : start + size]
        yield x[part], t[part]


# %% minibatches right="shuffled copies, lists of pairs"
def minibatches(x, t, size, rng):
    order = rng.permutation(np.shape(x)[0])
    x, t = x[order], t[order]
    batches, start = [], 0
    while start < len(x):
        batches.append([x[start : start + size], t[start : start + size]])
        start += size
    return batches


# %% minibatches right="array_split at the places"
def minibatches(x, t, size, rng):
    order = rng.choice(len(t), size=len(t), replace=False)
    return [(x[p], t[p]) for p in np.split(order, range(size, len(t), size))]


# %% minibatches right="sorted by random numbers"
def minibatches(x, t, size, rng):
    order = np.argsort(rng.random(len(x)))
    count = int(np.ceil(len(x) / size))
    return tuple(
        (x[order[k * size : (k + 1) * size]], t[order[k * size : (k + 1) * size]])
        for k in range(count)
    )


# %% minibatches right="the smaller batch first" change="batches = [] → first = len(x) % size or size\n    batches = [(x[order[:first]], t[order[:first]])]" change="range(0, len(x), size) → range(first, len(x), size)"
# %% minibatches right="a generator spawned" change="rng.permutation → rng.spawn(1)[0].permutation"
# %% minibatches wrong="last batch dropped" change="range(0, len(x), size) → range(0, len(x) - size + 1, size)" fails="batches_hold_each_sample" says="Only 6 of the 7 samples"
# %% minibatches wrong="drawn anew for each batch" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.choice(len(x), min(size, len(x) - start))" fails="batches_hold_each_sample" says="be drawn anew"
# %% minibatches wrong="full batches that repeat" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.choice(len(x), size)" fails="batches_hold_each_sample" says="what is left over"
# %% minibatches wrong="size is the number of batches" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in np.array_split(order, size)[::-1]:" fails="batches_hold_each_sample" says="not the number of batches"
# %% minibatches wrong="not cut" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in [order]:" fails="batches_hold_each_sample" says="This is one batch"
# %% minibatches wrong="shuffled apart" change="order = rng.permutation(len(x)) → order, other = rng.permutation(len(x)), rng.permutation(len(x))" change="t[chosen] → t[other[start : start + size]]" fails="batches_keep_pairs" says="a picture has lost its label"
# %% minibatches wrong="only x shuffled" change="t[chosen] → t[start : start + size]" fails="batches_keep_pairs batches_are_shuffled" says="a picture has lost its label"
# %% minibatches wrong="shuffles the arguments" change="order = rng.permutation(len(x)) → order = rng.permutation(len(x))\n    x[:], t[:] = x[order], t[order]" change="order[start : start + size] → slice(start, start + size)" fails="batches_keep_pairs" says="changed its argument"
# %% minibatches wrong="pictures flattened" change="x[chosen], t[chosen] → x[chosen].reshape(len(chosen), -1), t[chosen]" fails="batches_keep_pairs" says="a batch of pictures of 2 by 3"
# %% minibatches wrong="not shuffled" change="rng.permutation(len(x)) → np.arange(len(x))" fails="batches_are_shuffled" says="shuffle them"
# %% minibatches wrong="only the order of the batches" change="rng.permutation(len(x)) → np.arange(len(x))" change="range(0, len(x), size) → rng.permutation(np.arange(0, len(x), size))" fails="batches_are_shuffled" says="still neighbours"
# %% minibatches wrong="a generator of its own" change="rng.permutation → np.random.default_rng(0).permutation" fails="batches_are_shuffled" says="not with a new one"
# %% minibatches wrong="the global generator" change="rng.permutation → np.random.permutation" fails="batches_are_shuffled" says="not with np.random"
# %% minibatches wrong="labels first" change="x[chosen], t[chosen] → t[chosen], x[chosen]" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" says="a batch of t"
# %% minibatches wrong="one sample too few in each" change="start + size → start + size - 1" fails="batches_hold_each_sample batches_are_shuffled" says="it is 2, and should be 3"
# %% minibatches wrong="overlapping" change="range(0, len(x), size) → range(0, len(x), max(1, size - 1))" fails="batches_hold_each_sample" says="4 items, and 3 are expected"
# %% minibatches wrong="batches of equal size" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in np.array_split(order, -(-len(x) // size)):" fails="batches_hold_each_sample" says="Fill each batch with 3 samples"
# %% minibatches wrong="begins at 1" change="range(0, len(x), size) → range(1, len(x), size)" fails="batches_hold_each_sample" says="Only 6 of the 7 samples"
# %% minibatches wrong="an empty batch at the end" change="range(0, len(x), size) → range(0, len(x) + 1, size)" fails="batches_hold_each_sample" says="how many samples are in each batch"
# %% minibatches wrong="shuffles both in place" change="order = rng.permutation(len(x)) → state = rng.bit_generator.state\n    rng.shuffle(x)\n    rng.bit_generator.state = state\n    rng.shuffle(t)" change="order[start : start + size] → slice(start, start + size)" fails="batches_keep_pairs" says="changed its argument"
# %% minibatches wrong="no batches" change="return batches → return []" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" says="gives no batches at all"
# %% minibatches wrong="pairs of single samples" change="return batches → return list(zip(x[order], t[order]))" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" says="one label for each sample"
# %% minibatches wrong="returns in the loop" change="\n    return batches → \n        return batches" fails="batches_hold_each_sample batches_are_shuffled" says="Does a return stand inside the loop?"
# %% minibatches wrong="a pair of lists" change="return batches → return [a for a, _ in batches], [b for _, b in batches]" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" says="each item holds 3 things"
# %% minibatches wrong="shuffled for each batch" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.permutation(len(x))[start : start + size]" fails="batches_hold_each_sample" says="cut from one shuffled order"


# %% train right="DataFrame"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    rows = []
    for epoch in range(epochs):
        for pair in minibatches(x, labels, size, rng):
            net.step(*pair, lr)
        rows.append(
            {
                "epoch": epoch,
                "loss": net.loss(x, labels),
                "accuracy": accuracy(net.forward(x), labels),
                "val_loss": net.loss(x_val, labels_val),
                "val_accuracy": accuracy(net.forward(x_val), labels_val),
            }
        )
    return pd.DataFrame(rows)


# %% train right="arrays, validation first"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    history = {
        name: np.zeros(epochs)
        for name in ("val_accuracy", "val_loss", "accuracy", "loss")
    }
    for epoch in range(epochs):
        for some_x, some_t in minibatches(x, labels, size, rng):
            net.loss(some_x, some_t)
            net.step(some_x, some_t, lr)
        for start, a, t in (("val_", x_val, labels_val), ("", x, labels)):
            scores = net.forward(a)
            history[start + "loss"][epoch] = softmax_cross_entropy(scores, t)
            history[start + "accuracy"][epoch] = np.mean(scores.argmax(axis=1) == t)
    return history


# %% train right="four lists"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    losses, accuracies, val_losses, val_accuracies = [], [], [], []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for k in range(0, len(x), size):
            net.step(x[order[k : k + size]], labels[order[k : k + size]], lr)
        losses += [net.loss(x, labels)]
        accuracies += [accuracy(net.forward(x), labels)]
        val_losses += [net.loss(x_val, labels_val)]
        val_accuracies += [accuracy(net.forward(x_val), labels_val)]
    return dict(
        loss=losses,
        accuracy=accuracies,
        val_loss=val_losses,
        val_accuracy=val_accuracies,
    )


# %% train right="a generator of its own, seeded by rng" change="for _ in range(epochs): → rng = np.random.default_rng(rng.integers(2**32))\n    for _ in range(epochs):"
# %% train right="a generator spawned for each epoch" change="for _ in range(epochs): → for rng in rng.spawn(epochs):"
# %% train right="all orders first" change="for _ in range(epochs): → orders = [rng.permutation(len(x)) for _ in range(epochs)]\n    for order in orders:" change="for some_x, some_labels in minibatches(x, labels, size, rng): → for k in range(0, len(x), size):\n            some_x, some_labels = x[order[k : k + size]], labels[order[k : k + size]]"
# %% train right="OrderedDict" change='history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []} → from collections import OrderedDict\n    history = OrderedDict(loss=[], accuracy=[], val_loss=[], val_accuracy=[])'
# %% train wrong="training accuracy sold as validation" change="accuracy(net.forward(x_val), labels_val) → accuracy(net.forward(x), labels)" fails="train_accuracies" says="sold as that of the validation set"
# %% train wrong="training loss sold as validation" change="net.loss(x_val, labels_val) → net.loss(x, labels)" fails="train_history" says="The validation set is x_val"
# %% train wrong="the two sets exchanged" change='history["loss"] → history["val_loss"]' change='history["accuracy"] → history["val_accuracy"]' change='history["val_loss"] → history["loss"]' change='history["val_accuracy"] → history["accuracy"]' fails="train_history train_accuracies" says="losses of the validation set"


# %% train wrong="asked before the epoch" fails="train_history train_accuracies" says="before each epoch"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        history["loss"].append(net.loss(x, labels))
        history["accuracy"].append(accuracy(net.forward(x), labels))
        history["val_loss"].append(net.loss(x_val, labels_val))
        history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))
        for some_x, some_labels in minibatches(x, labels, size, rng):
            net.step(some_x, some_labels, lr)
    return history


# %% train wrong="all at once" change="minibatches(x, labels, size, rng) → [(x, labels)]" fails="train_batches" says="one step in each"
# %% train wrong="last batch dropped" change="net.step(some_x, some_labels, lr) → if len(some_x) == min(size, len(x)):\n                net.step(some_x, some_labels, lr)" fails="train_batches" says="Here were 2 in each"
# %% train wrong="always the same batches" change="for _ in range(epochs): → batches = list(minibatches(x, labels, size, rng))\n    for _ in range(epochs):" change="minibatches(x, labels, size, rng) → batches" fails="train_batches" says="All epochs have the same batches"
# %% train wrong="shuffles in place" change="for _ in range(epochs): → for _ in range(epochs):\n        order = rng.permutation(len(x))\n        x[:], labels[:] = x[order], labels[order]" fails="train_history" says="changed its first argument"
# %% train wrong="one sample at a time" change="minibatches(x, labels, size, rng) → minibatches(x, labels, 1, rng)" fails="train_batches train_history train_accuracies" says="7 in each"
# %% train wrong="learns from the validation set, too" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr)\n        net.step(x_val, labels_val, lr)" fails="train_history train_accuracies train_batches" says="and should be 0.94512385"
# %% train wrong="one epoch" change="range(epochs) → range(1)" fails="train_history train_accuracies train_batches" says="here was one."
# %% train wrong="returns in the loop" change="\n    return history → \n        return history" fails="train_history train_accuracies train_batches" says="here was one."
# %% train wrong="nothing returned" change="return history → " fails="train_history train_accuracies" says="not attempted yet"
# %% train wrong="steps with the whole set" change="net.step(some_x, some_labels, lr) → net.step(x, labels, lr)" fails="train_batches" says="Each step should see one batch only"


# %% train wrong="asked in the inner loop" fails="train_history" says="for each batch"
def train(net, x, labels, x_val, labels_val, epochs, size, lr, rng):
    history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        for some_x, some_labels in minibatches(x, labels, size, rng):
            net.step(some_x, some_labels, lr)
            history["loss"].append(net.loss(x, labels))
            history["accuracy"].append(accuracy(net.forward(x), labels))
            history["val_loss"].append(net.loss(x_val, labels_val))
            history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))
    return history


# %% train wrong="loss of the last batch" change="net.loss(x, labels) → net.loss(some_x[:1], some_labels[:1])" fails="train_history" says="and should be 0.99231421"
# %% train wrong="learning rate divided" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr / len(x))" fails="train_history train_accuracies train_batches" says="and should be 0.50113945"
# %% train wrong="last batch judged" change="net.loss(x, labels) → net.loss(some_x, some_labels)" fails="train_history" says="This is the loss of the last batch"
# %% train wrong="accuracy of the last batch" change="accuracy(net.forward(x), labels) → accuracy(net.forward(some_x), some_labels)" fails="train_accuracies" says="with the whole set"
# %% train wrong="mean of the batches" change="net.loss(x, labels) → np.mean([net.loss(a, b) for a, b in minibatches(x, labels, size, rng)])" fails="train_history" says="the loss of all six, in batches of 4"
# %% train wrong="losses of the steps, averaged" change="for _ in range(epochs): → for _ in range(epochs):\n        running = []" change="net.step(some_x, some_labels, lr) → running.append(net.step(some_x, some_labels, lr))" change="net.loss(x, labels) → np.mean(running)" fails="train_history" says="before each epoch"
# %% train wrong="a new generator" change="for _ in range(epochs): → rng = np.random.default_rng(0)\n    for _ in range(epochs):" fails="train_batches" says="Another seed should give other batches"
# %% train wrong="a new generator in each epoch" change="for _ in range(epochs): → for _ in range(epochs):\n        rng = np.random.default_rng(0)" fails="train_batches" says="All epochs have the same batches"
# %% train wrong="a generator without a seed" change="for _ in range(epochs): → rng = np.random.default_rng()\n    for _ in range(epochs):" fails="train_batches" says="The same seed should give the same training"
# %% train wrong="moves W itself" change="net.step(some_x, some_labels, lr) → net.loss(some_x, some_labels)\n            net.backward()\n            net.W = net.W - lr * net.dW\n            net.b = net.b - lr * net.db" fails="train_history train_accuracies" says="has no attribute"
# %% train wrong="other names" change='"val_loss": [], "val_accuracy": [] → "valid_loss": [], "valid_accuracy": []' change='history["val_loss"] → history["valid_loss"]' change='history["val_accuracy"] → history["valid_accuracy"]' fails="train_history train_accuracies" says="has nothing with the name val_loss"
# %% train wrong="a tuple" change="return history → return tuple(history.values())" fails="train_history train_accuracies" says="return a dict with the four names"
# %% train wrong="last numbers only" change="return history → return {k: v[-1] for k, v in history.items()}" fails="train_history train_accuracies" says="one number for each epoch"
# %% train wrong="stops where the loss rises" change='history["loss"].append(net.loss(x, labels)) → history["loss"].append(net.loss(x, labels))\n        if len(history["loss"]) > 1 and history["loss"][-1] > history["loss"][-2]:\n            break' fails="train_history" says="All 7 epochs were asked for"
# %% train wrong="trains a copy" change="for _ in range(epochs): → import copy\n    net = copy.deepcopy(net)\n    for _ in range(epochs):" fails="train_history train_accuracies train_batches" says="The net was not trained"
# %% train wrong="generator set back" change="for _ in range(epochs): → state = rng.bit_generator.state\n    for _ in range(epochs):\n        rng.bit_generator.state = state" fails="train_batches" says="All epochs have the same batches"


# %% diagnosis right="from the list"
def diagnosis():
    return {"A": FAULTS[2], "B": FAULTS[4], "C": FAULTS[1]}


# %% diagnosis right="filled in"
def diagnosis():
    answer = dict()
    answer["C"] = "learning rate too large"
    answer["A"] = "initial weights too large"
    answer["B"] = "training labels shuffled"
    return answer


# %% diagnosis right="OrderedDict"
def diagnosis():
    from collections import OrderedDict

    return OrderedDict(A=FAULTS[2], B=FAULTS[4], C=FAULTS[1])


# %% diagnosis wrong="A and C exchanged" change='"initial weights too large" → "learning rate too large"' change='"learning rate too large" → "initial weights too large"' fails="diagnosis_of_a diagnosis_of_c" says="has not done anything yet"
# %% diagnosis wrong="B and C exchanged" change='"training labels shuffled" → "learning rate too large"' change='"learning rate too large" → "training labels shuffled"' fails="diagnosis_of_b diagnosis_of_c" says="without jumps"
# %% diagnosis wrong="A and B exchanged" change='"initial weights too large" → "training labels shuffled"' change='"training labels shuffled" → "initial weights too large"' fails="diagnosis_of_a diagnosis_of_b" says="so it does learn to read"
# %% diagnosis wrong="small steps in B" change='"training labels shuffled" → "learning rate too small"' fails="diagnosis_of_b" says="would fall slowly, together"
# %% diagnosis wrong="zero in C" change='"learning rate too large" → "initial weights all zero"' fails="diagnosis_of_c" says="gets far below"
# %% diagnosis wrong="zero in A and B" change='"initial weights too large" → "initial weights all zero"' change='"training labels shuffled" → "initial weights all zero"' fails="diagnosis_of_a diagnosis_of_b" says="log 10 exactly"


# %% diagnosis wrong="small steps everywhere" fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" says="falls slowly and smoothly"
def diagnosis():
    return {run: "learning rate too small" for run in "ABC"}


# %% diagnosis wrong="own words" change='"initial weights too large" → "bad start"' change='"training labels shuffled" → "wrong labels"' change='"learning rate too large" → "lr"' fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" says="spelled as in FAULTS"


# %% diagnosis wrong="a list" fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" says="for the key"
def diagnosis():
    return [FAULTS[2], FAULTS[4], FAULTS[1]]
