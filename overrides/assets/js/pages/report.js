/* The form for reports: fills in the page that the link at its foot came from. */
const form = document.querySelector("[data-report]");
const path = new URLSearchParams(location.search).get("page");
if (form && path && path.startsWith("/")) {
  form.querySelector("#report-page").value = form.dataset.report + path;
}
