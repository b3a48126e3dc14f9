"""Data for scripts: values in, text of a ``data/<name>.js`` file out.

A page opened from disk may not fetch; it may load a script. So each file is one call that hands a JSON text to ``RodeDraad.data``, escaped
such that it stays inert wherever it is pasted (also in a ``<script>`` element), with the harmful characters made visible as on the pages.
"""

from __future__ import annotations

import base64
import gzip
import json

from rodedraad.report.render import harmless

FOLDER = "data"
_SMALLEST = 9  # gzip's slowest level
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def path(name: str) -> str:
    """Return where in the report the data of this name lie."""
    return f"{FOLDER}/{name}.js"


def script(name: str, value: object) -> str:
    """Return the file that hands ``value`` (lists, dictionaries, strings, numbers) to the page as ``RodeDraad.data(name)``."""
    told = json.dumps(_json(value), ensure_ascii=True).translate(_ESCAPED)  # U+2028 and U+2029 are not ASCII: escaped
    return f'RodeDraad.data("{name}", {told});\n'


def packed(value: object) -> str:
    """Return a value as JSON, gzipped, in base64: a third of its size. The page unpacks it with DecompressionStream."""
    return base64.b64encode(gzip.compress(_json(value).encode("utf-8"), compresslevel=_SMALLEST, mtime=0)).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(_clean(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _clean(value: object) -> object:
    """Make control and direction characters visible in every string; None stays, as JSON has a word for it."""
    if isinstance(value, dict):
        return {str(harmless(key)): _clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(one) for one in value]
    return value if value is None else harmless(value)
