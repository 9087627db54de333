# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).

# %% neuron right="matrix product"
def neuron(x, w, b):
    return x @ w + b


# %% neuron right="dot"
def neuron(x, w, b):
    return np.dot(w, x) + b


# %% neuron right="loop"
def neuron(x, w, b):
    total = b
    for xi, wi in zip(x, w):
        total += xi * wi
    return total


# %% neuron right="einsum"
def neuron(x, w, b):
    return np.einsum("i,i->", x, w) + b


# %% neuron right="sum of a generator"
def neuron(x, w, b):
    return sum(x[i] * w[i] for i in range(len(x))) + b


# %% neuron wrong="bias left out" fails="neuron_by_hand neuron_other_numbers" says="Is the bias added?"
def neuron(x, w, b):
    return x @ w


# %% neuron wrong="products not added up" fails="neuron_by_hand neuron_other_numbers" says="add them up, so that one is left"
def neuron(x, w, b):
    return x * w + b


# %% neuron wrong="bias added to every product" fails="neuron_by_hand neuron_other_numbers" says="once, after the sum"
def neuron(x, w, b):
    return np.sum(x * w + b)


# %% neuron wrong="mean of the products" fails="neuron_by_hand neuron_other_numbers" says="this is their mean"
def neuron(x, w, b):
    return np.mean(x * w) + b


# %% neuron wrong="weights added" fails="neuron_by_hand neuron_other_numbers" says="here they are added"
def neuron(x, w, b):
    return np.sum(x + w) + b


# %% neuron wrong="bias subtracted" fails="neuron_by_hand neuron_other_numbers" says="don't subtract it"
def neuron(x, w, b):
    return x @ w - b


# %% neuron wrong="no negative sums" fails="neuron_other_numbers" says="no abs"
def neuron(x, w, b):
    return abs(x @ w + b)


# %% neuron wrong="only the first two inputs" fails="neuron_other_numbers" says="should be -11"
def neuron(x, w, b):
    return x[0] * w[0] + x[1] * w[1] + b


# %% neuron wrong="multiplies in place" fails="neuron_other_numbers" says="changed its argument x"
def neuron(x, w, b):
    x *= w
    return x.sum() + b


# %% neuron wrong="printed, not returned" fails="neuron_by_hand neuron_other_numbers" says="without a return"
def neuron(x, w, b):
    print(x @ w + b)


# %% neuron wrong="keeps its dimension" fails="neuron_by_hand neuron_other_numbers" says="only the shape is not"
def neuron(x, w, b):
    return np.sum(x * w, keepdims=True) + b


# %% neuron wrong="return inside the loop" fails="neuron_by_hand neuron_other_numbers" says="Only the first product"
def neuron(x, w, b):
    z = 0
    for i in range(len(x)):
        z += x[i] * w[i]
        return z + b


# %% neuron wrong="whole numbers only" fails="neuron_other_numbers" says="does not have the right value"
def neuron(x, w, b):
    z = np.zeros(1, dtype=x.dtype)
    for i in range(len(x)):
        z[0] += (x[i] * w[i]).astype(x.dtype)
    return z[0] + x.dtype.type(b)


# %% affine right="dot"
def affine(x, W, b):
    return np.dot(x, W) + b


# %% affine right="matmul and add"
def affine(x, W, b):
    return np.add(np.matmul(x, W), b)


# %% affine right="one neuron after the other"
def affine(x, W, b):
    return np.stack([x @ W[:, j] + b[j] for j in range(W.shape[1])], axis=-1)


# %% affine right="einsum"
def affine(x, W, b):
    return np.einsum("...d,dm->...m", x, W) + b


# %% affine right="bias as a row of weights"
def affine(x, W, b):
    ones = np.ones((*x.shape[:-1], 1))
    return np.concatenate([x, ones], axis=-1) @ np.vstack([W, b])


# %% affine right="loops"
def affine(x, W, b):
    samples = np.atleast_2d(x)
    y = np.zeros((len(samples), W.shape[1]))
    for n in range(len(samples)):
        for m in range(W.shape[1]):
            for d in range(W.shape[0]):
                y[n, m] += samples[n, d] * W[d, m]
            y[n, m] += b[m]
    return y if x.ndim == 2 else y[0]


# %% affine wrong="elements multiplied" fails="affine_one_sample affine_batch affine_leaves_arguments" says="element by element"
def affine(x, W, b):
    return x * W + b


# %% affine wrong="wrong order" fails="affine_one_sample affine_batch affine_leaves_arguments" says="right order"
def affine(x, W, b):
    return W @ x + b


