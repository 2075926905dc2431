"""WordPress from Debian's package, on MariaDB, served by PHP's own web server.

The package is unpacked into the cache folder rather than installed: installing it would bring and start a web server.
A run copies the site, so that nothing of one run is seen by the next.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx2

from tests.servers import cache, processes

NAME = "wordpress"
VERSION = "6.1.9"

_FILES = cache.HERE / "wordpress"
_UNPACKED = [
    "wordpress",
    "wordpress-theme-twentytwentythree",
    "libjs-cropper",
    "libjs-prototype",
    "libjs-scriptaculous",
    "libjs-underscore",
    "php-getid3",
]
# mariadb-server-core holds the program without the service that mariadb-server would start; its mariadb-install-db calls a program of
# mariadb-client-core, on which it does not depend.
_INSTALLED = ["php-cli", "php-mysql", "php-gd", "php-curl", "php-mbstring", "php-xml", "mariadb-server-core", "mariadb-client-core"]
_EXTENSIONS = ("mysqli", "gd", "curl", "mbstring", "dom")
_PEOPLE = {
    "camille": ("administrator", "Camille opens the site"),
    "yanis": ("author", "Yanis writes for the site"),
    "olga": ("subscriber", "Olga only reads the site"),
}


@dataclass(frozen=True)
class User:
    """Someone of the site. `app_password` holds spaces, as WordPress shows it; it goes with `login` in Basic auth."""

    id: int
    login: str
    role: str
    password: str
    app_password: str


@dataclass(frozen=True)
class WordPress:
    """A running site. Comments of strangers are held until somebody approves them."""

    url: str
    version: str
    log: Path
    admin: User
    author: User
    subscriber: User
    _strangers: Iterator[int] = field(default_factory=lambda: count(2), repr=False)

    @property
    def api(self) -> str:
        """The root of the REST API, without a final slash."""
        return f"{self.url}/wp-json"

    def comment(self, post: int, text: str, name: str = "Visiteuse", email: str = "visiteuse@example.test") -> int:
        """Comment on a published post as a stranger would, through the site's form; return the comment's number.

        Each call comes from another address of loopback and mailbox, since a second comment from the same one within
        15 seconds is refused (429).
        """
        stranger = next(self._strangers)
        address = f"127.0.{stranger // 250}.{stranger % 250 + 1}"
        form = {"comment_post_ID": str(post), "comment": text, "author": name, "email": f"{stranger}.{email}"}
        with httpx2.Client(transport=httpx2.HTTPTransport(local_address=address)) as client:
            answer = client.post(f"{self.url}/wp-comments-post.php", data=form)
        found = re.search(r"#comment-(\d+)", answer.headers.get("location", ""))
        if answer.status_code != 302 or found is None:
            raise AssertionError(f"the comment was refused: {answer.status_code} {answer.text[:300]}")
        return int(found[1])

    def approve(self, comment: int) -> None:
        """Let a held comment appear, as the administrator."""
        auth = (self.admin.login, self.admin.app_password)
        httpx2.post(f"{self.api}/wp/v2/comments/{comment}", auth=auth, json={"status": "approved"}).raise_for_status()


def site() -> Path:
    """The unpacked site that every run copies."""
    return cache.folder(NAME, VERSION) / "site"


def installed() -> bool:
    """Whether the site is unpacked and the programs that serve it are there."""
    return (site() / "wp-includes/version.php").exists() and _programs_present()


def install(progress: cache.Progress) -> None:
    """Install the programs (root only) and unpack the site. About two minutes the first time, then nothing."""
    if not _programs_present():
        progress("installing PHP and MariaDB")
        cache.apt_install(_INSTALLED)
    if installed():
        return
    progress("unpacking WordPress")
    with cache.fresh(cache.folder(NAME, VERSION)) as part:
        _unpack(part)
        found = _version(part / "site")
    if found != VERSION:
        progress(f"this system's WordPress is {found}; the tests were written against {VERSION}")


@contextmanager
def start() -> Iterator[WordPress]:
    """Run a new, empty site with three users until the block ends."""
    with processes.run_folder(NAME) as run:
        log, socket, url = (run / "log", run / "db.sock", f"http://127.0.0.1:{processes.free_port()}")
        env = {"DIAPASON_WP_SOCKET": str(socket), "DIAPASON_WP_URL": url, "PHP_CLI_SERVER_WORKERS": "3"}
        shutil.copytree(site(), run / "site")
        with _database(run, socket, log):
            users = _set_up(run / "site", env)
            with processes.running(
                # Mail goes nowhere; the web server's workers let the site call itself, as its scheduler does.
                ["php", "-d", "sendmail_path=/bin/true", "-S", url.removeprefix("http://"), "-t", run / "site"],
                log=log,
                ready=lambda: processes.answers(f"{url}/wp-json/"),
                timeout=60,
                env=env,
            ):
                yield WordPress(url, _version(run / "site"), log, *users)


@contextmanager
def _database(run: Path, socket: Path, log: Path) -> Iterator[None]:
    data, first = run / "db", run / "first.sql"
    first.write_text("CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;\n")
    user = f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}"
    place = ["--no-defaults", user, f"--datadir={data}", "--innodb-log-file-size=4M"]
    cache.run(["mariadb-install-db", *place, "--skip-test-db", "--auth-root-authentication-method=normal"])
    reach = [f"--socket={socket}", "--skip-networking", f"--init-file={first}", f"--pid-file={run / 'db.pid'}"]
    # Durability is of no use to a database that lives for one test run.
    light = ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--skip-log-bin"]
    with processes.running([_mariadbd() or "mariadbd", *place, *reach, *light], log=log, ready=socket.exists, timeout=60):
        yield


def _set_up(folder: Path, env: dict[str, str]) -> tuple[User, User, User]:
    """Install the site and make its people; return the administrator, the author and the subscriber."""
    done = subprocess.run(
        ["php", "-d", "sendmail_path=/bin/true", _FILES / "setup.php", folder, json.dumps(_PEOPLE)],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise processes.DidNotStart(f"setup.php ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    made = json.loads(done.stdout.splitlines()[-1])
    admin, author, subscriber = (
        User(made[login]["id"], login, role, password, made[login]["app_password"]) for login, (role, password) in _PEOPLE.items()
    )
    return admin, author, subscriber


def _unpack(part: Path) -> None:
    """Download the packages, unpack them together, keep the site with its links followed."""
    debs, root = part / "debs", part / "root"
    debs.mkdir()
    cache.run(["apt-get", "download", "-q", *_UNPACKED], cwd=debs)
    for deb in sorted(debs.glob("*.deb")):
        cache.run(["dpkg", "-x", deb, root])
    shutil.copytree(root / "usr/share/wordpress", part / "site", ignore_dangling_symlinks=True)
    shutil.copy(_FILES / "wp-config.php", part / "site/wp-config.php")
    shutil.rmtree(debs)
    shutil.rmtree(root)


def _version(folder: Path) -> str:
    found = re.search(r"\$wp_version = '([^']+)'", (folder / "wp-includes/version.php").read_text())
    return found[1] if found else "unknown"


def _mariadbd() -> str | None:
    return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _programs_present() -> bool:
    if not (_mariadbd() and all(map(shutil.which, ("mariadb-install-db", "my_print_defaults", "php")))):
        return False
    wanted = " && ".join(f"extension_loaded('{name}')" for name in _EXTENSIONS)
    return subprocess.run(["php", "-r", f"exit({wanted} ? 0 : 1);"], check=False).returncode == 0
