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
# %% multiply_gate wrong="doesn't swap" change="dout * self.y, dout * self.x → dout * self.x, dout * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="The first number is dout times x here. The gate swaps: dx comes first, and the other input belongs to it. Are x and y kept under their own names?"
# %% multiply_gate wrong="without dout" change="dout * self.y, dout * self.x → self.y, self.x" fails="multiply_by_hand multiply_keeps_its_inputs" says="dout, the number that arrives, is missing: it multiplies both slopes."
# %% multiply_gate wrong="keeps nothing" change="self.x, self.y = x, y → " fails="multiply_by_hand multiply_keeps_its_inputs" reads="has no attribute 'y'"
# %% multiply_gate wrong="kept in a variable" change="self.x, self.y = x, y → x_kept, y_kept = x, y" change="dout * self.y, dout * self.x → dout * y_kept, dout * x_kept" fails="multiply_by_hand multiply_keeps_its_inputs" reads="is not defined"
# %% multiply_gate wrong="kept in the class" change="self.x, self.y → MultiplyGate.x, MultiplyGate.y" fails="multiply_keeps_its_inputs" says="These are the numbers of the other gate. Keep them in self, in forward: what is made in the body of the class belongs to all gates."
# %% multiply_gate wrong="dout as it is" change="dout * self.y, dout * self.x → dout, dout" fails="multiply_by_hand multiply_keeps_its_inputs" says="This is dout as it is, as a gate that adds would send it. A gate that multiplies scales it with the other input."
# %% multiply_gate wrong="all three" change="dout * self.y, dout * self.x → dout * self.x * self.y, dout * self.x * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="Both inputs are in this slope. For each unit of x, the output moves by y alone."
# %% multiply_gate wrong="takes what it kept off a list" change='self.x, self.y = x, y → self.kept = [*getattr(self, "kept", []), (x, y)]' change="return dout * self.y, dout * self.x → x, y = self.kept.pop()\n        return dout * y, dout * x" fails="multiply_keeps_its_inputs" says="backward throws away what forward has kept, so a second backward finds older numbers. Keep them until the next forward."
# %% multiply_gate wrong="one number" change="dout * self.y, dout * self.x → dout * self.y" fails="multiply_by_hand multiply_keeps_its_inputs" reads="2 items are expected"
# %% multiply_gate wrong="spends what it kept" change="return dout * self.y, dout * self.x → self.x, self.y = dout * self.y, dout * self.x\n        return self.x, self.y" fails="multiply_keeps_its_inputs" says="backward overwrites what forward has kept, so a second backward finds other numbers. Leave self.x and self.y as they are."


# %% multiply_gate wrong="chain rule by division" fails="multiply_by_hand multiply_keeps_its_inputs" says="dout was divided by an input here. Along a path slopes multiply."
class MultiplyGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dout):
        dx = dout / self.x
        dy = dout / self.y
        return dx, dy


# %% multiply_gate wrong="adds the inputs' slopes into one" fails="multiply_by_hand multiply_keeps_its_inputs" says="An input was added to dout here. Along a path slopes multiply."
class MultiplyGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dout):
        dx = dout + self.y
        dy = dout + self.x
        return dx, dy


# %% multiply_gate wrong="forward adds" fails="multiply_by_hand multiply_keeps_its_inputs" says="The two are added here; this gate multiplies."
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dout):
        return dout * self.y, dout * self.x


# %% multiply_gate wrong="keeps in first forward only" fails="multiply_keeps_its_inputs" says="These are the numbers of the first forward. The latest one counts."
class MultiplyGate:
    def __init__(self):
        self.cache = []

    def forward(self, x, y):
        self.cache.append((x, y))
        return x * y

    def backward(self, dout):
        x, y = self.cache[0]
        return dout * y, dout * x


# %% multiply_gate wrong="slope squared" fails="multiply_by_hand multiply_keeps_its_inputs" says="An input is in there twice. Each slope is dout times one input."
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dout):
        return dout * self.y * self.y, dout * self.x * self.x


# %% multiply_gate wrong="sum" fails="multiply_by_hand multiply_keeps_its_inputs" says="The inputs are added here. Each slope is dout times one of them, the other one."
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dout):
        d = dout * (self.x + self.y)
        return d, d


# %% multiply_gate wrong="added to the last slopes" change="return dout * self.y, dout * self.x → self.dx, self.dy = getattr(self, \"dx\", 0) + dout * self.y, getattr(self, \"dy\", 0) + dout * self.x\n        return self.dx, self.dy" fails="multiply_keeps_its_inputs" says="The slopes of an earlier backward are still in these. Each call begins anew."
# %% multiply_gate wrong="x written over" change="return dout * self.y, dout * self.x → self.x = dout * self.y\n        self.y = dout * self.x\n        return self.x, self.y" fails="multiply_by_hand multiply_keeps_its_inputs" says="self.x was written over before dy was computed from it. Give the slopes names of their own."
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
# %% shop wrong="tax left out on the way back" change="fruit.backward(dapples) → fruit.backward(1.0)" fails="shop_by_hand shop_other_receipts" says="The slopes for count and price stop at the apples here. The way on from the apples to the total is missing."
# %% shop wrong="the tax goes back to the fruit" change="fruit.backward(dapples) → fruit.backward(dtax)" fails="shop_by_hand shop_other_receipts" says="What goes back into the fruit gate is the slope for the apples, the first of the two numbers that the till sends."
# %% shop wrong="exchanged" change="return total, dcount, dprice, dtax → return total, dprice, dcount, dtax" fails="shop_by_hand shop_other_receipts" says="The slopes for count and price are exchanged. Mind the order, in the gate and in the result."
# %% shop wrong="added slopes" change="return total, dcount, dprice, dtax → return total, price + tax, count + tax, dtax" fails="shop_by_hand shop_other_receipts" says="Slopes along a path are multiplied; here they were added."
# %% shop wrong="total for the tax" change="return total, dcount, dprice, dtax → return total, dcount, dprice, total" fails="shop_by_hand shop_other_receipts" says="The total is returned as the slope for the tax here. That slope is what the tax multiplies, without the tax itself."
# %% shop wrong="only the total" change="return total, dcount, dprice, dtax → return total" fails="shop_by_hand shop_other_receipts" reads="4 items are expected"
# %% shop wrong="the example" change="return total, dcount, dprice, dtax → return 220.0, 110.0, 2.2, 200.0" fails="shop_other_receipts" says="These are the numbers of the example, whatever goes in. Work with count, price and tax."
# %% shop wrong="one gate for both" change="fruit, till = MultiplyGate(), MultiplyGate() → fruit = till = MultiplyGate()" fails="shop_by_hand shop_other_receipts" says="Each product needs a gate of its own, for both ways: what the till sends for the apples goes back into the gate that multiplied count and price."
# %% shop wrong="starts with the total" change="till.backward(1.0) → till.backward(total)" fails="shop_by_hand shop_other_receipts" says="The way back starts with 1, not with the total."


# %% shop wrong="dtax instead of dapples" change="apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax → total = till.forward(fruit.forward(count, price), tax)\n    dtax, dapples" fails="shop_by_hand shop_other_receipts" says="What goes back into the fruit gate is the slope for the apples, the first of the two numbers that the till sends."
# %% shop wrong="same order" change="dapples, dtax = till.backward(1.0)\n    dcount, dprice = fruit.backward(dapples → dcount, dprice = fruit.backward(1.0)\n    dapples, dtax = till.backward(dcount" fails="shop_by_hand shop_other_receipts" says="The slopes for count and price stop at the apples here. The way on from the apples to the total is missing."
# %% shop wrong="gates crossed on the way back" change=", till = MultiplyGate(), MultiplyGate()\n    apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax = till.backward(1.0)\n    dcount, dprice = fruit →  = MultiplyGate()\n    till = MultiplyGate()\n    apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax = fruit.backward(1.0)\n    dcount, dprice = till" fails="shop_by_hand shop_other_receipts" says="The gates are exchanged on the way back: the last one forward is the first one back."
# %% shop wrong="rounded as money" change="total = till.forward(apples, tax) → total = round(till.forward(apples, tax), 2)" fails="shop_other_receipts" says="The total was rounded. Leave all its digits."
# %% shop wrong="tax added" change="fruit, till = MultiplyGate(), MultiplyGate()\n    apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax = till.backward(1.0)\n    dcount, dprice = fruit.backward(dapples)\n    return total, dcount, dprice, dtax → apples = count * price\n    total = apples + apples * tax\n    return total, price * (1 + tax), count * (1 + tax), apples" fails="shop_by_hand shop_other_receipts" says="The tax is a factor, not a share that is added on top: the total is the price of the apples times the tax."
# %% shop wrong="slope for apples returned" change="return total → return apples" fails="shop_by_hand shop_other_receipts" says="The total is returned without the tax here."
# %% shop wrong="order dtax first" change="return total, dcount, dprice, dtax → return total, dtax, dcount, dprice" fails="shop_by_hand shop_other_receipts" says="The slopes are in another order: count comes first, then price, then tax."
# %% shop wrong="quotient from total" change="fruit, till = MultiplyGate(), MultiplyGate()\n    apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax = till.backward(1.0)\n    dcount, dprice = fruit.backward(dapples)\n    return total, dcount, dprice, dtax → total = count * price * tax\n    return total, total * price, total * count, total" fails="shop_by_hand shop_other_receipts" says="These slopes have the total in them. The slope for a factor is the product of the other factors."
# %% shop wrong="tax slope is tax" change="fruit, till = MultiplyGate(), MultiplyGate()\n    apples = fruit.forward(count, price)\n    total = till.forward(apples, tax)\n    dapples, dtax = till.backward(1.0)\n    dcount, dprice = fruit.backward(dapples)\n    return total, dcount, dprice, dtax → total = count * price * tax\n    return total, price * tax, count * tax, tax" fails="shop_by_hand shop_other_receipts" says="The slope for the tax is the tax itself here. It is what the tax multiplies."
# %% shop wrong="fruits fwd args mixed" change="price)\n    total = till.forward(apples, tax → tax)\n    total = till.forward(apples, price" fails="shop_by_hand shop_other_receipts" says="The price and the tax are exchanged in the gates: fruit takes count and price, till takes the apples and the tax."
# %% shop wrong="slopes of the picture" change="return total, dcount, dprice, dtax → return total, 110.0, 2.2, dtax" fails="shop_other_receipts" says="110 and 2.2 are the slopes of one receipt. Take what the gates send back."
# %% shop wrong="whole apples only" change="fruit.forward(count, price) → fruit.forward(int(count), price)" fails="shop_other_receipts" says="The decimals of count are cut off. It may be any number: apples are sold by weight, too."
# %% add_gate right="keeps what it needn't" change="return x + y → self.x, self.y = x, y\n        return self.x + self.y" change="return dout, dout → dx = dout * 1\n        dy = dout * 1\n        return dx, dy"
# %% add_gate right="a list" change="x + y → np.add(x, y)" change="dout, dout → [dout] * 2"
# %% add_gate wrong="splits" change="dout, dout → dout / 2, dout / 2" fails="add_distributes" says="Each input gets all of dout, not half of it: if x moves by 1, the sum moves by 1."
# %% add_gate wrong="swaps as the other gate" change="return x + y → self.x, self.y = x, y\n        return x + y" change="dout, dout → dout * self.y, dout * self.x" fails="add_distributes" says="dout was multiplied by an input here. The sum moves by 1 for each unit of x or of y, whatever their values are."
# %% add_gate wrong="ones" change="dout, dout → 1.0, 1.0" fails="add_distributes" says="The slope of the gate is 1, and dout multiplies it."
# %% add_gate wrong="one number" change="dout, dout → dout" fails="add_distributes" reads="2 items are expected"
# %% add_gate wrong="multiplies" change="x + y → x * y" fails="add_distributes" says="The two are multiplied here; this gate adds."
# %% add_gate wrong="adds up what arrives" change="def forward(self, x, y): → d = 0\n\n    def forward(self, x, y):" change="return dout, dout → self.d += dout\n        return self.d, self.d" fails="add_distributes" says="This holds what came at earlier calls, too. Each backward starts anew."


