/* Judging passages and mappings: a panel of buttons, one key each. On quotes, in the margin of a document, and in the work queue. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var counted = 0;
  var panels = []; // open panels, to be shown anew after every change
  var marks = []; // quotes with a state

  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function fit(passage) { return rd.store.question({ kind: "passage", passage: passage }, "fit"); }
  function verdict(subject, on) {
    return rd.store.question({ kind: "mapping", passage: subject.passage, lens: on.lens, item: on.item }, "verdict");
  }
  function proposalOf(on) { return on.isAbsent ? "" : on.item + " " + (on.polarity || "0"); } // nothing, where the machine says nothing

  /* The fields of a record about this subject; ``on`` is the mapping it is about, if any. */
  function fields(subject, kind, action, value, on) {
    return {
      kind: kind, action: action, value: value, passage: subject.passage, archetype: subject.archetype || null,
      lens: on ? on.lens : null, item: on ? on.item : null,
      anchor: subject.hash ? { document: subject.document, start: subject.start, end: subject.end, text_hash: subject.hash } : null,
      proposal: (on ? proposalOf(on) : subject.proposed) || null, blind: Boolean(subject.blind), queue: subject.queue || ""
    };
  }
  /* Keep an answer; the same answer again takes it back. */
  function answer(given, done) {
    rd.ask.withName(function () {
      var before = rd.store.answers().get(rd.store.question(given));
      var again = before && before.action === given.action && before.value === given.value && before.proposal === given.proposal;
      var record = again ? rd.store.retract(before) : rd.store.add(given);
      tell(again ? texts().taken_back : rd.choices.said(given));
      if (done) { done(record, Boolean(again)); }
    });
  }
  function tell(what) {
    rd.say(what + ". " + waiting());
  }
  function waiting() {
    var n = rd.store.waiting();
    return n === 1 ? texts().waiting_one : rd.choices.filled(texts().waiting, { n: n });
  }
  function undo() {
    var record = rd.store.undo();
    tell(record ? rd.choices.filled(texts().undone, { what: rd.choices.said(record) }) : texts().nothing_to_undo);
    return record;
  }

  function keyed(text, key, action) {
    var made = rd.button(text, action, "choice");
    made.dataset.key = key;
    if (rd.remembered("keys") !== "off") {
      var hint = rd.element("kbd", key);
      hint.setAttribute("aria-hidden", "true");
      made.append(" ", hint);
      made.setAttribute("aria-keyshortcuts", key);
    }
    return made;
  }
  function group(asked, buttons) {
    var made = rd.element("div", "", "judge-group");
    counted += 1;
    var title = rd.element("p", asked, "asked");
    title.id = "asked-" + counted;
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", title.id);
    var row = rd.element("div", "", "choices");
    buttons.forEach(function (one) { if (one) { row.append(one); } });
    var place = rd.element("div");
    made.append(title, row, place);
    return made;
  }
  function place(button) { return button.closest(".judge-group").lastElementChild; }

  function fitGroup(subject, done) {
    function simple(action) { return function () { answer(fields(subject, "passage", action, null), done); }; }
    var fits = keyed(texts().fits, "p", simple("fits"));
    var not = keyed(texts().fits_not, "n", simple("fits_not"));
    var move = keyed(texts().move, "a", function () {
      rd.ask.pick(place(move), texts().move_label, rd.choices.otherArchetypes(subject.archetype), function (value) {
        answer(fields(subject, "passage", "move", value), done);
      });
    });
    mark(fits, fit(subject.passage), "fits", subject.proposed);
    mark(not, fit(subject.passage), "fits_not", subject.proposed);
    mark(move, fit(subject.passage), "move", subject.proposed);
    if (!subject.archetype) { return group(texts().asked_none, [move]); }
    return group(rd.choices.filled(texts().asked_fit, { name: rd.choices.archetype(subject.archetype) }), [fits, not, move]);
  }
  function mappingGroup(subject, on, done) {
    var name = rd.choices.item(on.lens, on.item);
    var polar = rd.choices.hasPolarity(on.lens);
    var polarity = { kind: "passage", passage: subject.passage, lens: on.lens, item: on.item };
    function simple(action) { return function () { answer(fields(subject, "mapping", action, null, on), done); }; }
    var accept = keyed(texts().accept, "k", simple("accept"));
    var reject = keyed(texts().reject, "f", simple("reject"));
    var other = keyed(texts().other, "i", function () {
      rd.ask.pick(place(other), texts().other_label, rd.choices.items(on.lens, on.item), function (value) {
        answer(fields(subject, "mapping", "other", value, on), done);
      });
    });
    var turn = polar && keyed(texts().polarity, "o", function () {
      rd.ask.pick(place(turn), texts().polarity_label, rd.choices.signs(on.polarity), function (value) {
        answer(fields(subject, "passage", "polarity", value, on), null);
      });
    });
    mark(accept, verdict(subject, on), "accept", proposalOf(on));
    mark(reject, verdict(subject, on), "reject", proposalOf(on));
    mark(other, verdict(subject, on), "other", proposalOf(on));
    if (turn) { mark(turn, rd.store.question(polarity, "polarity"), "polarity", proposalOf(on)); }
    var asked = polar ? texts().asked_mapping_sign : texts().asked_mapping;
    var values = { name: name, lens: rd.choices.lens(on.lens), sign: rd.choices.sign(on.polarity) };
    return group(rd.choices.filled(asked, values), [accept, reject, other, turn]);
  }
  function restGroup(subject) {
    var asked = { kind: "passage", passage: subject.passage };
    var names = keyed(texts().pseudonym, "x", function () { answer(fields(subject, "passage", "pseudonym_wrong", null), null); });
    var memo = keyed(texts().memo, "m", function () {
      var before = rd.store.answers().get(rd.store.question(asked, "memo"));
      rd.ask.write(place(memo), texts().memo_label, before ? before.value : "", function (value) {
        if (value) { answer(fields(subject, "passage", "memo", value), null); } else if (before) { answer(before, null); }
      });
    });
    mark(names, rd.store.question(asked, "pseudonym_wrong"), "pseudonym_wrong", subject.proposed);
    mark(memo, rd.store.question(asked, "memo"), "memo", subject.proposed);
    return group(texts().asked_rest, [names, memo]);
  }
  /* A button is pressed when its answer is the one that counts, about what the machine says now. */
  function mark(button, question, action, proposal) {
    button.refresh = function () {
      var now = rd.store.answers().get(question);
      button.setAttribute("aria-pressed", String(Boolean(now) && now.action === action && (now.proposal || "") === (proposal || "")));
    };
    button.asked = question;
    button.refresh();
  }
  /* Return the panel for a subject; done is told of an answer to the main questions. */
  function panel(subject, done) {
    var made = rd.element("div", "", "judge-panel");
    var main = subject.focus ? subject.mappings : [null].concat(subject.mappings);
    main.forEach(function (on) { made.append(on ? mappingGroup(subject, on, done) : fitGroup(subject, done)); });
    made.append(restGroup(subject), rd.element("ul", "", "others plain"));
    panels.push(made);
    showPanel(made);
    return made;
  }
  function showPanel(made) {
    var told = [];
    made.querySelectorAll("button.choice").forEach(function (button) {
      if (!button.refresh) { return; }
      button.refresh();
      rd.store.others(button.asked).forEach(function (theirs) { if (told.indexOf(theirs) === -1) { told.push(theirs); } });
    });
    made.querySelector(".others").replaceChildren.apply(made.querySelector(".others"), told.map(function (theirs) {
      return rd.element("li", rd.choices.filled(texts().other_reviewer, { who: theirs.reviewer, what: rd.choices.said(theirs) }));
    }));
  }

  /* State of a quote: proposal, decided, or changed since it was decided: an icon and a word. */
  function stateOf(subject, answered) {
    var mine = answered.get(subject.passage) || [];
    var stale = mine.some(function (record) {
      if (record.kind === "passage" && !record.lens) {
        return rd.store.question(record) === fit(subject.passage) && !rd.choices.holds(record, subject.proposed);
      }
      return subject.mappings.some(function (on) {
        return on.lens === record.lens && on.item === record.item && !rd.choices.holds(record, proposalOf(on));
      });
    });
    var said = mine.map(rd.choices.said).join("; ");
    if (stale) { return ["changed", rd.choices.filled(texts().state_changed, { what: said })]; }
    return mine.length ? ["decided", rd.choices.filled(texts().state_decided, { what: said })] : ["proposal", texts().state_proposal];
  }
  function answered() {
    var byPassage = new Map();
    rd.store.answers().forEach(function (record) {
      if (!record.passage) { return; }
      if (!byPassage.has(record.passage)) { byPassage.set(record.passage, []); }
      byPassage.get(record.passage).push(record);
    });
    return byPassage;
  }
  function showStates() {
    var mine = answered();
    panels = panels.filter(function (made) { return made.isConnected; });
    panels.forEach(showPanel);
    marks.forEach(function (one) {
      if (!mine.has(one.subject.passage) && !one.touched) { return; } // as the page was built
      one.touched = true;
      var state = stateOf(one.subject, mine);
      one.place.className = "state " + state[0];
      one.place.textContent = state[1];
    });
  }

  function subjectOf(held, around) {
    var subject = rd.held.read(held, around);
    var mappings = subject.on ? [subject.on] : [];
    around.querySelectorAll("a.tag").forEach(function (tag) {
      var on = rd.choices.byLink(tag.getAttribute("href"));
      if (!on || mappings.some(function (one) { return one.lens === on.lens && one.item === on.item; })) { return; }
      var polarity = tag.classList.contains("plus") ? "1" : tag.classList.contains("minus") ? "-1" : tag.classList.contains("neutral") ? "0" : "";
      mappings.push({ lens: on.lens, item: on.item, polarity: polarity, isAbsent: tag.dataset.absent !== undefined });
    });
    return Object.assign(subject, { mappings: mappings });
  }
  /* Give a quote its state and a button that opens the panel. */
  function attach(held, around, before) {
    var subject = subjectOf(held, around);
    var row = rd.element("div", "", "judged");
    var state = around.querySelector(".state") || rd.element("span", texts().state_proposal, "state proposal");
    var opener = rd.button(texts().judge, function () {
      var open = opener.getAttribute("aria-expanded") !== "true";
      opener.setAttribute("aria-expanded", String(open));
      if (open) { row.append(panel(subject, null)); } else { row.querySelector(".judge-panel").remove(); }
    }, "judge-open");
    opener.setAttribute("aria-expanded", "false");
    row.append(state, opener);
    around.dataset.judge = "";
    if (before) { around.insertBefore(row, before); } else { around.append(row); }
    marks.push({ subject: subject, place: state });
    return subject;
  }
  /* The same for quotes that a script made; those it made before and threw away are forgotten. */
  function attachNew(quotes) {
    marks = marks.filter(function (one) { return one.place.isConnected; });
    var subjects = quotes.map(function (quote) { return attach(quote, quote.querySelector("figcaption"), null); });
    showStates();
    return subjects;
  }
  function attachAll() {
    document.querySelectorAll(rd.held.quotes).forEach(function (quote) {
      attach(quote, quote.querySelector("figcaption") || quote, null);
    });
    document.querySelectorAll(".notes > li").forEach(function (note) {
      var held = document.getElementById(note.querySelector("a").hash.slice(1));
      if (held && held.dataset.at) { attach(held, note.querySelector("div"), null); }
    });
    targeted();
    window.addEventListener("hashchange", targeted);
  }
  /* A passage without a note in the margin can be judged when a link led to it. */
  function targeted() {
    var held = document.querySelector(":target");
    if (!held || !held.dataset.at || held.matches("li") || held.classList.contains("pattern") || held.classList.contains("mapped")) { return; }
    var body = held.closest(".reading > *, .row > *");
    if (body && !(body.nextElementSibling && body.nextElementSibling.matches(".judged-here"))) {
      var place = rd.element("div", "", "judged-here");
      body.after(place);
      attach(held, place, null);
    }
    showStates();
  }

  /* One key each: for the quote that has the focus, else for the work queue, the one open panel, or the archetype of the page. */
  document.addEventListener("keydown", function (event) {
    if (!rd.choices.given() || !rd.keysAre(event) || event.shiftKey || !/^[a-z]$/.test(event.key)) { return; }
    if (event.key === "u") { event.preventDefault(); undo(); return; }
    var at = document.activeElement;
    var quote = at.closest(rd.held.quotes + ", [data-judge]");
    var own = quote && (quote.matches("[data-judge]") ? quote : quote.querySelector("[data-judge]"));
    if (own && !own.querySelector(".judge-panel") && KEYS.indexOf(event.key) !== -1) { own.querySelector(".judge-open").click(); }
    var open = document.querySelectorAll(".judge-panel");
    var places = [at.closest(".judge-group"), own, document.querySelector(".queue-card"), open.length === 1 ? open[0] : null,
      document.querySelector(".judge-archetype")];
    var button = places.reduce(function (found, one) { return found || one && one.querySelector("[data-key='" + event.key + "']"); }, null);
    if (button) { event.preventDefault(); button.focus(); button.click(); }
  });

  var KEYS = ["p", "n", "a", "k", "f", "i", "o", "x", "m", "u"];
  var NAMES = ["fits", "fits_not", "move", "accept", "reject", "other", "polarity", "pseudonym", "memo", "undo"];
  KEYS.forEach(function (key, at) { rd.help.push([key, texts()[NAMES[at]]]); });

  rd.judge = { answer: answer, fields: fields, panel: panel, group: group, keyed: keyed, place: place, mark: mark, tell: tell, undo: undo, fit: fit,
    verdict: verdict, waiting: waiting, attachAll: attachNew, answered: answered, stateOf: stateOf };
  function start() {
    if (!rd.choices.given()) { return; }
    attachAll();
    rd.store.onChange(showStates);
    showStates();
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
