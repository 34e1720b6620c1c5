import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.forms import TITLE_LIMIT, AnswerForm, ReviewForm, StartForm
from assessments.models.answer import NOTE_LIMIT
from spectrum.edition import TYPE_SLUGS
from spectrum.freezing import VOICES, freeze
from spectrum.loading import read_edition
from spectrum.management.commands.load_edition import EDITIONS

EDITION = freeze(read_edition(EDITIONS / "2026.1.yaml"))
GATE = EDITION.question_by_slug["open"]

# What a browser can send as text; a NUL is a test of its own.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def answer(question=GATE, voice="participant", **sent):
    return AnswerForm(question, EDITION, voice, data=sent)


def noted(note):
    return answer(choice="none", note=note)


def start(voice="participant", **sent):
    return StartForm(EDITION, voice, data=sent)


def review(**sent):
    return ReviewForm(EDITION, data=sent)


class TestAnswer:
    @pytest.mark.parametrize("voice", VOICES)
    @pytest.mark.parametrize("question", EDITION.questions, ids=lambda question: question.slug)
    def test_choices_stand_in_the_editions_order_with_their_letters_then_both_unknowns(self, question, voice):
        form = answer(question, voice)
        expected = [(choice.type, choice.text(voice)) for choice in question.choices]
        expected += [
            ("not-sure", EDITION.voice_by_slug[voice].not_sure),
            ("none", EDITION.none_text(question, voice)),
        ]
        assert form.fields["choice"].choices == expected
        options = list(form["choice"].subwidgets)
        assert [option.data["letter"] for option in options] == ["A", "B", "C", "D", "", ""]
        assert not any(option.data["selected"] for option in options)
        assert form.fields["choice"].label == question.text(voice)

    @pytest.mark.parametrize("choice", [*TYPE_SLUGS, "not-sure", "none"])
    def test_each_choice_is_taken(self, choice):
        form = answer(choice=choice)
        assert form.is_valid()
        assert form.cleaned_data == {"choice": choice, "note": ""}

    @pytest.mark.parametrize("choice", ["", "A", "1", "Consulting", "consulting\0", "people", "not sure", "x" * 70_000])
    def test_anything_else_is_an_error_in_words(self, choice):
        form = answer(choice=choice)
        assert not form.is_valid()
        assert [*form.errors] == ["choice"]
        assert all(choice not in error for error in form.errors["choice"] if choice)

    def test_the_error_of_one_form_is_not_the_next_ones(self):
        """Fields are shared by Django unless they are copied."""
        answer(EDITION.questions[0], "organisation")
        assert answer().fields["choice"].label == GATE.text("participant")


