"""Three ClickHouse servers and their ZooKeeper, from Debian's packages: a cluster of two parts, the first of which is on two machines.

Debian's is of 2018 (18.16.1): what it takes, every later one takes. Each server may be killed and started again. The program is unpacked
into the cache folder: installing its package would bring a service.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from tests.servers import cache, processes

NAME = "clickhouse"
VERSION = "18.16.1"
CLUSTER, DATABASE = "mentions", "listening"
PARTS = ((0, 1), (2,))  # which nodes hold each part

_FILES = cache.HERE / "clickhouse"
_PACKAGES = ["clickhouse-common", "libzookeeper-java"]
_JAVA = "default-jre-headless"


@dataclass
class Node:
    number: int
    folder: Path
    http: int
    tcp: int
    between: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def part(self) -> int:
        return next(part for part, nodes in enumerate(PARTS) if self.number in nodes)

    def ask(self, sql: str) -> str:
        """Raises httpx2.HTTPStatusError with what the server said."""
        answer = httpx2.post(f"http://127.0.0.1:{self.http}/", params={"database": DATABASE}, content=sql.encode(), timeout=60)
        answer.raise_for_status()
        return answer.text

    def count(self, table: str) -> int:
        return int(self.ask(f"SELECT count() FROM {table}_local FINAL"))  # noqa: S608 - our own tables

    def kill(self) -> None:
        """As SIGKILL does: nothing is tidied up."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@dataclass
class Cluster:
    nodes: list[Node]
    keeper: int
    watch: int
    log: Path
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = f"clickhouse://127.0.0.1:{self.nodes[0].http}/{DATABASE}?cluster={CLUSTER}&replicated=yes"

    def clear(self) -> None:
        """Its tables are empty, on the machines that hold the same as well."""
        for node in (self.nodes[nodes[0]] for nodes in PARTS):
            for table in node.ask("SHOW TABLES").split():
                if table.endswith("_local"):
                    _once_awake(node, f"TRUNCATE TABLE {table}")

    def start(self, node: Node, timeout: float = 60) -> None:
        with (node.folder / "log").open("ab") as out:
            node.process = subprocess.Popen(
                [str(program()), f"--config-file={node.folder / 'config.xml'}"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                process_group=self.watch,
            )
        until = time.monotonic() + timeout
        while not processes.answers(f"http://127.0.0.1:{node.http}/"):
            if node.process.poll() is not None or time.monotonic() > until:
                said = (node.folder / "log").read_text(errors="replace")[-3000:]
                raise processes.DidNotStart(f"ClickHouse {node.number} did not start\n{said}")
            time.sleep(0.1)


def _once_awake(node: Node, sql: str, seconds: float = 30) -> None:
    """A server that was started again refuses to write until ZooKeeper knows it again."""
    until = time.monotonic() + seconds
    while True:
        try:
            node.ask(sql)
            return
        except httpx2.HTTPStatusError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def program() -> Path:
    return cache.folder(NAME, VERSION) / "usr/sbin/clickhouse-server"


def installed() -> bool:
    return program().exists() and _libraries() and shutil.which("java") is not None


def install(progress: cache.Progress) -> None:
    """Libraries and Java (root only), then the program. Half a minute the first time, then nothing."""
    if not (_libraries() and shutil.which("java")):
        progress("installing ClickHouse's library and ZooKeeper")
        cache.apt_install([*_PACKAGES, *([] if shutil.which("java") else [_JAVA])])
    if installed():
        return
    progress("unpacking ClickHouse")
    with cache.fresh(cache.folder(NAME, VERSION)) as part:
        cache.run(["apt-get", "download", "-q", "clickhouse-server"], cwd=part)
        [package] = part.glob("*.deb")
        cache.run(["dpkg", "-x", package, part])
        package.unlink()


def _libraries() -> bool:
    return Path("/usr/share/java/zookeeper.jar").exists() and any(Path("/usr/lib").glob("*/libclickhouse.so.*"))


@contextmanager
def start() -> Iterator[Cluster]:
    """All of them, with an empty database; about ten seconds."""
    with processes.run_folder(NAME) as run, ExitStack() as ending:
        watch = ending.enter_context(processes.ending_with_us("-KILL 0"))
        keeper = processes.free_port()
        ending.enter_context(_zookeeper(run, keeper))
        ports = processes.free_port
        nodes = [Node(number, run / str(number), ports(), ports(), ports()) for number in range(3)]
        cluster = Cluster(nodes, keeper, watch, run / "log")
        for node in nodes:
            _configure(cluster, node)
            cluster.start(node)
        for node in nodes:
            httpx2.post(f"http://127.0.0.1:{node.http}/", content=f"CREATE DATABASE IF NOT EXISTS {DATABASE}").raise_for_status()
        yield cluster


@contextmanager
def _zookeeper(run: Path, port: int) -> Iterator[None]:
    (run / "zoo.cfg").write_text(
        f"tickTime=500\ndataDir={run / 'zookeeper'}\nclientPort={port}\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n"
    )
    place = ["-Xmx128m", "-cp", "/usr/share/java/*", "-Dzookeeper.forceSync=no"]  # it lives for one run
    main = "org.apache.zookeeper.server.ZooKeeperServerMain"
    with processes.running(
        ["java", *place, main, run / "zoo.cfg"], log=run / "zookeeper.log", ready=lambda: processes.accepts(port), timeout=60
    ):
        yield


def _configure(cluster: Cluster, node: Node) -> None:
    node.folder.mkdir()
    for name in ("data", "tmp", "formats"):
        (node.folder / name).mkdir()
    shutil.copy(_FILES / "users.xml", node.folder / "users.xml")
    shards = "".join(
        "<shard><internal_replication>true</internal_replication>"
        + "".join(f"<replica><host>127.0.0.1</host><port>{cluster.nodes[number].tcp}</port></replica>" for number in part)
        + "</shard>"
        for part in PARTS
    )
    given = {
        "folder": node.folder,
        "http": node.http,
        "tcp": node.tcp,
        "between": node.between,
        "keeper": cluster.keeper,
        "cluster": CLUSTER,
        "shards": shards,
        "part": node.part,
        "replica": node.number,
    }
    (node.folder / "config.xml").write_text((_FILES / "config.xml").read_text().format(**given))
