// Where the telephone can share, its own list of programs opens at once. The links work without.
for (const button of document.querySelectorAll("[data-share]")) {
  const { title, text, url } = button.dataset;
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title, text, url });
    } catch (error) {
      // Whoever closes the list changed their mind; else the links beside it still serve.
      if (error.name !== "AbortError") button.hidden = true;
    }
  });
}
