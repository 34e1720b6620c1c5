import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.board import Board
from assessments.models import Answer, HandCount, Workshop
from tests import cast
from tests.assessments.pages import read, send
from tests.assessments.workshops import (
    address,
    agreed,
    closed,
    crowd,
    first,
    forgotten,
    fresh,
    hands,
    lobby,
    move,
    of_organisation,
    planned,
    revealed,
    seated,
    through,
    vote,
)

pytestmark = pytest.mark.django_db

GET, POST, MEMBER = 4, 6, 2
HTMX = {"hx-request": "true"}


def page(client, workshop, *args):
    return read(client.get(address(workshop, *args)))


def press(client, workshop, name, version=None, **options):
    version = fresh(workshop).version if version is None else version
    return client.post(address(workshop, "workshop-move"), {"move": name, "version": version}, **options)


def poll(client, workshop, have=None):
    return client.get(address(workshop, "workshop-poll"), {} if have is None else {"have": have})


def tag(client, workshop):
    html = client.get(address(workshop)).content.decode()
    return html.partition('data-tag="')[2].partition('"')[0]


def forward(client, workshop):
    """What the big button says."""
    html = client.get(address(workshop)).content.decode()
    return html.partition('id="forward"')[2].partition(">")[2].partition("<")[0]


def asked(number=2):
    """A workshop with its first question open, of which so many have answered."""
    workshop = move(lobby(), "start")
    vote(seated(workshop, number), "informing")
    return fresh(workshop)


def type_hands(client, workshop, side=0, question=None, **counts):
    side = workshop.sides.all()[side]
    sent = {"question": question or fresh(workshop).current.question, "side": side.key}
    sent |= {choice.replace("_", "-"): count for choice, count in counts.items()}
    return client.post(address(workshop, "workshop-hands"), sent)


def stored_hands(workshop):
    return {(hand.side.order, hand.cell): hand.count for hand in HandCount.objects.filter(round__workshop=workshop)}


def counted(do, status=200):
    with CaptureQueriesContext(connection) as queries:
        response = do()
    assert response.status_code == status
    return [each["sql"][:100] for each in queries if "SAVEPOINT" not in each["sql"]]


# What the page says


def test_before_the_lobby_is_open_it_says_what_to_do(client):
    workshop = planned()
    shown = page(client, workshop)
    assert shown.h1 == "Get ready"
    assert address(workshop, "workshop-lobby") in [form.action for form in shown.forms]
    assert f"/screen/{workshop.screen_token}/" in shown.links
    assert "0 seated" not in shown.words


def test_the_lobby_shows_how_to_join_and_who_is_there_by_side(client):
    workshop = lobby()
    seated(workshop, 3)
    seated(workshop, 2, side=1)
    shown = page(client, workshop)
    assert workshop.spaced_code in shown.words
    assert "http://testserver/w/" in shown.words
    assert "People with lived experience : 3 , 3 connected" in shown.words
    assert "Staff : 2 , 2 connected" in shown.words
    assert forward(client, workshop) == "Start with question 1"


def test_an_open_question_shows_the_words_of_both_sides_and_how_many_answered(client):
    workshop = asked()
    seated(workshop, 1)
    shown = page(client, workshop)
    question = Board(workshop).current.question
    assert question.participant in shown.words
    assert question.organisation in shown.words
    assert "2 of 3 have answered" in shown.words


@pytest.mark.parametrize("moves", [(), ("close",), ("reveal", "hide")])
def test_no_result_is_told_before_the_reveal_or_while_hidden(client, moves):
    workshop = move(revealed(), "reset")
    vote(seated(workshop, 6), "informing")
    vote(seated(workshop, 5, side=1), "involving")
    before = page(client, move(workshop, *moves)).words if moves else page(client, workshop).words
    assert "What the room said" not in before
    assert "The room is split" not in before
    Answer.objects.update(position=4)
    after = page(client, workshop).words
    assert after == before  # whatever was voted


