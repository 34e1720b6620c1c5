"""A light browser: one HTTP/1.1 connection that is kept, its cookies, its forms; and the time of every answer."""

import asyncio
import gzip
import html
import re
from collections import Counter, defaultdict
from time import perf_counter
from urllib.parse import urlencode

GIVE_UP = 30  # seconds without an answer
WAIT = 429
INPUT = re.compile(r"<input\b[^>]*>")
BROKEN = (OSError, asyncio.IncompleteReadError, TimeoutError)


def percentile(seconds, share):
    """The time that `share` per cent of these are not above; 0 of none."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) * share // 100, len(ordered) - 1)] if ordered else 0


class Measures:
    """What was asked for, by kind: how long every answer took, and what went wrong."""

    def __init__(self):
        self.seconds, self.errors, self.in_second = defaultdict(list), [], Counter()

    def add(self, kind, answer, began):
        ended = perf_counter()
        self.seconds[kind].append(ended - began)
        self.in_second[int(ended)] += 1
        if answer.status >= 400 and answer.status != WAIT:
            self.errors.append(f"{kind}: {answer.status}")


class Answer:
    """A status, headers, and the page."""

    def __init__(self, status, headers, body):
        self.status, self.headers = status, headers
        packed = headers.get("content-encoding") == "gzip"
        self.page = (gzip.decompress(body) if packed else body).decode()

    def attribute(self, name):
        """The value of the first attribute with this name, or None."""
        found = re.search(rf'\s{name}="([^"]*)"', self.page)
        return found and html.unescape(found[1])

    def form(self, action):
        """The fields of the form that is sent to an address: hidden ones, and every radio's values; None without it."""
        found = re.search(rf'<form\b[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', self.page, re.S)
        if not found:
            return None
        fields, radios = {}, defaultdict(list)
        for tag in INPUT.findall(found[1]):
            given = dict(re.findall(r'\b(type|name|value)="([^"]*)"', tag))
            if given.get("type") == "hidden":
                fields[given["name"]] = html.unescape(given["value"])
            elif given.get("type") == "radio":
                radios[given["name"]].append(html.unescape(given["value"]))
        return fields, radios

    @property
    def heading(self):
        return re.search(r"<h1\b[^>]*>(.*?)</h1>", self.page, re.S)[1].strip()

    def link_with(self, part):
        return html.unescape(re.search(rf'href="([^"]*{re.escape(part)}[^"]*)"', self.page)[1])

    def static_files(self):
        return dict.fromkeys(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', self.page))


class Browser:
    def __init__(self, port, measures):
        self.port, self.measures = port, measures
        self.cookies, self.stream, self.turn = {}, None, asyncio.Lock()

    async def get(self, kind, address, **headers):
        return await self._ask(kind, "GET", address, headers)

    async def post(self, kind, address, fields, **headers):
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        return await self._ask(kind, "POST", address, headers, urlencode(fields))

    def close(self):
        if self.stream:
            self.stream[1].close()
            self.stream = None

    async def _ask(self, kind, method, address, headers, body=""):
        """The answer, or None where there was none. `kind` can be a function, of the answer."""
        headers |= {"Host": f"127.0.0.1:{self.port}", "Accept-Encoding": "gzip"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers["Content-Length"] = len(body)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        async with self.turn:
            began = perf_counter()
            try:
                sent = f"{method} {address} HTTP/1.1\r\n{lines}\r\n{body}".encode()
                answer = await asyncio.wait_for(self._exchange(sent), GIVE_UP)
            except BROKEN as error:
                self.close()
                self.measures.errors.append(f"{method}: {error!r}")
                return None
            self.measures.add(kind(answer) if callable(kind) else kind, answer, began)
        return answer

    async def _exchange(self, sent):
        if self.stream is None:
            self.stream = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.stream
        writer.write(sent)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, lines):
            name, value = line.split(": ", 1)
            if name.lower() == "set-cookie":
                self.cookies.update([value.split(";")[0].split("=", 1)])
            headers[name.lower()] = value
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(first.split()[1]), headers, body)
