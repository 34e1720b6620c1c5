"""What a visit costs on a slow line: bytes, requests, and layout that jumps."""

import pytest

from tests.browser import steps
from tests.states import answered

FIRST_VISIT, STEP = 45_000, 8_000  # bytes as they are sent, headers too
REQUESTS = 8
COUNT_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries())
            window.shifts.push([shift.value, ...shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }).observe({ type: "layout-shift", buffered: true });
"""


class Traffic:
    """The requests of a page that went out to the network, with their sizes; what the browser has kept is free."""

    def __init__(self, page):
        self.page, self.requests = page, []
        page.on("requestfinished", lambda request: self.requests.append(request))

    def during(self, action):
        """What goes over the line from an action until all is quiet: (bytes of headers and body, address), sorted."""
        self.page.wait_for_timeout(100)
        self.requests.clear()
        action()
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(100)
        measured = [(request.sizes(), request.url) for request in self.requests]
        sent = [(sizes["responseHeadersSize"] + sizes["responseBodySize"], address) for sizes, address in measured]
        return sorted((size, address) for size, address in sent if size)


@pytest.fixture
def traffic(phone):
    return Traffic(phone)


def total(sent):
    return sum(size for size, _ in sent)


def test_a_participants_first_visit(phone, traffic):
    """The poster's address and everything it needs: page, styles, script, icon; no font, nothing from elsewhere."""
    sent = traffic.during(lambda: phone.goto("/check/"))
    assert total(sent) <= FIRST_VISIT, sent
    assert len(sent) <= REQUESTS, sent
    assert not [address for _, address in sent if address.endswith((".woff", ".woff2", ".ttf"))]


def test_the_first_visit_and_the_first_question(phone, traffic):
    """HTMX comes with the first question; a participant then has all that the rest of the way needs."""
    sent = traffic.during(lambda: steps.begin(phone, look="first"))
    assert total(sent) <= FIRST_VISIT, sent


def test_each_further_step(phone, traffic):
    """Every question of the way, the review and the result."""
    steps.begin(phone)

    def step(words):
        steps.answer(phone, "none")
        steps.heading(phone, words)

    for _, words in steps.asked()[1:]:
        sent = traffic.during(lambda words=words: step(words))
        assert total(sent) <= STEP, sent
        assert len(sent) == 1, sent
    for action in (lambda: step("Your answers"), lambda: steps.finish(phone)):
        sent = traffic.during(action)
        assert total(sent) <= STEP, sent


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("co-production in name: asked late, parts of a proposal open", {"claim": 4}),
        ("nothing known", {}),
        ("planning: wants partners, can offer a survey", {}),
    ],
)
def test_the_longest_results(phone, traffic, case, options):
    _, token = answered(case, **options)
    phone.goto("/help/")
    sent = traffic.during(lambda: phone.goto(f"/a/{token}/result/"))
    assert total(sent) <= STEP, sent
    assert len(sent) == 1, sent


@pytest.mark.parametrize("which", ["question", "result", "/spectrum/", "/"])
def test_nothing_jumps(phone, which):
    """A layout that has come stays where it is, also when the next step comes in."""
    phone.add_init_script(COUNT_SHIFTS)
    if which == "question":
        steps.begin(phone)
        steps.answer(phone, "none")
        steps.heading(phone, steps.asked()[1][1])
    elif which == "result":
        phone.goto(f"/a/{answered('two answers known')[1]}/result/")
    else:
        phone.goto(which)
    phone.wait_for_timeout(500)
    shifts = phone.evaluate("window.shifts")
    assert shifts == []
