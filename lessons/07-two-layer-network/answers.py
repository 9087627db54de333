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
# %% to_rows wrong="not scaled" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1)" fails="rows_by_hand rows_of_other_pictures" says="The rows are right, but the pixels are not scaled yet: divide by 255."
# %% to_rows wrong="256" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 256" fails="rows_by_hand rows_of_other_pictures" says="Divide by 255, the brightest value, not by 256."
# %% to_rows wrong="not flattened" change="images.reshape(len(images), -1) → images" fails="rows_by_hand rows_of_other_pictures" says="The pixels are scaled, but they still lie in squares: each picture should be one row."
# %% to_rows wrong="column by column" change="images.reshape → images.transpose(0, 2, 1).reshape" fails="rows_by_hand rows_of_other_pictures" says="The pixels of a picture run down its columns here; they should run along its rows."
# %% to_rows wrong="each by its brightest" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return rows / rows.max(axis=1, keepdims=True)" fails="rows_by_hand rows_of_other_pictures" says="Divide by 255 only; here each picture was divided by its own brightest pixel."
# %% to_rows wrong="clipped" change="images.reshape(len(images), -1) / 255 → np.clip(images.reshape(len(images), -1) / 255, 0, 1)" fails="rows_by_hand" says="Leave a pixel that is below 0 as it is, only divided by 255."
# %% to_rows wrong="one long row" change="images.reshape(len(images), -1) → images.flatten()" fails="rows_by_hand rows_of_other_pictures" says="All pictures came out in one row: each should have a row of its own."
# %% to_rows wrong="transposed" change="images.reshape(len(images), -1) → images.reshape(len(images), -1).T" fails="rows_by_hand rows_of_other_pictures" says="Pictures and pixels are exchanged: a row should hold one picture."
# %% to_rows wrong="always four pixels" change="images.reshape(len(images), -1) → images.reshape(-1, 4)" fails="rows_of_other_pictures" says="The number of pixels was taken for 4, and there may be more of them: let it follow from the pictures."
# %% to_rows wrong="whole numbers" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1).astype(int) // 255" fails="rows_by_hand rows_of_other_pictures" says="Whole numbers are left here. A quotient with / keeps the decimals."
# %% to_rows wrong="changes the pictures" change="return images.reshape(len(images), -1) / 255 → images.shape = (len(images), images.size // len(images))\n    return images / 255" fails="rows_of_other_pictures" reads="changed its argument images"
# %% to_rows wrong="by the brightest of all" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / images.max()" fails="rows_of_other_pictures" says="Divide by 255, however bright the brightest pixel is; here it was divided by that one."
# %% to_rows wrong="255 twice" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 255 / 255" fails="rows_by_hand rows_of_other_pictures" says="Divided by 255 twice: the pixels are much too small."
# %% to_rows wrong="without signs" change="images.reshape(len(images), -1) / 255 → np.abs(images.reshape(len(images), -1)) / 255" fails="rows_by_hand" says="Leave the sign of a pixel that is below 0."
# %% to_rows wrong="only the first picture" change="images.reshape(len(images), -1) / 255 → images[:1].reshape(1, -1) / 255" fails="rows_by_hand rows_of_other_pictures" says="This is one picture only. Is a return inside a loop? Each picture becomes a row."
# %% to_rows wrong="only the last picture" change="images.reshape(len(images), -1) / 255 → images[-1:].reshape(1, -1) / 255" fails="rows_by_hand rows_of_other_pictures" says="This is one picture only. Is a return inside a loop? Each picture becomes a row."
# %% to_rows wrong="from -1 to 1" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 127.5 - 1" fails="rows_by_hand rows_of_other_pictures" says="This is scaled to the range from -1 to 1. Divide by 255, and do nothing else."
# %% to_rows wrong="rounded" change="images.reshape(len(images), -1) / 255 → np.round(images.reshape(len(images), -1) / 255, 2)" fails="rows_of_other_pictures" says="Decimals are lost here. Keep them all: was something rounded, or put into an array of whole numbers?"
# %% to_rows wrong="rounded to a tenth" change="images.reshape(len(images), -1) / 255 → np.round(images.reshape(len(images), -1) / 255, 1)" fails="rows_of_other_pictures" says="Decimals are lost here. Keep them all: was something rounded, or put into an array of whole numbers?"
# %% to_rows wrong="rounded to three places" change="images.reshape(len(images), -1) / 255 → np.round(images.reshape(len(images), -1) / 255, 3)" fails="rows_of_other_pictures" says="Decimals are lost here. Keep them all: was something rounded, or put into an array of whole numbers?"
# %% to_rows wrong="mean subtracted" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return (rows - rows.mean(axis=0)) / 255" fails="rows_by_hand rows_of_other_pictures" says="A mean was subtracted. Divide by 255, and do nothing else."
# %% to_rows wrong="mean of all subtracted" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return (rows - rows.mean()) / 255" fails="rows_by_hand rows_of_other_pictures" says="A mean was subtracted. Divide by 255, and do nothing else."
# %% to_rows wrong="standardised" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return (rows - rows.mean(axis=0)) / rows.std(axis=0)" fails="rows_by_hand rows_of_other_pictures" says="A mean was subtracted. Divide by 255, and do nothing else."
# %% to_rows wrong="smallest subtracted" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return (rows - rows.min()) / (rows.max() - rows.min())" fails="rows_by_hand rows_of_other_pictures" says="The pixels were spread from 0 to 1, by the smallest and the largest. Divide by 255, and do nothing else."
# %% to_rows wrong="by 100" change="images.reshape(len(images), -1) / 255 → images.reshape(len(images), -1) / 100" fails="rows_by_hand rows_of_other_pictures" says="Divide by 255, the brightest value."
# %% to_rows wrong="last picture left out" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1) / 255\n    rows[-1] = 0\n    return rows" fails="rows_by_hand rows_of_other_pictures" says="The last picture is left out. How far does the loop go?"
# %% to_rows wrong="each by its sum" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return rows / rows.sum(axis=1, keepdims=True)" fails="rows_by_hand rows_of_other_pictures" says="Each picture was divided by the sum of its pixels. Divide by 255, whatever is in a picture."
# %% to_rows wrong="large ones only" change="images.reshape(len(images), -1) / 255 → np.where(images.reshape(len(images), -1) > 1, images.reshape(len(images), -1) / 255, images.reshape(len(images), -1))" fails="rows_by_hand rows_of_other_pictures" says="Some pixels were left as they are. Divide all of them by 255, small and negative ones too."
# %% to_rows wrong="negative" change="images.reshape(len(images), -1) / 255 → 1 - images.reshape(len(images), -1) / 255" fails="rows_by_hand rows_of_other_pictures" says="Black and white are exchanged. Divide by 255, and do nothing else."
# %% to_rows wrong="mean of the rows" change="images.reshape(len(images), -1) / 255 → images.mean(axis=1) / 255" fails="rows_by_hand rows_of_other_pictures" says="Pixels are missing: all of a picture go into its row, one after the other, and none is averaged."
# %% to_rows wrong="first line only" change="images.reshape(len(images), -1) / 255 → images[:, 0] / 255" fails="rows_by_hand rows_of_other_pictures" says="Pixels are missing: all of a picture go into its row, one after the other, and none is averaged."
# %% to_rows wrong="turned before it is laid out" change="images.reshape(len(images), -1) → images.T.reshape(len(images), -1)" fails="rows_by_hand rows_of_other_pictures" says="A row holds pixels of several pictures here. reshape takes numbers in the order in which they lie: did something such as .T change that order before?"


# %% to_rows wrong="divided where it seems needed" change="return images.reshape(len(images), -1) / 255 → rows = images.reshape(len(images), -1)\n    return rows / 255 if rows.max() > 1 else rows * 1.0" fails="rows_of_other_pictures" says="A dark picture is divided by 255, too: what is in it doesn't decide that."
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