# %% affine wrong="bias left out" fails="affine_one_sample affine_batch" says="Is the bias added?"
def affine(x, W, b):
    return x @ W


# %% affine wrong="bias added twice" fails="affine_one_sample affine_batch" says="added twice"
def affine(x, W, b):
    return (x @ W + b) + b


# %% affine wrong="bias added to the rows" fails="affine_one_sample affine_batch affine_leaves_arguments" says="turned into a column"
def affine(x, W, b):
    return x @ W + b[:, None]


# %% affine wrong="weights transposed" fails="affine_one_sample affine_batch affine_leaves_arguments" says="must be equal"
def affine(x, W, b):
    return x @ W.T + b


# %% affine wrong="bias collects the result" fails="affine_leaves_arguments" says="changed its argument b"
def affine(x, W, b):
    y = x @ W
    if y.ndim == 1:
        b += y
        return b
    return y + b


# %% affine wrong="bias added to the rows where it fits" fails="affine_batch" says="belongs to the columns"
def affine(x, W, b):
    y = x @ W
    if y.ndim == 2 and y.shape[0] == y.shape[1] > 1:
        return y + b[:, None]
    return y + b


# %% affine wrong="a list" fails="affine_one_sample affine_batch affine_leaves_arguments" says="np.array"
def affine(x, W, b):
    return list(x @ W + b)


# %% affine wrong="first sample for all" fails="affine_batch" says="wrong"
def affine(x, W, b):
    if x.ndim == 2:
        return np.zeros((len(x), W.shape[1])) + x[0] @ W + b
    return x @ W + b


# %% affine wrong="always a table" fails="affine_one_sample affine_batch affine_leaves_arguments" says="only the shape is not"
def affine(x, W, b):
    y = np.atleast_2d(x @ W + b)
    return y if len(y) > 1 else y[None, 0] if x.ndim == 1 else y[0]


# %% affine wrong="two inputs only" fails="affine_batch" says="wrong"
def affine(x, W, b):
    return x[..., :1] * W[0] + x[..., 1:2] * W[1] + b if len(W) > 1 else x @ W + b


# %% layer_shapes right="comprehension"
def layer_shapes(x_shape, layers):
    sizes = [x_shape[1]] + [outputs for _, outputs in layers]
    for reached, (inputs, _) in zip(sizes, layers):
        if reached != inputs:
            raise ValueError(f"{reached} != {inputs}")
    return [(x_shape[0], size) for size in sizes]


# %% layer_shapes right="tuple of tuples"
def layer_shapes(x_shape, layers):
    N, D = x_shape
    shapes = ((N, D),)
    for i, o in layers:
        if i != D:
            raise ValueError("expected " + str(i) + " inputs, got " + str(D))
        D = o
        shapes += ((N, D),)
    return shapes


# %% layer_shapes right="lets NumPy find out"
def layer_shapes(x_shape, layers):
    x = np.zeros(x_shape)
    shapes = [x.shape]
    for D, M in layers:
        try:
            x = x @ np.zeros((D, M))
        except ValueError:
            raise ValueError(
                f"shapes {x.shape} and {(D, M)} do not fit: {x.shape[1]}, {D}"
            ) from None
        shapes.append(x.shape)
    return shapes


# %% layer_shapes wrong="input left out" fails="layer_shapes_listed layer_shapes_refused" says="start of the list"
def layer_shapes(x_shape, layers):
    shapes = []
    for inputs, outputs in layers:
        if shapes and shapes[-1][1] != inputs:
            raise ValueError(
                f"{shapes[-1][1]} numbers reach a layer with {inputs} inputs"
            )
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="no check" fails="layer_shapes_refused" says="should refuse"
def layer_shapes(x_shape, layers):
    return [x_shape] + [(x_shape[0], outputs) for _, outputs in layers]


# %% layer_shapes wrong="message names one number" fails="layer_shapes_refused" says="does not mention 3"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][1] != inputs:
            raise ValueError(f"the layer takes {inputs} inputs")
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="bare error" fails="layer_shapes_refused" says="does not mention 3 and 7"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][1] != inputs:
            raise ValueError("shapes do not fit")
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="assert" fails="layer_shapes_refused" says="AssertionError here"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        assert shapes[-1][1] == inputs, f"{shapes[-1][1]} and {inputs}"
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="batch size compared" fails="layer_shapes_listed layer_shapes_refused" says="ValueError"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][0] != inputs:
            raise ValueError(f"{shapes[-1][0]} and {inputs}")
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="only the first layer checked" fails="layer_shapes_refused" says="should refuse"
def layer_shapes(x_shape, layers):
    if layers and x_shape[1] != layers[0][0]:
        raise ValueError(f"{x_shape[1]} and {layers[0][0]}")
    return [x_shape] + [(x_shape[0], outputs) for _, outputs in layers]


