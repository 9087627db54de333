# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% neuron right="matrix product" change="np.sum(x * w) → x @ w"
# %% neuron right="dot" change="np.sum(x * w) → np.dot(w, x)"


# %% neuron right="loop"
def neuron(x, w, b):
    total = b
    for xi, wi in zip(x, w):
        total += xi * wi
    return total


# %% neuron right="einsum" change='np.sum(x * w) → np.einsum("i,i->", x, w)'
# %% neuron right="sum of a generator" change="np.sum(x * w) → sum(x[i] * w[i] for i in range(len(x)))"
# %% neuron wrong="bias left out" change="np.sum(x * w) + b → np.sum(x * w)" fails="neuron_by_hand neuron_other_numbers" says="Is the bias added?"
# %% neuron wrong="products not added up" change="np.sum(x * w) → x * w" fails="neuron_by_hand neuron_other_numbers" says="add them up, so that one is left"
# %% neuron wrong="bias added to every product" change="np.sum(x * w) + b → np.sum(x * w + b)" fails="neuron_by_hand neuron_other_numbers" says="once, after the sum"
# %% neuron wrong="mean of the products" change="np.sum → np.mean" fails="neuron_by_hand neuron_other_numbers" says="this is their mean"
# %% neuron wrong="weights added" change="x * w → x + w" fails="neuron_by_hand neuron_other_numbers" says="here they are added"
# %% neuron wrong="bias subtracted" change="np.sum(x * w) + b → np.sum(x * w) - b" fails="neuron_by_hand neuron_other_numbers" says="don't subtract it"
# %% neuron wrong="no negative sums" change="np.sum(x * w) + b → abs(np.sum(x * w) + b)" fails="neuron_other_numbers" says="no abs"
# %% neuron wrong="only the first two inputs" change="np.sum(x * w) → x[0] * w[0] + x[1] * w[1]" fails="neuron_other_numbers" says="should be -11"
# %% neuron wrong="multiplies in place" change="return np.sum(x * w) + b → x *= w\n    return np.sum(x) + b" fails="neuron_other_numbers" says="changed its argument x"
# %% neuron wrong="printed, not returned" change="return np.sum(x * w) + b → print(np.sum(x * w) + b)" fails="neuron_by_hand neuron_other_numbers" says="without a return"
# %% neuron wrong="keeps its dimension" change="np.sum(x * w) → np.sum(x * w, keepdims=True)" fails="neuron_by_hand neuron_other_numbers" says="only the shape is not"


# %% neuron wrong="return inside the loop" fails="neuron_by_hand neuron_other_numbers" says="Only the first product"
def neuron(x, w, b):
    z = 0
    for i in range(len(x)):
        z += x[i] * w[i]
        return z + b


# %% neuron wrong="whole numbers only" change="np.sum(x * w) + b → np.sum((x * w).astype(x.dtype)) + x.dtype.type(b)" fails="neuron_other_numbers" says="does not have the right value"

# %% affine right="dot" change="x @ W → np.dot(x, W)"
# %% affine right="matmul and add" change="x @ W + b → np.add(np.matmul(x, W), b)"
# %% affine right="one neuron after the other" change="x @ W + b → np.stack([x @ W[:, j] + b[j] for j in range(W.shape[1])], axis=-1)"
# %% affine right="einsum" change='x @ W → np.einsum("...d,dm->...m", x, W)'
# %% affine right="bias as a row of weights" change="return x @ W + b → ones = np.ones((*x.shape[:-1], 1))\n    return np.concatenate([x, ones], axis=-1) @ np.vstack([W, b])"


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


