from handlers.manifest import SCOPES, manifest


def test_every_scope_has_a_sentence_that_needs_it():
    assert all(len(reason.split()) > 3 for reason in SCOPES.values())
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


def test_the_manifest_keeps_slacks_lengths():
    info = manifest()["display_information"]
    assert len(info["name"]) <= 35
    assert len(info["description"]) <= 140
