# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% multiply_gate right="names of other textbooks"
class MultiplyGate:
    def __init__(self):
        self.a = None
        self.b = None

    def forward(self, a, b):
        self.a = a
        self.b = b
        out = a * b
        return out

    def backward(self, dout):
        da = dout * self.b
        db = dout * self.a
        return da, db


# %% multiply_gate right="a list, and a cache" change="self.x, self.y = x, y → self.cache = (x, y)" change="x * y → np.multiply(x, y)" change="return dout * self.y, dout * self.x → x, y = self.cache\n        return [y * dout, x * dout]"
# %% multiply_gate right="an array of two" change="dout * self.y, dout * self.x → np.array([dout * self.y, dout * self.x])"
# %% multiply_gate right="local slopes kept" change="self.x, self.y = x, y → self.slopes = np.array([y, x])" change="dout * self.y, dout * self.x → tuple(self.slopes * dout)"
# %% multiply_gate wrong="doesn't swap" change="dout * self.y, dout * self.x → dout * self.x, dout * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="The gate swaps: dx is dout times the other input"
# %% multiply_gate wrong="without dout" change="dout * self.y, dout * self.x → self.y, self.x" fails="multiply_by_hand multiply_keeps_its_inputs" says="Where is dout"
# %% multiply_gate wrong="keeps nothing" change="self.x, self.y = x, y → " fails="multiply_by_hand multiply_keeps_its_inputs" says="has no attribute 'y'"
# %% multiply_gate wrong="kept in a variable" change="self.x, self.y = x, y → x_kept, y_kept = x, y" change="dout * self.y, dout * self.x → dout * y_kept, dout * x_kept" fails="multiply_by_hand multiply_keeps_its_inputs" says="is not defined"
# %% multiply_gate wrong="kept in the class" change="self.x, self.y → MultiplyGate.x, MultiplyGate.y" fails="multiply_keeps_its_inputs" says="These are the numbers of the other gate"
# %% multiply_gate wrong="dout as it is" change="dout * self.y, dout * self.x → dout, dout" fails="multiply_by_hand multiply_keeps_its_inputs" says="dout can't pass as it is"
# %% multiply_gate wrong="all three" change="dout * self.y, dout * self.x → dout * self.x * self.y, dout * self.x * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="Only y belongs into dx"
# %% multiply_gate wrong="one number" change="dout * self.y, dout * self.x → dout * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="2 things are expected"
# %% multiply_gate wrong="spends what it kept" change="return dout * self.y, dout * self.x → self.x, self.y = dout * self.y, dout * self.x\n        return self.x, self.y" fails="multiply_keeps_its_inputs" says="dx"


# %% shop right="by the formula"
def shop(count, price, tax):
    return count * price * tax, price * tax, count * tax, count * price


# %% shop right="a list, gates by other names"
def shop(count, price, tax):
    mul_apple_layer = MultiplyGate()
    mul_tax_layer = MultiplyGate()
    apple_price = mul_apple_layer.forward(count, price)
    result = mul_tax_layer.forward(apple_price, tax)
    dprice = 1
    dapple_price, dtax = mul_tax_layer.backward(dprice)
    dapple_num, dapple = mul_apple_layer.backward(dapple_price)
    return [result, dapple_num, dapple, dtax]


# %% shop right="the other way round in the gates" change="fruit.forward(count, price) → fruit.forward(price, count)" change="till.forward(apples, tax) → till.forward(tax, apples)" change="dapples, dtax = till → dtax, dapples = till" change="dcount, dprice = fruit → dprice, dcount = fruit"
# %% shop wrong="tax left out on the way back" change="fruit.backward(dapples) → fruit.backward(1.0)" fails="shop_by_hand shop_other_receipts" says="The way on to the total is missing"
# %% shop wrong="the tax goes back to the fruit" change="fruit.backward(dapples) → fruit.backward(dtax)" fails="shop_by_hand shop_other_receipts" says="what the first one gave for the apples"
# %% shop wrong="exchanged" change="return total, dcount, dprice, dtax → return total, dprice, dcount, dtax" fails="shop_by_hand shop_other_receipts" says="are the two exchanged?"
# %% shop wrong="added slopes" change="return total, dcount, dprice, dtax → return total, price + tax, count + tax, dtax" fails="shop_by_hand shop_other_receipts" says="multiplied, not added"
# %% shop wrong="total for the tax" change="return total, dcount, dprice, dtax → return total, dcount, dprice, total" fails="shop_by_hand shop_other_receipts" says="This is the total"
# %% shop wrong="only the total" change="return total, dcount, dprice, dtax → return total" fails="shop_by_hand shop_other_receipts" says="4 things are expected"
# %% shop wrong="the example" change="return total, dcount, dprice, dtax → return 220.0, 110.0, 2.2, 200.0" fails="shop_other_receipts" says="of shop(5, 3, 2)"
# %% shop wrong="one gate for both" change="fruit, till = MultiplyGate(), MultiplyGate() → fruit = till = MultiplyGate()" fails="shop_by_hand shop_other_receipts" says="a gate of its own"
# %% shop wrong="starts with the total" change="till.backward(1.0) → till.backward(total)" fails="shop_by_hand shop_other_receipts" says="starts with 1, not with the total"

