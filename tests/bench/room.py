"""A room of simulated phones, its wall and its console, which ask the site as their pages' scripts do."""

import asyncio
import random
import re
from collections import defaultdict
from time import perf_counter as now

from django.urls import reverse

from tests.bench.browsing import WAIT, Browser, Measures

EVERY, JITTER = 2, 0.3  # seconds between two polls, as in static/js/poll.js
VOTE_WITHIN = 10  # seconds after a phone has learnt that a question is open
NEVER = float("inf")
HTMX = {"HX-Request": "true"}
WRONG_CODES = 20
NO_NEWS = 204
AT_MOST = 60  # seconds for everybody to vote


def pause():
    return EVERY * random.uniform(1 - JITTER, 1 + JITTER)


def kind_of_joining(answer):
    return "asked to wait" if answer.status == WAIT else "join: page"


class Page(Browser):
    """A live page: fetched once, then polled."""

    def __init__(self, room, called, address, poll):
        super().__init__(room.port, room.measures)
        self.room, self.called, self.address, self.poll_address = room, called, address, poll

    async def open(self):
        self.take(await self.get(f"{self.called} page", self.address))

    async def poll(self):
        def kind(answer):
            return f"{self.called} poll, {'no ' if answer.status == NO_NEWS else ''}news"

        answer = await self.get(kind, self.poll_address + f"?have={self.tag}")
        if answer and answer.status != NO_NEWS:
            self.take(answer)

    async def follow(self):
        while not self.room.is_over:
            await asyncio.sleep(pause())
            await self.poll()

    def take(self, answer):
        if answer and answer.status < 400:
            self.answer, self.tag = answer, answer.attribute("data-tag")


class Wall(Page):
    """The projector; it notes when it showed how many votes."""

    def __init__(self, room, workshop):
        token = [workshop.screen_token]
        super().__init__(room, "wall", reverse("screen", args=token), reverse("screen-poll", args=token))
        self.shown = defaultdict(list)  # by question: (when, how many have voted)

    def take(self, answer):
        super().take(answer)
        if voted := re.match(r"(\d+) of", self.answer.attribute("data-live") or ""):
            self.shown[self.answer.heading].append((now(), int(voted[1])))


class Console(Page):
    """The facilitator's laptop."""

    def __init__(self, room, workshop):
        token = [workshop.console_token]
        super().__init__(room, "console", reverse("workshop", args=token), reverse("workshop-poll", args=token))
        self.moves = reverse("workshop-move", args=token)

    async def move(self, name):
        """Press a button; the page then polls at once."""
        fields, _ = self.answer.form(self.moves)
        await self.post("console move", self.moves, fields | {"move": name}, **HTMX)
        await self.poll()


class Phone(Page):
    """Somebody who joins by the code, and votes once on every question."""

    def __init__(self, room):
        super().__init__(room, "phone", None, None)
        self.votes, self.vote_at = {}, NEVER  # the acknowledged choice by question

    async def come(self):
        """From the QR code to the seat; after many wrong codes from this address that takes a wait."""
        page = await self.get(kind_of_joining, self.room.join)
        for address in page.static_files():
            await self.get("static file", address)
        while page.status == WAIT:
            await asyncio.sleep(int(page.headers["retry-after"]) + random.random())
            page = await self.get(kind_of_joining, page.link_with("since="))
        fields, radios = page.form(self.room.join)
        side = {name: random.choice(values) for name, values in radios.items()}
        answer = await self.post("join: seat", self.room.join, fields | side)
        self.address = answer.headers["location"]
        self.token = self.address.split("/")[2]
        self.poll_address = f"{self.address}poll/"
        await self.open()

    async def follow(self):
        poll_at = now() + pause()
        while not self.room.is_over:
            await asyncio.sleep(min(poll_at, self.vote_at) - now())
            if self.vote_at <= now():
                await self.vote()
            else:
                await self.poll()
            poll_at = now() + pause()

    def take(self, answer):
        super().take(answer)
        self.form = self.answer.form(self.address)
        question = self.form and self.form[0].get("question")
        if question is None:
            self.vote_at = NEVER
        elif question not in self.votes and self.vote_at == NEVER:
            self.vote_at = now() + random.uniform(0, VOTE_WITHIN)

    async def vote(self):
        fields, radios = self.form
        choice, self.vote_at = random.choice(radios["choice"]), NEVER
        answer = await self.post("vote", self.address, fields | {"choice": choice}, **HTMX)
        if answer and answer.status < 400:
            self.votes[fields["question"]] = choice
            self.room.answered[fields["question"]].append(now())
            self.take(answer)
            await self.poll()


class Room:
    """Everybody, and what is measured of them."""

    def __init__(self, port, measures, workshop, phones):
        self.port, self.measures, self.join = port, measures, reverse("join-workshop", args=[workshop.code])
        self.wall, self.console = Wall(self, workshop), Console(self, workshop)
        self.phones, self.visitor = [Phone(self) for _ in range(phones)], Browser(port, measures)
        self.answered, self.is_over = defaultdict(list), False  # by question: when a vote was acknowledged

    async def run(self, questions, arrive_within):
        """From the first wrong code to the summary; returns how many seconds it took until everybody sat."""
        try:
            async with asyncio.TaskGroup() as group:  # the first failure ends it all
                return await self._run(group, questions, arrive_within)
        finally:
            for browser in (self.visitor, self.wall, self.console, *self.phones):
                browser.close()

    async def _run(self, group, questions, arrive_within):
        await self._mistype()
        group.create_task(self._read())
        for page in (self.wall, self.console):
            await page.open()
            group.create_task(page.follow())
        began = now()
        await asyncio.gather(*(self._arrive(group, phone, random.uniform(0, arrive_within)) for phone in self.phones))
        seated_after = now() - began
        for number in range(questions):
            await self.console.move("next" if number else "start")
            await self._everybody_has_voted(number)
            for move in ("close", "reveal"):
                await self.console.move(move)
                await asyncio.sleep(EVERY * 2)  # everybody learns of it, and looks
        await self.console.move("finish")
        await asyncio.sleep(EVERY * 2)
        self.is_over = True
        return seated_after

    async def _mistype(self):
        """Somebody in the room types so many wrong codes that who comes after them has to wait."""
        browser = Browser(self.port, Measures())
        for _ in range(WRONG_CODES):
            await browser.get("wrong code", reverse("join-workshop", args=["222222"]))
        browser.close()

    async def _arrive(self, group, phone, after):
        await asyncio.sleep(after)
        await phone.come()
        group.create_task(phone.follow())

    async def _everybody_has_voted(self, number):
        until = now() + AT_MOST
        while [len(times) for times in self.answered.values()][number:] != [len(self.phones)] and now() < until:
            await asyncio.sleep(0.1)
        await asyncio.sleep(EVERY * 2)  # the wall shows the last one

    async def _read(self):
        """A page without work of its own, for comparison."""
        while not self.is_over:
            await self.visitor.get("/help/", "/help/")
            await asyncio.sleep(0.25)

    def to_the_wall(self):
        """For every vote, how many seconds after its answer the wall showed so many; never is infinite."""
        found = []
        for answered, shown in zip(self.answered.values(), self.wall.shown.values(), strict=False):
            for place, when in enumerate(answered):
                found.append(max(0, next((seen for seen, number in shown if number > place), NEVER) - when))
        return found