# %% add_gate wrong="inputs" fails="add_distributes" says="dout was multiplied by an input here. The sum moves by 1 for each unit of x or of y, whatever their values are."
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dout):
        return dout * self.x, dout * self.y


# %% add_gate wrong="dout added" fails="add_distributes" says="An input was added to dout here. This gate hands on dout as it is."
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dout):
        return dout + self.x, dout + self.y


# %% add_gate wrong="zero" fails="add_distributes" says="Only x gets something here. Each input gets all of dout."
class AddGate:
    def forward(self, x, y):
        self.out = x + y
        return self.out

    def backward(self, dout):
        return dout, 0.0


# %% add_gate wrong="out times dout" fails="add_distributes" says="dout was multiplied by the sum here. This gate hands it on as it is."
class AddGate:
    def forward(self, x, y):
        self.out = x + y
        return self.out

    def backward(self, dout):
        return dout * self.out, dout * self.out


# %% add_gate wrong="doubles" fails="add_distributes" says="This is twice dout. Each input gets dout once."
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        dout = dout + dout
        return dout, dout


# %% add_gate wrong="shares by size" fails="add_distributes" says="dout is shared out here. Each input gets all of it."
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dout):
        s = self.x + self.y
        return dout * self.x / s, dout * self.y / s


# %% add_gate wrong="returns kept inputs" fails="add_distributes" says="The inputs are sent back here. What a sum sends back depends on dout alone."
class AddGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x + y

    def backward(self, dout):
        return self.x, self.y


# %% add_gate wrong="minus" fails="add_distributes" says="The slope for y has a minus here. If y moves up, the sum moves up as well."
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        return dout, -dout


# %% add_gate wrong="dout plus one" fails="add_distributes" says="The slope of the gate was added to dout. Along a path slopes multiply."
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dout):
        return dout + 1, dout + 1


# %% add_gate wrong="running total" change="return x + y → self.total = getattr(self, \"total\", 0) + x + y\n        return self.total" fails="add_distributes" says="The sum of an earlier forward is still in this one. Each call begins anew."
# %% add_gate wrong="first sum kept" change="return x + y → self.total = getattr(self, \"total\", x + y)\n        return self.total" fails="add_distributes" says="This is the sum of an earlier forward. Each call begins anew."
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


# %% sum_times wrong="brackets" change="return f, dx, dy, dz → return x + y * z, 1.0, z, y" fails="sum_times_by_hand sum_times_slopes" says="Mind the brackets: first x + y, then times z."
# %% sum_times wrong="not through the product" change="add.backward(dq) → add.backward(1.0)" fails="sum_times_by_hand sum_times_slopes" says="The way from q to f is missing: q moves by 1 for each unit of x, and f by z for each unit of q."
# %% sum_times wrong="not swapped" change="dq, dz = multiply.backward(1.0) → dz, dq = multiply.backward(1.0)" fails="sum_times_by_hand sum_times_slopes" says="The slope for z stands at the place of x here. The multiply gate swaps: to q, and on to x and y, goes z. Slopes come back in the order in which forward took its inputs; look at your return, too."
# %% sum_times wrong="gates exchanged" change="return f, dx, dy, dz → return x * y * z, dx, dy, dz" fails="sum_times_by_hand sum_times_slopes" says="All three are multiplied here. x and y are added first."
# %% sum_times wrong="shared" change="add.backward(dq) → add.backward(dq / 2)" fails="sum_times_by_hand sum_times_slopes" says="The add gate doesn't share: x and y get all of what arrives, each of them."
# %% sum_times wrong="z gets what arrives" change="return f, dx, dy, dz → return f, dx, dy, dq" fails="sum_times_by_hand sum_times_slopes" says="The multiply gate swaps: to z goes q, not z."
# %% sum_times wrong="hands on what belongs to z" change="add.backward(dq) → add.backward(dz)" fails="sum_times_by_hand sum_times_slopes" says="The slope for z stands at the place of x here. The multiply gate swaps: to q, and on to x and y, goes z. Slopes come back in the order in which forward took its inputs; look at your return, too."
# %% sum_times wrong="q for f" change="return f, dx → return add.forward(x, y), dx" fails="sum_times_by_hand sum_times_slopes" says="This is q, the sum of x and y. f is the product of q and z."
# %% sum_times wrong="starts with f" change="multiply.backward(1.0) → multiply.backward(f)" fails="sum_times_by_hand sum_times_slopes" says="The way back starts with 1, not with f."


# %% sum_times wrong="product rule" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq) → f = (x + y) * z\n    dx = y * z\n    dy = x * z\n    dz = x + y" fails="sum_times_by_hand sum_times_slopes" says="x and y are treated as factors here. They are added, so each gets what arrives at q, as it is."
# %% sum_times wrong="forgot sum" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq) → q = x + y\n    f = q * z\n    dq = z\n    dz = 1.0\n    dx = dq * 1\n    dy = dq * 1" fails="sum_times_by_hand sum_times_slopes" says="The slope for z is 1 here. How far does f move for each unit of z?"
# %% sum_times wrong="gates swapped" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add → mul, add = MultiplyGate(), AddGate()\n    q = mul.forward(x, y)\n    f = add.forward(q, z)\n    dq, dz = add.backward(1.0)\n    dx, dy = mul" fails="sum_times_by_hand sum_times_slopes" says="The gates are exchanged: x and y are added, and their sum is multiplied by z."
# %% sum_times wrong="dq doubled for two inputs" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq) → q = x + y\n    f = q * z\n    dq = z\n    dx = dq * x\n    dy = dq * y\n    dz = q" fails="sum_times_by_hand sum_times_slopes" says="The slopes for x and y have x and y in them here. The add gate hands on what arrives, as it is."
# %% sum_times wrong="multiply for add" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add → g1, g2 = MultiplyGate(), MultiplyGate()\n    q = g1.forward(x, y)\n    f = g2.forward(q, z)\n    dq, dz = g2.backward(1.0)\n    dx, dy = g1" fails="sum_times_by_hand sum_times_slopes" says="All three are multiplied here. x and y are added first."
# %% sum_times wrong="dz x only" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq)\n    return f, dx, dy, dz → q = x + y\n    f = q * z\n    return f, z, z, x * y" fails="sum_times_by_hand sum_times_slopes" says="The slope for z has a product of x and y in it. z is multiplied by their sum."
# %% sum_times wrong="z squared" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq → a, m = AddGate(), MultiplyGate()\n    q = a.forward(x, y)\n    f = m.forward(q, z)\n    dq, dz = m.backward(1.0)\n    dx, dy = a.backward(dq * z" fails="sum_times_by_hand sum_times_slopes" says="z is a factor twice here: what the multiply gate sends to q is complete."
# %% sum_times wrong="order" change="add, multiply = AddGate(), MultiplyGate()\n    f = multiply.forward(add.forward(x, y), z)\n    dq, dz = multiply.backward(1.0)\n    dx, dy = add.backward(dq)\n    return f, dx, dy, dz → q = x + y\n    f = q * z\n    return f, q, z, z" fails="sum_times_by_hand sum_times_slopes" says="The slope for z stands at the place of x here. The multiply gate swaps: to q, and on to x and y, goes z. Slopes come back in the order in which forward took its inputs; look at your return, too."
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


