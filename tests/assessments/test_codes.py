from assessments.codes import LENGTH, SIGNS, new_code, spaced, strangers, tidied


def test_a_code_has_six_signs_that_nobody_takes_for_another_and_is_never_a_word():
    assert not set("01OILAEU") & set(SIGNS)
    assert len(SIGNS) == len(set(SIGNS)) == 28
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)


def test_what_people_type_is_tidied():
    for typed in ("bcd fgh", " BCD-FGH ", "b c d f g h", "BCD\u2013FGH", "bcd.fgh\t", "BCD\u00a0FGH"):
        assert tidied(typed) == "BCDFGH"
    assert tidied(" - ") == ""


def test_the_signs_that_no_code_has_are_named_once_each_in_order():
    assert strangers(tidied("o0bo0")) == ["O", "0"]
    assert strangers("BCDFGH") == []


def test_a_code_is_shown_in_two_groups():
    assert spaced("BCDFGH") == "BCD FGH"
    assert tidied(spaced("BCDFGH")) == "BCDFGH"
