# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% forward_difference right="in steps" change="return (f(x + h) - f(x)) / h → rise = f(x + h) - f(x)\n    return rise / h"
# %% forward_difference right="divided by what the step really is" change="return (f(x + h) - f(x)) / h → ahead = x + h\n    return (f(ahead) - f(x)) / (ahead - x)"
# %% forward_difference wrong="not divided" change="(f(x + h) - f(x)) / h → f(x + h) - f(x)" fails="forward_by_hand forward_other_functions" says="Divide the rise by h."
# %% forward_difference wrong="multiplied" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) * h" fails="forward_by_hand forward_other_functions" says="don't multiply"
# %% forward_difference wrong="divided by 2h" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / (2 * h)" fails="forward_by_hand forward_other_functions" says="not by 2h"
# %% forward_difference wrong="h squared" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / h**2" fails="forward_by_hand forward_other_functions" says="here it was h squared"
# %% forward_difference wrong="backward" change="f(x + h) - f(x) → f(x) - f(x - h)" fails="forward_by_hand forward_other_functions" says="goes backward"
# %% forward_difference wrong="central" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x - h)) / (2 * h)" fails="forward_by_hand forward_other_functions" says="a step to either side"
# %% forward_difference wrong="sign" change="f(x + h) - f(x) → f(x) - f(x + h)" fails="forward_by_hand forward_other_functions" says="The sign"
# %% forward_difference wrong="brackets" change="(f(x + h) - f(x)) / h → f(x + h) - f(x) / h" fails="forward_by_hand forward_other_functions" says="Mind the brackets"
# %% forward_difference wrong="without f(x)" change="(f(x + h) - f(x)) / h → f(x + h) / h" fails="forward_by_hand forward_other_functions" says="Subtract f(x)"
# %% forward_difference wrong="a step of its own" change="return (f(x + h) - f(x)) / h → h = 1e-4\n    return (f(x + h) - f(x)) / h" fails="forward_by_hand forward_other_functions" says="this step was 0.0001"
# %% forward_difference wrong="abs" change="(f(x + h) - f(x)) / h → abs(f(x + h) - f(x)) / abs(h)" fails="forward_other_functions" says="wrong sign"
# %% forward_difference wrong="the true slope" change="(f(x + h) - f(x)) / h → 2 * x" fails="forward_by_hand forward_other_functions" says="6 is the true slope"
# %% forward_difference wrong="divided by f(h)" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / f(h)" fails="forward_by_hand forward_other_functions" says="or f(h)"
# %% forward_difference wrong="the step of the example" change="return (f(x + h) - f(x)) / h → h = 0.1\n    return (f(x + h) - f(x)) / h" fails="forward_other_functions" says="h = 0.5; here it was 0.1"

