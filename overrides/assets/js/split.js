/* Splits coming from past by the visitor's clock, so that a site that was not
   rebuilt for a while never announces yesterday's meeting. */
(function (doc) {
  "use strict";

  /* A date without a time lasts to the end of that day, in the visitor's zone. */
  function endOf(element) {
    var text = element.dataset.end || element.dataset.start;
    return new Date(text.length === 10 ? text + "T23:59:59" : text);
  }

  function isOver(element) {
    return endOf(element) < new Date();
  }

  function split(coming) {
    var past = doc.querySelector('[data-split="past"]');
    coming.querySelectorAll(":scope > [data-start]").forEach(function (item) {
      if (!isOver(item)) return;
      if (past) past.prepend(item);
      else item.remove();
    });
    if (past) past.hidden = !past.children.length;
    var left = coming.querySelector(":scope > [data-start]");
    coming.hidden = !left;
    doc.querySelectorAll("[data-split-empty]").forEach(function (words) {
      words.hidden = Boolean(left);
    });
    doc.querySelectorAll("[data-split-past]").forEach(function (section) {
      section.hidden = !past || !past.children.length;
    });
  }

  doc.addEventListener("DOMContentLoaded", function () {
    doc.querySelectorAll("[data-shown-after]").forEach(function (element) {
      element.hidden = new Date() < new Date(element.dataset.shownAfter);
    });
    doc.querySelectorAll("[data-shown-until]").forEach(function (element) {
      element.hidden = new Date() >= new Date(element.dataset.shownUntil);
    });
    doc.querySelectorAll('[data-split="coming"]').forEach(split);
  });
})(document);
