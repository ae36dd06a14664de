"""The control room's logs run in order."""

from __future__ import annotations

from datetime import datetime, timedelta

from pole.simulator import START
from pole.simulator.force import Force
from pole.simulator.world.calls import Call
from pole.simulator.world.control import Control


def test_nobody_is_at_the_scene_before_being_sent_in_the_night_in_which_clocks_go_forward() -> None:
    ground = Force(200, 1, START).world.ground
    control, course = Control(ground), ground.course
    list(course.until(datetime(2026, 3, 29, 0, 50)))
    for _ in range(400):
        control.other()
    calls = {
        news.subject: None for news in course.until(course.now + timedelta(days=2)) if isinstance(news.subject, Call)
    }
    units = [unit for call in calls for unit in call.units]
    assert units
    assert [unit for unit in units if unit.arrived is None or unit.arrived < unit.sent] == []
    assert [call for call in calls if call.closed is None] == []