# %% max_gate wrong="both at a tie" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="return (dout, 0) if self.x_wins else (0, dout) → return dout * (self.x >= self.y), dout * (self.y >= self.x)" fails="max_routes" says="If both inputs are equal, only one of them gets dout, and it gets all of it."
# %% max_gate wrong="halves at a tie" change="self.x_wins = x > y → self.x_wins = (np.sign(x - y) + 1) / 2" change="x if self.x_wins else y → max(x, y)" change="(dout, 0) if self.x_wins else (0, dout) → (dout * self.x_wins, dout * (1 - self.x_wins))" fails="max_routes" says="If both inputs are equal, one of them gets all of dout; here they share it."
# %% max_gate wrong="neither at a tie" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="return (dout, 0) if self.x_wins else (0, dout) → return dout * (self.x > self.y), dout * (self.y > self.x)" fails="max_routes" says="If both inputs are equal, one of them gets dout; here neither does."
# %% max_gate wrong="splits" change="(dout, 0) if self.x_wins else (0, dout) → dout / 2, dout / 2" fails="max_routes" says="The gate doesn't split: the winner gets all of dout."
# %% max_gate wrong="both get it" change="(dout, 0) if self.x_wins else (0, dout) → dout, dout" fails="max_routes" says="The loser gets 0: if it moves a little, the output stays."
# %% max_gate wrong="the loser gets it" change="(dout, 0) if self.x_wins else (0, dout) → (0, dout) if self.x_wins else (dout, 0)" fails="max_routes" says="The winner gets dout; here it got 0."
# %% max_gate wrong="without dout" change="(dout, 0) if self.x_wins else (0, dout) → (1, 0) if self.x_wins else (0, 1)" fails="max_routes" says="The winner's slope is 1, and dout multiplies it."
# %% max_gate wrong="by size without the sign" change="x > y → abs(x) > abs(y)" fails="max_forward max_routes" says="The larger one is meant, with its sign: of two negative numbers it is the one nearer to 0."
# %% max_gate wrong="the smaller one" change="x > y → x < y" fails="max_forward max_routes" says="The smaller one is let through here."
# %% max_gate wrong="adds" change="x if self.x_wins else y → x + y" change="(dout, 0) if self.x_wins else (0, dout) → dout, dout" fails="max_forward max_routes" says="The two are added here. This gate lets one of them through."
# %% max_gate wrong="values go back" change="self.x_wins = x > y → self.x, self.y, self.x_wins = x, y, x > y" change="(dout, 0) if self.x_wins else (0, dout) → (dout * self.x, 0) if self.x_wins else (0, dout * self.y)" fails="max_routes" says="The slope of the gate is 1 for the winner, not its value."
# %% max_gate wrong="kept in the class" change="self.x_wins = x > y → MaxGate.x_wins = x > y" fails="max_routes" says="The loser gets dout here. At each forward compare x with y again, signs included, and keep the answer in self."
# %% max_gate wrong="winner without the sign" change="x > y → abs(x) > abs(y)" change="x if self.x_wins else y → max(x, y)" fails="max_routes" says="The loser gets dout here. At each forward compare x with y again, signs included, and keep the answer in self."
# %% max_gate wrong="the first winner stays" change="def forward(self, x, y): → x_wins = False\n\n    def forward(self, x, y):" change="self.x_wins = x > y → self.x_wins = self.x_wins or x > y" change="x if self.x_wins else y → max(x, y)" fails="max_routes" says="The loser gets dout here. At each forward compare x with y again, signs included, and keep the answer in self."


# %% max_gate wrong="single number" fails="max_routes" says="The sign of dout decides here which input gets it. x and y decide that, so forward has to keep what backward needs to know."
class MaxGate:
    def forward(self, x, y):
        self.out = max(x, y)
        return self.out

    def backward(self, dout):
        return max(dout, 0), min(dout, 0)


# %% max_gate wrong="dict wrong sides" fails="max_routes" says="The loser gets 0: if it moves a little, the output stays."
class MaxGate:
    def forward(self, x, y):
        self.x = x
        self.y = y
        return x if x > y else y

    def backward(self, dout):
        if self.x > self.y:
            dx, dy = dout, -dout
        else:
            dx, dy = -dout, dout
        return dx, dy


# %% max_gate wrong="compares dout with inputs" fails="max_routes" says="A number that came into forward goes back here. x and y only say who wins: dout goes to the winner, and 0 to the loser."
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return max(x, y)

    def backward(self, dout):
        dx = max(self.x, dout)
        dy = max(self.y, dout)
        return dx, dy


# %% max_gate wrong="difference" fails="max_routes" says="The difference of x and y is a factor here. The winner's slope is 1, however far apart they are."
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return max(x, y)

    def backward(self, dout):
        return dout * max(self.x - self.y, 0), dout * max(self.y - self.x, 0)


# %% max_gate wrong="negative slopes lost" change="return (dout, 0) if self.x_wins else (0, dout) → return (max(dout, 0), 0) if self.x_wins else (0, max(dout, 0))" fails="max_routes" says="Where y has won, dy is dout, whatever the sign of dout. x and y alone decide who gets it."
# %% max_gate wrong="compared with 0" change="self.x_wins = x > y → self.x_wins = x > 0" fails="max_forward max_routes" says="Who gets dout was decided by the sign of x. Compare x with y."
# %% max_gate wrong="y gets nothing" change="(dout, 0) if self.x_wins else (0, dout) → (dout if self.x_wins else 0, 0)" fails="max_routes" says="Where y has won, dy is dout, whatever the sign of dout. x and y alone decide who gets it."
# %% max_gate wrong="nearly equal is equal" change="self.x_wins = x > y → self.x_wins = x > y or np.isclose(x, y)" change="return x if self.x_wins else y → return max(x, y)" fails="max_routes" says="Two numbers that are nearly equal were taken for equal. The larger one has won, by however little."
# %% sigmoid_gate right="keeps the input" change="self.out = sigmoid(x) → self.x = x" change="return self.out → return sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.x) * sigmoid(-self.x)"
# %% sigmoid_gate right="keeps the slope, stable by itself" change="self.out = sigmoid(x)\n        return self.out → y = 0.5 * (1 + np.tanh(0.5 * x))\n        self.grad = y * (1 - y)\n        return y" change="dout * self.out * (1 - self.out) → dout * self.grad"
# %% sigmoid_gate right="two cases" change="self.out = sigmoid(x) → self.out = float(1 / (1 + np.exp(-x)) if x >= 0 else np.exp(x) / (1 + np.exp(x)))"
# %% sigmoid_gate wrong="of the input" change="self.out = sigmoid(x) → self.x, self.out = x, sigmoid(x)" change="dout * self.out * (1 - self.out) → dout * self.x * (1 - self.x)" fails="sigmoid_backward" says="The slope is made of the output; here the input was taken for it."
# %% sigmoid_gate wrong="without dout" change="dout * self.out * (1 - self.out) → self.out * (1 - self.out)" fails="sigmoid_backward" says="dout is missing: it multiplies the slope of the gate."
# %% sigmoid_gate wrong="one factor missing" change="dout * self.out * (1 - self.out) → dout * self.out" fails="sigmoid_backward" says="This is dout times out; the factor 1 - out is missing."
# %% sigmoid_gate wrong="sigmoid of the sigmoid" change="dout * self.out * (1 - self.out) → dout * sigmoid(self.out) * (1 - sigmoid(self.out))" fails="sigmoid_backward" says="What was kept is an output already; don't put it through the sigmoid once more."
# %% sigmoid_gate wrong="slope of tanh" change="dout * self.out * (1 - self.out) → dout * (1 - self.out**2)" fails="sigmoid_backward" says="This is dout times 1 - out², the slope of another function, tanh. The sigmoid's slope stands above the exercise."
# %% sigmoid_gate wrong="kept in the class" change="self.out = sigmoid(x) → SigmoidGate.out = sigmoid(x)" fails="sigmoid_backward" says="This gate's output is kept in a place that all gates share. Keep it in self."
# %% sigmoid_gate wrong="overflows" change='self.out = sigmoid(x) → with np.errstate(over="warn"):\n            self.out = 1 / (1 + np.exp(-np.float64(x)))' fails="sigmoid_forward" reads="makes NumPy warn"
# %% sigmoid_gate wrong="long doubles" change="self.out = sigmoid(x) → self.out = float(1 / (1 + np.exp(-np.longdouble(x))))" fails="sigmoid_forward" reads="makes NumPy warn"
# %% sigmoid_gate wrong="sign in the exponent" change="sigmoid(x) → sigmoid(-x)" fails="sigmoid_forward" says="The sign in the exponent is turned round."
# %% sigmoid_gate wrong="forward gives the slope" change="return self.out → return self.out * (1 - self.out)" fails="sigmoid_forward" says="This is the slope; forward gives the sigmoid itself."
# %% sigmoid_gate wrong="a quarter everywhere" change="dout * self.out * (1 - self.out) → dout * 0.25" fails="sigmoid_backward" says="0.25 is the slope at 0 only; elsewhere it is out · (1 - out)."
# %% sigmoid_gate wrong="of dout" change="dout * self.out * (1 - self.out) → dout * (1 - dout)" fails="sigmoid_backward" says="The slope is made of the output; here dout was taken for it."
# %% sigmoid_gate wrong="brackets" change="dout * self.out * (1 - self.out) → dout * self.out * 1 - self.out" fails="sigmoid_backward" says="Mind the brackets: dout times out times (1 - out)."


# %% sigmoid_gate wrong="sigmoid of the dout" fails="sigmoid_backward" says="The sigmoid was taken of dout here. The slope is made of what forward returned, and dout multiplies it."
class SigmoidGate:
    def forward(self, x):
        return sigmoid(x)

    def backward(self, dout):
        s = sigmoid(dout)
        return s * (1 - s)


# %% sigmoid_gate wrong="plus" fails="sigmoid_backward" says="The sign in the second factor is turned round: the slope is out · (1 - out)."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 + self.out)


# %% sigmoid_gate wrong="dout added" fails="sigmoid_backward" says="dout is added here. It multiplies the slope of the gate."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout + self.out * (1 - self.out)


# %% sigmoid_gate wrong="exp formula wrong" fails="sigmoid_backward" says="This is dout times 1 - out; the factor out is missing."
class SigmoidGate:
    def forward(self, x):
        self.x = x
        return sigmoid(x)

    def backward(self, dout):
        e = np.exp(-self.x)
        return dout * e / (1 + e)


# %% sigmoid_gate wrong="relu slope" fails="sigmoid_backward" says="dout passes as it is here. It has to be multiplied by the slope of the sigmoid."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout if self.out > 0 else 0.0


# %% sigmoid_gate wrong="sign of slope" fails="sigmoid_backward" says="The sign is wrong. The sigmoid rises everywhere, so its slope is positive."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return -dout * self.out * (1 - self.out)


# %% sigmoid_gate wrong="x(1-x) of sigmoid input wrong: out*(1-x)" fails="sigmoid_backward" says="One of the two factors has the input in it. Both are made of the output."
class SigmoidGate:
    def forward(self, x):
        self.x = x
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.x)


# %% sigmoid_gate wrong="dout (1-dout) out" fails="sigmoid_backward" says="dout stands where the output belongs: the slope is made of the output alone, and dout multiplies it."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return self.out * (1 - dout)


# %% sigmoid_gate wrong="squared" fails="sigmoid_backward" says="The output is a factor twice here; once is enough."
class SigmoidGate:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * self.out**2 * (1 - self.out)


# %% sigmoid_gate wrong="slope at dout" change="dout * self.out * (1 - self.out) → dout * sigmoid(dout) * (1 - sigmoid(dout))" fails="sigmoid_backward" says="The sigmoid of dout is taken. Its slope is needed at the input of forward: keep what forward gave."
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


