# %% [markdown]
# Answers that the tests of this lesson must accept (`right`) and refuse (`wrong`).


# %% forward_difference right="in steps" change="return (f(x + h) - f(x)) / h → rise = f(x + h) - f(x)\n    return rise / h"
# %% forward_difference right="divided by what the step really is" change="return (f(x + h) - f(x)) / h → ahead = x + h\n    return (f(ahead) - f(x)) / (ahead - x)"
# %% forward_difference wrong="not divided" change="(f(x + h) - f(x)) / h → f(x + h) - f(x)" fails="forward_by_hand forward_other_functions" says="Divide the rise by h."
# %% forward_difference wrong="multiplied" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) * h" fails="forward_by_hand forward_other_functions" says="Divide the rise by h, don't multiply."
# %% forward_difference wrong="divided by 2h" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / (2 * h)" fails="forward_by_hand forward_other_functions" says="Divide by h, not by 2h: the two places are h apart."
# %% forward_difference wrong="h squared" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / h**2" fails="forward_by_hand forward_other_functions" says="Divide by h; here it was h squared, or f(h)."
# %% forward_difference wrong="backward" change="f(x + h) - f(x) → f(x) - f(x - h)" fails="forward_by_hand forward_other_functions" says="This step goes backward, from x - h to x; go forward, from x to x + h."
# %% forward_difference wrong="central" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x - h)) / (2 * h)" fails="forward_by_hand forward_other_functions" says="This is the true slope, what a step to either side gives, or a quotient rounded down by //. Take one step forward, and divide by h."
# %% forward_difference wrong="sign" change="f(x + h) - f(x) → f(x) - f(x + h)" fails="forward_by_hand forward_other_functions" says="The sign: the value at x + h comes first, minus the value at x."
# %% forward_difference wrong="brackets" change="(f(x + h) - f(x)) / h → f(x + h) - f(x) / h" fails="forward_by_hand forward_other_functions" says="Mind the brackets: the whole difference is divided by h."
# %% forward_difference wrong="without f(x)" change="(f(x + h) - f(x)) / h → f(x + h) / h" fails="forward_by_hand forward_other_functions" says="Subtract f(x): the slope is about the change."
# %% forward_difference wrong="a step of its own" change="return (f(x + h) - f(x)) / h → h = 1e-4\n    return (f(x + h) - f(x)) / h" fails="forward_by_hand forward_other_functions" says="Use the h that comes as an argument; this step was 0.0001."
# %% forward_difference wrong="abs" change="(f(x + h) - f(x)) / h → abs(f(x + h) - f(x)) / abs(h)" fails="forward_other_functions" says="The sign was taken away. Where f falls, its slope is negative."
# %% forward_difference wrong="the true slope" change="(f(x + h) - f(x)) / h → 2 * x" fails="forward_by_hand forward_other_functions" says="This is the true slope, what a step to either side gives, or a quotient rounded down by //. Take one step forward, and divide by h."
# %% forward_difference wrong="divided by the length of h" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / abs(h)" fails="forward_other_functions" says="Where h is negative, the sign is wrong: divide by h as it is, not by its length."
# %% forward_difference wrong="divided by f(h)" change="(f(x + h) - f(x)) / h → (f(x + h) - f(x)) / f(h)" fails="forward_by_hand forward_other_functions" says="Divide by h; here it was h squared, or f(h)."
# %% forward_difference wrong="the step of the example" change="return (f(x + h) - f(x)) / h → h = 0.1\n    return (f(x + h) - f(x)) / h" fails="forward_other_functions" says="Use the h that comes as an argument; this step was 0.1, as in the example."


# %% forward_difference wrong="f(x) + h" change=" + h) → ) + h" fails="forward_by_hand forward_other_functions" says="The step goes into f: the first value is f at x + h, not f(x) plus h."
# %% forward_difference wrong="divides by x" change="return (f(x + h) - f(x)) / h → y1 = f(x)\n    y2 = f(x + h)\n    return (y2 - y1) / (x + h)" fails="forward_by_hand forward_other_functions" says="Divide by the length of the step, not by the place."
# %% forward_difference wrong="f(h)" change="x) → h)" fails="forward_by_hand forward_other_functions" says="f is called at h here. The two places are x + h and x."
# %% forward_difference wrong="hard coded square" change="f(x + h) - f(x) → (x + h) ** 2 - x**2" fails="forward_other_functions" says="The example's function was written out here. Call the f that comes as an argument."
# %% forward_difference wrong="rounded" change="(f(x + h) - f(x)) / h → round((f(x + h) - f(x)) / h, 1)" fails="forward_other_functions" says="The slope was rounded. Return it with all its digits."
# %% forward_difference wrong="divides each" change="(f(x + h) - f(x)) / h → f(x + h) / h - f(x)" fails="forward_by_hand forward_other_functions" says="Mind the brackets: first the difference of the two values, then divide all of it by h."
# %% forward_difference wrong="f(x+h) minus x" change="f(x) → x" fails="forward_by_hand forward_other_functions" says="x itself was subtracted. The rise is about f at both places."
# %% forward_difference wrong="default step times" change="return (f(x + h) - f(x)) / h → rise = f(x + h) - f(x)\n    run = (x + h) + x\n    return rise / run" fails="forward_by_hand forward_other_functions" says="Divide by the distance from x to x + h, which is h."
# %% forward_difference wrong="integer division" change="/ → //" fails="forward_by_hand forward_other_functions" says="This is the true slope, what a step to either side gives, or a quotient rounded down by //. Take one step forward, and divide by h."
# %% forward_difference wrong="h from x" change="+ h) → * h)" fails="forward_by_hand forward_other_functions" says="x is multiplied by h here. The step goes from x to x + h."
# %% forward_difference wrong="two steps" change="h) - f(x)) / h → 2 * h) - f(x)) / (2 * h)" fails="forward_by_hand forward_other_functions" says="This step is twice as long as h."
# %% forward_difference wrong="x+h/2" change="h)  → h / 2) " fails="forward_by_hand forward_other_functions" says="The step was half of h here: go from x to x + h."
# %% forward_difference wrong="plus" change="- → +" fails="forward_by_hand forward_other_functions" says="The two values are added here. The rise is their difference."
# %% forward_difference wrong="h as the second place" change="(f(x + h) - f(x)) / h → (f(h) - f(x)) / (h - x)" fails="forward_by_hand forward_other_functions" says="The slope was taken between x and h. h is the length of the step, so the second place is x + h."
# %% forward_difference wrong="numbers of the example" change="return (f(x + h) - f(x)) / h → x, h = 3.0, 0.1\n    return (f(x + h) - f(x)) / h" fails="forward_other_functions" says="This is the slope of the example's place and step. Leave x and h as they are given."
# %% forward_difference wrong="rounded to two digits" change="(f(x + h) - f(x)) / h → round((f(x + h) - f(x)) / h, 2)" fails="forward_other_functions" says="The slope is rounded. Return the quotient as it is."
# %% forward_difference wrong="size of the step" change="return (f(x + h) → h = abs(h)\n    return (f(x + h)" fails="forward_other_functions" says="The sign of the step is lost: a negative step should go to the left."
# %% numerical_diff right="in steps" change="return (f(x + h) - f(x - h)) / (2 * h) → ahead, back = f(x + h), f(x - h)\n    return (ahead - back) / h / 2"
# %% numerical_diff right="mean of forward and backward" change="1e-4 → 0.0001" change="(f(x + h) - f(x - h)) / (2 * h) → (forward_difference(f, x, h) + forward_difference(f, x, -h)) / 2"
# %% numerical_diff right="no step is None" change="h=1e-4 → h=None" change="return (f(x + h) - f(x - h)) / (2 * h) → if h is None:\n        h = 1e-4\n    return 0.5 * (f(x + h) - f(x - h)) / h"
# %% numerical_diff right="a forward difference from one step back" change="(f(x + h) - f(x - h)) / (2 * h) → forward_difference(f, x - h, 2 * h)"
# %% numerical_diff wrong="forward" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x)) / h" fails="central_by_hand central_default_step" says="This is the forward difference: take the second value at x - h, not at x."
# %% numerical_diff wrong="backward" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x) - f(x - h)) / h" fails="central_by_hand central_default_step" says="This is the backward difference: take the first value at x + h, not at x."
# %% numerical_diff wrong="divided by h" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / h" fails="central_by_hand central_default_step" says="This is twice the slope: the two places are 2h apart."
# %% numerical_diff wrong="half of forward" change="f(x - h) → f(x)" fails="central_by_hand central_default_step" says="This is half of the forward difference: the second value belongs at x - h."
# %% numerical_diff wrong="brackets" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / 2 * h" fails="central_by_hand central_default_step" says="Mind the brackets: divide by (2 * h). `a / 2 * h` multiplies by h."
# %% numerical_diff wrong="half steps" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h / 2) - f(x - h / 2)) / h" fails="central_by_hand central_default_step" says="The step is h to each side; here it is h / 2."
# %% numerical_diff wrong="h squared" change="(f(x + h) - f(x - h)) / (2 * h) → (f(x + h) - f(x - h)) / h**2" fails="central_by_hand central_default_step" says="Divide by 2h, not by h squared."
# %% numerical_diff wrong="ignores h" change="return (f(x + h) - f(x - h)) / (2 * h) → h = 1e-4\n    return (f(x + h) - f(x - h)) / (2 * h)" fails="central_by_hand central_default_step" says="This is the true slope, or nearly, and not what the two steps give. Use the h that comes as an argument (1e-4 is only its value if nobody gives one), and the places x + h and x - h alone."
# %% numerical_diff wrong="other default" change="1e-4 → 1e-3" fails="central_default_step" says="Is the default of h 0.001 here, which is 10e-4? It should be 1e-4."
# %% numerical_diff wrong="default far too small" change="1e-4 → 1e-50" fails="central_default_step" says="The default of h is far too small here: at most places x + h is x again. It should be 1e-4."
# %% numerical_diff wrong="added" change="f(x + h) - f(x - h) → f(x + h) + f(x - h)" fails="central_by_hand central_default_step" says="The second value is added here, or it was taken at h - x. Subtract the value a step back."
# %% numerical_diff wrong="no brackets" change="(f(x + h) - f(x - h)) / (2 * h) → f(x + h) - f(x - h) / (2 * h)" fails="central_by_hand central_default_step" says="Mind the brackets: the whole difference is divided by 2h."
# %% numerical_diff wrong="no brackets at all" change="(f(x + h) - f(x - h)) / (2 * h) → f(x + h) - f(x - h) / 2 * h" fails="central_by_hand central_default_step" says="Mind the brackets, around the difference and around (2 * h)."
# %% numerical_diff wrong="divides by another h" change="2 * h → 2 * 1e-4" fails="central_by_hand central_default_step" says="Divide by 2h with the h that comes as an argument, as in the steps."
# %% numerical_diff wrong="five points" change="return (f(x + h) - f(x - h)) / (2 * h) → near, far = f(x + h) - f(x - h), f(x + 2 * h) - f(x - 2 * h)\n    return (8 * near - far) / (12 * h)" fails="central_by_hand central_default_step" says="This is the true slope, or nearly, and not what the two steps give. Use the h that comes as an argument (1e-4 is only its value if nobody gives one), and the places x + h and x - h alone."


