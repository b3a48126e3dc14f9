/* Rode Draad: "Afdrukken als verslag": the passages of a search as one long page, by archetype, to print or to keep as PDF. */
(function () {
  "use strict";
  const R = window.RodeDraad;

  function conditions(all, asked, texts) {
    const list = R.element("dl", "", "facts-list");
    const add = function (name, value) {
      const row = R.element("div");
      row.append(R.element("dt", name), R.element("dd", value));
      list.append(row);
    };
    if (asked.q) { add(texts.words_short, asked.q); }
    if (asked.passage) { add(texts.passage, asked.passage.slice(0, 40)); }
    all.forEach(function (facet) {
      const names = asked.ticked[facet.key].map(function (value) {
        return facet.values.find(function (one) { return one.value === value; }).name;
      });
      if (names.length) { add(texts["facet_" + facet.key], names.join(", ")); }
    });
    return list.firstChild ? list : R.element("p", texts.no_filter);
  }

  function section(store, at, hits, terms, texts) {
    const P = R.passages;
    const archetype = store.head.archetypes[at];
    const made = R.element("section");
    const documents = new Set(hits.map(function (i) { return store.document[i]; })).size;
    made.append(
      R.element("h2", archetype ? archetype.name : store.head.no_archetype),
      R.element("p", P.filled(hits.length === 1 ? texts.hit : texts.hits, { n: P.number(hits.length), documents: P.number(documents) })
        + (archetype && documents < store.head.thin ? " · " + texts.thin_here : ""), "counts")
    );
    R.find.folded(store, hits).forEach(function (group) {
      const figure = P.figure(store, group[0], terms);
      figure.querySelector(".acts").remove();
      figure.querySelector(".facts").append(" · " + store.id[group[0]]);
      if (group.length > 1) { figure.querySelector("figcaption").append(P.same(store, group.slice(1))); }
      made.append(figure);
    });
    return made;
  }

  R.printed = function (root, store, all, asked, result, texts) {
    const P = R.passages;
    const report = R.element("div", "", "printed");
    const title = R.element("h2", texts.printed_title);
    title.tabIndex = -1;
    const close = R.button("← " + texts.back, function () {
      report.remove();
      delete document.documentElement.dataset.printed;
      root.querySelector(".bar-of-tools button").focus();
    });
    const tools = R.element("p", "", "printed-tools");
    tools.append(close, R.button(texts.print_now, function () { window.print(); }));
    report.append(tools, title, conditions(all, asked, texts), R.element("p", P.filled(texts.printed_note, {
      n: P.number(result.hits.length), whole: P.number(store.n), documents: P.number(result.documents)
    })));
    const groups = new Map();
    result.hits.forEach(function (i) {
      const at = store.archetype[i] < 0 ? store.head.archetypes.length : store.archetype[i];
      if (!groups.has(at)) { groups.set(at, []); }
      groups.get(at).push(i);
    });
    Array.from(groups.keys()).sort(function (a, b) { return a - b; }).forEach(function (at) {
      report.append(section(store, at, groups.get(at), result.terms, texts));
    });
    root.after(report);
    document.documentElement.dataset.printed = "yes"; // the style sheet hides the search itself
    window.scrollTo(0, 0);
    title.focus({ preventScroll: true });
    window.print();
  };
})();