# %% one_layer_net wrong="sum for mean" change="dscores = dscores / len(self.labels) → " fails="one_dw one_db one_backward_again one_step" reads="too large by a factor of 6"
# %% one_layer_net wrong="sum in the loss too" change="softmax_cross_entropy → len(x) * softmax_cross_entropy" change="dscores = dscores / len(self.labels) → " fails="one_loss one_dw one_db one_backward_again one_step" reads="too large by a factor of 6"
# %% one_layer_net wrong="no bias" change="x @ self.W + self.b → x @ self.W" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="The bias is missing from the scores."
# %% one_layer_net wrong="probabilities" change="x @ self.W + self.b → softmax(x @ self.W + self.b)" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="forward gives probabilities here. It gives the scores, before softmax."
# %% one_layer_net wrong="ReLU at the end" change="x @ self.W + self.b → np.maximum(x @ self.W + self.b, 0)" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="There is no activation after the last layer: scores may be negative."
# %% one_layer_net wrong="softmax twice" change="self.forward(x) → softmax(self.forward(x))" fails="one_loss one_step" says="Softmax was taken twice: softmax_cross_entropy wants scores, not probabilities."
# %% one_layer_net wrong="W times x" change="x @ self.W → self.W @ x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" reads="In a matrix product"
# %% one_layer_net wrong="without t" change="dscores[np.arange(len(self.labels)), self.labels] -= 1 → " fails="one_dw one_db one_backward_again one_step" says="Subtract 1 at the places of the right classes: this is the slope with p alone, without t."
# %% one_layer_net wrong="1/N twice" change="np.sum → np.mean" fails="one_db one_backward_again one_step" says="The 1/N is in it twice: (p - t) / N is divided by N already, so take the sum over the batch."
# %% one_layer_net wrong="1/N twice, in both" change="self.x.T @ dscores → self.x.T @ dscores / len(self.x)" change="np.sum → np.mean" fails="one_dw one_db one_backward_again one_step" reads="too small by a factor of 6"
# %% one_layer_net wrong="db as a row in a table" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=0, keepdims=True)" fails="one_db one_backward_again one_step" reads="only the shape is not"
# %% one_layer_net wrong="db not added up" change="np.sum(dscores, axis=0) → dscores" fails="one_db one_backward_again one_step" reads="not added up yet"
# %% one_layer_net wrong="dW transposed" change="self.x.T @ dscores → dscores.T @ self.x" fails="one_dw one_backward_again one_step" reads="this is the transpose"
# %% one_layer_net wrong="t minus p" change="dscores / len(self.labels) → -dscores / len(self.labels)" fails="one_dw one_db one_backward_again one_step" reads="wrong sign"
# %% one_layer_net wrong="adds up between calls" change="None, None → 0 * self.W, 0 * self.b" change="self.dW = → self.dW +=" change="self.db = np → self.db += np" fails="one_backward_again one_step" says="A second call added its gradient to that of the first: set each gradient anew."
# %% one_layer_net wrong="probabilities changed in place" change="return self.scores → self.p = softmax(self.scores)\n        return self.scores" change="dscores = softmax(self.scores) → dscores = self.p" change="dscores = dscores / len(self.labels) → dscores /= len(self.labels)" fails="one_backward_again" says="The first backward changed a note that the second one used. Take a copy of the probabilities before you subtract from them."
# %% one_layer_net wrong="remembers the first batch" change="self.x = x → if self.dW is None:\n            self.x = x" change="self.labels = labels → if self.dW is None:\n            self.labels = labels" change="softmax(self.scores) → softmax(self.x @ self.W + self.b)" fails="one_backward_again one_step" says="These are the slopes of the batch before: backward belongs to the last loss."
# %% one_layer_net wrong="backward moves W" change="self.db = np.sum(dscores, axis=0) → self.db = np.sum(dscores, axis=0)\n        self.W = self.W - self.dW" fails="one_backward_again one_step" says="backward changed W. It should only find the slopes; step moves W."
# %% one_layer_net wrong="loss after the step" change="loss = self.loss(x, labels) → self.loss(x, labels)" change="return loss → return self.loss(x, labels)" fails="one_step" says="This is the loss after the step; the one before it is asked for."
# %% one_layer_net wrong="uphill" change="self.W - lr * self.dW → self.W + lr * self.dW" change="self.b - lr * self.db → self.b + lr * self.db" fails="one_step" says="That's uphill: subtract each gradient."
# %% one_layer_net wrong="no learning rate" change="lr * self.dW → self.dW" change="lr * self.db → self.db" fails="one_step" says="The step is too large: it is lr times the gradient, once."
# %% one_layer_net wrong="b stays" change="self.b = self.b - lr * self.db → " fails="one_step" says="b has not moved. A step moves both, W and b."
# %% one_layer_net wrong="step forgets the backward" change="self.backward() → " fails="one_step" reads="TypeError"
# %% one_layer_net wrong="changes x" change="self.x = x → x -= 1e-3\n        self.x = x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" reads="changed its argument x"
# %% one_layer_net wrong="centres x" change="self.x = x → x -= x.mean(axis=0)\n        self.x = x" fails="one_forward one_loss one_dw one_db one_backward_again one_step" reads="changed its argument x"
# %% one_layer_net wrong="nothing returned from loss" change="return softmax_cross_entropy(self.forward(x), labels) → self.value = softmax_cross_entropy(self.forward(x), labels)" fails="one_loss one_step" reads="is None"
# %% one_layer_net wrong="overflows" change="return softmax_cross_entropy(self.forward(x), labels) → p = np.exp(self.forward(x))\n        p = p / p.sum(axis=1, keepdims=True)\n        return -np.mean(np.log(p[np.arange(len(labels)), labels]))" fails="one_loss" reads="makes NumPy warn"
# %% one_layer_net wrong="forward without return" change="return self.scores → " fails="one_forward one_loss one_step one_dw one_db one_backward_again" reads="are None"
# %% one_layer_net wrong="logarithm of softmax" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p[np.arange(len(labels)), labels]))" fails="one_loss" reads="the logarithm of 0 is taken"
# %% one_layer_net wrong="scores for p" change="dscores = softmax(self.scores) → dscores = self.scores.copy()" fails="one_dw one_db one_backward_again one_step" says="These are the scores minus t; p is their softmax."
# %% one_layer_net wrong="scores for p, changed in place" change="dscores = softmax(self.scores) → dscores = self.scores" fails="one_dw one_db one_backward_again one_step" says="These are the scores minus t; p is their softmax."
# %% one_layer_net wrong="labels as numbers" change="dscores[np.arange(len(self.labels)), self.labels] -= 1 → dscores -= self.labels[:, None]" fails="one_dw one_db one_backward_again one_step" says="The label itself was subtracted, in its whole row. It is no quantity: it says in which column 1 is subtracted."
# %% one_layer_net wrong="columns of all labels" change="dscores[np.arange(len(self.labels)), self.labels] → dscores[:, self.labels]" fails="one_dw one_db one_backward_again one_step" says="The right class of a sample is one number of its own row. Here the columns of all labels were taken, in every row: pair each row with its own label."
# %% one_layer_net wrong="columns of all labels in the loss" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p[:, labels]))" fails="one_loss one_step" says="The right class of a sample is one number of its own row. Here the columns of all labels were taken, in every row: pair each row with its own label."
# %% one_layer_net wrong="all classes in the loss" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p))" fails="one_loss one_step" says="This is the mean over all classes. The loss asks for the right class of each sample only."
# %% one_layer_net wrong="sum of all classes in the loss" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.sum(np.log(p)) / len(x)" fails="one_loss one_step" says="Here all classes count. The loss asks for the right class of each sample only."
# %% one_layer_net wrong="no logarithm" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(p[np.arange(len(x)), labels])" fails="one_loss one_step" says="The logarithm is missing: the loss of a sample is minus the logarithm of its probability."
# %% one_layer_net wrong="no minus in the loss" change="return softmax_cross_entropy(self.forward(x), labels) → return -softmax_cross_entropy(self.forward(x), labels)" fails="one_loss one_step" says="The loss has the wrong sign: the logarithm of a probability is negative, and the loss is minus that."
# %% one_layer_net wrong="squared error" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        t = np.eye(p.shape[1])[labels]\n        return np.mean(np.sum((p - t) ** 2, axis=1))" fails="one_loss one_step" says="This is a squared error; the loss is the cross-entropy, which softmax_cross_entropy gives."
# %% one_layer_net wrong="slope of the sigmoid, too" change="dscores = dscores / len(self.labels) → p = softmax(self.scores)\n        dscores = dscores * p * (1 - p) / len(self.labels)" fails="one_dw one_db one_backward_again one_step" says="p (1 - p) doesn't belong here: for softmax and cross-entropy together, the slope is (p - t) / N."
# %% one_layer_net wrong="divided by the classes" change="dscores / len(self.labels) → dscores / dscores.shape[1]" fails="one_dw one_db one_backward_again one_step" says="Divide by the number of samples, not by that of the classes."
# %% one_layer_net wrong="divided by all scores" change="dscores / len(self.labels) → dscores / dscores.size" fails="one_dw one_db one_backward_again one_step" says="Divide by the number of samples only, not by that of the classes."
# %% one_layer_net wrong="db by sample" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=1)" fails="one_db one_backward_again one_step" says="This adds up the classes of each sample. It is the samples that are added, for each class by itself."
# %% one_layer_net wrong="db all in one" change="np.sum(dscores, axis=0) → np.sum(dscores)" fails="one_db one_backward_again one_step" says="All of it was added to one number. Only the samples are added: b has a number for each class."
# %% one_layer_net wrong="means multiplied" change="self.x.T @ dscores → np.outer(self.x.mean(axis=0), dscores.sum(axis=0))" fails="one_dw one_backward_again one_step" says="Here x was averaged before it was multiplied. Each sample's x belongs to its own slope: that is a matrix product."
# %% one_layer_net wrong="learning rate by sample" change="lr * self.dW → lr / len(x) * self.dW" change="lr * self.db → lr / len(x) * self.db" fails="one_step" says="The step is too small: the gradient is a mean over the batch already, so lr isn't divided by N."
# %% one_layer_net wrong="softmax over the columns" change="dscores = softmax(self.scores) → dscores = softmax(self.scores.T).T" fails="one_dw one_db one_backward_again one_step" says="The softmax was taken down the columns, over the samples; each sample has a softmax of its own, along its row."
# %% one_layer_net wrong="the likeliest class for the label" change="dscores[np.arange(len(self.labels)), self.labels] → dscores[np.arange(len(self.labels)), np.argmax(dscores, axis=1)]" fails="one_dw one_db one_backward_again one_step" says="1 was subtracted at the class that is likeliest; the truth is the label."
# %% one_layer_net wrong="-1 in place of p" change="dscores[np.arange(len(self.labels)), self.labels] -= 1 → dscores[np.arange(len(self.labels)), self.labels] = -1" fails="one_dw one_db one_backward_again one_step" says="At the labels stands -1 now: subtract 1 from what is there."
# %% one_layer_net wrong="W gets b's step" change="self.W - lr * self.dW → self.W - lr * self.db" fails="one_step" says="W was moved by db; its own gradient is dW."
# %% one_layer_net wrong="only W learns, b is set" change="self.b = self.b - lr * self.db → self.b = -lr * self.db" fails="one_step" says="b begins anew in each step. It moves on from where it was."
# %% one_layer_net wrong="W is set" change="self.W = self.W - lr * self.dW → self.W = -lr * self.dW" fails="one_step" says="W begins anew in each step. It moves on from where it was."
# %% one_layer_net wrong="new weights lost" change="self.W = self.W - lr * self.dW → W = self.W - lr * self.dW" change="self.b = self.b - lr * self.db → b = self.b - lr * self.db" fails="one_step" says="W is as it was before the step. The new weights belong in self.W and self.b: a plain W or b is gone when step ends."
# %% one_layer_net wrong="absolute values" change="dscores / len(self.labels) → np.abs(dscores) / len(self.labels)" fails="one_dw one_db one_backward_again one_step" says="These are absolute values. A slope has a sign: that of the right class is negative."
# %% one_layer_net wrong="the last sample" change="self.x.T @ dscores → self.x[-1:].T @ dscores[-1:]" change="np.sum(dscores, axis=0) → dscores[-1]" fails="one_dw one_db one_backward_again one_step" says="Some samples are left out. Each has a part in the gradient, and they add. In a loop: does it reach all samples, and does each turn add to what is there?"
# %% one_layer_net wrong="all but the last sample" change="self.x.T @ dscores → self.x[:-1].T @ dscores[:-1]" change="np.sum(dscores, axis=0) → np.sum(dscores[:-1], axis=0)" fails="one_dw one_db one_backward_again one_step" says="Some samples are left out. Each has a part in the gradient, and they add. In a loop: does it reach all samples, and does each turn add to what is there?"
# %% one_layer_net wrong="the first sample" change="self.x.T @ dscores → self.x[:1].T @ dscores[:1]" change="np.sum(dscores, axis=0) → dscores[0]" fails="one_dw one_db one_backward_again one_step" says="Some samples are left out. Each has a part in the gradient, and they add. In a loop: does it reach all samples, and does each turn add to what is there?"
# %% one_layer_net wrong="logarithm of 10" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log10(p[np.arange(len(x)), labels]))" fails="one_loss one_step" says="This is another logarithm; np.log is the natural one."
# %% one_layer_net wrong="logarithm of 2" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log2(p[np.arange(len(x)), labels]))" fails="one_loss one_step" says="This is another logarithm; np.log is the natural one."
# %% one_layer_net wrong="the likeliest class in the loss" change="return softmax_cross_entropy(self.forward(x), labels) → p = softmax(self.forward(x))\n        return -np.mean(np.log(p.max(axis=1)))" fails="one_loss one_step" says="This is the loss of the likeliest class; the right class counts, which is the label."
# %% one_layer_net wrong="loss without the bias" change="return softmax_cross_entropy(self.forward(x), labels) → self.x, self.scores = x, x @ self.W\n        return softmax_cross_entropy(self.scores, labels)" fails="one_loss one_dw one_db one_backward_again one_step" says="The bias is missing in the loss: let forward make the scores."
# %% one_layer_net wrong="bias twice" change="x @ self.W + self.b → x @ self.W + 2 * self.b" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="The bias is added once to each sample."
# %% one_layer_net wrong="bias subtracted" change="x @ self.W + self.b → x @ self.W - self.b" fails="one_forward one_loss one_dw one_db one_backward_again one_step" says="The bias was subtracted, and is to be added."
# %% one_layer_net wrong="b without lr" change="self.b = self.b - lr * self.db → self.b = self.b - self.db" fails="one_step" says="b moved by its whole gradient. It takes a step of the same kind as W, with the learning rate."
# %% one_layer_net wrong="b after the new W" change="self.b = self.b - lr * self.db → self.loss(x, labels)\n        self.backward()\n        self.b = self.b - lr * self.db" fails="one_step" says="b took its step from gradients that were computed again after W had moved. Both steps take the same gradients."


# %% one_layer_net wrong="clipped" change="self.dW = self.x.T @ dscores → self.dW = np.clip(self.x.T @ dscores, -5, 5)" fails="one_dw" says="Large slopes were cut off. Leave them as large as they are."
# %% one_layer_net wrong="one maximum for the whole batch" change="return softmax_cross_entropy(self.forward(x), labels) → scores = self.forward(x)\n        scores = scores - np.max(scores)\n        log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))\n        return -np.mean(log_p[np.arange(len(labels)), labels])" fails="one_loss" says="A row whose scores are all far below the largest of the whole batch has only zeros left after exp. Take the largest score of each row away from that row, or use the softmax_cross_entropy that is given."
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


