// Pages stay readable without a network: worker.js keeps them. With a network they need nothing
// of this.
const notice = document.querySelector("[data-worker]");
const keeping = document.querySelector("[data-keep]");
const address = location.href.split("#")[0];

function tellWhenSeen() {
    const { lang, dir, dataset } = document.documentElement;
    if (!dataset.seenAt) return;
    const figures = { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" };
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const format = new Intl.DateTimeFormat(`${lang}-u-ca-gregory-nu-latn`, { ...figures, ...clock });
    const parts = format.formatToParts(new Date(dataset.seenAt));
    const { weekday, day, month, year, hour, minute } = Object.fromEntries(
        parts.map(({ type, value }) => [type, value]),
    );
    // In the order of all other dates of the portal.
    const said = [weekday, `${day}.${month}.${year}`, `${hour}:${minute}`];
    notice.querySelector("bdi").textContent = said.join(dir === "rtl" ? "\u060c " : ", ");
    notice.hidden = false;
}

function filesOfPage() {
    const files = new URL(notice.dataset.files, location).href;
    return performance
        .getEntriesByType("resource")
        .map((entry) => entry.name.split("#")[0])
        .filter((name) => name.startsWith(files));
}

async function tell(wish) {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => {
        port1.onmessage = ({ data }) => resolve(data);
    });
    active.postMessage({ wish, url: address, files: filesOfPage() }, [port2]);
    return answered;
}

/** "Keep on this telephone": nothing of a page that is not public stays without it. */
async function offerToKeep() {
    const button = keeping.querySelector("button");
    const show = (kept) => {
        button.setAttribute("aria-pressed", String(kept));
        keeping.querySelector("[data-kept]").hidden = !kept;
        keeping.hidden = false;
    };
    show(await tell("ask"));
    button.addEventListener("click", async () => {
        show(await tell(button.getAttribute("aria-pressed") === "true" ? "forget" : "keep"));
    });
}

async function begin() {
    const watched = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register(notice.dataset.worker);
    if (!watched) await tell("seen");
    if (keeping) await offerToKeep();
}

if (notice) {
    tellWhenSeen();
    // Private windows refuse; then the page is read with a network alone.
    if ("serviceWorker" in navigator) addEventListener("load", () => begin().catch(() => {}));
}
