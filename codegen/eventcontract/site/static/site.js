// The menu of small screens, and the buttons that copy code.
"use strict";

const menuButton = document.querySelector(".menu-button");
const menu = document.getElementById("menu");
if (menu) {
  menuButton.addEventListener("click", () => {
    const open = menu.classList.toggle("open");
    menuButton.setAttribute("aria-expanded", String(open));
  });
  // Where the menu is a column of its own, show the entry of this page.
  const current = menu.querySelector("[aria-current=page]");
  if (current && current.offsetTop > menu.clientHeight - 60) menu.scrollTop = current.offsetTop - menu.clientHeight / 2;
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("open")) {
      menu.classList.remove("open");
      menuButton.setAttribute("aria-expanded", "false");
      menuButton.focus();
    }
  });
}

// Pages opened from a disk may not have the clipboard: the old way works there.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

const status = document.createElement("div");
status.setAttribute("role", "status");
status.className = "quiet";
document.body.append(status);

for (const button of document.querySelectorAll("button.copy")) {
  const figure = button.closest("figure");
  const title = figure.querySelector("figcaption");
  button.setAttribute("aria-label", title ? `Copy ${title.textContent}` : "Copy this code");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(figure.querySelector("pre").textContent);
    button.focus();
    button.textContent = "Copied";
    status.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
      status.textContent = "";
    }, 2000);
  });
}
