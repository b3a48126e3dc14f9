"""How good a model is: tasks over labelled data, figures with intervals, and the files and tables they are kept in."""
