/* Rode Draad: the passages as scripts know them. Unpacks data/search-*.js and makes quotes of them; Zoeken and Kaart share it.
   Everything a user wrote reaches the page as textContent. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const language = document.documentElement.lang || "nl";
  const COLUMNS = ["id", "text", "document", "sheet", "where", "section", "archetype", "strength", "level", "polarity", "items", "state", "x", "y", "start"];
  const STATES = ["proposal", "decided", "changed"];
  const SPARSE = ["same", "proposed", "absent"]; // of few passages: by their number in the part

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? String(values[name]) : whole; });
  }
  function number(n, decimals) {
    return n.toLocaleString(language, { minimumFractionDigits: decimals || 0, maximumFractionDigits: decimals || 0 });
  }
  /* Small letters without accents, straight quotes, every white space a space: what is searched, and what is searched for. */
  function fold(text) {
    return (/^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : R.folded(text)).replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').replace(/\s/g, " ");
  }

  /* Return the passages as columns. They come in part by part: onPart is called after each, and at once for a report without any. */
  function load(onPart, onFail) {
    const head = R.data("search");
    if (!head || !R.unpacked) { onFail(); return null; }
    const store = { head: head, n: 0, done: head.parts === 0, folded: [], at: new Map(), offer: [] };
    COLUMNS.forEach(function (name) { store[name] = []; });
    SPARSE.forEach(function (name) { store[name] = new Map(); });
    R.passages.loaded = store;
    head.lenses.forEach(function (lens) { lens.items.forEach(function (item) { store.offer.push({ lens: lens, item: item }); }); });
    function next(k) {
      if (k > head.parts) { return; }
      const name = "search-" + k;
      R.unpacked(R.data(name)).then(function (part) {
        R.data(name, "null"); // unpacked: the packed text may go
        add(store, part);
        store.done = k === head.parts;
        onPart(store);
        window.setTimeout(function () { next(k + 1); }, 0);
      }).catch(onFail);
    }
    if (store.done) { window.setTimeout(function () { onPart(store); }, 0); } else { next(1); }
    return store;
  }
  function add(store, part) {
    SPARSE.forEach(function (name) {
      Object.keys(part[name]).forEach(function (i) { store[name].set(store.n + Number(i), part[name][i]); });
    });
    part.text.forEach(function (text, i) {
      COLUMNS.forEach(function (name) { store[name].push(part[name][i]); });
      store.folded.push(fold(text + "\n" + part.section[i]));
      store.at.set(part.id[i], store.n);
      store.n += 1;
    });
  }

  function documentOf(store, i) { return store.head.documents[store.document[i]]; }
  function href(store, i) {
    const page = documentOf(store, i).href;
    return (store.sheet[i] > 1 ? page.replace(/\.html$/, "." + store.sheet[i] + ".html") : page) + "#p-" + store.id[i];
  }
  function facts(store, i) {
    const found = documentOf(store, i);
    return [store.head.kinds[found.kind][1], found.date, store.where[i], store.section[i]].filter(Boolean).join(" · ");
  }
  function strength(store, i) {
    const level = ["strong", "clear", "weak"][store.level[i]];
    return level ? filled(store.head.strengths[level], { number: number(store.strength[i] / 100, 2) }) : "";
  }
  /* The passage that stands for this one and everything nearly equal to it. */
  function root(store, i) { return store.same.get(i) || store.id[i]; }
  /* The machine's archetype, whatever reviewers made of it; and whether a statement is theirs alone. */
  function proposed(store, i) {
    if (store.proposed.has(i)) { return store.proposed.get(i); }
    return (archetype(store, i) || { id: "" }).id;
  }
  function isAbsent(store, i, item) { return (store.absent.get(i) || []).indexOf(item) !== -1; }
  function archetype(store, i) { return store.head.archetypes[store.archetype[i]] || null; }

  /* The text with every term marked. Folding may change the length of a text, so hits are found letter by letter in the original. */
  function marked(text, terms) {
    const place = document.createDocumentFragment();
    const spans = terms.length ? found(text, terms) : [];
    let at = 0;
    spans.forEach(function (span) {
      place.append(text.slice(at, span[0]), R.element("mark", text.slice(span[0], span[1])));
      at = span[1];
    });
    place.append(text.slice(at));
    return place;
  }
  function found(text, terms) {
    const from = [];
    let folded = "";
    let at = 0;
    for (const letter of text) {
      const small = fold(letter);
      for (let k = 0; k < small.length; k += 1) { from.push(at); }
      folded += small;
      at += letter.length;
    }
    from.push(text.length);
    const spans = [];
    terms.forEach(function (term) {
      for (let hit = folded.indexOf(term); hit !== -1; hit = folded.indexOf(term, hit + term.length)) {
        spans.push([from[hit], Math.max(from[hit + term.length], from[hit] + 1)]);
      }
    });
    spans.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return spans.reduce(function (kept, span) {
      const last = kept[kept.length - 1];
      if (last && span[0] <= last[1]) { last[1] = Math.max(last[1], span[1]); } else { kept.push(span); }
      return kept;
    }, []);
  }

  function link(text, to, className) {
    const made = R.element("a", text, className);
    made.href = to;
    return made;
  }
  function tag(store, at, sign, absent) {
    const one = store.offer[at];
    const kind = !one.lens.signed ? "none" : sign > 0 ? "plus" : sign < 0 ? "minus" : "neutral";
    const made = link("", one.item.href, "tag " + kind);
    if (kind !== "none") {
      made.append(R.element("i", store.head.signs[kind] + ": "));
    }
    made.append(one.item.name);
    if (absent) { made.dataset.absent = ""; }
    return made;
  }
  function copying(store, i) {
    const texts = window.RODE_DRAAD_TEXTS;
    const place = R.element("p", "", "acts");
    place.append(R.button(texts.copy_quote, function () {
      const self = this;
      R.copy("“" + store.text[i] + "” (" + documentOf(store, i).name + " · " + facts(store, i) + ")", function (worked) {
        self.textContent = worked ? texts.copied : texts.copy_failed;
        R.say(self.textContent);
        window.setTimeout(function () { self.textContent = texts.copy_quote; }, 2500);
      });
    }, "act"));
    return place;
  }
  /* A passage as the pages show it (macros.jinja: quote). */
  function figure(store, i, terms) {
    const made = R.element("figure", "", "quote");
    const block = R.element("blockquote");
    const words = R.element("p");
    words.append(marked(store.text[i], terms || []));
    block.append(words);
    const caption = R.element("figcaption");
    const source = link("", href(store, i), "source");
    source.append(marked(documentOf(store, i).name, terms || []));
    caption.append(source, R.element("p", facts(store, i), "facts"));
    const told = R.element("p", "", "found");
    const owner = archetype(store, i);
    if (owner) { told.append(link(owner.name, owner.href, "owner"), " ", strength(store, i), " "); }
    for (let k = 0; k < store.items[i].length; k += 2) { told.append(tag(store, store.items[i][k], store.items[i][k + 1], isAbsent(store, i, store.items[i][k])), " "); }
    if (told.firstChild) { caption.append(told); }
    if (store.state[i]) { caption.append(R.element("span", store.head.states[store.state[i]], "state " + STATES[store.state[i]])); }
    caption.append(copying(store, i));
    made.dataset.passage = store.id[i];
    if (store.proposed.has(i)) { made.dataset.proposed = store.proposed.get(i); }
    made.append(block, caption);
    return made;
  }

  /* Nearly the same, folded under the one that is shown. */
  function same(store, others) {
    const made = R.element("details", "", "same");
    const list = R.element("ul");
    made.append(R.element("summary", filled(store.head.same[others.length === 1 ? "one" : "many"], { n: number(others.length) })), list);
    others.forEach(function (i) {
      const row = R.element("li");
      row.append(link(documentOf(store, i).name + " · " + store.where[i], href(store, i)));
      list.append(row);
    });
    return made;
  }

  /* Which part of a long list this is, with buttons to the parts around it; turn is called with the part that is wanted. */
  function pager(place, page, pages, texts, turn) {
    const wanted = [1, page - 2, page - 1, page, page + 1, page + 2, pages];
    const shown = Array.from(new Set(wanted)).filter(function (k) { return k >= 1 && k <= pages; });
    const list = R.element("ol");
    shown.forEach(function (k, at) {
      if (at && shown[at - 1] !== k - 1) { list.append(R.element("li", "…")); }
      const row = R.element("li");
      const made = R.button(number(k), function () { turn(k); });
      made.setAttribute("aria-label", filled(texts.page, { n: number(k), whole: number(pages) }));
      if (k === page) { made.setAttribute("aria-current", "page"); }
      row.append(made);
      list.append(row);
    });
    place.hidden = pages < 2;
    place.replaceChildren(list);
  }
  function refuse(place, text) { place.replaceChildren(R.element("p", text, "caution")); }

  R.passages = {
    loaded: null, load: load, fold: fold, filled: filled, number: number, href: href, facts: facts, strength: strength, archetype: archetype,
    root: root, proposed: proposed, isAbsent: isAbsent, same: same, documentOf: documentOf, marked: marked, figure: figure, link: link, pager: pager, refuse: refuse
  };
})();
