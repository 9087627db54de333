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


# %% multiply_gate right="a list, and a cache"
class MultiplyGate:
    def forward(self, x, y):
        self.cache = (x, y)
        return np.multiply(x, y)

    def backward(self, dz):
        x, y = self.cache
        return [y * dz, x * dz]


# %% multiply_gate right="local slopes kept" change="self.x, self.y = x, y → self.slopes = np.array([y, x])" change="dout * self.y, dout * self.x → tuple(self.slopes * dout)"
# %% multiply_gate wrong="doesn't swap" change="dout * self.y, dout * self.x → dout * self.x, dout * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="The gate swaps: dx is dout times the other input"
# %% multiply_gate wrong="without dout" change="dout * self.y, dout * self.x → self.y, self.x" fails="multiply_by_hand multiply_keeps_its_inputs" says="Where is dout"
# %% multiply_gate wrong="keeps nothing" change="self.x, self.y = x, y → " fails="multiply_by_hand multiply_keeps_its_inputs" says="has no attribute 'y'"


# %% multiply_gate wrong="kept in a variable" fails="multiply_by_hand multiply_keeps_its_inputs" says="is not defined"
class MultiplyGate:
    def forward(self, x_kept, y_kept):
        return x_kept * y_kept

    def backward(self, dout):
        return dout * y_kept, dout * x_kept


# %% multiply_gate wrong="kept in the class" change="self.x, self.y → MultiplyGate.x, MultiplyGate.y" fails="multiply_keeps_its_inputs" says="These are the numbers of the other gate"
# %% multiply_gate wrong="dout as it is" change="self.x, self.y = x, y → " change="dout * self.y, dout * self.x → dout, dout" fails="multiply_by_hand multiply_keeps_its_inputs" says="dout can't pass as it is"
# %% multiply_gate wrong="all three" change="self.x, self.y = x, y → self.out = x * y" change="x * y → self.out" change="dout * self.y, dout * self.x → dout * self.out, dout * self.out" fails="multiply_by_hand multiply_keeps_its_inputs" says="Only y belongs into dx"
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


# %% shop right="the other way round in the gates"
def shop(count, price, tax):
    g1, g2 = MultiplyGate(), MultiplyGate()
    total = g2.forward(tax, g1.forward(price, count))
    dtax, d = g2.backward(1.0)
    dprice, dcount = g1.backward(d)
    return total, dcount, dprice, dtax


# %% shop wrong="tax left out on the way back" change="apples = fruit.forward(count, price)\n    total = till.forward(apples, tax) → total = till.forward(fruit.forward(count, price), tax)" change="fruit.backward(dapples) → fruit.backward(1.0)" fails="shop_by_hand shop_other_receipts" says="The way on to the total is missing"
# %% shop wrong="the tax goes back to the fruit" change="apples = fruit.forward(count, price)\n    total = till.forward(apples, tax) → total = till.forward(fruit.forward(count, price), tax)" change="fruit.backward(dapples) → fruit.backward(dtax)" fails="shop_by_hand shop_other_receipts" says="what the first one gave for the apples"


# %% shop wrong="exchanged" fails="shop_by_hand shop_other_receipts" says="are the two exchanged?"
def shop(count, price, tax):
    return count * price * tax, count * tax, price * tax, count * price


# %% shop wrong="added slopes" fails="shop_by_hand shop_other_receipts" says="multiplied, not added"
def shop(count, price, tax):
    return count * price * tax, price + tax, count + tax, count * price


# %% shop wrong="total for the tax" fails="shop_by_hand shop_other_receipts" says="This is the total"
def shop(count, price, tax):
    total = count * price * tax
    return total, price * tax, count * tax, total


# %% shop wrong="only the total" fails="shop_by_hand shop_other_receipts" says="4 things are expected"
def shop(count, price, tax):
    return count * price * tax


# %% shop wrong="the example" fails="shop_other_receipts" says="of shop(5, 3, 2)"
def shop(count, price, tax):
    return 220.0, 110.0, 2.2, 200.0


# %% add_gate right="keeps what it needn't"
class AddGate:
    def __init__(self):
        pass

    def forward(self, x, y):
        self.x, self.y = x, y
        return self.x + self.y

    def backward(self, dout):
        dx = dout * 1
        dy = dout * 1
        return dx, dy


# %% add_gate right="a list" change="x + y → np.add(x, y)" change="dout, dout → [dout] * 2"
# %% add_gate wrong="splits" change="dout, dout → dout / 2, dout / 2" fails="add_distributes" says="not half of it"


