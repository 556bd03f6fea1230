import { expect, test } from 'vitest';
import { letIn, readFilters, SHOW_ALL, writeFilters } from './filters.ts';

const read = (text: string) => readFilters(new URLSearchParams(text));

test('an address without filters shows the users that are there, with any key', () => {
	expect(read('')).toEqual({ user: ['active'], key: [], group: null });
	expect(writeFilters(read(''))).toEqual({ user: null, key: null, group: null });
});

test('what is chosen comes back from the address, and nonsense does not', () => {
	const chosen = { user: ['deleted' as const], key: ['waiting' as const, 'expired' as const], group: 'g' };
	const query = new URLSearchParams(Object.entries(writeFilters(chosen)).filter((pair): pair is [string, string] => pair[1] !== null));
	expect(readFilters(query)).toEqual(chosen);
	expect(read('key=waiting,nonsense').key).toEqual(['waiting']);
});

test('showing all survives a reload', () => {
	expect(writeFilters(SHOW_ALL).user).toBe('all');
	expect(read('user=all').user).toEqual([]);
});

test('a new user is never hidden', () => {
	const byDefault = read('');
	expect(letIn(byDefault, 'waiting')).toBe(byDefault);
	expect(letIn(read('key=active'), 'waiting').key).toEqual(['active', 'waiting']);
	expect(letIn(read('user=deleted&key=deleted'), 'none')).toEqual({ user: ['deleted', 'active'], key: ['deleted', 'none'], group: null });
	expect(letIn(read('group=g'), 'waiting').group).toBeNull();
});