# %% numerical_diff wrong="backward wrong" change="return (f(x + h) - f(x - h)) / (2 * h) → forward = (f(x + h) - f(x)) / h\n    backward = (f(x - h) - f(x)) / h\n    return (forward + backward) / 2" fails="central_by_hand central_default_step" says="Two differences cancel here: one of them has the wrong sign. What is left shows only how f bends."
# %% numerical_diff wrong="step 2h" change="h) - f(x - → 2 * h) - f(x - 2 *" fails="central_by_hand central_default_step" says="The steps are twice as long as what they are divided by: the places are x + h and x - h."
# %% numerical_diff wrong="sign" change="+ h) - f(x - → - h) - f(x +" fails="central_by_hand central_default_step" says="The sign is wrong: the value at x + h should come first."
# %% numerical_diff wrong="times two" change="/ (2 * h) → * 2 * h" fails="central_by_hand central_default_step" says="The rise is multiplied here by what it should be divided by."
# %% numerical_diff wrong="mean of values" change="(f(x + h) - f(x - h)) / (2 *  → forward_difference(f, x, h) / 2 + forward_difference(f, x, -" fails="central_by_hand central_default_step" says="This is one and a half times the slope: only one of the two differences is halved."
# %% numerical_diff wrong="divide by x distance wrong" change="return (f(x + h) - f(x - h)) / (2 * h → x1 = x + h\n    x2 = x - h\n    return (f(x1) - f(x2)) / (x1 + x2" fails="central_by_hand central_default_step" says="Divide by the distance between the two places: subtract them, don't add."
# %% numerical_diff wrong="eps" fails="central_default_step" says="Is the default of h 1e-5 here? It should be 1e-4."
def numerical_diff(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


# %% numerical_diff wrong="f of 2h" change="h) - f(x - h → 2 * h) - f(x" fails="central_by_hand central_default_step" says="This is a step of 2h forward. Take a step of h to either side."
# %% numerical_diff wrong="ignoring default" fails="central_default_step" says="The default of h is 0.1 here. It should be 1e-4."
def numerical_diff(f, x, h=0.1):
    return (f(x + h) - f(x - h)) / (2 * h)


# %% numerical_diff wrong="^ for a power" change="h=1e-4 → h=10 ^ -4" fails="central_default_step" says="The default step is not 1e-4. (In Python ^ is no power: write 10 ** -4.)"
# %% numerical_diff wrong="1e4" change="h=1e-4 → h=1e4" fails="central_default_step" says="The default step is not 1e-4. (In Python ^ is no power: write 10 ** -4.)"
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


# %% partial_derivative wrong="all move" change="ahead[i] += h → ahead += h" change="back[i] -= h → back -= h" fails="partial_by_hand partial_holds_the_rest" says="Only x[i] moves; here all numbers moved at once."
# %% partial_derivative wrong="forward" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(x)) / h" fails="partial_by_hand partial_holds_the_rest" says="This is the forward difference; take a step to either side."
# %% partial_derivative wrong="divided by h" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / h" fails="partial_by_hand partial_holds_the_rest" says="Divide by 2h, not by h."
# %% partial_derivative wrong="same array" change="ahead, back = x.copy(), x.copy() → ahead = back = x.copy()" fails="partial_by_hand partial_holds_the_rest" says="f came out the same on both sides. Does each side have a copy of its own, x.copy()? In one copy h is added to the number, in the other subtracted: is the result put back there, and not h alone? And can the array that h is put into hold decimals?"
# %% partial_derivative wrong="second step from where the first ended" change="ahead, back = x.copy(), x.copy() → ahead = x.copy()" change="back[i] -= h → back = ahead.copy()\n    back[i] -= h" fails="partial_by_hand partial_holds_the_rest" says="This is half of what it should be: the second value belongs at x[i] - h, and here it was taken at x[i]."
# %% partial_derivative wrong="left moved" change="ahead, back = x.copy(), x.copy() → x[i] += h" change="ahead[i] += h → ahead = f(x)" change="back[i] -= h → x[i] -= 2 * h" change="f(ahead) - f(back) → ahead - f(x)" fails="partial_holds_the_rest" reads="changed its argument x"
# %% partial_derivative wrong="always the first" change="ahead[i] → ahead[0]" change="back[i] → back[0]" fails="partial_by_hand partial_holds_the_rest" says="x[i] stood still, and something else moved: is i itself in both steps?"
# %% partial_derivative wrong="backward" change="(f(ahead) - f(back)) / (2 * h) → (f(x) - f(back)) / h" fails="partial_by_hand partial_holds_the_rest" says="This is the backward difference; take a step to either side."
# %% partial_derivative wrong="brackets" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / 2 * h" fails="partial_by_hand partial_holds_the_rest" says="Mind the brackets: divide by (2 * h). `a / 2 * h` multiplies by h."
# %% partial_derivative wrong="the step instead of the number" change="ahead[i] += h → ahead[i] = h" change="back[i] -= h → back[i] = -h" fails="partial_by_hand partial_holds_the_rest" says="f came out the same on both sides. Does each side have a copy of its own, x.copy()? In one copy h is added to the number, in the other subtracted: is the result put back there, and not h alone? And can the array that h is put into hold decimals?"
# %% partial_derivative wrong="the sum is not put back" change="ahead[i] += h → ahead[i] + h" change="back[i] -= h → back[i] - h" fails="partial_by_hand partial_holds_the_rest" says="f came out the same on both sides. Does each side have a copy of its own, x.copy()? In one copy h is added to the number, in the other subtracted: is the result put back there, and not h alone? And can the array that h is put into hold decimals?"
# %% partial_derivative wrong="another h" change="\n    h = 1e-4 → \n    h = 0.1" fails="partial_holds_the_rest" says="The step is too long here: it should be 1e-4."


# %% partial_derivative wrong="others zero" change="ahead, back = x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= h\n    return (f(ahead) - f(back → e = np.zeros(len(x))\n    e[i] = h\n    return (f(x[i] + e) - f(x[i] - e" fails="partial_holds_the_rest" says="f is called with an array that has x[i] in every place. All numbers but one stay as they are in x."
# %% partial_derivative wrong="unit step without h" change="ahead, back = x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= h\n    return (f(ahead) - f(back → e = np.zeros_like(x)\n    e[i] = 1\n    return (f(x + e) - f(x - e" fails="partial_by_hand partial_holds_the_rest" says="The step is 1 long here, but it is divided by 2h. Move x[i] by h."
# %% partial_derivative wrong="returns all" change="ahead, back = x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= h\n    return (f(ahead) - f(back)) / (2 * h) → grad = np.zeros_like(x)\n    ahead, back = x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= h\n    grad[i] = (f(ahead) - f(back)) / (2 * h)\n    return grad" fails="partial_by_hand partial_holds_the_rest" says="This returns a whole array. Return one number, the slope for x[i]."
# %% partial_derivative wrong="others moved too by loop" change="ahead[i] += h\n    back[i → for j in range(len(x)):\n        if j != i:\n            ahead[j] += h\n            back[j" fails="partial_by_hand partial_holds_the_rest" says="x[i] stood still, and something else moved: is i itself in both steps?"
# %% partial_derivative wrong="multiplies by h" change="+= h\n    back[i] -= → *= 1 + h\n    back[i] *= 1 -" fails="partial_by_hand partial_holds_the_rest" says="The step is h times x[i] here. It is h, whatever x[i] is."
# %% partial_derivative wrong="h differs" fails="partial_holds_the_rest" says="The step is too short here: it should be 1e-4."
def partial_derivative(f, x, i):
    h = 1e-6
    ahead, back = x.copy(), x.copy()
    ahead[i] += h
    back[i] -= h
    return (f(ahead) - f(back)) / (2 * h)


# %% partial_derivative wrong="sign" change="ahead) - f(back → back) - f(ahead" fails="partial_by_hand partial_holds_the_rest" says="The sign is wrong: the value a step ahead should come first."
# %% partial_derivative wrong="zero others" change="x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= → np.zeros(len(x)), np.zeros(len(x))\n    ahead[i] = x[i] + h\n    back[i] = x[i] -" fails="partial_holds_the_rest" says="All other numbers are 0 here. They should stay as they are in x."
# %% partial_derivative wrong="forward from copy of back" change=", back = x.copy(), x.copy()\n    ahead[i] += h\n    back[i] -= h\n    return (f(ahead) - f(back →  = x.copy()\n    ahead[i] = x[i] + h\n    return (f(ahead) - f(x - h" fails="partial_by_hand partial_holds_the_rest" says="One of the steps moves all numbers here. In both steps, only x[i] moves."
# %% partial_derivative wrong="i - 1" change="] += h\n    back[i →  - 1] += h\n    back[i - 1" fails="partial_by_hand partial_holds_the_rest" says="x[i] stood still, and something else moved: is i itself in both steps?"
# %% partial_derivative wrong="h too large" fails="partial_holds_the_rest" says="The step is too long here: it should be 1e-4."
def partial_derivative(f, x, i):
    h = 1e-2
    ahead, back = x.copy(), x.copy()
    ahead[i] += h
    back[i] -= h
    return (f(ahead) - f(back)) / (2 * h)


# %% partial_derivative wrong="place 0 in the second step" change="back[i] -= h → back[0] -= h" fails="partial_by_hand partial_holds_the_rest" says="Only one of the two steps moves x[i] here. Is it i itself in both?"
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


# %% numerical_gradient wrong="forward" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(x)) / h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="These are forward differences; take a step to either side."
# %% numerical_gradient wrong="divided by h" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="Divide by 2h, not by h."
# %% numerical_gradient wrong="all move" change="ahead[place] += h → ahead += h" change="back[place] -= h → back -= h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="Every place holds the sum of all slopes. Does only one number move at a time, and does its slope go to its own place alone?"
# %% numerical_gradient wrong="returns too early" change="\n    return gradient → \n        return gradient" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="Only the first place was visited. Does the loop return too early?"
# %% numerical_gradient wrong="only the first axis" change="for place in np.ndindex(x.shape): → for place in range(len(x)):" fails="gradient_any_shape" says="Several numbers moved at once. Move one only: loop over all of x.shape, however many axes it has."
# %% numerical_gradient wrong="only the first row" change="for place in np.ndindex(x.shape): → for place in np.ndindex(x.shape):\n        if x.ndim > 1 and place[0] > 0:\n            continue" fails="gradient_any_shape" says="Only the first row was visited: loop over all places of x."
# %% numerical_gradient wrong="left moved" change="ahead, back = x.copy(), x.copy() → x[place] += h" change="ahead[place] += h → ahead = f(x)" change="back[place] -= h → x[place] -= 2 * h" change="f(ahead) - f(back) → ahead - f(x)" fails="gradient_leaves_x" reads="changed its argument x"
# %% numerical_gradient wrong="put back with rounding" change="ahead, back = x.copy(), x.copy() → x[place] += h" change="ahead[place] += h → ahead = f(x)" change="back[place] -= h → x[place] -= 2 * h" change="(f(ahead) - f(back)) / (2 * h) → (ahead - f(x)) / (2 * h)\n        x[place] += h" fails="gradient_leaves_x" reads="changed its argument x"
# %% numerical_gradient wrong="flat" change="return gradient → return gradient.flatten()" fails="gradient_any_shape" reads="only the shape is not"
# %% numerical_gradient wrong="takes integers" change='if x.dtype.kind in "iu":\n        raise TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)") → ' fails="gradient_refuses_integers" says="If there is a raise already, its condition wasn't true: ask x.dtype. A number from a NumPy array is no Python int."
# %% numerical_gradient wrong="asks an element" change='if x.dtype.kind in "iu": → if isinstance(x.flat[0], int):' change="ahead, back = x.copy(), x.copy()\n        ahead[place] += h\n        back[place] -= h\n        gradient[place] = (f(ahead) - f(back)) / (2 * h) → old = x[place]\n        x[place] = old + h\n        ahead = f(x)\n        x[place] = old - h\n        back = f(x)\n        x[place] = old\n        gradient[place] = (ahead - back) / (2 * h)" fails="gradient_refuses_integers" says="If there is a raise already, its condition wasn't true: ask x.dtype. A number from a NumPy array is no Python int."
# %% numerical_gradient wrong="converts integers" change='if x.dtype.kind in "iu":\n        raise TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)") → x = x.astype(float)' fails="gradient_refuses_integers" says="If there is a raise already, its condition wasn't true: ask x.dtype. A number from a NumPy array is no Python int."
# %% numerical_gradient wrong="a bare error" change='TypeError(f"x holds {x.dtype}, not floats; use x.astype(float)") → TypeError' fails="gradient_refuses_integers" reads="without a message"
# %% numerical_gradient wrong="another error" change="raise TypeError → raise ValueError" fails="gradient_refuses_integers" reads="TypeError is expected"
# %% numerical_gradient wrong="steps are left over" change="for place in np.ndindex(x.shape):\n        ahead, back = x.copy(), x.copy() → ahead, back = x.copy(), x.copy()\n    for place in np.ndindex(x.shape):" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="When a number moved, those before it were not yet back where they had been: begin each place with fresh copies."
# %% numerical_gradient wrong="one or two dimensions" change="np.ndindex(x.shape) → np.ndindex(x.shape[:2])" fails="gradient_any_shape" says="Several numbers moved at once. Move one only: loop over all of x.shape, however many axes it has."
# %% numerical_gradient wrong="names a fixed type" change="{x.dtype} → int64" fails="gradient_refuses_integers" reads="raises TypeError, as it should"
# %% numerical_gradient wrong="returns the error" change="raise TypeError → return TypeError" fails="gradient_refuses_integers" reads="where it should refuse"


# %% numerical_gradient wrong="not restored" change="for place in np.ndindex(x.shape):\n        ahead, back = x.copy(), x.copy()\n        ahead[place] += h\n        back[place] -= h\n        gradient[place] = (f(ahead) - f(back)) / (2 * h) → y = x.copy()\n    for place in np.ndindex(x.shape):\n        y[place] += h\n        ahead = f(y)\n        y[place] -= 2 * h\n        gradient[place] = (ahead - f(y)) / (2 * h)" fails="gradient_leaves_x" says="When a number moved, those before it were not yet back where they had been: begin each place with fresh copies."
# %% numerical_gradient wrong="zeros_like int and aliases" change="x.copy(), x.copy() → x, x" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="f came out the same on both sides. Does each side have a copy of its own, x.copy()? In one copy h is added to the number, in the other subtracted: is the result put back there, and not h alone? And can the array that h is put into hold decimals?"
# %% numerical_gradient wrong="each place half" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(x)) / (2 * h)" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="These are half of the slopes: the second value belongs a step back, and here it was taken at x."
# %% numerical_gradient wrong="zeros_like empty list of shape" change="gradient[place] = → gradient =" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="The array of slopes was lost in the loop: each slope goes to its own place in it."
# %% numerical_gradient wrong="y accumulates +=" change="gradient[place] = → gradient +=" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="Every place holds the sum of all slopes. Does only one number move at a time, and does its slope go to its own place alone?"
# %% numerical_gradient wrong="overwritten with h" change="ahead[place] += h → ahead[place] = h" change="back[place] -= h → back[place] = -h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x" says="f came out the same on both sides. Does each side have a copy of its own, x.copy()? In one copy h is added to the number, in the other subtracted: is the result put back there, and not h alone? And can the array that h is put into hold decimals?"
# %% numerical_gradient wrong="flattened for 2-D transposed" change="return gradient → return gradient.T.reshape(x.shape)" fails="gradient_any_shape" says="The slopes stand in another order than the numbers of x: put each at the place of its number."
# %% numerical_gradient wrong="uses numerical_diff on each number" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" reads="no index"
def numerical_gradient(f, x):
    if x.dtype.kind in "iu":
        raise TypeError(f"x must hold floats (got {x.dtype}); use x.astype(float)")
    return np.array([numerical_diff(f, v) for v in x])


# %% numerical_gradient wrong="brackets" change="(f(ahead) - f(back)) / (2 * h) → (f(ahead) - f(back)) / 2 * h" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="Mind the brackets: divide by (2 * h). `a / 2 * h` multiplies by h."
# %% numerical_gradient wrong="sign" change="f(ahead) - f(back) → f(back) - f(ahead)" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="The signs are turned round: the value a step ahead comes first."
# %% numerical_gradient wrong="zeros_like then values at other place" change="np.zeros(x.shape) → x.copy()" change="gradient[place] = → gradient[place] +=" fails="gradient_by_hand gradient_any_shape gradient_leaves_x gradient_refuses_integers" says="This still has the numbers of x in it: begin with an array of zeros."
# %% numerical_gradient wrong="restore wrong value" fails="gradient_leaves_x" says="When a number moved, those before it were not yet back where they had been: begin each place with fresh copies."
def numerical_gradient(f, x):
    if x.dtype.kind in "iu":
        raise TypeError(f"x must hold floats (got {x.dtype}); use x.astype(float)")
    h = 1e-4
    grad = np.zeros(x.shape)
    y = x.copy()
    for i in np.ndindex(x.shape):
        old = y[i]
        y[i] = old + h
        up = f(y)
        y[i] = old - h
        grad[i] = (up - f(y)) / (2 * h)
        y[i] = h
    return grad


# %% numerical_gradient wrong="a flat view that may be a copy" change="for place in np.ndindex(x.shape):\n        ahead, back = x.copy(), x.copy()\n        ahead[place] += h\n        back[place] -= h\n        gradient[place] = (f(ahead) - f(back)) / (2 * h) → flat, slopes = x.reshape(-1), gradient.reshape(-1)\n    for k in range(flat.size):\n        before = flat[k]\n        flat[k] = before + h\n        ahead = f(x)\n        flat[k] = before - h\n        slopes[k] = (ahead - f(x)) / (2 * h)\n        flat[k] = before" fails="gradient_any_shape" says="Where x was transposed, reshape(-1) makes a copy of it, and no number of x moves. np.ndindex gives the places of any array."


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


# %% gradient_descent wrong="uphill" change="x - lr * numerical_gradient(f, x) → x + lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="That's uphill: step against the gradient, with a minus."
# %% gradient_descent wrong="gradient once" change="places = [x] → places, gradient = [x], numerical_gradient(f, x)" change="lr * numerical_gradient(f, x) → lr * gradient" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The gradient must be measured anew at each place."
# %% gradient_descent wrong="no learning rate" change="lr * numerical_gradient(f, x) → numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Is the learning rate a factor in each step, and does each step begin where the last one ended?"
# %% gradient_descent wrong="without the start" change="places = [x] → places = []" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The start belongs in the history, too."
# %% gradient_descent wrong="without the end" change="np.array(places) → np.array(places[:-1])" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The last place belongs in the history, too."
# %% gradient_descent wrong="the same array many times" change="x = x - lr * numerical_gradient(f, x) → x -= lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Every row is the last place. The list holds one and the same array: make a new one in each step, x = x - ..."
# %% gradient_descent wrong="changes the start" change="init_x.copy() → init_x" change="[x] → [x.copy()]" change="x = x - lr * numerical_gradient(f, x) → x -= lr * numerical_gradient(f, x)" change="places.append(x) → places.append(x.copy())" fails="descent_any_shape" says="After x = init_x, x is a second name for the same array: x -= ... changes both. Begin with a copy."
# %% gradient_descent wrong="no history" change="return x, np.array(places) → return x" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Only the last place is returned. The history is asked for, too."
# %% gradient_descent wrong="values for places" change="places = [x] → places = [f(x)]" change="places.append(x) → places.append(f(x))" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="These are the values of f; the places themselves are asked for."
# %% gradient_descent wrong="one number after the other" change="x = x - lr * numerical_gradient(f, x) → x = x.copy()\n        for place in np.ndindex(x.shape):\n            x[place] -= lr * numerical_gradient(f, x)[place]" fails="descent_any_shape" says="All numbers take their step at once: measure all slopes before anything moves."
# %% gradient_descent wrong="history first" change="x, np.array(places) → np.array(places), x" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The order is x, history; here the history came first."
# %% gradient_descent wrong="always from the start" change="x - lr * numerical_gradient(f, x) → init_x - lr * numerical_gradient(f, x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Each step begins where the last one ended, not at init_x."
# %% gradient_descent wrong="always the first step" change="x - lr * numerical_gradient(f, x) → init_x - lr * numerical_gradient(f, init_x)" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="This is where fewer steps lead. Is the count one short, does the loop return too early, or does every step begin at the start again?"
# %% gradient_descent wrong="stops below 1e-3" change="x = x - lr * numerical_gradient(f, x) → slope = numerical_gradient(f, x)\n        if np.linalg.norm(slope) < 1e-3:\n            break\n        x = x - lr * slope" fails="descent_to_the_bottom" says="Places are missing. Does the walk end before all steps are taken? Take all of them, even where the slope is small."
# %% gradient_descent wrong="stops below 1e-5" change="x = x - lr * numerical_gradient(f, x) → slope = numerical_gradient(f, x)\n        if np.linalg.norm(slope) < 1e-5:\n            break\n        x = x - lr * slope" fails="descent_to_the_bottom" says="Places are missing. Does the walk end before all steps are taken? Take all of them, even where the slope is small."
# %% gradient_descent wrong="stops below 1e-6" change="x = x - lr * numerical_gradient(f, x) → slope = numerical_gradient(f, x)\n        if np.linalg.norm(slope) < 1e-6:\n            break\n        x = x - lr * slope" fails="descent_to_the_bottom" says="Places are missing. Does the walk end before all steps are taken? Take all of them, even where the slope is small."
# %% gradient_descent wrong="one row per place" change="np.array(places) → np.array(places).reshape(steps + 1, -1)" fails="descent_any_shape" reads="has shape (4, 6)"


# %% gradient_descent wrong="one too many" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps + 1):\n        x = x - lr * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="This is one step too many: the loop runs steps times."
# %% gradient_descent wrong="return in loop" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        history.append(x)\n        return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="This is where fewer steps lead. Is the count one short, does the loop return too early, or does every step begin at the start again?"
# %% gradient_descent wrong="normalised" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        g = numerical_gradient(f, x)\n        x = x - lr * g / np.linalg.norm(g)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The step has the length lr here. It is lr times the gradient, so it is long where the slope is steep."
# %% gradient_descent wrong="starts at zeros" change="init_x.copy()\n    places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → np.zeros(init_x.shape)\n    history = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The walk starts at 0 here. It starts at init_x."
# %% gradient_descent wrong="history of gradients" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        g = numerical_gradient(f, x)\n        x = x - lr * g\n        history.append(g)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The history holds gradients here. It should hold the places."
# %% gradient_descent wrong="lr decays" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for k in range(1, steps + 1):\n        x = x - lr / k * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The steps get shorter and shorter here. The learning rate stays as it is."
# %% gradient_descent wrong="steps - 1" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps - 1):\n        x = x - lr * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="This is where fewer steps lead. Is the count one short, does the loop return too early, or does every step begin at the start again?"
# %% gradient_descent wrong="multiplies x" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        x = lr * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The new place is the step itself here. Subtract the step from where it begins."
# %% gradient_descent wrong="history vstack shape" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places) → history = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        history.append(x)\n    return x, history[-1]" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The history has only one place in it. All of them are asked for, from the start on."
# %% gradient_descent wrong="squared gradient" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        x = x - lr * x * numerical_gradient(f, x)\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The place is a factor of the step here. The step is the learning rate times the gradient."
# %% gradient_descent wrong="divides" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        x = x - numerical_gradient(f, x) / lr\n        history.append(x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The gradient is divided by the learning rate here. Multiply."
# %% gradient_descent wrong="append before step, plus final missing" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        history.append(x)\n        x = x - lr * numerical_gradient(f, x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The start is there twice, and the last place is missing: append after each step."
# %% gradient_descent wrong="no update" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        new = x - lr * numerical_gradient(f, x)\n        history.append(new)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="Is the learning rate a factor in each step, and does each step begin where the last one ended?"
# %% gradient_descent wrong="reversed history" change="places = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        places.append(x)\n    return x, np.array(places → history = [x]\n    for _ in range(steps):\n        x = x - lr * numerical_gradient(f, x)\n        history.insert(0, x)\n    return x, np.array(history" fails="descent_first_steps descent_to_the_bottom descent_any_shape" says="The history runs backward here. The start comes first."


# %% gradient_descent wrong="vstack" change="np.array(places) → np.vstack(places)" fails="descent_any_shape" says="The places are joined one below another. Keep each as a table of its own, along a new first axis."
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


# %% classifier_gradient wrong="the W outside" change="x @ weights → x @ W" fails="classifier_by_numbers classifier_other_sizes" says="The loss does not move with the weights. Does your function use its argument, and not the W outside?"
# %% classifier_gradient wrong="for x" change="lambda weights: softmax_cross_entropy(x @ weights, labels), W → lambda x: softmax_cross_entropy(x @ W, labels), x" fails="classifier_by_numbers classifier_other_sizes" says="This is the gradient with respect to x; the weights should move."
# %% classifier_gradient wrong="sum" change="softmax_cross_entropy(x @ weights, labels) → len(x) * softmax_cross_entropy(x @ weights, labels)" fails="classifier_by_numbers classifier_other_sizes" says="This is the sum over the points; the loss is their mean."
# %% classifier_gradient wrong="downhill" change="return numerical_gradient → return -numerical_gradient" fails="classifier_by_numbers classifier_other_sizes" says="These slopes point downhill: leave the sign of the gradient as it is."
# %% classifier_gradient wrong="the weights after a step" change="return numerical_gradient → return W - numerical_gradient" fails="classifier_by_numbers classifier_other_sizes" says="This is W minus the gradient, the weights after a step. Return the gradient itself."
# %% classifier_gradient wrong="the loss" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n    ) → return softmax_cross_entropy(x @ W, labels)" fails="classifier_by_numbers classifier_other_sizes" reads="is a single number"
# %% classifier_gradient wrong="a step" change="return numerical_gradient → return -0.1 * numerical_gradient" fails="classifier_by_numbers classifier_other_sizes" says="This has a step downhill in it. Return the gradient itself, without a learning rate or a minus."


# %% classifier_gradient wrong="moved in place" fails="classifier_other_sizes" reads="changed its first argument"
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


# %% classifier_gradient wrong="gradient of scores" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → scores = x @ W\n    loss = lambda s: softmax_cross_entropy(s, labels)\n    return numerical_gradient(loss, scores" fails="classifier_by_numbers classifier_other_sizes" says="These are the slopes for the scores. The weights should move, inside the function whose slopes are measured."
# %% classifier_gradient wrong="feed forward" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → loss = lambda w: softmax_cross_entropy(w, labels)\n    return numerical_gradient(loss, W" fails="classifier_by_numbers classifier_other_sizes" says="The weights themselves went into the loss here. The scores are x times the weights."
# %% classifier_gradient wrong="step taken" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → loss = lambda w: softmax_cross_entropy(x @ w, labels)\n    return W - 0.1 * numerical_gradient(loss, W" fails="classifier_by_numbers classifier_other_sizes" says="This has a step downhill in it. Return the gradient itself, without a learning rate or a minus."
# %% classifier_gradient wrong="argmax labels one-hot mse" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → t = np.eye(W.shape[1])[labels]\n    return numerical_gradient(lambda w: np.mean((x @ w - t) ** 2), W" fails="classifier_by_numbers classifier_other_sizes" says="These are the slopes of a mean squared error. The loss is the cross-entropy of the scores."
# %% classifier_gradient wrong="analytic p only" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → s = x @ W\n    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)\n    return x.T @ p / len(x" fails="classifier_by_numbers classifier_other_sizes" says="These are made of the probabilities alone. The labels have to come in, too: they pull the slopes of the right classes below 0."
# %% classifier_gradient wrong="softmax first" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → def loss(w):\n        s = x @ w\n        p = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)\n        return softmax_cross_entropy(p, labels)\n\n    return numerical_gradient(loss, W" fails="classifier_by_numbers classifier_other_sizes" says="The softmax is taken twice here: the loss includes it already."
# %% classifier_gradient wrong="at zeros" change="weights: softmax_cross_entropy(x @ weights, labels), W → w: softmax_cross_entropy(x @ w, labels), np.zeros(W.shape)" fails="classifier_by_numbers classifier_other_sizes" says="These are the slopes at weights of 0. Measure them at W."
# %% classifier_gradient wrong="sum of scores" change="\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → lambda w: np.sum(x @ w), W" fails="classifier_by_numbers classifier_other_sizes" says="These are the slopes of the scores, added up. The loss is their cross-entropy."
# %% classifier_gradient wrong="divided twice" change="weights: softmax_cross_entropy(x @ weights, labels → w: softmax_cross_entropy(x @ w, labels) / len(x" fails="classifier_by_numbers classifier_other_sizes" says="This is divided by the number of points twice: the loss is a mean already."
# %% classifier_gradient wrong="tanh or sigmoid" change="weights: softmax_cross_entropy(x @ weights → w: softmax_cross_entropy(1 / (1 + np.exp(-(x @ w)))" fails="classifier_by_numbers classifier_other_sizes" says="The scores go through a sigmoid here. They belong in the loss as they are."
# %% classifier_gradient wrong="one point" change="\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n     → lambda w: softmax_cross_entropy(x[:1] @ w, labels[:1]), W" fails="classifier_by_numbers classifier_other_sizes" says="Only the first point counts here. All points belong in the loss."
# %% classifier_gradient wrong="labels as a table" change="softmax_cross_entropy(x @ weights, labels) → softmax_cross_entropy(x @ weights, np.eye(W.shape[1])[labels])" fails="classifier_by_numbers classifier_other_sizes" reads="made of whole numbers"
# %% classifier_gradient wrong="powers of large scores" change="return numerical_gradient(\n        lambda weights: softmax_cross_entropy(x @ weights, labels), W\n    ) → powers = np.exp(x @ W)\n    p = powers / powers.sum(axis=1, keepdims=True)\n    p[np.arange(len(x)), labels] -= 1\n    return x.T @ p / len(x)" fails="classifier_other_sizes" says="exp of a large score is infinite. Take the largest score of each row away first, or nudge the loss that is given."
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


# %% update_weights wrong="loss after the step" fails="update_loss_before" says="This is the loss after the step; ask for it before anything moves."
def update_weights(inputs, outputs, weights, lr):
    W, b = weights
    dW = numerical_gradient(lambda V: feed_forward(inputs, outputs, [V, b]), W)
    db = numerical_gradient(lambda c: feed_forward(inputs, outputs, [W, c]), b)
    new = [W - lr * dW, b - lr * db]
    return new, feed_forward(inputs, outputs, new)


# %% update_weights wrong="loss with b a step ahead" change="moved[k][place] += h → moved[k][place] += h\n            ahead = feed_forward(inputs, outputs, moved)" change="return new_weights, loss → return new_weights, ahead" fails="update_loss_before" says="This is the loss a little step h away: ask for it at the old weights, before anything moves."
# %% update_weights wrong="no loss" change="return new_weights, loss → return new_weights" fails="update_first_step update_loss_before update_many_weights" reads="2 items are expected"
# %% update_weights wrong="uphill" change="-= lr * slope → += lr * slope" fails="update_first_step update_many_weights" says="That's uphill: subtract the slope."
# %% update_weights wrong="one after the other" change="feed_forward(inputs, outputs, moved) - loss → feed_forward(inputs, outputs, moved) - feed_forward(inputs, outputs, new_weights)" change="moved[k][place] = weights[k][place] → moved[k][place] = new_weights[k][place]" fails="update_first_step update_many_weights" says="All slopes are taken at the old weights; here some numbers had moved already. (Are the arrays copied, too? weights.copy() and list(weights) copy only the list.)"
# %% update_weights wrong="bias forgotten" change="for k in range(len(weights)): → for k in range(1):" fails="update_first_step update_many_weights" says="The bias has not moved: every array in the list gets its step."
# %% update_weights wrong="changes the weights" change="return new_weights, loss → for k in range(len(weights)):\n        weights[k][...] = new_weights[k]\n    return weights, loss" fails="update_many_weights" says="weights.copy() and list(weights) copy only the list: the arrays in it are still the caller's."
# %% update_weights wrong="no step" change="return new_weights, loss → return weights, 0.0" fails="update_first_step update_loss_before update_many_weights" says="The weights are still the old ones. Is the loss asked for at the copy that moves, is the step subtracted, and are the new weights returned?"
# %% update_weights wrong="put back with rounding" change="moved = [array.copy() for array in weights] → moved = weights" change="moved[k][place] = weights[k][place] → moved[k][place] -= h" fails="update_many_weights" reads="changed its third argument"
# %% update_weights wrong="not put back" change="moved[k][place] = weights[k][place] → " fails="update_first_step update_many_weights" says="When a slope was taken, numbers before it were still a step h away: put each old number back."
# %% update_weights wrong="copies the list only" change="new_weights = [array.copy() for array in weights] → new_weights = weights.copy()" fails="update_first_step update_many_weights" says="All slopes are taken at the old weights; here some numbers had moved already. (Are the arrays copied, too? weights.copy() and list(weights) copy only the list.)"
# %% update_weights wrong="the slopes" change="new_weights[k][place] -= lr * slope → new_weights[k][place] = slope" fails="update_first_step update_many_weights" says="These are the slopes; return the weights after the step."
# %% update_weights wrong="the step alone" change="new_weights[k][place] -= lr * slope → new_weights[k][place] = -lr * slope" fails="update_many_weights" says="This is the step alone; the old weights it starts from are missing."
# %% update_weights wrong="a row at once" change="for place in np.ndindex(weights[k].shape): → for place in range(len(weights[k])):" fails="update_many_weights" says="A whole row of W moved at once; move one number only."


# %% update_weights wrong="not divided by h" change="(feed_forward(inputs, outputs, moved) - loss) / h → feed_forward(inputs, outputs, moved) - loss" fails="update_first_step update_many_weights" says="Divide the change of the loss by h: the slope is the change for each unit of step."
# %% update_weights wrong="steps one after another" fails="update_first_step update_many_weights" says="All slopes are taken at the old weights; here some numbers had moved already. (Are the arrays copied, too? weights.copy() and list(weights) copy only the list.)"
def update_weights(inputs, outputs, weights, lr):
    h = 1e-4
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            old = moved[k][place]
            moved[k][place] += h
            slope = (feed_forward(inputs, outputs, moved) - loss) / h
            moved[k][place] = old - lr * slope
    return moved, loss


# %% update_weights wrong="whole array" change="for place in np.ndindex(weights[k].shape):\n            moved[k][place] += h\n            slope = (feed_forward(inputs, outputs, moved) - loss) / h\n            new_weights[k][place] -= lr * slope\n            moved[k][place] = weights[k][place] → moved[k] += h\n        slope = (feed_forward(inputs, outputs, moved) - loss) / h\n        new_weights[k] -= lr * slope\n        moved[k] = weights[k].copy()" fails="update_many_weights" says="A whole array moved at once; move one number only."
# %% update_weights wrong="no lr" change="lr *  → " fails="update_first_step update_many_weights" says="Where is the learning rate? It multiplies each slope."
# %% update_weights wrong="central with h" fails="update_first_step update_many_weights" says="This step is twice as long as it should be. With a step to either side, the two places are 2h apart."
def update_weights(inputs, outputs, weights, lr):
    h = 1e-4
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]
    new_weights = [array.copy() for array in weights]
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            moved[k][place] = weights[k][place] + h
            up = feed_forward(inputs, outputs, moved)
            moved[k][place] = weights[k][place] - h
            down = feed_forward(inputs, outputs, moved)
            moved[k][place] = weights[k][place]
            new_weights[k][place] -= lr * (up - down) / h
    return new_weights, loss


