"""Software that nobody here wrote, installed and started on loopback, so that connectors meet the real thing.

    python -m tests.servers install [NAME...]   install into the cache folder (slow, once)
    python -m tests.servers check               which are installed
    python -m tests.servers start NAME          run one until Ctrl-C; the first line printed is its addresses as JSON

One module per server, each with the same three names: `install(progress)`, `installed()` and `start()`, a context
manager that yields a frozen dataclass holding what a connector needs: addresses, accounts, passwords, tokens.
`fixtures.py` offers them to pytest, and skips where a server is not installed.

Servers are kept outside the checkout, in `$DIAPASON_TEST_CACHE` (`~/.cache/diapason/servers`), one folder per name and
version. Nothing here imports Django, and nothing of theirs enters the product's requirements.
"""
