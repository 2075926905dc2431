"""Settings from the environment, each declared once with its meaning.

`DIAPASON_X` may also be given as `DIAPASON_X_FILE`, the path of a file that holds the value (for secrets mounted by
a container or systemd). The declarations are kept, so that the documentation can be tested against them.
"""

import os
from dataclasses import dataclass
from pathlib import Path


class SettingError(Exception):
    """A setting of the environment that cannot be read; the message names it and says the cure."""


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    help: str
    secret: bool = False


declared: dict[str, Setting] = {}


def text(name: str, default: str = "", *, help: str, secret: bool = False) -> str:
    declared[name] = Setting(name, default, help, secret)
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return os.environ.get(name, default).strip()


def boolean(name: str, default: bool = False, *, help: str) -> bool:
    value = text(name, "yes" if default else "no", help=help).lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise SettingError(f"{name} is {value!r}; write yes or no.")


def integer(name: str, default: int, *, help: str) -> int:
    value = text(name, str(default), help=help)
    try:
        return int(value)
    except ValueError:
        raise SettingError(f"{name} is {value!r}; write a whole number.") from None


def words(name: str, default: str = "", *, help: str) -> list[str]:
    """A list separated by commas or spaces."""
    return text(name, default, help=help).replace(",", " ").split()
