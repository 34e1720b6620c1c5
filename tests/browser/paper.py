"""Reads a PDF of Chromium's as far as the print tests need it: how many pages, and which words are on them."""

import re
import zlib
from unicodedata import normalize

STREAM = re.compile(rb"<<((?:(?!endobj).)*?)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def words(pdf):
    """All text of a PDF in the order it was drawn, as `squeezed` does it: spaces are often mere distances there."""
    objects = dict(re.findall(rb"(?m)^(\d+) 0 obj\b(.*?)\bendobj", pdf, re.DOTALL))
    fonts = {}
    for body in objects.values():  # a page names its fonts: /F4 4 0 R
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            fonts[name] = _letters(objects, objects.get(number, b""))
    drawn = []
    for body in objects.values():
        content = _stream(body)
        if b"BT" in content:
            drawn.append(_drawn(content, fonts))
    return squeezed("".join(drawn))


def squeezed(text):
    """A text without its spaces, and with ligatures taken apart."""
    return "".join(normalize("NFKC", text).split())


def _stream(body):
    found = STREAM.search(body)
    if not found:
        return b""
    return zlib.decompressobj().decompress(found.group(2)) if b"FlateDecode" in found.group(1) else found.group(2)


def _letters(objects, font):
    """What each glyph of a font stands for, from its ToUnicode table."""
    table = re.search(rb"/ToUnicode (\d+) 0 R", font)
    letters = {}
    content = _stream(objects[table.group(1)]) if table else b""
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", content, re.DOTALL):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", content, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for offset in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + offset] = chr(start + offset)
    return letters


def _drawn(content, fonts):
    text, letters = [], {}
    for font, glyphs in re.findall(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", content):
        if font:
            letters = fonts.get(font, {})
        else:
            text += [letters.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4)]
    return "".join(text)