# %% numerical_diff right="in steps" change="return (f(x + h) - f(x - h)) / (2 * h) → ahead, back = f(x + h), f(x - h)\n    return (ahead - back) / h / 2"
# %% numerical_diff right="mean of forward and backward" change="1e-4 → 0.0001" change="(f(x + h) - f(x - h)) / (2 * h) → (forward_difference(f, x, h) + forward_difference(f, x, -h)) / 2"
# %% numerical_diff right="no step is None" change="h=1e-4 → h=None" change="return (f(x + h) - f(x - h)) / (2 * h) → if h is None:\n        h = 1e-4\n    return 0.5 * (f(x + h) - f(x - h)) / h"
# %% numerical_diff right="a forward difference from one step back" change="(f(x + h) - f(x - h)) / (2 * h) → forward_difference(f, x - h, 2 * h)"
# %% numerical_diff wrong="forward" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x)) / h" fails="central_by_hand central_default_step" says="This is the forward difference"
# %% numerical_diff wrong="backward" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x) - f(x - h)) / h" fails="central_by_hand central_default_step" says="This is the backward difference"
# %% numerical_diff wrong="divided by h" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / h" fails="central_by_hand central_default_step" says="divide by 2h, not by h"
# %% numerical_diff wrong="half of forward" change="f(x - h) → f(x)" fails="central_by_hand central_default_step" says="half of the forward"
# %% numerical_diff wrong="brackets" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / 2 * h" fails="central_by_hand central_default_step" says="multiplies by h"
# %% numerical_diff wrong="half steps" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h / 2) - f(x - h / 2)) / h" fails="central_by_hand central_default_step" says="here it is h / 2"
# %% numerical_diff wrong="h squared" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / h**2" fails="central_by_hand central_default_step" says="not by h squared"
# %% numerical_diff wrong="ignores h" change="return (f(x + h) - f(x - h)) / (2 * h) → h = 1e-4\n    return (f(x + h) - f(x - h)) / (2 * h)" fails="central_by_hand central_default_step" says="its value if nobody gives one"
# %% numerical_diff wrong="other default" change="1e-4 → 1e-3" fails="central_default_step" says="Is h = 0.001 here?"
# %% numerical_diff wrong="default far too small" change="1e-4 → 1e-50" fails="central_default_step" says="is 0, and should not be"
# %% numerical_diff wrong="added" change="f(x + h) - f(x - h) → f(x + h) + f(x - h)" fails="central_by_hand central_default_step" says="don't add it"
# %% numerical_diff wrong="no brackets" change="(f(x + h) - f(x - h)) / (2 * h) → f(x + h) - f(x - h) / (2 * h)" fails="central_by_hand central_default_step" says="the whole difference is divided by 2h"
# %% numerical_diff wrong="no brackets at all" change="(f(x + h) - f(x - h)) / (2 * h) → f(x + h) - f(x - h) / 2 * h" fails="central_by_hand central_default_step" says="around the difference and around (2 * h)"
# %% numerical_diff wrong="divides by another h" change="2 * h → 2 * 1e-4" fails="central_by_hand central_default_step" says="as in the steps"
# %% numerical_diff wrong="five points" change="return (f(x + h) - f(x - h)) / (2 * h) → near, far = f(x + h) - f(x - h), f(x + 2 * h) - f(x - 2 * h)\n    return (8 * near - far) / (12 * h)" fails="central_by_hand central_default_step" says="the true slope, or nearly"


# %% partial_derivative right="a function of one number"
def partial_derivative(f, x, i):
    def along(t):
        moved = np.array(x)
        moved[i] = t
        return f(moved)

    return numerical_diff(along, x[i])


# %% partial_derivative right="unit vector"
def partial_derivative(f, x, i):
    e = np.zeros(len(x))
    e[i] = 1
    return (f(x + 1e-4 * e) - f(x - 1e-4 * e)) / 2e-4


# %% partial_derivative right="put back"
def partial_derivative(f, x, i):
    h = 1e-4
    old = x[i]
    x[i] = old + h
    ahead = f(x)
    x[i] = old - h
    back = f(x)
    x[i] = old
    return (ahead - back) / (2 * h)


# %% partial_derivative wrong="all move" change="ahead[i] += h → ahead += h" change="back[i] -= h → back -= h" fails="partial_by_hand partial_holds_the_rest" says="all numbers moved at once"
# %% partial_derivative wrong="forward" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(x)) / h" fails="partial_by_hand partial_holds_the_rest" says="This is the forward difference"
# %% partial_derivative wrong="divided by h" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / h" fails="partial_by_hand partial_holds_the_rest" says="Divide by 2h, not by h"
# %% partial_derivative wrong="same array" change="ahead, back = x.copy(), x.copy() → ahead = back = x.copy()" fails="partial_by_hand partial_holds_the_rest" says="the same on both sides"
# %% partial_derivative wrong="second step from where the first ended" change="ahead, back = x.copy(), x.copy() → ahead = x.copy()" change="back[i] -= h → back = ahead.copy()\n    back[i] -= h" fails="partial_by_hand partial_holds_the_rest" says="Did both steps begin at x?"
# %% partial_derivative wrong="left moved" change="ahead, back = x.copy(), x.copy() → x[i] += h" change="ahead[i] += h → ahead = f(x)" change="back[i] -= h → x[i] -= 2 * h" change="f(ahead) - f(back) → ahead - f(x)" fails="partial_holds_the_rest" says="changed its argument x"
# %% partial_derivative wrong="always the first" change="ahead[i] → ahead[0]" change="back[i] → back[0]" fails="partial_by_hand partial_holds_the_rest" says="The other number moved"
# %% partial_derivative wrong="backward" change="(f(ahead) - f(back)) / (2 * h) → (f(x) - f(back)) / h" fails="partial_by_hand partial_holds_the_rest" says="This is the backward difference"
# %% partial_derivative wrong="brackets" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / 2 * h" fails="partial_by_hand partial_holds_the_rest" says="multiplies by h"
# %% partial_derivative wrong="the step instead of the number" change="ahead[i] += h → ahead[i] = h" change="back[i] -= h → back[i] = -h" fails="partial_by_hand partial_holds_the_rest" says="added to the number that stands there"
# %% partial_derivative wrong="the sum is not put back" change="ahead[i] += h → ahead[i] + h" change="back[i] -= h → back[i] - h" fails="partial_by_hand partial_holds_the_rest" says="put back into the copy"
# %% partial_derivative wrong="another h" change="\n    h = 1e-4 → \n    h = 0.1" fails="partial_holds_the_rest" says="with h = 1e-4"


