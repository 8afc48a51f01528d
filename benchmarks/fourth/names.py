"""Words that names and domains are made of."""

FIRST = (
    "ana", "ben", "carla", "dmitri", "emeka", "fatima", "george", "hana", "igor", "julia", "kenji", "laura",
    "minh", "nadia", "omar", "priya", "quentin", "rosa", "sanjay", "tomas", "uma", "viktor", "wen", "ximena",
    "yusuf", "zofia", "alex", "bruno", "chen", "diego", "elif", "felix", "gita", "hugo", "ivy", "jonas", "kim",
    "leila", "marco", "nina",
)  # fmt: skip
LAST = (
    "smith", "garcia", "silva", "mueller", "tanaka", "kim", "nguyen", "patel", "okafor", "khan", "kowalski",
    "dubois", "rossi", "yilmaz", "lopez", "ahmed", "jones", "santos", "weber", "sato", "park", "tran", "sharma",
    "adeyemi", "malik", "nowak", "martin", "bianchi", "demir", "perez", "costa", "becker", "ito", "choi", "pham",
    "gupta", "eze",
)  # fmt: skip
WORDS = (
    "blue", "pixel", "code", "moon", "river", "fox", "neo", "dark", "sunny", "astro", "mango", "turbo", "zen",
    "lucky", "iron", "echo", "nova", "lemon", "storm", "panda",
)  # fmt: skip
