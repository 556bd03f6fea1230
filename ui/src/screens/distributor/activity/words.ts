/** The activity log in words: a sentence from a mutation's name, and its fields before and after. */
import type { Wire } from '$lib/api/client.ts';
import { date, dateTime, maybe, number, t } from '$lib/i18n/index.ts';
import { userId } from '../credit/words.ts';

type Row = Wire.ChangedRow;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const after = (row: Row | undefined, field: string): unknown => row?.fields[field]?.[1];

function find(rows: readonly Row[], noun: string): Row | undefined {
	return rows.find((row) => row.noun === noun);
}

/** Whom or what it was about: the name it has now, the User ID, the credit; an import by its file. */
export function subject(entry: Wire.ActivityRow): string {
	if (entry.credit !== null) return t('activity-credits', { count: entry.credit, shown: number(entry.credit) });
	const imported = text(after(find(entry.rows, 'import') ?? find(entry.rows, 'user_import'), 'file_name'));
	const customer = entry.name.startsWith('customer.') ? (entry.customer_name ?? '') : '';
	const named = entry.subject || imported || customer;
	const id = entry.user_id_number === null ? '' : t('activity-user-id', { id: userId(entry.user_id_number) });
	return [named, id].filter(Boolean).join(', ');
}

/** What was done; an entry of a newer program shows its bare name. */
export function sentence(entry: Wire.ActivityRow): string {
	return maybe(`activity-${entry.name.replaceAll('.', '-').replaceAll('_', '-')}`) ?? entry.name;
}

/** Who did it. */
export function actor(entry: Wire.ActivityRow): string {
	if (entry.email) return entry.email;
	return maybe(`activity-by-${entry.actor}`) ?? entry.actor;
}

export interface FieldLine {
	id: string;
	label: string;
	before: string;
	after: string;
}

function value(field: string, raw: unknown): string {
	if (raw === null || raw === undefined || raw === '') {
		return field === 'valid_to' || field === 'default_valid_to' ? t('common-unlimited') : t('fact-none');
	}
	if (typeof raw === 'boolean') return raw ? t('fact-yes') : t('fact-no');
	if (typeof raw === 'number') {
		if (field === 'number') return userId(raw);
		return field.startsWith('signal') || field === 'one_tap_signal' ? `${raw} %` : number(raw);
	}
	if (typeof raw === 'string') {
		if (/^\d{4}-\d{2}-\d{2}$/.test(raw)) return date(raw);
		if (/^\d{4}-\d{2}-\d{2}T/.test(raw)) return dateTime(raw);
		return maybe(`activity-value-${raw.replaceAll('_', '-')}`) ?? raw;
	}
	return '';
}

/** What a field of a row is called; nothing for one that has no name of its own. */
export function fieldLabel(field: string): string | null {
	return maybe(`activity-field-${field.replace(/^contact\./, '').replaceAll('_', '-')}`);
}

/** Fields with a name of their own in the texts; what merely repeats the entry (times, links) has none. */
function lines(row: Row): FieldLine[] {
	const found: FieldLine[] = [];
	for (const [field, [from, to]] of Object.entries(row.fields)) {
		const label = fieldLabel(field);
		if (!label || Array.isArray(from) || Array.isArray(to)) continue;
		found.push({ id: `${row.id}-${field}`, label, before: value(field, from), after: value(field, to) });
	}
	return found;
}

/** What changed, for entries that changed something that was there before. */
export function changes(entry: Wire.ActivityRow): FieldLine[] {
	if (!/\.(edit|restore|delete|suspend|resume|activate|assign|set_language|set_expiry|apply|set_public_address)$/.test(entry.name)) return [];
	return entry.rows.filter((row) => !row.created).flatMap(lines);
}