# %% affine wrong="elements multiplied" change="x @ W → x * W" fails="affine_one_sample affine_batch affine_leaves_arguments" says="element by element"
# %% affine wrong="wrong order" change="x @ W → W @ x" fails="affine_one_sample affine_batch affine_leaves_arguments" says="right order"
# %% affine wrong="bias left out" change="x @ W + b → x @ W" fails="affine_one_sample affine_batch" says="Is the bias added?"
# %% affine wrong="bias added twice" change="x @ W + b → x @ W + b + b" fails="affine_one_sample affine_batch" says="added twice"
# %% affine wrong="bias added to the rows" change="x @ W + b → x @ W + b[:, None]" fails="affine_one_sample affine_batch affine_leaves_arguments" says="turned into a column"
# %% affine wrong="weights transposed" change="x @ W → x @ W.T" fails="affine_one_sample affine_batch affine_leaves_arguments" says="must be equal"
# %% affine wrong="bias collects the result" change="x @ W + b → np.add(x @ W, b, out=b if x.ndim == 1 else None)" fails="affine_leaves_arguments" says="changed its argument b"
# %% affine wrong="bias added to the rows where it fits" change="x @ W + b → x @ W + (b[:, None] if x.ndim == 2 and len(x) == len(b) > 1 else b)" fails="affine_batch" says="belongs to the columns"
# %% affine wrong="a list" change="x @ W + b → list(x @ W + b)" fails="affine_one_sample affine_batch affine_leaves_arguments" says="np.array"
# %% affine wrong="first sample for all" change="return x @ W + b → if x.ndim == 2:\n        x = np.tile(x[0], (len(x), 1))\n    return x @ W + b" fails="affine_batch" says="wrong"
# %% affine wrong="always a table" change="return x @ W + b → y = x @ W + b\n    return y[None] if y.ndim == 1 else y[0] if len(y) == 1 else y" fails="affine_one_sample affine_batch affine_leaves_arguments" says="only the shape is not"
# %% affine wrong="two inputs only" change="x @ W → x[..., :2] @ W[:2]" fails="affine_batch" says="wrong"


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


# %% layer_shapes wrong="input left out" change="[x_shape] → []" change="batch, size = shapes[-1] → batch, size = shapes[-1] if shapes else (x_shape[0], inputs)" fails="layer_shapes_listed layer_shapes_refused" says="start of the list"


# %% layer_shapes wrong="no check" fails="layer_shapes_refused" says="should refuse"
def layer_shapes(x_shape, layers):
    return [x_shape] + [(x_shape[0], outputs) for _, outputs in layers]


# %% layer_shapes wrong="message names one number" change="{inputs} inputs, but {size} numbers reach it → {inputs} inputs" fails="layer_shapes_refused" says="does not mention 3"
# %% layer_shapes wrong="bare error" change='f"the layer takes {inputs} inputs, but {size} numbers reach it" → "shapes do not fit"' fails="layer_shapes_refused" says="does not mention 3 and 7"


# %% layer_shapes wrong="assert" fails="layer_shapes_refused" says="AssertionError here"
def layer_shapes(x_shape, layers):
    shapes = [x_shape]
    for inputs, outputs in layers:
        assert shapes[-1][1] == inputs, f"{shapes[-1][1]} and {inputs}"
        shapes.append((x_shape[0], outputs))
    return shapes


# %% layer_shapes wrong="batch size compared" change="if size != inputs: → if batch != inputs:" change="but {size} numbers → but {batch} numbers" fails="layer_shapes_listed layer_shapes_refused" says="ValueError"
# %% layer_shapes wrong="only the first layer checked" change="if size != inputs: → if len(shapes) == 1 and size != inputs:" fails="layer_shapes_refused" says="should refuse"
# %% layer_shapes wrong="refuses only too few numbers" change="if size != inputs: → if size < inputs:" fails="layer_shapes_refused" says="should refuse"
# %% layer_shapes wrong="shapes of the weights" change="return shapes → return [x_shape, *layers]" fails="layer_shapes_listed" says="shapes of the weights"
# %% layer_shapes wrong="printed, not raised" change="raise ValueError( → print(" fails="layer_shapes_refused" says="should refuse"


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


