/* What can be chosen, and decisions in words. Archetypes and items of lenses come from data/choices.js. */
(function () {
  "use strict";
  var rd = window.RodeDraad;
  var tables = null;

  function given() { return rd.data("choices"); }
  function look() {
    if (tables) { return tables; }
    tables = { archetypes: new Map(), lenses: new Map(), items: new Map(), pages: new Map() };
    given().archetypes.forEach(function (one) { tables.archetypes.set(one.id, one); });
    given().lenses.forEach(function (lens) {
      tables.lenses.set(lens.id, lens);
      lens.items.forEach(function (item) {
        tables.items.set(lens.id + "\u0001" + item.id, item);
        tables.pages.set(item.page, { lens: lens.id, item: item.id });
      });
    });
    return tables;
  }
  function texts() { return window.RODE_DRAAD_TEXTS.judge; }
  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? String(values[name]) : whole; });
  }

  function archetype(id) {
    var found = look().archetypes.get(id);
    return rd.records.shown(found ? found.label : id || texts().no_archetype);
  }
  /* What the machine calls it, where a reviewer gave it another name. */
  function proposed(id) {
    var found = look().archetypes.get(id);
    return rd.records.shown(found ? found.proposed : id);
  }
  function item(lens, id) {
    var found = look().items.get(lens + "\u0001" + id);
    return rd.records.shown(found ? found.name : id);
  }
  function hasArchetype(id) { return look().archetypes.has(id); }
  function hasItem(lens, id) { return look().items.has(lens + "\u0001" + id); }
  function hasPolarity(lens) { return Boolean((look().lenses.get(lens) || {}).polarity); }
  function sign(value) { return { "1": texts().sign_plus, "-1": texts().sign_minus, "0": texts().sign_none }[value] || ""; }
  /* The item that a link of a tag leads to, wherever the page lies that it stands on. */
  function byLink(href) { return look().pages.get(href.replace(/^(\.\.\/)+/, "").replace(/#.*$/, "")); }

  function otherArchetypes(but) {
    var options = given().archetypes.filter(function (one) { return one.id !== but; }).map(function (one) { return [one.id, one.label]; });
    return but === "" ? options : [["", texts().no_archetype]].concat(options);
  }
  function items(lens, but) {
    var options = [];
    given().lenses.forEach(function (one) {
      if (lens && one.id !== lens) { return; }
      one.items.forEach(function (each) { if (each.id !== but) { options.push([each.id, each.name]); } });
    });
    return options;
  }
  function signs(but) {
    return ["-1", "1", "0"].filter(function (value) { return value !== but; }).map(function (value) { return [value, sign(value)]; });
  }

  function parts(value) {
    try {
      var read = JSON.parse(value);
      var passages = Array.isArray(read.passages) ? read.passages : [];
      return { label: String(read.label), passages: passages, n: passages.length };
    } catch (broken) { return { label: "", passages: [], n: 0 }; }
  }
  /* A record in a few words: ‘past niet’, ‘hoort bij …’. */
  function said(record) {
    var text = texts()["done_" + record.kind + "_" + record.action] || record.action;
    if (record.kind === "passage" && record.action === "move" && !record.value) { text = texts().done_passage_move_none; }
    var split = record.action === "split" ? parts(record.value) : null;
    var value = record.value === null ? "" : record.value;
    if (record.action === "move" || record.action === "merge") { value = archetype(value); }
    if (record.action === "other") { value = item(record.lens, value); }
    if (record.action === "polarity") { value = sign(value); }
    return filled(text, {
      value: split ? rd.records.shown(split.label) : rd.records.shown(value), n: split ? split.n : 0,
      item: record.item ? item(record.lens, record.item) : ""
    });
  }
  /* Does an answer still speak of what the machine says now? ``now`` is what it says: an archetype, or an item with its sign. */
  function holds(record, now) {
    if (record.action === "move") { return (record.value || "") === now || (record.proposal || "") === now; }
    if (record.action === "fits_not") { return now === "" || (record.proposal || "") === now; }
    if (record.action === "polarity") { return record.item + " " + record.value === now || (record.proposal || "") === now; }
    if (record.kind === "mapping") { return Boolean(record.proposal) === Boolean(now); } // the sign is another question
    return (record.proposal || "") === now;
  }

  rd.choices = {
    given: given, archetype: archetype, proposed: proposed, item: item, hasArchetype: hasArchetype, hasItem: hasItem, hasPolarity: hasPolarity, sign: sign, byLink: byLink, otherArchetypes: otherArchetypes,
    items: items, signs: signs, said: said, holds: holds, filled: filled, parts: parts,
    lens: function (id) { return rd.records.shown((look().lenses.get(id) || { name: id }).name); }
  };
})();
