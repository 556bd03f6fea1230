/** How a long selection is cut: small enough that it can be stopped soon, large enough that few round trips are made. */

/** No request may hold more; the core refuses it. */
export const MOST = 500;

/** Rows of one request, for so many in all. */
export function pieceSize(total: number): number {
	return Math.max(10, Math.min(MOST / 2, Math.ceil(total / 40)));
}

/** Cuts a list. */
export function pieces<T>(list: readonly T[], size = pieceSize(list.length)): T[][] {
	const cut: T[][] = [];
	for (let at = 0; at < list.length; at += size) cut.push(list.slice(at, at + size));
	return cut;
}