# %% add_gate wrong="swaps as the other gate" fails="add_distributes" says="Here dout was multiplied by y"
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dout):
        return dout * self.y, dout * self.x


# %% add_gate wrong="ones" change="dout, dout → 1.0, 1.0" fails="add_distributes" says="dout multiplies it"
# %% add_gate wrong="one number" change="dout, dout → dout" fails="add_distributes" says="2 things are expected"
# %% add_gate wrong="multiplies" change="x + y → x * y" fails="add_distributes" says="is 15, and should be 8"


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


# %% sum_times wrong="brackets" fails="sum_times_by_hand sum_times_slopes" says="Mind the brackets"
def sum_times(x, y, z):
    return x + y * z, 1.0, z, y


# %% sum_times wrong="not through the product" fails="sum_times_by_hand sum_times_slopes" says="The way from q to f is missing"
def sum_times(x, y, z):
    return (x + y) * z, 1.0, 1.0, x + y


# %% sum_times wrong="not swapped" fails="sum_times_by_hand sum_times_slopes" says="to q, and on to x, goes z, not q"
def sum_times(x, y, z):
    q = x + y
    return q * z, q, q, z


# %% sum_times wrong="gates exchanged" fails="sum_times_by_hand sum_times_slopes" says="Are the gates exchanged?"
def sum_times(x, y, z):
    return x * y * z, z, z, x + y


# %% sum_times wrong="shared" fails="sum_times_by_hand sum_times_slopes" says="doesn't share"
def sum_times(x, y, z):
    return (x + y) * z, z / 2, z / 2, x + y


# %% sum_times wrong="z gets what arrives" fails="sum_times_by_hand sum_times_slopes" says="to z goes q"
def sum_times(x, y, z):
    return (x + y) * z, z, z, z


# %% max_gate right="keeps both" change="self.x_wins = x > y → self.x, self.y = x, y" change="x if self.x_wins else y → max(x, y)" change="return (dout, 0) if self.x_wins else (0, dout) → if self.x > self.y:\n            return dout, 0\n        else:\n            return 0, dout"


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


# %% max_gate wrong="splits" fails="max_routes" says="The gate doesn't split"
class MaxGate:
    def forward(self, x, y):
        return max(x, y)

    def backward(self, dout):
        return dout / 2, dout / 2


# %% max_gate wrong="both get it" fails="max_routes" says="if it moves a little, the output stays"
class MaxGate:
    def forward(self, x, y):
        return max(x, y)

    def backward(self, dout):
        return dout, dout


# %% max_gate wrong="the loser gets it" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (0.0, dout) if self.x_wins else (dout, 0.0)" fails="max_routes" says="here it got 0"
# %% max_gate wrong="without dout" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (1.0, 0.0) if self.x_wins else (0.0, 1.0)" fails="max_routes" says="dout multiplies it"
# %% max_gate wrong="by size without the sign" change="x > y → abs(x) > abs(y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout, 0.0) if self.x_wins else (0.0, dout)" fails="max_forward max_routes" says="-3 lies above -8"
# %% max_gate wrong="the smaller one" change="x > y → x < y" change="x if self.x_wins else y → min(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout, 0.0) if self.x_wins else (0.0, dout)" fails="max_forward max_routes" says="This is the smaller one"


# %% max_gate wrong="adds" fails="max_forward max_routes" says="don't add"
class MaxGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        return dout, dout


# %% max_gate wrong="values go back" change="self.x_wins = x > y → self.x, self.y = x, y" change="x if self.x_wins else y → max(x, y)" change="return (dout, 0) if self.x_wins else (0, dout) → if self.x > self.y:\n            return dout * self.x, 0.0\n        return 0.0, dout * self.y" fails="max_routes" says="not its value"
# %% max_gate wrong="kept in the class" change="self.x_wins = x > y → MaxGate.x_wins = x > y" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout, 0.0) if self.x_wins else (0.0, dout)" fails="max_routes" says="keep the answer anew, in self"
# %% sigmoid_gate right="keeps the input" change="self.out = sigmoid(x) → self.x = x" change="return self.out → return sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.x) * sigmoid(-self.x)"


# %% sigmoid_gate right="keeps the slope, stable by itself"
class SigmoidGate:
    def __init__(self):
        self.grad = None

    def forward(self, x):
        y = 0.5 * (1.0 + np.tanh(0.5 * x))
        self.grad = y * (1.0 - y)
        return y

    def backward(self, dout):
        return self.grad * dout


