"""Training: declared data in, a model folder with its card out. One command, one config file, one seed."""
