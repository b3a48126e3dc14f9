"""Rode Draad reads Dutch calamity reports and learning stories and shows which patterns keep coming back."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("rodedraad")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"

__all__ = ["__version__"]