# %% sigmoid_neuron wrong="dw like w" change="dw = np.array([dz * x[0], dz * x[1], dz]) → dw = np.zeros_like(w)\n    dw[:] = dz * x[0], dz * x[1], dz" fails="neuron_dw" reads="0 everywhere"
# %% sigmoid_neuron wrong="dx like x" change="dx = np.array([dz * w[0], dz * w[1]]) → dx = np.zeros_like(x)\n    dx[:] = dz * w[0], dz * w[1]" fails="neuron_dx" reads="0 everywhere"
# %% sigmoid_neuron wrong="w for x" change="np.array([dz * x[0], dz * x[1], dz]) → dz * w" change="np.array([dz * w[0], dz * w[1]]) → dz * x" fails="neuron_dw neuron_dx" says="The product gates swap: the slopes for w come from x, and those for x from w. Here each comes from itself."
# %% sigmoid_neuron wrong="slope of the sigmoid missing" change="dz = f * (1 - f) → dz = 1.0" fails="neuron_dw neuron_dx" says="The slope of the sigmoid is missing: all five slopes have it as a factor."
# %% sigmoid_neuron wrong="f for its slope" change="dz = f * (1 - f) → dz = f" fails="neuron_dw neuron_dx" says="f stands where the slope of the sigmoid belongs: a factor is missing."
# %% sigmoid_neuron wrong="bias has no slope" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1], 0])" fails="neuron_dw" says="The bias has a slope, too: the add gate hands on what arrives."
# %% sigmoid_neuron wrong="bias forgotten" change="w[0] * x[0] + w[1] * x[1] + w[2] → w[0] * x[0] + w[1] * x[1]" fails="neuron_answers neuron_dw neuron_dx" says="The bias w2 is not in z."
# %% sigmoid_neuron wrong="two slopes" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1]])" fails="neuron_dw" says="The third slope belongs to the bias; here it is missing."
# %% sigmoid_neuron wrong="three inputs" change="np.array([dz * w[0], dz * w[1]]) → np.array([dz * w[0], dz * w[1], dz * w[2]])" fails="neuron_dx" says="dx has two slopes, for the two inputs; the bias has no x."
# %% sigmoid_neuron wrong="no sigmoid" change="sigmoid(w[0] * x[0] + w[1] * x[1] + w[2]) → w[0] * x[0] + w[1] * x[1] + w[2]" change="dz = f * (1 - f) → dz = 1.0" fails="neuron_answers neuron_dw neuron_dx" says="f is z here: it still has to go through the sigmoid, whose slope is a factor of all five."
# %% sigmoid_neuron wrong="changes x" change="return f, dw, dx → x *= w[:2]\n    return f, dw, dx" fails="neuron_answers" reads="changed its argument x"
# %% sigmoid_neuron wrong="order of the results" change="return f, dw, dx → return f, dx, dw" fails="neuron_dw neuron_dx" says="dw and dx are exchanged: the slopes for w come first."
# %% sigmoid_neuron wrong="1 for the bias" change="np.array([dz * x[0], dz * x[1], dz]) → np.array([dz * x[0], dz * x[1], 1])" fails="neuron_dw" says="To the bias goes what arrives at z: the slope of the sigmoid, not 1."


# %% sigmoid_neuron wrong="one gate for both products" fails="neuron_dw neuron_dx" says="The second product has answered for both. Is one gate used for the two? It remembers only its latest forward."
def sigmoid_neuron(w, x):
    m, a, s = MultiplyGate(), AddGate(), SigmoidGate()
    products = a.forward(m.forward(w[0], x[0]), m.forward(w[1], x[1]))
    f = s.forward(a.forward(products, w[2]))
    dproducts, db = a.backward(s.backward(1))
    d0, d1 = a.backward(dproducts)
    dw0, dx0 = m.backward(d0)
    dw1, dx1 = m.backward(d1)
    return f, np.array([dw0, dw1, db]), np.array([dx0, dx1])


# %% sigmoid_neuron wrong="dz from z" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = z * (1 - z" fails="neuron_dw neuron_dx" says="The slope of the sigmoid is made of its output, f; here it is made of z."
# %% sigmoid_neuron wrong="bias first" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → z = w[0] + w[1] * x[0] + w[2] * x[1]\n    f = sigmoid(z)\n    dz = f * (1 - f)\n    return f, np.array([dz, dz * x[0], dz * x[1]]), dz * w[1:]" fails="neuron_answers neuron_dw neuron_dx" says="The first number of w was taken for the bias here; the bias is the last."
# %% sigmoid_neuron wrong="gates with bias product" fails="neuron_dw neuron_dx" says="The product gates swap: the slopes for w come from x, and those for x from w. Here each comes from itself."
def sigmoid_neuron(w, x):
    m0, m1, a, b, s = (
        MultiplyGate(),
        MultiplyGate(),
        AddGate(),
        AddGate(),
        SigmoidGate(),
    )
    z = b.forward(a.forward(m0.forward(w[0], x[0]), m1.forward(w[1], x[1])), w[2])
    f = s.forward(z)
    dz = s.backward(1.0)
    dsum, db = b.backward(dz)
    d0, d1 = a.backward(dsum)
    dx0, dw0 = m0.backward(d0)
    dx1, dw1 = m1.backward(d1)
    return f, np.array([dw0, dw1, db]), np.array([dx0, dx1])


# %% sigmoid_neuron wrong="sum of inputs for bias" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2] → z = np.sum(w[:2] * x) * w[2]\n    f = sigmoid(z" fails="neuron_answers neuron_dw neuron_dx" says="The bias is a factor here. It should be added to the two products."
# %% sigmoid_neuron wrong="dz multiplied by f again" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → s = SigmoidGate()\n    z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = s.forward(z)\n    dz = s.backward(f)\n    return f, np.array([dz * x[0], dz * x[1], dz]), np.array([dz * w[0], dz * w[1]])" fails="neuron_dw neuron_dx" says="f came back into the sigmoid here. These are slopes of f itself, so the way back starts with 1."
# %% sigmoid_neuron wrong="sums dx" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz * w[2]" fails="neuron_dw" says="The slope for the bias has w2 in it here. The bias is added, so it gets what arrives at z, as it is."
# %% sigmoid_neuron wrong="sigmoid of each product" change=" + w[1] * x[1] + w[2]) → ) + sigmoid(w[1] * x[1]) + w[2]" fails="neuron_answers neuron_dw neuron_dx" says="The sigmoid comes last, once, when all three numbers have been added up."
# %% sigmoid_neuron wrong="x0 in the second product" change="dz * x[1], dz] → dz * x[0] * x[1], dz]" change="dz * w[1] → dz * x[0] * w[1]" fails="neuron_dw neuron_dx" says="The slope for w0 went back into the second product here. The add gates send dz to it, as they do to the first."
# %% sigmoid_neuron wrong="changes w through a slice" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2]) → products = w[:2]\n    products *= x\n    f = sigmoid(products[0] + products[1] + w[2])" fails="neuron_answers neuron_dx" says="A slice is a second name for a part of the array: after p = w[:2], p *= ... changes w, too."
# %% sigmoid_neuron wrong="crossed" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1 → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = f * (1 - f)\n    dw = np.array([dz * x[1], dz * x[0], dz])\n    dx = np.array([dz * w[1], dz * w[0" fails="neuron_dw neuron_dx" says="The first two slopes are exchanged: w0 belongs with x0, and w1 with x1."
# %% sigmoid_neuron wrong="slope with 1 - z" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → z = w[:2] @ x + w[2]\n    f = sigmoid(z)\n    dz = sigmoid(f) * (1 - sigmoid(f))\n    return f, dz * np.append(x, 1), dz * w[:2]" fails="neuron_dw neuron_dx" says="The sigmoid was taken twice in its slope: f is its output already."
# %% sigmoid_neuron wrong="dw bias f" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = f * (1 - f)\n    return f, np.array([dz * x[0], dz * x[1], f]), np.array([dz * w[0], dz * w[1]])" fails="neuron_dw" says="f itself is the slope for the bias here. To the bias goes what arrives at z."
# %% sigmoid_neuron wrong="dx uses w1,w2" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = f * (1 - f)\n    return f, np.array([dz * x[0], dz * x[1], dz]), dz * w[1:]" fails="neuron_dx" says="The bias stands last in w, so dx is made of the first two numbers, w0 and w1."
# %% sigmoid_neuron wrong="dz minus" change="f = sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])\n    dz = f * (1 - f)\n    dw = np.array([dz * x[0], dz * x[1], dz])\n    dx = np.array([dz * w[0], dz * w[1]])\n    return f, dw, dx → z = w[0] * x[0] + w[1] * x[1] + w[2]\n    f = sigmoid(z)\n    dz = 1 - f\n    return f, np.array([dz * x[0], dz * x[1], dz]), np.array([dz * w[0], dz * w[1]])" fails="neuron_dw neuron_dx" says="The slope of the sigmoid has two factors; only 1 - f is there."
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


# %% swish wrong="overwritten by the sigmoid's path" change="return f, straight + squash.backward(ds) → dx = straight\n    dx = squash.backward(ds)\n    return f, dx" fails="swish_by_hand swish_slopes" says="This is the path by way of the sigmoid only. The straight path is missing, or was overwritten."
# %% swish wrong="the straight path only" change="straight + squash.backward(ds) → straight" fails="swish_by_hand swish_slopes" says="This is the straight path only. The path by way of the sigmoid is missing, or was overwritten."
# %% swish wrong="multiplied" change="straight + squash.backward(ds) → straight * squash.backward(ds)" fails="swish_by_hand swish_slopes" says="Where paths meet, slopes add; here they were multiplied."
# %% swish wrong="x missing" change="squash.backward(ds) → squash.backward(1.0)" fails="swish_by_hand swish_slopes" says="On the path by way of the sigmoid, a factor is missing: the x that the product sends there."
# %% swish wrong="slope of the sigmoid" change="straight + squash.backward(ds) → squash.backward(1.0)" fails="swish_by_hand swish_slopes" says="This is the slope of the sigmoid alone."
# %% swish wrong="mean" change="straight + squash.backward(ds) → (straight + squash.backward(ds)) / 2" fails="swish_by_hand swish_slopes" says="Where paths meet, slopes add; here it is their mean."
# %% swish wrong="not through the sigmoid" change="straight + squash.backward(ds) → straight + ds" fails="swish_by_hand swish_slopes" says="What the product sends to the sigmoid isn't at x yet: put it through the sigmoid's backward."
# %% swish wrong="the wrong number to the sigmoid" change="squash.backward(ds) → squash.backward(straight)" fails="swish_by_hand swish_slopes" says="The sigmoid's backward gets what the product sends to the sigmoid, the other number."
# %% swish wrong="starts with f" change="multiply.backward(1.0) → multiply.backward(f)" fails="swish_by_hand swish_slopes" says="The way back starts with 1, not with f."


