"""Which models there are, where they lie, and whether they are what they were: shipped, trained here, or fetched."""

from rodedraad.registry.entries import Entry, entries, get
from rodedraad.registry.integrity import Fault, verify
from rodedraad.registry.lookup import Found, find, locate
from rodedraad.registry.record import check_free, register, remove

__all__ = ["Entry", "Fault", "Found", "check_free", "entries", "find", "get", "locate", "register", "remove", "verify"]
