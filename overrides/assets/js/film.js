/* Plays a film in the page after a click. Nothing is fetched before it; where the
   film may not be embedded, the poster stays the plain link it already is. */
(function (doc) {
  "use strict";
  doc.addEventListener("click", function (event) {
    var link = event.target.closest("[data-film]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var video = link.dataset.filmKind === "video";
    var player = doc.createElement(video ? "video" : "iframe");
    player.className = "film-player";
    player.title = link.dataset.filmTitle;
    if (video) {
      player.controls = true;
      player.autoplay = true;
    } else {
      player.allow = "autoplay; fullscreen";
      player.referrerPolicy = "no-referrer";
    }
    player.src = link.dataset.film;
    player.tabIndex = 0;
    link.replaceWith(player);
    player.focus();
  });
})(document);