def test_the_reveal_shows_numbers_by_side_and_something_to_talk_about(client):
    workshop = revealed()
    hands(workshop, informing=2)
    shown = page(client, workshop)
    question = Board(workshop).current.question
    assert "13 answers, 2 of them counted by hand" in shown.words
    assert question.talk in shown.words
    assert "The room is split. Some say informing, others involving." in shown.words


def test_of_few_answers_nothing_is_shown(client):
    words = page(client, move(asked(4), "reveal")).words
    assert "Fewer than 5 people have answered" in words
    assert "Everybody" not in words.replace("Everybody sees", "")


def test_a_reveal_without_any_answer_says_so_and_goes_on(client):
    workshop = move(lobby(), "start", "reveal")
    assert "No answers yet" in page(client, workshop).words
    assert forward(client, workshop) == "Go on to question 2"


def test_the_summary_says_where_the_room_places_the_work(client):
    words = page(client, through()).words
    assert "Where this room places the work Informing" in words
    assert "What you agreed comes to: consulting" in words


@pytest.mark.parametrize("make", [closed, forgotten])
def test_after_the_end_it_offers_what_comes_next_and_no_move(client, make):
    workshop = make()
    shown = page(client, workshop)
    assert shown.h1 == "The workshop is over"
    assert address(workshop, "workshop-move") not in [form.action for form in shown.forms]
    assert press(client, workshop, "back").status_code == 409
    send(client, client.get(address(workshop)), "/lobby/")
    assert fresh(workshop).is_open


def test_the_console_never_names_itself_where_a_room_could_see_it(client):
    """Once the lobby is open the page may be on a shared screen: its text has the projector's address, not its own."""
    for workshop in (lobby(), asked(), through()):
        html = client.get(address(workshop)).content.decode()
        assert f'value="http://testserver/workshops/{workshop.console_token}/"' not in html


# Moves


def test_the_big_button_goes_through_a_question_and_to_the_end(client):
    workshop = lobby(asked=["priorities", "open", "decisions", "quality"])
    said = []
    for _ in range(40):
        shown = client.get(address(workshop))
        html = shown.content.decode()
        if 'id="forward"' not in html:
            break
        said.append(forward(client, workshop))
        name = html.partition('id="forward" name="move" value="')[2].partition('"')[0]
        assert send(client, shown, "/moves/", ("move", name)).status_code == 302
    assert said[:4] == ["Start with question 1", "Close the question", "Reveal the answers", "Go on to question 2"]
    assert said[-1] == "Go to the summary"
    assert fresh(workshop).phase == "summary"


def test_the_step_back_says_where_it_leads(client):
    workshop = move(lobby(), "start")
    shown = client.get(address(workshop)).content.decode()
    assert "Back to the lobby" in shown
    assert (
        'id="backward" name="move" value="open">Open it again'
        in client.get(address(move(workshop, "close"))).content.decode()
    )


def test_a_move_is_a_redirect_and_for_htmx_nothing_but_done(client):
    workshop = lobby()
    response = press(client, workshop, "start")
    assert (response.status_code, response.url) == (302, address(workshop))
    assert press(client, workshop, "close", headers=HTMX).status_code == 204
    assert fresh(workshop).current.state == "closed"


def test_of_two_consoles_one_wins_and_the_other_is_told_and_shown_how_things_stand(client):
    workshop = asked()
    seen = workshop.version
    assert press(client, workshop, "close", seen).status_code == 302
    late = press(client, workshop, "skip", seen)
    assert late.status_code == 409
    shown = read(late)
    assert "Nothing was done" in shown.words
    assert "Nobody can answer now" in shown.words
    assert fresh(workshop).current.state == "closed"
    assert str(fresh(workshop).version) == shown.form("/moves/").fields["version"]


@pytest.mark.parametrize("sent", [{}, {"move": "fly"}, {"move": "reveal"}, {"move": "undo"}, {"move": "start\x00"}])
def test_a_move_that_there_is_not_changes_nothing(client, sent):
    workshop = lobby()
    for version in (workshop.version, "x", "-1", str(2**70)):
        response = client.post(address(workshop, "workshop-move"), {"version": version, **sent})
        assert response.status_code == 409
        assert "Nothing was done" in read(response).words
    assert fresh(workshop).version == workshop.version


