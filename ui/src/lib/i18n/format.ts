/** Dates, numbers and sorting as the chosen language writes them. */
import { i18n, maybe, type Language } from './texts.svelte.ts';
import type { CallError } from '../api/client.ts';

type Instant = string | number | Date;

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.Collator>();

function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.Collator>(key: string, make: () => T): T {
	let found = cache.get(key) as T | undefined;
	if (!found) {
		found = make();
		cache.set(key, found);
	}
	return found;
}

const DATE_STYLE: Record<Language, Intl.DateTimeFormatOptions> = {
	en: { day: 'numeric', month: 'short', year: 'numeric' },
	cs: { day: 'numeric', month: 'numeric', year: 'numeric' },
};

/** A local calendar day `YYYY-MM-DD` has no time zone; an instant is shown in `zone` or the computer's own. */
function toDate(value: Instant): { date: Date; zone?: string } {
	if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
		return { date: new Date(`${value}T00:00:00Z`), zone: 'UTC' };
	}
	return { date: value instanceof Date ? value : new Date(value) };
}

function format(value: Instant, options: Intl.DateTimeFormatOptions, zone?: string): string {
	const { date, zone: fixed } = toDate(value);
	if (Number.isNaN(date.getTime())) return '';
	const timeZone = fixed ?? zone;
	const key = JSON.stringify([i18n.locale, options, timeZone]);
	const formatter = cached(key, () => new Intl.DateTimeFormat(i18n.locale, { ...options, timeZone }));
	return formatter.format(date).replaceAll('\u00a0', ' ').replace('Sept', 'Sep');
}

/** `23 Nov 2026`, `23. 11. 2026`. */
export function date(value: Instant, zone?: string): string {
	return format(value, DATE_STYLE[i18n.language], zone);
}

/** `10:42`, `9:05` in Czech. */
export function time(value: Instant, zone?: string): string {
	const hour = i18n.language === 'cs' ? 'numeric' : '2-digit';
	return format(value, { hour, minute: '2-digit', hour12: false, hourCycle: 'h23' }, zone);
}

/** `23 Nov 2026, 10:42`, `23. 11. 2026 10:42`. */
export function dateTime(value: Instant, zone?: string): string {
	const day = date(value, zone);
	if (!day) return '';
	return `${day}${i18n.language === 'cs' ? ' ' : ', '}${time(value, zone)}`;
}

/** `Monday 23 November`, for headings. */
export function dayHeading(value: Instant, zone?: string): string {
	return format(value, { weekday: 'long', day: 'numeric', month: 'long' }, zone);
}

const DAY = 86_400_000;

function dayNumber(value: Date): number {
	return Math.floor((value.getTime() - value.getTimezoneOffset() * 60_000) / DAY);
}

/** How a table shows when something happened: `today 09:58`, `yesterday`, `Fri 16:20`, `3 Nov`, `3 Nov 2025`. */
export function recently(value: Instant, now: Date = new Date()): string {
	const { date: at, zone } = toDate(value);
	if (Number.isNaN(at.getTime())) return '';
	const age = dayNumber(now) - dayNumber(at);
	const clock = zone ? '' : ` ${time(at)}`;
	if (age === 0) return `${relativeDay(0)}${clock}`;
	if (age === 1) return `${relativeDay(-1)}${clock}`;
	if (age > 1 && age < 7) return `${format(at, { weekday: 'short' }, zone)}${clock}`;
	if (at.getFullYear() === now.getFullYear()) {
		const month = i18n.language === 'cs' ? 'numeric' : 'short';
		return format(at, { day: 'numeric', month }, zone);
	}
	return date(value);
}

function relativeDay(days: number): string {
	return new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' }).format(days, 'day');
}

/** Whole days from now until an instant, rounded up; negative once it is past. */
export function daysUntil(value: Instant, now: Date = new Date()): number {
	return Math.ceil((toDate(value).date.getTime() - now.getTime()) / DAY);
}

/** `1,234`, `1 234`. Amounts cross as strings: they are grouped, never computed with. */
export function number(value: number | string | bigint): string {
	const formatter = cached(`n${i18n.locale}`, () => new Intl.NumberFormat(i18n.locale));
	const whole = typeof value === 'string' ? BigInt(value) : value;
	return formatter.format(whole).replaceAll('\u00a0', '\u202f');
}

/** `+5`, `−12`, `0`: a movement with a real minus sign. */
export function signed(value: number | string | bigint): string {
	const whole = BigInt(value);
	if (whole === 0n) return '0';
	return `${whole < 0n ? '−' : '+'}${number(whole < 0n ? -whole : whole)}`;
}

/** `12.4 MB` with the language's decimal sign. */
export function bytes(value: number): string {
	const units = ['B', 'kB', 'MB', 'GB'];
	let amount = value;
	let unit = 0;
	while (amount >= 1000 && unit < units.length - 1) {
		amount /= 1000;
		unit++;
	}
	const digits = unit === 0 || amount >= 100 ? 0 : 1;
	return `${new Intl.NumberFormat(i18n.locale, { maximumFractionDigits: digits }).format(amount)} ${units[unit]}`;
}

/** Compares names as the language sorts them (`č` after `c`, `ch` after `h`), numbers by value. */
export function compare(a: string, b: string): number {
	return cached(
		`c${i18n.locale}`,
		() => new Intl.Collator(i18n.locale, { numeric: true, sensitivity: 'base' }),
	).compare(a, b);
}

/** The text of a failure, from its code. A code without a text of its own still says something true. */
export function failureText(failure: Pick<CallError, 'code' | 'args'>): string {
	return (
		maybe(`error-${failure.code.replaceAll("_", "-")}`, failure.args) ??
		maybe('error-unknown', { code: failure.code }) ??
		failure.code
	);
}
