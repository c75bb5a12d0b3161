// News of a case arrive on its open page: its version is asked for, then the page itself. What one types or reads stays.

const news = () => document.querySelector("[data-live]");
const list = () => document.querySelector("[data-live-list]");
const focused = () => (document.activeElement === document.body ? null : document.activeElement);
const selected = () => (getSelection().isCollapsed ? null : getSelection().anchorNode);
const typed = (region) => [...region.querySelectorAll("textarea, input[type=file]")].some(({ value }) => value);
const busy = (region) => region.contains(focused() ?? selected()) || typed(region);
let timer, wait, asking;

async function look() {
  clearTimeout(timer);
  const here = news();
  if (!here || "ended" in here.dataset || asking || document.hidden || !navigator.onLine) return;
  asking = true;
  const isNew = await ask(here).catch(() => false);
  asking = false;
  const every = Number(here.dataset.every);
  wait = isNew ? every : Math.min((wait ?? every) * 1.5, Number(here.dataset.most));
  timer = setTimeout(look, wait * 1000);
}

async function ask(here) {
  const known = here.dataset.shown ?? here.dataset.version;
  const answer = await fetch(here.dataset.live, { headers: { "If-None-Match": `"${known}"` }, redirect: "manual" });
  if (answer.status === 204) return show(here);
  if (answer.status !== 304 && answer.status < 500) end(here);
}

async function show(here) {
  const answer = await fetch(`${here.dataset.page}?since=${here.dataset.version}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const there = page.querySelector("[data-live]");
  if (!there || !here.isConnected) return false;
  stay(() => {
    page.querySelectorAll("[data-live-list]").forEach(prepend);
    page.querySelectorAll("[data-live-region]").forEach(renew);
  });
  here.replaceChildren(...there.childNodes);
  here.dataset.shown = there.dataset.version;
  return true;
}

function prepend(fresh) {
  const unknown = ({ id }) => id !== "older" && !document.getElementById(id);
  list()?.prepend(...[...fresh.children].filter(unknown));
}

function renew(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || busy(old)) return;
  fresh.querySelectorAll("details").forEach((one, i) => (one.open = old.querySelectorAll("details")[i]?.open));
  old.replaceWith(fresh);
  window.htmx?.process(fresh);
}

// What comes in above does not push away what one types, or reads further down.
function stay(change) {
  const top = (one) => one.getBoundingClientRect().top;
  const reading = list() && top(list()) < 0 && [...list().children].find((one) => top(one) > 0);
  const mark = focused() ?? reading;
  const before = mark && top(mark);
  change();
  if (mark?.isConnected) scrollBy({ top: top(mark) - before, behavior: "instant" });
}

function end(here) {
  here.dataset.ended = "";
  here.replaceChildren(document.getElementById("news-end").content.cloneNode(true));
}

// Who goes to the news has seen them: from now on one writes with them in mind.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-live] a");
  if (!link) return;
  event.preventDefault();
  const here = news();
  const target = document.getElementById(link.hash.slice(1)) ?? list() ?? here;
  here.dataset.version = here.dataset.shown ?? here.dataset.version;
  document.querySelectorAll("#main input[name=version]").forEach((field) => (field.value = parseInt(here.dataset.version)));
  here.replaceChildren();
  target.setAttribute("tabindex", "-1");
  target.focus();
});

function again() {
  wait = undefined;
  look();
}

document.addEventListener("visibilitychange", again);
addEventListener("online", again);
timer = setTimeout(look, Number(news()?.dataset.every) * 1000);