# %% update_weights wrong="evaluates the old weights" change="moved) → weights)" fails="update_first_step update_many_weights" says="The weights are still the old ones. Is the loss asked for at the copy that moves, is the step subtracted, and are the new weights returned?"
# %% update_weights wrong="divides by 2h" change="/ h → / (2 * h)" fails="update_first_step update_many_weights" says="This step is half of what it should be: the two places are only h apart."
# %% update_weights wrong="only first row" change="for place in np.ndindex(weights[k].shape):\n            moved[k][place] += h\n            slope = (feed_forward(inputs, outputs, moved) - loss) / h\n            new_weights[k][place] -= lr * slope\n            moved[k][place] = weights[k][place → moved[k][0] += h\n        slope = (feed_forward(inputs, outputs, moved) - loss) / h\n        new_weights[k][0] -= lr * slope\n        moved[k][0] = weights[k][0" fails="update_many_weights" says="Only the first row of each array moved, and all of it at once. Every number has its turn."
# %% update_weights wrong="brackets" change="(feed_forward(inputs, outputs, moved) - loss) → feed_forward(inputs, outputs, moved) - loss" fails="update_first_step update_many_weights" says="Mind the brackets: the whole change of the loss is divided by h."
# %% update_weights wrong="step in moved not new" fails="update_first_step update_many_weights" says="All slopes are taken at the old weights; here some numbers had moved already. (Are the arrays copied, too? weights.copy() and list(weights) copy only the list.)"
def update_weights(inputs, outputs, weights, lr):
    h = 1e-4
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            moved[k][place] += h
            slope = (feed_forward(inputs, outputs, moved) - loss) / h
            moved[k][place] -= lr * slope
    return moved, loss


