from diapason.editorial.models.approval import Approval
from diapason.editorial.models.comment import Comment
from diapason.editorial.models.feed import CalendarFeed
from diapason.editorial.models.media import PostMedia
from diapason.editorial.models.moment import BrandMoment
from diapason.editorial.models.post import Post
from diapason.editorial.models.presence import Presence
from diapason.editorial.models.variant import Variant, VariantMedia
from diapason.editorial.models.version import Version

__all__ = ["Approval", "BrandMoment", "CalendarFeed", "Comment", "Post", "PostMedia", "Presence", "Variant", "VariantMedia", "Version"]