# %% layer_shapes wrong="refuses only too few numbers" fails="layer_shapes_refused" says="should refuse"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][1] < inputs:
            raise ValueError(f"{shapes[-1][1]} and {inputs}")
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="shapes of the weights" fails="layer_shapes_listed" says="shapes of the weights"
def layer_shapes(x_shape, layers):
    size = x_shape[1]
    for inputs, outputs in layers:
        if size != inputs:
            raise ValueError(f"{size} and {inputs}")
        size = outputs
    return [x_shape, *layers]


# %% layer_shapes wrong="printed, not raised" fails="layer_shapes_refused" says="should refuse"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        if shapes[-1][1] != inputs:
            print(f"ValueError: {shapes[-1][1]} and {inputs}")
        shapes.append((x_shape[0], outputs))
    return shapes


# %% predict right="loop"
def predict(network, x):
    for layer in "12":
        x = sigmoid(x @ network["W" + layer] + network["b" + layer])
    return x @ network["W3"] + network["b3"]


# %% predict right="unpacked"
def predict(network, x):
    W1, W2, W3 = network["W1"], network["W2"], network["W3"]
    b1, b2, b3 = network["b1"], network["b2"], network["b3"]
    a1 = np.dot(x, W1) + b1
    z1 = 1 / (1 + np.exp(-a1))
    a2 = np.dot(z1, W2) + b2
    z2 = 1 / (1 + np.exp(-a2))
    a3 = np.dot(z2, W3) + b3
    return a3


# %% predict right="one sample at a time"
def predict(network, x):
    if x.ndim == 2:
        return np.array([predict(network, row) for row in x])
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W2"], network["b2"]))
    return affine(h, network["W3"], network["b3"])


# %% predict wrong="sigmoid on the last layer too" fails="predict_one_sample predict_batch" says="no sigmoid there"
def predict(network, x):
    for layer in "123":
        x = sigmoid(affine(x, network["W" + layer], network["b" + layer]))
    return x


# %% predict wrong="no sigmoid" fails="predict_one_sample predict_batch predict_digits" says="Where is the sigmoid?"
def predict(network, x):
    for layer in "123":
        x = affine(x, network["W" + layer], network["b" + layer])
    return x


# %% predict wrong="sigmoid only after the first layer" fails="predict_one_sample predict_batch predict_digits" says="after the second layer?"
def predict(network, x):
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = affine(h, network["W2"], network["b2"])
    return affine(h, network["W3"], network["b3"])


# %% predict wrong="last bias left out" fails="predict_one_sample predict_batch predict_digits" says="bias of the last layer"
def predict(network, x):
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W2"], network["b2"]))
    return h @ network["W3"]


# %% predict wrong="first layer twice" fails="predict_one_sample predict_batch predict_digits" says="must be equal"
def predict(network, x):
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W1"], network["b1"]))
    return affine(h, network["W3"], network["b3"])


# %% predict wrong="probabilities" fails="predict_one_sample predict_batch" says="wrong"
def predict(network, x):
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W2"], network["b2"]))
    e = np.exp(affine(h, network["W3"], network["b3"]))
    return e / e.sum(axis=-1, keepdims=True)


# %% predict wrong="first two samples only" fails="predict_batch predict_digits" says="shape (2, 2)"
def predict(network, x):
    if x.ndim == 2:
        x = x[:2]
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W2"], network["b2"]))
    return affine(h, network["W3"], network["b3"])


# %% predict wrong="the digit instead of the scores" fails="predict_one_sample predict_batch predict_digits" says="shape"
def predict(network, x):
    h = sigmoid(affine(x, network["W1"], network["b1"]))
    h = sigmoid(affine(h, network["W2"], network["b2"]))
    return np.argmax(affine(h, network["W3"], network["b3"]), axis=-1)


# %% collapse right="from the last layer"
def collapse(Ws, bs):
    W, b = Ws[-1], bs[-1]
    for W_before, b_before in zip(Ws[-2::-1], bs[-2::-1]):
        b = b_before @ W + b
        W = W_before @ W
    return W, b


