"""What a world's cast shares: its clock, addresses, words, mail, access, clients, topics and rhythms, from one seed."""

from __future__ import annotations

from benchmarks.third.access import Access
from benchmarks.third.addresses import Addresses
from benchmarks.third.clients import Clients
from benchmarks.third.draw import Clock, Draw, Order
from benchmarks.third.mail import Mail, Words
from benchmarks.third.rhythms import Rhythms
from benchmarks.third.topics import Topics


class Setting:
    """Registries that mint numbers while the world is cast; the order of the lines is the order of the draws."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.draw = Draw(order.seed, order.style)
        self.clock = Clock(self.draw, order.days)
        self.addresses = Addresses(self.draw)
        self.words = Words(self.draw)
        self.mail = Mail(self.draw, self.words)
        self.access = Access(self.draw, self.addresses, self.words, order.honest)
        self.clients = Clients(self.draw, self.words)
        self.topics = Topics(self.draw, self.words)
        self.rhythms = Rhythms(self.draw, order.days)
        self.devices: list[str] = []
        self._templates = 1

    def new_devices(self, n: int) -> list[int]:
        """n machines, by number."""
        first = len(self.devices)
        self.devices += ["d_" + self.draw.hexadecimal(14) for _ in range(n)]
        return list(range(first, first + n))

    def new_template(self) -> int:
        """A prompt template, which leaves its mark in the signatures of what is asked with it."""
        self._templates += 1
        return self._templates

    def instrument(self) -> str:
        """A payment instrument."""
        return "pi_" + self.draw.hexadecimal(16)

    def billing_address(self) -> str:
        """A billing address."""
        return "a_" + self.draw.hexadecimal(12)

    def phone(self) -> str:
        """A phone number's hash."""
        return "ph_" + self.draw.hexadecimal(14)
