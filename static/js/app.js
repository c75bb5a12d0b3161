// Small improvements to pages that work without them.
const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

// --- Dialogs: [data-dialog="id"] opens, [data-close] closes, a click beside it too

function open(dialog) {
  const heading = find("h1, h2", dialog);
  if (heading) dialog.setAttribute("aria-label", heading.textContent.trim());
  if (!dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    open(document.getElementById(opener.dataset.dialog));
  }
  const dialog = event.target.closest("dialog[open]");
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) {
    event.preventDefault();
    dialog.close();
  }
});

// --- Menus: the arrow keys walk, Escape closes, and so does looking elsewhere

function closeMenus(except) {
  findAll("[data-menu][open]").forEach((menu) => menu.contains(except) || menu.removeAttribute("open"));
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && find("[data-menu][open]");
  if (!menu) return;
  menu.removeAttribute("open");
  find("summary", menu).focus();
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = step && event.target.closest("[data-menu][open]");
  if (!menu) return;
  event.preventDefault();
  const stops = findAll("summary, a, button", menu);
  stops.at((stops.indexOf(event.target) + step) % stops.length).focus();
});

// --- htmx: after a swap the focus goes to what needs it; an answer without the region replaces the page

const swapped = (event) => event.detail.target ?? event.detail.elt;

// Who is somewhere already, perhaps typing, is only called to an error summary.
function focusOn(region) {
  const isLost = document.activeElement === document.body;
  const wanted = find("[autofocus]", region) ?? (isLost && find("[aria-invalid=true]", region));
  if (!wanted && !isLost) return;
  if (!wanted) region.setAttribute("tabindex", "-1");
  (wanted || region).focus({ preventScroll: !wanted });
}

// A control that outlives the swap (hx-preserve) forgets an error that is not there any more.
function forgetErrors(region) {
  const told = (control) => control.getAttribute("aria-describedby")?.split(" ").some((id) => document.getElementById(id)?.matches(".field__error"));
  findAll("[hx-preserve][aria-invalid=true]", region).forEach((control) => told(control) || control.removeAttribute("aria-invalid"));
}

function showRefusal(text) {
  const main = find("#main", new DOMParser().parseFromString(text, "text/html"));
  if (!main) return showFailure();
  findAll("dialog[open]").forEach((dialog) => dialog.close());
  find("#main").replaceWith(document.importNode(main, true));
  find("#main").focus();
}

function showFailure() {
  find("#messages").replaceChildren(find("#failure").content.cloneNode(true));
  find("#messages").scrollIntoView({ block: "nearest" });
}

// What takes a while says so to readers, and is greyed to the others. htmx forgets to tell the end of
// a request whose control was swapped away meanwhile.
document.addEventListener("htmx:beforeRequest", (event) => {
  const region = swapped(event);
  region.setAttribute("aria-busy", "true");
  event.detail.xhr.addEventListener("loadend", () => region.removeAttribute("aria-busy"));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, shouldSwap, requestConfig } = event.detail;
  const region = requestConfig.elt.getAttribute("hx-select");
  if (!shouldSwap || !region) return;
  if (find(region, new DOMParser().parseFromString(xhr.responseText, "text/html"))) return;
  event.detail.shouldSwap = false;
  if (xhr.status < 400) location.assign(xhr.responseURL);
  else showRefusal(xhr.responseText);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const region = document.getElementById(swapped(event).id) ?? swapped(event);
  const dialog = region.id === "dialog" && region.closest("dialog");
  if (dialog) open(dialog);
  forgetErrors(region);
  focusOn(region);
  enhance(region);
});
document.addEventListener("htmx:responseError", (event) => showRefusal(event.detail.xhr.responseText));
document.addEventListener("htmx:sendError", showFailure);
document.addEventListener("htmx:timeout", showFailure);

// A choice made before htmx was there, or brought back by the browser, counts like any other.
function isChanged(control) {
  if (!control.options) return control.checked && !control.defaultChecked;
  return control.selectedIndex !== Math.max(0, [...control.options].findIndex((option) => option.defaultSelected));
}

document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) return;
  findAll('[hx-trigger="change"]').filter(isChanged).forEach((control) => htmx.trigger(control, "change"));
});

// What is only heard is not said again while it stays the same.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  detail.shouldSwap = detail.fragment.textContent !== detail.target.textContent;
});

// --- Colours: automatic, light, dark

function showTheme(fieldset) {
  const chosen = root.dataset.theme ?? "auto";
  findAll("button", fieldset).forEach((button) => button.setAttribute("aria-pressed", button.value === chosen));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-switch] button");
  if (!button) return;
  if (button.value === "auto") {
    localStorage.removeItem("theme");
    delete root.dataset.theme;
  } else {
    localStorage.setItem("theme", button.value);
    root.dataset.theme = button.value;
  }
  showTheme(button.parentElement);
});

// --- The time zone of the browser, for forms that ask for it and for visitors without an account

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function rememberZone() {
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (zone) document.cookie = `time_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax${secure}`;
}

// --- Lists that can be searched by name: input[data-filter="list id"]

document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.filter);
  if (!list) return;
  const words = plain(event.target.value);
  const items = findAll("li", list);
  items.forEach((item) => (item.hidden = !plain(item.textContent).includes(words)));
  const note = list.nextElementSibling;
  if (note?.dataset.text) note.textContent = items.every((item) => item.hidden) ? note.dataset.text : "";
});

const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();

// --- What a fresh page, or a region swapped in, needs

function enhance(region) {
  findAll("[name=time_zone]", region).forEach((field) => (field.value ||= zone ?? ""));
  findAll("[data-theme-switch]", region).forEach(showTheme);
}

rememberZone();
enhance(document);