# %% train_steps wrong="losses after the steps" change="return [net.step(x, labels, lr) for _ in range(steps)] → losses = []\n    for _ in range(steps):\n        net.step(x, labels, lr)\n        losses.append(net.loss(x, labels))\n    return losses" fails="hundred_steps" says="These are the losses after each step; the first should be that of the untrained net."
# %% train_steps wrong="nothing returned" change="return [net.step(x, labels, lr) for _ in range(steps)] → [net.step(x, labels, lr) for _ in range(steps)]" fails="hundred_steps" reads="ends without returning"
# %% train_steps wrong="no step" change="net.step(x, labels, lr) → net.loss(x, labels)" fails="hundred_steps" says="The loss stays the same: is a step made each time, from where the last one ended?"
# %% train_steps wrong="uphill" change="net.step(x, labels, lr) → net.step(x, labels, -lr)" fails="hundred_steps" says="The losses grow. Is a sign wrong?"
# %% train_steps wrong="six times the learning rate" change="net.step(x, labels, lr) → net.step(x, labels, lr * len(x))" fails="hundred_steps" says="These losses fall too fast. Hand lr on to net.step as it is."
# %% train_steps wrong="last loss only" change="[net.step(x, labels, lr) for _ in range(steps)] → [net.step(x, labels, lr) for _ in range(steps)][-1]" fails="hundred_steps" says="This is a single loss: collect that of each step."
# %% train_steps wrong="one too many" change="range(steps) → range(steps + 1)" fails="hundred_steps" says="There are more losses than steps: one for each step, and no other."
# %% train_steps wrong="always a hundred" change="range(steps) → range(100)" fails="hundred_steps" says="There are more losses than steps: one for each step, and no other."
# %% train_steps wrong="return in the loop" change="return [net.step(x, labels, lr) for _ in range(steps)] → for _ in range(steps):\n        return [net.step(x, labels, lr)]" fails="hundred_steps" says="There are fewer losses than steps. Does the loop run once for each step, is the return after it, and is the list made before it?"
# %% train_steps wrong="a new list in each turn" change="return [net.step(x, labels, lr) for _ in range(steps)] → for _ in range(steps):\n        losses = []\n        losses.append(net.step(x, labels, lr))\n    return losses" fails="hundred_steps" says="There are fewer losses than steps. Does the loop run once for each step, is the return after it, and is the list made before it?"
# %% train_steps wrong="two steps, the second kept" change="net.step(x, labels, lr) → (net.step(x, labels, lr), net.step(x, labels, lr))[1]" fails="hundred_steps" says="More than one step was taken for each loss. One call of net.step, with all samples, is one step."
# %% train_steps wrong="two steps, the first kept" change="net.step(x, labels, lr) → (net.step(x, labels, lr), net.step(x, labels, lr))[0]" fails="hundred_steps" says="More than one step was taken for each loss. One call of net.step, with all samples, is one step."
# %% train_steps wrong="zeros" change="return [net.step(x, labels, lr) for _ in range(steps)] → losses = np.zeros(steps)\n    for _ in range(steps):\n        net.step(x, labels, lr)\n    return losses" fails="hundred_steps" says="The losses are still the zeros that were there at first: put what net.step returns into its place."
# %% train_steps wrong="lr by sample" change="net.step(x, labels, lr) → net.step(x, labels, lr / len(x))" fails="hundred_steps" says="These losses fall too slowly. Hand lr on to net.step as it is."
# %% train_steps wrong="one sample in each step" change="net.step(x, labels, lr) for _ → net.step(x[_ : _ + 1], labels[_ : _ + 1], lr) for _" fails="hundred_steps" says="Each step should see all samples; here it saw some of them only."
# %% train_steps wrong="running sums" change="return [net.step(x, labels, lr) for _ in range(steps)] → return list(np.cumsum([net.step(x, labels, lr) for _ in range(steps)]))" fails="hundred_steps" says="These are sums of losses: each entry should be the loss of one step by itself."
# %% train_steps wrong="running means" change="return [net.step(x, labels, lr) for _ in range(steps)] → losses = [net.step(x, labels, lr) for _ in range(steps)]\n    return [np.mean(losses[: k + 1]) for k in range(len(losses))]" fails="hundred_steps" says="These are means over the steps so far: each entry should be the loss of one step by itself."
# %% train_steps wrong="a rate of its own" change="net.step(x, labels, lr) → net.step(x, labels, 0.1)" fails="hundred_steps" says="The net took steps of another size: hand lr on to net.step."
# %% train_steps wrong="a rate of 0.01" change="net.step(x, labels, lr) → net.step(x, labels, 0.01)" fails="hundred_steps" says="The net took steps of another size: hand lr on to net.step."
# %% train_steps wrong="a rate of 0.5" change="net.step(x, labels, lr) → net.step(x, labels, 0.5)" fails="hundred_steps" says="The net took steps of another size: hand lr on to net.step."
# %% train_steps wrong="a rate that falls" change="net.step(x, labels, lr) for _ in range(steps) → net.step(x, labels, lr / (k + 1)) for k in range(steps)" fails="hundred_steps" says="The learning rate changes on the way; hand lr on to net.step as it is."
# %% train_steps wrong="first loss twice" change="return [net.step(x, labels, lr) for _ in range(steps)] → return [net.loss(x, labels)] + [net.step(x, labels, lr) for _ in range(steps)]" fails="hundred_steps" says="There are more losses than steps: one for each step, and no other."
# %% train_steps wrong="trains a copy" change="return [net.step(x, labels, lr) for _ in range(steps)] → import copy\n    net = copy.deepcopy(net)\n    return [net.step(x, labels, lr) for _ in range(steps)]" fails="hundred_steps" says="The losses are right, but the net that was handed in is not as it should be after its steps. Train that one, and no copy of it, by net.step alone."


# %% train_steps wrong="a list that stays" change="return [net.step(x, labels, lr) for _ in range(steps)] → kept = train_steps.__dict__.setdefault(\"kept\", [])\n    kept += [net.step(x, labels, lr) for _ in range(steps)]\n    return kept" fails="hundred_steps" says="The losses of earlier calls are still in the list. A default such as losses=[] is made only once: make the list inside the function."


