// The font files that browsers load, each only when a page has a letter of its range, and those of
// documents.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import postcss from "postcss";
import subsetFont from "subset-font";

const { resolve } = createRequire(import.meta.url);

// A first visit over a weak network has room for one script: words of another one, such as the
// names of languages, are shown in the font that every telephone has for them.
// Of two files with a letter browsers take the later one, so here each letter is the first one's.
const FONTS = {
  ltr: {
    "@fontsource/fira-sans": ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "vietnamese"],
  },
  rtl: { "@fontsource/noto-sans-arabic": ["arabic"] },
};
const WEIGHTS = [400, 600];

// Of the extended Latin letters (97 kB in two weights), those of languages written in Europe are a
// file of their own: Polish, Turkish, Romanian, Kurmandschi, Albanian, Czech … The others, in some
// names of DIN 91379, load only where such a name stands.
const PARTS = {
  "latin-ext": { "latin-european": "U+0100-017F, U+0218-021B, U+1E9E" },
};

/** The letters of a unicode-range, as numbers. */
function letters(range) {
  return range.split(",").flatMap((part) => {
    const [first, last = first] = part.trim().slice(2).split("-");
    const from = parseInt(first, 16);
    return Array.from({ length: parseInt(last, 16) - from + 1 }, (_, index) => from + index);
  });
}

/** The other way round: ascending numbers as a unicode-range. */
function range(numbers) {
  const runs = [];
  for (const number of numbers)
    if (number === runs.at(-1)?.[1] + 1) runs.at(-1)[1] = number;
    else runs.push([number, number]);
  const hex = (number) => number.toString(16).toUpperCase().padStart(4, "0");
  return runs
    .map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ""}`)
    .join(",");
}

/** The @font-face rule that a style sheet of a package has for a file. */
function faceOf(css, file) {
  const rules = [];
  postcss.parse(css).walkAtRules("font-face", (rule) => {
    if (rule.toString().includes(`/${file})`)) rules.push(rule);
  });
  return rules[0];
}

const set = (rule, property, value) =>
  rule.walkDecls(property, (declaration) => {
    declaration.value = value;
  });

/** [rule, file name, contents] of each file that becomes of a font in a weight. */
async function files(font, weight, subsets) {
  const packed = dirname(resolve(`${font}/${weight}.css`));
  const css = readFileSync(join(packed, `${weight}.css`), "utf8");
  const named = (part) => `${font.split("/")[1]}-${part}-${weight}-normal.woff2`;
  const taken = new Set();
  const result = [];
  for (const subset of subsets) {
    const whole = readFileSync(join(packed, "files", named(subset)));
    const rule = faceOf(css, named(subset));
    const all = /unicode-range:([^;]+)/.exec(rule.toString())[1];
    for (const [part, wanted] of Object.entries({ ...PARTS[subset], [subset]: all })) {
      const own = letters(wanted).filter((letter) => !taken.has(letter));
      for (const letter of own) taken.add(letter);
      const contents = PARTS[subset]
        ? await subsetFont(whole, String.fromCodePoint(...own), { targetFormat: "woff2" })
        : whole;
      const face = rule.clone();
      set(face, "src", `url("../fonts/${named(part)}") format("woff2")`);
      set(face, "unicode-range", range(own));
      result.push([face, named(part), contents]);
    }
  }
  return result;
}

/** @font-face rules for pages of a direction; writes their files into the folder on the way. */
export async function fonts(direction, folder) {
  const rules = [];
  mkdirSync(folder, { recursive: true });
  for (const [font, subsets] of Object.entries(FONTS[direction]))
    for (const weight of WEIGHTS)
      for (const [face, name, contents] of await files(font, weight, subsets)) {
        writeFileSync(join(folder, name), contents);
        rules.push(face.toString());
      }
  return rules.join("\n");
}

/** The same fonts in whole files, as documents need them; the browser never gets these. */
export function fontsOfDocuments(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ["fira-sans", "vazirmatn", "noto-sans-arabic"])
    for (const weight of ["400Regular", "600SemiBold"]) {
      const packed = join(dirname(resolve(`@expo-google-fonts/${name}`)), weight);
      for (const file of readdirSync(packed).filter((file) => file.endsWith(".ttf")))
        cpSync(join(packed, file), join(folder, file));
    }
}
