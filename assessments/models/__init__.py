"""Who records what: users, organisations, engagements, assessments with their answers, and what comes of them."""

from .agreement import Agreement
from .answer import Answer
from .assessment import Assessment
from .engagement import Engagement
from .organisation import MemberInvitation, Membership, Organisation
from .release import Release
from .retired import RetiredToken
from .statement import Statement, StatementVersion
from .user import User

__all__ = [
    "Agreement",
    "Answer",
    "Assessment",
    "Engagement",
    "MemberInvitation",
    "Membership",
    "Organisation",
    "Release",
    "RetiredToken",
    "Statement",
    "StatementVersion",
    "User",
]