# %% numerical_gradient right="put back, with nditer"
def numerical_gradient(f, x):
    if np.issubdtype(x.dtype, np.integer):
        raise TypeError(f"got {x.dtype}: use x.astype(float)")
    h = 1e-4
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        idx = it.multi_index
        old = x[idx]
        x[idx] = old + h
        fxh1 = f(x)
        x[idx] = old - h
        fxh2 = f(x)
        grad[idx] = (fxh1 - fxh2) / (2 * h)
        x[idx] = old
        it.iternext()
    return grad


# %% numerical_gradient right="one step array"
def numerical_gradient(f, x):
    if not np.issubdtype(x.dtype, np.floating):
        raise TypeError(
            "x must hold floats (got " + str(x.dtype) + "); use x.astype(float)"
        )
    grad = np.empty(x.shape)
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = 1e-4
        step = step.reshape(x.shape)
        grad.flat[k] = (f(x + step) - f(x - step)) / 2e-4
    return grad


# %% numerical_gradient right="partial derivatives of a flat function"
def numerical_gradient(f, x):
    if x.dtype.kind != "f":
        raise TypeError(f"x must hold floats (got {x.dtype}); use x.astype(float)")
    flat = x.ravel()
    slopes = [
        partial_derivative(lambda v: f(v.reshape(x.shape)), flat, k)
        for k in range(x.size)
    ]
    return np.array(slopes).reshape(x.shape)


# %% numerical_gradient wrong="forward" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(x)) / h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="These are forward differences"
# %% numerical_gradient wrong="divided by h" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="Divide by 2h, not by h"
# %% numerical_gradient wrong="all move" change="ahead[place] += h → ahead += h" change="back[place] -= h → back -= h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="All numbers moved at once"
# %% numerical_gradient wrong="returns too early" change="\n    return gradient → \n        return gradient" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="Does the loop return too early?"
# %% numerical_gradient wrong="only the first axis" change="for place in np.ndindex(x.shape): → for place in range(len(x)):" fails="gradient_any_shape" says="A whole row moved at once"
# %% numerical_gradient wrong="only the first row" change="for place in np.ndindex(x.shape): → for place in np.ndindex(x.shape):\n        if x.ndim > 1 and place[0] > 0:\n            continue" fails="gradient_any_shape" says="Only the first row"
# %% numerical_gradient wrong="left moved" change="ahead, back = x.copy(), x.copy() → x[place] += h" change="ahead[place] += h → ahead = f(x)" change="back[place] -= h → x[place] -= 2 * h" change="f(ahead) - f(back) → ahead - f(x)" fails="gradient_leaves_x" says="changed its argument x"
# %% numerical_gradient wrong="put back with rounding" change="ahead, back = x.copy(), x.copy() → x[place] += h" change="ahead[place] += h → ahead = f(x)" change="back[place] -= h → x[place] -= 2 * h" change="(f(ahead) - f(back)) / (2 * h) → (ahead - f(x)) / (2 * h)\n        x[place] += h" fails="gradient_leaves_x" says="changed its argument x"
# %% numerical_gradient wrong="flat" change="return gradient → return gradient.flatten()" fails="gradient_any_shape" says="only the shape is not"
# %% numerical_gradient wrong="takes integers" change='if x.dtype.kind in "iu":\n        raise TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)") → ' fails="gradient_refuses_integers" says="where it should refuse"
# %% numerical_gradient wrong="a bare error" change='TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)") → TypeError' fails="gradient_refuses_integers" says="without a message"
# %% numerical_gradient wrong="another error" change="raise TypeError → raise ValueError" fails="gradient_refuses_integers" says="TypeError is expected"
# %% numerical_gradient wrong="steps are left over" change="for place in np.ndindex(x.shape):\n        ahead, back = x.copy(), x.copy() → ahead, back = x.copy(), x.copy()\n    for place in np.ndindex(x.shape):" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="begin each place with fresh copies"
# %% numerical_gradient wrong="one or two dimensions" change="np.ndindex(x.shape) → np.ndindex(x.shape[:2])" fails="gradient_any_shape" says="the right shape, but its values are wrong"
# %% numerical_gradient wrong="names a fixed type" change="{x.dtype} → int64" fails="gradient_refuses_integers" says="raises TypeError, as it should"
# %% numerical_gradient wrong="returns the error" change="raise TypeError → return TypeError" fails="gradient_refuses_integers" says="where it should refuse"


