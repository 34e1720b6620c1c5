"""Without colours, or with some alike, each type is still told from the others by its word, picture and pattern."""

import base64
from itertools import combinations

import pytest

from spectrum.models import newest_edition
from tests.states import answered

DEFICIENCIES = ("achromatopsia", "protanopia", "deuteranopia", "tritanopia")
# A picture as black and white: each pixel darker or lighter than the middle between its darkest and its lightest.
OUTLINE = """async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const greys = [], colours = [];
    for (let at = 0; at < data.length; at += 4) {
        greys.push(.2126 * data[at] + .7152 * data[at + 1] + .0722 * data[at + 2]);
        colours.push(Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]));
    }
    const darkest = Math.min(...greys), lightest = Math.max(...greys);
    return {
        width: image.width,
        contrast: lightest - darkest,
        colour: Math.max(...colours),
        bits: greys.map((grey) => grey > (darkest + lightest) / 2 ? 1 : 0),
    };
}"""


def outline(page, locator, width, height):
    """How an element's upper left part looks, reduced to its shapes."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert (box["width"], box["height"]) >= (width, height)
    clip = {"x": round(box["x"]), "y": round(box["y"]), "width": width, "height": height}
    png = page.screenshot(clip=clip)
    return page.evaluate(OUTLINE, f"data:image/png;base64,{base64.b64encode(png).decode()}")


def difference(one, other):
    """The part of two outlines that differs, whichever of the two is printed light on dark."""
    unlike = sum(a != b for a, b in zip(one["bits"], other["bits"], strict=True)) / len(one["bits"])
    return min(unlike, 1 - unlike)


@pytest.fixture(params=["light", "dark"])
def looked_at(new_page, request):
    """looked_at(address, deficiency) opens a page as somebody sees it."""
    page = new_page(viewport={"width": 1280, "height": 900}, color_scheme=request.param)

    def look(address, deficiency):
        page.goto(address)
        page.context.new_cdp_session(page).send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
        return page

    return look


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_patterns_are_told_apart(looked_at, deficiency):
    """Measured on what is seen, and not on what the page says."""
    page = looked_at("/spectrum/", deficiency)
    patterns = page.locator(".spectrum .pattern")
    outlines = [outline(page, patterns.nth(number), 120, 15) for number in range(4)]
    for each in outlines:
        assert each["contrast"] > 80
        if deficiency == "achromatopsia":
            assert each["colour"] < 12  # the browser does show greys
    for one, other in combinations(outlines, 2):
        assert difference(one, other) > 0.1


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_marks_are_told_apart(looked_at, deficiency):
    """The small pictures, in tables and charts."""
    page = looked_at("/spectrum/questions/", deficiency)
    marks = page.locator(".by-type thead .mark")
    outlines = [outline(page, marks.nth(number), 70, 50) for number in range(4)]
    for one, other in combinations(outlines, 2):
        assert difference(one, other) > 0.03


@pytest.mark.parametrize("address", ["/", "/spectrum/", "result"])
def test_each_tile_has_its_word_picture_and_pattern(phone, address):
    if address == "result":
        address = f"/a/{answered('two answers known')[1]}/result/"
    phone.goto(address)
    types = newest_edition().types
    tiles = phone.locator(".spectrum > li")
    assert tiles.locator("b").all_text_contents() == [type_.name for type_ in types]
    pictures = [use.get_attribute("href") for use in tiles.locator(".picture use").all()]
    patterns = [rect.get_attribute("fill") for rect in tiles.locator(".pattern rect").all()]
    assert pictures == [f"#picture-{type_.slug}" for type_ in types]
    assert patterns == [f"url(#pattern-{type_.slug})" for type_ in types]
    for name in (*pictures, *(pattern[4:-1] for pattern in patterns)):
        assert phone.locator(name).count() == 1
    sizes = [tile.bounding_box() for tile in tiles.all()]
    assert max(size["width"] for size in sizes) - min(size["width"] for size in sizes) <= 1


def test_tiles_are_equal_in_size(desk):
    """Side by side, none larger, and never a ladder: all begin and end at one height."""
    for address in ("/", "/spectrum/"):
        desk.goto(address)
        boxes = [tile.bounding_box() for tile in desk.locator(".spectrum > li").all()]
        for side in ("y", "height"):
            assert max(box[side] for box in boxes) - min(box[side] for box in boxes) <= 1
        widths = [box["width"] for box in boxes]
        assert max(widths) - min(widths) <= 4  # the line that parts them


def test_a_mark_is_never_without_its_word(desk):
    """In the picture of the answers each mark stands in a cell that also says which type it is."""
    _, token = answered("no single answer would settle it", claim=3)
    desk.goto(f"/a/{token}/result/")
    cells = desk.locator(".profile td:has(.mark)")
    assert cells.count() == 12
    for cell in cells.all():
        assert cell.inner_text().strip()