# %% predict right="one sample at a time" change="h1 = sigmoid( → if x.ndim == 2:\n        return np.array([predict(network, row) for row in x])\n    h1 = sigmoid("
# %% predict wrong="sigmoid on the last layer too" change='affine(h2, network["W3"], network["b3"]) → sigmoid(affine(h2, network["W3"], network["b3"]))' fails="predict_one_sample predict_batch" says="no sigmoid there"
# %% predict wrong="no sigmoid" change="h1 = sigmoid( → h1 = (" change="h2 = sigmoid( → h2 = (" fails="predict_one_sample predict_batch predict_digits" says="Where is the sigmoid?"
# %% predict wrong="sigmoid only after the first layer" change="h2 = sigmoid( → h2 = (" fails="predict_one_sample predict_batch predict_digits" says="after the second layer?"
# %% predict wrong="last bias left out" change='affine(h2, network["W3"], network["b3"]) → h2 @ network["W3"]' fails="predict_one_sample predict_batch predict_digits" says="bias of the last layer"
# %% predict wrong="first layer twice" change='affine(h1, network["W2"], network["b2"]) → affine(h1, network["W1"], network["b1"])' fails="predict_one_sample predict_batch predict_digits" says="must be equal"
# %% predict wrong="probabilities" change='return affine(h2, network["W3"], network["b3"]) → e = np.exp(affine(h2, network["W3"], network["b3"]))\n    return e / e.sum(axis=-1, keepdims=True)' fails="predict_one_sample predict_batch" says="wrong"
# %% predict wrong="first two samples only" change="affine(x, → affine(x[:2] if x.ndim == 2 else x," fails="predict_batch predict_digits" says="shape (2, 2)"
# %% predict wrong="the digit instead of the scores" change='affine(h2, network["W3"], network["b3"]) → np.argmax(affine(h2, network["W3"], network["b3"]), axis=-1)' fails="predict_one_sample predict_batch predict_digits" says="shape"


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


# %% collapse wrong="biases added up" change="b = b @ W_next + b_next → b = np.sum(b) + b_next" fails="collapse_by_hand collapse_bias" says="meets the second weight"
# %% collapse wrong="weights added" change="W @ W_next → W + W_next" fails="collapse_by_hand collapse_weights collapse_bias" says="multiplied, not added"
# %% collapse wrong="product backwards" change="W @ W_next → W_next @ W if W.shape == W_next.shape else W @ W_next" change="b @ W_next → (W_next @ b if len(b) == len(b_next) else b @ W_next)" fails="collapse_weights collapse_bias" says="first layer stands first"
# %% collapse wrong="last bias left out" change="b = b @ W_next + b_next → b = b @ W_next" fails="collapse_by_hand collapse_bias" says="last bias is missing"
# %% collapse wrong="only the last bias" change="return W, b → return W, bs[-1]" fails="collapse_by_hand collapse_bias" says="last bias alone"
# %% collapse wrong="two layers only" change="zip(Ws[1:], bs[1:]) → zip(Ws[1:2], bs[1:2])" fails="collapse_weights collapse_bias" says="take in every layer"
# %% collapse wrong="weights alone" change="return W, b → return W" fails="collapse_by_hand collapse_weights collapse_bias" says="return W, b"
# %% collapse wrong="changes the first bias" change="b = b @ W_next + b_next → b = bs[0] = b @ W_next + b_next" fails="collapse_weights" says="changed its argument bs"

# %% affine_columns right="reshape" change="W @ x + b[:, None] → np.dot(W, x) + b.reshape(-1, 1)"
# %% affine_columns right="by transposing" change="W @ x + b[:, None] → affine(x.T, W.T, b).T"


# %% affine_columns right="column by column"
def affine_columns(W, x, b):
    y = np.zeros((W.shape[0], x.shape[1]))
    for n in range(x.shape[1]):
        y[:, n] = W @ x[:, n] + b
    return y


# %% affine_columns wrong="bias as it is" change="b[:, None] → b" fails="affine_columns_by_hand affine_columns_square" says="sizes must be equal or 1"
# %% affine_columns wrong="bias along the rows" change="b[:, None] → (b if len(b) == x.shape[1] else b[:, None])" fails="affine_columns_square" says="here column m got it"
# %% affine_columns wrong="rows as before" change="W @ x → x @ W" fails="affine_columns_by_hand affine_columns_square" says="right order"
# %% affine_columns wrong="result not turned back" change="W @ x + b[:, None] → x.T @ W.T + b" fails="affine_columns_by_hand affine_columns_square" says="this is the transpose"
# %% affine_columns wrong="bias left out" change="W @ x + b[:, None] → W @ x" fails="affine_columns_by_hand affine_columns_square" says="Is the bias added?"

