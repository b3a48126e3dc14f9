/* Judging an archetype on its own page: agree, rename, merge, split off, reject, memo. One key each. */
(function () {
  "use strict";
  var rd = window.RodeDraad;

  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function start() {
    var head = document.querySelector("header.head[data-archetype]");
    if (!head || !rd.choices.given()) { return; }
    var id = head.dataset.archetype;
    var state = head.querySelector(".state");
    var built = { name: state.className, text: state.textContent }; // as the page was built: what was applied, by whom
    var made = rd.element("div", "", "judge-archetype");
    var others = rd.element("ul", "", "others plain");
    made.append(buttons(id), others);
    var after = document.querySelector("section[aria-labelledby='waar']"); // first the evidence, then the judgement
    if (after) {
      after.before(made);
      head.append(rd.button(texts().asked_archetype, function () {
        made.scrollIntoView({ block: "center" });
        made.querySelector("button.choice").focus({ preventScroll: true });
      }, "judge-jump"));
    } else { head.append(made); }
    function show() {
      var mine = [];
      rd.store.answers().forEach(function (record) { if (record.kind === "archetype" && record.archetype === id) { mine.push(record); } });
      var stale = mine.some(function (record) {
        return (record.action === "accept" || record.action === "rename") && (record.proposal || "") !== proposal(id);
      });
      var said = { what: mine.map(rd.choices.said).join("; ") };
      state.className = mine.length ? "state " + (stale ? "changed" : "decided") : built.name;
      state.textContent = mine.length ? rd.choices.filled(stale ? texts().state_changed : texts().state_decided, said) : built.text;
      made.querySelectorAll("button.choice").forEach(function (button) { button.refresh(); });
      var told = [];
      made.querySelectorAll("button.choice").forEach(function (button) {
        rd.store.others(button.asked).forEach(function (theirs) { if (told.indexOf(theirs) === -1) { told.push(theirs); } });
      });
      others.replaceChildren.apply(others, told.map(function (theirs) {
        return rd.element("li", rd.choices.filled(texts().other_reviewer, { who: theirs.reviewer, what: rd.choices.said(theirs) }));
      }));
    }
    rd.store.onChange(show);
    show();
    [["g", "agree"], ["h", "rename"], ["v", "merge"], ["s", "split"], ["r", "reject_archetype"], ["t", "memo_archetype"]].forEach(function (pair) {
      rd.help.push([pair[0], texts()[pair[1]]]);
    });
  }
  function proposal(id) { return rd.choices.proposed(id).slice(0, 200); }
  function record(id, action, value) {
    return { kind: "archetype", action: action, archetype: id, value: value, proposal: proposal(id) };
  }
  function before(id, action) {
    return rd.store.answers().get(rd.store.question({ kind: "archetype", archetype: id, action: action }));
  }
  function buttons(id) {
    function keyed(name, key, action, click) {
      var button = rd.judge.keyed(texts()[name], key, function () { click(button); });
      rd.judge.mark(button, rd.store.question({ kind: "archetype", archetype: id, action: action }), action, proposal(id));
      return button;
    }
    function simple(action) { return function () { rd.judge.answer(record(id, action, null), null); }; }
    return rd.judge.group(texts().asked_archetype, [
      keyed("agree", "g", "accept", simple("accept")),
      keyed("rename", "h", "rename", function (button) {
        var old = before(id, "rename");
        rd.ask.fill(rd.judge.place(button), texts().rename_label, old ? old.value : rd.choices.archetype(id).slice(0, 200), function (value) {
          rd.judge.answer(record(id, "rename", value), null);
        });
      }),
      keyed("merge", "v", "merge", function (button) {
        var others = rd.choices.otherArchetypes(id).filter(function (pair) { return pair[0]; });
        rd.ask.pick(rd.judge.place(button), texts().merge_label, others, function (value) { rd.judge.answer(record(id, "merge", value), null); });
      }),
      keyed("split", "s", "split", function (button) { split(id, rd.judge.place(button), button); }),
      keyed("reject_archetype", "r", "reject", simple("reject")),
      keyed("memo_archetype", "t", "memo", function (button) {
        var old = before(id, "memo");
        rd.ask.write(rd.judge.place(button), texts().memo_archetype_label, old ? old.value : "", function (value) {
          if (value) { rd.judge.answer(record(id, "memo", value), null); } else if (old) { rd.judge.answer(old, null); }
        });
      })
    ]);
  }

  /* Splitting off: tick passages, here and on the further pages of this archetype, and give them a name. */
  function split(id, place, button) {
    var key = rd.report + ".split." + id;
    var chosen = new Set((rd.remembered(key) || "").split(" ").filter(Boolean));
    var boxes = [];
    var count = rd.element("p", "", "under");
    function show() {
      count.textContent = rd.choices.filled(texts().split_count, { n: chosen.size });
      boxes.forEach(function (box) { box.checked = chosen.has(box.value); });
      rd.remember(key, Array.from(chosen).join(" "));
    }
    function away() {
      boxes.forEach(function (box) { box.parentElement.remove(); });
      boxes = [];
    }
    document.querySelectorAll(rd.held.quotes).forEach(function (quote) {
      var label = rd.element("label", "", "split-box");
      var box = rd.element("input");
      box.type = "checkbox";
      box.value = rd.held.read(quote).passage;
      box.addEventListener("change", function () {
        if (box.checked) { chosen.add(box.value); } else { chosen.delete(box.value); }
        show();
        rd.say(count.textContent);
      });
      label.append(box, " " + texts().split_this);
      quote.append(label);
      boxes.push(box);
    });
    var form = rd.ask.fill(place, texts().split_label, "", function (value) {
      var list = Array.from(chosen).sort();
      if (list.length === 0) { rd.say(texts().split_none); return; }
      rd.judge.answer(record(id, "split", JSON.stringify({ label: value, passages: list })), null);
      chosen.clear();
      rd.remember(key, "");
    });
    form.prepend(rd.element("p", texts().split_intro), count);
    show();
    new MutationObserver(function (changes, watcher) { if (!form.isConnected) { away(); watcher.disconnect(); button.focus(); } })
      .observe(place, { childList: true });
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