# %% gradient_descent right="array of history made first"
def gradient_descent(f, init_x, lr, steps):
    history = np.zeros((steps + 1, *init_x.shape))
    history[0] = init_x
    for k in range(steps):
        history[k + 1] = history[k] - lr * numerical_gradient(f, history[k])
    return history[-1], history


# %% gradient_descent right="in place on a copy"
def gradient_descent(f, init_x, lr, steps):
    x = np.array(init_x, dtype=float)
    history = []
    for _ in range(steps):
        history.append(x.copy())
        x -= lr * numerical_gradient(f, x)
    history.append(x.copy())
    return x, np.stack(history)


# %% gradient_descent right="recursive"
def gradient_descent(f, init_x, lr, steps):
    def walk(x, left):
        if not left:
            return [x]
        return [x, *walk(x - lr * numerical_gradient(f, x), left - 1)]

    history = np.array(walk(init_x, steps))
    return history[-1], history


# %% gradient_descent wrong="uphill" change="x - lr * numerical_gradient(f, x) → x + lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="That's uphill"
# %% gradient_descent wrong="gradient once" change="places = [x] → places, gradient = [x], numerical_gradient(f, x)" change="lr * numerical_gradient(f, x) → lr * gradient" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="measured anew"
# %% gradient_descent wrong="no learning rate" change="lr * numerical_gradient(f, x) → numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Where is the learning rate?"
# %% gradient_descent wrong="without the start" change="places = [x] → places = []" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The start belongs"
# %% gradient_descent wrong="without the end" change="np.array(places) → np.array(places[:-1])" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The last place belongs"
# %% gradient_descent wrong="the same array many times" change="x = x - lr * numerical_gradient(f, x) → x -= lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="one and the same array"
# %% gradient_descent wrong="changes the start" change="init_x.copy() → init_x" change="[x] → [x.copy()]" change="x = x - lr * numerical_gradient(f, x) → x -= lr * numerical_gradient(f, x)" change="places.append(x) → places.append(x.copy())" fails="descent_any_shape" says="changed its argument init_x"
# %% gradient_descent wrong="no history" change="return x, np.array(places) → return x" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="2 things are expected"
# %% gradient_descent wrong="values for places" change="places = [x] → places = [f(x)]" change="places.append(x) → places.append(f(x))" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="the places themselves"
# %% gradient_descent wrong="one number after the other" change="x = x - lr * numerical_gradient(f, x) → x = x.copy()\n        for place in np.ndindex(x.shape):\n            x[place] -= lr * numerical_gradient(f, x)[place]" fails="descent_any_shape" says="take their step at once"
# %% gradient_descent wrong="history first" change="x, np.array(places) → np.array(places), x" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="here the history came first"
# %% gradient_descent wrong="always from the start" change="x - lr * numerical_gradient(f, x) → init_x - lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="not at init_x"
# %% gradient_descent wrong="one row per place" change="np.array(places) → np.array(places).reshape(steps + 1, -1)" fails="descent_any_shape" says="only the shape is not"


# %% classifier_gradient right="def"
def classifier_gradient(W, x, labels):
    def loss(weights):
        return softmax_cross_entropy(np.dot(x, weights), labels)

    return numerical_gradient(loss, W)


# %% classifier_gradient right="by the formula of lesson 6"
def classifier_gradient(W, x, labels):
    scores = x @ W
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return x.T @ p / len(labels)


