"""Makes a ZIP-based file (DOCX, ODT, XLSX) the same bytes each time: fixed times, parts in a fixed order."""

from __future__ import annotations

import io
import zipfile

EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("mimetype", "[Content_Types].xml", "_rels/.rels")
_STORED = "mimetype"


def settle(data: bytes) -> bytes:
    """Return the archive ``data`` repacked; ``mimetype`` comes first and unpacked, as ODF asks."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in sorted(set(old.namelist()), key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n)):
            info = zipfile.ZipInfo(name, date_time=EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == _STORED else zipfile.ZIP_DEFLATED
            info.create_system = 3
            new.writestr(info, old.read(name), compresslevel=9)
    return result.getvalue()
