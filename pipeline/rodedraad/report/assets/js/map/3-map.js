/* Rode Draad: the page Kaart. Which archetypes have a colour, what a point says, and the same points as a table below. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const P = R.passages;
  const MOST = 10; // colours a reader can still tell apart
  const PER_PAGE = 50;
  const STEP = 90; // px that a key or button moves the map
  const TIMES = 1.6; // a key or button zooms so much

  function start() {
    const root = document.getElementById("kaart");
    if (!root) { return; }
    const texts = window.RODE_DRAAD_TEXTS.map;
    const head = R.data("search");
    const parts = R.mapParts(root, texts, head);
    const store = P.load(ready, function () { P.refuse(root, texts.too_old); });
    if (!store) { return; }
    const chart = R.chart.make(parts.canvas);
    const hash = R.mapAddress.read(window.location.hash, head);
    let chosen = hash.chosen || head.archetypes.slice(0, MOST).map(function (_, k) { return k; });
    let at = []; // for every point its passage: those without a place on the map have no point
    let page = 1;
    let resting = 0;

    function ready() {
      at = [];
      for (let i = 0; i < store.n; i += 1) { if (store.x[i] >= 0) { at.push(i); } }
      const grid = head.grid;
      chart.setPoints({ n: at.length, x: at.map(function (i) { return store.x[i] / grid; }), y: at.map(function (i) { return store.y[i] / grid; }) });
      group();
      parts.status.textContent = store.done ? whole() : P.filled(texts.loading, { n: P.number(store.n), whole: P.number(head.n) });
      if (!store.done) { return; }
      parts.unknown.textContent = [hash.unknown.length ? P.filled(texts.unknown, { values: hash.unknown.join(", ").slice(0, 200) }) : "",
        hash.passage && !store.at.has(hash.passage) ? texts.no_such_passage : ""].join(" ").trim();
      parts.unknown.hidden = !parts.unknown.textContent;
      const point = hash.passage ? at.indexOf(store.at.get(hash.passage)) : -1;
      if (point >= 0) { chart.zoom(4); chart.centre(point); tell(point); }
      if (hash.view) { chart.go.apply(null, hash.view); }
      R.way.back();
    }
    function whole() {
      return P.filled(texts.drawn, { n: P.number(at.length) }) + (store.n > at.length ? " " + P.filled(texts.no_place, { n: P.number(store.n - at.length) }) : "");
    }
    function isShown(i) { return parts.rest.checked || chosen.indexOf(store.archetype[i]) !== -1; }
    function group() {
      const groups = at.map(function (i) { return store.archetype[i] < 0 ? -1 : chosen.indexOf(store.archetype[i]); });
      chart.setGroups(groups.map(function (g) { return g >= 0 || parts.rest.checked ? g : -2; }), middles(groups));
      parts.picks.forEach(function (pick, k) {
        const g = chosen.indexOf(k);
        pick.box.checked = g >= 0;
        pick.box.disabled = g < 0 && chosen.length >= MOST;
        swatch(pick.swatch, g);
      });
      parts.full.textContent = P.filled(texts.chosen, { n: P.number(chosen.length), most: P.number(MOST) });
      listed();
    }
    /* The number of an archetype stands at the median of its points: there where most of them are. */
    function middles(groups) {
      return chosen.map(function (k, g) {
        const mine = at.filter(function (_, p) { return groups[p] === g; });
        const middle = function (name) {
          const all = mine.map(function (i) { return store[name][i]; }).sort(function (a, b) { return a - b; });
          return all[Math.floor(all.length / 2)] / head.grid;
        };
        return mine.length ? [String(k + 1), middle("x"), middle("y")] : null;
      }).filter(Boolean);
    }
    function swatch(canvas, g) {
      const pen = canvas.getContext("2d");
      pen.clearRect(0, 0, canvas.width, canvas.height);
      if (g >= 0) { pen.drawImage(R.chart.stamp(R.chart.shapeOf(g), R.chart.colourOf(g), "", 11, 1), 2, 2); }
    }
    function tell(point) {
      chart.setCurrent(point);
      if (point < 0) { parts.card.replaceChildren(R.element("p", texts.point_none, "under")); return; }
      const figure = P.figure(store, at[point], []);
      const k = store.archetype[at[point]];
      if (k >= 0) { figure.querySelector(".owner").prepend(P.number(k + 1) + " · "); }
      parts.card.replaceChildren(figure);
    }
    function addressed() {
      window.clearTimeout(resting);
      resting = window.setTimeout(written, 250);
    }
    function written() {
      const point = chart.current();
      R.way.write(R.mapAddress.write(head, chosen, point < 0 ? "" : store.id[at[point]], chart.view), true);
    }

    /* The table: what is chosen, what is in view, or what was drawn around. */
    function selected() {
      const which = parts.which.value;
      return at.filter(function (i, p) {
        if (!isShown(i)) { return false; }
        if (which === "area") { return chart.isInArea(p); }
        return which === "view" ? chart.isInView(p) : chosen.indexOf(store.archetype[i]) !== -1;
      });
    }
    function listed() {
      const rows = selected();
      const pages = Math.max(1, Math.ceil(rows.length / PER_PAGE));
      page = Math.min(page, pages);
      parts.caption.textContent = P.filled(rows.length === 1 ? texts.row : texts.rows, {
        n: P.number(rows.length), documents: P.number(new Set(rows.map(function (i) { return store.document[i]; })).size)
      });
      parts.rows.replaceChildren.apply(parts.rows, rows.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(function (i) {
        return R.mapRow(store, i, texts, function () {
          const point = at.indexOf(i);
          tell(point);
          chart.centre(point);
          addressed();
          parts.canvas.scrollIntoView({ block: "center" });
          parts.canvas.focus({ preventScroll: true });
        });
      }));
      P.pager(parts.pager, page, pages, texts, function (k) { page = k; listed(); parts.caption.scrollIntoView(); parts.caption.focus({ preventScroll: true }); });
    }
    function moved() { addressed(); if (parts.which.value === "view") { page = 1; window.clearTimeout(moved.wait); moved.wait = window.setTimeout(listed, 200); } }

    parts.picks.forEach(function (pick, k) {
      pick.box.addEventListener("change", function () {
        chosen = pick.box.checked ? chosen.concat([k]).slice(0, MOST) : chosen.filter(function (one) { return one !== k; });
        page = 1;
        group();
        addressed();
      });
    });
    parts.rest.addEventListener("change", function () { page = 1; group(); });
    parts.clear.addEventListener("click", function () { chosen = []; page = 1; group(); addressed(); });
    parts.which.addEventListener("change", function () { page = 1; listed(); });
    const doing = {
      in: function () { chart.zoom(TIMES); }, out: function () { chart.zoom(1 / TIMES); }, whole: chart.whole,
      left: function () { chart.pan(STEP, 0); }, right: function () { chart.pan(-STEP, 0); },
      up: function () { chart.pan(0, STEP); }, down: function () { chart.pan(0, -STEP); }
    };
    Object.keys(doing).forEach(function (name) { parts.buttons[name].addEventListener("click", function () { doing[name](); moved(); }); });
    R.mapHands(parts, chart, {
      doing: doing, moved: moved,
      tell: function (point, isKept) { tell(point); if (isKept) { addressed(); } },
      open: function () { const link = parts.card.querySelector("a.source"); if (link) { link.click(); } },
      area: function (drawn) {
        chart.setArea(drawn);
        parts.area.disabled = drawn.length < 3;
        parts.which.value = drawn.length < 3 ? "chosen" : "area";
        page = 1;
        listed();
        R.say(parts.caption.textContent);
      }
    });
    root.addEventListener("click", function (event) {
      const link = event.target.closest("a");
      if (link) { written(); R.way.leave(link.href); }
    });
    window.addEventListener("hashchange", function () {
      const asked = R.mapAddress.read(window.location.hash, head);
      if (asked.chosen && store.done) { chosen = asked.chosen; group(); }
      if (asked.view) { chart.go.apply(null, asked.view); }
    });
    new ResizeObserver(chart.ask).observe(parts.canvas);
    const redraw = function () { chart.ask(); group(); };
    new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    tell(-1);
  }
  document.addEventListener("DOMContentLoaded", start); // after the data
})();
