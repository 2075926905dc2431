"""Every screen of the application: where it is, who opens it, what of it is looked at.

`tests/test_screens.py` fails for an address that is neither here nor in `NOT_SCREENS`; `tests/browser/test_every_screen.py` opens
each of these in both languages, both themes, wide and narrow.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from diapason.core import parquet

OWNER, WRITER, CLIENT, NEWCOMER, NOBODY = "camille", "yanis", "helene", "olga", ""


@dataclass(frozen=True)
class Screen:
    """`url` is the name of an address; `of` overrides what fills its arguments (`tests.browser.furnishing`).

    `prepare` opens what must be looked at; until `ready` is seen, nothing is looked at.
    """

    url: str
    variant: str = ""
    query: str = ""
    who: str = OWNER
    of: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    ready: str = "h1"
    prepare: Callable[[Page], None] | None = None

    @property
    def name(self) -> str:
        return "-".join(filter(None, (self.url, self.variant)))


def open_drawer(page: Page) -> None:
    page.locator("[data-opener-id-value=notifications-drawer]:visible").first.click()
    page.locator("#notifications-drawer-body li").first.wait_for()


def open_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("[role=option]").first.wait_for()


def open_menu(page: Page) -> None:
    if page.evaluate("innerWidth") < 760:
        page.get_by_role("button", name="Menu").click()
    page.locator("[popovertarget=me]").click()


def open_export(page: Page) -> None:
    page.locator("[popovertarget=export]").click()


def open_micro(page: Page) -> None:
    page.locator("#micro > summary").click()


CALENDAR = "#main .chip"
OF_A_BRAND = [
    Screen("home"),
    Screen("home", "of-a-writer", who=WRITER),
    Screen("home", "notifications", prepare=open_drawer),
    Screen("home", "palette", prepare=open_palette),
    Screen("home", "account", prepare=open_menu),
    Screen("first_steps"),
    Screen("notifications"),
    Screen("calendar", "month", "view=month", ready=CALENDAR),
    Screen("calendar", "week", "view=week", ready="#main:has(#calendar-load[data-live]) .chip"),
    Screen("calendar", "list", "view=list"),
    Screen("calendar", "board", "view=board"),
    Screen("calendar_import"),
    Screen("calendar_import_task", "columns", of={"import_id": "columns"}),
    Screen("calendar_import_task", "report", of={"import_id": "report"}),
    Screen("calendar_feeds"),
    Screen("moments"),
    Screen("moment_new"),
    Screen("moment"),
    Screen("posts"),
    Screen("posts", "none-found", "q=xylophone"),
    Screen("new_post"),
    Screen("post"),
    Screen("post", "published", of={"post_id": "published"}),
    Screen("post", "sent-back", of={"post_id": "changes"}, who=WRITER),
    Screen("compose", of={"post_id": "draft"}, ready="[role=tab]"),
    Screen("compose", "of-a-poll", of={"post_id": "poll"}, ready="[role=tab]"),
    Screen("review_post"),
    Screen("post_history"),
    Screen("media"),
    Screen("asset"),
    Screen("deliveries"),
    Screen("deliveries", "trouble", "view=trouble"),
    Screen("deliveries", "by-hand", "view=by-hand"),
    Screen("deliveries", "all", "view=all"),
    Screen("delivery"),
    Screen("delivery", "trouble", of={"delivery_id": "needs_person"}),
    Screen("delivery", "refused", of={"delivery_id": "rejected"}),
    Screen("delivery", "by-hand", of={"delivery_id": "assisted"}),
    Screen("inbox"),
    Screen("inbox", "none-found", "q=xylophone"),
    Screen("conversation"),
    Screen("conversation", "closed", of={"conversation_id": "closed"}),
    Screen("conversation", "negative", of={"conversation_id": "negative"}, prepare=open_micro),
    Screen("saved_replies"),
    Screen("saved_reply_new"),
    Screen("saved_reply"),
    Screen("answer_goal"),
    Screen("alerts"),
    Screen("alerts", "none-found", "kind=negativity&state=waiting"),
    Screen("alert"),
    Screen("alert", "of-a-silence", of={"alert_id": "silence"}),
    Screen("watches"),
    Screen("watch"),
    Screen("alert_hours"),
    Screen("channels"),
    Screen("new_channel"),
    Screen("channel"),
    Screen("crises"),
    Screen("new_crisis"),
    Screen("crisis"),
    Screen("crisis", "over", of={"crisis_id": "closed"}),
    Screen("crisis_closing"),
    Screen("crisis_report", of={"crisis_id": "closed"}),
    Screen("playbooks"),
    Screen("playbook"),
    Screen("statements"),
    Screen("new_statement"),
    Screen("statement"),
    Screen("crisis_scale"),
    Screen("lessons"),
    Screen("people"),
    Screen("people", "none-found", "q=xylophone"),
    Screen("contact"),
    Screen("contact_erasure"),
    Screen("spaces"),
    Screen("connect_space"),
    Screen("connect_network"),
    Screen("connect_network", "by-hand", of={"network": "assisted"}),
    Screen("space"),
    Screen("space", "to-reconnect", of={"space_id": "needs_reconnect"}),
    Screen("edit_space"),
    Screen("reconnect_space", of={"space_id": "needs_reconnect"}),
    Screen("remove_space"),
    Screen("sources"),
    Screen("sources", "none-found", "q=xylophone"),
    Screen("new_source"),
    Screen("new_search"),
    Screen("new_stream"),
    Screen("places"),
    Screen("new_open_search"),
    Screen("new_page"),
    Screen("source"),
    Screen("source_list"),
    Screen("source_list_report"),
    Screen("archives"),
    Screen("archive", "columns", of={"archive_id": "columns"}),
    Screen("archive", "report", of={"archive_id": "report"}),
    *(Screen("archive", each, of={"archive_id": each}) for each in ("parquet-columns", "parquet-report") if parquet.available()),
    Screen("objectives"),
    Screen("new_objective", "kind"),
    Screen("new_objective", "form", "kind=traffic"),
    Screen("objective"),
    Screen("change_objective"),
    Screen("personas"),
    Screen("new_persona"),
    Screen("persona"),
    Screen("campaigns"),
    Screen("new_campaign"),
    Screen("campaign"),
    Screen("listening", ready=".plot svg"),
    Screen("listening", "export", ready=".plot svg", prepare=open_export),
    Screen("understanding"),
    Screen("care"),
    Screen("listening_setup"),
    Screen("mentions"),
    Screen("mentions", "export", prepare=open_export),
    Screen("mentions", "unreadable", "q=(lampe"),
    Screen("mentions", "none-found", "q=xylophone"),
    Screen("query", ready="#main:has(.mentions):has(.world) .plot svg"),
    Screen("query", "export", ready=".plot svg", prepare=open_export),
    Screen(
        "query",
        "against-a-year-before",
        "against=year&marks=note&marks=moment&marks=post",
        ready="#main:has(.mentions):has(.world) .plot svg",
    ),
    Screen("mention"),
    Screen("author_erasure"),
    Screen("follow_ups"),
    Screen("follow_ups", "questions", "tab=question"),
    Screen("follow_ups", "done", "tab=done"),
    Screen("annotations"),
    Screen("retention"),
    Screen("saved_views"),
    Screen("export"),
    Screen("exports"),
    Screen("digest"),
    Screen("digest", "weekly", "rhythm=weekly"),
    Screen("opportunities", ready="#main:has(.rows)"),
    Screen("new_query", "tried", "text=lampe"),
    Screen("new_query", "wrong", "text=lampe+AND"),
    Screen("change_query"),
    Screen("query_import"),
    Screen("mentions", "ignored", "ignored=1"),
    Screen("rules"),
    Screen("new_rule", "tried", "text=lampe"),
    Screen("change_rule"),
    Screen("rule_task"),
    Screen("results", ready=".charts .plot"),
    Screen("results_posts"),
    Screen("reports"),
    Screen("new_report"),
    Screen("new_report_schedule"),
    Screen("report"),
    Screen("links"),
    Screen("new_link"),
    Screen("link"),
    Screen("sites"),
    Screen("team"),
    Screen("settings"),
    Screen("settings", "of-a-writer", who=WRITER, status=403),
    Screen("tokens"),
    Screen("webhooks"),
    Screen("new_webhook"),
    Screen("webhook"),
    Screen("webhook_message"),
    Screen("audit"),
]
ACCOUNTS = [
    Screen("account_login", who=NOBODY),
    Screen("account_signup", who=NOBODY),
    Screen("account_inactive", who=NOBODY),
    Screen("account_reset_password", who=NOBODY),
    Screen("account_reset_password_done", who=NOBODY),
    Screen("account_reset_password_from_key", who=NOBODY),
    Screen("account_reset_password_from_key", "stale", who=NOBODY, of={"uidb36": "1", "key": "stale"}),
    Screen("account_reset_password_from_key_done", who=NOBODY),
    Screen("account_confirm_email", who=NOBODY),
    Screen("account_email_verification_sent", who=NOBODY),
    Screen("account_logout"),
    Screen("account_reauthenticate"),
    Screen("account_email"),
    Screen("account_change_password", who=NEWCOMER),
    Screen("account_set_password"),
    Screen("mfa_index"),
    Screen("mfa_index", "protected", who=CLIENT),
    Screen("mfa_reauthenticate", who=CLIENT),
    Screen("mfa_activate_totp"),
    Screen("mfa_deactivate_totp", who=CLIENT),
    Screen("mfa_view_recovery_codes", who=CLIENT),
    Screen("mfa_generate_recovery_codes", who=CLIENT),
    Screen("mfa_list_webauthn", who=CLIENT),
    Screen("mfa_add_webauthn"),
    Screen("mfa_remove_webauthn", who=CLIENT),
    Screen("mfa_edit_webauthn", who=CLIENT),
    Screen("usersessions_list"),
    Screen("profile"),
    Screen("two_factor_needed"),
    Screen("new_brand", who=NEWCOMER),
]
PUBLIC = [
    Screen("invitation", who=NOBODY),
    Screen("invitation", "unknown", who=NOBODY, of={"token": "unknown"}, status=404),
    Screen("invitation_waiting", who=NEWCOMER, ready="h1, h2"),
    Screen("guest_review", who=NOBODY),
    Screen("guest_review", "closed", who=NOBODY, of={"token": "unknown"}, status=404),
    Screen("guest_report", who=NOBODY),
    Screen("digest_leaving", who=NOBODY),
    Screen("follow_link", "closed", who=NOBODY, of={"code": "unknown"}, status=404),
    Screen("api_reference", who=NOBODY),
]
# The pages of `tests.browser.broken_urls`, which break on purpose.
BROKEN = [Screen("broken", str(status), of={"status": status}, status=status) for status in (400, 403, 404, 413, 429, 500, 507)]
BROKEN.append(Screen("broken", "csrf", of={"status": 4030}, status=403))
BROKEN.append(Screen("no_brand", who=NOBODY))
# The same list with nothing in it, as on the first day.
EMPTY = [
    Screen(url, "empty", query, who=NEWCOMER)
    for url, query in [
        ("home", ""), ("first_steps", ""), ("notifications", ""), ("calendar", "view=month"), ("calendar", "view=list"),
        ("calendar", "view=board"),
        ("calendar_feeds", ""), ("moments", ""), ("posts", ""), ("new_post", ""), ("media", ""), ("deliveries", ""), ("inbox", ""),
        ("saved_replies", ""), ("people", ""), ("spaces", ""), ("sources", ""),
        ("follow_ups", ""), ("digest", ""), ("opportunities", ""), ("saved_views", ""), ("annotations", ""),
        ("objectives", ""), ("personas", ""), ("campaigns", ""), ("results", ""),
        ("alerts", ""), ("watches", ""), ("rules", ""), ("channels", ""), ("crises", ""), ("playbooks", ""), ("statements", ""),
        ("lessons", ""),
        ("results_posts", ""), ("reports", ""), ("links", ""), ("sites", ""), ("team", ""), ("tokens", ""), ("webhooks", ""), ("audit", ""),
    ]
]  # fmt: skip
SCREENS = [*OF_A_BRAND, *ACCOUNTS, *PUBLIC, *BROKEN, *EMPTY]

# Addresses that answer to GET with something else than a screen.
NOT_SCREENS = {
    "front_door": "sends on",
    "brand": "sends on",
    "guest": "another name of guest_review",
    "health": "for machines",
    "styleguide": "tests/browser/test_interface_kit.py",
    "mfa_authenticate": "tests/browser/test_accounts.py: it needs a sign-in half done",
    "mfa_reauthenticate_webauthn": "needs a device; the same page as mfa_reauthenticate",
    "mfa_login_webauthn": "data for a script",
    "mfa_download_recovery_codes": "a file",
    "account_confirm_login_code": "codes by e-mail are off",
    "delete_account": "an act; its question is on the profile",
    "guest_decision": "an act",
    "moment_post": "sends on",
    "query_watch": "sends on",
    "calendar_move": "a part: the dialog of tests/browser/test_calendar.py",
    "live": "a stream",
    "hub": "for machines",
    "palette": "a part, seen on home-palette",
    "compose_side": "a part of the composer",
    "calendar_days": "data for a script",
    "calendar_hints": "data for a script",
    "calendar_load": "a part, seen on calendar-week",
    "mentions_csv": "a file",
    "query_latest": "a part, seen on query",
    "query_topics": "a part, seen on query",
    "query_places": "a part, seen on query",
    "query_stories": "a part, seen on query",
    "opportunities_rising": "a part, seen on opportunities",
    "saved_view": "sends on",
    "export_file": "a file",
    "figures_export": "a file",
    "overview_export": "a file",
    "results_best": "a part, seen on results",
    "results_charts": "a part, seen on results",
    "calendar_csv": "a file",
    "calendar_xlsx": "a file",
    "calendar_import_refusals": "a file",
    "links_export": "a file",
    "sources_opml": "a file",
    "archive_refusals": "a file",
    "link_qr": "a picture",
    "report_file": "a file",
    "guest_report_file": "a file",
    "guest_file": "a file",
    "asset_thumbnail": "a picture",
    "results_csv": "a file",
    "results_xlsx": "a file",
    "export_audit": "a file",
    "contact_export": "a file",
    "calendar_feed": "a file",
    "media_file": "a file",
    "conversion_snippet": "a script",
    "convert": "a picture",
    "client_document": "data for a network",
    "oauth_return": "sends on, from a network",
}
