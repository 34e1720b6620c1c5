"""Who records what: users, organisations, engagements, assessments with their answers, and what comes of them."""

from .agreement import Agreement
from .answer import Answer
from .assessment import Assessment
from .engagement import Engagement
from .organisation import MemberInvitation, Membership, Organisation
from .release import Release
from .retired import RetiredToken
from .round import HandCount, Progress, Round
from .seat import Seat
from .statement import Statement, StatementVersion
from .user import User
from .workshop import Action, Event, Side, Workshop
from .wrong_code import WrongCodes

__all__ = [
    "Action",
    "Agreement",
    "Answer",
    "Assessment",
    "Engagement",
    "Event",
    "HandCount",
    "MemberInvitation",
    "Membership",
    "Organisation",
    "Progress",
    "Release",
    "RetiredToken",
    "Round",
    "Seat",
    "Side",
    "Statement",
    "StatementVersion",
    "User",
    "Workshop",
    "WrongCodes",
]