# %% swish wrong="wrong half to the sigmoid" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → sg, mg = SigmoidGate(), MultiplyGate()\n    s = sg.forward(x)\n    f = mg.forward(s, x)\n    d1, d2 = mg.backward(1.0)\n    return f, d1 + sg.backward(d2" fails="swish_by_hand swish_slopes" says="The two numbers that the product sends back are exchanged: they come in the order in which its forward took them."
# %% swish wrong="formula with f" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    f = x * s\n    return f, f + s * (1 - s" fails="swish_by_hand swish_slopes" says="x multiplies the wrong path here: it belongs to the one by way of the sigmoid."
# %% swish wrong="sigmoid of f" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → f = x * sigmoid(x)\n    return f, f * (1 - f" fails="swish_by_hand swish_slopes" says="f · (1 - f) is the slope of a sigmoid. f is a product here, and x goes into it by two paths."
# %% swish wrong="f for the sigmoid" change="squash.backward(ds) → ds * f * (1 - f)" fails="swish_by_hand swish_slopes" says="The path by way of the sigmoid has f · (1 - f) in it here. f comes out of the product, not out of the sigmoid."
# %% swish wrong="minus" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds) → s = sigmoid(x)\n    f = x * s\n    dx = s - x * s * (1 - s)\n    return f, dx" fails="swish_by_hand swish_slopes" says="Where paths meet, slopes add; here one was subtracted."
# %% swish wrong="one instead of s" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    return x * s, 1 + x * s * (1 - s" fails="swish_by_hand swish_slopes" says="On the straight path the slope is what x is multiplied by, not 1."
# %% swish wrong="sigmoid of dx" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds) → sig, mul = SigmoidGate(), MultiplyGate()\n    s = sig.forward(x)\n    f = mul.forward(x, s)\n    dx1, ds = mul.backward(1.0)\n    dx2 = sig.backward(1.0)\n    return f, dx1 + ds * x * dx2" fails="swish_by_hand swish_slopes" says="A factor stands twice on the path by way of the sigmoid: what the product sends there is x already."
# %% swish wrong="x + sigma" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    return x + s, 1 + s * (1 - s" fails="swish_by_hand swish_slopes" says="x and its sigmoid are added here. f is their product."
# %% swish wrong="sigmoid of product" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds) → f = sigmoid(x * x)\n    return f, f * (1 - f) * 2 * x" fails="swish_by_hand swish_slopes" says="This is the sigmoid of a product. f is the product of x and its sigmoid."
# %% swish wrong="x times slope only with 1 - s" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    return x * s, s + x * (1 - s" fails="swish_by_hand swish_slopes" says="The slope of the sigmoid has two factors, σ(x) and 1 - σ(x); one is missing."
# %% swish wrong="twice straight" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s, m = SigmoidGate(), MultiplyGate()\n    out = s.forward(x)\n    f = m.forward(x, out)\n    d1, d2 = m.backward(1.0)\n    return f, s.backward(d1 + d2" fails="swish_by_hand swish_slopes" says="Both slopes went through the sigmoid here. The straight one is at x already."
# %% swish wrong="x sigma' without sigma wrong sigmoid of f" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    f = x * s\n    return f, s + f * (1 - f" fails="swish_by_hand swish_slopes" says="The path by way of the sigmoid has f · (1 - f) in it here. f comes out of the product, not out of the sigmoid."
# %% swish wrong="dx = s*(1-s)*x^2" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds → s = sigmoid(x)\n    return x * s, x + s * (1 - s" fails="swish_by_hand swish_slopes" says="The two paths are mixed up: straight on, the slope is σ(x), and x is a factor of the path by way of the sigmoid."
# %% swish wrong="math.exp of large numbers" change="squash, multiply = SigmoidGate(), MultiplyGate()\n    f = multiply.forward(x, squash.forward(x))\n    straight, ds = multiply.backward(1.0)\n    return f, straight + squash.backward(ds) → import math\n\n    s = 1 / (1 + math.exp(-x))\n    return x * s, s + x * s * (1 - s)" fails="swish_slopes" reads="OverflowError"
# %% rounds_in_order right="the list first, known first" change="E I → I E" change="A F → F A"
# %% rounds_in_order right="small letters with commas" change="E I C H A F G → e, i, c, h, a, f, g"
# %% rounds_in_order right="a tuple" change='"E I C H A F G" → tuple("IECHAFG")'
# %% rounds_in_order wrong="leaves returned" change="F G → F B" fails="rounds_in_order_of_a_chain" says="B is a wrong line: what is known has the leaves in it. Only the gates are asked for."
# %% rounds_in_order wrong="gates twice" change="H A → D A" fails="rounds_in_order_of_a_chain" says="D is a wrong line: it asks gates that have already had their turn."
# %% rounds_in_order wrong="both wrong lines" change="H A F G → D A F B" fails="rounds_in_order_of_a_chain" says="B and D are wrong lines: one returns the leaves, too, and the other one asks gates again whose turn has come already."
# %% rounds_in_order wrong="ends before the rounds" change="E I C H A F G → E I G C H A F" fails="rounds_in_order_of_a_chain" says="The list is still empty where the function ends: either G comes too early, or no line puts a name into it."
# %% rounds_in_order wrong="known too late" change="E I C H A F G → I C H A F E G" fails="rounds_in_order_of_a_chain" reads="H uses known before any line has made it"
# %% rounds_in_order wrong="list too late" change="E I C H A F G → E C H A F I G" fails="rounds_in_order_of_a_chain" reads="A uses order before any line has made it"
# %% rounds_in_order wrong="taken before asked" change="H A F → A F H" fails="rounds_in_order_of_a_chain" reads="A uses ready before any line has made it"
# %% rounds_in_order wrong="loop without a body" change="E I C H → C E I H" fails="rounds_in_order_of_a_chain" reads="C begins a loop, so an indented line must come right after it"
# %% rounds_in_order wrong="the same one again and again" change=" F G → G" fails="rounds_in_order_of_a_chain" reads="has 6 letters, and 7 are needed"


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
# %% topological_order wrong="order of the dict" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node comes before one of its own inputs here. Its turn comes when all its inputs are there."
def topological_order(graph):
    return list(graph)


# %% topological_order wrong="reversed" change="raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → ready = waiting" change="return order → return order[::-1]" fails="order_of_a_chain order_of_branches order_refuses_cycles" reads="has the right items in reverse order"
# %% topological_order wrong="no look at cycles" change="raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → ready = waiting" fails="order_refuses_cycles" reads="where it should refuse"


# %% topological_order wrong="never comes back" fails="order_refuses_cycles" reads="RecursionError"
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


# %% topological_order wrong="leaves never known" change="not any(each in waiting → all(each in order" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="This graph has no cycle, and yet it was refused. A leaf is known from the start, a node that isn't ready may be so in a later round, and one that is done may be met again."
# %% topological_order wrong="gives up at the first that waits" change="for name in waiting\n → for name in waiting[:1]\n" fails="order_of_a_chain order_of_branches" says="This graph has no cycle, and yet it was refused. A leaf is known from the start, a node that isn't ready may be so in a later round, and one that is done may be met again."
# %% topological_order wrong="doesn't say who" change=": {', '.join(waiting)} → " fails="order_refuses_cycles" reads="does not mention"
# %% topological_order wrong="another error" change="if not ready:\n            raise ValueError(f\"these wait for each other: {', '.join(waiting)}\") → " fails="order_refuses_cycles" reads="ValueError is expected"
# %% topological_order wrong="with leaves" change="order.append(ready[0]) → order.extend(each for each in graph[ready[0]][1] if each not in graph)\n        order.append(ready[0])" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="Leave out the leaves: they have no gate."
# %% topological_order wrong="returns too early" change="order.append(ready[0]) → order.append(ready[0])\n        return order" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="Nodes are missing. A node that has to wait must be asked again, in a later round. Or does the loop return too early?"
# %% topological_order wrong="one input is enough" change="not any(each in waiting for each in graph[name][1]) → any(each not in waiting for each in graph[name][1])" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node comes before one of its own inputs here. Its turn comes when all its inputs are there."
# %% topological_order wrong="crosses out inputs" change="order = [] → order = []\n    for _, inputs in graph.values():\n        inputs[:] = [each for each in inputs if each in graph]" fails="order_of_a_chain order_of_branches" reads="changed its argument graph"


# %% topological_order wrong="one round" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="Nodes are missing. A node that has to wait must be asked again, in a later round. Or does the loop return too early?"
def topological_order(graph):
    order = []
    for n in graph:
        if all(i in order or i not in graph for i in graph[n][1]):
            order.append(n)
    return order


# %% topological_order wrong="users before inputs, turned round" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node comes before one of its own inputs here. Its turn comes when all its inputs are there."
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


# %% topological_order wrong="nodes twice" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node is there twice: leave out those that are on the list already."
def topological_order(graph):
    order = []
    for _ in graph:
        if len(order) >= len(graph):
            break
        for name in graph:
            if all(each in order or each not in graph for each in graph[name][1]):
                order.append(name)
    return order


# %% topological_order wrong="leaves included" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="Leave out the leaves: they have no gate."
def topological_order(graph):
    order = []

    def visit(n):
        if n in order:
            return
        if n in graph:
            for e in graph[n][1]:
                visit(e)
        order.append(n)

    for n in graph:
        visit(n)
    return order


# %% topological_order wrong="already in the list not excluded" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node is there twice: leave out those that are on the list already."
def topological_order(graph):
    order = []
    for _ in graph:
        if all(name in order for name in graph):
            break
        ready = []
        for name in graph:
            if all(each in order or each not in graph for each in graph[name][1]):
                ready.append(name)
        if not ready:
            raise ValueError("these wait for each other: " + ", ".join(graph))
        order.append(ready[0])
    return order


