"""QR codes as inline SVG, drawn by segno."""

import segno
from django.utils.html import format_html
from django.utils.safestring import mark_safe

QUIET_ZONE = 4  # modules of white around it; a phone's camera needs them


def qr_code(address, label):
    """The picture of an address, named by `label`: black on white whatever the page's colours, at least level M."""
    picture = segno.make(address, error="m", micro=False).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    # segno's own markup: numbers and the colours above, nothing of the address as text.
    drawing = mark_safe(picture.removeprefix("<svg"))  # noqa: S308
    return format_html('<svg role="img" shape-rendering="crispEdges" aria-label="{}"{}', label, drawing)
