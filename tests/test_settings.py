from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.logs import mask
from bot.settings import FIELDS, SOURCE_URL, BadSettings, Secret, load
from bot.sources import source_ids

SOURCES = source_ids()
EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_the_example_file_names_every_setting_with_its_default_and_no_other():
    example = dotenv_values(EXAMPLE)
    assert {setting.name: setting.default for setting in FIELDS.values()} == example


def test_the_example_file_explains_every_setting_in_the_words_of_the_table():
    text = EXAMPLE.read_text()
    for setting in FIELDS.values():
        assert f"# {setting.about}\n{setting.name}=" in text


def test_the_example_file_names_the_address_setting_of_every_source():
    text = EXAMPLE.read_text()
    for source in SOURCES:
        assert f"# {SOURCE_URL}{source.upper().replace('-', '_')}=" in text


def test_nothing_set_gives_the_defaults():
    settings = load({}, SOURCES)
    assert str(settings.database_url).startswith("sqlite:///")
    assert settings.database_url.endswith("sanctions-desk/desk.db")
    assert settings.slack_api_url == "https://slack.com/api/"


def test_all_bad_values_are_named_at_once():
    env = {"PORT": "x", "DESK_TIMEZONE": "Mars/Base", "SLACK_BOT_TOKEN": "hunter2", "DESK_SOURCE_URL_NOPE": "http://a"}
    with pytest.raises(BadSettings) as problem:
        load(env, SOURCES)
    for part in ("PORT", "DESK_TIMEZONE", "SLACK_BOT_TOKEN", "DESK_SOURCE_URL_NOPE"):
        assert part in str(problem.value)
    assert "hunter2" not in str(problem.value)


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "token").write_text("xoxb-123\n")
    assert load({"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}, SOURCES).bot_token == "xoxb-123"


def test_a_secret_does_not_show_itself():
    settings = load({"SLACK_BOT_TOKEN": "xoxb-very-secret", "DATABASE_URL": "postgresql://u:pw@h/d"}, SOURCES)
    assert "secret" not in repr(settings).replace("Secret", "").replace("signing_secret", "")
    assert "pw" not in repr(settings)
    assert repr(Secret("a")) == "Secret(set)"


def test_tokens_and_passwords_are_masked_in_log_lines():
    line = mask("xoxb-1234-abcdef xapp-1-A0-9 postgresql://user:pass@host/db https://x/y?token=abc&z=1")
    for secret in ("1234", "A0-9", "pass", "abc&"):
        assert secret not in line
    assert "host/db" in line


def test_source_addresses_may_be_several():
    env = {"DESK_SOURCE_URL_US_OFAC_SDN": "http://127.0.0.1:1/sdn.csv http://127.0.0.1:1/alt.csv"}
    assert len(load(env, SOURCES).source_urls["us-ofac-sdn"]) == 2
