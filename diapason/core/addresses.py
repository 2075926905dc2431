"""Whose request it is, behind the reverse proxies of an installation."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The address of the client as our own outermost proxy saw it.

    Each proxy adds to X-Forwarded-For the peer it was called by, so that only the last `PROXY_HOPS` entries are ours;
    what stands before them is the client's word. With fewer entries somebody came past the proxies: the peer counts.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")  # a Unix socket has no address
    hops = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",") if entry.strip()]
    if not settings.PROXY_HOPS or len(hops) < settings.PROXY_HOPS:
        return peer
    return clean(hops[-settings.PROXY_HOPS]) or peer


def clean(entry: str) -> str:
    """The address of `203.0.113.7`, `203.0.113.7:4431`, `[2001:db8::7]:4431`; empty when it is none."""
    bare = entry[1:].partition("]")[0] if entry.startswith("[") else entry.partition(":")[0] if entry.count(":") == 1 else entry
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