# %% train_steps wrong="one step repeated" change="[net.step(x, labels, lr) for _ in range(steps)] → [net.step(x, labels, lr)] * steps" fails="hundred_steps" says="The loss stays the same: is a step made each time, from where the last one ended?"
# %% train_steps wrong="one layer only" fails="hundred_steps" says="This trains only nets of one layer. Every net has its own step: call that."
def train_steps(net, x, labels, lr, steps):
    losses = []
    for _ in range(steps):
        losses.append(net.loss(x, labels))
        net.backward()
        net.W = net.W - lr * net.dW
        net.b = net.b - lr * net.db
    return losses


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
# %% accuracy wrong="count" change="np.mean → np.sum" fails="accuracy_by_hand" says="This is how many are right; divide by the number of samples."
# %% accuracy wrong="share of wrong" change="np.argmax(scores, axis=1) == labels → np.argmax(scores, axis=1) != labels" fails="accuracy_by_hand" says="Either this is the share of those that are wrong, or argmax went down the columns. The class with the largest score in a sample's own row is compared with its own label, by ==."
# %% accuracy wrong="per cent" change="np.mean → 100 * np.mean" fails="accuracy_by_hand" says="Give a share from 0 to 1, not a percentage."
# %% accuracy wrong="divided by all scores" change="np.mean(np.argmax(scores, axis=1) == labels) → np.sum(np.argmax(scores, axis=1) == labels) / scores.size" fails="accuracy_by_hand" says="Divide by the number of samples, not by that of the scores."
# %% accuracy wrong="divided by the classes" change="np.mean(np.argmax(scores, axis=1) == labels) → np.sum(np.argmax(scores, axis=1) == labels) / scores.shape[1]" fails="accuracy_by_hand" says="Divide by the number of samples. Here it was divided by 3, as many as there are classes, and as there are samples in the example."
# %% accuracy wrong="smallest" change="np.argmax → np.argmin" fails="accuracy_by_hand" says="This is 0, though several samples are right. In each row, the place of the largest score is compared with the label, and of all these comparisons the mean is taken."
# %% accuracy wrong="largest value" change="np.argmax → np.max" fails="accuracy_by_hand" says="This is 0, though several samples are right. In each row, the place of the largest score is compared with the label, and of all these comparisons the mean is taken."
# %% accuracy wrong="each sample" change="np.mean(np.argmax(scores, axis=1) == labels) → np.argmax(scores, axis=1) == labels" fails="accuracy_by_hand" reads="True and False"
# %% accuracy wrong="wrong axis" change="axis=1 → axis=0" fails="accuracy_by_hand" reads="t be combined element by element"
# %% accuracy wrong="positive score" change="np.argmax(scores, axis=1) == labels → scores[np.arange(len(labels)), labels] > 0" fails="accuracy_by_hand" says="This says 1, as if all samples were right. A sample is right only where the place of its largest score is its own label, and the share isn't rounded."
# %% accuracy wrong="largest label" change="np.mean(np.argmax(scores, axis=1) == labels) → np.mean(np.argmax(scores, axis=1) == np.argmax(labels))" fails="accuracy_by_hand" says="A sample is right where the place of its largest score is its own label. Nothing else counts."
# %% accuracy wrong="mean probability" change="np.mean(np.argmax(scores, axis=1) == labels) → np.mean(softmax(scores)[np.arange(len(labels)), labels])" fails="accuracy_by_hand" says="This is the mean probability of the right classes. Count the samples whose largest score is that of the right class."
# %% accuracy wrong="mean score" change="np.mean(np.argmax(scores, axis=1) == labels) → np.mean(scores[np.arange(len(labels)), labels])" fails="accuracy_by_hand" says="This is the mean score of the right classes. Count the samples whose largest score is that of the right class."
# %% accuracy wrong="distance of the labels" change="np.mean(np.argmax(scores, axis=1) == labels) → 1 - np.mean(np.abs(np.argmax(scores, axis=1) - labels))" fails="accuracy_by_hand" says="This share is too small. Ask for every sample, to the last, whether the place of its largest score equals its label; how far apart they are doesn't matter."
# %% accuracy wrong="returns in the loop" change="return np.mean(np.argmax(scores, axis=1) ==  → n = 0\n    for i in range(len(labels)):\n        n += scores[i].argmax() == labels[i]\n        return n / len(" fails="accuracy_by_hand" says="This is 0, though several samples are right. In each row, the place of the largest score is compared with the label, and of all these comparisons the mean is taken."
# %% accuracy wrong="search from 0" change="np.argmax(scores, axis=1) == labels → np.where(np.max(scores, axis=1) > 0, np.argmax(scores, axis=1), 0) == labels" fails="accuracy_by_hand" says="The largest score counts, also where all scores of a row are negative: don't begin the search at 0, and don't drop the sign."
# %% accuracy wrong="rounded" change="np.mean(np.argmax(scores, axis=1) == labels) → round(np.mean(np.argmax(scores, axis=1) == labels), 4)" fails="accuracy_by_hand" says="The share is rounded. Return it with all its digits."
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
# %% two_layer_net wrong="W2 moved before dh" change="self.backward() → self.backward()\n        self.W2 = self.W2 - lr * self.dW2\n        self.backward()" change="self.W2 = self.W2 - lr * self.dW2 → " fails="two_step" says="W2 had moved before dh was computed with it. First all gradients, then all moves."
# %% two_layer_net wrong="second layer moved before the scores for dh" change="self.backward() → self.backward()\n        self.W2 = self.W2 - lr * self.dW2\n        self.b2 = self.b2 - lr * self.db2\n        self.loss(x, labels)\n        self.backward()" change="self.W2 = self.W2 - lr * self.dW2 → " change="self.b2 = self.b2 - lr * self.db2 → " fails="two_step" says="The second layer had moved before the scores for dh were computed. First all gradients, then all moves."
# %% two_layer_net wrong="mask missing" change="dh * (self.z > 0) → dh" fails="two_dw1 two_db1 two_step" says="ReLU has a backward, too: where z is not above 0, nothing goes on to W1 and b1."
# %% two_layer_net wrong="mask of the gradient" change="self.z > 0 → dh > 0" fails="two_dw1 two_db1 two_step" says="The mask of the ReLU is where z, in the forward pass, was above 0. Here it is where the gradient is above 0."
# %% two_layer_net wrong="mask of the scores" change="dh = dscores @ self.W2.T\n        dz = dh * (self.z > 0) → dz = (dscores * (self.scores > 0)) @ self.W2.T" fails="two_dw1 two_db1 two_step" says="The mask belongs to the hidden layer, where z > 0; here it was taken from the scores, where there is no ReLU."
# %% two_layer_net wrong="both masks" change="dscores @ self.W2.T → (dscores * (self.scores > 0)) @ self.W2.T" fails="two_dw1 two_db1 two_step" says="The mask of z is right; but the scores have no ReLU, so there is no mask for them."
# %% two_layer_net wrong="times h" change="dh * (self.z > 0) → dh * self.h" fails="two_dw1 two_db1 two_step" says="The slope of ReLU is 1 where z > 0, and neither h nor z."
# %% two_layer_net wrong="mask the wrong way round" change="self.z > 0 → self.z < 0" fails="two_dw1 two_db1 two_step" says="The mask is the wrong way round: what passes is where z > 0."
# %% two_layer_net wrong="sum for mean" change="dscores = dscores / len(self.labels) → " fails="two_dw2 two_db2 two_dw1 two_db1 two_step" reads="too large by a factor of 4"
# %% two_layer_net wrong="1/N twice in the biases" change="np.sum(dscores, axis=0) → np.mean(dscores, axis=0)" change="np.sum(dz, axis=0) → np.mean(dz, axis=0)" fails="two_db2 two_db1 two_step" reads="too small by a factor of 4"
# %% two_layer_net wrong="z into dW2" change="self.h.T → self.z.T" fails="two_dw2 two_step" says="The input of the second layer is h, after the ReLU; here it was z, before it."
# %% two_layer_net wrong="no ReLU" change="np.maximum(self.z, 0) → self.z" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="The second layer got z, as it was before the ReLU. Is there a ReLU between the layers, and does the second one get what comes out of it?"
# %% two_layer_net wrong="ReLU not used" change="self.h @ self.W2 + self.b2 → self.z @ self.W2 + self.b2" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="The second layer got z, as it was before the ReLU. Is there a ReLU between the layers, and does the second one get what comes out of it?"
# %% two_layer_net wrong="np.max" change="np.maximum(self.z, 0) → np.max(self.z, 0)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="np.max finds the largest number along an axis; np.maximum compares each number with 0."
# %% two_layer_net wrong="mask alone" change="dh * (self.z > 0) → (self.z > 0) * 1.0" fails="two_dw1 two_db1 two_step" says="These are the ones and zeros of the mask alone. The chain rule multiplies them by dh, what arrives from above."
# %% two_layer_net wrong="ReLU on the scores, too" change="self.h @ self.W2 + self.b2 → np.maximum(self.h @ self.W2 + self.b2, 0)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="No ReLU after the last layer: scores may be negative."
# %% two_layer_net wrong="b1 forgotten" change="x @ self.W1 + self.b1 → x @ self.W1" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="b1 is missing: the first layer is x W1 + b1."
# %% two_layer_net wrong="b2 forgotten" change="self.h @ self.W2 + self.b2 → self.h @ self.W2" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="b2 is missing: the scores are h W2 + b2."
# %% two_layer_net wrong="adds up" change="None, None, None, None → 0 * self.W1, 0 * self.b1, 0 * self.W2, 0 * self.b2" change="self.dW1 = → self.dW1 +=" change="self.db1 = np → self.db1 += np" change="self.dW2 = → self.dW2 +=" change="self.db2 = np → self.db2 += np" fails="two_step" says="A second call added its gradient to that of the first: set each gradient anew."
# %% two_layer_net wrong="adds up the first layer's only" change="None, None, None, None → 0 * self.W1, 0 * self.b1, None, None" change="self.dW1 = → self.dW1 +=" change="self.db1 = np → self.db1 += np" fails="two_step" says="A second call added its gradient to that of the first: set each gradient anew."
# %% two_layer_net wrong="db1 not added up" change="np.sum(dz, axis=0) → dz" fails="two_db1 two_step" reads="not added up yet"
# %% two_layer_net wrong="db2 of h" change="np.sum(dscores, axis=0) → np.sum(self.h, axis=0)" fails="two_db2 two_step" says="b2 was given a sum of h. It gets what arrives at its layer's output: the sum of dscores."
# %% two_layer_net wrong="db2 as a table" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=0, keepdims=True)" fails="two_db2 two_step" reads="only the shape is not"
# %% two_layer_net wrong="dW2 transposed" change="self.h.T @ dscores → dscores.T @ self.h" fails="two_dw2 two_step" reads="this is the transpose"
# %% two_layer_net wrong="backward moves W2" change="self.db2 = np.sum(dscores, axis=0) → self.db2 = np.sum(dscores, axis=0)\n        self.W2 = self.W2 - self.dW2" fails="two_step two_dw1 two_db1" says="backward changed W2. It should only find the slopes; step moves W2."
# %% two_layer_net wrong="sigmoid between" change="np.maximum(self.z, 0) → 1 / (1 + np.exp(-self.z))" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="Between the layers is another bend than ReLU."
# %% two_layer_net wrong="times z" change="dh * (self.z > 0) → dh * self.z" fails="two_dw1 two_db1 two_step" says="The slope of ReLU is 1 where z > 0, and neither h nor z."
# %% two_layer_net wrong="slope of the sigmoid" change="dh * (self.z > 0) → dh * self.h * (1 - self.h)" fails="two_dw1 two_db1 two_step" says="h (1 - h) is the slope of the sigmoid. That of ReLU is 1 where z > 0, and 0 elsewhere."
# %% two_layer_net wrong="mask of dW1 missing" change="self.x.T @ dz → self.x.T @ dh" fails="two_dw1 two_step" says="ReLU has a backward, too: where z is not above 0, nothing goes on to W1 and b1."
# %% two_layer_net wrong="db1 of dh" change="np.sum(dz, axis=0) → np.sum(dh, axis=0)" fails="two_db1 two_step" says="ReLU has a backward, too: where z is not above 0, nothing goes on to W1 and b1."
# %% two_layer_net wrong="dW1 of h" change="self.x.T @ dz → self.h.T @ dz" fails="two_dw1 two_step" says="dW1 is made of the first layer's input, x; here h was put in its place."
# %% two_layer_net wrong="dW2 of x" change="self.h.T @ dscores → self.x.T @ dscores" fails="two_dw2 two_step" says="dW2 is made of the second layer's input, h; here x was put in its place."
# %% two_layer_net wrong="tanh between" change="np.maximum(self.z, 0) → np.tanh(self.z)" change="(self.z > 0) → (1 - self.h**2)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="Between the layers is another bend than ReLU."
# %% two_layer_net wrong="sigmoid between, with its slope" change="np.maximum(self.z, 0) → 1 / (1 + np.exp(-self.z))" change="(self.z > 0) → self.h * (1 - self.h)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="Between the layers is another bend than ReLU."
# %% two_layer_net wrong="leaky" change="np.maximum(self.z, 0) → np.where(self.z > 0, self.z, 0.01 * self.z)" change="(self.z > 0) → np.where(self.z > 0, 1, 0.01)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="This is a leaky ReLU, which lets a small part through below 0; here it is 0 there."
# %% two_layer_net wrong="absolute value" change="np.maximum(self.z, 0) → np.abs(self.z)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="Between the layers is another bend than ReLU."
# %% two_layer_net wrong="probabilities" change="self.scores = self.h @ self.W2 + self.b2 → self.scores = softmax(self.h @ self.W2 + self.b2)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="forward gives probabilities here. It gives the scores, before softmax."
# %% two_layer_net wrong="probabilities, once in backward" change="self.scores = self.h @ self.W2 + self.b2 → self.scores = softmax(self.h @ self.W2 + self.b2)" change="dscores = softmax(self.scores) → dscores = self.scores.copy()" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="forward gives probabilities here. It gives the scores, before softmax."
# %% two_layer_net wrong="1e-3 of the weights" change="self.h.T @ dscores → self.h.T @ dscores + 1e-3 * self.W2" change="self.x.T @ dz → self.x.T @ dz + 1e-3 * self.W1" fails="two_dw2 two_dw1 two_step" says="A penalty on the weights is in the gradient, and none is in the loss."
# %% two_layer_net wrong="1e-2 of the weights" change="self.h.T @ dscores → self.h.T @ dscores + 1e-2 * self.W2" change="self.x.T @ dz → self.x.T @ dz + 1e-2 * self.W1" fails="two_dw2 two_dw1 two_step" says="A penalty on the weights is in the gradient, and none is in the loss."
# %% two_layer_net wrong="dh by p" change="dh = dscores @ → dh = softmax(self.scores) @" fails="two_dw1 two_db1 two_step" says="The second layer hands back what arrives at its output, dscores; here it was p."
# %% two_layer_net wrong="b1 after the ReLU" change="self.z = x @ self.W1 + self.b1 → self.z = x @ self.W1" change="self.h = np.maximum(self.z, 0) → self.h = np.maximum(self.z, 0) + self.b1" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="b1 was added after the ReLU: it belongs to z, before it."
# %% two_layer_net wrong="mask and sign of dh" change="dh * (self.z > 0) → dh * ((self.z > 0) & (dh > 0))" fails="two_dw1 two_db1 two_step" says="Negative gradients are lost: only the sign of z decides whether one passes, and not its own."
# %% two_layer_net wrong="sign of z" change="dh * (self.z > 0) → dh * np.sign(self.z)" fails="two_dw1 two_db1 two_step" says="The slope of ReLU is 1 where z > 0, and 0 below it, not -1."
# %% two_layer_net wrong="ReLU of W1" change="x @ self.W1 + self.b1 → x @ np.maximum(self.W1, 0) + self.b1" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="The ReLU belongs to z = x W1 + b1 as a whole, not to the weights."
# %% two_layer_net wrong="ReLU of x" change="self.x = x → self.x = x = np.maximum(x, 0)" fails="two_forward two_dw2 two_db2 two_dw1 two_db1 two_step" says="The ReLU belongs to z, between the layers; x goes into the first one as it is."
# %% two_layer_net wrong="backward moves W1" change="self.db1 = np.sum(dz, axis=0) → self.db1 = np.sum(dz, axis=0)\n        self.W1 = self.W1 - 0.1 * self.dW1" fails="two_step" says="backward changed W1. It should only find the slopes; step moves the weights."
# %% two_layer_net wrong="db1 by sample" change="np.sum(dz, axis=0) → np.sum(dz, axis=1)" fails="two_db1 two_step" says="This adds up the numbers of each sample. It is the samples that are added, for each unit or class by itself."
# %% two_layer_net wrong="db2 by sample" change="np.sum(dscores, axis=0) → np.sum(dscores, axis=1)" fails="two_db2 two_step" says="This adds up the numbers of each sample. It is the samples that are added, for each unit or class by itself."
# %% two_layer_net wrong="the last sample" change="self.h.T @ dscores → self.h[-1:].T @ dscores[-1:]" change="np.sum(dscores, axis=0) → dscores[-1]" change="self.x.T @ dz → self.x[-1:].T @ dz[-1:]" change="np.sum(dz, axis=0) → dz[-1]" fails="two_dw2 two_db2 two_dw1 two_db1 two_step" says="Some samples are left out. Each has a part in the gradient, and they add. In a loop: does it reach all samples, and does each turn add to what is there?"
# %% two_layer_net wrong="W2 moved first" change="dh = dscores @ self.W2.T → self.W2 = self.W2 - 0.1 * self.dW2\n        dh = dscores @ self.W2.T" fails="two_dw1 two_db1 two_step" says="dh was made with a W2 that had moved already. backward leaves the weights as they are, and step moves them."