# %% sigmoid_gate right="two cases" change="self.out = sigmoid(x) → if x >= 0:\n            self.out = float(1 / (1 + np.exp(-x)))\n        else:\n            self.out = float(np.exp(x) / (1 + np.exp(x)))" change="return dout * self.out * (1 - self.out) → dx = dout * (1.0 - self.out) * self.out\n        return dx"
# %% sigmoid_gate wrong="of the input" change="self.out = sigmoid(x) → self.x = x" change="return self.out → return sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * self.x * (1 - self.x)" fails="sigmoid_backward" says="Here the input was taken for it"
# %% sigmoid_gate wrong="without dout" change="dout * self.out → self.out" fails="sigmoid_backward" says="Where is dout?"
# %% sigmoid_gate wrong="one factor missing" change="dout * self.out * (1 - self.out) → dout * self.out" fails="sigmoid_backward" says="the factor 1 - out is missing"
# %% sigmoid_gate wrong="sigmoid of the sigmoid" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.out) * (1 - sigmoid(self.out))" fails="sigmoid_backward" says="an output already"
# %% sigmoid_gate wrong="slope of tanh" change="dout * self.out * (1 - self.out) → dout * (1 - self.out**2)" fails="sigmoid_backward" says="not 1 - out²"
# %% sigmoid_gate wrong="kept in the class" change="self.out = sigmoid(x) → SigmoidGate.out = sigmoid(x)" fails="sigmoid_backward" says="Keep it in self"
# %% sigmoid_gate wrong="overflows" change="self.out = sigmoid(x) → with np.errstate(over=\"warn\"):\n            self.out = 1 / (1 + np.exp(-np.float64(x)))" fails="sigmoid_forward" says="makes NumPy warn"
# %% sigmoid_gate wrong="sign in the exponent" change="sigmoid(x) → sigmoid(-x)" fails="sigmoid_forward" says="turned round"
# %% sigmoid_gate wrong="forward gives the slope" change="return self.out → return self.out * (1 - self.out)" fails="sigmoid_forward" says="This is the slope"


# %% sigmoid_neuron right="five gates"
def sigmoid_neuron(w, x):
    m0, m1, a0, a1, s = (
        MultiplyGate(),
        MultiplyGate(),
        AddGate(),
        AddGate(),
        SigmoidGate(),
    )
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


# %% sigmoid_neuron wrong="w for x" fails="neuron_dw neuron_dx" says="The product gates swap"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    return f, dz * w, dz * x


# %% sigmoid_neuron wrong="slope of the sigmoid missing" fails="neuron_dw neuron_dx" says="The slope of the sigmoid is missing"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    return f, np.append(x, 1.0), w[:2]


# %% sigmoid_neuron wrong="f for its slope" fails="neuron_dw neuron_dx" says="This is f times"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    return f, f * np.append(x, 1.0), f * w[:2]


# %% sigmoid_neuron wrong="bias has no slope" fails="neuron_dw" says="The bias has a slope, too"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    return f, dz * np.append(x, 0.0), dz * w[:2]


# %% sigmoid_neuron wrong="bias forgotten" fails="neuron_answers neuron_dw neuron_dx" says="Is the bias w2 in it?"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x)
    dz = f * (1 - f)
    return f, dz * np.append(x, 1.0), dz * w[:2]


# %% sigmoid_neuron wrong="two slopes" fails="neuron_dw" says="The third slope belongs to the bias"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    return f, dz * x, dz * w[:2]


# %% sigmoid_neuron wrong="three inputs" fails="neuron_dx" says="the bias has no x"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    return f, dz * np.append(x, 1.0), dz * w


# %% sigmoid_neuron wrong="no sigmoid" fails="neuron_answers neuron_dw neuron_dx" says="it goes through the sigmoid yet"
def sigmoid_neuron(w, x):
    z = w[:2] @ x + w[2]
    return z, np.append(x, 1.0), w[:2]


# %% sigmoid_neuron wrong="changes x" fails="neuron_answers" says="changed its argument x"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    dw = dz * np.append(x, 1.0)
    x *= w[:2]
    return f, dw, dz * w[:2]


# %% sigmoid_neuron wrong="order of the results" fails="neuron_dw neuron_dx" says="dw"
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    dz = f * (1 - f)
    return f, dz * w[:2], dz * np.append(x, 1.0)


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