# %% update_weights wrong="new from moved" change="slope = (feed_forward(inputs, outputs, moved) - loss) / h\n            new_weights[k][place] -= lr * slope\n            moved[k][place] = weights[k][place] → loss_h = feed_forward(inputs, outputs, moved)\n            moved[k][place] -= 2 * h\n            loss_b = feed_forward(inputs, outputs, moved)\n            new_weights[k][place] -= lr * (loss_h - loss_b) / (2 * h)" fails="update_first_step" says="When a slope was taken, numbers before it were still a step h away: put each old number back."
# %% update_weights wrong="updates loss var" change="slope = (feed_forward(inputs, outputs, moved) - loss) / h\n            new_weights[k][place] -= lr * slope → new_loss = feed_forward(inputs, outputs, moved)\n            new_weights[k][place] -= lr * (new_loss - loss) / h\n            loss = new_loss" fails="update_first_step update_loss_before update_many_weights" says="The loss that is subtracted must stay the one at the old weights; here it was overwritten after each number."
# %% update_weights wrong="multiplies weight" change="-= lr * slope → = weights[k][place] * (1 - lr * slope)" fails="update_first_step update_many_weights" says="The weights are still the old ones. Is the loss asked for at the copy that moves, is the step subtracted, and are the new weights returned?"
# %% update_weights wrong="loss after the step, with forward differences" change="return → loss = feed_forward(inputs, outputs, new_weights)\n    return" fails="update_loss_before" says="This is the loss after the step; ask for it before anything moves."
# %% update_weights wrong="W and b with W's slope only (b row)" fails="update_many_weights" says="Each array was moved as a whole, by the slope of its last number. Each number takes a step of its own."
def update_weights(inputs, outputs, weights, lr):
    h = 1e-4
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]
    new_weights = [array.copy() for array in weights]
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            moved[k][place] += h
            slope = (feed_forward(inputs, outputs, moved) - loss) / h
            moved[k][place] = weights[k][place]
        new_weights[k] -= lr * slope
    return new_weights, loss