# %% two_layer_net wrong="clipped" change="self.dW2 = self.h.T @ dscores → self.dW2 = np.clip(self.h.T @ dscores, -5, 5)" fails="two_dw2" says="Large slopes were cut off. Leave them as large as they are."
# %% two_layer_net wrong="one maximum for the whole batch" change="return softmax_cross_entropy(self.forward(x), labels) → scores = self.forward(x)\n        scores = scores - np.max(scores)\n        log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))\n        return -np.mean(log_p[np.arange(len(labels)), labels])" fails="two_forward" says="A row whose scores are all far below the largest of the whole batch has only zeros left after exp. Take the largest score of each row away from that row, or use the softmax_cross_entropy that is given."
# %% two_layer_net wrong="passes where z is 0" change="dh * (self.z > 0) → dh * (self.z >= 0)" fails="two_dw1 two_db1" says="Where z is exactly zero, nothing should pass back, just as where it is negative."
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


# %% starts_well wrong="classes counted in the labels" change="net.forward(x).shape[1] → len(set(labels.tolist()))" fails="first_loss" says="A loss of exactly log C starts well. Is C the number of columns of the scores, the logarithm the natural one, and the comparison the right way round?"
# %% starts_well wrong="too high only" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels) < 1.1 * guess" fails="first_loss" says="A net that starts well has a loss no more than a tenth of log C away from log C, above it or below it, whatever the number of classes."
# %% starts_well wrong="too low only" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels) > 0.9 * guess" fails="first_loss" says="A net that starts well has a loss no more than a tenth of log C away from log C, above it or below it, whatever the number of classes."
# %% starts_well wrong="0.1, not a tenth of log C" change="< 0.1 * guess → < 0.1" fails="first_loss" says="A net that starts well has a loss no more than a tenth of log C away from log C, above it or below it, whatever the number of classes."
# %% starts_well wrong="log of the batch" change="net.forward(x).shape[1] → len(x)" fails="first_loss" says="A loss of exactly log C starts well. Is C the number of columns of the scores, the logarithm the natural one, and the comparison the right way round?"
# %% starts_well wrong="base 2" change="np.log → np.log2" fails="first_loss" says="A loss of exactly log C starts well. Is C the number of columns of the scores, the logarithm the natural one, and the comparison the right way round?"
# %% starts_well wrong="always" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → True" fails="first_loss" says="A net that starts well has a loss no more than a tenth of log C away from log C, above it or below it, whatever the number of classes."
# %% starts_well wrong="ten classes" change="net.forward(x).shape[1] → 10" fails="first_loss" says="A net that starts well has a loss no more than a tenth of log C away from log C, above it or below it, whatever the number of classes."
# %% starts_well wrong="the other way round" change="< 0.1 * guess → > 0.1 * guess" fails="first_loss" says="A loss of exactly log C starts well. Is C the number of columns of the scores, the logarithm the natural one, and the comparison the right way round?"
# %% starts_well wrong="1/C" change="np.log(net.forward(x).shape[1]) → 1 / net.forward(x).shape[1]" fails="first_loss" says="A loss of exactly log C starts well. Is C the number of columns of the scores, the logarithm the natural one, and the comparison the right way round?"
# %% starts_well wrong="the loss itself" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → net.loss(x, labels)" fails="first_loss" reads="True or False is expected"
# %% starts_well wrong="classes counted in b" change="net.forward(x).shape[1] → len(net.b)" fails="first_loss" reads="has no attribute"
# %% starts_well wrong="takes a step" change="net.loss(x, labels) → net.step(x, labels, 0.5)" fails="first_loss" says="The net was trained on the way. A step changes its weights; net.loss and net.forward only ask."
# %% starts_well wrong="a text" change="abs(net.loss(x, labels) - guess) < 0.1 * guess → str(abs(net.loss(x, labels) - guess) < 0.1 * guess)" fails="first_loss" reads="True or False is expected"


# %% starts_well wrong="first ten only" change="abs(net.loss(x, labels) - guess) → abs(net.loss(x[:10], labels[:10]) - guess)" fails="first_loss" says="The loss that counts is the mean of all samples, and not that of some of them, or of each by itself."
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


# %% overfit_few wrong="all samples" change="x[:20], labels[:20] → x, labels" fails="overfit" says="It was trained with all samples. Take the first 20 only."
# %% overfit_few wrong="trained with all" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, x, labels, lr, steps)" fails="overfit" says="It was trained with all samples. Take the first 20 only."
# %% overfit_few wrong="loss of all" change="net.loss(few_x, few_labels) → net.loss(x, labels)" fails="overfit" says="This is the loss of all samples. Ask for that of the 20 it was trained on."
# %% overfit_few wrong="loss before the last step" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → return train_steps(net, few_x, few_labels, lr, steps)[-1]" fails="overfit" says="This is the loss before the last of the steps that were asked for. Take them all, then ask the net for its loss."
# %% overfit_few wrong="last 20" change="x[:20], labels[:20] → x[-20:], labels[-20:]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="one of the later ones" change="x[:20], labels[:20] → x[1:21], labels[1:21]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="two of the later ones" change="x[:20], labels[:20] → x[2:22], labels[2:22]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="three of the later ones" change="x[:20], labels[:20] → x[3:23], labels[3:23]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="four of the later ones" change="x[:20], labels[:20] → x[4:24], labels[4:24]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="not trained" change="train_steps(net, few_x, few_labels, lr, steps) → " fails="overfit" says="This is the loss before any step. Train first, then ask the net for its loss."
# %% overfit_few wrong="from 20 on" change="x[:20], labels[:20] → x[20:], labels[20:]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="19 samples" change="x[:20], labels[:20] → x[:19], labels[:19]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="all losses" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → return train_steps(net, few_x, few_labels, lr, steps)" fails="overfit" reads="a list of 2 items"
# %% overfit_few wrong="one step too many" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, few_x, few_labels, lr, steps + 1)" fails="overfit" says="One step too many was taken."
# %% overfit_few wrong="loss of one step more" change="net.loss(few_x, few_labels) → net.step(few_x, few_labels, lr)" fails="overfit" says="The loss is right, but the net has moved once more: net.step moves it; net.loss only asks."
# %% overfit_few wrong="another net" change="train_steps(net, few_x, few_labels, lr, steps) → net = OneLayerNet(net.W, net.b)\n    train_steps(net, few_x, few_labels, lr, steps)" fails="overfit" reads="W after as many steps"
# %% overfit_few wrong="scores by W and b" change="net.loss(few_x, few_labels) → softmax_cross_entropy(few_x @ net.W + net.b, few_labels)" fails="overfit" reads="has no attribute"
# %% overfit_few wrong="21 samples" change="x[:20], labels[:20] → x[:21], labels[:21]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="steps and samples exchanged" change="x[:20], labels[:20] → x[:steps], labels[:steps]" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, few_x, few_labels, lr, 20)" fails="overfit" says="The number of steps and that of samples are exchanged."
# %% overfit_few wrong="20 steps" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, few_x, few_labels, lr, 20)" fails="overfit" says="The net took 20 steps; 20 is the number of samples, and that of the steps is handed in."
# %% overfit_few wrong="accuracy" change="return net.loss(few_x, few_labels) → return accuracy(net.forward(few_x), few_labels)" fails="overfit" says="This is the accuracy; return the loss."
# %% overfit_few wrong="mean of the losses" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → return np.mean(train_steps(net, few_x, few_labels, lr, steps))" fails="overfit" says="This is the mean of the losses on the way. Ask for the loss after the last step."
# %% overfit_few wrong="two trainings" change="train_steps(net, few_x, few_labels, lr, steps) → train_steps(net, few_x, few_labels, lr, steps)\n    train_steps(net, few_x, few_labels, lr, steps)" fails="overfit" says="The net was trained twice as long as it should be."
# %% overfit_few wrong="every second" change="x[:20], labels[:20] → x[::2], labels[::2]" fails="overfit" says="These aren't the first 20 samples: take those, no more and no fewer."
# %% overfit_few wrong="sum of the losses" change="return net.loss(few_x, few_labels) → return 20 * net.loss(few_x, few_labels)" fails="overfit" says="This is a sum over the samples; leave the loss as net.loss gives it, a mean."
# %% overfit_few wrong="what was gained" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → losses = train_steps(net, few_x, few_labels, lr, steps)\n    return losses[0] - losses[-1]" fails="overfit" says="This is how far the loss fell. Ask for the loss itself, after the last step."
# %% overfit_few wrong="loss of the others" change="return net.loss(few_x, few_labels) → return net.loss(x[20:], labels[20:])" fails="overfit" says="This is the loss of samples that it wasn't trained on. Ask for that of the 20 that it was."
# %% overfit_few wrong="sample by sample" change="train_steps(net, few_x, few_labels, lr, steps) → for i in range(20):\n        train_steps(net, x[i : i + 1], labels[i : i + 1], lr, steps)" fails="overfit" says="Each step should see all of the 20 samples together."
# %% overfit_few wrong="first sample left out" change="x[:20], labels[:20] → x[1:20], labels[1:20]" fails="overfit" says="The first sample is missing. Python counts from 0, so its number is 0."


# %% overfit_few wrong="the best on the way" change="train_steps(net, few_x, few_labels, lr, steps)\n    return net.loss(few_x, few_labels) → losses = [*train_steps(net, few_x, few_labels, lr, steps), net.loss(few_x, few_labels)]\n    return min(losses)" fails="overfit" says="This is the smallest loss on the way. The one after the last step is asked for, even if it is larger."
# %% overfit_few wrong="stops early" change="train_steps(net, few_x, few_labels, lr, steps) → for _ in range(steps):\n        if net.step(few_x, few_labels, lr) < 0.05:\n            break" fails="overfit" says="The training ends before all steps are taken. Take as many as are asked for, however small the loss is."