# %% swish wrong="overwritten by the sigmoid's path" change="straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds) → dx, ds = multiply.backward(1.0)\n    dx = squash.backward(ds)\n    return f, dx" fails="swish_by_hand swish_slopes" says="The straight path is missing, or was overwritten"


# %% swish wrong="the straight path only" fails="swish_by_hand swish_slopes" says="This is the straight path only"
def swish(x):
    s = sigmoid(x)
    return x * s, s


# %% swish wrong="multiplied" fails="swish_by_hand swish_slopes" says="here they were multiplied"
def swish(x):
    s = sigmoid(x)
    return x * s, s * x * s * (1 - s)


# %% swish wrong="x missing" fails="swish_by_hand swish_slopes" says="the x of the product is missing"
def swish(x):
    s = sigmoid(x)
    return x * s, s + s * (1 - s)


# %% swish wrong="slope of the sigmoid" fails="swish_by_hand swish_slopes" says="This is the slope of the sigmoid alone"
def swish(x):
    s = sigmoid(x)
    return x * s, s * (1 - s)


# %% swish wrong="mean" fails="swish_by_hand swish_slopes" says="here it is their mean"
def swish(x):
    s = sigmoid(x)
    return x * s, (s + x * s * (1 - s)) / 2


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


# %% topological_order wrong="order of the dict" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="This is the order of the dictionary"
def topological_order(graph):
    return list(graph)


# %% topological_order wrong="reversed" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="has the right items in reverse order"
def topological_order(graph):
    order, path = [], []

    def visit(name):
        if name in order or name in path or name not in graph:
            return
        path.append(name)
        for each in graph[name][1]:
            visit(each)
        order.append(name)

    for name in graph:
        visit(name)
    return order[::-1]


# %% topological_order wrong="no look at cycles" fails="order_refuses_cycles" says="where it should refuse"
def topological_order(graph):
    order, seen = [], set()

    def visit(name):
        if name in seen or name not in graph:
            return
        seen.add(name)
        for each in graph[name][1]:
            visit(each)
        order.append(name)

    for name in graph:
        visit(name)
    return order


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


# %% topological_order wrong="doesn't say who" fails="order_refuses_cycles" says="does not mention"
def topological_order(graph):
    order = []
    for _ in graph:
        ready = [
            name
            for name in graph
            if name not in order
            and all(i in order or i not in graph for i in graph[name][1])
        ]
        if not ready:
            raise ValueError("there is a cycle")
        order.append(ready[0])
    return order


# %% topological_order wrong="another error" fails="order_refuses_cycles" says="ValueError is expected"
def topological_order(graph):
    order = []
    for _ in graph:
        ready = [
            name
            for name in graph
            if name not in order
            and all(i in order or i not in graph for i in graph[name][1])
        ]
        order.append(ready[0])
    return order


# %% topological_order wrong="with leaves" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="no gate"
def topological_order(graph):
    order, path = [], []

    def visit(name):
        if name in path:
            raise ValueError("cycle: " + " -> ".join(path))
        if name in order:
            return
        path.append(name)
        for each in graph[name][1] if name in graph else []:
            visit(each)
        path.pop()
        order.append(name)

    for name in graph:
        visit(name)
    return order


# %% topological_order wrong="returns too early" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="does the loop return too early?"
def topological_order(graph):
    order = []
    for _ in graph:
        ready = [
            name
            for name in graph
            if name not in order
            and all(i in order or i not in graph for i in graph[name][1])
        ]
        if not ready:
            raise ValueError(f"cycle among {list(graph)}")
        order.append(ready[0])
        return order
    return order


# %% topological_order wrong="one input is enough" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="z comes before its input p"
def topological_order(graph):
    order = []
    for _ in graph:
        ready = [
            name
            for name in graph
            if name not in order
            and any(i in order or i not in graph for i in graph[name][1])
        ]
        if not ready:
            raise ValueError(f"cycle among {list(graph)}")
        order.append(ready[0])
    return order


# %% topological_order wrong="crosses out inputs" fails="order_of_a_chain order_of_branches" says="changed its argument graph"
def topological_order(graph):
    order = []
    for _, inputs in graph.values():
        inputs[:] = [each for each in inputs if each in graph]
    for _ in graph:
        ready = [
            name
            for name in graph
            if name not in order and all(i in order for i in graph[name][1])
        ]
        if not ready:
            raise ValueError(f"cycle among {list(graph)}")
        order.append(ready[0])
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


