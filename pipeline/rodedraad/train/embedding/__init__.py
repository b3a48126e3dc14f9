"""Training of sentence embeddings: tokenizer, word alignment, transplanted token vectors, distillation from an English teacher."""
