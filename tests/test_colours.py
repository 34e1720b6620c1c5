"""The colours of static/css/tokens.css, computed: contrast, and four hues of equal weight."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

TYPES = ("informing", "consulting", "involving", "co-producing")
TOKENS = (Path(__file__).resolve().parent.parent / "static/css/tokens.css").read_text()
SCHEME_PARTS = TOKENS.split("@media (prefers-color-scheme: dark)")
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in SCHEME_PARTS)
SCHEMES = pytest.mark.parametrize("colours", [LIGHT, LIGHT | DARK], ids=["light", "dark"])


def luminance(colour):
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_black_from_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@SCHEMES
def test_text_reads_on_its_ground(colours):
    for text in ("ink", "quiet", "problem"):
        for ground in ("paper", "card"):
            assert contrast(colours[text], colours[ground]) >= 7, (text, ground)
    assert contrast(colours["on-action"], colours["action"]) >= 7
    for type_ in TYPES:
        assert contrast(colours["on-type"], colours[type_]) >= 7, type_


@SCHEMES
def test_controls_and_focus_stand_out(colours):
    for ground in ("paper", "card"):
        assert contrast(colours["line"], colours[ground]) >= 3
        assert contrast(colours["focus-edge"], colours[ground]) >= 3
        assert contrast(colours["problem"], colours[ground]) >= 3
        for type_ in TYPES:
            assert contrast(colours[type_], colours[ground]) >= 3, (type_, ground)
    assert contrast(colours["focus"], colours["focus-edge"]) >= 3 or contrast(colours["focus"], colours["paper"]) >= 3


@SCHEMES
def test_tiles_are_parted_by_a_line_that_shows_against_both(colours):
    """Fills alike in lightness can't part each other: a light and a dark line do, whichever the scheme."""
    for type_ in TYPES:
        assert max(contrast(colours["paper"], colours[type_]), contrast(colours["ink"], colours[type_])) >= 3
    assert contrast(colours["paper"], colours["ink"]) >= 7


@SCHEMES
def test_no_type_outweighs_another(colours):
    weights = sorted(luminance(colours[type_]) for type_ in TYPES)
    assert weights[0] >= 0.8 * weights[-1]


@SCHEMES
def test_hues_run_from_cool_to_warm(colours):
    """Blue to red, in the order of the types: none stands out of the row."""

    def warmth(colour):
        return int(colour[1:3], 16) - int(colour[5:7], 16)

    assert all(warmth(colours[one]) < warmth(colours[next_]) for one, next_ in pairwise(TYPES))