# %% classifier_gradient right="point by point"
def classifier_gradient(W, x, labels):
    total = np.zeros(W.shape)
    for k in range(len(x)):
        point, label = x[k : k + 1], labels[k : k + 1]
        total += numerical_gradient(
            lambda V: softmax_cross_entropy(point @ V, label), W
        )
    return total / len(x)


# %% classifier_gradient wrong="the W outside" change="x @ weights → x @ W" fails="classifier_by_numbers classifier_other_sizes" says="and not the W outside"
# %% classifier_gradient wrong="for x" change="lambda weights: softmax_cross_entropy(x @ weights, labels), W → lambda x: softmax_cross_entropy(x @ W, labels), x" fails="classifier_by_numbers classifier_other_sizes" says="with respect to x"
# %% classifier_gradient wrong="sum" change="softmax_cross_entropy(x @ weights, labels) → len(x) * softmax_cross_entropy(x @ weights, labels)" fails="classifier_by_numbers classifier_other_sizes" says="the loss is their mean"
# %% classifier_gradient wrong="downhill" change="return numerical_gradient → return -numerical_gradient" fails="classifier_by_numbers classifier_other_sizes" says="leave the sign"
# %% classifier_gradient wrong="the loss" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n    ) → return softmax_cross_entropy(x @ W, labels)" fails="classifier_by_numbers classifier_other_sizes" says="is a single number"
# %% classifier_gradient wrong="a step" change="return numerical_gradient → return -0.1 * numerical_gradient" fails="classifier_by_numbers classifier_other_sizes" says="10 times too small"


# %% classifier_gradient wrong="moved in place" fails="classifier_other_sizes" says="changed its first argument"
def classifier_gradient(W, x, labels):
    h = 1e-4
    gradient = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += h
        ahead = softmax_cross_entropy(x @ W, labels)
        W[place] -= 2 * h
        back = softmax_cross_entropy(x @ W, labels)
        W[place] += h
        gradient[place] = (ahead - back) / (2 * h)
    return gradient


# %% update_weights right="in place and back"
def update_weights(inputs, outputs, weights, lr):
    import copy

    h = 0.0001
    original = feed_forward(inputs, outputs, weights)
    temp, updated = copy.deepcopy(weights), copy.deepcopy(weights)
    for i, layer in enumerate(weights):
        for index, weight in np.ndenumerate(layer):
            temp[i][index] = weight + h
            grad = (feed_forward(inputs, outputs, temp) - original) / h
            temp[i][index] = weight
            updated[i][index] -= grad * lr
    return updated, original


# %% update_weights right="central differences"
def update_weights(inputs, outputs, weights, lr):
    W, b = weights
    dW = numerical_gradient(lambda V: feed_forward(inputs, outputs, [V, b]), W)
    db = numerical_gradient(lambda c: feed_forward(inputs, outputs, [W, c]), b)
    return [W - lr * dW, b - lr * db], feed_forward(inputs, outputs, weights)


# %% update_weights right="a pair"
def update_weights(inputs, outputs, weights, lr):
    loss = feed_forward(inputs, outputs, weights)
    slopes = [np.zeros(array.shape) for array in weights]
    for k, array in enumerate(weights):
        for place in np.ndindex(array.shape):
            moved = [a.copy() for a in weights]
            moved[k][place] += 1e-4
            slopes[k][place] = (feed_forward(inputs, outputs, moved) - loss) / 1e-4
    return tuple(a - lr * s for a, s in zip(weights, slopes)), loss


# %% update_weights right="as one long array"
def update_weights(inputs, outputs, weights, lr):
    W, b = weights

    def apart(both):
        return [both[: W.size].reshape(W.shape), both[W.size :]]

    both = np.concatenate([W.ravel(), b])
    gradient = numerical_gradient(
        lambda v: feed_forward(inputs, outputs, apart(v)), both
    )
    return apart(both - lr * gradient), feed_forward(inputs, outputs, weights)


# %% update_weights wrong="loss after the step" fails="update_loss_before" says="the loss after the step"
def update_weights(inputs, outputs, weights, lr):
    W, b = weights
    dW = numerical_gradient(lambda V: feed_forward(inputs, outputs, [V, b]), W)
    db = numerical_gradient(lambda c: feed_forward(inputs, outputs, [W, c]), b)
    new = [W - lr * dW, b - lr * db]
    return new, feed_forward(inputs, outputs, new)