# %% columns_to_rows right="transpose function" change="x.T, W.T, b → np.transpose(x), np.transpose(W), b.copy()"
# %% columns_to_rows right="a list" change="x.T, W.T, b → [np.swapaxes(x, 0, 1), np.array([list(column) for column in zip(*W)]), b]"
# %% columns_to_rows wrong="reshaped" change="x.T, W.T, b → x.reshape(x.shape[::-1]), W.reshape(W.shape[::-1]), b" fails="columns_to_rows_shapes_and_values" says="other places"
# %% columns_to_rows wrong="order as it came" change="x.T, W.T, b → W.T, x.T, b" fails="columns_to_rows_shapes_and_values" says="order is x, W, b"
# %% columns_to_rows wrong="batch not turned" change="x.T → x" fails="columns_to_rows_shapes_and_values" says="transpose"
# %% columns_to_rows wrong="bias as a column" change="x.T, W.T, b → x.T, W.T, b[:, None]" fails="columns_to_rows_shapes_and_values" says="only the shape is not"
# %% columns_to_rows wrong="names of the notebook" change="columns_to_rows(W, x, b) → columns_to_rows(weights, inputs, biases)" fails="columns_to_rows_shapes_and_values" says="x as rows"

# %% feed_forward right="matrix product" change="W, b = weights → prediction = np.dot(inputs, weights[0]) + weights[1]" change="(affine(inputs, W, b) - outputs) ** 2 → np.square(outputs - prediction)"


# %% feed_forward right="sum over size"
def feed_forward(inputs, outputs, weights):
    difference = inputs @ weights[0] + weights[1] - outputs
    return (difference * difference).sum() / difference.size


# %% feed_forward right="mean of means" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → ((affine(inputs, W, b) - outputs) ** 2).mean(axis=1).mean()"


# %% feed_forward right="loop"
def feed_forward(inputs, outputs, weights):
    total = 0.0
    for x, t in zip(inputs, outputs):
        for y, wanted in zip(x @ weights[0] + weights[1], t):
            total += (y - wanted) ** 2
    return total / outputs.size


# %% feed_forward wrong="sum" change="np.mean → np.sum" fails="feed_forward_by_hand feed_forward_many_outputs" says="their mean is expected"
# %% feed_forward wrong="mean over the batch only" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sum((affine(inputs, W, b) - outputs) ** 2) / len(inputs)" fails="feed_forward_many_outputs" says="not over the N samples alone"
# %% feed_forward wrong="not squared" change="(affine(inputs, W, b) - outputs) ** 2 → affine(inputs, W, b) - outputs" fails="feed_forward_by_hand feed_forward_many_outputs" says="square them first"
# %% feed_forward wrong="absolute" change="(affine(inputs, W, b) - outputs) ** 2 → np.abs(affine(inputs, W, b) - outputs)" fails="feed_forward_by_hand feed_forward_many_outputs" says="absolute differences"
# %% feed_forward wrong="half" change="np.mean → 0.5 * np.mean" fails="feed_forward_by_hand feed_forward_many_outputs" says="one half"
# %% feed_forward wrong="root" change="np.mean((affine(inputs, W, b) - outputs) ** 2) → np.sqrt(np.mean((affine(inputs, W, b) - outputs) ** 2))" fails="feed_forward_by_hand feed_forward_many_outputs" says="square root"
# %% feed_forward wrong="bias left out" change="affine(inputs, W, b) → inputs @ W" fails="feed_forward_by_hand feed_forward_many_outputs" says="Is the bias added"
# %% feed_forward wrong="one loss a sample" change="(affine(inputs, W, b) - outputs) ** 2 → (affine(inputs, W, b) - outputs) ** 2, axis=1" fails="feed_forward_by_hand feed_forward_many_outputs" says="take the mean over"
# %% feed_forward wrong="moves the targets" change="return np.mean((affine(inputs, W, b) - outputs) ** 2) → outputs -= affine(inputs, W, b)\n    return np.mean(outputs**2)" fails="feed_forward_by_hand feed_forward_many_outputs" says="changed its argument outputs"
