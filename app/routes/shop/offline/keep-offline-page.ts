// Asks the browser to keep the page for when there is no network. A browser that cannot, or will not, loses nothing.

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/shop-worker.js").catch(() => undefined);