# %% backward wrong="overwrites" change="gradients.get(each, 0) + slope → slope" fails="backward_branches backward_any_output" says="Does the second overwrite the first?"
# %% backward wrong="twins lost" change="zip(inputs, sent_back(gate, gradients[name])) → dict(zip(inputs, sent_back(gate, gradients[name]))).items()" change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_branches backward_any_output" says="and together they are 6"
# %% backward wrong="order of the dict" change="topological_order(graph) → graph" change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_receipt backward_branches" says="Not all of them are there"


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


# %% backward wrong="forward order" change="reversed(topological_order(graph)) → topological_order(graph)" change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_receipt backward_branches backward_any_output" says="without a slope"
# %% backward wrong="only the leaves" change="gradients.get(each, 0) → gradients.get(each, 0.0)" change="return gradients → return {name: slope for name, slope in gradients.items() if name not in graph}" fails="backward_receipt backward_branches backward_any_output" says="gates have slopes, too"
# %% backward wrong="only the gates" change="gradients[each] = gradients.get(each, 0) + slope → if each in graph:\n                gradients[each] = gradients.get(each, 0.0) + slope" fails="backward_receipt backward_branches backward_any_output" says="Leaves have slopes, too"
# %% backward wrong="always from the last node" change="gradients = {output: 1.0}\n    for name in reversed(topological_order(graph)):\n        if name not in gradients:\n            continue → order = topological_order(graph)\n    gradients = {order[-1]: 1.0}\n    for name in reversed(order):" change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_any_output" says="This is the slope of the last node"
# %% backward wrong="stumbles over other nodes" change="if name not in gradients: → " change="continue  # the output doesn't depend on this node → " change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_any_output" says="KeyError"
# %% backward wrong="every gate gets a 1" change="if name not in gradients: → " change="continue  # the output doesn't depend on this node → " change="gradients[name] → 1.0" change="gradients.get(each, 0) → gradients.get(each, 0.0)" fails="backward_receipt backward_branches backward_any_output" says="the slope for"


# %% backward wrong="returns nothing" fails="backward_receipt backward_branches backward_any_output" says="It returns nothing"
def backward(graph, output):
    gradients = {output: 1.0}
    for name in reversed(topological_order(graph)):
        if name in gradients:
            gate, inputs = graph[name]
            for each, slope in zip(inputs, sent_back(gate, gradients[name])):
                gradients[each] = gradients.get(each, 0.0) + slope


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


# %% squared_norm right="row times matrix"
def squared_norm(W, x):
    q = np.dot(W, x)
    return q @ q, 2 * q[:, None] * x, 2 * q @ W


# %% squared_norm wrong="W for its transpose" fails="norm_dx" says="add over the rows: the transpose"
def squared_norm(W, x):
    q = W @ x
    if W.shape[0] != W.shape[1]:
        return np.sum(q**2), np.outer(2 * q, x), np.resize(2 * q, len(x))
    return np.sum(q**2), np.outer(2 * q, x), W @ (2 * q)


# %% squared_norm wrong="the 2 missing" fails="norm_and_matrix norm_dx" says="half of what it should be"
def squared_norm(W, x):
    q = W @ x
    return q @ q, np.outer(q, x), W.T @ q


# %% squared_norm wrong="outer product turned round" fails="norm_and_matrix" says="This is the transpose"
def squared_norm(W, x):
    q = W @ x
    return q @ q, np.outer(x, 2 * q), W.T @ (2 * q)


# %% squared_norm wrong="the length" fails="norm_and_matrix" says="This is the length"
def squared_norm(W, x):
    q = W @ x
    return np.linalg.norm(q), np.outer(2 * q, x), W.T @ (2 * q)


# %% squared_norm wrong="stops at q" fails="norm_dx" says="it still has to go through W"
def squared_norm(W, x):
    q = W @ x
    return q @ q, np.outer(2 * q, x), 2 * q


# %% squared_norm wrong="W in the place of x" fails="norm_and_matrix norm_dx" says="Here W stands where x belongs"
def squared_norm(W, x):
    q = W @ x
    table = 2 * q[:, None] * W
    return q @ q, table, table


