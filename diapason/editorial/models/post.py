"""A post: one idea, with everything the editorial calendar says of it (E1). Its texts are its variants."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from diapason.core.letters import letters
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces.models import Person, Workspace

# The fields that the search looks in, after the title.
WORDS = ("text", Value(" "), "hashtags", Value(" "), "partners", Value(" "), "seo_keywords", Value(" "), "call_to_action")


class Post(models.Model):
    class Status(models.TextChoices):
        IDEA = "idea", _("Idea")
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES = "changes", _("Changes asked")
        APPROVED = "approved", _("Approved")
        PLANNED = "planned", _("Scheduled")
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", _("Cancelled")

    class ContentType(models.TextChoices):
        NEWS = "news", _("News")
        TUTORIAL = "tutorial", _("Tutorial")
        WHITE_PAPER = "white_paper", _("White paper")
        PODCAST = "podcast", _("Podcast")
        POLL = "poll", _("Poll")
        QUIZ = "quiz", _("Quiz")
        CONTEST = "contest", _("Contest")
        REVIEW = "review", _("Review")
        VIDEO = "video", _("Video")
        PHOTO = "photo", _("Photo")
        CASE_STUDY = "case_study", _("Case study")
        TESTIMONIAL = "testimonial", _("Testimonial")
        PRESS = "press", _("Press release")
        INVITATION = "invitation", _("Invitation")
        BACKSTAGE = "backstage", _("Behind the scenes")
        PROMOTION = "promotion", _("Promotion")
        CURATION = "curation", _("Curation")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="posts")
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Text"), blank=True)
    brief = models.TextField(_("Brief"), blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.IDEA)
    content_type = models.CharField(_("Content type"), max_length=16, choices=ContentType, blank=True)
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("Objective"))
    persona = models.ForeignKey(Persona, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("Persona"))
    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="posts", verbose_name=_("Campaign"))
    language = models.CharField(_("Language"), max_length=10, default="fr")
    market = models.CharField(_("Market"), max_length=10, blank=True)
    seo_keywords = models.CharField(_("Search keywords"), max_length=300, blank=True)
    call_to_action = models.CharField(_("Call to action"), max_length=200, blank=True)
    link = models.URLField(_("Link"), max_length=1000, blank=True)
    hashtags = models.CharField(_("Hashtags"), max_length=300, blank=True)
    partners = models.CharField(_("Mentions and partners"), max_length=300, blank=True)
    writing_due = models.DateTimeField(_("Writing deadline"), null=True, blank=True)
    approval_due = models.DateTimeField(_("Approval deadline"), null=True, blank=True)
    publish_at = models.DateTimeField(_("Publication"), null=True, blank=True)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Author"))
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Writer"))
    source_url = models.URLField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    # What the search looks in (`core.letters`): the title, a bar, then the other words.
    letters = models.GeneratedField(
        expression=letters(F("title"), Concat(*WORDS, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "publish_at"], name="post_calendar", condition=models.Q(removed_at=None)),
            models.Index(fields=["workspace", "-id"], name="post_latest", condition=models.Q(removed_at=None)),
            models.Index(fields=["workspace", "status", "-id"], name="post_by_status", condition=models.Q(removed_at=None)),
            GinIndex(F("workspace"), OpClass(F("letters"), "gin_trgm_ops"), name="post_letters", condition=models.Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title
