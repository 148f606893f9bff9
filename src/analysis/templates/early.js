document.documentElement.classList.add("js");
try {
  const mode = localStorage.getItem("paper-themes-mode");
  if (mode === "light" || mode === "dark") document.documentElement.dataset.mode = mode;
} catch (error) { /* a browser may keep no settings for a page opened from a file */ }
