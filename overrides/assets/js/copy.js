/* Copies an address; the words to announce come from the button's own attributes. */
(function (doc) {
  "use strict";
  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var status = button.parentElement.querySelector('[role="status"]');
    var say = function (words) {
      if (status) status.textContent = words;
    };
    if (!navigator.clipboard) return say(button.dataset.failed);
    navigator.clipboard.writeText(button.dataset.copy).then(
      function () {
        say(button.dataset.done);
      },
      function () {
        say(button.dataset.failed);
      }
    );
  });
})(document);
