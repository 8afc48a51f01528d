"""Universities whose courses ask the same in the same room, and classrooms that share machines."""

from __future__ import annotations

import numpy as np

from benchmarks.third.access import HOURS
from benchmarks.third.account import Traits
from benchmarks.third.addresses import Block, Span
from benchmarks.third.cast import Cast
from benchmarks.third.draw import DAY
from benchmarks.third.mail import Mailer
from benchmarks.third.rhythms import BROAD, EVENING, OFFICE, STUDENT
from benchmarks.third.setting import Setting

_UNIVERSITY = (".edu", ".ac.uk", ".edu.cn", "-uni.de", ".ac.in")
_COURSES = ("education", "software-engineering", "math-reasoning", "writing")


def universities(cast: Cast) -> None:
    """Cast students and staff, course by course."""
    draw = cast.setting.draw
    for n in cast.sizes(0.04, 0.13, lambda: draw.log_uniform(40, 700), 30):
        university = _University(cast)
        while n > 0:
            course = min(n, draw.integer(8, 110))
            n -= course
            university.course(course)


class _University:
    """A campus behind a few addresses, with a mail domain."""

    def __init__(self, cast: Cast) -> None:
        s, draw = cast.setting, cast.setting.draw
        self._cast = cast
        self._group = cast.group("university")
        self._country = s.access.country()
        self._domain = s.words.word() + draw.pick(_UNIVERSITY)
        s.access.office()  # an office provider that is not used: without its draw every seed's world changes
        self._block: Block = s.access.block(self._domain, "education")
        self._campus: Span = self._block.sub(10, draw.integer(3, 30))
        self._numbered: Mailer | None = s.mail.script([self._domain], "seq") if draw.chance(0.5) else None
        self._site_licence = draw.chance(0.3)

    def course(self, n: int) -> None:
        """Cast n students of a course, or (one time in four) people with nothing in common but the campus."""
        s, draw = self._cast.setting, self._cast.setting.draw
        is_course = draw.chance(0.75)
        week = draw.uniform(-20, max(1, s.clock.days - 8))
        building = self._block.sub(5, draw.integer(1, 4))
        topics = [_topic(s) for _ in range(draw.integer(1, 5))]
        days = [day for day in range(s.clock.days) if (day + s.clock.weekday) % 7 in _weekdays(s)]
        lecture = s.rhythms.daily((draw.uniform(8, 17) - HOURS[self._country]) % 24 * 3600)
        factor = s.rhythms.factor(days, 0.35)
        client = draw.pick((None, s.clients.sdk(), s.clients.tool()))
        for _ in range(n):
            self._student(building, (week, topics, lecture, factor, client) if is_course else None)

    def _student(self, building: Span, course: tuple[float, list[int], int, int, int | None] | None) -> None:
        s, draw, country = self._cast.setting, self._cast.setting.draw, self._country
        traits: Traits = {"country": country}
        traits["sources"] = [
            self._campus.source(float(draw.pick((3600.0, DAY))), 0.3),
            building.source(DAY, 0.4),
            s.access.home(country).weighing(0.3),
        ]
        if course:
            week, topics, lecture, factor, client = course
            traits["created"] = s.clock.at(week + draw.uniform(0, 6))
            own = (topics, draw.uniform(0.4, 0.95)), (s.topics.any(3), draw.uniform(0.05, 0.5))
            traits |= {"topics": s.topics.taste(*own), "timetable": lecture, "factor": factor, "api": client}
        traits["email"] = self._numbered() if self._numbered else s.mail.personal(self._domain)
        traits["organization"] = self._domain if draw.chance(0.5) else None
        traits["rhythm"] = draw.pick((STUDENT, OFFICE, EVENING, BROAD))
        traits["on_timetable"] = draw.uniform(0.1, 0.6) if course else 0
        traits |= {"jitter": draw.uniform(600, 2400), "spread": 3000.0, "plan": "team" if self._site_licence else None}
        student = self._cast.add("university", self._group, **traits)
        if not self._site_licence:
            self._cast.payments.maybe(student, 0.1 if student.plan == "free" else 0.8)


def _topic(s: Setting) -> int:
    return s.topics.new(s.draw.pick(_COURSES)) if s.draw.chance(0.6) else int(s.topics.any(1)[0])


def _weekdays(s: Setting) -> list[int]:
    """One to three working days; courses draw them anew for each day, which makes their days irregular."""
    days: list[int] = s.draw.rng.choice(5, s.draw.integer(1, 3), replace=False).tolist()
    return days


def classrooms(cast: Cast) -> None:
    """Cast school classes: one exit, shared machines, the same lesson at the same hour."""
    draw = cast.setting.draw
    for n in cast.sizes(0.005, 0.02, lambda: draw.integer(15, 45), 12):
        _classroom(cast, n)


def _classroom(cast: Cast, n: int) -> None:
    s, draw = cast.setting, cast.setting.draw
    group, country = cast.group("classroom"), s.access.country()
    exits = s.access.office().sub(2, draw.integer(1, 2))
    machines = s.new_devices(max(4, n // draw.integer(1, 3)))
    domain = s.mail.domain((".school", ".org", ".edu")) if draw.chance(0.6) else None
    weekdays = _weekdays(s)
    days = [day for day in range(s.clock.days) if (day + s.clock.weekday) % 7 in weekdays]
    lesson = s.rhythms.daily((draw.uniform(8, 15) - HOURS[country]) % 24 * 3600)
    topics = [s.topics.new(draw.pick(("education", "software-engineering", "writing"))) for _ in range(_few(s))]
    first = s.clock.at(int(np.floor(draw.uniform(-60, max(1, s.clock.days - 10))))) + (8 - HOURS[country]) * 3600
    mailer = s.mail.script([domain or "gmail.com"], draw.pick(("seq", "name")))
    common: Traits = {"country": country, "plan": "free", "surface": "web", "login": exits.source(DAY)}
    common |= {"timetable": lesson, "on_timetable": 0.92, "jitter": 600.0, "spread": 2400.0, "presence": 0.9}
    common["factor"] = s.rhythms.factor(days, 0.04)
    for _ in range(n):
        home = s.access.home(country).weighing(0.07)
        common["sources"] = [exits.source(DAY, 0.93), home]
        common["email"] = mailer() if draw.chance(0.8) else None
        common["created"] = first + draw.uniform(0, 3600)
        common["topics"] = s.topics.taste((topics, 0.9), (s.topics.any(2), 0.1))
        common["rate"] = draw.log_uniform(4, 25)
        common["devices"] = _seats(s, machines) if draw.chance(0.7) else None
        cast.add("university", group, **common)


def _few(s: Setting) -> int:
    return s.draw.integer(1, 3)


def _seats(s: Setting, machines: list[int]) -> list[int]:
    seats: list[int] = s.draw.rng.choice(machines, min(3, len(machines)), replace=False).tolist()
    return seats
