"""The product file: what it may say, and what each mistake in it is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.certification.certifying import begin
from harness.certification.product import LARGEST, read_product
from harness.errors import ConfigurationError
from harness.project import ROOT
from harness.qualification.telling import suite_digest
from harness.settings import read_settings
from tests.harness.certification_bench import PRODUCT


def written(folder: Path, text: str | bytes = PRODUCT) -> Path:
    path = folder / "shop.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_says_who_what_and_in_which_version(tmp_path: Path) -> None:
    product = read_product(
        written(tmp_path, PRODUCT.replace("[connector]", 'contact = "qa@acme.example"\n[connector]'))
    )
    assert (product.vendor, product.name, product.version) == ("Acme", "Shop", "7.4")
    assert (product.connector, product.contact) == ("4.0.51", "qa@acme.example")
    assert (product.tester, product.organisation) == ("Q. A. Engineer", "Acme Quality")
    assert str(product) == "Acme Shop 7.4, connector 4.0.51"


def test_the_one_in_the_readme_is_right(tmp_path: Path) -> None:
    example = next(
        block
        for block in (ROOT / "README.md").read_text(encoding="utf-8").split("```")
        if block.startswith("toml\n[product]")
    )
    assert read_product(written(tmp_path, example.removeprefix("toml\n"))).name == "Acme Shop"


def test_a_contact_may_be_left_out(tmp_path: Path) -> None:
    path = written(tmp_path)
    product = read_product(path)
    assert (product.contact, product.text) == ("", path.read_bytes())


@pytest.mark.parametrize(
    ("text", "field", "found"),
    [
        (PRODUCT.replace('name = "Shop"\n', ""), "shop.toml, product.name", "it is missing"),
        (PRODUCT.replace('"4.0.51"', '" "'), "shop.toml, connector.version", "it is empty"),
        (PRODUCT.replace('"4.0.51"', "4.0"), "shop.toml, connector.version", "4.0 is not text"),
        (PRODUCT.replace('"Acme"', r'"Ac\nme"'), "shop.toml, product.vendor", "is more than a line of text"),
        (PRODUCT.replace("organisation", "company"), "shop.toml, tested_by.company", "there is no such entry"),
        (PRODUCT.partition("[tested_by]")[0], "shop.toml, tested_by.name", "it is missing"),
        (PRODUCT + "[shop]\n", "shop.toml, [shop]", "there is no such section"),
        ('product = "Shop"\n', "shop.toml, product", "'Shop' is not a section"),
        ("[product\n", "--product", "shop.toml is not valid TOML"),
        (b"\xff\xfe", "--product", "shop.toml is not text in UTF-8"),
        ("#" * (LARGEST + 1), "--product", f"shop.toml has more than {LARGEST} bytes"),
        ("", "shop.toml, product.vendor", "it is missing"),
    ],
    ids=[
        "no name",
        "empty",
        "number",
        "two lines",
        "unknown entry",
        "no tester",
        "unknown section",
        "no section",
        "no TOML",
        "other text",
        "endless",
        "nothing",
    ],
)
def test_a_mistake_is_told_in_the_words_of_the_file(tmp_path: Path, text: str | bytes, field: str, found: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_product(written(tmp_path, text))
    assert raised.value.field == field
    assert found in raised.value.found
    assert raised.value.remedy


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        read_product(tmp_path / "none.toml")


@pytest.mark.parametrize("level", ["smoke", "regression"])
def test_only_a_run_of_level_certification_makes_a_package(tmp_path: Path, level: str) -> None:
    given = {"product": str(written(tmp_path)), "level": level}
    assert begin(read_settings(given, {})) is None
    with pytest.raises(ConfigurationError):
        begin(read_settings({**given, "product": "none.toml"}, {}))


def test_a_certification_begins_with_what_the_run_is_judged_by(tmp_path: Path) -> None:
    target = tmp_path / "acme.toml"
    target.write_text("x", encoding="utf-8")
    given = {"level": "certification", "baseline": "liferay-4.0.x", "target": str(target)}
    begun = begin(read_settings({**given, "product": str(written(tmp_path))}, {}))
    assert begun is not None
    assert begun.product == read_product(tmp_path / "shop.toml")
    assert b"[[deviation]]" in (begun.baseline or b"")
    assert begun.suite == suite_digest()
    assert begun.target_file is not None
    assert begun.target_file.name == "acme.toml"
    alone = begin(read_settings({"level": "certification"}, {}))
    assert alone is not None
    assert (alone.product, alone.baseline, alone.target_file) == (None, None, None)


def test_a_file_that_is_gone_by_then_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"gone\.toml: it cannot be read"):
        begin(read_settings({"level": "certification", "target": str(tmp_path / "gone.toml")}, {}))
