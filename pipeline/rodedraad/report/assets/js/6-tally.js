/* In the menu of every page: how many decisions are in no file yet, and whether the browser keeps them. */
(function () {
  "use strict";
  var rd = window.RodeDraad;

  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function tally() {
    var tools = document.getElementById("tools");
    if (!rd.report || !tools) { return; }
    var made = rd.element("p", "", "tally");
    var menu = document.querySelector(".menu a[href$='beoordelen.html']");
    tools.before(made);
    function show() {
      var n = rd.store.waiting();
      made.hidden = n === 0;
      made.replaceChildren();
      if (n === 0) { return; }
      var link = rd.element("a", rd.judge.waiting());
      link.href = menu ? menu.getAttribute("href") : "";
      made.append(link);
      if (rd.store.inMemoryOnly()) { made.append(rd.element("strong", texts().memory_short, "fault")); }
    }
    rd.store.onChange(show);
    show();
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", tally); } else { tally(); }
})();