# %% topological_order wrong="preorder" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node comes before one of its own inputs here. Its turn comes when all its inputs are there."
def topological_order(graph):
    order = []
    seen = set()

    def visit(n):
        if n in seen or n not in graph:
            return
        seen.add(n)
        order.append(n)
        for e in graph[n][1]:
            visit(e)

    for n in graph:
        visit(n)
    return order


# %% topological_order wrong="inputs put in front" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="A node's inputs were put before it, but not the inputs of these. Its turn comes when all its inputs are there."
def topological_order(graph):
    order = []
    for name in graph:
        for each in graph[name][1]:
            if each in graph and each not in order:
                order.append(each)
        if name not in order:
            order.append(name)
    return order


# %% topological_order wrong="gates instead of names" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="There are lists inside the list. Append names, one at a time."
def topological_order(graph):
    order = []
    for _ in graph:
        if all(name in order for name in graph):
            break
        ready = [
            n
            for n in graph
            if n not in order and all(e in order or e not in graph for e in graph[n][1])
        ]
        if not ready:
            raise ValueError(
                "these wait for each other: "
                + ", ".join(n for n in graph if n not in order)
            )
        order.append(ready)
    return order


# %% topological_order wrong="leaves in the list" change="return order → leaves = [each for _, inputs in graph.values() for each in inputs if each not in graph]\n    return [*dict.fromkeys(leaves), *order]" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="Leaves are in the list, too. Only names with a gate belong in it."


# %% topological_order wrong="only reversed" fails="order_of_a_chain order_of_branches order_refuses_cycles" says="The names are only reversed. Look at the inputs: each node should come after all of its own."
def topological_order(graph):
    """The nodes of a graph in an order in which they can be computed."""
    order = list(reversed(list(graph)))
    for name in order:
        for each in graph[name][1]:
            if each in graph and name in graph[each][1]:
                raise ValueError(f"these wait for each other: {each}, {name}")
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


# %% backward wrong="overwrites" change="gradients.get(each, 0) + slope → slope" fails="backward_branches backward_any_output" says="Where several slopes come back to one node, they add up. Does the second overwrite the first?"
# %% backward wrong="twins lost" change="zip(inputs, sent_back(gate, gradients[name])) → dict(zip(inputs, sent_back(gate, gradients[name]))).items()" fails="backward_branches backward_any_output" says="Where several slopes come back to one node, they add up. Does the second overwrite the first?"
# %% backward wrong="order of the dict" change="reversed(topological_order(graph)) → reversed(graph)" fails="backward_receipt backward_branches" says="Only a part of the slopes was sent. Do all gates have their turn, each after those that use it?"


# %% backward wrong="nearest first" fails="backward_branches" says="A node had its turn before all that use it had sent their share: go in the topological order, backward."
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


# %% backward wrong="forward order" change="reversed(topological_order(graph)) → topological_order(graph)" fails="backward_receipt backward_branches backward_any_output" says="Only a part of the slopes was sent. Do all gates have their turn, each after those that use it?"
# %% backward wrong="only the leaves" change="return gradients → return {name: slope for name, slope in gradients.items() if name not in graph}" fails="backward_receipt backward_branches backward_any_output" says="Only the leaves are there; gates have slopes, too."
# %% backward wrong="only the gates" change="gradients[each] = gradients.get(each, 0) + slope → if each in graph:\n                gradients[each] = gradients.get(each, 0) + slope" fails="backward_receipt backward_branches backward_any_output" says="Leaves have slopes, too."
# %% backward wrong="always from the last node" change="gradients = {output: 1.0} → gradients = {topological_order(graph)[-1]: 1.0}" fails="backward_any_output" says="These are the slopes of the last node. Start with a 1 at the output that is asked for."
# %% backward wrong="stumbles over other nodes" change="if name not in gradients:\n            continue  # the output doesn't depend on this node → " fails="backward_any_output" reads="KeyError"
# %% backward wrong="every gate gets a 1" change="sent_back(gate, gradients[name]) → sent_back(gate, 1.0)" fails="backward_receipt backward_branches backward_any_output" says="Every gate is sent a 1 here. It should get the slope that its own node has by then."
# %% backward wrong="returns nothing" change="return gradients → " fails="backward_receipt backward_branches backward_any_output" says="The function returns nothing: end it with a return."


# %% backward wrong="mean of the paths" fails="backward_branches backward_any_output" says="Where several slopes come back to one node, they add up. Does the second overwrite the first?"
def backward(graph, output):
    g = {output: [1]}
    for n in reversed(topological_order(graph)):
        if n not in g:
            continue
        for i, s in zip(graph[n][1], sent_back(graph[n][0], np.mean(g[n]))):
            g.setdefault(i, []).append(s)
    return {k: np.mean(v) for k, v in g.items()}


# %% backward wrong="the first of twins" change="for each, slope in zip(inputs, sent_back(gate, gradients[name])): → for each in inputs:\n            slope = sent_back(gate, gradients[name])[inputs.index(each)]" fails="backward_branches" says="Where a gate has one node as both of its inputs, each place has a slope of its own; here the first was taken twice."
# %% backward wrong="the first slope for all" change="zip(inputs, sent_back(gate, gradients[name])) → [(each, sent_back(gate, gradients[name])[0]) for each in inputs]" fails="backward_receipt backward_branches backward_any_output" says="The slopes of a gate go to the wrong inputs: the first slope belongs to the first input, the second to the second."
# %% backward wrong="returns too early" change="gradients[each] = gradients.get(each, 0) + slope → gradients[each] = gradients.get(each, 0) + slope\n        return gradients" fails="backward_receipt backward_branches backward_any_output" says="Only a part of the slopes was sent. Do all gates have their turn, each after those that use it?"
# %% backward wrong="keeps the dict" change="def backward(graph, output): → def backward(graph, output, gradients={}):" change="gradients = {output: 1.0} → gradients[output] = 1.0" fails="backward_receipt backward_branches backward_any_output" says="Slopes of an earlier call are still in the dictionary. Start each call with a new one."


# %% backward wrong="times again" change="+  → + gradients[name] * " fails="backward_receipt backward_branches backward_any_output" says="The node's slope is multiplied in twice here: what its gate sends back already contains it."
# %% backward wrong="multiplied together" change="0) + → 1) *" fails="backward_branches backward_any_output" says="Where several slopes come back to one node, they add up; here they are multiplied."
# %% backward wrong="added to name" change="each] = gradients.get(each → name] = gradients.get(name" fails="backward_receipt backward_branches backward_any_output" says="A gate's slopes belong to its inputs; here they are added to its own node."
# %% backward wrong="slope of first input only" change="for each, slope in zip(inputs, sent_back(gate, gradients[name])):\n            gradients[each] = gradients.get(each, 0) + slope → dx, *rest = sent_back(gate, gradients[name])\n        gradients[inputs[0]] = gradients.get(inputs[0], 0) + dx" fails="backward_receipt backward_branches backward_any_output" says="Only the first input of each gate gets a slope here. Go through all inputs and slopes."
# %% backward wrong="default 1" change="0) → 1)" fails="backward_receipt backward_branches backward_any_output" says="A slope is added to what stands at its own input so far, and that is 0 where nothing has come yet."
# %% backward wrong="add the gradient of name" change="(each → (name" fails="backward_receipt backward_branches backward_any_output" says="A slope is added to what stands at its own input so far, and that is 0 where nothing has come yet."
# %% backward wrong="slopes reversed" change="(inputs → (reversed(inputs)" fails="backward_receipt backward_branches backward_any_output" says="The slopes of a gate go to the wrong inputs: the first slope belongs to the first input, the second to the second."
# %% backward wrong="+= dict of lists" change="for each, slope in zip(inputs, sent_back(gate, gradients[name])):\n            gradients[each] = gradients.get(each, 0) + slope → slopes = sent_back(gate, gradients[name])\n        for each in inputs:\n            gradients[each] = gradients.get(each, 0) + sum(slopes)" fails="backward_receipt backward_branches backward_any_output" says="Each input gets the sum of all its gate's slopes here. It should get its own slope only."
# %% backward wrong="setdefault with addition" change="for each, slope in zip(inputs, sent_back(gate, gradients[name])):\n            gradients[each] = gradients.get(each, 0) + slope → gradients = {\n            each: slope for each, slope in zip(inputs, sent_back(gate, gradients[name]))\n        }" fails="backward_receipt backward_branches backward_any_output" says="A new dictionary takes the place of the old one at each gate, so what stood there is lost. Add to the one that is there."
# %% backward wrong="gradients[name] later accum wrong +=dout" change="+ slope → + gradients[name]" fails="backward_receipt backward_branches backward_any_output" says="Each node hands on its own slope unchanged here. Ask its gate: it sends back one slope for each input."
# %% backward wrong="only own share overwritten name" change="for each, slope in zip(inputs, sent_back(gate, gradients[name]) → slopes = sent_back(gate, gradients[name])\n        gradients[name] = slopes[0]\n        for each, slope in zip(inputs, slopes" fails="backward_receipt backward_any_output" says="The slope of a node itself was overwritten. What its gate sends belongs to its inputs."
# %% backward wrong="gates overwritten" change="gradients[each] = gradients.get(each, 0) + slope → gradients[each] = slope + (0 if each in graph else gradients.get(each, 0))" fails="backward_branches backward_any_output" says="Where several paths come together at a gate, only the last of their slopes is left. Slopes that meet add up, at gates as at inputs."
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
# %% squared_norm wrong="dW like W" change="return np.sum(q**2), np.outer(dq, x), → dW = np.zeros_like(W)\n    dW[:] = np.outer(dq, x)\n    return np.sum(q**2), dW," fails="norm_and_matrix" reads="decimals"
# %% squared_norm wrong="dx like x" change="return np.sum(q**2), np.outer(dq, x), W.T @ dq → dx = np.zeros_like(x)\n    dx[:] = W.T @ dq\n    return np.sum(q**2), np.outer(dq, x), dx" fails="norm_dx" reads="decimals"
# %% squared_norm wrong="W for its transpose" change="W.T @ dq → W @ dq if W.shape[0] == W.shape[1] else np.resize(dq, len(x))" fails="norm_dx" says="dx is made with W as it is. Each x goes into all rows of W, so sum over the rows: that is a product with the transpose."
# %% squared_norm wrong="the 2 missing" change="dq = 2 * q → dq = q" fails="norm_and_matrix norm_dx" says="A factor is missing in dq: what is the slope of a square?"
# %% squared_norm wrong="outer product turned round" change="np.outer(dq, x) → np.outer(x, dq)" fails="norm_and_matrix" says="dW is transposed here: its rows should belong to dq, its columns to x."
# %% squared_norm wrong="the length" change="np.sum(q**2) → np.linalg.norm(q)" fails="norm_and_matrix" says="This is the length; the square of it is asked for."
# %% squared_norm wrong="overwrites dx" change="W.T @ dq → W[-1] * dq[-1]" fails="norm_dx" says="dx holds what comes from the last row of W alone. Each x goes into every q, so slopes add up: does the next row overwrite the last?"
# %% squared_norm wrong="doubles q" change="dq = 2 * q → dq = q\n    dq *= 2" fails="norm_and_matrix" says="f is four times too large: it is made of 2q instead of q. Is dq a second name for q, so that doubling one doubles both?"
# %% squared_norm wrong="stops at q" change="W.T @ dq → dq" fails="norm_dx" says="This is dq; it still has to go through W."
# %% squared_norm wrong="W in the place of x" change="np.outer(dq, x), W.T @ dq → dq[:, None] * W, dq[:, None] * W" fails="norm_and_matrix norm_dx" says="The gate swaps: dW is made of dq and x, and dx of dq and W."
# %% squared_norm wrong="W times W" change="W @ x → W * x" change="np.outer(dq, x), W.T @ dq → dq * x, (dq * W).sum(axis=0)" fails="norm_and_matrix norm_dx" says="W * x multiplies element by element. Wx is a product of a matrix and a vector."
# %% squared_norm wrong="mean of the squares" change="dq = 2 * q → dq = 2 * q / len(q)" change="np.sum(q**2) → np.mean(q**2)" fails="norm_and_matrix norm_dx" says="Add the squares up, without a mean or a factor ½."
# %% squared_norm wrong="adds dW up" change="W.T @ dq → np.outer(dq, x).sum(axis=0)" fails="norm_dx" says="This sums dW. On the way to x the products swap, so W belongs there, not x."
# %% squared_norm wrong="adds along the rows" change="W.T @ dq → (W.T * dq).sum(axis=0)" fails="norm_dx" says="Each row of W is summed here. Each x goes into every q, so sum down the columns of W."


