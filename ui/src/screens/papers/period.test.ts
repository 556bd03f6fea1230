import { CalendarDate } from '@internationalized/date';
import { expect, test } from 'vitest';
import { spanOf } from './period.ts';

const span = (period: Parameters<typeof spanOf>[0], day: CalendarDate) => {
	const { from, to } = spanOf(period, day);
	return `${from} ${to}`;
};

test('periods are whole months, quarters and years', () => {
	const day = new CalendarDate(2026, 11, 25);
	expect(span('this-month', day)).toBe('2026-11-01 2026-11-30');
	expect(span('last-month', day)).toBe('2026-10-01 2026-10-31');
	expect(span('this-quarter', day)).toBe('2026-10-01 2026-12-31');
	expect(span('last-quarter', day)).toBe('2026-07-01 2026-09-30');
	expect(span('this-year', day)).toBe('2026-01-01 2026-12-31');
	expect(span('last-year', day)).toBe('2025-01-01 2025-12-31');
});

test('and cross the turn of a year and short months', () => {
	expect(span('last-month', new CalendarDate(2028, 3, 31))).toBe('2028-02-01 2028-02-29');
	expect(span('last-quarter', new CalendarDate(2027, 1, 31))).toBe('2026-10-01 2026-12-31');
	expect(span('last-month', new CalendarDate(2027, 1, 1))).toBe('2026-12-01 2026-12-31');
});