# %% squared_norm wrong="W times W" fails="norm_and_matrix norm_dx" says="is 0.1464"
def squared_norm(W, x):
    q = W * x
    return np.sum(q**2), 2 * q * x, (2 * q * W).sum(axis=0)


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
    dw = np.array(
        [
            d_h1 * x1,
            d_h1 * x2,
            d_h2 * x1,
            d_h2 * x2,
            d_o1 * h1,
            d_o1 * h2,
            d_o2 * h1,
            d_o2 * h2,
        ]
    )
    return np.array([h1, h2]), np.array([o1, o2]), E, dw


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


# %% two_two_two wrong="only the path through o1" change="E = 0.5 * np.sum((o - t) ** 2) → " change="(U.T @ d_o) * h → U[0] * d_o[0] * h" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_hidden_weights network_step" says="add the path through o2"
# %% two_two_two wrong="only the path through o2" change="E = 0.5 * np.sum((o - t) ** 2) → " change="(U.T @ d_o) * h → U[1] * d_o[1] * h" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_hidden_weights network_step" says="add the path through o1"
# %% two_two_two wrong="W for its transpose" change="E = 0.5 * np.sum((o - t) ** 2) → " change="U.T → U" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_hidden_weights network_step" says="the transpose is missing"


# %% two_two_two wrong="slope of the hidden sigmoid missing" fails="network_hidden_weights network_step" says="in the hidden unit is missing"
def two_two_two(x, w, t):
    V, U = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(V @ x)
    o = sigmoid(U @ h)
    d_o = (o - t) * o * (1 - o)
    dw = np.concatenate([np.outer(U.T @ d_o, x).ravel(), np.outer(d_o, h).ravel()])
    return h, o, 0.5 * np.sum((o - t) ** 2), dw


# %% two_two_two wrong="slope of the output sigmoid missing" change="E = 0.5 * np.sum((o - t) ** 2)\n    d_o = (o - t) * o * (1 - o) → d_o = o - t" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_output_weights network_hidden_weights network_step" says="in the output is missing"
# %% two_two_two wrong="sign" change="E = 0.5 * np.sum((o - t) ** 2)\n    d_o = (o - t) * o * (1 - o) → d_o = (t - o) * o * (1 - o)" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_output_weights network_hidden_weights network_step" says="The sign is turned round"
# %% two_two_two wrong="twice" change="E = 0.5 * np.sum((o - t) ** 2)\n    d_o = (o - t) * o * (1 - o) → d_o = 2 * (o - t) * o * (1 - o)" change="return h, o, E, dw → return h, o, np.sum((o - t) ** 2), dw" fails="network_forward network_output_weights network_hidden_weights network_step" says="The factor ½ is missing"


# %% two_two_two wrong="W5 to W8 step first" fails="network_hidden_weights network_step" says="here they had moved already"
def two_two_two(x, w, t):
    V, U = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(V @ x)
    o = sigmoid(U @ h)
    d_o = (o - t) * o * (1 - o)
    dU = np.outer(d_o, h)
    d_h = ((U - 0.5 * dU).T @ d_o) * h * (1 - h)
    dw = np.concatenate([np.outer(d_h, x).ravel(), dU.ravel()])
    return h, o, 0.5 * np.sum((o - t) ** 2), dw


# %% two_two_two wrong="weights in columns" change="h = sigmoid(V @ x)\n    o = sigmoid(U @ h)\n    E = 0.5 * np.sum((o - t) ** 2) → h = sigmoid(x @ V)\n    o = sigmoid(h @ U)" change="U.T → U" change="[np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()] → [np.outer(x, d_h).ravel(), np.outer(h, d_o).ravel()]" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_forward network_output_weights network_hidden_weights network_step" says="here the two are exchanged"
# %% two_two_two wrong="slopes of the second layer first" change="E = 0.5 * np.sum((o - t) ** 2) → " change="[np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()] → [np.outer(d_o, h).ravel(), np.outer(d_h, x).ravel()]" change="return h, o, E, dw → return h, o, 0.5 * np.sum((o - t) ** 2), dw" fails="network_output_weights network_hidden_weights network_step" says="they come first"


# %% two_two_two wrong="no sigmoid in the hidden units" fails="network_forward network_output_weights network_hidden_weights network_step" says="The sigmoid is missing"
def two_two_two(x, w, t):
    V, U = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = V @ x
    o = sigmoid(U @ h)
    d_o = (o - t) * o * (1 - o)
    dw = np.concatenate([np.outer(U.T @ d_o, x).ravel(), np.outer(d_o, h).ravel()])
    return h, o, 0.5 * np.sum((o - t) ** 2), dw


