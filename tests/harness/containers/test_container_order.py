"""What a target file orders of a container, and what each mistake in it is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.errors import ConfigurationError
from harness.targetfile import OrderInterface, TargetFile, read_target_file

ENVIRONMENT = {"ID": "the-client", "SECRET": "client-secret-value", "HANDED": "handed-secret-value"}
GOOD = """
[target]
name = "Acme"
kind = "container"
[target.container]
image = "acme/dxp:1"
lpkg = "connector.lpkg"
licence = "key.xml"
configs = "configs"
files = "home"
env = { OPTS = "-Xmx1g" }
env_from = ["HANDED"]
memory = "8g"
port = 8081
start_deadline = 900
network = "acme"
[target.site]
group = "Acme"
start_url = "/web/acme/catalog"
[target.auth]
client_id_env = "ID"
client_secret_env = "SECRET"
[target.orders]
url = "/orders"
shared_secret_env = "SECRET"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a target file, with all that it names."""
    for name in ("configs", "home", "none"):
        (tmp_path / name).mkdir()
    for name in ("connector.lpkg", "key.xml", "configs/b.config", "configs/a.config", "configs/readme"):
        (tmp_path / name).touch()
    return tmp_path


def read(folder: Path, text: str) -> TargetFile:
    path = folder / "acme.toml"
    path.write_text(text, encoding="utf-8")
    return read_target_file(path, ENVIRONMENT)


def test_everything_a_container_can_be_given(folder: Path) -> None:
    file = read(folder, GOOD)
    order = file.container
    assert order is not None
    assert order.deployed == (folder / "connector.lpkg", folder / "key.xml")
    assert order.configs == (folder / "configs" / "a.config", folder / "configs" / "b.config")
    assert order.files == folder / "home"
    assert order.environment == {"OPTS": "-Xmx1g", "HANDED": "handed-secret-value"}
    assert (order.image, order.memory, order.port) == ("acme/dxp:1", "8g", 8081)
    assert (order.start_deadline, order.network, order.brings_connector) == (900, "acme", True)
    assert (file.url, file.start_url, file.bind) == ("", "/web/acme/catalog", "")
    assert file.orders == OrderInterface("/orders", "client-secret-value")
    assert "handed-secret-value" in file.secrets()
    assert "handed-secret-value" not in repr(file)


def test_an_image_is_enough(folder: Path) -> None:
    begin, end = GOOD.index("lpkg ="), GOOD.index("[target.site]")
    order = read(folder, GOOD[:begin] + GOOD[end:]).container
    assert order is not None
    assert (order.deployed, order.configs, order.files, order.memory) == ((), (), None, "")
    assert (order.port, order.start_deadline, order.brings_connector) == (8080, 600, False)


@pytest.mark.parametrize(
    ("line", "replacement", "field", "found"),
    [
        ('image = "acme/dxp:1"', "", "target.container.image", "it is missing"),
        ('image = "acme/dxp:1"', 'image = ""', "target.container.image", "it is empty"),
        ('lpkg = "connector.lpkg"', 'lpkg = "gone.lpkg"', "target.container.lpkg", "there is no file 'gone.lpkg'"),
        ('lpkg = "connector.lpkg"', 'lpkg = "key.xml"', "target.container.lpkg", "'key.xml' is no LPKG"),
        ('licence = "key.xml"', 'licence = "gone"', "target.container.licence", "there is no file 'gone'"),
        ('configs = "configs"', 'configs = "gone"', "target.container.configs", "there is no folder 'gone'"),
        ('configs = "configs"', 'configs = "none"', "target.container.configs", "no .config file is in none"),
        ('files = "home"', 'files = "key.xml"', "target.container.files", "there is no folder 'key.xml'"),
        ('env = { OPTS = "-Xmx1g" }', "env = { OPTS = 1 }", "target.container.env", "OPTS is 1, which is not text"),
        ('env = { OPTS = "-Xmx1g" }', 'env = "OPTS"', "target.container.env", "'OPTS' is no table"),
        ('env = { OPTS = "-Xmx1g" }', 'env = { HANDED = "x" }', "target.container.env_from", "HANDED stands in env"),
        ('env_from = ["HANDED"]', 'env_from = ["UNSET"]', "target.container.env_from", "UNSET is not set"),
        ('memory = "8g"', 'memory = "lots"', "target.container.memory", "'lots' is no amount of memory"),
        ("port = 8081", "port = 0", "target.container.port", "0 is no whole number above 0"),
        ("port = 8081", "port = true", "target.container.port", "True is no whole number above 0"),
        ("start_deadline = 900", 'start_deadline = "9"', "target.container.start_deadline", "'9' is no whole number"),
        ('network = "acme"', "network = 1", "target.container.network", "1 is not text"),
        ('network = "acme"', 'net = "acme"', "target.container.net", "there is no such entry"),
        ('start_url = "/web/acme/catalog"', 'start_url = "web"', "target.site.start_url", "neither a path nor a web"),
        ('start_url = "/web/acme/catalog"', 'start_url = "//x/y"', "target.site.start_url", "neither a path nor a web"),
        ('kind = "container"', 'kind = "live"\nurl = "http://x"', "target.container", "the target is live"),
        ("[target.orders]", '[target.console]\nlog = "key.xml"\n[target.orders]', "target.console", "its own log"),
    ],
)
def test_each_mistake_is_told_with_its_place(folder: Path, line: str, replacement: str, field: str, found: str) -> None:
    assert line in GOOD
    with pytest.raises(ConfigurationError) as caught:
        read(folder, GOOD.replace(line, replacement))
    assert caught.value.field.removeprefix("acme.toml, ") == field
    assert found in caught.value.found
    assert caught.value.remedy.endswith(".")