# %% add_gate right="keeps what it needn't" change="return x + y → self.x, self.y = x, y\n        return self.x + self.y" change="return dout, dout → dx = dout * 1\n        dy = dout * 1\n        return dx, dy"
# %% add_gate right="a list" change="x + y → np.add(x, y)" change="dout, dout → [dout] * 2"
# %% add_gate wrong="splits" change="dout, dout → dout / 2, dout / 2" fails="add_distributes" says="not half of it"
# %% add_gate wrong="swaps as the other gate" change="return x + y → self.x, self.y = x, y\n        return x + y" change="dout, dout → dout * self.y, dout * self.x" fails="add_distributes" says="Here dout was multiplied by y"
# %% add_gate wrong="ones" change="dout, dout → 1.0, 1.0" fails="add_distributes" says="dout multiplies it"
# %% add_gate wrong="one number" change="dout, dout → dout" fails="add_distributes" says="2 things are expected"
# %% add_gate wrong="multiplies" change="x + y → x * y" fails="add_distributes" says="is 15, and should be 8"
# %% add_gate wrong="adds up what arrives" change="def forward(self, x, y): → d = 0\n\n    def forward(self, x, y):" change="return dout, dout → self.d += dout\n        return self.d, self.d" fails="add_distributes" says="asked once more"


# %% sum_times right="by the formula"
def sum_times(x, y, z):
    return (x + y) * z, z, z, x + y


# %% sum_times right="multiplied out"
def sum_times(x, y, z):
    first, second, add = MultiplyGate(), MultiplyGate(), AddGate()
    f = add.forward(first.forward(x, z), second.forward(y, z))
    done, dtwo = add.backward(1)
    dx, dz1 = first.backward(done)
    dy, dz2 = second.backward(dtwo)
    return [f, dx, dy, dz1 + dz2]


# %% sum_times wrong="brackets" change="return f, dx, dy, dz → return x + y * z, 1.0, z, y" fails="sum_times_by_hand sum_times_slopes" says="Mind the brackets"
# %% sum_times wrong="not through the product" change="add.backward(dq) → add.backward(1.0)" fails="sum_times_by_hand sum_times_slopes" says="The way from q to f is missing"
# %% sum_times wrong="not swapped" change="dq, dz = multiply.backward(1.0) → dz, dq = multiply.backward(1.0)" fails="sum_times_by_hand sum_times_slopes" says="to q, and on to x, goes z, not q"
# %% sum_times wrong="gates exchanged" change="return f, dx, dy, dz → return x * y * z, dx, dy, dz" fails="sum_times_by_hand sum_times_slopes" says="Are the gates exchanged?"
# %% sum_times wrong="shared" change="add.backward(dq) → add.backward(dq / 2)" fails="sum_times_by_hand sum_times_slopes" says="doesn't share"
# %% sum_times wrong="z gets what arrives" change="return f, dx, dy, dz → return f, dx, dy, dq" fails="sum_times_by_hand sum_times_slopes" says="to z goes q"
# %% sum_times wrong="hands on what belongs to z" change="add.backward(dq) → add.backward(dz)" fails="sum_times_by_hand sum_times_slopes" says="This is the slope for z"
# %% sum_times wrong="starts with f" change="multiply.backward(1.0) → multiply.backward(f)" fails="sum_times_by_hand sum_times_slopes" says="starts with 1, not with f"

# %% max_gate right="keeps both" change="self.x_wins = x > y → self.x, self.y = x, y" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout, 0) if self.x > self.y else (0, dout)"


# %% max_gate right="masks"
class MaxGate:
    def forward(self, a, b):
        self.mask = np.array([a >= b, a < b])
        return np.maximum(a, b)

    def backward(self, dout):
        dx, dy = self.mask * dout
        return dx, dy


# %% max_gate right="counts the winner"
class MaxGate:
    def __init__(self):
        self.winner = 0

    def forward(self, x, y):
        self.winner = int(np.argmax([x, y]))
        return [x, y][self.winner]

    def backward(self, dout):
        slopes = [0.0, 0.0]
        slopes[self.winner] = dout
        return slopes