# %% update_weights wrong="loss with b a step ahead" change="moved[k][place] += h → moved[k][place] += h\n            ahead = feed_forward(inputs, outputs, moved)" change="return new_weights, loss → return new_weights, ahead" fails="update_loss_before" says="before b moves"
# %% update_weights wrong="no loss" change="return new_weights, loss → return new_weights" fails="update_first_step update_loss_before update_many_weights" says="2 things are expected"
# %% update_weights wrong="uphill" change="-= lr * slope → += lr * slope" fails="update_first_step update_many_weights" says="That's uphill"
# %% update_weights wrong="one after the other" change="feed_forward(inputs, outputs, moved) - loss → feed_forward(inputs, outputs, moved) - feed_forward(inputs, outputs, new_weights)" change="moved[k][place] = weights[k][place] → moved[k][place] = new_weights[k][place]" fails="update_first_step update_many_weights" says="W had moved already"
# %% update_weights wrong="bias forgotten" change="for k in range(len(weights)): → for k in range(1):" fails="update_first_step update_many_weights" says="The bias has not moved"
# %% update_weights wrong="changes the weights" change="return new_weights, loss → for k in range(len(weights)):\n        weights[k][...] = new_weights[k]\n    return weights, loss" fails="update_many_weights" says="changed its argument weights"
# %% update_weights wrong="no step" change="return new_weights, loss → return weights, 0.0" fails="update_first_step update_loss_before update_many_weights" says="Are these the old ones?"
# %% update_weights wrong="put back with rounding" change="moved = [array.copy() for array in weights] → moved = weights" change="moved[k][place] = weights[k][place] → moved[k][place] -= h" fails="update_many_weights" says="changed its third argument"
# %% update_weights wrong="not put back" change="moved[k][place] = weights[k][place] → " fails="update_first_step update_many_weights" says="or was still a step h ahead"
# %% update_weights wrong="copies the list only" change="new_weights = [array.copy() for array in weights] → new_weights = weights.copy()" fails="update_first_step update_many_weights" says="copy only the list"
# %% update_weights wrong="the slopes" change="new_weights[k][place] -= lr * slope → new_weights[k][place] = slope" fails="update_first_step update_many_weights" says="These are the slopes"
# %% update_weights wrong="the step alone" change="new_weights[k][place] -= lr * slope → new_weights[k][place] = -lr * slope" fails="update_many_weights" says="This is the step alone"
# %% update_weights wrong="a row at once" change="for place in np.ndindex(weights[k].shape): → for place in range(len(weights[k])):" fails="update_many_weights" says="A whole row of W moved"


# %% train_line right="array of losses"
def train_line(x, y, lr, epochs):
    W, b = np.zeros((1, 1)), np.zeros(1)
    losses = np.zeros(epochs)
    for k in range(epochs):
        (W, b), losses[k] = update_weights(x, y, [W, b], lr)
    return [W, b], losses


# %% train_line right="loss by itself" change="weights, loss = update_weights(x, y, weights, lr) → losses.append(float(feed_forward(x, y, weights)))" change="losses.append(loss) → weights = update_weights(x, y, weights, lr)[0]"


# %% train_line right="tuples"
def train_line(x, y, lr, epochs):
    W, b = np.zeros((1, 1)), np.zeros(1)
    losses = ()
    for _ in range(epochs):
        (W, b), loss = update_weights(x, y, (W, b), lr)
        losses += (float(loss),)
    return (W, b), losses


