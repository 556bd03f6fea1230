/** Which route an address means. Pure: no browser, so that the rules can be read from the tests. */

export type Params = Record<string, string>;

/** `#/w/7/users?key=active` split into its path and its query. */
export function parseHash(hash: string): { path: string; query: URLSearchParams } {
	const raw = hash.replace(/^#/, '');
	const cut = raw.indexOf('?');
	const path = cut < 0 ? raw : raw.slice(0, cut);
	const tidy = `/${path.split('/').filter(Boolean).join('/')}`;
	return { path: tidy, query: new URLSearchParams(cut < 0 ? '' : raw.slice(cut + 1)) };
}

/**
 * The parameters of `path` under `pattern`, or `null` when it does not fit.
 * `:name` takes one segment, `:name?` at the end may be missing.
 */
export function matchPath(pattern: string, path: string): Params | null {
	const wanted = pattern.split('/').filter(Boolean);
	const given = path.split('/').filter(Boolean);
	if (given.length > wanted.length) return null;
	const params: Params = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index];
		if (part.startsWith(':')) {
			const optional = part.endsWith('?');
			if (value === undefined) {
				if (optional) continue;
				return null;
			}
			try {
				params[part.slice(1, optional ? -1 : undefined)] = decodeURIComponent(value);
			} catch {
				return null;
			}
		} else if (part !== value) {
			return null;
		}
	}
	return params;
}

/** Fills a pattern: `buildPath('/w/:customerId/users', { customerId })`. Missing optional parts fall away. */
export function buildPath(pattern: string, params: Params = {}): string {
	const parts: string[] = [];
	for (const part of pattern.split('/').filter(Boolean)) {
		if (!part.startsWith(':')) {
			parts.push(part);
			continue;
		}
		const optional = part.endsWith('?');
		const value = params[part.slice(1, optional ? -1 : undefined)];
		if (value !== undefined) parts.push(encodeURIComponent(value));
		else if (!optional) throw new Error(`${pattern} needs ${part}`);
	}
	return `/${parts.join('/')}`;
}