# %% overfit_few wrong="samples one by one" change="train_steps(net, few_x, few_labels, lr, steps) → for _ in range(steps):\n        for i in range(20):\n            net.step(x[i : i + 1], labels[i : i + 1], lr)" fails="overfit" says="Each step should take all samples together. Here each sample has a step of its own."
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
# %% minibatches wrong="last batch dropped" change="range(0, len(x), size) → range(0, len(x) - size + 1, size)" fails="batches_hold_each_sample" says="Some samples are missing. Leave none out: the last batch may be smaller."
# %% minibatches wrong="drawn anew for each batch" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.choice(len(x), min(size, len(x) - start))" fails="batches_hold_each_sample" says="Some samples come more than once: don't draw the batches anew, but cut them from one shuffled order."
# %% minibatches wrong="full batches that repeat" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.choice(len(x), size)" fails="batches_hold_each_sample" says="Each batch has as many samples as size says, and the last one what is left over."
# %% minibatches wrong="size is the number of batches" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in np.array_split(order, size)[::-1]:" fails="batches_hold_each_sample" says="Fill each batch before the next one begins, so that only the last may be smaller. Is size the number of samples in a batch?"
# %% minibatches wrong="not cut" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in [order]:" fails="batches_hold_each_sample" says="This is one batch with all samples: cut it into batches of the size that is asked for."
# %% minibatches wrong="shuffled apart" change="order = rng.permutation(len(x)) → order, other = rng.permutation(len(x)), rng.permutation(len(x))" change="t[chosen] → t[other[start : start + size]]" fails="batches_keep_pairs" says="Pictures and labels were shuffled separately: pictures have lost their labels. Pick both by the same numbers."
# %% minibatches wrong="only x shuffled" change="t[chosen] → t[start : start + size]" fails="batches_keep_pairs batches_are_shuffled" says="Pictures and labels were shuffled separately: pictures have lost their labels. Pick both by the same numbers."
# %% minibatches wrong="shuffles the arguments" change="order = rng.permutation(len(x)) → order = rng.permutation(len(x))\n    x[:], t[:] = x[order], t[order]" change="order[start : start + size] → slice(start, start + size)" fails="batches_keep_pairs" says="x itself was shuffled. Shuffle the numbers of the samples, and take both x and t by them."
# %% minibatches wrong="pictures flattened" change="x[chosen], t[chosen] → x[chosen].reshape(len(chosen), -1), t[chosen]" fails="batches_keep_pairs" reads="a batch of pictures of 2 by 3"
# %% minibatches wrong="not shuffled" change="rng.permutation(len(x)) → np.arange(len(x))" fails="batches_are_shuffled" says="The samples come in their old order: shuffle them."
# %% minibatches wrong="only the order of the batches" change="rng.permutation(len(x)) → np.arange(len(x))" change="range(0, len(x), size) → rng.permutation(np.arange(0, len(x), size))" fails="batches_are_shuffled" says="The samples in each batch are still neighbours. Shuffle the samples themselves, and not the batches or where they begin."
# %% minibatches wrong="a generator of its own" change="rng.permutation → np.random.default_rng(0).permutation" fails="batches_are_shuffled" says="The second epoch has the order of the first: shuffle anew each time, with the rng that is handed in (not with a new one)."
# %% minibatches wrong="the global generator" change="rng.permutation → np.random.permutation" fails="batches_are_shuffled" says="The same seed should give the same batches: shuffle with the rng that is handed in, not with np.random."
# %% minibatches wrong="labels first" change="x[chosen], t[chosen] → t[chosen], x[chosen]" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" reads="a batch of t"
# %% minibatches wrong="one sample too few in each" change="start + size → start + size - 1" fails="batches_hold_each_sample batches_are_shuffled" says="A batch has fewer samples than size asks for, though there are enough: a slice ends before its second number."
# %% minibatches wrong="one sample too many in each" change="start + size → start + size + 1" fails="batches_hold_each_sample" says="A batch has more samples than size asks for, and shares one with the next: a slice ends before its second number."
# %% minibatches wrong="overlapping" change="range(0, len(x), size) → range(0, len(x), max(1, size - 1))" fails="batches_hold_each_sample" says="Batches overlap: each begins where the one before ended."
# %% minibatches wrong="batches of equal size" change="for start in range(0, len(x), size):\n        chosen = order[start : start + size] → for chosen in np.array_split(order, -(-len(x) // size)):" fails="batches_hold_each_sample" says="Fill each batch before the next one begins, so that only the last may be smaller. Is size the number of samples in a batch?"
# %% minibatches wrong="begins at 1" change="range(0, len(x), size) → range(1, len(x), size)" fails="batches_hold_each_sample" says="Some samples are missing. Leave none out: the last batch may be smaller."
# %% minibatches wrong="an empty batch at the end" change="range(0, len(x), size) → range(0, len(x) + 1, size)" fails="batches_hold_each_sample" reads="the list of the sizes of batches"
# %% minibatches wrong="shuffles both in place" change="order = rng.permutation(len(x)) → state = rng.bit_generator.state\n    rng.shuffle(x)\n    rng.bit_generator.state = state\n    rng.shuffle(t)" change="order[start : start + size] → slice(start, start + size)" fails="batches_keep_pairs" says="x itself was shuffled. Shuffle the numbers of the samples, and take both x and t by them."
# %% minibatches wrong="shuffles x in place" change="order = rng.permutation(len(x)) → rng.shuffle(x)" change="order[start : start + size] → slice(start, start + size)" fails="batches_keep_pairs batches_are_shuffled" says="x itself was shuffled. Shuffle the numbers of the samples, and take both x and t by them."
# %% minibatches wrong="no batches" change="return batches → return []" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" reads="gives no batches at all"
# %% minibatches wrong="pairs of single samples" change="return batches → return list(zip(x[order], t[order]))" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" reads="one label for each sample"
# %% minibatches wrong="returns in the loop" change="\n    return batches → \n        return batches" fails="batches_hold_each_sample batches_are_shuffled" says="This is the first batch only. Does a return stand inside the loop?"
# %% minibatches wrong="a pair of lists" change="return batches → return [a for a, _ in batches], [b for _, b in batches]" fails="batches_hold_each_sample batches_keep_pairs batches_are_shuffled" says="These are two lists. One list is asked for, of pairs: each batch of x together with its batch of t."
# %% minibatches wrong="shuffled for each batch" change="order = rng.permutation(len(x)) → " change="order[start : start + size] → rng.permutation(len(x))[start : start + size]" fails="batches_hold_each_sample" says="Some samples come more than once: don't draw the batches anew, but cut them from one shuffled order."
# %% minibatches wrong="a batch from every place" change="range(0, len(x), size) → range(len(x))" fails="batches_hold_each_sample" says="Batches overlap: each begins where the one before ended."
# %% minibatches wrong="shuffled within a batch" change="order = rng.permutation(len(x)) → order = np.arange(len(x))" change="chosen = order[start : start + size] → chosen = rng.permutation(order[start : start + size])" fails="batches_are_shuffled" says="Samples are shuffled within their batch only, so the same ones always come together: shuffle all of them, then cut."
# %% minibatches wrong="rest joined to the last batch" change="return batches → if len(x) % size and len(batches) > 1:\n        last = order[start - size :]\n        batches[-2:] = [(x[last], t[last])]\n    return batches" fails="batches_hold_each_sample" says="What is left over makes a batch of its own, the smaller one at the end."
# %% minibatches wrong="turned, not shuffled" change="rng.permutation(len(x)) → np.roll(np.arange(len(x)), rng.integers(1, len(x) + 1))" fails="batches_are_shuffled" says="The samples were only turned: each still follows the one before it. rng.permutation puts them in any order."


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
# %% train wrong="training accuracy sold as validation" change="accuracy(net.forward(x_val), labels_val) → accuracy(net.forward(x), labels)" fails="train_accuracies" says="This is the accuracy of the training set, passed off as that of the validation set. This mistake makes networks look better than they are."
# %% train wrong="training loss sold as validation" change="net.loss(x_val, labels_val) → net.loss(x, labels)" fails="train_history" says="These are the losses of the training set. The validation set is x_val, labels_val."
# %% train wrong="the two sets exchanged" change='history["loss"] → history["val_loss"]' change='history["accuracy"] → history["val_accuracy"]' change='history["val_loss"] → history["loss"]' change='history["val_accuracy"] → history["accuracy"]' fails="train_history train_accuracies" says="These are the numbers of the validation set."
# %% train wrong="asked before the epoch" change='        for some_x, some_labels in minibatches(x, labels, size, rng):\n            net.step(some_x, some_labels, lr)\n        history["loss"].append(net.loss(x, labels))\n        history["accuracy"].append(accuracy(net.forward(x), labels))\n        history["val_loss"].append(net.loss(x_val, labels_val))\n        history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n    return →         history["loss"].append(net.loss(x, labels))\n        history["accuracy"].append(accuracy(net.forward(x), labels))\n        history["val_loss"].append(net.loss(x_val, labels_val))\n        history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n        for some_x, some_labels in minibatches(x, labels, size, rng):\n            net.step(some_x, some_labels, lr)\n    return' fails="train_history train_accuracies" says="These numbers were taken before the net had learned in this epoch, or on the way. Ask it after the last batch, for the whole set."
# %% train wrong="all at once" change="minibatches(x, labels, size, rng) → [(x, labels)]" fails="train_batches" says="There should be a step for each batch. Here was one step in each epoch."
# %% train wrong="last batch dropped" change="net.step(some_x, some_labels, lr) → if len(some_x) == min(size, len(x)):\n                net.step(some_x, some_labels, lr)" fails="train_batches" says="There should be a step for each batch, also for the last one, which is smaller."
# %% train wrong="always the same batches" change="for _ in range(epochs): → batches = list(minibatches(x, labels, size, rng))\n    for _ in range(epochs):" change="minibatches(x, labels, size, rng) → batches" fails="train_batches" says="All epochs have the same batches. Shuffle anew in each epoch: call minibatches inside the loop over the epochs, with the rng that is handed in."
# %% train wrong="shuffles in place" change="for _ in range(epochs): → for _ in range(epochs):\n        order = rng.permutation(len(x))\n        x[:], labels[:] = x[order], labels[order]" fails="train_history" reads="changed its first argument"
# %% train wrong="one sample at a time" change="minibatches(x, labels, size, rng) → minibatches(x, labels, 1, rng)" fails="train_batches train_history train_accuracies" says="There should be one step for each batch, and no more."
# %% train wrong="learns from the validation set, too" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr)\n        net.step(x_val, labels_val, lr)" fails="train_history train_accuracies train_batches" says="The net has learned from the validation set, too. It may only be asked about it."
# %% train wrong="one epoch" change="range(epochs) → range(1)" fails="train_history train_accuracies train_batches" says="There are fewer epochs than were asked for. Does the loop run often enough, and is the return after it?"
# %% train wrong="returns in the loop" change="\n    return history → \n        return history" fails="train_history train_accuracies train_batches" says="There are fewer epochs than were asked for. Does the loop run often enough, and is the return after it?"
# %% train wrong="nothing returned" change="return history → " fails="train_history train_accuracies" reads="not attempted yet"
# %% train wrong="steps with the whole set" change="net.step(some_x, some_labels, lr) → net.step(x, labels, lr)" fails="train_batches" says="Each step should see one batch only, not the whole training set."
# %% train wrong="asked in the inner loop" change='        history["loss"].append(net.loss(x, labels))\n        history["accuracy"].append(accuracy(net.forward(x), labels))\n        history["val_loss"].append(net.loss(x_val, labels_val))\n        history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n    return →             history["loss"].append(net.loss(x, labels))\n            history["accuracy"].append(accuracy(net.forward(x), labels))\n            history["val_loss"].append(net.loss(x_val, labels_val))\n            history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n    return' fails="train_history" says="There should be one number for each epoch; here there is one for each batch."
# %% train wrong="loss of the last batch" change="net.loss(x, labels) → net.loss(some_x[:1], some_labels[:1])" fails="train_history" says="These numbers are those of the last batch: ask for those of the whole training set, x and labels."
# %% train wrong="learning rate divided" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr / len(x))" fails="train_history train_accuracies train_batches" says="The steps are too small: hand the learning rate on as it is."
# %% train wrong="last batch judged" change="net.loss(x, labels) → net.loss(some_x, some_labels)" fails="train_history" says="These numbers are those of the last batch: ask for those of the whole training set, x and labels."
# %% train wrong="accuracy of the last batch" change="accuracy(net.forward(x), labels) → accuracy(net.forward(some_x), some_labels)" fails="train_accuracies" says="These numbers are those of the last batch: ask for those of the whole training set, x and labels."
# %% train wrong="all of the last batch" change="net.loss(x, labels) → net.loss(some_x, some_labels)" change="accuracy(net.forward(x), labels) → accuracy(net.forward(some_x), some_labels)" fails="train_history train_accuracies" says="These numbers are those of the last batch: ask for those of the whole training set, x and labels."
# %% train wrong="mean of the batches" change="net.loss(x, labels) → np.mean([net.loss(a, b) for a, b in minibatches(x, labels, size, rng)])" fails="train_history" says="This is the mean over batches, and the smaller last one counts as much as the others. Ask for the loss of the whole training set."
# %% train wrong="losses of the steps, averaged" change="for _ in range(epochs): → for _ in range(epochs):\n        running = []" change="net.step(some_x, some_labels, lr) → running.append(net.step(some_x, some_labels, lr))" change="net.loss(x, labels) → np.mean(running)" fails="train_history" says="These numbers were taken before the net had learned in this epoch, or on the way. Ask it after the last batch, for the whole set."
# %% train wrong="a new generator" change="for _ in range(epochs): → rng = np.random.default_rng(0)\n    for _ in range(epochs):" fails="train_batches" says="Another seed should give other batches: shuffle with the rng that is handed in, and no other."
# %% train wrong="a new generator in each epoch" change="for _ in range(epochs): → for _ in range(epochs):\n        rng = np.random.default_rng(0)" fails="train_batches" says="All epochs have the same batches. Shuffle anew in each epoch: call minibatches inside the loop over the epochs, with the rng that is handed in."
# %% train wrong="a generator without a seed" change="for _ in range(epochs): → rng = np.random.default_rng()\n    for _ in range(epochs):" fails="train_batches" says="The same seed should give the same training: shuffle with the rng that is handed in, and no other."
# %% train wrong="moves W itself" change="net.step(some_x, some_labels, lr) → net.loss(some_x, some_labels)\n            net.backward()\n            net.W = net.W - lr * net.dW\n            net.b = net.b - lr * net.db" fails="train_history train_accuracies" reads="has no attribute"
# %% train wrong="other names" change='"val_loss": [], "val_accuracy": [] → "valid_loss": [], "valid_accuracy": []' change='history["val_loss"] → history["valid_loss"]' change='history["val_accuracy"] → history["valid_accuracy"]' fails="train_history train_accuracies" reads="has nothing with the name val_loss"
# %% train wrong="a tuple" change="return history → return tuple(history.values())" fails="train_history train_accuracies" reads="return a dict with the four names"
# %% train wrong="last numbers only" change="return history → return {k: v[-1] for k, v in history.items()}" fails="train_history train_accuracies" reads="one number for each epoch"
# %% train wrong="stops where the loss rises" change='history["loss"].append(net.loss(x, labels)) → history["loss"].append(net.loss(x, labels))\n        if len(history["loss"]) > 1 and history["loss"][-1] > history["loss"][-2]:\n            break' fails="train_history" says="All epochs are asked for, also where the loss rises. This training ended there."
# %% train wrong="stops where the validation loss rises" change='labels_val))\n    return → labels_val))\n        if len(history["val_loss"]) > 1 and history["val_loss"][-1] > history["val_loss"][-2]:\n            break\n    return' fails="train_history" says="All epochs are asked for, also where the loss rises. This training ended there."
# %% train wrong="trains a copy" change="for _ in range(epochs): → import copy\n    net = copy.deepcopy(net)\n    for _ in range(epochs):" fails="train_history train_accuracies train_batches" says="The net was not trained."
# %% train wrong="generator set back" change="for _ in range(epochs): → state = rng.bit_generator.state\n    for _ in range(epochs):\n        rng.bit_generator.state = state" fails="train_batches" says="All epochs have the same batches. Shuffle anew in each epoch: call minibatches inside the loop over the epochs, with the rng that is handed in."
# %% train wrong="two steps for a batch" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr)\n            net.step(some_x, some_labels, lr)" fails="train_history train_accuracies train_batches" says="There should be one step for each batch, and no more."
# %% train wrong="many steps for a batch" change="net.step(some_x, some_labels, lr) → train_steps(net, some_x, some_labels, lr, size)" fails="train_history train_accuracies train_batches" says="There should be one step for each batch, and no more."
# %% train wrong="accuracy of the pixels" change="accuracy(net.forward(x), labels) → accuracy(x, labels)" fails="train_accuracies" says="This is no share of right ones. accuracy wants scores, those that net.forward makes of the samples, and what it returns is kept as it is."
# %% train wrong="history made anew" change='history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}\n    for _ in range(epochs): → for _ in range(epochs):\n        history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}' fails="train_history train_accuracies" says="Only one epoch is in the history. Make its lists once, before the loop, and append to them."
# %% train wrong="learning rate times 0.5" change='history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val)) → history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n        lr = lr * 0.5' fails="train_history train_accuracies train_batches" says="The learning rate changes from epoch to epoch; it should stay as it was given."
# %% train wrong="learning rate times 0.9" change='history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val)) → history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n        lr = lr * 0.9' fails="train_history train_accuracies train_batches" says="The learning rate changes from epoch to epoch; it should stay as it was given."
# %% train wrong="learning rate times 0.95" change='history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val)) → history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n        lr = lr * 0.95' fails="train_history train_accuracies train_batches" says="The learning rate changes from epoch to epoch; it should stay as it was given."
# %% train wrong="learning rate times 0.99" change='history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val)) → history["val_accuracy"].append(accuracy(net.forward(x_val), labels_val))\n        lr = lr * 0.99' fails="train_history train_batches" says="The learning rate changes from epoch to epoch; it should stay as it was given."
# %% train wrong="uphill" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, -lr)" fails="train_history train_accuracies train_batches" says="The net walks uphill: hand the learning rate on as it is."
# %% train wrong="learns from the validation set alone" change="minibatches(x, labels, size, rng) → minibatches(x_val, labels_val, size, rng)" fails="train_history train_accuracies train_batches" says="The net has learned from the validation set. It learns from x and labels, and is only asked about the others."
# %% train wrong="learns from validation batches, too" change="net.step(some_x, some_labels, lr) → net.step(some_x, some_labels, lr)\n        for some_x, some_labels in minibatches(x_val, labels_val, size, rng):\n            net.step(some_x, some_labels, lr)" fails="train_history train_accuracies train_batches" says="The net has learned from the validation set, too. It may only be asked about it."
# %% train wrong="accuracy for a loss" change='history["val_loss"].append(net.loss(x_val, labels_val)) → history["val_loss"].append(accuracy(net.forward(x_val), labels_val))' fails="train_history" says="An accuracy stands where a loss belongs."
# %% train wrong="appended twice" change='history["loss"].append(net.loss(x, labels)) → history["loss"].append(net.loss(x, labels))\n        history["loss"].append(net.loss(x, labels))' fails="train_history" says="There are more numbers than epochs: four after each epoch, and no other."
# %% train wrong="one epoch too many" change="range(epochs) → range(epochs + 1)" fails="train_history train_accuracies train_batches" says="There are more numbers than epochs: four after each epoch, and no other."
# %% train wrong="epochs and size exchanged" change="range(epochs) → range(size)" change="labels, size, rng) → labels, epochs, rng)" fails="train_history train_accuracies train_batches" says="The number of epochs and the size of a batch are exchanged."
# %% train wrong="a step for the history" change='history["loss"].append(net.loss(x, labels)) → history["loss"].append(net.step(x, labels, lr))' fails="train_history train_accuracies train_batches" says="net.step was called for the history, and the net learned from it. net.loss only asks."
# %% train wrong="a step for the history of the validation set" change='history["val_loss"].append(net.loss(x_val, labels_val)) → history["val_loss"].append(net.step(x_val, labels_val, lr))' fails="train_history train_accuracies train_batches" says="net.step was called for the history, and the net learned from it. net.loss only asks."
# %% train wrong="one list for all four" change='{"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []} → dict.fromkeys(["loss", "accuracy", "val_loss", "val_accuracy"], [])' fails="train_history train_accuracies" says="There are four times as many numbers as epochs: all four names stand for one and the same list. Each needs a list of its own."


