/** The filters of the invitations, as they stand in the address. */
import type { Wire } from '$lib/api/client.ts';

export interface InvitationFilters {
	state: Wire.InvitationState[];
	marks: Wire.InvitationMark[];
}

export const STATES: readonly Wire.InvitationState[] = ['waiting', 'expiring', 'expired'];
export const MARKS: readonly Wire.InvitationMark[] = ['never_activated', 'not_handed_out', 'print_again'];

function several<T extends string>(text: string | null, known: readonly T[]): T[] {
	const named = (text ?? '').split(',');
	return known.filter((one) => named.includes(one));
}

export function readFilters(query: URLSearchParams): InvitationFilters {
	return { state: several(query.get('state'), STATES), marks: several(query.get('only'), MARKS) };
}

/** For `router.setQuery`; everything shown leaves the address. */
export function writeFilters({ state, marks }: InvitationFilters): Record<string, string | null> {
	return {
		state: state.length === 0 || state.length === STATES.length ? null : state.join(','),
		only: marks.length === 0 ? null : marks.join(','),
	};
}
