/* The page Beoordelen: who judges, what was decided, and files out and in. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var SHOWN = 50; // decisions or conflicts in a list

  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function filled(key, values) { return rd.choices.filled(texts()[key], values); }

  function who(place) {
    var told = rd.element("p");
    var form = rd.element("div");
    var change = rd.button(texts().name_change, function () { ask(); });
    function ask() {
      change.hidden = true;
      rd.ask.nameForm(form, function () { show(); change.focus(); }, rd.store.reviewer() ? show : null);
    }
    function show() {
      told.textContent = rd.store.reviewer() ? filled("name_is", { name: rd.store.reviewer() }) : "";
      if (rd.store.reviewer()) { form.replaceChildren(); change.hidden = false; } else if (!form.firstChild) { ask(); }
    }
    place.append(told, form, change);
    show();
    rd.store.onChange(show);
  }

  /* What was decided, newest first, with the way back; export and import above it. */
  function decided(place) {
    var warning = rd.element("p", texts().memory, "caution");
    warning.setAttribute("role", "alert");
    var count = rd.element("p", "", "counts");
    var row = rd.element("div", "", "transfer");
    var save = rd.button(texts().export_lines, function () { rd.say(filled("exported", { n: rd.transfer.exportLines() })); }, "go");
    var table = rd.button(texts().export_table, function () { rd.transfer.exportTable(); });
    var label = rd.element("label", texts().import_label, "import");
    var input = rd.element("input", "", "sr"); // the words of the browser's own button are in the language of the browser
    input.type = "file";
    input.accept = ".jsonl";
    label.append(input);
    row.append(save, table, label);
    var preview = rd.element("div", "", "preview");
    preview.tabIndex = -1;
    input.addEventListener("change", function () {
      if (input.files.length) { read(input.files[0], preview); }
      input.value = ""; // the same file may be chosen again
    });
    var list = rd.element("ol", "", "lines decisions");
    var undo = rd.button(texts().undo + " (u)", function () { rd.judge.undo(); });
    var rest = rd.element("p", "", "under");
    place.append(warning, count, row, preview, undo, list, rest);
    function show() {
      var mine = Array.from(rd.store.answers().values()).reverse();
      warning.hidden = !rd.store.inMemoryOnly();
      count.textContent = mine.length || rd.store.waiting() ? filled("decided_count", { n: mine.length }) + " " + rd.judge.waiting() + "." : texts().decided_none;
      save.disabled = table.disabled = rd.store.own().length === 0;
      undo.disabled = mine.length === 0;
      list.replaceChildren.apply(list, mine.slice(0, SHOWN).map(decision));
      rest.textContent = mine.length > SHOWN ? filled("more_decisions", { n: mine.length - SHOWN }) : "";
    }
    rd.store.onChange(show);
    show();
  }
  function subject(record) {
    if (record.kind === "archetype") { return rd.choices.archetype(record.archetype); }
    var entry = (rd.data("queue") || { entries: [] }).entries.find(function (one) { return one.passage === record.passage; });
    return entry ? "“" + clipped(entry.text) + "”" : filled("passage_id", { id: rd.records.shown(record.passage || "") });
  }
  function clipped(text) { return text.length > 120 ? text.slice(0, 119) + "…" : text; }
  function decision(record) {
    var made = rd.element("li");
    made.append(rd.element("span", "✓ " + rd.choices.said(record), "said"), " ", rd.element("span", subject(record), "about"));
    var time = rd.element("span", new Date(record.time).toLocaleString(document.documentElement.lang), "facts");
    var back = rd.button(texts().take_back, function () {
      rd.store.retract(record);
      rd.judge.tell(texts().taken_back);
      document.getElementById("beslist").scrollIntoView({ block: "nearest" });
    }, "act");
    back.setAttribute("aria-label", texts().take_back + ": " + rd.choices.said(record));
    made.append(" ", time, " ", back);
    return made;
  }

  function read(file, place) {
    function failed(key) {
      place.replaceChildren(rd.element("p", filled(key, { name: rd.records.shown(file.name) }), "caution"));
      place.focus();
    }
    if (!rd.store.reviewer()) { rd.ask.withName(function () { read(file, place); }); return; }
    place.replaceChildren();
    rd.transfer.read(file, function (told) { showPreview(told, file, place); }, failed);
  }
  function showPreview(told, file, place) {
    var title = rd.element("h3", filled("preview_title", { name: rd.records.shown(file.name) }));
    var facts = rd.element("ul");
    [filled("preview_fresh", { n: told.fresh.length, who: told.reviewers.map(rd.records.shown).join(", ") || "–" }),
      filled("preview_same", { n: told.same }), filled("preview_conflicts", { n: told.conflicts.length }),
      filled("preview_faults", { n: told.faults.length })].forEach(function (text) { facts.append(rd.element("li", text)); });
    var add = rd.button(filled("preview_add", { n: told.fresh.length }), function () {
      rd.transfer.bringIn(told);
      place.replaceChildren(rd.element("p", filled("preview_added", { n: told.fresh.length })));
      place.focus();
    }, "go");
    var leave = rd.button(texts().preview_leave, function () { place.replaceChildren(rd.element("p", texts().preview_left)); place.focus(); });
    place.replaceChildren(title, facts);
    if (told.other.length) { place.append(foreign(told, place)); }
    if (told.conflicts.length) { place.append(conflicts(told.conflicts)); }
    if (told.faults.length) { place.append(faults(told.faults)); }
    var fits = told.weighed ? told.weighed.fits.length : 0;
    if (told.fresh.length) { place.append(add, leave); } else if (fits) { place.append(leave); } else {
      place.append(rd.element("p", texts().preview_nothing), leave);
    }
    place.focus();
  }
  /* What was decided in another report: how much of it fits here, to be taken over on request. */
  function foreign(told, place) {
    var made = rd.element("div", "", "foreign");
    var weighed = told.weighed;
    if (!weighed) { made.append(rd.element("p", filled("other_unknown", { n: told.other.length }))); return made; }
    made.append(rd.element("p", filled("other_report", {
      n: told.other.length, fits: weighed.fits.length, again: weighed.again, lost: weighed.lost
    })));
    if (!weighed.fits.length) { return made; }
    made.append(rd.button(filled("other_adopt", { n: weighed.fits.length }), function () {
      var added = rd.transfer.adopt(weighed);
      place.replaceChildren(rd.element("p", filled("preview_added", { n: added })));
      place.focus();
    }, "go"));
    return made;
  }
  function conflicts(list) {
    var table = rd.element("table", "", "list");
    table.append(rd.element("caption", texts().conflicts_caption));
    var head = rd.element("tr");
    [texts().col_about, texts().col_mine, texts().col_theirs].forEach(function (text) {
      var cell = rd.element("th", text);
      cell.scope = "col";
      head.append(cell);
    });
    var body = rd.element("tbody");
    list.slice(0, SHOWN).forEach(function (pair) {
      var row = rd.element("tr");
      var about = rd.element("th", subject(pair.mine));
      about.scope = "row";
      row.append(about, rd.element("td", rd.choices.said(pair.mine)),
        rd.element("td", filled("other_reviewer", { who: rd.records.shown(pair.theirs.reviewer), what: rd.choices.said(pair.theirs) })));
      body.append(row);
    });
    var thead = rd.element("thead");
    thead.append(head);
    table.append(thead, body);
    var around = rd.element("div", "", "scroll");
    around.setAttribute("role", "region");
    around.setAttribute("aria-label", texts().conflicts_caption);
    around.tabIndex = 0;
    around.append(table);
    if (list.length > SHOWN) { around.append(rd.element("p", filled("more_conflicts", { n: list.length - SHOWN }), "under")); }
    return around;
  }
  function faults(list) {
    var more = rd.element("details");
    var lines = rd.element("ul");
    list.slice(0, SHOWN).forEach(function (one) { lines.append(rd.element("li", filled("fault_at", { line: one.line, why: texts()[one.why] }))); });
    more.append(rd.element("summary", texts().faults_summary), lines);
    more.open = list.length <= 5;
    return more;
  }

  function start() {
    if (!rd.report || !document.getElementById("decided") || !rd.choices.given()) { return; }
    document.querySelectorAll(".scripted").forEach(function (section) { section.hidden = false; });
    who(document.getElementById("who"));
    decided(document.getElementById("decided"));
  }
  document.addEventListener("DOMContentLoaded", start); // after the data
})();
