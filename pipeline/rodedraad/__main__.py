"""``python -m rodedraad``: the same as the `rodedraad` script."""

from rodedraad.cli.entry import main

if __name__ == "__main__":  # worker processes import this module again
    main()
