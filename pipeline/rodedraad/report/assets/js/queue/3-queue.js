/* The work queue of the page Beoordelen: one question at a time, what teaches most first, if wanted without showing what the machine says. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var entries = [];
  var at = 0;
  var seen = new Set(); // questions of which the proposal was shown: judging them is no longer blind
  var parts = {};

  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function filled(key, values) { return rd.choices.filled(texts()[key], values); }
  function isBlind() { return rd.remembered(rd.report + ".blind") === "on"; }
  /* Nobody has said yet whether to judge blind: until then no proposal is shown, or the first question could never be judged blind. */
  function isUndecided() { return rd.remembered(rd.report + ".blind") === null && rd.store.own().length === 0; }
  function choose(how) {
    rd.remember(rd.report + ".blind", how);
    parts.blind.checked = isBlind();
    show();
  }
  function recall() {
    try { JSON.parse(rd.remembered(rd.report + ".seen") || "[]").forEach(function (one) { seen.add(one); }); } catch (broken) { seen.clear(); }
    if (/^#blind=(aan|on)$/.test(window.location.hash)) { rd.remember(rd.report + ".blind", "on"); }
  }
  function isSeen(entry) { return seen.has(questionOf(entry)); }
  function saw(entry) {
    seen.add(questionOf(entry));
    rd.remember(rd.report + ".seen", JSON.stringify(Array.from(seen)));
  }
  function subject(entry) {
    var mappings = entry.lens ? [{ lens: entry.lens, item: entry.item, polarity: entry.polarity, isAbsent: !entry.proposed }] : [];
    return {
      passage: entry.passage, document: entry.document, start: entry.start, end: entry.end, hash: entry.hash, archetype: entry.archetype,
      proposed: entry.machine, mappings: mappings, focus: Boolean(entry.lens), queue: entry.reason, blind: isBlind() && !isSeen(entry)
    };
  }
  function questionOf(entry) {
    return entry.lens ? rd.judge.verdict({ passage: entry.passage }, entry) : rd.judge.fit(entry.passage);
  }
  /* Judged, and the machine still says what it said then. */
  function isJudged(entry) {
    var said = rd.store.answers().get(questionOf(entry));
    var now = entry.lens ? (entry.proposed ? entry.item : "") : entry.machine;
    return Boolean(said) && rd.choices.holds(said, now);
  }

  function start() {
    var place = document.getElementById("queue");
    var given = rd.data("queue");
    if (!place || !given || !rd.choices.given()) { return; }
    entries = given.entries;
    recall();
    if (entries.length === 0) { place.append(rd.element("p", texts().queue_empty)); return; }
    build(place);
    at = Math.max(0, entries.findIndex(function (entry) { return !isJudged(entry); }));
    show();
    rd.store.onChange(progress);
    document.addEventListener("keydown", function (event) {
      if (!rd.keysAre(event) || event.shiftKey) { return; }
      if (event.key === "ArrowRight") { event.preventDefault(); step(1); }
      if (event.key === "ArrowLeft") { event.preventDefault(); step(-1); }
    });
  }
  function build(place) {
    var label = rd.element("label", "", "blind");
    parts.blind = rd.element("input");
    parts.blind.type = "checkbox";
    parts.blind.checked = isBlind();
    parts.blind.addEventListener("change", function () { choose(parts.blind.checked ? "on" : "off"); });
    label.append(parts.blind, " " + texts().blind);
    parts.progress = rd.element("progress");
    parts.progress.max = entries.length;
    parts.progress.setAttribute("aria-labelledby", "queue-progress");
    parts.told = rd.element("p", "", "counts");
    parts.told.id = "queue-progress";
    parts.card = rd.element("section", "", "queue-card");
    parts.card.setAttribute("aria-labelledby", "queue-at");
    parts.next = rd.button(texts().next + " →", function () { step(1); }, "go");
    parts.previous = rd.button("← " + texts().previous, function () { step(-1); }, "go");
    var row = rd.element("div", "", "queue-steps");
    row.append(parts.previous, parts.next);
    place.append(label, rd.element("p", texts().blind_intro, "under"), parts.told, parts.progress, parts.card, row);
    progress();
  }
  function progress() {
    var n = entries.filter(isJudged).length;
    parts.progress.value = n;
    parts.told.textContent = filled("progress", { n: n, whole: entries.length });
  }
  function step(by) {
    var to = at + by;
    if (to < 0 || to >= entries.length) { rd.say(texts()[to < 0 ? "queue_first" : "queue_last"]); return; }
    at = to;
    show();
    document.getElementById("queue-at").focus();
  }

  function show() {
    var entry = entries[at];
    var undecided = isUndecided();
    var before = isSeen(entry);
    var hidden = undecided || (isBlind() && !before && !isJudged(entry));
    if (!hidden) { saw(entry); }
    conceal(undecided || isBlind());
    var title = rd.element("h3", filled("queue_at", { n: at + 1, whole: entries.length }));
    title.id = "queue-at";
    title.tabIndex = -1;
    parts.card.replaceChildren(title);
    if (!hidden) { parts.card.append(rd.element("p", texts()["why_" + entry.reason] || "", "under")); }
    parts.card.append(quote(entry, hidden));
    if (undecided) { parts.card.append(how()); } else if (hidden) { parts.card.append(blindForm(entry)); } else {
      if (isBlind() && before && !isJudged(entry)) { parts.card.append(rd.element("p", texts().blind_late, "under")); }
      parts.card.append(proposal(entry), rd.judge.panel(subject(entry), judged));
    }
    parts.previous.disabled = at === 0;
    parts.next.disabled = at === entries.length - 1;
  }
  /* What else on this page tells what the machine said: the decisions that ask for another look. */
  function conceal(wanted) {
    var told = document.getElementById("opnieuw");
    if (told) { told.parentElement.hidden = wanted; }
  }
  function how() {
    function go(which) { return function () { choose(which); document.getElementById("queue-at").focus(); }; }
    var made = rd.judge.group(texts().how, [rd.button(texts().how_open, go("off"), "go"), rd.button(texts().how_blind, go("on"), "go")]);
    made.classList.add("how");
    return made;
  }
  function quote(entry, hidden) {
    var made = rd.element("figure", "", "quote");
    var block = rd.element("blockquote");
    block.append(rd.element("p", entry.text));
    var caption = rd.element("figcaption");
    if (hidden) { caption.append(rd.element("span", entry.title, "source")); } else {
      var link = rd.element("a", entry.title, "source"); // the document shows what the machine found
      link.href = entry.href;
      caption.append(link);
    }
    caption.append(rd.element("p", entry.facts, "facts"));
    if (entry.before || entry.after) {
      var more = rd.element("details");
      more.append(rd.element("summary", texts().context));
      [entry.before, entry.text, entry.after].forEach(function (text, k) { if (text) { more.append(rd.element("p", text, k === 1 ? "here" : "")); } });
      caption.append(more);
    }
    made.append(block, caption);
    return made;
  }
  function proposal(entry) {
    var names = entry.lens ? { item: rd.choices.item(entry.lens, entry.item), lens: rd.choices.lens(entry.lens) } : {};
    var text = entry.lens && !entry.proposed ? filled("proposal_absent", names) : entry.lens
      ? filled("proposal_mapping", { item: rd.choices.item(entry.lens, entry.item), lens: rd.choices.lens(entry.lens),
        sign: rd.choices.hasPolarity(entry.lens) ? rd.choices.sign(entry.polarity) : "", strength: entry.strength })
      : entry.archetype ? filled("proposal_fit", { name: rd.choices.archetype(entry.archetype), strength: entry.strength }) : texts().proposal_none;
    var made = rd.element("p", "", "proposed");
    made.append(rd.element("span", texts().state_proposal, "state proposal"), " " + text);
    if (entry.state) { made.append(" ", rd.element("span", entry.standing, "state " + entry.state)); }
    return made;
  }
  function judged(record, takenBack) {
    progress();
    if (!takenBack) { (at === entries.length - 1 ? parts.previous : parts.next).focus(); }
  }

  /* Without the proposal the question is open: which archetype, or which item? Only after the answer both are shown side by side. */
  function chooser(text, options) {
    var label = rd.element("label", text);
    var select = rd.element("select");
    select.append(rd.element("option", texts().choose));
    select.firstChild.value = "?";
    options.forEach(function (pair) {
      var option = rd.element("option", rd.records.shown(pair[1]));
      option.value = pair[0];
      select.append(option);
    });
    label.append(select);
    return { label: label, select: select };
  }
  function blindForm(entry) {
    var form = rd.element("form", "", "ask blind-form");
    var polar = entry.lens && rd.choices.hasPolarity(entry.lens);
    var main = entry.lens
      ? chooser(filled("blind_mapping", { lens: rd.choices.lens(entry.lens) }), [["", texts().no_item]].concat(rd.choices.items(entry.lens, null)))
      : chooser(texts().blind_fit, rd.choices.otherArchetypes(null));
    var sign = polar ? chooser(texts().blind_sign, rd.choices.signs(null)) : null;
    var save = rd.element("button", texts().save);
    save.type = "submit";
    form.append(main.label);
    if (sign) { form.append(sign.label); }
    form.append(save);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (main.select.value === "?") { main.select.focus(); return; }
      rd.ask.withName(function () { keepBlind(entry, main.select.value, sign ? sign.select.value : "?"); });
    });
    return form;
  }
  function keepBlind(entry, value, sign) {
    var about = subject(entry);
    var on = about.mappings[0];
    if (sign !== "?" && value) {
      var said = { lens: on.lens, item: value, polarity: on.polarity, isAbsent: on.isAbsent };
      var given = rd.judge.fields(about, "passage", "polarity", sign, said);
      if (value !== entry.item) { given.proposal = null; }
      rd.store.add(given);
    }
    var own = entry.lens ? entry.item : entry.archetype;
    var action = entry.lens ? (value === own ? "accept" : value ? "other" : "reject") : value === own && value ? "fits" : "move";
    rd.store.add(rd.judge.fields(about, entry.lens ? "mapping" : "passage", action, action === "move" || action === "other" ? value : null, on));
    saw(entry);
    show();
    var agrees = entry.lens ? action === (entry.proposed ? "accept" : "reject") : value === entry.machine;
    rd.judge.tell(texts()[agrees ? "blind_same" : "blind_differs"]);
    parts.card.insertBefore(rd.element("p", texts()[agrees ? "blind_same" : "blind_differs"], "compared"), parts.card.querySelector(".proposed"));
    judged(null, false);
  }

  rd.help.push(["→", texts().next], ["←", texts().previous]);
  document.addEventListener("DOMContentLoaded", start); // after the data
})();
