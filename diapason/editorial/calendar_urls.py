"""The addresses of the calendar, its files, its feeds and its moments."""

from django.urls import URLPattern, URLResolver, path

from diapason.editorial.views import calendar_import as files
from diapason.editorial.views import moments
from diapason.editorial.views.calendar import calendar, calendar_days, calendar_load
from diapason.editorial.views.calendar_export import calendar_export
from diapason.editorial.views.calendar_feeds import calendar_feed_revoke, calendar_feeds
from diapason.editorial.views.calendar_hints import calendar_hints
from diapason.editorial.views.calendar_move import calendar_move, calendar_move_back

urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", calendar, name="calendar"),
    path("calendar/days/", calendar_days, name="calendar_days"),
    path("calendar/load/", calendar_load, name="calendar_load"),
    path("calendar/hints/", calendar_hints, name="calendar_hints"),
    path("calendar/posts/<int:post_id>/time/", calendar_move, name="calendar_move"),
    path("calendar/posts/<int:post_id>/former-time/", calendar_move_back, name="calendar_move_back"),
    path("calendar/export.csv", calendar_export, {"kind": "csv"}, name="calendar_csv"),
    path("calendar/export.xlsx", calendar_export, {"kind": "xlsx"}, name="calendar_xlsx"),
    path("calendar/import/", files.calendar_import, name="calendar_import"),
    path("calendar/import/<int:import_id>/", files.calendar_import_task, name="calendar_import_task"),
    path("calendar/import/<int:import_id>/good-lines/", files.calendar_import_good, name="calendar_import_good"),
    path("calendar/import/<int:import_id>/resumption/", files.calendar_import_again, name="calendar_import_again"),
    path("calendar/import/<int:import_id>/cancellation/", files.calendar_import_cancel, name="calendar_import_cancel"),
    path("calendar/import/<int:import_id>/undoing/", files.calendar_import_undo, name="calendar_import_undo"),
    path("calendar/import/<int:import_id>/refusals.csv", files.calendar_import_refusals, name="calendar_import_refusals"),
    path("calendar/subscription/", calendar_feeds, name="calendar_feeds"),
    path("calendar/subscription/revocation/", calendar_feed_revoke, name="calendar_feed_revoke"),
    path("moments/", moments.moments, name="moments"),
    path("moments/kinds/", moments.moment_kinds, name="moment_kinds"),
    path("moments/post/", moments.moment_post, name="moment_post"),
    path("moments/new/", moments.moment_new, name="moment_new"),
    path("moments/restored/", moments.moment_restore, name="moment_restore"),
    path("moments/<int:moment_id>/", moments.moment, name="moment"),
    path("moments/<int:moment_id>/removal/", moments.moment_remove, name="moment_remove"),
]
