/** The fields of a reader in words: for differences before and after, and for what is wrong with a row. */
import type { FailureArg, Wire } from '$lib/api/client.ts';
import { maybe, t } from '$lib/i18n/index.ts';

/** Signal ranges with how far they reach, nearest to the manual's order. */
export const RANGES = ['10', '40', '70', '100'] as const;
export const ONE_TAP_SIGNALS = ['40', '55', '70'] as const;
export const DEFAULT_RANGE = '40';
export const DEFAULT_ONE_TAP_SIGNAL = '55';

/** `reader_id` -> "Reader ID"; a field this version does not know keeps its own name. */
export function fieldName(field: string): string {
	return maybe(`reader-field-${field.replace(/_id$/, (tail) => (field === 'group_id' ? '' : tail)).replaceAll('_', '-')}`) ?? field;
}

function plain(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	return JSON.stringify(value);
}

/** A value of a field as a person reads it. `groups` gives ids their names. */
export function fieldValue(field: string, value: unknown, groups: readonly Wire.GroupRow[] = []): string {
	if (field === 'one_tap' && (value === null || value === undefined)) return t('reader-one-tap-as-customer');
	if (value === null || value === undefined || value === '') return t('reader-value-none');
	if (typeof value === 'boolean') return value ? t('reader-yes') : t('reader-no');
	if (field === 'signal_range') {
		const reach = maybe(`range-reach-${plain(value)}`);
		return reach ? t('range-value', { percent: plain(value), reach }) : `${plain(value)} %`;
	}
	if (field === 'one_tap_signal') return `${plain(value)} %`;
	if (field === 'group_id') return groups.find((group) => group.id === value)?.name ?? plain(value);
	return plain(value);
}

/** Fields whose values are identifiers. */
export function isMono(field: string): boolean {
	return field === 'reader_id' || field === 'mac';
}

function args(values: Record<string, unknown>): Record<string, FailureArg> {
	const result: Record<string, FailureArg> = {};
	for (const [name, value] of Object.entries(values)) {
		if (typeof value === 'number' || typeof value === 'string') result[name] = value;
	}
	return result;
}

/** What is wrong with a row, and what to do about it. */
export function rowProblem(problem: Wire.RowProblem): { text: string; help: string | null } {
	const id = `reader-problem-${problem.code.replaceAll('_', '-')}`;
	return {
		text: maybe(id, args(problem.args)) ?? t('reader-problem-other', { code: problem.code }),
		help: maybe(`${id}-help`, args(problem.args)),
	};
}

/** What a host says when it cannot hand over the file at all. */
const HOST_FAILURES: Record<string, string> = { no_such_file: 'gone', file_unreadable: 'unreadable', file_too_large: 'too-large' };

/** Why a file as a whole could not be read, and what to do; `null` for failures that are not about the file. */
export function fileProblem(failure: {
	code: string;
	args: Record<string, FailureArg>;
}): { text: string; help: string } | null {
	const name = HOST_FAILURES[failure.code] ?? failure.code.replace(/^reader_file_/, '').replaceAll('_', '-');
	const text = maybe(`reader-file-${name}`, failure.args);
	const help = maybe(`reader-file-${name}-help`, { max_mib: 64, ...failure.args });
	return text && help ? { text, help } : null;
}
