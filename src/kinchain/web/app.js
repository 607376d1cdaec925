// Lets the pages be put on a home screen; without a connection a page says so. Nothing told is ever kept by it.
(function () {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js").catch(function () {});
  }
})();
