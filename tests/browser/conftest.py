"""The browser: the machine's Chromium, and pages that fail their test on every error they meet."""

import os
import shutil
from unittest import mock

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import measures

# Playwright keeps an event loop in the tests' thread; without this, Django refuses to query there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing from elsewhere, not even by mistake
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
SCHEMES = ("light", "dark")
# Named one by one, because rules like target-size and enhanced contrast run only when their tag is named.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup):
    """pytest-django's, but our application serves the static files too, with their hashed names and our headers.

    The database comes first: else a server on SQLite would share the tests' own connection, and crash.
    """
    with mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", side_effect=lambda _: WSGIHandler()):
        server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def new_page(browser, live_server, request):
    """new_page(**options of a browser context) opens a page in a context of its own; addresses may begin with /.

    Errors in the console (refusals of the content security policy are there), errors of scripts and requests to another
    origin fail the test, unless its marker `provokes` has a part of their text.
    """
    contexts, faults = [], []

    def open_page(**options):
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch(context, live_server.url, faults)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    provoked = request.node.get_closest_marker("provokes")
    expected = provoked.args if provoked else ()
    unexpected = [fault for fault in faults if not any(part in fault for part in expected)]
    if unexpected:
        pytest.fail("The browser met errors:\n" + "\n".join(unexpected), pytrace=False)


def watch(context, origin, faults):
    """Adds to `faults`, a list, what goes wrong in a context, popups included."""

    def on_console(message):
        if message.type == "error":
            faults.append(f"console: {message.text} ({message.location['url']})")

    def on_request(request):
        if not request.url.startswith((f"{origin}/", "data:", "blob:")):
            faults.append(f"another origin: {request.url}")

    context.on("console", on_console)
    context.on("request", on_request)
    context.on("weberror", lambda event: faults.append(f"script: {event.error}"))


@pytest.fixture
def phone(new_page):
    return new_page(**PHONE)


@pytest.fixture
def desk(new_page):
    return new_page(**DESK)


@pytest.fixture
def no_js(new_page):
    """A phone with JavaScript off."""
    return new_page(**PHONE, java_script_enabled=False)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def visitor(new_page, request):
    """A phone, once with JavaScript and once without."""
    return new_page(**PHONE, java_script_enabled=request.param)


@pytest.fixture
def no_scripts(new_page):
    """A phone to which our scripts come empty: what `no_js` sees, for axe, which hangs there."""
    page = new_page(**PHONE)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    return page


@pytest.fixture(scope="session")
def axe():
    """axe(page) fails when axe-core finds anything, at 320 and at 1280 px, in light and in dark."""
    engine = Axe()

    def check(page, widths=(320, 1280), schemes=SCHEMES, tags=AXE_TAGS):
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
        for width, scheme in each_look(page, widths, schemes):
            violations = engine.run(page, options=options).response["violations"]
            report = [f"{page.url} at {width} px, {scheme}:"]
            for violation in violations:
                report.append(f"  {violation['id']}: {violation['help']}")
                report += [f"    {node['target']} {node['failureSummary']}" for node in violation["nodes"]]
            if violations:
                pytest.fail("\n".join(report), pytrace=False)

    return check


@pytest.fixture(scope="session")
def screenshot():
    """screenshot(page, name) leaves pictures in .local/screenshots; fails when the page scrolls sideways."""
    folder = settings.BASE_DIR / ".local" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)

    def take(page, name, widths=(360, 1280, 1920), schemes=SCHEMES):
        for width, _ in each_look(page, (320, *widths), schemes[:1]):
            if too_wide := measures.sideways(page):
                pytest.fail("\n".join([f"{page.url} at {width} px:", *too_wide]), pytrace=False)
        for width, scheme in each_look(page, widths, schemes):
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)

    return take


def each_look(page, widths, schemes):
    """Shows the page in every width and colour scheme in turn, then as it was."""
    before = page.viewport_size
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    try:
        for width in widths:
            page.set_viewport_size({"width": width, "height": before["height"]})
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                yield width, scheme
    finally:
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="dark" if dark else "light")
