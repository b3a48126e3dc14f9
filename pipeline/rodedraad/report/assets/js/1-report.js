/* Rode Draad: small conveniences. Everything in the report works without this script; it only adds buttons and keys.
   It writes text with textContent alone, keeps nothing but two preferences, and asks nothing of any network. */
(function () {
  "use strict";
  var root = document.documentElement;
  var memory = {};

  function remembered(key) {
    if (Object.prototype.hasOwnProperty.call(memory, key)) { return memory[key]; }
    try { return window.localStorage.getItem("rodedraad." + key); } catch (refused) { return null; }
  }
  function remember(key, value) {
    delete memory[key];
    try { window.localStorage.setItem("rodedraad." + key, value); } catch (refused) { memory[key] = value; } // forbidden for files, or full
  }
  var theme = remembered("theme");
  if (theme === "dark" || theme === "light") { root.dataset.theme = theme; } // before the page is drawn

  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }
  function button(text, action, className) {
    var made = element("button", text, className);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  function say(text) {
    var place = document.getElementById("said");
    if (place) { place.textContent = text; }
  }
  var sets = {};
  /* Read data that were packed by islands.py. */
  function unpacked(packed) {
    var raw = window.atob(packed);
    var bytes = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text().then(JSON.parse);
  }
  /* What the other scripts share. Data files call RodeDraad.data with a name and a JSON text; without a text it returns what was given. */
  window.RodeDraad = {
    element: element, button: button, folded: folded, copy: copy, remember: remember, remembered: remembered, say: say,
    report: root.dataset.report || "",
    help: [], // more keys to explain: pairs of a key and what it does
    keysAre: keysAre,
    unpacked: typeof DecompressionStream === "undefined" ? null : unpacked,
    data: function (name, json) {
      if (json !== undefined) { sets[name] = JSON.parse(json); }
      return sets[name];
    }
  };

  function start() {
    var texts = window.RODE_DRAAD_TEXTS;
    var said = element("p", "", "sr");
    said.id = "said";
    said.setAttribute("aria-live", "polite");
    document.body.append(said);
    var help = makeHelp(texts);
    addTools(texts, help);
    document.querySelectorAll(".side").forEach(function (side) { foldMenu(side, texts); });
    document.querySelectorAll(window.RodeDraad.held.quotes).forEach(function (quote) { addCopying(quote, texts, said); });
    document.querySelectorAll("table[data-filter]").forEach(function (table) { addFilter(table, texts, said); });
    document.addEventListener("keydown", function (event) { onKey(event, help); });
  }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function addTools(texts, help) {
    var toggles = [];
    function turn() {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember("theme", root.dataset.theme);
      name();
    }
    function name() { toggles.forEach(function (toggle) { toggle.textContent = isDark() ? texts.theme_light : texts.theme_dark; }); }
    document.querySelectorAll(".tools").forEach(function (tools) { // one on a page, one a sheet in the report in one file
      var toggle = button("", turn);
      toggles.push(toggle);
      tools.append(toggle, button(texts.help, function () { help.showModal(); }));
    });
    name();
  }

  /* On a narrow window the content comes first: the menu is one button. Without a script the menu is just there. */
  function foldMenu(side, texts) {
    var open = button(texts.menu, function () { fold(side.dataset.menu !== "closed"); }, "menu-open");
    function fold(isClosed) {
      side.dataset.menu = isClosed ? "closed" : "open";
      open.setAttribute("aria-expanded", String(!isClosed));
    }
    fold(true);
    side.querySelector(".brand").after(open);
    side.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && open.getClientRects().length && side.dataset.menu === "open") { fold(true); open.focus(); }
    });
  }

  /* Copying: the clipboard of file: pages differs between browsers, so there is an older way to fall back on. */
  function copy(text, done) {
    function older() {
      var area = element("textarea", text, "sr");
      document.body.append(area);
      area.select();
      var worked = false;
      try { worked = document.execCommand("copy"); } catch (refused) { worked = false; }
      area.remove();
      done(worked);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, older);
    } else { older(); }
  }
  function squeezed(node) { return node.textContent.replace(/\s+/g, " ").trim(); }
  function addCopying(quote, texts, said) {
    var source = window.RodeDraad.held.source(quote);
    var words = quote.querySelector("blockquote, p");
    var facts = squeezed(quote.querySelector(".facts, small"));
    function withReport(made, original) {
      return button(original, function () {
        var self = this;
        copy(made(), function (worked) {
          self.textContent = worked ? texts.copied : texts.copy_failed;
          said.textContent = self.textContent;
          window.setTimeout(function () { self.textContent = original; }, 2500);
        });
      }, "act");
    }
    var place = element("p", "", "acts");
    place.append(
      withReport(function () { return "“" + squeezed(words) + "” (" + squeezed(source) + " · " + facts + ")"; }, texts.copy_quote),
      withReport(function () { return source.href; }, texts.copy_link)
    );
    (quote.querySelector("figcaption") || quote).append(place);
  }

  function folded(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function addFilter(table, texts, said) {
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var label = element("label", table.dataset.filter, "filter");
    var input = element("input");
    input.type = "search";
    label.append(input);
    table.parentElement.before(label);
    input.addEventListener("input", function () {
      var wanted = folded(input.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var text = folded(row.textContent);
        row.hidden = !wanted.every(function (word) { return text.indexOf(word) !== -1; });
        shown += row.hidden ? 0 : 1;
      });
      said.textContent = texts.rows_shown.replace("{n}", String(shown)).replace("{whole}", String(rows.length));
    });
  }

  function makeHelp(texts) {
    var dialog = element("dialog");
    var title = element("h2", texts.help_title);
    title.id = "help-title";
    dialog.setAttribute("aria-labelledby", "help-title");
    var list = element("dl");
    [["[", texts.help_previous], ["]", texts.help_next], ["/", texts.help_filter], ["?", texts.help_this]].concat(window.RodeDraad.help).forEach(function (pair) {
      var key = element("dt");
      key.append(element("kbd", pair[0]));
      list.append(key, element("dd", pair[1]));
    });
    var label = element("label");
    var box = element("input");
    box.type = "checkbox";
    box.checked = remembered("keys") !== "off";
    box.addEventListener("change", function () { remember("keys", box.checked ? "on" : "off"); });
    label.append(box, " " + texts.help_on);
    dialog.append(title, list, label, button(texts.close, function () { dialog.close(); }));
    document.body.append(dialog);
    return dialog;
  }
  /* Single keys count unless they are switched off, somebody is typing or choosing, or a dialog is open. */
  function keysAre(event) {
    var at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || remembered("keys") === "off") { return false; }
    if (document.querySelector("dialog[open]")) { return false; }
    var box = at instanceof HTMLInputElement && at.type !== "checkbox" && at.type !== "radio" && at.type !== "button";
    return !(box || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement || at.isContentEditable);
  }
  function visible(selector) {
    return Array.prototype.find.call(document.querySelectorAll(selector), function (one) { return one.getClientRects().length; });
  }
  function onKey(event, help) {
    if (!keysAre(event)) { return; }
    var go = { "[": "a[rel=prev]", "]": "a[rel=next]" }[event.key];
    if (go) {
      var link = visible(go);
      if (link) { link.click(); }
    } else if (event.key === "?") {
      help.showModal();
    } else if (event.key === "/") {
      var input = visible(".filter input");
      if (input) { event.preventDefault(); input.focus(); }
    }
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