# %% max_gate wrong="both at a tie" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="return (dout, 0) if self.x_wins else (0, dout) → return dout * (self.x >= self.y), dout * (self.y >= self.x)" fails="max_routes" says="only one of them gets dout"
# %% max_gate wrong="halves at a tie" change="self.x_wins = x > y → self.x_wins = (np.sign(x - y) + 1) / 2" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout * self.x_wins, dout * (1 - self.x_wins))" fails="max_routes" says="here they share it"
# %% max_gate wrong="neither at a tie" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="return (dout, 0) if self.x_wins else (0, dout) → return dout * (self.x > self.y), dout * (self.y > self.x)" fails="max_routes" says="here neither does"
# %% max_gate wrong="splits" change="(dout, 0) if self.x_wins else (0, dout) → dout / 2, dout / 2" fails="max_routes" says="The gate doesn't split"
# %% max_gate wrong="both get it" change="(dout, 0) if self.x_wins else (0, dout) → dout, dout" fails="max_routes" says="if it moves a little, the output stays"
# %% max_gate wrong="the loser gets it" change="(dout, 0) if self.x_wins else (0, dout) → (0, dout) if self.x_wins else (dout, 0)" fails="max_routes" says="here it got 0"
# %% max_gate wrong="without dout" change="(dout, 0) if self.x_wins else (0, dout) → (1, 0) if self.x_wins else (0, 1)" fails="max_routes" says="dout multiplies it"
# %% max_gate wrong="by size without the sign" change="x > y → abs(x) > abs(y)" fails="max_forward max_routes" says="-3 lies above -8"
# %% max_gate wrong="the smaller one" change="x > y → x < y" fails="max_forward max_routes" says="This is the smaller one"
# %% max_gate wrong="adds" change="x if self.x_wins else y → x + y" change="(dout, 0) if self.x_wins else (0, dout) → dout, dout" fails="max_forward max_routes" says="don't add"
# %% max_gate wrong="values go back" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="(dout, 0) if self.x_wins else (0, dout) → (dout * self.x, 0) if self.x_wins else (0, dout * self.y)" fails="max_routes" says="not its value"
# %% max_gate wrong="kept in the class" change="self.x_wins = x > y → MaxGate.x_wins = x > y" fails="max_routes" says="keep the answer anew, in self"
# %% max_gate wrong="winner without the sign" change="x > y → abs(x) > abs(y)" change="x if self.x_wins else y → max(x, y)" fails="max_routes" says="compare with the sign"
# %% max_gate wrong="the first winner stays" change="def forward(self, x, y): → x_wins = False\n\n    def forward(self, x, y):" change="self.x_wins = x > y → self.x_wins = self.x_wins or x > y" change="x if self.x_wins else y → max(x, y)" fails="max_routes" says="keep the answer anew"

# %% sigmoid_gate right="keeps the input" change="self.out = sigmoid(x) → self.x = x" change="return self.out → return sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.x) * sigmoid(-self.x)"
# %% sigmoid_gate right="keeps the slope, stable by itself" change="self.out = sigmoid(x)\n        return self.out → y = 0.5 * (1 + np.tanh(0.5 * x))\n        self.grad = y * (1 - y)\n        return y" change="dout * self.out * (1 - self.out) → dout * self.grad"
# %% sigmoid_gate right="two cases" change="self.out = sigmoid(x) → self.out = float(1 / (1 + np.exp(-x)) if x >= 0 else np.exp(x) / (1 + np.exp(x)))"
# %% sigmoid_gate wrong="of the input" change="self.out = sigmoid(x) → self.x, self.out = x, sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * self.x * (1 - self.x)" fails="sigmoid_backward" says="Here the input was taken for it"
# %% sigmoid_gate wrong="without dout" change="dout * self.out * (1 - self.out) → self.out * (1 - self.out)" fails="sigmoid_backward" says="Where is dout?"
# %% sigmoid_gate wrong="one factor missing" change="dout * self.out * (1 - self.out) → dout * self.out" fails="sigmoid_backward" says="the factor 1 - out is missing"
# %% sigmoid_gate wrong="sigmoid of the sigmoid" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.out) * (1 - sigmoid(self.out))" fails="sigmoid_backward" says="an output already"
# %% sigmoid_gate wrong="slope of tanh" change="dout * self.out * (1 - self.out) → dout * (1 - self.out**2)" fails="sigmoid_backward" says="not 1 - out²"
# %% sigmoid_gate wrong="kept in the class" change="self.out = sigmoid(x) → SigmoidGate.out = sigmoid(x)" fails="sigmoid_backward" says="Keep it in self"
# %% sigmoid_gate wrong="overflows" change='self.out = sigmoid(x) → with np.errstate(over="warn"):\n            self.out = 1 / (1 + np.exp(-np.float64(x)))' fails="sigmoid_forward" says="makes NumPy warn"
# %% sigmoid_gate wrong="long doubles" change="self.out = sigmoid(x) → self.out = float(1 / (1 + np.exp(-np.longdouble(x))))" fails="sigmoid_forward" says="makes NumPy warn"
# %% sigmoid_gate wrong="sign in the exponent" change="sigmoid(x) → sigmoid(-x)" fails="sigmoid_forward" says="turned round"
# %% sigmoid_gate wrong="forward gives the slope" change="return self.out → return self.out * (1 - self.out)" fails="sigmoid_forward" says="This is the slope"
# %% sigmoid_gate wrong="a quarter everywhere" change="dout * self.out * (1 - self.out) → dout * 0.25" fails="sigmoid_backward" says="0.25 is the slope at 0 only"
# %% sigmoid_gate wrong="of dout" change="dout * self.out * (1 - self.out) → dout * (1 - dout)" fails="sigmoid_backward" says="Here dout was taken for it"
# %% sigmoid_gate wrong="brackets" change="dout * self.out * (1 - self.out) → dout * self.out * 1 - self.out" fails="sigmoid_backward" says="Mind the brackets"


