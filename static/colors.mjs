// KERN writes its colours in oklch and mixes them in the browser; Chrome 95 and iOS 14 know neither.
// Here they become hexadecimal values once, when the style sheets are built.

const NAMED = { white: [1, 0, 0], black: [0, 0, 0] };

/** A colour as [lightness, chroma, hue], or null. */
function parse(text) {
  const match = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)\s*\)$/.exec(text);
  if (!match) return NAMED[text] ?? null;
  return [Number(match[1]) / (match[2] ? 100 : 1), Number(match[3]), Number(match[4])];
}

/** [lightness, chroma, hue] and opacity as #rrggbb or #rrggbbaa (the matrices of CSS Color 4). */
function hex([lightness, chroma, hue], alpha = 1) {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((c) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
  if (alpha < 1) channels.push(alpha);
  return "#" + channels.map((c) => byte(c)).join("");
}

const byte = (c) =>
  Math.round(Math.min(1, Math.max(0, c)) * 255)
    .toString(16)
    .padStart(2, "0");

/** The value of a custom property, followed through var() inside its theme, then globally. */
function follow(name, theme, root) {
  let value = theme.get(name) ?? root.get(name);
  for (let link; (link = /^var\((--[\w-]+)\)$/.exec(value)); )
    value = theme.get(link[1]) ?? root.get(link[1]);
  return value;
}

const share = (text) => (text.endsWith("%") ? parseFloat(text) / 100 : Number(text));

/** One of the three shapes of color-mix() that KERN uses, as a hexadecimal value. */
function mix(text, theme, root) {
  const expanded = text.replace(/var\((--[\w-]+)\)/g, (_, name) => follow(name, theme, root));
  let match = /^color-mix\(in oklch, (.+), (white|black) calc\(100% - (\S+)\)\)$/.exec(expanded);
  if (match) {
    const part = 1 - share(match[3]);
    const [lightness, chroma, hue] = parse(match[1]);
    return hex([lightness * (1 - part) + NAMED[match[2]][0] * part, chroma * (1 - part), hue]);
  }
  match = /^color-mix\(in oklch, (.+), transparent (\S+)\)$/.exec(expanded);
  if (match) return hex(parse(match[1]), 1 - share(match[2]));
  match = /^color-mix\(in oklch, (.+) calc\((\S+) \* 100%\), transparent\)$/.exec(expanded);
  if (match) return hex(parse(match[1]), share(match[2]));
  throw new Error(`A mix of colours that the build does not know: ${text}`);
}

/** Replaces every oklch() and color-mix() in a parsed style sheet. */
export function flattenColors(sheet) {
  const properties = (rule) =>
    new Map(rule.nodes.filter((node) => node.type === "decl").map((d) => [d.prop, d.value]));
  const root = new Map();
  sheet.walkRules(":root", (rule) => {
    if (rule.parent.type === "root") for (const [k, v] of properties(rule)) root.set(k, v);
  });
  sheet.walkRules((rule) => {
    const theme = properties(rule);
    rule.each((node) => {
      if (node.type !== "decl") return;
      if (node.value.startsWith("color-mix(")) node.value = mix(node.value, theme, root);
      else if (node.value.includes("oklch("))
        node.value = node.value
          .replace(/oklch\(var\([^)]*\) \/ ([\d.]+)\)/g, "rgba(0, 0, 0, $1)")
          .replace(/oklch\([^()]*\)/g, (color) => hex(parse(color)));
    });
  });
}