# %% update_weights wrong="times h" change="/ → *" fails="update_first_step update_many_weights" says="Divide the change of the loss by h, don't multiply."
# %% update_weights wrong="loss list" change="slope = (feed_forward(inputs, outputs, moved) - loss) / h\n            new_weights[k][place] -= lr * slope → loss_ahead = feed_forward(inputs, outputs, moved)\n            new_weights[k][place] -= lr * loss_ahead" fails="update_first_step update_many_weights" says="The loss itself was taken for its slope. The slope is its change, divided by h."
# %% update_weights wrong="slope with lr as h" fails="update_first_step update_many_weights" says="The step in which the slope is measured is h, not the learning rate."
def update_weights(inputs, outputs, weights, lr):
    h = lr
    loss = feed_forward(inputs, outputs, weights)
    moved = [array.copy() for array in weights]
    new_weights = [array.copy() for array in weights]
    for k in range(len(weights)):
        for place in np.ndindex(weights[k].shape):
            moved[k][place] += h
            slope = (feed_forward(inputs, outputs, moved) - loss) / h
            new_weights[k][place] -= lr * slope
            moved[k][place] = weights[k][place]
    return new_weights, loss


# %% update_weights wrong="slopes at new weights" change="moved[k][place] += h → moved[k][place] += h\n            ahead = feed_forward(inputs, outputs, moved)\n            moved[k][place] -= 2 * h" change="slope = (feed_forward(inputs, outputs, moved) - loss) / h → slope = (ahead - feed_forward(inputs, outputs, moved)) / (2 * h)" change="moved[k][place] = weights[k][place] → moved[k][place] = new_weights[k][place]" fails="update_first_step update_many_weights" says="Later slopes were taken where the numbers before had moved already. All slopes belong to the old weights."
# %% update_weights wrong="half of each slope" change="return new_weights, loss → error = inputs @ weights[0] + weights[1] - outputs\n    slopes = inputs.T @ error / error.size, error.sum(axis=0) / error.size\n    return [array - lr * slope for array, slope in zip(weights, slopes)], loss" fails="update_first_step update_many_weights" says="The slopes are half of what they should be: no factor ½ stands before the squares of this loss."
# %% update_weights wrong="divided by the samples" change="return new_weights, loss → error = inputs @ weights[0] + weights[1] - outputs\n    slopes = 2 * inputs.T @ error / len(error), 2 * error.sum(axis=0) / len(error)\n    return [array - lr * slope for array, slope in zip(weights, slopes)], loss" fails="update_many_weights" says="The slopes are too large: the mean in this loss is over all N · M numbers, and not over the N samples."
# %% update_weights wrong="first numbers only" change="for place in np.ndindex(weights[k].shape): → for place in list(np.ndindex(weights[k].shape))[:1]:" fails="update_many_weights" says="Only the first number of W has taken its step. Every place of W takes one, and every place of b."
# %% update_weights wrong="put back after each array" change="            moved[k][place] = weights[k][place] →         moved[k] = weights[k].copy()" fails="update_many_weights" says="The numbers before it in the array are still moved when a slope is measured. Put each one back before the next one moves."
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


