"""Passages read by a trained model: what each does (modality) and which items of which lens it touches, before anything is folded."""
