from assessments.charts import LONGEST, lengths


def test_the_longest_bar_fills_its_place_and_nobody_has_none():
    assert lengths([[1, 4, 0, 2]]) == [[LONGEST / 4, LONGEST, 0, LONGEST / 2]]


def test_a_bar_is_its_share_of_its_own_side_so_that_a_small_side_compares_with_a_large_one():
    few, many = lengths([[1, 3], [10, 30]])
    assert few == many
    few, many = lengths([[5, 0], [25, 25]])
    assert (few, many) == ([LONGEST, 0], [LONGEST / 2, LONGEST / 2])


def test_where_nobody_answered_no_bar_has_a_length():
    assert lengths([[0, 0], [0, 0]]) == [[0, 0], [0, 0]]
    assert lengths([[0, 2], [0, 0]]) == [[0, LONGEST], [0, 0]]