# %% squared_norm wrong="norm, with root" change="dq = 2 * q\n    return np.sum(q**2) → f = np.linalg.norm(q)\n    dq = q / f\n    return f" fails="norm_and_matrix norm_dx" says="This is the length; the square of it is asked for."
# %% squared_norm wrong="square before sum (elementwise)" change="dq = 2 * q\n    return np.sum(q**2) → f = np.sum(q) ** 2\n    dq = 2 * np.sum(q) * np.ones_like(q)\n    return f" fails="norm_and_matrix norm_dx" says="Here the sum is squared. Square each q first, then add the squares up."
# %% squared_norm wrong="dW broadcast" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(q * q)\n    dq = 2 * q\n    dW = dq * W\n    dx = dq * x\n    return f, dW, dx" fails="norm_and_matrix norm_dx" says="The gate swaps: dW is made of dq and x, and dx of dq and W."
# %% squared_norm wrong="x -> q" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = (q**2).sum()\n    dW = 2 * np.outer(x, x)\n    dx = 2 * W.T @ x\n    return f, dW, dx" fails="norm_and_matrix norm_dx" says="dq is made of x here. It should be made of q."
# %% squared_norm wrong="f replaced dq" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(q**2)\n    dq = 2 * f\n    dW = dq * np.outer(np.ones(len(q)), x)\n    dx = dq * W.sum(axis=0)\n    return f, dW, dx" fails="norm_and_matrix norm_dx" says="dq is made of f here. Each number in q has a slope of its own."
# %% squared_norm wrong="f derivative with W twice" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(q**2)\n    dW = 2 * W @ np.outer(x, x)\n    dx = 2 * W @ W.T @ x\n    return f, dW, dx" fails="norm_and_matrix norm_dx" says="dx goes through W twice, in the wrong order. Go back from dq: what is the shape of each factor?"
# %% squared_norm wrong="f squared of the norm by sum of W" change="q = W @ x\n    dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(W**2) * np.sum(x**2)\n    dW = 2 * W * np.sum(x**2)\n    dx = 2 * x * np.sum(W**2)\n    return f, dW, dx" fails="norm_and_matrix norm_dx" says="W and x are squared separately here. First take the product Wx, then square."
# %% squared_norm wrong="dq ones" change="dq = 2 * q\n    return np.sum(q**2) → f = np.sum(q**2)\n    dq = np.ones_like(q)\n    return f" fails="norm_and_matrix norm_dx" says="dq is 1 everywhere here, as if the numbers in q were summed. Their squares are."
# %% squared_norm wrong="q2 as dq" change="dq = 2 * q\n    return np.sum(q**2) → f = np.sum(q**2)\n    dq = 2 * q**2\n    return f" fails="norm_and_matrix norm_dx" says="dq has the squares of q in it. What is the slope of a square?"
# %% squared_norm wrong="x sum" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = q @ q\n    dq = 2 * q\n    return f, np.outer(dq, x), W.sum(axis=0) * dq.sum()" fails="norm_dx" says="W and dq are summed separately in dx. First multiply each row of W by its own number of dq, then add the rows."
# %% squared_norm wrong="dq 2q, dx with W" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(q**2)\n    dq = 2 * q\n    return f, np.outer(dq, x), W.T @ q" fails="norm_dx" says="dx is half of what it should be: dq goes through W, not q."
# %% squared_norm wrong="dW = dq x sum ones" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x) → f = np.sum(q**2)\n    dq = 2 * q\n    return f, dq[:, None] + x" fails="norm_and_matrix" says="dq and x are added here. Each place of dW is a product."
# %% squared_norm wrong="f*2" change="dq = 2 * q\n    return np.sum(q**2), np.outer(dq, x), W.T @ dq → f = np.sum(q**2)\n    dq = 2 * np.sum(q)\n    return f, dq * np.ones_like(W) * x, W.T @ (dq * np.ones_like(q))" fails="norm_and_matrix norm_dx" says="dq is a single number here, made of the sum of q. Each number in q has a slope of its own."
# %% squared_norm wrong="abs" change="dq = 2 * q\n    return np.sum(q**2) → f = np.sum(np.abs(q))\n    dq = np.sign(q)\n    return f" fails="norm_and_matrix norm_dx" says="This sums the sizes of the numbers in q. Their squares are asked for."


# %% squared_norm wrong="products number by number" change="np.outer(dq, x) → dq * x" fails="norm_and_matrix norm_dx" says="dq and x are multiplied number by number. Each number of dq should meet each number of x."
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


# %% two_two_two wrong="only the path through o1" change="U.T @ d_o → U[0] * d_o[0]" fails="network_hidden_weights network_step" says="Only the path through o1 is there. A hidden unit goes into both outputs: add the path through o2."
# %% two_two_two wrong="only the path through o2" change="U.T @ d_o → U[1] * d_o[1]" fails="network_hidden_weights network_step" says="Only the path through o2 is there. A hidden unit goes into both outputs: add the path through o1."
# %% two_two_two wrong="W for its transpose" change="U.T @ d_o → U @ d_o" fails="network_hidden_weights network_step" says="h1 goes back along W5 and W7, h2 along W6 and W8. With matrices: the transpose is missing."
# %% two_two_two wrong="slope of the hidden sigmoid missing" change="(U.T @ d_o) * h * (1 - h) → U.T @ d_o" fails="network_hidden_weights network_step" says="The slope of the sigmoid in the hidden unit is missing: h · (1 - h)."
# %% two_two_two wrong="slope of the output sigmoid missing" change="(o - t) * o * (1 - o) → o - t" fails="network_output_weights network_hidden_weights network_step" says="The slope of the sigmoid in the output is missing: o · (1 - o)."
# %% two_two_two wrong="sign" change="(o - t) * o * (1 - o) → (t - o) * o * (1 - o)" fails="network_output_weights network_hidden_weights network_step" says="The sign is wrong: it should be o - t, not t - o."
# %% two_two_two wrong="twice" change="0.5 * np.sum((o - t) ** 2) → np.sum((o - t) ** 2)" change="(o - t) * o * (1 - o) → 2 * (o - t) * o * (1 - o)" fails="network_forward network_output_weights network_hidden_weights network_step" says="The factor ½ is missing."
# %% two_two_two wrong="W5 to W8 step first" change="U.T @ d_o → (U - 0.5 * np.outer(d_o, h)).T @ d_o" fails="network_hidden_weights network_step" says="The slope goes back along the weights as they were on the way forward; here they had moved already."
# %% two_two_two wrong="weights in columns" change="w[:4].reshape(2, 2), w[4:].reshape(2, 2) → w[:4].reshape(2, 2).T, w[4:].reshape(2, 2).T" change="np.outer(d_h, x) → np.outer(x, d_h)" change="np.outer(d_o, h) → np.outer(h, d_o)" fails="network_forward network_output_weights network_hidden_weights network_step" says="W2 leads from x2 to h1, and W3 from x1 to h2; here the two are exchanged."
# %% two_two_two wrong="dw a table" change="[np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()] → [np.outer(d_h, x), np.outer(d_o, h)]" fails="network_output_weights network_hidden_weights network_step" says="The slopes stand in a table here. dw is one row of eight numbers, as w is: flatten the matrices before you join them."
# %% two_two_two wrong="dw still 0" change="return h, o, E, dw → return h, o, E, np.zeros(8)" fails="network_output_weights network_hidden_weights network_step" says="The slopes are all still 0. Now go back, one layer at a time."
# %% two_two_two wrong="slopes of the second layer first" change="[np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()] → [np.outer(d_o, h).ravel(), np.outer(d_h, x).ravel()]" fails="network_output_weights network_hidden_weights network_step" says="The slopes for W1 to W4 come first in dw, then those for W5 to W8; here the two halves are exchanged."
# %% two_two_two wrong="no sigmoid in the hidden units" change="sigmoid(V @ x) → V @ x" change="(U.T @ d_o) * h * (1 - h) → U.T @ d_o" fails="network_forward network_output_weights network_hidden_weights network_step" says="The hidden units go through a sigmoid, too; it is missing here."
# %% two_two_two wrong="takes the step itself" change="return h, o, E, dw → w -= 0.5 * dw\n    return h, o, E, dw" fails="network_forward" reads="changed its argument w"
# %% two_two_two wrong="x for h" change="np.outer(d_o, h) → np.outer(d_o, x)" fails="network_output_weights network_step" says="At the left ends of W5 to W8 stand h1 and h2; here x was taken."