def test_no_move_is_made_before_the_lobby_is_open(client):
    workshop = planned()
    assert press(client, workshop, "start").status_code == 409
    assert fresh(workshop).phase == "lobby"


def test_pausing_and_blanking_draw_a_curtain_that_the_next_move_opens(client):
    workshop = asked()
    for name, curtain in (("pause", "pause"), ("blank", "blank"), ("resume", ""), ("pause", "pause"), ("close", "")):
        press(client, workshop, name)
        assert fresh(workshop).curtain == curtain


def test_a_reset_can_be_undone_from_the_page(client):
    workshop = revealed()
    press(client, workshop, "reset")
    assert fresh(workshop).voted == 0
    send(client, client.get(address(workshop)), "/moves/", ("move", "undo"))
    assert fresh(workshop).voted == 11
    assert "What the room said" in page(client, workshop).words
    assert "Undo" not in page(client, workshop).words


def test_the_room_is_locked_and_opened_and_gets_another_code_once(client):
    workshop = lobby()
    send(client, client.get(address(workshop)), "/lock/", ("locked", "on"))
    assert fresh(workshop).is_locked
    assert "nobody new can join" in page(client, workshop).words
    send(client, client.get(address(workshop)), "/lock/", ("locked", ""))
    assert not fresh(workshop).is_locked
    before, shown = fresh(workshop).code, client.get(address(workshop))
    assert send(client, shown, "/code/").status_code == 302
    code = fresh(workshop).code
    assert code != before
    assert send(client, shown, "/code/").status_code == 409
    assert fresh(workshop).code == code
    assert [event.kind for event in workshop.events.all()] == ["opened", "renewed"]


def test_closing_and_opening_again_lose_nothing(client):
    workshop = asked()
    send(client, client.get(address(workshop)), "/closure/")
    assert fresh(workshop).is_over
    send(client, client.get(address(workshop)), "/lobby/")
    assert (fresh(workshop).is_open, fresh(workshop).voted) == (True, 2)


# Raised hands


def test_hands_are_saved_a_side_at_a_time_and_marked_and_every_screen_learns_of_it(client):
    workshop = asked()
    response = type_hands(client, workshop, informing="7", not_sure="1", none="")
    assert (response.status_code, response.url) == (302, address(workshop) + "#hands-0")
    type_hands(client, workshop, side=1, consulting=" 2 ")
    assert stored_hands(workshop) == {(0, "1"): 7, (0, "not-sure"): 1, (1, "2"): 2}
    assert fresh(workshop).version == workshop.version + 2
    shown = page(client, workshop)
    letter = Board(workshop).current.question.choice_at(1).letter
    assert f"counted by hand: 7 for {letter}, 1 for not sure" in shown.words
    assert "10 raised hands" in shown.words


@pytest.mark.parametrize("typed", ["seven", "-1", "2001", "1e3", "7,5", "\x00", "\ufffd", "9" * 400])
def test_a_number_that_is_none_is_told_in_words_and_nothing_is_lost(client, typed):
    workshop = asked()
    response = type_hands(client, workshop, informing=typed, consulting="4")
    assert response.status_code == 422
    shown = read(response)
    letter = Board(workshop).current.question.choice_at(1).letter
    assert f"People with lived experience, {letter}: " in shown.words
    sent = next(form for form in shown.forms if form.fields.get("consulting") == "4").fields
    assert sent["informing"] == typed
    assert not stored_hands(workshop)


def test_hands_can_be_taken_away_again(client):
    workshop = asked()
    type_hands(client, workshop, informing="7")
    type_hands(client, workshop, informing="0")
    assert not stored_hands(workshop)


def test_hands_are_counted_from_open_on_and_not_before(client):
    workshop = move(lobby(), "start", "skip", "back")
    assert type_hands(client, workshop, informing="7").status_code == 409
    assert not stored_hands(workshop)
    for moves in (("open",), ("close",), ("reveal",), ("hide",)):
        workshop = move(workshop, *moves)
        assert type_hands(client, workshop, informing="7").status_code == 302
    assert stored_hands(workshop) == {(0, "1"): 7}


