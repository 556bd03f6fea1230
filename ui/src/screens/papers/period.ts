/** Periods of a statement: whole calendar days, most of them calendar months, quarters and years. */
import { CalendarDate, endOfMonth, startOfMonth, today } from '@internationalized/date';

export const PERIODS = ['this-month', 'last-month', 'this-quarter', 'last-quarter', 'this-year', 'last-year', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

/** First and last day, as `YYYY-MM-DD`. */
export interface Span {
	from: string;
	to: string;
}

function quarter(day: CalendarDate): Span {
	const first = startOfMonth(day.set({ month: Math.floor((day.month - 1) / 3) * 3 + 1 }));
	return { from: first.toString(), to: endOfMonth(first.add({ months: 2 })).toString() };
}

/** The days of a period that is not typed by hand, as seen on `now`. */
export function spanOf(period: Exclude<Period, 'custom'>, now: CalendarDate): Span {
	const month = (day: CalendarDate): Span => ({ from: startOfMonth(day).toString(), to: endOfMonth(day).toString() });
	const year = (number: number): Span => ({ from: `${number}-01-01`, to: `${number}-12-31` });
	switch (period) {
		case 'this-month':
			return month(now);
		case 'last-month':
			return month(now.subtract({ months: 1 }));
		case 'this-quarter':
			return quarter(now);
		case 'last-quarter':
			return quarter(now.set({ day: 1 }).subtract({ months: 3 }));
		case 'this-year':
			return year(now.year);
		case 'last-year':
			return year(now.year - 1);
	}
}

/** The day it is in a time zone. */
export function dayIn(zone: string | undefined): CalendarDate {
	try {
		return today(zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
	} catch {
		return today('UTC');
	}
}
