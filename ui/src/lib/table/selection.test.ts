import { describe, expect, test } from 'vitest';
import { between, extend, pageState, setMany, step, toggle } from './selection.ts';

const page = ['a', 'b', 'c', 'd', 'e'];
const sorted = (ids: ReadonlySet<string>) => [...ids].sort().join('');

describe('choosing rows', () => {
	test('one row goes on and off', () => {
		const one = toggle(new Set(), 'b');
		expect(sorted(one)).toBe('b');
		expect(sorted(toggle(one, 'b'))).toBe('');
	});

	test('a page goes on and off without touching other pages', () => {
		const other = new Set(['z']);
		const on = setMany(other, page, true);
		expect(pageState(on, page)).toBe('all');
		expect(sorted(on)).toBe('abcdez');
		expect(sorted(setMany(on, page, false))).toBe('z');
	});

	test('the box above knows none, some and all', () => {
		expect(pageState(new Set(), page)).toBe('none');
		expect(pageState(new Set(['c', 'z']), page)).toBe('some');
		expect(pageState(new Set(page), [])).toBe('none');
	});
});

describe('ranges', () => {
	test('reach both ways', () => {
		expect(between(page, 'b', 'd')).toEqual(['b', 'c', 'd']);
		expect(between(page, 'd', 'b')).toEqual(['b', 'c', 'd']);
		expect(between(page, 'gone', 'b')).toEqual(['b']);
	});

	test('shrink again when Shift goes back', () => {
		const start = new Set(['b']);
		const far = extend(start, page, 'b', 'b', 'e');
		expect(sorted(far)).toBe('bcde');
		expect(sorted(extend(far, page, 'b', 'e', 'c'))).toBe('bc');
		expect(sorted(extend(far, page, 'b', 'e', 'a'))).toBe('ab');
	});
});

test('the arrows move and stop at the ends', () => {
	expect(step(page, 'b', 'ArrowDown')).toBe('c');
	expect(step(page, 'e', 'ArrowDown')).toBe('e');
	expect(step(page, null, 'ArrowDown')).toBe('a');
	expect(step(page, 'c', 'Home')).toBe('a');
	expect(step(page, 'a', 'PageDown')).toBe('e');
	expect(step(page, 'a', 'x')).toBeNull();
	expect(step([], null, 'ArrowDown')).toBeNull();
});
