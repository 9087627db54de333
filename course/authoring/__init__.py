"""Lessons as text: from `lessons/` to `source/` and `release/`, and back."""
