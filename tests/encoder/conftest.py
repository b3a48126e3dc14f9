"""The tiny models, for the tests of this folder."""

from tiny_models import model2vec_folder, neural_folder, onnx_folder, sentences, static_st_folder

__all__ = ["model2vec_folder", "neural_folder", "onnx_folder", "sentences", "static_st_folder"]