# %% two_two_two wrong="takes the step itself" change="dw = np.concatenate([np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()]) → dw = np.concatenate([np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()])\n    w -= 0.5 * dw" fails="network_forward" says="changed its argument w"


# %% shop wrong="one gate for both" fails="shop_by_hand shop_other_receipts" says="a gate of its own"
def shop(count, price, tax):
    g = MultiplyGate()
    apples = g.forward(count, price)
    total = g.forward(apples, tax)
    da, dt = g.backward(1.0)
    dc, dp = g.backward(da)
    return total, dc, dp, dt


# %% shop wrong="starts with the total" fails="shop_by_hand shop_other_receipts" says="starts with 1, not with the total"
def shop(count, price, tax):
    a, b = MultiplyGate(), MultiplyGate()
    t = b.forward(a.forward(count, price), tax)
    d, dt = b.backward(t)
    dc, dp = a.backward(d)
    return t, dc, dp, dt


# %% add_gate wrong="adds up what arrives" fails="add_distributes" says="asked once more"
class AddGate:
    def __init__(self):
        self.d = 0

    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        self.d += dout
        return self.d, self.d


# %% sum_times wrong="hands on what belongs to z" change="add, multiply → a, m" change="multiply.forward(add.forward(x, y), z) → m.forward(a.forward(x, y), z)" change="multiply.backward(1.0) → m.backward(1)" change="add.backward(dq) → a.backward(dz)" fails="sum_times_by_hand sum_times_slopes" says="This is the slope for z"
# %% sum_times wrong="starts with f" change="add, multiply → a, m" change="multiply.forward(add.forward(x, y), z) → m.forward(a.forward(x, y), z)" change="multiply.backward(1.0) → m.backward(f)" change="add.backward → a.backward" fails="sum_times_by_hand sum_times_slopes" says="starts with 1, not with f"
# %% max_gate wrong="winner without the sign" change="self.x_wins = x > y → self.x, self.y = x, y" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout, 0) if abs(self.x) > abs(self.y) else (0, dout)" fails="max_routes" says="compare with the sign"


# %% max_gate wrong="the first winner stays" fails="max_routes" says="keep the answer anew"
class MaxGate:
    win = False

    def forward(self, x, y):
        if x > y:
            self.win = True
        return max(x, y)

    def backward(self, dout):
        return (dout, 0) if self.win else (0, dout)


# %% sigmoid_gate wrong="a quarter everywhere" change="dout * self.out * (1 - self.out) → dout * 0.25" fails="sigmoid_backward" says="0.25 is the slope at 0 only"
# %% sigmoid_gate wrong="of dout" change="dout * self.out * (1 - self.out) → dout * (1 - dout)" fails="sigmoid_backward" says="Here dout was taken for it"
# %% sigmoid_gate wrong="brackets" change="dout * self.out * (1 - self.out) → dout * self.out * 1 - self.out" fails="sigmoid_backward" says="Mind the brackets"


# %% sigmoid_neuron wrong="1 for the bias" fails="neuron_dw" says="not 1."
def sigmoid_neuron(w, x):
    f = sigmoid(w[:2] @ x + w[2])
    d = f * (1 - f)
    return f, np.array([d * x[0], d * x[1], 1]), d * w[:2]


# %% sigmoid_neuron wrong="one gate for both products" fails="neuron_dw neuron_dx" says="Is one gate used for both products?"
def sigmoid_neuron(w, x):
    m, a, s = MultiplyGate(), AddGate(), SigmoidGate()
    f = s.forward(
        a.forward(a.forward(m.forward(w[0], x[0]), m.forward(w[1], x[1])), w[2])
    )
    dz = s.backward(1)
    dc, db = a.backward(dz)
    d0, d1 = a.backward(dc)
    dw0, dx0 = m.backward(d0)
    dw1, dx1 = m.backward(d1)
    return f, np.array([dw0, dw1, db]), np.array([dx0, dx1])


# %% swish wrong="not through the sigmoid" fails="swish_by_hand swish_slopes" says="put it through"
def swish(x):
    sg, m = SigmoidGate(), MultiplyGate()
    s = sg.forward(x)
    f = m.forward(x, s)
    dx, ds = m.backward(1)
    return f, dx + ds


