import numpy as np
import pandas as pd
import pytest

from course import plots
from course.plots.two_layer_network import recorded
from tests.plots.failing import not_written
from tests.plots.pictures_two_layer_network import (
    DIGITS,
    KINDS,
    NAMES,
    POINTS,
    ROWS,
    SIDES,
    TINY,
    OneLayerNet,
    TwoLayerNet,
    accuracy,
    batch_list,
    loss_and_accuracy,
    momentum_step,
    one,
    train,
    train_steps,
    trained,
    with_decay,
)


def test_six_images_tells_the_pixels(published, drawn):
    plots.six_images(TINY, KINDS, NAMES)

    assert "cat 56, 231, 24, 1; dog 120, 30, 24, 0;" in published[0].plain
    assert "3: cat" in drawn[0]
    assert "-10" in drawn[0]


def test_six_by_step_shows_what_the_steps_did(published, drawn):
    plots.six_by_step(one(4, 3), train_steps, ROWS, KINDS, NAMES, 0.5, 1)

    assert "loss of step 1: 1.1" in drawn[0]
    assert "on the left the loss of 1 steps" in published[0].plain.lower()
    assert "1.099" in published[0].plain


def test_a_net_is_as_before_after_its_picture(published):
    net = one(4, 3)
    plots.six_by_step(net, train_steps, ROWS, KINDS, NAMES, 0.5, 30)
    plots.losses_compared(train_steps, {"this": (net, ROWS, KINDS)}, 0.5, 30, "A net")

    assert not net.W.any()


class Blank(OneLayerNet):
    def forward(self, x):
        raise NotImplementedError


@pytest.mark.parametrize(
    ("net", "says"),
    [
        (Blank(np.zeros((2, 2)), np.zeros(2)), "This picture appears once you have written `Blank`."),
        (OneLayerNet(np.zeros((2, 3)), np.zeros(3)), "This picture needs `OneLayerNet`, which returned an array of "),
        (OneLayerNet(np.full((2, 2), np.nan), np.zeros(2)), "This picture needs `OneLayerNet`, which returned nan or"),
    ],
)
def test_a_net_without_good_scores_is_a_note(net, says, published):
    plots.decision_map(net, train_steps, accuracy, POINTS, SIDES, 0.5, 0)
    [output] = published

    assert output.images == []
    assert output.plain.startswith(says)


def test_decision_map_draws_a_line_for_each_hidden_unit(published, drawn):
    plots.decision_map(TwoLayerNet(2, 3, 2), train_steps, accuracy, POINTS, SIDES, 0.5, 10)
    plots.decision_map(one(2, 2), train_steps, accuracy, POINTS, SIDES, 0.5, 10)

    assert "3 dashed lines show where its hidden units begin" in published[0].plain
    assert "dashed" not in published[1].plain
    assert any(text.startswith("accuracy ") for text in drawn[0])


@pytest.mark.parametrize("W1", [None, "text", np.zeros((3, 3)), np.full((2, 3), np.nan), [[1], [2, 3]]])
def test_decision_map_draws_no_lines_for_odd_weights(W1, published):
    class Odd(TwoLayerNet):
        def forward(self, x):
            return np.ones((len(x), 2))

    net = Odd(2, 3, 2)
    net.W1 = W1
    plots.decision_map(net, train_steps, accuracy, POINTS, SIDES, 0.5, 0)

    assert len(published[0].images) == 1
    assert "dashed" not in published[0].plain


def test_batches_by_epoch_tells_each_batch(published):
    plots.batches_by_epoch(lambda x, t, size, rng: [(x[:2], t[:2]), (x[2:], t[2:])], 3, 2, epochs=1)

    assert "epoch 0: 0 1 | 2." in published[0].plain


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `minibatches`."),
        (lambda *_: None, "This picture appears once you have written `minibatches`."),
        (lambda *_: 7, "This picture needs `minibatches` to give pairs"),
        (lambda x, t, size, rng: [x, t], "This picture needs `minibatches` to give pairs"),
        (lambda x, t, size, rng: [(x, "ab")], "This picture needs `minibatches` to give pairs"),
        (lambda x, t, size, rng: 9 * [(x, t)], "This picture needs `minibatches` to give each of 13 samples once."),
    ],
)
def test_odd_batches_are_notes(answer, says, published):
    plots.batches_by_epoch(answer, 13, 5)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_no_batches_at_all_are_an_empty_picture(published):
    plots.batches_by_epoch(lambda *_: [], 13, 5)

    assert len(published[0].images) == 1


