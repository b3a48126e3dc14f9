# De hele werkwijze op één scherm. Zonder make: zie README.md.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RESULTS := benchmarks/results
MODELS := nl-mini nl-static nl-syntax tfidf lsa all-minilm-l6-v2
JUDGES := nl-lens indicators tfidf+lr nl-static+lr nl-mini+lr

HELD_OUT := ["los","incidentmelding","leerverhaal","klachtuitspraak","interviewverslag"]

.PHONY: demo test axe install lint bench docs clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(STAMP)
	$(BIN)/rodedraad run corpora/demo --out runs/demo || test $$? -eq 3

test: $(STAMP) axe
	$(BIN)/python -m pytest -n auto --dist loadfile

# axe-core (MPL-2.0) keurt de bladen van het rapport; alleen voor de tests. package-lock.json legt versie en controlegetal vast.
axe:
	cd tests/axe && { test node_modules/.package-lock.json -nt package-lock.json || npm ci --ignore-scripts --no-audit --no-fund \
	  || echo "axe-core is niet opgehaald: de tests ermee slaan over"; }

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# De cijfers van docs/quality.md. Wat openbare sets nodig heeft, blijft zonder ../shared/data zoals het was; archetypes.json ook zonder BERTopic
# (extra [bench]). Andere startgetallen (results/seeds) zijn losse trainingen: zie docs/quality.md, Other seeds.
bench: $(STAMP)
	$(BIN)/python benchmarks/segment.py > $(RESULTS)/segment.txt
	$(BIN)/python benchmarks/pseudonymise.py > $(RESULTS)/pseudonymise.txt
	$(BIN)/python benchmarks/lens_demo.py --samples 0 > $(RESULTS)/lens_demo.txt
	$(BIN)/python benchmarks/lens_demo.py --samples 0 --read nl-lens > $(RESULTS)/lens_read.txt
	$(BIN)/python benchmarks/cluster_demo.py > $(RESULTS)/cluster_guided.txt
	$(BIN)/python benchmarks/cluster_demo.py demo > $(RESULTS)/cluster_demo.txt
	test ! -d ../shared/data || $(BIN)/python benchmarks/cluster_demo.py labels > $(RESULTS)/cluster_labels.txt
	test ! -d ../shared/data || $(BIN)/python benchmarks/cluster_demo.py scale > $(RESULTS)/cluster_scale.txt
	test ! -d ../shared/data || ! $(BIN)/python -c 'import bertopic' 2>/dev/null || $(BIN)/python benchmarks/archetypes.py
	test ! -d ../shared/data || $(BIN)/rodedraad evaluate $(MODELS:%=--model %) --data ../shared/data --results $(RESULTS)/models
	$(BIN)/rodedraad corpus check gold > $(RESULTS)/corpus.txt
	$(BIN)/rodedraad evaluate $(JUDGES:%=--model %) --task gold --results $(RESULTS)/models
	$(BIN)/python benchmarks/lens_parts.py > $(RESULTS)/lens_parts.txt
	$(BIN)/python benchmarks/learning_curve.py > $(RESULTS)/learning_curve.txt
	$(BIN)/rodedraad train lens --set id=narratives --set status=experiment --set 'without_styles=["los"]' --out runs/narratives
	$(BIN)/rodedraad train lens --set id=held-out --set status=experiment --set 'without_styles=$(HELD_OUT)' --out runs/held-out
	$(BIN)/python benchmarks/styles.py --model runs/held-out --beside runs/narratives > $(RESULTS)/styles.txt
	$(BIN)/python benchmarks/lens_errors.py > $(RESULTS)/lens_errors.txt
	test ! -d ../shared/data || $(BIN)/python benchmarks/factors.py > $(RESULTS)/factors.txt
	$(BIN)/python benchmarks/rerun.py > $(RESULTS)/rerun.txt
	$(BIN)/python benchmarks/report_speed.py > $(RESULTS)/report_speed.txt
	rm -rf runs/timed
	{ $(BIN)/python -c "import os, platform; print(os.cpu_count(), 'cores, Python', platform.python_version(), platform.system())"; \
	  $(BIN)/rodedraad run demo --out runs/timed 2>&1 | grep -v '^Rapport'; } > $(RESULTS)/run_demo.txt
	$(BIN)/rodedraad export runs/timed --format csv
	cp runs/timed/exports/archetypes.csv $(RESULTS)/run_demo_archetypes.csv
	$(BIN)/python docs/generate.py

docs: $(STAMP)
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) runs dist
