from bench.timeline import run


def test_the_benchmark_gathers_every_event(tmp_path):
    found = run(60, tmp_path)
    assert {each["events"] for each in found.values()} == {60}
    assert found["party"]["rows"] == 13  # six of law, what was folded after each, the first copy
    assert found["programme"]["rows"] == 15
