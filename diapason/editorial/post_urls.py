"""The addresses of the list, of a post, of the composer and of the acts on a post."""

from django.urls import URLPattern, path

from diapason.editorial.views import acts, comments, composer, history, new, post, posts, review

urlpatterns: list[URLPattern] = [
    path("posts/", posts.posts, name="posts"),
    path("posts/acts/", posts.bulk_act, name="posts_act"),
    path("posts/restoration/", acts.restoration, name="post_restoration"),
    path("posts/new/", new.new_post, name="new_post"),
    path("posts/<int:post_id>/", post.post, name="post"),
    path("posts/<int:post_id>/compose/", composer.compose, name="compose"),
    path("posts/<int:post_id>/compose/side/", composer.side, name="compose_side"),
    path("posts/<int:post_id>/draft/", composer.draft, name="post_draft"),
    path("posts/<int:post_id>/presence/", composer.heartbeat, name="post_presence"),
    path("posts/<int:post_id>/review/", review.review_post, name="review_post"),
    path("posts/<int:post_id>/versions/", history.history, name="post_history"),
    path("posts/<int:post_id>/versions/<int:version_id>/restoration/", history.version_restoration, name="version_restoration"),
    path("posts/<int:post_id>/comments/", comments.comments, name="post_comments"),
    path("posts/<int:post_id>/comments/<int:comment_id>/resolution/", comments.resolution, name="comment_resolution"),
    path("posts/<int:post_id>/copy/", new.copy, name="post_copy"),
    path("posts/<int:post_id>/submission/", acts.submission, name="post_submission"),
    path("posts/<int:post_id>/taking-back/", acts.taking_back, name="post_taking_back"),
    path("posts/<int:post_id>/plan/", acts.plan, name="post_plan"),
    path("posts/<int:post_id>/withdrawal/", acts.withdrawal, name="post_withdrawal"),
    path("posts/<int:post_id>/publication/", acts.publication, name="post_publication"),
    path("posts/<int:post_id>/cancellation/", acts.cancellation, name="post_cancellation"),
    path("posts/<int:post_id>/reopening/", acts.reopening, name="post_reopening"),
    path("posts/<int:post_id>/removal/", acts.removal, name="post_removal"),
]
