/** `{from, to}` for every field that differs: the rest of a record is nobody's business. */
export function edits<T extends object>(before: T, after: T): { [K in keyof T]?: { from: T[K]; to: T[K] } } {
	const changed: { [K in keyof T]?: { from: T[K]; to: T[K] } } = {};
	for (const name of Object.keys(after) as (keyof T)[]) {
		if (before[name] !== after[name]) changed[name] = { from: before[name], to: after[name] };
	}
	return changed;
}

/** The same edits the other way round: what takes them back, unless somebody else changed the field meanwhile. */
export function reversed<E extends object>(changed: E): E {
	const back = Object.entries(changed as Record<string, { from: unknown; to: unknown }>).map(([name, { from, to }]) => [name, { from: to, to: from }]);
	return Object.fromEntries(back) as E;
}
