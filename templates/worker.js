// Pages that somebody has seen stay readable on the telephone without a network. The network is
// always asked first. Kept are public pages alone, which are the same for everybody, and a page
// that somebody wants kept on this telephone. For any other page one reads what to do without it.

const RELEASE = "{{ release|escapejs }}";
const FILES_AT = "{{ files_at|escapejs }}";
const NOT_HERE = new Map(Object.entries({{ not_here|safe }})); // a page in each language

const HTML = { "Content-Type": "text/html; charset=utf-8" };
const PAGES = `pages-${RELEASE}`;
const FILES = `files-${RELEASE}`;
const CHOSEN = "chosen"; // outlasts a release
const MOST_PAGES = 30;
const MOST_FILES = 40;
const MOST_CHOSEN = 60; // with the files of these pages

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
    for (const name of await caches.keys())
        if (![PAGES, FILES, CHOSEN].includes(name)) await caches.delete(name);
    await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) return;
    if (request.mode === "navigate") {
        const language = pathname.split("/")[1];
        if (NOT_HERE.has(language)) event.respondWith(page(event, NOT_HERE.get(language)));
    } else if (pathname.startsWith(FILES_AT)) {
        event.respondWith(file(event));
    }
});

async function page(event, notHere) {
    const { url } = event.request;
    let response;
    try {
        response = await fetch(event.request);
    } catch (error) {
        return (await seenBefore(url)) || new Response(notHere, { headers: HTML });
    }
    event.waitUntil(keepPage(url, response.clone()));
    return response;
}

async function file(event) {
    const { url } = event.request;
    let response;
    try {
        response = await fetch(event.request);
    } catch (error) {
        const kept = await caches.match(url, { ignoreVary: true });
        if (kept) return kept;
        throw error;
    }
    if (response.ok) event.waitUntil(keep(FILES, MOST_FILES, url, response.clone()));
    return response;
}

async function keepPage(url, response) {
    if (!response.ok || response.redirected) return;
    if (!(response.headers.get("Content-Type") || "").startsWith("text/html")) return;
    if (/\bpublic\b/.test(response.headers.get("Cache-Control") || ""))
        await keep(PAGES, MOST_PAGES, url, response.clone());
    if (await kept(CHOSEN, url)) await keep(CHOSEN, MOST_CHOSEN, url, response);
}

/** Keeps what the network answered as the last of at most so many. */
async function keep(name, most, url, response) {
    const headers = new Headers(response.headers);
    headers.delete("Content-Encoding");
    headers.set("X-Seen-At", new Date().toISOString());
    const cache = await caches.open(name);
    const content = await response.blob();
    await cache.delete(url, { ignoreVary: true });
    await cache.put(url, new Response(content, { headers }));
    const all = await cache.keys();
    for (const old of all.slice(0, Math.max(0, all.length - most))) await cache.delete(old);
}

async function kept(name, url) {
    return (await caches.open(name)).match(url, { ignoreVary: true });
}

/** The page as it was, with the moment: offline.js tells it in the language of the page. */
async function seenBefore(url) {
    const seen = (await kept(PAGES, url)) || (await kept(CHOSEN, url));
    if (!seen) return null;
    const told = `<html data-seen-at="${seen.headers.get("X-Seen-At")}" `;
    return new Response((await seen.text()).replace("<html ", told), { headers: seen.headers });
}

// What a page says: that it was seen before there was a worker; that it is to be kept, or no more.
self.addEventListener("message", (event) => event.waitUntil(hear(event)));

async function hear({ data, ports }) {
    const { url, files } = data;
    if (data.wish === "seen") {
        await keepPage(url, await fetch(url));
        for (const name of files) await keep(FILES, MOST_FILES, name, await fetch(name));
    } else if (data.wish === "keep") {
        await keep(CHOSEN, MOST_CHOSEN, url, await fetch(url));
        for (const name of files) await keep(CHOSEN, MOST_CHOSEN, name, await fetch(name));
    } else if (data.wish === "forget") {
        await (await caches.open(CHOSEN)).delete(url, { ignoreVary: true });
    }
    if (ports[0]) ports[0].postMessage(Boolean(await kept(CHOSEN, url)));
}