# %% train_line wrong="losses after the steps" change="losses.append(loss) → losses.append(feed_forward(x, y, weights))" fails="train_losses" says="These are the losses after each step; the first should be the loss at weights of 0."
# %% train_line wrong="always from the start" change="update_weights(x, y, weights, lr) → update_weights(x, y, [np.zeros((1, 1)), np.zeros(1)], lr)" fails="train_losses train_weights" says="Every epoch takes its step from weights of 0 here. Do the new weights go into the next step, and are the zeros floats? In an array of whole numbers a small step is cut off."
# %% train_line wrong="whole-number zeros" change="[np.zeros((1, 1)), np.zeros(1)] → [np.array([[0]]), np.array([0])]" fails="train_losses train_weights" says="Every epoch takes its step from weights of 0 here. Do the new weights go into the next step, and are the zeros floats? In an array of whole numbers a small step is cut off."
# %% train_line wrong="list in itself" change="losses.append(loss) → losses.append(losses)" fails="train_losses" reads="put into itself"
# %% train_line wrong="one loss" change="return weights, losses → return weights, loss" fails="train_losses" says="This is a single number. Collect the losses of all epochs in a list, and return the list."
# %% train_line wrong="one step behind" change="for _ in range(epochs): → new = weights\n    for _ in range(epochs):\n        weights = new" change="weights, loss = update_weights(x, y, weights, lr) → new, loss = update_weights(x, y, weights, lr)" fails="train_weights" says="These weights are one step behind: return those after the last step."
# %% train_line wrong="starts at 1" change="[np.zeros((1, 1)), np.zeros(1)] → [np.ones((1, 1)), np.ones(1)]" fails="train_losses train_weights" says="Training starts from weights of 0, both of them."
# %% train_line wrong="the best loss so far" change="losses.append(loss) → losses.append(min([loss, *losses]))" fails="train_losses" says="Each loss is listed as it is, even where it grows; here the smallest so far was."
# %% train_line wrong="append after the loop" change="\n        losses.append(loss) → \n    losses.append(loss)" fails="train_losses" says="Only one loss is there: each epoch appends its own. Is the list made before the loop, and does return come after it?"
# %% train_line wrong="losses first" change="return weights, losses → return losses, weights" fails="train_losses train_weights" says="Weights and losses are exchanged: the weights come first."
# %% train_line wrong="a weight of one dimension" change="np.zeros((1, 1)) → np.zeros(1)" fails="train_losses train_weights" says="W should have the shape (1, 1). Is it (1,) here? Then x @ W has the shape (N,), and minus y, of shape (N, 1), makes a table."


