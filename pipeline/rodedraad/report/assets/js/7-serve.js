/* Where the report is served by `rodedraad serve`: decisions go to the run folder as they are made. On disk this script does nothing.
   The browser's own storage stays the safety net: what waits is whatever it holds and the server has not told it has. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var ADDRESS = "/decisions";
  var AT_ONCE = 500000; // characters in a request
  var SOONEST = 1000; // milliseconds until the next try, twice as many each time
  var LATEST = 30000;
  var secret = "";
  var texts = null;
  var held = new Set(); // lines that the run folder has
  var refused = new Map(); // lines that the server will not have, and why
  var settled = new WeakSet(); // records found in either, so that they need not be written out again
  var foreign = []; // decisions of other reviewers, shown when asked for: who judges apart must not be told
  var isRead = false; // whether the run folder was read
  var isBusy = false;
  var isAwaited = false;
  var trouble = null; // the key of a text, and what to fill in
  var wait = SOONEST;
  var timer = 0;
  var name = "";

  /* The server writes milliseconds; a decision is the same without. */
  function plain(record) {
    return Object.assign({}, record, { time: record.time.replace(/\.0+Z$/, "Z") });
  }
  function line(record) { return rd.records.line(plain(record)); }
  function isSettled(record) {
    if (!settled.has(record) && (held.has(line(record)) || refused.has(line(record)))) { settled.add(record); }
    return settled.has(record);
  }
  function waiting() { return rd.store.all().filter(function (record) { return !isSettled(record); }); }

  function ask(method, body) {
    var options = { method: method, headers: { "X-Rode-Draad": secret }, credentials: "same-origin", cache: "no-store", redirect: "error" };
    if (body !== undefined) {
      options.headers["Content-Type"] = "application/x-ndjson";
      options.body = body;
      options.keepalive = body.length < 16000; // so that it still goes when the reader leaves the page at once
    }
    return window.fetch(ADDRESS, options).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (told) {
        if (answer.ok) { return told; }
        throw { key: answer.status === 403 ? "locked" : answer.status >= 500 ? "disk" : "refused", reason: told.error || "" };
      });
    }, function () { throw { key: "away", reason: "" }; });
  }

  function soon() { // many that are added at once go together
    if (isAwaited) { return; }
    isAwaited = true;
    Promise.resolve().then(function () { isAwaited = false; go(); });
  }
  /* One request at a time: first what the folder has, then what it has not. */
  function go() {
    window.clearTimeout(timer);
    if (isBusy || !(isRead ? waiting().length : true)) { show(); return; }
    isBusy = true;
    show();
    (isRead ? send() : readAll()).then(function () {
      isBusy = false;
      trouble = null;
      wait = SOONEST;
      go();
    }, function (fault) {
      isBusy = false;
      if (!fault || !fault.key) { throw fault; }
      trouble = fault;
      timer = window.setTimeout(go, wait);
      wait = Math.min(2 * wait, LATEST);
      show();
    });
  }
  function readAll() {
    return ask("GET").then(function (told) {
      isRead = true;
      foreign = [];
      var mine = [];
      told.decisions.forEach(function (record) {
        held.add(line(record));
        (record.reviewer === rd.store.reviewer() ? mine : foreign).push(record);
      });
      bring(mine);
    });
  }
  function bring(list) {
    rd.store.addAll(list.map(function (record) { return rd.records.check(plain(record)); }).filter(function (record) {
      return typeof record !== "string";
    }));
    rd.store.markExported(list.map(function (record) { return record.id; }));
  }
  function send() {
    var batch = [];
    var body = "";
    waiting().every(function (record) {
      batch.push(record);
      body += rd.records.line(record) + "\n";
      return body.length < AT_ONCE;
    });
    return ask("POST", body).then(function (told) {
      var saved = new Set(told.saved);
      var why = new Map(told.refused.map(function (one) { return [one.id, one.reason]; }));
      batch.forEach(function (record) {
        if (saved.has(record.id)) { held.add(line(record)); } else { refused.set(line(record), why.get(record.id) || ""); }
      });
      rd.store.markExported(told.saved);
    });
  }

  function said(key, values) {
    return Object.keys(values).reduce(function (text, field) { return text.replace("{" + field + "}", values[field]); }, texts[key]);
  }
  function show() {
    var place = document.getElementById("serve-state");
    var n = waiting().length;
    var text = texts.saved;
    if (trouble) {
      text = said(n ? trouble.key : trouble.key === "locked" ? "locked_out" : "unread", { n: n, reason: trouble.reason });
    } else if (refused.size) {
      text = said("refused", { n: refused.size, reason: refused.values().next().value });
    } else if (n || isBusy || !isRead) {
      text = said("saving", { n: n });
    }
    var bad = Boolean(trouble || refused.size);
    if (bad !== place.classList.contains("trouble")) { rd.say(text); } // said when it begins and when it is over, not at every answer
    place.classList.toggle("trouble", bad);
    place.querySelector(".serve-words").textContent = text;
    place.querySelector(".serve-mark").textContent = bad ? "⚠" : n || !isRead ? "…" : "✓";
    place.querySelector(".retry").hidden = !trouble;
    var fresh = foreign.filter(function (record) { return !rd.store.get(record.id); });
    var button = place.querySelector(".others");
    button.hidden = !fresh.length;
    button.textContent = said("others", { n: fresh.length, names: names(fresh) });
  }
  function names(list) {
    var all = Array.from(new Set(list.map(function (record) { return record.reviewer; })));
    return all.slice(0, 3).join(", ") + (all.length > 3 ? " …" : "");
  }
  function retry() {
    wait = SOONEST;
    trouble = null;
    refused.clear();
    settled = new WeakSet();
    go();
  }
  function makePlace() {
    var place = rd.element("section", "", "serve-state");
    place.setAttribute("aria-label", texts.label);
    place.id = "serve-state";
    var words = rd.element("p");
    var mark = rd.element("span", "…", "serve-mark");
    mark.setAttribute("aria-hidden", "true");
    words.append(mark, " ", rd.element("span", "", "serve-words"));
    place.append(words, rd.button(texts.retry, retry, "retry"), rd.button("", function () { bring(foreign); show(); }, "others"));
    var main = document.querySelector("main");
    main.parentElement.insertBefore(place, main);
  }

  function start() {
    var meta = document.querySelector("meta[name=rode-draad-served]");
    texts = window.RODE_DRAAD_TEXTS.serve;
    if (!meta || !rd.store || !texts) { return; }
    secret = meta.content;
    name = rd.store.reviewer();
    makePlace();
    rd.store.onAdd(function (record) { if (!isSettled(record)) { soon(); } });
    rd.store.onChange(function () {
      if (rd.store.reviewer() === name) { return; }
      name = rd.store.reviewer();
      isRead = false; // to bring what this reviewer said in another browser
      go();
    });
    window.addEventListener("online", retry);
    window.addEventListener("pageshow", function (event) { if (event.persisted) { retry(); } });
    go();
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