# %% sigmoid_neuron right="five gates"
def sigmoid_neuron(w, x):
    m0, m1 = MultiplyGate(), MultiplyGate()
    a0, a1, s = AddGate(), AddGate(), SigmoidGate()
    total = a0.forward(m0.forward(w[0], x[0]), m1.forward(w[1], x[1]))
    f = s.forward(a1.forward(total, w[2]))
    dtotal, dw2 = a1.backward(s.backward(1.0))
    d0, d1 = a0.backward(dtotal)
    dw0, dx0 = m0.backward(d0)
    dw1, dx1 = m1.backward(d1)
    return f, np.array([dw0, dw1, dw2]), np.array([dx0, dx1])


# %% sigmoid_neuron right="dot products, as in CS231n"
def sigmoid_neuron(w, x):
    dot = np.dot(w[:2], x) + w[2]
    f = 1.0 / (1 + np.exp(-dot))
    ddot = (1 - f) * f
    dx = w[:-1] * ddot
    dw = np.append(x, 1.0) * ddot
    return [f, dw, dx]


# %% sigmoid_neuron wrong="w for x" change="np.array([dz * x[0], dz * x[1], dz]) → dz * w" change="np.array([dz * w[0], dz * w[1]]) → dz * x" fails="neuron_dw neuron_dx" says="The product gates swap"
# %% sigmoid_neuron wrong="slope of the sigmoid missing" change="dz = f * (1 - f) → dz = 1.0" fails="neuron_dw neuron_dx" says="The slope of the sigmoid is missing"
# %% sigmoid_neuron wrong="f for its slope" change="dz = f * (1 - f) → dz = f" fails="neuron_dw neuron_dx" says="This is f times"
# %% sigmoid_neuron wrong="bias has no slope" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1], 0])" fails="neuron_dw" says="The bias has a slope, too"
# %% sigmoid_neuron wrong="bias forgotten" change="w[0] * x[0] + w[1] * x[1] + w[2] → w[0] * x[0] + w[1] * x[1]" fails="neuron_answers neuron_dw neuron_dx" says="Is the bias w2 in it?"
# %% sigmoid_neuron wrong="two slopes" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1]])" fails="neuron_dw" says="The third slope belongs to the bias"
# %% sigmoid_neuron wrong="three inputs" change="np.array([dz * w[0], dz * w[1]]) → np.array([dz * w[0], dz * w[1], dz * w[2]])" fails="neuron_dx" says="the bias has no x"
# %% sigmoid_neuron wrong="no sigmoid" change="sigmoid(w[0] * x[0] + w[1] * x[1] + w[2]) → w[0] * x[0] + w[1] * x[1] + w[2]" change="dz = f * (1 - f) → dz = 1.0" fails="neuron_answers neuron_dw neuron_dx" says="it goes through the sigmoid yet"
# %% sigmoid_neuron wrong="changes x" change="return f, dw, dx → x *= w[:2]\n    return f, dw, dx" fails="neuron_answers" says="changed its argument x"
# %% sigmoid_neuron wrong="order of the results" change="return f, dw, dx → return f, dx, dw" fails="neuron_dw neuron_dx" says="dw"
# %% sigmoid_neuron wrong="1 for the bias" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1], 1])" fails="neuron_dw" says="not 1."


# %% sigmoid_neuron wrong="one gate for both products" fails="neuron_dw neuron_dx" says="Is one gate used for both products?"
def sigmoid_neuron(w, x):
    m, a, s = MultiplyGate(), AddGate(), SigmoidGate()
    products = a.forward(m.forward(w[0], x[0]), m.forward(w[1], x[1]))
    f = s.forward(a.forward(products, w[2]))
    dproducts, db = a.backward(s.backward(1))
    d0, d1 = a.backward(dproducts)
    dw0, dx0 = m.backward(d0)
    dw1, dx1 = m.backward(d1)
    return f, np.array([dw0, dw1, db]), np.array([dx0, dx1])


# %% swish right="by the formula"
def swish(x):
    s = sigmoid(x)
    return x * s, s + x * s * (1 - s)


# %% swish right="another form of it"
def swish(x):
    f = x / (1 + np.exp(-x))
    return [f, f + sigmoid(x) * (1 - f)]


# %% swish right="a sum that starts from 0"
def swish(x):
    gate, product = SigmoidGate(), MultiplyGate()
    f = product.forward(gate.forward(x), x)
    dx = 0.0
    ds, direct = product.backward(1.0)
    dx += direct
    dx += gate.backward(ds)
    return f, dx


# %% swish wrong="overwritten by the sigmoid's path" change="return f, straight + squash.backward(ds) → dx = straight\n    dx = squash.backward(ds)\n    return f, dx" fails="swish_by_hand swish_slopes" says="The straight path is missing, or was overwritten"
# %% swish wrong="the straight path only" change="straight + squash.backward(ds) → straight" fails="swish_by_hand swish_slopes" says="This is the straight path only"
# %% swish wrong="multiplied" change="straight + squash.backward(ds) → straight * squash.backward(ds)" fails="swish_by_hand swish_slopes" says="here they were multiplied"
# %% swish wrong="x missing" change="squash.backward(ds) → squash.backward(1.0)" fails="swish_by_hand swish_slopes" says="the x of the product is missing"
# %% swish wrong="slope of the sigmoid" change="straight + squash.backward(ds) → squash.backward(1.0)" fails="swish_by_hand swish_slopes" says="This is the slope of the sigmoid alone"
# %% swish wrong="mean" change="straight + squash.backward(ds) → (straight + squash.backward(ds)) / 2" fails="swish_by_hand swish_slopes" says="here it is their mean"
# %% swish wrong="not through the sigmoid" change="straight + squash.backward(ds) → straight + ds" fails="swish_by_hand swish_slopes" says="put it through"
# %% swish wrong="the wrong number to the sigmoid" change="squash.backward(ds) → squash.backward(straight)" fails="swish_by_hand swish_slopes" says="the other number"
# %% swish wrong="starts with f" change="multiply.backward(1.0) → multiply.backward(f)" fails="swish_by_hand swish_slopes" says="starts with 1"


