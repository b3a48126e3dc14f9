/* Rode Draad: what the map page is made of (its elements), how mouse and keys move the map, and its state in the address. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  const P = R.passages;

  R.mapParts = function (root, texts, head) {
    const e = R.element;
    const status = e("p", texts.loading_first, "status");
    status.setAttribute("role", "status");
    const unknown = e("p", "", "caution");
    unknown.hidden = true;
    const buttons = {};
    const tools = e("div", "", "map-tools");
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", texts.tools);
    [["in", "+"], ["out", "−"], ["whole", ""], ["left", "←"], ["up", "↑"], ["down", "↓"], ["right", "→"], ["draw", ""]].forEach(function (pair) {
      buttons[pair[0]] = e("button", pair[1] || texts[pair[0]]);
      buttons[pair[0]].type = "button";
      if (pair[1]) { buttons[pair[0]].setAttribute("aria-label", texts[pair[0]]); buttons[pair[0]].title = texts[pair[0]]; }
      tools.append(buttons[pair[0]]);
    });
    buttons.draw.setAttribute("aria-pressed", "false");
    const canvas = e("canvas");
    canvas.id = "kaartvlak";
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", texts.canvas);
    const keys = e("p", texts.keys, "under");
    keys.id = "kaarthulp";
    canvas.setAttribute("aria-describedby", keys.id);
    const figure = e("figure", "", "map");
    figure.append(tools, canvas, e("figcaption", texts.caption));
    const card = e("div", "", "map-card");
    card.setAttribute("role", "status");
    card.setAttribute("aria-label", texts.point);
    const columns = e("div", "", "map-columns");
    const beside = e("div", "", "map-side");
    const legend = legendList(texts, head);
    beside.append(card, legend.place);
    const drawing = e("div");
    drawing.append(figure, keys);
    columns.append(drawing, beside);
    const table = tableParts(texts);
    root.append(status, unknown, columns, table.place);
    return Object.assign({ status, unknown, buttons, canvas, card }, legend, table);
  };

  function legendList(texts, head) {
    const e = R.element;
    const place = e("fieldset", "", "map-legend");
    const full = e("p", "", "under");
    full.setAttribute("aria-live", "polite");
    const clear = e("button", texts.clear, "act");
    clear.type = "button";
    const list = e("div", "", "map-picks");
    const picks = head.archetypes.map(function (archetype, k) {
      const label = e("label");
      const box = e("input");
      box.type = "checkbox";
      const swatch = e("canvas", "", "map-swatch");
      swatch.width = swatch.height = 32;
      swatch.setAttribute("aria-hidden", "true");
      label.append(box, swatch, e("span", P.number(k + 1) + " · " + archetype.name));
      list.append(label);
      return { box: box, swatch: swatch };
    });
    const label = e("label");
    const rest = e("input");
    rest.type = "checkbox";
    rest.checked = true;
    label.append(rest, e("span", texts.rest));
    place.append(e("legend", texts.legend), full, clear, list, label);
    return { place, full, clear, picks, rest };
  }

  function tableParts(texts) {
    const e = R.element;
    const place = e("section");
    const title = e("h2", texts.table);
    title.id = "kaarttabel";
    const label = e("label", texts.which + " ", "sorting");
    const which = e("select");
    const options = ["chosen", "view", "area"].map(function (name) {
      const option = e("option", texts["which_" + name]);
      option.value = name;
      which.append(option);
      return option;
    });
    options[2].disabled = true;
    label.append(which);
    const caption = e("p", "", "status");
    caption.tabIndex = -1;
    caption.setAttribute("role", "status");
    const table = e("table", "", "list map-table");
    table.append(e("caption", texts.table, "sr"));
    const head = e("tr");
    ["passage", "document", "archetype", "strength"].forEach(function (name) {
      const cell = e("th", texts["col_" + name]);
      cell.scope = "col";
      head.append(cell);
    });
    const top = document.createElement("thead");
    top.append(head);
    const rows = document.createElement("tbody");
    table.append(top, rows);
    const scroll = e("div", "", "scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", texts.table);
    scroll.append(table);
    const pager = e("nav", "", "pager");
    pager.setAttribute("aria-label", texts.pages);
    place.append(title, e("p", texts.table_intro, "intro"), label, caption, scroll, pager);
    return { place, which, area: options[2], caption, rows, pager };
  }

  R.mapRow = function (store, i, texts, show) {
    const row = document.createElement("tr");
    const cell = function () { const made = document.createElement("td"); row.append(made); return made; };
    const head = document.createElement("th");
    head.scope = "row";
    const text = store.text[i];
    head.append(R.element("span", text.length > 240 ? text.slice(0, 240) + " …" : text, "voice-plain"));
    const button = R.button(texts.show, show, "act");
    head.append(" ", button);
    row.append(head);
    cell().append(P.link(P.documentOf(store, i).name, P.href(store, i), "source"), R.element("span", P.facts(store, i), "under"));
    const owner = P.archetype(store, i);
    if (owner) { cell().append(P.link((store.archetype[i] + 1) + " · " + owner.name, owner.href)); } else { cell().textContent = store.head.no_archetype; }
    cell().textContent = P.strength(store, i) || "–";
    return row;
  };

  /* The address: archetype=… for every one with a colour (archetype=- for none at all), passage=… for the point that is told about,
     view=zoom,x,y for what part of the map is seen; without it all of it. */
  R.mapAddress = {
    read: function (hash, head) {
      const found = { chosen: null, passage: "", unknown: [], view: null };
      hash.replace(/^#/, "").split("&").forEach(function (part) {
        const pair = part.split("=");
        let value = pair[1] || "";
        try { value = decodeURIComponent(value); } catch (broken) { /* shown as it is */ }
        if (pair[0] === "passage") { found.passage = value; }
        if (pair[0] === "view" && /^\d+(\.\d+)?(,[01](\.\d+)?){2}$/.test(value)) { found.view = value.split(",").map(Number); }
        if (pair[0] !== "archetype") { return; }
        found.chosen = found.chosen || [];
        const k = head.archetypes.findIndex(function (one) { return one.id === value; });
        if (k >= 0 && found.chosen.length < 10 && found.chosen.indexOf(k) === -1) { found.chosen.push(k); } else if (k < 0 && value !== "-") { found.unknown.push(value); }
      });
      if (found.chosen && !found.chosen.length && found.unknown.length) { found.chosen = null; }
      return found;
    },
    write: function (head, chosen, passage, view) {
      const seen = [view.zoom.toFixed(2), view.x.toFixed(4), view.y.toFixed(4)].map(Number).join(",");
      const parts = (chosen.length ? chosen.map(function (k) { return head.archetypes[k].id; }) : ["-"]).map(function (id) { return "archetype=" + encodeURIComponent(id); });
      return parts.concat(passage ? ["passage=" + encodeURIComponent(passage)] : [], seen === "1,0.5,0.5" ? [] : ["view=" + seen]).join("&");
    }
  };

  /* Mouse, pen, finger and keys. Dragging moves the map, or draws a border while "draw" is pressed; all of it can be done by buttons and list too. */
  R.mapHands = function (parts, chart, act) {
    const canvas = parts.canvas;
    let from = null;
    let drawn = [];
    let isDragged = false;
    function isDrawing() { return parts.buttons.draw.getAttribute("aria-pressed") === "true"; }
    function place(event) { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; }
    parts.buttons.draw.addEventListener("click", function () {
      const on = !isDrawing();
      parts.buttons.draw.setAttribute("aria-pressed", String(on));
      canvas.classList.toggle("drawing", on);
      if (on) { act.area([]); }
    });
    canvas.addEventListener("pointerdown", function (event) {
      from = place(event);
      isDragged = false;
      drawn = [chart.toMap(from[0], from[1])];
      try { canvas.setPointerCapture(event.pointerId); } catch (gone) { /* the pointer left before we could hold it */ }
    });
    canvas.addEventListener("pointermove", function (event) {
      const at = place(event);
      if (!from) { // what was said last stays, so that the pointer can go and read it
        const near = chart.nearest(at[0], at[1]);
        if (near >= 0) { act.tell(near, false); }
        return;
      }
      if (!isDragged && Math.hypot(at[0] - from[0], at[1] - from[1]) < 4) { return; }
      isDragged = true;
      if (isDrawing()) { drawn.push(chart.toMap(at[0], at[1])); chart.setArea(drawn); return; }
      chart.pan(at[0] - from[0], at[1] - from[1]);
      from = at;
    });
    canvas.addEventListener("pointerup", function (event) {
      const at = place(event);
      if (isDragged && isDrawing()) { parts.buttons.draw.click(); act.area(drawn); } else if (isDragged) { act.moved(); } else if (from) { act.tell(chart.nearest(at[0], at[1]), true); }
      from = null;
    });
    canvas.addEventListener("pointercancel", function () { from = null; });
    canvas.addEventListener("wheel", function (event) {
      if (!event.ctrlKey) { return; } // the page scrolls as ever; pinching and Ctrl zoom
      event.preventDefault();
      const at = place(event);
      chart.zoom(Math.exp(-event.deltaY / 200), at[0], at[1]);
      act.moved();
    }, { passive: false });
    canvas.addEventListener("focus", function () { if (chart.current() < 0) { act.tell(chart.toward(0, 0), false); } });
    canvas.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) { return; }
      const arrow = { ArrowLeft: ["left", -1, 0], ArrowRight: ["right", 1, 0], ArrowUp: ["up", 0, -1], ArrowDown: ["down", 0, 1] }[event.key];
      const other = { "+": "in", "=": "in", "-": "out", "_": "out", "0": "whole" }[event.key];
      if (arrow && event.shiftKey) { act.doing[arrow[0]](); act.moved();
      } else if (arrow) {
        const point = chart.toward(arrow[1], arrow[2]);
        if (point >= 0) { act.tell(point, true); if (!chart.isInView(point)) { chart.centre(point); } }
      } else if (other) { act.doing[other](); act.moved();
      } else if (event.key === "Enter") { act.open();
      } else if (event.key === "Escape") { act.tell(-1, true);
      } else { return; }
      event.preventDefault();
      event.stopPropagation();
    });
  };
})();
