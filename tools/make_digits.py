# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy>=2", "scikit-learn==1.9.1", "threadpoolctl>=3"]
# ///
"""Make course/digits/digits.npz and course/digits/reader.npz from the copy of the digits in scikit-learn.

The course itself doesn't need scikit-learn; this script brings its own, with either of these:

    uv run tools/make_digits.py

    python -m venv /tmp/digits && /tmp/digits/bin/pip install scikit-learn==1.9.1
    /tmp/digits/bin/python tools/make_digits.py

It takes half a minute. Run twice on one machine, both files come out the same, byte by byte; elsewhere the
compression and the last bits of the weights may differ.
"""

import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

FOLDER = Path(__file__).resolve().parent.parent / "course" / "digits"
TRAIN = 1437  # the 360 digits after these are never trained on

digits = load_digits()
images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
FOLDER.mkdir(exist_ok=True)
np.savez_compressed(FOLDER / "digits.npz", images=images, labels=labels)

x, y = images.reshape(len(images), 64) / 16, labels
network = MLPClassifier(hidden_layer_sizes=(32, 16), activation="logistic", solver="lbfgs", max_iter=3000)
# The penalty and the start are chosen by cross-validation within the first 1,437 digits.
search = GridSearchCV(network, {"alpha": [0.03, 0.1, 0.3], "random_state": [0, 1, 2, 3]}, cv=KFold(5))
with warnings.catch_warnings(), threadpool_limits(1):  # more threads add in another order
    warnings.simplefilter("error", ConvergenceWarning)
    search.fit(x[:TRAIN], y[:TRAIN])

weights = {}
reader = search.best_estimator_
for layer, (W, b) in enumerate(zip(reader.coefs_, reader.intercepts_, strict=True), start=1):
    weights[f"W{layer}"], weights[f"b{layer}"] = W.astype(np.float32), b.astype(np.float32)
np.savez_compressed(FOLDER / "reader.npz", **weights)

print("chosen:", search.best_params_, f"cross-validated accuracy {search.best_score_:.4f}")
print(f"accuracy on the first {TRAIN}: {reader.score(x[:TRAIN], y[:TRAIN]):.4f}")
print(f"accuracy on the last {len(x) - TRAIN}: {reader.score(x[TRAIN:], y[TRAIN:]):.4f}")
