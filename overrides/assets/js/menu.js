/* Marks the page as scripted before the first paint, and folds the menu. */
(function (doc) {
  "use strict";
  doc.documentElement.classList.add("js");

  function toggle(button, open) {
    button.setAttribute("aria-expanded", String(open));
  }

  doc.addEventListener("DOMContentLoaded", function () {
    doc.querySelectorAll("[data-needs-script]").forEach(function (element) {
      element.hidden = false;
    });
  });

  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-menu-button]");
    if (button) toggle(button, button.getAttribute("aria-expanded") !== "true");
    doc.querySelectorAll("details[data-dropdown][open]").forEach(function (details) {
      if (!details.contains(event.target)) details.open = false;
    });
  });

  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var details = event.target.closest("details[data-dropdown][open]");
    if (details) {
      details.open = false;
      details.querySelector("summary").focus();
      return;
    }
    var button = doc.querySelector('[data-menu-button][aria-expanded="true"]');
    if (button && button.parentElement.contains(event.target)) {
      toggle(button, false);
      button.focus();
    }
  });
})(document);
