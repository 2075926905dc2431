"""Built files, in front of the application."""

import json

from django.conf import settings

from diapason.core.static_files import serve_static


async def behind(scope, receive, send):
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"the application"})


async def ask(path, method="GET"):
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": [], "query_string": b""}
    await serve_static(behind)(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


async def test_a_built_file_is_answered_and_kept_for_ever():
    built = json.loads((settings.BUILD_DIR / "static" / "manifest.json").read_text())["app.css"]
    status, headers, body = await ask(f"/static/{built}")
    assert (status, headers["x-content-type-options"]) == (200, "nosniff")
    assert "immutable" in headers["cache-control"]
    assert body == (settings.BUILD_DIR / "static" / built).read_bytes()


async def test_a_file_without_a_hash_in_its_name_is_asked_for_again():
    status, headers, _body = await ask("/static/django_htmx/htmx-4.min.js")
    assert status == 200
    assert "immutable" not in headers["cache-control"]


async def test_anything_else_is_for_the_application():
    for path in ("/", "/static/", "/static/nothing.js", "/static/../manage.py", "/static/%2e%2e/manage.py"):
        assert (await ask(path))[0] == 418


async def test_nobody_writes_to_a_built_file():
    assert (await ask("/static/django_htmx/htmx-4.min.js", "POST"))[0] == 405
