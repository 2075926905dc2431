import pytest

from diapason.core.addresses import client_ip


@pytest.mark.parametrize(
    ("hops", "forwarded", "found"),
    [
        (0, "6.6.6.6", "10.0.0.1"),  # no proxy of ours: the header is the client's own word
        (1, "", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),  # what the client wrote before our proxy does not count
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.1"),  # somebody came past one of the proxies
        (1, "203.0.113.7:4431", "203.0.113.7"),
        (1, "[2001:db8::7]:4431", "2001:db8::7"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "not an address", "10.0.0.1"),
    ],
)
def test_only_the_hops_of_our_own_proxies_are_believed(rf, settings, hops, forwarded, found):
    settings.PROXY_HOPS = hops
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.1")
    assert client_ip(request) == found


def test_a_unix_socket_has_no_address(rf, settings):
    settings.PROXY_HOPS = 0
    assert client_ip(rf.get("/", REMOTE_ADDR="")) == "127.0.0.1"
