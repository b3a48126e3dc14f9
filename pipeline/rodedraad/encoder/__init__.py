"""Texts to vectors with a model on disk, for whichever stage needs them: ONNX Runtime, and how a text is put before a model."""
