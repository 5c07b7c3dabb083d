/* Narrows a list while you type. The word stays in the address, so that the
   narrowed list can be shared; without script the whole list is there. */
(function (doc) {
  "use strict";

  function apply(input) {
    var list = doc.getElementById(input.dataset.filter);
    var word = input.value.trim().toLowerCase();
    var items = Array.from(list.querySelectorAll("[data-filter-item]"));
    var shown = 0;
    items.forEach(function (item) {
      var text = (item.dataset.filterItem + " " + item.textContent).toLowerCase();
      item.hidden = !text.includes(word);
      if (!item.hidden) shown += 1;
    });
    list.querySelectorAll("[data-filter-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
    });
    var status = doc.getElementById(input.id + "-status");
    status.textContent = !word
      ? ""
      : (shown ? status.dataset.some : status.dataset.none)
          .replace("{shown}", shown)
          .replace("{total}", items.length);
  }

  function remember(input) {
    var address = new URL(location.href);
    if (input.value) address.searchParams.set("q", input.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  }

  doc.addEventListener("input", function (event) {
    if (!event.target.matches("[data-filter]")) return;
    apply(event.target);
    remember(event.target);
  });

  doc.addEventListener("DOMContentLoaded", function () {
    var word = new URL(location.href).searchParams.get("q");
    doc.querySelectorAll("[data-filter]").forEach(function (input) {
      if (!word) return;
      input.value = word;
      apply(input);
    });
  });
})(document);
