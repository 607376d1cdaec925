// Shows how far work on the server is, and opens the result when it is there.
(function () {
  var box = document.querySelector("[data-work]");
  var step = document.querySelector("[data-step]");
  if (!box || !window.fetch) { return; }
  var bar = box.querySelector("progress");
  function look() {
    fetch(box.getAttribute("data-work"), { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        if (told.state !== "queued" && told.state !== "running") { location.reload(); return; }
        bar.value = Math.round(100 * told.at);
        var text = told.state === "queued" ? step.getAttribute("data-queued") : told.step || step.getAttribute("data-begins");
        if (step.textContent !== text) { step.textContent = text; }
        setTimeout(look, 1500);
      })
      .catch(function () { setTimeout(look, 5000); });
  }
  setTimeout(look, 800);
})();
