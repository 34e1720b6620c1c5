"""A page as somebody without JavaScript reads and uses it: its words, links and forms."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """What a browser would send: the fields that are filled in, and one of the buttons if it has a name."""

    action: str
    fields: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)


class Page(HTMLParser):
    def __init__(self, response):
        super().__init__()
        self.tags, self.forms, self.links, self.ids, self.title, self.h1 = [], [], [], [], "", ""
        self._words, self._within, self._textarea = [], [], None
        self.feed(response.content.decode())
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag not in {"input", "meta", "link", "use", "path", "rect", "circle", "br", "img"}:
            self._within.append(tag)
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "form":
            self.forms.append(Form(attributes["action"]))
        if (
            tag == "input"
            and "name" in attributes
            and (attributes["type"] not in {"radio", "checkbox"} or "checked" in attributes)
        ):
            ticked = "on" if attributes["type"] == "checkbox" else ""
            self.forms[-1].fields[attributes["name"]] = attributes.get("value", ticked)
        if tag == "button" and "name" in attributes:
            self.forms[-1].buttons.append((attributes["name"], attributes["value"]))
        if tag == "textarea" and "name" in attributes:
            self._textarea = attributes["name"]
            self.forms[-1].fields[self._textarea] = ""

    def handle_endtag(self, tag):
        if tag in self._within:
            self._within.pop()
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data):
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data
        for tag in {"title", "h1"}.intersection(self._within):
            setattr(self, tag, getattr(self, tag) + data)
        if not {"script", "style"}.intersection(self._within):
            self._words.append(data)

    def form(self, action=""):
        """The form that is sent to an address that ends so, or the only one."""
        [found] = [form for form in self.forms if form.action.partition("?")[0].endswith(action)]
        return found


def read(response):
    """The page in a response; a line break right after <textarea> is no part of the text."""
    page = Page(response)
    for form in page.forms:
        form.fields = {name: re.sub(r"^\n", "", value) for name, value in form.fields.items()}
    return page


def send(client, response, action="", button=None, **changed):
    """Fill in the form on a page, send it, and return the response to it; a None is a field left out."""
    form = read(response).form(action)
    sent = form.fields | dict([button] if button else []) | changed
    return client.post(form.action, {name: value for name, value in sent.items() if value is not None})
