// Attachments: several at a time, dropped or pasted, with progress. Posts the page's own form and swaps the region.

const region = () => document.querySelector("[data-upload]");
const picker = () => region().querySelector("input[type=file]");
const uploader = () => region().querySelector("[value=upload]");
const inRegion = (event) => event.target.closest?.("[data-upload]");
let queue = [];

function add(files) {
  queue = queue.filter(({ state }) => state !== "failed");
  queue.push(...files.map(describe));
  prepare();
  work();
}

function describe(file) {
  const row = document.createElement("li");
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: file.name });
  row.append(Object.assign(document.createElement("span"), { textContent: file.name }), bar);
  const item = { file, row, bar, state: "waiting" };
  if (file.size > Number(region().dataset.maxBytes ?? Infinity)) fail(item, region().dataset.tooLarge);
  return item;
}

function fail(item, words) {
  item.state = item.row.dataset.state = "failed";
  item.row.textContent = `${item.file.name} ${words}`;
}

// The words stay with their file while others follow.
function refuse(item, refusal) {
  item.state = item.row.dataset.state = "failed";
  item.row.textContent = refusal.textContent.trim();
  refusal.remove();
}

// One file after the other: each answer is the page with all files kept so far.
async function work() {
  const item = queue.find(({ state }) => state === "waiting");
  if (!item || queue.some(({ state }) => state === "sending")) return;
  item.state = "sending";
  try {
    const answer = await send(uploader(), item.file, (share) => (item.bar.value = share));
    const refusal = answer.querySelector(".field__error");
    if (refusal) refuse(item, refusal);
    else queue = queue.filter((other) => other !== item);
    show(answer);
  } catch {
    fail(item, region().dataset.failed);
  }
  work();
}

function send(submitter, file, onProgress) {
  const { form } = submitter;
  const body = new FormData(form);
  body.delete(picker().name);
  if (file) body.append(picker().name, file, file.name);
  if (submitter.name) body.append(submitter.name, submitter.value);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", submitter.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href);
    request.responseType = "document";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onerror = reject;
    request.onload = () => {
      const fresh = request.response?.getElementById(region().id);
      return fresh ? resolve(fresh) : reject();
    };
    request.send(body);
  });
}

function show(fresh) {
  region().replaceWith(document.importNode(fresh, true));
  prepare();
}

function prepare() {
  if (!region()) return;
  region().dataset.live = "";
  region().querySelector(".dropzone__queue").append(...queue.map(({ row }) => row));
}

function named(file) {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const pasted = /^image\.\w+$/.test(file.name);
  return pasted ? new File([file], file.name.replace("image", `screenshot-${stamp}`), file) : file;
}

document.addEventListener("change", (event) => {
  if (!inRegion(event) || event.target.type !== "file") return;
  add([...event.target.files]);
  event.target.value = "";
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!region() || !files.length) return;
  event.preventDefault();
  add(files.map(named));
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!inRegion(event)) return;
    event.preventDefault();
    region().toggleAttribute("data-over", kind === "dragover");
    if (kind === "drop") add([...event.dataTransfer.files]);
  });
}
document.addEventListener("click", async (event) => {
  const remove = inRegion(event) && event.target.closest("button[name=remove]");
  if (!remove) return;
  event.preventDefault();
  await send(remove).then(show, () => remove.form.requestSubmit(remove));
  picker().focus();
});

prepare();