# %% two_two_two wrong="only one path" fails="network_hidden_weights network_step" says="Only one path leads back to each hidden unit here. It goes into both outputs, so two slopes come back to it."
def two_two_two(x, w, t):
    W1, W2, W3, W4, W5, W6, W7, W8 = w
    (x1, x2), (t1, t2) = x, t
    h1 = sigmoid(W1 * x1 + W2 * x2)
    h2 = sigmoid(W3 * x1 + W4 * x2)
    o1 = sigmoid(W5 * h1 + W6 * h2)
    o2 = sigmoid(W7 * h1 + W8 * h2)
    E = 0.5 * (o1 - t1) ** 2 + 0.5 * (o2 - t2) ** 2
    d1 = (o1 - t1) * o1 * (1 - o1)
    d2 = (o2 - t2) * o2 * (1 - o2)
    g1 = d1 * W5 * h1 * (1 - h1)
    g2 = d2 * W8 * h2 * (1 - h2)
    dw = np.array(
        [g1 * x1, g1 * x2, g2 * x1, g2 * x2, d1 * h1, d1 * h2, d2 * h1, d2 * h2]
    )
    return np.array([h1, h2]), np.array([o1, o2]), E, dw


# %% two_two_two wrong="W5, W6 for h1" fails="network_hidden_weights network_step" says="W5 and W6 both end in o1. Which two weights begin at h1, and which two at h2?"
def two_two_two(x, w, t):
    W1, W2, W3, W4, W5, W6, W7, W8 = w
    (x1, x2), (t1, t2) = x, t
    h1 = sigmoid(W1 * x1 + W2 * x2)
    h2 = sigmoid(W3 * x1 + W4 * x2)
    o1 = sigmoid(W5 * h1 + W6 * h2)
    o2 = sigmoid(W7 * h1 + W8 * h2)
    E = 0.5 * ((o1 - t1) ** 2 + (o2 - t2) ** 2)
    d1 = (o1 - t1) * o1 * (1 - o1)
    d2 = (o2 - t2) * o2 * (1 - o2)
    g1 = (d1 * W5 + d1 * W6) * h1 * (1 - h1)
    g2 = (d2 * W7 + d2 * W8) * h2 * (1 - h2)
    dw = np.array(
        [g1 * x1, g1 * x2, g2 * x1, g2 * x2, d1 * h1, d1 * h2, d2 * h1, d2 * h2]
    )
    return np.array([h1, h2]), np.array([o1, o2]), E, dw


# %% two_two_two wrong="output delta times input x" change="np.outer(d_h, x) → np.outer(x, d_h)" change="np.outer(d_o, h) → np.outer(h, d_o)" fails="network_output_weights network_hidden_weights network_step" says="The slopes for W6 and W7 are exchanged here, and those for W2 and W3: a row belongs to the unit at a weight's right end. With np.outer, the d comes first."
# %% two_two_two wrong="no sigmoid at outputs" fails="network_forward network_output_weights network_hidden_weights network_step" says="The outputs go through a sigmoid, too; it is missing here."
def two_two_two(x, w, t):
    A = w[:4].reshape(2, 2)
    B = w[4:].reshape(2, 2)
    h = sigmoid(A @ x)
    o = B @ h
    E = 0.5 * np.sum((o - t) ** 2)
    do = o - t
    dh = (B.T @ do) * h * (1 - h)
    return h, o, E, np.concatenate([np.outer(dh, x).ravel(), np.outer(do, h).ravel()])


# %% two_two_two wrong="h1 as error" change="U.T @ d_o → U.T @ (o - t)" fails="network_hidden_weights network_step" says="What goes back to the hidden units starts from o - t here. The slope of the sigmoid in the outputs is missing on this path."
# %% two_two_two wrong="no chain through weights" change="(U.T @ d_o) * h → d_o * h" fails="network_hidden_weights network_step" says="Each hidden unit gets what belongs to one output here, without a weight. Its slope comes from both outputs, each times the weight on the way."
# %% two_two_two wrong="h times w" fails="network_hidden_weights network_step" says="On the way back to the hidden units the weights are missing: each product swaps."
def two_two_two(x, w, t):
    W1, W2, W3, W4, W5, W6, W7, W8 = w
    (x1, x2), (t1, t2) = x, t
    h1 = sigmoid(W1 * x1 + W2 * x2)
    h2 = sigmoid(W3 * x1 + W4 * x2)
    o1 = sigmoid(W5 * h1 + W6 * h2)
    o2 = sigmoid(W7 * h1 + W8 * h2)
    E = 0.5 * (o1 - t1) ** 2 + 0.5 * (o2 - t2) ** 2
    d_o1 = (o1 - t1) * o1 * (1 - o1)
    d_o2 = (o2 - t2) * o2 * (1 - o2)
    d_h1 = (d_o1 + d_o2) * h1 * (1 - h1)
    d_h2 = (d_o1 + d_o2) * h2 * (1 - h2)
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


# %% two_two_two wrong="o sigma slope of sigmoid again" fails="network_output_weights network_hidden_weights network_step" says="h and o are outputs of a sigmoid already; in the slope they went through it once more."
def two_two_two(x, w, t):
    A, B = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(A @ x)
    o = sigmoid(B @ h)
    E = 0.5 * np.sum((o - t) ** 2)
    do = (o - t) * sigmoid(o) * (1 - sigmoid(o))
    dh = (B.T @ do) * sigmoid(h) * (1 - sigmoid(h))
    return h, o, E, np.concatenate([np.outer(dh, x).ravel(), np.outer(do, h).ravel()])


# %% two_two_two wrong="mean" change="0.5 * np.sum( → np.mean(" change="(o - t) * o * → (o - t) / 2 * o *" fails="network_output_weights network_hidden_weights network_step" says="The error is ½ times the sum of the squares, so the slope for an output is o - t; here it is half of that."
# %% two_two_two wrong="E factors missing only in E" change="0.5 * np.sum( → np.sum(" fails="network_forward network_step" says="The factor ½ is missing."
# %% two_two_two wrong="h slope in W5-8" change="(o - t) * o * (1 - o) → (o - t) * h * (1 - h)" fails="network_output_weights network_hidden_weights network_step" says="δ at an output has the slope of that output's own sigmoid in it; here it is that of a hidden unit."
# %% two_two_two wrong="o slope in hidden" change="(U.T @ d_o) * h * (1 - h) → (U.T @ d_o) * o * (1 - o)" fails="network_hidden_weights network_step" says="δ at a hidden unit has the slope of that unit's own sigmoid in it; here it is that of an output."
# %% two_two_two wrong="no h factor in W5" change="np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel() → np.repeat(d_h, 2), np.repeat(d_o, 2)" fails="network_output_weights network_hidden_weights network_step" says="The slopes for the weights are δ alone here. Each product swaps: the value at the weight's left end is missing."
# %% two_two_two wrong="d_o without (1 - o)" fails="network_output_weights network_hidden_weights network_step" says="The slope of the sigmoid has two factors, such as o and 1 - o; one of them is missing."
def two_two_two(x, w, t):
    A, B = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(A @ x)
    o = sigmoid(B @ h)
    E = 0.5 * np.sum((o - t) ** 2)
    do = (o - t) * (1 - o)
    dh = (B.T @ do) * (1 - h)
    return h, o, E, np.concatenate([np.outer(dh, x).ravel(), np.outer(do, h).ravel()])


# %% two_two_two wrong="both sigmoid slopes missing" fails="network_output_weights network_hidden_weights network_step" says="The slope of the sigmoid in the output is missing: o · (1 - o)."
def two_two_two(x, w, t):
    A, B = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(A @ x)
    o = sigmoid(B @ h)
    E = 0.5 * np.sum((o - t) ** 2)
    do = o - t
    dh = B.T @ do
    return h, o, E, np.concatenate([np.outer(dh, x).ravel(), np.outer(do, h).ravel()])


# %% two_two_two wrong="target as error" change="(o - t) * o * (1 - o) → E * o * (1 - o)" fails="network_output_weights network_hidden_weights network_step" says="The error itself is sent back here. What goes back is its slope for each output."
# %% two_two_two wrong="x as x1 only" fails="network_output_weights network_hidden_weights network_step" says="δ is multiplied by the value at the weight's right end here. The value at its left end belongs there."
def two_two_two(x, w, t):
    A, B = w[:4].reshape(2, 2), w[4:].reshape(2, 2)
    h = sigmoid(A @ x)
    o = sigmoid(B @ h)
    E = 0.5 * np.sum((o - t) ** 2)
    do = (o - t) * o * (1 - o)
    dh = (B.T @ do) * h * (1 - h)
    return h, o, E, np.concatenate([np.outer(dh, h).ravel(), np.outer(do, o).ravel()])


# %% two_two_two wrong="dw zeros for hidden" change="np.outer(d_h, x).ravel() → np.zeros(4)" fails="network_hidden_weights network_step" says="The slopes for W1 to W4 are still 0. For those, go back one layer further."
# %% two_two_two wrong="half the mean" change="0.5 * np.sum((o - t) ** 2) → 0.5 * np.mean((o - t) ** 2)" fails="network_forward network_step" says="This is half the mean of the squares. The error is half their sum."
# %% two_two_two wrong="dw in two rows" change="np.concatenate([np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()]) → np.array([np.outer(d_h, x).ravel(), np.outer(d_o, h).ravel()])" fails="network_output_weights network_hidden_weights network_step" says="These are two rows. dw is a single row of eight numbers, as w is: join the two, one behind the other."
# %% two_two_two wrong="numbers of the given cell" change="V, U = w[:4].reshape(2, 2), w[4:].reshape(2, 2) → V, U, x, t = w[:4].reshape(2, 2), w[4:].reshape(2, 2), net_x, net_t" fails="network_forward network_output_weights network_hidden_weights" says="These are the numbers for net_x and net_t of the cell above. Use the x and t that are given."
# %% two_two_two wrong="h at the left end of W1 to W4" change="np.outer(d_h, x) → np.outer(d_h, h)" fails="network_hidden_weights network_step" says="W1 to W4 begin at the inputs x, and not at h: the slope of a weight is that of its right end times the number at its left end."
