// Before the first paint: light or dark, as chosen here, else as the computer is set.
(() => {
  const chosen = () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { document.documentElement.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light"); };
  dark.addEventListener("change", apply);
  addEventListener("themechange", apply);
  apply();
})();
