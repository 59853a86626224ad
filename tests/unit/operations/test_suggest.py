from ganstudio.operations.suggest import did_you_mean


def test_the_nearest_word_is_offered() -> None:
    assert did_you_mean("winter-nihgt", ["winter-day", "winter-night"]) == "Did you mean winter-night?"


def test_where_none_is_near_a_few_are_listed() -> None:
    assert did_you_mean("xyz", ["spade", "pix2pix"]) == "There are spade, pix2pix."
    assert did_you_mean("xyz", ["spade"]) == "There is only spade."
    assert did_you_mean("xyz", []) == ""
    assert did_you_mean("xyz", [str(number) for number in range(100)]) == ""
