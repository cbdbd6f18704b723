"""Events as the load invents them."""

import uuid

from journal import Event

BUREAUS = ["justice", "education", "finance", "housing", "ecology", "civil_affairs"]
FLOW, STOCK = "mediation.disputes_received", "enforcement.bodies"
FIRST_S = 1_672_502_400  # 2023-01-01 in Shanghai
# Most events share a few days. The others have theirs mostly to themselves, so that a retraction
# leaves a day without events.
DAYS, ALL_DAYS = 20, 700


def random_id(source):
    return str(uuid.UUID(int=source.getrandbits(128) | 1))


def random_event(source, bureau=None):
    days = ALL_DAYS if source.random() < 0.05 else DAYS
    return Event(id=random_id(source), bureau=bureau or source.choice(BUREAUS),
                 indicator=STOCK if source.random() < 0.2 else FLOW, category="",
                 quantity=source.randint(1, 1000),
                 occurred_us=FIRST_S * 1_000_000 + source.randrange(days * 86_400_000_000),
                 subject=f"case {source.randrange(10_000)}")
