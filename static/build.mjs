// Builds what the browser gets, from npm packages and static/, into build/static/: `npm run build`.
// Fonts for PDFs go into build/fonts/.
//
// css/portal.css      KERN, the fonts and our own components
// css/portal.rtl.css  the same with KERN mirrored (our own use logical properties), in Arabic script
// css/admin.css       KERN's colours and the fonts for the Django admin
// fonts/ img/ js/     as they are

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "lightningcss";
import postcss from "postcss";
import rtlcss from "rtlcss";
import { flattenColors } from "./colors.mjs";
import { fonts, fontsOfDocuments } from "./fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "build", "static");
const { resolve } = createRequire(import.meta.url);

// The oldest telephones that have to work.
const browsers = { chrome: 95 << 16, ios_saf: (14 << 16) | (5 << 8), firefox: 91 << 16 };

/** KERN with plain colours, without its own font files and without utilities per screen width. */
function kern() {
  const sheet = postcss.parse(readFileSync(resolve("@kern-ux/native/dist/kern.css"), "utf8"));
  flattenColors(sheet);
  sheet.walkAtRules("font-face", (rule) => rule.remove());
  sheet.walkRules((rule) => {
    if (/^\.kern-(?!col|row|container|stack|flex)[\w-]+-(xs|sm|md|lg|xl|xxl)$/.test(rule.selector)) {
      if (rule.parent.type === "atrule") rule.remove();
    }
    // Turned by 47 degrees, a check mark would lie on its side when mirrored.
    if (rule.selector?.includes("__checkbox") && rule.selector.includes("::before"))
      rule.before(postcss.comment({ text: "rtl:ignore" }));
  });
  return sheet;
}

/** Only the variables of KERN: sizes, colours, light and dark. */
function tokens(sheet) {
  const only = sheet.clone();
  only.walkDecls((declaration) => {
    if (!declaration.prop.startsWith("--")) declaration.remove();
  });
  only.walkComments((comment) => comment.remove());
  for (let before = -1, after = 0; before !== after; ) {
    before = only.toString().length;
    only.walk((node) => {
      if (node.nodes && node.nodes.length === 0) node.remove();
    });
    after = only.toString().length;
  }
  return only;
}

const own = (...names) =>
  names.map((name) => readFileSync(join(here, "css", `${name}.css`), "utf8")).join("\n");

function write(name, css) {
  const { code } = transform({
    filename: name,
    code: Buffer.from(css),
    minify: true,
    targets: browsers,
  });
  mkdirSync(join(target, "css"), { recursive: true });
  writeFileSync(join(target, "css", name), code);
  console.log(`css/${name} ${(code.length / 1024).toFixed(0)} kB`);
}

for (const folder of ["css", "fonts", "img", "js"])
  rmSync(join(target, folder), { recursive: true, force: true });
for (const folder of ["img", "js"])
  if (existsSync(join(here, folder)))
    cpSync(join(here, folder), join(target, folder), { recursive: true });

fontsOfDocuments(join(here, "..", "build", "fonts"));
const faces = {
  ltr: (await fonts("ltr", join(target, "fonts"))) + "\n",
  rtl: (await fonts("rtl", join(target, "fonts"))) + "\n",
};
const sheet = kern();
const components = own(
  ...readdirSync(join(here, "css"))
    .map((file) => file.replace(/\.css$/, ""))
    .filter((name) => !["tokens", "print", "admin"].includes(name))
    .sort(),
  "print",
);
const after = "\n" + own("tokens") + "\n" + components;
write("portal.css", faces.ltr + sheet + after);
write("portal.rtl.css", faces.rtl + rtlcss.process(sheet.toString()) + after);
write("admin.css", faces.ltr + tokens(sheet) + "\n" + own("tokens", "admin"));
