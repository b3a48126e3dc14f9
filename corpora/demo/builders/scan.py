"""Turns a PDF into a scan of itself: grey images of the pages, a little crooked and grainy, without a text layer."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI = 150
POINTS_PER_INCH = 72
JPEG_QUALITY = 38
NOISE = 7.0  # standard deviation in grey levels of 255


def scan(data: bytes, seed: int) -> bytes:
    """Return an image-only PDF of the same pages; ``seed`` decides the angle of each sheet and the grain."""
    random = np.random.default_rng(seed)
    pdf = pdfium.PdfDocument(data)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pdf:
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_sheet(page, random)), 0, 0, width, height)
        canvas.showPage()
    canvas.setCreator("Kantoorscanner")
    canvas.save()
    return buffer.getvalue()


def _sheet(page: pdfium.PdfPage, random: np.random.Generator) -> io.BytesIO:
    image = page.render(scale=DPI / POINTS_PER_INCH, grayscale=True).to_pil().convert("L")
    angle = float(random.uniform(0.25, 0.7) * random.choice([-1, 1]))
    crooked = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grain = random.normal(0.0, NOISE, size=(crooked.height, crooked.width))
    paper = np.clip(np.asarray(crooked, dtype=np.float64) * 0.94 + grain, 0, 255).astype(np.uint8)
    result = io.BytesIO()
    Image.fromarray(paper, mode="L").save(result, "JPEG", quality=JPEG_QUALITY)
    result.seek(0)
    return result