def test_learning_takes_lists_or_a_table(published):
    plots.learning(loss_and_accuracy, trained)
    plots.learning(loss_and_accuracy, lambda layers: (trained(layers)[0], pd.DataFrame(trained(layers)[1])))

    assert "After 6 epochs one layer: loss 0." in published[0].plain
    assert published[0].plain == published[1].plain


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `train`."),
        (lambda layers: None, "This picture appears once you have written `train`."),
        (lambda layers: 3, "This picture needs a net and its history."),
        (lambda layers: (one(64, 10), None), "This picture needs `train` to return numbers"),
        (lambda layers: (one(64, 10), {"loss": [1.0]}), "This picture needs `train` to return numbers"),
        (
            lambda layers: (one(64, 10), {"loss": [1], "accuracy": [1], "val_loss": [1], "val_accuracy": []}),
            "This picture needs `train` to return one number for each epoch",
        ),
    ],
)
def test_learning_without_histories_is_a_note(answer, says, published):
    plots.learning(loss_and_accuracy, answer)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_learning_of_what_is_no_figure_is_a_note(published):
    plots.learning(lambda histories: 3, trained)

    assert "a function that returns the figure (got something of type int)" in published[0].plain


def test_pictures_of_trained_nets_wait_for_train(published):
    plots.confusion(not_written, 2, *DIGITS[2:])
    plots.what_units_look_for(not_written)
    plots.sure_mistakes(not_written, 2, *DIGITS[2:])
    plots.lr_and_width(lambda units: TwoLayerNet(64, units, 10), not_written, DIGITS, 0.5, 8)

    assert {output.plain for output in published} == {"This picture appears once you have written `train`."}


def test_confusion_and_mistakes_count_the_same(published, drawn):
    plots.confusion(trained, 2, *DIGITS[2:])
    plots.sure_mistakes(trained, 2, *DIGITS[2:])
    wrong = sum(trained(2)[0].forward(DIGITS[2]).argmax(axis=1) != DIGITS[3])

    assert f"2 layers: {wrong} of 100 digits misread" in drawn[0]
    assert f"The surest of {wrong} mistakes" in published[1].plain


def test_a_net_without_mistakes_is_a_note(published):
    class Knows:
        def forward(self, x):
            return np.eye(10)[DIGITS[3]]

    plots.sure_mistakes(lambda layers: (Knows(), {}), 2, *DIGITS[2:])

    assert published[0].plain.startswith("This net reads all of these digits right")


@pytest.mark.parametrize(
    ("nets", "says"),
    [
        ((one(64, 10), one(64, 10)), "This picture needs nets with the weights W, W1 and W2"),
        ((one(32, 10), TwoLayerNet(64, 5, 10)), "This picture needs weights of shapes (64, 10)"),
        ((OneLayerNet(np.full((64, 10), np.nan), 0), TwoLayerNet(64, 5, 10)), "This picture needs weights that are"),
    ],
)
def test_odd_weights_are_notes(nets, says, published):
    plots.what_units_look_for(lambda layers: (nets[layers - 1], {}))

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_lr_and_width_tells_the_result(published, drawn):
    def make_net(units):
        return TwoLayerNet(64, units, 10, scale=0.1)

    plots.lr_and_width(make_net, train, DIGITS, 0.5, 16, epochs=3)
    history = train(make_net(16), *DIGITS, 3, 32, 0.5, np.random.default_rng(2))

    assert f"it reads {history['val_accuracy'][-1]:.3f} of the validation" in published[0].plain
    assert "lr 0.5, width 16" in " ".join(drawn[0])


def test_valley_tells_where_both_ways_end(published, drawn):
    plots.valley(0.025, momentum_step, 0.5, steps=2)

    # plain: w₀ · 0.975² = -3.80, w₁ · 0² = 0. With momentum v₀ = 0.1, then 0.05 + 0.0975; v₁ = -1, then -0.5.
    assert "plain descent: from 28 to 7.23, at (-3.8, 0); momentum 0.5: from 28 to 12, at (-3.75, -0.5)." in (
        published[0].plain
    )
    assert "2 steps, lr 0.025" in drawn[0]