def test_hands_for_the_question_before_are_saved_there_though_the_room_has_moved_on(client):
    workshop = asked()
    question = workshop.current.question
    workshop = move(workshop, "next")
    assert type_hands(client, workshop, question=question, informing="7").status_code == 302
    assert HandCount.objects.get().round.question == question
    wrong = type_hands(client, workshop, question=question, informing="x")
    assert (wrong.status_code, read(wrong).words.count("please type a whole number")) == (422, 2)


def test_what_somebody_else_counted_is_not_overwritten_unseen(client):
    workshop = asked()
    shown = client.get(address(workshop))
    type_hands(client, workshop, informing="7")
    form = next(form for form in read(shown).forms if form.action.endswith("/hands/"))
    late = client.post(form.action, form.fields | {"informing": "3"})
    assert late.status_code == 422
    assert "Somebody else has just saved: 7 for" in read(late).words
    assert stored_hands(workshop) == {(0, "1"): 7}
    again = next(form for form in read(late).forms if form.fields.get("informing") == "3")
    assert client.post(again.action, again.fields).status_code == 302
    assert stored_hands(workshop) == {(0, "1"): 3}


@pytest.mark.parametrize("wrong", [{"question": "nonsense"}, {"side": "nonsense"}, {"side": None}])
def test_hands_of_another_workshop_or_of_none_are_not_counted(client, wrong):
    workshop = asked()
    wrong = wrong if wrong.get("side", "") is not None else {"side": lobby().sides.first().key}
    sent = {"question": workshop.current.question, "side": workshop.sides.first().key, "informing": "7"} | wrong
    response = client.post(address(workshop, "workshop-hands"), sent)
    assert (response.status_code, "Nothing was saved" in read(response).words) == (409, True)
    assert not HandCount.objects.exists()


# What was agreed, and notes


def note(client, workshop, query="", **sent):
    where = address(workshop, "workshop-question", first(workshop)) + query
    return client.post(where, {"version": "1", **sent})


def test_what_is_agreed_is_saved_with_its_reason_and_note(client):
    workshop = revealed()
    response = note(client, workshop, agreed="consulting", reason="The board decides.", note="Lively.\r\nLong.")
    assert response.status_code == 302
    each = fresh(workshop).current
    assert (each.agreed, each.reason, each.note) == ("2", "The board decides.", "Lively.\nLong.")
    assert workshop.agreed().get().answers.get().choice == "consulting"
    assert "Show what we agreed" in page(client, workshop).words


def test_from_the_console_one_comes_back_to_the_console(client):
    workshop = revealed()
    assert note(client, workshop, "?console", note="Lively.").url == address(workshop) + "#note"
    assert note(client, workshop, "?console", note="More.", version="2", HTTP_HX_REQUEST="x").status_code in {204, 302}


def test_two_who_type_at_once_see_both_texts_and_can_keep_either(client):
    workshop = revealed()
    note(client, workshop, agreed="consulting", reason="First reason.", note="First note.")
    late = note(client, workshop, agreed="involving", reason="Second reason.", note="Second note.")
    assert late.status_code == 409
    shown = read(late)
    for words in ("First reason.", "First note.", "Second reason.", "Second note."):
        assert words in shown.words
    assert fresh(workshop).current.note == "First note."
    send(client, late, f"/questions/{first(workshop)}/")
    each = fresh(workshop).current
    assert (each.agreed, each.reason, each.note) == ("3", "Second reason.", "Second note.")


def test_the_same_sent_twice_is_saved_once_and_no_conflict(client):
    workshop = revealed()
    for _ in range(2):
        assert note(client, workshop, agreed="consulting", note="Lively.").status_code == 302
    assert fresh(workshop).current.version == 2


def test_too_long_a_note_is_kept_and_refused_in_words(client):
    workshop = revealed()
    response = note(client, workshop, note="word " * 1000, agreed="nonsense")
    assert response.status_code == 422
    assert "Your note has 4,999 characters" in read(response).words
    assert read(response).form(f"/questions/{first(workshop)}/").fields["note"].strip() == ("word " * 1000).strip()


