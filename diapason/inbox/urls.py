from django.urls import URLPattern, URLResolver, path

from diapason.inbox.views.decisions import bulk, decision, undo
from diapason.inbox.views.goal import goal
from diapason.inbox.views.inbox import conversation, inbox
from diapason.inbox.views.moderation import moderation
from diapason.inbox.views.notes import note
from diapason.inbox.views.notes import removal as note_removal
from diapason.inbox.views.notes import restoration as note_restoration
from diapason.inbox.views.presence import presence
from diapason.inbox.views.replies import count, reply, withdrawal
from diapason.inbox.views.saved_replies import removal, restoration, saved_replies, saved_reply

ACTS = ("closure", "hold", "reopening", "assignment", "flag", "unflag")

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/chosen/", bulk, name="inbox_bulk"),
    path("inbox/undo/<str:token>/", undo, name="inbox_undo"),
    path("inbox/goal/", goal, name="answer_goal"),
    path("inbox/replies/", saved_replies, name="saved_replies"),
    path("inbox/replies/new/", saved_reply, name="saved_reply_new"),
    path("inbox/replies/<int:reply_id>/", saved_reply, name="saved_reply"),
    path("inbox/replies/<int:reply_id>/removal/", removal, name="saved_reply_removal"),
    path("inbox/replies/<int:reply_id>/restoration/", restoration, name="saved_reply_restoration"),
    path("inbox/<int:conversation_id>/", conversation, name="conversation"),
    path("inbox/<int:conversation_id>/replies/", reply, name="reply"),
    path("inbox/<int:conversation_id>/replies/<int:delivery_id>/withdrawal/", withdrawal, name="reply_withdrawal"),
    path("inbox/<int:conversation_id>/count/", count, name="reply_count"),
    path("inbox/<int:conversation_id>/messages/<int:said_id>/moderation/<slug:state>/", moderation, name="moderation"),
    path("inbox/<int:conversation_id>/presence/", presence, name="inbox_presence"),
    path("inbox/<int:conversation_id>/notes/", note, name="note"),
    path("inbox/<int:conversation_id>/notes/<int:note_id>/removal/", note_removal, name="note_removal"),
    path("inbox/<int:conversation_id>/notes/<int:note_id>/restoration/", note_restoration, name="note_restoration"),
    *[path(f"inbox/<int:conversation_id>/{act}/", decision, {"act": act}, name=f"conversation_{act}") for act in ACTS],
]