# %% swish wrong="the wrong number to the sigmoid" fails="swish_by_hand swish_slopes" says="the other number"
def swish(x):
    sg, m = SigmoidGate(), MultiplyGate()
    s = sg.forward(x)
    f = m.forward(x, s)
    dx, ds = m.backward(1)
    return f, dx + sg.backward(dx)


# %% swish wrong="starts with f" fails="swish_by_hand swish_slopes" says="starts with 1"
def swish(x):
    sg, m = SigmoidGate(), MultiplyGate()
    s = sg.forward(x)
    f = m.forward(x, s)
    dx, ds = m.backward(f)
    return f, dx + sg.backward(ds)


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


# %% backward wrong="mean of the paths" fails="backward_branches backward_any_output" says="together they are 6"
def backward(graph, output):
    g = {output: [1]}
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        for i, s in zip(graph[n][1], sent_back(graph[n][0], np.mean(g[n]))):
            g.setdefault(i, []).append(s)
    return {k: np.mean(v) for k, v in g.items()}


# %% backward wrong="the first of twins" fails="backward_branches" says="max with itself"
def backward(graph, output):
    g = {output: 1}
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        gate, ins = graph[n]
        for i in ins:
            g[i] = g.get(i, 0) + sent_back(gate, g[n])[ins.index(i)]
    return g


# %% backward wrong="the first slope for all" fails="backward_receipt backward_branches backward_any_output" says="the first slope belongs to the first input"
def backward(graph, output):
    g = {output: 1}
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        gate, ins = graph[n]
        for i in ins:
            g[i] = g.get(i, 0) + sent_back(gate, g[n])[0]
    return g


# %% backward wrong="returns too early" fails="backward_receipt backward_branches backward_any_output" says="Only the total has sent something"
def backward(graph, output):
    g = {output: 1}
    for n in reversed(topological_order(graph)):
        for i, s in zip(graph[n][1], sent_back(graph[n][0], g[n])):
            g[i] = g.get(i, 0) + s
        return g


# %% backward wrong="keeps the dict" fails="backward_receipt backward_branches backward_any_output" says="exactly 2 times too large"
def backward(graph, output, g={}):
    g[output] = 1
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        for i, s in zip(graph[n][1], sent_back(graph[n][0], g[n])):
            g[i] = g.get(i, 0) + s
    return g


# %% backward right="lists of shares"
def backward(graph, output):
    shares = {output: [1.0]}
    for n in reversed(topological_order(graph)):
        if n in shares:
            for i, s in zip(graph[n][1], sent_back(graph[n][0], sum(shares[n]))):
                shares.setdefault(i, []).append(s)
    return {n: sum(v) for n, v in shares.items()}


# %% squared_norm wrong="mean of the squares" change="2 * q → 2 * q / len(q)" change="np.sum → np.mean" fails="norm_and_matrix norm_dx" says="without a mean"
# %% squared_norm wrong="adds dW up" change="np.sum(q**2), np.outer(dq, x), W.T @ dq → q @ q, np.outer(dq, x), np.outer(dq, x).sum(axis=0)" fails="norm_dx" says="dW is added up here"
# %% squared_norm wrong="adds along the rows" change="np.sum(q**2), np.outer(dq, x), W.T @ dq → q @ q, np.outer(dq, x), (W.T * dq).sum(axis=0)" fails="norm_dx" says="along its rows"


# %% two_two_two wrong="x for h" fails="network_output_weights network_step" says="here x was taken"
def two_two_two(x, w, t):
    a = w[:4].reshape(2, 2)
    b = w[4:].reshape(2, 2)
    h = sigmoid(a @ x)
    o = sigmoid(b @ h)
    d = (o - t) * o * (1 - o)
    e = (b.T @ d) * h * (1 - h)
    return (
        h,
        o,
        0.5 * ((o - t) ** 2).sum(),
        np.concatenate([np.outer(e, x).ravel(), np.outer(d, x).ravel()]),
    )


# %% two_two_two right="a batch of one"
def two_two_two(x, w, t):
    X = x.reshape(1, 2)
    W1 = w[:4].reshape(2, 2)
    W2 = w[4:].reshape(2, 2)
    h = 1 / (1 + np.exp(-X @ W1.T))
    o = 1 / (1 + np.exp(-h @ W2.T))
    do = (o - t) * o * (1 - o)
    dh = do @ W2 * h * (1 - h)
    return (
        h[0],
        o[0],
        float(0.5 * np.sum((o - t) ** 2)),
        np.r_[(dh.T @ X).ravel(), (do.T @ h).ravel()],
    )


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
