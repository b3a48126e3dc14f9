"""The configuration: extends, settings, every fault at once, and every key documented."""

from pathlib import Path

import pytest

from rodedraad import config, configdoc, resources
from rodedraad.errors import ConfigError

DOCS = Path(__file__).parents[1] / "docs"


def test_base_is_the_default():
    assert config.load().pseudonymise.names == "deduce"
    assert config.load("quick").pseudonymise.names == "rules"


def test_a_file_extends_a_profile_and_settings_come_last(tmp_path):
    path = tmp_path / "eigen.toml"
    path.write_text('extends = "quick"\n[cluster]\nmin_documents = 5\n', encoding="utf-8")
    loaded = config.load(path, ["cluster.resamples=7", "embed.model=lsa", 'ingest.languages=["nl","en"]'])
    assert loaded.cluster.min_documents == 5
    assert loaded.cluster.resamples == 7
    assert loaded.pseudonymise.names == "rules"
    assert loaded.ingest.languages == ["nl", "en"]


def test_every_fault_at_once_with_a_hint():
    with pytest.raises(ConfigError) as caught:
        config.load(settings=["cluster.min_documnts=4", "seed=x", "run.workers=-1", "ingest.other_languages=weg"])
    told = str(caught.value)
    assert "4 fout(en)" in told
    assert "Bedoelt u cluster.min_documents?" in told
    assert "moet een geheel getal zijn" in told
    assert "moet ten minste 0 zijn" in told
    assert "moet een van deze zijn" in told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('extends = "rond.toml"', "config_circle"),
        ("a = = 1", "config_unreadable"),
        ("\x00", "config_unreadable"),
        ('extends = "bestaat-niet"', "config_not_found"),
    ],
)
def test_unusable_files_say_what_is_wrong(tmp_path, content, code):
    path = tmp_path / "rond.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert caught.value.code == code
    assert ("bestaat-niet" if code == "config_not_found" else "rond.toml") in caught.value.where


@pytest.mark.parametrize("setting", ["zonder", "=5", ".a=1", "a..b=1"])
def test_malformed_settings(setting):
    with pytest.raises(ConfigError):
        config.load(settings=[setting])


def test_a_section_given_as_a_value():
    with pytest.raises(ConfigError, match="groep instellingen"):
        config.load(settings=["cluster=5"])


def test_every_key_has_a_meaning_and_is_in_the_docs():
    documented = (DOCS / "configuratie.md").read_text(encoding="utf-8")
    for key in list(configdoc.keys()):
        assert key.meaning, key.name
        assert f"`{key.name}`" in documented, key.name


def test_shipped_profiles_load():
    shipped = {path.stem: config.load(path) for path in resources.configs().glob("*.toml")}
    assert {"base", "quick"} <= set(shipped)
    assert shipped["quick"] != shipped["base"]