class TestNote:
    @given(texts)
    def test_it_is_kept_whole(self, note):
        form = noted(note)
        assert form.is_valid()
        assert form.cleaned_data["note"] == note.strip().replace("\r\n", "\n").replace("\r", "\n")

    @pytest.mark.parametrize("sign", ["x", "é", "😀", "क"])
    def test_as_many_signs_as_there_is_room_for(self, sign):
        note = sign * NOTE_LIMIT
        assert noted(note).is_valid()
        assert noted(note).fields["note"].clean(note) == note
        assert not noted(note + sign).is_valid()

    def test_a_line_break_is_one_sign_however_it_is_sent(self):
        for line_break in ("\n", "\r\n", "\r"):
            lines = f"a{line_break}" * (NOTE_LIMIT // 2 - 1) + "bc"
            form = noted(lines)
            assert form.is_valid()
            assert len(form.cleaned_data["note"]) == NOTE_LIMIT
            assert not noted(lines + "d").is_valid()

    @pytest.mark.parametrize("length", [NOTE_LIMIT + 1, 5_000, 70_000])
    def test_more_is_refused_with_the_counts(self, length):
        form = noted("x" * length)
        [error] = form.errors["note"]
        for number in (length, NOTE_LIMIT, length - NOTE_LIMIT):
            assert f"{number:,}" in error
        assert form["note"].value() == "x" * length

    def test_what_no_database_can_hold_is_refused_in_words(self):
        form = noted("so\0so")
        assert [*form.errors] == ["note"]
        assert not any("null" in error.lower() for error in form.errors["note"])


class TestStart:
    @pytest.mark.parametrize("voice", VOICES)
    def test_nothing_has_to_be_said(self, voice):
        form = start(voice)
        assert form.is_valid()
        assert form.cleaned_data == {"look": "whole", "runs_it": "", "submission_key": ""}

    @pytest.mark.parametrize("voice", VOICES)
    @pytest.mark.parametrize("slug", [answer.slug for answer in EDITION.runs_it])
    def test_who_runs_it_is_one_of_the_editions(self, voice, slug):
        assert start(voice, runs_it=slug).is_valid()
        words = dict(start(voice).fields["runs_it"].choices)[slug]
        assert words == next(each.text(voice) for each in EDITION.runs_it if each.slug == slug)

    def test_planning_always_asks_all(self):
        for look in ("first", "whole", ""):
            form = start("planning", look=look)
            assert form.is_valid()
            assert form.cleaned_data["look"] == "whole"
        assert start("organisation", look="first").is_valid()

    @pytest.mark.parametrize(
        ("field", "sent"),
        [
            ("look", "second"),
            ("look", "first\0"),
            ("runs_it", "nobody"),
            ("runs_it", "People"),
            ("submission_key", "short"),
            ("submission_key", "A" * 33),
            ("submission_key", "A" * 31 + "\0"),
            ("submission_key", "A" * 31 + "ü"),
            ("submission_key", "x" * 70_000),
        ],
    )
    def test_anything_else_is_an_error_in_words(self, field, sent):
        form = start(**{field: sent})
        assert [*form.errors] == [field]
        assert not any(sent in error for error in form.errors[field])


class TestReview:
    @pytest.mark.parametrize("type_", EDITION.types, ids=lambda type_: type_.slug)
    def test_a_claim_becomes_its_position(self, type_):
        form = review(claim=type_.slug)
        assert form.is_valid()
        assert form.cleaned_data == {"title": "", "claim": type_.position}

    @pytest.mark.parametrize("sent", [{}, {"claim": ""}, {"title": "  "}])
    def test_nothing_has_to_be_said(self, sent):
        form = review(**sent)
        assert form.is_valid()
        assert form.cleaned_data == {"title": "", "claim": None}

    def test_no_name_is_chosen_before_somebody_chooses(self):
        form = ReviewForm(EDITION, initial={"title": "", "claim": None})
        assert " checked" not in str(form["claim"])

    @given(texts)
    def test_a_title_is_kept_whole_or_refused(self, title):
        form = review(title=title)
        if len(title.strip()) <= TITLE_LIMIT:
            assert form.is_valid()
            assert form.cleaned_data["title"] == title.strip()
        else:
            assert [*form.errors] == ["title"]

    def test_a_long_title_is_refused_with_the_counts(self):
        assert review(title="x" * TITLE_LIMIT).is_valid()
        [error] = review(title="x" * 301).errors["title"]
        assert "301" in error
        assert str(TITLE_LIMIT) in error

    @pytest.mark.parametrize(
        ("field", "sent"), [("title", "a\0b"), ("claim", "2nd"), ("claim", "level"), ("claim", "consulting\0")]
    )
    def test_anything_else_is_an_error_in_words(self, field, sent):
        form = review(**{field: sent})
        assert [*form.errors] == [field]
        assert not any(sent in error for error in form.errors[field])


def test_a_forms_words_are_its_editions():
    content = copy.deepcopy(read_edition(EDITIONS / "2026.1.yaml"))
    content["questions"][0]["participant"] = "Another question"
    content["questions"][0]["choices"].reverse()
    other = freeze(content)
    form = AnswerForm(other.questions[0], other, "participant")
    assert form.fields["choice"].label == "Another question"
    assert [slug for slug, _ in form.fields["choice"].choices[:4]] == [
        choice.type for choice in other.questions[0].choices
    ]