# %% train_line wrong="return in loop" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss)\n →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss)\n    " fails="train_losses train_weights" says="Only one loss is there: each epoch appends its own. Is the list made before the loop, and does return come after it?"
# %% train_line wrong="one more" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs + 1" fails="train_losses train_weights" says="This is one too many: there is a loss for each epoch, from before its step."
# %% train_line wrong="random start" change=", losses = [np.zeros((1, 1)), np.zeros(1)], →  = [np.ones((1, 1)), np.zeros(1)]\n    losses =" fails="train_losses train_weights" says="Training starts from weights of 0, both of them."
# %% train_line wrong="stops early" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range( →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for epoch in range(1, " fails="train_losses train_weights" says="One epoch is missing: the loop runs epochs times."
# %% train_line wrong="x and y exchanged" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(y, x" fails="train_losses train_weights" says="x and y are exchanged on the way to update_weights: inputs come first, then outputs."
# %% train_line wrong="lr shrinks" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for epoch in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr / epochs" fails="train_losses train_weights" says="The steps are too short: the learning rate is lr, in every epoch."
# %% train_line wrong="random" change=", losses = [np.zeros((1, 1)), np.zeros(1)], →  = [np.full((1, 1), 0.1), np.zeros(1)]\n    losses =" fails="train_losses train_weights" says="Training starts from weights of 0, both of them."
# %% train_line wrong="first and after" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = [feed_forward(x, y, weights)]\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(feed_forward(x, y, weights)" fails="train_losses" says="This is one too many: there is a loss for each epoch, from before its step."
# %% train_line wrong="lr fixed" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, 0.1" fails="train_losses train_weights" says="Use the learning rate that comes as an argument."
# %% train_line wrong="epochs fixed" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(10" fails="train_losses train_weights" says="Use the number of epochs that comes as an argument."
# %% train_line wrong="point by point" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        for k in range(len(x)):\n            weights, loss = update_weights(x[k : k + 1], y[k : k + 1]" fails="train_losses train_weights" says="A step was taken for each point here. One epoch is one step, with all points at once."
# %% train_line wrong="mean loss only" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(np.sqrt(loss)" fails="train_losses" says="These are the square roots of the losses. List the losses as they are."
# %% train_line wrong="b not passed on" change="weights, losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss)\n    return weights → W, b = np.zeros((1, 1)), np.zeros(1)\n    losses = []\n    for _ in range(epochs):\n        (W, _), loss = update_weights(x, y, [W, b], lr)\n        losses.append(loss)\n    return [W, b]" fails="train_losses train_weights" says="The bias stays 0 here: both new weights go into the next step."
# %% train_line wrong="insert 0" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append( →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.insert(0, " fails="train_losses" says="The losses stand in reverse order. The first comes first."
# %% train_line wrong="extra break at small loss" change=", losses = [np.zeros((1, 1)), np.zeros(1)], []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss) →  = [np.zeros((1, 1)), np.zeros(1)]\n    losses = []\n    for _ in range(epochs):\n        weights, loss = update_weights(x, y, weights, lr)\n        losses.append(loss)\n        if loss < 1:\n            break" fails="train_losses train_weights" says="The loop ends too early here: there are as many steps as epochs, even when the loss is small."
# %% train_line wrong="a step for each sample" change="weights, loss = update_weights(x, y, weights, lr) → loss = feed_forward(x, y, weights)\n        for n in range(len(x)):\n            weights, _ = update_weights(x[n : n + 1], y[n : n + 1], weights, lr)" fails="train_losses train_weights" says="There was a step for each sample. Here an epoch is one step, with all samples."
# %% train_line wrong="points of another cell" change="weights, loss = update_weights(x, y, weights, lr) → weights, loss = update_weights(inputs, outputs, weights, lr)" fails="train_losses train_weights" says="This was trained on the points of another cell, inputs and outputs. Train on the x and y that are given."
# %% train_line wrong="stops when the loss stays" change="losses.append(loss) → losses.append(loss)\n        if losses[-2:-1] and abs(losses[-2] - loss) < 1e-6:\n            break" fails="train_losses" says="All epochs are asked for, also where the loss hardly falls any more. This training ended there."

# %% train_line wrong="weights outside the function" fails="train_losses train_weights" says="A second call carries on where the first ended. Make new zeros inside the function."
weights = [np.zeros((1, 1)), np.zeros(1)]


def train_line(x, y, lr, epochs):
    """Train a line, from weights of 0, by gradient descent."""
    global weights
    losses = []
    for epoch in range(epochs):
        weights, loss = update_weights(x, y, weights, lr)
        losses.append(loss)
    return weights, losses


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


