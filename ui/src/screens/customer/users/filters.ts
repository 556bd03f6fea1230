/** The filters of the users table (manual, chapter 4.3), as they stand in the address. */
import type { Wire } from '$lib/api/client.ts';

export interface UserFilters {
	user: Wire.UserStatus[];
	key: Wire.KeyStage[];
	group: string | null;
}

const USER: readonly Wire.UserStatus[] = ['active', 'deleted'];
const KEY: readonly Wire.KeyStage[] = [
	'waiting',
	'arriving',
	'expired',
	'active',
	'suspended',
	'deleted_by_admin',
	'deleted_by_user',
	'deleted',
	'none',
];
/** Written out, because no name at all means the default. */
const ALL = 'all';

function several<T extends string>(text: string | null, known: readonly T[], absent: readonly T[]): T[] {
	if (text === null) return [...absent];
	return known.filter((one) => text.split(',').includes(one));
}

/** Users that are there, with whatever key: nobody new is hidden by the default. */
export function readFilters(query: URLSearchParams): UserFilters {
	return {
		user: several(query.get('user'), USER, ['active']),
		key: several(query.get('key'), KEY, []),
		group: query.get('group'),
	};
}

/** For `router.setQuery`; what is the default leaves the address. */
export function writeFilters({ user, key, group }: UserFilters): Record<string, string | null> {
	return {
		user: user.length === 1 && user[0] === 'active' ? null : user.length === 0 || user.length === USER.length ? ALL : user.join(','),
		key: key.length === 0 || key.length === KEY.length ? null : key.join(','),
		group,
	};
}

/** Nothing is hidden. */
export const SHOW_ALL: UserFilters = { user: [], key: [], group: null };

/** The filters widened so far that a new user with a key at this stage is in the list; the same when it already is. */
export function letIn(filters: UserFilters, stage: Wire.KeyStage): UserFilters {
	const user = filters.user.length === 0 || filters.user.includes('active') ? filters.user : [...filters.user, 'active' as const];
	const key = filters.key.length === 0 || filters.key.includes(stage) ? filters.key : [...filters.key, stage];
	if (user === filters.user && key === filters.key && filters.group === null) return filters;
	return { user, key, group: null };
}
