/* Rode Draad: the page Zoeken. One question (words, facets, order, page) is kept in the address; every change of it runs the search again. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const P = R.passages;
  const F = R.find;
  const PER_PAGE = 50;
  const TYPING = 120; // ms of rest before a search while typing

  function start() {
    const root = document.getElementById("zoeken");
    if (!root) { return; }
    const texts = window.RODE_DRAAD_TEXTS.search;
    const parts = skeleton(root, texts);
    const store = P.load(ready, function () { P.refuse(root, texts.too_old); });
    if (!store) { return; }
    const all = F.facets(store, texts);
    const boxes = facetList(parts.facets, all, texts, changed);
    let asked = F.read(window.location.hash, all);
    let result = null;
    let typing = 0;

    /* Only the counts: who judges in the list must not see it change under the hands. */
    function decided() {
      R.judged.refresh(store);
      if (result) { boxes.count(F.run(store, all, asked).counts); }
    }
    function ready() {
      R.judged.refresh(store);
      if (result === null || store.done) { show(result === null); } else { told(); }
      if (store.done) { R.way.back(); }
    }
    function show(fromAddress) {
      if (fromAddress) { parts.input.value = asked.q; parts.order.value = asked.order; }
      boxes.tick(asked.ticked);
      result = F.run(store, all, asked);
      boxes.count(result.counts);
      const groups = F.folded(store, result.hits);
      const pages = Math.max(1, Math.ceil(groups.length / PER_PAGE));
      asked.page = Math.min(asked.page, pages);
      told();
      chips(parts.chips, asked, all, texts, without);
      titles(parts.titles, store, result, texts);
      const first = (asked.page - 1) * PER_PAGE;
      const shown = groups.slice(first, first + PER_PAGE);
      parts.list.replaceChildren.apply(parts.list, shown.map(function (group) {
        const row = R.element("li");
        row.append(P.figure(store, group[0], result.terms));
        if (group.length > 1) { row.querySelector("figcaption").append(P.same(store, group.slice(1))); }
        return row;
      }));
      R.judged.attachAll(store, shown.map(function (group, at) { return [group[0], parts.list.children[at].firstChild]; }));
      P.pager(parts.pager, asked.page, pages, texts, turn);
      parts.print.hidden = !result.hits.length;
      parts.print.textContent = P.filled(texts.print, { n: P.number(result.hits.length) });
    }
    function told() {
      const lost = store.done && asked.passage && !store.at.has(asked.passage);
      const counted = P.filled(result.hits.length === 1 ? texts.hit : texts.hits, {
        n: P.number(result.hits.length), documents: P.number(result.documents)
      });
      parts.status.textContent = store.done ? counted : P.filled(texts.loading, { n: P.number(store.n), whole: P.number(store.head.n) });
      parts.none.hidden = !store.done || result.hits.length > 0;
      parts.none.textContent = lost ? texts.no_such_passage : texts.none;
      parts.unknown.hidden = !asked.unknown.length;
      parts.unknown.textContent = P.filled(texts.unknown, { values: asked.unknown.join(", ").slice(0, 200) });
    }
    /* Write the question to the address: as a step back for a choice, in place while typing. */
    function changed(quietly) {
      asked.unknown = [];
      asked.ticked = boxes.ticked();
      asked.page = 1;
      went(quietly);
    }
    function went(quietly) {
      R.way.write(F.written(asked), quietly);
      show(false);
    }
    function turn(page) {
      asked.page = page;
      went(false);
      parts.status.scrollIntoView();
      parts.status.focus({ preventScroll: true });
    }
    function without(key, value) {
      if (key === "q" || key === "passage") { asked[key] = ""; parts.input.value = asked.q; } else if (key) {
        asked.ticked[key] = asked.ticked[key].filter(function (one) { return one !== value; });
      } else { asked = F.nothing(all); parts.input.value = ""; }
      asked.page = 1;
      boxes.tick(asked.ticked);
      went(false);
      (parts.chips.querySelector("button") || parts.input).focus();
    }

    parts.input.addEventListener("input", function () {
      window.clearTimeout(typing);
      typing = window.setTimeout(function () { asked.q = parts.input.value.trim(); asked.passage = ""; changed(true); }, TYPING);
    });
    parts.order.addEventListener("change", function () { asked.order = parts.order.value; changed(false); });
    parts.form.addEventListener("submit", function (event) {
      event.preventDefault();
      window.clearTimeout(typing);
      asked.q = parts.input.value.trim();
      changed(false);
    });
    parts.print.addEventListener("click", function () { R.printed(root, store, all, asked, result, texts); });
    parts.found.addEventListener("click", function (event) {
      const link = event.target.closest("a");
      if (link) { R.way.leave(link.href); }
    });
    R.store.onChange(decided);
    window.addEventListener("hashchange", function () {
      const hash = window.location.hash.replace(/^#/, "");
      if (hash === F.written(asked) || document.getElementById(hash)) { return; }
      asked = F.read(hash, all);
      show(true);
    });
  }

  function skeleton(root, texts) {
    const e = R.element;
    const form = e("form", "", "question");
    form.setAttribute("role", "search");
    const label = e("label", texts.words);
    const input = e("input");
    input.type = "search";
    input.id = "zoekwoorden";
    input.autocomplete = "off";
    label.htmlFor = input.id;
    const hint = e("p", texts.hint, "under");
    hint.id = "zoekhulp";
    input.setAttribute("aria-describedby", hint.id);
    form.append(label, input, hint);
    const chips = e("ul", "", "chosen");
    chips.setAttribute("aria-label", texts.chosen);
    const facets = e("details", "", "facets");
    facets.open = window.matchMedia("(min-width: 62rem)").matches;
    facets.append(e("summary", texts.filters));
    const found = e("div", "", "results");
    const status = e("p", texts.loading_first, "status");
    status.setAttribute("role", "status");
    status.tabIndex = -1;
    const order = e("select");
    order.id = "volgorde";
    [["", "report"], ["strength", "strength"], ["new", "new"]].forEach(function (pair) {
      const option = e("option", texts["order_" + pair[1]]);
      option.value = pair[0];
      order.append(option);
    });
    const sorting = e("label", texts.order + " ", "sorting");
    sorting.append(order);
    const print = e("button");
    print.type = "button";
    print.hidden = true;
    const bar = e("div", "", "bar-of-tools");
    bar.append(sorting, print);
    const unknown = e("p", "", "caution");
    const none = e("p", "", "none-found");
    unknown.hidden = none.hidden = true;
    const titles = e("section");
    titles.hidden = true;
    titles.setAttribute("aria-labelledby", "in-titels");
    const heading = e("h2", texts.passages, "sr");
    const list = e("ol", "", "found-passages");
    const pager = e("nav", "", "pager");
    pager.setAttribute("aria-label", texts.pages);
    found.append(status, unknown, bar, none, titles, heading, list, pager);
    const columns = e("div", "", "finding");
    columns.append(facets, found);
    root.append(form, chips, columns);
    return { form, input, chips, facets, found, status, order, print, unknown, none, titles, list, pager };
  }

  /* The facets as ticks. They are made once, so that focus stays where it is; only the counts change. */
  function facetList(place, all, texts, changed) {
    const made = all.map(function (facet) {
      const group = R.element("details", "", "facet");
      const name = texts["facet_" + facet.key];
      group.append(R.element("summary", name));
      const set = R.element("fieldset");
      set.append(R.element("legend", name, "sr"));
      let above = null;
      const ticks = facet.values.map(function (one) {
        if (one.group !== undefined && one.group !== above) { set.append(R.element("p", one.group, "group-name")); above = one.group; }
        const label = R.element("label");
        const box = R.element("input");
        const n = R.element("span", "", "n");
        box.type = "checkbox";
        box.addEventListener("change", function () { changed(false); });
        label.append(box, R.element("span", one.name), n);
        set.append(label);
        return { box: box, n: n, label: label, value: one.value };
      });
      group.append(set);
      group.open = facet.key === "archetype" || facet.key === "sign";
      place.append(group);
      return { facet: facet, ticks: ticks, group: group };
    });
    return {
      ticked: function () {
        const found = {};
        made.forEach(function (one) {
          found[one.facet.key] = one.ticks.filter(function (t) { return t.box.checked; }).map(function (t) { return t.value; });
        });
        return found;
      },
      tick: function (ticked) {
        made.forEach(function (one) {
          one.ticks.forEach(function (t) { t.box.checked = ticked[one.facet.key].indexOf(t.value) !== -1; });
          if (ticked[one.facet.key].length) { one.group.open = true; }
        });
      },
      count: function (counts) {
        made.forEach(function (one, f) {
          one.ticks.forEach(function (t, v) {
            t.n.textContent = P.number(counts[f][v]);
            t.label.classList.toggle("zero", counts[f][v] === 0);
          });
        });
      }
    };
  }

  function chips(place, asked, all, texts, without) {
    const rows = [];
    const add = function (name, value, key, one) {
      const row = R.element("li");
      const chip = R.button("", function () { without(key, one); }, "chip-off");
      const cross = R.element("span", " ✕");
      cross.setAttribute("aria-hidden", "true");
      chip.append(R.element("span", texts.remove + " ", "sr"), name + ": " + value, cross);
      row.append(chip);
      rows.push(row);
    };
    if (asked.q) { add(texts.words_short, asked.q, "q"); }
    if (asked.passage) { add(texts.passage, asked.passage.slice(0, 40), "passage"); }
    all.forEach(function (facet) {
      asked.ticked[facet.key].forEach(function (value) {
        add(texts["facet_" + facet.key], facet.values.find(function (one) { return one.value === value; }).name, facet.key, value);
      });
    });
    if (rows.length > 1) {
      const row = R.element("li");
      row.append(R.button(texts.clear, function () { without("", ""); }, "act"));
      rows.push(row);
    }
    place.hidden = !rows.length;
    place.replaceChildren.apply(place, rows);
  }

  function titles(place, store, result, texts) {
    place.hidden = !result.titles.length;
    if (place.hidden) { place.replaceChildren(); return; }
    const title = R.element("h2", P.filled(result.titles.length === 1 ? texts.title : texts.titles, { n: P.number(result.titles.length) }));
    title.id = "in-titels";
    const list = R.element("ul", "", "plain");
    result.titles.slice(0, PER_PAGE).forEach(function (d) {
      const found = store.head.documents[d];
      const row = R.element("li");
      const link = P.link("", found.href);
      link.append(P.marked(found.name, result.terms));
      row.append(link, R.element("span", store.head.kinds[found.kind][1] + " · " + found.date, "under"));
      list.append(row);
    });
    place.replaceChildren(title, list);
  }

  document.addEventListener("DOMContentLoaded", start); // after the data
})();