# %% momentum_step right="in place"
def momentum_step(W, v, dW, lr, momentum):
    v *= momentum
    v -= lr * dW
    W += v
    return W, v


# %% momentum_step right="in one expression"
def momentum_step(W, v, dW, lr, momentum):
    return [W + momentum * v - lr * dW, momentum * v - lr * dW]


# %% momentum_step right="number by number"
def momentum_step(W, v, dW, lr, momentum):
    new_W, new_v = np.zeros(np.shape(W)), np.zeros(np.shape(W))
    for place in np.ndindex(np.shape(W)):
        new_v[place] = momentum * v[place] - lr * dW[place]
        new_W[place] = W[place] + new_v[place]
    return new_W, new_v


# %% momentum_step right="subtracts a speed with the other sign"
def momentum_step(W, v, dW, lr, momentum):
    speed = -momentum * np.asarray(v) + lr * np.asarray(dW)
    return np.subtract(W, speed), -speed


# %% momentum_step wrong="learning rate left out of v" change="v = momentum * v - lr * dW\n    return W + v, v → v = momentum * v + dW\n    return W - lr * v, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="This is the convention in which v is a sum of gradients and W moves by -lr * v, as in PyTorch. In this exercise v is the move itself: it includes the learning rate and the minus sign."
# %% momentum_step wrong="v with lr, subtracted" change="v = momentum * v - lr * dW\n    return W + v, v → v = momentum * v + lr * dW\n    return W - v, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="v has the wrong sign: it is the move itself, so the gradient, times the learning rate, is subtracted in v, and v is added to W."
# %% momentum_step wrong="uphill" change="momentum * v - lr * dW → momentum * v + lr * dW" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="v has the wrong sign: it is the move itself, so the gradient, times the learning rate, is subtracted in v, and v is added to W."
# %% momentum_step wrong="no momentum" change="momentum * v - lr * dW → -lr * dW" fails="momentum_in_motion momentum_downhill" says="This is plain descent: the old velocity is lost. A part of it is kept."
# %% momentum_step wrong="all of v kept" change="momentum * v - lr * dW → v - lr * dW" fails="momentum_in_motion momentum_downhill" says="The whole old velocity is kept. Only the part momentum of it is."
# %% momentum_step wrong="W moves by the old v" change="v = momentum * v - lr * dW\n    return W + v, v → new = momentum * v - lr * dW\n    return W + v, new" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="W didn't move by the new velocity. First the velocity changes, then W moves by the new one."
# %% momentum_step wrong="W subtracts v" change="W + v, v → W - v, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="v is right, and it has its minus sign already: add it to W."
# %% momentum_step wrong="learning rate twice" change="W + v, v → W + lr * v, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="The learning rate is in v already: W moves by v as it is."
# %% momentum_step wrong="learning rate on both" change="momentum * v - lr * dW → lr * (momentum * v - dW)" fails="momentum_in_motion momentum_downhill" says="The learning rate belongs to the gradient only. The old velocity has it in itself already."
# %% momentum_step wrong="mean of old and new" change="momentum * v - lr * dW → momentum * v - (1 - momentum) * lr * dW" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="Here the gradient is multiplied by 1 - momentum, too. It comes in whole, times the learning rate."
# %% momentum_step wrong="momentum on both" change="momentum * v - lr * dW → momentum * (v - lr * dW)" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="The gradient was multiplied by the momentum, too. Only the old velocity is."
# %% momentum_step wrong="no learning rate" change="momentum * v - lr * dW → momentum * v - dW" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="The gradient comes in times the learning rate."
# %% momentum_step wrong="exchanged factors" change="momentum * v - lr * dW → lr * v - momentum * dW" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="The learning rate and the momentum are exchanged: the momentum belongs to the old velocity."
# %% momentum_step wrong="looks ahead" change="W + v, v → W + momentum * v - lr * dW, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="This is Nesterov's form, in which W moves by a second step of momentum. In this exercise W moves by v, once."
# %% momentum_step wrong="plain step, v beside it" change="W + v, v → W - lr * dW, v" fails="momentum_in_motion momentum_downhill" says="v is right, but W made the step of plain descent. It moves by v."
# %% momentum_step wrong="the gradient twice" change="W + v, v → W + v - lr * dW, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="v is right, but W moved by the gradient once more, which is in v already. It moves by v alone."
# %% momentum_step wrong="v first" change="W + v, v → v, W + v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="The two are exchanged: return W first, then v."
# %% momentum_step wrong="old v handed back" change="v = momentum * v - lr * dW\n    return W + v, v → return W + momentum * v - lr * dW, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="W is right, but what came back as the velocity is that from before the step. The next step needs the new one."
# %% momentum_step wrong="old W handed back" change="W + v, v → W, v" fails="momentum_from_rest momentum_in_motion momentum_downhill" says="W didn't move by the new velocity. First the velocity changes, then W moves by the new one."
# %% momentum_step wrong="W alone" change="W + v, v → W + v" fails="momentum_from_rest momentum_in_motion momentum_downhill" reads="return W, v"
# %% momentum_step wrong="nothing returned" change="return W + v, v → W = W + v" fails="momentum_from_rest momentum_in_motion momentum_downhill" reads="not attempted yet"
# %% momentum_step wrong="changes the gradient" change="v = momentum * v - lr * dW → dW *= lr\n    v = momentum * v - dW" fails="momentum_from_rest" says="The gradient that was handed in isn't yours to change: lr times dW is a new array."


