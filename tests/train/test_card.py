"""The model card: what a reader of the hub and a lawyer must find on it."""

import re
import tomllib

import pytest

from rodedraad.train import card
from train.toy_task import shop, train


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("card")
    config = shop(folder, 'base_model = "maker/\\"big\\" model"\n')
    train(folder, config, "steps=3")
    return (folder / "model" / "card.md").read_text(encoding="utf-8")


def section(told, title):
    return told.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_front_matter_as_the_hub_reads_it(told):
    front = told.split("---\n")[1]
    assert told.startswith("---\nlanguage:\n- nl\n")
    assert 'license: "cc0-1.0"' in front
    assert 'pipeline_tag: "sentence-similarity"' in front
    assert r'base_model: "maker/\"big\" model"' in front


def test_the_data_table_names_origin_licence_and_counts(told):
    table = section(told, "Training data")
    assert "| **pairs** Invented pairs | own @ abc123 | CC0-1.0 | 4 | 0 | 1 | 3 |" in table
    assert "| **words**" in table
    assert "not stated" in table
    assert "not learned from: dev" in table


def test_the_leak_report_says_what_was_and_was_not_compared(told):
    leaks = section(told, "Leak check")
    assert "| pairs/pair | 1 | exam |" in leaks
    assert "exam (1 texts)" in leaks
    assert "single words: words" in leaks
    assert "**Not compared**" not in leaks


def test_the_recipe_is_the_resolved_configuration(told):
    recipe = tomllib.loads(re.search(r"```toml\n(.*?)```", section(told, "Recipe"), re.DOTALL)[1])
    assert (recipe["steps"], recipe["seed"], recipe["rows"]) == (3, 13, ["pairs"])
    assert "- words: 2" in told
    assert "numpy" in section(told, "Recipe")


def test_cost_limits_and_how_to_do_it_again(told):
    assert re.search(r"\d\.\d CPU minutes, \d\.\d minutes on the clock", section(told, "Cost"))
    assert "not measured" in section(told, "Cost")
    assert "- Knows nothing." in section(told, "Limits")
    assert "rodedraad train toy.toml --set steps=3" in section(told, "Training it again")


def test_one_block_is_left_for_the_figures(told):
    assert told.count(card.FIGURES_BEGIN) == told.count(card.FIGURES_END) == 1
    assert told.index(card.FIGURES_BEGIN) < told.index(card.FIGURES_END)


def test_without_a_test_set_the_card_says_that_nothing_was_checked(tmp_path):
    train(tmp_path, shop(tmp_path), "guard=[]")
    assert "nothing was checked" in (tmp_path / "model" / "card.md").read_text(encoding="utf-8")