def test_a_question_that_is_not_asked_has_no_notes(client):
    workshop = lobby(asked=["priorities", "open", "decisions", "quality"])
    assert client.get(address(workshop, "workshop-question", "loop")).status_code == 404


def test_every_question_is_listed_with_its_state_and_its_own_page(client):
    workshop = agreed(revealed(), "consulting", note="Lively.")
    shown = page(client, workshop)
    assert sum("/questions/" in link for link in shown.links) == 12
    assert shown.words.count("not asked yet") == 11
    assert "Lively." in page(client, workshop, "workshop-question", first(workshop)).words


# Polls


def test_a_poll_without_news_is_one_query_and_says_nothing(client):
    workshop = asked()
    have = tag(client, workshop)
    assert counted(lambda: poll(client, workshop, have), 204)[1:] == []


def test_a_poll_brings_whatever_changed(client):
    workshop = asked()
    changes = [
        lambda: seated(workshop, 1),
        lambda: vote(seated(workshop, 1), "involving"),
        lambda: move(workshop, "close"),
        lambda: hands(workshop, informing=1),
        lambda: Workshop.objects.filter(pk=workshop.pk).update(opened_at="2020-01-01T00:00Z"),
    ]
    for change in changes:
        have = tag(client, workshop)
        change()
        response = poll(client, workshop, have)
        assert response.status_code == 200
        html = response.content.decode()
        assert html.lstrip().startswith("<title>")
        assert "<html" not in html
        assert f'data-tag="{tag(client, workshop)}"' in html


def test_every_part_of_the_page_has_a_name_and_a_key(client):
    for workshop in (planned(), lobby(), asked(), revealed(), through(), closed()):
        html = client.get(address(workshop)).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        depth, parts = 0, []
        for piece in main.split("<")[2:]:
            name = piece.split(">")[0].split()[0]
            if name.strip("/") in {"div", "section"}:
                if name.startswith("/"):
                    depth -= 1
                else:
                    parts += [piece.split(">")[0]] if depth == 0 else []
                    depth += 1
            elif depth == 0:
                pytest.fail(f"outside a part: <{piece[:60]}")
        assert parts
        assert all(' id="' in part and "data-key=" in part for part in parts)


# Queries

MAKES = [planned, lobby, asked, revealed, through, closed, lambda: move(revealed(), "reset")]


@pytest.mark.parametrize("make", MAKES)
def test_the_page_asks_the_same_few_queries_of_any_room(client, make):
    workshop = make()
    few = counted(lambda: client.get(address(workshop)))
    assert len(few) <= GET, few
    crowd(workshop, 500, [])
    assert len(counted(lambda: client.get(address(workshop)))) == len(few)
    assert len(counted(lambda: poll(client, workshop, "old"))) == len(few)


def test_who_is_signed_in_costs_two_more(client):
    workshop = move(of_organisation(), "start")
    client.force_login(cast.owner())
    assert len(counted(lambda: client.get(address(workshop)))) <= GET + MEMBER


def test_a_questions_page_asks_little(client):
    workshop = revealed()
    assert len(counted(lambda: client.get(address(workshop, "workshop-question", first(workshop))))) <= GET


@pytest.mark.parametrize("name", ["close", "next", "back", "pause", "finish"])
def test_a_move_asks_little(client, name):
    workshop = asked()
    few = counted(lambda: press(client, workshop, name, workshop.version), 302)
    assert len(few) <= POST, few


def test_hands_and_a_move_that_comes_too_late_ask_little(client):
    workshop = asked()
    side = workshop.sides.first().key
    sent = {"question": workshop.current.question, "side": side, "informing": "7"}
    assert len(counted(lambda: client.post(address(workshop, "workshop-hands"), sent), 302)) <= POST
    assert len(counted(lambda: press(client, workshop, "close", 1), 409)) <= POST
    version = fresh(workshop).version
    assert len(counted(lambda: press(client, workshop, "agree", version), 409)) <= POST