# %% collapse right="asks the network"
def collapse(Ws, bs):
    def run(x):
        for W, b in zip(Ws, bs):
            x = x @ W + b
        return x

    b = run(np.zeros(Ws[0].shape[0]))
    return run(np.eye(Ws[0].shape[0])) - b, b


# %% collapse right="reduce"
def collapse(Ws, bs):
    from functools import reduce

    def join(one, two):
        return one[0] @ two[0], affine(one[1], two[0], two[1])

    return list(reduce(join, list(zip(Ws, bs))))


# %% collapse wrong="biases added up" fails="collapse_by_hand collapse_bias" says="meets the second weight"
def collapse(Ws, bs):
    W = Ws[0]
    for W_next in Ws[1:]:
        W = W @ W_next
    return W, sum(b.sum() for b in bs) * np.ones(W.shape[1]) if W.shape != (
        1,
        1,
    ) else sum(bs)


# %% collapse wrong="weights added" fails="collapse_by_hand collapse_weights collapse_bias" says="multiplied, not added"
def collapse(Ws, bs):
    W, b = Ws[0], bs[0]
    for W_next, b_next in zip(Ws[1:], bs[1:]):
        W = W + W_next
        b = b @ W_next + b_next
    return W, b


# %% collapse wrong="product backwards" fails="collapse_weights collapse_bias" says="first layer stands first"
def collapse(Ws, bs):
    W, b = Ws[0], bs[0]
    for W_next, b_next in zip(Ws[1:], bs[1:]):
        W = W_next @ W if W.shape == W_next.shape else W @ W_next
        b = (
            W_next @ b + b_next
            if W_next.shape[0] == W_next.shape[1]
            else b @ W_next + b_next
        )
    return W, b


# %% collapse wrong="last bias left out" fails="collapse_by_hand collapse_bias" says="last bias is missing"
def collapse(Ws, bs):
    W, b = Ws[0], bs[0]
    for W_next in Ws[1:]:
        W = W @ W_next
        b = b @ W_next
    return W, b


# %% collapse wrong="only the last bias" fails="collapse_by_hand collapse_bias" says="last bias alone"
def collapse(Ws, bs):
    W = Ws[0]
    for W_next in Ws[1:]:
        W = W @ W_next
    return W, bs[-1]


# %% collapse wrong="two layers only" fails="collapse_weights collapse_bias" says="take in every layer"
def collapse(Ws, bs):
    if len(Ws) == 1:
        return Ws[0], bs[0]
    return Ws[0] @ Ws[1], bs[0] @ Ws[1] + bs[1]


# %% collapse wrong="weights alone" fails="collapse_by_hand collapse_weights collapse_bias" says="return W, b"
def collapse(Ws, bs):
    W = Ws[0]
    for W_next in Ws[1:]:
        W = W @ W_next
    return W


# %% collapse wrong="changes the first bias" fails="collapse_weights" says="changed its argument bs"
def collapse(Ws, bs):
    W, b = Ws[0], bs[0]
    for W_next, b_next in zip(Ws[1:], bs[1:]):
        W = W @ W_next
        b = b @ W_next
        b += b_next
    bs[0] = b
    return W, b


# %% affine_columns right="reshape"
def affine_columns(W, x, b):
    return np.dot(W, x) + b.reshape(-1, 1)


# %% affine_columns right="by transposing"
def affine_columns(W, x, b):
    return affine(x.T, W.T, b).T


# %% affine_columns right="column by column"
def affine_columns(W, x, b):
    y = np.zeros((W.shape[0], x.shape[1]))
    for n in range(x.shape[1]):
        y[:, n] = W @ x[:, n] + b
    return y


# %% affine_columns wrong="bias as it is" fails="affine_columns_by_hand affine_columns_square" says="sizes must be equal or 1"
def affine_columns(W, x, b):
    return W @ x + b


# %% affine_columns wrong="bias along the rows" fails="affine_columns_square" says="here column m got it"
def affine_columns(W, x, b):
    y = W @ x
    return y + b if y.shape[0] == y.shape[1] else y + b[:, None]


# %% affine_columns wrong="rows as before" fails="affine_columns_by_hand affine_columns_square" says="right order"
def affine_columns(W, x, b):
    return x @ W + b[:, None]


# %% affine_columns wrong="result not turned back" fails="affine_columns_by_hand affine_columns_square" says="this is the transpose"
def affine_columns(W, x, b):
    return x.T @ W.T + b


