"""Training of the reading model: a sentence encoder tuned on labelled passages, n-grams beside it, both weighed on a part of its own."""
