"""Who records what: users, engagements, assessments with their answers, and links that have ended."""

from .assessment import Answer, Assessment, RetiredToken
from .engagement import Engagement
from .user import User

__all__ = ["Answer", "Assessment", "Engagement", "RetiredToken", "User"]
