/* Rode Draad: finding the way. The address after # as state, the way back to results, and a kind word where an address leads nowhere. */
(function () {
  "use strict";
  const R = window.RodeDraad;
  document.documentElement.dataset.scripted = "yes"; // what is said to readers without script can go
  const KEY = R.report + ".way";

  function bare(address) { return address.replace(/#.*/, ""); }
  function saved() {
    try { return JSON.parse(R.remembered(KEY)) || {}; } catch (broken) { return {}; }
  }
  function write(hash, quietly) {
    const now = bare(window.location.href);
    if (window.location.hash.replace(/^#/, "") === hash) { return; }
    try { window.history[quietly ? "replaceState" : "pushState"](null, "", now + (hash ? "#" + hash : "")); } catch (refused) {
      if (hash) { window.location.hash = hash; } // a browser that wants no history of files
    }
  }
  /* A reader follows a link out of the results: remember which results, how far down, and where the link leads. */
  function leave(target) {
    R.remember(KEY, JSON.stringify({
      page: bare(window.location.href), hash: window.location.hash, scroll: Math.round(window.scrollY), target: bare(target)
    }));
  }
  /* Back on the results: to where the reader was, if these are the same results. */
  function back() {
    const last = saved();
    const came = window.performance.getEntriesByType("navigation")[0];
    const returned = last.returning || (came && came.type === "back_forward");
    if (!returned || last.page !== bare(window.location.href) || last.hash !== window.location.hash) { return; }
    last.returning = false;
    R.remember(KEY, JSON.stringify(last));
    window.scrollTo({ top: last.scroll, behavior: "instant" });
  }
  function offerBack(texts) {
    const last = saved();
    if (last.target !== bare(window.location.href) || !/^(file|https?):.*\/(zoeken|kaart)\.html$/.test(last.page)) { return; }
    const link = R.element("a", "← " + texts.back, "way-back");
    link.href = last.page + last.hash;
    link.addEventListener("click", function () { last.returning = true; R.remember(KEY, JSON.stringify(last)); });
    const row = R.element("p", "", "back-row");
    row.append(link);
    document.querySelector("main").prepend(row);
  }
  /* An address that names a place this page does not have gets an answer, not silence. An address with = is a question for a script. */
  function orient(texts) {
    const place = decoded(window.location.hash.slice(1));
    const old = document.getElementById("geen-plek");
    if (old) { old.remove(); }
    if (!place || place.indexOf("=") !== -1 || document.getElementById(place)) { return; }
    const told = R.element("p", texts.no_such_place + " ", "caution");
    told.id = "geen-plek";
    const link = R.element("a", texts.to_search);
    link.href = document.querySelector("a.brand").href.replace(/index\.html$/, "zoeken.html");
    told.append(link);
    document.querySelector("main").prepend(told);
    R.say(texts.no_such_place);
  }
  function decoded(raw) {
    try { return decodeURIComponent(raw); } catch (broken) { return raw; }
  }
  function start() {
    const texts = window.RODE_DRAAD_TEXTS;
    offerBack(texts);
    orient(texts);
    window.addEventListener("hashchange", function () { orient(texts); });
  }

  R.way = { write: write, leave: leave, back: back };
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