# %% topological_order right="depth first"
def topological_order(graph):
    order, path = [], []

    def visit(name):
        if name in path:
            raise ValueError("cycle: " + " -> ".join(path[path.index(name) :]))
        if name in order or name not in graph:
            return
        path.append(name)
        for each in graph[name][1]:
            visit(each)
        path.pop()
        order.append(name)

    for name in graph:
        visit(name)
    return order


# %% topological_order right="Kahn"
def topological_order(graph):
    from collections import deque

    missing = {name: sum(i in graph for i in graph[name][1]) for name in graph}
    queue = deque(name for name in graph if missing[name] == 0)
    order = []
    while queue:
        name = queue.popleft()
        order.append(name)
        for other, (_, inputs) in graph.items():
            if name in inputs:
                missing[other] -= inputs.count(name)
                if missing[other] == 0:
                    queue.append(other)
    if len(order) < len(graph):
        raise ValueError(f"cycle: {set(graph) - set(order)}")
    return order


# %% topological_order right="the standard library"
def topological_order(graph):
    import graphlib

    needs = {
        name: [i for i in inputs if i in graph] for name, (_, inputs) in graph.items()
    }
    try:
        return tuple(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError as error:
        raise ValueError(f"there is a cycle: {error.args[1]}") from None


# %% topological_order right="a layer in each round"
def topological_order(graph):
    order, left = [], set(graph)
    while left:
        ready = {name for name in left if not left & set(graph[name][1])}
        if not ready:
            raise ValueError(
                f"these nodes are on a cycle or behind one: {sorted(left)}"
            )
        order.extend(sorted(ready))
        left -= ready
    return order


# %% topological_order right="leaves the round with break"
def topological_order(graph):
    order = []
    for _ in range(len(graph)):
        for name, (gate, inputs) in graph.items():
            if name in order:
                continue
            if all(i in order or i not in graph for i in inputs):
                order.append(name)
                break
        else:
            raise ValueError("cycle: " + str([n for n in graph if n not in order]))
    return order


# %% topological_order right="all that are ready in each round" change="order.append(ready[0]) → order.extend(ready)"
# %% topological_order wrong="order of the dict" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="This is the order of the dictionary"
def topological_order(graph):
    return list(graph)


# %% topological_order wrong="reversed" change="raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → ready = waiting" change="return order → return order[::-1]" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="has the right items in reverse order"
# %% topological_order wrong="no look at cycles" change="raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → ready = waiting" fails="order_refuses_cycles" says="where it should refuse"


# %% topological_order wrong="never comes back" fails="order_refuses_cycles" says="RecursionError"
def topological_order(graph):
    order = []

    def visit(name):
        if name in order or name not in graph:
            return
        for each in graph[name][1]:
            visit(each)
        order.append(name)

    for name in graph:
        visit(name)
    return order


# %% topological_order wrong="doesn't say who" change=": {', '.join(waiting)} → " fails="order_refuses_cycles" says="does not mention"
# %% topological_order wrong="another error" change="if not ready:\n            raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → " fails="order_refuses_cycles" says="ValueError is expected"
# %% topological_order wrong="with leaves" change="order.append(ready[0]) → order.extend(each for each in graph[ready[0]][1] if each not in graph)\n        order.append(ready[0])" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="no gate"
# %% topological_order wrong="returns too early" change="order.append(ready[0]) → order.append(ready[0])\n        return order" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="does the loop return too early?"
# %% topological_order wrong="one input is enough" change="not any(each in waiting for each in graph[name][1]) → any(each not in waiting for each in graph[name][1])" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="z comes before its input p"
# %% topological_order wrong="crosses out inputs" change="order = [] → order = []\n    for _, inputs in graph.values():\n        inputs[:] = [each for each in inputs if each in graph]" fails="order_of_a_chain order_of_branches" says="changed its argument graph"


# %% topological_order wrong="one round" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="asked again, in a later round"
def topological_order(graph):
    order = []
    for n in graph:
        if all(i in order or i not in graph for i in graph[n][1]):
            order.append(n)
    return order


# %% topological_order wrong="users before inputs, turned round" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="out comes before its input"
def topological_order(graph):
    order = []

    def visit(n):
        if n in order or n not in graph:
            return
        order.append(n)
        for i in graph[n][1]:
            visit(i)

    for n in graph:
        visit(n)
    return order[::-1]


# %% topological_order wrong="nodes twice" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="p is there twice"
def topological_order(graph):
    order = []
    for _ in graph:
        if len(order) >= len(graph):
            break
        for name in graph:
            if all(each in order or each not in graph for each in graph[name][1]):
                order.append(name)
    return order


# %% backward right="a defaultdict"
def backward(graph, output):
    from collections import defaultdict

    grads = defaultdict(float)
    grads[output] = 1
    for name in topological_order(graph)[::-1]:
        gate, inputs = graph[name]
        for i, g in enumerate(sent_back(gate, grads[name])):
            grads[inputs[i]] += g
    return grads


# %% backward right="one path at a time"
def backward(graph, output):
    grads = {}

    def push(name, dout):
        grads[name] = grads.get(name, 0) + dout
        if name in graph:
            gate, inputs = graph[name]
            for each, slope in zip(inputs, sent_back(gate, dout)):
                push(each, slope)

    push(output, 1.0)
    return grads


# %% backward right="zeros first, without sent_back"
def backward(graph, output):
    gradients = {name: 0.0 for name in graph}
    for _, inputs in graph.values():
        for each in inputs:
            gradients[each] = 0.0
    gradients[output] = 1.0
    order = list(topological_order(graph))
    while order:
        name = order.pop()
        gate, inputs = graph[name]
        slopes = gate.backward(gradients[name])
        if len(inputs) == 1:
            slopes = [slopes]
        for k in range(len(inputs)):
            gradients[inputs[k]] += slopes[k]
    return gradients


# %% backward right="asks its users"
def backward(graph, output):
    users = {}
    for name, (_, inputs) in graph.items():
        for k, each in enumerate(inputs):
            users.setdefault(each, []).append((name, k))
    found = {}

    def slope(name):
        if name not in found:
            total = 1.0 if name == output else 0.0
            if name != output:
                for user, k in users.get(name, []):
                    total += sent_back(graph[user][0], slope(user))[k]
            found[name] = total
        return found[name]

    for name in [*users, output]:
        slope(name)
    return found


# %% backward right="lists of shares"
def backward(graph, output):
    shares = {output: [1.0]}
    for n in reversed(topological_order(graph)):
        if n in shares:
            for i, s in zip(graph[n][1], sent_back(graph[n][0], sum(shares[n]))):
                shares.setdefault(i, []).append(s)
    return {n: sum(v) for n, v in shares.items()}


# %% backward wrong="overwrites" change="gradients.get(each, 0) + slope → slope" fails="backward_branches backward_any_output" says="Does the second overwrite the first?"
# %% backward wrong="twins lost" change="zip(inputs, sent_back(gate, gradients[name])) → dict(zip(inputs, sent_back(gate, gradients[name]))).items()" fails="backward_branches backward_any_output" says="and together they are 6"
# %% backward wrong="order of the dict" change="reversed(topological_order(graph)) → reversed(graph)" fails="backward_receipt backward_branches" says="Not all of them are there"


# %% backward wrong="nearest first" fails="backward_branches" says="before cube and square had sent their share"
def backward(graph, output):
    gradients, queue, done = {output: 1.0}, [output], set()
    while queue:
        name = queue.pop(0)
        if name in done or name not in graph:
            continue
        done.add(name)
        gate, inputs = graph[name]
        for each, slope in zip(inputs, sent_back(gate, gradients[name])):
            gradients[each] = gradients.get(each, 0.0) + slope
            queue.append(each)
    return gradients


# %% backward wrong="forward order" change="reversed(topological_order(graph)) → topological_order(graph)" fails="backward_receipt backward_branches backward_any_output" says="without a slope"
# %% backward wrong="only the leaves" change="return gradients → return {name: slope for name, slope in gradients.items() if name not in graph}" fails="backward_receipt backward_branches backward_any_output" says="gates have slopes, too"
# %% backward wrong="only the gates" change="gradients[each] = gradients.get(each, 0) + slope → if each in graph:\n                gradients[each] = gradients.get(each, 0) + slope" fails="backward_receipt backward_branches backward_any_output" says="Leaves have slopes, too"
# %% backward wrong="always from the last node" change="gradients = {output: 1.0} → gradients = {topological_order(graph)[-1]: 1.0}" fails="backward_any_output" says="This is the slope of the last node"
# %% backward wrong="stumbles over other nodes" change="if name not in gradients:\n            continue  # the output doesn't depend on this node → " fails="backward_any_output" says="KeyError"
# %% backward wrong="every gate gets a 1" change="sent_back(gate, gradients[name]) → sent_back(gate, 1.0)" fails="backward_receipt backward_branches backward_any_output" says="the slope for"
# %% backward wrong="returns nothing" change="return gradients → " fails="backward_receipt backward_branches backward_any_output" says="It returns nothing"


# %% backward wrong="mean of the paths" fails="backward_branches backward_any_output" says="together they are 6"
def backward(graph, output):
    g = {output: [1]}
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        for i, s in zip(graph[n][1], sent_back(graph[n][0], np.mean(g[n]))):
            g.setdefault(i, []).append(s)
    return {k: np.mean(v) for k, v in g.items()}


# %% backward wrong="the first of twins" change="for each, slope in zip(inputs, sent_back(gate, gradients[name])): → for each in inputs:\n            slope = sent_back(gate, gradients[name])[inputs.index(each)]" fails="backward_branches" says="max with itself"
# %% backward wrong="the first slope for all" change="zip(inputs, sent_back(gate, gradients[name])) → [(each, sent_back(gate, gradients[name])[0]) for each in inputs]" fails="backward_receipt backward_branches backward_any_output" says="the first slope belongs to the first input"
# %% backward wrong="returns too early" change="gradients[each] = gradients.get(each, 0) + slope → gradients[each] = gradients.get(each, 0) + slope\n        return gradients" fails="backward_receipt backward_branches backward_any_output" says="Only the total has sent something"
# %% backward wrong="keeps the dict" change="def backward(graph, output): → def backward(graph, output, gradients={}):" change="gradients = {output: 1.0} → gradients[output] = 1.0" fails="backward_receipt backward_branches backward_any_output" says="is 1300, and should be 650"


# %% squared_norm right="loops"
def squared_norm(W, x):
    M, D = W.shape
    q = [sum(W[i, j] * x[j] for j in range(D)) for i in range(M)]
    f = sum(value**2 for value in q)
    dW, dx = np.zeros((M, D)), np.zeros(D)
    for i in range(M):
        for j in range(D):
            dW[i, j] = 2 * q[i] * x[j]
            dx[j] += 2 * q[i] * W[i, j]
    return f, dW, dx


# %% squared_norm right="columns, as in CS231n" change="q = W @ x → x = x.reshape(-1, 1)\n    q = W.dot(x)" change="np.sum(q**2), np.outer(dq, x), W.T @ dq → [np.vdot(q, q), dq.dot(x.T), W.T.dot(dq).ravel()]"
# %% squared_norm right="row times matrix" change="dq = 2 * q → " change="np.sum(q**2), np.outer(dq, x), W.T @ dq → q @ q, 2 * q[:, None] * x, 2 * q @ W"
# %% squared_norm wrong="W for its transpose" change="W.T @ dq → W @ dq if W.shape[0] == W.shape[1] else np.resize(dq, len(x))" fails="norm_dx" says="add over the rows: the transpose"
# %% squared_norm wrong="the 2 missing" change="dq = 2 * q → dq = q" fails="norm_and_matrix norm_dx" says="half of what it should be"
# %% squared_norm wrong="outer product turned round" change="np.outer(dq, x) → np.outer(x, dq)" fails="norm_and_matrix" says="This is the transpose"
# %% squared_norm wrong="the length" change="np.sum(q**2) → np.linalg.norm(q)" fails="norm_and_matrix" says="This is the length"
# %% squared_norm wrong="stops at q" change="W.T @ dq → dq" fails="norm_dx" says="it still has to go through W"
# %% squared_norm wrong="W in the place of x" change="np.outer(dq, x), W.T @ dq → dq[:, None] * W, dq[:, None] * W" fails="norm_and_matrix norm_dx" says="Here W stands where x belongs"
# %% squared_norm wrong="W times W" change="W @ x → W * x" change="np.outer(dq, x), W.T @ dq → dq * x, (dq * W).sum(axis=0)" fails="norm_and_matrix norm_dx" says="is 0.1464"
# %% squared_norm wrong="mean of the squares" change="dq = 2 * q → dq = 2 * q / len(q)" change="np.sum(q**2) → np.mean(q**2)" fails="norm_and_matrix norm_dx" says="without a mean"
# %% squared_norm wrong="adds dW up" change="W.T @ dq → np.outer(dq, x).sum(axis=0)" fails="norm_dx" says="dW is added up here"
# %% squared_norm wrong="adds along the rows" change="W.T @ dq → (W.T * dq).sum(axis=0)" fails="norm_dx" says="along its rows"


# %% two_two_two right="every number by its name"
def two_two_two(x, w, t):
    x1, x2 = x
    w1, w2, w3, w4, w5, w6, w7, w8 = w
    h1 = 1 / (1 + np.exp(-(w1 * x1 + w2 * x2)))
    h2 = 1 / (1 + np.exp(-(w3 * x1 + w4 * x2)))
    o1 = 1 / (1 + np.exp(-(w5 * h1 + w6 * h2)))
    o2 = 1 / (1 + np.exp(-(w7 * h1 + w8 * h2)))
    E = 0.5 * (o1 - t[0]) ** 2 + 0.5 * (o2 - t[1]) ** 2
    d_o1 = (o1 - t[0]) * o1 * (1 - o1)
    d_o2 = (o2 - t[1]) * o2 * (1 - o2)
    d_h1 = (d_o1 * w5 + d_o2 * w7) * h1 * (1 - h1)
    d_h2 = (d_o1 * w6 + d_o2 * w8) * h2 * (1 - h2)
    dw_h = [d_h1 * x1, d_h1 * x2, d_h2 * x1, d_h2 * x2]
    dw_o = [d_o1 * h1, d_o1 * h2, d_o2 * h1, d_o2 * h2]
    return np.array([h1, h2]), np.array([o1, o2]), E, np.array(dw_h + dw_o)


# %% two_two_two right="rows times matrices, with t - o"
def two_two_two(x, w, t):
    W1, W2 = w[:4].reshape(2, 2).T, w[4:].reshape(2, 2).T
    h = sigmoid(x @ W1)
    o = sigmoid(h @ W2)
    E = np.mean((t - o) ** 2)
    delta = -(t - o) * o * (1 - o)
    hidden = (delta @ W2.T) * h * (1 - h)
    dW1, dW2 = np.outer(x, hidden), np.outer(h, delta)
    return [h, o, E, np.append(dW1.T, dW2.T)]


# %% two_two_two right="loops"
def two_two_two(x, w, t):
    h = np.array([sigmoid(w[2 * i] * x[0] + w[2 * i + 1] * x[1]) for i in range(2)])
    o = np.array([sigmoid(w[4 + 2 * i] * h[0] + w[5 + 2 * i] * h[1]) for i in range(2)])
    E = sum((o[i] - t[i]) ** 2 / 2 for i in range(2))
    dw = np.zeros(8)
    for i in range(2):
        delta = (o[i] - t[i]) * o[i] * (1 - o[i])
        for j in range(2):
            dw[4 + 2 * i + j] = delta * h[j]
            for k in range(2):
                dw[2 * j + k] += delta * w[4 + 2 * i + j] * h[j] * (1 - h[j]) * x[k]
    return h, o, E, dw


# %% two_two_two right="a batch of one"
def two_two_two(x, w, t):
    X = x.reshape(1, 2)
    W1 = w[:4].reshape(2, 2)
    W2 = w[4:].reshape(2, 2)
    h = 1 / (1 + np.exp(-X @ W1.T))
    o = 1 / (1 + np.exp(-h @ W2.T))
    do = (o - t) * o * (1 - o)
    dh = do @ W2 * h * (1 - h)
    E = float(0.5 * np.sum((o - t) ** 2))
    return h[0], o[0], E, np.r_[(dh.T @ X).ravel(), (do.T @ h).ravel()]


# %% two_two_two right="matrices"
def two_two_two(x, w, t):
    a, b = np.split(w, 2)
    a = a.reshape(2, 2)
    b = b.reshape(2, 2)
    h = sigmoid(a.dot(x))
    o = sigmoid(b.dot(h))
    E = np.linalg.norm(o - t) ** 2 / 2
    d = (o - t) * o * (1 - o)
    g = np.zeros(8)
    g[4:] = np.outer(d, h).ravel()
    g[:4] = np.outer(b.T.dot(d) * h * (1 - h), x).ravel()
    return h, o, E, g


# %% two_two_two wrong="only the path through o1" change="U.T @ d_o → U[0] * d_o[0]" fails="network_hidden_weights network_step" says="add the path through o2"
# %% two_two_two wrong="only the path through o2" change="U.T @ d_o → U[1] * d_o[1]" fails="network_hidden_weights network_step" says="add the path through o1"
# %% two_two_two wrong="W for its transpose" change="U.T @ d_o → U @ d_o" fails="network_hidden_weights network_step" says="the transpose is missing"
# %% two_two_two wrong="slope of the hidden sigmoid missing" change="(U.T @ d_o) * h * (1 - h) → U.T @ d_o" fails="network_hidden_weights network_step" says="in the hidden unit is missing"
# %% two_two_two wrong="slope of the output sigmoid missing" change="(o - t) * o * (1 - o) → o - t" fails="network_output_weights network_hidden_weights network_step" says="in the output is missing"
# %% two_two_two wrong="sign" change="(o - t) * o * (1 - o) → (t - o) * o * (1 - o)" fails="network_output_weights network_hidden_weights network_step" says="The sign is turned round"
# %% two_two_two wrong="twice" change="0.5 * np.sum((o - t) ** 2) → np.sum((o - t) ** 2)" change="(o - t) * o * (1 - o) → 2 * (o - t) * o * (1 - o)" fails="network_forward network_output_weights network_hidden_weights network_step" says="The factor ½ is missing"
# %% two_two_two wrong="W5 to W8 step first" change="U.T @ d_o → (U - 0.5 * np.outer(d_o, h)).T @ d_o" fails="network_hidden_weights network_step" says="here they had moved already"
# %% two_two_two wrong="weights in columns" change="w[:4].reshape(2, 2), w[4:].reshape(2, 2) → w[:4].reshape(2, 2).T, w[4:].reshape(2, 2).T" change="np.outer(d_h, x) → np.outer(x, d_h)" change="np.outer(d_o, h) → np.outer(h, d_o)" fails="network_forward network_output_weights network_hidden_weights network_step" says="here the two are exchanged"
# %% two_two_two wrong="slopes of the second layer first" change="[np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()] → [np.outer(d_o, h).ravel(), np.outer(d_h, x).ravel()]" fails="network_output_weights network_hidden_weights network_step" says="they come first"
# %% two_two_two wrong="no sigmoid in the hidden units" change="sigmoid(V @ x) → V @ x" change="(U.T @ d_o) * h * (1 - h) → U.T @ d_o" fails="network_forward network_output_weights network_hidden_weights network_step" says="The sigmoid is missing"
# %% two_two_two wrong="takes the step itself" change="return h, o, E, dw → w -= 0.5 * dw\n    return h, o, E, dw" fails="network_forward" says="changed its argument w"
# %% two_two_two wrong="x for h" change="np.outer(d_o, h) → np.outer(d_o, x)" fails="network_output_weights network_step" says="here x was taken"
