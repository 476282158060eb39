from random import Random

from bench.routing import make_events, make_watches, measure


def test_the_benchmark_compares_two_ways_that_say_the_same():
    dice = Random(3)
    found = measure(make_events(300, dice), make_watches(600, dice), 1)
    assert found["same"]
    assert found["messages"]
    assert found["waiting"]
