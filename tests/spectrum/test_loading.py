import contextlib
import copy

import pytest
import yaml
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from spectrum.freezing import freeze
from spectrum.loading import EditionNameTaken, FaultyEdition, checksum, load_edition, read_edition
from spectrum.management.commands.load_edition import EDITIONS
from spectrum.models import Edition

FILE = EDITIONS / "2026.1.yaml"
CONTENT = read_edition(FILE)


def faults_of(path):
    with pytest.raises(FaultyEdition) as refused:
        read_edition(path)
    return refused.value.faults


class TestReading:
    def test_the_first_edition_is_read(self):
        assert read_edition(FILE) == yaml.safe_load(FILE.read_text())

    def test_what_was_written_is_read(self, write, content):
        assert read_edition(write(content)) == content

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("edition: '2026.1'\ntitle: [never closed\n", 3),
            ("edition: '2026.1'\n\ttitle: a tab\n", 2),
            ("edition: '2026.1'\ntitle: *nowhere\n", 2),
            ("edition: 'a'\n---\nedition: 'b'\n", 2),
            ("edition: '2026.1'\ntitle: !!python/object/apply:os.getcwd []\n", 2),
            ("edition: '2026.1'\ntitle: 2026-02-31\n", 2),
            ("edition: '2026.1'\ntitle: " + "9" * 5000 + "\n", 2),
            ("edition: '2026.1'\ntitle: !!bool maybe\n", 2),
            ("edition: '2026.1'\ntitle: !!timestamp now\n", 2),
            ('edition: "2026.1"\ntitle: "\\UFFFFFFFF"\n', 2),
            ("edition: '2026.1'\n? [a, list]\n: as a key\n", 2),
            ("<<: 5\n", 1),
        ],
    )
    def test_a_file_that_is_not_yaml_is_refused_with_its_line(self, write, text, line):
        [fault] = faults_of(write(text))

        assert fault.startswith(f"line {line}: ")

    @pytest.mark.parametrize(
        "raw",
        [b"", b"# only a comment\n", b"- a\n- list\n", b"5", b"\xff\xfe\x00", b"title: \x00", b"\x80", b"[" * 9999],
    )
    def test_a_file_without_any_mapping_is_refused(self, write, raw):
        assert len(faults_of(write(raw))) == 1

    def test_a_file_that_is_not_there_is_refused(self, tmp_path):
        for missing in (tmp_path / "missing.yaml", tmp_path):
            [fault] = faults_of(missing)
            assert fault.startswith("the file: ")

    def test_a_key_given_twice_is_refused_wherever_it_is(self, write):
        text = FILE.read_text()
        again = text + "title: Another title\n"
        deep = text.replace("  note: To is", "  to: Doing by people\n  note: To is")

        assert "'title'" in faults_of(write(again))[0]
        assert "'to'" in faults_of(write(deep))[0]
        assert faults_of(write(deep))[0].startswith(f"line {text[: text.index('  note: To is')].count(chr(10)) + 1}:")

    def test_a_key_given_twice_is_told_together_with_every_other_fault(self, write):
        text = FILE.read_text().replace("edition: '2026.1'", "edition: 2026.1") + "title: Another title\n"

        assert [fault.split(": ")[0] for fault in faults_of(write(text))][1:] == ["edition"]

    @settings(max_examples=150, deadline=None)
    @given(st.binary() | st.text(alphabet="a:-? \n\t[]{}&*!|>'\"%@`#,0.9x\\U").map(str.encode))
    def test_nothing_else_is_ever_raised(self, tmp_path_factory, raw):
        path = tmp_path_factory.getbasetemp() / "nonsense.yaml"
        path.write_bytes(raw)

        assert faults_of(path)

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_nor_for_a_file_with_a_line_broken(self, tmp_path_factory, data):
        lines = FILE.read_text().splitlines()
        line = data.draw(st.integers(0, len(lines) - 1))
        lines[line] = data.draw(st.sampled_from(["", "  x", "x: &a [*a]", lines[line][2:], lines[line] + " :"]))
        path = tmp_path_factory.getbasetemp() / "broken.yaml"
        path.write_text("\n".join(lines))

        with contextlib.suppress(FaultyEdition):
            assert freeze(read_edition(path))


class TestChecksum:
    def test_comments_layout_and_the_order_of_keys_do_not_count(self, write, content):
        backwards = dict(reversed(content.items()))

        assert checksum(read_edition(write(backwards))) == checksum(content)
        assert checksum(read_edition(write("# A comment.\n" + FILE.read_text()))) == checksum(content)

    def test_words_and_the_order_of_choices_count(self, content):
        other = copy.deepcopy(content)
        other["questions"][0]["choices"].reverse()

        assert checksum(other) != checksum(content)
        assert checksum(content | {"title": "Another title"}) != checksum(content)


@pytest.mark.django_db
class TestLoading:
    def test_a_new_edition_is_published(self, content):
        content["edition"] = "9999.1"

        assert load_edition(content) is True
        stored = Edition.objects.published().get(name="9999.1")
        assert stored.content() == content
        assert stored.checksum == checksum(content)

    def test_the_same_again_changes_nothing(self, published, content):
        assert load_edition(content | {"edition": published.name}) is False
        assert Edition.objects.filter(name=published.name).count() == 1

    def test_other_content_under_a_published_name_is_refused(self, published, content):
        with pytest.raises(EditionNameTaken, match=published.name):
            load_edition(content | {"edition": published.name, "title": "Another title"})

        assert Edition.objects.get(pk=published.pk).content()["title"] == content["title"]

    def test_a_draft_of_that_name_is_left_alone(self, content):
        draft = Edition.objects.create(name="9999.1", first_look=[], texts={}, checksum=checksum(content))

        with pytest.raises(EditionNameTaken, match="draft"):
            load_edition(content | {"edition": "9999.1"})
        draft.refresh_from_db()
        assert draft.state == Edition.State.DRAFT
        assert not draft.questions.exists()

    def test_an_edition_is_loaded_whole_or_not_at_all(self, content):
        with pytest.raises(TypeError):
            load_edition(content | {"edition": "9999.1", "resources": 5})  # what the last step can't store

        assert not Edition.objects.filter(name="9999.1").exists()

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_whatever_words_pass_the_check_come_back_from_the_rows(self, data):
        printable = st.characters(exclude_categories=["Cc", "Cs"])
        said = copy.deepcopy(CONTENT) | {"edition": "9999.1"}
        for text in (said["questions"][0], said["types"][1], said["frameworks"][0], said["frameworks"][0]["levels"][0]):
            text["name"] = data.draw(st.text(printable).filter(str.strip))
        said["questions"][1]["defining"] = data.draw(st.text(printable).filter(str.strip))

        with transaction.atomic():
            load_edition(said)
            assert Edition.objects.with_parts().get(name="9999.1").content() == said
            transaction.set_rollback(True)