# %% plot_loss wrong="no title" change='ax.set_title("Loss by epoch") → ' fails="plot_is_labelled" says="There is no title on the axes yet, or the word 'loss' isn't in it: ax.set_title(...)."
# %% plot_loss wrong="no labels" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → ax.plot(losses)' fails="plot_is_labelled" says="The axes that came back have no labels. Was anything drawn on them, with ax=ax? Seaborn takes the labels from the names of the columns: give it the DataFrame as data= and the names as x= and y=. Without seaborn you write them yourself."
# %% plot_loss wrong="returns the figure" change="_, ax → fig, ax" change="return ax → return fig" fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" reads="the type of what plot_loss returns is"
# %% plot_loss wrong="returns nothing" change="return ax → " fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="Nothing is returned: end with return ax."
# %% plot_loss wrong="exchanged" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → sns.lineplot(data=frame, x="loss", y="epoch", ax=ax)' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="Epochs and losses are exchanged: the epochs go to the right."
# %% plot_loss wrong="counts from 1" change="range(len(losses)) → range(1, len(losses) + 1)" fails="plot_shows_the_losses" says="The first epoch is number 0."
# %% plot_loss wrong="two lines" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → sns.lineplot(data=frame, ax=ax)\n    ax.set(xlabel="epoch", ylabel="loss")' fails="plot_shows_the_losses plot_makes_a_new_figure" says="There are two lines in the plot. Draw the loss only, in a figure that is new in every call."
# %% plot_loss wrong="no new figure" change="_, ax = plt.subplots() → " change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → ax = sns.lineplot(data=frame, x="epoch", y="loss")' fails="plot_makes_a_new_figure" says="The second call drew into the plot of the first. Begin with fig, ax = plt.subplots(), and draw with ax=ax."
# %% plot_loss wrong="a title by assignment" change='ax.set_title("Loss by epoch") → ax.title = "Loss by epoch"' fails="plot_is_labelled" says="There is no title on the axes yet, or the word 'loss' isn't in it: ax.set_title(...)."
# %% plot_loss wrong="the same figure, cleared" change="_, ax = plt.subplots() → plt.clf()\n    ax = plt.gca()" fails="plot_makes_a_new_figure" says="The second call took away what the first had drawn. Begin with fig, ax = plt.subplots(), and draw with ax=ax."
# %% plot_loss wrong="sorts the list" change="frame = → if type(losses) is list:\n        losses.sort(reverse=True)\n    frame =" fails="plot_shows_the_losses plot_makes_a_new_figure" says="The losses were sorted here. Draw them as they come, and leave the list as it is."
# %% plot_loss wrong="changes the array" change='ax.set_title("Loss by epoch") → ax.set_title("Loss by epoch")\n    if isinstance(losses, np.ndarray):\n        losses -= losses.min()' fails="plot_shows_the_losses" says="The losses were changed in place. Leave the array as it is."
# %% plot_loss wrong="a line at 0, too" change='ax.set_title("Loss by epoch") → ax.set_title("Loss by epoch")\n    ax.axhline(0)' fails="plot_shows_the_losses plot_makes_a_new_figure" says="There are two lines in the plot. Draw the loss only, in a figure that is new in every call."


# %% plot_loss wrong="ax not given" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → data = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    fig2, ax2 = plt.subplots()\n    sns.lineplot(data=data, x="epoch", y="loss")\n    ax.set_title("The loss' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="The axes that came back have no labels. Was anything drawn on them, with ax=ax? Seaborn takes the labels from the names of the columns: give it the DataFrame as data= and the names as x= and y=. Without seaborn you write them yourself."
# %% plot_loss wrong="labels by hand capital plural" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax → fig, ax = plt.subplots()\n    ax.plot(losses)\n    ax.set_xlabel("Epochs")\n    ax.set_ylabel("Loss"' fails="plot_is_labelled" says="The labels are the words epoch and loss, nothing else. seaborn takes them from the names of the columns."
# %% plot_loss wrong="title via plt returns None" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss by epoch")\n    return ax → df = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    return ax.set_title("loss")' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" reads="the type of what plot_loss returns is"
# %% plot_loss wrong="scatter" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.scatterplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="There is no line on the axes that came back: draw with sns.lineplot and ax=ax."
# %% plot_loss wrong="column y" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": range(len(losses)), "losses": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="losses", ax=ax)\n    ax.set_title("loss' fails="plot_is_labelled" says="The labels are the words epoch and loss, nothing else. seaborn takes them from the names of the columns."
# %% plot_loss wrong="len(losses) scalar" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": len(losses), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="All losses are at one epoch here. The column of epochs has as many numbers as there are losses."
# %% plot_loss wrong="log" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": range(len(losses)), "loss": np.log(losses)})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="The logarithms of the losses were drawn. Draw the losses as they are."
# %% plot_loss wrong="example labels left" change='epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss by epoch → hour": range(len(losses)), "temperature": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=frame, x="hour", y="temperature", ax=ax)\n    ax.set_title("A day in May' fails="plot_is_labelled" says="The labels are the words epoch and loss, nothing else. seaborn takes them from the names of the columns."
# %% plot_loss wrong="one figure outside" fails="plot_shows_the_losses plot_makes_a_new_figure" says="There are two lines in the plot. Draw the loss only, in a figure that is new in every call."
fig, ax = plt.subplots()


def plot_loss(losses):
    df = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})
    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)
    ax.set_title("loss by epoch")
    return ax


# %% plot_loss wrong="both fig and ax" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss by epoch")\n    return → df = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss by epoch")\n    return fig,' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" says="Return ax alone, the axes."
# %% plot_loss wrong="np.arange(1..) minus last" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": range(len(losses) - 1), "loss": losses[1:]})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="A loss is missing: the first one belongs to epoch 0."
# %% plot_loss wrong="bar" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.barplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="These are bars. Draw one line."
# %% plot_loss wrong="german labels" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss by epoch → df = pd.DataFrame({"step": range(len(losses)), "mse": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="step", y="mse", ax=ax)\n    ax.set_title("loss' fails="plot_is_labelled" says="The labels are the words epoch and loss, nothing else. seaborn takes them from the names of the columns."
# %% plot_loss wrong="linspace" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame({"epoch": np.linspace(0, 1, len(losses)), "loss": losses})\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses" says="The epochs are counted with whole numbers: 0, 1, 2 and so on."
# %% plot_loss wrong="returns plt" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss by epoch")\n    return ax → plt.figure()\n    plt.plot(losses)\n    plt.xlabel("epoch")\n    plt.ylabel("loss")\n    plt.title("loss")\n    return plt' fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" reads="the type of what plot_loss returns is"
# %% plot_loss wrong="cumulative mean" change='frame = pd.DataFrame({"epoch": range(len(losses)), "loss": losses})\n    _, ax = plt.subplots()\n    sns.lineplot(data=frame, x="epoch", y="loss", ax=ax)\n    ax.set_title("Loss → df = pd.DataFrame(\n        {"epoch": range(len(losses)), "loss": np.array(losses) / max(losses)}\n    )\n    fig, ax = plt.subplots()\n    sns.lineplot(data=df, x="epoch", y="loss", ax=ax)\n    ax.set_title("loss' fails="plot_shows_the_losses plot_makes_a_new_figure" says="The losses were scaled here. Draw them as they are."
# %% plot_loss wrong="one epoch too many" change="range(len(losses)) → range(len(losses) + 1)" fails="plot_is_labelled plot_shows_the_losses plot_makes_a_new_figure" reads="equally long"
# %% plot_loss wrong="axes exchanged" change='sns.lineplot(data=frame, x="epoch", y="loss", ax=ax) → ax.plot(frame["loss"], frame["epoch"])\n    ax.set(xlabel="epoch", ylabel="loss")' fails="plot_shows_the_losses plot_makes_a_new_figure" says="The epochs are to be read along x, and the losses along y. Here it is the other way round."
# %% plot_loss wrong="epochs looked up" change="range(len(losses)) → [list(losses).index(each) for each in losses]" fails="plot_shows_the_losses" says="Each loss has an epoch of its own, also where two losses are equal: index() gives the place of the first of them. Count instead."
# %% plot_loss wrong="large losses cut off" change='"loss": losses → "loss": np.clip(losses, 0, 100)' fails="plot_shows_the_losses" says="Draw each loss as it is, however large: that a training goes wrong is what the picture should show."

# %% plot_loss wrong="running means" change='_, ax → frame["loss"] = frame["loss"].rolling(3, min_periods=1).mean()\n    _, ax' fails="plot_shows_the_losses plot_makes_a_new_figure" says="These are running means. Plot each loss itself."
