"""Honest kinds of public life: schools, charity, carriers, barracks and parishes."""

from __future__ import annotations

from benchmarks.twelfth.kind import Kind

# One argument a line would hide how kinds differ.
# fmt: off
PUBLIC: tuple[Kind, ...] = (
    Kind("school-tablets", "university", (60, 260), ("homework", "lessons"), "school", "hours", "site", "one",
         "education", 1, work=(0.97, 0), off=(0.2, 0.1), dev="pool", dev_n=30, mail="numbered", prompts=25, p_own=0.6,
         order="day", weekend=0.05, active=0.4, turns=3, plan="edu"),
    Kind("campus", "university", (80, 350), ("exams", "coding", "science", "letters"), "student", "months", "site",
         "own", "education", 8, True, (0.7, 0.1), (0.4, 0.2), mail="domain", weekend=0.7, active=0.3, turns=6,
         plan="free"),
    Kind("exam-season", "university", (60, 220), ("exams", "science", "puzzles"), "student", "weeks", "home", "own",
         prompts=80, p_own=0.7, order="seq", flip=9, weekend=1.1, active=0.35, turns=7, event=4, rate=2),
    Kind("voucher-training", "authorised-bulk", (120, 450), ("lessons", "letters", "data"), "evening", "hours", "home",
         "voucher", prompts=40, p_own=0.7, order="seq", flip=6, weekend=0.8, active=0.35, turns=5, plan="edu"),
    Kind("coding-bootcamp", "university", (40, 140), ("coding", "debugging", "data", "tools"), "build", "days", "home",
         "own", prompts=90, p_own=0.75, order="seq", flip=7, weekend=0.6, active=0.6, rate=3, turns=7, land="any",
         wordy=1.6),
    Kind("library-terminals", "agency", (30, 120), ("everyday", "letters", "law"), "day", "years", "site", "none",
         "business", 1, work=(0.9, 0.02), off=(0.6, 0.1), dev="pool", dev_n=10, weekend=0.5, active=0.15, plan="free"),
    Kind("refugees-with-charity-phones", "agency", (50, 220), ("translation", "law", "everyday"), "day", "hours",
         "site", "voucher", "mobile", 2, True, (0.9, 0), (0.9, 0), "model", client="web", prompts=10, p_own=0.2,
         weekend=1, active=0.4, turns=3, verified="phone"),
    Kind("diaspora-on-one-mvno", "carrier", (60, 240), ("translation", "letters", "everyday"), "evening", "years",
         "away", "gift", "mobile", 4, True, (0.8, 0.1), (0.8, 0.1), weekend=1.2, active=0.25, turns=4,
         verified="phone"),
    Kind("prison-lessons", "agency", (20, 90), ("lessons", "homework"), "locked", "days", "site", "one", "business", 1,
         work=(1, 0), off=(1, 0), dev="pool", dev_n=6, mail="numbered", prompts=35, p_own=0.85, order="seq", flip=4,
         weekend=0.02, active=0.5, plan="edu", verified="contract", join=1),
    Kind("army-base", "carrier", (50, 200), ("gaming", "letters", "everyday"), "evening", "years", "site", "own",
         "business", 1, work=(0.7, 0.2), off=(0.85, 0.1), weekend=1.3, active=0.25),
    Kind("parish", "private", (20, 80), ("faith", "letters", "translation"), "faith", "weeks", "site", "family",
         "business", 1, work=(0.2, 0.1), off=(0.5, 0.1), prompts=6, p_own=0.4, weekend=4, active=0.15, turns=3),
    Kind("internet-cafe", "carrier", (25, 90), ("gaming", "homework", "letters"), "late", "months", "site", "gift",
         "business", 1, work=(0.95, 0), off=(0.95, 0), dev="pool", dev_n=20, weekend=1.3, active=0.2, land="poor"),
    Kind("village-network", "carrier", (40, 150), ("cooking", "homework", "repair", "everyday"), "evening", "years",
         "site", "own", "homes", 2, work=(0.6, 0.2), off=(0.85, 0.05), weekend=1.1, active=0.2),
    Kind("nursing-home", "agency", (15, 60), ("care", "everyday", "medical"), "day", "days", "site", "one", "business",
         1, work=(0.97, 0), off=(0.97, 0), dev="pool", dev_n=8, mail="numbered", weekend=1, active=0.3, turns=3),
    Kind("conference-wifi", "carrier", (50, 180), ("coding", "agents", "marketing"), "nine", "event", "site", "gift",
         "business", 2, work=(0.2, 0.2), weekend=0.5, active=0.2, event=5, land="any"),
    Kind("farms-on-satellite", "carrier", (30, 110), ("repair", "trade", "everyday"), "early", "years", "home", "own",
         "sat", 5, True, (0.85, 0.1), (0.9, 0.05), weekend=1, active=0.25, land="rich"),
    Kind("disaster-response", "agency", (20, 70), ("planning", "translation", "news"), "round", "event", "site", "one",
         "sat", 3, True, (0.8, 0.1), (0.8, 0.1), "model", mail="domain", prompts=12, p_own=0.4, weekend=1.2,
         active=0.5, event=4, land="any"),
    Kind("phone-bundle", "carrier", (80, 300), ("everyday", "cooking", "travel"), "day", "weeks", "away", "bundle",
         "mobile", 30, True, (0.7, 0.1), (0.6, 0.1), weekend=1.2, active=0.2, turns=3, verified="phone"),
    Kind("language-school", "university", (40, 140), ("translation", "lessons"), "evening", "days", "home", "teams",
         prompts=45, p_own=0.6, order="day", weekend=0.3, active=0.4, turns=6),
    Kind("academic-benchmark", "university", (20, 50), ("puzzles", "science", "coding", "rubrics", "tools"), "round",
         "days", "site", "one", "education", 3, True, (0.95, 0), (0.95, 0), "own", 1, "sdk", "domain", 260, 0.95,
         "seq", 3, 0.8, 0.5, 4, 7, 6, plan="api", verified="contract", wordy=1.8),
)
# fmt: on
