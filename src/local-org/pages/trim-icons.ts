import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'rollup';

const iconName = /\b(utility|standard|action|custom|doctype):([a-z_0-9]+)/g;
const iconTemplates =
  /iconSvgTemplates(Utility|Standard|Action|Custom|Doctype)(Rtl)?\/buildTemplates\/templates\.js$/;

function namesIn(text: string, found: Set<string>): void {
  for (const match of text.matchAll(iconName)) found.add(match[0]);
}

function scan(directory: string, found: Set<string>): void {
  for (const item of readdirSync(directory, { withFileTypes: true })) {
    if (/^(iconSvg|__)/.test(item.name)) continue;
    const path = join(directory, item.name);
    if (item.isDirectory()) scan(path, found);
    else if (/\.(html|js)$/.test(item.name)) namesIn(readFileSync(path, 'utf8'), found);
  }
}

/**
 * Leaves out the icons that nobody names: `lightning-icon` brings thousands, one template each, which is most of a build's
 * time. An icon whose name is put together at run time is not found and stays empty.
 */
export function trimIcons(
  baseComponents: string,
  files: readonly (readonly [path: string, text: string])[],
): Plugin {
  const used = new Set<string>();
  scan(baseComponents, used);
  for (const [, text] of files) namesIn(text, used);
  return {
    name: 'trim-icons',
    load(id) {
      const match = iconTemplates.exec(id);
      if (match === null) return null;
      const category = (match[1] ?? '').toLowerCase();
      const isRightToLeft = match[2] !== undefined;
      const lines = readFileSync(id, 'utf8').matchAll(
        /import \{ default as (\w+) \} from '([^']+)';/g,
      );
      const kept = [...lines].filter(
        ([, , path = '']) => !isRightToLeft && used.has(`${category}:${basename(path, '.html')}`),
      );
      const imports = kept.map(([line]) => line).join('\n');
      return `${imports}\nexport default { ${kept.map(([, name]) => name).join(', ')} };`;
    },
  };
}
