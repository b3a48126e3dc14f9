/* Small questions in the page: a choice from a list, a text, and once the reviewer's own short name. Esc leaves a question unanswered. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var counted = 0;

  function labelled(text, field) {
    counted += 1;
    var label = rd.element("label", text);
    field.id = "ask-" + counted;
    label.htmlFor = field.id;
    return label;
  }
  /* Put a question in its place; done gets the answer. Whoever asked gets the focus back. */
  function question(place, text, field, done) {
    var texts = window.RODE_DRAAD_TEXTS.judge;
    var asker = document.activeElement;
    var form = rd.element("form", "", "ask");
    function close() {
      form.remove();
      if (asker && asker.isConnected) { asker.focus(); }
    }
    var save = rd.element("button", texts.save);
    save.type = "submit";
    form.append(labelled(text, field), field, save, rd.button(texts.cancel, close));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var value = field.value.trim();
      if (field.required && !value) { field.focus(); return; }
      close();
      done(value);
    });
    form.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    });
    place.replaceChildren(form);
    field.focus();
    return form;
  }
  /* Options are pairs of a value and what is shown; a third, a group they stand under. */
  function pick(place, text, options, done) {
    var select = rd.element("select");
    var groups = new Map();
    options.forEach(function (pair) {
      var option = rd.element("option", rd.records.shown(pair[1]));
      option.value = pair[0];
      var parent = select;
      if (pair[2]) {
        if (!groups.has(pair[2])) {
          var group = rd.element("optgroup");
          group.label = rd.records.shown(pair[2]);
          groups.set(pair[2], group);
          select.append(group);
        }
        parent = groups.get(pair[2]);
      }
      parent.append(option);
    });
    return question(place, text, select, done);
  }
  function write(place, text, value, done) {
    var area = rd.element("textarea");
    area.rows = 3;
    area.maxLength = 10000;
    area.value = value;
    return question(place, text, area, done);
  }
  function fill(place, text, value, done) {
    var input = rd.element("input");
    input.maxLength = 200;
    input.required = true;
    input.value = value;
    return question(place, text, input, done);
  }

  /* The name: asked at the first decision, in a dialog; kept with the report. */
  function withName(then) {
    if (rd.store.reviewer()) { then(); return; }
    var texts = window.RODE_DRAAD_TEXTS.judge;
    var dialog = rd.element("dialog", "", "name-dialog");
    var title = rd.element("h2", texts.name_title);
    title.id = "name-title";
    dialog.setAttribute("aria-labelledby", title.id);
    var place = rd.element("div");
    dialog.append(title, rd.element("p", texts.name_intro), place);
    document.body.append(dialog);
    dialog.addEventListener("close", function () { dialog.remove(); });
    dialog.showModal();
    nameForm(place, function () { dialog.close(); then(); }, function () { dialog.close(); });
  }
  function nameForm(place, done, cancelled) {
    var texts = window.RODE_DRAAD_TEXTS.judge;
    var form = rd.element("form", "", "ask");
    var input = rd.element("input");
    input.autocomplete = "off";
    input.spellcheck = false;
    input.maxLength = 30;
    input.value = rd.store.reviewer();
    var hint = rd.element("p", texts.name_hint, "under");
    var fault = rd.element("p", "", "fault");
    fault.setAttribute("role", "alert");
    var label = labelled(texts.name_label, input);
    hint.id = input.id + "-hint";
    input.setAttribute("aria-describedby", hint.id);
    var save = rd.element("button", texts.save);
    save.type = "submit";
    form.append(label, input, save);
    if (cancelled) { form.append(rd.button(texts.cancel, cancelled)); }
    form.append(hint, fault);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (rd.store.setReviewer(input.value)) { done(); return; }
      fault.textContent = texts.name_fault;
      input.setAttribute("aria-invalid", "true");
      input.focus();
    });
    place.replaceChildren(form);
    if (cancelled) { input.focus(); }
  }

  rd.ask = { pick: pick, write: write, fill: fill, withName: withName, nameForm: nameForm };
})();
