// Says that a large file is on its way, and keeps it from being sent twice.
(function () {
  var form = document.querySelector("form[data-upload]");
  if (!form) { return; }
  var button = form.querySelector("[data-sending]");
  var words = button.textContent;
  form.addEventListener("submit", function () {
    setTimeout(function () { button.disabled = true; button.textContent = button.getAttribute("data-sending") + " …"; }, 0);
  });
  addEventListener("pageshow", function () { button.disabled = false; button.textContent = words; });
})();