# %% add_decay right="loop"
def add_decay(gradients, weights, decay):
    found = []
    for k in range(len(gradients)):
        dW, db = gradients[k]
        found.append([decay * weights[k][0] + dW, db])
    return found


# %% add_decay right="copies, a tuple of pairs"
def add_decay(gradients, weights, decay):
    new = [[np.array(dW, dtype=float), np.array(db)] for dW, db in gradients]
    for slopes, (W, _) in zip(new, weights):
        slopes[0] += np.asarray(W) * decay
    return tuple(tuple(pair) for pair in new)


# %% add_decay right="no penalty on biases, as a product" change="db) for → db + 0 * b) for"
# %% add_decay wrong="biases, too" change="db) for → db + decay * b) for" fails="decay_of_biases" says="The biases have a penalty here, too. Only the weights should have one: leave db as it came."
# %% add_decay wrong="biases only" change="(dW + decay * W, db) → (dW, db + decay * b)" fails="decay_of_weights decay_of_biases" says="The biases have a penalty here. Only the weights should have one."
# %% add_decay wrong="minus" change="dW + decay * W → dW - decay * W" fails="decay_of_weights" says="The sign is wrong: the slope of the penalty is added, and the step subtracts it. This lets weights grow."
# %% add_decay wrong="twice" change="decay * W → 2 * decay * W" fails="decay_of_weights" says="This is the slope of decay · W². The penalty is half of that, so the 2 is gone from its slope."
# %% add_decay wrong="half" change="decay * W → decay / 2 * W" fails="decay_of_weights" says="Each layer should get the full λ: the half of the penalty is cancelled by a 2 from the square, and nothing is divided by the number of layers."
# %% add_decay wrong="sign of W" change="decay * W → decay * np.sign(W)" fails="decay_of_weights" says="This is the slope of a penalty on absolute values (L1). That on squares (L2) pulls large weights more: its slope is the weight times the factor."
# %% add_decay wrong="absolute values" change="decay * W → decay * np.abs(W)" fails="decay_of_weights" says="The slope of a square has the sign of the weight: for a negative one it is negative."
# %% add_decay wrong="penalty, not its slope" change="decay * W → decay / 2 * np.sum(W**2)" fails="decay_of_weights" says="Here the penalty itself was added to each slope. Add its slope: a number for each weight, which depends on that weight alone."
# %% add_decay wrong="squares" change="decay * W → decay / 2 * W**2" fails="decay_of_weights" says="Here the penalty itself was added to each slope. Add its slope: a number for each weight, which depends on that weight alone."
# %% add_decay wrong="sum of all weights" change="decay * W → decay * np.sum(W)" fails="decay_of_weights" says="All weights of a layer were added up. The slope of the penalty is a number for each weight, which depends on that weight alone."
# %% add_decay wrong="no factor" change="decay * W → W" fails="decay_of_weights" says="The factor decay is missing in the slope of the penalty."
# %% add_decay wrong="only the factor" change="dW + decay * W → dW + decay" fails="decay_of_weights" says="The factor was added without the weight. The slope of the penalty is the factor times the weight."
# %% add_decay wrong="slope of the loss lost" change="dW + decay * W → decay * W" fails="decay_of_weights" says="This is the slope of the penalty alone. It is added to that of the loss."
# %% add_decay wrong="gradient shrunk" change="dW + decay * W → (1 - decay) * dW" fails="decay_of_weights" says="The gradient was made smaller. It is the weights that shrink: add their slope of the penalty to dW."
# %% add_decay wrong="exchanged" change="(dW + decay * W, db) → (db, dW + decay * W)" fails="decay_of_weights decay_of_biases" reads="shape"
# %% add_decay wrong="biases lost" change="db) for → 0 * db) for" fails="decay_of_biases" says="The gradient of the biases is lost. It stays as it came."
# %% add_decay wrong="b for db" change="db) for → b) for" fails="decay_of_biases" says="The biases came back where their gradients belong."
# %% add_decay wrong="decayed gradient of the biases" change="db) for → db + decay * db) for" fails="decay_of_biases" says="The gradient of the biases was changed. It stays as it came."
# %% add_decay wrong="first layer only" change="return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → (dW, db), (W, b) = gradients[0], weights[0]\n    return [(dW + decay * W, db), *gradients[1:]]" fails="decay_of_weights" says="Some layers have no penalty. It is on the weights of all of them."
# %% add_decay wrong="last layer only" change="return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → (dW, db), (W, b) = gradients[-1], weights[-1]\n    return [*gradients[:-1], (dW + decay * W, db)]" fails="decay_of_weights" reads="has the right shape"
# %% add_decay wrong="returns in the loop" change="return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → for (dW, db), (W, b) in zip(gradients, weights):\n        return [(dW + decay * W, db)]" fails="decay_of_weights decay_of_biases" says="Is the return after the loop, and the list made before it? There is a pair for each layer."
# %% add_decay wrong="a flat list" change="[(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → [g for (dW, db), (W, b) in zip(gradients, weights) for g in (dW + decay * W, db)]" fails="decay_of_weights decay_of_biases" says="This is one list of arrays. Each layer has a pair (dW, db) of its own."
# %% add_decay wrong="changes the gradients" change="return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → for (dW, db), (W, b) in zip(gradients, weights):\n        dW += decay * W\n    return gradients" fails="decay_of_weights" reads="changed its"
# %% add_decay wrong="nothing returned" change="return [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → found = [(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)]" fails="decay_of_weights decay_of_biases" reads="not attempted yet"
# %% add_decay wrong="penalty itself" change="[(dW + decay * W, db) for (dW, db), (W, b) in zip(gradients, weights)] → [(dW + decay / 2 * sum(np.sum(W**2) for W, _ in weights), db) for dW, db in gradients]" fails="decay_of_weights" says="The penalty itself was added. What is added to a gradient is the slope of the penalty, for each weight its own."


# %% add_decay wrong="shared among the layers" change="dW + decay * W → dW + decay / len(weights) * W" fails="decay_of_weights" says="Each layer should get the full λ: the half of the penalty is cancelled by a 2 from the square, and nothing is divided by the number of layers."
# %% add_decay wrong="by the number of axes" change="dW + decay * W → dW + (decay * W if np.ndim(W) > 1 else 0)" fails="decay_of_weights" says="What is a weight is said by its place in the pair, and not by its axes: the first of each pair pays."
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


# %% diagnosis wrong="A and C exchanged" change='"initial weights too large" → "learning rate too large"' change='"learning rate too large" → "initial weights too large"' fails="diagnosis_of_a diagnosis_of_c" says="Look at epoch 0 of run A: before the first step, the learning rate has not done anything yet."
# %% diagnosis wrong="B and C exchanged" change='"training labels shuffled" → "learning rate too large"' change='"learning rate too large" → "training labels shuffled"' fails="diagnosis_of_b diagnosis_of_c" says="The training loss of run B falls steadily, and that of run C jumps. Which of the two comes from steps that miss the bottom of the valley?"
# %% diagnosis wrong="A and B exchanged" change='"initial weights too large" → "training labels shuffled"' change='"training labels shuffled" → "initial weights too large"' fails="diagnosis_of_a diagnosis_of_b" says="The validation loss of run A falls, so it does learn to read. Look at epoch 0."
# %% diagnosis wrong="small steps in B" change='"training labels shuffled" → "learning rate too small"' fails="diagnosis_of_b" says="With small steps both losses of run B would fall slowly, together. Its validation loss rises."
# %% diagnosis wrong="large weights in B" change='"training labels shuffled" → "initial weights too large"' fails="diagnosis_of_b" says="Weights that are too large show at epoch 0, and there run B is near log 10. What makes only the validation loss rise?"
# %% diagnosis wrong="small steps in C" change='"learning rate too large" → "learning rate too small"' fails="diagnosis_of_c" says="With small steps a loss falls slowly and smoothly. That of run C jumps."
# %% diagnosis wrong="zero in B" change='"training labels shuffled" → "initial weights all zero"' fails="diagnosis_of_b" says="With weights of 0 the losses would stay at log 10, and the training loss of run B falls."
# %% diagnosis wrong="large weights in C" change='"learning rate too large" → "initial weights too large"' fails="diagnosis_of_c" says="Weights that are too large show at epoch 0, and there run C is near log 10. What makes a loss jump?"
# %% diagnosis wrong="labels in C" change='"learning rate too large" → "training labels shuffled"' fails="diagnosis_of_c" says="With shuffled labels the validation loss would not fall; that of run C does at first. What makes a loss jump?"
# %% diagnosis wrong="zero in C" change='"learning rate too large" → "initial weights all zero"' fails="diagnosis_of_c" says="With weights of 0 the loss would stay at log 10. That of run C gets far below, and jumps up again."
# %% diagnosis wrong="zero in A and B" change='"initial weights too large" → "initial weights all zero"' change='"training labels shuffled" → "initial weights all zero"' fails="diagnosis_of_a diagnosis_of_b" says="With weights of 0 the first loss would be log 10 exactly: look at epoch 0 of run A. (In FAULTS, too, places are counted from 0.)"


# %% diagnosis wrong="small steps everywhere" change='\n        "A": "initial weights too large",\n        "B": "training labels shuffled",\n        "C": "learning rate too large",\n     → run: "learning rate too small" for run in "ABC"' fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" says="With small steps the losses of both sets fall slowly and smoothly from log 10. None of the three runs does that."
# %% diagnosis wrong="own words" change='"initial weights too large" → "bad start"' change='"training labels shuffled" → "wrong labels"' change='"learning rate too large" → "lr"' fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" says="Give each of the keys 'A', 'B' and 'C' one of the five texts, spelled as in FAULTS."


# %% diagnosis wrong="a list" change='{\n        "A": "initial weights too large",\n        "B": "training labels shuffled",\n        "C": "learning rate too large",\n    } → [FAULTS[2], FAULTS[4], FAULTS[1]]' fails="diagnosis_of_a diagnosis_of_b diagnosis_of_c" reads="is no dict"