def test_valley_has_one_way_before_there_is_a_momentum_step(published):
    plots.valley(0.05)

    assert "momentum" not in published[0].plain


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `momentum_step`."),
        (lambda *_: None, "This picture appears once you have written `momentum_step`."),
        (lambda W, v, dW, lr, momentum: W + v, "This picture needs `momentum_step`, which raised TypeError"),
        (lambda W, v, dW, lr, momentum: (W * np.nan, v), "This picture needs `momentum_step`, which returned nan"),
        (lambda W, v, dW, lr, momentum: (np.ones(3), np.ones(3)), "This picture needs `momentum_step`, which raised"),
    ],
)
def test_a_momentum_step_that_goes_nowhere_is_a_note(answer, says, published):
    plots.valley(0.045, answer, 0.8)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_valley_is_the_same_for_steps_made_in_place(published):
    def in_place(W, v, dW, lr, momentum):
        v *= momentum
        v -= lr * dW
        W += v
        return W, v

    plots.valley(0.045, momentum_step, 0.8)
    plots.valley(0.045, in_place, 0.8)

    assert published[0].plain == published[1].plain


def test_descents_and_decayed_tell_the_same_runs(published):
    plots.descents(with_decay, {"plain descent": 0.0, "momentum 0.9": 0.01})
    plots.decayed(with_decay, 0.01)
    net, history = with_decay(0.01)
    end = f"{history['loss'][-1]:.3g} in training and {history['val_loss'][-1]:.3g} in validation"
    size = np.sqrt(np.mean(np.concatenate([net.W1.ravel(), net.W2.ravel()]) ** 2))

    assert f"momentum 0.9: {end}" in published[0].plain
    assert f"λ = 0.01: {end}" in published[1].plain
    assert f"λ = 0.01: {size:.3g}." in published[1].plain


def test_pictures_of_runs_wait_for_the_exercise_that_they_show(published):
    plots.descents(not_written, {"plain descent": 0.0, "momentum 0.9": 0.9})
    plots.decayed(not_written, 0.001)
    plots.three_sets(not_written, accuracy, {"test": DIGITS[2:]})

    assert [output.plain for output in published] == [
        f"This picture appears once you have written `{name}`." for name in ("momentum_step", "add_decay", "add_decay")
    ]


def test_three_sets_tells_how_far_chance_goes(published, drawn):
    class Says(OneLayerNet):
        def forward(self, x):
            return np.eye(10)[(DIGITS[3] + (np.arange(100) < 10)) % 10]

    plots.three_sets(lambda: Says(0, 0), accuracy, {"test": DIGITS[2:]})

    assert "90 of 100, 0.900 ± 0.060" in drawn[0]  # 2 · √(0.9 · 0.1 / 100)
    assert "test: 90 of 100, 0.900 ± 0.060." in published[0].plain


def test_three_runs_are_those_that_were_recorded(published):
    plots.three_runs()

    assert published[0].plain == (
        "Losses of three nets at every third epoch from epoch 0, before any training, to 60. "
        "Run A, training: 131, 1.47, 0.744, 0.568 and so on to 0.0352; validation: 125, 2.56, 1.92, 1.87 and so on to "
        "1.05. Run B, training: 2.35, 2.29, 2.25, 2.23 and so on to 1.51; validation: 2.35, 2.35, 2.37, 2.36 and so on "
        "to 3.36. Run C, training: 2.3, 1.57, 0.847, 0.794 and so on to 0.77; validation: 2.3, 1.71, 1.1, 1.17 and so "
        "on to 1.6. A good run begins at 2.31, and ends at 0.00689 in training and 0.382 in validation. Guessing "
        "has 2.303."
    )


def test_the_recorded_runs_have_a_number_for_each_third_epoch():
    runs = recorded("three_runs.csv")

    assert list(runs) == ["epoch"] + [
        f"{run} {part}" for run in ("good", *"ABC") for part in ("training", "validation")
    ]
    assert runs["epoch"].tolist() == list(range(0, 61, 3))
    assert runs["good validation"][[1, 10, 20]].tolist() == [0.428, 0.336, 0.382]
    assert runs["B validation"][[15, 18]].tolist() == [3.23, 3.78]
    assert [runs["C training"].argmax(), runs["C training"].max(), runs["C validation"].max()] == [14, 5.36, 6.46]


def test_batch_list_of_the_tests_is_right():
    found = np.sort(np.concatenate([t for _, t in batch_list(ROWS, np.arange(4), 3, np.random.default_rng(0))]))

    assert found.tolist() == [0, 1, 2, 3]
