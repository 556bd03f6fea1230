/** Whether a login still opens, judged by its last day. */
import { today } from '@internationalized/date';
import { session } from '$lib/session.svelte.ts';

/** Days before its end from which a login is warned about. */
export const SOON = 14;

/** `over` once the last day has passed in the office, `soon` in the two weeks before, else `null`. */
export function expiryState(lastDay: string | null, now = today(session.distributor?.time_zone ?? 'UTC').toString()): 'over' | 'soon' | null {
	if (!lastDay) return null;
	const left = Math.round((Date.parse(lastDay) - Date.parse(now)) / 86_400_000);
	if (left < 0) return 'over';
	return left <= SOON ? 'soon' : null;
}