# %% train_line wrong="losses after the steps" change="losses.append(loss) → losses.append(feed_forward(x, y, weights))" fails="train_losses" says="These are the losses after each step"
# %% train_line wrong="always from the start" change="update_weights(x, y, weights, lr) → update_weights(x, y, [np.zeros((1, 1)), np.zeros(1)], lr)" fails="train_losses train_weights" says="do the new weights go into the next step?"
# %% train_line wrong="one loss" change="return weights, losses → return weights, loss" fails="train_losses" says="(100,) is expected"
# %% train_line wrong="one step behind" change="for _ in range(epochs): → new = weights\n    for _ in range(epochs):\n        weights = new" change="weights, loss = update_weights(x, y, weights, lr) → new, loss = update_weights(x, y, weights, lr)" fails="train_weights" says="one step behind"
# %% train_line wrong="starts at 1" change="[np.zeros((1, 1)), np.zeros(1)] → [np.ones((1, 1)), np.ones(1)]" fails="train_losses train_weights" says="W"
# %% train_line wrong="the best loss so far" change="losses.append(loss) → losses.append(min([loss, *losses]))" fails="train_losses" says="where lr is too large"
# %% train_line wrong="append after the loop" change="\n        losses.append(loss) → \n    losses.append(loss)" fails="train_losses" says="Only one is there"
# %% train_line wrong="losses first" change="return weights, losses → return losses, weights" fails="train_losses train_weights" says="The order is weights, losses"
# %% train_line wrong="a weight of one dimension" change="np.zeros((1, 1)) → np.zeros(1)" fails="train_losses train_weights" says="W should have the shape (1, 1)"


# %% plot_loss right="axes of a figure, labels by hand"
def plot_loss(losses):
    table = pd.DataFrame()
    table["epoch"] = np.arange(len(losses))
    table["loss"] = np.array(losses)
    fig = plt.figure()
    ax = fig.add_subplot()
    sns.lineplot(x=table["epoch"], y=table["loss"], ax=ax, color="green", marker="o")
    ax.set(xlabel="Epoch", ylabel="Loss", title="Training loss")
    return ax


# %% plot_loss right="what lineplot returns"
def plot_loss(losses):
    frame = pd.DataFrame({"epoch": list(range(len(losses))), "loss": losses})
    plt.figure(figsize=(6, 4))
    ax = sns.lineplot(frame, x="epoch", y="loss")
    plt.title("The loss, epoch by epoch")
    return ax


# %% plot_loss right="matplotlib alone"
def plot_loss(losses):
    fig, ax = plt.subplots()
    ax.plot(range(len(losses)), losses)
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    ax.set_title("Loss")
    return ax


# %% plot_loss wrong="no title" change='ax.set_title("Loss by epoch") → ' fails="plot_is_labelled" says="There is none yet"
# %% plot_loss wrong="no labels" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → ax.plot(losses)' fails="plot_is_labelled" says="The axes have no labels"
# %% plot_loss wrong="returns the figure" change="_, ax → fig, ax" change="return ax → return fig" fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="not the figure"
# %% plot_loss wrong="returns nothing" change="return ax → " fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="It returns nothing"
# %% plot_loss wrong="exchanged" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → sns.lineplot(data=frame, x="loss", y="epoch", ax=ax)' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="The labels are exchanged"
# %% plot_loss wrong="counts from 1" change="range(len(losses)) → range(1, len(losses) + 1)" fails="plot_shows_the_losses" says="The first epoch is number 0"
# %% plot_loss wrong="two lines" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → sns.lineplot(data=frame, ax=ax)\n    ax.set(xlabel="epoch", ylabel="loss")' fails="plot_shows_the_losses plot_makes_a_new_figure" says="There are two lines"
# %% plot_loss wrong="no new figure" change="_, ax = plt.subplots() → " change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → ax = sns.lineplot(data=frame, x="epoch", y="loss")' fails="plot_makes_a_new_figure" says="drew into the plot of the first"
# %% plot_loss wrong="a title by assignment" change='ax.set_title("Loss by epoch") → ax.title = "Loss by epoch"' fails="plot_is_labelled" says="There is none yet"
# %% plot_loss wrong="the same figure, cleared" change="_, ax = plt.subplots() → plt.clf()\n    ax = plt.gca()" fails="plot_makes_a_new_figure" says="took away the line of the first"
# %% plot_loss wrong="sorts the list" change="frame = → if type(losses) is list:\n        losses.sort(reverse=True)\n    frame =" fails="plot_makes_a_new_figure" says="losses"
# %% plot_loss wrong="changes the array" change='ax.set_title("Loss by epoch") → ax.set_title("Loss by epoch")\n    if isinstance(losses, np.ndarray):\n        losses -= losses.min()' fails="plot_shows_the_losses" says="the array of losses after plot_loss"
# %% plot_loss wrong="a line at 0, too" change='ax.set_title("Loss by epoch") → ax.set_title("Loss by epoch")\n    ax.axhline(0)' fails="plot_shows_the_losses plot_makes_a_new_figure" says="There are two lines in each plot"