# %% affine_columns wrong="bias left out" fails="affine_columns_by_hand affine_columns_square" says="Is the bias added?"
def affine_columns(W, x, b):
    return W @ x


# %% columns_to_rows right="transpose function"
def columns_to_rows(W, x, b):
    return np.transpose(x), np.transpose(W), b.copy()


# %% columns_to_rows right="a list"
def columns_to_rows(W, x, b):
    return [np.swapaxes(x, 0, 1), np.array([list(column) for column in zip(*W)]), b]


# %% columns_to_rows wrong="reshaped" fails="columns_to_rows_shapes_and_values" says="other places"
def columns_to_rows(W, x, b):
    return x.reshape(x.shape[::-1]), W.reshape(W.shape[::-1]), b


# %% columns_to_rows wrong="order as it came" fails="columns_to_rows_shapes_and_values" says="order is x, W, b"
def columns_to_rows(W, x, b):
    return W.T, x.T, b


# %% columns_to_rows wrong="batch not turned" fails="columns_to_rows_shapes_and_values" says="transpose"
def columns_to_rows(W, x, b):
    return x, W.T, b


# %% columns_to_rows wrong="bias as a column" fails="columns_to_rows_shapes_and_values" says="only the shape is not"
def columns_to_rows(W, x, b):
    return x.T, W.T, b[:, None]


# %% columns_to_rows wrong="names of the notebook" fails="columns_to_rows_shapes_and_values" says="x as rows"
def columns_to_rows(weights, inputs, biases):
    return x.T, W.T, b


# %% feed_forward right="matrix product"
def feed_forward(inputs, outputs, weights):
    prediction = np.dot(inputs, weights[0]) + weights[1]
    return np.mean(np.square(outputs - prediction))


# %% feed_forward right="sum over size"
def feed_forward(inputs, outputs, weights):
    difference = inputs @ weights[0] + weights[1] - outputs
    return (difference * difference).sum() / difference.size


# %% feed_forward right="mean of means"
def feed_forward(inputs, outputs, weights):
    W, b = weights
    return (((affine(inputs, W, b) - outputs) ** 2).mean(axis=1)).mean()


# %% feed_forward right="loop"
def feed_forward(inputs, outputs, weights):
    total = 0.0
    for x, t in zip(inputs, outputs):
        for y, wanted in zip(x @ weights[0] + weights[1], t):
            total += (y - wanted) ** 2
    return total / outputs.size


# %% feed_forward wrong="sum" fails="feed_forward_by_hand feed_forward_many_outputs" says="their mean is expected"
def feed_forward(inputs, outputs, weights):
    return np.sum((inputs @ weights[0] + weights[1] - outputs) ** 2)


# %% feed_forward wrong="mean over the batch only" fails="feed_forward_many_outputs" says="not over the N samples alone"
def feed_forward(inputs, outputs, weights):
    return np.sum((inputs @ weights[0] + weights[1] - outputs) ** 2) / len(inputs)


# %% feed_forward wrong="not squared" fails="feed_forward_by_hand feed_forward_many_outputs" says="square them first"
def feed_forward(inputs, outputs, weights):
    return np.mean(inputs @ weights[0] + weights[1] - outputs)


# %% feed_forward wrong="absolute" fails="feed_forward_by_hand feed_forward_many_outputs" says="absolute differences"
def feed_forward(inputs, outputs, weights):
    return np.mean(np.abs(inputs @ weights[0] + weights[1] - outputs))


# %% feed_forward wrong="half" fails="feed_forward_by_hand feed_forward_many_outputs" says="one half"
def feed_forward(inputs, outputs, weights):
    return 0.5 * np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2)


# %% feed_forward wrong="root" fails="feed_forward_by_hand feed_forward_many_outputs" says="square root"
def feed_forward(inputs, outputs, weights):
    return np.sqrt(np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2))


# %% feed_forward wrong="bias left out" fails="feed_forward_by_hand feed_forward_many_outputs" says="Is the bias added"
def feed_forward(inputs, outputs, weights):
    return np.mean((inputs @ weights[0] - outputs) ** 2)


# %% feed_forward wrong="one loss a sample" fails="feed_forward_by_hand feed_forward_many_outputs" says="take the mean over"
def feed_forward(inputs, outputs, weights):
    return np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2, axis=1)


# %% feed_forward wrong="moves the targets" fails="feed_forward_by_hand feed_forward_many_outputs" says="changed its argument outputs"
def feed_forward(inputs, outputs, weights):
    outputs -= inputs @ weights[0] + weights[1]
    return np.mean(outputs**2)
