"""`/sanctions ledger`: one's own questions, to oneself alone."""


def test_people_see_their_own_questions_and_no_others(office):
    office.command("check Example Bank", user="U1")
    office.command("check Northern Star Shipping", user="U2")
    said = office.command("ledger", user="U1")
    assert said["response_type"] == "ephemeral"
    assert "Example Bank" in said["words"]
    assert "listed" in said["words"]
    assert "Northern" not in said["words"]
    assert "no question of yours" in office.command("ledger", user="U3")["words"]


def test_in_a_channel_nothing_is_shown(office):
    office.command("check Example Bank")
    said = office.mention("ledger")
    assert "Example Bank" not in said["words"]
    assert "alone" in said["words"]


def test_a_hostile_question_is_shown_inert(office):
    office.command("check <!channel> *Example* `Bank` <https://example.com|x>")
    assert "<!channel>" not in office.command("ledger")["words"]


def test_a_mention_and_a_picked_candidate_are_questions_too(office):
    office.mention("Example Bank")
    office.command("check John Doe")
    words = office.command("ledger")["words"]
    assert "Example Bank" in words
    assert "John Doe" in words
