"""What a visit costs on a slow line: bytes, requests, and layout that jumps."""

import pytest

from tests.assessments.workshops import agreed, lobby, move, seated, through, vote
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


def take_a_seat(phone):
    phone.get_by_label("People with lived experience").check()
    phone.get_by_role("button", name="Take a seat").click()
    phone.locator("#foot").wait_for()


def test_from_the_qr_code_to_the_question(phone, traffic):
    """All that a phone needs in a room: the page with the sides, then its seat, on the question that is on."""
    workshop = move(lobby(), "start")
    first = traffic.during(lambda: phone.goto(f"/w/{workshop.code}/"))
    seat = traffic.during(lambda: take_a_seat(phone))
    assert total([*first, *seat]) <= FIRST_VISIT, [*first, *seat]
    assert len(first) <= REQUESTS, first
    assert len(seat) <= REQUESTS, seat


def test_each_further_step_in_a_room(phone, traffic):
    """A vote, what comes by itself, and the summary of a whole workshop."""
    workshop = lobby()
    phone.goto(f"/w/{workshop.code}/")
    take_a_seat(phone)
    others = seated(workshop, 5)

    def comes(words, act):
        sent = traffic.during(lambda: (act(), phone.locator(words).first.wait_for()))
        assert total(sent) <= STEP, sent

    comes("#answer", lambda: move(workshop, "start"))
    comes("#sent", lambda: steps.answer(phone, "none"))
    vote(others, "informing")
    comes(".mine", lambda: move(workshop, "close"))
    comes(".told", lambda: move(workshop, "reveal"))
    comes(".lead + p", lambda: move(agreed(workshop, "consulting", reason="The board decides. " * 20), "agree"))
    comes(".why", lambda: move(workshop, "finish"))
    (seat,) = seated(through())
    comes(".why", lambda: phone.goto(f"/seat/{seat}/"))


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
