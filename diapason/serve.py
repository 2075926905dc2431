"""The web application of `bin/start`: it loads at once, and answers when it is told that the database is ready.

`python -m diapason.serve HOST PORT`, with a line on its input for the word to begin. A server of one's own needs none of this:
`uvicorn diapason.asgi:application`.
"""

import sys

import uvicorn

from diapason.asgi import application


def main(host: str, port: str) -> int:
    if not sys.stdin.readline():
        return 1  # whoever started it has ended
    uvicorn.run(application, host=host, port=int(port), access_log=False, log_level="warning", timeout_graceful_shutdown=3)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
