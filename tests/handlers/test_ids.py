from bot.blocks import ids
from tests.handlers.office import make_office


def test_every_button_and_dialogue_has_a_listener(sqlite, fake_slack):
    office = make_office(sqlite, fake_slack)
    before = len(fake_slack.calls)
    for action in (*ids.ACTIONS, ids.pick(1)):
        body = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "channel": {"id": "C1"},
            "trigger_id": f"t-{action}",
            "response_url": f"{fake_slack.url}respond",
            "container": {"is_ephemeral": True},
            "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": "old"}],
        }
        assert office.dispatch(body) == 200
        if action != ids.WHY:
            assert len(fake_slack.calls) > before, f"{action} is answered by nobody"
        before = len(fake_slack.calls)
    names = {listener.ack_function.__name__ for listener in office.app._listeners}
    assert {"_on_why", "_on_submit", "_on_share", "_on_pick"} <= names
