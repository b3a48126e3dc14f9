/* Rode Draad: finding passages. What a reader asks (words, facets) in, hits and live counts out; and the same as text for the address bar.
   Within a facet one of the ticked values will do; every facet with something ticked must agree. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const P = R.passages;
  const NONE = "-"; // in the address, for what has no value
  const SIGNS = [1, -1, 0];

  /* Words and "phrases" of a question, folded; a quote that is not closed runs to the end. */
  function terms(question) {
    const found = P.fold(question).match(/"[^"]*"?|[^\s"]+/g) || [];
    return found.map(function (term) { return term.replace(/"/g, "").trim(); }).filter(Boolean);
  }

  /* The facets of a report: for each its values, and of(i) which of those passage i has. */
  function facets(store, texts) {
    const head = store.head;
    const years = Array.from(new Set(head.documents.map(function (d) { return d.year; }))).sort(function (a, b) { return b - a; });
    const coded = function (pair) { return { value: pair[0] || NONE, name: pair[1] }; };
    const ofDocument = function (name) { return function (i) { return [head.documents[store.document[i]][name]]; }; };
    const ofColumn = function (name) { return function (i) { return [store[name][i]]; }; };
    const none = head.archetypes.length;
    return [
      { key: "archetype", values: head.archetypes.map(function (a) { return { value: a.id, name: a.name }; })
        .concat([{ value: NONE, name: head.no_archetype }]),
        of: function (i) { return [store.archetype[i] < 0 ? none : store.archetype[i]]; } },
      { key: "item", values: store.offer.map(function (one) {
        return { value: encodeURIComponent(one.lens.id) + "/" + encodeURIComponent(one.item.id), name: one.item.name, group: one.lens.name };
      }), of: function (i) { return everyOther(store.items[i], 0); } },
      { key: "sign", values: ["plus", "minus", "neutral"].map(function (kind) { return { value: kind, name: texts["sign_" + kind] }; }),
        of: function (i, chosen) { return signs(store, i, chosen.item); } },
      { key: "kind", values: head.kinds.map(coded), of: ofDocument("kind") },
      { key: "year", values: years.map(function (y) { return { value: String(y || NONE), name: y ? String(y) : texts.no_date }; }),
        of: function (i) { return [years.indexOf(head.documents[store.document[i]].year)]; } },
      { key: "type", values: head.types.map(coded), of: ofDocument("type") },
      { key: "strength", values: ["strong", "clear", "weak", "none"].map(function (level) { return { value: level, name: texts["strength_" + level] }; }),
        of: ofColumn("level") },
      { key: "state", values: ["proposal", "decided", "changed"].map(function (one) { return { value: one, name: texts["state_" + one] }; }),
        of: ofColumn("state") }
    ];
  }
  function everyOther(list, from) { return list.filter(function (_, k) { return k % 2 === from; }); }
  /* With principles ticked, the sign is that of those principles; otherwise that of the passage. */
  function signs(store, i, wanted) {
    const found = new Set();
    if (wanted.size) {
      for (let k = 0; k < store.items[i].length; k += 2) {
        if (wanted.has(store.items[i][k])) { found.add(SIGNS.indexOf(store.items[i][k + 1])); }
      }
    }
    if (!found.size) { found.add(SIGNS.indexOf(store.polarity[i])); }
    return Array.from(found);
  }

  /* What was asked, as the part of the address after #, and back. Values a report does not know come back in `unknown`. */
  function written(asked) {
    const parts = [];
    if (asked.q) { parts.push("q=" + encodeURIComponent(asked.q)); }
    if (asked.passage) { parts.push("passage=" + encodeURIComponent(asked.passage)); }
    Object.keys(asked.ticked).forEach(function (key) {
      asked.ticked[key].forEach(function (value) { parts.push(key + "=" + (key === "item" ? value : encodeURIComponent(value))); });
    });
    if (asked.order) { parts.push("order=" + asked.order); }
    if (asked.page > 1) { parts.push("page=" + asked.page); }
    return parts.join("&");
  }
  function nothing(all) {
    const ticked = {};
    all.forEach(function (facet) { ticked[facet.key] = []; });
    return { q: "", passage: "", ticked: ticked, order: "", page: 1, unknown: [] };
  }
  function read(hash, all) {
    const asked = nothing(all);
    hash.replace(/^#/, "").split("&").filter(Boolean).forEach(function (part) {
      const key = part.split("=")[0];
      if (key === part) { return; } // a place on the page, not a question
      const raw = part.slice(key.length + 1);
      const value = decoded(raw);
      const facet = all.find(function (one) { return one.key === key; });
      if (key === "q" || key === "passage") { asked[key] = value;
      } else if (key === "order" && (value === "strength" || value === "new")) { asked.order = value;
      } else if (key === "page" && /^[1-9]\d{0,6}$/.test(value)) { asked.page = Number(value);
      } else if (facet && facet.values.some(function (one) { return one.value === (key === "item" ? raw : value); })) {
        asked.ticked[key].push(key === "item" ? raw : value);
      } else { asked.unknown.push(value || key); }
    });
    return asked;
  }
  function decoded(raw) {
    try { return decodeURIComponent(raw.replace(/\+/g, " ")); } catch (broken) { return raw; }
  }

  /* Hits in the order asked for, the number of passages behind every value of every facet, and documents with the words in their title. */
  function run(store, all, asked) {
    const wanted = terms(asked.q);
    const titles = store.head.documents.map(function (d) {
      const folded = P.fold(d.name);
      return wanted.map(function (term) { return folded.indexOf(term) !== -1; });
    });
    const chosen = {};
    all.forEach(function (facet) {
      chosen[facet.key] = new Set(asked.ticked[facet.key].map(function (value) {
        return facet.values.findIndex(function (one) { return one.value === value; });
      }));
    });
    const counts = all.map(function (facet) { return new Uint32Array(facet.values.length); });
    const hits = [];
    const only = asked.passage ? store.at.get(asked.passage) : -1;
    for (let i = 0; i < store.n; i += 1) {
      if (asked.passage ? i === only : says(store.folded[i], wanted, titles[store.document[i]])) { weigh(i, all, chosen, counts, hits); }
    }
    return {
      hits: sorted(store, hits, asked.order), counts: counts, terms: wanted,
      documents: new Set(hits.map(function (i) { return store.document[i]; })).size,
      titles: wanted.length && !asked.passage ? titles.reduce(function (kept, has, d) { return has.every(Boolean) ? kept.concat([d]) : kept; }, []) : []
    };
  }
  /* Every term stands in the text, its heading or the title of its document; at least one in the text or heading itself. */
  function says(text, wanted, title) {
    let here = wanted.length === 0;
    for (let k = 0; k < wanted.length; k += 1) {
      if (text.indexOf(wanted[k]) !== -1) { here = true; } else if (!title[k]) { return false; }
    }
    return here;
  }
  /* A passage that fails one facet only still counts there: that is how many there would be, were that value ticked. */
  function weigh(i, all, chosen, counts, hits) {
    let failing = -1;
    const own = [];
    for (let f = 0; f < all.length; f += 1) {
      const values = all[f].of(i, chosen);
      own.push(values);
      const ticked = chosen[all[f].key];
      if (ticked.size && !values.some(function (v) { return ticked.has(v); })) {
        if (failing !== -1) { return; }
        failing = f;
      }
    }
    if (failing === -1) { hits.push(i); }
    for (let f = 0; f < all.length; f += 1) {
      if (failing === -1 || failing === f) { own[f].forEach(function (v) { counts[f][v] += 1; }); }
    }
  }
  function sorted(store, hits, order) {
    if (order === "strength") { return hits.sort(function (a, b) { return store.strength[b] - store.strength[a] || a - b; }); }
    if (order === "new") {
      const day = function (i) { return store.head.documents[store.document[i]].day; };
      return hits.sort(function (a, b) { return day(b) - day(a) || a - b; });
    }
    return hits;
  }

  /* Hits that say nearly the same as one group, in the order of the first of each. */
  function folded(store, hits) {
    const groups = new Map();
    hits.forEach(function (i) {
      const root = P.root(store, i);
      if (groups.has(root)) { groups.get(root).push(i); } else { groups.set(root, [i]); }
    });
    return Array.from(groups.values());
  }

  R.find = { folded: folded, facets: facets, run: run, read: read, written: written, nothing: nothing, terms: terms };
})();
