/** Which rows are chosen, across pages. Plain sets and functions; the runes wrapper is beside it. */

export type Ids = ReadonlySet<string>;

/** Turns one row on or off. */
export function toggle(ids: Ids, id: string): Ids {
	const next = new Set(ids);
	if (!next.delete(id)) next.add(id);
	return next;
}

/** Turns many rows on or off. */
export function setMany(ids: Ids, many: readonly string[], on: boolean): Ids {
	const next = new Set(ids);
	for (const id of many) {
		if (on) next.add(id);
		else next.delete(id);
	}
	return next;
}

/** Everything between two rows of the page, both included, in the page's order. */
export function between(page: readonly string[], from: string, to: string): string[] {
	const a = page.indexOf(from);
	const b = page.indexOf(to);
	if (b < 0) return [];
	if (a < 0) return [to];
	return page.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** How the checkbox above a page stands. */
export function pageState(ids: Ids, page: readonly string[]): 'none' | 'some' | 'all' {
	if (page.length === 0) return 'none';
	const chosen = page.filter((id) => ids.has(id)).length;
	if (chosen === 0) return 'none';
	return chosen === page.length ? 'all' : 'some';
}

/**
 * A range that grows and shrinks with Shift: what the last range added is taken away before the new one is
 * added, so that going back does not leave rows behind.
 */
export function extend(ids: Ids, page: readonly string[], anchor: string, last: string, to: string): Ids {
	const before = between(page, anchor, last);
	const after = between(page, anchor, to);
	return setMany(setMany(ids, before, false), after, true);
}

/** Where the focus goes from a row. */
export function step(page: readonly string[], from: string | null, key: string): string | null {
	if (page.length === 0) return null;
	const at = from === null ? -1 : page.indexOf(from);
	const last = page.length - 1;
	const to: Record<string, number> = {
		ArrowDown: Math.min(last, at + 1),
		ArrowUp: Math.max(0, at - 1),
		Home: 0,
		End: last,
		PageDown: Math.min(last, at + 10),
		PageUp: Math.max(0, at - 10),
	};
	const index = to[key];
	return index === undefined ? null : (page[index] ?? null);
}
